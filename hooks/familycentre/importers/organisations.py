"""What kind of organisation runs something, as far as its register or its name tells."""

from __future__ import annotations

import re

_PTV = {"municipality": "municipality", "state": "state", "regionalorganization": "county",
        "region": "county", "wellbeingservicescounty": "county", "sotepublic": "county",
        "tt1": "state", "tt2": "state", "tt3": "state", "tt4": "state"}
_NAMES = (
    ("county", r"hyvinvointialue|välfärdsområde|wellbeing services county"),
    ("parish", r"seurakunta|seurakuntayhtymä|församling|\bsrk\b|parish"),
    ("foundation", r"säätiö|stiftelse|foundation"),
    ("ngo", r"\bry\b|\br\.y\.|\brf\b|yhdisty|förening|liitto|förbund|\bmll\b|martat|folkhälsan"),
    ("ngo", r"association|charity"),
    ("municipality", r"kaupunki\b|kaupungin\b|\bkunta\b|\bkunnan\b|\bstad\b|\bkommun\b|city of"),
    ("state", r"\bkela\b|\bfpa\b|virasto\b|\bmyndighet"),
)


def organisation_type(*names: str, register: str = "") -> str | None:
    """A value of ``Organisation.type``; None when neither tells, or it is a company."""
    known = _PTV.get(register.casefold())
    if known == "municipality":
        return known
    words = " ".join(names).casefold()
    told = next((kind for kind, pattern in _NAMES if re.search(pattern, words)), None)
    if register.casefold() == "organization":
        return told if told in ("parish", "foundation") else "ngo"
    return known or told


def folder(kind: str | None) -> str | None:
    """Where the services of such an organisation stand."""
    if kind is None:
        return None
    return "ngo_services" if kind in ("ngo", "parish", "foundation") else "public_services"
