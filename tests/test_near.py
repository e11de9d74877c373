"""Near me: a place's name, a postcode or the phone's position, and what is nearest first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from benchmarks.server import serving
from playwright.sync_api import Browser, Page, expect
from tests.conftest import ROOT
from tests.directories import write, write_second_county
from tests.sites import DAY, built_relaxed
from tests.test_browser import NOW, PHONE

from familycentre.catalogue import load
from familycentre.near import places_file

HERE = {"latitude": 63.8400, "longitude": 23.1300}
"""In the middle of Kokkola."""
DOORS = {
    "kaukotupa": ("67200", 63.8700, 23.2500, 6.8),
    "lahitupa": ("67100", 63.8405, 23.1310, 0.07),
    "keskitupa": ("67300", 63.8500, 23.1300, 1.1),
}
"""Postcode, latitude, longitude and kilometres from HERE (reckoned by hand: a degree of latitude is
111.2 km, of longitude there 49.0 km)."""
WORDS = {"fi": ("Kunta tai postinumero", "Näytä", "Käytä sijaintiani", "Näytä lähimmät ensin"),
         "sv": ("Kommun eller postnummer", "Visa", "Använd min position",
                "Visa de närmaste först")}

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def near_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second county with three places whose doors are known and one whose door is not."""
    data = write_second_county(tmp_path_factory.mktemp("near") / "data")
    for name, (postcode, lat, lon, _) in DOORS.items():
        place(data, name, "address: {street: {fi: Katu 1, sv: Gatan 1}, "
                          f'postcode: "{postcode}"}}\n'
                          f"location: {{lat: {lat}, lon: {lon}}}\n")
    place(data, "tuntematon-tupa", "")
    place(data, "salatupa", 'address: {hidden: true, postcode: "67900"}\n'
                            "location: {lat: 63.7777, lon: 23.0777}\n")
    built_relaxed(data.parent / "site", data)
    return data.parent / "site"


def place(data: Path, name: str, more: str) -> None:
    write(data / "meeting_places" / f"{name}.yml",
          f"type: family_cafe\nname: {{fi: {name}, sv: {name}}}\n"
          "summary: {fi: Tule kahville., sv: Kom på kaffe.}\ntasks: [7]\nmunicipality: Kokkola\n"
          + more)


@pytest.fixture
def opened(browser: Browser, near_site: Path) -> Iterator[Open]:
    """Opens a page of the site under a sub-path; ``at`` is where the phone is, if it tells."""
    contexts = []
    with serving(near_site, "/repo/") as address:

        def go(path: str, at: dict[str, float] | None = None, **options: object) -> Page:
            more = {"geolocation": at, "permissions": ["geolocation"]} if at else {}
            context = browser.new_context(viewport=PHONE, **more, **options)  # type: ignore[arg-type]
            contexts.append(context)
            context.set_default_timeout(20_000)
            page = context.new_page()
            page.clock.set_fixed_time(NOW)
            page.goto(address + path)
            return page

        yield go
        for context in contexts:
            context.close()


def test_the_file_of_places_knows_every_name_and_postcode_of_the_directory() -> None:
    catalogue, _ = load(ROOT / "data", DAY)
    assert catalogue is not None
    told = json.loads(places_file(catalogue))
    assert set(told) == {one.code for one in catalogue.municipalities}
    assert told["049"]["names"] == ["Esbo", "Espoo"]
    assert "02770" in told["049"]["postcodes"].split()
    assert "00100" not in told["049"]["postcodes"]
    lat, lon = told["049"]["at"]
    assert (round(lat), round(lon)) == (60, 25)
    every = [code for one in told.values() for code in one["postcodes"].split()]
    assert len(every) == len(set(every))


@pytest.mark.browser
@pytest.mark.parametrize(("typed", "ending"), [
    ("kokkola", "kokkola/"), ("Karleby", "kokkola/"), (" kokk ", "kokkola/"),
    ("67100", "kokkola/#67100"), ("kannus", "kannus/"),
])
def test_a_name_or_a_postcode_leads_to_the_place(opened: Open, typed: str, ending: str) -> None:
    label, show, *_ = WORDS["fi"]
    page = opened("fi/")
    page.get_by_label(label).fill(typed)
    page.get_by_role("button", name=show).click()
    page.wait_for_url(f"**/fi/kunnat/{ending}")


