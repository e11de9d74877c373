"""The professionals' side: counterparts, premises, criteria, networks, organisations by task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from familycentre.catalogue import Catalogue, Reach
from familycentre.filters import Filters, facet
from familycentre.language.sorting import sort_key
from familycentre.language.speaker import Speaker
from familycentre.model import (
    Area,
    Contact,
    CountyAreas,
    Criteria,
    Entry,
    MeetingPlace,
    Network,
    NetworkLevel,
    Organisation,
)
from familycentre.reference import Municipality
from familycentre.taking_part import covers

# --- contact persons: counterparts ---------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """A contact role, and whose it is."""

    contact: Contact
    area: Area | None = None
    """The family-centre area, or None when it is the county's."""


@dataclass(frozen=True)
class Counterparts:
    """The two who look for each other, side by side; an empty side is not marked yet."""

    coordinators: tuple[Held, ...]
    """The family centre's coordinators."""
    ngos: tuple[Held, ...]
    """The NGOs' contact persons."""
    others: tuple[Held, ...] = ()
    """Other roles, and those that do not say which of the two they are."""


@dataclass(frozen=True)
class Local:
    """Whom a professional turns to in one municipality."""

    municipality: Municipality
    areas: tuple[Area, ...]
    """Its family-centre areas; a big city may have several."""
    roles: Counterparts
    networks: tuple[Network, ...]
    """The networks of the municipality and its area."""


def counterparts(contacts: Iterable[Contact], area: Area | None = None) -> Counterparts:
    """The contacts of one level by which counterpart they are."""
    held = [Held(contact, area) for contact in contacts]
    return Counterparts(*(tuple(one for one in held if one.contact.part == part)
                          for part in ("coordinator", "ngos", None)))


def local(catalogue: Catalogue, here: Municipality) -> Local:
    """The counterparts of a municipality: each area's own, and the county's where one has none."""
    mine = [county for county in catalogue.counties if county.county == here.county]
    areas = [area for county in mine for area in county.areas if covers(area, here.code)]
    above = counterparts(contact for county in mine for contact in county.contacts)
    own = [counterparts(area.contacts, area) for area in areas]

    def side(pick: Callable[[Counterparts], tuple[Held, ...]]) -> tuple[Held, ...]:
        found = [one for level in own for one in pick(level)]
        whole = bool(own) and all(pick(level) for level in own)
        return tuple(found if whole else [*found, *pick(above)])

    return Local(here, tuple(areas),
                 Counterparts(side(lambda one: one.coordinators), side(lambda one: one.ngos),
                              side(lambda one: one.others)),
                 tuple(network for network in catalogue.networks.values()
                       if network.level in ("municipality", "area")
                       and here.code in serves(catalogue.reach[network.id])))


def serves(reach: Reach) -> set[str]:
    """Codes of the municipalities that are named or in a named area."""
    return {*reach.home, *reach.wide}


# --- premises for NGOs ---------------------------------------------------------------------------

Lending = Literal["lends", "does_not", "unknown"]
LENDING: tuple[Lending, ...] = get_args(Lending)


@dataclass(frozen=True)
class Premises:
    """The meeting places of one municipality by whether they lend their premises."""

    municipality: Municipality | None
    """None: places that are not in one municipality of the directory."""
    places: Mapping[Lending, Sequence[MeetingPlace]]


def lending(place: MeetingPlace) -> Lending:
    """Whether NGOs may use the premises; what nobody has told is not a no."""
    if place.space_for_ngos is None:
        return "unknown"
    return "lends" if place.space_for_ngos.available else "does_not"


def for_professionals(entries: Iterable[Entry]) -> list[MeetingPlace]:
    """Meeting places to show here, in their order: a secret place wants no visitors, one that is
    over has nothing to lend.
    """
    return [entry for entry in entries if isinstance(entry, MeetingPlace)
            and entry.status != "closed" and not entry.is_sensitive]


