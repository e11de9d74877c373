"""Coordinates of Finnish registers → WGS84 degrees."""

from __future__ import annotations

from functools import cache

from pyproj import Transformer

SOUTH, NORTH, WEST, EAST = 59.3, 70.2, 19.0, 31.7
"""Finland's box, as in ``model.Location``."""


@cache
def _to_degrees() -> Transformer:
    """ETRS-TM35FIN (EPSG:3067) → WGS84 (EPSG:4326), by PROJ; the datums agree within a metre."""
    return Transformer.from_crs(3067, 4326, always_xy=True)


def degrees(north: float | None, east: float | None) -> dict[str, float] | None:
    """A location of the contract from degrees or metres of ETRS-TM35FIN; None outside Finland.

    Six decimals are a tenth of a metre.
    """
    if north is None or east is None:
        return None
    if north > 90:
        if not (6_500_000 < north < 7_900_000 and 20_000 < east < 800_000):
            return None
        east, north = _to_degrees().transform(east, north)
    if not (SOUTH <= north <= NORTH and WEST <= east <= EAST):
        return None
    return {"lat": round(north, 6), "lon": round(east, 6)}
