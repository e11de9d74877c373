"""Opening times of other systems → ``schedule`` and ``exceptions`` of a record."""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from familycentre.language import labels
from familycentre.values import WEEKDAYS

_LONG = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5,
         "sunday": 6}
_ICAL = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
MEETINGS = 400
"""Dated meetings of one series that are looked at: more than one a day for a year."""
DATES = 60
"""Dated openings that one record may hold; the contract takes 100 lines."""


def weekday(name: str) -> int | None:
    """Monday is 0; given as Monday, MO, mon or 1–7 (ISO)."""
    key = name.strip().casefold()
    if key in _LONG:
        return _LONG[key]
    if name.strip().upper() in _ICAL:
        return _ICAL[name.strip().upper()]
    if key[:3] in WEEKDAYS and key:
        return next(index for index, one in enumerate(WEEKDAYS) if one == key[:3])
    return int(key) - 1 if key in tuple("1234567") else None


def days_between(first: int, last: int) -> list[int]:
    """Weekdays from one to another, over Sunday when it must be."""
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def weekly(times: Iterable[tuple[int, str | None, str | None]], **more: Any
           ) -> list[dict[str, Any]]:
    """Lines of a schedule from (weekday, start, end); days with the same hours stand together."""
    same: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for day, start, end in times:
        if day not in same[start, end]:
            same[start, end].append(day)
    lines = []
    for (start, end), days in same.items():
        line: dict[str, Any] = {"days": [WEEKDAYS[day] for day in sorted(days)]}
        if start:
            line["start"] = start
            if end and end != start:
                line["end"] = end
        lines.append({**line, **{key: value for key, value in more.items() if value}})
    return sorted(lines, key=lambda one: (WEEKDAYS.index(one["days"][0]), one.get("start", "")))


@dataclass(frozen=True)
class Meeting:
    """One dated meeting."""

    day: datetime.date
    start: str | None = None
    end: str | None = None


def folded(meetings: Sequence[Meeting]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Dated meetings → weekly lines with their season, and exceptions for the weeks left out.

    Four or more meetings on a weekday at the same hours become one line: every week, or every
    second, third or fourth week, when at most a third of the weeks is left out; those become
    exceptions. What is not regular stays dated.
    """
    series: dict[tuple[int, str | None, str | None], set[datetime.date]] = defaultdict(set)
    for one in meetings[:MEETINGS]:
        series[one.day.weekday(), one.start, one.end].add(one.day)
    lines: list[dict[str, Any]] = []
    dated: list[dict[str, Any]] = []
    gaps: set[datetime.date] = set()
    open_days = {one.day for one in meetings[:MEETINGS]}
    regular: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for (day, start, end), days in series.items():
        rhythm = _rhythm(sorted(days))
        if rhythm is None or open_days.intersection(rhythm[1]):  # an exception closes all lines
            dated += [_timed({"date": one.isoformat()}, start, end) for one in sorted(days)]
            continue
        weeks, missing = rhythm
        season = _monday(min(days)), _monday(max(days))
        regular[start, end, weeks, season, tuple(missing)].append(day)
        gaps.update(missing)
    for (start, end, weeks, _, _), days_ in regular.items():
        all_days = sorted(one for day in days_ for one in series[day, start, end])
        line = _timed({"days": [WEEKDAYS[day] for day in sorted(days_)]}, start, end)
        line |= {"from": all_days[0].isoformat(), "until": all_days[-1].isoformat()}
        lines.append(line | ({"every": weeks} if weeks > 1 else {}))
    lines.sort(key=lambda one: (WEEKDAYS.index(one["days"][0]), one.get("start", ""), one["from"]))
    dated.sort(key=lambda one: (one["date"], one.get("start", "")))
    exceptions = [{"date": one.isoformat(), "closed": True} for one in sorted(gaps)]
    return lines + dated[:DATES], exceptions


def _timed(line: dict[str, Any], start: str | None, end: str | None) -> dict[str, Any]:
    if start:
        line["start"] = start
        if end and end != start:
            line["end"] = end
    return line


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def _rhythm(days: list[datetime.date]) -> tuple[int, list[datetime.date]] | None:
    """How many weeks lie between meetings, and the days of that rhythm without one; else None."""
    if len(days) < 4:
        return None
    steps = [(after - before).days // 7 for before, after in itertools.pairwise(days)]
    weeks = min(steps)
    if weeks > 4 or any(step % weeks for step in steps):
        return None
    expected = [days[0] + datetime.timedelta(weeks=number)
                for number in range(0, (days[-1] - days[0]).days // 7 + 1, weeks)]
    missing = sorted(set(expected) - set(days))
    return (weeks, missing) if len(missing) * 3 <= len(expected) else None


def in_words(lines: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Weekly lines in Finnish and Swedish, such as ``ma–pe 9.00–15.00``, for a contact's hours."""
    found = {}
    for language in ("fi", "sv"):
        names = labels(language)["weekday_short"]
        told = []
        for line in lines:
            if "days" not in line:
                continue
            numbers = [WEEKDAYS.index(day) for day in line["days"]]
            run = len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1))
            days = (f"{names[WEEKDAYS[numbers[0]]]}–{names[WEEKDAYS[numbers[-1]]]}" if run
                    else ", ".join(names[WEEKDAYS[one]] for one in numbers))
            hours = "–".join(line[key].replace(":", ".") for key in ("start", "end") if key in line)
            told.append(f"{days} {hours}".strip())
        if told:
            found[language] = "; ".join(told)
    return found
