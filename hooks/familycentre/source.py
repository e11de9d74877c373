"""YAML file → plain data in which every value remembers its line and column.

Only the part of YAML that a record needs is read: mappings, lists, and scalars that are text
unless they are plainly ``true``, ``false``, ``null`` or a decimal number. So ``010``, ``10:00``,
``no`` and ``2026-01-01`` stay the text that the editor wrote. Anchors, aliases, tags, merge keys
and doubled keys are refused, which also makes alias bombs impossible. The text is read as a flat
stream of events, so that deep nesting cannot exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from familycentre.problems import Problems
from familycentre.yaml_errors import Position, explain, find_conflict

MAX_BYTES = 1_000_000
"""A record needs a few kilobytes; a list file of hundreds of records stays under this."""
MAX_DEPTH = 20
"""The deepest place in the contract is 6 levels down."""

Path_ = tuple[str | int, ...]
"""Keys and list indexes from the top of a file to a value."""

try:
    _Loader: Any = yaml.CLoader
except AttributeError:  # PyYAML was built without libyaml: slower, same result
    _Loader = yaml.Loader

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")  # "+358…" stays text: it is a phone number
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_HIDDEN_BREAK = re.compile("[\x85\u2028\u2029]")
"""Line breaks to YAML, but not to editors: lines after them would be counted wrong."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_HASHTAG = re.compile(r"\s+#\w")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass
class Marks:
    """Where a value stands, and where the values inside it stand."""

    here: Position
    keys: dict[str | int, Position] = field(default_factory=dict)
    inside: dict[str | int, Marks] = field(default_factory=dict)

    def locate(self, path: Path_) -> Position:
        """Position of the value at *path*, or of the nearest place above it that exists.

        For the last step of a mapping the key's own position is given: that is the line the
        editor looks for.
        """
        mark = self
        position = self.here
        for step in path:
            if step not in mark.inside:
                break
            position = mark.keys.get(step, mark.inside[step].here)
            mark = mark.inside[step]
        return position


@dataclass(eq=False)
class Document:
    """A YAML file that was read: its data and, when somebody asks, the marks beside it."""

    file: str
    data: Any
    text: str = field(repr=False)

    @cached_property
    def marks(self) -> Marks:
        """Where the values stand; worked out now, because most files have nothing to tell of."""
        return _careful(self.text, self.file, Problems())[1]

    def spot(self, path: Path_) -> Spot:
        """Where the value at *path* stands, for a problem to tell of."""
        return Spot(self, path)

    def data_at(self, path: Path_) -> Any:
        """The value at a path that exists."""
        value = self.data
        for step in path:
            value = value[step]
        return value


@dataclass(frozen=True)
class Spot:
    """A place in a file whose line and column are worked out when they are told."""

    document: Document
    path: Path_

    def position(self) -> Position:
        """Line and column, from 1."""
        return self.document.marks.locate(self.path)


def read(path: Path, file: str, problems: Problems) -> Document | None:
    """Read one YAML file; problems are noted under the name *file*, and None is returned."""
    text = read_text(path, file, problems)
    if text is None:
        return None
    return parse(text, file, problems)


def read_text(path: Path, file: str, problems: Problems) -> str | None:
    """The file's text; problems are noted under the name *file*, and None is returned."""
    try:
        if not path.is_file():
            problems.add(file, (1, 1), "unreadable-file", "This is not a regular file.",
                         "A record is one text file; rename or remove the folder or link.")
            return None
        size = path.stat().st_size
        if size > MAX_BYTES:
            problems.add(file, (1, 1), "file-too-large",
                         f"The file has {size:,} bytes; at most {MAX_BYTES:,} are read.",
                         "Split a long list into one file per record.")
            return None
        raw = path.read_bytes()
    except OSError as error:
        problems.add(file, (1, 1), "unreadable-file",
                     f"The file cannot be opened: {error.strerror}.",
                     "Check that it exists and that you may read it.")
        return None
    if raw.startswith(b"\xef\xbb\xbf"):
        problems.add(file, (1, 1), "bad-encoding", "The file begins with a byte-order mark (BOM).",
                     "Save it as 'UTF-8', not as 'UTF-8 with BOM'.")
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        problems.add(file, _position(before), "bad-encoding",
                     f"The byte 0x{raw[error.start]:02x} is not UTF-8 text.",
                     "Save the file as UTF-8 (not Windows-1252, Latin-1 or UTF-16).")
        return None


