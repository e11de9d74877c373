"""Opening times that cannot be meant, that run out, or that leave a holiday open; doubled records.

What depends on the day (seasons, holidays) is asked of active records only: nobody goes to a paused
or planned one. A slip of the pen is a slip in every listed record.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection

from familycentre.catalogue import Catalogue
from familycentre.model import Entry, Opening, ScheduleException
from familycentre.problems import Problems
from familycentre.rules.times_in_words import LINES, MIDNIGHT, Span, span
from familycentre.schedule import (
    Break,
    Pairs,
    Timetable,
    ended,
    holiday_names,
    last_day,
    line_days,
    pairs,
)
from familycentre.source import Path_
from familycentre.values import WEEKDAYS

LONG_HOURS = 16
"""Places for families are open for less; a longer opening is likely a slip of the pen."""
LONG_NIGHT = 10
"""Hours of an opening that ends the next day; more is likely start and end the wrong way round."""
ENDS_SOON = datetime.timedelta(days=30)
ENOUGH = datetime.timedelta(weeks=60)
"""A line that names any day at all names one in this time, whatever its rhythm."""
NAMED = 3

Warn = Callable[[Path_, str, str, str], None]
"""Notes a problem of one record: where in it, code, message, hint."""


def check(catalogue: Catalogue, today: datetime.date, problems: Problems) -> None:
    """Each record's times by themselves, and likely duplicates."""
    horizon = catalogue.horizon(today)
    for entry in catalogue.listed():
        warn, told = _warner(catalogue, entry, problems)
        breaks = catalogue.breaks_of(entry)
        _long(entry, warn)
        _overlaps(entry, today, horizon, warn)
        _idle_lines(entry, warn)
        _idle_exceptions(entry, breaks, today, warn)
        if entry.status == "active":
            _seasons(entry, today, warn)
            times = catalogue.timetables.get(entry.id)
            if times:
                _dates_closed_by_rule(entry, times, warn)
                _holidays(entry, times, warn)
            if "idle-line" not in told:  # which says why it is never open
                _never_open(entry, times, today, horizon, warn)
    _duplicates(catalogue, problems)


def _warner(catalogue: Catalogue, entry: Entry, problems: Problems) -> tuple[Warn, set[str]]:
    """What notes a problem of the record, and the codes that it noted."""
    origin = catalogue.origin(entry)
    told: set[str] = set()

    def warn(path: Path_, code: str, message: str, hint: str) -> None:
        problems.add(*origin.place(*path), code, message, hint)
        told.add(code)
    return warn, told


def _long(entry: Entry, warn: Warn) -> None:
    every = [("schedule", index, line.start, line.end)
             for index, line in enumerate(entry.schedule)]
    every += [("exceptions", index, one.start, one.end)
              for index, one in enumerate(entry.exceptions)]
    for field, index, start, end in every:
        first, last = span(start, end) if start and end else (0, 0)
        hours = (last - first) / 60
        if last > MIDNIGHT and hours > LONG_NIGHT:
            warn((field, index, "end"), "long-opening",
                 f"It ends the next day at {end}, after {hours:.0f} hours.",
                 "Are start and end the wrong way round?")
        elif hours > LONG_HOURS:
            warn((field, index, "end"), "long-opening",
                 f"It is open for {hours:.0f} hours ({start}–{end}).",
                 "Check the times; round the clock is 'always: true'.")


def _overlaps(entry: Entry, first: datetime.date, last: datetime.date, warn: Warn) -> None:
    """Each line that shares hours with an earlier one and has the same note, once."""
    days: dict[tuple[datetime.date, Pairs], list[tuple[Span, int]]] = {}
    for index, line in enumerate(entry.schedule[:LINES]):
        note, hours = pairs(line.note), _span(line)
        for day in line_days(line, first, last):
            days.setdefault((day, note), []).append((hours, index))
    told: set[int] = set()
    for day, note in sorted(days):
        openings = sorted(days[day, note])
        latest = openings[0]
        for opening in openings[1:]:
            earlier, later = sorted((latest[1], opening[1]))
            if opening[0][0] < latest[0][1] and later not in told:
                told.add(later)
                one, other = entry.schedule[earlier], entry.schedule[later]
                warn(("schedule", later), "overlapping-times",
                     f"On {_named(day)} it overlaps schedule[{earlier + 1}] "
                     f"({_hours(other)} and {_hours(one)}).",
                     "Remove one line, correct its times or season, or give each a note that tells "
                     "what it is.")
            latest = max(latest, opening, key=lambda one: one[0][1])


