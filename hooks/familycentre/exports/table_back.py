"""Our own tables → records again, field by field."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from familycentre.exports.pieces import nested
from familycentre.exports.public import Plain
from familycentre.exports.table import (
    FORMULA,
    ID_LISTS,
    NUMBER,
    PHONE,
    RECORD,
    TABLES_OF,
    TYPE_OF,
)

WORD_LISTS = ("keywords",)
"""Fields with several texts."""


def records(package: Plain, tables: Mapping[str, str]) -> dict[str, list[Plain]]:
    """The records of each table from the Data Package and the text of each file by its name."""
    found: dict[str, list[Plain]] = {}
    parts: dict[str, list[Plain]] = {}
    for resource in package["resources"]:
        rows = [row(resource["schema"]["fields"], one)
                for one in csv.DictReader(io.StringIO(tables[resource["path"]], newline=""))]
        (found if resource["name"] in TABLES_OF else parts)[resource["name"]] = rows
    by_id = {f"{name}/{one['id']}": one for name, every in found.items() for one in every}
    for name, rows in parts.items():
        for one in sorted(rows, key=lambda one: (str(one[RECORD]), int(one[NUMBER]))):
            owner = by_id[one.pop(RECORD)]
            del one[NUMBER]
            owner.setdefault(name, []).append(one)
    return found


def row(fields: list[Plain], cells: Mapping[str, str]) -> Plain:
    """One record, or one part of it."""
    made: dict[str, Any] = {}
    for field in fields:
        said = cells[field["name"]]
        if said == "":
            continue
        path = field["path"]
        if "language" in field:
            text = unguarded(said)
            made.setdefault(path, {})[field["language"]] = (
                text.split("\n") if path in WORD_LISTS else text)
        else:
            made[path] = value(path, said)
    return nested(made)


def value(path: str, said: str) -> Any:
    """What a cell of a field without languages means."""
    kind = TYPE_OF.get(path)
    if path in ID_LISTS:
        codes = said.split(";")
        return [int(one) for one in codes] if path == "tasks" else codes
    if kind == "boolean" or (path == "remote" and said in ("true", "false")):
        return said == "true"
    if kind == "integer":
        return int(said)
    if kind == "number":
        return float(said)
    return said if path == PHONE else unguarded(said)


def unguarded(text: str) -> str:
    """A text without the apostrophe that kept programs from running it."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
