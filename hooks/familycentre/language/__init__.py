"""Words of the interface, and a speaker that says dates, times and records in one language.

A further language needs a folder beside ``fi`` and ``sv`` with words.yml and labels.yml.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from familycentre.problems import Problems
from familycentre.source import parse


@cache
def words(language: str) -> dict[str, Any]:
    """Interface words of a language, nested as in its words.yml."""
    return _table(language, "words.yml")


@cache
def labels(language: str) -> dict[str, Any]:
    """Words for the closed lists of the model, as in the language's labels.yml."""
    return _table(language, "labels.yml")


def _table(language: str, name: str) -> dict[str, Any]:
    file = resources.files(__package__).joinpath(language, name)
    document = parse(file.read_text(encoding="utf-8"), f"{language}/{name}", problems := Problems())
    if document is None or not isinstance(document.data, dict):
        raise ValueError(f"{language}/{name} is broken: {list(problems)}")
    return document.data
