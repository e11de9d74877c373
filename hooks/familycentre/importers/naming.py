"""Ids of imported records: of the name and the municipality; of sensitive ones telling nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from familycentre.reference import slug
from familycentre.rules.safety import TELLING
from familycentre.values import is_id

LONGEST = 60


def new_id(source: str, source_id: str, kind: str, record: Mapping[str, Any], taken: set[str]
           ) -> str:
    """An id that nobody else has; it is added to *taken*."""
    wish = record.get("id")
    plain = f"{source}-{hashlib.sha256(source_id.encode()).hexdigest()[:8]}"
    sensitive = record.get("sensitive") or 6 in (record.get("tasks") or []) or (
        record.get("type") == "shelter")
    if isinstance(wish, str) and is_id(wish) and not (sensitive and TELLING.search(wish)):
        made = wish
    elif sensitive:
        made = plain
    else:
        names = record.get("name") or {}
        made = slug(str(names.get("fi") or names.get("sv") or next(iter(names.values()), "")))
        made = made[:LONGEST].rstrip("-") or plain
        towns = record.get("municipality") or []
        town = slug(str(towns[0])) if isinstance(towns, list) and len(towns) == 1 else ""
        if kind != "organisations" and town and town[:5] not in made:
            made = f"{made[:LONGEST]}-{town}"
    found, number = made, 2
    while found in taken:
        found = f"{made}-{number}"
        number += 1
    taken.add(found)
    return found
