"""Embeds: what stands in frames on other sites' pages, and the lines that are copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from html.parser import HTMLParser
from pathlib import Path

import pytest
from benchmarks.bytes import weigh
from benchmarks.server import serving
from playwright.sync_api import Browser
from tests.conftest import ROOT
from tests.directories import TODAY, group, write, write_second_county
from tests.sites import SITE_URL, Document, read_site

from familycentre.build import Places, start
from familycentre.embeds import SHOWN, frame_line, link_lines
from familycentre.page import Page
from familycentre.settings import Settings

BUDGET = 5_120
"""Bytes, compressed, until an embed is drawn."""


@pytest.fixture(scope="module")
def pages(sample_site: Path) -> dict[str, Document]:
    return read_site(sample_site)


def embeds(pages: dict[str, Document]) -> Iterator[Document]:
    found = [page for name, page in pages.items() if name.startswith("embed/")]
    assert len(found) > 20
    yield from found


def planned(folder: Path) -> list[Page]:
    places = Places(folder, ROOT / "docs", ROOT / "overrides" / "assets", "https://x.test/")
    site, _ = start(places, Settings(), TODAY)
    return [page for page in site.pages if page.template == "embed.html"]


def test_links_open_around_the_frame_and_the_switch_inside_it(pages: dict[str, Document]) -> None:
    for page in embeds(pages):
        for one in page.all("a"):
            href, inside = one.attributes["href"], one.attributes.get("class") == "tongue"
            assert ("target" not in one.attributes) == inside, page.path
            assert one.attributes.get("target", "_top") == "_top", page.path
            file = page.file(href)
            assert file in pages, (page.path, href)
            assert file.startswith("embed/") == inside, page.path
            if inside:
                other = pages[file]
                assert other.language != page.language
                assert page.path in {other.file(back.attributes["href"])
                                     for back in other.all("a")}


def test_an_embed_is_not_found_by_engines_but_its_page_is(
        pages: dict[str, Document], sample_site: Path) -> None:
    sitemap = (sample_site / "sitemap.xml").read_text(encoding="utf-8")
    assert "/embed/" not in sitemap
    for page in embeds(pages):
        assert page.meta("robots") == "noindex"
        (canonical,) = [one.attributes["href"] for one in page.all("link", rel="canonical")]
        assert f"<loc>{canonical}</loc>" in sitemap, page.path


def test_an_embed_needs_no_script_and_nothing_forbids_the_frame(
        pages: dict[str, Document]) -> None:
    for page in embeds(pages):
        assert page.all("script", "iframe", "form", "img", "base") == []
        assert "frame-ancestors" not in page.html
        assert "X-Frame-Options" not in page.html
        assert 1 <= len(page.all("li")) <= SHOWN
        assert any(page.file(one.attributes["href"]) in (
            "fi/apua/index.html", "sv/hjalp/index.html") for one in page.all("a"))


def test_embeds_keep_their_budget(sample_site: Path) -> None:
    weights = [weigh(sample_site, page) for page in (sample_site / "embed").rglob("index.html")]
    assert [one for one in weights if one.render > BUDGET] == []
    assert [one for one in weights if one.whole != one.render] == []  # nothing comes later


def test_nothing_sensitive_stands_in_a_frame(tmp_path: Path) -> None:
    data = write_second_county(tmp_path / "data")
    write(data / "peer_groups" / "arka.yml", group(sensitive="true"))
    found = planned(data)
    shown = {entry.id for page in found for entry in page.context["entries"]}
    assert shown
    assert "arka" not in shown
    assert not [page.key for page in found if page.key.endswith("task:6")]
    for page in found:
        for entry in page.context["entries"]:
            assert not entry.is_sensitive
            assert not (entry.address and entry.address.hidden)
            assert entry.status not in ("closed", "do_not_list")


def test_a_long_list_is_cut_and_leads_to_the_others(tmp_path: Path) -> None:
    data = write_second_county(tmp_path / "data")
    before = [page.address for page in planned(data)]
    for number in range(60):
        write(data / "peer_groups" / f"ryhma-{number}.yml", group())
    found = planned(data)
    largest = max(found, key=lambda page: page.context["total"])
    assert largest.context["total"] >= 60
    assert max(len(page.context["entries"]) for page in found) == SHOWN
    assert [page.address for page in found] == before  # no page more for 60 records


class Frames(HTMLParser):
    """The elements of a pasted text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_what_is_copied_is_one_frame_whatever_the_title() -> None:
    title = '"><script>alert(1)</script>'
    ((tag, attributes),) = Frames(frame_line("https://x.test/embed/fi/a/", title)).found
    assert (tag, attributes["title"]) == ("iframe", title)
    assert attributes["loading"] == "lazy"
    assert [tag for tag, _ in Frames(link_lines([(title, "https://x.test/")], "fi")).found] == [
        "ul", "li", "a"]


def test_every_embed_can_be_copied_and_is_named(pages: dict[str, Document]) -> None:
    copied: dict[str, str] = {}
    for name, page in pages.items():
        if name.startswith(("fi/ammattilaisille/upota/", "sv/for-yrkespersoner/badda-in/")):
            for tag, attributes in (pair for line in texts(page) for pair in Frames(line).found):
                if tag == "iframe":
                    copied[str(attributes["src"])] = str(attributes["title"])
                elif tag == "a":
                    path = str(attributes["href"]).removeprefix(SITE_URL)
                    assert f"{path}index.html" in pages, path
    wanted = {SITE_URL + page.path.removesuffix("index.html"): page for page in embeds(pages)}
    assert set(copied) == set(wanted)
    for url, title in copied.items():
        assert wanted[url].all("h1")
        assert wanted[url].title.startswith(title)


def texts(page: Document) -> Iterator[str]:
    """What stands in the boxes to copy from, as a browser reads it."""
    class Boxes(HTMLParser):
        inside = False
        found: list[str]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "textarea":
                self.inside = True
                self.found.append("")

        def handle_endtag(self, tag: str) -> None:
            self.inside = self.inside and tag != "textarea"

        def handle_data(self, data: str) -> None:
            if self.inside:
                self.found[-1] += data

    boxes = Boxes()
    boxes.found = []
    boxes.feed(page.html)
    yield from boxes.found


@pytest.mark.browser
def test_a_frame_works_on_another_sites_page(
        browser: Browser, sample_address: str, tmp_path: Path,
        serve_folder: Callable[[Path], str]) -> None:
    line = frame_line(f"{sample_address}embed/fi/kohtaamispaikat/", "Paikat")
    (tmp_path / "index.html").write_text(
        f'<!doctype html><html lang="fi"><title>Koulu</title><h1>Koulu</h1>{line}', "utf-8")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(serve_folder(tmp_path))
        frame = page.frame_locator("iframe")
        frame.locator(".tongue").click()
        frame.locator("html[lang=sv]").wait_for()
        assert page.locator("h1").inner_text() == "Koulu"
        frame.locator("li h2 a").first.click()
        page.wait_for_url(f"{sample_address}sv/motesplatser/*/")


@pytest.fixture
def serve_folder() -> Iterator[Callable[[Path], str]]:
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(serving(folder, "/koulu/"))
