"""The family calendar: which records stand in it, and each one's places in the week."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from familycentre.catalogue import Catalogue
from familycentre.model import ENTRY_KINDS, Entry, Opening
from familycentre.schedule import Closure, Occurrence, Pairs, Timetable, pairs
from familycentre.values import WEEKDAYS

PARTS = {"morning": ("00:00", "12:00"), "afternoon": ("12:00", "17:00"),
         "evening": ("17:00", "24:00")}
"""Parts of the day: from, and up to but not including. The calendar asks when something begins, the
search which parts it touches; unknown hours stand apart."""


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


def calendars(catalogue: Catalogue) -> dict[str, list[Entry]]:
    """By municipality code, what stands in its calendar: there, or for the area around it."""
    found: dict[str, list[Entry]] = {one.code: [] for one in catalogue.municipalities}
    for entry in catalogue.entries.values():
        if in_calendar(catalogue, entry):
            reach = catalogue.reach[entry.id]
            for code in (*reach.home, *reach.wide):
                found[code].append(entry)
    return found


def kinds(entries: Iterable[Entry]) -> list[str]:
    """The kinds among some entries, in the order they are shown."""
    found = {entry.kind for entry in entries}
    return [model.kind for model in ENTRY_KINDS if model.kind in found]


@dataclass(frozen=True)
class Slot:
    """One record at one time of one weekday, or on one date."""

    entry: Entry
    weekday: int
    """0 is Monday."""
    start: str
    end: str
    note: Pairs
    line: Opening | None
    """The line of the schedule; None when an exception gives the hours."""
    times: Timetable
    """The days of this slot alone."""

    @property
    def date(self) -> datetime.date | None:
        """The day, when it is a single one rather than a weekly time."""
        if self.line and not self.line.date:
            return None
        return next(iter([one.day for one in self.times.occurrences]
                         or [one.day for one in self.times.closures]))

    @property
    def part(self) -> str:
        """Part of the day, or an empty text when the hour is not known."""
        return next((name for name, (first, last) in PARTS.items()
                     if self.start and first <= self.start < last), "")


def slots(entry: Entry, times: Timetable) -> list[Slot]:
    """The record's weekly times and single dates, in the order of the week and the day."""
    found: dict[_Place, tuple[list[Occurrence], list[Closure]]] = {}
    for one in times.occurrences:
        place = _place(entry, one.day, one.line, one.start, one.end, one.note)
        found.setdefault(place, ([], []))[0].append(one)
    for closure in times.closures:
        line = entry.schedule[closure.line]
        if not line.always:
            place = _place(entry, closure.day, closure.line, line.start or "", line.end or "",
                           pairs(line.note))
            found.setdefault(place, ([], []))[1].append(closure)
    return sorted((Slot(
        entry, place.weekday, place.start, place.end, place.note,
        entry.schedule[place.line] if place.line >= 0 else None,
        Timetable(times.first, times.last, tuple(openings), tuple(closures)),
    ) for place, (openings, closures) in found.items()), key=order)


@dataclass(frozen=True)
class _Place:
    """What makes two openings the same slot."""

    weekday: int
    date: datetime.date | None
    line: int
    start: str
    end: str
    note: Pairs


def _place(entry: Entry, day: datetime.date, line: int, start: str, end: str,
           note: Pairs) -> _Place:
    single = line < 0 or entry.schedule[line].date is not None
    return _Place(day.weekday(), day if single else None, line, start, end, note)


def order(slot: Slot) -> tuple[int, str, str]:
    """By weekday and hour; unknown hours last."""
    return slot.weekday, slot.start or "99", slot.end


@dataclass(frozen=True)
class Week:
    """The calendar of some records."""

    days: tuple[tuple[str, dict[str, list[Slot]]], ...]
    """From Monday: name of the weekday, and what is in each part of the day."""
    dates: tuple[Slot, ...]
    """Single dates, the first first."""

    @property
    def total(self) -> int:
        """How many times there are in all."""
        return len(self.dates) + sum(
            len(found) for _, parts in self.days for found in parts.values())


def week(every: list[Slot]) -> Week:
    """Slots → calendar; *every* is in any order."""
    days: list[tuple[str, dict[str, list[Slot]]]] = [
        (name, {part: [] for part in (*PARTS, "")}) for name in WEEKDAYS]
    dates = []
    for slot in sorted(every, key=order):
        if slot.date:
            dates.append((slot.date, slot))
        else:
            days[slot.weekday][1][slot.part].append(slot)
    return Week(tuple(days), tuple(slot for _, slot in sorted(
        dates, key=lambda pair: (pair[0], pair[1].start))))
