"""Files, folders and zip archives → JSON documents and tables, within limits.

Nothing here raises for bad data: what cannot be read becomes a :class:`Refused`.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import lzma
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from familycentre.importers.found import Refused
from familycentre.importers.mapping import Mapping

MAX_BYTES = 60_000_000
"""Of one file, as text: read whole, JSON takes some six times its size in memory."""
MAX_ARCHIVE = 300_000_000
"""Of all files of a zip archive together."""
MAX_FILES = 100_000
MAX_CELL = 200_000
"""Characters of one cell of a table."""
ENDINGS = (".json", ".csv", ".zip")


@dataclass(frozen=True)
class Context:
    """What every reader is told."""

    mapping: Mapping
    today: datetime.date
    keep_persons: bool = False
    language: str = "fi"
    """Of texts whose source has one language and does not say which."""


@dataclass(frozen=True)
class Doc:
    """One document that was read."""

    name: str
    """Its place as a person knows it: path, path in an archive, or address."""
    data: Any
    """Parsed JSON; for a table, a list of rows, each an object of texts."""
    is_table: bool = False

    @property
    def stem(self) -> str:
        """The file's name without folder and ending, in small letters."""
        return Path(self.name).stem.casefold()


def documents(source: str, paths: Sequence[Path]) -> Iterator[Doc | Refused]:
    """Every JSON and CSV file of the paths; folders are walked in the order of names."""
    for path in paths:
        if path.is_dir():
            files = sorted(one for one in path.rglob("*") if one.suffix.casefold() in ENDINGS
                           and not any(part.startswith(".") for part in one.parts[-2:]))
            if not files:
                yield Refused(source, path.as_posix(), "The folder has no .json, .csv or .zip "
                              "file.", broken=True)
            elif len(files) > MAX_FILES:
                yield Refused(source, path.as_posix(), f"The folder has {len(files):,} files; at "
                              f"most {MAX_FILES:,} are read.", broken=True)
                files = []
            for file in files:
                yield from _file(source, file)
        else:
            yield from _file(source, path)


def _file(source: str, path: Path) -> Iterator[Doc | Refused]:
    name = path.as_posix()
    try:
        if not path.is_file():
            yield Refused(source, name, "There is no such file.", broken=True)
            return
        if path.suffix.casefold() == ".zip":
            yield from _archive(source, path)
            return
        size = path.stat().st_size
        if size > MAX_BYTES:
            yield _too_large(source, name, size)
            return
        raw = path.read_bytes()
    except OSError as error:
        yield Refused(source, name, f"It cannot be opened: {error.strerror}.", broken=True)
        return
    yield parsed(source, name, raw)


def _too_large(source: str, name: str, size: int) -> Refused:
    return Refused(source, name, f"It has {size // 1_000_000:,} MB; at most "
                   f"{MAX_BYTES // 1_000_000} MB are read at once. Split it into several files of "
                   "a folder.", broken=True)


def _archive(source: str, path: Path) -> Iterator[Doc | Refused]:
    """Files of a zip archive; sizes are counted while reading, for its directory can lie."""
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for info in sorted(archive.infolist()[:MAX_FILES], key=lambda one: one.filename):
                name = f"{path.as_posix()}/{info.filename}"
                if info.is_dir() or not info.filename.casefold().endswith((".json", ".csv")):
                    continue
                with archive.open(info) as member:
                    raw = member.read(MAX_BYTES + 1)
                total += len(raw)
                if len(raw) > MAX_BYTES or total > MAX_ARCHIVE:
                    yield Refused(source, name, "The archive unpacks to more than "
                                  f"{(MAX_BYTES if len(raw) > MAX_BYTES else MAX_ARCHIVE) // 10**6}"
                                  " MB. Unpack it into a folder, in smaller files.", broken=True)
                    return
                yield parsed(source, name, raw)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError,
            EOFError, ValueError, OSError):
        yield Refused(source, path.as_posix(), "It is not a zip archive that can be read (damaged, "
                      "or with a password).", broken=True)


def parsed(source: str, name: str, raw: bytes) -> Doc | Refused:
    """One file's bytes as JSON, or as a table when it is named .csv."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Refused(source, name, f"The byte 0x{raw[error.start]:02x} at {error.start:,} is not "
                       "UTF-8 text. Save it as UTF-8.", broken=True)
    if name.casefold().endswith(".csv"):
        return _table(source, name, text)
    try:
        return Doc(name, json.loads(text))
    except json.JSONDecodeError as error:
        return Refused(source, name, f"Line {error.lineno}, column {error.colno}: it is not JSON "
                       f"({error.msg}). Was it cut off?", broken=True)
    except RecursionError:
        return Refused(source, name, "It is nested too deeply to be what this source publishes.",
                       broken=True)
    except ValueError as error:  # a number of more digits than Python converts
        return Refused(source, name, f"It is not JSON that can be read ({error}).", broken=True)


def _table(source: str, name: str, text: str) -> Doc | Refused:
    csv.field_size_limit(min(MAX_CELL, sys.maxsize))
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        found = [{key: value for key, value in row.items()
                  if isinstance(key, str) and isinstance(value, str)} for row in reader]
    except csv.Error as error:
        return Refused(source, name, f"It is not a table that can be read: {error}.", broken=True)
    return Doc(name, found, is_table=True)
