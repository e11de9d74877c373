"""Pages, lists, calendar, search and feeds say the same times of every record."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar
from tests.conftest import ROOT
from tests.sites import DAY, SITE_URL, Document, files_of, read_site

from familycentre.catalogue import Catalogue, load
from familycentre.feeds import municipality_feed, record_feed
from familycentre.language.speaker import Speaker
from familycentre.model import Entry
from familycentre.schedule import is_holiday
from familycentre.search import documents
from familycentre.week import calendars, has_feed, in_calendar

LANGUAGES = ("fi", "sv")
HELSINKI = ZoneInfo("Europe/Helsinki")
Time = tuple[datetime.date, str, str, bool]
"""A day, its hours, and whether it is a holiday of which nobody has said anything."""


class Built:
    """A site, its data, and its pages read once."""

    def __init__(self, data: Path, site: Path) -> None:
        catalogue, _ = load(data, DAY)
        assert catalogue
        self.catalogue = catalogue
        self.site = site
        self.pages = read_site(site)

    def page(self, kind: str, language: str, name: str) -> Document:
        """The page of a record or a calendar, by the words of its address."""
        folder = {"meeting_place": ("kohtaamispaikat", "motesplatser"),
                  "peer_group": ("vertaisryhmat", "kamratstodsgrupper"),
                  "ngo_service": ("jarjestojen-palvelut", "organisationernas-tjanster"),
                  "public_service": ("julkiset-palvelut", "offentliga-tjanster"),
                  "week": ("tapahtuu", "pa-gang")}[kind][LANGUAGES.index(language)]
        return self.pages[f"{language}/{folder}/{name}index.html"]


@pytest.fixture(scope="module", params=["sample", "calendar"])
def built(request: pytest.FixtureRequest) -> Built:
    site: Path = request.getfixturevalue(f"{request.param}_site")
    data = ROOT / "data" if request.param == "sample" else site.parent / "data"
    return Built(data, site)


def wanted(catalogue: Catalogue, entry: Entry) -> set[Time]:
    """What the schedule says."""
    return {(one.day, one.start, one.end, one.unsure)
            for one in catalogue.timetables[entry.id].occurrences}


def decoded(rows: Iterable[list[str]]) -> tuple[set[Time], set[datetime.date]]:
    """Openings and closed days of rows, as a browser reads them."""
    times: set[Time] = set()
    closed: set[datetime.date] = set()
    for days, *rest in rows:
        start, end, _words, _language, sure = [*rest, *[""] * (5 - len(rest))]
        for run in days.split():
            first, count, step = re.fullmatch(r"(\d+)(?:x(\d+))?(?:/(\d+))?", run).groups()  # type: ignore[union-attr]
            for number in range(int(count or 1)):
                day = datetime.date(1970, 1, 1) + datetime.timedelta(
                    int(first) + number * int(step or 7))
                if start == "-":
                    closed.add(day)
                else:
                    times.add((day, start, end, is_holiday(day) and not sure))
    return times, closed


def feed_times(path: Path, uids: str = "") -> set[Time]:
    """Every time of a calendar file up to the horizon of both sites, in Finland's time."""
    calendar = Calendar.from_ical(path.read_bytes())
    last = datetime.date(2027, 5, 31)
    found = set()
    for event in recurring_ical_events.of(calendar).between(
            DAY - datetime.timedelta(1), last + datetime.timedelta(2)):
        if uids and not re.match(rf"{uids}-(\d|x-|h-)", str(event["UID"])):
            continue
        start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
        unsure = event.get("STATUS") == "TENTATIVE"
        if isinstance(start, datetime.datetime):
            begins = start.astimezone(HELSINKI)
            ends = end.astimezone(HELSINKI) if end and end != start else None
            time = (begins.date(), f"{begins:%H:%M}", f"{ends:%H:%M}" if ends else "", unsure)
        else:
            time = (start, "", "", unsure)
        if DAY <= time[0] <= last:
            found.add(time)
    return found