def parse(text: str, file: str, problems: Problems) -> Document | None:
    """Parse YAML text; problems are noted under the name *file*, and None is returned."""
    hidden = _HIDDEN_BREAK.search(text)
    if hidden:
        problems.add(file, _position(text[: hidden.start()]), "yaml-syntax",
                     f"The text holds a hidden line break (U+{ord(hidden[0]):04X}).",
                     "Remove it; it often comes from copying out of a document.")
        return None
    conflict = find_conflict(text)
    if conflict is not None:
        problems.add(file, _position(text[:conflict]), "yaml-syntax",
                     "Marks of an unfinished merge stand in the file (<<<<<<<, =======, >>>>>>>).",
                     "Keep one of the two versions and delete the lines with the marks.")
        return None
    data = _plain(text)
    if data is None:
        data = _careful(text, file, problems)[0]
    return None if data is None else Document(file, data, text)


def _careful(text: str, file: str, problems: Problems) -> tuple[Any, Marks]:
    """The data and its marks; None and a problem when the text is wrong."""
    nothing = None, Marks((1, 1))
    try:
        builder = _Builder(file, problems, _LINE_END.split(text))
        for event in events(text):
            if not builder.take(event):
                return nothing
    except yaml.MarkedYAMLError as error:
        _note_syntax(error, text, file, problems)
        return nothing
    except (yaml.reader.ReaderError, yaml.YAMLError) as error:
        problems.add(file, _reader_position(error, text), "yaml-syntax",
                     "The text holds a character that YAML does not allow.",
                     "Remove control characters; they often come from copying out of a PDF.")
        return nothing
    except RecursionError:
        problems.add(file, (1, 1), "yaml-depth", "The text is nested too deeply.",
                     f"At most {MAX_DEPTH} levels are read.")
        return nothing
    if builder.result is None or builder.result[0] is None:
        problems.add(file, (1, 1), "empty-file", "The file is empty.",
                     "Write its contents, or bring them back from an earlier version.")
        return nothing
    return nothing if builder.broken else builder.result


def _plain(text: str) -> Any:
    """The data of a text that has nothing to tell of, without marks: in half the time.

    None for whatever is not plainly right; :func:`_careful` then says what is wrong with it.
    """
    if _HASHTAG.search(text):
        return None
    above: list[tuple[dict[str, Any] | list[Any], str | None]] = []
    inside: dict[str, Any] | list[Any] | None = None
    key: str | None = None
    value: Any = None
    documents = 0
    try:
        for event in events(text):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if event.anchor or (event.tag and event.tag != "!"):
                    return None
                value = event.value
                if key is None and type(inside) is dict:
                    if value in inside or value == "<<":
                        return None
                    key = value
                    continue
                if not event.style:
                    value = _resolve(value)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.anchor or event.tag or (key is None and type(inside) is dict):
                    return None
                if inside is not None:
                    above.append((inside, key))
                    if len(above) >= MAX_DEPTH:
                        return None
                inside, key = {} if kind is yaml.MappingStartEvent else [], None
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                value = inside
                inside, key = above.pop() if above else (None, None)
            elif kind is yaml.AliasEvent:
                return None
            else:
                documents += kind is yaml.DocumentStartEvent
                if documents > 1:
                    return None
                continue
            if type(inside) is dict:
                inside[str(key)] = value
                key = None
            elif type(inside) is list:
                inside.append(value)
    except (yaml.YAMLError, RecursionError):
        return None
    return value


def events(text: str) -> Iterator[Any]:
    """The flat stream of YAML events, each with the marks of its first and last character."""
    return iter(yaml.parse(text, Loader=_Loader))


def _note_syntax(
    error: yaml.MarkedYAMLError, text: str, file: str, problems: Problems
) -> None:
    lines = _LINE_END.split(text)
    code, (line, column), message, hint = explain(error, lines)
    problems.add(file, (min(line, len(lines)), column), code, message, hint)


def _reader_position(error: yaml.YAMLError, text: str) -> Position:
    offset = getattr(error, "position", None)
    if not isinstance(offset, int):
        return (1, 1)
    if _Loader is yaml.Loader:
        return _position(text[:offset])
    return _position(text.encode()[:offset].decode(errors="ignore"))  # libyaml counts bytes


def _position(before: str) -> Position:
    """Line and column of the character that follows the text *before*."""
    lines = _LINE_END.split(before)
    return len(lines), len(lines[-1]) + 1


