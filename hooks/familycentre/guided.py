"""Guided paths: from a life situation to what may help, from the lightest help to the strongest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from familycentre.catalogue import Reach
from familycentre.model import SUPPORT_LEVELS, Entry
from familycentre.reference import Municipality

NEAR_SHOWN = 4
"""Places and groups of neighbouring municipalities shown in a step."""
NATIONWIDE_SHOWN = 12
"""Nationwide services shown in a step, and on a page of a task; a link leads to the rest."""
STEPS = ("talk", "drop_in", "group", "ngo", "public")
"""From the lightest help to the strongest: call or write, come along, meet others in the same
situation, an NGO's service, a public service."""
ALWAYS = ("talk", "public")
"""Steps that stand on every path: whoever needs help may call, and the county is there."""
FEW = 2
"""Fewer NGO services than this in a municipality, and neighbours' are shown too."""
GATHERINGS = ("drop_in", "group")
"""Steps that one goes to: a neighbouring municipality may have what one's own lacks."""
Near = tuple[Entry, Municipality, int]
"""What another municipality has, where, and how many kilometres away."""


@dataclass(frozen=True)
class Step:
    """One step of a guided path."""

    name: str
    """One of STEPS."""
    own: Sequence[Entry]
    """What is in the municipality or serves it with others."""
    near: Sequence[Near]
    """What neighbouring municipalities have."""
    nationwide: Sequence[Entry]
    more: int
    """How many nationwide ones are left out."""


@dataclass(frozen=True)
class Answering:
    """What answers a life situation, by where it is and by step; the lightest first."""

    homes: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)
    """By code of the municipalities that an entry names itself, and step."""
    wide: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)
    """By code of the municipalities of the areas and counties it names, and step."""
    nationwide: dict[str, list[Entry]] = field(default_factory=dict)
    """By step."""
    steps: set[str] = field(default_factory=set)
    """The steps that anything of it belongs to, anywhere."""


def sorted_out(entries: Iterable[Entry], reach: Mapping[str, Reach]) -> Answering:
    """The *entries* that answer a situation, the lightest first, by place and step."""
    made = Answering()
    for entry in entries:
        step, served = step_of(entry), reach[entry.id]
        made.steps.add(step)
        for code in served.home:
            made.homes.setdefault((code, step), []).append(entry)
        for code in served.wide:
            made.wide.setdefault((code, step), []).append(entry)
        if served.nationwide:
            made.nationwide.setdefault(step, []).append(entry)
    return made


def steps(
    answering: Answering, here: str, around: Sequence[tuple[int, Municipality]]
) -> list[Step]:
    """The way on from the lightest help to the strongest in the municipality of code *here*.

    *around* are its neighbours with kilometres, the nearest first.
    """
    made = []
    for name in STEPS:
        own = sorted([*answering.homes.get((here, name), []),
                      *answering.wide.get((here, name), [])], key=level)
        far = answering.nationwide.get(name, [])
        near = nearby(name, own, answering, around) if name in GATHERINGS or (
            name == "ngo" and len(own) < FEW) else []
        if own or near or far or name in ALWAYS or (
                name in GATHERINGS and name in answering.steps):
            made.append(Step(name, own, near, far[:NATIONWIDE_SHOWN],
                             len(far[NATIONWIDE_SHOWN:])))
    return made


def nearby(
    step: str, own: Iterable[Entry], answering: Answering,
    around: Iterable[tuple[int, Municipality]],
) -> list[Near]:
    """What neighbouring municipalities have for a step, the nearest first."""
    seen = {entry.id for entry in own}
    found: list[Near] = []
    for km, other in around:
        for entry in answering.homes.get((other.code, step), []):
            if len(found) == NEAR_SHOWN:
                return found
            if entry.id not in seen:
                seen.add(entry.id)
                found.append((entry, other, km))
    return found


def level(entry: Entry) -> int:
    """How strong the support is; what does not say is for everybody."""
    return SUPPORT_LEVELS.index(entry.support_level) if entry.support_level else 0


def is_open(entry: Entry) -> bool:
    """A meeting place where every family may come along."""
    return (entry.kind == "meeting_place" and entry.status == "active"
            and entry.openness in (None, "open") and not entry.is_sensitive
            and (not entry.audience or "families" in entry.audience))


def step_of(entry: Entry) -> str:
    """The step of a guided path that an entry belongs to."""
    if getattr(entry, "type", "") in ("chat", "phone_line", "online_service"):
        return "talk"
    return {"meeting_place": "drop_in", "peer_group": "group", "ngo_service": "ngo"}.get(
        entry.kind, "public")
