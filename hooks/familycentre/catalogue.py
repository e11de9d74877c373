"""All records, linked and indexed: what pages, search and exports are made from."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from familycentre.history import FOLDER as HISTORY
from familycentre.history import Snapshot, read_history
from familycentre.loading import DIRECTORY_FILE, Origin, load_records, shown_path
from familycentre.model import (
    CountyAreas,
    Directory,
    Entry,
    Helpline,
    Network,
    Organisation,
    Record,
    Situation,
    Task,
)
from familycentre.problems import Problems
from familycentre.progress import Progress
from familycentre.reference import (
    Municipality,
)
from familycentre.schedule import Break, Timetable, timetable


@dataclass(frozen=True)
class Reach:
    """Whom an entry or network serves, in municipality codes of this directory."""

    home: tuple[str, ...] = ()
    """Municipalities it names itself."""
    wide: tuple[str, ...] = ()
    """Municipalities of the areas and counties it names, without the home ones."""
    nationwide: bool = False


@dataclass(frozen=True)
class Catalogue:
    """The directory's records, linked. Made by :func:`load`; never changed."""

    directory: Directory
    municipalities: tuple[Municipality, ...]
    """Those the directory covers, by Finnish name."""
    tasks: dict[int, Task]
    situations: tuple[Situation, ...]
    helplines: dict[str, Helpline]
    counties: tuple[CountyAreas, ...]
    """Those the directory covers, in the order of areas.yml."""
    entries: dict[str, Entry]
    """Every entry that is published; ``do_not_list`` is not here."""
    organisations: dict[str, Organisation]
    networks: dict[str, Network]
    reach: dict[str, Reach]
    """By id of an entry or network."""
    origins: dict[str, Origin] = field(repr=False)
    """Where each record was read, by ``folder/id``."""
    synonyms: dict[str, dict[str, list[str]]] = field(default_factory=dict, repr=False)
    """By language: what a family types → words of the records."""
    breaks: dict[str, tuple[Break, ...]] = field(default_factory=dict, repr=False)
    """The schools' holidays by municipality code."""
    timetables: dict[str, Timetable] = field(default_factory=dict, repr=False)
    """By entry id: the coming days of every active entry that has times."""
    line_times: dict[str, Timetable] = field(default_factory=dict, repr=False)
    """The coming hours of help lines, by id, and of their chats, by ``id/chat``; only of those of
    which every hour is known."""
    history: tuple[Snapshot, ...] = field(default=(), repr=False)
    """Snapshots of the coverage, the oldest first."""
    withheld: tuple[Entry, ...] = ()
    """Entries with ``do_not_list``: checked, never published."""
    broken: frozenset[str] = frozenset()
    """Ids of records, and names of list files, whose own problems keep them out: links into them
    are not called dead."""

    def listed(self, kind: str | None = None) -> list[Entry]:
        """Entries shown in lists, of one kind or all; ``closed`` ones keep only their page."""
        return [entry for entry in self.entries.values()
                if entry.status != "closed" and kind in (None, entry.kind)]

    def origin(self, record: Record) -> Origin:
        """Where the record was read."""
        return self.origins[f"{record.folder}/{record.id}"]

    def horizon(self, today: datetime.date) -> datetime.date:
        """The last day whose openings are worked out when the reference day is *today*.

        The end of a month: so what is promised, in pages and in calendars that others keep, is the
        same from one night's build to the next.
        """
        ahead = today + datetime.timedelta(weeks=self.directory.horizon_weeks)
        last = calendar.monthrange(ahead.year, ahead.month)[1]
        return ahead.replace(day=last)

    @cached_property
    def breaks_everywhere(self) -> frozenset[Break]:
        """The school holidays that hold in every municipality."""
        every = [frozenset(self.breaks.get(one.code, ())) for one in self.municipalities]
        return frozenset.intersection(*every) if every else frozenset()

    def breaks_of(self, entry: Entry) -> list[Break]:
        """The school holidays that hold where an entry is, in order."""
        reach = self.reach[entry.id]
        found = self.breaks_everywhere if reach.nationwide else {
            one for code in reach.home or reach.wide for one in self.breaks.get(code, ())}
        return sorted(found, key=lambda one: (one.first, one.last, one.name))

    def answers(self, situation: Situation) -> list[Entry]:
        """Listed entries that answer a life situation."""
        return [entry for entry in self.listed() if answers(entry, situation)]


