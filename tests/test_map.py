"""Maps without a map service: borders, where numbers stand, links, bytes, and what readers get."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from pathlib import Path
from typing import Literal

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from benchmarks.bytes import weigh
from benchmarks.server import serving
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser, Page, ViewportSize
from tests.conftest import ROOT
from tests.directories import AREAS, DIRECTORY, TODAY, write, write_second_county
from tests.sites import Document

from familycentre.borders import (
    Drawing,
    Shape,
    Topology,
    borders,
    clearance,
    decode,
    draw,
    inside,
    middle_of,
    simplify,
    tm35fin,
)
from familycentre.build import Places, start
from familycentre.charts import MANY, RADIUS, Chart, chart, locator, locator_sheet, shades_of
from familycentre.language import words
from familycentre.pins import names_that_fit, spread
from familycentre.reference import counties, municipalities, neighbours
from familycentre.render import prepare, render
from familycentre.settings import Settings

LANGUAGES = ("fi", "sv")
PAGES = {"fi": "fi/kunnat", "sv": "sv/kommuner"}
BUDGET = 12 * 1024
UUSIMAA = ("01", "02", "03", "04", "90")


def of_counties(*wanted: str) -> dict[str, str]:
    """County by code of each of their municipalities."""
    return {code: one.county for code, one in municipalities().items() if one.county in wanted}


@pytest.fixture(scope="module")
def finland() -> Drawing:
    """Every municipality, large enough that nothing is lost."""
    return draw(borders("municipalities"), of_counties(*counties()), 4000, area=12)


# --- geometry ------------------------------------------------------------------------------------


def test_the_projection_agrees_with_known_points() -> None:
    # JHS 197, the worked example of appendix 2, to the millimetres of its rounded degrees.
    east, north = tm35fin(60.38510688197, 19.848136769751)
    assert math.isclose(east, 106256.35961, abs_tol=0.002)
    assert math.isclose(north, 6715706.37705, abs_tol=0.002)
    # On the central meridian the easting is 500 km; to its sides shapes are mirrored.
    assert tm35fin(65, 27)[0] == 500_000
    assert math.isclose(tm35fin(65, 30)[0] + tm35fin(65, 24)[0], 1_000_000)


@pytest.mark.parametrize("name", ["municipalities", "counties"])
def test_every_place_of_the_reference_has_borders(name: str) -> None:
    wanted = set(municipalities() if name == "municipalities" else counties())
    assert set(borders(name).shapes) == wanted


def numbers(path: str) -> Iterator[tuple[int, int]]:
    """The points of path data, all of them absolute, as a browser would read it."""
    for ring in re.findall(r"M[^M]+", path):
        found = [int(one) for one in re.findall(r"-?\d+", ring)]
        x, y = found[:2]
        yield x, y
        for dx, dy in zip(found[2::2], found[3::2], strict=True):
            x, y = x + dx, y + dy
            yield x, y


def test_every_municipality_is_drawn_inside_the_sheet(finland: Drawing) -> None:
    assert set(finland.shapes) == set(municipalities())
    for code, shape in finland.shapes.items():
        points = list(numbers(shape.path))
        assert points == [point for ring in shape.rings for point in ring], code
        assert re.fullmatch(r"(M\d+ \d+l-?\d+[ -]\d+(?:[ -]\d+)*z)+", shape.path), code
        assert len(shape.rings[0]) >= 3, code
        assert all(0 <= x <= finland.width and 0 <= y <= finland.height for x, y in points), code
    every = [point for shape in finland.shapes.values() for point in numbers(shape.path)]
    assert (min(x for x, _ in every), min(y for _, y in every)) == (0, 0)
    assert (max(x for x, _ in every), max(y for _, y in every)) == (finland.width, finland.height)


def sides(shape: Shape) -> set[frozenset[tuple[int, int]]]:
    return {frozenset(pair) for ring in shape.rings
            for pair in pairwise([*ring, ring[0]]) if len(set(pair)) == 2}


def shared(topology: Topology, one: str, other: str) -> bool:
    arcs = [{max(arc, ~arc) for polygon in topology.shapes[code] for ring in polygon
             for arc in ring} for code in (one, other)]
    return bool(arcs[0] & arcs[1])


@pytest.mark.parametrize(("width", "area"), [(4000, 0), (4000, 12), (4000, 400), (1000, 12)])
def test_neighbours_still_meet_after_simplifying(width: int, area: float) -> None:
    topology = borders("municipalities")
    drawing = draw(topology, of_counties(*counties()), width, area=area)
    lines = {code: sides(shape) for code, shape in drawing.shapes.items()}
    met = 0
    for one, others in neighbours().items():
        for other in others:
            if one < other and shared(topology, one, other):
                met += 1
                common = lines[one] & lines[other]
                corners = {point for ring in drawing.shapes[one].rings for point in ring} & {
                    point for ring in drawing.shapes[other].rings for point in ring}
                # A border shorter than a unit is a point; all others are whole stretches of line.
                assert common or corners, (one, other)
    assert met > 800
    # No gap and no overlap: each stretch belongs to one shape at the edge, else to two.
    uses = Counter(line for code in lines for line in lines[code])
    assert max(uses.values()) == 2


def test_nothing_falls_flat_however_simple() -> None:
    drawing = draw(borders("municipalities"), of_counties(*counties()), 4000, area=1e9)
    flat = [code for code, shape in drawing.shapes.items() if len(set(shape.rings[0])) < 3]
    assert flat == []


def test_most_seats_lie_inside_their_own_borders(finland: Drawing) -> None:
    outside, far = [], []
    for code, one in municipalities().items():
        seat, rings = finland.at(one.lat, one.lon), finland.shapes[code].rings
        if not inside(seat, rings):
            outside.append(one.name("fi"))
            if clearance(seat, rings) / finland.scale < -5_000:
                far.append(one.name("fi"))
    assert len(outside) <= 0.06 * len(municipalities()), outside
    # The borders are so simple that a small town by the border may fall out, by a few kilometres.
    assert len(far) <= 2, far


def test_the_same_borders_give_the_same_drawing() -> None:
    groups = of_counties(*UUSIMAA)
    backwards = dict(reversed(groups.items()))
    first = draw(borders("municipalities"), groups, 1000, area=12)
    again = draw(borders("municipalities"), backwards, 1000, area=12)
    assert {**first.shapes} == {**again.shapes}
    assert (first.edges, first.group_edges) == (again.edges, again.group_edges)
    codes = list(groups)
    assert (locator_sheet(tuple(codes)) == locator_sheet(tuple(reversed(codes))))


SQUARES = {
    "type": "Topology", "transform": {"scale": [0.01, 0.01], "translate": [26.0, 62.0]},
    # Two squares side by side, with a hole and an island that fills it in the left one; an islet.
    "arcs": [[[100, 0], [0, 100]], [[100, 100], [-100, 0], [0, -100], [100, 0]],
             [[100, 0], [100, 0], [0, 50], [0, 50], [-100, 0]],
             [[40, 40], [20, 0], [0, 20], [-20, 0], [0, -20]],
             [[150, 150], [1, 0], [0, 1], [-1, -1]]],
    "objects": {"test": {"type": "GeometryCollection", "geometries": [
        {"type": "Polygon", "id": "left", "arcs": [[0, 1], [3]]},
        {"type": "MultiPolygon", "id": "right", "arcs": [[[2, -1]], [[4]]]},
        {"type": "Polygon", "id": "hole", "arcs": [[-4]]},
    ]}},
}


def test_holes_enclaves_and_islets() -> None:
    groups = {"left": "a", "right": "b", "hole": "a"}
    drawing = draw(decode(SQUARES, "test"), groups, 1000, area=40)
    left, right, hole = (drawing.shapes[code] for code in groups)
    assert len(left.rings) == 2
    assert len(right.rings) == 1, "the islet is too small to see"
    assert set(left.rings[1]) == set(hole.rings[0])
    middle = middle_of(left.rings)
    assert inside(middle, left.rings)
    assert not inside(middle, hole.rings)
    assert clearance(middle, left.rings) > 50
    # The enclave is of the same group: its border is thin; the one between the squares is thick.
    assert not set(numbers(drawing.group_edges)) & set(hole.rings[0])
    assert set(hole.rings[0]) <= set(numbers(drawing.edges))
    with pytest.raises(KeyError):
        draw(decode(SQUARES, "test"), {"nowhere": ""}, 1000, area=20)
    with pytest.raises(ValueError, match="nothing"):
        draw(decode(SQUARES, "test"), {}, 1000, area=20)


def test_simplifying_keeps_ends_and_what_stands_out() -> None:
    line = [(0.0, 0.0), (10.0, 0.1), (20.0, 30.0), (30.0, 0.0), (40.0, -0.1), (50.0, 0.0)]
    assert simplify(line, 5) == [line[0], line[1], line[2], line[3], line[5]]
    assert simplify(line, 1000) == [line[0], line[-1]]
    assert len(simplify(line, 1000, least=3)) == 3
    assert simplify(line, 0) == line


# --- numbers and names ---------------------------------------------------------------------------


def test_discs_part_and_stay_on_the_sheet() -> None:
    crowd = {str(number): (500.0, 300.0) for number in range(20)}
    found = spread(crowd, 38, 1000, 600)
    for (x, y), (other_x, other_y) in combinations(found.values(), 2):
        assert math.hypot(x - other_x, y - other_y) >= 76
    assert all(38 <= x <= 962 and 38 <= y <= 562 for x, y in found.values())
    assert spread(crowd, 38, 1000, 600) == found
    alone = spread({"a": (100.0, 100.0), "b": (900.0, 500.0)}, 38, 1000, 600)
    assert math.dist(alone["a"], (100, 100)) < 2
    with pytest.raises(ValueError, match="small"):
        spread(crowd, 38, 300, 300)


def test_names_cover_nothing() -> None:
    pins = {"a": (100, 100), "b": (150, 100), "c": (20, 20), "d": (100, 160)}
    names = {"a": "Askola", "b": "Borgå", "c": "Kristiinankaupunki", "d": "Degerby"}
    found = names_that_fit(pins, names, 20, 19, 225, 200)
    assert "c" not in found, "too long for the corner it is in"
    assert {"b", "d"} <= set(found)
    for code, (x, y, anchor) in found.items():
        long = len(names[code]) * 19 * 0.5
        left = {"start": x, "middle": x - long / 2, "end": x - long}[anchor]
        for other in pins.values():
            clear = (left + long < other[0] - 20 or left > other[0] + 20
                     or y < other[1] - 20 or y - 12 > other[1] + 20)
            assert clear, (code, other)


def test_shades_follow_the_counts() -> None:
    shades = shades_of({"a": 0, "b": 1, "c": 1, "d": 5, "e": 40, "f": 41, "g": 90})
    assert shades == {"a": 0, "b": 1, "c": 1, "d": 2, "e": 2, "f": 3, "g": 3}
    many = {str(number): 1 for number in range(6)}
    assert set(shades_of({**many, "b": 2, "c": 3}).values()) == {1, 3}, "by rank, not by size"
    assert shades_of({"a": 0}) == {"a": 0}
    assert shades_of({"a": 7, "b": 7}) == {"a": 1, "b": 1}


COVERS = [UUSIMAA, *([code] for code in counties()), ("05", "06"), ("19", "21"), tuple(counties())]


@pytest.mark.parametrize("covered", COVERS, ids=lambda codes: "-".join(codes)[:15])
def test_every_directory_gets_a_map_that_can_be_hit(covered: tuple[str, ...]) -> None:
    codes = list(of_counties(*covered))
    made = chart(codes, dict.fromkeys(codes, 1), dict.fromkeys(counties(), 2), "fi")
    assert made is not None
    assert made.by_county == (len(codes) > MANY)
    assert [one.code for one in made.regions] == (
        list(dict.fromkeys(municipalities()[code].county for code in codes))
        if made.by_county else codes)
    for one, other in combinations(made.regions, 2):
        assert math.dist((one.small.x, one.small.y), (other.small.x, other.small.y)) >= 2 * RADIUS
        assert math.dist((one.large.x, one.large.y), (other.large.x, other.large.y)) >= (
            one.large.radius + other.large.radius)
    drawn = sum(name_shown(made, one.code) for one in made.regions)
    assert drawn >= len(made.regions) * 0.5
    assert len(brotli.compress(locator_sheet(tuple(codes)).encode())) <= BUDGET
    small = locator(tuple(codes))
    assert small.width <= 520
    assert small.height <= 300


def name_shown(made: Chart, code: str) -> bool:
    return next(one.label for one in made.regions if one.code == code) is not None


def test_a_directory_without_municipalities_has_no_map() -> None:
    assert chart([], {}, {}, "fi") is None


# --- pages ---------------------------------------------------------------------------------------

ALL_CODES = [code for code in counties() if code != "91"]


def write_all_counties(folder: Path) -> Path:
    """A directory of every county but Åland: 21 and Helsinki."""
    write_second_county(folder)
    chosen = ", ".join(f'"{code}"' for code in ALL_CODES)
    lines = re.sub(r"^municipalities:.*\n", "", DIRECTORY, flags=re.MULTILINE)
    write(folder / "directory.yml", lines.replace('counties: ["18"]', f"counties: [{chosen}]"))
    write(folder / "areas.yml", AREAS + "".join(
        f'- county: "{code}"\n  id: alue-{code}\n  areas: []\n'
        "  contacts: [{email: perheet@example.fi}]\n"
        for code in ALL_CODES if code != "18"))
    return folder


@pytest.fixture(scope="module")
def whole_country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The municipalities pages and one municipality's of all counties, without the other pages."""
    folder = tmp_path_factory.mktemp("country")
    places = Places(write_all_counties(folder / "data"), ROOT / "docs",
                    ROOT / "overrides" / "assets", "https://x.test/")
    site, _ = start(places, Settings(), TODAY)
    environment = Environment(loader=FileSystemLoader(ROOT / "overrides"))
    prepare(environment)
    for language in LANGUAGES:
        for key in ("municipalities", "municipality:272"):
            page = site.find(key, language)
            write(folder / "site" / page.address / "index.html", render(environment, site, page))
    for path, data in site.assets.files.items():
        write(folder / "site" / path, data)
    return folder / "site"


