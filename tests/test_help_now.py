"""The help page: who stands where, what is open at a fixed moment, and the fewest bytes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from benchmarks.bytes import weigh
from benchmarks.server import serving
from playwright.sync_api import Browser, Page
from tests.conftest import ROOT, until
from tests.directories import HELPLINES, TODAY, write, write_second_county
from tests.sites import DAY, Document, built, read_site
from tests.test_browser import DESK, LANGUAGES, PHONE, RULES, SCHEMES

from familycentre.catalogue import load
from familycentre.helplines import GROUPS, grouped, own_numbers
from familycentre.language import words

pytestmark = pytest.mark.browser

ZONES = ("Europe/Helsinki", "America/Los_Angeles", "Pacific/Auckland")
HELP = {"fi": "fi/apua/", "sv": "sv/hjalp/"}
MOST = 12_288
"""Bytes of the help page with everything it loads, compressed."""
NBSP = "\u00a0"

LINES = HELPLINES + """\
- id: ilta
  name: {fi: Iltalinja, sv: Kvällslinjen}
  who_for: {fi: Kaikille., sv: För alla.}
  phone: "0800 100 200"
  schedule: [{days: [mon, tue, wed, thu, fri, sat, sun], start: "20:00", end: "23:00"}]
  languages: [sv]
  topics: [crisis]
  verified: 2026-11-01
