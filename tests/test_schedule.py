"""On which days something is open."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familycentre.model import Opening, ScheduleException
from familycentre.schedule import Occurrence, holiday_names, last_day, occurrences, opens_on
from familycentre.values import WEEKDAYS

D = datetime.date.fromisoformat


def opening(**fields: Any) -> Opening:
    return Opening.model_validate(fields)


def exception(**fields: Any) -> ScheduleException:
    return ScheduleException.model_validate(fields)


def days(
    schedule: Sequence[Opening], first: str, count: int,
    exceptions: Sequence[ScheduleException] = (),
) -> list[str]:
    return [str(one.day) for one in occurrences(schedule, exceptions, D(first), count)]


MONDAYS = opening(days=["mon"], start="10:00", end="12:00")


def test_weekly_times() -> None:
    schedule = [opening(days=["mon", "thu"], start="09:30", end="12:00", note={"fi": "hei"})]
    assert occurrences(schedule, [], D("2026-11-16"), 7) == [
        Occurrence(D("2026-11-16"), "09:30", "12:00", (("fi", "hei"),)),
        Occurrence(D("2026-11-19"), "09:30", "12:00", (("fi", "hei"),)),
    ]


def test_the_first_day_counts_and_the_day_after_the_last_does_not() -> None:
    assert days([MONDAYS], "2026-11-16", 7) == ["2026-11-16"]
    assert days([MONDAYS], "2026-11-16", 8) == ["2026-11-16", "2026-11-23"]
    assert days([MONDAYS], "2026-11-17", 6) == []
    assert days([MONDAYS], "2026-11-16", 0) == []


def test_a_year_with_week_53_has_two_odd_weeks_in_a_row() -> None:
    odd = [opening(days=["mon"], weeks="odd")]
    even = [opening(days=["mon"], weeks="even")]
    # 2026 has 53 ISO weeks: 28 December 2026 is in week 53, 4 January 2027 in week 1.
    assert days(odd, "2026-12-14", 35) == ["2026-12-14", "2026-12-28", "2027-01-04"]
    assert days(even, "2026-12-14", 35) == ["2026-12-21", "2027-01-11"]


def test_the_first_days_of_january_belong_to_the_week_of_the_old_year() -> None:
    # Friday 1 January 2027 is in week 53 of 2026.
    assert days([opening(days=["fri"], weeks="odd")], "2027-01-01", 8) == [
        "2027-01-01", "2027-01-08"]


def test_the_last_days_of_december_belong_to_week_1() -> None:
    # Monday 30 December 2024 is in week 1 of 2025.
    assert days([opening(days=["mon"], weeks="odd")], "2024-12-30", 8) == ["2024-12-30"]


def test_both_ends_of_a_season_are_open() -> None:
    season = [opening(days=["mon"], **{"from": "2026-11-16", "until": "2026-11-30"})]
    assert days(season, "2026-11-01", 60) == ["2026-11-16", "2026-11-23", "2026-11-30"]


def test_a_season_may_have_one_end() -> None:
    assert days([opening(days=["mon"], until="2026-11-16")], "2026-11-09", 30) == [
        "2026-11-09", "2026-11-16"]
    assert days([opening(days=["mon"], **{"from": "2026-11-23"})], "2026-11-09", 21) == [
        "2026-11-23"]


def test_one_date() -> None:
    assert days([opening(date="2026-11-28", start="10:00", end="14:00")], "2026-11-01", 60) == [
        "2026-11-28"]


@pytest.mark.parametrize("words", [
    {"always": True}, {"by_appointment": True}, {"text": {"fi": "sovitusti"}},
])
def test_words_name_no_day(words: dict[str, Any]) -> None:
    assert days([opening(**words)], "2026-11-01", 365) == []


def test_two_times_on_a_day_are_in_order_and_doubles_are_one() -> None:
    schedule = [opening(days=["mon"], start="14:00", end="16:00"), MONDAYS, MONDAYS]
    found = occurrences(schedule, [], D("2026-11-16"), 1)
    assert [(one.start, one.end) for one in found] == [("10:00", "12:00"), ("14:00", "16:00")]


def test_closed_days_of_a_range() -> None:
    closed = exception(**{"from": "2026-11-23", "until": "2026-11-30"}, closed=True)
    assert days([MONDAYS], "2026-11-16", 22, [closed]) == ["2026-11-16", "2026-12-07"]


def test_other_hours_stand_for_all_of_the_day() -> None:
    schedule = [MONDAYS, opening(days=["mon"], start="14:00", end="16:00")]
    other = exception(date="2026-11-16", start="11:00", end="13:00", note={"sv": "kort"})
    assert occurrences(schedule, [other], D("2026-11-16"), 1) == [
        Occurrence(D("2026-11-16"), "11:00", "13:00", (("sv", "kort"),))]


def test_an_exception_opens_no_day_that_the_schedule_does_not() -> None:
    other = exception(date="2026-11-17", start="11:00", end="13:00")
    assert days([MONDAYS], "2026-11-17", 1, [other]) == []


def test_a_date_wins_over_a_range_and_a_range_over_holidays() -> None:
    christmas = [opening(days=list(WEEKDAYS), start="10:00", end="12:00")]
    holidays = exception(on="public_holidays", closed=True)
    winter = exception(**{"from": "2026-12-20", "until": "2026-12-27"}, start="08:00", end="09:00")
    eve = exception(date="2026-12-25", start="06:00", end="07:00")
    found = {str(one.day): one.start
             for one in occurrences(christmas, [holidays, winter, eve], D("2026-12-19"), 20)}
    assert found["2026-12-19"] == "10:00"
    assert found["2026-12-24"] == "08:00"
    assert found["2026-12-25"] == "06:00"
    assert found["2026-12-26"] == "08:00"
    assert found["2026-12-28"] == "10:00"
    assert "2027-01-01" not in found
    assert "2027-01-06" not in found


def test_every_public_holiday_of_the_year_is_closed() -> None:
    daily = [opening(days=list(WEEKDAYS), start="10:00", end="12:00")]
    found = days(daily, "2026-01-01", 365, [exception(on="public_holidays", closed=True)])
    closed = {str(D("2026-01-01") + datetime.timedelta(n)) for n in range(365)} - set(found)
    # Almanac of the University of Helsinki for 2026, with Midsummer's and Christmas Eve optional.
    assert {
        "2026-01-01", "2026-01-06", "2026-04-03", "2026-04-05", "2026-04-06", "2026-05-01",
        "2026-05-14", "2026-05-24", "2026-06-20", "2026-10-31", "2026-12-06", "2026-12-25",
        "2026-12-26",
    } <= closed
    assert len(closed) <= 15


@pytest.mark.parametrize(("language", "name"), [
    ("fi", "itsenäisyyspäivä"), ("sv", "självständighetsdagen"),
])
def test_holidays_have_names_in_the_language_of_the_page(language: str, name: str) -> None:
    for year in (2025, 2026, 2030):
        names = holiday_names(year, language)
        assert names[datetime.date(year, 12, 6)].casefold() == name
        assert not any("day" in word.split() or "Independence" in word or "Christmas" in word
                       for word in names.values())


def test_holidays_in_two_languages_are_the_same_days() -> None:
    assert holiday_names(2026, "fi").keys() == holiday_names(2026, "sv").keys()


def test_a_language_without_names_fails_instead_of_answering_in_english() -> None:
    with pytest.raises(KeyError):
        holiday_names(2026, "en")


@pytest.mark.parametrize("first", ["2026-03-28", "2026-10-24"])
def test_clock_times_stay_when_the_clocks_are_moved(first: str) -> None:
    nights = [opening(days=list(WEEKDAYS), start="03:30", end="04:30")]
    found = occurrences(nights, [], D(first), 3)
    assert len(found) == 3
    assert {(one.start, one.end) for one in found} == {("03:30", "04:30")}


def test_past_midnight_and_to_midnight_keep_their_words() -> None:
    schedule = [opening(days=["mon"], start="22:00", end="02:00"),
                opening(days=["tue"], start="18:00", end="24:00")]
    found = occurrences(schedule, [], D("2026-11-16"), 2)
    assert [(one.start, one.end) for one in found] == [("22:00", "02:00"), ("18:00", "24:00")]


@pytest.mark.parametrize(("schedule", "last"), [
    ([], None),
    ([{"days": ["mon"]}], None),
    ([{"days": ["mon"], "until": "2026-12-18"}], "2026-12-18"),
    ([{"date": "2026-11-28"}, {"days": ["mon"], "until": "2026-11-01"}], "2026-11-28"),
    ([{"date": "2026-11-28"}, {"days": ["mon"]}], None),
    ([{"date": "2026-11-28"}, {"always": True}], None),
    ([{"text": {"fi": "kesällä"}, "until": "2026-08-31"}], "2026-08-31"),
])
def test_last_day(schedule: list[dict[str, Any]], last: str | None) -> None:
    assert last_day([opening(**line) for line in schedule]) == (D(last) if last else None)


dates = st.dates(datetime.date(2024, 1, 1), datetime.date(2028, 12, 31))
weekly = st.builds(
    lambda named, season, weeks: opening(
        days=named, weeks=weeks, start="10:00", end="12:00",
        **{"from": min(season), "until": max(season)}),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True), st.tuples(dates, dates),
    st.sampled_from([None, "odd", "even"]),
)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(weekly, min_size=1, max_size=4), st.booleans(), dates, st.integers(0, 120))
def test_every_occurrence_is_allowed_sorted_and_unique(
    schedule: list[Opening], closed_on_holidays: bool, first: datetime.date, count: int
) -> None:
    exceptions = [exception(on="public_holidays", closed=True)] if closed_on_holidays else []
    found = occurrences(schedule, exceptions, first, count)
    assert found == sorted(set(found))
    for one in found:
        assert first <= one.day < first + datetime.timedelta(days=count)
        line = next(line for line in schedule if opens_on(line, one.day))
        assert line.days is not None
        assert WEEKDAYS[one.day.weekday()] in line.days
        assert line.from_ is not None
        assert line.until is not None
        assert line.from_ <= one.day <= line.until
        assert not closed_on_holidays or one.day not in holiday_names(one.day.year, "fi")
    named = {one.day for one in found}
    for offset in range(count):
        day = first + datetime.timedelta(days=offset)
        if day not in named and any(opens_on(line, day) for line in schedule):
            assert closed_on_holidays
            assert day in holiday_names(day.year, "fi")