def _span(line: Opening) -> Span:
    """Minutes from midnight; lines whose hours are not known overlap only each other."""
    if line.always:
        return 0, MIDNIGHT
    if not line.start:
        return -1, 0
    first, last = span(line.start, line.end)
    return first, last if line.end else first + 1


def _hours(line: Opening) -> str:
    if line.always:
        return "round the clock"
    return "–".join(time for time in (line.start, line.end) if time) or "no hours"


def _named(day: datetime.date) -> str:
    """``2026-12-24 (thu)``, with the weekday as the file writes it."""
    return f"{day} ({WEEKDAYS[day.weekday()]})"


def _names_a_day(line: Opening, first: datetime.date, last: datetime.date) -> bool:
    """Whether the line names a day in this time; cheap however long it is."""
    first = max(first, line.date or line.from_ or first)
    return bool(line_days(line, first, min(last, first + ENOUGH)))


def _idle_lines(entry: Entry, warn: Warn) -> None:
    """Lines whose season holds none of their days."""
    for index, line in enumerate(entry.schedule):
        if (line.days and line.from_ and line.until
                and not _names_a_day(line, line.from_, line.until)):
            rhythm = [f"{name}: {value}" for name, value in (
                ("weeks", line.weeks), ("every", line.every),
                ("of_month", f"[{', '.join(line.of_month or ())}]" if line.of_month else None),
            ) if value]
            warn(("schedule", index), "idle-line",
                 f"It names no day: from {line.from_} until {line.until} there is no "
                 f"{' or '.join(line.days)}{' with ' if rhythm else ''}{''.join(rhythm)}.",
                 "Correct the days, the season or the rhythm.")


def _dates_closed_by_rule(entry: Entry, times: Timetable, warn: Warn) -> None:
    """A date that somebody wrote down, closed by a rule that they may have forgotten."""
    for closure in times.closures:
        line = entry.schedule[closure.line]
        if line.date and closure.on:
            hours = f'start: "{line.start}", end: "{line.end}"' if line.end else "start: …, end: …"
            warn(("schedule", closure.line, "date"), "idle-line",
                 f"It never opens: {_named(closure.day)} is closed by 'on: {closure.on}'.",
                 f"If it is held, add the exception {{date: {line.date}, {hours}}}; else remove "
                 "the line.")


def _idle_exceptions(
    entry: Entry, breaks: Collection[Break], today: datetime.date, warn: Warn
) -> None:
    """Exceptions without anything that they could change."""
    if entry.exceptions and not entry.schedule:
        warn(("exceptions",), "idle-exception", "There is no schedule that they could change.",
             "Add schedule, or remove the exceptions.")
        return
    _doubled_exceptions(entry, warn)
    in_words = any(line.text or line.by_appointment for line in entry.schedule)
    for index, one in enumerate(entry.exceptions[:LINES]):
        place: Path_ = ("exceptions", index)
        if one.on == "school_holidays" and not any(each.last >= today for each in breaks):
            warn((*place, "on"), "idle-exception",
                 "No coming school holiday is known where this is.",
                 "Add school_holidays to directory.yml, or write the days: "
                 "{from: …, until: …, closed: true}.")
        elif not in_words and not _matters(one, entry):
            said = _named(one.date) if one.date else f"a day from {one.from_} until {one.until}"
            warn(place, "idle-exception", f"No line of the schedule names {said}.",
                 "Correct the day, or remove the exception.")


def _doubled_exceptions(entry: Entry, warn: Warn) -> None:
    """A second word on the same day or rule. Hours twice in a day may be meant."""
    seen: dict[object, int] = {}
    for index, one in enumerate(entry.exceptions):
        when = one.on or one.date
        first = seen.setdefault(when, index) if when else index
        if first != index and (one.on or one.closed or entry.exceptions[first].closed):
            warn(("exceptions", index), "idle-exception",
                 f"exceptions[{first + 1}] already tells of {when}.", "Keep one of them.")
    ranges = [(one.from_, one.until, index) for index, one in enumerate(entry.exceptions[:LINES])
              if one.from_ and one.until]
    for at, (begins, ends, index) in enumerate(ranges):
        for other_begins, other_ends, first in ranges[:at]:
            if begins <= other_ends and other_begins <= ends:
                warn(("exceptions", index), "idle-exception",
                     f"exceptions[{first + 1}] already tells of days from "
                     f"{max(begins, other_begins)} until {min(ends, other_ends)}.",
                     "Let the ranges follow each other.")
                break


