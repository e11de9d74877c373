"""What a family subscribes to: the same times in every calendar program, and nothing to fear."""

from __future__ import annotations

import datetime
import io
import itertools
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser  # type: ignore[import-untyped]
import pytest
import recurring_ical_events  # type: ignore[import-untyped]
import yaml
from dateutil.rrule import rrulestr
from dateutil.tz import datetime_exists, resolve_imaginary, tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar, Timezone
from tests.directories import DIRECTORY, TODAY, group, write, write_second_county
from tests.sites import DAY as SAMPLE_DAY
from tests.sites import ROOT, SITE_URL

from familycentre.addresses import feed
from familycentre.assets import Assets
from familycentre.build import Places, start
from familycentre.catalogue import Catalogue, Reach, load
from familycentre.feeds import (
    UNKNOWN_DAY,
    events,
    feeds,
    kind_feed,
    municipality_feed,
    news_feed,
    record_feed,
)
from familycentre.freshness import changed
from familycentre.language.speaker import Speaker
from familycentre.model import Entry, PeerGroup
from familycentre.page import Page
from familycentre.pages import plan
from familycentre.reference import municipalities
from familycentre.render import Site
from familycentre.schedule import Break, Occurrence, moments, timetable
from familycentre.settings import Settings
from familycentre.week import calendars as placed_in
from familycentre.week import has_feed, in_calendar, kinds

D = datetime.date.fromisoformat
HELSINKI = ZoneInfo("Europe/Helsinki")
ONE_DAY = datetime.timedelta(days=1)
KOKKOLA = "272"

def gathered(catalogue: Catalogue) -> list[Entry]:
    """What stands in some calendar."""
    return [entry for entry in catalogue.entries.values() if in_calendar(catalogue, entry)]


# --- sites ---------------------------------------------------------------------------------------

PATTERNS: Mapping[str, Mapping[str, str]] = {
    "weekly": {"schedule": '[{days: [tue, mon], start: "10:00", end: "12:00"}]'},
    "weekly-no-changes-told": {"updated": "2026-09-03", "schedule":
                               '[{days: [wed], start: "10:00", note: {fi: hei, sv: hej}}]'},
    "every-three-weeks": {"schedule": '[{days: [wed, fri], start: "10:00", end: "12:00", every: 3,'
                                      ' from: 2026-08-12}]'},
    "odd-weeks": {"schedule": '[{days: [mon, thu, sun], start: "10:00", end: "12:00",'
                              ' weeks: odd, from: 2026-08-10}]'},
    "even-weeks": {"schedule": '[{days: [fri], weeks: even, start: "17:00", end: "19:00"}]'},
    "first-and-third": {"schedule": '[{days: [tue], of_month: [third, first], start: "17:00",'
                                    ' end: "19:00", from: 2026-09-01, until: 2027-05-31}]'},
    "last": {"schedule": '[{days: [thu, mon], of_month: [last], start: "17:00", end: "19:00"}]'},
    "fifth-and-last": {"schedule": '[{days: [tue], of_month: [fifth, last], start: "17:00"}]'},
    "fourth-and-fifth": {"schedule": '[{days: [sat], of_month: [fourth, fifth], start: "17:00"}]'},
    "dates": {"schedule": '[{date: 2026-12-06, start: "12:00", end: "14:00"},'
                          ' {date: 2026-12-10, start: "12:00", end: "14:00"},'
                          ' {date: 2026-12-11}, {date: 2027-02-01, start: "09:00"}]',
              "exceptions": "[{date: 2027-02-01, closed: true}]"},
    "whole-days": {"schedule": "[{days: [wed]}, {days: [sun], every: 2, from: 2026-11-01}]",
                   "exceptions": "[{date: 2026-12-02, closed: true}]"},
    "past-midnight": {"schedule": '[{days: [fri, sat], start: "22:00", end: "06:00"},'
                                  ' {days: [mon], start: "18:00", end: "24:00"},'
                                  ' {days: [tue], start: "18:00", end: "00:00"}]'},
    "beside-each-other": {"schedule": '[{days: [mon, tue], start: "10:00", end: "12:00"},'
                                      ' {days: [mon], start: "10:00", end: "12:00"},'
                                      ' {days: [mon], start: "10:00", end: "12:00",'
                                      ' note: {fi: toinen huone, sv: det andra rummet}}]'},
    "every-exception": {
        "schedule": '[{days: [mon, wed, thu], start: "10:00", end: "12:00", from: 2026-08-10},'
                    ' {days: [mon, sun], start: "17:00", end: "19:00"}]',
        "exceptions": '[{date: 2026-11-30, start: "13:00", end: "14:00"},'
                      ' {date: 2026-11-30, start: "15:00", end: "16:00"},'
                      ' {date: 2027-01-02, start: "13:00", end: "14:00", note: {fi: uusi vuosi}},'
                      ' {from: 2026-12-14, until: 2026-12-20, closed: true},'
                      ' {from: 2027-03-01, until: 2027-03-07, start: "22:00", end: "02:00"},'
                      ' {on: public_holidays, start: "12:00", end: "13:00"},'
                      ' {on: eves, closed: true}, {on: school_holidays, closed: true}]'},
    "school-holidays": {"schedule": '[{days: [tue], start: "10:00", end: "12:00"}]',
                        "exceptions": '[{on: school_holidays, start: "13:00", end: "14:00"},'
                                      " {on: public_holidays, closed: true}]"},
    "always-but": {"schedule": '[{always: true}, {days: [mon], start: "00:00", end: "24:00"},'
                               ' {days: [tue], start: "10:00", end: "24:00"},'
                               " {by_appointment: true},"
                               " {text: {fi: sopimuksen mukaan, sv: enligt avtal}}]",
                   "exceptions": '[{on: eves, start: "00:00", end: "18:00"}]'},
    "closed-until-spring": {
        "schedule": '[{days: [mon], start: "10:00"}, {days: [tue], start: "10:00"}]',
        "exceptions": "[{from: 2026-01-01, until: 2027-03-01, closed: true}]"},
    "ended": {"schedule": '[{days: [mon], start: "10:00", from: 2026-08-10, until: 2026-12-18},'
                          ' {days: [tue], start: "10:00", until: 2026-10-01}]'},
    "begins-later": {"schedule": '[{days: [mon], start: "10:00", from: 2027-01-11}]'},
    "only-exceptions": {"schedule": "[{by_appointment: true}]",
                        "exceptions": '[{date: 2026-12-05, start: "10:00", end: "11:00"}]'},
    "online": {"remote": "true", "schedule": '[{days: [mon], start: "18:00"}]'},
    "hostile": {"name": r"{fi: 'BEGIN:VEVENT, END:VEVENT; \n \, \\ & ]]> &amp; \"x\"', sv: 'A; b'}",
                "schedule": "[{days: [mon], start: '10:00',"
                            r" note: {fi: 'a\nDTSTART:19990101; b,c'}}]"},
    "umlauts": {"name": "{fi: " + "äö😀" * 40 + ", sv: " + "å" * 150 + "}",
                "schedule": '[{days: [sun], start: "10:00", end: "11:00"}]'},
    "renamed": {"aliases": "[the-first-name, the-second-name]",
                "address": "{street: {fi: 'Katu 1, B & C', sv: Gatan 1}, postcode: '67100'}",
                "location": "{lat: 63.8, lon: 23.1}", "verified": "2026-10-02",
                "schedule": '[{days: [sun], start: "10:00", end: "11:00"}]'},
    "hidden-door": {"address": "{hidden: true}",
                    "schedule": '[{days: [sun], start: "10:00", end: "11:00"}]'},
    "marked-sensitive": {"sensitive": "true",
                         "schedule": '[{days: [sun], start: "10:00", end: "11:00"}]'},
    "of-task-six": {"tasks": "[7, 6]", "updated": "2026-11-01",
                    "schedule": '[{days: [sun], start: "10:00", end: "11:00"}]'},
    "paused": {"status": "paused", "updated": "2026-11-02",
               "schedule": '[{days: [sun], start: "10:00", end: "11:00"}]'},
    "finished": {"status": "closed", "updated": "2026-11-03",
                 "schedule": '[{days: [sun], start: "10:00", end: "11:00"}]'},
    "unlisted": {"status": "do_not_list", "updated": "2026-11-04",
                 "schedule": '[{days: [sun], start: "10:00", end: "11:00"}]'},
}
"""Peer groups by id, each with a schedule of its own sort."""
HIDDEN = ("hidden-door", "marked-sensitive", "of-task-six")
HOLIDAYS: Mapping[str, Any] = {
    "horizon_weeks": 53,
    "school_holidays": [
        {"name": {"fi": "syysloma", "sv": "höstlov"}, "from": D("2026-10-12"),
         "until": D("2026-10-18")},
        {"name": {"fi": "talviloma", "sv": "sportlov"}, "from": D("2027-02-22"),
         "until": D("2027-02-28"), "municipality": ["Kokkola"]},
    ],
}


