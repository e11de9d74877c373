"""Three-way merging: what the source said then, what it says now, and what stands here.

What only one side changed is that side's; what both changed alike is no conflict; what both changed
differently stays as it stands here, and is reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from familycentre.importers.holdings import plain
from familycentre.importers.patching import GONE


@dataclass
class Merge:
    """What is to be changed here, and what is not."""

    wanted: dict[str, Any] = field(default_factory=dict)
    """Fields to set, whole; GONE to remove."""
    taken: list[str] = field(default_factory=list)
    """Dotted fields that follow the source."""
    kept: list[str] = field(default_factory=list)
    """Dotted fields that differ from the source because they were changed here only."""
    conflicts: list[tuple[str, str, str]] = field(default_factory=list)
    """Field, what stands here, what the source says now."""


def merge(then: Mapping[str, Any], now: Mapping[str, Any], ours: Mapping[str, Any]) -> Merge:
    """Compare three versions of a record field by field; texts by language language by language."""
    found = Merge()
    for name in dict.fromkeys([*now, *then]):
        if name == "id":
            continue
        result = _value(name, then.get(name, GONE), now.get(name, GONE), ours.get(name, GONE),
                        found)
        if result is not None:
            found.wanted[name] = result[0]
    return found


def _value(name: str, then: Any, now: Any, ours: Any, found: Merge) -> tuple[Any] | None:
    """The new value here, or None when nothing changes."""
    if all(isinstance(one, dict) for one in (then, now, ours)):
        return _mapping(name, then, now, ours, found)
    if _same(now, then):
        if not _same(ours, now):
            found.kept.append(name)
        return None
    if _same(ours, now):
        return None
    if _same(ours, then):
        found.taken.append(name)
        return (now,)
    if isinstance(now, dict) and isinstance(ours, dict) and (
            then is GONE or isinstance(then, dict)):
        return _mapping(name, then if isinstance(then, dict) else {}, now, ours, found)
    found.conflicts.append((name, _shown(ours), _shown(now)))
    return None


def _mapping(name: str, then: Mapping[str, Any], now: Mapping[str, Any], ours: Mapping[str, Any],
             found: Merge) -> tuple[Any] | None:
    merged = dict(ours)
    changed = False
    for key in dict.fromkeys([*now, *then]):
        result = _value(f"{name}.{key}", then.get(key, GONE), now.get(key, GONE),
                        ours.get(key, GONE), found)
        if result is None:
            continue
        changed = True
        if result[0] is GONE:
            merged.pop(key, None)
        else:
            merged[key] = result[0]
    return (merged or GONE,) if changed else None


def _same(one: Any, other: Any) -> bool:
    if one is GONE or other is GONE:
        return one is other
    return bool(_listed(plain(one)) == _listed(plain(other)))


def _listed(value: Any) -> Any:
    """A list of one text is the same as the text: ``municipality: Espoo``."""
    return value[0] if isinstance(value, list) and len(value) == 1 and isinstance(
        value[0], str) else value


def _shown(value: Any) -> str:
    if value is GONE:
        return "nothing"
    text = " ".join(str(plain(value)).split())
    return text if len(text) <= 120 else f"{text[:119]}…"
