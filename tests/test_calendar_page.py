"""The same built site opened on different days: today, next times and the family calendar."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benchmarks.server import serving
from playwright.sync_api import Browser, Page, expect
from tests.conftest import ROOT
from tests.test_browser import LANGUAGES, PHONE

pytestmark = pytest.mark.browser

ZONES = ("Europe/Helsinki", "America/Los_Angeles", "Pacific/Auckland")
NBSP = "\u00a0"

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def calendar_address(calendar_site: Path) -> Iterator[str]:
    with serving(calendar_site, "/pk/") as address:
        yield address


@pytest.fixture
def opened(browser: Browser, calendar_address: str) -> Iterator[Open]:
    """Opens a page at a moment in Finland: ``opened("fi/…", "2026-11-26 10:00", zone)``."""
    contexts = []

    def go(path: str, when: str, zone: str = ZONES[0]) -> Page:
        context = browser.new_context(viewport=PHONE, timezone_id=zone)
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        moment = datetime.datetime.fromisoformat(f"{when}+02:00")
        page.clock.set_fixed_time(moment)
        page.goto(calendar_address + path)
        return page

    yield go
    for context in contexts:
        context.close()


PLACES = {"fi": "fi/kohtaamispaikat/", "sv": "sv/motesplatser/"}
WEEK = {"fi": "fi/tapahtuu/kokkola/", "sv": "sv/pa-gang/karleby/"}


def told(page: Page, selector: str) -> list[str]:
    """The texts of what is seen, with ordinary spaces."""
    return [" ".join(one.inner_text().replace(NBSP, " ").split())
            for one in page.locator(selector).all() if one.is_visible()]


def dates(page: Page) -> list[str]:
    return told(page, ".dates li")


TODAY: list[tuple[str, str, str, str]] = [
    ("torstaikahvila", "2026-11-26 08:00", "Tänään klo 9.30–12.", "I dag kl. 9.30–12."),
    ("torstaikahvila", "2026-11-26 09:30", "Nyt auki, klo 12 saakka.", "Öppet nu, till kl. 12."),
    ("torstaikahvila", "2026-11-26 12:00", "Tänään oli auki klo 9.30–12.",
     "Var öppet i dag kl. 9.30–12."),
    ("torstaikahvila", "2026-11-27 10:00", "", ""),
    ("arkitupa", "2026-11-26 10:00",
     "Nyt pitäisi olla auki, klo 16 saakka. Aikaa ei ole vahvistettu.",
     "Ska vara öppet nu, till kl. 16. Tiden är inte bekräftad."),
    ("arkitupa", "2026-11-27 11:00", "Tänään klo 12–13. Aikaa ei ole vahvistettu.",
     "I dag kl. 12–13. Tiden är inte bekräftad."),
    ("arkitupa", "2026-12-06 11:00", "Tänään kiinni: itsenäisyyspäivä.",
     "Stängt i dag: självständighetsdagen."),
    ("arkitupa", "2026-12-24 11:00", "Tänään kiinni: jouluaatto.", "Stängt i dag: julafton."),
    ("arkitupa", "2026-12-29 11:00", "Tänään kiinni: loma.", "Stängt i dag: ledigt."),
    ("sunnuntaitupa", "2026-12-06 12:30",
     "Tänään on itsenäisyyspäivä. Kysy, onko auki (klo 12–14).",
     "I dag är det självständighetsdagen. Fråga om det är öppet (kl. 12–14)."),
    ("sunnuntaitupa", "2026-12-06 20:00", "Tänään oli auki klo 12–14.",
     "Var öppet i dag kl. 12–14."),
    ("iltatupa", "2026-11-28 00:30", "Nyt auki, klo 1.30 saakka.", "Öppet nu, till kl. 1.30."),
    ("iltatupa", "2026-11-28 01:30", "", ""),
]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_today_in_words(opened: Open, language: str, zone: str) -> None:
    wrong = []
    for name, when, finnish, swedish in TODAY:
        page = opened(f"{PLACES[language]}{name}/", when, zone)
        wanted = finnish if language == "fi" else swedish
        found = told(page, ".today")
        if found != ([wanted] if wanted else []):
            wrong.append((name, when, found))
        page.context.close()
    assert wrong == []


def test_next_times_begin_with_the_reader_s_day(opened: Open) -> None:
    page = opened("fi/kohtaamispaikat/torstaikahvila/", "2026-11-26 11:00")
    assert dates(page) == ["to 26.11. klo 9.30–12 (ylhäällä)", "to 3.12. klo 9.30–12 (ylhäällä)",
                           "to 10.12. klo 9.30–12 (ylhäällä)"]
    page = opened("sv/motesplatser/torstaikahvila/", "2026-11-26 12:30", ZONES[1])
    assert dates(page) == ["tors 3.12. kl. 9.30–12 (uppe)", "tors 10.12. kl. 9.30–12 (uppe)",
                           "tors 17.12. kl. 9.30–12 (uppe)"]


def test_closed_days_stand_between_the_next_times(opened: Open) -> None:
    page = opened("fi/kohtaamispaikat/arkitupa/", "2026-12-23 17:00")
    assert dates(page) == [
        "to 24.12. kiinni: jouluaatto", "pe 25.12. kiinni: joulupäivä",
        "la 26.12. kiinni: tapaninpäivä", "su 27.12. klo 10–16", "kiinni to 31.12. saakka: loma",
        "pe 1.1. kiinni: uudenvuodenpäivä", "la 2.1. klo 10–16", "su 3.1. klo 10–16"]
    page = opened("sv/motesplatser/sunnuntaitupa/", "2026-12-01 09:00")
    assert dates(page)[0] == (
        "sön 6.12. kl. 12–14 – självständighetsdagen, fråga om det är öppet")


@pytest.mark.parametrize("zone", ZONES[1:])
@pytest.mark.parametrize(("language", "ended", "unknown"), [
    ("fi", "Viimeinen tiedossa oleva kerta oli 17.12.2026. Kysy uudet ajat järjestäjältä.",
     "Tiesimme ajat 31.5.2027 saakka. Kysy uudet ajat järjestäjältä."),
    ("sv", "Den sista kända gången var 17.12.2026. Fråga arrangören om nya tider.",
     "Vi kände till tiderna till 31.5.2027. Fråga arrangören om nya tider."),
])
def test_the_last_day_of_a_season_the_day_after_and_after_the_horizon(
    opened: Open, language: str, ended: str, unknown: str, zone: str
) -> None:
    cafe, house = f"{PLACES[language]}torstaikahvila/", f"{PLACES[language]}arkitupa/"
    assert len(dates(opened(cafe, "2026-12-17 11:00", zone))) == 1
    for when in ("2026-12-17 12:00", "2026-12-18 09:00", "2027-07-01 09:00"):
        page = opened(cafe, when, zone)
        assert dates(page) == []
        assert told(page, "#next") == [ended]
    assert len(dates(opened(house, "2027-05-31 09:00", zone))) == 1
    page = opened(house, "2027-06-01 09:00", zone)
    assert dates(page) == []
    assert told(page, "#next") == [unknown]
    assert told(page, "#known, .today") == []


# --- the calendar --------------------------------------------------------------------------------


def calendar(page: Page) -> dict[str, list[str]]:
    """Under each day's heading, what is seen: hours, name and state."""
    found: dict[str, list[str]] = {}
    for section in page.locator("#week section").all():
        found[section.locator("h2").inner_text()] = [
            " ".join(part for part in (
                item.locator("b").inner_text(), item.locator("a").first.inner_text(),
                item.locator(".state").inner_text()) if part).replace(NBSP, " ")
            for item in section.locator("li").all() if item.is_visible()]
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_the_calendar_begins_today(opened: Open, zone: str) -> None:
    page = opened(WEEK["fi"], "2026-11-26 11:00", zone)
    found = calendar(page)
    assert list(found) == [
        "Torstai 26.11. – tänään", "Perjantai 27.11. – huomenna", "Lauantai 28.11.",
        "Sunnuntai 29.11.", "Maanantai 30.11.", "Tiistai 1.12.", "Keskiviikko 2.12."]
    assert found["Torstai 26.11. – tänään"] == [
        "klo 9.30–12 Torstaikahvila Nyt auki, klo 12 saakka.",
        "klo 10–16 Arkitupa Nyt pitäisi olla auki, klo 16 saakka. Aikaa ei ole vahvistettu."]
    # Other hours of the day stand instead of the usual ones.
    assert [one for one in found["Perjantai 27.11. – huomenna"] if "Arkitupa" in one] == [
        "klo 12–13 Arkitupa"]
    assert "klo 18–19 Iltatupa" in found["Sunnuntai 29.11."]
    count = sum(map(len, found.values()))
    assert page.locator("#list").inner_text() == f"{count} aikaa näinä 7 päivänä"


