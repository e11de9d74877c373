"""Coverage: the page, the picture and the file against numbers counted straight from the YAML."""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
import stat
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from benchmarks.server import serving
from playwright.sync_api import Browser
from tests.conftest import ROOT
from tests.directories import DIRECTORY, TASKS, TODAY, group, write, write_second_county
from tests.sites import DAY, Document, built, read_page
from tests.test_browser import DESK, LANGUAGES, PHONE, faults_of
from tests.test_pages import environment

from familycentre.build import Places, start
from familycentre.catalogue import load
from familycentre.charts import MANY
from familycentre.cli import main
from familycentre.coverage import change, gaps, survey
from familycentre.coverage_page import gap_words, safe, signed, spreadsheet
from familycentre.heatmap import MOST, ROW, draw
from familycentre.history import HEADER, Cell, Snapshot
from familycentre.language import labels, words
from familycentre.language.speaker import Speaker
from familycentre.page import Page
from familycentre.render import render
from familycentre.settings import Settings

KOKKOLA, KANNUS, KAUSTINEN, PERHO = "272", "217", "236", "584"
FOLDERS = {"fi": "fi/ammattilaisille/kartoitus/", "sv": "sv/for-yrkespersoner/kartlaggning/"}
FILES = {"fi": "kartoitus.csv", "sv": "kartlaggning.csv"}
KINDS = {"meeting_places": "meeting_place", "peer_groups": "peer_group",
         "ngo_services": "ngo_service", "public_services": "public_service"}
LEVELS = ("universal", "early", "intensive")
NUMBERS = ("here", "area", "remote", "nationwide", "paused", "planned")


# --- counted anew, straight from the files -------------------------------------------------------


def read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # every scalar is text


REFERENCE = read_yaml(ROOT / "hooks/familycentre/reference/municipalities.yml")
CODE = {name.casefold(): one["code"] for one in REFERENCE
        for name in (one["code"], one["fi"], one["sv"])}


