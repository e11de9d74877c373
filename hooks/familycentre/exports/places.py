"""Places on a map: GeoJSON (RFC 7946), a file a kind. Nothing sensitive stands on it."""

from __future__ import annotations

from collections.abc import Iterator

from familycentre.exports.pieces import text
from familycentre.exports.public import KINDS, Public

SHOWN = ("kind", "id", "uuid", "type", "name", "summary", "address", "municipality", "page",
         "status", "verified", "source")
"""Fields that go along with a point; the whole record is in our JSON."""


def files(public: Public) -> Iterator[tuple[str, bytes]]:
    """Every file by its path from the site's root."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for one in public.entries.values():
        data = one.data
        if one.sensitive or "location" not in data or data["status"] == "closed":
            continue
        found[data["kind"]].append(text({
            "type": "Feature", "id": data["uuid"],
            "geometry": {"type": "Point",
                         "coordinates": [data["location"]["lon"], data["location"]["lat"]]},
            "properties": {name: data[name] for name in SHOWN if name in data}}))
    for kind, features in found.items():
        lines = ",\n".join(features)
        yield (f"api/geojson/{kind}.geojson",
               f'{{"type":"FeatureCollection","about":{text(public.about)},\n'
               f'"features":[\n{lines}\n]}}\n'.encode())
