"""Accessibility sentences of the Helsinki region's and PTV's registers → our short list.

Source: the sentences are generated from a survey of each entrance, the same in both registers
(City of Helsinki, "Esteettömyyden tietojärjestelmä"). Only what a sentence says plainly counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from familycentre.importers import wording

_NOT = re.compile(r"\b(ei|eivät|not|no|without|ilman|heavy|raskas|inte|poor|insufficient)\b")
_SIGNS = (
    ("automatic_door", r"opens? automatically|avautu\w+ automaattisesti|öppnas automatiskt"),
    ("lift", r"\blifts?\b|\bhissi"),
    ("ramp", r"\bramp|\bluiska"),
    ("accessible_toilet", r"accessible toilet|marked as accessible|esteettömäksi merkitty wc"),
    ("accessible_toilet", r"esteetön wc|inva-wc"),
    ("induction_loop", r"induction loop|induktiosilmukka|hearing loop"),
    ("accessible_parking", r"accessible parking|esteet\w+ (?:auto|pysäköinti|parkki)paik|invapaik"),
    ("step_free", r"no (?:thresholds|steps|stairs)|step-?free|on all levels"),
    ("step_free", r"ei ole kynnyksiä|portaaton|kynnyksetön"),
    ("changing_table", r"changing (?:table|facilities)|hoitopöytä"),
)
_PLAIN_NOT = {"step_free"}
"""Told by a negation."""


def features(sentences: Iterable[str]) -> list[str]:
    """What English or Finnish sentences say is there."""
    found: dict[str, None] = {}
    for sentence in sentences:
        for part in re.split(r"(?<=[.!?])\s+", sentence.casefold()):
            for name, pattern in _SIGNS:
                if re.search(pattern, part) and (name in _PLAIN_NOT or not _NOT.search(part)):
                    found[name] = None
    return list(found)


def note(sentences: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The first sentences of each language that fit in one line."""
    found: dict[str, str] = {}
    full: set[str] = set()
    for one in sentences:
        for tag, given in one.items():
            longer = f"{found.get(tag, '')} {wording.line(given)}".strip()
            if len(longer) > wording.SUMMARY:
                full.add(tag)
            if tag not in full and given:
                found[tag] = longer
    return found
