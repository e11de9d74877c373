"""Changes a few fields of records in YAML text and leaves every other character as it is.

YAML libraries that keep comments still write the whole file anew, and with it somebody's spacing,
quotes or line ends. Here libyaml's marks say where a value stands; only that is replaced, or one
line is added. The new text is read again before anybody gets it: when it does not say exactly what
was meant, nothing is changed and the editor is told the line.
"""

from __future__ import annotations

import copy
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from familycentre.problems import Problems
from familycentre.source import Document, Path_, events, parse

ORDER = ("status", "verified", "updated", "source")
"""Where a missing field goes: above the first of those after it, else to the record's end."""

Way = Literal["tidy", "plain", "above"]
WAYS: tuple[Way, ...] = ("tidy", "plain", "above")
"""Places for a line, the next one tried when the text would say something else with the first:
above comments and before blank lines; below them; above the last field (when a block text ends the
file without a line end, whatever follows would lengthen it)."""

_BREAK = re.compile(r"\r\n|\r|\n")


class EditError(Exception):
    """The text cannot be changed safely by machine; somebody must write it by hand."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        """1-based line of the record."""


@dataclass(frozen=True)
class Change:
    """One field of one record as it stands after an edit."""

    base: Path_
    """Path of the record in its file."""
    field: str
    line: int
    """1-based line in the new text."""
    value: str
    before: str | None
    """What stood there; None when the field was not there, or had no value."""


@dataclass
class Value:
    """Where a value stands: offsets of characters."""

    start: int
    end: int
    """After the last character of the value itself, without comments and blank lines."""
    raw_end: int
    """Where libyaml says that it ends: after the blank lines of a block text."""
    quote: str = ""
    """The quotes around a scalar; ``|`` or ``>`` for a block."""
    text: str | None = None
    """A scalar's text."""
    flow: bool = False
    """Whether it is a mapping or list in brackets."""
    keys: dict[str, tuple[Value, Value]] = field(default_factory=dict)
    """Of a mapping: each key and its value."""
    items: list[Value] = field(default_factory=list)


def set_fields(text: str, wanted: Mapping[Path_, Mapping[str, str]]) -> tuple[str, list[Change]]:
    """The text with the fields of some records set, and what that changed.

    *wanted* gives, for the path of each record in the file, the value of each field; fields are
    those of :data:`ORDER`. A value that already stands there is left alone. Raises EditError when
    the result would not be exactly what is wanted.
    """
    before = _read(text)
    after = copy.deepcopy(before.data)
    for base, fields in wanted.items():
        _at(after, base).update(fields)
    tree = tree_of(text)
    for way in WAYS:
        edits = [edit for base, fields in wanted.items()
                 for edit in _edits(text, inside(tree, base), fields, way)]
        made = apply(text, edits)
        found = parse(made, "", Problems())
        if found is not None and found.data == after:
            return made, list(_changes(before, found, wanted))
    base = next(iter(wanted))
    raise EditError(before.marks.locate(base)[0],
                    f"{' and '.join(wanted[base])} cannot be set here without risk.")


def _changes(before: Document, after: Document,
             wanted: Mapping[Path_, Mapping[str, str]]) -> Iterator[Change]:
    for base, fields in wanted.items():
        for name, value in fields.items():
            was = before.data_at(base).get(name)
            if was != value:
                yield Change(base, name, after.marks.locate((*base, name))[0], value,
                             None if was is None else str(was))


def _read(text: str) -> Document:
    problems = Problems()
    found = parse(text, "", problems)
    if found is None:
        first = next(iter(problems))
        raise EditError(first.line, first.message)
    return found


def _at(data: Any, base: Path_) -> dict[str, Any]:
    for step in base:
        data = data[step]
    if not isinstance(data, dict):
        raise EditError(1, "There is no record here.")
    return data


# --- where everything stands -----------------------------------------------------------------


def tree_of(text: str) -> Value:
    """The values of a file with their places; the text has been read without problems before."""
    event: Any  # types of PyYAML's events leave out what both parsers give them
    stack: list[tuple[Value, list[Value]]] = []
    top: list[Value] = []
    for event in events(text):
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            content = end if style not in ("|", ">") else start + len(text[start:end].rstrip())
            done = Value(start, content, end, style, event.value)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            stack.append((Value(start, start, start, flow=bool(event.flow_style)), []))
            continue
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            done, children = stack.pop()
            if isinstance(event, yaml.MappingEndEvent):
                for key, value in zip(children[::2], children[1::2], strict=True):
                    done.keys[key.text or ""] = (key, value)
            else:
                done.items = children
            # A block's own end mark lies behind the comments and blank lines that follow it.
            done.end, done.raw_end = (end, end) if done.flow or not children else (
                children[-1].end, children[-1].raw_end)
        else:
            continue
        (stack[-1][1] if stack else top).append(done)
    return top[0]


