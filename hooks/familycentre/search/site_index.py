"""The search of a site: for each language, the files that a browser reads."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from familycentre.catalogue import Catalogue
from familycentre.language.places import PLACE_ENDINGS
from familycentre.language.speaker import Speaker
from familycentre.model import Entry
from familycentre.search import documents, index, morphology, synonyms, transport
from familycentre.search.analysis import analyser_of, said
from familycentre.search.transport import Files


@dataclass(frozen=True)
class Said:
    """What the entries say in one language."""

    entries: list[Entry]
    texts: list[dict[str, list[str]]]
    """What is indexed of each entry, by field."""
    terms: list[dict[str, list[str]]]
    """The terms that each is found by."""


def say(catalogue: Catalogue, speakers: Mapping[str, Speaker], language: str) -> Said:
    """What the index is made from, and everyday words must lead to."""
    others = [other for name, other in speakers.items() if name != language]
    entries = documents.ordered(catalogue)
    texts = [documents.texts(entry, catalogue, speakers[language], others) for entry in entries]
    return Said(entries, texts, index.analyse(
        texts, analyser_of(language), [analyser_of(other.language) for other in others]))


def build(catalogue: Catalogue, speakers: Mapping[str, Speaker], language: str,
          addresses: Mapping[str, str], today: datetime.date,
          told: Said | None = None) -> tuple[str, Files]:
    """The name of the manifest and every file of one language's index.

    *addresses* has the address of every page by its key; *told* is what :func:`say` gives.
    """
    speaker, analyser = speakers[language], analyser_of(language)
    told = told or say(catalogue, speakers, language)
    entries, built = told.entries, index.weighed(told.terms)
    meanings = synonyms.compiled(catalogue.synonyms.get(language, {}), analyser,
                                 {row[0] for row in built.rows})
    rows = [documents.row(entry, catalogue, speaker, addresses[f"entry:{entry.id}"], today)
            for entry in entries]
    extra = {
        "language": language, "groups": documents.GROUPS,
        "due": catalogue.directory.freshness.due_months,
        "places": documents.places(catalogue.municipalities, language),
        "said": {**said(language), "placeEndings": sorted(
            {ending for endings in PLACE_ENDINGS.values() for ending in endings})},
    }
    return transport.pack(built, analyser.tables, meanings, rows, extra,
                          documents.facets(entries, catalogue, today), f"{language}-",
                          morphology.forms(language, (row[0] for row in built.rows), analyser))
