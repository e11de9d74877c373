"""Sharing a record: its QR picture, the phone's own sheet, copying, paper; and the way there."""

from __future__ import annotations

import io
import random
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import segno
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.conftest import ROOT
from tests.directories import CAFE, COUNSELLING, DIRECTORY, FATHERS, SHELTER, TODAY, write
from tests.sites import SITE_URL, Document, read_site
from tests.test_browser import LANGUAGES, PHONE

from familycentre import qr
from familycentre.catalogue import load
from familycentre.language import words
from familycentre.language.speaker import Speaker
from familycentre.way import ways

KINDS = {"fi": ("kohtaamispaikat", "vertaisryhmat", "jarjestojen-palvelut", "julkiset-palvelut"),
         "sv": ("motesplatser", "kamratstodsgrupper", "organisationernas-tjanster",
                "offentliga-tjanster")}
CAFE_PAGE = {"fi": "fi/kohtaamispaikat/perhekahvila-kokko/",
             "sv": "sv/motesplatser/perhekahvila-kokko/"}


# --- the picture ---------------------------------------------------------------------------------


def image_of(rows: list[str], scale: int = 4) -> Image.Image:
    """Modules as a picture with the quiet zone around it."""
    size = len(rows) + 2 * qr.QUIET
    image = Image.new("L", (size, size), 255)
    for y, row in enumerate(rows, qr.QUIET):
        for x, module in enumerate(row, qr.QUIET):
            image.putpixel((x, y), 0 if module == "1" else 255)
    return image.resize((size * scale, size * scale), Image.Resampling.NEAREST)


def read(image: Image.Image) -> list[str]:
    """What an independent reader finds."""
    return [found.text for found in zxingcpp.read_barcodes(image)]


def drawn(svg: str) -> list[str]:
    """Modules of one of our pictures, from its path."""
    box = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    path = re.search(r'<path stroke="#000" d="([^"]+)"', svg)
    assert box
    assert path
    size = int(box[1])
    canvas = [[0] * size for _ in range(size)]
    x = y = 0
    for command, across, down, long in re.findall(r"([Mm])(-?\d+) (\d+)(?:\.5)?h(\d+)", path[1]):
        x, y = (int(across), int(down)) if command == "M" else (x + int(across), y)
        for _ in range(int(long)):
            canvas[y][x] = 1
            x += 1
    inner = slice(qr.QUIET, size - qr.QUIET)
    assert sum(map(sum, canvas)) == sum(sum(row[inner]) for row in canvas[inner]), "not quiet"
    return ["".join(map(str, row[inner])) for row in canvas[inner]]


def text_of(length: int, letters: str = f"{string.ascii_letters}{string.digits}-/.:") -> str:
    chance = random.Random(length)
    return "".join(chance.choice(letters) for _ in range(length))


@pytest.mark.parametrize(("version", "room"), [
    (1, 14), (2, 26), (3, 42), (4, 62), (5, 84), (6, 106), (7, 122), (8, 152), (9, 180), (10, 213)])
def test_a_full_symbol_is_to_the_module_what_another_program_draws(version: int, room: int) -> None:
    """Full of small letters, it leaves no choice of how to fill it up or to correct more errors."""
    for extra in range(5):
        text = text_of(room + 1000 * extra, string.ascii_lowercase)[:room]
        other = segno.make_qr(text, error="m", mask=qr.MASK, mode="byte", boost_error=False)
        assert other.version == version
        assert qr.rows(text) == ["".join(map(str, row)) for row in other.matrix]


@pytest.mark.parametrize("length", [*range(1, 182, 6), 200])
def test_every_length_is_read_by_another_program(length: int) -> None:
    text = text_of(length)
    assert read(image_of(qr.rows(text))) == [text]


def test_a_name_with_other_letters_is_read_too() -> None:
    assert read(image_of(qr.rows("https://perhekäyttö.fi/"))) == ["https://perhekäyttö.fi/"]


def test_a_damaged_symbol_is_still_read() -> None:
    text = f"{SITE_URL}fi/kohtaamispaikat/perhekahvila-kokko/"
    rows = [list(row) for row in qr.rows(text)]
    for at in range(12, 26):
        rows[at][20] = "1" if rows[at][20] == "0" else "0"
    assert read(image_of(["".join(row) for row in rows])) == [text]


def test_the_picture_shows_the_modules_on_white_with_the_quiet_zone() -> None:
    rows = qr.rows("https://example.org/x/")
    picture = qr.picture("https://example.org/x/")
    assert drawn(picture) == rows
    size = len(rows) + 8
    assert f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/>' in picture


# --- the way there -------------------------------------------------------------------------------


