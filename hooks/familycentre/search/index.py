"""Documents → lunr's index, as rows of term, fields, documents and weights."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lunr.builder import Builder

from familycentre.search.analysis import SHORTEST_PART, Analyser, split, tokens

FIELDS: dict[str, float] = {
    "name": 8, "words": 5, "place": 3, "organiser": 2, "summary": 2, "text": 1, "parts": 3,
    "other": 2,
}
"""Fields and what a hit in each is worth; tuned with ``benchmarks/search.py``.

``words`` holds kind, type and keywords; ``text`` also situations, tasks and audience; ``parts`` the
parts of compounds; ``other`` the names and tags in the other languages.
"""
STRENGTH: dict[str, float] = {
    "name": 1, "words": 1, "place": 1, "organiser": 0.7, "summary": 0.7, "text": 0.4, "parts": 1,
    "other": 0.8,
}
"""How fully a word of a query is met by a hit in each field: what an entry is, or only mentions."""
SPLIT = {"name": "parts", "words": "parts", "summary": "text"}
"""Fields whose compounds are taken apart, and the field that takes the parts."""
PAIRED = ("name", "words")
"""Fields whose neighbouring words are also terms together: who types a name finds it first."""
LENGTH_WEIGHT = 0
"""lunr's *b*, how much a long field counts less (0–1): none finds best, and the weights of a term
are then alike, which halves the index."""
SATURATION = 0.5
"""lunr's *k1*: how soon a repeated word stops adding."""

Row = tuple[str, tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]]
"""A term and, for each field that has it: the field's number, documents, weights × 1,000."""


@dataclass(frozen=True)
class Index:
    """What is searched, of one language."""

    fields: tuple[str, ...]
    count: int
    """Number of documents."""
    rows: tuple[Row, ...]
    """By term."""


def build(documents: Sequence[Mapping[str, Sequence[str]]], analyser: Analyser,
          others: Sequence[Analyser] = ()) -> Index:
    """Index documents given as texts by field; a document's number is its place.

    *others* analyse the names and tags of the other languages, beside the page's own analyser.
    """
    return weighed(analyse(documents, analyser, others))


def weighed(analysed: Sequence[Mapping[str, list[str]]]) -> Index:
    """Index documents given as terms by field, as :func:`analyse` finds them."""
    if not analysed:
        return Index(tuple(FIELDS), 0, ())
    builder = Builder()
    builder.ref("ref")
    builder.b(LENGTH_WEIGHT)
    builder.k1(SATURATION)
    for field, boost in FIELDS.items():
        builder.field(field, boost)
    for number, fields in enumerate(analysed):
        builder.add({"ref": number, **fields})
    builder.build()
    return Index(tuple(FIELDS), len(analysed), tuple(_rows(builder, analysed)))


def analyse(documents: Sequence[Mapping[str, Sequence[str]]], analyser: Analyser,
            others: Sequence[Analyser] = ()) -> list[dict[str, list[str]]]:
    """The terms of each document by field, compounds taken apart."""
    analysed = [{field: [term for text in document.get(field, ()) for term in analyser.terms(text)]
                 for field in FIELDS} for document in documents]
    known = {analyser.term(part) for part in analyser.tables.parts}
    for fields in analysed:
        known.update(term for field in SPLIT for term in fields[field]
                     if len(term) >= SHORTEST_PART)
    taken_apart: dict[str, list[str]] = {}
    for document, fields in zip(documents, analysed, strict=True):
        fields["other"] = list(dict.fromkeys(
            [*fields["other"], *(term for other in others for text in document.get("other", ())
                                 for term in other.terms(text))]))
        for field in PAIRED:
            fields[field].extend(pair for text in document.get(field, ())
                                 for pair in pairs(list(analyser.terms(text))))
        for field, target in SPLIT.items():
            fields[target].extend(
                part for text in document.get(field, ()) for word in tokens(text)
                for part in _parts(word, known, analyser, taken_apart))
    return analysed


def pairs(terms: Sequence[str]) -> list[str]:
    """Neighbouring terms as one: ``avo+paivakoti``; the query joins its words alike."""
    return [f"{left}+{right}" for left, right in itertools.pairwise(terms)]


def _parts(word: str, known: set[str], analyser: Analyser, seen: dict[str, list[str]]) -> list[str]:
    """Every part of a compound, taken apart as often as it goes."""
    if word not in seen:
        seen[word] = []
        if len(word) >= 2 * SHORTEST_PART and word not in analyser.tables.stop:
            seen[word] = [part for whole in split(word, known, analyser)
                          for part in (whole, *_parts(whole, known, analyser, seen))]
    return seen[word]


def _rows(builder: Builder, analysed: Sequence[Mapping[str, Sequence[str]]]) -> Iterator[Row]:
    numbers = {field: number for number, field in enumerate(FIELDS)}
    found: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for document, fields in enumerate(analysed):
        for field in FIELDS:
            vector = builder.field_vectors[f"{field}/{document}"]
            weights = dict(zip(vector.elements[::2], vector.elements[1::2], strict=True))
            for term in set(fields[field]):
                weight = weights[builder.inverted_index[term]["_index"]]
                found.setdefault(term, {}).setdefault(field, []).append(
                    (document, round(weight * 1000)))
    for term in sorted(found):
        yield term, tuple(
            (numbers[field], tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs))
            for field, pairs in found[term].items())
