"""What all pages of a language are planned with: entries by place, addresses, orders, lists."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from familycentre.addresses import SEGMENTS, address
from familycentre.catalogue import Catalogue, answers
from familycentre.charts import locator
from familycentre.freshness import state
from familycentre.language.sorting import sort_key
from familycentre.language.speaker import Speaker
from familycentre.model import Entry, Helpline
from familycentre.page import Page
from familycentre.reference import Municipality, kilometres, neighbours

PAGE_SIZE = 60
"""Cards on one page of a long list."""
SINGLE_PAGE = 200
"""A list up to this long stays on one page, where the filters can work without scripts."""
STALE = ("overdue", "unverified")


class Planner:
    """Entries by place, and how addresses and orders are made, for one language."""

    def __init__(self, catalogue: Catalogue, speaker: Speaker, today: datetime.date) -> None:
        self.c = catalogue
        self.today = today
        self.s = speaker
        self.language = speaker.language
        self.listed = self.sorted(catalogue.listed())
        codes = [municipality.code for municipality in catalogue.municipalities]
        self.by_municipality: dict[str, list[Entry]] = {code: [] for code in codes}
        self.wide: dict[str, list[Entry]] = {code: [] for code in codes}
        self.nationwide: list[Entry] = []
        self.distances: dict[str, list[tuple[int, Municipality]]] = {}
        for entry in self.listed:
            reach = catalogue.reach[entry.id]
            for code in reach.home:
                self.by_municipality[code].append(entry)
            for code in reach.wide:
                self.wide[code].append(entry)
            if reach.nationwide:
                self.nationwide.append(entry)

        drawing = locator(tuple(codes)) if codes else None
        self.locator_size = (drawing.width, drawing.height) if drawing else (0, 0)
        self.situations_of = {
            entry.id: [one for one in catalogue.situations if answers(entry, one)]
            for entry in catalogue.entries.values()}
        self.answers_to: dict[str, list[Entry]] = {one.id: [] for one in catalogue.situations}
        for entry in self.listed:
            for situation in self.situations_of[entry.id]:
                self.answers_to[situation.id].append(entry)
        self.in_task = {
            code: [len(entries), *(sum(number in entry.tasks for entry in entries)
                                   for number in range(1, 8))]
            for code, entries in self.by_municipality.items()}

        self.national_tasks = {number: [entry for entry in self.nationwide if number in entry.tasks]
                               for number in catalogue.tasks}


    def sorted(self, entries: Iterable[Entry]) -> list[Entry]:
        """By name in this language; å, ä and ö last, as both languages sort them."""
        return sorted(entries, key=lambda entry: (sort_key(self.s.plain(entry.name)), entry.id))

    def served_first(self, entries: Iterable[Entry]) -> list[Entry]:
        """What is in the page's language first, then what may be; stale facts after fresh ones."""
        return sorted(entries, key=lambda entry: (
            0 if self.language in entry.languages else 2 if entry.languages else 1,
            state(entry.verified, self.today, self.c.directory.freshness) in STALE))

    def lines(self, lines: Iterable[Helpline]) -> list[Helpline]:
        """Help lines that answer in the page's language first, emergencies before all.

        Of those that are alike, the ones whose hours are known come first.
        """
        return sorted(lines, key=lambda line: (
            not line.emergency, self.language not in line.languages,
            not (line.schedule or (line.chat and line.chat.schedule))))

    def path(self, *segments: str, tail: Sequence[str] = ()) -> str:
        """Address from words of SEGMENTS and, below them, literal parts."""
        words = [SEGMENTS[segment][self.language] for segment in segments]
        return address(self.language, *words, *tail)

    def page(self, key: str, path: str, template: str, title: str, **more: Any) -> Page:
        """A page of this language."""
        return Page(key, self.language, path, template, title, **more)

    @property
    def w(self) -> dict[str, Any]:
        return self.s.w

    def useful_first(self, entries: Iterable[Entry]) -> list[Entry]:
        """In the page's language first, and what tells its times before what does not."""
        return self.served_first(sorted(entries, key=lambda entry: not entry.schedule))

    def by_distance(self, here: Municipality) -> list[tuple[int, Municipality]]:
        """The other municipalities, nearest first, with kilometres between their seats."""
        if here.code in self.distances:
            return self.distances[here.code]
        far = sorted((kilometres(here.lat, here.lon, other.lat, other.lon), other.code, other)
                     for other in self.c.municipalities if other.code != here.code)
        self.distances[here.code] = [(max(1, round(km)), other) for km, _, other in far]
        return self.distances[here.code]

    def neighbours_by_distance(self, here: Municipality) -> list[tuple[int, Municipality]]:
        """The municipalities that share a border, nearest first."""
        codes = neighbours().get(here.code, [])
        return [(km, other) for km, other in self.by_distance(here) if other.code in codes]

    def listing(self, key: str, path: tuple[Sequence[str], Sequence[str]], title: str, lead: str,
                entries: Sequence[Entry], template: str, context: dict[str, Any],
                *, ordered: bool = False, **more: Any) -> Iterator[Page]:
        """Numbered pages of a list; a short one is a single page.

        Entries that are not *ordered* yet are put in the usual order.
        """
        chunks = chunked(entries if ordered else self.served_first(entries))
        segments, tail = path
        addresses = [self.path(*segments, tail=tail if number == 1 else [
                        *tail, f"{SEGMENTS['page'][self.language]}-{number}"])
                     for number in range(1, len(chunks) + 1)]
        for number, chunk in enumerate(chunks, start=1):
            suffix = "" if number == 1 else f" – {self.w['list']['page'].format(n=number)}"
            yield self.page(
                key if number == 1 else f"{key}/{number}", addresses[number - 1], template,
                title + suffix, description=lead,
                context={**context, "heading": title, "lead": lead, "entries": chunk,
                         "total": len(entries), "number": number, "addresses": addresses,
                         "numbers": around(number, len(chunks))},
                **more)


def around(number: int, last: int) -> list[int]:
    """Page numbers to link to: the first, the last, and two on each side of this one."""
    return sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})


def chunked(entries: Sequence[Entry]) -> list[Sequence[Entry]]:
    """Pages of a list: one up to SINGLE_PAGE entries, then pages of PAGE_SIZE."""
    if len(entries) <= SINGLE_PAGE:
        return [entries]
    return [entries[at:at + PAGE_SIZE] for at in range(0, len(entries), PAGE_SIZE)]
