"""Facts about Finland that ship with the package: municipalities, counties, postcodes.

Sources and licences: SOURCES.md beside this file.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from familycentre.problems import Problems
from familycentre.source import parse


@dataclass(frozen=True)
class Municipality:
    """A municipality as of 1.1.2026 (Statistics Finland)."""

    code: str
    """Three digits."""
    names: tuple[tuple[str, str], ...]
    """Official name in each language, as (language, name)."""
    languages: str
    """``fi``, ``fi-sv``, ``sv-fi`` or ``sv``: language status, the majority's first."""
    county: str
    """Two-digit code of its wellbeing services county."""
    lat: float
    lon: float

    def name(self, language: str) -> str:
        """Official name in the language, Finnish when there is none."""
        names = dict(self.names)
        return names.get(language, names["fi"])

    def slug(self, language: str) -> str:
        """The name as part of an address: ``Mänttä-Vilppula`` → ``mantta-vilppula``."""
        return slug(self.name(language))


@dataclass(frozen=True)
class County:
    """A wellbeing services county, Helsinki (90) or Åland (91)."""

    code: str
    names: tuple[tuple[str, str], ...]
    """Full name in each language."""
    short_names: tuple[tuple[str, str], ...]
    """Name of the area alone, such as Länsi-Uusimaa."""

    def name(self, language: str) -> str:
        """Full name in the language, Finnish when there is none."""
        names = dict(self.names)
        return names.get(language, names["fi"])

    def short_name(self, language: str) -> str:
        """Short name in the language, Finnish when there is none."""
        names = dict(self.short_names)
        return names.get(language, names["fi"])


def slug(text: str) -> str:
    """Small ASCII letters, digits and hyphens: ``Förening & Åbo`` → ``forening-abo``."""
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "-", folded.decode().casefold()).strip("-")


def _table(name: str) -> Any:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    document = parse(text, name, problems := Problems())
    if document is None:
        raise ValueError(f"{name} is broken: {list(problems)}")
    return document.data


@cache
def municipalities() -> dict[str, Municipality]:
    """Every municipality by its code."""
    return {
        row["code"]: Municipality(row["code"], (("fi", row["fi"]), ("sv", row["sv"])),
                                  row["languages"], row["county"], row["lat"], row["lon"])
        for row in _table("municipalities.yml")
    }


@cache
def counties() -> dict[str, County]:
    """Every wellbeing services county by its code."""
    return {
        row["code"]: County(row["code"], (("fi", row["fi"]), ("sv", row["sv"])),
                            (("fi", row["short_fi"]), ("sv", row["short_sv"])))
        for row in _table("counties.yml")
    }


@cache
def neighbours() -> dict[str, list[str]]:
    """Codes of the municipalities that share a border, by code."""
    table: dict[str, list[str]] = _table("neighbours.yml")
    return table


@cache
def municipality_names() -> dict[str, str]:
    """Code by casefolded name, in both languages, and by the code itself."""
    names: dict[str, str] = {}
    for code, municipality in municipalities().items():
        names[code] = code
        for _, name in municipality.names:
            names[name.casefold()] = code
    return names


@cache
def postcodes() -> dict[str, tuple[str, dict[str, str]]]:
    """Municipality code and post office names by postcode."""
    text = resources.files(__package__).joinpath("postcodes.csv").read_text(encoding="utf-8")
    return {
        row["postcode"]: (row["municipality"],
                          {"fi": row["post_office_fi"], "sv": row["post_office_sv"]})
        for row in csv.DictReader(text.splitlines())
    }


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance by the haversine formula, on a sphere of 6,371 km.

    Source: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984) 159.
    """
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_phi, half_lambda = (phi2 - phi1) / 2, math.radians(lon2 - lon1) / 2
    root = math.sin(half_phi) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(half_lambda) ** 2
    return 2 * 6371 * math.asin(math.sqrt(root))
