"""Without a network: only what a person asked for is kept, and one press takes it all away."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from benchmarks.server import TYPES, Handler, serving
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, Route, expect
from tests.conftest import until
from tests.sites import DAY, ROOT, SITE_URL, Document, built, files_of, read_site
from tests.test_browser import NOW, PHONE

from familycentre.build import Places, start
from familycentre.offline import core
from familycentre.render import Site
from familycentre.settings import Settings

WORDS = {
    "fi": {"on": "Ota käyttöön", "keep": "Tallenna kunnan sivut", "clear": "Poista kaikki",
           "remember": "Muista kunta", "ready": "Valmis.", "kept": "on tallessa",
           "cleared": "Kaikki on poistettu", "failed": "Tallennus ei onnistunut."},
    "sv": {"on": "Ta i bruk", "keep": "Spara kommunens sidor", "clear": "Ta bort allt",
           "remember": "Kom ihåg min kommun", "ready": "Klart.", "kept": "är sparade",
           "cleared": "Allt är borttaget", "failed": "Det gick inte att spara."},
}
DEVICE = {"fi": "fi/laite/", "sv": "sv/enhet/"}
PLACE = {"fi": ("Kokkola", "fi/kunnat/kokkola/", "fi/tapahtuu/kokkola/"),
         "sv": ("Karleby", "sv/kommuner/karleby/", "sv/pa-gang/karleby/")}
HELP = {"fi": "fi/apua/", "sv": "sv/hjalp/"}
CACHES = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    found[name] = (await cache.keys()).map((one) => one.url);
  }
  return found;
}"""
LEFT = """async () => [
  (await caches.keys()).filter((name) => name.startsWith("familycentre:")).length,
  Object.keys(localStorage).filter((key) => key.startsWith("familycentre:")).length,
  (await navigator.serviceWorker.getRegistrations()).length,
]"""
KEPT_TEXTS = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const one of await cache.keys()) found[one.url] = await (await cache.match(one)).text();
  }
  return found;
}"""

PLACES = "familycentre:{}:place"
"""Name of the cache of the chosen municipality, from the site's path."""

Come = Callable[[], Page]
pytestmark = pytest.mark.browser


@pytest.fixture(params=["/", "/repo/"])
def address(request: pytest.FixtureRequest, second_site: Path) -> Iterator[str]:
    """The second county's site, at the root of a host and below a path."""
    with serving(second_site, request.param) as url:
        yield url


@pytest.fixture
def come(browser: Browser) -> Iterator[Come]:
    """A person with a device of their own."""
    contexts: list[BrowserContext] = []

    def go() -> Page:
        context = browser.new_context(viewport=PHONE)
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        return page

    yield go
    for context in contexts:
        context.close()


def planned(data: Path) -> Site:
    """The site that a data folder makes, before it is written."""
    site, _ = start(Places(data, ROOT / "docs", ROOT / "overrides" / "assets", SITE_URL),
                    Settings(), DAY)
    return site


def press(page: Page, language: str, what: str, answer: str) -> None:
    """Press a button and wait for what the page answers."""
    page.get_by_role("button", name=WORDS[language][what]).click()
    expect(page.locator("main [role=status]")).to_contain_text(WORDS[language][answer],
                                                               timeout=20_000)


def turn_on(page: Page, address: str, language: str = "fi") -> None:
    page.goto(address + DEVICE[language])
    press(page, language, "on", "ready")


def test_nothing_is_kept_before_it_is_asked_for(come: Come, address: str) -> None:
    page = come()
    for path in ("fi/", "fi/apua/", DEVICE["fi"], PLACE["fi"][1]):
        page.goto(address + path)
        assert page.evaluate(LEFT) == [0, 0, 0], path
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_without_a_network_help_and_the_chosen_municipality_open(
    come: Come, address: str, language: str
) -> None:
    page = come()
    page.goto(address + DEVICE[language])
    name, place, week = PLACE[language]
    page.get_by_role("combobox").select_option(label=name)
    press(page, language, "keep", "kept")
    expect(page.locator("[data-now]")).to_contain_text(name)
    page.context.set_offline(True)
    for path in (HELP[language], f"{language}/", place, week, DEVICE[language]):
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.from_service_worker, path
        assert page.url == address + path
        assert page.locator("h1").inner_text()
        # The style sheet is there too.
        assert page.evaluate("document.styleSheets.length") > 0
        assert page.locator("nav.bar").evaluate("e => getComputedStyle(e).display") == "flex"
    page.goto(address + place)
    page.locator("main ul.cards li a").first.click()  # a list leads on to its records
    expect(page.locator("main dl")).to_be_visible()


