"""The family calendar: which records stand in it, and each one's places in the week."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from familycentre.catalogue import Catalogue
from familycentre.model import Entry, Opening
from familycentre.schedule import Closure, Occurrence, Pairs, Timetable
from familycentre.values import WEEKDAYS

PARTS = {"morning": ("00:00", "12:00"), "afternoon": ("12:00", "17:00"),
         "evening": ("17:00", "24:00")}
"""Parts of the day by when something begins; unknown hours stand apart."""


def has_feed(catalogue: Catalogue, entry: Entry) -> bool:
    """Whether the record has dates that may be put in a calendar.

    Nothing sensitive ever has: a calendar is seen by others who use the phone.
    """
    return bool(catalogue.timetables.get(entry.id)) and not entry.is_sensitive and bool(
        catalogue.timetables[entry.id].occurrences)


def in_calendar(catalogue: Catalogue, entry: Entry) -> bool:
    """Whether the record stands in the family calendar: the hours of a phone line do not."""
    place = entry.kind in ("meeting_place", "peer_group") or entry.remote is not True
    return place and has_feed(catalogue, entry)


def serving(catalogue: Catalogue, code: str) -> list[Entry]:
    """What stands in a municipality's calendar: there, or for the area around it."""
    return [entry for entry in catalogue.entries.values()
            if code in (*catalogue.reach[entry.id].home, *catalogue.reach[entry.id].wide)
            and in_calendar(catalogue, entry)]


@dataclass(frozen=True)
class Slot:
    """One record at one time of one weekday, or on one date."""

    entry: Entry
    weekday: int
    """0 is Monday."""
    start: str
    end: str
    note: Pairs = ()
    line: Opening | None = None
    """The line of the schedule; None when an exception gives the hours."""
    days: list[datetime.date] = field(default_factory=list)
    """Days on which it is known to be open."""
    unsure: list[datetime.date] = field(default_factory=list)
    """Public holidays of which the record says nothing."""
    closed: list[Closure] = field(default_factory=list)
    """Days on which an exception closes it."""

    @property
    def dated(self) -> bool:
        """Whether it is a single date rather than a weekly time."""
        return self.line is None or self.line.date is not None

    @property
    def part(self) -> str:
        """Part of the day, or an empty text when the hour is not known."""
        return next((name for name, (first, last) in PARTS.items()
                     if self.start and first <= self.start < last), "")


def slots(entry: Entry, times: Timetable) -> list[Slot]:
    """The record's weekly times and single dates, in the order of the week and the day."""
    found: dict[tuple[object, ...], Slot] = {}

    def slot(one: Occurrence | Closure, start: str, end: str, note: Pairs) -> Slot:
        line = entry.schedule[one.line] if one.line >= 0 else None
        dated = line is None or line.date
        key = (one.line, one.day if dated else one.day.weekday(), start, end, note)
        return found.setdefault(key, Slot(entry, one.day.weekday(), start, end, note, line))

    for one in times.occurrences:
        place = slot(one, one.start, one.end, one.note)
        (place.unsure if one.unsure else place.days).append(one.day)
    for closure in times.closures:
        line = entry.schedule[closure.line]
        if line.days or line.date:
            slot(closure, line.start or "", line.end or "",
                 tuple(sorted((line.note or {}).items()))).closed.append(closure)
    return sorted(found.values(), key=lambda one: (one.weekday, one.start or "99", one.end))


def weekday_name(number: int) -> str:
    """``mon`` … ``sun``: the key of its words."""
    return WEEKDAYS[number]
