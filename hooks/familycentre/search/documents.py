"""Entries → what is indexed of them, what they are filtered by, and what a result shows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from familycentre import coming
from familycentre.catalogue import Catalogue, answers
from familycentre.filters import WISHES, entry_type, type_group
from familycentre.freshness import waiting
from familycentre.language.places import place_stems
from familycentre.language.speaker import Speaker
from familycentre.model import Entry
from familycentre.reference import (
    Municipality,
    kilometres,
    municipalities,
    neighbours,
    postcodes,
)
from familycentre.schedule import Timetable, ended
from familycentre.search.analysis import fold
from familycentre.search.transport import deltas
from familycentre.values import WEEKDAYS
from familycentre.week import PARTS

AHEAD = datetime.timedelta(weeks=8)
"""How far ahead a result knows its dates; the reader sees the first that is not past."""
FRESH = "fresh"
"""The wish for confirmed facts; the browser knows which still are."""


def ordered(catalogue: Catalogue) -> list[Entry]:
    """The entries that are searched: alike ones side by side, so that results share blocks."""
    return sorted(catalogue.listed(), key=lambda entry: (
        entry.kind, entry_type(entry), catalogue.reach[entry.id].home, entry.id))


def texts(entry: Entry, catalogue: Catalogue, speaker: Speaker,
          others: Iterable[Speaker]) -> dict[str, list[str]]:
    """What is indexed of an entry, by field."""
    language = speaker.language
    organiser = catalogue.organisations[entry.organiser] if entry.organiser else None
    situations = [one for one in catalogue.situations if answers(entry, one)]
    address = entry.address if entry.address and not entry.address.hidden else None
    codes = catalogue.reach[entry.id].home
    offices = postcodes().get(address.postcode, ("", {}))[1] if address and address.postcode else {}
    return {
        "name": [speaker.plain(entry.name)],
        "words": [speaker.kind(entry.kind, "one"), type_words(entry, speaker),
                  *_words(entry.keywords, language)],
        "place": [*(name for code in codes for _, name in municipalities()[code].names),
                  *offices.values(),
                  *(address.street.values() if address and address.street else ())],
        "organiser": [*(organiser.name.values() if organiser else ())],
        "summary": [speaker.plain(entry.summary)],
        "text": [*(speaker.plain(text) for text in (entry.description, entry.first_visit) if text),
                 *(speaker.plain(one.name) for one in situations),
                 *(speaker.plain(catalogue.tasks[number].short) for number in entry.tasks),
                 *(speaker.label("audience", who) for who in entry.audience)],
        "other": [text for other in others for text in (
            other.plain(entry.name), type_words(entry, other),
            *_words(entry.keywords, other.language))],
    }


def type_words(entry: Entry, speaker: Speaker) -> str:
    """The entry's type in words."""
    return speaker.label(type_group(entry), entry_type(entry))


def _words(keywords: Mapping[Any, Sequence[str]] | None, language: str) -> Sequence[str]:
    return (keywords or {}).get(language, ())


def row(entry: Entry, catalogue: Catalogue, speaker: Speaker, address: str,
        today: datetime.date) -> list[Any]:
    """What a result shows: overrides/assets/search/page.js reads these places by number."""
    name, name_language = speaker.pick(entry.name)
    summary, summary_language = speaker.pick(entry.summary)
    language = speaker.language
    times = catalogue.timetables.get(entry.id)
    dates = coming.rows(_soon(times, today), speaker) if times else []
    wait = waiting(entry, today)
    return [
        address, name, "" if name_language == language else name_language,
        type_words(entry, speaker), speaker.place(catalogue, entry),
        speaker.first_sentence(entry.summary) if summary else "",
        "" if summary_language == language else summary_language,
        str(speaker.card_bits(entry, today).striptags()), dates,
        entry.verified.isoformat() if entry.verified else "", int(entry.is_sensitive),
        wait.weeks if wait else "",
    ]


def _soon(times: Timetable, today: datetime.date) -> Timetable:
    """The first weeks of a timetable: a list of results needs no more."""
    last = max([today + AHEAD, *(one.day for one in times.occurrences[:1])])
    return times.until(last)


