"""Every page's style sheet holds the rules of every class that stands in the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.sites import read_site

from familycentre.assets import SHEETS

ASSETS = ROOT / "overrides" / "assets"
PAPER = re.compile(r"@media print\s*\{(?:[^{}]|\{[^{}]*\})*\}")
"""Rules for paper are about what else stands on the page, not about what the page needs."""


def classes(css: str) -> set[str]:
    """Names of classes in the selectors of a sheet for screens."""
    text = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", PAPER.sub(" ", css), flags=re.DOTALL)
    return set(re.findall(r"\.([a-z][\w-]*)", text))


def parts() -> dict[str, str]:
    names = sorted({part for made in SHEETS.values() for part in made})
    return {name: (ASSETS / f"{name}.css").read_text(encoding="utf-8") for name in names}


def missing(site: Path) -> dict[str, set[str]]:
    """By page: classes that some sheet has rules for, and the page's own sheets have not."""
    every = set().union(*map(classes, parts().values()))
    found = {}
    for name, page in read_site(site).items():
        sheets = [page.file(one.attributes["href"]) for one in page.all("link", rel="stylesheet")
                  if one.attributes.get("media") != "print"]
        known = set().union(*(classes((site / sheet).read_text(encoding="utf-8"))
                              for sheet in sheets), *map(classes, re.findall(
                                  r"<style>(.*?)</style>", page.html, re.DOTALL)))
        used = {one for element in page.elements
                for one in element.attributes.get("class", "").split()}
        if gone := used & every - known:
            found[name] = gone
    return found


@pytest.mark.parametrize("name", ["sample_site", "second_site"])
def test_no_page_uses_a_class_whose_rules_it_does_not_load(
        name: str, request: pytest.FixtureRequest) -> None:
    found = missing(request.getfixturevalue(name))
    assert not found, dict(list(found.items())[:10])


def test_every_part_is_in_a_sheet_and_every_part_exists() -> None:
    on_disk = {path.stem for path in ASSETS.glob("*.css")} - {"print"}
    assert on_disk == set(parts())
