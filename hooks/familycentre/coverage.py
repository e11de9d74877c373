"""What the directory has for each municipality, by task, kind, language and support level.

It tells apart what is not there, what nobody has told, and what is only online, by phone or for the
whole country. Pure: catalogue in, numbers and gaps out; words and looks are the template's.

What counts: active entries. An entry counts in every task and language it names, and once in each
measure else. ``closed`` ones do not count, but a municipality that one of them names is *reported*:
somebody has told of it. ``do_not_list`` ones are not looked at.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from familycentre.catalogue import Catalogue
from familycentre.history import EVERYTHING, NOTHING, Cell, Key, Snapshot, before
from familycentre.model import ENTRY_KINDS, SUPPORT_LEVELS, Entry
from familycentre.reference import Municipality

UNTOLD = "unknown"
"""Value of entries that do not tell their language or support level."""
KINDS = tuple(kind.kind for kind in ENTRY_KINDS)
GATHERING = ("meeting_place", "peer_group")
"""Kinds that every municipality should have: families meet there."""
GAPS_SHOWN = 6
"""Gaps of a municipality that are said in words; the tables have them all."""
SNAPSHOTS_SHOWN = 5
"""The latest snapshots that a page compares with."""

Presence = Literal["here", "area", "unsure", "afar", "none", "unknown"]
"""``here``: in the municipality. ``area``: only for its area or county. ``unsure``: some entries do
not tell their language or level. ``afar``: only online, by phone or nationwide. ``none``: there are
records of the municipality, but none of this. ``unknown``: no record names the municipality."""


class Gap(NamedTuple):
    """Something that a municipality does not have near."""

    measure: str
    value: str
    state: Presence
    """``none`` or ``afar``."""
    cell: Cell


@dataclass(frozen=True)
class Coverage:
    """Numbers of every municipality. Made by :func:`survey`."""

    municipalities: tuple[Municipality, ...]
    values: Mapping[str, tuple[str, ...]]
    """Values of each measure, in order; without UNTOLD."""
    cells: Mapping[Key, Cell]
    """Every municipality × measure × value, and UNTOLD of languages and levels."""
    reported: frozenset[str]
    """Codes of the municipalities that a published record names."""
    told: Mapping[str, int]
    """How many active entries tell their language and their level, and how many there are."""

    @property
    def heard(self) -> int:
        """How many of the municipalities are reported."""
        return sum(one.code in self.reported for one in self.municipalities)

    def cell(self, code: str, measure: str, value: str) -> Cell:
        """Numbers of a municipality."""
        return self.cells[code, measure, value]

    def untold(self, code: str, measure: str, value: str) -> Cell:
        """Entries of the municipality that may be of the value, but do not tell."""
        if measure == "kind_language":
            return self.cells[code, measure, f"{value.partition('/')[0]}/{UNTOLD}"]
        return self.cells.get((code, measure, UNTOLD), NOTHING)

    def state(self, code: str, measure: str, value: str) -> Presence:
        """What can be said of a municipality.

        Where nobody has told anything, nothing is called missing or "only" something.
        """
        cell, untold = self.cell(code, measure, value), self.untold(code, measure, value)
        if cell.near:
            return "here" if cell.here else "area"
        if code not in self.reported:
            return "unknown"
        if untold.near:
            return "unsure"
        if cell.afar:
            return "afar"
        return "unsure" if untold.afar else "none"

    def part(self, municipalities: Sequence[Municipality]) -> Coverage:
        """The same numbers of some of the municipalities."""
        return Coverage(tuple(municipalities), self.values, self.cells, self.reported, self.told)


def survey(catalogue: Catalogue) -> Coverage:
    """Count every listed entry: once a group of municipalities that entries name together.

    So a county's services are not counted anew in each of its municipalities.
    """
    listed = catalogue.listed()
    tongues: Counter[str] = Counter(tongue for entry in listed for tongue in entry.languages)
    own: list[str] = [*catalogue.directory.languages]
    others = sorted((one for one in tongues if one not in own), key=lambda one: (-tongues[one],
                                                                                one))
    values = {"all": ("all",), "task": tuple(map(str, catalogue.tasks)), "kind": KINDS,
              "language": (*own, *others), "level": SUPPORT_LEVELS,
              "kind_language": tuple(f"{kind}/{tongue}" for kind in KINDS for tongue in own)}
    groups: dict[tuple[str, ...], dict[tuple[str, str], list[int]]] = {}
    everywhere = tuple(one.code for one in catalogue.municipalities)
    for entry in listed:
        reach = catalogue.reach[entry.id]
        named = [(everywhere, "nationwide")] if reach.nationwide else [
            (reach.home, "here"), (reach.wide, "area")]
        for codes, place in named:
            if codes:
                column = Cell._fields.index(_column(entry, place))
                tallies = groups.setdefault(codes, {})
                for mark in _marks(entry, own):
                    tallies.setdefault(mark, [0] * len(Cell._fields))[column] += 1
    every = [(measure, value) for measure, found in values.items() for value in found]
    every += [("language", UNTOLD), ("level", UNTOLD)]
    every += [("kind_language", f"{kind}/{UNTOLD}") for kind in KINDS]
    sums = {code: {mark: [0] * len(Cell._fields) for mark in every} for code in everywhere}
    for codes, tallies in groups.items():
        for code in codes:
            for mark, numbers in tallies.items():
                mine = sums[code][mark]
                for at, number in enumerate(numbers):
                    mine[at] += number
    active = [entry for entry in listed if entry.status == "active"]
    return Coverage(
        catalogue.municipalities, values,
        {(code, *mark): Cell(*numbers) for code, mine in sums.items()
         for mark, numbers in mine.items()},
        frozenset(code for entry in catalogue.entries.values()
                  for code in catalogue.reach[entry.id].home),
        {"all": len(active), "language": sum(bool(entry.languages) for entry in active),
         "level": sum(entry.support_level is not None for entry in active)})


def _column(entry: Entry, place: str) -> str:
    """Which number of a cell an entry adds to."""
    if entry.status != "active":
        return entry.status
    return "remote" if entry.remote is True and place != "nationwide" else place


def _marks(entry: Entry, own: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The measures and values that an entry counts in."""
    yield EVERYTHING
    for number in entry.tasks:
        yield "task", str(number)
    yield "kind", entry.kind
    yield "level", entry.support_level or UNTOLD
    tongues: list[str] = [*entry.languages]
    for tongue in tongues or [UNTOLD]:
        yield "language", tongue
        if tongue in own or tongue == UNTOLD:
            yield "kind_language", f"{entry.kind}/{tongue}"


