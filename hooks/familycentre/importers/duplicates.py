"""Probable duplicates: the same thing told by two sources, or by a source and by hand.

Only records that share a block are compared: a phone number, a street address, or a rare enough
beginning of a word of the name in one municipality; so the cost grows with the number of records.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from familycentre.reference import slug

BLOCK = 40
"""Larger blocks say nothing: a switchboard, a municipality's "perhe"."""
ALIKE, NEARLY, ROUGHLY = 95.0, 86.0, 60.0
"""Likeness of names in per cent (rapidfuzz token_sort_ratio): alone enough in one municipality;
with one more fact; with the same phone and door."""


@dataclass(frozen=True)
class Listed:
    """What is compared of a record."""

    key: str
    """Kind and id, or the source and its identifier."""
    names: tuple[str, ...]
    towns: frozenset[str]
    street: str
    phones: frozenset[str]
    organiser: str
    new: bool
    """Whether it came with this import; pairs of old ones are not asked about again."""


@dataclass(frozen=True, order=True)
class Pair:
    """Two records that are probably one."""

    one: str
    other: str
    why: str


def listed(key: str, record: Mapping[str, Any], *, new: bool) -> Listed:
    """A record as far as it is compared; fields of the wrong kind count as missing."""
    names = record.get("name")
    towns = record.get("municipality") or []
    address = record.get("address")
    street = address.get("street") if isinstance(address, dict) else None
    contacts = record.get("contacts")
    numbers = {re.sub(r"\D", "", str(one.get("phone", "")))[-7:]
               for one in (contacts if isinstance(contacts, list) else []) if isinstance(one, dict)}
    postcode = str(address.get("postcode", "")) if isinstance(address, dict) else ""
    door = slug(str(next(iter(street.values()), ""))) if isinstance(street, dict) else ""
    return Listed(
        key, tuple(slug(str(one)).replace("-", " ") for one in names.values())
        if isinstance(names, dict) else (),
        frozenset(map(str, towns if isinstance(towns, list) else [towns])),
        f"{door} {postcode}".strip() if door else "",
        frozenset(one for one in numbers if len(one) >= 5), str(record.get("organiser") or ""), new)


def duplicates(records: Sequence[Listed]) -> list[Pair]:
    """Pairs of which at least one is new, each once."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, one in enumerate(records):
        for block in dict.fromkeys(_blocks(one)):
            blocks[block].append(index)
    seen: set[tuple[int, int]] = set()
    found = []
    for members in blocks.values():
        if not 1 < len(members) <= BLOCK:
            continue
        for place, first in enumerate(members):
            for second in members[place + 1:]:
                if (first, second) in seen or not (records[first].new or records[second].new):
                    continue
                seen.add((first, second))
                why = _alike(records[first], records[second])
                if why:
                    found.append(Pair(records[first].key, records[second].key, why))
    return sorted(found)


def _blocks(one: Listed) -> Iterable[tuple[str, str]]:
    for number in one.phones:
        yield "phone", number
    if one.street:
        yield "street", one.street
    for name in one.names:
        for town in one.towns or ("",):
            yield "name", f"{town} {name}"
            for word in name.split():
                if len(word) >= 4:
                    yield "word", f"{town} {word[:7]}"


def _alike(one: Listed, other: Listed) -> str:
    name = max((fuzz.token_sort_ratio(a, b) for a in one.names for b in other.names), default=0.0)
    facts = [what for what, same in (
        ("address", one.street and one.street == other.street),
        ("phone", one.phones & other.phones),
        ("organiser", one.organiser and one.organiser == other.organiser)) if same]
    if one.street and other.street and one.street != other.street:
        return ""  # two doors, two places
    if (name >= ALIKE and (one.towns & other.towns or facts)) or (name >= NEARLY and facts) or (
            name >= ROUGHLY and {"address", "phone"} <= set(facts)):
        return ", ".join([f"name {name:.0f} %", *facts])
    return ""
