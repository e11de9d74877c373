"""Pages → HTML, with the Jinja environment it is given."""

from __future__ import annotations

import base64
import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from familycentre import coming, views
from familycentre.addresses import qr, relative
from familycentre.asking import Composed, Group, Letter, Writer
from familycentre.assets import Assets
from familycentre.catalogue import Catalogue
from familycentre.embeds import frame_line, link_lines
from familycentre.exports import structured
from familycentre.exports.public import Public
from familycentre.feeds import news_feed, record_feed
from familycentre.filters import CALENDAR, Filters, build, entry_type, type_group
from familycentre.fragments import Once, Straight, marked, settle, tidy
from familycentre.freshness import good_until, waiting
from familycentre.helplines import hours_words, times_age
from familycentre.language.sorting import capitalize_first, sort_key
from familycentre.language.speaker import Speaker, host, mail_link, nbsp, phone_link
from familycentre.model import Entry, Helpline
from familycentre.page import Page
from familycentre.pages import KINDS
from familycentre.planner import SINGLE_PAGE
from familycentre.qr import picture as qr_code
from familycentre.reference import Municipality, counties
from familycentre.reporting import report_entry
from familycentre.schedule import coming_exceptions, current, last_day
from familycentre.sharing import may_share, picture
from familycentre.way import ways
from familycentre.week import has_feed
from familycentre.writing import Files, Job

LIST_TEMPLATES = {"list.html": False, "task.html": True, "situation.html": True}
"""Templates with filters, and whether they filter by kind instead of by type."""
SHEET_OF = {
    "list.html": "list.css", "task.html": "guide.css", "situation.html": "guide.css",
    "entry.html": "facts.css", "organisation.html": "work.css", "network.html": "desk.css",
    "organisations.html": "work.css", "professionals.html": "desk.css",
    "networks.html": "desk.css", "contacts.html": "desk.css", "premises.html": "desk.css",
    "criteria.html": "desk.css", "find.html": "find.css", "week.html": "week.css",
    "freshness.html": "queue.css",
    "municipalities.html": "places.css", "municipality.html": "places.css",
    "coverage.html": "coverage.css",
    "my_list.html": "mine.css", "embed.html": "embed.css", "embeds.html": "lines.css",
}
"""Style sheet of each template; the others use front.css, and sensitive entries safe.css."""
PICTURES_OF = {
    "municipality.html": "map.svg", "home.html": "kinds.svg", "find.html": "kinds.svg"}
"""The one file of pictures that a template uses; the others have icons.svg."""
SCRIPT_OF = {
    "home.html": "home", "situation.html": "guide", "situation_place.html": "path",
    "municipality.html": "place", "municipalities.html": "home",
    "device.html": "device", "offline.html": "help", "my_list.html": "my-list",
    "help.html": "help", "organisation.html": "help",
    "embeds.html": "copy", "entry.html": "entry", "week.html": "week", "find.html": "search-page"}
"""Script of each template; the others use ``page``, and sensitive entries ``entry-exit``."""


class UnknownPageError(KeyError):
    """A template or prose page links to a page that does not exist."""


class RenderError(Exception):
    """A page could not be rendered: a fault of a template, a word or a label, never of the data."""


@dataclass(frozen=True)
class Site:
    """Everything that rendering needs."""

    catalogue: Catalogue
    speakers: dict[str, Speaker]
    """By language, the first language first."""
    pages: tuple[Page, ...]
    """Pages made from records."""
    prose: tuple[Page, ...]
    """Hand-written pages, rendered by MkDocs."""
    assets: Assets
    root_url: str
    """The site's absolute address with a trailing slash."""
    today: datetime.date
    link_to_index: bool = False
    sources: Path = Path("overrides/assets")
    """The folder of the assets' sources, for what is made when everything else is."""

    @cached_property
    def by_key(self) -> dict[tuple[str, str], Page]:
        """Every page by key and language."""
        return {(page.key, page.language): page for page in (*self.pages, *self.prose)}

    @cached_property
    def public(self) -> Public:
        """What may leave as open data."""
        return Public(self)

    @cached_property
    def line_rows(self) -> dict[tuple[str, str], list[coming.Row]]:
        """Hours of help lines for the browser, by key of ``line_times`` and language."""
        return {(key, language): coming.rows(times, speaker)
                for key, times in self.catalogue.line_times.items()
                for language, speaker in self.speakers.items()}

    def find(self, key: str, language: str) -> Page:
        """The page, or UnknownPageError."""
        try:
            return self.by_key[key, language]
        except KeyError:
            raise UnknownPageError(f"there is no page '{key}' in {language}") from None

    def href(self, here: str, there: str) -> str:
        """Relative link between two addresses."""
        link = relative(here, there)
        return f"{link}index.html" if self.link_to_index and link.endswith("/") else link

    def sisters(self, page: Page) -> dict[str, Page]:
        """The page in every language that has it, the page's own too."""
        return {language: self.by_key[page.key, language] for language in self.speakers
                if (page.key, language) in self.by_key}


