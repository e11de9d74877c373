"""The professionals' pages: networks, contact persons, premises, criteria, freshness, coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from familycentre.addresses import SEGMENTS
from familycentre.asking import counts, paged, queue
from familycentre.catalogue import by_county
from familycentre.charts import MANY, chart
from familycentre.counterparts import counterparts, local, unmarked
from familycentre.coverage_page import coverage_context, in_person, surveyed
from familycentre.embeds import embed_pages
from familycentre.history import EVERYTHING
from familycentre.language.sorting import sort_key
from familycentre.meeting_places import (
    CRITERIA,
    RATINGS,
    assessment,
    by_lending,
    criteria_sums,
    for_professionals,
    premises,
    summed,
)
from familycentre.networks import by_level, untold
from familycentre.page import Page
from familycentre.planner import Planner, around
from familycentre.reference import counties, slug
from familycentre.taking_part import covers

MOST_ORGANISERS = 40
"""Organisers of a task that the front page names, those of most records; a link leads to all."""


def desk_pages(base: Planner) -> Iterator[Page]:
    """Every page for professionals."""
    yield from professionals(base)
    yield from freshness(base)
    yield from coverage(base)
    yield from embed_pages(base)


def professionals(base: Planner) -> Iterator[Page]:
    """For professionals: networks, contact roles, organisations by task."""
    words = base.w["professionals"]
    by_task = {number: Counter(entry.organiser for entry in base.listed
                               if entry.organiser and number in entry.tasks)
               for number in base.c.tasks}
    names = {one.id: sort_key(base.s.plain(one.name))
             for one in base.c.organisations.values()}
    ordered = {number: sorted(found.items(), key=lambda pair: (-pair[1], names[pair[0]]))
               for number, found in by_task.items()}
    yield base.page("professionals", base.path("professionals"), "professionals.html",
                    words["title"], description=words["lead"],
                    context={"by_task": ordered, "most": MOST_ORGANISERS})
    trail = (("professionals", words["title"]),)
    yield from desk(base, trail)
    for network in base.c.networks.values():
        yield base.page(
            f"network:{network.id}", base.path("professionals", "networks", tail=[network.id]),
            "network.html", base.s.plain(network.name), sensitive=network.is_sensitive,
            description=f"{base.s.label('network_level', network.level)}: "
                        f"{base.s.plain(network.name)}",
            context={"network": network,
                     "members": sorted(network.members, key=lambda one: names[one])},
            trail=(*trail, ("networks", base.w["networks"]["title"])))


def desk(base: Planner, trail: tuple[tuple[str, str], ...]) -> Iterator[Page]:
    """What the professionals' front page leads to."""
    towns = sorted(base.c.municipalities, key=lambda one: sort_key(one.name(base.language)))
    places = for_professionals(base.listed)
    known = [local(base.c, one) for one in towns]
    contexts: dict[str, tuple[str, dict[str, Any]]] = {
        "networks": ("networks", {
            "levels": by_level(base.c.networks.values(), base.s),
            "gaps": {one.id: base.s.listing(base.w["networks"]["things"][name]
                                            for name in untold(one))
                     for one in base.c.networks.values()}}),
        "contacts": ("contacts", {
            "counterparts": counterparts, "unmarked": unmarked(base.c, known),
            "towns": [one for one in known if one.known],
            "area_towns": lambda area: base.s.place_names(
                one.code for one in towns if covers(area, one.code))}),
        "premises": ("premises", {
            "places": places, "towns": premises(base.c, places, towns),
            "counts": by_lending(places)}),
        "criteria": ("meeting_place", {
            "counties": criteria_sums(base.c, places), "criteria": CRITERIA,
            "nationwide": summed([one for one in places if one.nationwide]),
            "ratings": RATINGS, "assessment": assessment}),
    }
    for key, (segment, context) in contexts.items():
        yield base.page(key, base.path("professionals", segment), f"{key}.html",
                        base.w[key]["title"], description=base.w[key]["lead"],
                        context=context, trail=trail)


def freshness(base: Planner) -> Iterator[Page]:
    """For coordinators: how fresh the facts are, and whom to ask again, in numbered pages."""
    words, above = base.w["freshness"], base.w["professionals"]["title"]
    waiting = queue(base.c, base.today,
                    lambda one: (sort_key(base.s.plain(one.name)), one.id))
    chunks = paged(waiting)
    addresses = [base.path("professionals", "freshness", tail=[] if number == 1 else [
                    f"{SEGMENTS['page'][base.language]}-{number}"])
                 for number in range(1, len(chunks) + 1)]
    for number, groups in enumerate(chunks, start=1):
        suffix = "" if number == 1 else f" – {base.w['list']['page'].format(n=number)}"
        yield base.page(
            "freshness" if number == 1 else f"freshness/{number}", addresses[number - 1],
            "freshness.html", words["title"] + suffix, description=words["lead"],
            trail=(("professionals", above),), indexed=False,
            context={"groups": groups, "number": number, "addresses": addresses,
                     "numbers": around(number, len(chunks)),
                     "counts": counts(base.c, base.today) if number == 1 else None})


def coverage(base: Planner) -> Iterator[Page]:
    """What there is by municipality: one page, or one a county when there are many."""
    words = base.w["coverage"]
    every = surveyed(base.c, base.language)
    trail = (("professionals", base.w["professionals"]["title"]),)
    home = {one.code: every.cell(one.code, *EVERYTHING).here for one in every.municipalities}
    file = f"{SEGMENTS['coverage'][base.language]}.csv"
    parts = {}
    if len(every.municipalities) > MANY:
        parts = {county.county: every.part([
            one for one in every.municipalities if one.county == county.county])
            for county in base.c.counties}
    yield base.page("coverage", base.path("professionals", "coverage"), "coverage.html",
                    words["title"], description=words["description"], trail=trail,
                    context={**coverage_context(every, base.c, base.s, base.today,
                                                whole=not parts),
                             "parts": parts, "file": file,
                             "chart": chart(list(home), home, by_county(base.c, in_person(base.c)),
                                            base.language)})
    for code, part in parts.items():
        county = counties()[code]
        yield base.page(
            f"coverage:{code}",
            base.path("professionals", "coverage",
                      tail=[slug(county.short_name(base.language))]),
            "coverage.html", words["title_county"].format(county=county.name(base.language)),
            description=words["description"],
            trail=(*trail, ("coverage", words["title"])),
            context={**coverage_context(part, base.c, base.s, base.today), "parts": {},
                     "chart": None, "file": file})
