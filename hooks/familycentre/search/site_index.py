"""The search of a site: for each language, the files that a browser reads."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from familycentre.catalogue import Catalogue
from familycentre.language.places import PLACE_ENDINGS
from familycentre.language.speaker import Speaker
from familycentre.search import documents, index, morphology, synonyms, transport
from familycentre.search.analysis import analyser_of, said
from familycentre.search.transport import Files


def build(catalogue: Catalogue, speakers: Mapping[str, Speaker], language: str,
          addresses: Mapping[str, str], today: datetime.date) -> tuple[str, Files]:
    """The name of the manifest and every file of one language's index.

    *addresses* has the address of every page by its key.
    """
    speaker = speakers[language]
    others = [other for name, other in speakers.items() if name != language]
    analyser = analyser_of(language)
    entries = documents.ordered(catalogue)
    built = index.build([documents.texts(entry, catalogue, speaker, others) for entry in entries],
                        analyser, [analyser_of(other.language) for other in others])
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