def several(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


@dataclass
class Counted:
    """What a reader with a pencil would count."""

    places: dict[str, dict[str, str]]
    """Reference rows by code."""
    languages: list[str]
    entries: list[dict[str, Any]] = field(default_factory=list)

    def serving(self, code: str, number: str, **wanted: str) -> list[dict[str, Any]]:
        """Entries in one number of a municipality's cell."""
        return [one for one in self.entries
                if one["numbers"].get(code) == number
                and all(value in one[name] for name, value in wanted.items())]

    def cell(self, code: str, **wanted: str) -> dict[str, int]:
        return {number: len(self.serving(code, number, **wanted)) for number in NUMBERS}

    @property
    def reported(self) -> set[str]:
        return {code for one in self.entries for code in one["home"]}

    def wanted(self, measure: str, value: str) -> dict[str, str]:
        if measure == "all":
            return {}
        if measure == "kind_language":
            kind, tongue = value.split("/")
            return {"kind": kind, "language": tongue}
        return {measure: value}

    def untold(self, code: str, measure: str, value: str) -> dict[str, int]:
        if measure == "kind_language":
            return self.cell(code, kind=value.partition("/")[0], language="untold")
        if measure in ("language", "level"):
            return self.cell(code, **{measure: "untold"})
        return dict.fromkeys(NUMBERS, 0)

    def state(self, code: str, measure: str, value: str) -> str:
        cell = self.cell(code, **self.wanted(measure, value))
        untold = self.untold(code, measure, value)
        if cell["here"]:
            return "here"
        if cell["area"]:
            return "area"
        if code not in self.reported:
            return "unknown"
        if untold["here"] or untold["area"]:
            return "unsure"
        if cell["remote"] or cell["nationwide"]:
            return "afar"
        return "unsure" if untold["remote"] or untold["nationwide"] else "none"

    def mark(self, code: str, measure: str, value: str) -> str:
        """What the table must show."""
        cell = self.cell(code, **self.wanted(measure, value))
        untold = self.untold(code, measure, value)
        near = untold["here"] + untold["area"]
        area = f"+\u00a0{cell['area']}"
        return {"here": f"{cell['here']} {area}" if cell["area"] else str(cell["here"]),
                "area": area,
                "unsure": f"{near or untold['remote'] + untold['nationwide']}?",
                "afar": f"({cell['remote'] + cell['nationwide']})",
                "none": "0", "unknown": "?"}[self.state(code, measure, value)]

    def drawn(self, code: str, measure: str, value: str) -> str:
        """What the picture must show."""
        if self.state(code, measure, value) == "here":
            cell = self.cell(code, **self.wanted(measure, value))
            return str(cell["here"] + cell["area"])
        return self.mark(code, measure, value).replace("\u00a0", "")

    def values(self) -> dict[str, list[str]]:
        spoken: dict[str, int] = defaultdict(int)
        for one in self.entries:
            if one["listed"]:
                for tongue in one["language"]:
                    spoken[tongue] += 1
        others = sorted((tongue for tongue in spoken
                         if tongue not in (*self.languages, "untold")),
                        key=lambda tongue: (-spoken[tongue], tongue))
        return {"all": ["all"], "task": list("1234567"), "kind": [*KINDS.values()],
                "language": [*self.languages, *others], "level": [*LEVELS],
                "kind_language": [f"{kind}/{tongue}" for kind in KINDS.values()
                                  for tongue in self.languages]}


def count(data: Path) -> Counted:
    """Read the records without a line of the package."""
    directory = read_yaml(data / "directory.yml")
    only = {CODE[name.casefold()] for name in several(directory.get("municipalities"))}
    places = {one["code"]: one for one in REFERENCE
              if one["county"] in directory["counties"] and (not only or one["code"] in only)}
    areas: dict[str, set[str]] = {}
    for county in read_yaml(data / "areas.yml"):
        areas[county["id"]] = {code for code, one in places.items()
                               if one["county"] == county["county"]}
        for area in county["areas"]:
            areas[area["id"]] = {CODE[name.casefold()] for name in several(area["municipality"])}
    counted = Counted(places, directory.get("languages", ["fi", "sv"]))
    for folder, kind in KINDS.items():
        for path in sorted((data / folder).rglob("*.y*ml")):
            for record in several(read_yaml(path)):
                entry = {
                    "home": {code for name in several(record.get("municipality"))
                             if (code := CODE[name.casefold()]) in places},
                    "task": record["tasks"], "kind": [kind],
                    "language": record.get("languages") or ["untold"],
                    "level": [record.get("support_level") or "untold"],
                    "listed": record.get("status", "active") != "closed"}
                if record.get("status") != "do_not_list":
                    entry["numbers"] = numbers_of(record, entry["home"], areas, places)
                    counted.entries.append(entry)
    return counted


def numbers_of(record: dict[str, Any], home: set[str], areas: dict[str, set[str]],
               places: dict[str, Any]) -> dict[str, str]:
    """By municipality: in which of the numbers a record counts."""
    status = record.get("status", "active")
    if status == "closed":
        return {}
    wide = {code for area in several(record.get("areas")) for code in areas[area] if code in places}
    serves = set(places) if record.get("nationwide") == "true" else home | wide
    if status != "active":
        return dict.fromkeys(serves, status)
    if record.get("nationwide") == "true":
        return dict.fromkeys(serves, "nationwide")
    if record.get("remote") == "true":
        return dict.fromkeys(serves, "remote")
    return {code: "here" if code in home else "area" for code in serves}


# --- reading what was built ----------------------------------------------------------------------


class Tables(HTMLParser):
    """Tables and pictures of a page, by their measure."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: dict[str, list[list[str]]] = {}
        self.scopes: list[str | None] = []
        self._rows: list[list[str]] | None = None
        self._said = False
        self._in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self._rows = self.tables.setdefault(given.get("data-measure") or "", [])
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th") and self._rows is not None:
            self._rows[-1].append("")
            self._in_cell = True
            if tag == "th":
                self.scopes.append(given.get("scope"))
        elif tag == "span" and given.get("class") == "said":
            self._said = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._rows = None
        elif tag in ("td", "th"):
            self._in_cell = False
        elif tag == "span":
            self._said = False

    def handle_data(self, data: str) -> None:
        if self._rows is not None and self._in_cell and not self._said:
            self._rows[-1][-1] += data


RECTANGLE = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z")


def picture(html: str, measure: str) -> tuple[list[str], list[list[tuple[str, str]]]]:
    """Names of the rows of a picture and, of each cell, its look and its text."""
    svg = re.search(rf'<svg class="heat" data-measure="{measure}".*?</svg>', html, re.DOTALL)
    assert svg
    looks = [(match[1] or match[2], [int(number) for number in box])
             for match in re.finditer(
                 r'<path (?:class="(\w+)"|fill="url\(#p-(\w+)\)") d="([^"]+)"/>', svg[0])
             for box in RECTANGLE.findall(match[3])]
    names, rows = [], []
    for row in re.finditer(r'<g transform="translate\(0 (\d+)\)"><text class="row">([^<]+)</text>'
                           r'(.*?)</g>', svg[0]):
        names.append(row[2])
        cells = []
        for x, text in re.findall(r'<text x="(\d+)">([^<]+)</text>', row[3]):
            (look,) = [name for name, (left, top, wide, high) in looks
                       if left < int(x) < left + wide and top < int(row[1]) < top + high]
            cells.append((look, text))
        rows.append(cells)
    return names, rows


def sheet(data: bytes) -> list[dict[str, str]]:
    """The file as a program for tables reads it."""
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";",
                            strict=True))
    assert len({len(line) for line in lines}) == 1
    names = ["code", "name", "county", "measure", "measure_name", "value", "value_name", *NUMBERS,
             "untold", "state", "state_name"]
    return [dict(zip(names, line, strict=True)) for line in lines[1:]]


# --- a county in which everything happens --------------------------------------------------------

OLD = "2025.csv"
MORE = {
    "peer_groups/lepo.yml": group(status="paused", languages="[sv]"),
    "peer_groups/suunnitelma.yml": group(status="planned", municipality="Kaustinen",
                                         support_level="early"),
    "peer_groups/ohi.yml": group(status="closed", municipality="Perho", tasks="[3]"),
    "peer_groups/piilo.yml": group(status="do_not_list", municipality="Perho"),
    "peer_groups/verkossa.yml": group(type="online", remote="true", languages="[sv, so]",
                                      tasks="[5]", support_level="intensive"),
    "peer_groups/puhelin.yml": group(municipality=None, nationwide="true", tasks="[4, 7]",
                                     languages="[fi, sv, en]"),
    "peer_groups/alue.yml": group(municipality="Kannus", areas="[keski-pohjanmaa]",
                                  support_level="universal"),
    "peer_groups/kaikki.yml": group(municipality=None, nationwide="true", status="planned"),
}
HISTORY = (f"{','.join(HEADER)}\n"
           f"2025-12-01,KU{KOKKOLA},all,all,1,2,0,0,0,0\n"
           f"2025-12-01,KU{KANNUS},all,all,4,2,0,0,0,0\n"
           "2025-12-01,KU074,all,all,9,9,9,9,9,9\n")
"""KU074 is Halsua, which this directory does not cover."""


def write_rich_county(folder: Path) -> Path:
    write_second_county(folder)
    for path, text in MORE.items():
        write(folder / path, text)
    write(folder / "history" / OLD, HISTORY)
    write(folder / "history" / "README.md", "Kuvat vuosittain.")
    return folder


@pytest.fixture(scope="module")
def rich_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rich_county(tmp_path_factory.mktemp("rich") / "data")


@pytest.fixture(scope="module")
def rich_site(rich_data: Path) -> Path:
    return built(rich_data.parent / "site", rich_data)


@dataclass
class Made:
    """A built site and what its data says."""

    site: Path
    counted: Counted

    def page(self, language: str) -> str:
        return (self.site / FOLDERS[language] / "index.html").read_text(encoding="utf-8")

    def file(self, language: str) -> bytes:
        return (self.site / FOLDERS[language] / FILES[language]).read_bytes()

    def codes(self, language: str) -> list[str]:
        """In the order of the page."""
        by_name = {one[language]: code for code, one in self.counted.places.items()}
        return [by_name[row[0]] for row in Tables(self.page(language)).tables["task"][1:]]


@pytest.fixture(params=["sample", "second", "rich"])
def made(request: pytest.FixtureRequest) -> Made:
    data = ROOT / "data" if request.param == "sample" else (
        request.getfixturevalue(f"{request.param}_data"))
    return Made(request.getfixturevalue(f"{request.param}_site"), count(data))


# --- page, picture and file against the YAML -----------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_say_what_the_files_say(made: Made, language: str) -> None:
    tables, counted = Tables(made.page(language)), made.counted
    codes = made.codes(language)
    assert sorted(codes) == sorted(counted.places)
    for measure in ("task", "kind", "language", "level"):
        values = counted.values()[measure]
        for code, row in zip(codes, tables.tables[measure][1:], strict=True):
            shown = row[1:len(values) + 1]
            assert shown == [counted.mark(code, measure, value) for value in values], (
                code, measure)
            if measure in ("language", "level"):
                untold = counted.untold(code, measure, "")
                assert row[-1] == str(sum(untold[name] for name in NUMBERS[:4]))
                assert len(row) == len(values) + 2
    for code, row in zip(codes, tables.tables["all"][1:], strict=True):
        cell = [str(number) for number in counted.cell(code).values()]
        assert row[1:] == (cell if code in counted.reported else ["?", *cell[1:]])


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_say_what_the_files_say(made: Made, language: str) -> None:
    html, counted = made.page(language), made.counted
    codes = made.codes(language)
    shades: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for measure in ("task", "kind", "language", "level"):
        names, rows = picture(html, measure)
        assert names == [counted.places[code][language] for code in codes]
        values = counted.values()[measure][:8]
        for code, cells in zip(codes, rows, strict=True):
            assert [text for _, text in cells] == [
                counted.drawn(code, measure, value) for value in values], (code, measure)
            for value, (look, text) in zip(values, cells, strict=True):
                state = counted.state(code, measure, value)
                assert look == state if state != "here" else look in ("s1", "s2", "s3")
                if state == "here":
                    shades[measure][int(text)].add(look)
        # Equal numbers have one shade, and a greater number never a lighter one.
        assert all(len(found) == 1 for found in shades[measure].values())
        order = [min(found) for _, found in sorted(shades[measure].items())]
        assert order == sorted(order)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_what_the_files_say(made: Made, language: str) -> None:
    counted, rows = made.counted, sheet(made.file(language))
    expected = [(code, measure, value) for code in made.codes(language)
                for measure, values in counted.values().items() for value in values]
    assert [(row["code"][2:], row["measure"], row["value"]) for row in rows] == expected
    for row, (code, measure, value) in zip(rows, expected, strict=True):
        cell = counted.cell(code, **counted.wanted(measure, value))
        assert {name: int(row[name]) for name in NUMBERS} == cell, row
        untold = counted.untold(code, measure, value)
        assert int(row["untold"]) == sum(untold[name] for name in NUMBERS[:4])
        assert row["state"] == counted.state(code, measure, value), row
        assert row["state_name"] == words(language)["coverage"]["state"][row["state"]]
        assert row["code"] == f"KU{code}"
        assert row["name"] == counted.places[code][language]
    kinds = {row["value"]: row["value_name"] for row in rows if row["measure"] == "kind"}
    assert kinds == {kind: forms["many"] for kind, forms in labels(language)["kind"].items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_says_how_many_are_in_each_municipality(made: Made, language: str) -> None:
    page = read_page(made.site, f"{FOLDERS[language]}index.html")
    told = dict(one.attributes["aria-label"].rsplit(", ", 1)
                for one in page.all("a") if one.attributes.get("class") == "pin")
    unknown = words(language)["coverage"]["state"]["unknown"]
    assert told == {
        one[language]: str(made.counted.cell(code)["here"]) if code in made.counted.reported
        else unknown for code, one in made.counted.places.items()}
    targets = {one.attributes["href"] for one in page.all("a")
               if one.attributes.get("class") == "pin"}
    assert targets == {f"#m-{code}" for code in made.counted.places}
    assert {f"m-{code}" for code in made.counted.places} <= set(page.ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_can_be_read_without_seeing(made: Made, language: str) -> None:
    page = read_page(made.site, f"{FOLDERS[language]}index.html")
    html = made.page(language)
    assert set(Tables(html).scopes) == {"col", "row"}
    assert len(page.all("caption")) == len(page.all("table")) >= 5
    say = words(language)["coverage"]
    for state in {made.counted.state(code, measure, value) for code in made.counted.places
                  for measure in ("task", "kind", "language", "level")
                  for value in made.counted.values()[measure]} - {"here"}:
        assert f'<span class="said"> {say["state"][state]}</span>' in html
        assert say["mark"][state] in page.words
    for one in page.all("svg"):
        if one.attributes.get("class") == "heat":
            assert one.attributes.get("aria-hidden") == "true" or (
                one.attributes["role"] == "img" and one.attributes["aria-label"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_page_for_professionals_leads_there(made: Made, language: str) -> None:
    address = f"{FOLDERS[language]}index.html"
    above = address.replace(FOLDERS[language].split("/")[2] + "/", "")
    assert address in read_page(made.site, above).links()
    home = read_page(made.site, f"{language}/index.html")
    assert address not in home.links()
    assert "coverage" not in (made.site / f"{language}/index.html").read_text(encoding="utf-8")


def test_the_rich_county_shows_every_state(rich_data: Path) -> None:
    counted = count(rich_data)
    found = {counted.state(code, measure, value) for code in counted.places
             for measure, values in counted.values().items() for value in values}
    assert found == {"here", "area", "unsure", "afar", "none"}
    assert PERHO in counted.reported  # by a record that has ended: somebody has told of it
    assert {count(ROOT / "data").state(code, "task", "6")
            for code in count(ROOT / "data").places} >= {"here", "afar", "unknown"}


# --- gaps in words -------------------------------------------------------------------------------


@pytest.fixture
def told(second_county: Path) -> Callable[..., dict[str, list[str]]]:
    """Gaps in words by municipality, of the second county with changed files."""
    def tell(language: str = "fi", **files: str) -> dict[str, list[str]]:
        for name, text in files.items():
            write(second_county / "peer_groups" / f"{name}.yml", text)
        catalogue, problems = load(second_county, TODAY)
        assert catalogue, list(problems)
        coverage = survey(catalogue)
        speaker = Speaker(language, tuple(one for one in LANGUAGES if one != language))
        return {one.code: [str(gap_words(catalogue, speaker, gap))
                           for gap in gaps(coverage, one)] for one in catalogue.municipalities}

    return tell


def test_a_language_that_nobody_speaks_there_is_a_gap(
        told: Callable[..., dict[str, list[str]]]) -> None:
    assert "ruotsinkielistä vertaisryhmää ei ole oppaassa" in told()[KOKKOLA]
    assert "ingen svenskspråkig kamratstödsgrupp i guiden" in told("sv")[KOKKOLA]


def test_a_language_that_is_not_official_there_is_no_gap(
        told: Callable[..., dict[str, list[str]]]) -> None:
    assert not [line for line in told()[KANNUS] if "ruotsinkieli" in line]


def test_where_a_language_is_not_told_it_is_not_called_missing(
        told: Callable[..., dict[str, list[str]]]) -> None:
    lines = told(uusi=group())[KOKKOLA]
    assert not [line for line in lines if "ruotsinkielistä vertaisryhmää" in line]


def test_what_is_only_online_is_said_so(told: Callable[..., dict[str, list[str]]]) -> None:
    lines = told(uusi=group(languages="[sv]", remote="true"))[KOKKOLA]
    assert ("ruotsinkielinen vertaisryhmä on vain verkossa, puhelimessa tai valtakunnallisena"
            in lines)


def test_what_is_on_its_way_stands_beside_the_gap(
        told: Callable[..., dict[str, list[str]]]) -> None:
    lines = told(uusi=group(languages="[sv]", status="planned"))[KOKKOLA]
    assert ("ruotsinkielistä vertaisryhmää ei ole oppaassa (1 on tauolla tai suunnitteilla)"
            in lines)


def test_meeting_comes_first_and_what_is_nowhere_before_what_is_afar(
        told: Callable[..., dict[str, list[str]]]) -> None:
    lines = told(uusi=group(municipality=None, nationwide="true", tasks="[7]"))[KAUSTINEN]
    assert lines[0] == "kohtaamispaikkaa ei ole oppaassa"
    assert lines[1] == "vertaisryhmä on vain verkossa, puhelimessa tai valtakunnallisena"
    tasks = [line for line in lines if line.startswith("tehtäv")]
    assert tasks[-1] == ("tehtävä 7 (Arki 7) on vain verkossa, puhelimessa tai "
                         "valtakunnallisena")
    assert tasks[0] == "tehtävää 2 (Arki 2) ei ole oppaassa"


def test_where_nobody_has_told_anything_there_are_no_gaps(
        told: Callable[..., dict[str, list[str]]]) -> None:
    assert told()[PERHO] == []
    assert told(uusi=group(municipality="Perho", status="closed"))[PERHO]


def test_gaps_stand_under_their_municipality_on_the_page(rich_site: Path, rich_data: Path) -> None:
    for language in LANGUAGES:
        html = (rich_site / FOLDERS[language] / "index.html").read_text(encoding="utf-8")
        listed = re.search(r'<ul class="gaps">.*?</ul></li>\n</ul>', html, re.DOTALL)
        assert listed
        assert "None" not in listed[0]
        catalogue, _ = load(rich_data, DAY)
        assert catalogue
        for one in catalogue.municipalities:
            assert (one.name(language) in listed[0]) == bool(gaps(survey(catalogue), one))
        lines = re.findall(r"<ul>(.*?)</ul>", listed[0], re.DOTALL)
        assert max(line.count("<li>") for line in lines) <= 7  # six and "and so many more"


@pytest.mark.parametrize("language", LANGUAGES)
def test_municipalities_of_which_nobody_told_are_named_apart(
        sample_site: Path, language: str) -> None:
    page = read_page(sample_site, f"{FOLDERS[language]}index.html")
    counted = count(ROOT / "data")
    unknown = {one[language] for code, one in counted.places.items()
               if code not in counted.reported}
    html = page.html[page.html.index('id="unknown"'):]
    names = re.findall(r">([^<]+)</a></li>", html[:html.index("</ul>")])
    assert set(names) == unknown
    assert {"fi": "Siuntio", "sv": "Sjundeå"}[language] in unknown


# --- untrusted text ------------------------------------------------------------------------------

HOSTILE = ['=HYPERLINK("https://x.test";"Paina")', "+1+1", "-2+3", "@SUM(A1)", "=1;2",
           "'=1", 'a";"b']


def test_no_text_of_the_data_becomes_a_formula(second_county: Path) -> None:
    lines = TASKS
    for number, text in enumerate(HOSTILE, start=1):
        quoted = "'" + text.replace("'", "''") + "'"
        lines = lines.replace(f"short: {{fi: Arki {number}, sv: Vardag {number}}}",
                              f"short: {{fi: {quoted}, sv: {quoted}}}")
    write(second_county / "tasks.yml", lines)
    catalogue, problems = load(second_county, TODAY)
    assert catalogue, list(problems)
    rows = sheet(spreadsheet(survey(catalogue), catalogue, Speaker("fi", ("sv",))))
    names = [row["value_name"] for row in rows if row["measure"] == "task"][:7]
    assert names == [f"{number} {text}" for number, text in enumerate(HOSTILE, start=1)]
    assert not [value for row in rows for value in row.values()
                if value.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "  =1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert safe("Espoo") == "Espoo"


def test_a_hostile_name_stays_text_on_the_page(second_county: Path) -> None:
    write(second_county / "tasks.yml", TASKS.replace(
        "short: {fi: Arki 3, sv: Vardag 3}", 'short: {fi: "{{ 7*7 }} & \\" Arki", sv: V}'))
    html = pages_of(second_county)["coverage", "fi"][1]
    assert "3 {{ 7*7 }} &amp; &#34; Arki" in html


# --- snapshots -----------------------------------------------------------------------------------


def test_a_snapshot_says_what_the_files_say(
        rich_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    data = write_rich_county(tmp_path / "data")
    assert main(["snapshot", "--data", "data", "--today", "2026-11-20"]) == 0
    assert capsys.readouterr().out == "data/history/2026.csv\n"
    first = (data / "history/2026.csv").read_bytes()
    assert main(["snapshot", "--data", "data", "--today", "2026-11-20"]) == 0
    assert (data / "history/2026.csv").read_bytes() == first
    counted, seen = count(rich_data), set()
    for row in csv.DictReader(io.StringIO(first.decode())):
        code, measure, value = row["municipality"][2:], row["measure"], row["value"]
        wanted = counted.wanted(measure, value.replace("unknown", "untold"))
        assert row["day"] == "2026-11-20"
        assert {name: int(row[name]) for name in NUMBERS} == counted.cell(code, **wanted)
        seen.add((code, measure, value))
    left_out = {(code, measure, value) for code in counted.places
                for measure, values in counted.values().items() for value in values} - seen
    assert not [key for key in left_out
                if any(counted.cell(key[0], **counted.wanted(*key[1:])).values())]
    assert {(code, "all", "all") for code in counted.places} <= seen
    catalogue, problems = load(data, TODAY)
    assert catalogue
    assert not problems.errors
    assert [one.day.year for one in catalogue.history] == [2025, 2026]


@pytest.mark.parametrize("content", ["", "wrong,header\n", "day\n2026"])
def test_a_broken_snapshot_of_the_year_is_written_anew(second_county: Path, content: str) -> None:
    path = second_county / "history/2026.csv"
    write(path, content)
    assert main(["check", "--data", str(second_county), "--today", str(TODAY)]) == 1
    assert main(["snapshot", "--data", str(second_county), "--today", str(TODAY)]) == 0
    assert main(["check", "--data", str(second_county), "--today", str(TODAY)]) == 0
    other = second_county / "history/2025.csv"  # another year's is not made anew by this
    write(other, content)
    assert main(["snapshot", "--data", str(second_county), "--today", str(TODAY)]) == 0
    assert other.read_text(encoding="utf-8") == content
    assert main(["check", "--data", str(second_county), "--today", str(TODAY)]) == 1


def test_with_errors_in_the_data_no_snapshot_is_written(
        second_county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(second_county / "peer_groups/uusi.yml", group(tasks="[9]"))
    assert main(["snapshot", "--data", "data", "--today", str(TODAY)]) == 1
    assert "uusi.yml:4" in capsys.readouterr().out
    assert not (second_county / "history").exists()


@pytest.mark.parametrize("day", ["20261120", "2026-W47-5", "2026-11-31", "0001-01-01"])
@pytest.mark.parametrize("command", ["snapshot", "check"])
def test_a_reference_day_is_written_as_records_write_it(
        command: str, day: str, second_county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--today", day])
    assert ended.value.code == 2
    assert "argument --today: " in capsys.readouterr().err
    assert not (second_county / "history").exists()


@pytest.mark.parametrize("fault", ["disk", "folder"])
def test_a_snapshot_that_cannot_be_written_leaves_the_old_one(
        fault: str, second_county: Path, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    folder = second_county / "history"
    assert main(["snapshot", "--today", "2026-11-20"]) == 0
    file = folder / "2026.csv"
    os.chmod(file, 0o640)
    before = file.read_bytes()
    capsys.readouterr()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr({"disk": "familycentre.editing.os.fsync",
                         "folder": "familycentre.editing.tempfile.mkstemp"}[fault], full)
    assert main(["snapshot", "--today", "2026-11-21"]) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"familycentre: {file}: No space left on device.\n")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"2026.csv": before}
    monkeypatch.undo()
    assert main(["snapshot", "--data", str(second_county), "--today", "2026-11-21"]) == 0
    assert file.read_bytes() != before
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_new_snapshot_has_the_mode_of_new_files(second_county: Path) -> None:
    assert main(["snapshot", "--today", "2026-11-20"]) == 0
    other = second_county / "other.txt"
    other.write_text("", encoding="utf-8")
    made = second_county / "history/2026.csv"
    assert stat.S_IMODE(made.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


GOOD = f"2025-12-01,KU{KOKKOLA},all,all,1,2,0,0,0,0"


@pytest.mark.parametrize(("lines", "line", "code", "message"), [
    (GOOD.replace("2025-12-01", "1.12.2025"), 2, "bad-date", "'1.12.2025' is not a day"),
    (GOOD.replace("2025-12-01", "2025-W49-1"), 2, "bad-date", "'2025-W49-1' is not a day"),
    (GOOD.replace("2025-12", "2024-12"), 2, "conflict", "is not in the year of the file's name"),
    (GOOD.replace("KU272", "272"), 2, "unknown-municipality", "'272' is not a municipality"),
    (GOOD.replace("all,all", "tsak,7"), 2, "unknown-value", "no measure 'tsak'"),
    (GOOD.replace("all,all", "task,=1"), 2, "unknown-value", "'=1' is not a value of task"),
    (GOOD.replace(",1,2", ",-1,2"), 2, "bad-number", "here is '-1'"),
    (GOOD.replace(",1,2", ",1.5,2"), 2, "bad-number", "here is '1.5'"),
    (GOOD.replace(",", ";"), 2, "wrong-type", "The line has 1 parts, not 10"),
    (f"{GOOD}\n{GOOD}", 3, "conflict", "stands twice"),
    (f"{GOOD}\n{GOOD.replace('KU272', 'KU217').replace('-12-', '-11-')}", 3, "conflict",
     "differs from the lines before"),
    ('"' + GOOD, 2, "wrong-type", "not CSV"),
    ("", 1, "empty-file", "no lines"),
])
def test_a_wrong_line_of_a_snapshot_is_told(second_county: Path, lines: str, line: int, code: str,
                                            message: str) -> None:
    write(second_county / "history" / OLD, f"{','.join(HEADER)}\n{lines}\n".replace("\n\n", "\n"))
    catalogue, problems = load(second_county, TODAY)
    assert catalogue is None
    (problem,) = problems.errors
    assert (problem.file, problem.line, problem.code) == ("data/history/2025.csv", line, code)
    assert message in problem.message
    assert problem.hint


@pytest.mark.parametrize(("name", "text", "code"), [
    ("2025.csv", "", "empty-file"), ("2025.csv", "vuosi;kunta\n", "unknown-field"),
    ("2025.csv", b"\xef\xbb\xbfday\n", "bad-encoding"), ("vanha.csv", HISTORY, "bad-file-name"),
    ("2025.yml", HISTORY, "bad-file-name"),
])
def test_a_wrong_file_of_history_is_told(second_county: Path, name: str, text: str | bytes,
                                         code: str) -> None:
    write(second_county / "history" / name, text)
    _, problems = load(second_county, TODAY)
    assert [one.code for one in problems.errors] == [code]


def test_a_file_instead_of_the_folder_is_told(second_county: Path) -> None:
    write(second_county / "history", "x")
    _, problems = load(second_county, TODAY)
    assert [one.code for one in problems.errors] == ["bad-file-name"]


def test_the_page_says_what_has_changed(rich_site: Path, rich_data: Path) -> None:
    counted = count(rich_data)
    here = {code: counted.cell(code)["here"] for code in counted.places}
    for language in LANGUAGES:
        page = read_page(rich_site, f"{FOLDERS[language]}index.html")
        name = {code: one[language] for code, one in counted.places.items()}
        assert here[KOKKOLA] == 1  # as it was: not named
        assert f"{name[KOKKOLA]}: " not in page.words
        assert f"{name[KANNUS]}: \u2212{4 - here[KANNUS]}" in page.words
        assert "1.12.2025" in page.words
        table = {row[0]: row[1:] for row in Tables(page.html).tables[""][1:]}
        assert table[name[KANNUS]] == ["4", str(here[KANNUS]), signed(here[KANNUS] - 4)]
        assert table[name[PERHO]] == ["?", str(here[PERHO]), "–"]  # not covered then


def test_the_sample_without_snapshots_says_nothing_of_change(sample_site: Path) -> None:
    if not (ROOT / "data/history").exists():
        assert 'id="change"' not in (sample_site / FOLDERS["fi"] / "index.html").read_text("utf-8")


def test_later_and_older_snapshots(second_county: Path) -> None:
    catalogue, _ = load(second_county, TODAY)
    assert catalogue
    coverage = survey(catalogue)

    def on(day: str, number: int) -> Snapshot:
        return Snapshot(datetime.date.fromisoformat(day),
                        {(KOKKOLA, "all", "all"): Cell(here=number)})

    years = [on(f"{year}-01-15", year - 2010) for year in range(2018, 2027)]
    found = change(coverage, [*reversed(years), on("2026-11-20", 99), on("2027-01-15", 99)], TODAY)
    assert found
    assert [day.year for day in found.days] == [2021, 2022, 2023, 2024, 2025]
    (row,) = [row for row in found.rows if row[0].code == KOKKOLA]
    assert row[1:] == ((11, 12, 13, 14, 15), 1, -14)
    # This year's own snapshot serves only where it is the first; nothing known is no zero.
    first = change(coverage, [on("2026-01-15", 0)], TODAY)
    assert first
    assert [day.year for day in first.days] == [2026]
    (row,) = [row for row in first.rows if row[0].code == KOKKOLA]
    assert row[1:] == ((None,), 1, None)
    assert change(coverage, [on("2026-11-20", 1)], TODAY) is None


@pytest.mark.parametrize(("number", "text"), [(3, "+3"), (0, "0"), (-2, "\u22122")])
def test_a_difference_has_its_sign(number: int, text: str) -> None:
    assert signed(number) == text


# --- the whole country ---------------------------------------------------------------------------


def pages_of(data: Path) -> dict[tuple[str, str], tuple[Page, str]]:
    """The coverage pages, rendered."""
    places = Places(data, ROOT / "docs", ROOT / "overrides" / "assets", "https://x.test/")
    site, _ = start(places, Settings(), TODAY)
    jinja = environment()
    return {(page.key, page.language): (page, render(jinja, site, page))
            for page in site.pages if page.template == "coverage.html"}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of Finland but Åland, whose municipalities have a meeting place or nothing."""
    data = write_second_county(tmp_path_factory.mktemp("country") / "data")
    codes = sorted({one["county"] for one in REFERENCE} - {"91"})
    lines = re.sub(r'counties: .*\nmunicipalities: .*\n', f"counties: {codes}\n".replace("'", '"'),
                   DIRECTORY)
    write(data / "directory.yml", lines)
    rest = "".join(f'- {{county: "{code}", id: alue-{code}, areas: []}}\n'
                   for code in codes if code != "18")
    write(data / "areas.yml", (data / "areas.yml").read_text(encoding="utf-8") + rest)
    for one in REFERENCE:
        if one["county"] in codes and int(one["code"]) % 3 and one["county"] != "05":
            write(data / f"peer_groups/ryhma-{one['code']}.yml",
                  group(municipality=f'"{one["code"]}"', languages="[fi]",
                        name=f"{{fi: Äidit {one['fi']}, sv: Mammor {one['sv']}}}"))
    return data


def test_a_large_directory_has_a_page_a_county(country: Path) -> None:
    made, counted = pages_of(country), count(country)
    assert len(counted.places) > 250 > MANY
    codes = {one["county"] for one in counted.places.values()}
    assert {key for key, _ in made} == {"coverage", *(f"coverage:{code}" for code in codes)}
    for language in LANGUAGES:
        page, whole = made["coverage", language]
        assert len(whole.encode()) < 150_000
        links = Document(f"{page.address}index.html", whole).links()
        for code in codes:
            part, html = made[f"coverage:{code}", language]
            assert part.address.startswith(page.address)
            assert f"{part.address}index.html" in links
            assert f'href="#c-{code}"' in whole
            assert len(html.encode()) < 150_000
            here = {key for key, one in counted.places.items() if one["county"] == code}
            tables = Tables(html).tables
            assert len(tables["task"]) == len(here) + 1
            by_name = {counted.places[key][language]: key for key in here}
            for row in tables["task"][1:]:
                assert row[-1] == counted.mark(by_name[row[0]], "task", "7")
        table = Tables(whole).tables[""]
        assert {row[0]: row[1:] for row in table[1:]}
        told = sum(int(row[2]) for row in table[1:])
        assert told == len(counted.reported & set(counted.places))
        unknown = words(language)["coverage"]["state"]["unknown"]
        county = {"fi": "Varsinais-Suomi", "sv": "Egentliga Finland"}[language]
        assert f'href="#c-05" aria-label="{county}, {unknown}"' in whole


# --- drawing -------------------------------------------------------------------------------------


def test_names_of_a_picture_stay_in_it() -> None:
    for columns in (1, 3, 8):
        picture = draw(["Kristiinankaupunki", "Ii"], ["Suomenruotsalainen viittomakieli"] * columns,
                       [[("s1", "123")] * columns] * 2)
        assert picture.width <= 1000
        last = picture.columns[-1]
        assert len(last[2]) <= 24
        assert last[2].endswith("…")
        assert last[0] + len(last[2]) * 12 <= picture.width  # 45°: 17 units a letter, slanted
        assert picture.rows[-1][0] + ROW // 2 <= picture.height


@pytest.mark.parametrize("name", ["Kristiinankaupunki", "Ii"])
def test_every_column_has_room_for_three_digits(name: str) -> None:
    for columns in range(1, MOST + 1):
        picture = draw([name], ["7 Kohtaamiset ja vertaistuki"] * columns,
                       [[("s1", "123")] * columns])
        at = [spot.x for spot in picture.rows[0][2]]
        # Digits are 0.56 of their height wide, which is 34.
        assert all(after - one >= 3 * 0.56 * 34 - 1 for one, after in pairwise(at)), columns
        assert all(len(one) >= 10 for _, _, one in picture.columns)
        assert picture.width <= 1000
    assert MOST >= 7, "there are seven tasks"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_municipality_is_one_jump_away(sample_site: Path, language: str) -> None:
    html = read_page(sample_site, f"{FOLDERS[language]}index.html").html
    jumps = re.search(r'<details class="box screen">.*?</details>', html, re.DOTALL)
    assert jumps
    named = re.findall(r'href="#([gm]-\d{3})">([^<]+)<', jumps[0])
    assert {name for _, name in named} == {
        one[language] for one in count(ROOT / "data").places.values()}
    for anchor, name in named:
        after = html[html.index(f'id="{anchor}"'):]
        assert f">{name}<" in after[:300]
    assert html.index('class="box screen"') < html.index('id="gaps"')


# --- in the browser ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rich_address(rich_site: Path) -> Iterator[str]:
    with serving(rich_site, "/pk/") as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_with_change_and_every_state(
        browser: Browser, rich_address: str, language: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(rich_address + FOLDERS[language])
        assert faults_of(page, (PHONE, "light"), (PHONE, "dark"), (DESK, "light")) == []


@pytest.mark.browser
def test_everything_is_there_without_scripts(browser: Browser, rich_address: str) -> None:
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(rich_address + FOLDERS["fi"])
        table = page.locator("table[data-measure=task]")
        assert not table.is_visible()
        page.locator("details:has(table[data-measure=task]) summary").click()
        assert table.is_visible()
        page.locator(f"a.pin[href='#m-{KANNUS}']").click()
        page.wait_for_url(f"**#m-{KANNUS}")
        with page.expect_download() as started:
            page.locator("a[download]").click()
        assert started.value.suggested_filename == FILES["fi"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_of_pictures_stand_out(browser: Browser, rich_address: str, scheme: Any) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(rich_address + FOLDERS["fi"])
        ink, ground = (luminance(page.evaluate(
            f"getComputedStyle(document.querySelector('.heat text')).{name}"))
            for name in ("fill", "stroke"))  # each letter has a rim of the page's ground
        assert (max(ink, ground) + .05) / (min(ink, ground) + .05) >= 7


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= .04045 else ((part + .055) / 1.055) ** 2.4
                        for part in parts)
    return .2126 * red + .7152 * green + .0722 * blue
