"""The coordinator's spreadsheet: a workbook with headings, drop-down choices and instructions."""

from __future__ import annotations

import datetime
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from familycentre.entering.answers import Answer
from familycentre.entering.columns import Column, Place, columns, usual
from familycentre.entering.fields import TYPES, answers_of
from familycentre.importers.spreadsheet import names_for
from familycentre.issue_forms import towns_of
from familycentre.language import labels
from familycentre.loading import Records
from familycentre.model import ENTRY_KINDS, Entry
from familycentre.problems import Problems
from familycentre.source import parse

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 1000
"""For so many rows a cell offers its choices."""
_LIKE_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"\+[0-9 ()-]+")
_FORMATS = {"day": "d.m.yyyy", "time": "h:mm", "phone": "@", "postcode": "@", "partial_day": "@",
            "tasks": "@"}
_SEVERAL = ("choices", "municipalities")
"""Cells that may hold several choices: the list helps, but does not bind."""
DARK, LIGHT = "FF0B4F4A", "FFD9EBE8"
"""Fill of headings that must be filled in, with white letters (9.2:1), and of the others."""


@cache
def _words(language: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath("entering/sheets.yml").read_text(encoding="utf-8")
    document = parse(text, "sheets.yml", problems := Problems())
    if document is None:
        raise ValueError(f"sheets.yml is broken: {list(problems)}")
    words: dict[str, Any] = document.data[language]
    return words


@dataclass(frozen=True)
class _Lists:
    """What drop-down lists offer, by name, and the cells where each stands."""

    values: Mapping[str, Sequence[str]]
    ranges: Mapping[str, str]


def entries_of(records: Records) -> list[Entry]:
    """Every entry of a directory, kind by kind."""
    return [one.record for kind in ENTRY_KINDS for one in records.folders[kind.folder]]


def workbook(records: Records, language: str, *, with_records: bool = False) -> Workbook:
    """The workbook in one language, for a directory's own municipalities and organisations.

    *with_records* fills in the directory's entries; what a sheet does not hold
    (:data:`~familycentre.entering.fields.LOSSY`) stays out.
    """
    from openpyxl import Workbook

    words = _words(language)
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    guide, sheet, examples, choices = (
        book.create_sheet(words[name]) for name in ("guide", "records", "examples", "choices"))
    names = names_for(language, {one.record.id: one.record.name
                                 for one in records.folders["organisations"]})
    filled = [answers_of(entry, language, names)
              for entry in entries_of(records)] if with_records else []
    places = _places(filled)
    lists = _lists(choices, records, language)
    _headings(sheet, places, language)
    for number, row in enumerate(filled, 2):
        _fill(sheet, number, places, row)
    _offer(sheet, places, lists, language)
    shown = usual([one for one in columns().values() if one.need != "rare"])
    _headings(examples, shown, language)
    for number, row in enumerate(_examples(language, lists), 2):
        _fill(examples, number, shown, row)
    _put(examples.cell(5, 1), words["example_note"])
    _guide(guide, language)
    book.active = 1
    return book


def write_template(book: Workbook, target: Path) -> None:
    """Save a workbook as a new file, whole or not at all.

    Raises FileExistsError when something of that name is there, OSError when it cannot be written.
    """
    if os.path.lexists(target):
        raise FileExistsError(17, "is there already; choose another name", str(target))
    handle, name = tempfile.mkstemp(prefix=".", suffix=".xlsx", dir=target.parent)
    os.close(handle)
    try:
        book.save(name)
        os.chmod(name, 0o644)
        os.link(name, target)  # fails when somebody has put a file there meanwhile
    finally:
        Path(name).unlink(missing_ok=True)


# --- sheets ----------------------------------------------------------------------------------


def _places(filled: Sequence[Mapping[Place, Answer]]) -> list[Place]:
    """The columns: the ordinary ones, and those that some record needs."""
    found = usual([one for one in columns().values() if one.need != "rare"])
    more = {place for row in filled for place in row} - set(found)
    order = list(columns())
    return sorted([*found, *more], key=lambda one: (
        one.number, order.index(one.column.key), ["fi", "sv", ""].index(one.language)
        if one.language in ("fi", "sv", "") else 9, one.language))


def _headings(sheet: Worksheet, places: Sequence[Place], language: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for index, place in enumerate(places, 1):
        must = place.column.need == "must"
        cell = sheet.cell(1, index)
        _put(cell, place.heading(language))
        cell.font = Font(bold=True, color="FFFFFFFF" if must else "FF000000")
        cell.fill = PatternFill("solid", fgColor=DARK if must else LIGHT)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        column = sheet.column_dimensions[get_column_letter(index)]
        column.width = place.column.width
        if place.column.read_as in _FORMATS:
            column.number_format = _FORMATS[place.column.read_as]
    sheet.row_dimensions[1].height = 34
    sheet.freeze_panes = "A2"


def _fill(sheet: Worksheet, number: int, places: Sequence[Place],
          row: Mapping[Place, Answer]) -> None:
    from openpyxl.styles import Alignment

    for index, place in enumerate(places, 1):
        if place not in row:
            continue
        cell = sheet.cell(number, index)
        _put(cell, row[place])
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if place.column.read_as in _FORMATS:
            cell.number_format = _FORMATS[place.column.read_as]


def _put(cell: Any, value: Answer) -> None:
    """Write a value; text stays text, whatever it begins with.

    Source of the rule: OWASP, CSV Injection. The mark that a spreadsheet keeps for text is set,
    and an apostrophe, which outlives saving as CSV, stands before all but plain phone numbers.
    """
    if isinstance(value, str):
        like = _LIKE_FORMULA.match(value)
        cell.value = f"'{value}" if like and not _NUMBER.fullmatch(value) else value
        cell.data_type = "s"
        cell.quotePrefix = bool(like)
    else:
        cell.value = value


def _lists(sheet: Worksheet, records: Records, language: str) -> _Lists:
    """Write every list of choices as a column of the sheet of choices."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter, quote_sheetname

    words = _words(language)
    values: dict[str, list[str]] = {
        "kind": [one["one"] for one in labels(language)["kind"].values()],
        "type": list(dict.fromkeys(label for section in dict.fromkeys(TYPES.values())
                                   for label in labels(language)[section].values())),
        "yes_no": [words["yes"], words["no"]],
        "municipalities": _towns(records, language),
        "organisation": sorted(names_for(language, {
            one.record.id: one.record.name for one in records.folders["organisations"]}).values(),
            key=str.casefold),
    }
    for column in columns().values():
        if column.choices:
            values[column.choices] = list(labels(language)[column.choices].values())
    ranges = {}
    for index, (name, listed) in enumerate(values.items(), 1):
        titled = next((one for one in columns().values() if name in (one.choices, one.read_as)),
                      None)
        head = sheet.cell(1, index)
        _put(head, titled.name(language) if titled and name != "yes_no" else
             f"{words['yes']} / {words['no']}")
        head.font = Font(bold=True)
        for number, value in enumerate(listed, 2):
            _put(sheet.cell(number, index), value)
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = 30
        if listed:
            ranges[name] = (f"{quote_sheetname(sheet.title)}!${letter}$2:${letter}$"
                            f"{len(listed) + 1}")
    return _Lists(values, ranges)


def _towns(records: Records, language: str) -> list[str]:
    """Names of the directory's municipalities."""
    if records.directory is None:
        return []
    return sorted(one.name(language) for one in towns_of(records.directory.record))


def _list_of(column: Column) -> str:
    if column.choices:
        return column.choices
    return "organisation" if column.read_as == "organisations" else column.read_as


def _offer(sheet: Worksheet, places: Sequence[Place], lists: _Lists, language: str) -> None:
    """Give each cell its choices and a word of help."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for index, place in enumerate(places, 1):
        column = place.column
        listed = lists.ranges.get(_list_of(column))
        rule = DataValidation(
            type="list" if listed else None, formula1=listed, allow_blank=True,
            showErrorMessage=bool(listed) and column.read_as not in _SEVERAL and (
                column.read_as not in ("organisation", "organisations")),
            showInputMessage=True, promptTitle=place.heading(language)[:32],
            prompt=column.help(language)[:255])
        letter = get_column_letter(index)
        rule.add(f"{letter}2:{letter}{ROWS + 1}")
        sheet.add_data_validation(rule)


def _examples(language: str, lists: _Lists) -> list[dict[Place, Answer]]:
    """A family café and a peer group, as a coordinator would write them."""
    town = next(iter(lists.values["municipalities"]), "")
    label = labels(language)
    days = label["weekday_short"]
    odd = "parittomat viikot" if language == "fi" else "udda veckor"
    finnish = language == "fi"
    common: dict[str, Answer] = {
        "municipality": town, "organiser": "Esimerkkiyhdistys" if finnish else "Exempelföreningen",
        "organiser.type": label["organisation_type"]["ngo"],
        "contacts.email": "esimerkki@example.org", "cost.free": _words(language)["yes"],
        "languages": f"{label['language']['fi']}; {label['language']['sv']}",
        "exceptions": f"{label['exception_on']['public_holidays']} "
                      f"{'suljettu' if finnish else 'stängt'}",
    }
    cafe: dict[str, Answer] = {
        **common, "kind": label["kind"]["meeting_place"]["one"],
        "type": label["meeting_place_type"]["family_cafe"],
        "schedule.days": f"{days['mon']}, {days['thu']}",
        "schedule.start": datetime.time(9, 30), "schedule.end": datetime.time(12),
        "ages.min": 0, "ages.max": 6,
        "openness": label["openness"]["open"], "registration.required": _words(language)["no"],
        "tasks": "7, 2",
    }
    group: dict[str, Answer] = {
        **common, "kind": label["kind"]["peer_group"]["one"],
        "type": label["peer_group_type"]["baby"],
        "schedule": f"{days['wed']} 13.00–14.30; {odd}",
        "audience": label["audience"]["babies"], "openness": label["openness"]["targeted"],
        "registration.required": _words(language)["yes"], "tasks": "7, 1",
    }
    texts = {
        "name": (("Esimerkki: perhekahvila", "Exempel: familjecafé"),
                 ("Esimerkki: vauvaryhmä", "Exempel: babygrupp")),
        "summary": (("Kahvia, leikkiä ja juttuseuraa.", "Kaffe, lek och sällskap."),
                    ("Vauvojen vanhemmat tapaavat.", "Babyföräldrar träffas.")),
    }
    found = []
    for at, row in enumerate((cafe, group)):
        placed = {Place(columns()[key]): value for key, value in row.items()}
        for key, both in texts.items():
            placed |= {Place(columns()[key], tongue): both[at][number]
                       for number, tongue in enumerate(("fi", "sv"))}
        found.append(placed)
    return found


def _guide(sheet: Worksheet, language: str) -> None:
    from openpyxl.styles import Alignment, Font

    words = _words(language)
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 90
    _put(sheet.cell(1, 1), words["title"])
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    number = 2
    for line in words["lines"]:
        _put(sheet.cell(number, 1), line)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=2)
        sheet.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[number].height = 32
        number += 1
    for rare in (False, True):
        number += 1
        if rare:
            _put(sheet.cell(number, 1), words["more"])
            sheet.cell(number, 1).font = Font(bold=True)
            number += 1
        for index, name in enumerate(("heading", "help"), 1):
            _put(sheet.cell(number, index), words[name])
            sheet.cell(number, index).font = Font(bold=True)
        for place in usual([one for one in columns().values() if (one.need == "rare") is rare]):
            number += 1
            _put(sheet.cell(number, 1), place.heading(language))
            _put(sheet.cell(number, 2), place.column.help(language))
            sheet.cell(number, 2).alignment = Alignment(wrap_text=True, vertical="top")
