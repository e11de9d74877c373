"""Meeting places as professionals look at them: premises that are lent, the national criteria."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from familycentre.catalogue import Catalogue, serves
from familycentre.model import Area, CountyAreas, Criteria, Entry, MeetingPlace
from familycentre.reference import Municipality
from familycentre.taking_part import covers

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


# --- criteria ------------------------------------------------------------------------------------

CRITERIA = ("linked", "planned", "coordinated", "accessible", "community", "support", "guidance",
            "competence")
"""The eight national criteria in their own order."""
Rating = Literal["met", "partly", "not_met", "not_assessed"]
RATINGS: tuple[Rating, ...] = get_args(Rating)


@dataclass(frozen=True)
class Sums:
    """How the meeting places of an area or county assess themselves."""

    places: Sequence[MeetingPlace]
    """All of them, by name."""
    counts: Mapping[str, Mapping[Rating, int]]
    """By criterion: how many places give themselves each rating, together all of them."""

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


def assessment(criteria: Criteria | None) -> dict[str, Rating]:
    """How a place meets each criterion."""
    words: dict[object, Rating] = {True: "met", "partly": "partly", False: "not_met"}
    return {name: words.get(getattr(criteria, name, None), "not_assessed") for name in CRITERIA}


def summed(places: Sequence[MeetingPlace]) -> Sums:
    """Count the ratings of each criterion."""
    each = [assessment(place.criteria) for place in places]
    return Sums(places, {name: {rating: found[rating] for rating in RATINGS} for name in CRITERIA
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
