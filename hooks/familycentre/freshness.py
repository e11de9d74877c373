"""How fresh a record's facts are."""

from __future__ import annotations

import calendar
import datetime
from typing import Literal

from familycentre.model import Freshness

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
