"""Passing a record on: which pages offer it, and the QR picture of a page's address."""

from __future__ import annotations

from familycentre import qr
from familycentre.addresses import qr as qr_path
from familycentre.model import Entry
from familycentre.page import Page


def may_share(entry: Entry) -> bool:
    """Whether a record's page offers to share it.

    Not a sensitive one, whose traces on two phones could put somebody in danger, and not one that
    has ended.
    """
    return not entry.is_sensitive and entry.status != "closed"


def picture(page: Page, root_url: str) -> tuple[str, bytes] | None:
    """Path from the site's root and content of the page's QR picture, when it offers to share."""
    entry: Entry | None = page.context.get("entry")
    if entry is None or not may_share(entry):
        return None
    return qr_path(entry.id, page.language), qr.picture(root_url + page.address).encode()