def planned(data: Path, today: datetime.date) -> Site:
    """A site from a data folder, without scripts, search and hand-written pages."""
    catalogue, problems = load(data, today)
    assert catalogue, list(problems)
    speakers = {"fi": Speaker("fi", ("sv",)), "sv": Speaker("sv", ("fi",))}
    return Site(catalogue, speakers, tuple(plan(catalogue, speakers, today)), (),
                Assets({}, {}), SITE_URL, today)


@pytest.fixture(scope="module")
def patterns(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A county with every sort of schedule, a year ahead."""
    data = write_second_county(tmp_path_factory.mktemp("patterns") / "data")
    directory = {**yaml.safe_load(DIRECTORY), **HOLIDAYS}
    write(data / "directory.yml", yaml.safe_dump(directory, allow_unicode=True))
    for name, lines in PATTERNS.items():
        write(data / f"peer_groups/{name}.yml", group(**lines))
    return planned(data, TODAY)


@pytest.fixture(scope="module")
def second(second_data: Path) -> Site:
    """The second county as it is."""
    return planned(second_data, TODAY)


@pytest.fixture(scope="module")
def sample() -> Site:
    """The repository's own data, read as a build reads it."""
    places = Places(ROOT / "data", ROOT / "docs", ROOT / "overrides" / "assets", SITE_URL)
    return start(places, Settings(), SAMPLE_DAY)[0]


@pytest.fixture(scope="module", params=["patterns", "second", "sample"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each of the three directories."""
    found: Site = request.getfixturevalue(request.param)
    return found


def only(base: Site, entry: Entry, today: datetime.date, weeks: int | None = None,
         breaks: Iterable[Break] = ()) -> Site:
    """A site with one record, in Kokkola."""
    catalogue = replace(base.catalogue, entries={entry.id: entry},
                        municipalities=(municipalities()[KOKKOLA],),
                        reach={entry.id: Reach((KOKKOLA,))}, breaks={KOKKOLA: tuple(breaks)})
    last = today + weeks * 7 * ONE_DAY if weeks else catalogue.horizon(today)
    times = timetable(entry.schedule, entry.exceptions, today, last, catalogue.breaks_of(entry))
    dated = tuple(one for one in times.occurrences
                  if one.line < 0 or not entry.schedule[one.line].always)
    catalogue = replace(catalogue, timetables={entry.id: replace(times, occurrences=dated)})
    pages = tuple(Page(key, language, f"{language}/{key}/", "entry.html", "")
                  for language in base.speakers for key in (
                      f"entry:{entry.id}", "peer_group", f"municipality:{KOKKOLA}"))
    return replace(base, catalogue=catalogue, pages=pages, today=today)


def record(**fields: Any) -> Entry:
    """A peer group that was last changed on the first of September 2026."""
    return PeerGroup.model_validate({
        "id": "ryhma", "type": "mothers", "name": {"fi": "Äidit"}, "summary": {"fi": "Tule."},
        "tasks": [7], "municipality": "Kokkola", "updated": "2026-09-01", **fields})


def own(one: Site, language: str = "fi") -> bytes:
    """The calendar of the only record."""
    entry, = one.catalogue.entries.values()
    return dict(feeds(one))[record_feed(entry, language)]


_made: dict[int, tuple[Site, dict[str, bytes]]] = {}


def files(one: Site) -> dict[str, bytes]:
    """Every feed of a site by its path; made once a site."""
    if id(one) not in _made:
        _made[id(one)] = one, dict(feeds(one))
    return _made[id(one)][1]


def calendars(one: Site) -> dict[str, bytes]:
    return {path: data for path, data in files(one).items() if path.endswith(".ics")}


def read(data: bytes) -> Calendar:
    """A calendar, read without forgiving."""
    parsed = Calendar.from_ical(data)
    assert isinstance(parsed, Calendar)
    assert not [error for part in parsed.walk() for error in part.errors]
    return parsed


def parts(data: bytes) -> list[Any]:
    """The events of a calendar."""
    return list(read(data).walk("VEVENT"))


def uids(data: bytes) -> list[str]:
    return [str(one["UID"]) for one in parts(data)]


# --- times ---------------------------------------------------------------------------------------

Span = tuple[datetime.date, datetime.date, bool]
"""Beginning and end on the wall's clock, or two days; whether it is unsure."""


def naive(moment: datetime.date) -> datetime.date:
    return moment.replace(tzinfo=None) if isinstance(moment, datetime.datetime) else moment


def promised(one: Occurrence) -> Span:
    """What the timetable says of one opening."""
    begins, ends = moments(one) or (one.day, one.day + ONE_DAY)
    return naive(begins), naive(ends), one.unsure


def known(one: Site, entry: Entry) -> Counter[Span]:
    return Counter(map(promised, one.catalogue.timetables[entry.id].occurrences))


def expanded(data: bytes, first: datetime.date, last: datetime.date) -> Counter[Span]:
    """What a calendar program shows from *first* to *last*."""
    found: Counter[Span] = Counter()
    for event in recurring_ical_events.of(read(data)).between(first, last + 2 * ONE_DAY):
        begins, ends = naive(event["DTSTART"].dt), naive(event["DTEND"].dt)
        day = begins.date() if isinstance(begins, datetime.datetime) else begins
        if first <= day <= last:
            found[begins, ends, event["STATUS"] == "TENTATIVE"] += 1
    return found


def expanded_elsewhere(data: bytes, first: datetime.date, last: datetime.date) -> Counter[Span]:
    """The same by the second library."""
    found: Counter[Span] = Counter()
    for event in IcsCalendarStream.calendar_from_ics(data.decode()).timeline:
        begins, ends = naive(event.start), naive(event.end)
        day = begins.date() if isinstance(begins, datetime.datetime) else begins
        if first <= day <= last:
            found[begins, ends, event.status == "TENTATIVE"] += 1
    return found


def strictly(data: bytes) -> Counter[tuple[datetime.datetime, datetime.datetime]]:
    """Moments in UTC as RFC 5545 reads them with the file's own time zone.

    Times that the clock skips are no instances of a rule; an event of its own then has the offset
    before the change. Every instance lasts as long as the first in seconds.
    """
    text = data.decode()
    zone = tzical(io.StringIO(text)).get()
    assert zone is not None
    found: Counter[tuple[datetime.datetime, datetime.datetime]] = Counter()
    for event in parts(data):
        begins, ends = (event[name].dt.replace(tzinfo=zone) if name in event else None
                        for name in ("DTSTART", "DTEND"))
        assert begins
        length = utc(ends) - utc(begins) if ends else datetime.timedelta()
        if "RRULE" not in event:
            found[utc(begins), utc(begins) + length] += 1
            continue
        rule = event["RRULE"].to_ical().decode()
        without = {one.dt.replace(tzinfo=zone) for one in event["EXDATE"].dts} if (
            "EXDATE" in event) else set()
        for moment in rrulestr(rule, dtstart=begins):
            if moment not in without and datetime_exists(moment):
                found[utc(moment), utc(moment) + length] += 1
    return found


def utc(moment: datetime.datetime) -> datetime.datetime:
    return resolve_imaginary(moment).astimezone(datetime.UTC).replace(tzinfo=datetime.UTC)


# --- every file ----------------------------------------------------------------------------------


def test_every_calendar_is_read_by_two_libraries(site: Site) -> None:
    assert len(calendars(site)) > 8
    for data in calendars(site).values():
        assert len(IcsCalendarStream.calendar_from_ics(data.decode()).events) == len(parts(data))


def test_every_calendar_has_what_the_formats_require(site: Site) -> None:
    for path, data in calendars(site).items():
        calendar = read(data)
        for name, value in {"VERSION": "2.0", "CALSCALE": "GREGORIAN", "X-PUBLISHED-TTL": "P1D",
                            "X-WR-TIMEZONE": "Europe/Helsinki"}.items():
            assert calendar[name].to_ical() == value.encode(), path
        assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in data
        assert calendar["NAME"] == calendar["X-WR-CALNAME"] != ""
        assert "METHOD" not in calendar
        assert str(calendar["URL"]).startswith(SITE_URL)
        assert str(calendar["SOURCE"]).removeprefix(SITE_URL) in calendars(site)
        assert len(calendar.walk("VTIMEZONE")) == 1


def test_every_event_has_what_the_formats_require(site: Site) -> None:
    for path, data in calendars(site).items():
        for event in parts(data):
            assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "LOCATION", "URL", "DESCRIPTION",
                    "CATEGORIES", "LAST-MODIFIED", "SEQUENCE"} <= set(event), path
            assert event["TRANSP"] == "TRANSPARENT"
            assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt
            assert event["DTSTAMP"].dt.utcoffset() == datetime.timedelta()
            assert event["DTSTAMP"].dt.time() == datetime.time()
            assert event["SEQUENCE"] >= 0
            assert not {"ORGANIZER", "ATTENDEE", "CONTACT"} & set(event)
            begins = event["DTSTART"]
            if isinstance(begins.dt, datetime.datetime):
                assert begins.params["TZID"] == "Europe/Helsinki"
            if "DTEND" in event:
                assert event["DTEND"].dt > begins.dt
            if "RRULE" in event:
                until, = event["RRULE"]["UNTIL"]
                assert type(until) is type(begins.dt)
                if isinstance(until, datetime.datetime):
                    assert until.utcoffset() == datetime.timedelta()


def test_no_event_stands_twice_in_a_calendar(site: Site) -> None:
    for path, data in calendars(site).items():
        assert [uid for uid, count in Counter(uids(data)).items() if count > 1] == [], path
        assert b"RECURRENCE-ID" not in data


def test_lines_end_and_fold_as_calendars_want(site: Site) -> None:
    for data in calendars(site).values():
        assert data.endswith(b"END:VCALENDAR\r\n")
        lines = data.split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        for line in lines:
            line.decode()  # no character is cut in two


def test_the_first_time_of_a_rule_is_one_of_its_times(site: Site) -> None:
    for data in calendars(site).values():
        for event in parts(data):
            if "RRULE" in event:
                begins = event["DTSTART"].dt
                assert next(iter(rrulestr(event["RRULE"].to_ical().decode(), dtstart=begins))
                            ) == (begins if isinstance(begins, datetime.datetime)
                                  else datetime.datetime.combine(begins, datetime.time()))
                without = event["EXDATE"].dts if "EXDATE" in event else []
                assert begins not in [one.dt for one in without]


# --- the same days as the pages ------------------------------------------------------------------


def test_a_calendar_shows_exactly_the_known_times(site: Site) -> None:
    checked = 0
    for entry in site.catalogue.entries.values():
        if has_feed(site.catalogue, entry):
            times = site.catalogue.timetables[entry.id]
            for language in site.speakers:
                data = files(site)[record_feed(entry, language)]
                assert expanded(data, times.first, times.last) == known(site, entry), entry.id
                checked += 1
    assert checked


def test_another_library_shows_the_same_times(site: Site) -> None:
    for entry in site.catalogue.entries.values():
        if has_feed(site.catalogue, entry):
            times = site.catalogue.timetables[entry.id]
            data = files(site)[record_feed(entry, "fi")]
            assert expanded_elsewhere(data, times.first, times.last) == known(site, entry), entry.id


def test_a_municipality_shows_what_stands_in_its_calendar(patterns: Site) -> None:
    catalogue = patterns.catalogue
    for municipality in catalogue.municipalities:
        wanted: Counter[Span] = Counter()
        for entry in placed_in(catalogue)[municipality.code]:
            wanted += known(patterns, entry)
        data = files(patterns)[municipality_feed(municipality, "sv")]
        last = patterns.catalogue.horizon(TODAY)
        assert expanded(data, TODAY, last) == wanted
        assert bool(wanted) == (municipality.code == KOKKOLA)


def test_nothing_is_promised_beyond_the_horizon(patterns: Site) -> None:
    last = patterns.catalogue.horizon(TODAY)
    for data in calendars(patterns).values():
        assert not expanded(data, last + ONE_DAY, last + 700 * ONE_DAY)


def test_regular_times_are_few_events(patterns: Site) -> None:
    rules = {
        "weekly": ["FREQ=WEEKLY;UNTIL=20271130T215959Z;INTERVAL=1;BYDAY=MO,TU;WKST=MO"],
        "every-three-weeks": ["FREQ=WEEKLY;UNTIL=20271119T215959Z;INTERVAL=3;BYDAY=WE,FR;WKST=MO"],
        "first-and-third": ["FREQ=MONTHLY;UNTIL=20270518T205959Z;BYDAY=1TU,3TU"],
        "fifth-and-last": ["FREQ=MONTHLY;UNTIL=20271130T215959Z;BYDAY=-1TU"],
        "odd-weeks": ["FREQ=WEEKLY;UNTIL=20270103T215959Z;INTERVAL=2;BYDAY=MO,TH,SU;WKST=MO",
                      "FREQ=WEEKLY;UNTIL=20271128T215959Z;INTERVAL=2;BYDAY=MO,TH,SU;WKST=MO"],
        "whole-days": ["FREQ=WEEKLY;UNTIL=20271124;INTERVAL=1;BYDAY=WE;WKST=MO",
                       "FREQ=WEEKLY;UNTIL=20271128;INTERVAL=2;BYDAY=SU;WKST=MO"],
    }
    for name, wanted in rules.items():
        data = files(patterns)[f"feeds/group/{name}.fi.ics"]
        assert [one["RRULE"].to_ical().decode() for one in parts(data) if "RRULE" in one] == wanted


def test_regular_times_begin_with_the_season_or_the_day_of_the_facts(patterns: Site) -> None:
    for name, day in {"every-three-weeks": "2026-08-12", "begins-later": "2027-01-11",
                      "weekly-no-changes-told": "2026-09-09",  # changed on Thursday 3 September
                      "weekly": "2026-01-05"}.items():         # nothing is told: the year begins
        first = parts(files(patterns)[f"feeds/group/{name}.fi.ics"])[0]
        assert first["DTSTART"].dt.date() == D(day)


def test_a_season_of_long_ago_does_not_make_a_long_calendar(second: Site) -> None:
    line = {"days": ["mon"], "weeks": "odd", "start": "10:00", "from": "1990-01-01"}
    one = only(second, record(schedule=[line]), TODAY)
    assert [uid.split("@")[0] for uid in uids(own(one)) if "-h-" not in uid] == [
        "ryhma-1-2026", "ryhma-1-2027"]


def test_a_line_whose_days_are_all_closed_gives_no_event(patterns: Site) -> None:
    data = files(patterns)["feeds/group/dates.fi.ics"]
    assert uids(data) == [f"dates-{line}@example.org" for line in (1, 2, 3)]  # the fourth is closed


def test_days_of_other_hours_are_events_of_their_own(patterns: Site) -> None:
    data = files(patterns)["feeds/group/every-exception.fi.ics"]
    found = {str(one["UID"]).removesuffix("@example.org"): one for one in parts(data)}
    other = found["every-exception-x-20261130"]
    assert naive(other["DTSTART"].dt) == datetime.datetime(2026, 11, 30, 13)
    again = found["every-exception-x-20261130-2"]
    assert naive(again["DTSTART"].dt) == datetime.datetime(2026, 11, 30, 15)
    assert "RRULE" not in other
    closed = [one.dt.date() for one in found["every-exception-1"]["EXDATE"].dts]
    assert {D("2026-10-12"), D("2026-11-30"), D("2026-12-14"), D("2027-02-24")} <= set(closed)


def test_a_holiday_of_which_nobody_told_is_tentative_and_says_so(patterns: Site) -> None:
    for language, words, summary in (
            ("fi", "Itsenäisyyspäivä: kysy, onko paikka auki.", "Äidit (ehkä auki)"),
            ("sv", "Självständighetsdagen: fråga om det är öppet.", "Mammor (kanske öppet)")):
        event, = (one for one in parts(files(patterns)[f"feeds/group/renamed.{language}.ics"])
                  if one["UID"] == "the-first-name-h-20261206-1@example.org")
        assert event["STATUS"] == "TENTATIVE"
        assert event["SUMMARY"] == summary
        assert words in str(event["DESCRIPTION"]).split("\n")


# --- clocks --------------------------------------------------------------------------------------

CHANGES = [D(day) for day in ("2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31",
                              "2028-03-26", "2028-10-29")]
ALL_WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
NIGHTS = [("00:30", "02:30"), ("02:00", "05:00"), ("02:30", "03:30"), ("03:00", "04:00"),
          ("03:30", "03:45"), ("03:30", None), ("03:15", "04:15"), ("04:00", "05:00"),
          ("10:00", "12:00"), ("22:00", "06:00"), ("23:00", "24:00"), ("23:30", "00:30")]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_times_are_right_on_both_sides_of_a_clock_change(second: Site, change: datetime.date
                                                         ) -> None:
    lines = [{"days": ALL_WEEK, "start": begins, **({"end": ends} if ends else {})}
             for begins, ends in NIGHTS]
    entry = record(schedule=lines, updated=str(change - 20 * ONE_DAY),
                   exceptions=[{"on": "public_holidays", "closed": True}])
    one = only(second, entry, change - 10 * ONE_DAY, weeks=4)
    times = one.catalogue.timetables[entry.id]
    data = own(one)
    assert expanded(data, times.first, times.last) == known(one, entry)
    wanted = Counter(tuple(map(utc, span)) for opening in times.occurrences
                     if (span := moments(opening)))
    found = Counter({span: count for span, count in strictly(data).items()
                     if span[0].astimezone(HELSINKI).date() >= times.first})
    assert found == wanted


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_time_zone_of_a_file_has_the_offsets_of_finland(second: Site, change: datetime.date
                                                            ) -> None:
    data = own(only(second, record(schedule=[{"days": ["mon"], "start": "10:00"}]), TODAY))
    zone, = read(data).walk("VTIMEZONE")
    assert isinstance(zone, Timezone)
    by_icalendar = zone.to_tz(lookup_tzid=False)
    by_dateutil = tzical(io.StringIO(data.decode())).get()
    assert by_dateutil is not None
    wall = datetime.datetime.combine(change - ONE_DAY, datetime.time())
    for hour in range(72):
        moment = wall + datetime.timedelta(hours=hour)
        instant = moment.replace(tzinfo=datetime.UTC)
        right = instant.astimezone(HELSINKI)
        for zone_of_file in (by_icalendar, by_dateutil):
            assert naive(instant.astimezone(zone_of_file)) == naive(right)
            assert moment.replace(tzinfo=zone_of_file).utcoffset() == moment.replace(
                tzinfo=HELSINKI).utcoffset() or hour - 24 == 3  # the hour skipped or repeated


def test_a_night_over_a_clock_change_is_an_event_of_its_own(patterns: Site) -> None:
    marks = [uid.removeprefix("past-midnight-").removesuffix("@example.org")
             for uid in uids(files(patterns)["feeds/group/past-midnight.fi.ics"])
             if "-h-" not in uid]
    assert marks == ["1", "2", "3", "1-20260328", "1-20261024", "1-20270327", "1-20271030"]


# --- any schedule --------------------------------------------------------------------------------

dates = st.integers(-60, 200).map(lambda number: str(D("2026-11-20") + number * ONE_DAY))
clocks = st.sampled_from(["00:00", "03:30", "09:30", "10:00", "12:00", "22:00"])
ends = st.sampled_from(["00:30", "03:45", "11:00", "13:00", "23:00", "24:00"])
hours: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}), st.fixed_dictionaries({"start": clocks}),
    st.fixed_dictionaries({"start": clocks, "end": ends}))
