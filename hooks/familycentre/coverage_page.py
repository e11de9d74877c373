"""The coverage as pages and files say it: marks, tables, pictures, gaps in words, CSV."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from familycentre.catalogue import Catalogue
from familycentre.charts import shades_of
from familycentre.coverage import (
    GAPS_SHOWN,
    UNTOLD,
    Coverage,
    Gap,
    State,
    change,
    most_lacking_first,
    survey,
)
from familycentre.heatmap import MOST, Heatmap, draw
from familycentre.history import Cell
from familycentre.language.sorting import sort_key
from familycentre.language.speaker import NBSP, Speaker
from familycentre.model import Entry
from familycentre.page import Page
from familycentre.reference import Municipality, counties

SHOWN = ("task", "kind", "language", "level")
"""Measures with a table and a picture of their own."""
GAPS_OF = 60
"""Municipalities whose gaps a page says in words."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that make programs for tables reckon a text instead of showing it (OWASP, CSV
Injection)."""


@dataclass(frozen=True)
class Column:
    """A value of a measure."""

    value: str
    name: Mapping[str, str]
    """By language: one word, or the texts of a task."""


@dataclass(frozen=True)
class Row:
    """A municipality in a table."""

    municipality: Municipality
    cells: tuple[tuple[State, str], ...]
    """State and mark of each column."""


@dataclass(frozen=True)
class Table:
    """One measure in every municipality."""

    measure: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    picture: Heatmap
    """Its first columns, without those that do not tell."""
    drawn: tuple[Column, ...]
    """The columns of the picture."""


def mark(state: State, cell: Cell, untold: Cell) -> str:
    """What a table shows: ``3 + 2``, ``+ 2``, ``2?``, ``(4)``, ``0`` or ``?``."""
    if state == "here":
        return f"{cell.here} +{NBSP}{cell.area}" if cell.area else str(cell.here)
    if state == "area":
        return f"+{NBSP}{cell.area}"
    if state == "unsure":
        return f"{untold.near or untold.afar}?"
    return {"afar": f"({cell.afar})", "none": "0"}.get(state, "?")


def table(coverage: Coverage, catalogue: Catalogue, speaker: Speaker, measure: str) -> Table:
    """A measure as its page shows it."""
    values = [*coverage.values[measure], *([UNTOLD] if measure in ("language", "level") else [])]
    columns = tuple(Column(value, name_of(catalogue, speaker, measure, value)) for value in values)
    states = {(one.code, value): coverage.state(one.code, measure, value)
              for one in coverage.municipalities for value in values}

    def numbers(code: str, value: str) -> Cell:
        return coverage.cell(code, measure, value)

    def told(code: str, value: str) -> tuple[State, str]:
        cell = numbers(code, value)
        if value == UNTOLD:  # a plain number: to have none of these is no gap
            return "here", str(cell.near + cell.afar)
        state = states[code, value]
        return state, mark(state, cell, coverage.untold(code, measure, value))

    rows = tuple(Row(one, tuple(told(one.code, value) for value in values))
                 for one in coverage.municipalities)
    drawn = columns[:len(coverage.values[measure])][:MOST]
    shades = shades_of({f"{code} {value}": numbers(code, value).near
                        for (code, value), state in states.items() if state == "here"})
    cells = []
    for row in rows:
        line = []
        for column, (state, words) in zip(drawn, row.cells, strict=False):
            code = row.municipality.code
            if state == "here":
                line.append((f"s{shades[f'{code} {column.value}']}",
                             str(numbers(code, column.value).near)))
            else:
                line.append((state, words.replace(NBSP, "")))
        cells.append(line)
    names = [one.name(speaker.language) for one in coverage.municipalities]
    picture = draw(names, [speaker.plain(column.name) for column in drawn], cells)
    return Table(measure, columns, rows, picture, drawn)


def name_of(catalogue: Catalogue, speaker: Speaker, measure: str, value: str) -> Mapping[str, str]:
    """What a value is called, by language."""
    words = speaker.w["coverage"]
    own = speaker.language
    if value == UNTOLD:
        return {own: words["untold"][measure]}
    if measure == "task":
        texts: Mapping[str, str] = catalogue.tasks[int(value)].short  # type: ignore[assignment]
        return {language: f"{value} {text}" for language, text in texts.items()}
    if measure == "kind_language":
        kind, _, tongue = value.partition("/")
        return {own: f"{speaker.kind(kind)}, {speaker.label('language', tongue)}"}
    if measure == "kind":
        return {own: speaker.kind(value)}
    if measure == "all":
        return {own: words["measure"]["all"]}
    return {own: speaker.label({"level": "support_level"}.get(measure, measure), value)}


def gap_words(catalogue: Catalogue, speaker: Speaker, gap: Gap) -> Markup:
    """``ruotsinkielistä vertaisryhmää ei ole oppaassa``, and what is on its way."""
    forms = speaker.w["coverage"]["gap"]
    if gap.measure == "task":
        said = speaker.fill(forms[f"task_{gap.state}"], number=gap.value,
                            task=catalogue.tasks[int(gap.value)].short)
    elif gap.measure == "kind_language":
        kind, _, tongue = gap.value.partition("/")
        said = escape(forms[f"language_{gap.state}"][kind][tongue])
    else:
        said = escape(forms[f"{gap.measure}_{gap.state}"][gap.value])
    if gap.cell.waiting:
        waiting = speaker.count(speaker.w["coverage"]["waiting"], gap.cell.waiting)
        said += Markup(" ({})").format(waiting)
    return said


def gap_lines(catalogue: Catalogue, speaker: Speaker,
              found: Sequence[tuple[Municipality, list[Gap]]]) -> Iterator[
                  tuple[Municipality, list[Markup], int]]:
    """Municipalities with their gaps in words and how many more there are."""
    for municipality, lacks in found[:GAPS_OF]:
        yield (municipality, [gap_words(catalogue, speaker, gap) for gap in lacks[:GAPS_SHOWN]],
               len(lacks[GAPS_SHOWN:]))


def by_name(municipalities: Sequence[Municipality], language: str) -> list[Municipality]:
    """In the order of their names in a language."""
    return sorted(municipalities, key=lambda one: sort_key(one.name(language)))


def in_person(catalogue: Catalogue) -> list[Entry]:
    """Active entries that one can come to."""
    return [entry for entry in catalogue.listed()
            if entry.status == "active" and entry.remote is not True]


def signed(number: int) -> str:
    """``+3``, ``−2`` with a minus sign that screen readers say, ``0``."""
    return f"+{number}" if number > 0 else str(number).replace("-", "\u2212")


def coverage_context(coverage: Coverage, catalogue: Catalogue, speaker: Speaker,
                     today: datetime.date, *, whole: bool = True) -> dict[str, Any]:
    """What the template shows of some municipalities; when not *whole*, only what leads on."""
    found = most_lacking_first(coverage, coverage.municipalities) if whole else []
    unknown = [one for one in coverage.municipalities if one.code not in coverage.reported]
    return {
        "coverage": coverage,
        "tables": [table(coverage, catalogue, speaker, measure) for measure in SHOWN if whole],
        "gaps": list(gap_lines(catalogue, speaker, found)),
        "more_gaps": len(found[GAPS_OF:]),
        "unknown": unknown if whole else [],
        "change": change(coverage, catalogue.history, today) if whole else None,
        "number_columns": Cell._fields,
        "signed": signed,
    }


# --- the file to download ------------------------------------------------------------------------


def files(catalogue: Catalogue, speakers: Mapping[str, Speaker],
          pages: Sequence[Page]) -> Iterator[tuple[str, bytes]]:
    """The tables of every coverage page as its path from the site's root and its bytes."""
    for page in pages:
        if page.template == "coverage.html":
            yield (page.address + page.context["file"],
                   spreadsheet(page.context["coverage"], catalogue, speakers[page.language]))


