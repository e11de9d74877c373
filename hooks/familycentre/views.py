"""What a record's page says beyond the record itself: next dates, what is not known, reports."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import BaseModel

from familycentre.catalogue import Catalogue
from familycentre.freshness import State, state
from familycentre.language.speaker import Speaker, mail_link
from familycentre.model import Entry, Opening, Organisation
from familycentre.schedule import ended, last_day
from familycentre.values import LANGUAGES, WEEKDAYS, Weekday


def known_until(catalogue: Catalogue, entry: Entry) -> datetime.date | None:
    """The day after which the record may go on but its dates are not worked out.

    None when the schedule itself ends before: then there is nothing more to know.
    """
    horizon = catalogue.timetables[entry.id].last
    last = last_day(entry.schedule, entry.exceptions)
    return None if last and last <= horizon else horizon


def week_table(entry: Entry, today: datetime.date) -> list[tuple[list[Weekday], list[Opening]]]:
    """The week by days: weekdays in a row with the same lines together, closed ones too.

    Empty when one line says it all: a sentence is enough then.
    """
    lines = [line for line in entry.schedule
             if line.days and not ended(line, today) and not (line.from_ and line.from_ > today)]
    if len(lines) < 2:
        return []
    table: list[tuple[list[Weekday], list[Opening]]] = []
    for day in WEEKDAYS:
        there = sorted((line for line in lines if day in (line.days or ())),
                       key=lambda line: line.start or "")
        if table and table[-1][1] == there:
            table[-1][0].append(day)
        else:
            table.append(([day], there))
    return table


WITH_CHILDREN = ("parent_child", "baby", "mothers", "fathers", "immigrants", "parent_run",
                 "breastfeeding")
"""Types of peer groups that children come along to: there a pram matters."""


def turn_to(catalogue: Catalogue, entry: Entry) -> Literal["own"] | Organisation | None:
    """Whom to turn to: the record's own contacts, else the organiser with a website."""
    if any(one.reachable for one in entry.contacts):
        return "own"
    organiser = catalogue.organisations[entry.organiser] if entry.organiser else None
    return organiser if organiser and organiser.url else None


def may_just_come(entry: Entry) -> bool:
    """An open place where nobody needs to sign up."""
    return (entry.kind == "meeting_place" and entry.openness == "open"
            and entry.status != "closed"
            and entry.registration is not None and not entry.registration.required)


def unknown(catalogue: Catalogue, entry: Entry) -> list[str]:
    """What a family asks and the record does not say, in the order of the page."""
    address = entry.address
    if (address and address.hidden) or entry.status == "closed":
        return []
    gathers = entry.kind in ("meeting_place", "peer_group") and entry.remote is not True
    prams = entry.kind == "meeting_place" or getattr(entry, "type", "") in WITH_CHILDREN
    gaps = {
        "where": gathers and not entry.nationwide and not (address and address.street),
        "when": gathers and not entry.schedule,
        "cost": entry.cost is None,
        "booking": entry.registration is None,
        "languages": not entry.languages,
        "access": gathers and prams and not (entry.accessibility or entry.accessibility_note),
        "contact": turn_to(catalogue, entry) is None,
        "first": gathers and not entry.first_visit and not may_just_come(entry),
    }
    return [name for name, missing in gaps.items() if missing]


def missing_words(entry: Entry, speaker: Speaker) -> str:
    """A notice of what is shown in another language, or an empty text."""
    fields: set[str] = set()
    languages: set[str] = set()
    hidden = entry.address is not None and entry.address.hidden
    for name in type(entry).model_fields:
        if name in _NOT_SHOWN or (hidden and name in ("address", "arrival")):
            continue
        found: set[str] = set()
        _collect(getattr(entry, name), speaker, found)
        if found:
            fields.add(name)
            languages |= found
    if not languages:
        return ""
    forms = speaker.w["missing_language"]
    which = {frozenset({"name"}): "name", frozenset({"address"}): "address",
             frozenset({"name", "address"}): "both"}.get(frozenset(fields), "some")
    return str(forms[which]).format(
        languages=speaker.listing(speaker.in_language(one) for one in sorted(languages)))


_NOT_SHOWN = {"source", "keywords", "aliases", "criteria"}


def _collect(value: Any, speaker: Speaker, found: set[str]) -> None:
    """Languages that stand in for the page's own somewhere in a value."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in _NOT_SHOWN:
                _collect(getattr(value, name), speaker, found)
    elif isinstance(value, list):
        for item in value:
            _collect(item, speaker, found)
    elif (isinstance(value, dict) and value and speaker.language not in value
          and all(key in LANGUAGES for key in value)
          and not any(str(item).startswith("http") for item in value.values())):
        found.add(speaker.pick(value)[1])


def freshness(entry: Entry, catalogue: Catalogue, today: datetime.date) -> State:
    """How fresh the entry's facts are on the reference day."""
    return state(entry.verified, today, catalogue.directory.freshness)


def report_link(catalogue: Catalogue, speaker: Speaker, what: str, url: str) -> str:
    """Where a reader reports a mistake: an e-mail draft, or the directory's form.

    The draft names *what* and the page's *url*, when they are given.
    """
    corrections = catalogue.directory.corrections
    if not corrections.email:
        return speaker.url(corrections.url or {})[0]
    if not what:
        return f"mailto:{corrections.email}"
    words = speaker.w["entry"]
    return mail_link(corrections.email, words["report_subject"].format(what=what),
                     words["report_body"].format(url=url))
