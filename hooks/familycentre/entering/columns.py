"""Which answers there are and what they are called: the table of ``columns.yml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from familycentre.entering.answers import SPOKEN, near_word
from familycentre.language import labels
from familycentre.problems import Problems
from familycentre.source import parse
from familycentre.values import LANGUAGES

IN_LANGUAGE = {"fi": {"fi": "suomeksi", "sv": "ruotsiksi", "en": "englanniksi"},
               "sv": {"fi": "på finska", "sv": "på svenska", "en": "på engelska"}}
"""How a heading says which language a text is in; further ones are named by their code."""
BY_LANGUAGE = ("text", "prose", "words")
"""Ways of reading whose answers come once a language; a link may."""
SEVERAL = "contacts"
"""The part of a record that may come several times: Puhelin, Puhelin 2 …"""


@dataclass(frozen=True)
class Column:
    """One answer."""

    key: str
    read_as: str
    need: Literal["must", "ask", "rare"]
    width: int
    names: tuple[tuple[str, str], ...]
    """Heading in each language, without the language or number that may follow."""
    helps: tuple[tuple[str, str], ...]
    """What to write, in each language."""
    choices: str = ""
    """Section of labels.yml."""

    def name(self, language: str) -> str:
        """The heading's words."""
        return dict(self.names)[language]

    def help(self, language: str) -> str:
        """What to write there."""
        return dict(self.helps)[language]

    @property
    def by_language(self) -> bool:
        """Whether there is one answer a language."""
        return self.read_as in BY_LANGUAGE


@dataclass(frozen=True)
class Place:
    """One column of a sheet, or one field of a form: an answer, its language, its number."""

    column: Column
    language: str = ""
    number: int = 1

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from others."""
        return self.column.key, self.language, self.number

    def heading(self, language: str) -> str:
        """What stands above it in a sheet of *language*."""
        words = self.column.name(language)
        if self.language:
            words += f" {IN_LANGUAGE[language].get(self.language, f'({self.language})')}"
        return f"{words} {self.number}" if self.number > 1 else words


@cache
def columns() -> dict[str, Column]:
    """Every answer by its key, in the order of the template."""
    text = resources.files(__package__).joinpath("columns.yml").read_text(encoding="utf-8")
    document = parse(text, "columns.yml", problems := Problems())
    if document is None:
        raise ValueError(f"columns.yml is broken: {list(problems)}")
    return {row["key"]: Column(
        row["key"], row["as"], row["need"], row["width"],
        tuple((language, row[language]) for language in SPOKEN),
        tuple((language, row[f"help_{language}"]) for language in SPOKEN),
        row.get("choices", "")) for row in document.data}


def place(key: str, language: str = "", number: int = 1) -> Place:
    """The place of an answer."""
    return Place(columns()[key], language, number)


@cache
def _languages() -> dict[str, str]:
    """Language by every way in which a heading may name it."""
    found: dict[str, str] = {code: code for code in LANGUAGES}
    for own in SPOKEN:
        found |= {word: code for code, word in IN_LANGUAGE[own].items()}
        found |= {name.casefold(): code for code, name in labels(own)["language"].items()}
    return found


@cache
def _names() -> dict[str, Column]:
    return {_plain(name): column for column in columns().values()
            for name in (column.key.replace(".", " "), *dict(column.names).values())}


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[*:.?()\[\]_]", " ", text.casefold()).split())


def known_place(heading: str) -> Place | None:
    """The place that a heading means, in any language, case and order of its parts, or None."""
    text = _plain(heading)
    number = 1
    if found := re.fullmatch(r"(.*?) ([2-9]|[1-9][0-9])", text):
        text, number = found[1], int(found[2])
    names, languages = _names(), _languages()
    words = text.split()
    for cut in range(len(words), 0, -1):
        column = names.get(" ".join(words[:cut]))
        named = " ".join(words[cut:])
        if column is None or (named and named not in languages):
            continue
        if number > 1 and not column.key.startswith(f"{SEVERAL}."):
            return None
        if named and not (column.by_language or column.read_as == "link"):
            return None
        if not named and column.by_language:  # "Nimi": in the language of the heading
            own = [language for language, name in column.names if _plain(name) == text]
            return Place(column, own[0] if own else SPOKEN[0], number)
        return Place(column, languages.get(named, ""), number)
    return None


def near_heading(heading: str) -> str:
    """The heading that was probably meant, or an empty text."""
    return near_word(_plain(heading), {place_.heading(language) for column in columns().values()
                                       for language in SPOKEN for place_ in usual([column])})


def usual(chosen: list[Column]) -> list[Place]:
    """The places of some answers in an ordinary sheet: texts in Finnish and Swedish."""
    return [Place(column, language) for column in chosen
            for language in (SPOKEN if column.by_language else ("",))]
