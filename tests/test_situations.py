"""Life situations as guided paths: from the lightest help to the strongest, near home."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.sites import DAY, Document, read_site

from familycentre.catalogue import Catalogue, answers, load
from familycentre.guided import LEVELS, NATIONWIDE_SHOWN, STEPS, Step, is_open, step_of
from familycentre.language.speaker import Speaker
from familycentre.page import Page
from familycentre.pages import plan
from familycentre.reference import kilometres, neighbours


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    found, _ = load(ROOT / "data", DAY)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def paths(catalogue: Catalogue) -> dict[tuple[str, str, str], Page]:
    """Every guided path by situation, municipality and language."""
    speakers = {"fi": Speaker("fi", ("sv",)), "sv": Speaker("sv", ("fi",))}
    found = {}
    for page in plan(catalogue, speakers, DAY):
        if page.template == "situation_place.html":
            _, situation, code = page.key.split(":")
            found[situation, code, page.language] = page
    return found


@pytest.fixture(scope="module")
def site(sample_site: Path) -> dict[str, Document]:
    return read_site(sample_site)


def steps_of(page: Page) -> list[Step]:
    steps: list[Step] = page.context["steps"]
    return steps


def test_every_situation_has_a_path_in_every_municipality_and_language(
    catalogue: Catalogue, paths: Mapping[tuple[str, str, str], Page]
) -> None:
    assert set(paths) == {(situation.id, one.code, language) for situation in catalogue.situations
                          for one in catalogue.municipalities for language in ("fi", "sv")}


def test_steps_go_from_the_lightest_to_the_strongest(
    paths: Mapping[tuple[str, str, str], Page]
) -> None:
    for page in paths.values():
        names = [step.name for step in steps_of(page)]
        assert names == sorted(names, key=STEPS.index)
        assert {"talk", "public"} <= set(names)
        if page.sensitive:
            assert "drop_in" not in names  # "the child plays" is no word for who is afraid
        for step in steps_of(page):
            levels = [LEVELS.index(entry.support_level or "universal") for entry in step.own]
            assert levels == sorted(levels)
            every = [*step.own, *(entry for entry, _, _ in step.near), *step.nationwide]
            assert {step_of(entry) for entry in every} <= {step.name}
            assert len({entry.id for entry in every}) == len(every)


def test_a_path_shows_what_answers_there_and_leaves_nothing_of_the_place_out(
    catalogue: Catalogue, paths: Mapping[tuple[str, str, str], Page]
) -> None:
    for situation in catalogue.situations:
        right = [entry for entry in catalogue.listed() if answers(entry, situation) or (
            situation.suits_open_places and is_open(entry))]
        for one in catalogue.municipalities:
            steps = steps_of(paths[situation.id, one.code, "sv"])
            own = {entry.id for step in steps for entry in step.own}
            assert own == {entry.id for entry in right
                           if one.code in (*catalogue.reach[entry.id].home,
                                           *catalogue.reach[entry.id].wide)}
            national = sum(len(step.nationwide) + step.more for step in steps)
            assert national == sum(catalogue.reach[entry.id].nationwide for entry in right)
            assert all(len(step.nationwide) <= NATIONWIDE_SHOWN for step in steps)


def test_neighbours_are_near_and_their_distance_is_true(
    catalogue: Catalogue, paths: Mapping[tuple[str, str, str], Page]
) -> None:
    seats = {one.code: one for one in catalogue.municipalities}
    shown = 0
    for (_, code, _), page in paths.items():
        here = seats[code]
        for step in steps_of(page):
            assert [km for *_, km in step.near] == sorted(km for *_, km in step.near)
            for entry, other, km in step.near:
                shown += 1
                assert other.code in neighbours()[code]
                assert other.code in catalogue.reach[entry.id].home
                assert code not in catalogue.reach[entry.id].home
                real = kilometres(here.lat, here.lon, other.lat, other.lon)
                assert abs(km - real) <= 1
    assert shown > 100


def test_a_path_can_be_read_from_top_to_bottom(site: Mapping[str, Document]) -> None:
    page = site["sv/livssituationer/orkar-inte/esbo/index.html"]
    text = page.words
    order = ["Du är inte ensam om det här.", "1. Ring eller skriv", "MIELI Kristelefonen",
             "2. Kom på besök", "I grannkommunerna", "3. Träffa andra i samma situation",
             "Be en organisation om hjälp"]
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    assert " km" in text
    assert "tel:+35892525" in page.html


def test_pages_of_a_place_lead_to_its_own_week_and_search(site: Mapping[str, Document]) -> None:
    for path, week, find in (
        ("fi/elamantilanteet/vauva/espoo/index.html", "fi/tapahtuu/espoo/index.html",
         "fi/haku/index.html#place=049"),
        ("sv/kommuner/esbo/index.html", "sv/pa-gang/esbo/index.html",
         "sv/sok/index.html#place=049"),
        ("fi/kunnat/espoo/tehtava-7/index.html", "fi/tapahtuu/espoo/index.html",
         "fi/haku/index.html#place=049"),
    ):
        assert {week, find} <= set(site[path].links())
    assert "fi/tapahtuu/index.html" in site["fi/index.html"].links()


def test_every_path_of_a_sensitive_situation_is_neutral(
    catalogue: Catalogue, site: Mapping[str, Document],
    paths: Mapping[tuple[str, str, str], Page]
) -> None:
    sensitive = {one.id for one in catalogue.situations if one.is_sensitive}
    assert sensitive
    for (situation, _, language), page in paths.items():
        document = site[f"{page.address}index.html"]
        has_exit = bool(document.all("nav", **{"class": "exit"}))
        assert has_exit == (situation in sensitive)
        if situation in sensitive:
            assert document.title in ("Tietoa perheille", "Information för familjer"), language
            assert document.meta("robots") == "noarchive,nosnippet"
