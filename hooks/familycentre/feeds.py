"""Files to subscribe to: calendars (iCalendar, RFC 5545 and 7986) and news (Atom, RFC 4287).

A calendar promises the same days as the pages, up to the same horizon. What a line of a schedule
says becomes one recurring event without the closed days. Every day on which something else holds is
an event of its own: other hours, a holiday on which nobody has said whether it is open, an opening
during which the clock changes. Nothing sensitive stands in any feed.

The UID of an event is ``ID-LINE@HOST``: the record's first alias, else its id, and the number of
the line in the schedule from 1. So the first alias stays the identity of a renamed record for good,
and a line keeps its events when its times change. A suffix tells apart the events of one line:

- ``-2026``: its weeks of that ISO year, for odd and even weeks;
- ``-20261025``: the one day on which the clock changes;
- ``ID-x-20261130``, and then ``…-2``: other hours on that day;
- ``ID-h-20261206-LINE``: a holiday on which it may be open.
"""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from icalendar import (
    Calendar,
    Component,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vDuration,
    vText,
    vUri,
)

from familycentre.addresses import FEEDS, SEGMENTS, feed
from familycentre.catalogue import Catalogue
from familycentre.clock import HELSINKI
from familycentre.filters import entry_type, type_group
from familycentre.freshness import changed
from familycentre.language.sorting import capitalize_first, sort_key
from familycentre.language.speaker import Speaker
from familycentre.model import Entry, Opening, Record
from familycentre.reference import Municipality
from familycentre.schedule import DAY, WEEKS_OF_MONTH, Occurrence, line_days, moments, timetable
from familycentre.values import WEEKDAYS
from familycentre.week import calendars, has_feed, in_calendar, kinds
from familycentre.writing import Files, Job

if TYPE_CHECKING:
    from familycentre.render import Site  # which itself wants the addresses below

NEWS = 30
"""Most entries of an Atom feed."""
UNKNOWN_DAY = datetime.date(2020, 1, 1)
"""Revisions (SEQUENCE) are counted in days from it, whole and never below 0."""
MONTH_WEEK = {**{name: str(at) for at, name in enumerate(WEEKS_OF_MONTH, 1)}, "last": "-1"}
PRODUCT = "-//Familycentre//Directory//EN"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (2.2) forbids."""


# --- addresses -----------------------------------------------------------------------------------


def record_feed(entry: Entry, language: str) -> str:
    """Path of a record's calendar; there is a file when ``week.has_feed`` says so."""
    return feed(FEEDS[entry.kind], entry.id, language)


def municipality_feed(municipality: Municipality, language: str, kind: str = "") -> str:
    """Path of a municipality's calendar, of all kinds or one; there is one for each kind it has."""
    name = municipality.slug(language)
    return feed("municipality", f"{name}-{SEGMENTS[kind][language]}" if kind else name, language)


def kind_feed(kind: str, language: str) -> str:
    """Path of the calendar of a kind in the whole directory; there is one for each kind in it."""
    return feed("kind", SEGMENTS[kind][language], language)


def news_feed(municipality: Municipality, language: str) -> str:
    """Path of a municipality's Atom feed of changed records; every municipality has one."""
    return feed("municipality", municipality.slug(language), language, "xml")


# --- every feed ----------------------------------------------------------------------------------


def feed_jobs(site: Site) -> list[Job]:
    """The feeds, a job a language. The same data on the same day gives the same bytes."""
    return [Job("feeds", partial(_feeds, site, speaker)) for speaker in site.speakers.values()]


def feeds(site: Site) -> Files:
    """Every feed as its path from the site's root and its bytes, in a fixed order."""
    for job in feed_jobs(site):
        yield from job.make()


def _feeds(site: Site, speaker: Speaker) -> Files:
    catalogue = site.catalogue
    placed, news = calendars(catalogue), _news(catalogue)
    writer = _Writer(site, speaker)
    made = {entry.id: writer.events(entry, events(site, entry))
            for entry in catalogue.entries.values() if has_feed(catalogue, entry)}
    yield from writer.records(made)
    yield from writer.kinds(made)
    for municipality in catalogue.municipalities:
        yield from writer.municipality(municipality, placed[municipality.code], made)
        yield (news_feed(municipality, speaker.language),
               writer.news(municipality, news[municipality.code]))


