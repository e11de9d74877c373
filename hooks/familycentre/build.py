"""One build of the site, from a data folder to finished files; the caller owns prose rendering."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from jinja2 import Environment

from familycentre.addresses import SEGMENTS, address
from familycentre.assets import ICONS, KIND_ICONS, LOGO, Assets, gather, icon_symbols
from familycentre.browser_editor.files import files as editor_files
from familycentre.bundle import page_scripts, search_engine
from familycentre.catalogue import Catalogue, load
from familycentre.charts import locator_sheet
from familycentre.coming import NEXT, holidays
from familycentre.coverage_page import files as coverage_files
from familycentre.exports.files import data_jobs
from familycentre.feeds import feed_jobs
from familycentre.handout import parts
from familycentre.language.speaker import Speaker
from familycentre.model import ENTRY_KINDS
from familycentre.near import places_file
from familycentre.offline import core, worker
from familycentre.page import Page
from familycentre.pages import plan
from familycentre.problems import At, Problems
from familycentre.progress import Progress
from familycentre.prose import linked_keys, read_prose, resolve_links
from familycentre.render import Site, context, file_of, page_jobs, with_links
from familycentre.rules.synonyms import check_language
from familycentre.search.guides import guides
from familycentre.search.site_index import build as build_index
from familycentre.search.site_index import say
from familycentre.settings import Settings
from familycentre.values import WEEKDAYS
from familycentre.week import PARTS
from familycentre.writing import Files, processes_for, results, run, write_all

FEW_PAGES = 64
"""Under this many pages, starting processes costs more than it saves."""


class DataError(Exception):
    """The data has errors; the problems say which."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(f"{len(problems.errors)} errors in the data")
        self.problems = problems


@dataclass(frozen=True)
class Places:
    """Where a build reads from, and the address it will be served at."""

    data: Path
    docs: Path
    assets: Path
    root_url: str
    """Absolute address of the site with a trailing slash."""


def start(places: Places, settings: Settings, today: datetime.date,
          progress: Progress | None = None) -> tuple[Site, Problems]:
    """Read and check everything, and plan every page; *progress* is told of each stage.

    Raises DataError when a record, or the front matter of a hand-written page, has errors.
    """
    progress = progress or Progress()
    catalogue, problems = load(places.data, today, progress, everyday_words=False)
    languages: list[str] = list(catalogue.directory.languages) if catalogue else []
    prose = read_prose(places.docs, languages, problems)
    if catalogue is None or problems.errors:
        raise DataError(problems)
    speakers = {language: Speaker(language, tuple(other for other in languages
                                                  if other != language))
                for language in languages}
    assets = gather(places.assets)
    assets = assets.with_files({**manifests(catalogue, speakers, assets, places.root_url),
                                "places.json": places_file(catalogue)})
    if catalogue.municipalities:
        codes = tuple(one.code for one in catalogue.municipalities)
        assets = assets.with_files({"map.svg": locator_sheet(
            codes, icon_symbols({**ICONS, **KIND_ICONS}, LOGO)).encode()})
    with progress.stage("pages planned"):
        pages = plan(catalogue, speakers, today)
    pages.append(_not_found(speakers, places.root_url, assets))
    addresses = {language: {page.key: page.address for page in pages if page.language == language}
                 for language in speakers}
    made = _Parts(catalogue, speakers, addresses, places.assets, today, settings.link_to_index)
    tasks = [task for each in zip(*(_parts_of(made, one) for one in speakers), strict=True)
             for task in each]
    with progress.stage("search and scripts"):
        found = results(tasks, _processes(len(pages), settings.processes))
    for part in found:
        assets = assets.with_files(part.named)
        assets = Assets({**assets.files, **part.files}, {**assets.paths, **part.paths})
        problems.take(part.problems)
    _check_addresses(catalogue, [*pages, *prose], problems)
    if problems.errors:
        raise DataError(problems)
    return Site(catalogue, speakers, tuple(pages), tuple(prose), assets, places.root_url, today,
                settings.link_to_index, places.assets), problems


