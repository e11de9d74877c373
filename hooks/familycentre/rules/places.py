"""Postcodes and map points must agree with the municipality."""

from __future__ import annotations

from familycentre.catalogue import Catalogue
from familycentre.problems import Problems
from familycentre.reference import kilometres, municipalities, postcodes

FAR_KM = 60.0
"""Farther from the seat than any place in southern Finland's municipalities; the largest ones of
Lapland reach farther, so this is only a warning."""


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Compare each address and map point with the municipality that the record names.

    Of hidden ones nothing is said: who checks a pull request may publish the log.
    """
    for entry in catalogue.entries.values():
        if entry.address and entry.address.hidden:
            continue
        home = catalogue.reach[entry.id].home
        origin = catalogue.origin(entry)
        if entry.address and entry.address.postcode and home:
            known = postcodes().get(entry.address.postcode)
            if known is None:
                problems.add(*origin.place("address", "postcode"), "postcode-mismatch",
                             f"There is no postcode {entry.address.postcode} that we know of.",
                             "Check the postcode.")
            elif known[0] not in home:
                place = municipalities()[known[0]].name("fi")
                problems.add(*origin.place("address", "postcode"), "postcode-mismatch",
                             f"The postcode {entry.address.postcode} is in {place}.",
                             "Check the postcode and the municipality.")
        if entry.location and home:
            nearest = min(
                kilometres(entry.location.lat, entry.location.lon, seat.lat, seat.lon)
                for seat in (municipalities()[code] for code in home)
            )
            if nearest > FAR_KM:
                problems.add(*origin.place("location"), "far-away",
                             f"The map point is {nearest:.0f} km from the municipality's centre.",
                             "Check that lat and lon are not exchanged.")