def _news(catalogue: Catalogue) -> dict[str, list[tuple[datetime.date, Entry]]]:
    """By municipality: every record that may be told of, with the day it changed."""
    found: dict[str, list[tuple[datetime.date, Entry]]] = {
        one.code: [] for one in catalogue.municipalities}
    for entry in catalogue.listed():
        day = changed(entry)
        if day and not entry.is_sensitive:
            reach = catalogue.reach[entry.id]
            for code in (*reach.home, *reach.wide):
                found[code].append((day, entry))
    return found


# --- on which days -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dates:
    """When one event takes place: once, or by a rule."""

    mark: str
    """The part of its UID after the record's identity."""
    first: Occurrence
    """The first time, with hours and words."""
    last: datetime.date
    """Day of the last time; the first's own when it takes place once."""
    rule: Mapping[str, Any] | None = None
    """The recurrence rule (RFC 5545, 3.3.10) without its end; None when it takes place once."""
    without: tuple[datetime.date, ...] = ()
    """Days of the rule, between the first and the last, that are not among its times."""


def identity(record: Record) -> str:
    """What the record is called in UIDs: its oldest id, which a renaming does not change."""
    return record.aliases[0] if record.aliases else record.id


def events(site: Site, entry: Entry) -> list[Dates]:
    """Every event of a record with a timetable, up to the horizon.

    Regular times begin where the record itself begins to tell: with the earliest season, else on
    the day it last changed; never before the year of *site.today*. So the first time does not move
    from day to day. Other hours and holidays that are over are left out.
    """
    today = site.today
    year = datetime.date(today.year, 1, 1)
    known = changed(entry) or year
    begins = [line.from_ or known for line in entry.schedule if line.days or line.date] or [known]
    first = max(min(*begins, today), year)
    times = timetable(entry.schedule, entry.exceptions, first,
                      site.catalogue.timetables[entry.id].last, site.catalogue.breaks_of(entry))
    regular: dict[tuple[int, str], list[Occurrence]] = {}
    single: list[Dates] = []
    other: dict[datetime.date, int] = {}
    for one in times.occurrences:
        line = entry.schedule[one.line] if one.line >= 0 else None
        number = one.line + 1
        if line is None:
            if one.day >= today:
                other[one.day] = count = other.get(one.day, 0) + 1
                again = f"-{count}" if count > 1 else ""
                single.append(Dates(f"x-{one.day:%Y%m%d}{again}", one, one.day))
        elif one.unsure:
            if one.day >= today:
                single.append(Dates(f"h-{one.day:%Y%m%d}-{number}", one, one.day))
        elif line.always:
            continue
        elif _clock_changes(one):
            single.append(Dates(f"{number}-{one.day:%Y%m%d}", one, one.day))
        else:
            # Every other week is regular only within an ISO year: week 1 may follow week 53.
            mark = f"{number}-{one.day.isocalendar().year}" if line.weeks else str(number)
            regular.setdefault((one.line, mark), []).append(one)
    lines = [_recurring(entry.schedule[number], mark, found)
             for (number, mark), found in sorted(regular.items())]
    return [*lines, *single]


def _clock_changes(one: Occurrence) -> bool:
    """Whether the clock changes during the opening, or skips its beginning or end.

    Programs disagree on how long a recurring event then lasts, and skip one that begins in the hour
    that is not there (RFC 5545, 3.3.10).
    """
    span = moments(one) if _changes_by(one.day + DAY) else None
    return span is not None and (span[0].utcoffset() != span[1].utcoffset() or any(
        moment.astimezone(datetime.UTC).astimezone(HELSINKI).time() != moment.time()
        for moment in span))


@cache
def _changes_by(day: datetime.date) -> bool:
    """Whether the clock changes on the day or on the day before."""
    before, after = (datetime.datetime.combine(one, datetime.time(), HELSINKI).utcoffset()
                     for one in (day - DAY, day + DAY))
    return before != after


