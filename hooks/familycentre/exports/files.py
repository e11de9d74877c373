"""Every file of the open data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from familycentre.exports import api, events, places, structured, table
from familycentre.exports.hsds import Writer

if TYPE_CHECKING:
    from familycentre.render import Site


def open_data(site: Site) -> Iterator[tuple[str, bytes]]:
    """Every file by its path from the site's root and its bytes, in a fixed order.

    The same data on the same day gives the same bytes.
    """
    public = site.public
    yield from api.files(public)
    for speaker in site.speakers.values():
        yield from Writer(public, speaker).files()
    yield from table.files(public)
    yield from places.files(public)
    yield from events.files(public)
    yield from structured.files(public)
