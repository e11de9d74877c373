"""A timetable as the browser gets it: few bytes, every day of the horizon.

The page picks "today" and "next" from this, so a site built weeks ago still tells the truth. A row
is ``[days, start, end, words, language of the words, sure]``, cut after its last word:

- *days*: runs of days since 1970-01-01, as in ``20780x26 20969`` (26 weeks on, then one day more)
  or ``20780x13/14`` (every 14 days);
- *start*, *end*: ``HH:MM`` or empty; start is ``-`` on days when an exception closes;
- *words*: the note beside the hours, or why it is closed; on a public holiday closed without words
  the holiday's name is the reason;
- *sure*: ``1`` on public holidays of which the record speaks. On the others nobody has said whether
  it is open. The script knows the holidays' names (:func:`holidays`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from familycentre.language.speaker import Speaker
from familycentre.schedule import (
    Closure,
    Occurrence,
    Timetable,
    holiday_names,
    is_holiday,
    weekly,
)

EPOCH = datetime.date(1970, 1, 1)
CLOSED = "-"
NEXT = 3
"""Coming openings in a record's page; the script goes on from there."""

Row = list[str]


def rows(times: Timetable, speaker: Speaker) -> list[Row]:
    """Everything of a timetable, a row for each different hours and words."""
    found: dict[tuple[str, ...], set[datetime.date]] = {}
    for one in times.occurrences:
        found.setdefault(_opening(one, speaker), set()).add(one.day)
    for closure in times.closures:
        found.setdefault(_closure(closure, speaker), set()).add(closure.day)
    return [_row(runs(days), key) for key, days in found.items()]


def next_days(times: Timetable, speaker: Speaker) -> list[Occurrence | list[Closure]]:
    """The next openings, and between them what is closed; days with one reason are together."""
    found: list[Occurrence | list[Closure]] = []
    openings = 0
    every: list[Occurrence | Closure] = [*times.occurrences, *times.closures]
    for one in sorted(every, key=lambda one: one.day):
        last = found[-1] if found else None
        if isinstance(one, Occurrence):
            found.append(one)
            openings += 1
            if openings == NEXT:
                break
        elif isinstance(last, list) and speaker.why_closed(last[-1]) == speaker.why_closed(one):
            last.append(one)
        else:
            found.append([one])
    return found if openings else []


def runs(days: Iterable[datetime.date]) -> str:
    """Days as the browser reads them: ``20780x26``."""
    told = []
    for first, step, count in weekly(days):
        number = str((first - EPOCH).days)
        told.append(number if count == 1 else f"{number}x{count}" if step == 7
                    else f"{number}x{count}/{step}")
    return " ".join(told)


def holidays(first: datetime.date, last: datetime.date, speaker: Speaker) -> dict[int, str]:
    """Names of the public holidays from *first* to *last*, by day since 1970-01-01."""
    return {(day - EPOCH).days: speaker.holiday(day) for year in range(first.year, last.year + 1)
            for day in sorted(holiday_names(year, speaker.language)) if first <= day <= last}


def _opening(one: Occurrence, speaker: Speaker) -> tuple[str, ...]:
    words, language = speaker.pick(dict(one.note)) if one.note else ("", "")
    sure = "1" if is_holiday(one.day) and not one.unsure else ""
    return one.start, one.end, words, "" if language == speaker.language else language, sure


def _closure(one: Closure, speaker: Speaker) -> tuple[str, ...]:
    words, language = speaker.why_closed(one)
    if words == speaker.holiday(one.day):
        words = ""
    return CLOSED, "", words, "" if language == speaker.language else language


def _row(days: str, rest: tuple[str, ...]) -> Row:
    row = [days, *rest]
    while not row[-1]:
        row.pop()
    return row
