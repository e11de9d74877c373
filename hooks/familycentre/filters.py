"""Filters of a list that work with CSS alone.

Every card carries a class for its set of values in each facet. A rule hides a card when its facet
has a ticked box and none of the card's own values is ticked: OR inside a facet, AND across facets.
The rules are one small style sheet a page, allowed by its hash in the page's policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from familycentre.catalogue import Catalogue, serves, together
from familycentre.language.sorting import sort_key
from familycentre.language.speaker import Speaker
from familycentre.model import Entry, Organisation, Record


@dataclass(frozen=True)
class Option:
    """One tick box."""

    value: str
    """The facet's letter and the value, unique on the page: ``m049``, ``lsv``."""
    words: str


@dataclass(frozen=True)
class Facet:
    """One group of tick boxes."""

    words: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Filters:
    """Everything a list page needs to filter itself."""

    facets: tuple[Facet, ...]
    style: str
    classes: dict[str, str]
    """Class names of each card, by entry id."""


Values = Callable[[Entry], frozenset[str] | None]
"""The entry's values in a facet; None when it suits every value."""


Wanted = tuple[str, str, Values, Callable[[str], str]]
"""A facet to offer: its letter, its words, an entry's values, and the words of a value."""
LIST = "~ul>"
"""From the form to the cards of a list, as a selector."""
CALENDAR = "~#week li"
"""From the form to the times of a calendar."""
NUMBERED = ("g", "t")
"""Facets whose values are numbers: ages and tasks stand in their own order."""
AGES = {0: (0, 11), 1: (12, 35), 3: (36, 83), 7: (84, 155), 13: (156, 215)}
"""The child's age in months, first and last, by the years it begins at."""


def build(
    entries: Sequence[Entry], catalogue: Catalogue, speaker: Speaker, *, by_kind: bool,
    cards: str = LIST, placed: bool = True
) -> Filters:
    """Facets for a list; *by_kind* offers kinds instead of the types of one kind.

    *cards* leads from the form to what is hidden; the calendar has facets of its own. Without
    *placed* the municipality is not asked: the page is about one.
    """
    words = speaker.w["filter"]
    municipalities = {one.code: one.name(speaker.language) for one in catalogue.municipalities}
    homes = set(municipalities) if by_kind else {
        code for entry in entries for code in catalogue.reach[entry.id].home}

    def places(entry: Entry) -> frozenset[str] | None:
        reach = catalogue.reach[entry.id]
        served = homes.intersection((*reach.home, *reach.wide))
        return None if reach.nationwide or (served == homes and len(homes) > 1) else (
            frozenset(served))

    def types(entry: Entry) -> frozenset[str]:
        return frozenset([entry.kind if by_kind else entry_type(entry)])

    def type_words(value: str) -> str:
        if by_kind:
            return speaker.kind(value)
        return speaker.label(type_group(entries[0]), value)

    wanted: list[Wanted] = [
        ("m", words["municipality"], places, lambda value: municipalities[value]),
        ("k", words["type"], types, type_words),
        ("a", words["audience"], lambda entry: frozenset(entry.audience) - {"families"},
         lambda value: speaker.label("audience", value)),
        ("l", words["language"], lambda entry: frozenset(entry.languages),
         lambda value: speaker.label("language", value)),
    ]
    if cards == CALENDAR:
        place, kind, _, language = wanted
        age: Wanted = ("g", words["age"], _ages, lambda value: words["ages"][value])
        task: Wanted = ("t", words["task"], lambda entry: frozenset(map(str, entry.tasks)),
                        lambda value: speaker.say(catalogue.tasks[int(value)].short))
        wanted = [age, kind, language, task, *([place] if placed else [])]
    facets: list[Facet] = []
    rules: list[str] = []
    classes: dict[str, list[str]] = {entry.id: [] for entry in entries}
    for name, title, values, say in wanted if entries else []:
        every = sorted(municipalities) if name == "m" and by_kind and cards == LIST else None
        made = facet(name, title, values, say, entries, classes, rules, every, cards)
        if made:
            facets.append(made)
    _add_options(entries, words, facets, rules, classes, cards)
    return Filters(tuple(facets), "".join(rules),
                   {identity: " ".join(names) for identity, names in classes.items()})


Kept = TypeVar("Kept", bound=Record)


