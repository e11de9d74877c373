"""Where municipalities are, for "near me": names, postcodes and seats, in one small file.

The browser reads it when a person looks for their place, and nothing of theirs goes anywhere.
"""

from __future__ import annotations

import json

from familycentre.catalogue import Catalogue
from familycentre.reference import postcodes


def places_file(catalogue: Catalogue) -> bytes:
    """JSON: by municipality code its names, seat (latitude, longitude; WGS 84) and postcodes.

    Postcodes are every one that begins there, in order, joined by spaces.
    """
    codes: dict[str, list[str]] = {one.code: [] for one in catalogue.municipalities}
    for postcode, (municipality, _) in sorted(postcodes().items()):
        if municipality in codes:
            codes[municipality].append(postcode)
    told = {one.code: {"names": sorted({name for _, name in one.names}),
                       "at": [round(one.lat, 3), round(one.lon, 3)],
                       "postcodes": " ".join(codes[one.code])}
            for one in catalogue.municipalities}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
