"""When a record is open: dates from a schedule and its exceptions.

All times are local in Finland (Europe/Helsinki): an opening is a calendar day and two clock times,
so daylight saving never shifts it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import holidays as public_holidays

from familycentre.model import Opening, ScheduleException
from familycentre.values import WEEKDAYS, Text


@dataclass(frozen=True, order=True)
class Occurrence:
    """One opening on one day."""

    day: datetime.date
    start: str
    """``HH:MM``, or empty when only the day is known."""
    end: str
    """``HH:MM``, ``24:00`` at midnight, earlier than start when it goes past midnight, or empty."""
    note: tuple[tuple[str, str], ...] = ()
    """A word beside it, as (language, text)."""


@cache
def holiday_names(year: int, language: str) -> dict[datetime.date, str]:
    """Finnish public holidays of a year by day, in Finnish or Swedish.

    Source: the ``holidays`` library, category public. It wants ``sv_FI`` and would silently answer
    in English for ``sv``.
    """
    wanted = {"fi": "fi", "sv": "sv_FI"}[language]
    return dict(public_holidays.country_holidays("FI", years=year, language=wanted).items())


def occurrences(
    schedule: Sequence[Opening],
    exceptions: Sequence[ScheduleException],
    first: datetime.date,
    days: int,
) -> list[Occurrence]:
    """Openings on *days* days from *first* on, in order, with exceptions taken into account."""
    found: set[Occurrence] = set()
    for offset in range(days):
        day = first + datetime.timedelta(days=offset)
        opened = [opening for opening in schedule if opens_on(opening, day)]
        if opened:
            found.update(_on_day(opened, _exception(exceptions, day), day))
    return sorted(found)


def _on_day(
    opened: list[Opening], exception: ScheduleException | None, day: datetime.date
) -> Iterator[Occurrence]:
    if exception is None:
        for opening in opened:
            yield Occurrence(day, opening.start or "", opening.end or "", _pairs(opening.note))
    elif not exception.closed:
        yield Occurrence(day, exception.start or "", exception.end or "", _pairs(exception.note))


def opens_on(opening: Opening, day: datetime.date) -> bool:
    """Whether a line of a schedule names the day, exceptions aside."""
    if opening.date:
        return opening.date == day
    if not opening.days or WEEKDAYS[day.weekday()] not in opening.days:
        return False
    if (opening.from_ and day < opening.from_) or (opening.until and day > opening.until):
        return False
    odd = day.isocalendar().week % 2 == 1
    return opening.weeks is None or (opening.weeks == "odd") == odd


def _exception(
    exceptions: Sequence[ScheduleException], day: datetime.date
) -> ScheduleException | None:
    """The exception that holds on the day: a date before a range, a range before holidays."""
    for exception in exceptions:
        if exception.date == day:
            return exception
    for exception in exceptions:
        if exception.from_ and exception.until and exception.from_ <= day <= exception.until:
            return exception
    for exception in exceptions:
        if exception.on == "public_holidays" and day in holiday_names(day.year, "fi"):
            return exception
    return None


def last_day(schedule: Sequence[Opening]) -> datetime.date | None:
    """The last day the schedule can name; None when it goes on without end or has no days."""
    ends: list[datetime.date] = []
    for opening in schedule:
        end = opening.date or opening.until
        if end is None:
            return None
        ends.append(end)
    return max(ends, default=None)


def ended(opening: Opening, today: datetime.date) -> bool:
    """Whether a line of a schedule names no day from *today* on."""
    end = opening.date or opening.until
    return end is not None and end < today


def _pairs(text: Text | None) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(text.items())) if text else ()
