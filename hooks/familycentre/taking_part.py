"""Taking part in a municipality: whom to turn to, where to meet, who already does something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from familycentre.catalogue import Catalogue
from familycentre.model import Area, Contact, CountyAreas, Entry, MeetingPlace, Organisation
from familycentre.reference import municipalities, municipality_names

VOLUNTARY = ("ngo", "parish", "foundation")
"""Types of organisations that run groups with volunteers."""


@dataclass(frozen=True)
class Whom:
    """Whom a family turns to."""

    level: Literal["area", "county", "keeper"]
    """Whose contact it is: the family-centre area's, the county's, else the directory's keeper."""
    contact: Contact
    area: Area | None = None
    """The area, when the contact is an area's."""


@dataclass(frozen=True)
class Doer:
    """An organisation and what it does in a municipality."""

    organisation: Organisation
    does: Sequence[Entry]


def whom(catalogue: Catalogue, code: str) -> list[Whom]:
    """The contact roles of a municipality's family-centre areas, else of its county, else the
    keeper of the directory: never empty.
    """
    here = municipalities()[code].county
    mine = [county for county in catalogue.counties if county.county == here]
    found = [Whom("area", contact, area) for county in mine for area in county.areas
             if covers(area, code) for contact in area.contacts if contact.reachable]
    found = found or [Whom("county", contact) for county in mine
                      for contact in county.contacts if contact.reachable]
    keeper = catalogue.directory.corrections  # checked when it was read
    return found or [
        Whom("keeper", Contact.model_construct(email=keeper.email, url=keeper.url))]


def unled(catalogue: Catalogue, county: CountyAreas) -> list[str]:
    """Codes of a county's municipalities for which no contact role is known."""
    return [one.code for one in catalogue.municipalities if one.county == county.county
            and whom(catalogue, one.code)[0].level == "keeper"]


def rooms(entries: Iterable[Entry]) -> list[MeetingPlace]:
    """The meeting places among *entries* whose premises organisations and groups may use."""
    return [entry for entry in entries if isinstance(entry, MeetingPlace)
            and entry.space_for_ngos and entry.space_for_ngos.available
            and entry.status != "closed" and not entry.is_sensitive]


def doers(catalogue: Catalogue, entries: Iterable[Entry]) -> list[Doer]:
    """NGOs, parishes and foundations that run something among *entries*, in their order.

    What is sensitive is left out: a shelter does not want visitors.
    """
    does: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.organiser and not entry.is_sensitive and entry.status == "active":
            does.setdefault(entry.organiser, []).append(entry)
    return [Doer(organisation, done) for name, done in does.items()
            if (organisation := catalogue.organisations[name]).type in VOLUNTARY
            and not organisation.sensitive]


def covers(area: Area, code: str) -> bool:
    """Whether a municipality belongs to an area, which names it as an editor does."""
    return code in (municipality_names().get(name.casefold()) for name in area.municipality)
