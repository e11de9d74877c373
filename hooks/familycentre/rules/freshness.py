"""Who must be asked again."""

from __future__ import annotations

import datetime

from familycentre.catalogue import Catalogue
from familycentre.freshness import state
from familycentre.problems import Problems


def check(catalogue: Catalogue, today: datetime.date, problems: Problems) -> None:
    """The re-verification queue as warnings."""
    limits = catalogue.directory.freshness
    for entry in catalogue.listed():
        origin = catalogue.origin(entry)
        if entry.verified and entry.verified > today:
            file, at = origin.place("verified")
            problems.add(file, at, "bad-date", f"'verified' is in the future ({entry.verified}).",
                         "Write the day the organiser confirmed the facts.")
            continue
        now = state(entry.verified, today, limits)
        if now == "unverified":
            file, at = origin.place()
            problems.add(file, at, "unverified", "The organiser has not confirmed these facts.",
                         "Ask, correct what is wrong, then add 'verified: YYYY-MM-DD'.")
        elif now != "fresh":
            file, at = origin.place("verified")
            problems.add(file, at, "verification-due", f"Confirmed {entry.verified}.",
                         "Ask again, then change the date.")