def premises(catalogue: Catalogue, places: Sequence[MeetingPlace],
             towns: Iterable[Municipality]) -> list[Premises]:
    """By municipality, in the order of *towns*; a place in two of them stands in both."""
    by_code: dict[str, list[MeetingPlace]] = {}
    for place in places:
        for code in catalogue.reach[place.id].home or ("",):
            by_code.setdefault(code, []).append(place)
    groups: list[tuple[Municipality | None, list[MeetingPlace]]] = [
        (town, by_code.get(town.code, [])) for town in towns]
    if "" in by_code:
        groups.append((None, by_code[""]))
    return [Premises(town, by_lending(there)) for town, there in groups]


def by_lending(places: Iterable[MeetingPlace]) -> dict[Lending, list[MeetingPlace]]:
    """Places by whether they lend, in their order; every answer has its list."""
    found: dict[Lending, list[MeetingPlace]] = {kind: [] for kind in LENDING}
    for place in places:
        found[lending(place)].append(place)
    return found


# --- criteria of meeting places ------------------------------------------------------------------

CRITERIA = ("linked", "planned", "coordinated", "accessible", "community", "support", "guidance",
            "competence")
"""The eight national criteria in their own order."""
State = Literal["met", "partly", "not_met", "not_assessed"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Sums:
    """How the meeting places of an area or county assess themselves."""

    places: Sequence[MeetingPlace]
    """All of them, by name."""
    counts: Mapping[str, Mapping[State, int]]
    """By criterion: how many places are in each state; together as many as there are places."""

    @property
    def assessed(self) -> list[MeetingPlace]:
        """The places that have assessed at least one criterion."""
        return [place for place in self.places if place.criteria]


@dataclass(frozen=True)
class AreaSums:
    """The sums of one family-centre area."""

    area: Area
    sums: Sums


@dataclass(frozen=True)
class CountySums:
    """The sums of a county, its areas, and what belongs to no certain area."""

    county: CountyAreas
    sums: Sums
    areas: Sequence[AreaSums]
    unplaced: Sequence[MeetingPlace]
    """Places that no area or more than one may claim: counted in the county alone."""


def assessment(criteria: Criteria | None) -> dict[str, State]:
    """How a place meets each criterion."""
    words: dict[object, State] = {True: "met", "partly": "partly", False: "not_met"}
    return {name: words.get(getattr(criteria, name, None), "not_assessed") for name in CRITERIA}


def summed(places: Sequence[MeetingPlace]) -> Sums:
    """Count the states of each criterion."""
    each = [assessment(place.criteria) for place in places]
    return Sums(places, {name: {state: found[state] for state in STATES} for name in CRITERIA
                         for found in [Counter(one[name] for one in each)]})


def criteria_sums(catalogue: Catalogue, places: Sequence[MeetingPlace]) -> list[CountySums]:
    """Each county of the directory with its areas; a place in two counties counts in both."""
    home = {one.code: one.county for one in catalogue.municipalities}
    by_county: dict[str, list[MeetingPlace]] = {one.county: [] for one in catalogue.counties}
    for place in places:
        for code in {home[one] for one in serves(catalogue.reach[place.id])}:
            by_county[code].append(place)
    made = []
    for county in catalogue.counties:
        # Each municipality is asked of once, not once a place.
        claims = {code: [area.id for area in county.areas if covers(area, code)]
                  for code, its in home.items() if its == county.county}
        by_area: dict[str, list[MeetingPlace]] = {area.id: [] for area in county.areas}
        unplaced = []
        for place in by_county[county.county]:
            own = [name for name in place.areas if name in by_area]
            certain = own or [names[0] for code in catalogue.reach[place.id].home
                              if len(names := claims.get(code, [])) == 1]
            for name in dict.fromkeys(certain):
                by_area[name].append(place)
            if not certain:
                unplaced.append(place)
        made.append(CountySums(
            county, summed(by_county[county.county]),
            [AreaSums(area, summed(by_area[area.id])) for area in county.areas], unplaced))
    return made


# --- networks ------------------------------------------------------------------------------------

LEVELS: tuple[NetworkLevel, ...] = ("national", "county", "area", "municipality")
"""From the widest to the nearest."""


def by_level(networks: Iterable[Network], speaker: Speaker) -> list[
        tuple[NetworkLevel, list[Network]]]:
    """Networks of each level by name; levels without any are left out."""
    every = sorted(networks, key=lambda one: (sort_key(speaker.plain(one.name)), one.id))
    groups = [(level, [one for one in every if one.level == level]) for level in LEVELS]
    return [(level, found) for level, found in groups if found]


def untold(network: Network) -> list[str]:
    """What a reader asks of a network and the record does not say, by field."""
    asked = ("task", "convener", "coordinators", "ngo_representation", "rhythm", "how_to_join")
    return [name for name in asked if not getattr(network, name)]


# --- organisations -------------------------------------------------------------------------------


@dataclass(frozen=True)
class TaskWork:
    """What an organisation runs of one of the seven tasks."""

    number: int
    entries: Sequence[Entry]
    reach: Reach
    """Whom they serve together."""
    languages: Sequence[str]
    """Languages spoken in at least one of them; empty: not known."""


def together(catalogue: Catalogue, entries: Iterable[Entry]) -> Reach:
    """Whom entries serve together, in the directory's order of municipalities."""
    reaches = [catalogue.reach[entry.id] for entry in entries]
    home = {code for reach in reaches for code in reach.home}
    wide = {code for reach in reaches for code in reach.wide} - home
    order = [one.code for one in catalogue.municipalities]
    return Reach(tuple(code for code in order if code in home),
                 tuple(code for code in order if code in wide),
                 any(reach.nationwide for reach in reaches))


def work_by_task(catalogue: Catalogue, runs: Sequence[Entry]) -> list[TaskWork]:
    """An organisation's entries by task, in the order of the tasks; tasks without any left out."""
    found = []
    for number in catalogue.tasks:
        entries = [entry for entry in runs if number in entry.tasks]
        if entries:
            spoken = {language for entry in entries for language in entry.languages}
            own = catalogue.directory.languages
            found.append(TaskWork(number, entries, together(catalogue, entries), sorted(
                spoken, key=lambda tag: (own.index(tag) if tag in own else len(own), tag))))
    return found


MANY_ORGANISATIONS = 400
"""When there are more, the list has no filters: a rule for each would slow a phone down."""


def organisation_filters(catalogue: Catalogue, speaker: Speaker,
                         organisations: Sequence[Organisation],
                         runs: Mapping[str, Sequence[Entry]]) -> Filters:
    """Tick boxes for the list of organisations: task, type, municipality; they need no script.

    Who serves the whole country suits every municipality.
    """
    if len(organisations) > MANY_ORGANISATIONS:
        return Filters((), "", {})
    every = [one.code for one in catalogue.municipalities]
    names = {one.code: one.name(speaker.language) for one in catalogue.municipalities}

    def tasks(one: Organisation) -> frozenset[str]:
        return frozenset(str(task) for entry in runs.get(one.id, ()) for task in entry.tasks)

    def places(one: Organisation) -> frozenset[str] | None:
        reach = together(catalogue, runs.get(one.id, ()))
        served = serves(reach)
        return None if reach.nationwide or served == set(every) else frozenset(served)

    words = speaker.w["filter"]
    rules: list[str] = []
    classes: dict[str, list[str]] = {one.id: [] for one in organisations}
    facets = [
        facet("t", words["task"], tasks,
              lambda value: speaker.plain(catalogue.tasks[int(value)].short),
              organisations, classes, rules),
        facet("k", words["type"], lambda one: frozenset([one.type]),
              lambda value: speaker.label("organisation_type", value),
              organisations, classes, rules),
        facet("m", words["municipality"], places, names.__getitem__,
              organisations, classes, rules, every),
    ]
    return Filters(tuple(one for one in facets if one), "".join(rules),
                   {name: " ".join(values) for name, values in classes.items()})
