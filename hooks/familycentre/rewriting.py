"""Writes records as YAML, and changes values inside one, leaving everything else as it is.

``editing`` sets single values such as ``verified``; here any value of the contract is exchanged or
added, nested ones too. The new text is read again before anybody gets it: when it does not say
exactly what was meant, nothing is changed.
"""

from __future__ import annotations

import copy
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from familycentre import editing
from familycentre.editing import EditError
from familycentre.problems import Problems
from familycentre.source import Path_, parse

WIDTH = 100
_PLAIN = re.compile(r"[a-z][a-z0-9_]*(-[a-z0-9_]+)*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NOT_PLAIN = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def inline(value: Any) -> str:
    """A value on one line: ``{fi: "Kahvila", sv: "Café"}``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value not in _NOT_PLAIN
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(inline, value)) + "]"
    return str(value)


def block(value: Mapping[str, Any], indent: str = "") -> str:
    """A mapping, a field a line, what is longer than a line on lines of its own."""
    lines = []
    for key, inner in value.items():
        short = f"{indent}{key}: {inline(inner)}"
        if len(short) <= WIDTH or not isinstance(inner, (Mapping, list)) or not inner:
            lines.append(short)
        elif isinstance(inner, Mapping):
            lines.append(f"{indent}{key}:")
            lines.append(block(inner, indent + "  ").rstrip("\n"))
        else:
            lines.append(f"{indent}{key}:")
            lines += _items(inner, indent + "  ")
    return "\n".join(lines) + "\n"


def _items(values: Sequence[Any], indent: str) -> Iterator[str]:
    for one in values:
        short = f"{indent}- {inline(one)}"
        if len(short) <= WIDTH or not isinstance(one, Mapping):
            yield short
        else:
            inner = block(one, indent + "  ").rstrip("\n")
            yield f"{indent}- {inner[len(indent) + 2:]}"


def set_values(text: str, base: Path_, wanted: Mapping[Path_, Any]) -> str:
    """The text with values of the record at *base* exchanged or added, by their path inside it.

    Comments, order and spacing of everything else stay; comments inside a list or mapping that is
    exchanged as a whole go with it. Raises EditError when the result would not be exactly what is
    wanted.
    """
    for path, value in wanted.items():
        text = _set(text, base, path, value)
    return text


def _set(text: str, base: Path_, path: Path_, value: Any) -> str:
    found = parse(text, "", problems := Problems())
    if found is None:
        first = next(iter(problems))
        raise EditError(first.line, first.message)
    before = found.data_at(base)
    after = copy.deepcopy(found.data)
    _put(_at(after, base), path, value)
    if after == found.data:
        return text
    record = editing._inside(editing._tree(text), base)
    for made in _ways(text, record, before, path, value):
        again = parse(made, "", Problems())
        if again is not None and again.data == after:
            return made
    raise EditError(found.marks.locate(base)[0],
                    f"'{path[0]}' cannot be set here without risk.")


def _at(data: Any, base: Path_) -> Any:
    for step in base:
        data = data[step]
    return data


def _put(record: Any, path: Path_, value: Any) -> None:
    for step, following in itertools.pairwise(path):
        if isinstance(step, int):
            record = record[step]
        else:
            if not isinstance(record.get(step), (dict, list)):
                record[step] = [{}] if isinstance(following, int) else {}
            record = record[step]
    record[path[-1]] = value


def _ways(text: str, record: editing._Value, data: Any, path: Path_, value: Any) -> Iterator[str]:
    """Texts that may say what is wanted, the one that changes least first."""
    node, depth = record, 0
    key: editing._Value | None = None
    for step in path:
        if isinstance(step, int) and step < len(node.items):
            node, key = node.items[step], None
        elif isinstance(step, str) and step in node.keys:
            key, node = node.keys[step]
        else:
            break
        depth += 1
    if depth == len(path):
        yield from _exchanged(text, key, node, value)
    elif isinstance(path[depth], str) and (node.keys or node.flow):
        rest = value
        for step in reversed(path[depth + 1:]):
            rest = [rest] if isinstance(step, int) else {step: rest}
        yield from _added(text, node, str(path[depth]), rest)
    if len(path) > 1:  # else the whole field anew, when its parts cannot be changed alone
        whole = copy.deepcopy(data)
        _put(whole, path, value)
        yield from _ways(text, record, data, path[:1], whole[path[0]])


def _exchanged(text: str, key: editing._Value | None, node: editing._Value,
               value: Any) -> Iterator[str]:
    """Another value in the place of one."""
    if not node.keys and not node.items and not node.flow and node.quote not in ("|", ">") and (
            node.start < node.raw_end):
        yield text[:node.start] + inline(value) + text[node.end:]
    if node.flow:
        yield text[:node.start] + inline(value) + text[node.end:]
    if key is None:
        return
    colon = text.find(":", key.end)
    column = editing._column(text, key.start)
    body = block({"x": value}, " " * column)[column + 2:].rstrip("\n")
    for end in (node.end, node.raw_end):
        yield text[:colon + 1] + body.replace("\n", editing._line_end(text, end)) + text[end:]
        yield text[:colon + 1] + body.replace("\n", editing._line_end(text, end)) + (
            editing._line_end(text, end) + text[end:])


def _added(text: str, node: editing._Value, name: str, value: Any) -> Iterator[str]:
    """A field that the mapping has not."""
    if node.flow:
        end = max((inner.end for _, inner in node.keys.values()), default=node.start + 1)
        yield text[:end] + (", " if node.keys else "") + f"{name}: {inline(value)}" + text[end:]
        return
    column = editing._column(text, node.start)
    lines = block({name: value}, " " * column)
    later = [node.keys[one][0].start for one in editing.ORDER if one in node.keys]
    if later and name not in editing.ORDER:  # above the day and the source, as people keep it
        at = min(later) - column
        if not text[at:min(later)].strip(" "):
            at = editing._above_comments(text, at, column)
            yield text[:at] + lines.replace("\n", editing._line_end(text, at)) + text[at:]
    for end in (node.end, node.raw_end):
        stop = editing._BREAK.search(text, end)
        at = stop.start() if stop and end == node.end else end
        before = "" if at and text[at - 1] in "\r\n" else editing._line_end(text, at)
        body = lines.rstrip("\n").replace("\n", editing._line_end(text, at))
        yield text[:at] + before + body + (editing._line_end(text, at) if not before else "") + (
            text[at:] or editing._line_end(text, at) if before else text[at:])