notes = st.sampled_from([{}, {"note": {"fi": "hei"}}])
rhythms: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}), st.sampled_from([{"weeks": "odd"}, {"weeks": "even"}]),
    st.fixed_dictionaries({"every": st.integers(2, 5), "from": dates}),
    st.lists(st.sampled_from(["first", "second", "third", "fourth", "fifth", "last"]), min_size=1,
             max_size=3, unique=True).map(lambda weeks: {"of_month": weeks}))
weekly = st.tuples(
    st.lists(st.sampled_from(ALL_WEEK), min_size=1, max_size=4, unique=True).map(
        lambda days: {"days": days}),
    rhythms, hours, notes, st.one_of(st.just({}), dates.map(lambda day: {"until": day})),
    st.one_of(st.just({}), dates.map(lambda day: {"from": day})))
once = st.tuples(dates.map(lambda day: {"date": day}), hours, notes)
lines = st.one_of(weekly, weekly, once, st.sampled_from([({"always": True},),
                                                         ({"text": {"fi": "joskus"}},)]))
closed = st.fixed_dictionaries({"start": clocks, "end": ends}) | st.just({"closed": True})
when = st.one_of(
    dates.map(lambda day: {"date": day}),
    st.tuples(dates, st.integers(0, 20)).map(lambda span: {
        "from": span[0], "until": str(D(span[0]) + span[1] * ONE_DAY)}),
    st.sampled_from([{"on": "public_holidays"}, {"on": "eves"}, {"on": "school_holidays"}]))
