"""Text → terms: the same to the letter as overrides/assets/search/analysis.js.

A word is folded (small letters, no diacritics), looked up among the words whose stem changes, else
stemmed by Snowball (M. F. Porter, snowballstem.org) and its leftover ending made one. The tables
stand in ``language/LANGUAGE/analysis.yml`` and travel to the browser with the index, so both sides
read the same ones; ``tests/test_search_analysis.py`` compares tens of thousands of words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import snowballstemmer

from familycentre.problems import Problems
from familycentre.source import parse

WORD = re.compile(r"[0-9a-z\u00df-\u02af\u0370-\u1fff\u3040-\ud7ff]+(?::[a-z]{1,5}(?![a-z]))?")
"""A word of folded text. Explicit ranges mean the same in every engine, whatever its Unicode. A
colon begins a case ending: ``mll:n``."""
MARKS = re.compile(r"[\u0300-\u036f]")
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "œ": "oe", "ß": "ss", "đ": "d", "ł": "l"})
LONGEST = 40
"""Letters of a word that count; nothing longer is a word of these languages."""
SHORTEST_PART = 3
COMPOUND_STEM = 5
LONGEST_ENDING = 6
STEMMERS = {"fi": "finnish", "sv": "swedish"}


def fold(text: str) -> str:
    """Small letters without diacritics: ``Äitiryhmä`` → ``aitiryhma``."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return MARKS.sub("", plain).lower().translate(LETTERS)


def tokens(text: str) -> list[str]:
    """The folded words of a text, case endings after a colon left out."""
    return [word.split(":")[0][:LONGEST] for word in WORD.findall(fold(text))]


@dataclass(frozen=True)
class Tables:
    """The tables of one language."""

    stop: frozenset[str]
    endings: tuple[str, ...]
    """Longest first; the empty one last."""
    bends: Mapping[str, str]
    """Stem that may stand before an ending → the word it belongs to."""
    compounds: frozenset[str]
    """The bends that are also looked for at the ends of compounds."""
    before: Mapping[str, str]
    after: tuple[Mapping[str, str], ...]
    weak: frozenset[str]
    """Words that tell little beside others: help, support, service."""
    parts: tuple[str, ...]
    """Words that compounds are made of."""

    def as_data(self) -> dict[str, Any]:
        """For the browser: everything but the parts, which only the build needs."""
        return {
            "stop": " ".join(sorted(self.stop)), "endings": " ".join(self.endings).strip(),
            "bends": " ".join(f"{'-' * (stem in self.compounds)}{stem}:{word}"
                              for stem, word in sorted(self.bends.items())),
            "before": dict(sorted(self.before.items())),
            "after": [dict(sorted(stage.items())) for stage in self.after],
            "weak": " ".join(sorted(self.weak)),
        }


@cache
def _file(language: str) -> Any:
    file = resources.files("familycentre.language").joinpath(language, "analysis.yml")
    document = parse(file.read_text(encoding="utf-8"), f"{language}/analysis.yml",
                     problems := Problems())
    if document is None:
        raise ValueError(f"{language}/analysis.yml is broken: {list(problems)}")
    return document.data


def said(language: str) -> dict[str, Any]:
    """How days, ages, languages and wishes are said in a query, for the browser."""
    data = _file(language)
    return {"days": {day: starts.split() for day, starts in data["days"].items()},
            "languages": {one: words.split() for one, words in data["languages"].items()},
            "languageBefore": data["language_before"],
            "wishes": {wish: words.split() for wish, words in data["wishes"].items()},
            "numbers": data["numbers"], "years": data["years"], "months": data["months"]}


@cache
def tables(language: str) -> Tables:
    """The tables of a language's analysis.yml."""
    data = _file(language)
    endings = {*fold(data["endings"]).split(), ""}
    bends = {stem: fold(word) for word, stems in data["bends"].items()
             for stem in fold(stems).split()}
    return Tables(
        frozenset(fold(data["stop"]).split()),
        tuple(sorted(endings, key=lambda ending: (-len(ending), ending))),
        {stem.lstrip("-"): word for stem, word in bends.items()},
        frozenset(stem.lstrip("-") for stem in bends
                  if stem.startswith("-") or len(stem) >= COMPOUND_STEM),
        data["before"], tuple(data["after"]), frozenset(fold(data["weak"]).split()),
        tuple(fold(data["parts"]).split()))


class Analyser:
    """Words of one language → terms."""

    def __init__(self, language: str) -> None:
        self.tables = tables(language)
        self._stemmer = snowballstemmer.stemmer(STEMMERS[language])
        self._known: dict[str, str] = {}

    def terms(self, text: str) -> Iterator[str]:
        """Terms of a text in its order, without stop words and single letters."""
        for word in tokens(text):
            if len(word) > 1 and word not in self.tables.stop:
                yield self.term(word)

    def term(self, word: str) -> str:
        """The term of a folded word; all forms of a word should share it."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._bent(word) or self._stem(word)
        return known

    def _bent(self, word: str) -> str | None:
        """The word in the table of changing stems that *word* is, or ends in."""
        stems = [word[:len(word) - len(ending)] for ending in self.tables.endings
                 if word.endswith(ending)]
        for stem in reversed(stems):  # the longest stem is the surest
            if stem in self.tables.bends:
                return self.tables.bends[stem]
        for stem in stems:
            for start in range(SHORTEST_PART, len(stem) - 2):
                if stem[start:] in self.tables.compounds:
                    return stem[:start] + self.tables.bends[stem[start:]]
        return None

    def _stem(self, word: str) -> str:
        stem: str = self._stemmer.stemWord(_replaced(word, self.tables.before))
        for stage in self.tables.after:
            stem = _replaced(stem, stage)
        return stem


@cache
def analyser_of(language: str) -> Analyser:
    """The language's analyser, with the terms it already knows: checks and index share them."""
    return Analyser(language)


def _replaced(word: str, endings: Mapping[str, str]) -> str:
    """*word* with the longest of *endings* that fits replaced, if a stem is left before it."""
    for length in range(min(LONGEST_ENDING, len(word) - 2), 0, -1):
        ending = endings.get(word[len(word) - length:])
        if ending is not None and (length > 1 or len(word) > SHORTEST_PART):
            return word[:len(word) - length] + ending
    return word


def split(word: str, known: Collection[str], analyser: Analyser) -> list[str]:
    """The terms of a compound's two parts, split where both are *known* and most alike in length.

    Finnish genitives (``lapsen|kerho``) stem to their word; a Swedish first part may end in -s.
    Empty when no split fits.
    """
    middle = len(word) / 2
    for at in sorted(range(SHORTEST_PART, len(word) - SHORTEST_PART + 1),
                     key=lambda at: (abs(at - middle), at)):
        tail = analyser.term(word[at:])
        if tail not in known:
            continue
        for head in heads(word[:at]):
            term = analyser.term(head)
            if term in known:
                return [term, tail]
    return []


def heads(part: str) -> Iterator[str]:
    """A compound's first part as it may stand alone: ``sorg|grupp``, ``amnings|café``, ``kyrk``."""
    yield part
    if part.endswith("s"):
        yield part[:-1]
    yield part + "a"
