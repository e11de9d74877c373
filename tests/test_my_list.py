"""My list: gathered on one page, given on by paper, link, QR code, text and calendar."""

from __future__ import annotations

import datetime
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import icalendar
import pypdfium2
import pytest
import zxingcpp
from benchmarks.server import serving
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from tests.conftest import until
from tests.directories import CAFE, FATHERS, write, write_second_county
from tests.sites import DAY, Document, built
from tests.test_browser import DESK, LANGUAGES, NOW, PHONE, faults_of

from familycentre.catalogue import load
from familycentre.handout import CODE_LENGTH, clashes, code_of, count_parts, part_of
from familycentre.language import words
from familycentre.views import turn_to

W = {language: words(language)["my_list"] for language in LANGUAGES}
CAFE_ID, FATHERS_ID, SHELTER_ID, OLD_ID = "perhekahvila-kokko", "isat", "pesa", "vanha-kahvila"
PATHS = {
    "fi": {"list": "fi/lista/", CAFE_ID: "fi/kohtaamispaikat/perhekahvila-kokko/",
           FATHERS_ID: "fi/vertaisryhmat/isat/", SHELTER_ID: "fi/jarjestojen-palvelut/pesa/",
           "find": "fi/haku/"},
    "sv": {"list": "sv/lista/", CAFE_ID: "sv/motesplatser/perhekahvila-kokko/",
           FATHERS_ID: "sv/kamratstodsgrupper/isat/",
           SHELTER_ID: "sv/organisationernas-tjanster/pesa/", "find": "sv/sok/"},
}
NAMES = {"fi": {CAFE_ID: "Perhekahvila Kokko", FATHERS_ID: "Isät"},
         "sv": {CAFE_ID: "Familjecafé Kokko", FATHERS_ID: "Pappor"}}

Go = Callable[..., Page]


# --- codes ---------------------------------------------------------------------------------------


def test_codes_are_promises() -> None:
    """Lists that families saved hold these: they may never change."""
    assert [code_of(one) for one in ("isat", "perhekahvila-kokko", "a")] == [
        "1g0f8mw", "90etzfr", "oiv4rrg"]
    assert all(re.fullmatch(r"[0-9a-z]{7}", code_of(one)) for one in ("isat", "a", "a" * 80))


@settings(deadline=None, derandomize=True)
@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=80))
def test_a_code_belongs_to_one_part(identity: str) -> None:
    code = code_of(identity)
    assert len(code) == CODE_LENGTH
    for count in (1, 2, 40):
        assert 0 <= part_of(code, count) < count


def test_ten_thousand_ids_have_codes_of_their_own() -> None:
    assert clashes([f"paikka-{number}" for number in range(10_000)]) == []


def test_two_records_of_one_code_are_an_error(
        second_county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("familycentre.handout.code_of", lambda one: one[:1])
    _, problems = load(second_county, DAY)
    assert {one.code for one in problems.errors} == {"duplicate-id"}
    assert ("data/ngo_services/pesa.yml", True) in {
        (one.file, "'perhekahvila-kokko'" in one.message) for one in problems.errors}


# --- the pages -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_second_county(tmp_path_factory.mktemp("my-list") / "data")
    write(folder / "peer_groups/ohi.yml", FATHERS.replace("Isät, sv", "Ohi on, sv")
          + "status: closed\n")
    for number in range(40):
        write(folder / f"meeting_places/tupa-{number}.yml", CAFE.replace(
            "Perhekahvila Kokko", f"Tupa {number}").replace("Familjecafé Kokko", f"Stuga {number}")
            .replace("aliases: [vanha-kahvila]\n", ""))
    return folder


@pytest.fixture(scope="module")
def site(data: Path) -> Path:
    return built(data.parent / "site", data)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serving(site, "/repo/") as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=PHONE) as made:
        made.set_default_timeout(20_000)
        yield made


@pytest.fixture
def asked(context: BrowserContext) -> list[Request]:
    found: list[Request] = []

    def note(request: Request) -> None:  # Playwright cannot listen with a list's own method
        found.append(request)

    context.on("request", note)
    return found