def inside(tree: Value, base: Path_) -> Value:
    """The record at a path."""
    for step in base:
        tree = tree.items[step] if isinstance(step, int) else tree.keys[step][1]
    return tree


# --- what to change --------------------------------------------------------------------------


Edit = tuple[int, int, str]
"""From, up to, and what stands there instead."""


def _edits(text: str, record: Value, fields: Mapping[str, str], way: Way) -> Iterator[Edit]:
    missing: dict[str, str] = {}
    for name in sorted(fields, key=ORDER.index):
        if name in record.keys:
            yield from _replaced(text, *record.keys[name], fields[name])
        else:
            missing[name] = fields[name]
    places: dict[tuple[int, str, str], list[str]] = {}
    for name, value in missing.items():
        place = _place(text, record, name, way)
        places.setdefault(place, []).append(f"{name}: {value}")
    for (at, head, tail), lines in places.items():
        yield at, at, "".join(f"{head}{line}{tail}" for line in lines)


def _replaced(text: str, key: Value, value: Value, wanted: str) -> Iterator[Edit]:
    """Another value in the same quotes; nothing when it stands there already."""
    if value.text == wanted:
        return
    if value.start == value.raw_end:  # nothing after the colon, or no colon at all
        colon = text.find(":", key.end, value.start)
        at, head = (colon + 1, " ") if colon >= 0 else (key.end, ": ")
        yield at, at, head + wanted
    elif value.quote in ("'", '"'):
        yield value.start, value.end, f"{value.quote}{wanted}{value.quote}"
    else:
        yield value.start, value.end, wanted


def _place(text: str, record: Value, name: str, way: Way) -> tuple[int, str, str]:
    """Where a missing field goes: the place, what stands before it there, and what after it."""
    following = ORDER[ORDER.index(name) + 1:]
    later = sorted(record.keys[one][0].start for one in following if one in record.keys)
    if record.flow:
        if later:
            return later[0], "", ", "
        end = max((value.end for _, value in record.keys.values()), default=record.start + 1)
        return end, ", " if record.keys else "", ""
    column = column_of(text, record.start)
    indent = " " * column
    if way == "above":
        later.append(max(key.start for key, _ in record.keys.values()))
    for at in later:
        line = at - column
        if not text[line:at].strip(" "):  # not behind a list's dash
            line = _above_comments(text, line, column) if way == "tidy" else line
            return line, indent, line_end(text, line)
    if way == "tidy":
        found = _BREAK.search(text, record.end)
        at = found.start() if found else len(text)
        return at, line_end(text, at) + indent, ""
    at = record.raw_end
    if at == 0 or text[at - 1] in "\r\n":
        return at, indent, line_end(text, at)
    return at, line_end(text, at) + indent, ""


def column_of(text: str, at: int) -> int:
    """How many characters stand before a place on its line."""
    return at - max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) - 1


def _above_comments(text: str, line: int, column: int) -> int:
    """The start of the comments that stand right above a line, in its own column."""
    while line:
        ends = list(_BREAK.finditer(text, max(0, line - 2), line))
        end = ends[-1].start() if ends else line
        start = end - column_of(text, end)
        if not re.match(rf" {{{column}}}#", text[start:end]):
            break
        line = start
    return line


def line_end(text: str, at: int) -> str:
    """How the line at a place ends, or the one before it when it is the last."""
    after = _BREAK.search(text, at)
    if after:
        return after[0]
    return next((one for one in ("\r\n", "\n", "\r") if one in text), "\n")


def apply(text: str, edits: Sequence[Edit]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


# --- files -----------------------------------------------------------------------------------


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write several files so that each is the old or the new one, whatever happens.

    All of them are written beside the old ones first; when that fails, nothing has changed.
    Raises OSError.
    """
    waiting: list[tuple[str, str]] = []
    try:
        for path, data in contents.items():
            target = os.path.realpath(path)  # a link stays a link
            handle, name = tempfile.mkstemp(prefix=".", dir=os.path.dirname(target))
            waiting.append((name, target))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            shutil.copymode(target, name)
        while waiting:
            os.replace(*waiting[0])
            waiting.pop(0)
    finally:
        for name, _ in waiting:
            Path(name).unlink(missing_ok=True)