class _Open:
    """A mapping or list that is being filled."""

    __slots__ = ("key", "key_at", "marks", "value", "waits_for_key")

    def __init__(self, value: dict[str, Any] | list[Any], at: Position) -> None:
        self.value = value
        self.marks = Marks(at)
        self.key: str = ""
        self.key_at: Position = at
        self.waits_for_key = isinstance(value, dict)


class _Builder:
    """Turns the flat stream of YAML events into data and marks."""

    def __init__(self, file: str, problems: Problems, lines: list[str]) -> None:
        self.file = file
        self._lines = lines
        self.problems = problems
        self.broken = False
        self._stack: list[_Open] = []
        self.result: tuple[Any, Marks] | None = None
        self._documents = 0

    def take(self, event: Any) -> bool:
        """Use one event; False when reading on makes no sense."""
        at = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_anchor(event, at)
            self._scalar(event, at)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._refuse_anchor(event, at)
            if len(self._stack) >= MAX_DEPTH:
                self._note(at, "yaml-depth", "The text is nested too deeply.",
                           f"At most {MAX_DEPTH} levels are read.")
                return False
            empty: dict[str, Any] | list[Any] = (
                {} if isinstance(event, yaml.MappingStartEvent) else [])
            self._stack.append(_Open(empty, at))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            done = self._stack.pop()
            self._place(done.value, done.marks)
        elif isinstance(event, yaml.AliasEvent):
            self._note(at, "yaml-feature", f"The alias '*{event.anchor}' is not used here.",
                       "Write the value out where it is needed.")
            return False
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._note(at, "yaml-feature", "A second document begins here ('---').",
                           "One file is one document; several records make a list with '- id: …'.")
                return False
        return True

    def _refuse_anchor(self, event: Any, at: Position) -> None:
        if event.anchor:
            self._note(at, "yaml-feature", f"The anchor '&{event.anchor}' is not used here.",
                       "Write the value out where it is needed.")
        if event.tag and event.tag != "!":
            self._note(at, "yaml-feature", f"The tag '{event.tag}' is not used here.",
                       "Put quotes around a text that begins with '!'.")

    def _note(self, at: Position, code: str, message: str, hint: str) -> None:
        self.broken = True
        self.problems.add(self.file, at, code, message, hint)

    def _scalar(self, event: Any, at: Position) -> None:
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.waits_for_key:
            self._key(parent, event.value, at)
            return
        value = event.value if event.style else _resolve(event.value)
        if not event.style and isinstance(value, str):
            self._warn_of_hashtag(event)
        self._place(value, Marks(at))

    def _warn_of_hashtag(self, event: Any) -> None:
        """Text after `` #`` is a comment: nobody would see that it is gone."""
        end = event.end_mark
        if end.line < len(self._lines):
            rest = self._lines[end.line][end.column:]
            if _HASHTAG.match(rest):
                self.problems.add(self.file, (end.line + 1, end.column + 1), "lost-text",
                                  f"The rest of the line is read as a comment: '{rest.strip()}'.",
                                  "Put quotes around the whole text.")

    def _key(self, parent: _Open, key: str, at: Position) -> None:
        if key == "<<":
            self._note(at, "yaml-feature", "The merge key '<<' is not used here.",
                       "Write the fields out.")
        elif key in parent.value:
            first = parent.marks.keys[key][0]
            self._note(at, "yaml-duplicate-key", f"The field '{key}' is given twice.",
                       f"It stands first on line {first}; keep one of them.")
        parent.key = key
        parent.key_at = at
        parent.waits_for_key = False

    def _place(self, value: Any, marks: Marks) -> None:
        if not self._stack:
            self.result = (value, marks)
            return
        parent = self._stack[-1]
        if isinstance(parent.value, list):
            step: str | int = len(parent.value)
            parent.value.append(value)
        elif parent.waits_for_key:
            self._note(marks.here, "yaml-syntax", "A field's name must be a word.",
                       "Write 'name: value'; a list or mapping cannot be a name.")
            parent.waits_for_key = False
            return
        else:
            step = parent.key
            parent.value[step] = value
            parent.marks.keys[step] = parent.key_at
            parent.waits_for_key = True
        parent.marks.inside[step] = marks


def _resolve(text: str) -> Any:
    if text.casefold() in _WORDS and (text == text.casefold() or text.istitle()):
        return _WORDS[text.casefold()]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= 18 else text
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