@pytest.fixture
def go(context: BrowserContext, address: str) -> Go:
    """Opens a page by its path in a tab; without a tab, in a new one."""
    def opened(path: str, page: Page | None = None) -> Page:
        page = page or context.new_page()
        page.clock.set_fixed_time(NOW)
        page.goto(address + path)
        return page

    return opened


def link(language: str, *ids: str) -> str:
    return f"{PATHS[language]['list']}#l={'.'.join(code_of(one) for one in ids)}"


def add(page: Page, language: str) -> None:
    page.get_by_role("button", name=W[language]["add"]).first.click()


def names(page: Page) -> list[str]:
    expect(page.locator("#items > li").first).to_be_visible()
    return page.locator("#items h2").all_inner_texts()


def stores(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "({local: {...localStorage}, session: {...sessionStorage}})")
    return found


def read_paper(data: bytes) -> tuple[list[str], list[str]]:
    """The text of each page of a PDF, and what its QR codes say, at 150 dots an inch."""
    with pypdfium2.PdfDocument(data) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
        pictures = [page.render(scale=150 / 72).to_pil() for page in document]
    codes = [one.text for picture in pictures for one in zxingcpp.read_barcodes(picture)]
    return texts, sorted(codes)


def read_codes(image: bytes) -> list[str]:
    return [one.text for one in zxingcpp.read_barcodes(Image.open(io.BytesIO(image)))]


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_records_are_added_on_their_pages_and_taken_off(go: Go, language: str) -> None:
    paths = PATHS[language]
    page = go(paths[CAFE_ID])
    assert stores(page) == {"local": {}, "session": {}}
    add(page, language)
    assert stores(page)["local"] == {}
    go(paths[FATHERS_ID], page)
    add(page, language)
    page.get_by_role("link", name=W[language]["show"].format(n=2)).click()
    page.wait_for_url(f"**/{paths['list']}")  # one's own list leaves nothing in the history
    assert names(page) == [NAMES[language][CAFE_ID], NAMES[language][FATHERS_ID]]
    # Taken off, and back again.
    name = NAMES[language][CAFE_ID]
    page.get_by_role("button", name=f"{W[language]['off']}: {name}").click()
    expect(page.locator("#items > li")).to_have_count(1)
    page.get_by_role("button", name=W[language]["undo"]).press("Enter")
    expect(page.locator("#items > li")).to_have_count(2)
    # Another order, by the keyboard; the focus goes along.
    page.get_by_role("button", name=f"{W[language]['down']}: {name}").press("Enter")
    expect(page.locator("#items h2")).to_have_text(
        [NAMES[language][FATHERS_ID], NAMES[language][CAFE_ID]])
    expect(page.get_by_role("button", name=f"{W[language]['up']}: {name}")).to_be_focused()
    # On the record's page the button takes off what stands there.
    go(paths[CAFE_ID], page)
    page.get_by_role("button", name=W[language]["remove"]).click()
    expect(page.get_by_role("link", name=W[language]["show"].format(n=1))).to_be_visible()


