"""On which days and at what times something is open."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familycentre.coming import EPOCH, runs
from familycentre.model import Opening, ScheduleException
from familycentre.schedule import (
    Break,
    Closure,
    Occurrence,
    Timetable,
    ended,
    holiday_names,
    is_eve,
    last_day,
    line_days,
    moments,
    timetable,
    weekly,
)
from familycentre.values import WEEKDAYS

D = datetime.date.fromisoformat
DAY = datetime.timedelta(days=1)


def opening(**fields: Any) -> Opening:
    return Opening.model_validate(fields)


def exception(**fields: Any) -> ScheduleException:
    return ScheduleException.model_validate(fields)


def table(
    schedule: Sequence[Opening], first: str, last: str,
    exceptions: Sequence[ScheduleException] = (), breaks: Sequence[Break] = (),
) -> Timetable:
    return timetable(schedule, exceptions, D(first), D(last), breaks)


def days(
    schedule: Sequence[Opening], first: str, last: str,
    exceptions: Sequence[ScheduleException] = (), breaks: Sequence[Break] = (),
) -> list[str]:
    return [str(one.day) for one in table(schedule, first, last, exceptions, breaks).occurrences]


def hours(times: Timetable) -> list[tuple[str, str, str]]:
    return [(str(one.day), one.start, one.end) for one in times.occurrences]


MONDAYS = opening(days=["mon"], start="10:00", end="12:00")
DAILY = opening(days=list(WEEKDAYS), start="10:00", end="12:00")


# --- lines -------------------------------------------------------------------------------------


def test_weekly_times() -> None:
    schedule = [opening(days=["mon", "thu"], start="09:30", end="12:00", note={"fi": "hei"})]
    assert table(schedule, "2026-11-16", "2026-11-22") == Timetable(
        D("2026-11-16"), D("2026-11-22"), (
            Occurrence(D("2026-11-16"), "09:30", "12:00", (("fi", "hei"),)),
            Occurrence(D("2026-11-19"), "09:30", "12:00", (("fi", "hei"),)),
        ))


def test_the_first_and_the_last_day_count_and_the_days_around_do_not() -> None:
    assert days([MONDAYS], "2026-11-16", "2026-11-22") == ["2026-11-16"]
    assert days([MONDAYS], "2026-11-16", "2026-11-23") == ["2026-11-16", "2026-11-23"]
    assert days([MONDAYS], "2026-11-16", "2026-11-16") == ["2026-11-16"]
    assert days([MONDAYS], "2026-11-17", "2026-11-22") == []
    assert days([MONDAYS], "2026-11-16", "2026-11-15") == []


def test_a_year_with_week_53_has_two_odd_weeks_in_a_row() -> None:
    odd = [opening(days=["mon"], weeks="odd")]
    even = [opening(days=["mon"], weeks="even")]
    # 2026 has 53 ISO weeks: 28 December 2026 is in week 53, 4 January 2027 in week 1.
    assert days(odd, "2026-12-14", "2027-01-17") == ["2026-12-14", "2026-12-28", "2027-01-04"]
    assert days(even, "2026-12-14", "2027-01-17") == ["2026-12-21", "2027-01-11"]


def test_the_first_days_of_january_belong_to_the_week_of_the_old_year() -> None:
    # Friday 1 January 2027 is in week 53 of 2026.
    assert days([opening(days=["fri"], weeks="odd")], "2027-01-01", "2027-01-08") == [
        "2027-01-01", "2027-01-08"]


def test_the_last_days_of_december_belong_to_week_1() -> None:
    # Monday 30 December 2024 is in week 1 of 2025.
    assert days([opening(days=["mon"], weeks="odd")], "2024-12-30", "2025-01-06") == ["2024-12-30"]


def test_every_n_weeks_is_counted_from_the_iso_week_of_the_first_day() -> None:
    # Wednesday 2 September 2026: its Monday is over, its Friday comes.
    line = opening(days=["mon", "fri"], every=3, **{"from": "2026-09-02"})
    assert days([line], "2026-08-01", "2026-10-12") == [
        "2026-09-04", "2026-09-21", "2026-09-25", "2026-10-12"]


def test_a_season_that_begins_on_a_sunday_counts_from_the_week_that_ends_then() -> None:
    line = opening(days=["mon"], every=2, **{"from": "2026-09-06"})
    assert days([line], "2026-09-01", "2026-10-05") == ["2026-09-14", "2026-09-28"]


def test_every_other_week_goes_on_over_week_53() -> None:
    line = opening(days=["mon"], every=2, **{"from": "2026-12-14", "until": "2027-01-25"})
    assert days([line], "2026-12-01", "2027-02-28") == [
        "2026-12-14", "2026-12-28", "2027-01-11", "2027-01-25"]


def test_every_n_weeks_does_not_depend_on_where_one_begins_to_look() -> None:
    line = opening(days=["thu"], every=5, **{"from": "2024-02-29"})
    found = days([line], "2024-01-01", "2028-12-31")
    assert found[:3] == ["2024-02-29", "2024-04-04", "2024-05-09"]
    assert days([line], "2027-03-10", "2027-12-31") == [
        day for day in found if "2027-03-10" <= day <= "2027-12-31"]


def test_weeks_of_the_month_are_counted_by_their_weekday() -> None:
    # 1 October 2026 is a Thursday: the first Monday comes on the 5th.
    line = opening(days=["mon", "thu"], of_month=["first", "third"])
    assert days([line], "2026-10-01", "2026-11-05") == [
        "2026-10-01", "2026-10-05", "2026-10-15", "2026-10-19", "2026-11-02", "2026-11-05"]


def test_the_fifth_weekday_comes_only_in_some_months() -> None:
    fifth = opening(days=["mon"], of_month=["fifth"])
    assert days([fifth], "2026-10-01", "2027-02-28") == ["2026-11-30"]
    # February has a fifth weekday only in a leap year.
    assert days([opening(days=["tue"], of_month=["fifth"])], "2028-02-01", "2028-02-29") == [
        "2028-02-29"]


def test_the_last_weekday_is_the_fourth_or_the_fifth() -> None:
    last = opening(days=["mon"], of_month=["last"])
    assert days([last], "2026-10-01", "2027-01-31") == [
        "2026-10-26", "2026-11-30", "2026-12-28", "2027-01-25"]


def test_the_fourth_and_the_last_are_one_day_when_there_is_no_fifth() -> None:
    both = opening(days=["mon"], of_month=["last", "fourth"])
    assert days([both], "2026-11-01", "2026-12-31") == ["2026-11-23", "2026-11-30", "2026-12-28"]


def test_both_ends_of_a_season_are_open() -> None:
    season = [opening(days=["mon"], **{"from": "2026-11-16", "until": "2026-11-30"})]
    assert days(season, "2026-11-01", "2026-12-30") == ["2026-11-16", "2026-11-23", "2026-11-30"]


def test_a_season_may_have_one_end() -> None:
    assert days([opening(days=["mon"], until="2026-11-16")], "2026-11-09", "2026-12-08") == [
        "2026-11-09", "2026-11-16"]
    assert days([opening(days=["mon"], **{"from": "2026-11-23"})], "2026-11-09", "2026-11-29") == [
        "2026-11-23"]


def test_one_date() -> None:
    line = opening(date="2026-11-28", start="10:00", end="14:00")
    assert days([line], "2026-11-01", "2026-12-30") == ["2026-11-28"]
    assert days([line], "2026-11-29", "2026-12-30") == []


@pytest.mark.parametrize("words", [
    {"by_appointment": True}, {"text": {"fi": "sovitusti"}},
    {"text": {"fi": "kesällä"}, "from": "2026-11-01", "until": "2026-11-30"},
])
def test_words_name_no_day(words: dict[str, Any]) -> None:
    assert days([opening(**words)], "2026-11-01", "2027-10-31") == []


def test_round_the_clock_is_every_day_from_midnight_to_midnight() -> None:
    line = opening(always=True, note={"fi": "päivystys"})
    assert table([line], "2026-12-05", "2026-12-07").occurrences == tuple(
        Occurrence(D(day), "00:00", "24:00", (("fi", "päivystys"),))
        for day in ("2026-12-05", "2026-12-06", "2026-12-07"))


def test_days_without_hours_have_empty_hours() -> None:
    assert hours(table([opening(days=["mon"])], "2026-11-16", "2026-11-16")) == [
        ("2026-11-16", "", "")]
    assert hours(table([opening(days=["mon"], start="10:00")], "2026-11-16", "2026-11-16")) == [
        ("2026-11-16", "10:00", "")]


def test_several_times_on_a_day_are_in_order_and_doubles_are_one() -> None:
    schedule = [opening(days=["mon"], start="14:00", end="16:00"), MONDAYS, MONDAYS,
                opening(date="2026-11-16", start="17:30", end="19:00")]
    assert hours(table(schedule, "2026-11-16", "2026-11-16")) == [
        ("2026-11-16", "10:00", "12:00"), ("2026-11-16", "14:00", "16:00"),
        ("2026-11-16", "17:30", "19:00")]


def test_the_same_time_with_another_note_is_another_opening() -> None:
    schedule = [opening(days=["mon"], start="10:00", end="12:00", note={"sv": "på svenska"}),
                MONDAYS]
    found = table(schedule, "2026-11-16", "2026-11-16").occurrences
    assert [(one.note, one.line) for one in found] == [((), 1), ((("sv", "på svenska"),), 0)]


def test_an_opening_tells_which_line_says_so() -> None:
    schedule = [opening(days=["tue"]), opening(text={"fi": "sovitusti"}), MONDAYS]
    other = exception(date="2026-11-23", start="11:00", end="12:00")
    found = table(schedule, "2026-11-16", "2026-11-24", [other]).occurrences
    assert [(str(one.day), one.line) for one in found] == [
        ("2026-11-16", 2), ("2026-11-17", 0), ("2026-11-23", -1), ("2026-11-24", 0)]


# --- exceptions --------------------------------------------------------------------------------


def test_closed_days_of_a_range() -> None:
    closed = exception(**{"from": "2026-11-23", "until": "2026-11-30"}, closed=True)
    assert days([MONDAYS], "2026-11-16", "2026-12-07", [closed]) == ["2026-11-16", "2026-12-07"]


def test_other_hours_stand_for_all_of_the_day() -> None:
    schedule = [MONDAYS, opening(days=["mon"], start="14:00", end="16:00")]
    other = exception(date="2026-11-16", start="11:00", end="13:00", note={"sv": "kort"})
    assert table(schedule, "2026-11-16", "2026-11-16", [other]).occurrences == (
        Occurrence(D("2026-11-16"), "11:00", "13:00", (("sv", "kort"),)),)


def test_other_hours_on_a_date_open_also_a_day_that_the_schedule_does_not() -> None:
    other = exception(date="2026-11-17", start="11:00", end="13:00", note={"fi": "juhla"})
    assert table([MONDAYS], "2026-11-16", "2026-11-17", [other]).occurrences == (
        Occurrence(D("2026-11-16"), "10:00", "12:00"),
        Occurrence(D("2026-11-17"), "11:00", "13:00", (("fi", "juhla"),)))
    assert days([opening(by_appointment=True)], "2026-11-16", "2026-11-17", [other]) == [
        "2026-11-17"]


def test_other_hours_on_a_date_outside_the_window_are_not_told() -> None:
    other = exception(date="2026-11-17", start="11:00", end="13:00")
    assert days([MONDAYS], "2026-11-18", "2026-11-22", [other]) == []
    assert days([MONDAYS], "2026-11-10", "2026-11-16", [other]) == ["2026-11-16"]


@pytest.mark.parametrize("when", [
    {"from": "2026-12-01", "until": "2027-01-10"}, {"on": "public_holidays"}, {"on": "eves"},
    {"on": "school_holidays"},
])
def test_other_hours_of_a_range_or_rule_open_no_day_that_the_schedule_does_not(
    when: dict[str, str]
) -> None:
    other = exception(**when, start="11:00", end="13:00")
    breaks = [Break(D("2026-12-01"), D("2027-01-10"))]
    found = days([MONDAYS], "2026-12-01", "2027-01-10", [other], breaks)
    assert found == days([MONDAYS], "2026-12-01", "2027-01-10")


def test_a_closed_day_that_no_line_names_is_no_closure() -> None:
    closed = exception(date="2026-11-17", closed=True)
    assert table([MONDAYS], "2026-11-16", "2026-11-18", [closed]).closures == ()


def test_a_date_wins_over_a_range_and_a_range_over_holidays() -> None:
    holidays = exception(on="public_holidays", closed=True)
    winter = exception(**{"from": "2026-12-20", "until": "2026-12-27"}, start="08:00", end="09:00")
    christmas = exception(date="2026-12-25", start="06:00", end="07:00")
    found = {str(one.day): one.start for one in table(
        [DAILY], "2026-12-19", "2027-01-07", [holidays, winter, christmas]).occurrences}
    assert found["2026-12-19"] == "10:00"
    assert found["2026-12-24"] == "08:00"
    assert found["2026-12-25"] == "06:00"
    assert found["2026-12-26"] == "08:00"
    assert found["2026-12-28"] == "10:00"
    assert "2027-01-01" not in found
    assert "2027-01-06" not in found


def test_eves_win_over_public_holidays_and_both_over_school_holidays() -> None:
    rules = [exception(on="school_holidays", start="08:00", end="09:00"),
             exception(on="eves", start="07:00", end="09:00"),
             exception(on="public_holidays", start="06:00", end="09:00")]
    breaks = [Break(D("2026-12-21"), D("2026-12-27"))]
    found = table([DAILY], "2026-12-20", "2026-12-28", rules, breaks).occurrences
    assert [one.start for one in found] == [
        "10:00", "08:00", "08:00", "08:00", "07:00", "06:00", "06:00", "08:00", "10:00"]


@pytest.mark.parametrize("when", [
    {"date": "2026-12-24"}, {"from": "2026-12-24", "until": "2026-12-24"}, {"on": "eves"},
    {"on": "school_holidays"},
])
def test_of_two_alike_the_first_in_the_file_holds(when: dict[str, str]) -> None:
    breaks = [Break(D("2026-12-24"), D("2026-12-24"))]
    closed = exception(**when, closed=True)
    other = exception(**when, start="11:00", end="13:00")
    later = exception(**when, start="15:00", end="16:00")
    day = "2026-12-24"
    both = [(day, "15:00", "16:00")] if "date" in when else []
    for rest in ([closed], [later], [closed, later]):
        wanted = [(day, "11:00", "13:00"), *(both if later in rest else [])]
        assert hours(table([DAILY], day, day, [other, *rest], breaks)) == wanted
    assert hours(table([DAILY], day, day, [closed, other], breaks)) == []


def test_of_two_closed_days_alike_the_first_in_the_file_says_why() -> None:
    day = "2026-12-23"
    moving = exception(date=day, closed=True, note={"fi": "muutto"})
    ill = exception(date=day, closed=True, note={"fi": "sairastapaus"})
    assert table([DAILY], day, day, [moving, ill]) == Timetable(
        D(day), D(day), closures=(Closure(D(day), 0, "", (("fi", "muutto"),)),))


def test_of_two_ranges_that_overlap_the_first_in_the_file_holds() -> None:
    inner = exception(**{"from": "2026-11-18", "until": "2026-11-19"}, closed=True)
    outer = exception(**{"from": "2026-11-17", "until": "2026-11-20"}, start="08:00", end="09:00")
    found = hours(table([DAILY], "2026-11-17", "2026-11-20", [inner, outer]))
    assert found == [("2026-11-17", "08:00", "09:00"), ("2026-11-20", "08:00", "09:00")]


def test_round_the_clock_may_close_for_a_day() -> None:
    closed = exception(date="2026-12-24", closed=True, note={"fi": "muutto"})
    times = table([opening(always=True)], "2026-12-23", "2026-12-25", [closed])
    assert hours(times) == [("2026-12-23", "00:00", "24:00"), ("2026-12-25", "00:00", "24:00")]
    assert times.closures == (Closure(D("2026-12-24"), 0, "", (("fi", "muutto"),)),)


def test_an_exception_concerns_what_begins_on_its_days() -> None:
    nights = opening(days=["mon", "tue"], start="22:00", end="02:00")
    closed = exception(date="2026-11-17", closed=True)
    assert hours(table([nights], "2026-11-16", "2026-11-17", [closed])) == [
        ("2026-11-16", "22:00", "02:00")]


# --- closures ----------------------------------------------------------------------------------


def test_closures_tell_the_line_the_rule_and_the_reason() -> None:
    schedule = [MONDAYS, opening(days=["thu"], start="10:00", end="12:00"),
                opening(days=["mon"], start="14:00", end="16:00")]
    exceptions = [exception(on="public_holidays", closed=True),
                  exception(on="eves", closed=True, note={"sv": "afton"}),
                  exception(**{"from": "2026-12-14", "until": "2026-12-16"}, closed=True,
                            note={"sv": "inventering", "fi": "inventaario"})]
    assert table(schedule, "2026-12-14", "2027-01-03", exceptions) == Timetable(
        D("2026-12-14"), D("2027-01-03"),
        occurrences=(
            Occurrence(D("2026-12-17"), "10:00", "12:00"),
            Occurrence(D("2026-12-21"), "10:00", "12:00"),
            Occurrence(D("2026-12-21"), "14:00", "16:00"),
            Occurrence(D("2026-12-28"), "10:00", "12:00"),
            Occurrence(D("2026-12-28"), "14:00", "16:00"),
        ),
        closures=(
            Closure(D("2026-12-14"), 0, "", (("fi", "inventaario"), ("sv", "inventering"))),
            Closure(D("2026-12-14"), 2, "", (("fi", "inventaario"), ("sv", "inventering"))),
            Closure(D("2026-12-24"), 1, "eves", (("sv", "afton"),)),
            Closure(D("2026-12-31"), 1, "eves", (("sv", "afton"),)),
        ))


def test_a_closure_in_a_school_holiday_has_its_name_when_the_record_says_nothing() -> None:
    autumn = Break(D("2026-10-12"), D("2026-10-18"), (("fi", "syysloma"), ("sv", "höstlov")))
    silent = exception(on="school_holidays", closed=True)
    assert table([MONDAYS], "2026-10-05", "2026-10-19", [silent], [autumn]).closures == (
        Closure(D("2026-10-12"), 0, "school_holidays", autumn.name),)
    said = exception(on="school_holidays", closed=True, note={"fi": "tauko"})
    assert table([MONDAYS], "2026-10-05", "2026-10-19", [said], [autumn]).closures == (
        Closure(D("2026-10-12"), 0, "school_holidays", (("fi", "tauko"),)),)


def test_only_the_rule_for_school_holidays_takes_their_name() -> None:
    christmas = Break(D("2026-12-21"), D("2027-01-06"), (("fi", "joululoma"),))
    exceptions = [exception(on="public_holidays", closed=True),
                  exception(on="school_holidays", closed=True)]
    found = table([DAILY], "2026-12-24", "2026-12-27", exceptions, [christmas]).closures
    assert [(one.on, one.note) for one in found] == [
        ("public_holidays", ()), ("public_holidays", ()), ("public_holidays", ()),
        ("school_holidays", christmas.name)]


# --- holidays ----------------------------------------------------------------------------------


def test_every_public_holiday_of_the_year_is_closed() -> None:
    closed_on = [exception(on="public_holidays", closed=True)]
    times = table([DAILY], "2026-01-01", "2026-12-31", closed_on)
    closed = {str(one.day) for one in times.closures}
    assert len(times.occurrences) + len(closed) == 365
    # Almanac of the University of Helsinki for 2026, with Midsummer's and Christmas Eve.
    assert closed == {
        "2026-01-01", "2026-01-06", "2026-04-03", "2026-04-05", "2026-04-06", "2026-05-01",
        "2026-05-14", "2026-05-24", "2026-06-19", "2026-06-20", "2026-10-31", "2026-12-06",
        "2026-12-24", "2026-12-25", "2026-12-26",
    }


def test_eves_are_those_of_christmas_and_midsummer_and_days_before_other_holidays() -> None:
    times = table([DAILY], "2026-01-01", "2026-12-31", [exception(on="eves", closed=True)])
    # New Year's Eve is the eve of a day of another year.
    assert [str(one.day) for one in times.closures] == [
        "2026-01-05", "2026-04-02", "2026-04-04", "2026-04-30", "2026-05-13", "2026-05-23",
        "2026-06-19", "2026-10-30", "2026-12-05", "2026-12-24", "2026-12-31"]
    assert not is_eve(D("2026-12-23"))
    assert [one for one in range(18, 28) if is_eve(datetime.date(2027, 6, one))] == [25]


def test_eves_may_have_other_hours() -> None:
    short = exception(on="eves", start="10:00", end="11:00")
    thursdays = opening(days=["thu"], start="10:00", end="16:00")
    assert hours(table([thursdays], "2026-04-23", "2026-05-07", [short])) == [
        ("2026-04-23", "10:00", "16:00"), ("2026-04-30", "10:00", "11:00"),
        ("2026-05-07", "10:00", "16:00")]


def test_both_ends_of_a_school_holiday_are_closed() -> None:
    winter = Break(D("2027-02-22"), D("2027-02-26"))
    closed = exception(on="school_holidays", closed=True)
    assert days([DAILY], "2027-02-21", "2027-02-27", [closed], [winter]) == [
        "2027-02-21", "2027-02-27"]


def test_without_school_holidays_their_rule_changes_nothing() -> None:
    closed = exception(on="school_holidays", closed=True)
    assert days([MONDAYS], "2027-02-22", "2027-02-22", [closed]) == ["2027-02-22"]


def test_a_school_holiday_without_a_rule_changes_nothing() -> None:
    winter = Break(D("2027-02-22"), D("2027-02-26"))
    assert days([MONDAYS], "2027-02-22", "2027-02-22", [], [winter]) == ["2027-02-22"]


def test_weekly_times_on_a_holiday_are_unsure_until_the_record_speaks_of_it() -> None:
    def unsure(*exceptions: ScheduleException) -> list[str]:
        times = table([DAILY], "2026-12-23", "2026-12-27", exceptions)
        return [str(one.day) for one in times.occurrences if one.unsure]

    assert unsure() == ["2026-12-24", "2026-12-25", "2026-12-26"]
    assert unsure(exception(on="eves", closed=True)) == ["2026-12-25", "2026-12-26"]
    assert unsure(exception(date="2026-12-25", start="10:00", end="12:00")) == [
        "2026-12-24", "2026-12-26"]
    assert unsure(exception(on="public_holidays", start="10:00", end="12:00")) == []


def test_round_the_clock_is_sure_also_on_a_holiday() -> None:
    found = table([opening(always=True)], "2026-12-24", "2026-12-26").occurrences
    assert [one.unsure for one in found] == [False, False, False]


def test_a_date_that_is_written_out_is_sure_also_on_a_holiday() -> None:
    lines_ = [opening(date="2026-12-06", start="10:00", end="12:00"),
              opening(days=["sun"], start="13:00", end="15:00")]
    found = table(lines_, "2026-12-06", "2026-12-06").occurrences
    assert [(one.start, one.unsure) for one in found] == [("10:00", False), ("13:00", True)]


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


# --- clocks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["2026-03-28", "2026-10-24"])
def test_clock_times_stay_when_the_clocks_are_moved(first: str) -> None:
    nights = [opening(days=list(WEEKDAYS), start="03:30", end="04:30")]
    found = hours(table(nights, first, str(D(first) + 2 * DAY)))
    assert found == [(str(D(first) + DAY * number), "03:30", "04:30") for number in range(3)]


def test_past_midnight_and_to_midnight_keep_their_words() -> None:
    schedule = [opening(days=["mon"], start="22:00", end="02:00"),
                opening(days=["tue"], start="18:00", end="24:00")]
    assert hours(table(schedule, "2026-11-16", "2026-11-17")) == [
        ("2026-11-16", "22:00", "02:00"), ("2026-11-17", "18:00", "24:00")]


@pytest.mark.parametrize(("day", "start", "end", "begins", "ends"), [
    ("2026-11-16", "10:00", "12:00", "2026-11-16T08:00", "2026-11-16T10:00"),
    ("2026-07-06", "10:00", "12:00", "2026-07-06T07:00", "2026-07-06T09:00"),
    ("2026-11-16", "22:00", "02:00", "2026-11-16T20:00", "2026-11-17T00:00"),
    ("2026-11-16", "18:00", "24:00", "2026-11-16T16:00", "2026-11-16T22:00"),
    ("2026-11-16", "18:00", "00:00", "2026-11-16T16:00", "2026-11-16T22:00"),
    ("2026-12-31", "00:00", "24:00", "2026-12-30T22:00", "2026-12-31T22:00"),
    # On 29 March 2026 at 3 the clock goes to 4: the night is an hour shorter, 03:30 does not exist.
    ("2026-03-28", "22:00", "02:30", "2026-03-28T20:00", "2026-03-29T00:30"),
    ("2026-03-28", "22:00", "06:00", "2026-03-28T20:00", "2026-03-29T03:00"),
    ("2026-03-29", "00:00", "24:00", "2026-03-28T22:00", "2026-03-29T21:00"),
    ("2026-03-29", "02:30", "03:30", "2026-03-29T00:30", "2026-03-29T01:30"),
    ("2026-03-29", "03:30", "05:00", "2026-03-29T01:30", "2026-03-29T02:00"),
    ("2026-03-29", "03:30", "04:00", "2026-03-29T01:30", "2026-03-29T01:30"),
    ("2026-03-29", "10:00", "12:00", "2026-03-29T07:00", "2026-03-29T09:00"),
    # On 25 October 2026 at 4 the clock goes back to 3: 03:30 comes twice, the first one is meant.
    ("2026-10-24", "22:00", "06:00", "2026-10-24T19:00", "2026-10-25T04:00"),
    ("2026-10-25", "00:00", "24:00", "2026-10-24T21:00", "2026-10-25T22:00"),
    ("2026-10-25", "02:30", "03:30", "2026-10-24T23:30", "2026-10-25T00:30"),
    ("2026-10-25", "03:30", "05:00", "2026-10-25T00:30", "2026-10-25T03:00"),
    ("2026-10-25", "10:00", "12:00", "2026-10-25T08:00", "2026-10-25T10:00"),
])
def test_moments_are_the_right_ones_in_universal_time(
    day: str, start: str, end: str, begins: str, ends: str
) -> None:
    found = moments(Occurrence(D(day), start, end))
    assert found
    assert [f"{one.astimezone(datetime.UTC):%Y-%m-%dT%H:%M}" for one in found] == [begins, ends]


def test_moments_are_told_in_finnish_time() -> None:
    found = moments(Occurrence(D("2026-10-24"), "22:00", "06:00"))
    assert found
    assert [one.isoformat() for one in found] == [
        "2026-10-24T22:00:00+03:00", "2026-10-25T06:00:00+02:00"]


def test_without_an_end_both_moments_are_the_beginning() -> None:
    found = moments(Occurrence(D("2026-11-16"), "10:00", ""))
    assert found
    assert [one.isoformat() for one in found] == ["2026-11-16T10:00:00+02:00"] * 2


def test_without_hours_there_are_no_moments() -> None:
    assert moments(Occurrence(D("2026-11-16"), "", "")) is None


# --- seasons -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("schedule", "last"), [
    ([], None),
    ([{"days": ["mon"]}], None),
    ([{"days": ["mon"], "until": "2026-12-18"}], "2026-12-14"),
    ([{"date": "2026-11-28"}, {"days": ["mon"], "until": "2026-11-01"}], "2026-11-28"),
    ([{"date": "2026-11-28"}, {"days": ["mon"]}], None),
    ([{"date": "2026-11-28"}, {"always": True}], None),
    ([{"text": {"fi": "kesällä"}, "until": "2026-08-31"}], "2026-08-31"),
])
def test_last_day(schedule: list[dict[str, Any]], last: str | None) -> None:
    assert last_day([opening(**line) for line in schedule]) == (D(last) if last else None)


@pytest.mark.parametrize(("line", "over"), [
    ({"days": ["mon"]}, False),
    ({"days": ["mon"], "until": "2026-11-16"}, False),
    ({"days": ["mon"], "until": "2026-11-15"}, True),
    ({"date": "2026-11-16"}, False),
    ({"date": "2026-11-15"}, True),
])
def test_a_line_has_ended_when_its_last_day_is_over(line: dict[str, Any], over: bool) -> None:
    assert ended(opening(**line), D("2026-11-16")) is over


def test_hours_on_a_date_of_its_own_are_times_too() -> None:
    season = [opening(days=["mon"], until="2026-11-09")]
    party = exception(date="2026-11-30", start="10:00", end="12:00")
    assert last_day(season, [party]) == D("2026-11-30")
    thursday = [opening(days=["thu"], of_month=["third"], until="2026-12-10")]
    assert last_day(thursday) == D("2026-11-19")
    assert last_day(season, [exception(date="2026-11-30", closed=True)]) == D("2026-11-09")
    assert last_day([opening(days=["mon"])], [party]) is None
    assert last_day([], [party]) is None


@pytest.mark.parametrize("order", [1, -1])
def test_a_date_that_was_meant_is_sure_beside_a_weekly_line(order: int) -> None:
    lines = [opening(days=["sun"], start="10:00", end="12:00"),
             opening(date="2026-12-06", start="10:00", end="12:00")]
    found = table(lines[::order], "2026-12-06", "2026-12-06").occurrences
    assert [one.unsure for one in found] == [False]


# --- runs --------------------------------------------------------------------------------------


def unpacked(text: str) -> list[datetime.date]:
    """The days of runs such as ``20780x13/14 20969``, as the page's script reads them."""
    found = []
    for run in text.split():
        first, _, rest = run.partition("x")
        count, _, step = rest.partition("/")
        found += [EPOCH + DAY * (int(first) + int(step or 7) * number)
                  for number in range(int(count or 1))]
    return found


