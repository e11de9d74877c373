"""What results can be filtered by, in words: the tick boxes of the search page."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from familycentre.catalogue import Catalogue
from familycentre.filters import WISHES
from familycentre.guided import LEVELS
from familycentre.language.sorting import capitalize_first
from familycentre.language.speaker import Speaker
from familycentre.model import ENTRY_KINDS, Entry
from familycentre.search.documents import FRESH, WAITS, times_of_week, waits
from familycentre.values import WEEKDAYS
from familycentre.week import PARTS

Choices = list[tuple[str, str]]
"""Values and their words."""


def choices(catalogue: Catalogue, speaker: Speaker, today: datetime.date) -> dict[str, Choices]:
    """The choices of each group that some entry has."""
    words = speaker.w["search"]
    entries = catalogue.listed()

    def present(values: Callable[[Entry], Iterable[str]]) -> set[str]:
        return {value for entry in entries for value in values(entry)}

    times = present(lambda entry: times_of_week(entry, catalogue.timetables.get(entry.id)))
    wishes: Choices = [(name, speaker.w["filter"][name]) for name, holds in WISHES.items()
                       if any(holds(entry) for entry in entries)]
    if any(entry.verified for entry in entries):
        wishes.append((FRESH, words["fresh"]))
    languages = present(lambda entry: entry.languages)
    opennesses = present(lambda entry: [entry.openness] if entry.openness else [])
    levels = present(lambda entry: [entry.support_level] if entry.support_level else [])
    waiting = present(lambda entry: waits(entry, today))
    kinds = {entry.kind for entry in entries}
    return {
        "kinds": [(model.kind, speaker.kind(model.kind)) for model in ENTRY_KINDS
                  if model.kind in kinds],
        "days": [(day, capitalize_first(speaker.label("weekday", day))) for day in WEEKDAYS
                 if any(slot.startswith(day) for slot in times)],
        "times": [(name, words[name]) for name in PARTS
                  if any(slot.endswith(name) for slot in times)],
        "wishes": wishes,
        "tongues": sorted(((one, speaker.label("language", one)) for one in languages),
                          key=lambda pair: (pair[0] not in speakers_first(speaker), pair[1])),
        "opennesses": [(one, speaker.label("openness", one))
                       for one in ("open", "targeted", "closed") if one in opennesses],
        "levels": [(one, speaker.label("support_level", one)) for one in LEVELS if one in levels],
        "waits": [(str(most), speaker.count(words["waits"], most) if most else words["no_wait"])
                  for most in WAITS if str(most) in waiting],
        "tasks": [(str(task.number), speaker.say(task.short))
                  for task in catalogue.tasks.values()],
    }


def speakers_first(speaker: Speaker) -> tuple[str, ...]:
    """The page's language, then the directory's others."""
    return (speaker.language, *speaker.fallbacks)
