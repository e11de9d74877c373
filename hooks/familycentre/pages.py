"""Which pages exist: address, template, what they show. Nothing is rendered here."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from familycentre.addresses import SEGMENTS
from familycentre.catalogue import Catalogue, by_county
from familycentre.charts import chart
from familycentre.desk_pages import desk_pages
from familycentre.feeds import kind_feed, municipality_feed
from familycentre.guided import (
    NATIONWIDE_SHOWN,
    STEPS,
    Answering,
    is_open,
    level,
    sorted_out,
    step_of,
    steps,
)
from familycentre.handout import count_parts
from familycentre.helplines import grouped, own_numbers
from familycentre.language.sorting import initial, letter_slug, sort_key
from familycentre.language.speaker import Speaker
from familycentre.model import ENTRY_KINDS, Entry, Organisation, Record, Situation
from familycentre.page import Page
from familycentre.planner import SINGLE_PAGE, Planner
from familycentre.professionals import organisation_filters, work_by_task
from familycentre.reference import Municipality, neighbours
from familycentre.search.choices import choices
from familycentre.taking_part import doers, rooms, whom
from familycentre.values import OWN_NAMES
from familycentre.week import in_calendar, kinds, slots, week

NEAREST = 3
"""Municipalities named where a municipality has nothing."""
LONG_WEEK = 600
"""Times in the calendar of everywhere; when there are more, it leads to the municipalities'."""
KINDS = tuple(kind.kind for kind in ENTRY_KINDS)


def plan(
    catalogue: Catalogue, speakers: dict[str, Speaker], today: datetime.date
) -> list[Page]:
    """Every page made from records, in a fixed order; *today* tells fresh facts from stale."""
    first = next(iter(speakers.values()))
    pages = [Page("choose", first.language, "", "choose.html",
                  first.plain(catalogue.directory.name),
                  description=" – ".join(speaker.plain(catalogue.directory.summary)
                                         for speaker in speakers.values())[:150])]
    for speaker in speakers.values():
        made = list(_Families(catalogue, speaker, today).pages())
        pages.extend(made)
        pages.extend(_redirects(catalogue, speaker, made))
    return pages


def _redirects(catalogue: Catalogue, speaker: Speaker, made: list[Page]) -> Iterator[Page]:
    """A page at every old address of a record."""
    by_key = {page.key: page for page in made}
    groups: list[tuple[str, Iterable[Record]]] = [
        ("entry", catalogue.entries.values()),
        ("organisation", catalogue.organisations.values()),
        ("network", catalogue.networks.values()),
    ]
    for prefix, records in groups:
        for record in records:
            page = by_key[f"{prefix}:{record.id}"]
            for alias in record.aliases:
                old = page.address.removesuffix(f"{record.id}/") + f"{alias}/"
                yield Page(f"redirect:{prefix}:{alias}", speaker.language, old, "redirect.html",
                           speaker.w["redirect"]["title"], context={"target": page.address},
                           indexed=False)


