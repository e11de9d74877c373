"""Who must be asked again whether the facts still hold: counts, the queue, letters ready to send.

What this page looks at is what the check calls due: every listed entry by the day of its
``verified``. Sensitive entries are asked about by name and phone alone: a letter lies in mailboxes.
"""

from __future__ import annotations

import datetime
import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from familycentre.catalogue import Catalogue
from familycentre.freshness import State, months_before, state
from familycentre.language.speaker import Speaker, mail_link
from familycentre.model import ENTRY_KINDS, Entry, Organisation

LONGEST_LINK = 1900
"""Characters of a ``mailto:`` link: Windows hands over 2,083 at most, some programs less."""
MOST_DRAFTS = 4
"""More drafts than this to one address are a burden: one with a link to the page replaces them."""
RECORDS_A_PAGE = 60
"""Records on one page of the queue; a larger organisation is split into parts of so many."""
GROUPS_A_PAGE = 20
"""Organisations on one page of the queue."""
RECENT = (30, 90, 365)
"""Days of "confirmed in the last … days"."""
MONTHS = 12
"""Calendar months told of one by one, this one included."""


# --- counts ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """How many entries are how fresh."""

    fresh: int = 0
    due: int = 0
    overdue: int = 0
    unverified: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.fresh + self.due + self.overdue + self.unverified

    @property
    def stale(self) -> int:
        """Those of which readers are warned."""
        return self.overdue + self.unverified


@dataclass(frozen=True)
class Counts:
    """How fresh the directory is as a whole."""

    every: Tally
    kinds: Mapping[str, Tally]
    """By kind."""
    municipalities: Mapping[str, Tally]
    """By code of the municipalities that entries name; an entry in two counts in both."""
    areas: Tally
    """Entries that name only areas or counties."""
    nationwide: Tally
    recent: Mapping[int, int]
    """Entries last confirmed within so many days."""
    months: Sequence[tuple[datetime.date, int]]
    """First day of each of the last MONTHS months, the latest first, and how many entries were
    last confirmed in it."""
    earlier: int
    """Entries last confirmed before those months."""


def tally(states: Iterable[State]) -> Tally:
    """Counts by state."""
    found = Counter(states)
    return Tally(found["fresh"], found["due"], found["overdue"], found["unverified"])


def counts(catalogue: Catalogue, today: datetime.date) -> Counts:
    """Listed entries by freshness in all, by kind, place and day of their confirmation.

    A record keeps only its latest confirmation, so the months tell where today's facts stand, not
    how many answers came in them.
    """
    listed = catalogue.listed()
    states = {entry.id: state(entry.verified, today, catalogue.directory.freshness)
              for entry in listed}
    there: dict[str, list[State]] = {one.code: [] for one in catalogue.municipalities}
    wide: list[State] = []
    for entry in listed:
        reach = catalogue.reach[entry.id]
        for code in reach.home:
            there[code].append(states[entry.id])
        if not reach.home and not reach.nationwide:
            wide.append(states[entry.id])
    days = [entry.verified for entry in listed if entry.verified]
    by_month = Counter(day.replace(day=1) for day in days)
    months = [months_before(today.replace(day=1), ago) for ago in range(MONTHS)]
    return Counts(
        every=tally(states.values()),
        kinds={kind.kind: tally(states[entry.id] for entry in listed if entry.kind == kind.kind)
               for kind in ENTRY_KINDS},
        municipalities={code: tally(found) for code, found in there.items()},
        areas=tally(wide),
        nationwide=tally(states[entry.id] for entry in listed
                         if catalogue.reach[entry.id].nationwide),
        recent={span: sum(day >= today - datetime.timedelta(days=span) for day in days)
                for span in RECENT},
        months=[(month, by_month[month]) for month in months],
        earlier=sum(day < months[-1] for day in days))


# --- the queue -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Letter:
    """Entries of one organisation that one address is asked about."""

    email: str
    """Whom to write to; empty when no e-mail is known."""
    entries: tuple[Entry, ...]
    part: int = 1
    parts: int = 1
    """More than one when the address is asked about more entries than a page holds."""


@dataclass(frozen=True)
class Group:
    """An organisation and what it must be asked about, or a part of that."""

    organisation: Organisation | None
    """None for entries that name no organiser."""
    entries: tuple[Entry, ...]
    """The stalest first; those of one address together."""
    tally: Tally
    """Of the organisation's whole queue."""
    letters: tuple[Letter, ...]
    """The same entries by address."""
    part: int = 1
    parts: int = 1


