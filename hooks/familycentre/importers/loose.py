"""Foreign JSON, looked at without trust: what is not of the kind wanted counts as not there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

Loose = Mapping[str, Any]
_NOTHING: dict[str, Any] = {}


def table(value: object) -> Loose:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def rows(value: object) -> Iterator[Loose]:
    """The objects of a list; of an object alone, that one."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def text(value: object) -> str:
    """The value as text: a text, or a number's digits; else nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value) if abs(value) < 1e15 else ""
    return ""


def texts(value: object) -> list[str]:
    """The texts of a list, without empty ones; of a text alone, that one."""
    given = value if isinstance(value, list) else [value]
    return [found for one in given if (found := text(one))]


def number(value: object) -> float | None:
    """A finite number, also one written as text."""
    if isinstance(value, bool):
        return None
    try:
        found = float(value) if isinstance(value, (int, float, str)) else math.nan
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def whole(value: object) -> int | None:
    """A whole number, also one written as text."""
    found = number(value)
    return int(found) if found is not None and found == int(found) else None


def flag(value: object) -> bool | None:
    """True or false, also as words; else not known."""
    if isinstance(value, bool):
        return value
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(
        text(value).casefold())