@pytest.mark.parametrize(("named", "expected", "text"), [
    ([], [], ""),
    (["2026-11-16"], [("2026-11-16", 7, 1)], "20773"),
    (["2026-11-24", "2026-11-16", "2026-11-23", "2026-11-17"],
     [("2026-11-16", 7, 2), ("2026-11-17", 7, 2)], "20773x2 20774x2"),
    (["2026-11-16", "2026-11-30", "2026-12-14"], [("2026-11-16", 14, 3)], "20773x3/14"),
    (["2026-11-16", "2026-11-23", "2026-12-07"],
     [("2026-11-16", 7, 2), ("2026-12-07", 7, 1)], "20773x2 20794"),
    (["2026-12-28", "2027-01-04", "2027-01-18", "2027-02-01"],
     [("2026-12-28", 7, 2), ("2027-01-18", 14, 2)], "20815x2 20836x2/14"),
])
def test_days_as_runs_along_a_weekday(
    named: list[str], expected: list[tuple[str, int, int]], text: str
) -> None:
    days_ = [D(day) for day in named]
    assert list(weekly(days_)) == [(D(first), step, count) for first, step, count in expected]
    assert runs(days_) == text
    assert sorted(unpacked(text)) == sorted(days_)


@pytest.mark.parametrize("line", [
    {"days": ["mon", "tue", "fri"]}, {"days": ["wed"], "weeks": "odd"}, {"always": True},
    {"days": ["thu"], "every": 3, "from": "2026-09-01"}, {"days": ["sat"], "of_month": ["last"]},
])
def test_the_days_of_a_year_survive_the_way_to_the_browser(line: dict[str, Any]) -> None:
    named = line_days(opening(**line), D("2026-07-01"), D("2027-06-30"))
    assert named
    assert sorted(unpacked(runs(named))) == named


