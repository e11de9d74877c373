"""A page of the site before it is rendered."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Page:
    """One page in one language."""

    key: str
    """The same for sister pages in other languages, such as ``entry:perhekahvila``."""
    language: str
    address: str
    """Folder from the site's root, ``fi/apua/``; a file name for pages at the root."""
    template: str
    title: str
    description: str = ""
    """For search engines and previews; at most about 150 characters."""
    context: dict[str, Any] = field(default_factory=dict, repr=False)
    trail: tuple[tuple[str, str], ...] = ()
    """Pages above this one, as (key, title)."""
    sensitive: bool = False
    """Whether the page has a quick exit, a neutral title and no preview."""
    indexed: bool = True
    """Whether search engines and the sitemap may list it."""
    updated: datetime.date | None = None
    """Day of the facts, for the sitemap."""
    source: str = ""
    """File of a hand-written page, from the docs folder."""