def way(folder: Path, file: str, text: str, language: str = "fi",
        directory: str = DIRECTORY) -> list[tuple[str, str]]:
    """The links of one record of the second county when its file holds *text*."""
    write(folder / file, text)
    write(folder / "directory.yml", directory)
    catalogue, problems = load(folder, TODAY)
    assert catalogue, list(problems)
    return ways(catalogue, catalogue.entries[Path(file).stem], Speaker(language, ("fi", "sv")))


CAFE_FILE = "meeting_places/perhekahvila-kokko.yml"
DEFAULTS = DIRECTORY[:DIRECTORY.index("links_to_place:")]


@pytest.mark.parametrize(("language", "address", "town"), [
    ("fi", "Esimerkkikatu 1, 67100 Kokkola", "Kokkola"),
    ("sv", "Exempelgatan 1, 67100 Karleby", "Karleby")])
def test_the_settings_links_are_filled_in_and_escaped(second_county: Path, language: str,
                                                      address: str, town: str) -> None:
    assert way(second_county, CAFE_FILE, CAFE, language) == [
        ("map", f"https://kartta.example.fi/{language}/#63.8403/23.1339"),
        ("transit", f"https://matka.example.fi/{town}?to={quote(address, safe='')}")]


def test_what_could_break_an_address_is_escaped(second_county: Path) -> None:
    text = CAFE.replace("fi: Esimerkkikatu 1", 'fi: "Ämä & Öö/1 #2?x=y%"')
    (_, (_, link)) = way(second_county, CAFE_FILE, text)
    assert link.endswith("?to=%C3%84m%C3%A4%20%26%20%C3%96%C3%B6%2F1%20%232%3Fx%3Dy%25"
                         "%2C%2067100%20Kokkola")


def test_without_settings_there_is_a_map_and_no_journey_planner(second_county: Path) -> None:
    assert way(second_county, CAFE_FILE, CAFE, directory=DEFAULTS) == [
        ("map", "https://www.openstreetmap.org/?mlat=63.8403&mlon=23.1339#map=17/63.8403/23.1339")]


def test_a_record_without_a_point_uses_the_link_by_address(second_county: Path) -> None:
    text = CAFE.replace("location: {lat: 63.8403, lon: 23.1339}\n", "")
    address = "Esimerkkikatu%201%2C%2067100%20Kokkola"
    assert way(second_county, CAFE_FILE, text, directory=DEFAULTS) == [
        ("map", f"https://www.openstreetmap.org/search?query={address}")]
    assert [name for name, _ in way(second_county, CAFE_FILE, text)] == ["transit"]


def test_a_street_without_a_postcode_names_the_municipality(second_county: Path) -> None:
    text = CAFE.replace('  postcode: "67100"\n  post_office: {fi: Kokkola, sv: Karleby}\n', "")
    (_, (_, link)) = way(second_county, CAFE_FILE, text)
    assert link.endswith("?to=Esimerkkikatu%201%2C%20Kokkola")


@pytest.mark.parametrize(("file", "text"), [
    (CAFE_FILE, CAFE.replace("remote: false", "remote: true")),
    (CAFE_FILE, CAFE.replace("status: active", "status: closed")),
    ("peer_groups/isat.yml", FATHERS),
    ("public_services/perheneuvola.yml", COUNSELLING),
    ("ngo_services/pesa.yml", SHELTER),
])
def test_there_is_no_link_where_nobody_is_to_go(second_county: Path, file: str, text: str) -> None:
    for directory in (DIRECTORY, DEFAULTS):
        assert way(second_county, file, text, directory=directory) == []


@pytest.mark.parametrize(("link", "said"), [
    ("http://x.example.fi/{address}", "https://"),
    ("https://x.example.fi/{osoite}", "'{osoite}' is not filled in"),
    ("https://x.example.fi/", "which place"),
    ("https://{municipality}.example.fi/{address}", "name of the website"),
    ("https://x.example.fi/{address", "which place"),
    ("https://x.example.fi/{address}}", "characters"),
    ("javascript:alert({lat})", "https://"),
    ("https://x.example.fi/{language}", "which place"),
])
def test_a_wrong_link_is_refused(second_county: Path, link: str, said: str) -> None:
    write(second_county / "directory.yml", f'{DEFAULTS}links_to_place:\n  map: ["{link}"]\n')
    catalogue, problems = load(second_county, TODAY)
    (problem,) = (one for one in problems.errors if one.code != "checks-waiting")
    assert catalogue is None
    assert (problem.code, problem.file) == ("bad-url", "data/directory.yml")
    assert said in problem.message


# --- the built site ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(sample_site: Path) -> dict[str, Document]:
    return read_site(sample_site)


def entries(pages: dict[str, Document]) -> Iterator[Document]:
    """Records' pages, those without times and those that ended too."""
    for name, page in pages.items():
        parts = name.split("/")
        if len(parts) == 4 and parts[1] in KINDS.get(parts[0], ()) and not page.is_redirect and (
                parts[2] not in ("sivu-2", "sida-2")):
            yield page


