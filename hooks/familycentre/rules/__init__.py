"""Checks across records: one module a family of rules, each a plain ``check`` function."""

from __future__ import annotations

import datetime

from familycentre.catalogue import Catalogue
from familycentre.problems import Problems
from familycentre.rules import (
    completeness,
    editor,
    freshness,
    places,
    readability,
    references,
    safety,
    schedules,
    synonyms,
    texts,
    times_in_words,
)


def check(catalogue: Catalogue, today: datetime.date, problems: Problems, *,
          everyday_words: bool = True) -> None:
    """Run every family of rules.

    *everyday_words* False leaves those about them to whoever makes the search's index, which needs
    the same terms of every record.
    """
    references.check(catalogue, problems)
    places.check(catalogue, problems)
    safety.check(catalogue, problems)
    schedules.check(catalogue, today, problems)
    times_in_words.check(catalogue, problems)
    texts.check(catalogue, problems)
    readability.check(catalogue, problems)
    completeness.check(catalogue, problems)
    editor.check(catalogue, problems)
    freshness.check(catalogue, today, problems)
    if everyday_words and not problems.errors:  # else what a broken record says would be missed
        synonyms.check(catalogue, problems)