def test_the_calendar_tells_what_is_closed_and_what_to_ask(opened: Open) -> None:
    sunday = calendar(opened(WEEK["sv"], "2026-12-06 09:00"))["Söndag 6.12. – i dag"]
    assert sunday == ["kl. 10–16 Arkitupa stängt: självständighetsdagen",
                      "kl. 12–14 Sunnuntaitupa självständighetsdagen, fråga om det är öppet"]
    eve = calendar(opened(WEEK["fi"], "2026-12-24 09:00"))["Torstai 24.12. – tänään"]
    assert eve == ["klo 10–16 Arkitupa kiinni: jouluaatto"]


def test_what_is_over_says_so(opened: Open) -> None:
    found = calendar(opened(WEEK["fi"], "2026-11-26 12:30"))["Torstai 26.11. – tänään"]
    assert found[0] == "klo 9.30–12 Torstaikahvila päättynyt"


def test_weeks_are_turned_until_the_days_that_are_known_end(opened: Open) -> None:
    page = opened(WEEK["fi"], "2026-12-11 09:00")
    earlier, later = (page.get_by_role("button", name=name)
                      for name in ("Edelliset 7", "Seuraavat 7"))
    assert "klo 9.30–12 Torstaikahvila" in calendar(page)["Torstai 17.12."]
    expect(earlier).to_be_hidden()
    later.click()
    found = calendar(page)
    assert next(iter(found)) == "Perjantai 18.12."
    assert not any("Torstaikahvila" in one for day in found.values() for one in day)
    expect(page.locator(".turn strong")).to_have_text("18.12.–24.12.2026")
    earlier.click()
    assert "Torstai 17.12." in calendar(page)
    for _ in range(40):
        if not later.is_visible():
            break
        later.click()
    expect(page.locator(".turn strong")).to_be_focused()
    assert page.locator(".turn strong").inner_text().endswith("2027")
    last = page.locator(".turn strong").inner_text().split("–")[1].split(".")
    assert datetime.date(int(last[2]), int(last[1]), int(last[0])) >= datetime.date(2027, 5, 24)