def sensitive(page: Document) -> bool:
    return any("data-exit" in one.attributes for one in page.all("a"))


def test_every_record_has_a_picture_of_its_own_address(
        pages: dict[str, Document], sample_site: Path) -> None:
    wanted = {}
    for page in entries(pages):
        pictures = [one for one in page.all("img") if "qr/" in one.attributes["src"]]
        if sensitive(page):
            assert not pictures, page.path
            continue
        (picture,) = pictures
        assert (picture.attributes["width"], picture.attributes["loading"]) == ("240", "lazy")
        assert picture.attributes["alt"]
        (canonical,) = page.all("link", rel="canonical")
        wanted[page.file(picture.attributes["src"])] = canonical.attributes["href"]
        assert canonical.attributes["href"] == SITE_URL + page.address
        assert [one.text for one in page.all("a", href=SITE_URL + page.address)] == [
            SITE_URL + page.address]
    found = {f"qr/{path.name}": path for path in (sample_site / "qr").iterdir()}
    assert len(wanted) > 100
    assert sorted(found) == sorted(wanted)
    for name, path in found.items():
        assert read(image_of(drawn(path.read_text()), 3)) == [wanted[name]], name


@pytest.mark.parametrize("name", ["fi/tapahtuu/index.html", "sv/pa-gang/esbo/index.html"])
def test_a_week_on_a_notice_board_is_read_from_its_picture(
        pages: dict[str, Document], name: str) -> None:
    page = pages[name]
    _, _, paper = page.html.partition('<div class="paper"')
    assert read(image_of(drawn(paper[:paper.index("</svg>")]), 3)) == [SITE_URL + page.address]


def test_nothing_sensitive_can_be_shared(pages: dict[str, Document]) -> None:
    hidden = [page for page in entries(pages) if sensitive(page)]
    assert len(hidden) > 5
    for page in hidden:
        assert 'class="box share"' not in page.html
        assert words(page.language)["share"]["title"] not in page.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_to_the_way_there_say_where_they_lead(
        pages: dict[str, Document], language: str) -> None:
    page = pages[{"fi": "fi/kohtaamispaikat/", "sv": "sv/motesplatser/"}[language]
                 + "helsinki-perhetalo-kuutti/index.html"]
    way_words = words(language)["entry"]["way"]
    links = {one.text: one.attributes for one in page.all("a") if one.text.startswith(
        tuple(way_words.values()))}
    assert set(links) == {f"{way_words['map']} (openstreetmap.org)",
                          f"{way_words['transit']} (opas.matka.fi)"}
    for attributes in links.values():
        assert attributes["rel"] == "noreferrer"
        assert attributes["href"].startswith("https://")
        assert "Merikasarminkatu%208%2C%2000160%20Helsin" in attributes["href"]


# --- in the browser ------------------------------------------------------------------------------

Open = Callable[..., Page]
SHARED = """() => { window.shared = [];
  navigator.share = async (data) => { window.shared.push(data); }; }"""
NO_SHARE = "() => { delete Navigator.prototype.share; }"


@pytest.fixture
def opened(browser: Browser, sample_address: str) -> Iterator[Open]:
    """Opens the fullest record's page: ``opened("fi", script=…, color_scheme=…)``."""
    contexts: list[BrowserContext] = []

    def go(language: str, script: str = "", **options: object) -> Page:
        context = browser.new_context(**{"viewport": PHONE, **options})  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        if script:
            page.add_init_script(f"({script})()")
        folder = {"fi": "fi/kohtaamispaikat", "sv": "sv/motesplatser"}[language]
        page.goto(f"{sample_address}{folder}/helsinki-perhetalo-kuutti/")
        return page

    yield go
    for context in contexts:
        context.close()


def seen(page: Page) -> list[str]:
    """What a camera reads from the picture on the screen."""
    picture = page.locator(".share img")
    picture.scroll_into_view_if_needed()
    expect(page.locator(".share img")).not_to_have_js_property("naturalWidth", 0)
    return read(Image.open(io.BytesIO(picture.screenshot())))


