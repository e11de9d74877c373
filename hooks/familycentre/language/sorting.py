"""Order and first letters of names in Finnish and Swedish."""

from __future__ import annotations

import re
import unicodedata
from typing import TypeVar

from markupsafe import Markup

_LAST = {"å": "{1", "ä": "{2", "æ": "{2", "ö": "{3", "ø": "{3"}
"""``{`` is the character after ``z``."""

T = TypeVar("T", str, Markup)


def sort_key(text: str) -> str:
    """Sorts as Finnish and Swedish do: å, ä, ö after z; other accents count as plain letters.

    Quotes and signs before the first letter or digit do not count.
    """
    text = re.sub(r"^\W+", "", text) or text
    return "".join(_LAST.get(character) or unicodedata.normalize("NFKD", character)[0]
                   for character in text.casefold())


def initial(name: str) -> str:
    """First letter under which a name stands, capital; digits and signs under ``#``."""
    for character in name.strip():
        if character.isalpha():
            return character.upper()[0]
        if character.isdigit():
            return "#"
    return "#"


def letter_slug(letter: str) -> str:
    """A letter as part of an address: ä → ae, so that it differs from a."""
    named = {"Å": "aa", "Ä": "ae", "Ö": "oe", "#": "0-9"}
    return named.get(letter) or (letter.lower() if letter.isascii() else f"{ord(letter):x}")


def capitalize_first(text: T) -> T:
    """The first letter as a capital; the rest, and any markup, stay."""
    if isinstance(text, Markup):
        return text if text.startswith("<") else text[:1].upper() + text[1:]
    return text[:1].upper() + text[1:]