@pytest.mark.browser
def test_results_have_the_button_too(go: Go) -> None:
    page = go(f"{PATHS['fi']['find']}#q=is%C3%A4t")
    button = page.get_by_role("button", name=f"{W['fi']['add']} Isät", exact=True)
    button.click()
    expect(page.get_by_role("button", name=f"{W['fi']['remove']} Isät", exact=True)).to_be_focused()
    page.get_by_role("link", name=W["fi"]["show"].format(n=1)).click()
    assert names(page) == ["Isät"]


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_minutes_by_the_keyboard_alone(
        browser: Browser, address: str, language: str) -> None:
    """From home to the printer: search, arrows, A for three results, P, Enter."""
    with browser.new_context(viewport=DESK) as context:
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        page.add_init_script("window.print = () => { window.printed = true; };")
        page.goto(address + f"{language}/")
        field = page.get_by_role("searchbox", name=words(language)["search"]["label"])
        field.focus()
        page.keyboard.type({"fi": "tupa", "sv": "stuga"}[language])
        page.keyboard.press("Enter")
        page.wait_for_selector("#results h3 a")
        page.locator("#words").focus()
        page.evaluate("document.querySelector('#results li').id = 'before'")
        page.keyboard.type(" ")  # a letter in the field is only a letter
        expect(page.locator("#before")).to_have_count(0)  # the answer to it has come
        for key in (*["ArrowDown", "a"] * 4, "a", "a", "ArrowUp", "/"):
            page.keyboard.press(key)
        expect(page.locator("#words")).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("p")
        expect(page.get_by_role("button", name=W[language]["print"])).to_be_focused()
        page.wait_for_url(f"**/{PATHS[language]['list']}")
        assert len(names(page)) == 4
        page.keyboard.press("Enter")
        on_paper(page, address, language)


def on_paper(page: Page, address: str, language: str) -> None:
    """The list of four that was printed: two pages at most, and its codes lead to the records."""
    expect(page.locator("#sheet h3")).to_have_count(4)
    until(page, lambda: page.evaluate("window.printed") is True)
    found = names(page)
    texts, codes = read_paper(page.pdf(format="A4", prefer_css_page_size=True))
    assert len(texts) <= 2
    assert all(name in "".join(texts) for name in found)
    links = [one.get_attribute("href") for one in page.locator("#items h2 a").all()]
    ids = [str(one).rstrip("/").rpartition("/")[2] for one in links]
    assert codes == sorted([*map(str, links), address + link(language, *ids)])


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_minutes_by_the_phone(browser: Browser, address: str, language: str) -> None:
    """From home to the printer with the thumb: search, four results, one put back, print."""
    with browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        page.add_init_script("window.print = () => { window.printed = true; };")
        page.goto(address + f"{language}/")
        page.get_by_role("searchbox", name=words(language)["search"]["label"]).tap()
        page.keyboard.type({"fi": "tupa", "sv": "stuga"}[language])
        page.keyboard.press("Enter")
        results = page.locator("#results > ul > li")
        for at in range(5):
            results.nth(at).get_by_role("button").tap()
        results.nth(4).get_by_role("button").tap()  # not this one after all
        page.get_by_role("link", name=W[language]["show"].format(n=4)).tap()
        page.get_by_role("button", name=W[language]["print"]).tap()
        on_paper(page, address, language)


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_results_as_a_table_that_is_sorted(go: Go, language: str) -> None:
    w = words(language)["search"]
    page = go(f"{PATHS[language]['find']}#q={ {'fi': 'tupa', 'sv': 'stuga'}[language] }")
    page.get_by_role("button", name=w["as_table"]).click()
    rows = page.locator("#results tbody tr")
    expect(rows).to_have_count(40)
    best = rows.locator("th").all_inner_texts()
    in_order = [f"{ {'fi': 'Tupa', 'sv': 'Stuga'}[language] } {number}" for number in range(40)]
    heading = page.get_by_role("columnheader", name=w["column_name"])
    for sorting, wanted in (("ascending", in_order), ("descending", in_order[::-1]), (None, best)):
        heading.get_by_role("button").press("Enter")
        expect(rows.locator("th")).to_have_text(wanted)
        assert heading.get_attribute("aria-sort") == sorting
        expect(heading.get_by_role("button")).to_be_focused()
    # The address keeps it, and the keys lead through the rows.
    heading.get_by_role("button").dblclick()
    page.wait_for_url("**&table=-name")
    page.reload()
    expect(rows.first.locator("th")).to_have_text(in_order[-1])
    expect(heading).to_have_attribute("aria-sort", "descending")
    page.locator("#words").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("a")
    page.get_by_role("link", name=W[language]["show"].format(n=1)).click()
    assert names(page) == [in_order[-1]]