def test_the_week_that_is_shown_stands_in_the_address(opened: Open) -> None:
    page = opened(WEEK["fi"], "2026-12-23 09:00")
    page.get_by_role("button", name="Ensi viikko").click()
    expect(page.locator(".turn strong")).to_have_text("28.12.2026–3.1.2027")
    page.wait_for_url("**#2026-12-28")
    assert next(iter(calendar(page))) == "Maanantai 28.12."
    page.locator("#week li a:visible").first.click()
    expect(page.locator("#week")).to_have_count(0)
    page.go_back()
    expect(page.locator(".turn strong")).to_have_text("28.12.2026–3.1.2027")
    page.locator("a.tongue").click()
    page.wait_for_url(f"**/{WEEK['sv']}#*")
    expect(page.locator(".turn strong")).to_have_text("28.12.2026–3.1.2027")
    for odd in ("#2026-12-25T10:00", "#places", "#1999-01-01"):
        page = opened(WEEK["fi"] + odd, "2026-12-23 09:00")
        assert next(iter(calendar(page))) == "Keskiviikko 23.12. – tänään"


def test_a_night_goes_on_after_midnight(opened: Open) -> None:
    page = opened(WEEK["fi"], "2026-11-28 00:30")
    assert calendar(page)["Lauantai 28.11. – tänään"][0] == (
        "klo 22–1.30 Iltatupa Nyt auki, klo 1.30 saakka.")
    assert "Iltatupa" not in calendar(opened(WEEK["fi"], "2026-11-28 01:30"))[
        "Lauantai 28.11. – tänään"][0]