def spreadsheet(coverage: Coverage, catalogue: Catalogue, speaker: Speaker) -> bytes:
    """Every measure of every municipality as CSV in the page's language, with stable codes.

    As Excel in Finnish and Swedish opens it by a double click: a byte-order mark, else it takes
    UTF-8 for Windows-1252, and semicolons, because the comma is the decimal mark there.
    """
    words = speaker.w["coverage"]
    heads = words["csv"]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(safe, [
        heads["code"], words["municipality"], words["county"],
        heads["measure_code"], heads["measure"], heads["value_code"], heads["value"],
        *(words["column"][name] for name in Cell._fields), heads["untold"],
        heads["state_code"], heads["state"]]))
    named = {(measure, value): safe(speaker.plain(name_of(catalogue, speaker, measure, value)))
             for measure, values in coverage.values.items() for value in values}
    for one in coverage.municipalities:
        county = counties()[one.county].name(speaker.language)
        for (measure, value), name in named.items():
            cell, untold = (coverage.cell(one.code, measure, value),
                            coverage.untold(one.code, measure, value))
            state = coverage.state(one.code, measure, value)
            writer.writerow((
                f"KU{one.code}", one.name(speaker.language), county, measure,
                words["measure"][measure], value, name, *cell, untold.near + untold.afar,
                state, words["state"][state]))
    return out.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """A text that no program for tables takes for a formula."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text


def surveyed(catalogue: Catalogue, language: str) -> Coverage:
    """The coverage with municipalities in the order of their names."""
    coverage = survey(catalogue)
    return coverage.part(by_name(coverage.municipalities, language))
