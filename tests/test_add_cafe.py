"""The guide "add a café in five minutes": its example passes, its message is the check's own, and
its pictures show what their words say.

UPDATE_PICTURES=1 pytest tests/test_add_cafe.py makes the pictures anew.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
from pathlib import Path

import pytest
from benchmarks.server import serving
from playwright.sync_api import Browser
from tests.conftest import ROOT
from tests.directories import write
from tests.sites import DAY
from tests.test_pages import environment

from familycentre.build import Places, start
from familycentre.catalogue import load
from familycentre.language import words
from familycentre.problems import as_text
from familycentre.render import Site, file_of, render
from familycentre.settings import Settings

GUIDES = {"fi": "fi/tietoa/lisaa-kahvila.md", "sv": "sv/om/lagg-till-kafe.md"}
CAFE = "perhekahvila-esimerkki"
ESPOO = "049"
LARGEST = 60_000
"""Bytes of a picture: the guide is read on phones."""
TOLERANCE = 0.25
"""How much a picture's height may differ: fonts are not the same everywhere."""


def guide(language: str) -> str:
    return (ROOT / "docs" / GUIDES[language]).read_text(encoding="utf-8")


def example(language: str) -> str:
    (text,) = re.findall(r"```yaml\n(.*?)```", guide(language), re.DOTALL)
    return str(text)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cafe") / "data"
    shutil.copytree(ROOT / "data", folder)
    (folder / "meeting_places" / f"{CAFE}.yml").write_text(example("fi"), encoding="utf-8")
    return folder


def test_both_guides_have_the_same_example() -> None:
    assert example("fi") == example("sv")


def test_the_message_is_the_checks_own(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    wrong = example("fi").replace("09:30", "9.30")
    (folder / "meeting_places" / f"{CAFE}.yml").write_text(wrong, encoding="utf-8")
    _, problems = load(folder, DAY)
    (said,) = [as_text(one).removeprefix(f"{tmp_path}/") for one in problems.errors]
    for language in GUIDES:
        (shown,) = re.findall(r"```text\n(.*?)\n```", guide(language), re.DOTALL)
        assert shown == said


@pytest.fixture(scope="module")
def site(data: Path) -> Site:
    places = Places(data, ROOT / "docs", ROOT / "overrides" / "assets", "https://example.org/")
    made, problems = start(places, Settings(), DAY)
    mine = [one.code for one in problems if CAFE in one.file]
    assert set(mine) <= {"unverified", "far-away"}, mine
    return made


def size(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG (ISO/IEC 15948, IHDR)."""
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@pytest.mark.browser
@pytest.mark.parametrize("language", GUIDES)
def test_the_pictures_show_what_they_say(site: Site, browser: Browser, tmp_path: Path,
                                         language: str) -> None:
    card, own = re.findall(r'<img src="\.\./([^"]+)" alt="([^"]+)" width="280"', guide(language))
    pages = {key: site.find(key, language) for key in (f"entry:{CAFE}", f"municipality:{ESPOO}")}
    for page in pages.values():
        write(tmp_path / file_of(page), render(environment(), site, page).encode())
    for path, content in site.assets.files.items():
        write(tmp_path / path, content)
    folder = (ROOT / "docs" / GUIDES[language]).parent
    name = site.speakers[language].plain(site.catalogue.entries[CAFE].name)
    assert name in card[1]
    taken = {}
    with serving(tmp_path, "/") as address, browser.new_context(
            viewport={"width": 360, "height": 1200}, java_script_enabled=False,
            color_scheme="light") as context:
        context.set_default_timeout(20_000)
        tab = context.new_page()
        tab.goto(address + pages[f"municipality:{ESPOO}"].address)
        box = tab.locator(".cards > li", has=tab.get_by_role("link", name=name))
        assert words(language)["entry"]["free"].lower() in box.inner_text().lower()
        taken[card[0]] = box.screenshot()
        tab.goto(address + pages[f"entry:{CAFE}"].address)
        assert tab.locator("h1").inner_text() == name
        for word in ("who", "where", "when"):
            assert tab.locator("dt", has_text=words(language)["entry"][word]).count() >= 1
        top = tab.locator("h1").bounding_box()
        assert top
        taken[own[0]] = tab.screenshot(
            clip={"x": 0, "y": top["y"] - 12, "width": 360, "height": 560})
    for path, picture in taken.items():
        if os.environ.get("UPDATE_PICTURES"):
            write(folder / path, picture)
        kept = (folder / path).read_bytes()
        assert len(kept) <= LARGEST, path
        assert size(kept)[0] == pytest.approx(size(picture)[0], rel=TOLERANCE)
        assert size(kept)[1] == pytest.approx(size(picture)[1], rel=TOLERANCE)
