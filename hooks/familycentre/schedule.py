"""When a record is open: days and hours from a schedule and its exceptions.

All times are local in Finland (Europe/Helsinki): an opening is a calendar day and two clock times,
so daylight saving never shifts it. Nothing here looks at the clock.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import holidays as public_holidays

from familycentre.clock import HELSINKI
from familycentre.model import Opening, ScheduleException
from familycentre.values import WEEKDAYS, Text

Pairs = tuple[tuple[str, str], ...]
"""A text as (language, words), sorted."""
DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(days=7)
YEAR = datetime.timedelta(days=366)
WEEKS_OF_MONTH = ("first", "second", "third", "fourth", "fifth")
"""What ``of_month`` calls the days 1–7, 8–14 and so on; ``last`` is any of the last two."""


@dataclass(frozen=True, order=True)
class Occurrence:
    """One opening on one day."""

    day: datetime.date
    start: str
    """``HH:MM``, or empty when only the day is known."""
    end: str
    """``HH:MM``, ``24:00`` at midnight, earlier than start when it goes past midnight, or empty."""
    note: Pairs = ()
    """A word beside it."""
    line: int = field(default=-1, compare=False)
    """Which line of the schedule says so; -1 when an exception gives the hours."""
    unsure: bool = field(default=False, compare=False)
    """Whether it is a public holiday of which the record says nothing."""


@dataclass(frozen=True, order=True)
class Closure:
    """A day on which a line of the schedule would open, but an exception closes."""

    day: datetime.date
    line: int
    on: str = ""
    """The rule that closes, ``public_holidays`` or the like; empty for named days."""
    note: Pairs = ()
    """Why, in the record's or the school holiday's words."""


@dataclass(frozen=True)
class Timetable:
    """What a schedule says of each day from *first* to *last*, both included."""

    first: datetime.date
    last: datetime.date
    """Until when the days are known."""
    occurrences: tuple[Occurrence, ...] = ()
    closures: tuple[Closure, ...] = ()

    def until(self, last: datetime.date) -> Timetable:
        """The part up to the day *last*, that day included."""
        return Timetable(self.first, last,
                         tuple(one for one in self.occurrences if one.day <= last),
                         tuple(one for one in self.closures if one.day <= last))


@dataclass(frozen=True)
class Break:
    """A holiday of the schools."""

    first: datetime.date
    last: datetime.date
    name: Pairs = ()


@cache
def holiday_names(year: int, language: str) -> dict[datetime.date, str]:
    """Finnish public holidays of a year by day, in Finnish or Swedish.

    Christmas Eve and Midsummer Eve are among them, though the law does not call them so: everything
    is closed. Source: the ``holidays`` library, category public. It wants ``sv_FI`` and would
    silently answer in English for ``sv``.
    """
    wanted = {"fi": "fi", "sv": "sv_FI"}[language]
    return dict(public_holidays.country_holidays("FI", years=year, language=wanted).items())


def is_holiday(day: datetime.date) -> bool:
    """Whether the day is a public holiday in Finland."""
    return day in holiday_names(day.year, "fi")


def is_eve(day: datetime.date) -> bool:
    """Whether the day is an eve: Christmas Eve, Midsummer Eve, or the day before another holiday.

    The first two stand among the holidays too, so the days before them are no eves.
    """
    if _is_great_eve(day):
        return True
    return is_holiday(day + DAY) and not is_holiday(day) and not _is_great_eve(day + DAY)


def _is_great_eve(day: datetime.date) -> bool:
    """Christmas Eve, or Midsummer Eve: the Friday between 19 and 25 June."""
    return (day.month, day.day) == (12, 24) or (
        day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4)


def timetable(
    schedule: Sequence[Opening],
    exceptions: Sequence[ScheduleException],
    first: datetime.date,
    last: datetime.date,
    breaks: Sequence[Break] = (),
) -> Timetable:
    """Every opening and closure from *first* to *last*, in order.

    *breaks* are the school holidays that hold where the record is. An exception concerns what
    begins on its days, also when that ends after midnight. Round the clock is 00:00–24:00 each day;
    lines by appointment or in words name no days.
    """
    rules = _Exceptions(exceptions, breaks)
    opened: dict[Occurrence, Occurrence] = {}
    closed: set[Closure] = set()
    for number, line in enumerate(schedule):
        for day in line_days(line, first, last):
            rule = rules.on(day)
            if rule is None:
                unsure = bool(line.days) and is_holiday(day)  # a date was meant
                hours = ("00:00", "24:00") if line.always else (line.start or "", line.end or "")
                one = Occurrence(day, *hours, pairs(line.note), number, unsure)
                if not unsure or one not in opened:  # of two alike, one that was meant
                    opened[one] = one
            elif rule.closed:
                closed.add(Closure(day, number, rule.on or "", rules.why(rule, day)))
            elif not rule.date:
                opened.setdefault(_other_hours(rule, day), _other_hours(rule, day))
    for rule in exceptions:  # hours for a day are a promise, also where no line names the day
        if rule.date and rule.start and first <= rule.date <= last:
            holds = rules.on(rule.date)
            if holds and holds.start:  # several hours on the day all hold, unless it is closed
                opened.setdefault(_other_hours(rule, rule.date), _other_hours(rule, rule.date))
    return Timetable(first, last, tuple(sorted(opened.values())), tuple(sorted(closed)))


def _other_hours(rule: ScheduleException, day: datetime.date) -> Occurrence:
    return Occurrence(day, rule.start or "", rule.end or "", pairs(rule.note))


def line_days(
    line: Opening, first: datetime.date, last: datetime.date
) -> list[datetime.date]:
    """The days from *first* to *last* that a line of a schedule names, exceptions aside."""
    first = max(first, line.date or line.from_ or first)
    last = min(last, line.date or line.until or last)
    if first > last:
        return []
    if line.date or line.always:
        return [first + DAY * number for number in range((last - first).days + 1)]
    if not line.days:
        return []
    weekdays = sorted(WEEKDAYS.index(day) for day in line.days)
    found = []
    monday = first - DAY * first.weekday()
    while monday <= last:
        if _in_rhythm(line, monday):
            days = (monday + DAY * weekday for weekday in weekdays)
            found += [day for day in days if first <= day <= last and _in_month(line, day)]
        monday += WEEK
    return found


def _in_rhythm(line: Opening, monday: datetime.date) -> bool:
    """Whether the week that begins on *monday* belongs to the line."""
    if line.weeks:
        return (monday.isocalendar().week % 2 == 1) == (line.weeks == "odd")
    if line.every and line.from_:
        start = line.from_ - DAY * line.from_.weekday()
        return (monday - start).days // 7 % line.every == 0
    return True


def _in_month(line: Opening, day: datetime.date) -> bool:
    if not line.of_month:
        return True
    is_last = (day + WEEK).month != day.month
    return WEEKS_OF_MONTH[(day.day - 1) // 7] in line.of_month or (
        is_last and "last" in line.of_month)


class _Exceptions:
    """The exceptions of a record: which holds on a day."""

    def __init__(self, exceptions: Sequence[ScheduleException], breaks: Sequence[Break]) -> None:
        self.days = {one.date: one for one in reversed(exceptions) if one.date}
        self.ranges = [(one.from_, one.until, one) for one in exceptions
                       if one.from_ and one.until]
        self.rules = {one.on: one for one in reversed(exceptions) if one.on}
        self.breaks = breaks

    def on(self, day: datetime.date) -> ScheduleException | None:
        """A day before a range, a range before rules; of two alike, the first in the file.

        Several hours on one day are not alike: all of them hold.
        """
        if day in self.days:
            return self.days[day]
        for first, last, rule in self.ranges:
            if first <= day <= last:
                return rule
        for name, holds in (("eves", is_eve), ("public_holidays", is_holiday),
                            ("school_holidays", self._break)):
            if name in self.rules and holds(day):
                return self.rules[name]
        return None

    def why(self, rule: ScheduleException, day: datetime.date) -> Pairs:
        """The rule's own words, or the school holiday's name."""
        holiday = self._break(day) if rule.on == "school_holidays" else None
        return pairs(rule.note) or (holiday.name if holiday else ())

    def _break(self, day: datetime.date) -> Break | None:
        return next((one for one in self.breaks if one.first <= day <= one.last), None)


def last_day(
    schedule: Sequence[Opening], exceptions: Sequence[ScheduleException] = ()
) -> datetime.date | None:
    """The last day the schedule can name; None when it goes on without end or has no days."""
    ends = [one.date for one in exceptions if one.date and one.start] if schedule else []
    for opening in schedule:
        end = opening.date or opening.until
        if end is None:
            return None
        # The season may end on another day than the one on which it is open for the last time.
        named = line_days(opening, end - YEAR, end) if opening.days else []
        ends.append(named[-1] if named else end)
    return max(ends, default=None)


def current(schedule: Sequence[Opening], today: datetime.date) -> list[Opening]:
    """The lines that are not over; all of them when all are over."""
    return [line for line in schedule if not ended(line, today)] or list(schedule)


def coming_exceptions(
    exceptions: Sequence[ScheduleException], today: datetime.date
) -> list[ScheduleException]:
    """The exceptions that are not over; rules never are."""
    return [one for one in exceptions if one.on or (one.date or one.until or today) >= today]


def ended(opening: Opening, today: datetime.date) -> bool:
    """Whether a line of a schedule names no day from *today* on."""
    end = opening.date or opening.until
    return end is not None and end < today


def moments(occurrence: Occurrence) -> tuple[datetime.datetime, datetime.datetime] | None:
    """Beginning and end as local moments with their zone; None when the hours are not known.

    Without an end, both are the beginning. A time that the clock skips or repeats is read with the
    offset before the change, as RFC 5545 (3.3.5) says.
    """
    if not occurrence.start:
        return None
    begins = _moment(occurrence.day, occurrence.start)
    if not occurrence.end:
        return begins, begins
    past_midnight = occurrence.end <= occurrence.start
    ends = _moment(occurrence.day + DAY * past_midnight, occurrence.end)
    # In the hour that the clock skips, half past three comes after four.
    return begins, ends if ends.timestamp() > begins.timestamp() else begins


def _moment(day: datetime.date, time: str) -> datetime.datetime:
    hour, minute = (int(part) for part in time.split(":"))
    if hour == 24:
        day, hour = day + DAY, 0
    return datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=HELSINKI)


def weekly(days: Iterable[datetime.date]) -> Iterator[tuple[datetime.date, int, int]]:
    """Days as runs (first, step in days, how many), each along one weekday: short to write down.

    ``Mon, Tue, next Mon, next Tue`` → two runs with a step of seven.
    """
    by_weekday: dict[int, list[datetime.date]] = {}
    for day in sorted(set(days)):
        by_weekday.setdefault(day.weekday(), []).append(day)
    for found in by_weekday.values():
        at = 0
        while at < len(found):
            step = (found[at + 1] - found[at]).days if at + 1 < len(found) else 7
            count = 1
            while at + count < len(found) and (
                    found[at + count] - found[at + count - 1]).days == step:
                count += 1
            yield found[at], step, count
            at += count


def pairs(text: Text | None) -> Pairs:
    """A text as sorted (language, words): it can be compared and put in a set."""
    items: list[Any] = sorted(text.items()) if text else []
    return tuple(items)