def read(site: Path, language: str) -> Document:
    path = f"{PAGES[language]}/index.html"
    return Document(path, (site / path).read_text(encoding="utf-8"))


def listed(page: Document) -> dict[str, tuple[str, int]]:
    """Name and count by link, of the list."""
    items = re.findall(r'<li><a href="([^"]+)"[^>]*>([^<]+)</a> <span>\((\d+)\)</span></li>',
                       page.html)
    assert len({link for link, _, _ in items}) == len(items)
    return {link: (name, int(count)) for link, name, count in items}


def pinned(page: Document) -> dict[str, tuple[str, int]]:
    """Accessible name and number by link, of the map."""
    found = re.findall(r'<a class="pin" href="([^"]+)" aria-label="([^"]+)">(.*?)</a>', page.html)
    assert len({link for link, _, _ in found}) == len(found)
    told = {}
    for link, name, inside_it in found:
        written = set(re.findall(r'<text dy=".35em"(?: class="many")?>(\d+)</text>', inside_it))
        assert len(written) == 1, name
        told[link] = (name, int(written.pop()))
    return told


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_and_map_say_the_same(sample_site: Path, language: str) -> None:
    page = read(sample_site, language)
    forms = words(language)["municipalities"]["entries"]
    in_list, on_map = listed(page), pinned(page)
    assert len(in_list) == len(of_counties(*UUSIMAA))
    names = {one.name(language) for one in municipalities().values() if one.county in UUSIMAA}
    assert {name for name, _ in in_list.values()} == names
    assert list(on_map) == list(in_list), "the same links in the same order"
    for link, (name, count) in in_list.items():
        form = forms["one" if count == 1 else "other"].format(n=count)
        assert on_map[link] == (f"{name}, {form}", count)
        assert not link.startswith(("/", "http"))
        assert (sample_site / page.address / link / "index.html").is_file()
    assert page.html.index('class="names') < page.html.index("<svg viewBox"), "the list is first"
    # What the mouse may hit besides: the same links, none of them for the keyboard.
    land = re.search(r'<g class="land" aria-hidden="true">(.*?)</g>', page.html, re.DOTALL)
    assert land
    assert re.findall(r'<a href="([^"]+)" tabindex="-1">', land[1]) == list(in_list)
    assert land[1].count("<a ") == len(in_list)
    assert words(language)["map"]["source"] in page.words
    assert "09/2024" in words(language)["map"]["source"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_municipalities_give_a_map_of_counties(whole_country: Path, language: str) -> None:
    page = read(whole_country, language)
    assert len(listed(page)) == 292
    on_map = pinned(page)
    assert [link.removeprefix("#county-") for link in on_map] == sorted(
        ALL_CODES, key=["18", *ALL_CODES].index), "the order of the list"
    assert set(page.ids) >= {link.removeprefix("#") for link in on_map}
    name, count = on_map["#county-18"]
    assert name.startswith(f"{counties()['18'].short_name(language)}, {count} ")
    # The family counselling serves two municipalities of the county and is one service.
    assert count == 2 < sum(number for _, number in listed(page).values())
    assert f"{counties()['18'].name(language)} ({count})" in page.words
    assert words(language)["map"]["county_numbers"] in page.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_locator_shows_where_a_municipality_is(sample_site: Path, language: str) -> None:
    slug = municipalities()["235"].slug(language)
    html = (sample_site / PAGES[language] / slug / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<svg class="locator" viewBox="0 0 (\d+) (\d+)" aria-hidden="true">'
                      r'<use class="edge" href="([^"#]+)#all"/>'
                      r'<use href="([^"#]+)#m235"/></svg>', html)
    assert found
    assert found[3] == found[4]
    sheet = (sample_site / PAGES[language] / slug / found[3]).resolve().read_text("utf-8")
    assert f'viewBox="0 0 {found[1]} {found[2]}"' in sheet
    assert set(re.findall(r'<(?:path|circle) id="(\w+)"', sheet)) == {
        "all", *(f"m{code}" for code in of_counties(*UUSIMAA))}
    # One file is one request: the page's pictograms come from it too.
    icons = re.findall(r'href="([^"#]+\.svg)#(\w+)"', html)
    assert {file for file, _ in icons} == {found[3]}
    assert {f'id="{name}"' for _, name in icons} <= set(re.findall(r'id="\w+"', sheet))


def test_maps_keep_their_budgets(sample_site: Path, whole_country: Path) -> None:
    for site in (sample_site, whole_country):
        for folder in PAGES.values():
            weight = weigh(site, site / folder / "index.html")
            assert weight.render <= BUDGET, weight
        (sheet,) = (site / "assets").glob("map.*.svg")
        assert len(brotli.compress(sheet.read_bytes())) <= BUDGET


def test_reference_borders_are_thin() -> None:
    folder = ROOT / "hooks" / "familycentre" / "reference"
    for name in ("municipalities", "counties"):
        document = json.loads((folder / f"{name}.topo.json").read_text(encoding="utf-8"))
        (collection,) = document["objects"].values()
        assert all(set(one) == {"type", "id", "arcs"} for one in collection["geometries"])
    sources = (folder / "SOURCES.md").read_text(encoding="utf-8")
    assert "municipalities.topo.json" in sources
    assert "Contains data from the National Land Survey of Finland" in sources


# --- Chromium ------------------------------------------------------------------------------------

PHONE: ViewportSize = {"width": 360, "height": 740}
NARROW: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RULES = {
    "runOnly": {"type": "tag", "values": [
        "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
SITES = ("sample", "country")


@pytest.fixture(scope="module")
def served(sample_site: Path, whole_country: Path) -> Iterator[Mapping[str, str]]:
    """Addresses of the two sites, each under a sub-path."""
    with serving(sample_site, "/repo/") as one, serving(whole_country, "/repo/") as other:
        yield {"sample": one, "country": other}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=PHONE) as context:
        context.set_default_timeout(20_000)
        yield context.new_page()


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("site", SITES)
def test_axe_finds_nothing(page: Page, served: Mapping[str, str], site: str,
                           language: str) -> None:
    page.goto(f"{served[site]}{PAGES[language]}/")
    faults = []
    for viewport in (PHONE, DESK):
        for scheme in SCHEMES:
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme=scheme)
            page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
            outcome = Axe().run(page, options=RULES).response
            found = [*outcome["violations"], *(
                one for one in outcome["incomplete"] if one["id"].startswith("color-contrast"))]
            faults += [f"{viewport['width']} {scheme} {one['id']}: {node['target']}"
                       for one in found for node in one["nodes"]
                       # What lies under text in a drawing is measured in the next test.
                       if one in outcome["violations"] or not node["html"].startswith("<text ")]
    assert faults == []


CONTRAST = """() => {
    const light = text => {
        const [r, g, b] = text.match(/[\\d.]+/g).map(one => one / 255).map(one =>
            one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const ratio = (one, other) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
        return (high + .05) / (low + .05);
    };
    const style = one => getComputedStyle(one);
    return [...document.querySelectorAll('.pin text')].filter(one =>
        one.getBoundingClientRect().width).map(one => ratio(style(one).fill,
            one.matches('.name') ? style(one).stroke
            : style(one.parentNode.querySelector('circle')).fill));
}"""
"""Of each number with its disc and of each name with the seam around it (WCAG 2.2, 1.4.3). Tools
cannot tell the background of text in a drawing."""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_and_names_can_be_read(page: Page, served: Mapping[str, str],
                                       scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(DESK)
    page.goto(f"{served['sample']}{PAGES['fi']}/")
    ratios = page.evaluate(CONTRAST)
    assert len(ratios) > 26
    assert min(ratios) >= 7
    page.keyboard.press("Tab")
    page.locator(".pin").first.focus()
    assert page.locator(".pin:focus-visible").count() == 1
    assert min(page.evaluate(CONTRAST)) >= 7
    for width, least in ((1280, 15), (360, 12.5)):
        page.set_viewport_size({"width": width, "height": 740})
        heights = page.locator(".pin text:not(.many)").evaluate_all("""all => all.map(one =>
            parseFloat(getComputedStyle(one).fontSize) * one.ownerSVGElement.getScreenCTM().a)""")
        assert min(heights) >= least, "pixels"


# What stands at 16 points of a circle of 24 px around the disc, and at its middle.
HITS = """() => [...document.querySelectorAll('.pin')].flatMap(one => {
    one.scrollIntoView({block: 'center'});
    const disc = [...one.querySelectorAll('circle')].find(two => two.getBoundingClientRect().width);
    const box = disc.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const missed = [...Array(16).keys()].map(turn => [11.5 * Math.cos(turn * Math.PI / 8),
        11.5 * Math.sin(turn * Math.PI / 8)]).concat([[0, 0]]).filter(([dx, dy]) =>
            document.elementFromPoint(x + dx, y + dy)?.closest('a') !== one);
    return missed.length ? [`${one.getAttribute('aria-label')}: ${box.width} ${missed}`] : [];
})"""


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [NARROW, PHONE, DESK], ids=lambda one: str(one["width"]))
@pytest.mark.parametrize("site", SITES)
def test_every_link_of_the_map_can_be_hit(page: Page, served: Mapping[str, str], site: str,
                                          viewport: ViewportSize) -> None:
    page.set_viewport_size(viewport)
    page.goto(f"{served[site]}{PAGES['fi']}/")
    assert page.locator(".pin").count() == (22 if site == "country" else 26)
    assert page.evaluate(HITS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


RING = """one => {
    const disc = [...one.querySelectorAll('circle')].find(two => two.getBoundingClientRect().width);
    const area = one.nextElementSibling;
    const style = getComputedStyle(disc);
    return [style.stroke, style.strokeWidth, style.fill, area.getBoundingClientRect().width > 0
        && getComputedStyle(area).stroke !== 'none'];
}"""


@pytest.mark.browser
@pytest.mark.parametrize("forced", ["none", "active"])
def test_the_keyboard_reaches_the_map_and_sees_where_it_is(
        browser: Browser, served: Mapping[str, str], forced: Literal["none", "active"]) -> None:
    with browser.new_context(viewport=PHONE, forced_colors=forced) as context:
        page = context.new_page()
        page.goto(f"{served['sample']}{PAGES['sv']}/")
        first = page.locator(".pin").first
        before = first.evaluate(RING)
        page.locator(".map").evaluate(  # from the link before the map
            "one => [...document.querySelectorAll('main a')].filter(two => "
            "!two.closest('.map')).at(-1).focus()")
        names = []
        for _ in range(26):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.matches('.pin')")
            names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
            now = page.locator(".pin:focus").evaluate(RING)
            assert now[3] is True, "the area is outlined"
            assert now[:3] != before[:3], "the disc changes its looks"
            box = page.locator(".pin:focus").bounding_box()
            assert box is not None
            assert 0 <= box["y"] + box["height"] / 2 <= PHONE["height"]
        assert len(set(names)) == 26
        wanted = page.locator(".pin:focus").get_attribute("href")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{wanted}")
        assert page.locator("h1").is_visible()


@pytest.mark.browser
def test_screen_readers_get_a_named_group_of_links(page: Page, served: Mapping[str, str]) -> None:
    page.goto(f"{served['sample']}{PAGES['fi']}/")
    group = page.get_by_role("group", name=words("fi")["map"]["name"])
    assert group.count() == 1
    assert group.get_by_role("link").count() == 26
    assert re.fullmatch(r"Kauniainen, \d+ paikkaa?, ryhmää? tai palvelua?",
                        group.get_by_role("link", name="Kauniainen").get_attribute("aria-label")
                        or "")


@pytest.mark.browser
def test_the_map_works_without_scripts_and_a_touch_on_an_area_opens_it(
        browser: Browser, served: Mapping[str, str]) -> None:
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{served['sample']}{PAGES['fi']}/")
        page.locator("#m638").scroll_into_view_if_needed()  # Porvoo: large, its disc in the middle
        box = page.locator("#m638").bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.85)
        page.wait_for_url("**/fi/kunnat/porvoo/")
        page.goto(f"{served['country']}{PAGES['fi']}/")
        page.locator(".pin[href='#county-21']").click()
        page.wait_for_url("**#county-21")
        assert page.locator("#county-21").bounding_box() is not None


@pytest.mark.browser
def test_forced_colours_draw_areas_by_their_borders(browser: Browser,
                                                    served: Mapping[str, str]) -> None:
    with browser.new_context(viewport=DESK, forced_colors="active") as context:
        page = context.new_page()
        page.goto(f"{served['sample']}{PAGES['fi']}/")
        colours = page.evaluate("""() => Object.fromEntries(Object.entries({
            land: ['.land path', 'fill'], edge: ['.edge', 'stroke'], text: ['.pin .large text',
            'fill'], disc: ['.pin .large circle', 'fill'], county: ['.county', 'stroke'],
        }).map(([name, [where, what]]) =>
            [name, getComputedStyle(document.querySelector(`.map ${where}`))[what]]))""")
        assert colours["land"] == colours["disc"]
        assert colours["edge"] == colours["county"] != colours["land"]
        assert colours["text"] not in (colours["disc"], colours["edge"])


@pytest.mark.browser
def test_paper_shows_the_map_and_the_list_but_no_locator(
        page: Page, served: Mapping[str, str]) -> None:
    page.goto(f"{served['sample']}{PAGES['fi']}/")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".map svg").is_visible()
    assert page.locator(".towns li").first.is_visible()
    assert page.locator("h2.town").first.is_visible()
    fills = page.locator(".land path").evaluate_all(
        "all => [...new Set(all.map(one => getComputedStyle(one).fill))]")
    assert fills == ["rgb(0, 0, 0)"]
    shown = page.locator(".pin text").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().width).map(one => one.textContent)")
    assert len([one for one in shown if one.isdigit()]) == 26
    page.goto(f"{served['sample']}{PAGES['fi']}/espoo/")
    assert not page.locator(".locator").is_visible()


@pytest.mark.browser
def test_the_locator_takes_one_file_and_its_room_at_once(
        page: Page, served: Mapping[str, str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served['sample']}{PAGES['fi']}/kauniainen/", wait_until="networkidle")
    assert len([url for url in asked if "/map." in url]) == 1
    needed = [url for url in asked if "/print." not in url and "/icon." not in url]
    assert len(needed) <= 4, needed
    box = page.locator(".locator").bounding_box()
    assert box is not None
    assert math.isclose(box["height"], 126, abs_tol=1)
    page.route("**/map.*.svg", lambda route: route.abort())
    page.reload()
    assert page.locator(".locator").bounding_box() == box