def url_of(language: str) -> str:
    folder = {"fi": "fi/kohtaamispaikat", "sv": "sv/motesplatser"}[language]
    return f"{SITE_URL}{folder}/helsinki-perhetalo-kuutti/"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_another_phone_reads_the_picture_from_the_screen(
        opened: Open, language: str, scheme: str) -> None:
    page = opened(language, color_scheme=scheme)
    page.locator(".share summary").click()
    assert seen(page) == [url_of(language)]
    box = page.locator(".share img").bounding_box()
    assert box
    assert box["width"] >= 200
    assert box["height"] == box["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.browser
def test_the_picture_is_not_loaded_before_it_is_wanted(opened: Open) -> None:
    page = opened("fi")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_load_state("networkidle")
    loaded = "performance.getEntriesByType('resource').some((one) => one.name.includes('/qr/'))"
    assert page.evaluate(loaded) is False
    page.locator(".share summary").click()
    expect(page.locator(".share img")).to_have_js_property("complete", True)
    assert page.evaluate(loaded) is True


@pytest.mark.browser
def test_large_letters_and_a_narrow_screen_keep_the_picture_whole(opened: Open) -> None:
    page = opened("fi", viewport={"width": 320, "height": 640})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    page.locator(".share summary").click()
    assert seen(page) == [url_of("fi")]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phones_own_sheet_gets_the_name_and_the_address(opened: Open, language: str) -> None:
    page = opened(language, SHARED)
    page.locator(".share summary").click()
    page.get_by_role("button", name=words(language)["share"]["send"]).click()
    assert page.evaluate("window.shared") == [
        {"title": page.locator("h1").inner_text(), "url": url_of(language)}]


@pytest.mark.browser
def test_a_sheet_that_is_closed_again_is_no_error(opened: Open) -> None:
    page = opened("fi", "() => { navigator.share = async () => { throw new DOMException('', "
                        "'AbortError'); }; }")
    faults: list[object] = []

    def note(error: object) -> None:
        faults.append(error)

    page.on("pageerror", note)
    page.locator(".share summary").click()
    page.get_by_role("button", name=words("fi")["share"]["send"]).click()
    page.wait_for_timeout(100)
    assert faults == []


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_can_be_copied_from_the_keyboard(
        opened: Open, language: str) -> None:
    page = opened(language, NO_SHARE, permissions=["clipboard-read", "clipboard-write"])
    said = words(language)["share"]
    page.locator(".share summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name=said["send"]).count() == 0
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == said["copy"]
    page.keyboard.press("Enter")
    expect(page.locator(".share [role=status]")).to_have_text(said["copied"])
    assert page.evaluate("navigator.clipboard.readText()") == url_of(language)


@pytest.mark.browser
def test_without_a_clipboard_the_address_is_marked(opened: Open) -> None:
    page = opened("sv", "() => { Object.defineProperty(navigator, 'clipboard', {value: null}); }")
    page.locator(".share summary").click()
    said = words("sv")["share"]
    page.get_by_role("button", name=said["copy"]).click()
    expect(page.locator(".share [role=status]")).to_have_text(said["failed"])
    assert page.evaluate("getSelection().toString()") == url_of("sv")


@pytest.mark.browser
def test_the_button_for_paper_prints(opened: Open) -> None:
    page = opened("fi", "() => { window.printed = 0; window.print = () => window.printed += 1; }")
    page.locator(".share summary").click()
    page.get_by_role("button", name=words("fi")["share"]["print"]).click()
    assert page.evaluate("window.printed") == 1


@pytest.mark.browser
def test_without_scripts_the_address_and_the_picture_are_there(opened: Open) -> None:
    page = opened("fi", java_script_enabled=False)
    page.locator(".share summary").click()
    picture = page.locator(".share img")
    picture.scroll_into_view_if_needed()
    assert read(Image.open(io.BytesIO(picture.screenshot()))) == [url_of("fi")]
    expect(page.locator(".share a")).to_have_text(url_of("fi"))
    assert page.locator(".share button").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_the_closed_box_shows_the_picture_and_the_address(
        opened: Open, scheme: str) -> None:
    page = opened("fi", color_scheme=scheme)
    assert page.locator(".share").get_attribute("open") is None
    page.emulate_media(media="print")
    assert seen(page) == [url_of("fi")]
    assert page.locator(".share a").inner_text() == url_of("fi")
    assert not page.locator(".share summary").is_visible()
    assert not page.locator(".share button").first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.share a'), '::after').content"
                         ) == "none"
    # The way there is for screens: its long addresses say nothing on paper.
    assert not page.locator("a[href^='https://opas.matka.fi']").is_visible()


def test_the_second_countys_records_are_shared_too(second_site: Path) -> None:
    names = sorted(path.name for path in (second_site / "qr").iterdir())
    assert names == [f"{name}.{language}.svg" for name in
                     ("isat", "perhekahvila-kokko", "perheneuvola") for language in LANGUAGES]
    page = (second_site / CAFE_PAGE["sv"] / "index.html").read_text(encoding="utf-8")
    assert "https://matka.example.fi/Karleby?to=Exempelgatan%201%2C%2067100%20Karleby" in page


def test_the_script_says_only_what_the_page_has_words_for() -> None:
    script = (ROOT / "overrides/assets/page/share.js").read_text(encoding="utf-8")
    for language in LANGUAGES:
        assert set(re.findall(r"W\.share\.(\w+)", script)) <= set(words(language)["share"])
