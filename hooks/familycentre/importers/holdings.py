"""What stands here already: the records of the data folder, and what was imported before."""

from __future__ import annotations

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


@dataclass
class Holdings:
    """Everything that stands in a data folder."""

    records: dict[tuple[str, str], Held] = field(default_factory=dict)
    """By kind and id."""
    unreadable: set[str] = field(default_factory=set)
    """Ids of files that cannot be read: never used for others, never touched."""

    def ids(self, *, organisations: bool) -> set[str]:
        """Ids that are taken; entries and networks share theirs, organisations have their own."""
        return {one.id for one in self.records.values()
                if (one.kind == "organisations") == organisations} | self.unreadable | {
            alias for one in self.records.values()
            if (one.kind == "organisations") == organisations
            for alias in one.record.get("aliases") or [] if isinstance(alias, str)}


def plain(value: Any) -> Any:
    """A value so that it can be compared, however it was written: single values as texts."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return tidy.scalar(value).value


def read_holdings(data: Path) -> Holdings:
    """The records of a data folder; nothing is checked."""
    found = Holdings()
    for kind in RECORD_TYPES:
        for path in sorted((data / kind).rglob("*")):
            if path.suffix not in YAML_ENDINGS or path.name.startswith("."):
                continue
            content = _content(path)
            if isinstance(content, dict):
                found.records[kind, path.stem] = Held(kind, path.stem, path, (), content)
            elif isinstance(content, list):
                for index, one in enumerate(content):
                    if isinstance(one, dict) and isinstance(one.get("id"), str):
                        found.records[kind, one["id"]] = Held(kind, one["id"], path, (index,), one)
            else:
                found.unreadable.add(path.stem)
    return found


def _content(path: Path) -> Any:
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return None
        return yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 - texts only, as BaseLoader
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
                                           row.get("gone", ""))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise LedgerError(
                f"{path.as_posix()}:{number}: this is no line of an earlier import. Bring the file "
                "back from the last commit.") from None
    return found


def ledger_text(past: Mapping[str, Past]) -> str:
    """The lines of earlier imports, in the order of identifiers."""
    return "".join(json.dumps(
        {"source_id": key, "kind": one.kind, "id": one.id,
         **({"gone": one.gone} if one.gone else {}), "record": one.record},
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
