"""The organisations' pages: the list of all, and each one's work by task and record by record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from familycentre.catalogue import Catalogue, Reach, together
from familycentre.filters import organisation_filters
from familycentre.language.sorting import sort_key
from familycentre.model import Entry, Network, Organisation
from familycentre.page import Page
from familycentre.planner import Planner


@dataclass(frozen=True)
class TaskWork:
    """What an organisation runs of one of the seven tasks."""

    number: int
    entries: Sequence[Entry]
    reach: Reach
    """Whom they serve together."""
    languages: Sequence[str]
    """Languages spoken in at least one of them; empty: not known."""


def work_by_task(catalogue: Catalogue, runs: Sequence[Entry]) -> list[TaskWork]:
    """An organisation's entries by task, in the order of the tasks; tasks without any left out."""
    found = []
    for number in catalogue.tasks:
        entries = [entry for entry in runs if number in entry.tasks]
        if entries:
            spoken = {language for entry in entries for language in entry.languages}
            own = catalogue.directory.languages
            found.append(TaskWork(number, entries, together(catalogue, entries), sorted(
                spoken, key=lambda tag: (own.index(tag) if tag in own else len(own), tag))))
    return found


def organisation_pages(base: Planner) -> Iterator[Page]:
    """The list of organisations and the pages of each."""
    runs: dict[str, list[Entry]] = {}
    joins: dict[str, list[Entry]] = {}
    for entry in base.listed:
        if entry.organiser:
            runs.setdefault(entry.organiser, []).append(entry)
        for partner in entry.partners:
            if partner != entry.organiser:
                joins.setdefault(partner, []).append(entry)
    every = sorted(base.c.organisations.values(),
                   key=lambda one: (sort_key(base.s.plain(one.name)), one.id))
    words = base.w["organisations"]
    yield base.page("organisations", base.path("organisations"), "organisations.html",
                    words["title"], description=words["lead"],
                    context={"organisations": every, "runs": runs, "total": len(every),
                             "filters": organisation_filters(base.c, base.s, every, runs)})
    networks: dict[str, list[Network]] = {}
    for network in base.c.networks.values():
        names = {network.convener, *network.members,
                 *(one.organisation for one in network.coordinators)}
        for name in sorted(name for name in names if name):
            networks.setdefault(name, []).append(network)
    for one in every:
        yield from _organisation(base, one, runs.get(one.id, []), joins.get(one.id, []),
                                 networks.get(one.id, []))


def _organisation(base: Planner, organisation: Organisation, runs: list[Entry],
                  joins: list[Entry], networks: list[Network]) -> Iterator[Page]:
    """What an organisation runs, then where it takes part: each record once, in numbered pages
    when there are many.
    """
    summary = organisation.summary
    yield from base.listing(
        f"organisation:{organisation.id}", (["organisations"], [organisation.id]),
        base.s.plain(organisation.name), base.s.plain(summary)[:150] if summary else (
            f"{base.s.label('organisation_type', organisation.type)}: "
            f"{base.s.plain(organisation.name)}"),
        [*runs, *joins], "organisation.html",
        {"organisation": organisation, "networks": networks, "work": work_by_task(base.c, runs),
         "keeps": [line for line in base.c.helplines.values()
                   if line.organiser == organisation.id]},
        ordered=True, trail=(("organisations", base.w["organisations"]["title"]),),
        sensitive=organisation.sensitive or (
            bool(runs) and all(entry.is_sensitive for entry in runs)))
