"""The directory's pages as plain data: what other generators build the same pages from.

Every record's page, list and guided path of the real site becomes one page with the same address,
the same cards in the same order and the same facts. Words are worked out here already; the others
have only to put them into their templates, so they do less than the directory itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from familycentre import coming
from familycentre.filters import entry_type, type_group
from familycentre.language.speaker import Speaker
from familycentre.model import Entry
from familycentre.page import Page
from familycentre.render import Site, by_kind

SHOWN = 60
"""Cards of one kind on a municipality's page, as in ``partials/cards.html``."""


def write(site: Site, folder: Path) -> int:
    """Write ``pages.json`` and ``cards.json``; the number of pages.

    Left out are pages that hold no records, such as maps and the coverage.
    """
    cards = {language: {entry.id: _card(site, speaker, entry)
                        for entry in site.catalogue.entries.values()}
             for language, speaker in site.speakers.items()}
    pages = [_page(site, page) for page in site.pages if page.address.endswith("/")]
    (folder / "cards.json").write_text(json.dumps(cards, ensure_ascii=False), encoding="utf-8")
    (folder / "pages.json").write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")
    return len(pages)


def _card(site: Site, speaker: Speaker, entry: Entry) -> dict[str, Any]:
    page = site.find(f"entry:{entry.id}", speaker.language)
    return {"url": page.address, "name": speaker.plain(entry.name),
            "kind": speaker.label(type_group(entry), entry_type(entry)),
            "place": speaker.place(site.catalogue, entry),
            "summary": speaker.first_sentence(entry.summary),
            "bits": _plain(speaker.card_bits(entry, site.today)),
            "contact": _plain(speaker.card_contact(entry))}


def _page(site: Site, page: Page) -> dict[str, Any]:
    speaker = site.speakers[page.language]
    entry = page.context.get("entry")
    made: dict[str, Any] = {
        "url": page.address, "lang": page.language, "title": page.title,
        "description": page.description,
        "trail": [[site.find(key, page.language).address, title] for key, title in page.trail],
        "sister": [[language, sister.address] for language, sister in site.sisters(page).items()
                   if language != page.language],
    }
    if isinstance(entry, Entry):
        made["facts"] = [[name, told] for name, told in _facts(site, speaker, entry) if told]
        made["more"] = speaker.plain(entry.description) if entry.description else ""
        made["links"] = [[site.find(key, page.language).address, words]
                         for key, words in _links(site, speaker, entry, page)]
    else:
        made["groups"] = [{"heading": name, "cards": [one.id for one in group]}
                          for name, group in _groups(page.context)]
    return made


def _plain(words: Markup) -> str:
    return words.striptags()


def _facts(site: Site, speaker: Speaker, entry: Entry) -> Iterator[tuple[str, list[str]]]:
    words, catalogue = speaker.w["entry"], site.catalogue
    yield words["who"], [speaker.audience(entry)]
    yield words["where"], [_plain(speaker.address(entry.address)) if entry.address
                           and not entry.address.hidden else speaker.place(catalogue, entry)]
    yield words["when"], [_plain(speaker.opening(one)) for one in entry.schedule]
    if entry.id in catalogue.timetables:
        yield words["next"], [
            _plain(speaker.closed_days(one) if isinstance(one, list) else speaker.occurrence(one))
            for one in coming.next_days(catalogue.timetables[entry.id], speaker)]
    yield words["cost"], [words["free" if entry.cost.free else "not_free"]] if entry.cost else []
    yield words["booking"], [speaker.booking(entry)] if entry.registration else []
    yield words["languages"], [speaker.languages(entry.languages)] if entry.languages else []
    yield words["access"], [speaker.label("accessibility", one) for one in entry.accessibility]
    yield words["first"], [speaker.plain(entry.first_visit)] if entry.first_visit else []
    yield words["contact"], [told for one in entry.contacts
                             for told in (one.phone, one.email) if told]


def _links(site: Site, speaker: Speaker, entry: Entry,
           page: Page) -> Iterator[tuple[str, str]]:
    catalogue = site.catalogue
    if entry.organiser:
        yield (f"organisation:{entry.organiser}",
               speaker.plain(catalogue.organisations[entry.organiser].name))
    for situation in page.context["situations"]:
        yield f"situation:{situation.id}", speaker.plain(situation.name)
    for number in entry.tasks:
        yield f"task:{number}", speaker.plain(catalogue.tasks[number].short)
    for code in catalogue.reach[entry.id].home:
        yield f"municipality:{code}", speaker.place_names([code])


def _groups(value: Any, name: str = "") -> Iterator[tuple[str, list[Entry]]]:
    """Every list of entries inside a page's context, in order."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _groups(one, str(key))
    elif isinstance(value, (list, tuple)):
        entries = list(_entries(value))
        if entries and name in ("own", "wide"):
            for kind, group in by_kind(entries):
                yield kind, group[:SHOWN]
        elif entries:
            yield name, entries
        else:
            for one in value:
                yield from _groups(one, name)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _groups(getattr(value, field.name), field.name)


def _entries(values: Iterable[Any]) -> Iterator[Entry]:
    for one in values:
        if isinstance(one, Entry):
            yield one
        elif isinstance(one, tuple) and one and isinstance(one[0], Entry):
            yield one[0]