def sheet_of(page: Page) -> str:
    """Plain name of the page's style sheet."""
    if page.template == "entry.html" and page.sensitive:
        return "safe.css"
    return SHEET_OF.get(page.template, "front.css")


def script_of(page: Page) -> str:
    """Name of the page's script, without its language."""
    if page.template == "entry.html" and page.sensitive:
        return "entry-exit"
    return SCRIPT_OF.get(page.template, "page")


def prepare(environment: Environment) -> None:
    """Make a Jinja environment safe and exact: escape everything, fail on unknown names."""
    environment.autoescape = True
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.add_extension(Once)
    environment.context_class = Straight
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":")}
    environment.globals.update(entry_type=entry_type, type_group=type_group, host=host,
                               phone_link=phone_link, unknown=views.unknown,
                               turn_to=views.turn_to, may_just_come=views.may_just_come,
                               last_day=last_day, current=current, door=_door,
                               coming_exceptions=coming_exceptions, waiting=waiting,
                               mail_link=mail_link, frame_line=frame_line,
                               may_share=may_share, qr_picture=qr,
                               record_feed=record_feed, news_feed=news_feed,
                               hours_words=hours_words, times_age=times_age)
    environment.filters.update(
        nbsp=nbsp, capitalize_first=capitalize_first, by_kind=by_kind,
        sort_names=lambda places, language: sorted(
            places, key=lambda place: sort_key(place.name(language))),
        calls=_calls, in_language=lambda tag, speaker: speaker.in_language(tag))


def _calls(line: Helpline, speakers: dict[str, Speaker]) -> list[Markup]:
    """What a button says in every language, each with its own ``lang``; the same words once."""
    words = {speaker.call(line): language for language, speaker in speakers.items()}
    return [Markup('<span lang="{}">{}</span>').format(language, text)
            for text, language in words.items()]


def _door(entry: Entry) -> Markup:
    """Where the door is, for sorting by the way there; nothing about a hidden address."""
    address, spot = entry.address, entry.location
    if address and address.hidden:
        return Markup("")
    told = Markup(' data-at="{},{}"').format(spot.lat, spot.lon) if spot else Markup("")
    if address and address.postcode:
        told += Markup(' data-post="{}"').format(address.postcode)
    return told


