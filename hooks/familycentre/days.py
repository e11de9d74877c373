"""How a day is written everywhere: in records, snapshots and commands alike."""

from __future__ import annotations

import argparse
import datetime
import re

from familycentre.problems import shown

EARLIEST, LATEST = 1990, 2100
"""The first and the last year that a date may name."""


def day_of(text: str) -> datetime.date:
    """A calendar day written ``YYYY-MM-DD``, the extended format of ISO 8601.

    Raises ValueError, whose message says what is wrong, for anything else: ``date.fromisoformat``
    would take ``20260101`` and ``2026-W01-1`` too.
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"{shown(text)} is not written YYYY-MM-DD")
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"the day {text} does not exist") from None
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(f"the year {day.year} cannot be meant")
    return day


def day_of_argument(text: str) -> datetime.date:
    """The same for a command's argument, whose parser explains what is wrong."""
    try:
        return day_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
