"""Who must be asked again."""

from __future__ import annotations

import datetime

from familycentre.catalogue import Catalogue
from familycentre.freshness import WAITING_MONTHS, state, waiting
from familycentre.model import Record
from familycentre.problems import Problems


def check(catalogue: Catalogue, today: datetime.date, problems: Problems) -> None:
    """Confirmations and changes from the future, and the re-verification queue as warnings."""
    _future(catalogue, today, problems)
    limits = catalogue.directory.freshness
    for entry in catalogue.listed():
        if entry.verified and entry.verified > today:
            continue
        origin = catalogue.origin(entry)
        if entry.waiting and not waiting(entry, today):
            problems.add(*origin.place("waiting", "told"), "old-waiting",
                         f"The waiting time was told on {entry.waiting.told}, over "
                         f"{WAITING_MONTHS} months ago, so pages leave it out.",
                         "Ask again and write the weeks and the new day, or remove 'waiting'.")
        now = state(entry.verified, today, limits)
        if now == "unverified":
            problems.add(*origin.place(), "unverified",
                         "The organiser has not confirmed these facts.",
                         "Ask, correct what is wrong, then add 'verified: YYYY-MM-DD'.")
        elif now != "fresh":
            problems.add(*origin.place("verified"), "verification-due",
                         f"Confirmed {entry.verified}.", "Ask again, then change the date.")


def _future(catalogue: Catalogue, today: datetime.date, problems: Problems) -> None:
    records: list[Record] = [*catalogue.entries.values(), *catalogue.withheld,
                             *catalogue.organisations.values(), *catalogue.networks.values()]
    dated = [(catalogue.origin(record), record.verified) for record in records]
    dated += [(catalogue.origins[f"helplines/{line.id}"], line.verified)
              for line in catalogue.helplines.values()]
    for entry in (*catalogue.entries.values(), *catalogue.withheld):
        source = entry.source
        if source and source.date and source.date > today.isoformat():
            problems.add(*catalogue.origin(entry).place("source", "date"), "bad-date",
                         f"The source's date is in the future ({source.date}).",
                         "Write the day, month or year of the page.")
        if entry.waiting and entry.waiting.told > today:
            problems.add(*catalogue.origin(entry).place("waiting", "told"), "bad-date",
                         f"'told' is in the future ({entry.waiting.told}).",
                         "Write the day the waiting time was told.")
        criteria = getattr(entry, "criteria", None)
        if criteria and criteria.assessed and criteria.assessed > today:
            problems.add(*catalogue.origin(entry).place("criteria", "assessed"), "bad-date",
                         f"'assessed' is in the future ({criteria.assessed}).",
                         "Write the day the place assessed itself.")
        if entry.updated and entry.updated > today:
            problems.add(*catalogue.origin(entry).place("updated"), "bad-date",
                         f"'updated' is in the future ({entry.updated}).",
                         "Write the day the facts last changed.")
    for origin, verified in dated:
        if verified and verified > today:
            problems.add(*origin.place("verified"), "bad-date",
                         f"'verified' is in the future ({verified}).",
                         "Write the day the organiser confirmed the facts.")