def queue(catalogue: Catalogue, today: datetime.date,
          order: Callable[[Entry | Organisation], tuple[object, ...]]) -> list[Group]:
    """What is not fresh by organisation: first where readers are warned of most, then most is due.

    *order* sorts what is alike by name. Entries without an organiser come last.
    """
    limits = catalogue.directory.freshness
    waiting: dict[str, list[Entry]] = {}
    for entry in catalogue.listed():
        if state(entry.verified, today, limits) != "fresh":
            waiting.setdefault(entry.organiser or "", []).append(entry)
    groups = []
    for name, found in waiting.items():
        entries = sorted(found, key=lambda one: (one.verified or datetime.date.min, *order(one)))
        groups.append(Group(
            catalogue.organisations[name] if name else None, tuple(entries),
            tally(state(entry.verified, today, limits) for entry in entries), ()))
    groups.sort(key=lambda group: (
        group.organisation is None, -group.tally.stale, -group.tally.due,
        order(group.organisation) if group.organisation else ()))
    return [part for group in groups for part in _parts(catalogue, group)]


def _parts(catalogue: Catalogue, group: Group) -> Iterator[Group]:
    """The group in parts that fit a page; an address whose letter fits one is not divided."""
    by_address: dict[str, list[Entry]] = {}
    for entry in group.entries:
        by_address.setdefault(email_of(catalogue, entry), []).append(entry)
    parts: list[list[Letter]] = [[]]
    room = RECORDS_A_PAGE
    for email, entries in by_address.items():
        chunks = [tuple(entries[at:at + RECORDS_A_PAGE])
                  for at in range(0, len(entries), RECORDS_A_PAGE)]
        for number, chunk in enumerate(chunks, start=1):
            if len(chunk) > room:
                parts.append([])
                room = RECORDS_A_PAGE
            parts[-1].append(Letter(email, chunk, number, len(chunks)))
            room -= len(chunk)
    for number, letters in enumerate(parts, start=1):
        yield replace(group, entries=tuple(one for letter in letters for one in letter.entries),
                      part=number, parts=len(parts), letters=tuple(
                          sorted(letters, key=lambda one: (not one.email, one.email))))


def email_of(catalogue: Catalogue, entry: Entry) -> str:
    """Where to ask about an entry: the organiser's e-mail, else the entry's own.

    Nobody writes to the address of a sensitive entry itself: who reads it there is not known.
    """
    organiser = catalogue.organisations[entry.organiser] if entry.organiser else None
    contacts = [*(organiser.contacts if organiser else ()),
                *(() if entry.is_sensitive else entry.contacts)]
    return next((one.email for one in contacts if one.email), "")


def paged(groups: Sequence[Group]) -> list[list[Group]]:
    """Pages of the queue, so that none grows with the directory; at least one, maybe empty."""
    pages: list[list[Group]] = [[]]
    for group in groups:
        here = pages[-1]
        records = sum(len(one.entries) for one in here) + len(group.entries)
        if here and (records > RECORDS_A_PAGE or len(here) == GROUPS_A_PAGE):
            pages.append(here := [])
        here.append(group)
    return pages


# --- letters ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """A message ready to open in a mail program."""

    href: str
    """``mailto:`` link, at most LONGEST_LINK characters."""
    first: int
    """Number of its first entry in the letter, from 1; 0 when it leads to a page instead."""
    last: int


@dataclass(frozen=True)
class Composed:
    """A letter in words."""

    subject: str
    texts: Sequence[tuple[str, Markup]]
    """The whole letter in each language, the page's first; parts in another language are marked."""
    drafts: Sequence[Draft]
    """The same for a mail program; none when no e-mail is known."""