def test_a_year_of_weekly_times_is_one_run() -> None:
    named = line_days(MONDAYS, D("2026-01-01"), D("2026-12-31"))
    assert runs(named) == "20458x52"


# --- anything ----------------------------------------------------------------------------------

dates = st.dates(datetime.date(2024, 1, 1), datetime.date(2028, 12, 31))
lines = st.builds(
    lambda named, season, rhythm: opening(
        days=named, start="10:00", end="12:00", **rhythm,
        **{"from": min(season), "until": max(season)}),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True), st.tuples(dates, dates),
    st.sampled_from([{}, {"weeks": "odd"}, {"weeks": "even"}, {"every": 3},
                     {"of_month": ["first", "last"]}]),
)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(lines, min_size=1, max_size=4), st.booleans(), dates, st.integers(0, 120))
def test_every_occurrence_is_allowed_sorted_and_unique(
    schedule: list[Opening], closed_on_holidays: bool, first: datetime.date, length: int
) -> None:
    exceptions = [exception(on="public_holidays", closed=True)] if closed_on_holidays else []
    last = first + DAY * length
    times = timetable(schedule, exceptions, first, last)
    assert list(times.occurrences) == sorted(set(times.occurrences))
    assert list(times.closures) == sorted(set(times.closures))
    for one in times.occurrences:
        assert first <= one.day <= last
        line = schedule[one.line]
        assert line.days is not None
        assert WEEKDAYS[one.day.weekday()] in line.days
        assert line.from_ is not None
        assert line.until is not None
        assert line.from_ <= one.day <= line.until
        holiday = one.day in holiday_names(one.day.year, "fi")
        assert one.unsure == holiday
        assert not (closed_on_holidays and holiday)
    for closure in times.closures:
        assert closed_on_holidays
        assert closure.day in holiday_names(closure.day.year, "fi")
    named = {day for line in schedule for day in line_days(line, first, last)}
    assert named == {one.day for one in times.occurrences} | {one.day for one in times.closures}
