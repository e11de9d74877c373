"""The sample site in Chromium: what readers see, hear, press and wait for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from benchmarks.server import serving
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, ViewportSize, expect
from tests.conftest import ROOT
from tests.sites import DAY, SITE_URL

from familycentre.build import Places, start
from familycentre.language import words
from familycentre.settings import Settings

pytestmark = pytest.mark.browser

LANGUAGES = ("fi", "sv")
FRAMES = {"shell.html", "redirect.html"}
"""Templates that are not pages of their own to read."""
TEMPLATES = sorted(path.name for path in (ROOT / "overrides").glob("*.html")
                   if path.name not in FRAMES)
KINDS = [*TEMPLATES, "entry.html, sensitive", "task.html, sensitive", "situation.html, sensitive"]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}

NOW = "2026-11-26T10:00:00+02:00"
"""A Thursday soon after the build: what a page shows must not depend on the day of the test."""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

Addresses = dict[tuple[str, str], str]
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def addresses(sample_site: Path) -> Addresses:
    return fullest(ROOT / "data", sample_site)


def fullest(data: Path, built_site: Path) -> Addresses:
    """The fullest page of each kind in each language."""
    places = Places(data, ROOT / "docs", ROOT / "overrides" / "assets", "https://x.test/")
    site, _ = start(places, Settings(), DAY)
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for page in (*site.pages, *site.prose):
        name = page.address if page.address.endswith(".html") else f"{page.address}index.html"
        size = (built_site / name).stat().st_size
        kinds = [page.template]
        if page.sensitive:
            kinds = [f"{page.template}, sensitive"] if page.template != "help.html" else kinds
        for kind in kinds:
            found[kind, page.language] = max(found.get((kind, page.language), (0, "")),
                                             (size, page.address))
    made = {key: address for key, (_, address) in found.items()}
    for once in ("choose.html", "not_found.html"):
        made[once, "sv"] = made[once, "fi"]
    return made


@pytest.fixture
def visit(browser: Browser, sample_address: str, addresses: Addresses) -> Iterator[Visit]:
    """Opens a page of a kind: ``visit("list.html", "sv", viewport=DESK)``."""
    contexts = []

    def go(kind: str, language: str = "fi", viewport: ViewportSize | None = None,
           prepare: Callable[[Page], None] | None = None, **options: Any) -> Page:
        context = browser.new_context(viewport=viewport or PHONE, **options)
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        if prepare:
            prepare(page)
        page.goto(sample_address + addresses[kind, language])
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def second_address(second_site: Path) -> Iterator[str]:
    with serving(second_site, "/pk/") as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def test_every_template_is_looked_at(addresses: Addresses) -> None:
    missing = [(kind, language) for kind in KINDS for language in LANGUAGES
               if (kind, language) not in addresses]
    assert missing == []


# --- accessibility rules -------------------------------------------------------------------------

RULES = {
    "runOnly": {"type": "tag", "values": [
        "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],
}


CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]},
            "resultTypes": RULES["resultTypes"]}
"""In the dark only the colours differ."""


def faults_of(page: Page, *looks: tuple[ViewportSize, Literal["light", "dark"]]) -> list[str]:
    """What axe finds on a page with everything open, in each of some *looks*."""
    for details in page.locator("details").all():
        details.evaluate("one => one.open = true")
    faults = []
    for viewport, scheme in looks:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        # At the end of the page nothing lies under the fixed bar, which axe cannot judge.
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        rules = CONTRAST if scheme == "dark" else RULES
        outcome = Axe().run(page, options=rules).response
        found = [*outcome["violations"], *(
            one for one in outcome["incomplete"] if one["id"].startswith("color-contrast"))]
        faults += [f"{viewport['width']} {scheme} {one['id']}: {node['target']} "
                   f"{node['failureSummary']}" for one in found for node in one["nodes"]
                   # No tool knows what lies under text in a drawing: test_map.py measures it.
                   if not node["html"].startswith("<text ")]
    return faults


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(visit: Visit, kind: str, language: str) -> None:
    """The fullest page of each kind: one language on the phone, the other on the desk."""
    light, dark = (PHONE, DESK) if language == "fi" else (DESK, PHONE)
    faults = faults_of(visit(kind, language), (light, "light"), (dark, "dark"))
    assert not faults, "\n".join(faults[:20])


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_a_page_with_every_field(
        page: Page, second_data: Path, second_site: Path, second_address: str, kind: str) -> None:
    """The small county's pages: every look in both languages."""
    for (template, _), address in fullest(second_data, second_site).items():
        if template == kind:
            page.goto(second_address + address)
            faults = faults_of(page, *product((PHONE, DESK), SCHEMES))
            assert not faults, "\n".join([address, *faults[:20]])