@dataclass(frozen=True)
class Writer:
    """Writes letters in every language of the directory, the page's own first."""

    catalogue: Catalogue
    speakers: Sequence[Speaker]
    address: Callable[[str, str], str]
    """Whole address of the page with a key in a language."""
    today: datetime.date

    def compose(self, letter: Letter, group: Group) -> Composed:
        """The letter and its drafts."""
        blocks = [[self._block(speaker, entry, number)
                   for number, entry in enumerate(letter.entries, start=1)]
                  for speaker in self.speakers]
        texts = [(speaker.language, Markup(_whole(  # noqa: S704 - made of escaped parts
            speaker, [one.html for one in said], escape)))
            for speaker, said in zip(self.speakers, blocks, strict=True)]
        subject = " / ".join(speaker.w["freshness"]["subject"] for speaker in self.speakers)
        guide = self.speakers[0].plain(self.catalogue.directory.short_name)
        subject = f"{subject} ({guide})"
        plain = [[one.plain for one in said] for said in blocks]
        drafts = self._drafts(letter, group, subject, plain) if letter.email else []
        return Composed(subject, texts, drafts)

    def _block(self, speaker: Speaker, entry: Entry, number: int) -> _Block:
        """One entry as the directory tells it, and room for the answer."""
        words = speaker.w["freshness"]
        lines: list[str] = [f"{number}. {speaker.say(entry.name)}"]
        if not entry.is_sensitive:
            if entry.schedule:
                lines.append(speaker.schedule_short(entry.schedule, self.today))
            elif entry.kind in ("meeting_place", "peer_group"):
                lines.append(escape(words["no_times"]))
            street = entry.address and entry.address.street
            lines.append(speaker.address(entry.address) if entry.address and street
                         else escape(speaker.place(self.catalogue, entry)))
        lines += [escape(one.phone) for one in entry.contacts if one.phone][:1]
        told = "\n".join(" ".join(str(line).split()) for line in lines)
        plain = html.unescape(_TAG.sub("", told))
        answer = words["answer"]
        page = "" if entry.is_sensitive else (
            f"\n{self.address(f'entry:{entry.id}', speaker.language)}")
        return _Block(f"{told}{escape(page)}\n{escape(answer)}", f"{plain}{page}\n{answer}")

    def _drafts(self, letter: Letter, group: Group, subject: str,
                blocks: Sequence[Sequence[str]]) -> list[Draft]:
        """As few as hold every entry; one that leads to the organisation's page when too many.

        What does not fit a page would be too many: its first part leads to all of it.

        *blocks* are the entries by language, in the order of the speakers.
        """
        if group.organisation and letter.parts > 1:
            return self._by_link(letter, group, subject) if letter.part == 1 else []

        def link(first: int, last: int) -> str:
            return mail_link(letter.email, subject, _both(
                _whole(speaker, said[first:last])
                for speaker, said in zip(self.speakers, blocks, strict=True)))

        empty = len(link(0, 0))
        sizes = [sum(map(_size, each)) for each in zip(*blocks, strict=True)]
        drafts: list[Draft] = []
        first, count = 0, len(letter.entries)
        while first < count:
            last, size = first, empty
            while last < count and size + sizes[last] <= LONGEST_LINK:
                size += sizes[last]
                last += 1
            if last == first or (len(drafts) == MOST_DRAFTS and group.organisation):
                return self._by_link(letter, group, subject)
            drafts.append(Draft(link(first, last), first + 1, last))
            first = last
        return drafts

    def _by_link(self, letter: Letter, group: Group, subject: str) -> list[Draft]:
        key = (f"organisation:{group.organisation.id}" if group.organisation
               else f"entry:{letter.entries[0].id}")
        body = _both(_whole(speaker, [speaker.w["freshness"]["there"].format(
            page=self.address(key, speaker.language))]) for speaker in self.speakers)
        for text in (body, ""):
            href = mail_link(letter.email, subject, text)
            if len(href) <= LONGEST_LINK:
                return [Draft(href, 0, 0)]
        return []


@dataclass(frozen=True)
class _Block:
    """One entry in a letter."""

    html: str
    """Escaped; texts in another language are marked."""
    plain: str


_TAG = re.compile(r"<[^>]*>")


def _whole(speaker: Speaker, blocks: Iterable[str], say: Callable[[str], str] = str) -> str:
    """A letter in one language: greeting, question, entries, thanks."""
    words = speaker.w["freshness"]
    return "\n\n".join([say(words["hello"]), say(words["intro"]), *blocks, say(words["thanks"])])


def _size(block: str) -> int:
    """How many characters a block adds to the link of a draft."""
    return len(mail_link("", "", f"\n\n{block}")) - len(mail_link("", "", ""))


def _both(texts: Iterable[str]) -> str:
    """The letters of all languages below each other."""
    return "\n\n\n".join(texts) + "\n"
