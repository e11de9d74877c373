"""Texts in every language of the directory."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from familycentre.catalogue import Catalogue
from familycentre.loading import Origin
from familycentre.problems import Problems, dotted
from familycentre.values import LANGUAGES

_SILENT = {"source"}
"""Fields for coordinators, not shown to families: one language is enough."""


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Missing translations of every text that is shown."""
    wanted = catalogue.directory.languages
    shown: list[tuple[Origin, BaseModel]] = [
        (catalogue.origin(record), record)
        for record in (*catalogue.entries.values(), *catalogue.networks.values())
    ]
    shown += [(catalogue.origins[f"situations/{one.id}"], one) for one in catalogue.situations]
    shown += [(catalogue.origins[f"tasks/{one.number}"], one) for one in catalogue.tasks.values()]
    shown += [(catalogue.origins[f"helplines/{line.id}"], line)
              for line in catalogue.helplines.values()]
    shown += [(catalogue.origins[f"areas/{one.id}"], one) for one in catalogue.counties]
    shown += [(catalogue.origins["directory"], catalogue.directory)]
    for origin, record in shown:
        _translations(origin, record, (), wanted, problems)


def _translations(
    origin: Origin, value: Any, path: tuple[str | int, ...], wanted: list[Any], problems: Problems
) -> None:
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            if name not in _SILENT:
                step = (*path, field.alias or name)
                _translations(origin, getattr(value, name), step, wanted, problems)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _translations(origin, item, (*path, index), wanted, problems)
    elif isinstance(value, dict) and value and all(key in LANGUAGES for key in value):
        if path[-1] in ("keywords", "url"):
            return
        for language in wanted:
            if language not in value:
                file, at = origin.place(*path)
                problems.add(file, at, "missing-translation",
                             f"'{dotted(path)}' has no text in {language}.",
                             f"Add {language}: …; until then {', '.join(value)} is shown.")
