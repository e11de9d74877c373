"""The small part of Markdown that records may use: paragraphs, lists, bold, links.

No HTML, no images, no headings; everything else stays plain text.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False})
    parser.enable(["list", "emphasis", "link", "newline", "escape", "entity"])
    parser.validateLink = lambda url: bool(  # type: ignore[method-assign]
        re.match(r"(https?://|mailto:|tel:)", url, re.IGNORECASE))
    return parser


def render_markdown(text: str) -> Markup:
    """Escaped HTML of a record's longer text."""
    return Markup(_parser().render(text).strip())  # noqa: S704 - the parser escapes all text
