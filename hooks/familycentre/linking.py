"""Records → catalogue: ids made unique, places resolved, everything findable."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from familycentre.catalogue import Catalogue, Reach
from familycentre.loading import Origin, Records, Sourced
from familycentre.model import (
    ENTRY_KINDS,
    CountyAreas,
    Directory,
    Entry,
    Network,
    Organisation,
    Situation,
    Task,
)
from familycentre.problems import At, Problems, did_you_mean
from familycentre.reference import (
    Municipality,
    counties,
    municipalities,
    municipality_names,
)
from familycentre.schedule import Break, pairs
from familycentre.source import Spot


def link(records: Records, problems: Problems) -> Catalogue | None:
    """Records → catalogue; None when the directory file itself is missing or wrong."""
    if records.directory is None:
        return None
    directory = records.directory.record
    covered = _covered(records.directory, problems)
    _links(records.directory, problems)
    origins: dict[str, Origin] = {}
    entries: dict[str, Entry] = {}
    withheld: list[Entry] = []
    networks: dict[str, Network] = {}
    organisations: dict[str, Organisation] = {}
    placed_folders = [*(kind.folder for kind in ENTRY_KINDS), Network.folder]
    for sourced in _unique(records, placed_folders, problems):
        record = sourced.record
        origins[f"{record.folder}/{record.id}"] = sourced.origin
        if isinstance(record, Network):
            networks[record.id] = record
        elif record.status == "do_not_list":
            withheld.append(record)
        else:
            entries[record.id] = record
    for sourced in _unique(records, [Organisation.folder], problems):
        origins[f"{Organisation.folder}/{sourced.record.id}"] = sourced.origin
        organisations[sourced.record.id] = sourced.record
    places = _Places(records, covered, problems)
    placed: list[Entry | Network] = [*entries.values(), *withheld, *networks.values()]
    reach = {
        record.id: places.reach(record, origins[f"{record.folder}/{record.id}"])
        for record in placed
    }
    return Catalogue(
        directory=directory,
        municipalities=tuple(sorted(covered.values(), key=lambda one: one.name("fi"))),
        tasks=_tasks(records.tasks, problems),
        situations=_situations(records.situations, directory, problems),
        helplines={line.id: line for line in _distinct(records.helplines, problems)},
        counties=tuple(places.counties),
        entries=entries,
        organisations=organisations,
        networks=networks,
        reach=reach,
        origins=origins | _list_origins(records),
        synonyms={language: one.record.root for language, one in records.synonyms.items()},
        breaks=_breaks(records.directory, covered, problems),
        withheld=tuple(withheld),
        broken=frozenset(records.broken),
    )


def _list_origins(records: Records) -> dict[str, Origin]:
    origins = {f"situations/{one.record.id}": one.origin for one in records.situations}
    origins |= {f"helplines/{one.record.id}": one.origin for one in records.helplines}
    origins |= {f"tasks/{one.record.number}": one.origin for one in records.tasks}
    origins |= {f"areas/{one.record.id}": one.origin for one in records.areas}
    origins |= {f"synonyms/{language}": one.origin for language, one in records.synonyms.items()}
    if records.directory:
        origins["directory"] = records.directory.origin
    return origins


def _unique(
    records: Records, folders: Iterable[str], problems: Problems
) -> Iterable[Sourced[Any]]:
    """Records whose id and aliases nobody else in these folders has."""
    seen: dict[str, tuple[str, Spot]] = {}
    for folder in folders:
        for sourced in records.folders[folder]:
            record = sourced.record
            clash = False
            for step, name in [((), record.id),
                               *((("aliases", i), a) for i, a in enumerate(record.aliases))]:
                file, at = sourced.origin.place(*step)
                if name in seen:
                    clash = True
                    first, there = seen[name]
                    line = there.position()[0]
                    problems.add(file, at, "duplicate-id",
                                 f"The id '{name}' is already used in {first}:{line}.",
                                 "Ids are unique among entries and networks; rename one of them.")
                else:
                    seen[name] = file, at
            if not clash:
                yield sourced


def _distinct(items: list[Sourced[Any]], problems: Problems) -> Iterable[Any]:
    seen: set[str] = set()
    for sourced in items:
        if sourced.record.id in seen:
            file, at = sourced.origin.place("id")
            problems.add(file, at, "duplicate-id",
                         f"The id '{sourced.record.id}' is used twice in this file.",
                         "Rename one of them.")
            continue
        seen.add(sourced.record.id)
        yield sourced.record


def _situations(
    items: list[Sourced[Situation]], directory: Directory, problems: Problems
) -> tuple[Situation, ...]:
    """Life situations, each with an address of its own in every language."""
    seen: dict[tuple[str, str], str] = {}
    for sourced in items:
        one = sourced.record
        for language in directory.languages:
            word = one.path.get(language, one.id)
            other = seen.setdefault((language, word), one.id)
            if other != one.id:
                place = ("path", language) if language in one.path else ("id",)
                problems.add(*sourced.origin.place(*place), "duplicate-address",
                             f"The life situation '{other}' already has the address '{word}' "
                             f"in {language}.", "Give each situation a path of its own.")
    return tuple(_distinct(items, problems))


def _tasks(items: list[Sourced[Task]], problems: Problems) -> dict[int, Task]:
    tasks: dict[int, Task] = {}
    for sourced in items:
        number = sourced.record.number
        if number in tasks:
            file, at = sourced.origin.place("number")
            problems.add(file, at, "task-set", f"Task {number} stands twice.", "Keep one of them.")
        tasks[number] = sourced.record
    missing = [str(number) for number in range(1, 8) if number not in tasks]
    if missing and items:
        file, at = items[-1].origin.place()
        problems.add(file, at, "task-set", f"Missing tasks: {', '.join(missing)}.",
                     "The family centre has seven tasks; tasks.yml holds each once.")
    return dict(sorted(tasks.items()))


def _covered(directory: Sourced[Directory], problems: Problems) -> dict[str, Municipality]:
    """The municipalities of the directory, by code."""
    wanted = directory.record.counties
    for index, code in enumerate(wanted):
        if code not in counties():
            file, at = directory.origin.place("counties", index)
            known = ", ".join(f"{one.code} {one.short_name('fi')}" for one in counties().values())
            problems.add(file, at, "unknown-value", f"No wellbeing services county is '{code}'.",
                         f"Codes: {known}.")
    covered = {code: one for code, one in municipalities().items() if one.county in wanted}
    if not directory.record.municipalities:
        return covered
    only = set()
    for index, name in enumerate(directory.record.municipalities):
        place = directory.origin.place("municipalities", index)
        found = _municipality(name, place, problems)
        if found and found not in covered:
            problems.add(*place, "outside-directory", f"{name} is not in the counties given.",
                         "Add its county, or remove it.")
        only.add(found)
    return {code: one for code, one in covered.items() if code in only}


def _links(directory: Sourced[Directory], problems: Problems) -> None:
    """A link that is a county's own site names a county of the directory, each once."""
    wanted = directory.record.counties
    seen: set[str] = set()
    for index, one in enumerate(directory.record.links):
        if one.county is None:
            continue
        place = directory.origin.place("links", index, "county")
        if one.county not in wanted:
            problems.add(*place, "outside-directory",
                         f"County {one.county} is not in this directory.",
                         f"Counties of this directory: {', '.join(wanted)}.")
        elif one.county in seen:
            problems.add(*place, "conflict", f"County {one.county} has two sites of its own.",
                         "Keep county on one of the links.")
        seen.add(one.county)


