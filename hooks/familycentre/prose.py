"""Hand-written pages: which exist, and links from them to generated pages.

A page is docs/LANGUAGE/…/name.md with front matter ``key``, ``title`` and ``description``; sister
pages in other languages have the same key. ``sensitive: true`` gives the page a quick exit.
``readability: professionals`` lets a page that families do not need be a step harder to read.
"""

from __future__ import annotations

import re
from pathlib import Path

from familycentre.language.readability import LEVELS, Level
from familycentre.page import Page
from familycentre.problems import Problems, did_you_mean, shown
from familycentre.rules.readability import check_page
from familycentre.source import Document, parse, read_text
from familycentre.values import is_id
from familycentre.yaml_errors import find_conflict

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FOLDER = re.compile(r'href="((?![a-z]+:)[^"#?]*/)(#[^"]*)?"')
_LINK = re.compile(r'href="page:([^"]+)"')


def read_prose(docs_dir: Path, languages: list[str], problems: Problems) -> list[Page]:
    """The hand-written pages of the languages, in a fixed order."""
    pages: list[Page] = []
    for path in sorted(docs_dir.glob("*.md")):
        problems.add(f"docs/{path.name}", (1, 1), "bad-file-name",
                     f"'{path.name}' stands beside the languages' folders.",
                     f"Move it into {' or '.join(f'docs/{one}' for one in languages)}.")
    for language in languages:
        for path in sorted((docs_dir / language).rglob("*.md")):
            page = _page(path, path.relative_to(docs_dir), language, problems)
            if page:
                pages.append(page)
    return pages


def _page(path: Path, source: Path, language: str, problems: Problems) -> Page | None:
    shown = f"docs/{source.as_posix()}"
    odd = [part for part in source.with_suffix("").parts if not is_id(part)]
    if odd:
        problems.add(shown, (1, 1), "bad-file-name", f"'{odd[0]}' cannot be part of an address.",
                     "Use small letters a–z, digits and single hyphens.")
        return None
    text = read_text(path, shown, problems)
    if text is None:
        return None
    text = text.replace("\r\n", "\n")
    conflict = find_conflict(text)
    if conflict is not None:
        problems.add(shown, (text.count("\n", 0, conflict) + 1, 1), "yaml-syntax",
                     "Marks of an unfinished merge stand in the file.",
                     "Keep one of the two versions and delete the lines with the marks.")
        return None
    match = _FRONT.match(text)
    document = parse("\n" + match[1], shown, problems) if match else None
    if match and document is None:
        return None
    data = document.data if document and isinstance(document.data, dict) else {}
    missing = [name for name in ("key", "title", "description")
               if not isinstance(data.get(name), str)]
    if missing:
        problems.add(shown, (1, 1), "missing-field",
                     f"The page's front matter lacks {', '.join(missing)}.",
                     "Begin the file with --- lines that hold key, title and description.")
        return None
    if match and document:
        level = _level(shown, document, problems)
        at = document.marks.locate(("description",))[0]
        check_page(shown, data["description"], at, language, level, problems)
        check_page(shown, text[match.end():], match[0].count("\n") + 1, language, level, problems)
    folder = source.parent if source.name == "index.md" else source.with_suffix("")
    return Page(data["key"], language, folder.as_posix() + "/", "main.html", data["title"],
                description=data["description"], sensitive=data.get("sensitive") is True,
                source=source.as_posix())


def _level(file: str, document: Document, problems: Problems) -> Level:
    """For whom the page is written, from its front matter: families, unless it says otherwise."""
    given = document.data.get("readability", "families")
    for level in LEVELS:
        if given == level:
            return level
    problems.add(file, document.marks.locate(("readability",)), "unknown-value",
                 f"{shown(given)} is no level of readability.",
                 did_you_mean(given, LEVELS) or "Leave the line out, or write professionals.")
    return "families"


def linked_keys(html: str) -> set[str]:
    """Keys of ``page:KEY`` links in a rendered page."""
    return set(_LINK.findall(html))


def resolve_links(html: str, links: dict[str, str], *, link_to_index: bool) -> str:
    """Replace ``page:KEY`` links by the addresses given for their keys.

    With *link_to_index* relative links to folders get their index.html. Other sites are not told
    where the reader came from, even by a browser that does not heed the page's own policy.
    """
    if link_to_index:
        html = _FOLDER.sub(r'href="\1index.html\2"', html)
    html = html.replace('<a href="http', '<a rel="noreferrer" href="http')
    return _LINK.sub(lambda match: f'href="{links[match[1]]}"', html)
