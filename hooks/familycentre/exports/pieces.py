"""Small things that several exports share: JSON text, numbered files, paths of fields."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from familycentre.values import LANGUAGES

PAGE = 100
"""Records in one file of a list."""


def text(data: Any) -> str:
    """JSON on one line, letters as they are."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def file(data: Any) -> bytes:
    """JSON for people to read, too: a file of few lines that somebody may open by hand."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def numbered(path: str, items: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    """The files of a list, the first without a number; an empty list has one file, too.

    *path* is without its ending; the names are ``path.json``, ``path-2.json`` …
    """
    starts = range(0, max(len(items), 1), PAGE)
    return [(f"{path}.json" if number == 1 else f"{path}-{number}.json",
             items[start:start + PAGE]) for number, start in enumerate(starts, 1)]


def is_text(value: Any) -> bool:
    """Whether a JSON value is a text by language (or a web address for ``all``)."""
    return isinstance(value, dict) and bool(value) and all(
        key in LANGUAGES or key == "all" for key in value)


def flat(data: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Each value with the path of its field, as in ``cost.note``; texts and lists stay whole."""
    for name, value in data.items():
        path = f"{before}{name}"
        if isinstance(value, dict) and not is_text(value):
            yield from flat(value, f"{path}.")
        else:
            yield path, value


def nested(pairs: dict[str, Any]) -> dict[str, Any]:
    """The way back from :func:`flat`."""
    made: dict[str, Any] = {}
    for path, value in pairs.items():
        *above, name = path.split(".")
        inner = made
        for step in above:
            inner = inner.setdefault(step, {})
        inner[name] = value
    return made


def uuid5(namespace: bytes, name: str) -> str:
    """A UUIDv5 as text (RFC 9562, 5.5): what ``uuid.uuid5`` gives, in a quarter of the time, for a
    record has dozens of parts with ids of their own.
    """
    made = bytearray(hashlib.sha1(namespace + name.encode(), usedforsecurity=False).digest()[:16])
    made[6] = made[6] & 0x0F | 0x50
    made[8] = made[8] & 0x3F | 0x80
    text_ = made.hex()
    return f"{text_[:8]}-{text_[8:12]}-{text_[12:16]}-{text_[16:20]}-{text_[20:]}"