exceptions = st.tuples(when, closed, notes)


def merged(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One mapping of several; a season that would end before it begins has no end."""
    whole: dict[str, Any] = {}
    for part in parts:
        whole |= part
    if "days" in whole and whole.get("until", "9") < whole.get("from", "0"):
        del whole["until"]
    return whole


@settings(max_examples=500, derandomize=True, deadline=None)
@given(schedule=st.lists(lines.map(merged), min_size=1, max_size=3),
       special=st.lists(exceptions.map(merged), max_size=4),
       day=st.integers(0, 120).map(lambda number: D("2026-11-20") + number * ONE_DAY),
       updated=st.one_of(st.none(), dates))
def test_any_schedule_comes_out_of_the_calendar_as_it_went_in(
        schedule: list[dict[str, Any]], special: list[dict[str, Any]], day: datetime.date,
        updated: str | None) -> None:
    holiday = Break(D("2027-02-15"), D("2027-02-21"))
    entry = record(schedule=schedule, exceptions=special, updated=updated)
    one = only(_base(), entry, day, weeks=22, breaks=[holiday])
    times = one.catalogue.timetables[entry.id]
    if not has_feed(one.catalogue, entry):
        assert all(not path.endswith(".ics") or parts(data) == [] for path, data in feeds(one))
        return
    data = own(one)
    assert expanded(data, times.first, times.last) == known(one, entry)
    assert expanded_elsewhere(data, times.first, times.last) == known(one, entry)
    assert len(set(uids(data))) == len(uids(data))


@cache
def _base() -> Site:
    """A site to put a record in; hypothesis wants no fixtures that change."""
    catalogue, _ = load(ROOT / "data", SAMPLE_DAY)
    assert catalogue
    speakers = {"fi": Speaker("fi", ("sv",)), "sv": Speaker("sv", ("fi",))}
    return Site(catalogue, speakers, (), (), Assets({}, {}), SITE_URL, SAMPLE_DAY)


# --- identity ------------------------------------------------------------------------------------


def test_new_times_keep_the_uid(second: Site) -> None:
    before = only(second, record(schedule=[{"days": ["mon"], "start": "10:00"}]), TODAY)
    after = only(second, record(updated="2026-11-01", schedule=[
        {"days": ["wed"], "start": "13:00", "end": "14:00", "every": 2, "from": "2026-11-04"}]),
        TODAY)
    assert uids(own(before))[0] == uids(own(after))[0] == "ryhma-1@example.org"


def test_a_renamed_record_keeps_its_uids_and_its_old_address(second: Site) -> None:
    schedule = [{"days": ["sun"], "start": "10:00", "weeks": "odd"}]
    special = [{"date": "2026-12-13", "start": "12:00", "end": "13:00"}]
    old = only(second, record(schedule=schedule, exceptions=special), TODAY)
    new = only(second, record(id="uusi", aliases=["ryhma", "valissa"], schedule=schedule,
                              exceptions=special), TODAY)
    assert uids(own(old)) == uids(own(new))
    made = dict(feeds(new))
    for alias in ("ryhma", "valissa"):
        assert made[feed("group", alias, "sv")] == made["feeds/group/uusi.sv.ics"]


def test_uids_are_the_same_in_every_language_and_every_feed(patterns: Site) -> None:
    kokkola = next(one for one in patterns.catalogue.municipalities if one.code == KOKKOLA)
    everywhere = set(uids(files(patterns)[municipality_feed(kokkola, "fi")]))
    for entry in placed_in(patterns.catalogue)[KOKKOLA]:
        finnish, swedish = (set(uids(files(patterns)[record_feed(entry, language)]))
                            for language in ("fi", "sv"))
        assert finnish == swedish <= everywhere


def test_the_next_build_day_changes_neither_uids_nor_revisions(second: Site) -> None:
    def told(today: datetime.date) -> dict[str, tuple[object, ...]]:
        schedule = [{"days": ["sun"], "start": "10:00", "weeks": "odd"},
                    {"days": ["wed"], "start": "10:00"}]
        one = only(second, record(schedule=schedule), today)
        return {str(event["UID"]): (event["DTSTART"].dt, event["SEQUENCE"], event["DTSTAMP"].dt,
                                    event["LAST-MODIFIED"].dt) for event in parts(own(one))}

    before, after = told(TODAY), told(TODAY + ONE_DAY)
    assert before == after
    # The horizon came to be the end of May 2027 on this day, after the record's own last change.
    day = datetime.datetime(2026, 10, 31, tzinfo=datetime.UTC)
    assert {one[1:3] for one in before.values()} == {((day.date() - UNKNOWN_DAY).days, day)}


def test_a_change_makes_a_later_revision(second: Site) -> None:
    def revision(**fields: Any) -> tuple[int, datetime.datetime]:
        entry = record(schedule=[{"days": ["mon"], "start": "10:00"}], **fields)
        event = parts(own(only(second, entry, TODAY)))[0]
        return event["SEQUENCE"], event["LAST-MODIFIED"].dt

    unknown = revision(updated=None)
    assert unknown <= revision() < revision(updated="2026-11-02") < revision(verified="2026-11-10")


def test_an_event_that_goes_on_further_is_a_later_revision(second: Site) -> None:
    def told(today: datetime.date) -> tuple[datetime.datetime, int, datetime.datetime]:
        schedule = [{"days": ["tue"], "start": "10:00"}]
        event = parts(own(only(second, record(schedule=schedule), today)))[0]
        return event["RRULE"]["UNTIL"][0], event["SEQUENCE"], event["LAST-MODIFIED"].dt

    days = [TODAY + datetime.timedelta(weeks=week) for week in range(0, 60, 3)]
    every = [told(day) for day in days]
    for (until, *revision), (later, *next_revision) in itertools.pairwise(every):
        assert later >= until
        assert (later > until) <= (next_revision > revision)
    assert len({until for until, *_ in every}) > 12


# --- what it says --------------------------------------------------------------------------------


def test_an_event_says_what_where_and_how_sure(patterns: Site) -> None:
    event = parts(files(patterns)["feeds/group/renamed.sv.ics"])[0]
    assert event["UID"] == "the-first-name-1@example.org"
    assert event["SUMMARY"] == "Mammor"
    assert event["LOCATION"] == "Gatan 1, 67100 Karleby"
    assert event["GEO"].to_ical() == "63.8;23.1"
    assert event["URL"] == f"{SITE_URL}sv/kamratstodsgrupper/renamed/"
    assert event["CATEGORIES"].to_ical().decode() == "Mammagrupp"
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Kom med.",
        "Tiderna bekräftades senast 2.10.2026. Kontrollera innan du går hemifrån.", event["URL"]]
    finnish = parts(files(patterns)["feeds/group/renamed.fi.ics"])[0]
    assert finnish["LOCATION"] == "Katu 1, B & C, 67100 Kokkola"


def test_unconfirmed_facts_say_so_and_notes_stand_beside(patterns: Site) -> None:
    event = parts(files(patterns)["feeds/group/weekly-no-changes-told.fi.ics"])[0]
    assert str(event["DESCRIPTION"]).split("\n")[1:3] == [
        "Hei", "Järjestäjä ei ole vahvistanut näitä tietoja. Tarkista ne ennen kuin lähdet."]
    assert event["LOCATION"] == "Kokkola"


def test_what_is_online_has_no_town(patterns: Site) -> None:
    assert parts(files(patterns)["feeds/group/online.fi.ics"])[0]["LOCATION"] == (
        "Verkossa tai puhelimessa")


def test_calendars_are_named_in_their_language(patterns: Site) -> None:
    names = {path: str(read(data)["NAME"]) for path, data in calendars(patterns).items()}
    assert names["feeds/group/weekly.sv.ics"] == "Mammor"
    assert names["feeds/municipality/karleby.sv.ics"] == "Familjeguide: Karleby"
    assert names["feeds/municipality/kokkola-vertaisryhmat.fi.ics"] == (
        "Perheopas: Kokkola – vertaisryhmät")
    assert names["feeds/kind/motesplatser.sv.ics"] == "Familjeguide: Mötesplatser"


# --- which files there are -----------------------------------------------------------------------


def test_there_is_a_file_for_every_address_that_pages_can_name(site: Site) -> None:
    catalogue = site.catalogue
    wanted = []
    for language in site.speakers:
        wanted += [record_feed(entry, language) for entry in catalogue.entries.values()
                   if has_feed(catalogue, entry)]
        wanted += [feed("group", alias, language) for alias in ("the-first-name", "the-second-name")
                   if "renamed" in catalogue.entries]
        wanted += [feed("place", "vanha-kahvila", language)
                   for _ in range("perhekahvila-kokko" in catalogue.entries)]
        wanted += [kind_feed(kind, language) for kind in kinds(gathered(catalogue))]
        for one in catalogue.municipalities:
            wanted += [municipality_feed(one, language), news_feed(one, language)]
            wanted += [municipality_feed(one, language, kind)
                       for kind in kinds(placed_in(catalogue)[one.code])]
    assert len(wanted) == len(set(wanted))
    assert sorted(wanted) == sorted(files(site))


def test_calendars_of_kinds_share_out_the_family_calendar(site: Site) -> None:
    wanted = {entry.id for entry in site.catalogue.entries.values()
              if in_calendar(site.catalogue, entry)}
    pages = [str(event["URL"]) for kind in kinds(gathered(site.catalogue))
             for event in parts(files(site)[kind_feed(kind, "fi")])]
    assert {page.split("/")[-2] for page in pages} == wanted


def test_a_municipality_without_times_has_an_empty_calendar(second: Site) -> None:
    data = files(second)["feeds/municipality/kannus.fi.ics"]
    assert parts(data) == []
    assert len(read(data).walk("VTIMEZONE")) == 1


def test_nothing_sensitive_stands_in_any_feed(patterns: Site) -> None:
    for path, data in files(patterns).items():
        text = data.decode().replace("\r\n ", "")
        for name in (*HIDDEN, "finished", "unlisted", "Turvakoti", "Skyddshemmet"):
            assert name not in text, (path, name)
            assert name not in path


def test_what_is_paused_has_news_but_no_times(patterns: Site) -> None:
    named = [path for path, data in files(patterns).items() if b"/paused/" in data]
    assert named == ["feeds/municipality/kokkola.fi.xml", "feeds/municipality/karleby.sv.xml"]


# --- hostile words -------------------------------------------------------------------------------


def test_hostile_words_stay_words(patterns: Site) -> None:
    data = files(patterns)["feeds/group/hostile.fi.ics"]
    entry = patterns.catalogue.entries["hostile"]
    first = parts(data)[0]
    assert first["SUMMARY"] == f"{entry.name['fi']} (ei vahvistettu)"
    assert b"\r\nNAME:BEGIN:VEVENT\\, END:VEVENT\\; \\\\n \\\\\\, \\\\\\\\ & ]]> &amp\\;" in data
    assert r"A\nDTSTART:19990101; b,c" in str(first["DESCRIPTION"]).split("\n")
    parsed = IcsCalendarStream.calendar_from_ics(data.decode())
    assert parsed.events[0].summary == first["SUMMARY"]


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x1c"])
def test_line_breaks_in_words_begin_no_line(second: Site, line_break: str) -> None:
    evil = f"Nimi{line_break}END:VEVENT{line_break}BEGIN:VEVENT{line_break}UID:x\x00"
    entry = record(schedule=[{"days": ["mon"], "start": "10:00"}]).model_copy(update={
        name: {"fi": evil} for name in ("name", "summary")})
    line = entry.schedule[0].model_copy(update={"note": {"fi": evil}})
    entry = entry.model_copy(update={"schedule": [line]})
    one = only(second, entry, TODAY)
    plain = "Nimi END:VEVENT BEGIN:VEVENT UID:x"
    made = dict(feeds(one))
    news = feedparser.parse(made.pop("feeds/municipality/kokkola.fi.xml"))
    assert not news.bozo
    assert [story.title for story in news.entries] == [plain]
    del made["feeds/municipality/karleby.sv.xml"]
    for path, data in made.items():
        assert uids(data)[0] == "ryhma-1@example.org", path
        assert parts(data)[0]["SUMMARY"] in {f"{plain} (ei vahvistettu)",
                                             f"{plain} (inte bekräftat)"}
        assert len(re.findall(rb"(?m)^BEGIN:VEVENT", data)) == len(events(one, entry))


# --- news ----------------------------------------------------------------------------------------


def news_of(one: Site, language: str, code: str) -> Any:
    municipality = next(m for m in one.catalogue.municipalities if m.code == code)
    data = files(one)[news_feed(municipality, language)]
    parsed = feedparser.parse(data)
    assert not parsed.bozo
    return parsed


def changes(catalogue: Catalogue, code: str) -> list[datetime.date]:
    """Days of the changes that may be told of a municipality, the latest first."""
    return sorted((day for entry in catalogue.listed() if (day := changed(entry))
                   and not entry.is_sensitive and code in (
                       *catalogue.reach[entry.id].home, *catalogue.reach[entry.id].wide)),
                  reverse=True)


def test_news_are_whole_and_in_order(site: Site) -> None:
    for language in site.speakers:
        for municipality in site.catalogue.municipalities:
            news = news_of(site, language, municipality.code)
            days = changes(site.catalogue, municipality.code)[:30]
            assert [story.updated[:10] for story in news.entries] == list(map(str, days))
            assert news.feed.updated[:10] == str(days[0] if days else UNKNOWN_DAY)
            assert news.feed.id == SITE_URL + news_feed(municipality, language)
            assert news.feed.language == language
            assert news.feed.author == site.speakers[language].plain(
                site.catalogue.directory.keeper)
            assert len({story.id for story in news.entries}) == len(news.entries)
            pages = {SITE_URL + page.address for page in site.pages}
            for story in (news.feed, *news.entries):
                assert story.link in pages
            for story in news.entries:
                assert all((story.title, story.summary, story.tags[0].term, story.tags[0].label))


def test_news_are_told_in_both_languages(patterns: Site) -> None:
    finnish, swedish = (news_of(patterns, language, KOKKOLA) for language in ("fi", "sv"))
    assert finnish.feed.title == "Perheopas: Kokkola: uusia ja muuttuneita tietoja"
    assert swedish.feed.title == "Familjeguide: Karleby: nya och ändrade uppgifter"
    assert finnish.entries[0].updated == "2026-11-20T00:00:00+02:00"
    assert [finnish.entries[0].title, swedish.entries[0].title] == ["Isät", "Pappor"]
    assert "2026-10-02T00:00:00+03:00" in [story.updated for story in finnish.entries]
    assert "tag:example.org,2026:the-first-name/fi" in [story.id for story in finnish.entries]


def test_a_story_in_another_language_says_so(second: Site) -> None:
    one = only(second, record(), TODAY)
    data = dict(feeds(one))["feeds/municipality/karleby.sv.xml"]
    assert '<title xml:lang="fi">Äidit</title>' in data.decode()


# --- bytes ---------------------------------------------------------------------------------------


def test_the_same_data_gives_the_same_bytes(site: Site) -> None:
    assert list(feeds(site)) == list(files(site).items())


def test_the_surroundings_do_not_change_a_byte(second_data: Path) -> None:
    code = ("import hashlib; from tests.test_feeds import *\n"
            f"made = list(feeds(planned(Path({str(second_data)!r}), TODAY)))\n"
            "print(hashlib.sha256(repr(made).encode()).hexdigest())")

    def digest(**surroundings: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'hooks'}", **surroundings}).stdout

    assert digest(PYTHONHASHSEED="1") == digest(
        PYTHONHASHSEED="77", TZ="Pacific/Kiritimati", LC_ALL="C")