def answers(entry: Entry, situation: Situation) -> bool:
    """Whether an entry answers a life situation: by its own word, else by the filters."""
    if entry.situations is not None:
        return situation.id in entry.situations
    entry_type: str = getattr(entry, "type", "")
    audience = entry.audience or ["families"]  # nothing said: for all families
    return any(
        (not wanted.tasks or any(task in wanted.tasks for task in entry.tasks))
        and (not wanted.audience or any(who in wanted.audience for who in audience))
        and (not wanted.types or entry_type in wanted.types)
        for wanted in situation.any_of
    )


def by_county(catalogue: Catalogue, entries: Iterable[Entry]) -> dict[str, int]:
    """How many *entries* name municipalities of each county; one in two of them counts once."""
    county_of = {one.code: one.county for one in catalogue.municipalities}
    found = dict.fromkeys(county_of.values(), 0)
    for entry in entries:
        for county in {county_of[code] for code in catalogue.reach[entry.id].home}:
            found[county] += 1
    return found


def serves(reach: Reach) -> set[str]:
    """Codes of the municipalities that are named or in a named area."""
    return {*reach.home, *reach.wide}


def together(catalogue: Catalogue, entries: Iterable[Entry]) -> Reach:
    """Whom entries serve together, in the directory's order of municipalities."""
    reaches = [catalogue.reach[entry.id] for entry in entries]
    home = {code for reach in reaches for code in reach.home}
    wide = {code for reach in reaches for code in reach.wide} - home
    order = [one.code for one in catalogue.municipalities]
    return Reach(tuple(code for code in order if code in home),
                 tuple(code for code in order if code in wide),
                 any(reach.nationwide for reach in reaches))


def load(data_dir: Path, today: datetime.date, progress: Progress | None = None, *,
         everyday_words: bool = True) -> tuple[Catalogue | None, Problems]:
    """Read, link and check a data folder, with its history.

    *today* is the reference day for what grows old. The catalogue is None when there are errors.
    *progress* is told of each stage; *everyday_words* False leaves the check of those out.
    """
    catalogue, problems = load_present(data_dir, today, progress, everyday_words=everyday_words)
    history = read_history(data_dir / HISTORY, shown_path, problems)
    if catalogue is None or problems.errors:
        return None, problems
    return replace(catalogue, history=history), problems


def load_present(data_dir: Path, today: datetime.date, progress: Progress | None = None, *,
                 everyday_words: bool = True) -> tuple[Catalogue | None, Problems]:
    """Read, link and check the records alone, whatever their history; else as :func:`load`."""
    from familycentre.linking import link  # both look at the finished class above
    from familycentre.rules import check

    problems, progress = Problems(), progress or Progress()
    with progress.stage("records read"):
        records = load_records(data_dir, problems)
        catalogue = link(records, problems)
    if catalogue is not None:
        with progress.stage("records checked"):
            catalogue = replace(catalogue, timetables=_timetables(catalogue, today),
                                line_times=_line_times(catalogue, today))
            check(catalogue, today, problems, everyday_words=everyday_words)
    elif records.directory is None and data_dir.is_dir():
        problems.add(shown_path(data_dir / DIRECTORY_FILE), (1, 1), "checks-waiting",
                     "Records are not compared with each other before this file is right.",
                     "Mend this file first, then check again.")
    return (None if problems.errors else catalogue), problems


def _timetables(catalogue: Catalogue, today: datetime.date) -> dict[str, Timetable]:
    """Every active entry's coming days, as far as the directory looks ahead."""
    last = catalogue.horizon(today)
    found: dict[str, Timetable] = {}
    for entry in catalogue.entries.values():
        if entry.status != "active" or not entry.schedule:
            continue
        days = timetable(entry.schedule, entry.exceptions, today, last, catalogue.breaks_of(entry))
        dated = tuple(one for one in days.occurrences  # round the clock needs no dates
                      if one.line < 0 or not entry.schedule[one.line].always)
        if dated or days.closures:
            found[entry.id] = replace(days, occurrences=dated)
    return found


def _line_times(catalogue: Catalogue, today: datetime.date) -> dict[str, Timetable]:
    """The coming hours of help lines and their chats.

    One line of the schedule in words, by appointment or round the clock, or without its hours,
    keeps the whole out: then nobody can say that it is closed.
    """
    last = catalogue.horizon(today)
    schedules = {line.id: line.schedule for line in catalogue.helplines.values()}
    schedules |= {f"{line.id}/chat": line.chat.schedule
                  for line in catalogue.helplines.values() if line.chat}
    first = today - datetime.timedelta(days=1)  # what began yesterday may go on after midnight
    return {key: timetable(schedule, (), first, last) for key, schedule in schedules.items()
            if schedule and all(one.start for one in schedule)}
