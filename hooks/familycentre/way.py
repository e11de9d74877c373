"""The way to a place: links to other services, filled in with what a record says of its door."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from familycentre.catalogue import Catalogue
from familycentre.language.speaker import Speaker
from familycentre.model import Entry
from familycentre.reference import municipalities


def ways(catalogue: Catalogue, entry: Entry, speaker: Speaker) -> list[tuple[str, str]]:
    """Links to show beside a record's address, as (``map`` or ``transit``, URL).

    None where nobody is to go: a hidden address, something online only, something that has ended.
    """
    facts = _facts(catalogue, entry, speaker)
    links = catalogue.directory.links_to_place
    filled = [("map", _first(links.map, facts)), ("transit", _first(links.transit, facts))]
    return [(name, url) for name, url in filled if url]


def _facts(catalogue: Catalogue, entry: Entry, speaker: Speaker) -> dict[str, str]:
    """What may stand in a link's braces; empty when there is no door to go to."""
    address, spot = entry.address, entry.location
    hidden = address is not None and address.hidden
    if hidden or entry.remote is True or entry.status == "closed":
        return {}
    facts: dict[str, str] = {}
    home = catalogue.reach[entry.id].home
    if spot:
        facts |= {"lat": f"{spot.lat}", "lon": f"{spot.lon}"}
    if address and address.street:
        parts = [speaker.address(address).striptags()]
        if not (address.postcode or address.post_office) and len(home) == 1:
            parts.append(municipalities()[home[0]].name(speaker.language))
        facts["address"] = ", ".join(parts)
    if facts:
        facts["language"] = speaker.language
        if len(home) == 1:
            facts["municipality"] = municipalities()[home[0]].name(speaker.language)
    return facts


def _first(templates: Sequence[str], facts: dict[str, str]) -> str:
    """The first template that the facts can fill in whole, filled in; else an empty text."""
    for template in templates:
        if all(name in facts for name in _NAMES.findall(template)):
            return _NAMES.sub(lambda name: quote(facts[name[1]], safe=""), template)
    return ""


_NAMES = re.compile(r"\{(\w+)\}")