@pytest.mark.browser
def test_waiting_times_are_shown_sorted_and_filtered_by(go: Go) -> None:
    w = words("fi")["search"]
    page = go(PATHS["fi"]["list"])
    page.set_viewport_size(DESK)
    go(f"{PATHS['fi']['find']}#waiting=12&table=waiting", page)
    expect(page.locator("#results tbody tr")).to_have_count(2)
    expect(page.locator("#results th a")).to_have_text(["Perheneuvola", "Isät"])
    shown = page.locator("#results tbody").inner_text()
    assert w["no_wait"] in shown
    assert w["wait_weeks"].format(n=6) in shown
    page.get_by_label(w["no_wait"], exact=True).check()
    page.get_by_role("checkbox", name=w["waits"]["other"].format(n=12)).uncheck()
    expect(page.locator("#results th a")).to_have_text(["Perheneuvola"])
    # What is not known stands last, whichever way.
    groups = "kind=peer_group&kind=public_service&kind=ngo_service"
    page = go(f"{PATHS['fi']['find']}#{groups}&table=-waiting", page)
    page.reload()
    expect(page.locator("#results th a").first).to_have_text("Isät")
    expect(page.locator("#results th a").nth(1)).to_have_text("Perheneuvola")


@pytest.mark.browser
@pytest.mark.parametrize(("here", "there"), [("fi", "sv"), ("sv", "fi")])
def test_a_link_opens_in_either_language_and_sends_nothing(
        go: Go, asked: list[Request], here: str, there: str) -> None:
    page = go(link(here, CAFE_ID, FATHERS_ID))
    assert names(page) == [NAMES[here][CAFE_ID], NAMES[here][FATHERS_ID]]
    page.locator(".tongue").click()
    page.wait_for_url(f"**/{PATHS[there]['list']}#l=*")
    assert names(page) == [NAMES[there][CAFE_ID], NAMES[there][FATHERS_ID]]
    expect(page.locator("#shared")).to_be_visible()
    assert stores(page) == {"local": {}, "session": {}}
    assert not [one.url for one in asked if "#" in one.url or code_of(CAFE_ID) in one.url
                or CAFE_ID in one.url]
    assert {one.method for one in asked} == {"GET"}


@pytest.mark.browser
def test_a_shared_list_leaves_one_s_own_alone_until_it_is_taken(go: Go) -> None:
    page = go(PATHS["fi"][FATHERS_ID])
    add(page, "fi")
    mine = stores(page)
    go(link("fi", CAFE_ID), page)
    assert names(page) == ["Perhekahvila Kokko"]
    assert stores(page) == mine
    page.get_by_role("button", name=W["fi"]["take"]).click()
    expect(page.locator("#shared")).to_be_hidden()
    page.wait_for_url(f"**/{PATHS['fi']['list']}")
    (kept,) = stores(page)["session"].values()
    assert json.loads(kept)["codes"] == [code_of(FATHERS_ID), code_of(CAFE_ID)]
    page.get_by_role("button", name=W["fi"]["undo"]).click()
    expect(page.locator("#items h2")).to_have_text(["Isät"])


@pytest.mark.browser
def test_a_shared_list_cannot_clear_one_s_own(go: Go) -> None:
    page = go(PATHS["fi"][FATHERS_ID])
    add(page, "fi")
    go(link("fi", CAFE_ID), page)
    names(page)
    for name in ("clear_list", "keep"):
        expect(page.get_by_role("button", name=W["fi"][name])).to_be_hidden()
    page.get_by_role("link", name=W["fi"]["show"].format(n=1)).click()  # the way to one's own
    expect(page.locator("#items h2")).to_have_text(["Isät"])


@pytest.mark.browser
@pytest.mark.parametrize(("fragment", "told"), [
    ("l=EI-OLE", "broken"), ("l=" + ".".join(f"{number:07}" for number in range(61)), "most"),
])
def test_a_link_that_is_broken_or_too_long_is_told(go: Go, fragment: str, told: str) -> None:
    page = go(f"{PATHS['fi']['list']}#{fragment}")
    expect(page.locator("#told")).to_have_text(W["fi"][told].format(n=60))
    expect(page.locator("#items > li")).to_have_count(60 if told == "most" else 0)


