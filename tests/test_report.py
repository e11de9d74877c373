"""Report a mistake: the issue form opens filled in, and what it says is taken by from-issue."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml
from tests.conftest import ROOT
from tests.directories import CAFE, DIRECTORY, TODAY, write
from tests.sites import Document
from tests.test_pages import environment

from familycentre.build import Places, start
from familycentre.issue_forms import FOLDER, form_words
from familycentre.render import Site, render
from familycentre.reporting import LONGEST
from familycentre.settings import Settings

PLAIN = DIRECTORY.replace("  github: esimerkki/perheopas\n", "")


def site_of(folder: Path, directory: str = DIRECTORY) -> Site:
    write(folder / "directory.yml", directory)
    places = Places(folder, ROOT / "docs", ROOT / "overrides" / "assets", "https://example.org/pk/")
    made, _ = start(places, Settings(), TODAY)
    return made


def buttons(site: Site, language: str) -> dict[str, str]:
    """Where "report a mistake" of every record leads, by id."""
    found = {}
    for page in site.pages:
        if page.template == "entry.html" and page.language == language:
            html = Document(page.address, render(environment(), site, page))
            (button,) = [one for one in html.all("a") if one.attributes["href"].startswith(
                ("mailto:korjaukset@example.org?", "https://github.com"))]
            found[page.context["entry"].id] = button.attributes["href"]
    return found


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_form_opens_in_the_pages_language_with_the_record(
        second_county: Path, language: str) -> None:
    site = site_of(second_county)
    open_to_all = {entry.id for entry in site.catalogue.entries.values() if not entry.is_sensitive}
    found = buttons(site, language)
    sensitive = set(found) - open_to_all
    assert open_to_all
    assert sensitive
    for one in sensitive:  # an issue is public and tells who wrote it
        assert found[one].startswith("mailto:"), one
    for one in open_to_all:
        link = urlsplit(found[one])
        asked = dict(parse_qsl(link.query))
        assert (link.netloc, link.path) == ("github.com", "/esimerkki/perheopas/issues/new")
        form = yaml.safe_load((ROOT / FOLDER / asked["template"]).read_text(encoding="utf-8"))
        fields = {field.get("id") for field in form["body"]}
        assert set(asked) - {"template", "title"} <= fields
        assert form["name"] == form_words(language)["change"]["name"]
        assert asked["title"].startswith(form["title"])
        address = site.find(f"entry:{one}", language).address
        assert asked["record"] == f"https://example.org/pk/{address}"
        assert site.speakers[language].plain(site.catalogue.entries[one].name) in asked["wrong"]
        assert len(asked["wrong"]) <= LONGEST
        assert len(found[one]) < 2_000


def test_the_form_names_what_stood_there(second_county: Path) -> None:
    site = site_of(second_county)
    cafe = yaml.safe_load(CAFE)
    name = next(one for one in site.catalogue.entries.values()
                if one.name.get("fi") == cafe["name"]["fi"]).id
    wrong = dict(parse_qsl(urlsplit(buttons(site, "sv")[name]).query))["wrong"]
    assert cafe["address"]["postcode"] in wrong
    assert "\xa0" not in wrong
    assert "<" not in wrong


def test_without_a_repository_nothing_changes(second_county: Path) -> None:
    assert all(link.startswith("mailto:korjaukset@example.org?subject=")
               for link in buttons(site_of(second_county, PLAIN), "fi").values())
