"""Whom a professional turns to: the family centre's coordinator and the NGOs' contact person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from familycentre.catalogue import Catalogue, serves, together
from familycentre.model import Area, Contact, Entry, Network, Organisation
from familycentre.reference import Municipality
from familycentre.taking_part import covers


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

    @property
    def known(self) -> bool:
        """Whether there is anybody or anything to turn to."""
        return bool(self.roles.coordinators or self.roles.ngos or self.roles.others
                    or self.networks)


@dataclass(frozen=True)
class Unmarked:
    """The municipalities of a county of which no contact is known, and whom to ask meanwhile."""

    county: str
    """Its code."""
    towns: tuple[Municipality, ...]
    ask: tuple[Organisation, ...]
    """The county as an organisation that runs something there and can be reached."""


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


def unmarked(catalogue: Catalogue, towns: Iterable[Local]) -> list[Unmarked]:
    """Municipalities without a known contact, by county, in the order of *towns*."""
    by_county: dict[str, list[Municipality]] = {}
    for one in towns:
        if not one.known:
            by_county.setdefault(one.municipality.county, []).append(one.municipality)
    runs: dict[str, list[Entry]] = {}
    for entry in catalogue.listed():
        organiser = catalogue.organisations.get(entry.organiser or "")
        if organiser and organiser.type == "county" and (
                organiser.url or any(one.reachable for one in organiser.contacts)):
            runs.setdefault(organiser.id, []).append(entry)
    served = {name: serves(together(catalogue, entries)) for name, entries in runs.items()}
    return [Unmarked(county, tuple(found), tuple(
        catalogue.organisations[name] for name in sorted(served)
        if served[name].intersection(one.code for one in found)))
        for county, found in by_county.items()]
