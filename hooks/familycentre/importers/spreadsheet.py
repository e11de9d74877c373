"""The coordinator's spreadsheet: rows of a CSV or XLSX file under Finnish or Swedish headings.

Columns may stand in any order; headings are those of ``familycentre template``. What a row says
of an organiser that the directory does not know becomes a record of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from familycentre.entering.answers import Answer, Unclear, say, short
from familycentre.entering.checking import Fault, faults_of
from familycentre.entering.columns import Place, known_place, near_heading
from familycentre.entering.fields import Answered, Known, record_of
from familycentre.importers.found import FROM, Found, Note, Refused, What
from familycentre.importers.sheets import Broken, Cell, Formula, Row, SheetError, rows
from familycentre.reference import municipality_names, slug

SOURCE = "spreadsheet"
HEADINGS_WITHIN = 10
"""Among so many first rows of a sheet the headings are looked for; titles may stand above them."""
SKIPPED = frozenset({"ohje", "anvisning", "esimerkit", "exempel", "valinnat", "val"})
"""Sheets of the template that hold no records."""
ORGANISATION = "organisation:"
"""How the identifier of an organisation begins that a row has added."""
_NOWHERE = Known()


@dataclass(frozen=True)
class _Headings:
    """The row of headings of a sheet."""

    places: tuple[Place | None, ...]
    """What each column holds; None: nobody knows."""
    names: tuple[str, ...]
    """What stands above each column."""
    language: str
    """Language of most headings: that of notes and words which do not name one."""


def read(path: Path, known: Known = _NOWHERE) -> Iterator[Found | Refused]:
    """Every row of the file as a record, or why it is none. Nothing is raised for bad data.

    *known* gives the directory's own organisations, life situations and areas, so that a row can
    name them.
    """
    headings: dict[str, _Headings] = {}
    looked: dict[str, int] = {}
    ids: set[str] = set()
    added: set[str] = set()
    try:
        for sheet, number, cells in rows(path):
            if sheet.strip().casefold() in SKIPPED:
                continue
            if sheet in headings:
                for one in _record(path, (sheet, number, cells), headings[sheet], known, ids,
                                   added):
                    if isinstance(one, Found) and one.kind == "organisations":
                        known = _learnt(known, one)  # the rows below may name it
                    yield one
                continue
            looked[sheet] = looked.get(sheet, 0) + 1
            if looked[sheet] <= HEADINGS_WITHIN and (found := _headings(cells)):
                headings[sheet] = found
    except SheetError as error:
        yield Refused(SOURCE, path.name, str(error), broken=True)
        return
    if not headings:
        yield Refused(SOURCE, path.name,
                      "No row of headings was found. There must be at least a name and a type, "
                      "such as 'Nimi suomeksi' and 'Laji', or 'Namn på svenska' and 'Typ'; "
                      "`familycentre template` writes a sheet with all of them.")


def _learnt(known: Known, one: Found) -> Known:
    """The directory's names with those of an organisation that a row has added."""
    added = {" ".join(name.casefold().split()): one.record["id"]
             for name in one.record["name"].values()}
    return replace(known, organisations={**known.organisations, **added})


def _headings(cells: Iterable[Cell | Formula | Broken]) -> _Headings | None:
    """The headings in a row, when it is one: a name and something else that is known."""
    names = tuple(cell if isinstance(cell, str) else "" for cell in cells)
    places: list[Place | None] = []
    for name in names:
        found = known_place(name) if name else None
        places.append(found if found not in places else None)
    keys = [one.column.key for one in places if one]
    if "name" not in keys or len(keys) < 2:
        return None
    swedish = sum(one is not None and one.heading("sv").casefold() == name.casefold()
                  for one, name in zip(places, names, strict=True))
    finnish = sum(one is not None and one.heading("fi").casefold() == name.casefold()
                  for one, name in zip(places, names, strict=True))
    return _Headings(tuple(places), names, "sv" if swedish > finnish else "fi")