def test_a_page_that_is_not_kept_says_so_in_its_language(come: Come, address: str) -> None:
    page = come()
    turn_on(page, address)
    page.context.set_offline(True)
    page.goto(f"{address}sv/organisationer/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inget nät")
    page.get_by_role("link", name="Alla hjälpnummer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hjälp nu")
    assert page.locator("main a[href='tel:112']").count()


def test_pages_that_were_read_open_again(come: Come, address: str) -> None:
    page = come()
    page.goto(f"{address}fi/tehtavat/tehtava-7/")
    turn_on(page, address)
    page.goto(f"{address}fi/kohtaamispaikat/")
    kept_now(page, f"{address}fi/kohtaamispaikat/", there=True)  # it goes on behind the page
    page.context.set_offline(True)
    page.goto(f"{address}fi/kohtaamispaikat/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kohtaamispaikat")
    page.goto(f"{address}fi/tehtavat/tehtava-7/")  # read before it was turned on
    expect(page.get_by_role("heading", level=1)).to_have_text("Ei verkkoyhteyttä")


def test_sensitive_pages_are_never_kept(come: Come, address: str, second_site: Path) -> None:
    sensitive = [name.removesuffix("index.html") for name, document in
                 read_site(second_site).items()
                 if document.all("nav", **{"class": "exit"}) and "hidden" not in
                 document.all("nav", **{"class": "exit"})[0].attributes]
    assert len(sensitive) > 10
    page = come()
    page.goto(address + DEVICE["fi"])
    page.get_by_role("combobox").select_option(label="Kokkola")
    press(page, "fi", "keep", "kept")
    for path in sensitive[:12]:
        page.goto(address + path)
    page.wait_for_timeout(500)
    page.goto(address + DEVICE["fi"])
    kept: dict[str, str] = page.evaluate(KEPT_TEXTS)
    allowed = {address + path for path in HELP.values()}
    assert allowed <= set(kept)
    for url, text in kept.items():
        if url not in allowed:
            assert url.removeprefix(address) not in sensitive
            assert "data-exit" not in text or url.endswith((".js", ".css")), url


def test_clearing_leaves_nothing_of_ours_and_everything_of_others(
    come: Come, address: str
) -> None:
    page = come()
    page.goto(address + DEVICE["fi"])
    page.evaluate("""async () => {
      localStorage.setItem("neighbour", "1");
      const cache = await caches.open("neighbour-cache");
      await cache.put("/x", new Response("x"));
    }""")
    press(page, "fi", "keep", "kept")
    page.get_by_role("button", name=WORDS["fi"]["remember"]).click()
    expect(page.locator("[data-now]")).to_contain_text("Laite muistaa kunnan")
    assert all(page.evaluate(LEFT))
    press(page, "fi", "clear", "cleared")
    expect(page.locator("[data-now]")).to_have_text("Ei mitään.")
    assert page.evaluate(LEFT) == [0, 0, 0]
    assert page.evaluate("localStorage.getItem('neighbour')") == "1"
    assert list(page.evaluate(CACHES)) == ["neighbour-cache"]
    page.reload()
    page.wait_for_timeout(300)
    assert page.evaluate(LEFT) == [0, 0, 0]


def test_a_remembered_municipality_stands_on_the_home_page(come: Come, address: str) -> None:
    page = come()
    page.goto(address + PLACE["sv"][1])
    box = page.locator("details[data-device]")
    box.locator("summary").click()
    box.get_by_role("button", name=WORDS["sv"]["remember"]).click()
    expect(box.get_by_role("status")).to_contain_text("Karleby")
    page.goto(f"{address}fi/")
    page.locator("main a.button", has_text="Kokkola").click()
    page.wait_for_url(address + PLACE["fi"][1])


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_in_every_state(
    browser: Browser, second_site: Path, language: str, scheme: str
) -> None:
    with serving(second_site, "/repo/") as address:
        context = browser.new_context(
            viewport=PHONE, color_scheme="dark" if scheme == "dark" else "light")
        page = context.new_page()
        for path in (DEVICE[language], {"fi": "fi/ei-verkkoa/", "sv": "sv/utan-nat/"}[language]):
            page.goto(address + path)
            results = Axe().run(page)
            assert results.violations_count == 0, results.generate_report()
        turn_on(page, address, language)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        context.close()