- id: yo
  name: {fi: Yölinja, sv: Nattlinjen}
  who_for: {fi: Kaikille., sv: För alla.}
  phone: "0800 100 300"
  schedule: [{days: [mon, tue, wed, thu, fri, sat, sun], start: "21:00", end: "02:00"}]
  languages: [fi]
  topics: [crisis]
  source: {url: https://example.fi, date: "2022"}
- id: aina
  name: {fi: Aina, sv: Alltid}
  who_for: {fi: Kaikille., sv: För alla.}
  phone: "0800 100 400"
  schedule: [{always: true}]
  chat:
    url: https://chat.example.fi
    schedule: [{days: [mon, tue, wed, thu, fri], start: "09:00", end: "15:00"}]
  languages: [fi, sv]
  topics: [violence]
  verified: 2026-11-01
- id: kahdella
  name: {fi: Kahdella kielellä, sv: På två språk}
  who_for: {fi: Kaikille., sv: För alla.}
  phone: "0800 100 500"
  schedule:
    - {days: [thu], start: "12:00", end: "14:00", note: {fi: ruotsiksi, sv: på svenska}}
    - {days: [thu], start: "09:00", end: "20:00", note: {fi: suomeksi, sv: på finska}}
  languages: [fi, sv]
  topics: [crime]
  verified: 2026-11-01
- id: sanoin
  name: {fi: Osin sanoin, sv: Delvis i ord}
  who_for: {fi: Kaikille., sv: För alla.}
  phone: "0800 100 600"
  schedule:
    - {days: [mon], start: "09:00", end: "10:00"}
    - {text: {fi: usein iltaisin, sv: ofta på kvällen}}
  topics: [online]
- id: kausi
  name: {fi: Syyslinja, sv: Höstlinjen}
  who_for: {fi: Kaikille., sv: För alla.}
  phone: "0800 100 700"
  schedule: [{days: [thu], start: "20:00", end: "21:00", until: 2026-12-03}]
  topics: [separation]
  verified: 2026-11-01
"""
OWN = """\
type: social_emergency
name: {fi: Sosiaalipäivystys, sv: Socialjouren}
summary: {fi: Kun apua tarvitaan heti., sv: När hjälp behövs genast.}
tasks: [3]
municipality: [Kokkola, Kannus]
contacts: [{phone: "06 826 4500"}]
schedule: [{always: true}]
languages: [fi, sv]
verified: 2026-11-01
"""

Open = Callable[..., Page]


def write_county(folder: Path) -> Path:
    """The second county with more help lines and a number of its own."""
    write_second_county(folder)
    write(folder / "helplines.yml", LINES)
    write(folder / "public_services/oma.yml", OWN)
    return folder


@pytest.fixture(scope="session")
def help_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("help")
    return built(folder / "site", write_county(folder / "data"))


@pytest.fixture(scope="session")
def help_address(help_site: Path) -> Iterator[str]:
    with serving(help_site, "/pk/") as address:
        yield address


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Opens an address at a moment in Finland."""
    contexts = []

    def go(address: str, when: str, zone: str = ZONES[0], **options: object) -> Page:
        settings: dict[str, object] = {"viewport": PHONE, **options}
        context = browser.new_context(timezone_id=zone, **settings)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        summer = "2027-03-28" <= when[:10] < "2027-10-31"
        page.clock.set_fixed_time(datetime.datetime.fromisoformat(
            f"{when}+0{3 if summer else 2}:00"))
        page.goto(address)
        return page

    yield go
    for context in contexts:
        context.close()


def now(page: Page, name: str) -> str:
    """What the card of a line says of now, all its parts, with ordinary spaces."""
    card = page.locator("main li", has=page.get_by_role("heading", name=name, exact=True))
    assert card.count() == 1
    return " | ".join(" ".join(one.inner_text().replace(NBSP, " ").split())
                      for one in card.locator("[data-open]").all() if one.is_visible())


UNSURE_FI, UNSURE_SV = " Aikaa ei ole vahvistettu.", " Tiden är inte bekräftad."
MOMENTS: list[tuple[str, str, str, str]] = [
    ("2026-11-26 20:30", "Iltalinja", "Auki nyt, klo 23 saakka.", "Öppet nu till kl. 23."),
    ("2026-11-26 20:30", "Yölinja", f"Avataan tänään klo 21.{UNSURE_FI}",
     f"Öppnar i dag kl. 21.{UNSURE_SV}"),
    ("2026-11-26 20:30", "Aina", "Suljettu nyt, avataan huomenna klo 9.",
     "Stängt nu, öppnar i morgon kl. 9."),
    ("2026-11-26 20:30", "Syyslinja", "Auki nyt, klo 21 saakka.", "Öppet nu till kl. 21."),
    ("2026-11-26 13:00", "Kahdella kielellä",
     "Auki nyt, klo 20 saakka (suomeksi). Auki nyt, klo 14 saakka (ruotsiksi).",
     "Öppet nu till kl. 20 (på finska). Öppet nu till kl. 14 (på svenska)."),
    ("2026-11-26 10:00", "Kahdella kielellä",
     "Auki nyt, klo 20 saakka (suomeksi). Avataan tänään klo 12 (ruotsiksi).",
     "Öppet nu till kl. 20 (på finska). Öppnar i dag kl. 12 (på svenska)."),
    ("2026-11-27 03:00", "Iltalinja", "Avataan tänään klo 20.", "Öppnar i dag kl. 20."),
    ("2026-11-27 03:00", "Yölinja", f"Avataan tänään klo 21.{UNSURE_FI}",
     f"Öppnar i dag kl. 21.{UNSURE_SV}"),
    ("2026-11-27 01:59", "Yölinja", f"Pitäisi olla auki nyt, klo 2 saakka.{UNSURE_FI}",
     f"Ska vara öppet nu till kl. 2.{UNSURE_SV}"),
    ("2026-11-22 00:30", "Yölinja", f"Pitäisi olla auki nyt, klo 2 saakka.{UNSURE_FI}",
     f"Ska vara öppet nu till kl. 2.{UNSURE_SV}"),  # the day of the build
    ("2026-11-27 23:00", "Aina", "Suljettu nyt, avataan ma 30.11. klo 9.",
     "Stängt nu, öppnar mån 30.11. kl. 9."),
    ("2026-12-03 21:00", "Syyslinja", "", ""),  # its season is over
    ("2026-12-06 20:30", "Iltalinja",
     "Tänään on itsenäisyyspäivä. Emme tiedä, onko auki (tavallisesti klo 20–23). Voit kokeilla.",
     ("I dag är det självständighetsdagen. Vi vet inte om det är öppet (vanligen kl. 20–23). "
      "Du kan pröva.")),
    ("2026-12-06 23:30", "Iltalinja", "Suljettu nyt, avataan huomenna klo 20.",
     "Stängt nu, öppnar i morgon kl. 20."),
    ("2026-12-24 20:30", "Iltalinja",
     "Tänään on jouluaatto. Emme tiedä, onko auki (tavallisesti klo 20–23). Voit kokeilla.",
     "I dag är det julafton. Vi vet inte om det är öppet (vanligen kl. 20–23). Du kan pröva."),
    ("2026-12-24 00:30", "Yölinja", f"Pitäisi olla auki nyt, klo 2 saakka.{UNSURE_FI}",
     f"Ska vara öppet nu till kl. 2.{UNSURE_SV}"),  # since the evening before
    ("2026-12-23 23:30", "Iltalinja",
     "Suljettu nyt, avataan huomenna klo 20. Silloin on jouluaatto: voi olla kiinni.",
     "Stängt nu, öppnar i morgon kl. 20. Då är det julafton: det kan vara stängt."),
    ("2026-12-27 00:30", "Yölinja", "", ""),  # nobody knows whether it opened on St Stephen's Day
    ("2027-05-31 22:00", "Iltalinja", "Auki nyt, klo 23 saakka.", "Öppet nu till kl. 23."),
    ("2027-05-31 23:30", "Iltalinja", "", ""),
    ("2027-06-01 20:30", "Iltalinja", "", ""),
    ("2026-11-26 20:30", "Osin sanoin", "", ""),
    ("2026-11-26 20:30", "Hätänumero", "", ""),
]
SWEDISH = {"Iltalinja": "Kvällslinjen", "Yölinja": "Nattlinjen", "Aina": "Alltid",
           "Kahdella kielellä": "På två språk", "Osin sanoin": "Delvis i ord",
           "Syyslinja": "Höstlinjen", "Hätänumero": "Nödnumret"}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_open_now(opened: Open, help_address: str, language: str, zone: str) -> None:
    wrong = []
    for when in dict.fromkeys(moment for moment, *_ in MOMENTS):
        page = opened(help_address + HELP[language], when, zone)
        for moment, name, finnish, swedish in MOMENTS:
            if moment == when:
                found = now(page, name if language == "fi" else SWEDISH[name])
                if found != (finnish if language == "fi" else swedish):
                    wrong.append((when, name, found))
        page.context.close()
    assert wrong == []


def test_a_confirmation_grows_old_while_the_site_stands(opened: Open, help_address: str) -> None:
    """Confirmed 10.1.2026: a warning is due from 11.1.2027 on, whatever the day of the build."""
    page = opened(help_address + HELP["fi"], "2026-11-26 13:00")
    told = page.locator("[data-open][data-fresh='2027-11-01']")
    assert told.count() == 4
    told.first.evaluate("one => one.dataset.fresh = '2026-11-25'")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert told.count() == 3
    assert "Pitäisi olla auki nyt" in page.locator("[data-fresh='2026-11-25']").inner_text()


def test_a_page_that_lies_open_does_not_go_on_saying_open(
        browser: Browser, help_address: str) -> None:
    with browser.new_context(timezone_id=ZONES[1]) as context:
        page = context.new_page()
        page.clock.install(time=datetime.datetime.fromisoformat("2026-11-26T22:58:00+02:00"))
        page.goto(help_address + HELP["fi"])
        assert now(page, "Iltalinja") == "Auki nyt, klo 23 saakka."
        page.clock.run_for(180_000)
        assert now(page, "Iltalinja") == "Suljettu nyt, avataan huomenna klo 20."


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_the_page_says_its_hours_and_nothing_of_now(
        opened: Open, help_address: str, language: str) -> None:
    page = opened(help_address + HELP[language], "2026-11-26 20:30", java_script_enabled=False)
    assert page.locator("[data-open]").count() > 5
    assert page.locator("[data-open]:visible").count() == 0
    text = " ".join(page.locator("main").inner_text().replace(NBSP, " ").split())
    told = words(language)["help"]
    for key in ("open_now", "open_now_unsure", "opens", "opens_today"):
        assert told[key].split("{")[0] not in text
    for hours in (("Ma–su klo 20–23.", "Puhelin: Ympäri vuorokauden.", "Chat: Ma–pe klo 9–15.",
                   "Chat suomeksi: Torstaisin klo 18–20.", "Jonoa voi olla.") if language == "fi"
                  else ("Mån–sön kl. 20–23.", "Telefon: Dygnet runt.", "Chatt: Mån–fre kl. 9–15.",
                        "Chatt på finska: Torsdagar kl. 18–20.", "Det kan vara kö.")):
        assert hours in text
    for age in (told["times_from"].format(date="2022"),
                told["times_verified"].format(date="1.11.2026"), told["times_undated"]):
        assert age in text


def test_only_hours_that_are_whole_reach_the_browser(tmp_path: Path) -> None:
    catalogue, _ = load(write_county(tmp_path / "data"), TODAY)
    assert catalogue is not None
    assert set(catalogue.line_times) == {
        "vanhempien-linja", "vanhempien-linja/chat", "ilta", "yo", "aina/chat", "kahdella", "kausi"}


# --- who stands where ----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def pages(help_site: Path) -> dict[str, Document]:
    return read_site(help_site)


def headings(page: Document, *tags: str) -> list[str]:
    return [text.strip() for one in page.all(*tags)
            if (text := one.text or page.elements[page.elements.index(one) + 1].text)]


def test_groups_stand_from_the_most_urgent_and_a_jump_leads_to_each(
        pages: dict[str, Document]) -> None:
    for language, path in HELP.items():
        page = pages[f"{path}index.html"]
        names = words(language)["help"]["groups"]
        wanted = [names[one] for one in ("urgent", "violence", "talk", "parents", "separation",
                                         "crime", "own")]
        assert headings(page, "h2")[:len(wanted)] == wanted
        jumps = [one for one in page.all("a") if one.attributes["href"].startswith("#a")]
        assert [one.text for one in jumps] == wanted
        ids = [one.attributes["id"] for one in page.all("h2") if "id" in one.attributes]
        assert [one.attributes["href"][1:] for one in jumps] == ids
        first = next(one for one in page.all("a") if one.attributes["href"].startswith("tel:"))
        assert first.attributes["href"] == "tel:112"


def test_a_line_stands_once_by_its_first_topic(tmp_path: Path) -> None:
    catalogue, _ = load(ROOT / "data", DAY)
    assert catalogue is not None
    groups = grouped(catalogue.helplines.values())
    assert list(groups) == list(GROUPS)
    every = [line.id for there in groups.values() for line in there]
    assert sorted(every) == sorted(catalogue.helplines)
    assert [line.id for line in groups["urgent"]] == ["112", "116117", "myrkytystietokeskus"]
    made, _ = load(write_county(tmp_path / "data"), TODAY)
    assert made is not None
    assert {line.id: name for name, there in grouped(made.helplines.values()).items()
            for line in there} == {
        "112": "urgent", "aina": "violence", "ilta": "talk", "yo": "talk", "sanoin": "talk",
        "vanhempien-linja": "parents", "kahdella": "crime", "kausi": "separation"}


@pytest.mark.parametrize(("language", "names", "other"), [
    ("fi", ["Yölinja", "Iltalinja"], "Vastaa ruotsiksi."),
    ("sv", ["Kvällslinjen", "Nattlinjen"], "Svarar på finska."),
])
def test_the_page_s_language_comes_first_and_the_other_is_said(
        pages: dict[str, Document], language: str, names: list[str], other: str) -> None:
    page = pages[f"{HELP[language]}index.html"]
    found = headings(page, "h3")
    assert found.index(names[0]) < found.index(names[1])
    texts = [one.text for one in page.elements if one.tag == "#text"]
    told = texts.index(other)
    assert texts.index(names[1]) < told < texts.index(names[1]) + 12
    assert texts.count(other) == 1


def test_the_county_s_own_numbers_come_from_records(
        pages: dict[str, Document], tmp_path: Path, sample_site: Path) -> None:
    for language, path in HELP.items():
        page = pages[f"{path}index.html"]
        assert [one.attributes["href"] for one in page.all("a")].count("tel:+35868264500") == 1
        assert words(language)["help"]["own_unknown"] not in page.words
        assert any("/oma/" in link for link in page.links())
    made, _ = load(write_county(tmp_path / "data"), TODAY)
    assert made is not None
    listed = made.listed()
    (county,) = own_numbers(made, listed)
    assert [entry.id for entry in county.entries] == ["oma"]
    paused = [one.model_copy(update={"status": "paused"}) for one in listed]
    assert own_numbers(made, paused)[0].entries == ()
    sample = read_site(sample_site)
    for language, path in HELP.items():
        page = sample[f"{path}index.html"]
        assert words(language)["help"]["own_unknown"] in page.words
        links = {one.attributes["href"] for one in page.all("a")}
        assert {"https://itauusimaa.fi", "https://www.keusote.fi", "https://www.luvn.fi",
                "https://vakehyva.fi", "https://www.hel.fi"} <= links


# --- a tired parent at night ---------------------------------------------------------------------

SEEN = """one => { const box = one.getBoundingClientRect();
    const bar = document.querySelector('.bar').getBoundingClientRect();
    const floor = bar.top > innerHeight / 2 ? bar.top : innerHeight;
    const roof = document.querySelector('.exit').getBoundingClientRect().bottom;
    return box.top >= Math.max(0, roof) - 1 && box.bottom <= floor; }"""


@pytest.mark.parametrize(("language", "name", "line", "open_now"), [
    ("sv", "talk", "Kyrkans samtalstjänst", "Ska vara öppet nu till kl. 23."),
    ("fi", "talk", "MIELI Kriisipuhelin", ""),
])
def test_someone_to_talk_to_tonight_in_one_look(
        opened: Open, sample_address: str, language: str, name: str, line: str,
        open_now: str) -> None:
    page = opened(sample_address + HELP[language], "2026-11-26 20:30")
    jump = page.get_by_role("link", name=words(language)["help"]["groups"][name], exact=True)
    assert jump.evaluate(SEEN)
    jump.click()
    card = page.locator("li", has=page.get_by_role("heading", name=line, exact=True))
    call = card.locator("a.call")
    until(page, lambda: call.evaluate(SEEN))
    assert call.evaluate("one => one.closest('ul').querySelector('a.call') === one")
    assert card.get_by_role("heading").evaluate(SEEN)
    assert now(page, line).startswith(open_now)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_at_night_and_on_a_holiday(
        opened: Open, help_address: str, sample_address: str, language: str) -> None:
    axe, faults = Axe(), []
    for address, when in ((help_address, "2026-12-24 20:30"), (sample_address, "2026-11-27 03:00")):
        page = opened(address + HELP[language], when)
        for viewport in (PHONE, DESK):
            for scheme in SCHEMES:
                page.set_viewport_size(viewport)
                page.emulate_media(color_scheme=scheme)
                page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
                outcome = axe.run(page, options=RULES).response
                faults += [f"{when} {viewport['width']} {scheme} {one['id']} {node['target']}"
                           for one in (*outcome["violations"], *(
                               one for one in outcome["incomplete"]
                               if one["id"].startswith("color-contrast")))
                           for node in one["nodes"]]
    assert faults == []


def test_on_paper_there_is_no_now(opened: Open, help_address: str) -> None:
    page = opened(help_address + HELP["fi"], "2026-11-26 20:30")
    assert page.locator("[data-open]:visible").count() > 2
    page.emulate_media(media="print")
    assert page.locator("[data-open]:visible").count() == 0
    assert page.locator("main nav:visible").count() == 0
    assert page.get_by_text("Ma–su klo").first.is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_page_is_light(browser: Browser, sample_site: Path, sample_address: str,
                                language: str) -> None:
    weight = weigh(sample_site.resolve(), sample_site.resolve() / f"{HELP[language]}index.html")
    assert weight.whole <= MOST, weight
    with browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(sample_address + HELP[language], wait_until="networkidle")
        needed = [url for url in asked
                  if not any(name in url for name in ("print.", "/icon.", "favicon"))]
        assert len(needed) <= 4, needed
