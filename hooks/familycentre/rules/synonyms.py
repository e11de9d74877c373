"""Everyday words that lead nowhere: families who type them would find nothing."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from familycentre.catalogue import Catalogue
from familycentre.language.speaker import Speaker
from familycentre.loading import Origin
from familycentre.problems import Problems
from familycentre.search.analysis import Analyser, analyser_of, fold, tokens
from familycentre.search.site_index import Said, say

LISTED = 20
"""Up to this many idle words each has a line; a shipped list has hundreds for records to come."""
NAMED = 8
ALIKE = 0.88
"""How alike a word must be to be what was meant (difflib's ratio)."""


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Everyday words none of whose meanings any entry uses."""
    languages = list(catalogue.directory.languages)
    speakers: dict[str, Speaker] = {
        one: Speaker(one, tuple(other for other in languages if other != one))
        for one in languages}
    for language in speakers:
        if language in catalogue.synonyms:
            check_language(catalogue, language, say(catalogue, speakers, language), problems)


def check_language(catalogue: Catalogue, language: str, told: Said, problems: Problems) -> None:
    """The everyday words of one language, none of whose meanings is in what the entries say."""
    lists = catalogue.synonyms.get(language)
    if lists is None:
        return
    known = {term for fields in told.terms for terms in fields.values() for term in terms}
    said = {word for texts in told.texts for field in texts.values() for text in field
            for word in tokens(text)}
    _idle(lists, known, said, analyser_of(language), catalogue.origins[f"synonyms/{language}"],
          problems)


def _idle(lists: Mapping[str, Sequence[str]], known: Collection[str],
          said: Collection[str], analyser: Analyser, origin: Origin, problems: Problems) -> None:
    """Each everyday word that leads nowhere; of many, likely mistakes and a count of the rest."""
    used = {meaning for meaning in set(chain.from_iterable(lists.values()))
            if any(term in known for term in analyser.terms(meaning))}
    idle = [phrase for phrase, meanings in lists.items() if used.isdisjoint(meanings)]
    listed = 0
    wanted = Counter(meaning for phrase in idle for meaning in lists[phrase])
    for phrase in idle:
        meant = [f"'{near[0]}'" for meaning in lists[phrase]
                 if wanted[meaning] == 1  # a word that many lines lead to is no slip
                 and (near := difflib.get_close_matches(fold(meaning), said, 1, ALIKE))]
        if len(idle) > LISTED and not meant:
            continue
        listed += 1
        problems.add(*origin.place(phrase), "idle-synonym",
                     f"'{phrase}' leads to {', '.join(lists[phrase])}, which no record says.",
                     f"Did you mean {meant[0]}?" if meant else
                     "Add a word that records use, or keep it until there is such a record.")
    if len(idle) > listed:
        first = ", ".join(f"{meaning} ({count})" for meaning, count in wanted.most_common(NAMED))
        problems.add(*origin.place(), "idle-synonym",
                     f"{len(idle) - listed} of {len(lists)} everyday words lead to words that no "
                     "record says yet.", f"Most lead to: {first}.")
    for phrase in lists:
        if not any(analyser.terms(phrase)):
            problems.add(*origin.place(phrase), "idle-synonym",
                         f"'{phrase}' has only words that the search leaves out.",
                         "Write it with a word that tells what is looked for.")