def by_kind(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Entries grouped by kind, in the order of kinds; empty kinds are left out."""
    groups: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
    for entry in entries:
        groups[entry.kind].append(entry)
    return [(kind, group) for kind, group in groups.items() if group]


def context(site: Site, page: Page) -> dict[str, Any]:
    """What every template can use, besides the page's own context."""
    speaker = site.speakers[page.language]

    def link(key: str) -> Markup:
        return marked(site.find(key, page.language).address)

    place: Municipality | None = page.context.get("municipality")

    def carried(key: str) -> Markup:
        """A way of the menu that keeps the municipality of the page."""
        if place and key == "week":
            return link(f"week:{place.code}")
        return link(key) + f"#place={place.code}" if place and key == "find" else link(key)

    def asset(name: str) -> Markup:
        return marked(site.assets.paths[name])

    pictures = PICTURES_OF.get(page.template, "icons.svg")

    def icon(name: str) -> Markup:
        return Markup(  # noqa: S704 - both are this package's own
            f'<svg aria-hidden="true"><use href="{asset(pictures)}#{name}"/></svg>')

    def row(picture: str, words: str) -> Markup:
        """The beginning of a fact; the template writes it and ``</dd></div>``."""
        return Markup(f"<div><dt>{icon(picture)}{escape(words)}</dt>\n<dd>")  # noqa: S704 - escaped

    def url(path: str) -> str:
        return site.root_url + path

    def compose(letter: Letter, group: Group) -> Composed:
        speakers = [speaker, *(one for one in site.speakers.values() if one is not speaker)]
        return Writer(site.catalogue, speakers, lambda key, language: url(
            site.find(key, language).address), site.today).compose(letter, group)

    filters = _filters(site, page, speaker)
    style = page.context.get("inline_style", filters.style)
    neutral = speaker.w["neutral"]
    description = neutral["description"] if page.sensitive else page.description
    return {
        **page.context,
        "view": page,
        "s": speaker,
        "w": speaker.w,
        "c": site.catalogue,
        "d": site.catalogue.directory,
        "today": site.today,
        "link": link,
        "here": carried,
        "compose": compose,
        "asset": asset,
        "icon": icon,
        "row": row,
        "absolute": url,
        "link_target": lambda key: site.find(key, page.language).address,
        "link_lines": lambda links: link_lines(
            [(text, url(site.find(key, page.language).address)) for text, key in links],
            page.language),
        "relative_to": marked,
        "has_page": lambda key: (key, page.language) in site.by_key,
        "sisters": site.sisters(page),
        "speakers": site.speakers,
        "sheet": sheet_of(page),
        "script": script_of(page),
        "pictures": pictures,
        "place_code": place.code if place else "",
        "filters": filters,
        "style": Markup(style),  # noqa: S704 - made by this package from classes and ids
        "policy": policy([style] if style else [],
                         manifest=page.template != "entry.html"),
        "head_title": neutral["title"] if page.sensitive else page.title,
        "head_description": description,
        "county_name": lambda code: counties()[code].name(page.language),
        "timetables": site.catalogue.timetables,
        "coming_days": lambda entry: coming.next_days(site.catalogue.timetables[entry.id], speaker),
        "rows": lambda entry: coming.rows(site.catalogue.timetables[entry.id], speaker),
        "week_table": lambda entry: views.week_table(entry, site.today),
        "known_until": lambda entry: views.known_until(site.catalogue, entry),
        "good_until": lambda entry: good_until(
            entry.verified, site.catalogue.directory.freshness) or "",
        "has_feed": lambda entry: has_feed(site.catalogue, entry),
        "structured": lambda entry: structured.of_entry(site.public, entry.id, speaker),
        "structured_organisation": lambda one: structured.of_organisation(
            site.public, one.id, speaker),
        "ways": lambda entry: ways(site.catalogue, entry, speaker),
        "line_rows": lambda key: site.line_rows.get((key, page.language), []),
        "slot_rows": lambda slot: coming.rows(slot.times, speaker),
        "qr": lambda: Markup(qr_code(url(page.address))),  # noqa: S704 - holds numbers only
        "webcal": lambda path: "webcal://" + site.root_url.partition("://")[2] + path,
        "missing_words": lambda entry: views.missing_words(entry, speaker),
        "freshness": lambda entry: views.freshness(entry, site.catalogue, site.today),
        "report_entry": lambda entry: report_entry(
            site.catalogue, speaker, entry, url(page.address), site.today),
        "report_link": lambda what="": views.report_link(
            site.catalogue, speaker, what, url(page.address)),
    }


def _filters(site: Site, page: Page, speaker: Speaker) -> Filters:
    if page.template == "organisations.html":
        made: Filters = page.context["filters"]
        return made
    if page.template == "week.html":
        return build(page.context["entries"], site.catalogue, speaker, by_kind=True,
                     cards=CALENDAR, placed=page.key == "week")
    by_kind = LIST_TEMPLATES.get(page.template)
    entries = page.context.get("entries", [])
    if by_kind is None or page.context.get("total", 0) > SINGLE_PAGE:
        return Filters((), "", {})
    return build(entries, site.catalogue, speaker,
                 by_kind=by_kind or len({entry.kind for entry in entries}) > 1)


def policy(styles: Iterable[str], *, manifest: bool = True) -> str:
    """The page's Content-Security-Policy: own files only, inline styles by their hash."""
    hashes = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in styles)
    own = "manifest-src 'self'; " if manifest else ""  # entry pages count every byte
    return ("default-src 'none'; script-src 'self'; "
            f"style-src 'self'{hashes}; img-src 'self'; connect-src 'self'; "
            f"{own}form-action 'self'; base-uri 'none'")


def render(environment: Environment, site: Site, page: Page) -> str:
    """One page as HTML."""
    html = environment.get_template(page.template).render(context(site, page))
    return with_links(site, page, tidy(html)) + "\n"


def with_links(site: Site, page: Page, html: str) -> str:
    """A rendered page with links in the place of its marked addresses."""
    here = page.address
    known: dict[str, str] = {}

    def href(address: str) -> str:
        if address not in known:
            known[address] = site.href(here, address)
        return known[address]

    return settle(html, href)


def file_of(page: Page) -> str:
    """Path of the page's file from the site's root."""
    return f"{page.address}index.html" if page.address.endswith("/") or not page.address else (
        page.address)


def page_jobs(environment: Environment, site: Site, shares: int) -> list[Job]:
    """The record pages in about as many jobs as *shares*: a language's together, so that a process
    renders a card once for all its lists.
    """
    for template in {page.template for page in site.pages}:
        environment.get_template(template)  # compiled once, before the processes part
    each = -(-shares // len(site.speakers))
    return [Job("pages", partial(_rendered, environment, site, pages[part::each]))
            for pages in ([page for page in site.pages if page.language == language]
                          for language in site.speakers)
            for part in range(each)]


def _rendered(environment: Environment, site: Site, pages: Sequence[Page]) -> Files:
    """Each page, and what stands beside it."""
    for page in pages:
        try:
            html = render(environment, site, page)
        except Exception as error:
            raise RenderError(
                f"page '{page.key}' ({page.language}) with {page.template}: "
                f"{type(error).__name__}: {error}") from error
        yield file_of(page), html.encode("utf-8")
        for beside in (picture(page, site.root_url), structured.beside(site.public, page)):
            if beside:
                yield beside