@pytest.mark.browser
def test_a_link_survives_capitals_and_a_comma(go: Go) -> None:
    page = go(f"{PATHS['fi']['list']}#l={code_of(CAFE_ID).upper()},")
    assert names(page) == ["Perhekahvila Kokko"]


@pytest.mark.browser
def test_a_note_goes_with_its_record_and_comes_back_with_undo(go: Go) -> None:
    page = go(PATHS["fi"][CAFE_ID])
    add(page, "fi")
    go(PATHS["fi"]["list"], page)
    names(page)
    field = page.get_by_label(W["fi"]["note"])
    field.fill("salainen")
    field.press("Tab")
    page.get_by_role("button", name=f"{W['fi']['off']}: Perhekahvila Kokko").click()
    expect(page.locator("#empty")).to_be_visible()
    assert "salainen" not in str(stores(page))
    page.get_by_role("button", name=W["fi"]["undo"]).click()
    expect(field).to_have_value("salainen")


@pytest.mark.browser
def test_tabs_hold_one_list(go: Go) -> None:
    page = go(PATHS["fi"]["find"] + "#q=tupa")
    page.locator("#results").get_by_role("button").first.click()
    found = page.locator("#results h3").first.inner_text()
    other = go(PATHS["fi"][CAFE_ID])  # a result opened in a tab of its own
    expect(other.get_by_role("link", name=W["fi"]["show"].format(n=1))).to_be_visible()
    add(other, "fi")
    expect(page.get_by_role("link", name=W["fi"]["show"].format(n=2))).to_be_visible()
    go(PATHS["fi"]["list"], page)
    assert names(page) == [found, "Perhekahvila Kokko"]
    go(PATHS["fi"]["list"], other)
    names(other)
    page.get_by_role("button", name=W["fi"]["keep"]).click()
    expect(page.locator("#told")).to_have_text(W["fi"]["kept"])
    expect(other.locator("#where")).to_have_text(W["fi"]["kept"])
    assert stores(other)["session"] == stores(page)["session"] == {}
    page.get_by_role("button", name=W["fi"]["clear_list"]).click()
    expect(other.locator("#empty")).to_be_visible()
    assert stores(other) == {"local": {}, "session": {}}


@pytest.mark.browser
def test_a_former_code_becomes_that_of_today(go: Go) -> None:
    page = go(PATHS["fi"]["list"])
    page.evaluate("""([key, old]) => sessionStorage.setItem(
        `familycentre:${new URL("../../", location).pathname}:list`,
        JSON.stringify({codes: [old], notes: {[old]: "Hei"}}))""", ["", code_of(OLD_ID)])
    page.reload()
    assert names(page) == ["Perhekahvila Kokko"]
    expect(page.get_by_label(W["fi"]["note"])).to_have_value("Hei")
    (kept,) = stores(page)["session"].values()
    assert json.loads(kept) == {"codes": [code_of(CAFE_ID)], "notes": {code_of(CAFE_ID): "Hei"}}


@pytest.mark.browser
def test_a_full_list_says_so(go: Go) -> None:
    page = go(f"{PATHS['fi']['list']}#l=" + ".".join(f"{number:07}" for number in range(60)))
    page.get_by_role("button", name=W["fi"]["take"]).click()
    go(PATHS["fi"][CAFE_ID], page)
    before = stores(page)
    add(page, "fi")
    expect(page.get_by_text(W["fi"]["not_added"])).to_be_visible()
    assert stores(page) == before


@pytest.mark.browser
def test_without_the_network_nothing_false_is_said(go: Go, context: BrowserContext) -> None:
    page = go(link("fi", CAFE_ID))
    names(page)
    context.route("**/list-sv-*", lambda route: route.abort())
    faults: list[object] = []

    def note(error: object) -> None:
        faults.append(error)

    page.on("pageerror", note)
    page.locator("[name=languages][value=sv]").check()
    for name in ("print", "mail", "dates"):
        expect(page.locator("#told")).to_contain_text(W["fi"]["failed"])
        page.get_by_role("button", name=W["fi"][name]).click()
    context.unroute("**/list-sv-*")
    page.get_by_role("button", name=W["fi"]["again"]).click()
    expect(page.locator("#text")).to_contain_text(W["sv"]["sheet"]["title"])
    assert faults == []


