"""A timetable as the browser gets it: few bytes, every day of the horizon, words included.

The page picks "today" and "next" from this, so a site built weeks ago still tells the truth. A row
is ``[days, start, end, words, language of the words, holiday]``, cut after its last word:

- *days*: runs of days since 1970-01-01, as in ``20780x26 20969`` (26 weeks on, then one day more)
  or ``20780x13/14`` (every 14 days);
- *start*, *end*: ``HH:MM`` or empty; start is ``-`` on days when an exception closes;
- *words*: the note beside the hours, or why it is closed;
- *holiday*: the public holiday on which nobody has said whether it is open.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from familycentre.language.speaker import Speaker
from familycentre.schedule import Closure, Occurrence, Timetable, weekly

EPOCH = datetime.date(1970, 1, 1)
CLOSED = "-"

Row = list[str]


def rows(times: Timetable, speaker: Speaker) -> list[Row]:
    """Everything of a timetable, a row for each different hours and words."""
    found: dict[tuple[str, ...], set[datetime.date]] = {}
    for one in times.occurrences:
        found.setdefault(_opening(one, speaker), set()).add(one.day)
    for closure in times.closures:
        found.setdefault(_closure(closure, speaker), set()).add(closure.day)
    return [_row(runs(days), key) for key, days in found.items()]


def closed_rows(closures: Iterable[Closure], speaker: Speaker) -> list[Row]:
    """Closed days alone, a row for each reason."""
    return rows(Timetable(EPOCH, EPOCH, closures=tuple(closures)), speaker)


def runs(days: Iterable[datetime.date]) -> str:
    """Days as the browser reads them: ``20780x26``."""
    told = []
    for first, step, count in weekly(days):
        number = str((first - EPOCH).days)
        told.append(number if count == 1 else f"{number}x{count}" if step == 7
                    else f"{number}x{count}/{step}")
    return " ".join(told)


def _opening(one: Occurrence, speaker: Speaker) -> tuple[str, ...]:
    words, language = speaker.pick(dict(one.note)) if one.note else ("", "")
    holiday = speaker.holiday(one.day) if one.unsure else ""
    return one.start, one.end, words, "" if language == speaker.language else language, holiday


def _closure(one: Closure, speaker: Speaker) -> tuple[str, ...]:
    words, language = speaker.why_closed(one)
    return CLOSED, "", words, "" if language == speaker.language else language


def _row(days: str, rest: tuple[str, ...]) -> Row:
    row = [days, *rest]
    while not row[-1]:
        row.pop()
    return row