@dataclass(frozen=True)
class _Part:
    """Some assets of one language, and what is wrong with its everyday words."""

    named: Mapping[str, bytes]
    """By plain name."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """By path: they name each other by their content already."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """Of those, path by plain name."""
    problems: Problems = field(default_factory=Problems)


def _parts_of(made: _Parts, language: str) -> list[Callable[[], _Part]]:
    """What is worked out once a language, the longest first."""
    return [partial(one, made, language) for one in (_search, _handout, _scripts)]


@dataclass(frozen=True)
class _Parts:
    """What the assets of each language are made from."""

    catalogue: Catalogue
    speakers: dict[str, Speaker]
    addresses: dict[str, dict[str, str]]
    """Address of every page by its key, by language."""
    folder: Path
    """The assets' sources."""
    today: datetime.date
    link_to_index: bool


def _search(made: _Parts, language: str) -> _Part:
    """The index, and the everyday words that lead nowhere in it."""
    told = say(made.catalogue, made.speakers, language)
    manifest, index = build_index(made.catalogue, made.speakers, language,
                                  made.addresses[language], made.today, told)
    check_language(made.catalogue, language, told, problems := Problems())
    return _Part({}, {f"assets/search/{name}": data for name, data in index.contents.items()},
                 {f"index-{language}": f"assets/search/{manifest}"}, problems)


def _handout(made: _Parts, language: str) -> _Part:
    """The records as my list needs them."""
    found = parts(made.catalogue, made.speakers[language], made.addresses[language], made.today)
    return _Part({f"list-{language}-{number}.json": data for number, data in enumerate(found)})


def _scripts(made: _Parts, language: str) -> _Part:
    """The scripts, the search engine and what stands above its results."""
    speaker, addresses = made.speakers[language], made.addresses[language]
    time = speaker.w["time"]
    more = {"holidays": holidays(made.today, made.catalogue.horizon(made.today), speaker),
            "link_to_index": made.link_to_index, "next_dates": NEXT,
            "my_list_path": addresses["my_list"],
            "kinds": [SEGMENTS[one.kind][language] for one in ENTRY_KINDS],
            "parts": [[part, speaker.w["week"][part or "some_time"]] for part in (*PARTS, "")],
            "hours": time["hours"], "from": time["from"],
            "weekdays": [speaker.label("weekday_short", day) for day in WEEKDAYS]}
    scripts = page_scripts(made.folder, speaker.w, more)
    return _Part({
        f"guides-{language}.json": guides(made.catalogue, speaker, addresses),
        f"search-{language}.js": search_engine(made.folder, language),
        **{f"{name}-{language}.js": script for name, script in scripts.items()},
    })


def _check_addresses(catalogue: Catalogue, pages: list[Page], problems: Problems) -> None:
    """Two pages at one address, or with one key, would overwrite each other."""
    seen: dict[object, Page] = {}
    told: set[tuple[str, At]] = set()
    for page in pages:
        for mark in (file_of(page).casefold(), (page.key, page.language)):
            other = seen.setdefault(mark, page)
            if other is page:
                continue
            origin = _origin(catalogue, page) or _origin(catalogue, other) or ("data", (1, 1))
            if origin in told:
                continue  # a record has several pages: it is told once
            told.add(origin)
            problems.add(*origin, "duplicate-address",
                         f"'{page.key}' and '{other.key}' would both be the page "
                         f"'{page.address}'.", "Rename one of them.")


def _origin(catalogue: Catalogue, page: Page) -> tuple[str, At] | None:
    """Where the record or the file of a page stands."""
    if page.source:
        return f"docs/{page.source}", (1, 1)
    record = page.context.get("entry") or page.context.get("organisation") or (
        page.context.get("network"))
    if record is not None:
        return catalogue.origin(record).place()
    situation = page.context.get("situation")
    return catalogue.origins[f"situations/{situation.id}"].place() if situation else None


def _not_found(speakers: dict[str, Speaker], root_url: str, assets: Assets) -> Page:
    """The error page: hosts serve it for any address, so it needs nothing from beside it."""
    first = next(iter(speakers.values()))
    style = assets.files[assets.paths["front.css"]].decode()
    return Page("not-found", first.language, "404.html", "not_found.html",
                first.w["not_found"]["title"], indexed=False,
                context={"inline_style": style, "root_path": urlsplit(root_url).path or "/",
                         "help_addresses": {
                             language: address(language, SEGMENTS["help"][language])
                             for language in speakers}})


def prose_context(site: Site, source: str) -> dict[str, Any]:
    """Template context of the hand-written page made from a file of the docs folder."""
    return context(site, _prose_page(site, source))


def prose_output(site: Site, source: str, html: str) -> str:
    """A hand-written page in its frame, whole: with links in the place of marked addresses."""
    return with_links(site, _prose_page(site, source), html)


