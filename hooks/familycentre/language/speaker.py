"""Says values in one language: texts with their own ``lang``, dates, times, counts, contacts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

import phonenumbers
from markupsafe import Markup, escape

from familycentre.catalogue import Catalogue, Reach
from familycentre.language import labels, words
from familycentre.language.markdown import render_markdown
from familycentre.language.sorting import capitalize_first, sort_key
from familycentre.model import (
    Address,
    Ages,
    Entry,
    Helpline,
    Opening,
    ScheduleException,
    Waiting,
)
from familycentre.reference import counties, municipalities, postcodes
from familycentre.schedule import Closure, Occurrence, Pairs, current, holiday_names, is_eve
from familycentre.values import WEEKDAYS, Weekday

NBSP = "\u00a0"
_ABBREVIATION = re.compile(
    r"\b(esim|mm|ns|klo|n|ks|os|nk|t\.ex|bl\.a|kl|dvs|s\.k|ca)\.$", re.IGNORECASE)


@dataclass(frozen=True)
class Speaker:
    """Everything that depends on the page's language."""

    language: str
    """The page's language, ``fi`` or ``sv``."""
    fallbacks: tuple[str, ...]
    """Languages to take a missing text from, in order."""

    @cached_property
    def w(self) -> dict[str, Any]:
        """Interface words."""
        return words(self.language)

    # --- texts -------------------------------------------------------------------------------

    def pick(self, text: Mapping[Any, str]) -> tuple[str, str]:
        """The text and its language: the page's own when there is one."""
        for language in (self.language, *self.fallbacks):
            if language in text:
                return text[language], language
        language = next(iter(text))
        return text[language], language

    def plain(self, text: Mapping[Any, str]) -> str:
        """The text alone, for attributes and titles."""
        return self.pick(text)[0]

    def say(self, text: Mapping[Any, str]) -> Markup:
        """The text for a page; one in another language is wrapped with its own ``lang``."""
        value, language = self.pick(text)
        if language == self.language:
            return escape(value)
        return Markup('<span lang="{}">{}</span>').format(language, value)

    def fill(self, form: str, **parts: object) -> Markup:
        """A phrase with its places filled; texts in another language keep their own ``lang``."""
        return escape(form).format(**{
            name: self.say(part) if isinstance(part, Mapping) else part
            for name, part in parts.items()})

    def lang(self, text: Mapping[Any, str]) -> Markup:
        """`` lang=…`` for the element that holds the text, or nothing."""
        language = self.pick(text)[1]
        return Markup("") if language == self.language else Markup(' lang="{}"').format(language)

    def first_sentence(self, text: Mapping[Any, str]) -> str:
        """The first sentence alone, for cards: the page itself says the rest."""
        whole = self.plain(text)
        for stop in re.finditer(r"[.!?](?=\s+[A-ZÅÄÖ])", whole):
            first = whole[: stop.end()]
            if len(first.split()) > 2 and not _ABBREVIATION.search(first):
                return first
        return whole

    def prose(self, text: Mapping[Any, str]) -> Markup:
        """A longer text with its small allow-list of Markdown."""
        value, language = self.pick(text)
        html = render_markdown(value)
        if language == self.language:
            return html
        return Markup('<div lang="{}">{}</div>').format(language, html)

    def label(self, group: str, key: object) -> str:
        """Word for a value of a closed list."""
        words = labels(self.language)[group]
        if str(key) not in words:
            raise KeyError(f"language/{self.language}/labels.yml has no word for {group}: {key}")
        return str(words[str(key)])

    def kind(self, kind: str, number: str = "many") -> str:
        """Word for a kind of record; *number* is ``one`` or ``many``."""
        return str(labels(self.language)["kind"][kind][number])

    def count(self, forms: Mapping[str, str], n: int, **more: object) -> str:
        """A counted phrase, such as ``3 tulosta``."""
        return forms["one" if n == 1 else "other"].format(n=n, **more)

    def listing(self, parts: Iterable[str]) -> str:
        """``a, b ja c``."""
        every = list(parts)
        if len(every) < 2:
            return "".join(every)
        return f"{', '.join(every[:-1])} {self.w['time']['and']} {every[-1]}"

    def languages(self, tags: Iterable[str]) -> str:
        """Names of languages, ``suomi, ruotsi``."""
        return ", ".join(self.label("language", tag) for tag in tags)

    # --- dates and times ---------------------------------------------------------------------

    def date(self, day: datetime.date) -> str:
        """``10.8.2026``: the same form in both languages."""
        return f"{day.day}.{day.month}.{day.year}"

    def partial_date(self, text: str) -> str:
        """``2025`` → 2025, ``2025-06`` → 6/2025, ``2025-06-10`` → 10.6.2025."""
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 3:
            return f"{parts[2]}.{parts[1]}.{parts[0]}"
        return f"{parts[1]}/{parts[0]}" if len(parts) == 2 else str(parts[0])

    def clock(self, time: str) -> str:
        """``09:30`` → 9.30, ``12:00`` → 12."""
        hour, minute = time.split(":")
        return str(int(hour)) if minute == "00" else f"{int(hour)}.{minute}"

    def hours(self, start: str | None, end: str | None) -> str:
        """``klo 9.30–12``, or an empty text when the times are not known."""
        if not start:
            return ""
        time = self.w["time"]
        if not end:
            return str(time["from"]).format(start=self.clock(start)).replace(" ", NBSP)
        end = self.clock("24:00" if end == "00:00" else end)
        return str(time["hours"]).format(start=self.clock(start), end=end).replace(" ", NBSP)

    def weekdays(self, days: Sequence[Weekday], group: str = "weekday_habit") -> str:
        """``maanantaisin ja torstaisin``; three or more in a row become a range of short names."""
        order = sorted(WEEKDAYS.index(day) for day in days)
        if len(order) > 2 and order[-1] - order[0] == len(order) - 1:
            first, last = (self.label("weekday_short", WEEKDAYS[at])
                           for at in (order[0], order[-1]))
            return f"{first}–{last}"
        return self.listing(self.label(group, WEEKDAYS[at]) for at in order)

    def season(self, first: datetime.date | None, last: datetime.date | None) -> str:
        """``10.8.–18.12.2026`` and its open forms."""
        time = self.w["time"]
        if first and last:
            start = self.date(first) if first.year != last.year else f"{first.day}.{first.month}."
            return str(time["season"]).format(first=start, last=self.date(last))
        if first:
            return str(time["season_from"]).format(first=self.date(first))
        return str(time["season_until"]).format(last=self.date(last)) if last else ""

    def habit(self, opening: Opening, group: str = "weekday_habit") -> str:
        """The days of a weekly line: ``maanantaisin``, or the weeks of the month they are in."""
        if not opening.of_month:
            return self.weekdays(opening.days or [], group)
        days = self.listing(self.label("weekday_on", day) for day in WEEKDAYS
                            if day in (opening.days or ()))
        which = self.listing(self.label("of_month", one) for one in opening.of_month)
        return str(self.w["time"]["of_month"]).format(which=which, days=days)

    def rhythm(self, opening: Opening) -> str:
        """Which weeks: ``parittomina viikkoina``, ``joka toinen viikko``; empty for every week."""
        time = self.w["time"]
        if opening.weeks:
            return str(time[opening.weeks])
        if opening.every:
            forms = time["every"]
            return str(forms.get(str(opening.every), forms["other"])).format(n=opening.every)
        return ""

    def opening(self, opening: Opening) -> Markup:
        """One line of a schedule as people say it."""
        entry = self.w["entry"]
        if opening.text:
            parts = [self.say(opening.text)]
        elif opening.always:
            parts = [escape(entry["always"])]
        elif opening.by_appointment:
            parts = [escape(entry["appointment"])]
        elif opening.date:
            day = opening.date
            name = self.label("weekday_short", WEEKDAYS[day.weekday()])
            parts = [escape(f"{name} {self.date(day)} {self.hours(opening.start, opening.end)}")]
        else:
            parts = [escape(f"{self.habit(opening)} {self.hours(opening.start, opening.end)}")]
            if self.rhythm(opening):
                parts.append(escape(self.rhythm(opening)))
        season = self.season(opening.from_, opening.until)
        if season:
            parts.append(escape(season))
        if opening.note:
            parts.append(self.say(opening.note))
        return Markup(", ").join(part.strip() for part in parts)

    def exception(self, exception: ScheduleException) -> Markup:
        """One exception in words: ``Kiinni 21.12.2026–6.1.2027 (joulutauko)``."""
        entry = self.w["entry"]
        if exception.on:
            days = self.label("exception_on", exception.on)
        elif exception.date:
            days = self.date(exception.date)
        else:
            days = self.season(exception.from_, exception.until)
        if exception.closed:
            text = str(entry["closed_on"]).format(days=days)
        else:
            text = str(entry["open_on"]).format(
                days=days, hours=self.hours(exception.start, exception.end))
        text = text[:1].upper() + text[1:]
        if exception.note:
            return Markup("{} ({})").format(text, self.say(exception.note))
        return escape(text)

    def holiday(self, day: datetime.date) -> str:
        """Name of the public holiday on the day as inside a sentence, or an empty text."""
        name = holiday_names(day.year, self.language).get(day, "")
        return name if name.startswith("Kristi") else name[:1].lower() + name[1:]

    def why_closed(self, closure: Closure) -> tuple[str, str]:
        """Why it is closed on the day, and the language of the words; empty when nobody says."""
        if closure.note:
            return self.pick(dict(closure.note))
        words = self.holiday(closure.day)
        if not words and is_eve(closure.day) and closure.on == "eves":
            words = str(self.w["times"]["eve"])
        return words, self.language

    def occurrence(self, occurrence: Occurrence) -> Markup:
        """``to 26.11. klo 9.30–12`` with a machine-readable day, and what to know about it."""
        words = f"{self.day(occurrence.day)} {self.hours(occurrence.start, occurrence.end)}"
        note = dict(occurrence.note)
        day = occurrence.day.isoformat()
        html = _html(f'<time datetime="{day}">{escape(words.strip())}</time>')
        if note:
            html += Markup(" ({})").format(self.say(note))
        if occurrence.unsure:
            ask = str(self.w["times"]["ask"]).format(holiday=self.holiday(occurrence.day))
            html += Markup(" – {}").format(ask)
        return html

    def closed_days(self, closures: Sequence[Closure]) -> Markup:
        """``to 24.12. kiinni: jouluaatto``, or ``kiinni ke 6.1. saakka: joulu``."""
        times = self.w["times"]
        words, language = self.why_closed(closures[0])
        last = closures[-1].day
        if last != closures[0].day:
            form = times["closed_range" if words else "closed_range_plain"]
            return self.fill(form, last=self.day(last), why={language: words})
        form = times["closed_day" if words else "closed_day_plain"]
        return Markup("{} {}").format(self.day(last), self.fill(form, why={language: words}))

    def day(self, day: datetime.date) -> str:
        """``to 26.11.``: a day of the coming months."""
        return f"{self.label('weekday_short', WEEKDAYS[day.weekday()])} {day.day}.{day.month}."

    def slot_bits(self, entry: Entry, line: Opening | None, note: Pairs,
                  today: datetime.date) -> Markup:
        """What one wants to know of a time in the calendar: where, for whom, when at all."""
        bits: list[str | Markup] = []
        if entry.address and entry.address.street:
            bits.append(self.say(entry.address.street))
        if entry.remote:
            bits.append(self.w["filter"]["remote"])
        if entry.ages:
            bits.append(self.ages(entry.ages))
        if entry.cost and entry.cost.free:
            bits.append(self.w["entry"]["free"])
        if entry.registration:
            bits.append(self.w["filter"]["drop_in"] if not entry.registration.required
                        else self.w["week"]["sign_up"])
        if entry.languages:
            bits.append(self.languages(entry.languages))
        if line and line.of_month:
            bits.append(self.habit(line))
        if line and self.rhythm(line):
            bits.append(self.rhythm(line))
        if line and line.days:
            first = line.from_ if line.from_ and line.from_ > today else None
            bits.append(self.season(first, line.until))
        if note:
            bits.append(self.say(dict(note)))
        return Markup(" · ").join(bit for bit in bits if bit)

    def schedule_short(self, schedule: Sequence[Opening], today: datetime.date) -> Markup:
        """A schedule short enough for a card: ``ma–to klo 8–18, pe klo 8–16``.

        Lines that ended before *today* are left out; ``…`` says that the page tells more.
        """
        lines = current(schedule, today)
        weekly = [one for one in lines if one.days and one.start]
        if not weekly:
            return self.opening(lines[0])
        parts = []
        for opening in weekly[:3]:
            words = [self.habit(opening, "weekday_short"),
                     self.hours(opening.start, opening.end)]
            if self.rhythm(opening):
                words.append(self.rhythm(opening))
            first = opening.from_ if opening.from_ and opening.from_ > today else None
            if first or opening.until:
                words.append(self.season(first, opening.until))
            note = Markup(" ({})").format(self.say(opening.note)) if opening.note else Markup("")
            parts.append(escape(" ".join(words)) + note)
        return Markup(", ").join(parts) + ("…" if len(lines) > len(parts) else "")

    # --- people and places -------------------------------------------------------------------

    def ages(self, ages: Ages) -> str:
        """The child's age in words."""
        forms = self.w["ages"]
        prefix = "months_" if ages.months else ""
        if ages.min is not None and ages.max is not None:
            if ages.min == ages.max:
                return str(forms[f"{prefix}same"]).format(min=ages.min)
            return str(forms[f"{prefix}between"]).format(min=ages.min, max=ages.max)
        if ages.min is not None:
            return str(forms[f"{prefix}from"]).format(min=ages.min)
        maximum = ages.max or 0
        return str(forms[f"{prefix}upto"]).format(max=maximum, over=maximum + 1)

    def address(self, address: Address) -> Markup:
        """Street, postcode and post office."""
        parts: list[Markup] = []
        if address.street:
            parts.append(self.say(address.street))
        if address.postcode:
            office = address.post_office or postcodes().get(address.postcode, ("", {}))[1]
            town = self.say(office) if office else Markup("")
            parts.append(_html(f"{escape(address.postcode)} {town}"))
        return Markup(", ").join(part.strip() for part in parts)

    def phone(self, number: str) -> Markup:
        """A number to tap: E.164 in the link, digits with unbreakable spaces to read."""
        return _html(f'<a href="{escape(phone_link(number))}">{escape(nbsp(number))}</a>')

    def place_names(self, codes: Iterable[str]) -> str:
        """Names of municipalities in this language, ``Espoo, Helsinki ja Vantaa``."""
        names = (municipalities()[code].name(self.language) for code in codes)
        return self.listing(sorted(names, key=sort_key))

    def place(self, catalogue: Catalogue, entry: Entry) -> str:
        """Where an entry is, in a few words: municipalities, region, or the whole country."""
        return self.reach_words(catalogue, catalogue.reach[entry.id])

    def reach_words(self, catalogue: Catalogue, reach: Reach) -> str:
        """Municipalities by name, counties or the region when it serves all of them."""
        if reach not in self._reaches:
            self._reaches[reach] = self._reach_words(catalogue, reach)
        return self._reaches[reach]

    @cached_property
    def _reaches(self) -> dict[Reach, str]:
        """What was said of a reach before: many entries share one, and every card says it."""
        return {}

    def _reach_words(self, catalogue: Catalogue, reach: Reach) -> str:
        if reach.nationwide:
            return str(self.w["entry"]["nationwide"])
        if reach.home and not reach.wide:
            return self.place_names(reach.home)
        every = {one.code for one in catalogue.municipalities}
        codes = {*reach.home, *reach.wide}
        if codes == every:
            return capitalize_first(self.plain(catalogue.directory.region))
        by_county = {one.county: {m.code for m in catalogue.municipalities
                                  if m.county == one.county} for one in catalogue.counties}
        whole = [county for county, members in by_county.items() if members <= codes]
        if codes == set().union(*(by_county[county] for county in whole)):
            return self.listing(counties()[one].short_name(self.language) for one in whole)
        return self.place_names(codes)

    def audience(self, entry: Entry) -> str:
        """For whom, with the child's age: ``Isät. 0–3-vuotiaat. Avoin kaikille.``"""
        who = [self.label("audience", one) for one in entry.audience if one != "families"]
        parts = [self.listing([*who[:1], *(one[:1].lower() + one[1:] for one in who[1:])])]
        if not who:
            parts = [self.w["entry"]["all_families"]] if entry.openness != "targeted" else []
        if entry.ages:
            parts.append(capitalize_first(self.ages(entry.ages)))
        if entry.openness == "closed" or (entry.openness == "open" and who) or not parts:
            parts.append(self.label("openness", entry.openness or "open"))
        return " ".join(f"{part}." for part in parts)

    def booking(self, entry: Entry) -> str:
        """Whether one may just come; a service that is not a place is contacted instead."""
        words = self.w["entry"]
        required = entry.registration is not None and entry.registration.required
        if entry.address and entry.address.hidden:
            return str(words["call_first"])
        if entry.remote is True or entry.kind in ("ngo_service", "public_service"):
            return str(words["contact_first" if required else "contact_any_time"])
        return str(words["sign_up" if required else "just_come"])

    def waiting(self, told: Waiting) -> Markup:
        """How long the wait is and when that was told: ``noin 6 viikkoa``."""
        forms = self.w["waiting"]
        text = forms["none"] if not told.weeks else self.count(forms["weeks"], told.weeks)
        line = escape(forms["told"].format(wait=text, date=self.date(told.told)))
        return Markup(" ").join([line, *([self.say(told.note)] if told.note else [])])

    def times_caveat(self, entry: Entry) -> str:
        """How old unconfirmed times are."""
        words = self.w["entry"]
        if entry.verified:
            return str(words["caveat_verified"]).format(date=self.date(entry.verified))
        if entry.source and entry.source.date:
            return str(words["caveat"]).format(date=self.partial_date(entry.source.date))
        return str(words["caveat_undated"])

    def call(self, line: Helpline) -> Markup:
        """Name and number on a button: ``Päivystysapu 116 117``, each digit once."""
        name, language = self.pick(line.name)
        number = line.phone or ""
        if digits(number) and digits(name).endswith(digits(number)):
            name = re.sub(r"[\s\d]+$", "", name)
        return Markup("{} {}").format(self.say({language: name}), nbsp(number))

    def card_bits(self, entry: Entry, today: datetime.date) -> Markup:
        """What decides at a glance: status, time, cost, booking, languages."""
        words = self.w["entry"]
        bits: list[str] = []
        if entry.status != "active":
            bits.append(escape(words["status"][entry.status]).rstrip("."))
        if entry.referral:
            bits.append(escape(words["needs_referral"]))
        if entry.schedule:
            bits.append(self.schedule_short(entry.schedule, today))
        if entry.cost and entry.cost.free:
            bits.append(escape(words["free"]))
        if entry.registration and not entry.registration.required:
            bits.append(escape(self.w["filter"]["drop_in"]))
        if entry.languages:
            bits.append(escape(self.languages(entry.languages)))
        return Markup(" · ").join(bits)

    def card_contact(self, entry: Entry) -> Markup:
        """Street and phone, where a list is meant to be taken along on paper."""
        bits: list[Markup] = []
        if entry.address and entry.address.street and not entry.address.hidden:
            bits.append(self.address(entry.address))
        bits += [self.phone(one.phone) for one in entry.contacts if one.phone][:1]
        return Markup(" · ").join(bits)

    def unknown_things(self, names: Iterable[str]) -> str:
        """``hinta, kielet`` for the facts that nobody has told."""
        return ", ".join(self.w["entry"]["unknown_things"][name] for name in names)

    def url(self, link: Mapping[str, str]) -> tuple[str, str]:
        """The link for this language and the language it leads to, empty when all share it."""
        for language in (self.language, "all", *self.fallbacks):
            if language in link:
                return link[language], "" if language == "all" else language
        language = next(iter(link))
        return link[language], language

    def website(self, link: Mapping[str, str], words: str | Mapping[Any, str]) -> Markup:
        """A link to another site, with the host's name so that one knows where it leads."""
        url, language = self.url(link)
        code, told = Markup(""), host(url)
        if language not in ("", self.language):
            code = _html(f' hreflang="{escape(language)}"')
            told += f", {self.in_language(language)}"
        name = words if isinstance(words, str) else self.say(words)
        return _html(
            f'<a href="{escape(url)}"{code} rel="noreferrer">{escape(name)} ({escape(told)})</a>')

    def in_language(self, tag: str) -> str:
        """``suomeksi``; the bare name of a language that has no such word."""
        return str(self.w["in_language"].get(tag) or self.label("language", tag))


