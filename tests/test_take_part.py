"""Taking part: whom a family turns to in each municipality, and the messages ready to send."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.directories import AREAS, CAFE, DIRECTORY, FATHERS, TODAY, write
from tests.sites import Document, built, read_site
from tests.test_browser import DESK, LANGUAGES, PHONE, RULES

from familycentre.catalogue import load
from familycentre.language import words
from familycentre.language.speaker import mail_link
from familycentre.reference import municipalities
from familycentre.taking_part import Whom, doers, rooms, whom

KOKKOLA, KANNUS, KAUSTINEN, PERHO = "272", "217", "236", "584"
PAGES = {"fi": "fi/osallistu/{}/index.html", "sv": "sv/delta/{}/index.html"}
PARTS = ("wish", "group", "volunteer", "feedback")
STOPS = {"fi": ("raha", "matka", "kellonaika", "lastenhoito", "ruoka", "kieli", "esteettömyys",
                "jännitys"),
         "sv": ("pengar", "resan", "klockslaget", "barnvakt", "mat", "språket",
                "tillgängligheten", "det känns pirrigt")}
ASKED = {"fi": ("Kunta tai kaupunginosa: Kokkola\n", "asten", "Päivä", "Kieli"),
         "sv": ("Kommun eller stadsdel: Karleby\n", "barn", "Dag", "Språk")}
"""What every message asks, besides what stops people from coming."""


# --- whom to turn to -----------------------------------------------------------------------------


def told(folder: Path, code: str, areas: str = AREAS,
         directory: str = DIRECTORY) -> list[Whom]:
    write(folder / "areas.yml", areas)
    write(folder / "directory.yml", directory)
    catalogue, problems = load(folder, TODAY)
    assert catalogue, list(problems)
    return whom(catalogue, code)


ROLE = "      contacts:\n        - {role: {fi: Koordinaattori, sv: Koordinator}, email: "
SWITCHBOARD = AREAS[AREAS.index("  contacts:\n    - {role: {fi: Vaihde"):AREAS.index("  note:")]


def test_the_areas_role_comes_first(second_county: Path) -> None:
    (one,) = told(second_county, KOKKOLA)
    assert (one.level, one.contact.email) == ("area", "perhekeskus@example.fi")
    assert one.area
    assert one.area.id == "rannikko"


@pytest.mark.parametrize("code", [KAUSTINEN, PERHO])
def test_without_it_the_countys_role_is_named(second_county: Path, code: str) -> None:
    (one,) = told(second_county, code)
    assert (one.level, one.contact.phone, one.area) == ("county", "06 826 4111", None)


def test_without_any_role_the_keeper_answers(second_county: Path) -> None:
    bare = AREAS.replace(SWITCHBOARD, "")
    (one,) = told(second_county, KAUSTINEN, bare)
    assert (one.level, one.contact.email) == ("keeper", "korjaukset@example.org")
    (one,) = told(second_county, KAUSTINEN, bare,
                  DIRECTORY.replace("  email: korjaukset@example.org\n", ""))
    assert one.contact.email is None
    assert one.contact.url == {"all": "https://example.org/korjaa"}


def test_a_role_that_cannot_be_reached_is_passed_over(second_county: Path) -> None:
    silent = AREAS.replace("email: perhekeskus@example.fi", "hours: {fi: arkisin, sv: vardagar}")
    assert [one.level for one in told(second_county, KOKKOLA, silent)] == ["county"]


def test_a_city_in_several_areas_has_the_roles_of_all(second_county: Path) -> None:
    both = AREAS.replace("      municipality: Kaustinen\n", (
        "      municipality: [Kaustinen, Kokkola]\n"
        '      contacts: [{phone: "06 111 1111"}, {email: toinen@example.fi}]\n'))
    found = told(second_county, KOKKOLA, both)
    assert [(one.area.id if one.area else "", one.contact.phone or one.contact.email)
            for one in found] == [("rannikko", "perhekeskus@example.fi"),
                                  ("sisamaa", "06 111 1111"), ("sisamaa", "toinen@example.fi")]


def test_check_names_the_municipalities_nobody_answers_for_once_a_county(
        second_county: Path) -> None:
    write(second_county / "areas.yml", AREAS.replace(SWITCHBOARD, ""))
    _, problems = load(second_county, TODAY)
    (problem,) = problems
    assert (problem.code, problem.file, problem.line) == ("no-contact-role", "data/areas.yml", 1)
    assert problem.message.endswith("in: Kaustinen, Perho.")


# --- rooms and organisations ---------------------------------------------------------------------


def test_only_what_is_open_to_groups_and_not_sensitive_is_offered(second_county: Path) -> None:
    for text, names in [
            (CAFE, ["perhekahvila-kokko"]),
            (CAFE.replace("  available: true", "  available: false"), []),
            (CAFE.replace("sensitive: false", "sensitive: true"), []),
            (CAFE.replace("status: active", "status: closed"), [])]:
        write(second_county / "meeting_places/perhekahvila-kokko.yml", text)
        catalogue, _ = load(second_county, TODAY)
        assert catalogue
        assert [one.id for one in rooms(catalogue.entries.values())] == names


def test_doers_are_voluntary_organisations_without_what_is_sensitive(second_county: Path) -> None:
    catalogue, _ = load(second_county, TODAY)
    assert catalogue
    found = {one.organisation.id: [entry.id for entry in one.does]
             for one in doers(catalogue, catalogue.entries.values())}
    # The association runs a shelter too, and the county is not a voluntary organisation.
    assert found == {"esimerkin-seurakunta": ["perhekahvila-kokko"], "perheyhdistys": ["isat"]}
    write(second_county / "peer_groups/isat.yml", FATHERS + "status: paused\n")
    catalogue, _ = load(second_county, TODAY)
    assert catalogue
    assert [one.organisation.id for one in doers(catalogue, catalogue.entries.values())] == [
        "esimerkin-seurakunta"]


# --- the pages -----------------------------------------------------------------------------------


def test_where_nobody_has_an_email_no_page_speaks_of_one(
        second_county: Path, tmp_path: Path) -> None:
    write(second_county / "areas.yml", AREAS.replace(SWITCHBOARD, "").replace(
        "email: perhekeskus@example.fi", 'phone: "06 111 1111"'))
    write(second_county / "directory.yml",
          DIRECTORY.replace("  email: korjaukset@example.org\n", ""))
    pages = read_site(built(tmp_path / "site", second_county))
    for language in LANGUAGES:
        said = words(language)["take_part"]
        for code, way in ((KOKKOLA, "tel:+35861111111"), (KAUSTINEN, "https://example.org/korjaa")):
            page = pages[PAGES[language].format(municipalities()[code].slug(language))]
            assert said["privacy_mail"] not in page.words
            assert said["privacy"] in page.words
            main = page.html[page.html.index("<main"):page.html.index("</main>")]
            assert main.count(f'href="{way}"') == 1
            assert page.html.count('href="#whom"') == 3
            assert page.html.count('id="whom"') == 1


@pytest.fixture(scope="module")
def second(second_site: Path) -> dict[str, Document]:
    return read_site(second_site)


@pytest.fixture(scope="module")
def sample(sample_site: Path) -> dict[str, Document]:
    return read_site(sample_site)


def drafts(page: Document) -> list[tuple[str, str, str]]:
    """Address, subject and body of each message ready to send, as a mail program reads them."""
    found = []
    for one in page.all("a"):
        parts = urlsplit(one.attributes["href"])
        if parts.scheme == "mailto" and "body=" in parts.query:
            assert "+" not in parts.query, "some programs show it as it is"
            fields = dict(parse_qsl(parts.query, strict_parsing=True, keep_blank_values=True))
            assert set(fields) == {"subject", "body"}
            found.append((unquote(parts.path), fields["subject"], fields["body"]))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_part_has_a_message_to_the_role(
        second: dict[str, Document], language: str) -> None:
    page = second[PAGES[language].format({"fi": "kokkola", "sv": "karleby"}[language])]
    said = words(language)["take_part"]
    town = {"fi": "Kokkola", "sv": "Karleby"}[language]
    found = drafts(page)
    assert [(to, subject) for to, subject, _ in found] == [
        ("perhekeskus@example.fi", said[part]["subject"].format(municipality=town))
        for part in PARTS]
    for _, _, body in found:
        assert "\n" in body
        assert "\n" not in body.replace("\r\n", ""), "lines end in CRLF"
        text = body.replace("\r\n", "\n")
        for asked in ASKED[language]:
            assert asked.casefold() in text.casefold(), asked
        for stop in STOPS[language]:
            assert f"\n- {stop}\n" in text
    assert {"fi": "Koordinaattori", "sv": "Koordinator"}[language] in page.words
    assert {"fi": "Rannikko", "sv": "Kusten"}[language] in page.words


def test_letters_and_apostrophes_are_encoded_as_the_standard_says() -> None:
    link = mail_link("a+b@x.fi", "Åbo's", "rad 1\nrad: 'två' & (tre) + ö?\n")
    assert link == ("mailto:a+b@x.fi?subject=%C3%85bo%27s&body=rad%201%0D%0Arad:%20%27tv%C3%A5%27"
                    "%20%26%20(tre)%20%2B%20%C3%B6%3F%0D%0A")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_role_with_only_a_phone_is_called(second: dict[str, Document], language: str) -> None:
    page = second[PAGES[language].format({"fi": "kaustinen", "sv": "kaustby"}[language])]
    assert drafts(page) == []
    assert len(page.all("a", href="tel:+35868264111")) == 1
    assert len(page.all("a", href="#whom")) == len(PARTS) - 1
    assert {"fi": "Vaihde", "sv": "Växel"}[language] in page.words
    assert not page.all("pre")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rooms_and_organisations_come_from_the_records(
        second: dict[str, Document], language: str) -> None:
    page = second[PAGES[language].format({"fi": "kokkola", "sv": "karleby"}[language])]
    for text in {"fi": ("Kysy soittamalla.", "Maksuton.", "Esimerkin seurakunta"),
                 "sv": ("Ring och fråga.", "Gratis.", "Exempelförsamlingen")}[language]:
        assert text in page.words
    assert page.all("a", href="tel:+35861234567"), "the parish's own phone"
    linked = set(page.links())
    kinds = {"fi": ("kohtaamispaikat", "vertaisryhmat", "jarjestojen-palvelut"),
             "sv": ("motesplatser", "kamratstodsgrupper", "organisationernas-tjanster")}[language]
    assert f"{language}/{kinds[0]}/perhekahvila-kokko/index.html" in linked
    assert f"{language}/{kinds[1]}/isat/index.html" in linked
    assert not any(kinds[2] in link for link in linked), "the shelter"


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_known_the_page_says_so(
        second: dict[str, Document], language: str) -> None:
    page = second[PAGES[language].format({"fi": "perho", "sv": "perho"}[language])]
    said = words(language)["take_part"]
    for text in (said["group"]["rooms_none"], said["group"]["helpers_none"],
                 said["volunteer"]["doers_none"]):
        assert text in page.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_writes_to_the_keeper_by_name(
        sample: dict[str, Document], language: str) -> None:
    page = sample[PAGES[language].format({"fi": "espoo", "sv": "esbo"}[language])]
    said = words(language)["take_part"]
    assert said["keeper"] in page.words
    keeper = {"fi": "Esimerkkisivuston toimitus", "sv": "Exempelsidans redaktion"}[language]
    assert said["keeper_text"].format(keeper=keeper) in page.words
    assert [to for to, _, _ in drafts(page)] == ["korjaukset@example.org"] * len(PARTS)
    assert said["privacy"] in page.words
    assert not [one for one in page.all("form") if "find" not in one.attributes.get("class", "")]


def test_no_message_is_too_long_for_a_mail_program(
        sample: dict[str, Document], second: dict[str, Document]) -> None:
    """Windows hands over at most 2,083 characters."""
    links = [one.attributes["href"] for pages in (sample, second) for page in pages.values()
             for one in page.all("a") if one.attributes["href"].startswith("mailto:")]
    assert len(links) > 200
    assert max(map(len, links)) < 2000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_message_can_be_copied_where_no_mail_program_is(
        second: dict[str, Document], language: str) -> None:
    page = second[PAGES[language].format({"fi": "kokkola", "sv": "karleby"}[language])]
    told = html.unescape(page.html)
    for to, subject, body in drafts(page):
        copy = "".join(f"{line}\n" for line in body.split("\r\n") if line)
        assert f"<pre>{subject}\n{copy}" in told
        assert f"<strong>{to}</strong>" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hand_written_page_leads_to_every_municipality(
        sample: dict[str, Document], language: str) -> None:
    above = {"fi": "fi/osallistu/", "sv": "sv/delta/"}[language]
    linked = {link for link in sample[f"{above}index.html"].links()
              if link.startswith(above) and not link.startswith(f"{above}index.html")}
    made = {name for name in sample if name.startswith(above)} - {f"{above}index.html"}
    assert len(made) == 26
    assert linked == made


# --- in the browser ------------------------------------------------------------------------------

Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, sample_address: str) -> Iterator[Open]:
    contexts = []

    def go(language: str, **options: object) -> Page:
        context = browser.new_context(**{"viewport": PHONE, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(sample_address + {"fi": "fi/osallistu/espoo/", "sv": "sv/delta/esbo/"}[language])
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_with_everything_open(
        opened: Open, language: str, scheme: str) -> None:
    page = opened(language, color_scheme=scheme)
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        faults = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in faults] == []


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_and_with_large_letters_it_fits_and_works(
        opened: Open, language: str) -> None:
    page = opened(language, java_script_enabled=False)
    button = page.locator("main a.button[href^='mailto:']").first
    box = button.bounding_box()
    assert box
    assert box["height"] >= 44
    assert box["x"] + box["width"] <= PHONE["width"]
    page.locator("main .choices a").nth(2).click()
    page.wait_for_url("**#volunteer")
    page.locator("details summary").first.click()
    assert page.locator("details pre").first.is_visible()
