"""Every file of the open data, but for those that stand beside pages (``structured``)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from familycentre.exports import api, events, places, table
from familycentre.exports.hsds import Writer
from familycentre.writing import Files, Job

if TYPE_CHECKING:
    from familycentre.render import Site


def data_jobs(site: Site) -> list[Job]:
    """The open data in jobs, the longest first; the same data and day give the same bytes."""
    public = site.public
    made: list[Callable[[], Files]] = [
        Writer(public, speaker).files for speaker in site.speakers.values()]
    made += [partial(module.files, public) for module in (api, table, events, places)]
    return [Job("open data", one) for one in made]


def open_data(site: Site) -> Files:
    """Every file by its path from the site's root and its bytes, in a fixed order."""
    for job in data_jobs(site):
        yield from job.make()
