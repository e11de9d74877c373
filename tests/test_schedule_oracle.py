"""Any schedule, expanded a second time with python-dateutil: both must name the same days.

The second expansion reads the records as they are written, not the models, and shares no code with
``familycentre.schedule``: recurrence rules instead of walking the weeks, and a calendar on which
the exceptions are painted, the weakest first, instead of asking each day which one holds.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import holidays
import pytest
from dateutil import rrule, tz
from dateutil.relativedelta import SU, relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from familycentre.coming import runs
from familycentre.model import Opening, ScheduleException
from familycentre.schedule import Break, Occurrence, moments, timetable, weekly

Record = dict[str, Any]
Words = tuple[tuple[str, str], ...]
Told = tuple[datetime.date, str, str, Words]
Shut = tuple[datetime.date, int, str, Words]

DAY = datetime.timedelta(days=1)
MIDNIGHT = datetime.time()
WEEKDAYS = {"mon": rrule.MO, "tue": rrule.TU, "wed": rrule.WE, "thu": rrule.TH, "fri": rrule.FR,
            "sat": rrule.SA, "sun": rrule.SU}
MONTH_WEEKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
WEEKS = {"odd": range(1, 54, 2), "even": range(2, 54, 2)}

CHANGES = [datetime.date(year, month, 1) + relativedelta(day=31, weekday=SU(-1))
           for year in (2026, 2027, 2028) for month in (3, 10)]
"""The Sundays on which the clocks change: the last ones of March and October."""
TURNS = [datetime.date(year, 1, 1) for year in (2021, 2025, 2026, 2027, 2028, 2029, 2033)]
"""Turns of the year; 2020, 2026 and 2032 have 53 ISO weeks, 2024, 2025 and 2027 have 52."""


# --- the second expansion ------------------------------------------------------------------------


@dataclass
class Case:
    """Records as in a file, and the days that are asked for."""

    schedule: list[Record]
    exceptions: list[Record]
    breaks: list[Break]
    first: datetime.date
    last: datetime.date


def at(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, MIDNIGHT)


def words(record: Record) -> Words:
    return tuple(sorted(record.get("note", {}).items()))


def named_days(line: Record, first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """The days of a line from *first* to *last*, by recurrence rules of RFC 5545."""
    found = rrule.rruleset()
    begins = at(line.get("from", first))
    ends = at(line.get("until", last))
    weekdays = [WEEKDAYS[day] for day in line.get("days", [])]
    if "date" in line:
        found.rdate(at(line["date"]))
    elif "always" in line:
        found.rrule(rrule.rrule(rrule.DAILY, begins, until=ends))
    elif "weeks" in line:
        found.rrule(rrule.rrule(rrule.YEARLY, begins, wkst=rrule.MO, until=ends,
                                byweekno=WEEKS[line["weeks"]], byweekday=weekdays))
    elif "of_month" in line:
        found.rrule(rrule.rrule(
            rrule.MONTHLY, begins, until=ends,
            byweekday=[day(MONTH_WEEKS[week]) for day in weekdays for week in line["of_month"]]))
    elif weekdays:
        found.rrule(rrule.rrule(rrule.WEEKLY, begins, interval=line.get("every", 1),
                                wkst=rrule.MO, until=ends, byweekday=weekdays))
    return [one.date() for one in found.between(at(first), at(last), inc=True)]


@cache
def free_days() -> frozenset[datetime.date]:
    return frozenset(holidays.country_holidays("FI", years=range(2019, 2036)))


def each_day(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + DAY * number for number in range((last - first).days + 1)]


def painted(case: Case) -> dict[datetime.date, tuple[Record, Words]]:
    """The exception that holds on each day and its words: the weakest first, then painted over."""
    found: dict[datetime.date, tuple[Record, Words]] = {}
    window = set(each_day(case.first, case.last))
    great = {day for day in free_days() if (day.month, day.day) == (12, 24)
             or (day.month == 6 and day.weekday() == 4)}
    eves = ({day - DAY for day in free_days() - great} - free_days()) | great
    backwards = case.exceptions[::-1]
    for one in backwards:
        if one.get("on") == "school_holidays":
            for holiday in case.breaks[::-1]:
                for day in window.intersection(each_day(holiday.first, holiday.last)):
                    found[day] = one, words(one) or holiday.name
    for rule, days in (("public_holidays", free_days()), ("eves", eves)):
        for one in backwards:
            if one.get("on") == rule:
                found |= dict.fromkeys(window & days, (one, words(one)))
    for one in backwards:
        if "from" in one:
            days = frozenset(each_day(one["from"], one["until"]))
            found |= dict.fromkeys(window & days, (one, words(one)))
    for one in backwards:
        if "date" in one:
            found[one["date"]] = one, words(one)
    return found


def expected(case: Case) -> tuple[list[Told], list[Shut]]:
    """What is open and what is closed."""
    holds = painted(case)
    told: set[Told] = set()
    shut: set[Shut] = set()
    for number, line in enumerate(case.schedule):
        start, end = ("00:00", "24:00") if "always" in line else (
            line.get("start", ""), line.get("end", ""))
        for day in named_days(line, case.first, case.last):
            one, why = holds.get(day, (None, ()))
            if one is None:
                told.add((day, start, end, words(line)))
            elif "closed" in one:
                shut.add((day, number, one.get("on", ""), why))
            elif "date" not in one:
                told.add((day, one["start"], one["end"], words(one)))
    for one in case.exceptions:
        if "date" in one and "start" in one and case.first <= one["date"] <= case.last and (
                "start" in holds[one["date"]][0]):
            told.add((one["date"], one["start"], one["end"], words(one)))
    return sorted(told), sorted(shut)


def found(case: Case) -> tuple[list[Told], list[Shut]]:
    """What the project says."""
    times = timetable(
        [Opening.model_validate(line) for line in case.schedule],
        [ScheduleException.model_validate(one) for one in case.exceptions],
        case.first, case.last, case.breaks)
    return ([(one.day, one.start, one.end, one.note) for one in times.occurrences],
            [(one.day, one.line, one.on, one.note) for one in times.closures])


# --- what is generated ---------------------------------------------------------------------------

HOURS = [("09:30", "12:00"), ("12:00", "14:00"), ("17:00", "24:00"), ("22:00", "02:00"),
         ("00:00", "06:00"), ("03:30", "04:30"), ("22:00", "00:00")]
hours = st.sampled_from([{"start": start, "end": end} for start, end in HOURS])
some_hours = hours | st.sampled_from([{}, {"start": "10:00"}])
notes = st.sampled_from([{}, {}, {"note": {"fi": "hei"}}, {"note": {"sv": "hej", "fi": "hei"}}])
rhythms: st.SearchStrategy[Record] = st.one_of(
    st.just({}),
    st.sampled_from([{"weeks": "odd"}, {"weeks": "even"}]),
    st.integers(2, 12).map(lambda number: {"every": number}),
    st.lists(st.sampled_from(list(MONTH_WEEKS)), min_size=1, max_size=3, unique=True)
    .map(lambda weeks: {"of_month": weeks}),
)
some_weekdays = st.lists(st.sampled_from(list(WEEKDAYS)), min_size=1, max_size=4, unique=True)


def joined(*records: Record) -> Record:
    return {key: value for record in records for key, value in record.items()}


def around(first: datetime.date, last: datetime.date) -> st.SearchStrategy[datetime.date]:
    """Days of a window or shortly before and after it."""
    return st.dates(first - 6 * DAY, last + 6 * DAY)


@st.composite
def lines(draw: st.DrawFn, first: datetime.date, last: datetime.date) -> Record:
    """One line of a schedule that names days."""
    form = draw(st.sampled_from(["days", "days", "days", "days", "date", "always"]))
    if form == "date":
        return joined({"date": draw(around(first, last))}, draw(some_hours), draw(notes))
    if form == "always":
        return joined({"always": True}, draw(notes))
    line = joined({"days": draw(some_weekdays)}, draw(some_hours), draw(rhythms), draw(notes))
    begins = draw(st.none() | around(first, last) | st.dates(first - 800 * DAY, first))
    if begins is None and "every" in line:
        begins = first - 100 * DAY
    ends = draw(st.none() | around(first, last))
    if begins and ends:
        begins, ends = sorted((begins, ends))
    return joined(line, {"from": begins} if begins else {}, {"until": ends} if ends else {})


@st.composite
def exceptions(draw: st.DrawFn, first: datetime.date, last: datetime.date) -> Record:
    form = draw(st.sampled_from(
        ["date", "range", "public_holidays", "eves", "school_holidays"]))
    if form == "date":
        when: Record = {"date": draw(around(first, last))}
    elif form == "range":
        begins, ends = sorted(draw(st.tuples(around(first, last), around(first, last))))
        when = {"from": begins, "until": ends}
    else:
        when = {"on": form}
    return joined(when, draw(hours | st.just({"closed": True})), draw(notes))


@st.composite
def breaks(draw: st.DrawFn, first: datetime.date, last: datetime.date) -> Break:
    begins = draw(around(first, last))
    name = draw(st.sampled_from([(), (("fi", "syysloma"), ("sv", "höstlov"))]))
    return Break(begins, begins + DAY * draw(st.integers(0, 16)), name)


@st.composite
def cases(draw: st.DrawFn, windows: st.SearchStrategy[tuple[datetime.date, int]]) -> Case:
    first, length = draw(windows)
    last = first + DAY * length
    return Case(draw(st.lists(lines(first, last), min_size=1, max_size=3)),
                draw(st.lists(exceptions(first, last), min_size=1, max_size=5)),
                draw(st.lists(breaks(first, last), max_size=2)), first, last)


anywhere = st.tuples(
    st.dates(datetime.date(2024, 1, 1), datetime.date(2029, 6, 30)), st.integers(0, 90))
turns = st.builds(
    lambda turn, before, length: (turn - DAY * before, length),
    st.sampled_from(CHANGES + TURNS), st.integers(0, 16), st.integers(0, 32))


def thorough(examples: int) -> settings:
    return settings(derandomize=True, deadline=None, max_examples=examples, database=None,
                    suppress_health_check=[HealthCheck.too_slow])


# --- days ----------------------------------------------------------------------------------------


def test_the_turns_of_the_year_are_after_years_of_52_and_of_53_weeks() -> None:
    assert {(turn - 4 * DAY).isocalendar().week for turn in TURNS} == {52, 53}


@thorough(1500)
@given(cases(anywhere))
def test_openings_and_closures_are_those_of_recurrence_rules(case: Case) -> None:
    assert found(case) == expected(case)


@thorough(1500)
@given(cases(turns))
def test_they_are_so_when_the_clocks_change_and_at_the_turn_of_the_year(case: Case) -> None:
    assert found(case) == expected(case)


@thorough(300)
@given(cases(anywhere), st.data())
def test_a_part_of_the_time_tells_the_same_of_its_days(case: Case, data: st.DataObject) -> None:
    first, last = sorted(data.draw(st.tuples(
        st.dates(case.first, case.last), st.dates(case.first, case.last))))
    told, shut = found(case)
    assert found(replace(case, first=first, last=last)) == (
        [one for one in told if first <= one[0] <= last],
        [one for one in shut if first <= one[0] <= last])


@thorough(500)
@given(st.sampled_from(sorted(day for day in free_days() if 2024 <= day.year <= 2029)), st.data())
def test_weekly_times_are_unsure_on_holidays_of_which_no_exception_speaks(
    holiday: datetime.date, data: st.DataObject
) -> None:
    first, last = holiday - 4 * DAY, holiday + 4 * DAY
    case = Case([{"days": list(WEEKDAYS), "start": "10:00", "end": "12:00"}],
                data.draw(st.lists(exceptions(first, last), max_size=2)), [], first, last)
    times = timetable(
        [Opening.model_validate(line) for line in case.schedule],
        [ScheduleException.model_validate(one) for one in case.exceptions], first, last)
    assert {one.day for one in times.occurrences if one.unsure} == (
        set(each_day(first, last)) & free_days()) - painted(case).keys()


# --- moments -------------------------------------------------------------------------------------

HELSINKI = tz.gettz("Europe/Helsinki")
clock = st.integers(0, 95).map(lambda quarter: quarter * 15)
nights = st.builds(lambda change, days: change + DAY * days,
                   st.sampled_from(CHANGES), st.integers(-2, 2))


def hhmm(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def universal(day: datetime.date, minutes: int) -> datetime.datetime:
    """Minutes after midnight on the wall clock, through dateutil's reading of the time zone.

    A time that does not exist is as much later as the clock is moved: the same moment.
    """
    wall = at(day) + datetime.timedelta(minutes=minutes)
    return tz.resolve_imaginary(wall.replace(tzinfo=HELSINKI)).astimezone(datetime.UTC)


@thorough(1000)
@given(nights | st.dates(datetime.date(2024, 1, 1), datetime.date(2033, 12, 31)),
       clock, clock | st.just(24 * 60))
def test_moments_are_those_of_the_clock_on_the_wall(
    day: datetime.date, start: int, end: int
) -> None:
    if start == end:
        end = 24 * 60
    span = moments(Occurrence(day, hhmm(start), hhmm(end)))
    assert span
    length = (end - start) % (24 * 60) or 24 * 60
    begins, ends = (moment.astimezone(datetime.UTC) for moment in span)
    assert begins == universal(day, start)
    assert ends == max(begins, universal(day, start + length))
    moved = (ends - begins) - datetime.timedelta(minutes=length)
    assert abs(moved) in (datetime.timedelta(0), datetime.timedelta(hours=1)) or begins == ends
    if moved:
        change = next(one for one in each_day(day, day + DAY) if one.weekday() == 6)
        assert (change + 7 * DAY).month != change.month
        assert change.month == (3 if moved.total_seconds() < 0 else 10)


@pytest.mark.parametrize("change", CHANGES)
def test_the_day_of_the_change_has_23_or_25_hours(change: datetime.date) -> None:
    span = moments(Occurrence(change, "00:00", "24:00"))
    assert span
    begins, ends = (moment.astimezone(datetime.UTC) for moment in span)
    assert ends - begins == datetime.timedelta(hours=23 if change.month == 3 else 25)


# --- runs ----------------------------------------------------------------------------------------


def decoded(text: str) -> list[datetime.date]:
    """The days of ``20780x13/14 20969``, counted from 1970."""
    days: list[datetime.date] = []
    for run in text.split(" ") if text else []:
        first, _, rest = run.partition("x")
        count, _, step = rest.partition("/")
        days += (datetime.date.fromordinal(719163 + int(first) + int(step or 7) * number)
                 for number in range(int(count or 1)))
    return days


series = st.builds(
    lambda first, step, count: {first + DAY * step * number for number in range(count)},
    st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)),
    st.sampled_from([1, 2, 7, 7, 14, 21, 28]), st.integers(1, 20))
some_days = st.one_of(
    st.sets(st.dates(datetime.date(2026, 9, 1), datetime.date(2027, 3, 31)), max_size=40),
    st.sets(st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)), max_size=12),
    st.lists(series, max_size=4).map(lambda several: set().union(*several)))


@thorough(1000)
@given(some_days)
def test_any_days_survive_the_way_to_the_browser(days: set[datetime.date]) -> None:
    read = decoded(runs(days))
    assert set(read) == days
    assert len(read) == len(days)
    for _, step, count in weekly(days):
        assert step == 7 if count == 1 else step % 7 == 0


def test_a_whole_year_of_days_is_seven_runs() -> None:
    year = each_day(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    assert len(runs(year).split(" ")) == 7