def test_without_scripts_the_page_says_that_nothing_is_kept(
    browser: Browser, second_site: Path
) -> None:
    with serving(second_site, "/repo/") as address:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(address + DEVICE["sv"])
        expect(page.locator("main .note")).to_contain_text("JavaScript")
        expect(page.get_by_role("button", name=WORDS["sv"]["on"])).to_be_hidden()
        context.close()


def test_what_is_kept_from_the_first_is_whole(come: Come, address: str) -> None:
    page = come()
    turn_on(page, address)
    page.context.set_offline(True)
    missing: list[str] = []

    def failed(request: Request) -> None:
        missing.append(request.url)

    page.on("requestfailed", failed)
    for path in ("", "fi/", "sv/", *HELP.values(), *DEVICE.values(), "fi/ei-verkkoa/"):
        page.goto(address + path, wait_until="networkidle")
        assert page.url == address + path
    assert missing == []


def test_the_style_of_a_sensitive_page_does_not_tell_of_it(come: Come, address: str) -> None:
    page = come()
    turn_on(page, address)
    before = page.evaluate(CACHES)
    page.goto(f"{address}fi/jarjestojen-palvelut/pesa/", wait_until="networkidle")
    page.wait_for_timeout(300)
    assert page.locator("[data-exit]").is_visible()
    assert page.evaluate(CACHES) == before


def test_what_was_cleared_does_not_come_back_from_another_tab(
    come: Come, address: str
) -> None:
    page = come()
    turn_on(page, address)
    other = page.context.new_page()
    other.goto(f"{address}fi/")
    page.bring_to_front()
    press(page, "fi", "clear", "cleared")
    other.goto(f"{address}fi/kohtaamispaikat/", wait_until="networkidle")
    # The page that pressed still has the worker, until it is left.
    page.evaluate("fetch(document.querySelector('link[media=print]').href)")
    page.wait_for_timeout(400)
    assert page.evaluate(LEFT) == [0, 0, 0]


# --- hosts


def test_a_new_build_is_taken_in_and_only_our_old_cache_goes(
    come: Come, second_site: Path, tmp_path: Path
) -> None:
    site = copied(second_site, tmp_path)
    page = come()
    with serving(site, "/repo/") as address:
        turn_on(page, address)
        before = [name for name in page.evaluate(CACHES) if ":core:" in name]
        page.evaluate("caches.open('familycentre:/other/:core:1')")
        help_page = site / "fi/apua/index.html"
        help_page.write_text(help_page.read_text(encoding="utf-8").replace(
            "</h1>", " (uusi)</h1>"), encoding="utf-8")
        worker = site / "sw.js"
        worker.write_text(re.sub(r'VERSION="\w+"', 'VERSION="000000000000"',
                                 worker.read_text(encoding="utf-8")), encoding="utf-8")
        page.goto(address + HELP["fi"])
        expect(page.locator("h1")).to_contain_text("(uusi)")  # the network comes first
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
        page.wait_for_timeout(500)
        expect(page.locator("h1")).to_contain_text("(uusi)")  # an open page is left alone

        def cores() -> set[str]:
            page.goto("about:blank")  # the last tab of the site goes: the new worker's turn
            page.wait_for_timeout(300)
            page.goto(address + DEVICE["fi"])
            return {name for name in page.evaluate(CACHES) if ":core:" in name}

        until(page, lambda: cores() == {"familycentre:/other/:core:1",
                                        "familycentre:/repo/:core:000000000000"})
        assert not [name for name in before if "000000000000" in name]
        page.context.set_offline(True)
        page.goto(address + HELP["fi"])
        expect(page.locator("h1")).to_contain_text("(uusi)")