def facets(entries: Sequence[Entry], catalogue: Catalogue, today: datetime.date) -> dict[str, Any]:
    """The documents of every value that results are filtered by."""
    return {
        "kind": _by(entries, lambda entry: [entry.kind]),
        "task": _by(entries, lambda entry: [str(number) for number in entry.tasks]),
        "language": _by(entries, lambda entry: entry.languages),
        "openness": _by(entries, lambda entry: [entry.openness] if entry.openness else []),
        "level": _by(entries, lambda entry: [entry.support_level] if entry.support_level else []),
        "waiting": _by(entries, lambda entry: waits(entry, today)),
        "wishes": _by(entries, lambda entry: [name for name, holds in WISHES.items()
                                              if holds(entry)]),
        "slots": _by(entries, lambda entry: times_of_week(
            entry, catalogue.timetables.get(entry.id))),
        "fresh": _by(entries, lambda entry: [entry.verified.isoformat()]
                     if entry.verified else []),
        "ages": {"list": [[*pair, steps] for pair, steps in _pairs(entries)]},
        "reach": {"list": _reaches(entries, catalogue)},
        "doors": _by(entries, lambda entry: [entry.address.postcode] if entry.address
                     and entry.address.postcode and not entry.address.hidden else []),
        "postcodes": {code: municipality for code, (municipality, _) in postcodes().items()
                      if municipality in {one.code for one in catalogue.municipalities}},
    }


GROUPS = ("kind", "task", "place", "day", "time", "language", "openness", "level", "waiting",
          "wishes")
"""Filters with counts, in the order they are offered."""


WAITS = (0, 2, 4, 12)
"""The longest wait that is asked for, in weeks."""


def waits(entry: Entry, today: datetime.date) -> list[str]:
    """Which of WAITS the entry's waiting time keeps to; none when it is not known."""
    known = waiting(entry, today)
    return [str(most) for most in WAITS if known.weeks <= most] if known else []


def times_of_week(entry: Entry, times: Timetable | None) -> list[str]:
    """Weekdays and times of day of the entry's schedule: ``thu-morning``.

    Lines that are over name none, nor does what is not active and so has no timetable; round the
    clock is every time of every day.
    """
    found: dict[str, None] = {}
    for opening in entry.schedule:
        if entry.status != "active" or (
                not opening.always and (times is None or ended(opening, times.first))):
            continue
        days: Iterable[str] = opening.days or ()
        if opening.date:
            days = [WEEKDAYS[opening.date.weekday()]]
        if opening.always:
            days = WEEKDAYS
        for day in days:
            for name in _times(opening.start, opening.end):
                found[f"{day}-{name}"] = None
    return list(found)


def _times(start: str | None, end: str | None) -> list[str]:
    """The times of day that opening hours touch; all of them when the hours are not told."""
    first, last = start or "00:00", end or "24:00"
    if last <= first:  # over midnight: the small hours are not asked for
        last = "24:00"
    return [name for name, (begins, ends) in PARTS.items() if first < ends and last > begins]


def _by(entries: Sequence[Entry], values: Callable[[Entry], Iterable[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        for value in dict.fromkeys(values(entry)):
            found.setdefault(value, []).append(number)
    return {value: deltas(numbers) for value, numbers in sorted(found.items())}


def _pairs(entries: Sequence[Entry]) -> list[tuple[tuple[int, int], list[int]]]:
    """Documents by the child's least and greatest age in months; without ages, none."""
    found: dict[tuple[int, int], list[int]] = {}
    for number, entry in enumerate(entries):
        if entry.ages:
            unit = 1 if entry.ages.months else 12
            least = (entry.ages.min or 0) * unit
            most = (entry.ages.max + 1) * unit - 1 if entry.ages.max is not None else 12 * 99
            found.setdefault((least, most), []).append(number)
    return [(pair, deltas(numbers)) for pair, numbers in sorted(found.items())]


def _reaches(entries: Sequence[Entry], catalogue: Catalogue) -> list[dict[str, Any]]:
    found: dict[Any, list[int]] = {}
    for number, entry in enumerate(entries):
        found.setdefault(catalogue.reach[entry.id], []).append(number)
    return [{"home": reach.home, "wide": reach.wide, "nationwide": reach.nationwide,
             "documents": deltas(numbers)} for reach, numbers in found.items()]


def places(covered: Sequence[Municipality], language: str) -> dict[str, Any]:
    """How each municipality is recognised in a query, and which lie around it."""
    codes = {one.code for one in covered}
    return {
        one.code: {
            "names": list(dict.fromkeys([one.name(language), *(name for _, name in one.names)])),
            "stems": sorted({stem for tongue, name in one.names
                             for stem in (*place_stems(name, tongue), _pieces(name))}),
            "near": [code for code in _nearest(one) if code in codes],
        } for one in covered}


def _pieces(name: str) -> str:
    """The name as a query's words: ``S:t Karins`` → ``s t karins``."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(name)))


def _nearest(here: Municipality) -> list[str]:
    """Municipalities that share a border, nearest first."""
    every = municipalities()
    return sorted(neighbours().get(here.code, ()), key=lambda code: kilometres(
        here.lat, here.lon, every[code].lat, every[code].lon))
