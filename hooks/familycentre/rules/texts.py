"""Texts in every language of the directory, short enough to read when tired."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel

from familycentre.catalogue import Catalogue
from familycentre.loading import Origin
from familycentre.problems import Problems, dotted
from familycentre.values import LANGUAGES

LONG_SENTENCE = 25
"""Words; plain-language guidance (Selkokeskus) asks for one idea, about 15 words at most."""

_SILENT = {"source"}
"""Fields for coordinators, not shown to families: one language is enough."""


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Missing translations of every text that is shown, and long sentences in summaries."""
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
    for entry in catalogue.entries.values():
        _hard_text(catalogue.origin(entry), entry.summary, problems)


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


def _hard_text(origin: Origin, text: dict[Any, str], problems: Problems) -> None:
    for language, words in text.items():
        for sentence in re.split(r"(?<=[.!?])\s+", words):
            count = len(sentence.split())
            if count > LONG_SENTENCE:
                problems.add(*origin.place("summary", language), "hard-text",
                             f"A sentence has {count} words.",
                             f"Split it; {LONG_SENTENCE} words are the most a tired reader takes.")
