"""Opening times that cannot be meant, and records entered twice."""

from __future__ import annotations

from familycentre.catalogue import Catalogue
from familycentre.problems import Problems

LONG_HOURS = 16
"""Places for families are open for less; a longer opening is likely a slip of the pen."""


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Openings that last very long, and likely duplicates."""
    seen: dict[tuple[object, ...], str] = {}
    for entry in catalogue.listed():
        origin = catalogue.origin(entry)
        for index, opening in enumerate(entry.schedule):
            if opening.start and opening.end:
                hours = (minutes(opening.end) - minutes(opening.start)) % (24 * 60) / 60
                if hours > LONG_HOURS:
                    problems.add(*origin.place("schedule", index, "end"), "long-opening",
                                 f"It is open for {hours:.0f} hours "
                                 f"({opening.start}–{opening.end}).",
                                 "Check the times; round the clock is 'always: true'.")
        key = (entry.kind, tuple(sorted(entry.name.items())), entry.organiser,
               catalogue.reach[entry.id], str(entry.address))
        if key in seen:
            problems.add(*origin.place(), "likely-duplicate",
                         f"It has the same name, organiser and place as '{seen[key]}'.",
                         "Remove one of them, and add its id to the other's aliases.")
        seen.setdefault(key, entry.id)


def minutes(time: str) -> int:
    """Minutes from midnight: ``09:30`` → 570."""
    hour, minute = time.split(":")
    return int(hour) * 60 + int(minute)
