"""What stands above the results: help lines and life situations that a question is about.

A question such as "en jaksa enää" is not a search for a place. The browser compares its terms with
the phrases here and shows the number to call, and the guided path, before anything that was found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from familycentre.catalogue import Catalogue
from familycentre.language.speaker import Speaker, phone_link
from familycentre.model import Helpline, Situation
from familycentre.search.analysis import Analyser, analyser_of


def guides(catalogue: Catalogue, speaker: Speaker, addresses: Mapping[str, str]) -> bytes:
    """JSON for the search page of one language.

    ``lines`` and ``situations`` hold what to show with ``words``, phrases of terms joined by
    spaces, every term of which a question must have, and ``more``, phrases that mean one of those.
    A situation's ``lines`` are the places of its help lines among the lines: at most two, the first
    that answer in the page's language. ``help`` are terms that alone ask for help now.
    ``places`` is the last part of a situation's address in each municipality. *addresses* are
    those of pages by their key.
    """
    analyser = analyser_of(speaker.language)
    everyday = list(_everyday(catalogue.synonyms.get(speaker.language, {}), analyser))
    lines: list[dict[str, Any]] = []
    at: dict[str, int] = {}
    for line in catalogue.helplines.values():
        way = _way(line, speaker)
        if way:
            at[line.id] = len(lines)
            name, language = speaker.pick(line.name)
            lines.append({
                "name": name, "lang": "" if language == speaker.language else language,
                "call": way[0], "href": way[1],
                "second": speaker.language not in line.languages,
                **_phrases(line, speaker, analyser, everyday)})
    situations = []
    for situation in catalogue.situations:
        name, language = speaker.pick(situation.name)
        situations.append({
            "name": name, "lang": "" if language == speaker.language else language,
            "path": addresses[f"situation:{situation.id}"],
            "sensitive": situation.is_sensitive,
            "lines": sorted((at[one] for one in situation.helplines if one in at),
                            key=lambda one: bool(lines[one]["second"]))[:2],
            **_phrases(situation, speaker, analyser, everyday)})
    places = {one.code: one.slug(speaker.language) for one in catalogue.municipalities}
    alone = {term for word in speaker.w["search"]["help_words"] for term in analyser.terms(word)}
    told = {"lines": lines, "situations": situations, "places": places, "help": sorted(alone)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _way(line: Helpline, speaker: Speaker) -> tuple[str, str] | None:
    """Words and address of the button: the number to call, else the chat."""
    words = speaker.w["help"]
    if line.phone:
        return str(words["call"]).format(number=line.phone), str(phone_link(line.phone))
    return (str(words["open_chat"]), speaker.url(line.chat.url)[0]) if line.chat else None


def _phrases(record: Helpline | Situation, speaker: Speaker, analyser: Analyser,
             everyday: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Phrases of its name (up to a comma) and keywords, and everyday words that mean one."""
    keywords: Mapping[Any, list[str]] = record.keywords
    texts = [*speaker.pick(record.name)[0].split(","), *keywords.get(speaker.language, ())]
    words = {phrase for text in texts if (phrase := _phrase(text, analyser))}
    words -= analyser.tables.weak  # "help" alone is about nothing yet
    more = {typed for typed, meant in everyday if meant in words} - words
    return {"words": sorted(words), "more": sorted(more)}


def _everyday(synonyms: Mapping[str, list[str]], analyser: Analyser) -> Iterator[tuple[str, str]]:
    """What a family types, and the most apt word for it, as phrases."""
    for typed, meant in synonyms.items():
        phrase, first = _phrase(typed, analyser), _phrase(meant[0], analyser)
        # What is left of "who has the children" is no sign.
        lone = " " in typed and " " not in phrase
        if phrase and first and not lone and phrase not in analyser.tables.weak:
            yield phrase, first


def _phrase(text: str, analyser: Analyser) -> str:
    return " ".join(dict.fromkeys(analyser.terms(text)))