def _html(text: str) -> Markup:
    """HTML whose parts are escaped already: a third of the time of ``Markup.format``."""
    return Markup(text)  # noqa: S704


def nbsp(text: str) -> str:
    """Keeps a number together: spaces become unbreakable."""
    return text.replace(" ", NBSP)


def digits(text: str) -> str:
    """The digits alone."""
    return "".join(character for character in text if character.isdigit())


def host(url: str) -> str:
    """The site's name in an address: ``https://www.espoo.fi/x`` → ``espoo.fi``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@lru_cache(maxsize=50_000)  # a number stands on many pages, and reading it takes long
def phone_link(number: str) -> str:
    """``tel:`` address (RFC 3966): E.164 where there is one, the bare digits of a short number."""
    parsed = phonenumbers.parse(number, "FI")
    if len(str(parsed.national_number)) <= 6 and not number.strip().startswith("0"):
        return f"tel:{parsed.national_number}"
    return "tel:" + phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def mail_link(address: str, subject: str, body: str) -> str:
    """``mailto:`` address with a subject and a body (RFC 6068): lines end in ``%0D%0A``.

    Of what the RFC lets stand (qchar) only ``:()`` does; some programs misread ``+;'``.
    """
    text = body.replace("\n", "\r\n")
    parts = (quote(address, safe="@+"), quote(subject, safe=":()"), quote(text, safe=":()"))
    return "mailto:{}?subject={}&body={}".format(*parts)
