"""Everyday words of families → the words the records use, from ``data/synonyms/LANGUAGE.yml``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from familycentre.search.analysis import Analyser, tokens

BESIDE = 5
"""How many words may stand for one that no record uses."""
Lists = Mapping[str, Sequence[str]]
"""As the file has them: what a family types → words of the records."""


def compiled(lists: Lists, analyser: Analyser,
             vocabulary: Collection[str]) -> dict[tuple[str, ...], list[str]]:
    """Terms of each everyday word or phrase, in alphabetical order → the indexed terms it means.

    Left out are words that lead to nothing the index holds, and phrases of which stop words leave
    one word that the index knows itself: "vill ha barn" must not give "barn" a meaning. A meaning
    that no record uses stands for those named beside it: when "uupumus" is in no record, whoever
    types it is led where those are led who type a word for it.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    beside: dict[str, Counter[str]] = {}
    for phrase, meanings in lists.items():
        words = tuple(sorted(set(analyser.terms(phrase))))
        if len(words) == 1 and words[0] in vocabulary and len(tokens(phrase)) > 1:
            continue
        targets = [term for meaning in meanings for term in analyser.terms(meaning)
                   if term in vocabulary and (term,) != words]
        for meaning in meanings:
            one = tuple(analyser.terms(meaning))
            if len(one) == 1 and one[0] not in vocabulary:
                beside.setdefault(one[0], Counter()).update(dict.fromkeys(targets, 1))
        if words and targets:
            kept = found.setdefault(words, [])
            kept.extend(term for term in dict.fromkeys(targets) if term not in kept)
    for term, others in beside.items():
        if others:
            found.setdefault((term,), [other for other, _ in others.most_common(BESIDE)])
    return found