def _breaks(
    directory: Sourced[Directory], covered: dict[str, Municipality], problems: Problems
) -> dict[str, tuple[Break, ...]]:
    """The schools' holidays by municipality, in order."""
    found: dict[str, list[Break]] = {code: [] for code in covered}
    for number, holiday in enumerate(directory.record.school_holidays):
        codes = set(covered) if not holiday.municipality else set()
        for step, name in enumerate(holiday.municipality):
            place = directory.origin.place("school_holidays", number, "municipality", step)
            code = _municipality(name, place, problems)
            if code and code not in covered:
                problems.add(*place, "outside-directory", f"{name} is not in this directory.",
                             "Remove it here.")
            elif code:
                codes.add(code)
        for code in codes:
            found[code].append(Break(holiday.from_, holiday.until, pairs(holiday.name)))
    return {code: tuple(sorted(breaks, key=lambda one: (one.first, one.last)))
            for code, breaks in found.items() if breaks}


def _municipality(name: str, place: tuple[str, At], problems: Problems) -> str | None:
    code = municipality_names().get(name.casefold())
    if code is None:
        problems.add(*place, "unknown-municipality",
                     f"There is no municipality '{name}' in Finland (1.1.2026).", _hint(name))
    return code


@cache
def _hint(name: str) -> str:
    """What a municipality's name was meant to be; looked for once a name."""
    if "," in name:
        return "Write several as a list: [Espoo, Vantaa]."
    official = [n for one in municipalities().values() for _, n in one.names]
    return did_you_mean(name, official) or "Write its official name or code, not a part of town."