def test_the_focus_stays_when_one_comes_back(opened: Open) -> None:
    for path, wanted in ((WEEK["fi"], "#week li a:visible"),
                         ("fi/kohtaamispaikat/arkitupa/", ".calendar button")):
        page = opened(path, "2026-11-26 11:00")
        for summary in page.locator("main .calendar summary").all():
            summary.click()
        page.locator(wanted).nth(1).focus()
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator(wanted).nth(1)).to_be_focused()


def test_a_page_left_open_goes_on_with_the_day(opened: Open) -> None:
    page = opened(WEEK["fi"], "2026-11-26 11:00")
    page.clock.set_fixed_time("2026-11-27T09:00:00+02:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert next(iter(calendar(page))) == "Perjantai 27.11. – tänään"
    page.clock.set_fixed_time("2027-08-01T09:00:00+02:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert told(page, "#usual")[0].startswith("Tiesimme ajat")
    assert told(page, "#week .state") == [""] * len(told(page, "#week .state"))


@pytest.mark.parametrize(("language", "words"), [
    ("fi", "Tiesimme ajat 31.5.2027 saakka."), ("sv", "Vi kände till tiderna till 31.5.2027.")])
def test_after_the_horizon_the_usual_week_stands_with_a_warning(
    opened: Open, language: str, words: str
) -> None:
    page = opened(WEEK[language], "2027-06-01 09:00")
    assert told(page, "#usual")[0].startswith(words)
    found = calendar(page)
    shown = [one for day in found.values() for one in day]
    assert len(shown) > 8
    # What had ended, and days of their own, are no usual times.
    assert not any("Torstaikahvila" in one or "29.11." in one for one in shown)
    expect(page.locator("#list")).to_be_hidden()
    expect(page.locator(".turn")).to_be_hidden()


def test_the_calendar_s_filters_tidy_the_headings(opened: Open) -> None:
    page = opened(WEEK["fi"], "2026-11-26 09:00")
    page.locator("main summary").first.click()
    page.get_by_label("Maksuton").check()
    found = calendar(page)
    assert found["Torstai 26.11. – tänään"] == ["klo 9.30–12 Torstaikahvila"]
    assert found["Tiistai 1.12."] == []
    expect(page.locator("#week section").nth(5).locator(".nothing")).to_be_visible()
    seen = sum(map(len, found.values()))
    assert 0 < seen < 14
    expect(page.locator("#list")).to_contain_text(f"Näkyvissä {seen} / 14: Maksuton")
    page.get_by_role("button", name="Seuraavat 7").click()
    seen = sum(map(len, calendar(page).values()))
    expect(page.locator("#list")).to_contain_text(f"Näkyvissä {seen} / ")
    page.reload()
    seen = sum(map(len, calendar(page).values()))
    expect(page.locator("#list")).to_contain_text(f"Näkyvissä {seen} / ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_week_is_whole_without_scripts(
    browser: Browser, calendar_address: str, language: str
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(calendar_address + WEEK[language])
    headings = [one.inner_text() for one in page.locator("#week h2").all()]
    assert len(headings) == 8
    assert headings[0] in {"Maanantai", "Måndag"}
    items = page.locator("#week li")
    assert items.count() == page.locator("#week li:visible").count() >= 11
    text = page.locator("#week").inner_text()
    for word in ("Torstaikahvila", "Arkitupa", "17.12.2026", *(
            ["Kiinni pyhäpäivinä"] if language == "fi" else ["Stängt på helgdagar"])):
        assert word in text
    context.close()


def test_nothing_sensitive_stands_in_the_calendar(calendar_site: Path) -> None:
    pages = [*calendar_site.glob("fi/tapahtuu/**/*.html"),
             *calendar_site.glob("sv/pa-gang/**/*.html")]
    feeds = [*calendar_site.rglob("*.ics"), *calendar_site.rglob("feeds/**/*.xml")]
    assert len(pages) >= 12
    assert len(feeds) >= 16
    for path in (*pages, *feeds):
        assert "pelko" not in path.read_text("utf-8"), path
    page = (calendar_site / "fi/vertaisryhmat/pelko/index.html").read_text("utf-8")
    assert "webcal" not in page
    assert "data-rows" in page


# --- a date of one's own -------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES)
def test_one_date_goes_to_the_reader_s_calendar(opened: Open, zone: str) -> None:
    page = opened("sv/motesplatser/iltatupa/", "2026-11-27 09:00", zone)
    page.locator(".calendar summary").click()
    button = page.get_by_role("button", name="Till kalendern: fre 27.11.")
    with page.expect_download() as caught:
        button.click()
    assert caught.value.suggested_filename == "iltatupa-2026-11-27.ics"
    text = Path(caught.value.path()).read_bytes().decode()
    # 22.00 in Finland is 20.00 in UTC in winter; it ends after midnight.
    assert "DTSTART:20261127T200000Z" in text
    assert "DTEND:20261127T233000Z" in text
    assert "SUMMARY:Iltatupa" in text
    assert "1.11.2026" in text.replace("\r\n ", "")
    assert "STATUS" not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_date_that_is_not_sure_says_so_in_the_calendar(opened: Open) -> None:
    page = opened("fi/kohtaamispaikat/sunnuntaitupa/", "2026-12-05 09:00")
    page.locator(".calendar summary").click()
    with page.expect_download() as caught:
        page.get_by_role("button", name="Kalenteriin").first.click()
    text = Path(caught.value.path()).read_bytes().decode().replace("\r\n ", "")
    assert "STATUS:TENTATIVE" in text
    assert "itsenäisyyspäivä\\, kysy onko auki" in text
    assert "Järjestäjä ei ole vahvistanut" in text


@pytest.mark.parametrize(("day", "time", "moment"), [
    # The clock goes back on 25 October 2026 and forward on 28 March 2027.
    ("2026-10-25", "03:30", "20261025T003000Z"), ("2026-10-25", "02:30", "20261024T233000Z"),
    ("2026-10-25", "04:30", "20261025T023000Z"), ("2027-03-28", "03:30", "20270328T013000Z"),
    ("2027-03-28", "02:59", "20270328T005900Z"), ("2027-03-28", "04:00", "20270328T010000Z"),
    ("2027-07-01", "10:00", "20270701T070000Z"),
])
def test_hours_become_the_same_moments_as_in_the_feeds(
    opened: Open, day: str, time: str, moment: str
) -> None:
    page = opened("fi/kohtaamispaikat/arkitupa/", "2026-11-26 11:00", ZONES[2])
    script = (ROOT / "overrides/assets/shared/calendar.js").read_text("utf-8")
    told = page.evaluate(
        "([script, day, time]) => new Function('moment', `${script}; return utc`)(at => {"
        "const [date, clock] = new Intl.DateTimeFormat('sv-SE', {timeZone: 'Europe/Helsinki',"
        "dateStyle: 'short', timeStyle: 'short'}).format(at).split(' ');"
        "return {day: Date.parse(date) / 864e5, time: clock}})(Date.parse(day) / 864e5, time)",
        [script, day, time])
    assert told == moment


def test_one_date_in_summer_time(opened: Open) -> None:
    page = opened("fi/kohtaamispaikat/arkitupa/", "2027-03-27 17:00")
    page.locator(".calendar summary").click()
    with page.expect_download() as caught:
        page.get_by_role("button", name="Kalenteriin").nth(0).click()
    # The clocks go forward on Sunday 28 March 2027, Easter Day: the first open day is Tuesday.
    text = Path(caught.value.path()).read_bytes().decode()
    assert "DTSTART:20270330T070000Z" in text


# --- paper ---------------------------------------------------------------------------------------


def test_the_week_fits_a_page_of_paper(opened: Open, tmp_path: Path) -> None:
    page = opened(WEEK["fi"], "2026-11-26 09:00")
    page.emulate_media(media="print")
    shown = told(page, "main")[0]
    assert "Torstaikahvila" in shown
    assert "tapahtuu/kokkola/" in shown
    assert "26.11.–2.12.2026" in shown
    assert "tänään" not in shown
    assert "Seuraavat" not in shown
    assert page.locator(".paper svg").bounding_box() is not None
    pdf = page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1