@pytest.mark.browser
def test_what_was_chosen_last_is_given_on(go: Go, context: BrowserContext) -> None:
    page = go(link("fi", CAFE_ID))
    names(page)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    context.route("**/list-sv-*", hold)
    with page.expect_request("**/list-sv-*"):
        page.locator("[name=languages][value=sv]").check()
    page.locator("[name=languages][value=fi]").check()
    until(page, lambda: held)
    with page.expect_response("**/list-sv-*"):
        held[0].continue_()
    page.wait_for_timeout(300)
    expect(page.locator("#text")).to_contain_text(W["fi"]["sheet"]["title"])
    expect(page.locator("#sheet > div > div").first).to_have_attribute("lang", "fi")


@pytest.mark.browser
def test_renamed_ended_and_removed_records_are_told(go: Go) -> None:
    page = go(link("fi", OLD_ID, "ohi", "ei-ole-koskaan-ollut"))
    assert names(page) == ["Perhekahvila Kokko", "Ohi on", W["fi"]["unknown"]]
    shown = page.locator("#items").inner_text()
    assert words("fi")["entry"]["status"]["closed"] in shown
    assert W["fi"]["gone"] in shown
    page.emulate_media(media="print")
    expect(page.locator("#sheet")).to_contain_text(W["fi"]["sheet"]["gone"])


@pytest.mark.browser
@pytest.mark.parametrize("fragment", [
    "l=", "l=....", "l=<img src=x onerror=alert(1)>", "l=%00%ff", "l=constructo.__proto",
    "q=1&l=%zz",
])
def test_a_fragment_that_somebody_wrote_does_no_harm(go: Go, fragment: str) -> None:
    page = go(PATHS["fi"]["list"])
    faults: list[object] = []

    def note(error: object) -> None:
        faults.append(error)

    page.on("pageerror", note)
    page.evaluate("text => { location.hash = text; }", fragment)
    page.reload()
    expect(page.locator("#empty, #items > li").locator("visible=true").first).to_be_visible()
    assert page.locator("#items > li").count() <= 3
    assert page.locator("main img").count() == 0
    assert faults == []


@pytest.mark.browser
def test_forty_items_have_one_code_that_can_be_read(go: Go, address: str) -> None:
    ids = [f"tupa-{number}" for number in range(40)]
    page = go(link("fi", *ids))
    assert names(page) == [f"Tupa {number}" for number in range(40)]
    page.get_by_text(W["fi"]["qr"], exact=True).click()
    (found,) = read_codes(page.locator("#picture svg").screenshot())
    assert found == address + link("fi", *ids)


@pytest.mark.browser
@pytest.mark.parametrize("language", [*LANGUAGES, "both"])
def test_the_paper_says_what_a_family_needs_and_its_codes_lead_there(
        go: Go, address: str, language: str) -> None:
    page = go(link("fi", CAFE_ID, FATHERS_ID))
    names(page)
    expect(page.get_by_label(W["fi"]["note"])).to_have_count(0)  # it is not one's own yet
    page.get_by_role("button", name=W["fi"]["take"]).click()
    page.get_by_label(W["fi"]["note"]).first.fill("Kysy tilaa")
    page.locator(f"[name=languages][value={language}]").check()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})
    sheet = page.locator("#sheet")
    tongues = LANGUAGES if language == "both" else (language,)
    for one in tongues:
        expect(sheet).to_contain_text(W[one]["sheet"]["title"])
        for wanted in (NAMES[one][CAFE_ID], "Kysy tilaa", W[one]["sheet"]["next"],
                       {"fi": "Esimerkkikatu 1", "sv": "Exempelgatan 1"}[one], "26.11.2026"):
            expect(sheet).to_contain_text(wanted)
    found = sorted({text for svg in sheet.locator("svg").all()
                    for text in read_codes(svg.screenshot())})
    assert found == sorted(address + path for one in tongues for path in (
        PATHS[one][CAFE_ID], PATHS[one][FATHERS_ID], link(one, CAFE_ID, FATHERS_ID)))
    # Only the sheet is printed.
    assert page.locator("header, footer, #give, #items, h1").locator("visible=true").count() == 0


