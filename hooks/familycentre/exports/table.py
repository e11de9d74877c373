"""Records as tables: CSV files with a Data Package (``datapackage.json``) that explains them.

https://specs.frictionlessdata.io (version 1). ``entries.csv``, ``organisations.csv`` and
``networks.csv`` have a record a row; what a record has several of (contacts, lines of a schedule,
exceptions, coordinators) stands in a table of its own with the record's id and a number from 1.

- A column is the path of a field with ``_`` for the dot, and the language after it, as in
  ``cost_note_fi``.
- Several codes stand with ``;`` between them, several keywords each on a line of the cell.
- An empty cell: nobody has said. ``true`` and ``false`` are told apart from it.
- A text that a program for tables would take for a formula begins with an apostrophe (and so does
  one that began with an apostrophe before such a sign), as OWASP advises against CSV injection.
  Phone numbers stay as they are: they hold nothing but digits, spaces, ``+``, ``-`` and brackets.

:mod:`familycentre.exports.table_back` reads this again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from familycentre.exports.pieces import file, flat, is_text
from familycentre.exports.public import Plain, Public, Published

ROOT = "api/csv"
RECORD = "record"
"""The column with the record's id in the tables of parts."""
NUMBER = "number"
TABLES_OF = {"entries": ("contacts", "schedule", "exceptions"), "organisations": ("contacts",),
             "networks": ("contacts", "coordinators")}
"""Which fields of each table's records have a table of their own."""
TYPES = {
    "boolean": ("nationwide", "sensitive", "referral", "registration.required", "cost.free",
                "ages.months", "space_for_ngos.available", "address.hidden", "always",
                "by_appointment", "closed"),
    "integer": ("ages.min", "ages.max", "places", "meetings.count", "waiting.weeks", "every",
                "member_count", NUMBER),
    "number": ("location.lat", "location.lon"),
    "date": ("verified", "updated", "changed", "registration.until", "waiting.told", "date",
             "from", "until"),
}
"""Table Schema's types of the fields that are no text, by path."""
TYPE_OF = {path: name for name, paths in TYPES.items() for path in paths}
ID_LISTS = ("tasks", "situations", "partners", "municipality", "areas", "audience", "languages",
            "accessibility", "aliases", "themes", "members", "days", "of_month")
"""Fields with several codes."""
PHONE = "phone"
FORMULA = re.compile(r"'*\s*[=+\-@\t\r]")
"""How a cell begins that some program would run."""


def files(public: Public) -> Iterator[tuple[str, bytes]]:
    """Every table and the Data Package, by path from the site's root."""
    resources = []
    groups: dict[str, Iterable[Published]] = {
        "entries": public.entries.values(), "organisations": public.organisations.values(),
        "networks": public.networks.values()}
    parts: dict[str, list[dict[str, Any]]] = {}
    for name, records in groups.items():
        rows = []
        for one in records:
            data = dict(one.data)
            for part in TABLES_OF[name]:
                for number, item in enumerate(data.pop(part, ()), 1):
                    parts.setdefault(part, []).append(
                        {RECORD: f"{name}/{one.id}", NUMBER: number, **cells(item)})
            rows.append(cells(data))
        path, fields, table = written(name, rows)
        resources.append(resource(path, fields, ["id"]))
        yield f"{ROOT}/{path}", table
    for part in sorted(parts):
        path, fields, table = written(part, parts[part])
        resources.append(resource(path, fields, [RECORD, NUMBER]))
        yield f"{ROOT}/{path}", table
    yield f"{ROOT}/datapackage.json", file(package(public, resources))


def cells(data: Plain) -> dict[str, Any]:
    """The cells of a row by field (and language), in the order of the model."""
    made: dict[str, Any] = {}
    for path, value in flat(data):
        if is_text(value):
            made |= {f"{path}@{language}": one for language, one in value.items()}
        else:
            made[path] = value
    return made


def column(key: str) -> str:
    """The name of a column: ``cost.note@fi`` → ``cost_note_fi``."""
    return key.replace(".", "_").replace("@", "_")


def written(name: str, rows: list[dict[str, Any]]) -> tuple[str, list[Plain], bytes]:
    """The file's name, its fields in the terms of Table Schema, and the table itself."""
    keys = ordered(rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(column, keys))
    for row in rows:
        writer.writerow([cell(key, row[key]) if key in row else "" for key in keys])
    return f"{name}.csv", [field(key) for key in keys], out.getvalue().encode()


def ordered(rows: list[dict[str, Any]]) -> list[str]:
    """Every column, each after the one it follows in the first row that has it; the languages of a
    text side by side.
    """
    groups: dict[str, dict[str, None]] = {}
    for row in rows:
        before = ""
        for key in row:
            path = key.partition("@")[0]
            if path not in groups:
                names = list(groups)
                at = names.index(before) + 1 if before else len(names)
                rest = {name: groups.pop(name) for name in names[at:]}
                groups[path] = {}
                groups |= rest
            groups[path][key] = None
            before = path
    return [key for keys in groups.values() for key in sorted(keys)]


def cell(key: str, value: Any) -> str:
    """A value as it stands in a cell."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = (";" if key in ID_LISTS else "\n").join(map(str, value))
    return str(value) if key == PHONE else guarded(str(value)) if isinstance(value, str) else (
        str(value))


def guarded(text: str) -> str:
    """A text that no program takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def field(key: str) -> Plain:
    """A column in the terms of Table Schema."""
    path, at, language = key.partition("@")
    kind = TYPE_OF.get(path, "string")
    made: Plain = {"name": column(key), "type": kind, "path": path}
    return {**made, "language": language} if at else made


def resource(path: str, fields: list[Plain], primary: list[str]) -> Plain:
    """A table in the terms of Data Resource; ``path`` and ``language`` of a field are our own."""
    name = path.removesuffix(".csv")
    schema: Plain = {"fields": fields, "primaryKey": primary, "missingValues": [""]}
    return {"name": name, "path": path, "profile": "tabular-data-resource", "format": "csv",
            "mediatype": "text/csv", "encoding": "utf-8", "schema": schema}


def package(public: Public, resources: list[Plain]) -> Plain:
    """The Data Package: what the tables are, whose, on what terms and of which day."""
    about, first = public.about, next(iter(public.site.speakers.values()))
    made: Plain = {
        "profile": "tabular-data-package", "name": "family-centre-directory",
        "title": first.plain(about["title"]), "created": f"{about['built']}T00:00:00Z",
        "homepage": public.url(""),
        "contributors": [{"title": first.plain(about["keeper"]), "role": "publisher"}],
        "sources": [{"title": "Each record: the columns source_url, source_date and verified",
                     "path": public.url("")}],
        "about": about, "resources": resources,
    }
    if about["licence"]:
        made["licenses"] = [{"title": about["licence"]["name"],
                             "path": first.url(about["licence"]["url"])[0]}]
    return made
