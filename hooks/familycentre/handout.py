"""The hand-out: records as the list page needs them, under short codes that tell nothing.

A list is the codes of its records, in the address behind ``#`` or on the reader's device. A code
follows from the record's id, so lists stay right when texts, languages and hosts change; old ids
(``aliases``) have codes of their own that lead to the record. The browser makes the same codes
(overrides/assets/shared/list.js) and reads the records in parts so large that a request for one
tells nobody which of its records is meant.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

from familycentre import coming
from familycentre.catalogue import Catalogue
from familycentre.freshness import waiting
from familycentre.language.sorting import sort_key
from familycentre.language.speaker import Speaker, phone_link
from familycentre.model import Entry
from familycentre.schedule import Timetable, current
from familycentre.search.documents import type_words
from familycentre.values import WEEKDAYS
from familycentre.views import may_just_come

CODE_LENGTH = 7
"""Letters and digits of a code: 36⁷ is 78,000 million, so that two ids hardly ever share one."""
PART = 250
"""Records in a file, about."""
AHEAD = datetime.timedelta(weeks=13)
"""How far the dates of a hand-out reach."""


def code_of(identity: str) -> str:
    """The code of an id: FNV-1a (64 bits) modulo 36⁷, in base 36.

    http://www.isthe.com/chongo/tech/comp/fnv/
    """
    value = 0xCBF29CE484222325
    for byte in identity.encode("ascii"):
        value = ((value ^ byte) * 0x100000001B3) % (1 << 64)
    digits = ""
    for _ in range(CODE_LENGTH):
        value, digit = divmod(value, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def part_of(code: str, count: int) -> int:
    """In which of *count* files a code's record stands."""
    return int(int(code, 36) * count // 36**CODE_LENGTH)


def count_parts(catalogue: Catalogue) -> int:
    """How many files the records are in, in each language."""
    return max(1, round(len(catalogue.entries) / PART))


def parts(catalogue: Catalogue, speaker: Speaker, addresses: Mapping[str, str],
          today: datetime.date) -> list[bytes]:
    """The files of a language: JSON with ``words`` to say it in and records by code.

    A former id's code stands for the code of its record. *addresses* are those of pages by key.
    """
    count = count_parts(catalogue)
    found: list[dict[str, Any]] = [{} for _ in range(count)]
    for entry in catalogue.entries.values():
        code = code_of(entry.id)
        found[part_of(code, count)][code] = row(
            entry, catalogue, speaker, addresses[f"entry:{entry.id}"], today)
        for alias in entry.aliases:
            old = code_of(alias)
            found[part_of(old, count)][old] = code
    words = {**speaker.w["my_list"]["sheet"], "hours": speaker.w["time"]["hours"],
             "from": speaker.w["time"]["from"],
             "weekdays": [speaker.label("weekday_short", day) for day in WEEKDAYS]}
    return [json.dumps({"words": words, "records": dict(sorted(one.items()))}, ensure_ascii=False,
                       separators=(",", ":")).encode() for one in found]


def row(entry: Entry, catalogue: Catalogue, speaker: Speaker, address: str,
        today: datetime.date) -> dict[str, Any]:
    """What a hand-out tells of a record; what is not known is left out."""
    name, name_language = speaker.pick(entry.name)
    what, what_language = speaker.pick(entry.summary)
    words = speaker.w["entry"]
    secret = entry.address is not None and entry.address.hidden
    first = speaker.plain(entry.first_visit) if entry.first_visit else (
        words["first_open"] if may_just_come(entry) else "")
    wait = waiting(entry, today)
    told = {
        "path": address, "name": name,
        "lang": "" if name_language == speaker.language else name_language,
        "kind": type_words(entry, speaker), "place": speaker.place(catalogue, entry),
        "what": what, "what_lang": "" if what_language == speaker.language else what_language,
        "status": words["status"][entry.status] or "",
        "when": [_text(speaker.opening(line)) for line in current(entry.schedule, today)],
        "dates": _dates(catalogue.timetables.get(entry.id), speaker, today),
        "where": _where(entry, speaker, secret=secret),
        "cost": (words["free"] if entry.cost.free else words["not_free"]) if entry.cost else "",
        "who": speaker.audience(entry),
        "booking": _booking(entry, speaker),
        "wait": _text(speaker.waiting(wait)) if wait else "",
        "access": [*(speaker.label("accessibility", one) for one in entry.accessibility),
                   *([speaker.plain(entry.accessibility_note)]
                     if entry.accessibility_note else [])],
        "first": first,
        "organiser": speaker.plain(catalogue.organisations[entry.organiser].name)
        if entry.organiser else "",
        "contacts": _contacts(entry, catalogue, speaker),
        "languages": speaker.languages(entry.languages),
        "verified": entry.verified.isoformat() if entry.verified else "",
        "sensitive": int(entry.is_sensitive),
    }
    return {key: value for key, value in told.items() if value}


def _booking(entry: Entry, speaker: Speaker) -> str:
    """Whether one may come, and what else is said of getting in."""
    words = speaker.w["entry"]
    told = [speaker.booking(entry)] if entry.registration else []
    if entry.registration and entry.registration.note:
        told.append(speaker.plain(entry.registration.note))
    if entry.referral is not None:
        told.append(words["referral_yes" if entry.referral else "referral_no"])
    if entry.referral_note:
        told.append(speaker.plain(entry.referral_note))
    return " ".join(told)


def _contacts(entry: Entry, catalogue: Catalogue, speaker: Speaker) -> list[list[str]]:
    """Whom to turn to, as words and addresses: every number; without one, the first mail address
    and website, the organiser's when the record has none of its own.
    """
    organiser = catalogue.organisations[entry.organiser] if entry.organiser else None
    found = [[one.phone, str(phone_link(one.phone))] for one in entry.contacts if one.phone]
    if found:
        return found
    every = [*entry.contacts, *(organiser.contacts if organiser else ())]
    found = [[one.email, f"mailto:{one.email}"] for one in every if one.email][:1]
    sites = [one.url for one in entry.contacts if one.url]
    if organiser and organiser.url:
        sites.append(organiser.url)
    for site in sites[:1]:
        url, _ = speaker.url(site)
        found.append([url.removeprefix("https://").removeprefix("www.").rstrip("/"), url])
    return found


def _where(entry: Entry, speaker: Speaker, *, secret: bool) -> str:
    words = speaker.w["entry"]
    if secret:
        return str(words["secret"])
    address = _text(speaker.address(entry.address)) if entry.address else ""
    arrival = speaker.plain(entry.arrival) if entry.arrival else ""
    remote = str(words["remote"]) if entry.remote is True else ""
    return " ".join(part for part in (address, arrival, remote) if part)


def _dates(times: Timetable | None, speaker: Speaker, today: datetime.date) -> list[coming.Row]:
    return coming.rows(times.until(today + AHEAD), speaker) if times else []


def _text(html: Any) -> str:
    text = str(html.striptags())
    return text[:1].upper() + text[1:]


def clashes(identities: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of ids that would have one code, the earlier in the alphabet first."""
    seen: dict[str, str] = {}
    return [(first, one) for one in sorted(set(identities), key=sort_key)
            if (first := seen.setdefault(code_of(one), one)) != one]