def midnight(times: Iterable[Time]) -> set[Time]:
    """24:00 and 00:00 are one moment."""
    return {(day, start, "00:00" if end == "24:00" else end, unsure)
            for day, start, end, unsure in times}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_calendar_search_and_feeds_agree(built: Built, language: str) -> None:
    catalogue = built.catalogue
    speaker = Speaker(language, tuple(one for one in LANGUAGES if one != language))
    weeks = shown_weeks(built, language)
    placed = calendars(catalogue)
    compared = 0
    for entry in catalogue.entries.values():
        page = built.page(entry.kind, language, f"{entry.id}/")
        lists = page.all("ol", **{"class": "dates"})
        if entry.id not in catalogue.timetables:
            assert not lists, entry.id
            continue
        schedule = wanted(catalogue, entry)
        closed = {one.day for one in catalogue.timetables[entry.id].closures}
        if schedule:
            assert decoded(json.loads(lists[0].attributes["data-rows"])) == (schedule, closed)
            compared += 1
        row = documents.row(entry, catalogue, speaker, "x/", DAY)
        soon = [one for one in schedule if one[0] <= DAY + documents.AHEAD]
        if soon:
            assert decoded(row[8])[0] == set(soon), entry.id
        if has_feed(catalogue, entry):
            path = built.site / record_feed(entry, language)
            assert feed_times(path) == midnight(schedule), entry.id
        else:
            assert not (built.site / record_feed(entry, language)).exists()
        for code in (one.code for one in catalogue.municipalities):
            shown = weeks[code].get(page.address)
            if entry in placed[code]:
                assert shown == (schedule, closed), (entry.id, code)
            else:
                assert shown is None, (entry.id, code)
        if in_calendar(catalogue, entry):
            assert weeks["whole"][page.address] == (schedule, closed), entry.id
        else:
            assert page.address not in weeks["whole"]
    assert compared >= 6


def shown_weeks(
    built: Built, language: str
) -> Mapping[str, dict[str, tuple[set[Time], set[datetime.date]]]]:
    """By municipality code, what its calendar page says of each record's address."""
    names = {one.code: f"{one.slug(language)}/" for one in built.catalogue.municipalities}
    found: dict[str, dict[str, tuple[set[Time], set[datetime.date]]]] = {}
    for code, name in {**names, "whole": ""}.items():
        page = built.page("week", language, name)
        records = found.setdefault(code, {})
        rows: Any = None
        for one in page.elements:
            if one.tag == "li":
                rows = json.loads(one.attributes["data-rows"]) if (
                    "data-rows" in one.attributes) else None
            elif one.tag == "a" and rows is not None:
                address = page.file(one.attributes["href"]).removesuffix("index.html")
                times, closed = records.setdefault(address, (set(), set()))
                more_times, more_closed = decoded(rows)
                times |= more_times
                closed |= more_closed
                rows = None
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_municipality_s_feed_holds_its_records(built: Built, language: str) -> None:
    catalogue = built.catalogue
    placed = calendars(catalogue)
    for one in catalogue.municipalities:
        path = built.site / municipality_feed(one, language)
        entries = placed[one.code]
        assert feed_times(path) == midnight(
            time for entry in entries for time in wanted(catalogue, entry))
        for entry in entries:
            identity = entry.aliases[0] if entry.aliases else entry.id
            assert feed_times(path, identity) == midnight(wanted(catalogue, entry))


def test_cards_tell_the_hours_of_the_schedule(built: Built) -> None:
    for entry in built.catalogue.entries.values():
        hours = {(line.start, line.end) for line in entry.schedule if line.days and line.start}
        if not hours or len(entry.schedule) > 3:
            continue
        speaker = Speaker("fi", ("sv",))
        words = str(speaker.card_bits(entry, DAY))
        assert all(speaker.hours(*one) in words for one in hours), entry.id


def test_every_calendar_address_leads_to_a_file(built: Built) -> None:
    every = set(files_of(built.site))
    linked = set()
    for page in built.pages.values():
        for one in page.all("a"):
            href = one.attributes["href"]
            if href.startswith("webcal:"):
                assert href.startswith(SITE_URL.replace("https:", "webcal:"))
                linked.add(href.removeprefix(SITE_URL.replace("https:", "webcal:")))
    assert linked
    assert linked <= every