@pytest.mark.browser
def test_text_mail_and_dates_are_made_here(go: Go, context: BrowserContext, address: str) -> None:
    page = go(link("sv", CAFE_ID, FATHERS_ID))
    names(page)
    page.get_by_text(W["sv"]["as_text"]).click()
    for wanted in ("Familjecafé Kokko", "Exempelgatan 1", W["sv"]["sheet"]["contact"],
                   address + PATHS["sv"][CAFE_ID], address + link("sv", CAFE_ID, FATHERS_ID)):
        expect(page.locator("#text")).to_contain_text(wanted)
    with page.expect_download() as download:
        page.get_by_role("button", name=W["sv"]["dates"]).click()
    calendar = icalendar.Calendar.from_ical(Path(download.value.path()).read_text("utf-8"))
    events = calendar.walk("VEVENT")
    assert events
    assert {str(one["summary"]) for one in events} <= {"Familjecafé Kokko", "Pappor"}
    for one in events:
        begins = one.decoded("dtstart")
        assert isinstance(begins, datetime.datetime)
        assert begins > datetime.datetime.fromisoformat(NOW)


@pytest.mark.browser
@pytest.mark.parametrize("few", [True, False])
def test_a_mail_holds_the_text_or_says_that_it_holds_the_link(go: Go, few: bool) -> None:
    ids = [CAFE_ID] if few else [f"tupa-{number}" for number in range(20)]
    page = go(link("sv", *ids))
    names(page)
    page.evaluate("HTMLAnchorElement.prototype.click = function () { window.mail = this.href; }")
    page.get_by_role("button", name=W["sv"]["mail"]).click()
    page.wait_for_function("() => window.mail")
    mail = urlsplit(page.evaluate("window.mail"))
    assert (mail.scheme, mail.path) == ("mailto", "")
    parts = parse_qs(mail.query)
    (body,) = parts["body"]
    assert parts["subject"] == [W["sv"]["sheet"]["title"]]
    assert link("sv", *ids) in body
    assert ("Exempelgatan 1" in body) is few
    assert len(page.evaluate("window.mail")) < 2_000
    expect(page.locator("#told")).to_have_text("" if few else W["sv"]["mail_short"])


@pytest.mark.browser
def test_a_list_stays_on_the_device_only_when_asked_and_can_be_cleared(
        go: Go, context: BrowserContext) -> None:
    page = go(PATHS["fi"][CAFE_ID])
    add(page, "fi")
    go(PATHS["fi"]["list"], page)
    names(page)
    page.get_by_role("button", name=W["fi"]["keep"]).click()
    expect(page.locator("#told")).to_have_text(W["fi"]["kept"])
    expect(page.locator("#where")).to_have_text(W["fi"]["kept"])
    expect(page.get_by_role("button", name=W["fi"]["keep"])).to_be_hidden()
    assert names(go(PATHS["fi"]["list"])) == ["Perhekahvila Kokko"]
    page.get_by_role("button", name=W["fi"]["clear_list"]).click()
    expect(page.locator("#empty")).to_be_visible()
    assert stores(page) == {"local": {}, "session": {}}
    page.get_by_role("button", name=W["fi"]["undo"]).click()
    assert names(page) == ["Perhekahvila Kokko"]


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_read_and_called_from(go: Go, language: str) -> None:
    page = go(link(language, CAFE_ID))
    names(page)
    exit_link = page.get_by_role("link", name=words(language)["exit"]["link"])
    expect(exit_link).to_be_hidden()
    calls = page.locator("#items a[href^='tel:']")
    assert [one.get_attribute("href") for one in calls.all()] == ["tel:+35861234567"]
    # Something sensitive on it: then there is the quick exit.
    page.context.route(re.compile("ilmatieteenlaitos"), lambda route: route.fulfill(status=204))
    go(link(language, CAFE_ID, SHELTER_ID), page)
    page.reload()
    names(page)
    exit_link.click(no_wait_after=True)
    expect(page.locator("html")).to_be_hidden()