def test_a_worker_served_as_plain_text_ends_in_plain_words(
    come: Come, second_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = come()
    with serving(second_site, "/repo/") as address:
        page.goto(address + DEVICE["fi"])
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        monkeypatch.setitem(TYPES, ".js", "text/plain; charset=utf-8")
        press(page, "fi", "on", "failed")
        assert not faults
        assert page.evaluate(LEFT)[2] == 0


def test_html_of_another_type_is_not_kept(
    come: Come, second_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = come()
    with serving(second_site, "/repo/") as address:
        page.goto(address + DEVICE["fi"])
        press(page, "fi", "on", "ready")
        monkeypatch.setitem(TYPES, ".html", "application/octet-stream")
        with pytest.raises(Error, match=r"Download|ERR_ABORTED"):
            page.goto(f"{address}fi/kohtaamispaikat/")
        page.wait_for_timeout(300)
        assert not [url for urls in page.evaluate(CACHES).values() for url in urls
                    if url.endswith("/kohtaamispaikat/")]


def test_a_host_that_answers_everything_with_its_own_page_does_not_poison(
    come: Come, second_site: Path, tmp_path: Path
) -> None:
    """Some hosts send the front page, with status 200, for what is not there."""
    site = copied(second_site, tmp_path)
    (site / "fi/kohtaamispaikat/index.html").write_bytes((site / "fi/index.html").read_bytes())
    (site / "fi/vertaisryhmat/index.html").write_text("<title>Sign in</title>")
    page = come()
    with serving(site, "/repo/") as address:
        turn_on(page, address)
        for path in ("fi/kohtaamispaikat/", "fi/vertaisryhmat/", "fi/tehtavat/"):
            page.goto(address + path)
        kept_now(page, f"{address}fi/tehtavat/", there=True)
        urls = {url for kept in page.evaluate(CACHES).values() for url in kept}
        assert f"{address}fi/tehtavat/" in urls
        assert f"{address}fi/kohtaamispaikat/" not in urls
        assert f"{address}fi/vertaisryhmat/" not in urls


def test_a_host_that_redirects_to_the_slash_works_offline(come: Come, address: str) -> None:
    page = come()
    turn_on(page, address)
    page.goto(f"{address}fi/tehtavat")  # answered by a redirect
    assert page.url == f"{address}fi/tehtavat/"
    kept_now(page, f"{address}fi/tehtavat/", there=True)
    page.context.set_offline(True)
    page.goto(f"{address}fi/tehtavat")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{address}fi/apua")
    expect(page.get_by_role("heading", level=1)).to_have_text("Apua heti")


def test_storage_that_is_refused_is_said_and_breaks_nothing(
    browser: Browser, second_site: Path
) -> None:
    with serving(second_site, "/repo/") as address:
        context = browser.new_context()
        context.add_init_script("""
          Object.defineProperty(window, "localStorage", { get() { throw new Error("no"); } });
          delete Navigator.prototype.serviceWorker;""")
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address + DEVICE["sv"])
        press(page, "sv", "remember", "failed")
        press(page, "sv", "on", "failed")
        press(page, "sv", "clear", "cleared")
        page.goto(f"{address}sv/")
        expect(page.locator("form.near")).to_be_visible()
        assert not faults
        context.close()


@pytest.fixture
def copy(second_site: Path, tmp_path: Path) -> Path:
    """The second county's site, to be spoilt."""
    return Path(shutil.copytree(second_site, tmp_path / "copy"))


@pytest.mark.parametrize("fault", ["its own page", "nothing"])
def test_a_host_without_all_that_is_needed_keeps_nothing(
    come: Come, copy: Path, fault: str
) -> None:
    """Half of it would be worse than none: help now must open when it is said to."""
    name = copy / "fi/apua/index.html"
    if fault == "nothing":
        name.unlink()
    else:
        name.write_text("<title>Sign in</title>", encoding="utf-8")
    page = come()
    with serving(copy, "/repo/") as address:
        page.goto(address + DEVICE["fi"])
        press(page, "fi", "on", "failed")
        assert page.evaluate(LEFT) == [0, 0, 0]


def test_a_keeping_that_breaks_half_way_loses_nothing(come: Come, address: str) -> None:
    page = come()
    page.goto(address + DEVICE["fi"])
    page.get_by_role("combobox").select_option(label="Kokkola")
    press(page, "fi", "keep", "kept")
    before = page.evaluate(CACHES)[PLACES.format(urlsplit(address).path)]
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > 6:
            route.abort()
        else:
            route.continue_()

    page.context.route(re.compile(r"/(kohtaamispaikat|kunnat|tapahtuu)/"), answer)
    press(page, "fi", "keep", "failed")
    page.wait_for_timeout(300)
    assert len(asked) > 6
    expect(page.locator("main [role=status]")).to_contain_text(WORDS["fi"]["failed"])
    assert set(page.evaluate(CACHES)[PLACES.format(urlsplit(address).path)]) == set(before)


def test_another_municipality_takes_the_place_of_the_first(come: Come, address: str) -> None:
    page = come()
    page.goto(address + DEVICE["fi"])
    for name in ("Kannus", "Kokkola"):
        page.get_by_role("combobox").select_option(label=name)
        press(page, "fi", "keep", "kept")
        expect(page.locator("main [role=status]")).to_be_in_viewport(ratio=.9)  # the answer is seen
    expect(page.locator("[data-now]")).to_contain_text("Kokkola")
    expect(page.locator("[data-now]")).not_to_contain_text("Kannus")
    page.context.set_offline(True)
    page.goto(address + PLACE["fi"][1])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kokkola")
    page.goto(f"{address}fi/tapahtuu/kannus/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ei verkkoyhteyttä")


def test_a_slow_network_shows_what_is_kept(
    come: Come, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = come()
    turn_on(page, address)
    page.goto(f"{address}fi/tehtavat/")
    kept_now(page, f"{address}fi/tehtavat/", there=True)
    answer = Handler.do_GET

    def slow(handler: Handler) -> None:
        if "/tehtavat/" in handler.path:
            time.sleep(8)
        with contextlib.suppress(BrokenPipeError):  # the reader has gone on
            answer(handler)

    monkeypatch.setattr(Handler, "do_GET", slow)
    begun = time.monotonic()
    page.goto(f"{address}fi/tehtavat/")
    assert 3.5 < time.monotonic() - begun < 7
    expect(page.locator("h1")).to_be_visible()


def test_another_project_below_ours_is_left_alone(come: Come, second_site: Path) -> None:
    page = come()
    with serving(second_site, "/") as address:
        turn_on(page, address)
        page.context.set_offline(True)
        with pytest.raises(Error, match="INTERNET_DISCONNECTED"):
            page.goto(f"{address}other-project/")


def test_only_the_last_sixty_pages_that_were_read_are_kept(
    come: Come, second_site: Path, second_data: Path
) -> None:
    page = come()
    with serving(second_site, "/repo/") as address:
        turn_on(page, address)
        kept = set(core(planned(second_data), second_site))
        every = [document.address for name, document in read_site(second_site).items()
                 if name.endswith("/index.html") and not document.is_redirect
                 and not name.startswith("embed/") and "data-exit" not in document.html
                 and document.address not in kept][:64]
        assert len(every) == 64
        for path in every:
            page.goto(address + path, wait_until="commit")
            until(page, lambda path=path: page.evaluate(  # type: ignore[misc]
                "url => caches.match(url).then(Boolean)", address + path))
        last = [address + path for path in every[-60:]]
        until(page, lambda: page.evaluate(CACHES)["familycentre:/repo/:read"] == last)


def test_the_manifest_of_a_host_with_odd_types_is_read_and_asks_for_nothing(
    come: Come, second_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TYPES, ".json", "text/plain; charset=utf-8")
    page = come()
    with serving(second_site, "/repo/") as address:
        page.goto(f"{address}sv/enhet/")
        browser = page.context.new_cdp_session(page)
        told = browser.send("Page.getAppManifest")
        assert told["errors"] == []
        manifest = json.loads(told["data"])
        assert manifest["display"] == "minimal-ui"
        # Started under its own path, whatever else lives on the host.
        assert manifest["id"] == "/pk/sv/"
        assert [one["sizes"] for one in manifest["icons"]
                if one.get("purpose") == "maskable"] == ["512x512"]
    linking = [name for name, document in read_site(second_site).items()
               if document.all("link", rel="manifest")]
    assert sorted(linking) == ["fi/index.html", "fi/laite/index.html", "sv/enhet/index.html",
                               "sv/index.html"]


# --- what is made


def test_the_first_thing_kept_is_help_and_all_of_it_exists(second_site: Path,
                                                           second_data: Path) -> None:
    kept = core(planned(second_data), second_site)
    paths = list(kept)
    assert paths[:2] == ["fi/apua/", "sv/hjalp/"]
    files = files_of(second_site)
    for path, data in kept.items():
        name = f"{path}index.html" if path.endswith("/") or not path else path
        assert files[name] == data
        if not name.endswith(".html"):
            continue
        document = Document(name, data.decode())
        for one in document.all("link", "script", "use"):
            link = document.file(one.attributes.get("href") or one.attributes["src"])
            needed = one.attributes.get("rel") not in {"canonical", "alternate"}
            assert not needed or link.partition("#")[0] in kept, (path, link)
    script = files["sw.js"].decode()
    assert json.dumps(paths, separators=(",", ":")) in script
    assert not [path for path in paths if "search" in path]


def test_the_version_follows_what_is_kept_and_nothing_else(
    second_site: Path, second_data: Path, tmp_path: Path
) -> None:
    def version(site: Path) -> str:
        found = re.search(r'VERSION="(\w+)"', (site / "sw.js").read_text(encoding="utf-8"))
        assert found
        return found[1]

    again = built(tmp_path / "again", second_data)
    assert version(again) == version(second_site)
    lines = second_data / "helplines.yml"
    text = lines.read_text(encoding="utf-8")
    other = tmp_path / "data"
    for name, data in files_of(second_data).items():
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        (other / name).write_bytes(data)
    (other / "helplines.yml").write_text(re.sub(r'phone: "[^"]+"', 'phone: "09 123 4567"', text,
                                                count=1), encoding="utf-8")
    assert version(built(tmp_path / "other", other)) != version(second_site)


def test_what_is_withdrawn_or_has_become_sensitive_goes_from_the_device(
    come: Come, second_site: Path, tmp_path: Path
) -> None:
    site = copied(second_site, tmp_path)
    page = come()
    with serving(site, "/repo/") as address:
        turn_on(page, address)
        for path in ("fi/kohtaamispaikat/", "fi/vertaisryhmat/"):
            page.goto(address + path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
        kept_now(page, f"{address}fi/kohtaamispaikat/", there=True)
        kept_now(page, f"{address}fi/vertaisryhmat/", there=True)
        one = site / "fi/kohtaamispaikat/index.html"
        one.write_text(one.read_text(encoding="utf-8").replace(
            "<header>", '<nav class="exit"><a href="https://x.test/" data-exit>x</a></nav>'
            "<header>"), encoding="utf-8")
        (site / "fi/vertaisryhmat/index.html").unlink()
    with serving(site, "/repo/", port=int(address.split(":")[2].split("/")[0])):
        for path in ("fi/kohtaamispaikat/", "fi/vertaisryhmat/"):
            page.goto(address + path)
        kept_now(page, f"{address}fi/kohtaamispaikat/", there=False)
        kept_now(page, f"{address}fi/vertaisryhmat/", there=False)


def test_help_that_was_read_anew_is_the_help_that_is_kept(
    come: Come, second_site: Path, tmp_path: Path
) -> None:
    site = copied(second_site, tmp_path)
    page = come()
    with serving(site, "/repo/") as address:
        turn_on(page, address)
        help_page = site / "fi/apua/index.html"
        help_page.write_text(help_page.read_text(encoding="utf-8").replace(
            "</h1>", " (uusi)</h1>"), encoding="utf-8")
        page.goto(address + HELP["fi"])
        expect(page.locator("h1")).to_contain_text("(uusi)")
        until(page, lambda: "(uusi)" in page.evaluate(KEPT_TEXTS)[address + HELP["fi"]])
        page.context.set_offline(True)
        page.goto(address + HELP["fi"])
        expect(page.locator("h1")).to_contain_text("(uusi)")
        page.goto(f"{address}fi/apua")  # without the slash: its style must be found, too
        assert page.url == address + HELP["fi"]
        assert page.locator("nav.bar").evaluate("e => getComputedStyle(e).display") == "flex"


def copied(site: Path, folder: Path) -> Path:
    """A copy of a built site, to change."""
    return Path(shutil.copytree(site, folder / "site"))


def kept_now(page: Page, url: str, *, there: bool) -> None:
    """Wait until an address is kept, or is not."""
    until(page, lambda: there == any(url in kept for kept in page.evaluate(CACHES).values()))
