"""The one way of writing that the browser editor reads: every web address as ``{all: https://…}``
or by language. One that stands there as plain text would be lost when the record is saved.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from familycentre.editing import apply, inside, tree_of, write_together
from familycentre.loading import Records
from familycentre.problems import Problems
from familycentre.source import Path_, parse

LINKS = ("url", "contacts.url", "registration.url")
"""Where a record holds web addresses by language; ``source.url`` is one for all, always."""

PLAIN = re.compile(r"https?://[A-Za-z0-9./~=&-]*[A-Za-z0-9/]")
"""Addresses that need no quotes inside brackets."""


def plain_links(data: object, folder: str) -> Iterator[Path_]:
    """Paths in one record's YAML of the web addresses that are written as plain text."""
    if not isinstance(data, dict):
        return
    if folder == "organisations" and isinstance(data.get("url"), str):
        yield ("url",)
    registration = data.get("registration")
    if isinstance(registration, dict) and isinstance(registration.get("url"), str):
        yield "registration", "url"
    contacts = data.get("contacts")
    for number, one in enumerate(contacts if isinstance(contacts, list) else []):
        if isinstance(one, dict) and isinstance(one.get("url"), str):
            yield "contacts", number, "url"


def reshaped(text: str, folder: str) -> str:
    """A record's file with every plain web address as ``{all: …}``; nothing else changes.

    A file that cannot be read, or holds a list of records, comes back as it is.
    """
    document = parse(text, "", Problems())
    if document is None or not isinstance(document.data, dict):
        return text
    tree = tree_of(text)
    edits = []
    for path in plain_links(document.data, folder):
        value = inside(tree, path)
        written = text[value.start:value.end]
        if value.quote not in ("'", '"'):
            address = str(value.text)
            # Inside brackets some signs end a plain text, and a block text has no place there.
            written = address if PLAIN.fullmatch(address) else (
                json.dumps(address, ensure_ascii=False))
        edits.append((value.start, value.end, f"{{all: {written}}}"))
    return apply(text, edits)


def reshape(records: Records) -> list[Path]:
    """Rewrite the files of a directory's records where needed; the files that changed, in order.

    Raises OSError, and then no file has changed.
    """
    contents: dict[Path, bytes] = {}
    for folder, found in records.folders.items():
        for one in found:
            path = Path(one.origin.document.file)
            if one.origin.base or path.suffix != ".yml" or path in contents:
                continue
            text = path.read_bytes().decode("utf-8")
            made = reshaped(text, folder)
            if made != text:
                contents[path] = made.encode("utf-8")
    write_together(contents)
    return list(contents)