def _record(path: Path, row: Row, headings: _Headings, known: Known,
            ids: set[str], added: set[str]) -> Iterator[Found | Refused]:
    sheet, number, cells = row
    told = _Teller(sheet, number, headings)
    given: dict[Place, Answer] = {}
    notes: list[Note] = []
    unread: list[tuple[Place, Unclear]] = []
    for index, cell in enumerate(cells):
        where = headings.places[index] if index < len(headings.places) else None
        name = headings.names[index] if index < len(headings.names) else ""
        if cell in (None, ""):
            continue
        if where is None:
            near = near_heading(name) if name else ""
            why = "There is no such heading." if name else "There is nothing above the column."
            notes.append(told.note(name, "", "dropped",
                                   why + (f" Did you mean '{near}'?" if near else ""), index))
        elif isinstance(cell, Formula):
            unread.append((where, Unclear("formula")))
        elif isinstance(cell, Broken):
            unread.append((where, Unclear("error_value", cell.shown)))
        elif cell is not None:
            if isinstance(cell, str) and re.match(r"[=@]", cell):
                notes.append(told.note(name, where.column.key, "changed",
                                       say("like_formula", "en", value=short(cell)), index))
            given[where] = cell
    if not given:
        return
    made = record_of(given, headings.language, known)
    made.unclear += unread
    record, faults = faults_of(made)
    identity = _identity(made, ids)
    if record is None:
        whys = [told.sentence(fault) for fault in faults if fault.fatal] or [
            told.sentence(fault) for fault in faults]
        yield Refused(SOURCE, identity or told.at(path.name), " ".join(whys))
        return
    taken = [Note(_field(where), "taken", "") for where in given
             if where.column.key not in {one.where.column.key for one in faults if one.where}]
    changed = [told.note(headings_name(headings, where), where.column.key, "changed",
                         say(code, "en", **values)) for where, code, values in made.remarks]
    dropped = [Note(_field(fault.where) if fault.where else "", "dropped", told.sentence(fault))
               for fault in faults]
    if made.organiser:
        yield Found(SOURCE, f"{ORGANISATION}{made.organiser['id']}", "organisations",
                    made.organiser, (Note("organiser", "taken", told.at(path.name)),))
        added.add(made.organiser["id"])
    if record.get("organiser") in added:
        record["organiser"] = f"{FROM}{ORGANISATION}{record['organiser']}"
    yield Found(SOURCE, identity, made.kind, record,
                (*taken, *changed, *notes, *dropped))


def _identity(made: Answered, ids: set[str]) -> str:
    """The row's own id, else its name and municipality: the same when rows move."""
    record = made.record
    wish = record.get("id")
    if not isinstance(wish, str):
        name = next(iter((record.get("name") or {}).values()), "")
        where = record.get("municipality") or [""]
        town = municipality_names().get(str(where[0]).casefold(), "")
        wish = "-".join(part for part in (slug(name)[:60].strip("-"), town) if part) if name else ""
    again, count = wish, 2
    while wish and again in ids:
        again, count = f"{wish}#{count}", count + 1
    ids.add(again)
    return again


def _field(where: Place) -> str:
    """The record's field that an answer goes to, with its language."""
    steps = where.column.key.split(".")
    if steps[0] == "contacts":
        steps.insert(1, str(where.number - 1))
    return ".".join([*steps, where.language] if where.language else steps)


def headings_name(headings: _Headings, where: Place) -> str:
    """What stands above the column of an answer; else what would."""
    for one, name in zip(headings.places, headings.names, strict=True):
        if one is not None and (one == where or one.column.key == where.column.key):
            return name
    return where.heading(headings.language)


@dataclass(frozen=True)
class _Teller:
    """Says where in the file something stands."""

    sheet: str
    number: int
    headings: _Headings

    def at(self, file: str = "", name: str = "") -> str:
        """``sheet 'Tiedot', row 12, column 'Alkaa klo'``."""
        parts = [file, f"sheet '{short(self.sheet)}'" if self.sheet else "", f"row {self.number}",
                 f"column '{short(name)}'" if name else ""]
        return ", ".join(part for part in parts if part)

    def sentence(self, fault: Fault) -> str:
        """A fault with its place."""
        name = headings_name(self.headings, fault.where) if fault.where else ""
        place_ = self.at(name=name)
        return f"{place_[0].upper()}{place_[1:]}: {fault.english}"

    def note(self, name: str, key: str, what: What, why: str, index: int = 0) -> Note:
        """A note with its place; a column without a heading is told by its letter."""
        column = name or _letters(index)
        place_ = self.at(name=column)
        return Note(key or column, what, f"{place_[0].upper()}{place_[1:]}: {why}")


def _letters(index: int) -> str:
    """A column as Excel names it: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def names_for(language: str, organisations: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What organisations are called in a sheet of *language*, by id; unique names only."""
    chosen = {identity: name.get(language) or next(iter(name.values()))
              for identity, name in organisations.items()}
    counted: dict[str, int] = {}
    for name in chosen.values():
        counted[name.casefold()] = counted.get(name.casefold(), 0) + 1
    return {identity: name for identity, name in chosen.items() if counted[name.casefold()] == 1}