# --- without scripts -----------------------------------------------------------------------------


def shown_cards(page: Page) -> int:
    return page.locator("ul.cards > li:visible").count()


def box_and_number(page: Page, facet: str) -> tuple[str, int]:
    """A filter value that hides some cards, and how many it leaves."""
    found = page.locator(f"input[value^={facet}]").evaluate_all(
        "boxes => boxes.map(one => one.value)")
    cards = shown_cards(page)
    for value in found:
        page.locator(f"label:has(input[value='{value}'])").click()
        left = shown_cards(page)
        page.locator(f"label:has(input[value='{value}'])").click()
        if 0 < left < cards:
            return value, left
    raise AssertionError(f"no {facet} filter hides anything")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["list.html", "task.html", "situation.html"])
def test_filters_work_without_scripts(visit: Visit, kind: str, language: str) -> None:
    page = visit(kind, language, java_script_enabled=False)
    every = shown_cards(page)
    page.locator("summary").click()
    value, left = box_and_number(page, "m" if kind == "list.html" else "k")
    label = page.locator(f"label:has(input[value='{value}'])")
    label.click()
    assert shown_cards(page) == left < every
    page.locator("button[type=reset]").click()
    assert shown_cards(page) == every


def test_facets_narrow_and_values_widen(visit: Visit) -> None:
    page = visit("list.html", java_script_enabled=False)
    page.locator("summary").click()
    values = page.locator("fieldset").first.locator("input").evaluate_all(
        "boxes => boxes.map(one => one.value)")
    numbers = []
    for value in values[:2]:
        page.locator(f"label:has(input[value='{value}'])").click()
        numbers.append(shown_cards(page))
    assert numbers[0] <= numbers[1]
    page.locator("fieldset").nth(1).locator("label").first.click()
    assert shown_cards(page) <= numbers[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_there_without_scripts(visit: Visit, kind: str, language: str) -> None:
    page = visit(kind, language, java_script_enabled=False)
    assert page.locator("h1").is_visible()
    if kind in {"choose.html", "not_found.html"}:
        assert page.locator("main a:visible").count() >= 2
        return
    menu = 0 if kind == "embed.html" else 5  # the page around a frame has its own
    assert page.locator("nav.bar a:visible").count() == menu
    if kind.endswith("sensitive") or kind == "help.html":
        assert page.locator("a[data-exit]:visible").count() == 1
    switch = page.locator("a.tongue")
    switch.click()
    other = "sv" if language == "fi" else "fi"
    expect(page.locator("html")).to_have_attribute("lang", other)
    expect(page.locator("h1")).to_be_visible()
    page.locator("a.tongue").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


# --- with scripts --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_tell_the_count_and_live_in_the_address(visit: Visit, language: str) -> None:
    page = visit("list.html", language)
    start_url = page.url
    at_first = page.locator("[role=status]").inner_text()
    every = shown_cards(page)
    page.locator("summary").click()
    value, left = box_and_number(page, "m")
    assert page.url == start_url
    changed = "before => document.querySelector('[role=status]').innerText !== before"
    page.locator(f"label:has(input[value='{value}'])").click()
    page.wait_for_url(f"**/?f={value}")
    page.wait_for_timeout(400)  # the count is told when the reader has been still for 300 ms
    page.wait_for_function(changed, arg=at_first)
    told = page.locator("[role=status]").inner_text()
    assert str(left) in told
    assert str(every) in told

    page.reload()
    assert shown_cards(page) == left
    assert page.locator(f"input[value='{value}']").is_checked()
    page.wait_for_function(changed, arg=at_first)

    page.locator("ul.cards > li:visible a").first.click()
    page.wait_for_url(lambda url: "?f=" not in url)
    page.go_back()
    page.wait_for_url(f"**/?f={value}")
    assert shown_cards(page) == left

    if not page.locator("button[type=reset]").is_visible():
        page.locator("summary").click()
    page.locator("button[type=reset]").click()
    page.wait_for_url(start_url)
    assert shown_cards(page) == every
    page.wait_for_function(
        "first => document.querySelector('[role=status]').innerText === first", arg=at_first)


EMPTYING = """() => {
    const cards = [...document.querySelectorAll('form ~ ul.cards > li')];
    const sets = [...document.querySelectorAll('fieldset')];
    for (const one of sets[0].querySelectorAll('input'))
        for (const other of sets[1].querySelectorAll('input')) {
            one.checked = other.checked = true;
            const left = cards.some(card => getComputedStyle(card).display !== 'none');
            one.checked = other.checked = false;
            if (!left) return [one.value, other.value];
        }
}"""
"""Two filters of different facets that no card meets together."""


def test_filters_that_leave_nothing_say_so(visit: Visit) -> None:
    page = visit("list.html")
    page.locator("summary").click()
    for value in page.evaluate(EMPTYING):
        page.locator(f"label:has(input[value='{value}'])").click()
    assert shown_cards(page) == 0
    page.wait_for_function(
        "before => document.querySelector('[role=status]').textContent.startsWith(before)",
        arg=words("fi")["filter"]["nothing"].split("{")[0])


def test_an_unknown_filter_in_the_address_hides_nothing(
        browser: Browser, sample_address: str, addresses: Addresses) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{sample_address}{addresses['list.html', 'fi']}?f=%22%3E%3Cb%3E&f=zz&g=1")
        assert shown_cards(page) == page.locator("ul.cards > li").count() > 0


# --- size, zoom and spacing ----------------------------------------------------------------------

OVERFLOW = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [`page ${document.documentElement.scrollWidth} > ${wide}`,
            ...[...document.querySelectorAll('body *')].filter(one =>
                one.getBoundingClientRect().right > wide + 1 && !one.closest('pre, table, .skip'))
                .map(one => `${one.tagName} ${one.className} ${one.textContent.slice(0, 40)}`)
                .slice(0, 5)];
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_no_sideways_scrolling(visit: Visit, kind: str) -> None:
    faults = []
    for language in LANGUAGES:
        page = visit(kind, language, {"width": 320, "height": 640})
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        faults += [f"{language} 320: {one}" for one in page.evaluate(OVERFLOW)]
        page.set_viewport_size({"width": 360, "height": 740})
        page.context.new_cdp_session(page).send(
            "Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > 30
        faults += [f"{language} 200 %: {one}" for one in page.evaluate(OVERFLOW)]
    assert not faults, "\n".join(faults)


SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }"""
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(one => {
    const style = getComputedStyle(one);
    return one.checkVisibility() && style.overflow !== 'visible' && style.display !== 'inline'
        && style.overflowX !== 'auto' && !one.closest('svg')
        && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1);
}).map(one => `${one.tagName}.${one.className}`)"""


@pytest.mark.parametrize("kind", KINDS)
def test_wider_text_spacing_cuts_nothing(visit: Visit, kind: str) -> None:
    page = visit(kind, "fi", PHONE, bypass_csp=True)
    page.add_style_tag(content=SPACING)
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate(CLIPPED) == []


TARGETS = """() => {
    const inline = one => getComputedStyle(one).display === 'inline' &&
        [...one.parentElement.childNodes].some(node =>
            node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    const primary = 'nav a, header a, footer li a, .button, button, summary, label, .choices a, '
        + '.tiles a, .names a, .contacts a, .cards :is(h2, h3, h4) a, .plain a';
    return [...document.querySelectorAll('a, button, summary, label, input')].filter(one =>
        one.checkVisibility()
        && !one.matches('.skip, label input, [aria-hidden] a')).flatMap(one => {
            const { width, height } = one.getBoundingClientRect();
            const least = one.matches(primary) ? 44 : inline(one) ? 0 : 24;
            return Math.min(width, height) + .5 < least && !(least === 44 && width >= 24 &&
                height >= 44)
                ? [`${one.tagName}.${one.className} "${one.textContent.trim().slice(0, 30)}" `
                   + `${width.toFixed()}×${height.toFixed()} < ${least}`] : [];
        });
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_targets_are_large(visit: Visit, kind: str) -> None:
    page = visit(kind)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    small = page.evaluate(TARGETS)
    assert not small, "\n".join(small)


# --- keyboard ------------------------------------------------------------------------------------


def test_the_first_tab_is_the_skip_link(visit: Visit) -> None:
    page = visit("list.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


FOCUS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const box = one.getClientRects()[0];
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const name = `${one.tagName}.${one.className} "${(one.textContent || one.value).trim()
        .slice(0, 30)}"`;
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight)
        return [name, `out of view at ${x.toFixed()}, ${y.toFixed()}`];
    const top = document.elementFromPoint(x, y);
    if (!(one.contains(top) || top.contains(one) && top.tagName === 'LABEL'))
        return [name, `covered by ${top.tagName}.${top.className}`];
    const ends = [box.top + 2, box.bottom - 2].filter(at => at > 0 && at < innerHeight);
    for (const at of ends) {
        const here = document.elementFromPoint(x, at);
        if (here && here.closest('.bar, .exit') && !one.closest('.bar, .exit'))
            return [name, 'partly covered'];
    }
    const style = getComputedStyle(one);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)
        return [name, 'no focus ring'];
    return [name, ''];
}"""


@pytest.mark.parametrize("back", [False, True], ids=["forward", "back"])
@pytest.mark.parametrize("kind", ["home.html", "list.html", "entry.html", "help.html",
                                  "main.html", "situation.html, sensitive"])
def test_what_has_the_focus_is_seen(visit: Visit, kind: str, back: bool) -> None:
    page = visit(kind, viewport={"width": 360, "height": 640})
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    wanted = page.evaluate("[...document.querySelectorAll('a[href], button, input, summary')]"
                           ".filter(one => one.checkVisibility()).length")
    faults, steps = [], 0
    for _ in range(400):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        found = page.evaluate(FOCUS)
        if found is None:
            break
        steps += 1
        if found[1]:
            faults.append(" ".join(found))
    assert steps >= wanted > 0
    assert not faults, "\n".join(faults[:20])


# --- quick exit ----------------------------------------------------------------------------------


def caught(page: Page, asked: list[Request]) -> None:
    """Answer for every other host with a small page; what is asked is kept in *asked*."""

    def answer(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(body="<title>Sää</title>Sää", content_type="text/html; charset=utf-8")

    page.context.route(lambda url: urlsplit(url).hostname != "127.0.0.1", answer)


TELL = """addEventListener('pagehide', () => sessionStorage.setItem(
    'left', `${document.documentElement.checkVisibility()} ${document.title}`));"""
"""Keeps for the test what could be seen of the last page when it was left."""


@pytest.mark.parametrize("way", ["click", "Shift"])
@pytest.mark.parametrize("kind", ["help.html", "entry.html, sensitive", "task.html, sensitive"])
def test_the_quick_exit_blanks_at_once_and_leaves_no_way_back(
        visit: Visit, kind: str, way: str) -> None:
    asked: list[Request] = []

    def prepare(page: Page) -> None:
        caught(page, asked)
        page.add_init_script(TELL)

    page = visit("home.html", prepare=prepare)
    before = page.url
    page.goto(visit(kind).url)
    target = page.locator("a[data-exit]").get_attribute("href") or ""
    if way == "click":
        page.locator("a[data-exit]").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(target)
    assert asked[0].url == target
    assert "referer" not in asked[0].headers
    page.go_back()
    page.wait_for_url(before)
    assert page.evaluate("sessionStorage.getItem('left')") == "false …"
    assert page.locator("h1").is_visible()


def test_the_quick_exit_is_a_plain_link_without_scripts(visit: Visit) -> None:
    asked: list[Request] = []
    page = visit("help.html", java_script_enabled=False,
                 prepare=lambda page: caught(page, asked))
    target = page.locator("a[data-exit]").get_attribute("href") or ""
    page.locator("a[data-exit]").click()
    page.wait_for_url(target)
    assert [request.url for request in asked] == [target]
    assert "referer" not in asked[0].headers


def test_typing_capitals_is_no_call_for_help(visit: Visit) -> None:
    asked: list[Request] = []
    page = visit("help.html", prepare=lambda page: caught(page, asked))
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.wait_for_timeout(300)
    assert asked == []
    assert page.locator("h1").is_visible()


def test_pages_that_are_not_sensitive_do_not_listen(visit: Visit) -> None:
    asked: list[Request] = []
    page = visit("list.html", prepare=lambda page: caught(page, asked))
    for _ in range(4):
        page.keyboard.press("Shift")
    page.wait_for_timeout(200)
    assert asked == []
    assert page.locator("h1").is_visible()


# --- what a page asks for ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_quiet_and_asks_for_little(visit: Visit, kind: str) -> None:
    complaints: list[str] = []
    asked: list[str] = []

    def listen(page: Page) -> None:
        def heard(message: ConsoleMessage) -> None:
            # The browser asks for favicon.ico on its own, once, where a page names no icon.
            asks = urlsplit(message.location["url"]).path == "/favicon.ico"
            if message.type in {"error", "warning"} and not asks:
                complaints.append(message.text)

        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.add_init_script("addEventListener('securitypolicyviolation', event => "
                             "console.error('policy', event.violatedDirective))")

    page = visit(kind, prepare=listen)
    page.wait_for_load_state("networkidle")
    hosts = {urlsplit(url).netloc for url in asked}
    assert hosts == {urlsplit(page.url).netloc}
    needed = [url for url in asked if "print." not in url and "favicon" not in url
              and not url.endswith("#icon") and "/icon." not in url]
    # Where there are filters as well as the quick exit there are two small scripts.
    assert len(needed) <= 4 + any("/exit." in url for url in needed) * any(
        "/filter." in url for url in needed), needed
    assert complaints == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_an_address_that_is_not_there_shows_the_way_home(
        browser: Browser, sample_address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        answer = page.goto(f"{sample_address}fi/kohtaamispaikat/ei-ole/")
        assert answer is not None
        assert answer.status == 404
        assert page.locator("h1").is_visible()
        assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
        base = urlsplit(SITE_URL).path
        assert page.locator("main a").first.get_attribute("href") == f"{base}fi/"


def test_a_walk_under_a_sub_path(visit: Visit, sample_address: str) -> None:
    page = visit("choose.html")
    bad: list[str] = []
    page.on("response", lambda answer: bad.append(answer.url) if answer.status >= 400 else None)
    page.locator("main a[lang=fi]").click()
    page.locator("nav.bar a").nth(2).click()
    page.locator("#week li a:visible").first.click()
    expect(page.locator("#week")).to_have_count(0)
    page.locator("a.tongue").click()
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.locator("main nav a").last.click()
    page.locator("nav.bar a").last.click()
    expect(page.locator("a[data-exit]")).to_be_visible()
    page.locator(".brand").click()
    page.wait_for_url(f"{sample_address}sv/")
    assert bad == []


# --- other ways of seeing ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["home.html", "list.html", "entry.html", "help.html"])
def test_forced_colours_and_less_motion(visit: Visit, kind: str, tmp_path: Path) -> None:
    page = visit(kind, forced_colors="active", reduced_motion="reduce")
    picture = page.screenshot(path=tmp_path / "forced.png")
    assert len(picture) > 5000
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("""[...document.querySelectorAll('.button, .call, .exit a')].every(one =>
        parseFloat(getComputedStyle(one).borderTopWidth) >= 1)""")


@pytest.mark.parametrize("kind", ["home.html", "list.html", "entry.html", "help.html",
                                  "situation.html, sensitive"])
def test_paper_holds_facts_and_no_controls(visit: Visit, kind: str) -> None:
    page = visit(kind)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("nav:visible, form:visible, a.tongue:visible, .skip:visible").count() == 0
    assert page.locator("h1").is_visible()
    for phone in page.locator("main a[href^='tel:']").all():
        assert phone.is_visible()
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, "
                            "getComputedStyle(document.body).color]")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert page.pdf(format="A4").startswith(b"%PDF")