def _recurring(line: Opening, mark: str, found: list[Occurrence]) -> Dates:
    """One event of the regular times of a line, which are in order."""
    first, last = found[0], found[-1].day
    if len(found) == 1:
        return Dates(mark, first, last)
    open_days = {one.day for one in found}
    without = tuple(day for day in line_days(line, first.day, last) if day not in open_days)
    return Dates(mark, first, last, _rule(line), without)


def _rule(line: Opening) -> dict[str, Any]:
    days = [day[:2].upper() for day in sorted(line.days or [], key=WEEKDAYS.index)]
    if line.of_month:
        # A fifth one is always the last: naming both would only invite doubles.
        weeks = [week for name, week in MONTH_WEEK.items() if name in line.of_month
                 and not (name == "fifth" and "last" in line.of_month)]
        return {"FREQ": "MONTHLY", "BYDAY": [week + day for week in weeks for day in days]}
    return {"FREQ": "WEEKLY", "INTERVAL": line.every or (2 if line.weeks else 1),
            "BYDAY": days, "WKST": "MO"}


# --- in one language -----------------------------------------------------------------------------


class _Writer:
    """The feeds of one language."""

    def __init__(self, site: Site, speaker: Speaker) -> None:
        self.site = site
        self.speaker = speaker
        self.language = speaker.language
        self.words = speaker.w["feeds"]
        self.host = urlsplit(site.root_url).hostname or "localhost"
        self.directory = _line(speaker.plain(site.catalogue.directory.short_name))

    def url(self, key: str) -> str:
        """Absolute address of a page."""
        return self.site.root_url + self.site.find(key, self.language).address

    # --- calendars ---

    def records(self, made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        """Each record's calendar, also at its old ids: subscriptions outlive a renaming."""
        for name, data in made.items():
            entry = self.site.catalogue.entries[name]
            path = record_feed(entry, self.language)
            calendar = self.calendar(self.speaker.plain(entry.name), f"entry:{name}", path, [data])
            yield path, calendar
            for alias in entry.aliases:
                yield feed(FEEDS[entry.kind], alias, self.language), calendar

    def kinds(self, made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        """The calendar of each kind in the whole directory."""
        catalogue = self.site.catalogue
        every = [entry for entry in catalogue.entries.values() if in_calendar(catalogue, entry)]
        for kind in kinds(every):
            path = kind_feed(kind, self.language)
            yield path, self.calendar(
                f"{self.directory}: {self.speaker.kind(kind)}", kind, path,
                (made[entry.id] for entry in every if entry.kind == kind))

    def municipality(self, municipality: Municipality, entries: list[Entry],
                     made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        """A municipality's calendar, though it may be empty, and one for each kind it has."""
        name = f"{self.directory}: {municipality.name(self.language)}"
        key = f"municipality:{municipality.code}"
        path = municipality_feed(municipality, self.language)
        yield path, self.calendar(name, key, path, (made[entry.id] for entry in entries))
        for kind in kinds(entries):
            path = municipality_feed(municipality, self.language, kind)
            yield path, self.calendar(
                f"{name} – {self.speaker.kind(kind).lower()}", key, path,
                (made[entry.id] for entry in entries if entry.kind == kind))

    def calendar(self, name: str, key: str, path: str, components: Iterable[bytes]) -> bytes:
        """A whole calendar with the page *key* as its address."""
        own = Calendar()
        for label in ("name", "x-wr-calname"):
            own.add(label, vText(_line(name)))
        own.add("url", vUri(self.url(key)))
        own.add("source", vUri(self.site.root_url + path), parameters={"VALUE": "URI"})
        return b"".join((b"BEGIN:VCALENDAR\r\n", _common(), _inside(own), _timezone(),
                         *components, b"END:VCALENDAR\r\n"))

    def events(self, entry: Entry, plan: Iterable[Dates]) -> bytes:
        """A record's events, one after the other."""
        always = self.always(entry)
        words: dict[tuple[object, ...], bytes] = {}
        written = []
        for dates in plan:
            first = dates.first
            key = (first.note, first.day if first.unsure else None)
            if key not in words:
                words[key] = self.telling(entry, first)
            times = Event()
            times.add("uid", f"{identity(entry)}-{dates.mark}@{self.host}")
            _add_times(times, dates)
            written += [b"BEGIN:VEVENT\r\n", _inside(times), words[key], always,
                        b"END:VEVENT\r\n"]
        return b"".join(written)

    def revised(self, entry: Entry) -> datetime.date:
        """The day from which the record's events are as they are.

        The latest of the day the record changed, the day on which the horizon (the end of a month)
        came to be where it is, and the year's first. Programs that keep a calendar leave an event
        alone whose LAST-MODIFIED has not grown, so it must grow when UNTIL does; and it must not
        with every build.
        """
        catalogue, today = self.site.catalogue, self.site.today
        step = catalogue.horizon(today).replace(day=1) - datetime.timedelta(
            weeks=catalogue.directory.horizon_weeks)
        return max(changed(entry) or UNKNOWN_DAY, step, datetime.date(today.year, 1, 1))

    def always(self, entry: Entry) -> bytes:
        """The lines that all events of a record share."""
        day = self.revised(entry)
        midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
        event = Event()
        event.add("dtstamp", midnight)
        event.add("last-modified", midnight)
        event.add("sequence", max(0, (day - UNKNOWN_DAY).days))
        event.add("location", self.location(entry))
        if entry.location:
            event.add("geo", (entry.location.lat, entry.location.lon))
        event.add("categories", [self.speaker.label(type_group(entry), entry_type(entry))])
        event.add("url", vUri(self.url(f"entry:{entry.id}")))
        event.add("transp", "TRANSPARENT")  # a family is not busy because a café is open
        return _inside(event)

    def telling(self, entry: Entry, first: Occurrence) -> bytes:
        """The lines that tell what takes place and how sure it is."""
        speaker, words = self.speaker, self.speaker.w["entry"]
        name = _line(speaker.plain(entry.name))
        told = [speaker.plain(entry.summary)]
        if first.note:
            told.append(capitalize_first(speaker.plain(dict(first.note))))
        if first.unsure:
            holiday = capitalize_first(speaker.holiday(first.day))
            told.append(words["holiday_note"].format(name=holiday))
        told.append(words["caveat_verified"].format(date=speaker.date(entry.verified))
                    if entry.verified else words["unverified"])
        told.append(self.url(f"entry:{entry.id}"))
        event = Event()
        form = "perhaps" if first.unsure else "" if entry.verified else "unsure"
        event.add("summary", self.words[form].format(name=name) if form else name)
        event.add("description", "\n".join(_line(one) for one in told))
        event.add("status", "TENTATIVE" if first.unsure else "CONFIRMED")
        return _inside(event)

    def location(self, entry: Entry) -> str:
        """The door's address, else in which municipalities; a hidden one has no feed at all."""
        if entry.address and entry.address.street:
            door = _line(self.speaker.address(entry.address).striptags())
            town = "" if entry.address.postcode else self.speaker.place(
                self.site.catalogue, entry)
            return ", ".join(filter(None, [door, town]))
        if entry.remote is True:
            return str(self.speaker.w["entry"]["remote"]).rstrip(".")
        return self.speaker.place(self.site.catalogue, entry)

    # --- news ---

    def news(self, municipality: Municipality,
             found: Iterable[tuple[datetime.date, Entry]]) -> bytes:
        """The latest changed records of a municipality, the latest first."""
        speaker = self.speaker
        latest = sorted(found, key=lambda one: (
            -one[0].toordinal(), sort_key(speaker.plain(one[1].name)), one[1].id))[:NEWS]
        own = self.site.root_url + news_feed(municipality, self.language)
        root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom",
                                   "xml:lang": self.language})
        _text(root, "id", own)
        _text(root, "title", f"{self.directory}: " + self.words["news"].format(
            place=municipality.name(self.language)))
        _text(root, "updated", _midnight(latest[0][0] if latest else UNKNOWN_DAY))
        ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
        ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html",
                                     "href": self.url(f"municipality:{municipality.code}")})
        author = ET.SubElement(root, "author")
        _text(author, "name", speaker.plain(self.site.catalogue.directory.keeper))
        for day, entry in latest:
            self.story(ET.SubElement(root, "entry"), day, entry)
        ET.indent(root, " ")
        data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return data + b"\n"

    def story(self, element: ET.Element, day: datetime.date, entry: Entry) -> None:
        """One changed record. Its id is a tag (RFC 4151), so that renaming it is no news."""
        _text(element, "id", f"tag:{self.host},2026:{identity(entry)}/{self.language}")
        for tag, text in (("title", entry.name), ("summary", entry.summary)):
            words, language = self.speaker.pick(text)
            _text(element, tag, words, {} if language == self.language else {"xml:lang": language})
        _text(element, "updated", _midnight(day))
        ET.SubElement(element, "link", {"rel": "alternate", "type": "text/html",
                                        "href": self.url(f"entry:{entry.id}")})
        ET.SubElement(element, "category", {
            "term": entry_type(entry),
            "label": self.speaker.label(type_group(entry), entry_type(entry))})


