"""Yearly snapshots of the coverage: ``data/history/YEAR.csv``, written and read.

A snapshot holds numbers and stable codes, no names: a line a municipality, measure and value. The
line of the measure ``all`` is always there; of the others those that count something.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from familycentre.days import day_of
from familycentre.problems import Problems, did_you_mean, shown
from familycentre.source import read_text

FOLDER = "history"
"""Name of the folder in the data directory."""
MEASURES = ("all", "task", "kind", "language", "level", "kind_language")
"""What is counted: everything, and entries by task, kind, language, support level, and by kind and
language together."""
EVERYTHING = ("all", "all")
"""Measure and value of all entries."""

Key = tuple[str, str, str]
"""Municipality code, measure, value."""


class Cell(NamedTuple):
    """Entries that serve a municipality; each entry counts in one of the numbers only."""

    here: int = 0
    """Active, in person, and name the municipality."""
    area: int = 0
    """Active, in person, for its area or county; where they are is another matter."""
    remote: int = 0
    """Active, only online or by phone, for the municipality or its area."""
    nationwide: int = 0
    """Active, for all Finland."""
    paused: int = 0
    planned: int = 0

    @property
    def near(self) -> int:
        """What can be met in person in the municipality or its area."""
        return self.here + self.area

    @property
    def afar(self) -> int:
        """What is online, by phone or for the whole country."""
        return self.remote + self.nationwide

    @property
    def waiting(self) -> int:
        """What is paused or planned."""
        return self.paused + self.planned


NOTHING = Cell()
HEADER = ("day", "municipality", "measure", "value", *Cell._fields)


@dataclass(frozen=True)
class Snapshot:
    """The coverage as it was on a day."""

    day: datetime.date
    cells: Mapping[Key, Cell]
    """What is not here counted nothing, if the municipality is here at all."""

    def own(self, code: str) -> int | None:
        """How many entries a municipality had itself; None when nothing was known of it then.

        Nothing is known where the directory did not cover it, or held no entry of its own.
        """
        cell = self.cells.get((code, *EVERYTHING), NOTHING)
        return cell.here if cell.here or cell.waiting else None


def write_snapshot(snapshot: Snapshot) -> str:
    """The snapshot as CSV (RFC 4180, commas, line feeds so that Git shows differences by line).

    Municipalities have Statistics Finland's ``KU049``: programs for tables make ``049`` to 49.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(HEADER)
    for (code, measure, value), cell in snapshot.cells.items():
        if any(cell) or (measure, value) == EVERYTHING:
            table.writerow((snapshot.day.isoformat(), f"KU{code}", measure, value, *cell))
    return out.getvalue()


def read_history(folder: Path, shown_path: Callable[[Path], str], problems: Problems) -> tuple[
        Snapshot, ...]:
    """The snapshots of a data folder, the oldest first; a directory may do without."""
    if not folder.is_dir():
        if folder.exists():
            problems.add(shown_path(folder), (1, 1), "bad-file-name",
                         f"'{folder.name}' must be a folder.", "Make it a folder of snapshots.")
        return ()
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.suffix == ".md":
            continue
        name = shown_path(path)
        if not re.fullmatch(r"[0-9]{4}\.csv", path.name):
            problems.add(name, (1, 1), "bad-file-name", f"'{path.name}' is not a snapshot.",
                         "A snapshot is named after its year, such as 2026.csv; "
                         "`familycentre snapshot` writes it.")
            continue
        text = read_text(path, name, problems)
        if text is not None and (one := _snapshot(text, name, path.stem, problems)):
            found.append(one)
    return tuple(found)


def _snapshot(text: str, file: str, year: str, problems: Problems) -> Snapshot | None:
    """Every line that is wrong is told; one wrong line spoils the snapshot."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    cells: dict[Key, Cell] = {}
    days: set[datetime.date] = set()
    sound = True

    def wrong(code: str, message: str, hint: str) -> None:
        nonlocal sound
        sound = False
        problems.add(file, (lines.line_num or 1, 1), code, message, hint)

    try:
        header = next(lines, None)
        if header is None:
            wrong("empty-file", "The file is empty.", "Write it with `familycentre snapshot`.")
        elif header != list(HEADER):
            wrong("unknown-field", f"The first line is {shown(','.join(header))}.",
                  f"It must be {','.join(HEADER)}, separated by commas.")
        if header != list(HEADER):
            return None
        for row in lines:
            faults = list(_faults(row, year))
            for fault in faults:
                wrong(*fault)
            if faults:
                continue
            key = (row[1][2:], row[2], row[3])
            if key in cells:
                wrong("conflict", f"The line of {', '.join(row[1:4])} stands twice.",
                      "Keep one of them.")
            cells[key] = Cell(*map(int, row[4:]))
            day = day_of(row[0])
            if days and day not in days:
                wrong("conflict", f"The day {day} differs from the lines before.",
                      "All lines of a snapshot are of one day.")
            days.add(day)
    except csv.Error as error:
        wrong("wrong-type", f"This line is not CSV: {error}.",
              "Write the snapshot anew with `familycentre snapshot`.")
    if sound and not cells:
        wrong("empty-file", "The snapshot has no lines.",
              "Write it with `familycentre snapshot`.")
    return Snapshot(min(days), cells) if sound else None


def _faults(row: list[str], year: str) -> Iterator[tuple[str, str, str]]:
    """What is wrong in a line, as code, message and hint."""
    if len(row) != len(HEADER):
        yield ("wrong-type", f"The line has {len(row)} parts, not {len(HEADER)}.",
               f"Its parts are {', '.join(HEADER)}.")
        return
    day, code, measure, value, *numbers = row
    try:
        written = day_of(day)
    except ValueError:
        yield "bad-date", f"{shown(day)} is not a day.", "Write it as YYYY-MM-DD."
    else:
        if str(written.year) != year:
            yield ("conflict", f"The day {day} is not in the year of the file's name.",
                   f"Name the file {written.year}.csv, or correct the day.")
    # A municipality that has since become part of another stays in old snapshots.
    if not re.fullmatch(r"KU[0-9]{3}", code):
        yield ("unknown-municipality", f"{shown(code)} is not a municipality's code.",
               "Write KU and three digits, such as KU049.")
    if measure not in MEASURES:
        yield ("unknown-value", f"There is no measure {shown(measure)}.",
               did_you_mean(measure, MEASURES) or f"Known: {', '.join(MEASURES)}.")
    elif not re.fullmatch(r"[a-z0-9_]{1,40}(/[a-z0-9_]{1,40})?", value):
        yield ("unknown-value", f"{shown(value)} is not a value of {measure}.",
               "Write the code that `familycentre snapshot` writes.")
    for name, number in zip(Cell._fields, numbers, strict=True):
        if not re.fullmatch(r"0|[1-9][0-9]{0,6}", number):
            yield ("bad-number", f"{name} is {shown(number)}, not a number from 0 up.",
                   "Write digits only.")


def before(history: Iterable[Snapshot], day: datetime.date) -> list[Snapshot]:
    """The snapshots that a day is compared with, the oldest first.

    They are of earlier years: this year's own snapshot would hide what the year has changed. It
    serves only where it is the first one.
    """
    past = sorted((one for one in history if one.day < day), key=lambda one: one.day)
    return [one for one in past if one.day.year < day.year] or past