def facet(name: str, title: str, values: Callable[[Kept], frozenset[str] | None],
          say: Callable[[str], str], entries: Sequence[Kept], classes: dict[str, list[str]],
          rules: list[str], every: Sequence[str] | None = None, cards: str = LIST) -> Facet | None:
    """One facet with the values that occur, or with *every* value as long as one occurs.

    It adds to *classes* and *rules*.
    """
    held = {entry.id: values(entry) for entry in entries}
    present = {value for value_set in held.values() for value in value_set or ()}
    offered = sorted(every if every and present else present, key=lambda value: (
        int(value) if name in NUMBERED else 0, sort_key(say(value))))
    if len(offered) < 2 or (cards == LIST and not every and len(offered) * 2 > len(entries)):
        return None  # one value, or nearly one a card, narrows nothing
    numbers: dict[frozenset[str], int] = {}
    for entry in entries:
        value_set = held[entry.id]
        if value_set is None:
            continue
        if value_set not in numbers:
            numbers[value_set] = len(numbers)
            own = ",".join(f"[value={name}{value}]:checked" for value in sorted(value_set))
            unless = f":not(:has({own}))" if own else ""
            rules.append(f"form:has([value^={name}]:checked){unless}"
                         f"{cards}.{name}{numbers[value_set]}{{display:none}}")
        classes[entry.id].append(f"{name}{numbers[value_set]}")
    return Facet(title, tuple(Option(f"{name}{value}", say(value)) for value in offered))


def _ages(entry: Entry) -> frozenset[str] | None:
    if not entry.ages:
        return None
    unit = 1 if entry.ages.months else 12
    least = (entry.ages.min or 0) * unit
    most = (entry.ages.max + 1) * unit - 1 if entry.ages.max is not None else 12 * 18
    return frozenset(str(name) for name, (first, last) in AGES.items()
                     if least <= last and most >= first)


FEATURES: dict[str, Callable[[Entry], bool]] = {
    "free": lambda entry: bool(entry.cost and entry.cost.free),
    "drop_in": lambda entry: bool(entry.registration and not entry.registration.required),
    "no_referral": lambda entry: entry.referral is False,
    "remote": lambda entry: bool(entry.remote),
    "pram": lambda entry: bool({"pram_access", "step_free"} & set(entry.accessibility)),
}
"""Wishes that a card meets or not; ticking two asks for both."""
WISHES: dict[str, Callable[[Entry], bool]] = {
    **FEATURES,
    "referral": lambda entry: entry.referral is True,
}
"""The same for the search, where professionals also look for what takes referrals."""
TOLD: dict[str, Callable[[Entry], bool]] = {
    "free": lambda entry: entry.cost is not None,
    "drop_in": lambda entry: entry.registration is not None,
    "no_referral": lambda entry: entry.referral is not None,
    "pram": lambda entry: bool(entry.accessibility),
    "referral": lambda entry: entry.referral is not None,
}
"""Whether an entry tells of a wish at all, yes or no; a wish that is not here is always told of."""


def _add_options(entries: Sequence[Entry], words: dict[str, str], facets: list[Facet],
                 rules: list[str], classes: dict[str, list[str]], cards: str) -> None:
    options = []
    for feature, holds in FEATURES.items():
        having = [entry for entry in entries if holds(entry)]
        if not having or len(having) == len(entries):
            continue
        options.append(Option(f"o{feature}", words[feature]))
        rules.append(
            f"form:has([value=o{feature}]:checked){cards}:not(.o{feature}){{display:none}}")
        for entry in having:
            classes[entry.id].append(f"o{feature}")
    if options:
        facets.append(Facet(words["other"], tuple(options)))


def entry_type(entry: Entry) -> str:
    """The record's type, whatever its kind."""
    return str(getattr(entry, "type"))  # noqa: B009 - each kind has its own closed list of types


def type_group(entry: Entry) -> str:
    """Name of the labels of the record's types."""
    return {"meeting_place": "meeting_place_type", "peer_group": "peer_group_type"}.get(
        entry.kind, "service_type")


MANY_ORGANISATIONS = 400
"""When there are more, the list has no filters: a rule for each would slow a phone down."""


def organisation_filters(catalogue: Catalogue, speaker: Speaker,
                         organisations: Sequence[Organisation],
                         runs: Mapping[str, Sequence[Entry]]) -> Filters:
    """Tick boxes for the list of organisations: task, type, municipality; they need no script.

    Who serves the whole country suits every municipality.
    """
    if len(organisations) > MANY_ORGANISATIONS:
        return Filters((), "", {})
    every = [one.code for one in catalogue.municipalities]
    names = {one.code: one.name(speaker.language) for one in catalogue.municipalities}

    def tasks(one: Organisation) -> frozenset[str]:
        return frozenset(str(task) for entry in runs.get(one.id, ()) for task in entry.tasks)

    def places(one: Organisation) -> frozenset[str] | None:
        reach = together(catalogue, runs.get(one.id, ()))
        served = serves(reach)
        return None if reach.nationwide or served == set(every) else frozenset(served)

    words = speaker.w["filter"]
    rules: list[str] = []
    classes: dict[str, list[str]] = {one.id: [] for one in organisations}
    facets = [
        facet("t", words["task"], tasks,
              lambda value: speaker.plain(catalogue.tasks[int(value)].short),
              organisations, classes, rules),
        facet("k", words["type"], lambda one: frozenset([one.type]),
              lambda value: speaker.label("organisation_type", value),
              organisations, classes, rules),
        facet("m", words["municipality"], places, names.__getitem__,
              organisations, classes, rules, every),
    ]
    return Filters(tuple(one for one in facets if one), "".join(rules),
                   {name: " ".join(values) for name, values in classes.items()})
