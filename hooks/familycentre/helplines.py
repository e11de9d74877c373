"""The help page: groups of lines, the county's own numbers, hours and their age in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from familycentre.catalogue import Catalogue
from familycentre.language.sorting import capitalize_first
from familycentre.language.speaker import Speaker
from familycentre.model import Entry, Helpline, Opening
from familycentre.schedule import current
from familycentre.values import Text

GROUPS: Mapping[str, tuple[str, ...]] = {
    "urgent": ("emergency", "health", "poison"),
    "violence": ("violence",),
    "talk": ("crisis",),
    "children": ("children",),
    "parents": ("parents",),
    "separation": ("separation",),
    "crime": ("crime",),
}
"""Groups of the help page in order, with the topics of their lines. Their words are ``help.groups``
of words.yml; their anchors are numbers, for an address stays in the browser's history."""
ELSEWHERE = "talk"
"""Group of a line none of whose topics has a group."""
OWN_TYPES = frozenset({"social_emergency", "crisis_service", "phone_line", "chat"})
"""Public services that are numbers of the county itself."""


@dataclass(frozen=True)
class OwnNumbers:
    """A county's own numbers, or where to look for them."""

    county: str
    """Two-digit code."""
    entries: tuple[Entry, ...]
    """Public services with a phone, or chats; empty: not known."""
    link: Mapping[str, str] | None
    """The county's own site, when directory.yml names it."""


def grouped(lines: Iterable[Helpline]) -> dict[str, list[Helpline]]:
    """Lines by group, each once, in the order of GROUPS; empty groups are left out."""
    home = {topic: name for name, topics in GROUPS.items() for topic in topics}
    found: dict[str, list[Helpline]] = {name: [] for name in GROUPS}
    for line in lines:
        found[next((home[one] for one in line.topics if one in home), ELSEWHERE)].append(line)
    return {name: there for name, there in found.items() if there}


def own_numbers(catalogue: Catalogue, entries: Iterable[Entry]) -> list[OwnNumbers]:
    """Every county of the directory with its own numbers, from *entries* in their order."""
    numbers = [entry for entry in entries
               if entry.kind == "public_service" and entry.status == "active"
               and getattr(entry, "type", "") in OWN_TYPES
               and not catalogue.reach[entry.id].nationwide
               and any(one.phone or (one.url and entry.remote) for one in entry.contacts)]
    county_of = {one.code: one.county for one in catalogue.municipalities}
    served = {entry.id: {county_of[code] for code in (*catalogue.reach[entry.id].home,
                                                      *catalogue.reach[entry.id].wide)}
              for entry in numbers}
    links = {one.county: one.url for one in catalogue.directory.links if one.county}
    return [OwnNumbers(county.county,
                       tuple(entry for entry in numbers if county.county in served[entry.id]),
                       links.get(county.county))
            for county in catalogue.counties]


def hours_words(speaker: Speaker, hours: Text | None, schedule: Sequence[Opening],
                today: datetime.date) -> Markup:
    """When somebody answers, as a sentence without its end; empty when it is not known.

    The editor's own words win; else the schedule's lines that are not over.
    """
    if hours:
        text, language = speaker.pick(hours)
        return speaker.say({language: capitalize_first(text.rstrip("."))})
    if any(line.always for line in schedule):
        return escape(capitalize_first(str(speaker.w["help"]["always"])))
    words = [speaker.opening(line) for line in current(schedule, today)]
    return Markup("; ").join([capitalize_first(words[0]), *words[1:]]) if words else Markup("")


def times_age(speaker: Speaker, line: Helpline) -> str:
    """How old the hours are, or the number where there are none; empty for emergency numbers."""
    told: list[tuple[Text | None, Sequence[Opening]]] = [(line.hours, line.schedule)]
    if line.chat:
        told.append((line.chat.hours, line.chat.schedule))
    words: dict[str, Any] = speaker.w["help"]
    if not any(_dated(*one) for one in told):
        if line.emergency or line.verified or not (line.source and line.source.date):
            return ""
        return str(words["number_from"]).format(date=speaker.partial_date(line.source.date))
    if line.verified:
        return str(words["times_verified"]).format(date=speaker.date(line.verified))
    if line.source and line.source.date:
        return str(words["times_from"]).format(date=speaker.partial_date(line.source.date))
    return str(words["times_undated"])


def _dated(hours: Text | None, schedule: Sequence[Opening]) -> bool:
    """Whether it names times that may have changed."""
    return any(line.start for line in schedule) or (not schedule and any(
        letter.isdigit() for text in (hours or {}).values() for letter in text))
