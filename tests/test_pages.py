"""Golden pages of the second county, whose records show every field and many traps.

After a wanted change: UPDATE_GOLDENS=1 pytest tests/test_pages.py, then read the difference.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from tests.conftest import ROOT
from tests.directories import TODAY, group, write, write_second_county

from familycentre.build import DataError, Places, start
from familycentre.planner import SINGLE_PAGE, chunked
from familycentre.progress import Progress
from familycentre.render import Site, file_of, page_jobs, prepare, render
from familycentre.settings import Settings
from familycentre.writing import run

GOLDEN = Path(__file__).parent / "golden"
SHOWN = re.compile(
    r"(?:entry|organisation|network):.+|meeting_place|situation:[a-z-]+(?::272)?|task:6"
    r"|municipality:272|municipalities|professionals|help|home|az|find")
"""Keys of the pages that are compared; of places with many pages of a kind, one."""


def environment() -> Environment:
    made = Environment(loader=FileSystemLoader(ROOT / "overrides"))
    prepare(made)
    return made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("golden")
    data = write_second_county(folder / "data")
    places = Places(data, ROOT / "docs", ROOT / "overrides" / "assets", "https://example.org/pk/")
    made, _ = start(places, Settings(), TODAY)
    return made


def shown(html: str) -> str:
    """The page's title and main part, without the hashes of asset names."""
    title = re.search(r"<title>.*?</title>", html, re.DOTALL)
    main = re.search(r"<main.*</main>", html, re.DOTALL)
    assert title is not None
    assert main is not None
    return re.sub(r"\.[0-9a-f]{6}\.", ".HASH.", f"{title[0]}\n{main[0]}\n")


def test_pages_are_as_their_goldens(site: Site) -> None:
    jinja = environment()
    found = {}
    for page in site.pages:
        if SHOWN.fullmatch(page.key):
            name = f"{page.language}-{page.key.replace(':', '-')}.html"
            found[name] = shown(render(jinja, site, page))
    if os.environ.get("UPDATE_GOLDENS"):
        GOLDEN.mkdir(exist_ok=True)
        for old in GOLDEN.glob("*.html"):
            old.unlink()
        for name, html in found.items():
            (GOLDEN / name).write_text(html, encoding="utf-8")
    kept = {path.name: path.read_text(encoding="utf-8") for path in GOLDEN.glob("*.html")}
    assert sorted(found) == sorted(kept)
    for name, html in found.items():
        assert html == kept[name], f"{name} differs; if that is wanted: make goldens"


def test_the_number_of_processes_does_not_change_a_byte(site: Site, tmp_path: Path) -> None:
    jinja = environment()
    for processes in (1, 2, 3):
        run(page_jobs(jinja, site, processes), tmp_path / str(processes), processes, Progress(), 0)
    for page in site.pages:
        first, *others = [(tmp_path / str(n) / file_of(page)).read_bytes() for n in (1, 2, 3)]
        assert others == [first, first]


def test_long_lists_are_numbered_pages_that_lose_nobody(site: Site) -> None:
    entry = next(iter(site.catalogue.entries.values()))
    assert chunked([entry] * SINGLE_PAGE) == [[entry] * SINGLE_PAGE]
    pages = chunked([entry] * (SINGLE_PAGE + 1))
    assert len(pages) > 1
    assert sum(map(len, pages)) == SINGLE_PAGE + 1


def test_two_pages_at_one_address_are_an_error(tmp_path: Path) -> None:
    data = write_second_county(tmp_path / "data")
    write(data / "organisations" / "toinen.yml",
          "type: ngo\nname: {fi: A, sv: A}\naliases: [soite-vanha]\n")
    docs = shutil.copytree(ROOT / "docs", tmp_path / "docs")
    write(docs / "fi" / "kunnat" / "kokkola" / "index.md", (docs / "fi/tietoa/index.md").read_text(
        encoding="utf-8").replace("key: about", "key: town"))
    places = Places(data, docs, ROOT / "overrides" / "assets", "https://example.org/pk/")
    with pytest.raises(DataError) as caught:
        start(places, Settings(), TODAY)
    (problem,) = caught.value.problems.errors
    assert (problem.code, problem.file) == ("duplicate-address", "docs/fi/kunnat/kokkola/index.md")
    assert "municipality:272" in problem.message


def test_a_directory_in_one_language_needs_nothing_else(tmp_path: Path) -> None:
    data = write_second_county(tmp_path / "data")
    directory = (data / "directory.yml").read_text(encoding="utf-8")
    write(data / "directory.yml", re.sub(r"languages: .*", "languages: [fi]", directory))
    places = Places(data, ROOT / "docs", ROOT / "overrides" / "assets", "https://example.org/pk/")
    made, _ = start(places, Settings(), TODAY)
    assert {page.language for page in (*made.pages, *made.prose)} == {"fi"}
    jinja = environment()
    for page in made.pages:
        render(jinja, made, page)


@pytest.mark.parametrize("change", [
    "address: {hidden: true}\n", "status: closed\n", "status: closed\norganiser: soite\n",
    "status: paused\n", "remote: true\n",
])
def test_a_record_with_nobody_to_turn_to_has_its_page(change: str, tmp_path: Path) -> None:
    data = write_second_county(tmp_path / "data")
    write(data / "peer_groups" / "testi.yml", group() + change)
    places = Places(data, ROOT / "docs", ROOT / "overrides" / "assets", "https://example.org/pk/")
    made, _ = start(places, Settings(), TODAY)
    for language in ("fi", "sv"):
        assert "<h1" in render(environment(), made, made.find("entry:testi", language))


def test_ids_that_are_words_of_addresses_stay_as_they_are(tmp_path: Path) -> None:
    data = write_second_county(tmp_path / "data")
    write(data / "peer_groups" / "help.yml", group(aliases="[find]"))
    places = Places(data, ROOT / "docs", ROOT / "overrides" / "assets", "https://example.org/pk/")
    made, _ = start(places, Settings(), TODAY)
    assert made.find("entry:help", "fi").address == "fi/vertaisryhmat/help/"
    assert made.find("redirect:entry:find", "fi").address == "fi/vertaisryhmat/find/"
