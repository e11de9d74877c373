"""Sets and removes fields of a record in YAML text; comments, order and everything else stay.

Like ``editing.py``, for any value: a mapping is changed key by key, other values as a whole.
Comments inside a value that is replaced as a whole move above its field. The new text is read
again: when it does not say exactly what was meant, nothing is changed.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from familycentre.editing import (
    EditError,
    Value,
    apply,
    column_of,
    inside,
    line_end,
    tree_of,
)
from familycentre.importers import tidy
from familycentre.problems import Problems
from familycentre.source import Path_, events, parse

GONE: Final = object()
"""In place of a value: the field is removed."""
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*")
_Edits = list[tuple[int, int, str]]


def patched(text: str, base: Path_, kind: str, wanted: Mapping[str, Any]) -> str:
    """The text with fields of the record at *base* set to values, or removed (:data:`GONE`).

    Raises EditError when the result would not be exactly what is wanted.
    """
    before = parse(text, "", problems := Problems())
    if before is None:
        first = next(iter(problems))
        raise EditError(first.line, first.message)
    target = copy.deepcopy(before.data)
    record = target
    for step in base:
        record = record[step]
    for name, value in wanted.items():
        if value is GONE:
            record.pop(name, None)
        else:
            record[name] = copy.deepcopy(value)
    tree = inside(tree_of(text), base)
    edits: _Edits = []
    for name, value in wanted.items():
        if name in tree.keys and value is not GONE:
            edits += _set(text, tree, name, value)
        elif name in tree.keys:
            edits.append(_removal(text, tree, name))
        elif value is not GONE:
            edits.append(_addition(text, tree, name, value, kind))
    made = _joined(text, edits)
    after = parse(made, "", Problems())
    if after is None or after.data != target:
        raise EditError(before.marks.locate(base)[0],
                        f"{', '.join(wanted)} cannot be set here without risk.")
    return made


def _joined(text: str, edits: _Edits) -> str:
    """Edits applied; several additions at one place keep their order."""
    places: dict[tuple[int, int], str] = {}
    for start, end, new in edits:
        places[start, end] = places.get((start, end), "") + new
    return apply(text, [(start, end, new) for (start, end), new in places.items()])


def _set(text: str, record: Value, name: str, value: Any) -> Iterator[tuple[int, int, str]]:
    old = record.keys[name][1]
    if isinstance(value, dict) and old.keys and not set(old.keys) - set(value):
        known = {one: text_of for one, (_, text_of) in old.keys.items()}
        new = [one for one in value if one not in known]
        if all(_same(known[one], text, value[one]) or not known[one].keys for one in known):
            for one, was in known.items():
                if not _same(was, text, value[one]):
                    yield from _whole(text, old, one, value[one])
            for one in new:
                yield _inner_addition(text, old, one, value[one])
            return
    yield from _whole(text, record, name, value)


def _same(old: Value, text: str, value: Any) -> bool:
    found = parse(text[old.start:old.end] if not old.quote or old.quote in "'\"" else "~", "",
                  Problems())
    return found is not None and found.data == value


def _whole(text: str, record: Value, name: str, value: Any
           ) -> Iterator[tuple[int, int, str]]:
    """Another value behind the same key, comments of the old one above it."""
    key, old = record.keys[name]
    column = column_of(text, key.start)
    comments = _comments(text, key.end, old.end)
    if record.flow:
        yield old.start, old.end, tidy.inline(value)
        return
    ending = line_end(text, key.start)
    made = tidy.block({name: value}).rstrip("\n")
    body = made[made.index(":") + 1:]
    body = body.replace("\n", ending + " " * column)
    body = re.sub(rf"(?<=[\r\n]) {{{column}}}(?=\r|\n)", "", body)
    colon = text.index(":", key.end)
    end = old.end if old.start != old.raw_end else colon + 1
    if comments:
        start = key.start - column
        if not text[start:key.start].strip(" "):
            above = "".join(f"{' ' * column}{one}{ending}" for one in comments)
            yield start, start, above
    yield colon + 1, max(end, colon + 1), body


def _comments(text: str, start: int, end: int) -> list[str]:
    """Comments between two places, which lie outside all values."""
    found: list[str] = []
    last = start
    for event in events(text):
        at = event.start_mark.index
        if at >= start and last < at and last >= start and last < end:
            found += _COMMENT.findall(text[last:min(at, end)])
        if event.end_mark.index > last and getattr(event, "value", None) is not None:
            last = max(last, event.end_mark.index)
        elif at > last:
            last = at
        if last >= end:
            break
    return found


def _removal(text: str, record: Value, name: str) -> tuple[int, int, str]:
    key, old = record.keys[name]
    ordered = sorted(record.keys.values(), key=lambda one: one[0].start)
    place = next(index for index, (one, _) in enumerate(ordered) if one.start == key.start)
    if record.flow:
        if place + 1 < len(ordered):
            return key.start, ordered[place + 1][0].start, ""
        start = ordered[place - 1][1].end if place else key.start
        return start, old.end, ""
    column = column_of(text, key.start)
    start = key.start - column
    end = max(old.end, text.index(":", key.end) + 1)
    found = re.compile(r"\r\n|\r|\n").search(text, end)
    comments = _COMMENT.findall(text[end:found.start() if found else len(text)])
    comments = _comments(text, key.end, old.end) + comments
    ending = line_end(text, start)
    kept = "".join(f"{' ' * column}{one}{ending}" for one in comments)
    if text[start:key.start].strip(" "):  # behind a list's dash: the next field moves up
        following = ordered[place + 1][0].start if place + 1 < len(ordered) else end
        return key.start, following, ""
    return start, found.end() if found else len(text), kept


def _addition(text: str, record: Value, name: str, value: Any, kind: str) -> tuple[int, int, str]:
    """Behind the field that stands before it in a tidy file, else first."""
    if record.flow:
        end = max((one.end for _, one in record.keys.values()), default=record.start + 1)
        return end, end, f"{', ' if record.keys else ''}{name}: {tidy.inline(value)}"
    order = tidy.order(kind)
    rank = {one: index for index, one in enumerate(order)}
    earlier = [one for one in record.keys if rank.get(one, 99) < rank.get(name, 98)]
    after = max(earlier or record.keys, key=lambda one: record.keys[one][1].raw_end if earlier
                and rank.get(one, 0) == max(rank.get(e, 0) for e in earlier) else -1)
    key, old = record.keys[after]
    column = column_of(text, key.start)
    end = max(old.end, text.index(":", key.end) + 1)
    found = re.compile(r"\r\n|\r|\n").search(text, end)
    at = found.start() if found else len(text)
    ending = line_end(text, at)
    lines = tidy.block({name: value}).rstrip("\n").split("\n")
    return at, at, "".join(f"{ending}{' ' * column}{one}" if one else ending for one in lines)


def _inner_addition(text: str, mapping: Value, name: str, value: Any) -> tuple[int, int, str]:
    last_key, last = max(mapping.keys.values(), key=lambda one: one[0].start)
    if mapping.flow:
        return last.end, last.end, f", {name}: {tidy.inline(value)}"
    column = column_of(text, last_key.start)
    found = re.compile(r"\r\n|\r|\n").search(text, last.end)
    at = found.start() if found else len(text)
    ending = line_end(text, at)
    lines = tidy.block({name: value}).rstrip("\n").split("\n")
    return at, at, "".join(f"{ending}{' ' * column}{one}" if one else ending for one in lines)