def _matters(one: ScheduleException, entry: Entry) -> bool:
    """Whether a day or range closes or changes some line's day. Rules wait for their day, and
    hours for one day are a promise by themselves.
    """
    first, last = one.date or one.from_, one.date or one.until
    if not first or not last or (one.date and one.start):
        return True
    return any(_names_a_day(line, first, last) for line in entry.schedule[:LINES])


def _seasons(entry: Entry, today: datetime.date, warn: Warn) -> None:
    """Times that are over or soon will be."""
    end = last_day(entry.schedule, entry.exceptions)
    if end and end < today:
        warn(("schedule",), "season-over", f"The last time was {end}.",
             "Ask for the new season's times, or set status: paused.")
        return
    if end and end <= today + ENDS_SOON:
        place: tuple[str | int, ...] = next(
            (("schedule", index, "date" if line.date else "until")
             for index, line in enumerate(entry.schedule) if last_day([line]) == end),
            ("exceptions",))
        warn(place, "season-ends",
             f"All times end on {_named(end)}.",
             "Ask for the new season's times and add them as new lines.")
    _lines_over(entry, today, warn)


def _never_open(entry: Entry, times: Timetable | None, today: datetime.date,
                horizon: datetime.date, warn: Warn) -> None:
    """A season of another year, or an exception that closes everything."""
    end = last_day(entry.schedule, entry.exceptions)
    dated = any(line.days or line.date for line in entry.schedule)
    if dated and not (times and times.occurrences) and not (end and end < today):
        warn(("schedule",), "never-open", f"It is not open once until {horizon}.",
             "Check the years of the season and of the exceptions, or set status: paused.")


def _lines_over(entry: Entry, today: datetime.date, warn: Warn) -> None:
    """Weekdays whose season is over while other times go on: perhaps nobody told the new one."""
    going = {day for line in entry.schedule if not ended(line, today) for day in line.days or ()}
    latest: dict[str, tuple[datetime.date, int]] = {}
    for index, line in enumerate(entry.schedule):
        for day in line.days or ():
            if line.until and day not in going:
                latest[day] = max(latest.get(day, (line.until, index)), (line.until, index))
    for until, index in set(latest.values()):
        days = [day for day in WEEKDAYS if latest.get(day) == (until, index)]
        warn(("schedule", index, "until"), "line-over",
             f"The season ended {until}, and no other line has {', '.join(days)}.",
             "Ask whether it goes on; then change the season, or remove the line.")


def _holidays(entry: Entry, times: Timetable, warn: Warn) -> None:
    """Weekly times on public holidays: open or closed? A date that is written out is an answer."""
    days = sorted({one.day for one in times.occurrences
                   if one.unsure and entry.schedule[one.line].days})
    if days:
        named = [f"{day} {holiday_names(day.year, 'fi')[day]}" for day in days[:NAMED]]
        more = f" and {len(days) - NAMED} more" if len(days) > NAMED else ""
        warn(("schedule",), "holidays-unhandled",
             f"Is it open on public holidays? Times fall on {', '.join(named)}{more}.",
             "Add exceptions: - {on: public_holidays, closed: true}, or the hours on those days.")


def _duplicates(catalogue: Catalogue, problems: Problems) -> None:
    seen: dict[tuple[object, ...], str] = {}
    for entry in catalogue.listed():
        key = (entry.kind, tuple(sorted(entry.name.items())), entry.organiser,
               catalogue.reach[entry.id], str(entry.address))
        if key in seen:
            problems.add(*catalogue.origin(entry).place(), "likely-duplicate",
                         f"It has the same name, organiser and place as '{seen[key]}'.",
                         "Remove one of them, and add its id to the other's aliases.")
        seen.setdefault(key, entry.id)