def gaps(coverage: Coverage, municipality: Municipality) -> list[Gap]:
    """What a municipality lacks, what matters most first; nothing when nobody has told of it.

    First that families can meet at all, then that they can in the municipality's official
    languages, the tasks, the languages of services, the services, the support levels. What is
    nowhere comes before what is only afar. A language is not named where the kind itself is a gap.
    """
    if municipality.code not in coverage.reported:
        return []
    official = [tongue for tongue in municipality.languages.split("-")
                if tongue in coverage.values["language"]]

    def lacking(measure: str, values: Iterable[str]) -> list[Gap]:
        found = [Gap(measure, value, state, coverage.cell(municipality.code, measure, value))
                 for value in values
                 if (state := coverage.state(municipality.code, measure, value))
                 in ("none", "afar")]
        return sorted(found, key=lambda gap: gap.state != "none")

    kinds = lacking("kind", KINDS)
    missing = {gap.value for gap in kinds}
    spoken = lacking("kind_language", (
        value for value in coverage.values["kind_language"]
        if value.partition("/")[0] not in missing and value.partition("/")[2] in official))
    return [*(gap for gap in kinds if gap.value in GATHERING),
            *(gap for gap in spoken if gap.value.startswith(GATHERING)),
            *lacking("task", coverage.values["task"]),
            *(gap for gap in spoken if not gap.value.startswith(GATHERING)),
            *(gap for gap in kinds if gap.value not in GATHERING),
            *lacking("level", SUPPORT_LEVELS)]


def most_lacking_first(
    coverage: Coverage, order: Iterable[Municipality]
) -> list[tuple[Municipality, list[Gap]]]:
    """Municipalities with their gaps, those that lack what matters most first, else in *order*."""
    found = [(one, gaps(coverage, one)) for one in order]

    def weight(lacks: list[Gap]) -> tuple[int, int, int]:
        meeting = sum(gap.measure == "kind" and gap.value in GATHERING for gap in lacks)
        speaking = sum(gap.measure == "kind_language" and gap.value.startswith(GATHERING)
                       for gap in lacks)
        return -meeting, -speaking, -len(lacks)

    return sorted(((one, lacks) for one, lacks in found if lacks),
                  key=lambda pair: weight(pair[1]))


@dataclass(frozen=True)
class Change:
    """How the number of entries in municipalities has changed since snapshots."""

    days: tuple[datetime.date, ...]
    """Days of the snapshots, the oldest first."""
    rows: tuple[tuple[Municipality, tuple[int | None, ...], int | None, int | None], ...]
    """By municipality: the number in each snapshot and now (None: nothing was known of it), the
    difference from the latest snapshot (None when either has no number)."""

    @property
    def since(self) -> datetime.date:
        """The latest snapshot's day."""
        return self.days[-1]


def change(coverage: Coverage, history: Iterable[Snapshot], today: datetime.date) -> Change | None:
    """The change in what municipalities themselves have; None without an earlier snapshot."""
    earlier = before(history, today)[-SNAPSHOTS_SHOWN:]
    if not earlier:
        return None
    rows = []
    for one in coverage.municipalities:
        then = tuple(snapshot.own(one.code) for snapshot in earlier)
        now = coverage.cell(one.code, *EVERYTHING).here if one.code in coverage.reported else None
        known = now is not None and then[-1] is not None
        rows.append((one, then, now, (now or 0) - (then[-1] or 0) if known else None))
    return Change(tuple(one.day for one in earlier), tuple(rows))


def snapshot(catalogue: Catalogue, today: datetime.date) -> Snapshot:
    """The coverage on a day, for ``data/history``."""
    coverage = survey(catalogue)
    codes = sorted(one.code for one in catalogue.municipalities)
    order = [key[1:] for key in coverage.cells if key[0] == codes[0]] if codes else []
    return Snapshot(today, {(code, measure, value): coverage.cell(code, measure, value)
                            for code in codes for measure, value in order})
