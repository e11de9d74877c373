"""Everyday words that lead nowhere: families who type them would find nothing."""

from __future__ import annotations

from familycentre.catalogue import Catalogue
from familycentre.language.speaker import Speaker
from familycentre.problems import Problems
from familycentre.search.analysis import Analyser
from familycentre.search.documents import ordered, texts
from familycentre.search.index import analyse


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Everyday words none of whose meanings any entry uses."""
    languages = list(catalogue.directory.languages)
    speakers = {one: Speaker(one, tuple(other for other in languages if other != one))
                for one in languages}
    for language, lists in catalogue.synonyms.items():
        if language not in speakers:
            continue
        analyser = Analyser(language)
        others = [speaker for one, speaker in speakers.items() if one != language]
        documents = [texts(entry, catalogue, speakers[language], others)
                     for entry in ordered(catalogue)]
        known = {term for fields in analyse(documents, analyser)
                 for terms in fields.values() for term in terms}
        origin = catalogue.origins[f"synonyms/{language}"]
        for phrase, meanings in lists.items():
            if any(term in known for meaning in meanings for term in analyser.terms(meaning)):
                continue
            problems.add(*origin.place(phrase), "idle-synonym",
                         f"'{phrase}' leads to {', '.join(meanings)}, which no record says.",
                         "Add a word that records use, or keep it until there is such a record.")