class _Families(Planner):
    """The families' pages of one language."""

    def pages(self) -> Iterator[Page]:
        """Every page of this language."""
        yield self.page("home", self.path(), "home.html", self.s.plain(self.c.directory.name),
                        description=self.s.plain(self.c.directory.summary),
                        context={"counts": self.counts(), "tongues": self.tongues(),
                                 "own_names": OWN_NAMES})
        yield self.page("find", self.path("find"), "find.html", self.w["find"]["title"],
                        description=self.w["find"]["lead"],
                        context={"counts": self.counts(), **choices(self.c, self.s, self.today)})
        every = self.lines(self.c.helplines.values())
        yield self.page("help", self.path("help"), "help.html", self.w["help"]["title"],
                        description=self.w["help"]["lead"], sensitive=True,
                        context={"groups": grouped(every), "own": own_numbers(
                            self.c, self.served_first(self.listed))})
        yield self.page("device", self.path("device"), "device.html", self.w["device"]["title"],
                        description=self.w["device"]["lead"])
        yield self.page("my_list", self.path("my_list"), "my_list.html",
                        self.w["my_list"]["title"], description=self.w["my_list"]["lead"],
                        indexed=False, context={"parts": count_parts(self.c)})
        yield self.page("offline", self.path("offline"), "offline.html",
                        self.w["offline"]["title"],
                        description=self.w["offline"]["lead"], indexed=False)
        for kind in KINDS:
            yield from self.kind_lists(kind)
        for entry in self.sorted(self.c.entries.values()):
            yield self.entry(entry)
        yield from self.organisations()
        yield from self.tasks()
        yield from self.situations()
        yield from self.municipalities()
        yield from self.weeks()
        yield from self.az()
        yield from self.taking_part()
        yield from desk_pages(self)

    def counts(self) -> dict[str, int]:
        """Listed entries by kind."""
        return {kind: sum(entry.kind == kind for entry in self.listed) for kind in KINDS}

    def tongues(self) -> list[tuple[str, int]]:
        """Languages other than the directory's own that something is offered in, the most first."""
        found = Counter(language for entry in self.listed for language in entry.languages)
        return [(language, number) for language, number in sorted(
                    found.items(), key=lambda pair: (-pair[1], pair[0]))
                if language not in self.c.directory.languages]

    def kind_lists(self, kind: str) -> Iterator[Page]:
        """A kind's list: one page with filters, or numbered pages when it is long."""
        entries = [entry for entry in self.listed if entry.kind == kind]
        title = self.s.kind(kind)
        yield from self.listing(kind, ([kind], []), title, self.w["kind"][kind]["lead"], entries,
                                "list.html", {"kind": kind})

    def entry(self, entry: Entry) -> Page:
        """A record's own page."""
        return self.page(
            f"entry:{entry.id}", self.path(entry.kind, tail=[entry.id]), "entry.html",
            self.s.plain(entry.name), description=self.s.plain(entry.summary)[:150],
            trail=((entry.kind, self.s.kind(entry.kind)),), sensitive=entry.is_sensitive,
            indexed=entry.status != "closed", updated=entry.verified,
            context={"entry": entry,
                     "situations": self.situations_of[entry.id]})

    def organisations(self) -> Iterator[Page]:
        """The list of organisations and a page for each."""
        runs: dict[str, list[Entry]] = {}
        joins: dict[str, list[Entry]] = {}
        for entry in self.listed:
            if entry.organiser:
                runs.setdefault(entry.organiser, []).append(entry)
            for partner in entry.partners:
                joins.setdefault(partner, []).append(entry)
        every = sorted(self.c.organisations.values(),
                       key=lambda one: (sort_key(self.s.plain(one.name)), one.id))
        words = self.w["organisations"]
        yield self.page("organisations", self.path("organisations"), "organisations.html",
                        words["title"], description=words["lead"],
                        context={"organisations": every, "runs": runs, "total": len(every),
                                 "filters": organisation_filters(self.c, self.s, every, runs)})
        networks: dict[str, list[Any]] = {}
        for network in self.c.networks.values():
            names = {network.convener, *network.members,
                     *(one.organisation for one in network.coordinators)}
            for name in sorted(name for name in names if name):
                networks.setdefault(name, []).append(network)
        for one in every:
            yield self.organisation(one, runs.get(one.id, []), joins.get(one.id, []),
                                    networks.get(one.id, []))

    def organisation(self, organisation: Organisation, runs: list[Entry], joins: list[Entry],
                     networks: list[Any]) -> Page:
        """An organisation's page: what it runs and where it takes part."""
        summary = organisation.summary
        return self.page(
            f"organisation:{organisation.id}", self.path("organisations", tail=[organisation.id]),
            "organisation.html", self.s.plain(organisation.name),
            description=self.s.plain(summary)[:150] if summary else (
                f"{self.s.label('organisation_type', organisation.type)}: "
                f"{self.s.plain(organisation.name)}"),
            trail=(("organisations", self.w["organisations"]["title"]),),
            sensitive=organisation.sensitive or (
                bool(runs) and all(entry.is_sensitive for entry in runs)),
            context={"organisation": organisation, "runs": runs, "joins": joins,
                     "networks": networks, "work": work_by_task(self.c, runs),
                     "keeps": [line for line in self.c.helplines.values()
                               if line.organiser == organisation.id]})

    def tasks(self) -> Iterator[Page]:
        """The seven tasks and a list for each."""
        words = self.w["tasks"]
        yield self.page("tasks", self.path("tasks"), "tasks.html", words["title"],
                        description=words["lead"])
        for number, task in self.c.tasks.items():
            entries = [entry for entry in self.listed if number in entry.tasks]
            yield from self.listing(
                f"task:{number}", (["tasks"], [f"{SEGMENTS['task'][self.language]}-{number}"]),
                self.s.plain(task.short), self.s.plain(task.sentence), entries, "task.html",
                {"task": task}, trail=(("tasks", words["title"]),), sensitive=number == 6)

    def situations(self) -> Iterator[Page]:
        """The life situations, what answers each, and the way on in each municipality."""
        words = self.w["situations"]
        yield self.page("situations", self.path("situations"), "situations.html", words["title"],
                        description=words["lead"])
        around = {one.code: self.neighbours_by_distance(one) for one in self.c.municipalities}
        for situation in self.c.situations:
            paths: Mapping[Any, str] = situation.path
            path = paths.get(self.language, situation.id)
            title = self.s.plain(situation.name)
            entries = self.answers_to[situation.id]
            key = f"situation:{situation.id}"
            shared = {"situation": situation,
                      "helplines": self.lines(self.c.helplines[one]
                                              for one in situation.helplines)}
            trail = (("situations", words["title"]),)
            yield from self.listing(
                key, (["situations"], [path]), title, self.s.plain(situation.sentence),
                self.lightest_first(entries), "situation.html", shared, ordered=True, trail=trail,
                sensitive=situation.is_sensitive)
            answering = self.answering(situation, entries)
            for one in self.c.municipalities:
                yield self.page(
                    f"{key}:{one.code}",
                    self.path("situations", tail=[path, one.slug(self.language)]),
                    "situation_place.html",
                    words["title_place"].format(municipality=one.name(self.language),
                                                situation=title),
                    description=f"{one.name(self.language)}: "
                                f"{self.s.plain(situation.sentence)}",
                    trail=trail, sensitive=situation.is_sensitive,
                    context={**shared, "municipality": one,
                             "steps": steps(answering, one.code, around[one.code])})

    def answering(self, situation: Situation, entries: Iterable[Entry]) -> Answering:
        """Entries by where they are and by their step, each group with the lightest first.

        Where a situation suits open meeting places, every one of them answers.
        """
        found = list(entries)
        if situation.suits_open_places:
            known = {entry.id for entry in found}
            found += [entry for entry in self.listed if entry.id not in known and is_open(entry)]
        fit = {who for one in situation.any_of for who in one.audience}
        return sorted_out(self.lightest_first(found, fit), self.c.reach)

    def municipalities(self) -> Iterator[Page]:
        """Municipalities, tasks in each, and what serves the whole country."""
        words = self.w["municipalities"]
        trail = (("municipalities", words["title"]),)
        every = sorted(self.c.municipalities, key=lambda m: sort_key(m.name(self.language)))
        drawn = [one for county in self.c.counties for one in every
                 if one.county == county.county]
        counts = {code: len(entries) for code, entries in self.by_municipality.items()}
        yield self.page("municipalities", self.path("municipalities"), "municipalities.html",
                        words["title"], description=words["lead"],
                        context={"municipalities": every, "counts": counts,
                                 "nationwide": len(self.nationwide),
                                 "county_counts": (there := by_county(self.c, self.listed)),
                                 "chart": chart([one.code for one in drawn], counts, there,
                                                self.language)})
        yield from self.listing("nationwide", (["municipalities", "nationwide"], []),
                                words["nationwide"], words["nationwide_lead"], self.nationwide,
                                "list.html", {"kind": ""}, trail=trail)
        for municipality in every:
            yield from self.municipality(municipality, counts, trail)

    def municipality(self, municipality: Municipality, counts: dict[str, int],
                     trail: tuple[tuple[str, str], ...]) -> Iterator[Page]:
        """One municipality and the seven tasks in it."""
        words = self.w["municipalities"]
        code, name = municipality.code, municipality.name(self.language)
        slug = municipality.slug(self.language)
        near = self.neighbours_by_distance(municipality)
        own, wide = (self.useful_first(self.by_municipality[code]),
                     self.useful_first(self.wide[code]))
        shared = {"municipality": municipality, "neighbours": near, "counts": counts}
        others = self.by_distance(municipality)
        key = f"municipality:{code}"
        title = words["title_one"].format(municipality=name)
        tasks = {number: sum(number in entry.tasks for entry in (*own, *wide))
                 + len(self.national_tasks[number]) for number in self.c.tasks}
        yield self.page(key, self.path("municipalities", tail=[slug]), "municipality.html", title,
                        description=title, trail=trail,
                        context={**shared, "own": own, "wide": wide, "tasks": tasks,
                                 "nationwide": len(self.nationwide),
                                 "nearest": self.nearest(others, 0),
                                 "locator_size": self.locator_size})
        for number, task in self.c.tasks.items():
            national = self.national_tasks[number]
            short = self.s.plain(task.short)
            yield self.page(
                f"{key}:task:{number}",
                self.path("municipalities", tail=[
                    slug, f"{SEGMENTS['task'][self.language]}-{number}"]),
                "municipality_task.html",
                words["title_task"].format(municipality=name, task=short),
                description=self.s.plain(task.sentence), sensitive=number == 6,
                trail=(*trail, (key, name)),
                context={**shared, "task": task,
                         "own": [entry for entry in own if number in entry.tasks],
                         "wide": [entry for entry in wide if number in entry.tasks],
                         "nationwide": national[:NATIONWIDE_SHOWN],
                         "more_nationwide": len(national[NATIONWIDE_SHOWN:]),
                         "nearest": self.nearest(others, number)})

    def weeks(self) -> Iterator[Page]:
        """The family calendar: everywhere, in the whole country, in each municipality."""
        words = self.w["week"]
        found = {entry.id: slots(entry, self.c.timetables[entry.id])
                 for entry in self.listed if in_calendar(self.c, entry)}

        def calendar(entries: Iterable[Entry]) -> dict[str, Any]:
            there = [entry for entry in entries if entry.id in found]
            return {"entries": there, "calendar": week(
                [slot for entry in there for slot in found[entry.id]])}

        whole = calendar(self.listed)
        if whole["calendar"].total > LONG_WEEK:
            whole = calendar([])
        places = {one.code: calendar([*self.by_municipality[one.code], *self.wide[one.code]])
                  for one in self.c.municipalities}
        counts = {code: len(place["entries"]) for code, place in places.items()}
        shared = {"counts": counts, "whole": bool(whole["entries"]), "municipality": None,
                  "neighbours": [], "nearest": [], "feeds": [], "without": 0,
                  "together": False}
        trail = (("week", words["title"]),)
        yield self.page("week", self.path("week"), "week.html", words["title"],
                        description=words["lead"],
                        context={**shared, **whole, "feeds": [
                            (self.s.kind(kind), kind_feed(kind, self.language))
                            for kind in kinds(self.c.entries[name] for name in found)]})
        yield self.page("week:nationwide", self.path("week", "nationwide"), "week.html",
                        words["title_one"].format(municipality=self.w["entry"]["nationwide"]),
                        description=words["lead"], trail=trail,
                        context={**shared, **calendar(self.nationwide)})
        for one in self.c.municipalities:
            title = words["title_one"].format(municipality=one.name(self.language))
            yield self.page(
                f"week:{one.code}", self.path("week", tail=[one.slug(self.language)]), "week.html",
                title, description=title, trail=trail,
                context={**shared, **places[one.code], **self.around_week(one, counts),
                         "municipality": one, "without": self.without_times(one.code, found),
                         "feeds": list(self.place_feeds(one, places[one.code]["entries"]))})

    def without_times(self, code: str, found: Mapping[str, Any]) -> int:
        """How many places and groups are there that the calendar cannot show."""
        return sum(entry.kind in ("meeting_place", "peer_group") and entry.id not in found
                   and not entry.is_sensitive for entry in self.by_municipality[code])

    def around_week(self, here: Municipality, counts: dict[str, int]) -> dict[str, Any]:
        """Where else to look: the neighbours, and the nearest with times when *here* has none."""
        near = [one for one in self.c.municipalities
                if one.code in neighbours().get(here.code, [])]
        nearest = [] if counts[here.code] else list(islice(
            ((other, counts[other.code], km) for km, other in self.by_distance(here)
             if counts[other.code]), NEAREST))
        return {"neighbours": near, "nearest": nearest,
                "together": any(counts[one.code] for one in near)}

    def place_feeds(self, here: Municipality, entries: list[Entry]) -> Iterator[tuple[str, str]]:
        """Name and address of a municipality's calendars: everything, and each kind if several."""
        yield here.name(self.language), municipality_feed(here, self.language)
        several = kinds(entries)
        for kind in several if len(several) > 1 else ():
            yield self.s.kind(kind), municipality_feed(here, self.language, kind)

    def lightest_first(self, entries: Iterable[Entry],
                       fit: Collection[str] = ()) -> list[Entry]:
        """What is for everybody before what is for a greater need, then the useful first.

        What is meant only for others than *fit*, the audiences of a situation, comes last.
        """
        def order(entry: Entry) -> tuple[int, int, bool]:
            others = bool(entry.audience) and not {"families", *fit}.intersection(entry.audience)
            return STEPS.index(step_of(entry)), level(entry), others

        return sorted(self.useful_first(entries), key=order)

    def nearest(self, others: list[tuple[int, Municipality]],
                task: int) -> list[tuple[Municipality, int, int]]:
        """The first of *others* that have something (task 0: anything): how many, how far."""
        found = ((other, self.in_task[other.code][task], km) for km, other in others)
        return list(islice((one for one in found if one[1]), NEAREST))

    def taking_part(self) -> Iterator[Page]:
        """How to wish, start, help and tell, in each municipality."""
        words, above = self.w["take_part"], self.w["municipalities"]["title"]
        for one in self.c.municipalities:
            key, name = f"municipality:{one.code}", one.name(self.language)
            there = [*self.by_municipality[one.code], *self.wide[one.code]]
            yield self.page(
                f"take-part:{one.code}", self.path("take_part", tail=[one.slug(self.language)]),
                "take_part.html", words["title_one"].format(municipality=name),
                description=words["description"].format(municipality=name),
                trail=(("municipalities", above), (key, name)),
                context={"municipality": one, "whom": whom(self.c, one.code),
                         "rooms": rooms(there), "doers": doers(self.c, there),
                         "helpers": doers(self.c, [entry for entry in there
                                                   if entry.kind == "peer_group"])})

    def az(self) -> Iterator[Page]:
        """Everything by name: one page, or one a letter when there is much."""
        words = self.w["az"]
        letters: dict[str, list[Entry]] = {}
        for entry in self.listed:
            letters.setdefault(initial(self.s.plain(entry.name)), []).append(entry)
        split = len(self.listed) > SINGLE_PAGE * 2
        keys = {letter: f"az:{letter}" if split else "az" for letter in letters}
        yield self.page("az", self.path("az"), "az.html", words["title"],
                        description=words["lead"],
                        context={"letters": {} if split else letters, "keys": keys,
                                 "anchors": {} if split else _anchors(letters)})
        if split:
            for letter, entries in letters.items():
                path = self.path("az", tail=[letter_slug(letter)])
                yield self.page(f"az:{letter}", path, "az.html", f"{words['title']}: {letter}",
                                description=words["lead"], trail=(("az", words["title"]),),
                                context={"letters": {letter: entries}, "keys": keys,
                                         "anchors": {}})


def _anchors(letters: Iterable[str]) -> dict[str, str]:
    return {letter: f"l-{letter_slug(letter)}" for letter in letters}