@pytest.mark.browser
def test_the_exit_takes_the_list_along(go: Go, context: BrowserContext) -> None:
    context.route(re.compile("ilmatieteenlaitos"), lambda route: route.fulfill(status=204))
    page = go(PATHS["fi"][SHELTER_ID])
    add(page, "fi")
    assert any(key.endswith("list") for key in stores(page)["session"])
    other = go(PATHS["fi"]["list"])
    expect(other.locator("#items > li")).to_have_count(1)
    page.locator("[data-exit]").click(no_wait_after=True)
    expect(other.locator("#empty")).to_be_visible()
    assert not any(key.endswith("list") for one in (page, other) for key in stores(one)["session"])


@pytest.mark.browser
@pytest.mark.parametrize("path", [
    "fi/kohtaamispaikat/", "fi/kunnat/kokkola/", "fi/tehtavat/tehtava-7/",
    "fi/elamantilanteet/vauva/kokkola/"])
def test_lists_have_the_button_once_a_list_was_begun(go: Go, path: str) -> None:
    page = go(path)
    buttons = page.locator(".cards > li").get_by_role("button")
    expect(buttons).to_have_count(0)
    go(PATHS["fi"][FATHERS_ID], page)
    add(page, "fi")
    go(path, page)
    name = f"{W['fi']['add']} Perhekahvila Kokko"
    page.get_by_role("button", name=name, exact=True).first.click()
    expect(page.get_by_role("link", name=W["fi"]["show"].format(n=2))).to_be_visible()
    assert faults_of(page, (PHONE, "light")) == []


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_a_full_list(go: Go, language: str) -> None:
    page = go(link(language, CAFE_ID, FATHERS_ID, SHELTER_ID, "ei-ole"))
    names(page)
    assert faults_of(page, (PHONE, "light"), (PHONE, "dark")) == []


def test_the_paper_always_says_whom_to_turn_to(site: Path, data: Path) -> None:
    catalogue, _ = load(data, DAY)
    assert catalogue is not None
    (file,) = (site / "assets").glob("list-fi-0.*.json")
    records = json.loads(file.read_text("utf-8"))["records"]
    cafe, fathers = records[code_of(CAFE_ID)], records[code_of(FATHERS_ID)]
    assert "Ramppi takana." in cafe["access"]
    assert fathers["contacts"][0] == ["isat@example.fi", "mailto:isat@example.fi"]
    assert "Neuvolasta." in fathers["booking"]
    assert fathers["organiser"]
    for entry in catalogue.entries.values():
        if turn_to(catalogue, entry):
            assert records[code_of(entry.id)]["contacts"], entry.id


def test_what_is_read_tells_no_hidden_address(site: Path, data: Path) -> None:
    catalogue, _ = load(data, DAY)
    assert catalogue is not None
    for language in LANGUAGES:
        files = sorted((site / "assets").glob(f"list-{language}-*.json"))
        assert len(files) == count_parts(catalogue)
        records: Mapping[str, Any] = json.loads(files[0].read_text("utf-8"))["records"]
        shelter = records[code_of(SHELTER_ID)]
        assert shelter["where"] == words(language)["entry"]["secret"]
        assert records[code_of(OLD_ID)] == code_of(CAFE_ID)


def test_without_scripts_the_page_says_so(site: Path) -> None:
    for language in LANGUAGES:
        name = f"{PATHS[language]['list']}index.html"
        page = Document(name, (site / name).read_text("utf-8"))
        assert W[language]["no_script"] in page.html
