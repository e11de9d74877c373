"""Where something is, from sources that give addresses as plain texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from familycentre.importers import values
from familycentre.importers.coordinates import degrees
from familycentre.importers.drafting import Draft
from familycentre.importers.loose import number
from familycentre.reference import municipalities, postcodes


def address(draft: Draft, street: Mapping[str, object], postcode: str) -> None:
    """Street in Finnish and Swedish and the postcode."""
    words = draft.words("address.street", {code: one for code, one in street.items()
                                           if code in ("fi", "sv")})
    if len(words) > 1 and len(set(words.values())) == 1:
        words = {"fi": words["fi"]}
    made: dict[str, Any] = {"street": words} if words else {}
    if postcode:
        made["postcode"] = postcode
    draft.set("address", made)


def point(draft: Draft, north: object, east: object) -> None:
    """The location, when it lies in Finland."""
    lat, lon = number(north), number(east)
    found = degrees(lat, lon)
    if found:
        draft.set("location", found, "ETRS-TM35FIN turned into WGS84 degrees."
                  if lat is not None and lat > 90 else "")
    elif lat is not None or lon is not None:
        draft.note("location", "dropped", "The coordinates are not in Finland.")


def town(draft: Draft, names: Iterable[str], postcode: str) -> None:
    """The municipality: the first name that is one, else the postcode's."""
    given = [one for one in names if one]
    found = next((known for one in given if (known := values.municipality(one))), None)
    if found:
        draft.set("municipality", [found])
    elif postcode in postcodes():
        draft.set("municipality", [municipalities()[postcodes()[postcode][0]].name("fi")],
                  "By the postcode.")
    elif given:
        draft.set("municipality", given[:1])