def prose_links(site: Site, source: str, html: str) -> str:
    """A hand-written page's HTML with its ``page:KEY`` links resolved; ``page:/PATH`` is a file.

    Raises UnknownPageError for a key that no page has.
    """
    page = _prose_page(site, source)
    links = {key: site.href(page.address, key[1:] if key.startswith("/") else
                            site.find(key, page.language).address)
             for key in linked_keys(html)}
    return resolve_links(html, links, link_to_index=site.link_to_index)


def _prose_page(site: Site, source: str) -> Page:
    return next(page for page in site.prose if page.source == source)


def _processes(pages: int, wanted: int) -> int:
    return 1 if pages < FEW_PAGES else processes_for(wanted)


def finish(site: Site, environment: Environment, folder: Path, processes: int,
           progress: Progress | None = None) -> int:
    """Write the record pages and everything beside them; the number of pages.

    *processes* 0 means one a core. The bytes do not depend on it.
    """
    progress = progress or Progress()
    count = _processes(len(site.pages), processes)
    with progress.stage("pages, feeds and open data"):
        _ = site.public.entries, site.public.organisations  # once, before the processes part
        # Beside most pages of records stand a picture and a file of data.
        about = len(site.pages) + 4 * len(site.speakers) * len(site.catalogue.entries)
        run([*page_jobs(environment, site, count), *feed_jobs(site), *data_jobs(site)], folder,
            count, progress, about)
    write_all(folder, _beside(site, environment))
    write_all(folder, [("sw.js", worker(site, core(site, folder), site.sources))])
    return len(site.pages)


def _beside(site: Site, environment: Environment) -> Files:
    """The few files that belong to no page."""
    yield from site.assets.files.items()
    yield from coverage_files(site.catalogue, site.speakers, site.pages)
    yield from editor_files(site, environment)
    # Where iOS looks for it.
    yield "apple-touch-icon.png", site.assets.files[site.assets.paths["icon-180.png"]]
    yield "sitemap.xml", sitemap(site).encode()
    yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {site.root_url}sitemap.xml\n".encode()
    yield ".nojekyll", b""  # GitHub Pages: serve the files as they are


def sitemap(site: Site) -> str:
    """Every page that search engines may list, with its sisters (sitemaps.org 0.9, hreflang)."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for page in (*site.pages, *site.prose):
        if not page.indexed:
            continue
        lines.append(f"<url><loc>{escape(site.root_url + page.address)}</loc>")
        if page.updated:
            lines.append(f"<lastmod>{page.updated.isoformat()}</lastmod>")
        sisters = site.sisters(page)
        if len(sisters) > 1:
            for language, sister in sisters.items():
                href = quoteattr(site.root_url + sister.address)
                lines.append(
                    f'<xhtml:link rel="alternate" hreflang="{language}" href={href}/>')
        lines.append("</url>")
    lines.append("</urlset>")
    return "\n".join(lines) + "\n"


ICON_SIZES = (180, 192, 512)


def manifests(
    catalogue: Catalogue, speakers: Mapping[str, Speaker], assets: Assets, root_url: str
) -> dict[str, bytes]:
    """A web app manifest a language (W3C Web Application Manifest), for those who install it.

    Its ``id`` is the start page's path: several sites may share one host.
    """
    made: dict[str, bytes] = {}
    for language, speaker in speakers.items():
        icons = [{"src": Path(assets.paths["icon.svg"]).name, "type": "image/svg+xml",
                  "sizes": "any"}]
        icons += [{"src": Path(assets.paths[f"icon-{size}.png"]).name, "type": "image/png",
                   "sizes": f"{size}x{size}"} for size in ICON_SIZES]
        icons += [{"src": Path(assets.paths["icon-maskable.png"]).name, "type": "image/png",
                   "sizes": "512x512", "purpose": "maskable"}]
        manifest = {
            "name": speaker.plain(catalogue.directory.name),
            "short_name": speaker.plain(catalogue.directory.short_name),
            "id": f"{urlsplit(root_url).path}{language}/",
            "lang": language, "start_url": f"../{language}/", "scope": "../",
            "display": "minimal-ui", "background_color": "#fbf8f3", "theme_color": "#fbf8f3",
            "icons": icons,
        }
        made[f"manifest-{language}.json"] = json.dumps(
            manifest, ensure_ascii=False, indent=1).encode("utf-8")
    return made