@pytest.mark.browser
@pytest.mark.parametrize(("language", "path", "typed", "told"), [
    ("fi", "fi/", "Helsinki", "Tässä oppaassa ei ole paikkaa Helsinki."),
    ("sv", "sv/", "00100", "Den här guiden har ingen plats som heter 00100."),
    ("fi", "fi/", "k", "Tarkoititko näistä jotain: "),
])
def test_what_is_not_a_place_here_is_said_and_nothing_opens(
    opened: Open, language: str, path: str, typed: str, told: str
) -> None:
    label, show, *_ = WORDS[language]
    page = opened(path)
    page.get_by_label(label).fill(typed)
    page.get_by_role("button", name=show).click()
    expect(page.locator("form.near [role=status]")).to_contain_text(told)
    assert page.url.endswith(path)
    expect(page.get_by_label(label)).to_be_focused()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_position_is_asked_on_a_press_only_and_names_the_nearest(
    opened: Open, language: str
) -> None:
    page = opened(f"{language}/", HERE)
    status = page.locator("form.near [role=status]")
    assert status.inner_text() == ""
    page.get_by_role("button", name=WORDS[language][2]).click()
    first = status.get_by_role("link").first
    expect(first).to_contain_text("Kokkola" if language == "fi" else "Karleby")
    assert status.get_by_role("link").count() == 3
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    first.click()
    # The next page goes on from there: it asks again by itself and sorts.
    cards = page.locator("ul.cards").first.locator("> li")
    expect(cards.first).to_contain_text("lahitupa")
    assert page.url.endswith("#near")


@pytest.mark.browser
@pytest.mark.parametrize(("language", "path"), [("fi", "fi/kunnat/kokkola/"),
                                                ("sv", "sv/kommuner/karleby/")])
def test_the_nearest_door_stands_first_with_its_way(
    opened: Open, language: str, path: str
) -> None:
    page = opened(path, HERE)
    before = page.locator("ul.cards li .far").count()
    assert before == 0
    page.get_by_role("button", name=WORDS[language][3]).click()
    cards = page.locator("ul.cards").first.locator("> li")
    expect(cards.first).to_contain_text(" · 50 m")
    named = [text.split("\n")[0] for text in cards.all_inner_texts()]
    known = [name for name in named if name in DOORS]
    assert known == sorted(DOORS, key=lambda name: DOORS[name][3])
    assert named.index("tuntematon-tupa") > named.index("kaukotupa")
    far = {text.split("\n")[0]: text for text in cards.all_inner_texts()}
    assert " · 50 m" in far["lahitupa"]
    assert " · 1,1 km" in far["keskitupa"]
    assert " · 6,8 km" in far["kaukotupa"]
    assert "km" not in far["tuntematon-tupa"]
    assert "km" not in far["salatupa"]


@pytest.mark.browser
def test_a_postcode_puts_its_own_district_first_and_goes_along(opened: Open) -> None:
    page = opened("fi/kunnat/kokkola/#67200")
    cards = page.locator("ul.cards").first.locator("> li")
    expect(cards.first).to_contain_text("kaukotupa")
    expect(cards.first).to_contain_text("sama postinumero")
    page.locator("main details summary").first.click()
    page.locator("main .choices a[data-carry]").first.click()
    page.wait_for_url("**/kokkola/#67200")
    page.locator("a.tongue").click()
    page.wait_for_url("**/karleby/#67200")


@pytest.mark.browser
def test_a_refused_position_leaves_the_other_ways(opened: Open) -> None:
    page = opened("fi/")
    page.get_by_role("button", name="Käytä sijaintiani").click()
    expect(page.locator("form.near [role=status]")).to_have_text(
        "Sijaintia ei saatu. Kirjoita kunta tai postinumero.")


@pytest.mark.browser
def test_without_scripts_the_names_lead_there(opened: Open) -> None:
    page = opened("fi/", java_script_enabled=False)
    expect(page.get_by_label("Kunta tai postinumero")).to_be_hidden()
    page.locator("main .names a", has_text="Kokkola").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kokkola")


@pytest.mark.browser
def test_nothing_is_stored_or_sent_by_looking_for_a_place(opened: Open) -> None:
    page = opened("fi/", HERE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Käytä sijaintiani").click()
    page.locator("form.near [role=status] a").first.click()
    expect(page.locator(".far").first).to_be_visible()
    assert not [url for url in asked if "63." in url or "23." in url]
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_no_card_tells_where_a_hidden_door_is(near_site: Path) -> None:
    for path in near_site.rglob("*"):
        if path.is_file():
            text = path.read_bytes()
            assert b"63.7777" not in text, path
            assert b"67900" not in text or path.suffix == ".json", path  # where every postcode is
