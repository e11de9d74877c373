"""Ten things a family comes for, walked through on a phone in both languages, counted in choices.

A choice is a tap on something, or a search that is typed and sent. Each is reached within three.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benchmarks.server import serving
from playwright.sync_api import Browser, Locator, Page, expect
from tests.test_browser import NOW, PHONE

pytestmark = pytest.mark.browser

LIMIT = 3
TONIGHT = "2026-11-26T20:30:00+02:00"


class Family:
    """Somebody with a phone on the home page, and how many choices they have made."""

    def __init__(self, page: Page, address: str, language: str) -> None:
        self.page = page
        self.language = language
        self.choices = 0
        page.goto(f"{address}{language}/")

    def tap(self, fi: str, sv: str, within: str = "main", *, exact: bool = True) -> None:
        """Tap the link or button with these words."""
        words = fi if self.language == "fi" else sv
        found = self.page.locator(within).get_by_role("link", name=words, exact=exact).or_(
            self.page.locator(within).get_by_role("button", name=words, exact=exact))
        self.press(found.first)

    def press(self, what: Locator) -> None:
        self.choices += 1
        assert self.choices <= LIMIT, "too many choices"
        what.click()

    def search(self, fi: str, sv: str) -> None:
        """Type a question and send it."""
        self.choices += 1
        assert self.choices <= LIMIT, "too many choices"
        form = self.page.locator("form.find")
        form.get_by_role("searchbox").fill(fi if self.language == "fi" else sv)
        form.get_by_role("button").click()
        expect(self.page.locator("#status")).to_contain_text(re.compile(r"\d"))

    def sees(self, *words: str) -> None:
        """Every text stands on the page and is shown."""
        for one in words:
            expect(self.page.locator("main").get_by_text(one).first).to_be_visible()


@pytest.fixture(params=["fi", "sv"])
def family(request: pytest.FixtureRequest, browser: Browser,
           sample_site: Path) -> Iterator[Callable[..., Family]]:
    contexts = []
    with serving(sample_site, "/repo/") as address:

        def come(now: str = NOW, **options: object) -> Family:
            context = browser.new_context(viewport=PHONE, **options)  # type: ignore[arg-type]
            contexts.append(context)
            context.set_default_timeout(20_000)
            page = context.new_page()
            page.clock.set_fixed_time(now)
            return Family(page, address, request.param)

        yield come
        for context in contexts:
            context.close()


Come = Callable[..., Family]


def test_a_cafe_with_a_baby_this_thursday_in_espoo(family: Come) -> None:
    one = family()
    one.search("vauvan kanssa kahvila torstaina Espoo", "café med baby på torsdag i Esbo")
    chips = one.page.locator("#chips")
    expect(chips).to_contain_text("Espoo" if one.language == "fi" else "Esbo")
    expect(chips).to_contain_text(re.compile("torstai|torsdag", re.IGNORECASE))
    expect(one.page.locator("#results li").first).to_contain_text(re.compile("Espoo|Esbo"))


def test_the_week_in_espoo_shows_thursday(family: Come) -> None:
    one = family()
    one.tap("Espoo", "Esbo")
    one.tap("Mitä tällä viikolla?", "Vad händer den här veckan?")
    heading = one.page.locator("#week h2").first
    expect(heading).to_contain_text(re.compile("Torstai 26.11.|Torsdag 26.11."))


def test_someone_to_talk_to_tonight_in_swedish(family: Come) -> None:
    one = family(TONIGHT)
    one.tap("Kaikki apunumerot", "Alla hjälpnummer")
    line = one.page.locator("li", has_text="0400 22 11 90").first
    expect(line).to_be_visible()
    expect(line).to_contain_text(re.compile("ruotsi|svenska"))
    expect(line).to_contain_text(re.compile("23"))
    expect(line.get_by_role("link", name=re.compile("0400"))).to_have_attribute(
        "href", re.compile(r"^tel:"))


def test_we_are_separating_what_now(family: Come) -> None:
    one = family()
    one.tap("Eroamme tai olemme eronneet", "Vi separerar eller har separerat")
    one.tap("Vantaa", "Vanda")
    one.sees("1. Soita tai kirjoita" if one.language == "fi" else "1. Ring eller skriv",
             "Et ole tämän kanssa yksin." if one.language == "fi"
             else "Du är inte ensam om det här.")
    assert one.page.locator("main h2").count() >= 4
    assert one.page.locator("main ul.cards li h3 a, main ul.cards li h4 a").count() >= 3


def test_my_partner_hits_me_and_leave_fast(family: Come) -> None:
    one = family()
    one.page.route("https://www.ilmatieteenlaitos.fi/**",
                   lambda route: route.fulfill(body="<title>x</title>", content_type="text/html"))
    one.tap("Pelkään kotona", "Jag är rädd hemma")
    calls = one.page.locator("main a[href^='tel:']")
    expect(calls.first).to_be_visible()
    assert one.page.title() in ("Tietoa perheille", "Information för familjer")
    one.tap("Poistu nopeasti", "Lämna snabbt", within="body")
    one.page.wait_for_url("https://www.ilmatieteenlaitos.fi/**")


def test_my_partner_hits_me_in_ones_own_words(family: Come) -> None:
    one = family()
    one.search("mieheni lyö minua", "min man slår mig")
    results = one.page.locator("#answer")
    expect(results.locator("li").first).to_be_visible()
    expect(one.page.locator("nav.exit a")).to_be_visible()


def test_i_have_twins(family: Come) -> None:
    one = family()
    one.search("meillä on kaksoset", "vi har tvillingar")
    expect(one.page.locator("#results li").first).to_contain_text(
        re.compile("[Mm]onikko|[Kk]akso|[Tt]villing|[Ff]lerling"))


def test_a_fathers_group(family: Come) -> None:
    one = family()
    one.tap("Isille", "För pappor")
    one.tap("Helsinki", "Helsingfors")
    one.sees(*(["Tapaa muita samassa tilanteessa"] if one.language == "fi"
               else ["Träffa andra i samma situation"]))
    cards = one.page.locator("main ul.cards li h3 a, main ul.cards li h4 a")
    assert any(re.search("isä|pappa|mies|ukki", text, re.IGNORECASE)
               for text in cards.all_inner_texts())


def test_new_in_finland_and_no_finnish(family: Come) -> None:
    one = family()
    expect(one.page.locator("main p[lang=en]")).to_contain_text("Help in other languages")
    one.press(one.page.locator("main").get_by_role("link", name="English"))
    expect(one.page.locator("#results li").first).to_be_visible()
    one.press(one.page.locator("#results li a").first)
    expect(one.page.locator("main dd", has_text=re.compile("englanti|engelska")).first
           ).to_be_visible()


def test_my_child_has_autism(family: Come) -> None:
    one = family()
    one.search("lapsellani on autismi", "mitt barn har autism")
    names = one.page.locator("#results li a").all_inner_texts()[:3]
    right = [name for name in names if re.search("Erityislas|Leijona", name)]
    assert right, names
    one.press(one.page.locator("#results").get_by_role("link", name=right[0]))
    expect(one.page.locator("main")).to_contain_text(re.compile("erityistä tukea|särskilt stöd"))


def test_no_car_near_kirkkonummi(family: Come) -> None:
    one = family()
    one.tap("Kirkkonummi", "Kyrkslätt")
    expect(one.page.locator("main").get_by_text(re.compile(r"\d+ km")).first).to_be_visible()
    one.press(one.page.locator("main ul.cards li a[href*='kirkkonummi-']").first)
    expect(one.page.locator("main")).to_contain_text(re.compile("Kirkkonummi|Kyrkslätt"))


def test_no_network_on_the_train(family: Come) -> None:
    one = family()
    one.tap("Pidä apunumerot mukana ilman verkkoa", "Ha hjälpnumren med dig utan nät")
    one.tap("Ota käyttöön", "Ta i bruk", exact=False)
    expect(one.page.locator("main [role=status]")).to_contain_text(re.compile("Valmis|Klart"))
    one.page.context.set_offline(True)
    one.tap("Apua heti", "Hjälp nu", within="nav.bar")
    one.sees("112")


@pytest.mark.parametrize(("fi", "sv", "number"), [
    ("itsemurha", "självmord", {"fi": "0111", "sv": "0112"}),
    ("en jaksa enää elää", "jag vill dö", {"fi": "0111", "sv": "0112"}),
    ("mies hakkaa minua", "min man slår mig", {"fi": "080 005 005", "sv": "080 005 005"}),
    ("nollalinja", "nollinjen", {"fi": "080 005 005", "sv": "080 005 005"}),
    ("lapsi joi myrkkyä", "mitt barn åt gift", {"fi": "0800 147 111", "sv": "0800 147 111"}),
])
def test_whoever_asks_in_distress_gets_a_number_first(
    family: Come, fi: str, sv: str, number: dict[str, str]
) -> None:
    one = family()
    form = one.page.locator("form.find")
    form.get_by_role("searchbox").fill(fi if one.language == "fi" else sv)
    form.get_by_role("button").click()
    call = one.page.locator("#guides a[href^='tel:']").first
    expect(call).to_contain_text(number[one.language])
    expect(one.page.locator("nav.exit a")).to_be_visible()
    tops = [one.page.locator(name).first.evaluate("e => e.getBoundingClientRect().top")
            for name in ("#guides", "#found")]
    assert tops == sorted(tops)


@pytest.mark.parametrize(("fi", "sv", "path"), [
    ("en jaksa", "jag orkar inte", {"fi": "en-jaksa/", "sv": "orkar-inte/"}),
    ("väsynyt äiti vauva Vantaa", "trött mamma baby Vanda",
     {"fi": "vauva/vantaa/", "sv": "baby/vanda/"}),
    ("mies hakkaa minua", "min man slår mig", {"fi": "kotona/", "sv": "hemma/"}),
    ("lapsellani on autismi", "mitt barn har autism",
     {"fi": "erityinen-tuki/", "sv": "sarskilt-stod/"}),
])
def test_a_question_about_ones_life_leads_to_the_guided_path(
    family: Come, fi: str, sv: str, path: dict[str, str]
) -> None:
    one = family()
    one.search(fi, sv)
    expect(one.page.locator("#guides h2 a").first).to_have_attribute(
        "href", re.compile(f"/{path[one.language]}$"))


def test_a_search_for_a_place_is_left_alone(family: Come) -> None:
    one = family()
    one.search("lapsi Espoo", "barn i Esbo")
    expect(one.page.locator("#results li").first).to_be_visible()
    expect(one.page.locator("#guides")).to_be_hidden()
