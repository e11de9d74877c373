"""Networks and working groups by level, and what their records leave open."""

from __future__ import annotations

from collections.abc import Iterable

from familycentre.language.sorting import sort_key
from familycentre.language.speaker import Speaker
from familycentre.model import Network, NetworkLevel

NETWORK_LEVELS: tuple[NetworkLevel, ...] = ("national", "county", "area", "municipality")
"""From the widest to the nearest."""


def by_level(networks: Iterable[Network], speaker: Speaker) -> list[
        tuple[NetworkLevel, list[Network]]]:
    """Networks of each level by name; levels without any are left out."""
    every = sorted(networks, key=lambda one: (sort_key(speaker.plain(one.name)), one.id))
    groups = [(level, [one for one in every if one.level == level]) for level in NETWORK_LEVELS]
    return [(level, found) for level, found in groups if found]


def untold(network: Network) -> list[str]:
    """What a reader asks of a network and the record does not say, by field."""
    asked = ("task", "convener", "coordinators", "ngo_representation", "rhythm", "how_to_join")
    return [name for name in asked if not getattr(network, name)]
