"""What stands here already: the records of the data folder, and what was imported before."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from familycentre.importers import tidy
from familycentre.loading import RECORD_TYPES, YAML_ENDINGS
from familycentre.source import MAX_BYTES, Path_

FOLDER = ".imports"
"""In the data folder; its name begins with a dot, so that no page is made of it."""
try:
    _Loader: Any = yaml.CBaseLoader
except AttributeError:  # PyYAML was built without libyaml: slower, same result
    _Loader = yaml.BaseLoader


@dataclass(frozen=True)
class Held:
    """A record of the data folder."""

    kind: str
    id: str
    path: Path
    base: Path_
    """Its place in a list file; empty when the file is one record."""
    record: dict[str, Any]
    """Its fields; single values are texts."""

    @property
    def aliases(self) -> list[str]:
        """Its old ids."""
        given = self.record.get("aliases")
        return [one for one in given if isinstance(one, str)] if isinstance(given, list) else []


@dataclass
class Past:
    """What was imported before under one identifier of the source."""

    kind: str
    id: str
    """Of our record."""
    record: dict[str, Any]
    """What the source said then, in our shape."""
    gone: str = ""
    """The day when it was first missing from the source."""
    mark: str = ""
    """Of a file that says just what the source said: its fingerprint. While that fits, nobody has
    touched the file and it need not be read as YAML, which takes longest of all."""


@dataclass
class Holdings:
    """Everything that stands in a data folder."""

    records: dict[tuple[str, str], Held] = field(default_factory=dict)
    """By kind and id."""
    unreadable: set[str] = field(default_factory=set)
    """Ids of files that cannot be read: never used for others, never touched."""
    _renamed: dict[tuple[str, str], Held] | None = None

    def ids(self, *, organisations: bool) -> set[str]:
        """Ids that are taken; entries and networks share theirs, organisations have their own."""
        return {one.id for one in self.records.values()
                if (one.kind == "organisations") == organisations} | self.unreadable | {
            alias for one in self.records.values()
            if (one.kind == "organisations") == organisations for alias in one.aliases}

    def held(self, kind: str, identity: str) -> Held | None:
        """A record by its id, also by one that it had before it was renamed here."""
        if self._renamed is None:
            self._renamed = {(one.kind, alias): one for one in self.records.values()
                             for alias in one.aliases}
        return self.records.get((kind, identity)) or self._renamed.get((kind, identity))


def plain(value: Any) -> Any:
    """A value so that it can be compared, however it was written: single values as texts."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return tidy.scalar(value).value


def fingerprint(text: bytes) -> str:
    """Enough of a SHA-256 to tell whether a file is as it was."""
    return hashlib.sha256(text).hexdigest()[:16]


def read_holdings(data: Path, past: Mapping[str, Past]) -> Holdings:
    """The records of a data folder; nothing is checked."""
    found = Holdings()
    untouched = {(one.kind, one.id): one for one in past.values() if one.mark}
    for kind in RECORD_TYPES:
        for path in sorted((data / kind).rglob("*")):
            if path.suffix not in YAML_ENDINGS or path.name.startswith("."):
                continue
            content = _content(path, untouched.get((kind, path.stem)))
            if isinstance(content, dict):
                found.records[kind, path.stem] = Held(kind, path.stem, path, (), content)
            elif isinstance(content, list):
                for index, one in enumerate(content):
                    if isinstance(one, dict) and isinstance(one.get("id"), str):
                        found.records[kind, one["id"]] = Held(kind, one["id"], path, (index,), one)
            else:
                found.unreadable.add(path.stem)
    return found


def _content(path: Path, past: Past | None) -> Any:
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return None
        text = path.read_bytes()
        if past and past.mark == fingerprint(text):
            return plain(past.record)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - texts only, as BaseLoader
    except (OSError, yaml.YAMLError, RecursionError, ValueError):
        return None


class LedgerError(Exception):
    """The file of earlier imports cannot be used; the message tells file, line and remedy."""


def ledger_path(data: Path, source: str) -> Path:
    """Where the earlier imports of a source are written down: one line a record, so that two
    people's imports merge line by line and 20,000 are read at once.
    """
    return data / FOLDER / f"{source}.jsonl"


def read_ledger(path: Path) -> dict[str, Past]:
    """Earlier imports by the source's identifier; raises LedgerError."""
    if not path.exists():
        return {}
    found = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"{path.as_posix()} cannot be read: {error}.") from None
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            found[row["source_id"]] = Past(row["kind"], row["id"], dict(row["record"]),
                                           row.get("gone", ""), row.get("mark", ""))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise LedgerError(
                f"{path.as_posix()}:{number}: this is no line of an earlier import. Bring the file "
                "back from the last commit.") from None
    return found


def ledger_text(past: Mapping[str, Past]) -> str:
    """The lines of earlier imports, in the order of identifiers."""
    return "".join(json.dumps(
        {"source_id": key, "kind": one.kind, "id": one.id,
         **({"gone": one.gone} if one.gone else {}), **({"mark": one.mark} if one.mark else {}),
         "record": one.record},
        ensure_ascii=False, separators=(",", ":")) + "\n" for key, one in sorted(past.items()))


def write_all(data: Path, contents: Iterable[tuple[Path, str]]) -> None:
    """Write files so that each is the old or the new one: all beside the data first, then renamed.

    Raises OSError.
    """
    (data / FOLDER).mkdir(exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=data / FOLDER))
    try:
        waiting = []
        for number, (path, text) in enumerate(contents):
            place = staging / str(number)
            place.write_text(text, encoding="utf-8", newline="")
            waiting.append((place, path))
        for place, path in waiting:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(place, os.path.realpath(path))  # a link stays a link
    finally:
        shutil.rmtree(staging, ignore_errors=True)
