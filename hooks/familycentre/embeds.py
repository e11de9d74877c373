"""Embeds: small pages for a frame on the school's or the municipality's own page, and their lines.

There is one a municipality, one for each kind and each task there, and one a kind and task of the
whole directory; only where there is something to show. Nothing sensitive stands in them: a frame
has no quick exit, and the page around it is not ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markupsafe import Markup
from markupsafe import escape as markup

from familycentre.addresses import SEGMENTS
from familycentre.language.sorting import sort_key
from familycentre.model import ENTRY_KINDS, Entry
from familycentre.page import Page
from familycentre.planner import Planner
from familycentre.reference import Municipality
from familycentre.sharing import may_share

FOLDER = "embed"
"""Above every embed's address: a host may set other headers for it."""
SHOWN = 12
"""Cards in an embed; a link leads to the others."""
VIOLENCE = 6
"""The task whose records and lists are sensitive."""
HEIGHT = 640
"""Height of a frame in CSS pixels: about four cards, the others by scrolling."""


@dataclass(frozen=True)
class Embed:
    """One embed in one language, before it is a page."""

    group: str
    """all, kind or task: under which heading the builder shows it."""
    real: str
    """Key of the page that tells everything."""
    key: str
    address: str
    title: str
    words: Markup
    """What the builder calls it; a word in the other language is marked."""
    tongue: str
    """Language of the words."""
    entries: tuple[Entry, ...]


def embed_pages(base: Planner) -> Iterator[Page]:
    """Every embed, and the pages on which their lines are copied."""
    words, above = base.w["embeds"], base.w["professionals"]["title"]
    trail = (("professionals", above),)
    whole = list(_whole(base))
    towns = sorted(base.c.municipalities, key=lambda one: sort_key(one.name(base.language)))
    local = {one.code: list(_local(base, one)) for one in towns}
    links = [(base.s.plain(base.c.directory.name), "home"),
             *((words[key], key) for key in ("week", "municipalities", "help"))]
    yield base.page("embeds", base.path("professionals", "embeds"), "embeds.html",
                    words["title"], description=words["lead"], trail=trail, context={
                        "embeds": whole, "links": links, "municipality": None,
                        "towns": [one for one in towns if local[one.code]]})
    for embed in whole:
        yield _page(base, embed)
    for town in towns:
        name = town.name(base.language)
        if not local[town.code]:
            continue
        yield base.page(
            f"embeds:{town.code}",
            base.path("professionals", "embeds", tail=[town.slug(base.language)]), "embeds.html",
            words["title_one"].format(municipality=name), description=words["lead"],
            trail=(*trail, ("embeds", words["title"])), context={
                "embeds": local[town.code], "towns": [], "municipality": town, "links": [
                    (base.w["municipalities"]["title_one"].format(municipality=name),
                     f"municipality:{town.code}"),
                    (base.w["week"]["title_one"].format(municipality=name), f"week:{town.code}"),
                    (words["help"], "help")]})
        for embed in local[town.code]:
            yield _page(base, embed)


def frame_line(url: str, title: str) -> str:
    """The line to paste: it is loaded when it is scrolled to, and tells nobody who reads it."""
    return (f'<iframe src="{escape(url)}" title="{escape(title)}" width="100%" height="{HEIGHT}" '
            'loading="lazy" referrerpolicy="no-referrer"></iframe>')


def link_lines(links: Sequence[tuple[str, str]], language: str) -> str:
    """A plain list of links to paste where frames are not allowed, from words and addresses."""
    items = "\n".join(f'<li><a href="{escape(url)}">{escape(words)}</a></li>'
                      for words, url in links)
    return f'<ul lang="{language}">\n{items}\n</ul>'


def _whole(base: Planner) -> Iterator[Embed]:
    region = base.s.plain(base.c.directory.region)
    shown = _shown(base, base.listed)
    for kind in (one.kind for one in ENTRY_KINDS):
        yield from _made(base, "kind", kind, f"embed:{kind}", (SEGMENTS[kind][base.language],),
                         f"{base.s.kind(kind)} {region}", [
                             one for one in shown if one.kind == kind])
    for number, task in base.c.tasks.items():
        if number != VIOLENCE:
            yield from _made(
                base, "task", f"task:{number}", f"embed:task:{number}",
                (SEGMENTS["tasks"][base.language], _task(base, number)),
                f"{base.s.plain(task.short)} {region}",
                [one for one in shown if number in one.tasks], task.short)


def _local(base: Planner, town: Municipality) -> Iterator[Embed]:
    name, real = town.name(base.language), f"municipality:{town.code}"
    folders = (SEGMENTS["municipalities"][base.language], town.slug(base.language))
    own = _shown(base, base.by_municipality[town.code])
    shown = [*own, *_shown(base, base.wide[town.code])] if own else []
    yield from _made(base, "all", real, f"embed:{town.code}", folders,
                     base.w["municipalities"]["title_one"].format(municipality=name), shown)
    for kind in (one.kind for one in ENTRY_KINDS):
        yield from _made(base, "kind", real, f"embed:{town.code}:{kind}",
                         (*folders, SEGMENTS[kind][base.language]),
                         f"{name}: {base.s.kind(kind)}",
                         [one for one in shown if one.kind == kind])
    for number, task in base.c.tasks.items():
        if number != VIOLENCE:
            yield from _made(
                base, "task", f"{real}:task:{number}", f"embed:{town.code}:task:{number}",
                (*folders, _task(base, number)),
                base.w["municipalities"]["title_task"].format(
                    municipality=name, task=base.s.plain(task.short)),
                [one for one in shown if number in one.tasks], task.short)


def _shown(base: Planner, entries: Sequence[Entry]) -> list[Entry]:
    return base.useful_first(one for one in entries if may_share(one))


def _task(base: Planner, number: int) -> str:
    return f"{SEGMENTS['task'][base.language]}-{number}"


def _made(base: Planner, group: str, real: str, key: str, folders: Sequence[str], title: str,
          entries: Sequence[Entry], task: Mapping[Any, str] | None = None) -> Iterator[Embed]:
    if entries:
        address = "/".join((FOLDER, base.language, *folders)) + "/"
        words, tongue = (base.s.say(task), base.s.pick(task)[1]) if task else (
            markup(title), base.language)
        yield Embed(group, real, key, address, title, words, tongue, tuple(entries))


def _page(base: Planner, embed: Embed) -> Page:
    return base.page(embed.key, embed.address, "embed.html", embed.title, indexed=False,
                     description=embed.title, context={
                         "entries": embed.entries[:SHOWN], "real": embed.real,
                         "total": len(embed.entries)})
