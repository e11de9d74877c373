"""Ids that one record gives must lead to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from familycentre.catalogue import Catalogue
from familycentre.handout import clashes
from familycentre.loading import Origin
from familycentre.problems import Problems, did_you_mean


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Organisers, partners, situations, help lines, network members; codes of lists."""
    _codes(catalogue, problems)
    renamed = {alias: one.id for one in catalogue.organisations.values() for alias in one.aliases}

    hints: dict[tuple[str, str], str] = {}

    def hint(what: str, known: Collection[str], identity: str) -> str:
        """What was meant; looked for once, for many records can share a wrong id."""
        if (what, identity) not in hints:
            hints[what, identity] = (
                f"It is now called '{renamed[identity]}'." if identity in renamed
                else did_you_mean(identity, known)
                or f"Make its record first, or correct the id of the {what}.")
        return hints[what, identity]

    def follow(origin: Origin, what: str, known: Collection[str],
               links: Iterable[tuple[tuple[str | int, ...], str | None]], listed: str = "") -> None:
        if listed in catalogue.broken:
            return
        for path, identity in links:
            if identity is not None and identity not in known and identity not in catalogue.broken:
                file, at = origin.place(*path)
                problems.add(file, at, "dead-reference",
                             f"There is no {what} '{identity}'.",
                             hint(what, known, identity))

    def once(origin: Origin, name: str, ids: Iterable[str]) -> None:
        seen: set[str] = set()
        for index, identity in enumerate(ids):
            if identity in seen:
                problems.add(*origin.place(name, index), "conflict",
                             f"In '{name}': '{identity}' is listed twice.", "Keep one of them.")
            seen.add(identity)

    organisations = catalogue.organisations
    situations = {situation.id for situation in catalogue.situations}
    for entry in (*catalogue.entries.values(), *catalogue.withheld):
        origin = catalogue.origin(entry)
        follow(origin, "organisation", organisations, [
            (("organiser",), entry.organiser),
            *((("partners", i), one) for i, one in enumerate(entry.partners)),
        ])
        follow(origin, "life situation", situations,
               ((("situations", i), one) for i, one in enumerate(entry.situations or [])),
               "situations.yml")
        once(origin, "partners", entry.partners)
        once(origin, "situations", entry.situations or [])
    for situation in catalogue.situations:
        origin = catalogue.origins[f"situations/{situation.id}"]
        follow(origin, "help line", catalogue.helplines,
               ((("helplines", i), one) for i, one in enumerate(situation.helplines)),
               "helplines.yml")
        once(origin, "helplines", situation.helplines)
    for line in catalogue.helplines.values():
        follow(catalogue.origins[f"helplines/{line.id}"], "organisation", organisations,
               [(("organiser",), line.organiser)])
    for network in catalogue.networks.values():
        origin = catalogue.origin(network)
        follow(origin, "organisation", organisations, [
            (("convener",), network.convener),
            *((("coordinators", i, "organisation"), one.organisation)
              for i, one in enumerate(network.coordinators)),
            *((("members", i), one) for i, one in enumerate(network.members)),
        ])
        once(origin, "members", network.members)


def _codes(catalogue: Catalogue, problems: Problems) -> None:
    """Two ids with one code would be one record in the lists that families keep."""
    named = {name: entry for entry in catalogue.entries.values()
             for name in (entry.id, *entry.aliases)}
    for first, second in clashes(list(named)):
        if named[first] is not named[second]:
            file, at = catalogue.origin(named[second]).place()
            problems.add(file, at, "duplicate-id",
                         f"'{second}' and '{first}' have the same code in families' lists.",
                         "Rename the newer one of them.")
