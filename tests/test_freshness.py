"""How old a confirmation is, in whole months."""

from __future__ import annotations

import datetime

import pytest

from familycentre.freshness import State, months_before, state
from familycentre.model import Freshness

D = datetime.date.fromisoformat


@pytest.mark.parametrize(("day", "months", "before"), [
    ("2026-11-20", 6, "2026-05-20"), ("2026-11-20", 12, "2025-11-20"),
    ("2026-01-15", 1, "2025-12-15"), ("2026-03-31", 1, "2026-02-28"),
    ("2028-03-31", 1, "2028-02-29"), ("2028-02-29", 12, "2027-02-28"),
    ("2026-12-31", 6, "2026-06-30"), ("2026-11-20", 0, "2026-11-20"),
    ("2026-12-01", 12, "2025-12-01"), ("2026-06-30", 120, "2016-06-30"),
])
def test_months_before(day: str, months: int, before: str) -> None:
    assert months_before(D(day), months) == D(before)


@pytest.mark.parametrize(("verified", "expected"), [
    (None, "unverified"), ("2026-11-20", "fresh"), ("2026-05-20", "fresh"),
    ("2026-05-19", "due"), ("2025-11-20", "due"), ("2025-11-19", "overdue"),
    ("1990-01-01", "overdue"),
])
def test_state_changes_the_day_after_the_limit(verified: str | None, expected: State) -> None:
    day = D(verified) if verified else None
    assert state(day, D("2026-11-20"), Freshness()) == expected


def test_the_directory_sets_the_limits() -> None:
    limits = Freshness(due_months=1, overdue_months=1)
    assert state(D("2026-10-20"), D("2026-11-20"), limits) == "fresh"
    assert state(D("2026-10-19"), D("2026-11-20"), limits) == "overdue"