def _inside(component: Component) -> bytes:
    """The content lines between BEGIN and END: what components share is written only once."""
    data: bytes = component.to_ical()
    return data[data.index(b"\n") + 1:data.rindex(b"END:")]


@cache
def _common() -> bytes:
    """The properties that all calendars share.

    There is no METHOD: PUBLISH would need an ORGANIZER in every event (RFC 5546, 3.2.1), and
    nobody's address belongs there.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-timezone", vText(str(HELSINKI)))
    calendar.add("refresh-interval", vDuration(DAY), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(DAY))
    return _inside(calendar)


def _add_times(event: Event, dates: Dates) -> None:
    """Beginning, end and recurrence of an event; whole days when the hours are not known."""
    span = moments(dates.first)
    start: datetime.date = span[0] if span else dates.first.day
    event.add("dtstart", start)
    if span and span[1] != span[0]:
        event.add("dtend", span[1])
    if dates.rule is None:
        return
    until: datetime.date = dates.last
    without: list[datetime.date] = list(dates.without)
    if span:
        # The end of the last day, in UTC as RFC 5545 (3.3.10) wants beside a TZID.
        until = datetime.datetime.combine(
            dates.last, datetime.time(23, 59, 59), HELSINKI).astimezone(datetime.UTC)
        without = [datetime.datetime.combine(day, span[0].time(), HELSINKI) for day in without]
    event.add("rrule", {**dates.rule, "UNTIL": until})
    if without:
        event.add("exdate", without)


@cache
def _timezone() -> bytes:
    """VTIMEZONE of Finland since 1996: the common summer time of the EU (directive 2000/84/EC).

    Made by hand: icalendar's own begins summer time an hour late.
    """
    zone = Timezone()
    zone.add("tzid", str(HELSINKI))
    winter, summer = datetime.timedelta(hours=2), datetime.timedelta(hours=3)
    for part, name, begins, before, after in (
        (TimezoneDaylight(), "EEST", datetime.datetime(1996, 3, 31, 3), winter, summer),
        (TimezoneStandard(), "EET", datetime.datetime(1996, 10, 27, 4), summer, winter),
    ):
        part.add("dtstart", begins)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": begins.month, "BYDAY": "-1SU"})
        zone.add_component(part)
    data: bytes = zone.to_ical()
    return data


def _line(text: str) -> str:
    """The text as one line without characters that a file cannot hold."""
    return " ".join(_NOT_XML.sub(" ", text).split())


def _text(parent: ET.Element, tag: str, text: str, attributes: Mapping[str, str] | None = None
          ) -> None:
    ET.SubElement(parent, tag, dict(attributes or {})).text = _line(text)


def _midnight(day: datetime.date) -> str:
    """The beginning of a day in Finland (RFC 3339)."""
    return datetime.datetime(day.year, day.month, day.day, tzinfo=HELSINKI).isoformat()
