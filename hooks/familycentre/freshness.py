"""How fresh a record's facts are."""

from __future__ import annotations

import calendar
import datetime
from typing import Literal

from familycentre.model import Entry, Freshness, Record, Waiting

State = Literal["fresh", "due", "overdue", "unverified"]


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month, *months* earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def state(verified: datetime.date | None, today: datetime.date, limits: Freshness) -> State:
    """fresh, due or overdue by the directory's thresholds; unverified when nobody confirmed."""
    if verified is None:
        return "unverified"
    if verified >= months_before(today, limits.due_months):
        return "fresh"
    if verified >= months_before(today, limits.overdue_months):
        return "due"
    return "overdue"


def good_until(verified: datetime.date | None, limits: Freshness) -> datetime.date | None:
    """The last day on which the facts need no warning; None when nobody confirmed them."""
    return months_before(verified, -limits.overdue_months) if verified else None


WAITING_MONTHS = 3
"""A waiting time that was told longer ago is not told on."""


def waiting(entry: Entry, today: datetime.date) -> Waiting | None:
    """The entry's waiting time, while it still counts."""
    told = entry.waiting
    return told if told and told.told >= months_before(today, WAITING_MONTHS) else None


def changed(record: Record) -> datetime.date | None:
    """The day the record last changed, as far as the record itself tells.

    The latest of *updated*, *verified* and the source's day (the first of its month or year when
    that is all it says); None when it tells none. Never the clock: the same data, the same day.
    """
    days = [day for day in (getattr(record, "updated", None), record.verified) if day]
    if record.source and record.source.date:
        year, month, day = (*record.source.date.split("-"), "01", "01")[:3]
        days.append(datetime.date(int(year), int(month), int(day)))
    return max(days, default=None)