class _Places:
    """Resolves municipalities, areas and counties that records name."""

    def __init__(
        self, records: Records, covered: dict[str, Municipality], problems: Problems
    ) -> None:
        self.covered = covered
        self.problems = problems
        self.counties: list[CountyAreas] = []
        self.groups: dict[str, tuple[str, ...]] = {}
        self.seen: set[str] = set()
        self.whole = "areas.yml" not in records.broken
        for sourced in records.areas:
            self._add(sourced)
        if records.directory and self.whole:
            self._check_complete(records.directory)

    def _check_complete(self, directory: Sourced[Directory]) -> None:
        for index, code in enumerate(directory.record.counties):
            if code in counties() and code not in self.seen:
                self.problems.add(*directory.origin.place("counties", index), "dead-reference",
                                  f"County {code} has no place in areas.yml.",
                                  "Add it there, with 'areas: []' while its areas are not known.")

    def _add(self, sourced: Sourced[CountyAreas]) -> None:
        county = sourced.record
        if county.county not in {one.county for one in self.covered.values()}:
            file, at = sourced.origin.place("county")
            self.problems.add(file, at, "outside-directory",
                              f"County {county.county} is not in this directory.",
                              "Add it to 'counties' in directory.yml, or remove it here.")
        else:
            self.counties.append(county)
        codes = tuple(c for c, one in self.covered.items() if one.county == county.county)
        if county.county in self.seen:
            self.problems.add(*sourced.origin.place("county"), "duplicate-id",
                              f"County {county.county} stands twice.", "Keep one of them.")
        self.seen.add(county.county)
        self._group(county.id, codes, sourced.origin.place("id"))
        for index, area in enumerate(county.areas):
            resolved = []
            for step, name in enumerate(area.municipality):
                place = sourced.origin.place("areas", index, "municipality", step)
                code = _municipality(name, place, self.problems)
                if code and code not in self.covered:
                    self.problems.add(*place, "outside-directory",
                                      f"{name} is not in this directory.", "Remove it here.")
                elif code and self.covered[code].county != county.county:
                    self.problems.add(*place, "outside-directory",
                                      f"{name} belongs to county {self.covered[code].county}.",
                                      "Move it to an area of that county.")
                elif code:
                    resolved.append(code)
            self._group(area.id, tuple(resolved),
                        sourced.origin.place("areas", index, "id"))

    def _group(
        self, identity: str, codes: tuple[str, ...], place: tuple[str, At]
    ) -> None:
        if identity in self.groups:
            self.problems.add(*place, "duplicate-id", f"The id '{identity}' is used twice.",
                              "Ids of counties and areas are unique.")
        self.groups[identity] = codes

    def reach(self, record: Entry | Network, origin: Origin) -> Reach:
        """Municipality codes that a record serves."""
        home: list[str] = []
        outside: list[str] = []
        for index, name in enumerate(record.municipality):
            code = _municipality(name, origin.place("municipality", index), self.problems)
            if code in self.covered and code is not None:
                home.append(code)
            elif code:
                outside.append(name)
        if outside and not home:
            self.problems.add(*origin.place("municipality"), "outside-directory",
                              f"{', '.join(outside)} is not in the counties of this directory.",
                              "Check the name; 'counties' in directory.yml says what is covered.")
        wide: list[str] = []
        for index, area in enumerate(record.areas):
            if self.whole and area not in self.groups:
                self.problems.add(*origin.place("areas", index), "dead-reference",
                                  f"There is no area or county '{area}' in areas.yml.",
                                  did_you_mean(area, self.groups)
                                  or f"Known: {', '.join(self.groups)}.")
            wide.extend(self.groups.get(area, ()))
        unique = dict.fromkeys(code for code in wide if code not in home)
        return Reach(tuple(dict.fromkeys(home)), tuple(unique), record.nationwide)
