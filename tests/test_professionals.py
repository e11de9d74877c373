"""The professionals' pages: counterparts, networks, premises, criteria, organisations by task."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml
from benchmarks.server import serving
from playwright.sync_api import Browser
from tests.conftest import ROOT
from tests.directories import AREAS, CAFE, NETWORK, ORGANISATIONS, TODAY, write
from tests.sites import DAY, Document
from tests.test_pages import environment
from tests.test_site import NASTY, quoted

from familycentre.build import Places, start
from familycentre.catalogue import Catalogue, load
from familycentre.counterparts import Held, local, unmarked
from familycentre.desk_pages import MOST_ORGANISERS
from familycentre.language import labels, words
from familycentre.meeting_places import CRITERIA, assessment, criteria_sums, for_professionals
from familycentre.organisation_pages import work_by_task
from familycentre.problems import as_text
from familycentre.reference import municipalities, municipality_names
from familycentre.render import Site, render
from familycentre.settings import Settings

LANGUAGES = ("fi", "sv")
KOKKOLA, KANNUS, KAUSTINEN, PERHO = "272", "217", "236", "584"
DESK = {
    "networks": {"fi": "fi/ammattilaisille/verkostot/", "sv": "sv/for-yrkespersoner/natverk/"},
    "contacts": {"fi": "fi/ammattilaisille/yhteyshenkilot/",
                 "sv": "sv/for-yrkespersoner/kontaktpersoner/"},
    "premises": {"fi": "fi/ammattilaisille/tilat/", "sv": "sv/for-yrkespersoner/lokaler/"},
    "criteria": {"fi": "fi/ammattilaisille/kohtaamispaikat/",
                 "sv": "sv/for-yrkespersoner/motesplatser/"},
}


def made(data: Path, day: Any = TODAY) -> Site:
    places = Places(data, ROOT / "docs", ROOT / "overrides" / "assets", "https://example.org/pk/")
    site, _ = start(places, Settings(), day)
    return site


def page(site: Site, key: str, language: str) -> Document:
    found = site.find(key, language)
    return Document(f"{found.address}index.html", render(environment(), site, found))


def read(data: Path) -> Catalogue:
    catalogue, problems = load(data, TODAY)
    assert catalogue, [as_text(one) for one in problems]
    return catalogue


def tables(html: str) -> list[tuple[str, dict[str, list[int]]]]:
    """Each table of a page: its caption, and the numbers of every row by the row's header."""
    found = []
    for table in html5lib.parse(html, namespaceHTMLElements=False).iter("table"):
        caption = table.find("caption")
        rows = {"".join(row.find("th").itertext()): [int(cell.text) for cell in row.iter("td")]
                for row in table.iter("tr") if row.find("td") is not None}
        found.append(("" if caption is None else "".join(caption.itertext()), rows))
    return found


def place(name: str, more: str = "") -> str:
    """A meeting place; *more* lines follow its five."""
    return (f"type: family_park\nname: {{fi: {name}, sv: {name}}}\n"
            f"summary: {{fi: Leikkiä., sv: Lek.}}\ntasks: [7]\n{more}")


# --- where they are ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> Site:
    return made(ROOT / "data", DAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_leads_to_every_page_of_the_desk(sample: Site, language: str) -> None:
    for key, addresses in DESK.items():
        assert sample.find(key, language).address == addresses[language]
        assert f"{addresses[language]}index.html" in page(sample, "professionals", language).links()
        assert page(sample, key, language).all("h1")[0].text == words(language)[key]["title"]


# --- contact persons -----------------------------------------------------------------------------

NGOS = (", part: coordinator}\n"
        "        - {role: {fi: Järjestöjen yhteyshenkilö, sv: X}, "
        'phone: "06 111 3333", part: ngos}\n')
BOTH = AREAS.replace(", part: coordinator}\n", NGOS)
COUNTY = BOTH.replace('phone: "06 826 4111"}\n', (
    'phone: "06 826 4111"}\n    - {phone: "06 826 4222", part: coordinator}\n'))


def reached(held: tuple[Held, ...]) -> list[tuple[str, str | None]]:
    return [(one.area.id if one.area else "county", one.contact.phone or one.contact.email)
            for one in held]


def roles(data: Path, areas: str, code: str) -> list[list[tuple[str, str | None]]]:
    write(data / "areas.yml", areas)
    found = local(read(data), municipalities()[code]).roles
    return [reached(side) for side in (found.coordinators, found.ngos, found.others)]


def test_the_areas_own_counterparts_come_first(second_county: Path) -> None:
    assert roles(second_county, COUNTY, KOKKOLA) == [
        [("rannikko", "perhekeskus@example.fi")], [("rannikko", "06 111 3333")],
        [("county", "06 826 4111")]]


@pytest.mark.parametrize("code", [KAUSTINEN, PERHO])
def test_the_county_answers_for_the_side_that_an_area_lacks(second_county: Path, code: str) -> None:
    assert roles(second_county, COUNTY, code) == [
        [("county", "06 826 4222")], [], [("county", "06 826 4111")]]


def test_a_city_in_several_areas_has_the_counterparts_of_all(second_county: Path) -> None:
    split = COUNTY.replace("      municipality: Kaustinen\n", (
        "      municipality: [Kaustinen, Kokkola]\n"
        "      contacts: [{email: sisamaa@example.fi, part: ngos}]\n"))
    assert roles(second_county, split, KOKKOLA)[:2] == [
        [("rannikko", "perhekeskus@example.fi"), ("county", "06 826 4222")],
        [("rannikko", "06 111 3333"), ("sisamaa", "sisamaa@example.fi")]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_municipality_is_found_by_its_name_and_says_what_is_missing(
        sample: Site, language: str) -> None:
    shown = page(sample, "contacts", language)
    names = [one.text.strip() for one in shown.all("summary")]
    told = words(language)["contacts"]
    _, _, rest = shown.html.partition(f"<h2>{told['unmarked']}</h2>")
    apart = rest[:rest.index("</ul>")]
    for one in sample.catalogue.municipalities:
        assert (one.name(language) in names) != (one.name(language) in apart)
    assert told["unmarked_text"] in shown.words
    # Where nothing is known one sentence says so, not two of every municipality.
    for missing in ("coordinator_none", "ngos_none"):
        assert shown.words.count(told[missing]) == len(names)
    ask = sample.catalogue.organisations["lansi-uudenmaan-hyvinvointialue"]
    assert ask.name[language] in apart  # type: ignore[index]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_municipality_with_a_network_alone_is_not_unknown(
        second_county: Path, language: str) -> None:
    write(second_county / "areas.yml", re.sub(r" *contacts:\n +- .*\n", "", AREAS))
    write(second_county / "networks/perheverkosto.yml", NETWORK.replace(
        "level: county", "level: municipality"))
    site = made(second_county)
    every = [local(site.catalogue, one) for one in site.catalogue.municipalities]
    (rest,) = unmarked(site.catalogue, every)
    named = {one.municipality.code for one in every if one.known}
    assert named
    assert named.isdisjoint(one.code for one in rest.towns)
    assert len(named) + len(rest.towns) == len(every)
    shown = page(site, "contacts", language)
    assert sorted(one.text.strip() for one in shown.all("summary")) == sorted(
        municipalities()[code].name(language) for code in named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_counterparts_stand_side_by_side(second_county: Path, language: str) -> None:
    write(second_county / "areas.yml", COUNTY)
    site = made(second_county)
    tree = html5lib.parse(page(site, "contacts", language).html, namespaceHTMLElements=False)
    pairs = [one for one in tree.iter("div") if one.get("class") == "pair"]
    # Four municipalities, the county, its two areas.
    assert len(pairs) == 7
    sides = labels(language)["contact_part"]
    for pair in pairs:
        headings = ["".join(one.itertext()) for one in pair.iter() if one.tag in ("h3", "h4")]
        assert headings == [sides["coordinator"], sides["ngos"]]
    area = "".join(pairs[-2].itertext())
    assert "perhekeskus@example.fi" in area
    assert area.index(sides["ngos"]) < area.index("06\u00a0111\u00a03333")
    told = words(language)["contacts"]
    assert told["coordinator_none"] in "".join(pairs[-1].itertext())
    # The county has a role that does not say which it is: it is pointed to, not denied.
    assert told["see_others"] in "".join(pairs[-3].itertext())


def test_a_role_that_repeats_the_heading_is_said_once(second_county: Path) -> None:
    write(second_county / "areas.yml", BOTH)
    shown = page(made(second_county), "contacts", "fi")
    assert not [one for one in shown.all("strong") if one.text == "Järjestöjen yhteyshenkilö"]
    assert [one for one in shown.all("strong") if one.text == "Koordinaattori"]


def test_networks_of_the_municipality_stand_beside_its_contacts(second_county: Path) -> None:
    write(second_county / "networks/perheverkosto.yml",
          NETWORK.replace("level: county", "level: municipality"))
    towns = {one.code: local(read(second_county), one).networks
             for one in read(second_county).municipalities}
    assert {code: [one.id for one in found] for code, found in towns.items()} == {
        KOKKOLA: ["perheverkosto"], KAUSTINEN: ["perheverkosto"], KANNUS: [], PERHO: []}


def test_an_unknown_part_is_refused_with_the_choices(second_county: Path) -> None:
    write(second_county / "areas.yml", AREAS.replace("part: coordinator", "part: coordinater"))
    _, problems = load(second_county, TODAY)
    (problem,) = problems.errors
    assert (problem.code, problem.file, problem.line) == ("unknown-value", "data/areas.yml", 8)
    assert "coordinator" in as_text(problem)


# --- networks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_networks_stand_by_level_and_say_what_nobody_told(sample: Site, language: str) -> None:
    shown = page(sample, "networks", language)
    level = labels(language)["network_level"]
    headings = [one.text.strip() for one in shown.all("h2")]
    found = Counter(one.level for one in sample.catalogue.networks.values())
    assert headings == [f"{level[name]} ({found[name]})" for name in
                        ("national", "county", "area", "municipality") if found[name]]
    for name in sample.catalogue.networks:
        assert f"{sample.find(f'network:{name}', language).address}index.html" in shown.links()
    things = words(language)["networks"]["things"]
    gaps = [one.text for one in shown.all("p", **{"class": "bits"})]
    assert len(gaps) == len(sample.catalogue.networks)
    assert all(things["ngo_representation"] in one for one in gaps)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_networks_page_answers_what_a_newcomer_asks(second_county: Path, language: str) -> None:
    told = words(language)["network"]
    whole = page(made(second_county), "network:perheverkosto", language).words
    for value in ({"fi": ("Järjestöt valitsevat.", "kaksi vuotta", "neljästi vuodessa",
                          "Kirjoita meille."),
                   "sv": ("Organisationerna väljer.", "två år", "fyra gånger om året",
                          "Skriv till oss.")}[language]):
        assert value in whole
    assert told["unknown"] not in whole
    bare = NETWORK[:NETWORK.index("ngo_representation:")]
    write(second_county / "networks/perheverkosto.yml", bare)
    site = made(second_county)
    shown = page(site, "network:perheverkosto", language)
    for name in ("representation", "rhythm", "how_to_join", "contacts"):
        assert told[name] in shown.words
    assert shown.words.lower().count(told["unknown"]) == 3
    assert told["ask_convener"] in shown.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sensitive_network_keeps_its_exit_and_neutral_title(
        second_county: Path, language: str) -> None:
    write(second_county / "networks/perheverkosto.yml",
          NETWORK.replace("tasks: [2, 7]", "tasks: [6]"))
    shown = page(made(second_county), "network:perheverkosto", language)
    assert shown.title == words(language)["neutral"]["title"]
    assert shown.all("a", data_exit="")


# --- premises ------------------------------------------------------------------------------------

PLACES = {
    "lainaa": place("Lainaa", "municipality: [Kokkola, Kaustinen]\norganiser: perheyhdistys\n"
                              "space_for_ngos: {available: true}\n"),
    "ei-lainaa": place("Ei lainaa", "municipality: Kannus\nspace_for_ngos: {available: false}\n"),
    "ei-tietoa": place("Ei tietoa", "municipality: Kokkola\n"),
    "alue": place("Alue", "areas: [rannikko]\n"),
    "salainen": place("Salainen talo", "municipality: Perho\naddress: {hidden: true}\n"
                      "space_for_ngos: {available: true, booking: {fi: Salaa, sv: Hemligt}}\n"
                      "criteria: {linked: true}\n"),
    "paattynyt": place("Päättynyt", "municipality: Perho\nstatus: closed\n"
                       "space_for_ngos: {available: true}\n"),
}


@pytest.fixture
def lending(second_county: Path) -> Path:
    for name, text in PLACES.items():
        write(second_county / f"meeting_places/{name}.yml", text)
    return second_county


def recounted(data: Path, language: str) -> dict[str, list[int]]:
    """Meeting places of each municipality, told from the files alone: lends, does not, unknown."""
    towns: dict[str, list[int]] = {}
    for path in sorted((data / "meeting_places").glob("*.yml")):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        hidden = (record.get("address") or {}).get("hidden")
        if record.get("status") in ("closed", "do_not_list") or 6 in record["tasks"] or (
                record.get("sensitive") or hidden):
            continue
        named = record.get("municipality") or []
        space = record.get("space_for_ngos")
        column = 2 if space is None else 0 if space["available"] else 1
        codes = {municipality_names()[str(name).casefold()] if not str(name).isdigit() else name
                 for name in ([named] if isinstance(named, str) else named)}
        names = [municipalities()[code].name(language) for code in codes] or [
            words(language)["premises"]["elsewhere"]]
        for name in (*names, words(language)["premises"]["all"]):
            towns.setdefault(name, [0, 0, 0])[column] += 1
    return towns


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_counts_are_those_of_the_files(
        lending: Path, sample: Site, language: str) -> None:
    for data, site in ((lending, made(lending)), (ROOT / "data", sample)):
        (_, rows), = tables(page(site, "premises", language).html)
        wanted = recounted(data, language)
        assert {name: found for name, found in rows.items() if any(found)} == wanted
        towns = {one.name(language) for one in site.catalogue.municipalities}
        assert towns <= set(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_lends_is_described_and_what_is_not_known_is_no_refusal(
        lending: Path, language: str) -> None:
    shown = page(made(lending), "premises", language)
    told = words(language)["premises"]
    tree = html5lib.parse(shown.html, namespaceHTMLElements=False)
    by_name = {"".join(card.find("h3").itertext()): "".join(card.itertext())
               for card in tree.iter("li") if card.find("h3") is not None}
    kokko = by_name[{"fi": "Perhekahvila Kokko", "sv": "Familjecafé Kokko"}[language]]
    for fact in {"fi": ("Maksuton.", "Kysy soittamalla.", "Esimerkkikatu 1", "Ramppi takana."),
                 "sv": ("Gratis.", "Ring och fråga.", "Exempelgatan 1",
                        "Ramp bakom huset.")}[language]:
        assert fact in kokko
    bare = by_name["Lainaa"]
    assert told["cost_none"] in bare
    assert told["access_none"] in bare
    assert told["organiser"] in bare
    lists = {"".join(one.find("summary").itertext()): "".join(one.itertext())
             for one in tree.iter("details")}
    assert "Ei lainaa" in lists[f"{told['does_not_title']} (1)"]
    unknown = lists[f"{told['unknown_title']} (2)"]
    assert "Ei tietoa" in unknown
    assert "Alue" in unknown
    for secret in ("Salainen", "Salaa", "Hemligt", "Päättynyt"):
        assert secret not in shown.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nobody_lends_the_page_says_so(sample: Site, language: str) -> None:
    shown = page(sample, "premises", language)
    assert words(language)["premises"]["none"] in shown.words
    told = words(language)["premises"]
    assert told["unknown_text"] in shown.words
    # Whom to ask instead: the organiser of each, the contact persons where there is no place.
    organisers = {one.organiser for one in for_professionals(sample.catalogue.listed())
                  if one.organiser}
    assert organisers
    for one in organisers:
        assert f"{sample.find(f'organisation:{one}', language).address}index.html" in shown.links()
    assert f"{DESK['contacts'][language]}index.html" in shown.links()
    bare = shown.words[shown.words.index(told["bare"]):]
    assert {"fi": "Siuntio", "sv": "Sjundeå"}[language] in bare[:bare.index(told["ask"])]
    assert not shown.all("h3")


# --- criteria ------------------------------------------------------------------------------------

ASSESSED = {
    "a-kannus": place("A", "municipality: Kannus\ncriteria: {linked: true, planned: partly}\n"),
    "b-kannus": place("B", "municipality: Kannus\ncriteria: {linked: false, competence: true,\n"
                           "  assessed: 2026-03-04}\n"),
    "c-kaustinen": place("C", "municipality: Kaustinen\ncriteria: {support: partly}\n"),
    "d-alue": place("D", "areas: [sisamaa]\ncriteria: {guidance: true}\n"),
    "e-perho": place("E", "municipality: Perho\ncriteria: {community: false}\n"),
    "f-kokkola": place("F", "municipality: Kokkola\n"),
}
STATE = {True: 0, "partly": 1, False: 2, None: 3}
COLUMNS = ("met", "partly", "not_met", "not_assessed")
IN_AREA = {"rannikko": ("perhekahvila-kokko", "a-kannus", "b-kannus", "f-kokkola"),
           "sisamaa": ("c-kaustinen", "d-alue")}
"""By hand: Perho is in no area."""


@pytest.fixture
def assessed(second_county: Path) -> Path:
    for name, text in ASSESSED.items():
        write(second_county / f"meeting_places/{name}.yml", text)
    return second_county


def recounted_criteria(texts: list[str], language: str) -> dict[str, list[int]]:
    records = [yaml.safe_load(text).get("criteria") or {} for text in texts]
    rows = {}
    for name in ("linked", "planned", "coordinated", "accessible", "community", "support",
                 "guidance", "competence"):
        row = [0, 0, 0, 0]
        for one in records:
            row[STATE[one.get(name)]] += 1
        rows[labels(language)["criteria"][name]] = row
    return rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_sums_are_those_of_the_files_for_county_and_area(assessed: Path, language: str) -> None:
    files = {"perhekahvila-kokko": CAFE, **ASSESSED}
    shown = page(made(assessed), "criteria", language)
    county, coast, inland = tables(shown.html)
    assert county[1] == recounted_criteria(list(files.values()), language)
    for found, area in ((coast, "rannikko"), (inland, "sisamaa")):
        assert found[1] == recounted_criteria([files[one] for one in IN_AREA[area]], language)
    for _, rows in (county, coast, inland):
        assert len({sum(row) for row in rows.values()}) == 1
    assert {"fi": "Rannikko: montako paikkaa", "sv": "Kusten: antal platser"}[language] == coast[0]
    unplaced = words(language)["criteria"]["unplaced"]["one"].format(n=1)
    assert unplaced in shown.words
    assert "4.3.2026" in shown.words
    assert "15.9.2026" in shown.words
    names = [one.text for one in shown.all("summary")]
    mine = [one for one in names if one in "ABCDE"]
    assert mine == sorted(mine)  # by name, never by how well


def test_a_city_of_several_areas_is_counted_in_the_county_alone(assessed: Path) -> None:
    write(assessed / "areas.yml", AREAS.replace("municipality: Kaustinen",
                                                "municipality: [Kaustinen, Kannus]"))
    catalogue = read(assessed)
    (county,) = criteria_sums(catalogue, for_professionals(catalogue.listed()))
    assert {one.id for one in county.unplaced} == {"a-kannus", "b-kannus", "e-perho"}
    assert {one.area.id: {place.id for place in one.sums.places} for one in county.areas} == {
        "rannikko": {"perhekahvila-kokko", "f-kokkola"}, "sisamaa": {"c-kaustinen", "d-alue"}}
    assert len(county.sums.places) == 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_for_the_whole_country_has_its_own_sums(assessed: Path, language: str) -> None:
    online = place("Verkossa", "nationwide: true\nremote: true\ncriteria: {support: true}\n")
    write(assessed / "meeting_places/verkossa.yml", online)
    *counties, whole = tables(page(made(assessed), "criteria", language).html)
    assert whole[1] == recounted_criteria([online], language)
    assert counties[0][1] == recounted_criteria([CAFE, *ASSESSED.values()], language)


def test_what_nobody_assessed_is_not_a_no(assessed: Path) -> None:
    catalogue = read(assessed)
    found = {one.id: assessment(one.criteria)
             for one in for_professionals(catalogue.listed())}
    assert set(found["f-kokkola"].values()) == {"not_assessed"}
    assert found["a-kannus"] == {**dict.fromkeys(CRITERIA, "not_assessed"),
                                 "linked": "met", "planned": "partly"}
    assert found["b-kannus"]["linked"] == "not_met"


@pytest.mark.parametrize("language", LANGUAGES)
def test_families_do_not_see_the_criteria(assessed: Path, language: str) -> None:
    site = made(assessed)
    for key in ("entry:perhekahvila-kokko", "entry:a-kannus", "meeting_place", "municipality:217"):
        html = page(site, key, language).html
        for name in ("planned", "coordinated", "community", "competence"):
            assert labels(language)["criteria"][name] not in html
        assert "Ensin tiedotus." not in html
        assert "Först information." not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_place_assessed_itself_there_is_no_table(sample: Site, language: str) -> None:
    shown = page(sample, "criteria", language)
    assert tables(shown.html) == []
    said = words(language)["criteria"]["none"].partition("{")[0]
    home = Counter(municipalities()[code].county
                   for one in for_professionals(sample.catalogue.listed())
                   for code in sample.catalogue.reach[one.id].home[:1])
    assert shown.words.count(said) == len([one for one in home.values() if one])


@pytest.mark.parametrize(("criteria", "code"), [
    ("{linked: maybe}", "unknown-value"), ("{assessed: 2026-03-04}", "missing-field"),
    ("{note: {fi: a, sv: b}}", "missing-field"), ("{friendly: true}", "unknown-field"),
    ("{linked: true, assessed: tomorrow}", "bad-date"),
])
def test_wrong_criteria_are_refused(second_county: Path, criteria: str, code: str) -> None:
    write(second_county / "meeting_places/uusi.yml",
          place("Uusi", f"municipality: Kokkola\ncriteria: {criteria}\n"))
    _, problems = load(second_county, TODAY)
    (problem,) = problems.errors
    assert (problem.code, problem.file, problem.line) == (
        code, "data/meeting_places/uusi.yml", 6)


# --- organisations -------------------------------------------------------------------------------


def test_every_organisations_work_is_told_task_by_task(sample: Site) -> None:
    catalogue = sample.catalogue
    for identity in catalogue.organisations:
        runs = [one for one in catalogue.listed() if one.organiser == identity]
        found = {one.number: one for one in work_by_task(catalogue, runs)}
        assert set(found) == {task for entry in runs for task in entry.tasks}
        for number, work in found.items():
            mine = [entry for entry in runs if number in entry.tasks]
            assert list(work.entries) == mine
            assert set(work.languages) == {tag for entry in mine for tag in entry.languages}
            assert {*work.reach.home, *work.reach.wide} == {
                code for entry in mine
                for code in (*catalogue.reach[entry.id].home, *catalogue.reach[entry.id].wide)}
            assert work.reach.nationwide == any(entry.nationwide for entry in mine)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_organisations_page_says_what_where_and_in_which_language(
        sample: Site, language: str) -> None:
    most, _ = Counter(one.organiser for one in sample.catalogue.listed()
                      if one.organiser).most_common(1)[0]
    shown = page(sample, f"organisation:{most}", language)
    runs = [one for one in sample.catalogue.listed() if one.organiser == most]
    assert len(runs) > 2
    told = words(language)["organisations"]
    assert told["by_task"] in shown.words
    assert told["roles_none"] in shown.words
    names = {task for entry in runs for task in entry.tasks}
    wanted = [f"{number} {sample.catalogue.tasks[number].name[language]}"  # type: ignore[index]
              for number in sorted(names)]
    assert [one.text for one in shown.all("dt") if one.text[:1].isdigit()] == wanted


def test_many_records_of_one_organisation_stand_once_each_in_numbered_pages(
        second_county: Path) -> None:
    count = 230
    write(second_county / "organisations/muut.yaml", ORGANISATIONS + "".join(
        f"- {{id: pieni-{n}, type: ngo, name: {{fi: Pieni {n}, sv: Liten {n}}}}}\n"
        for n in range(MOST_ORGANISERS + 5)))
    write(second_county / "peer_groups/monta.yml", "".join(
        f"- {{id: moni-{n}, type: mothers, name: {{fi: Äidit {n}, sv: Mammor {n}}}, summary: "
        f"{{fi: Tule., sv: Kom.}}, tasks: [7, 3], municipality: Kokkola, organiser: {who}, "
        f"partners: [soite]}}\n" for n, who in [
            *((n, "soite") for n in range(count)),
            *((n + count, f"pieni-{n}") for n in range(MOST_ORGANISERS + 5))]))
    site = made(second_county)
    numbered = [one for one in site.pages if one.language == "fi"
                and one.key.partition("/")[0] == "organisation:soite"]
    assert len(numbered) == 5
    html = [render(environment(), site, one) for one in numbered]
    for n in range(count + MOST_ORGANISERS + 5):
        assert sum(one.count(f"/moni-{n}/") for one in html) == 1
    assert max(map(len, html)) < 60_000
    told = words("fi")["organisations"]
    headings = [(told["by_task"] in one, told["runs"] in one, told["partner"] in one)
                for one in html]
    assert headings == [(True, True, False), *[(False, True, False)] * 2, (False, True, True),
                        (False, False, True)]
    assert page(site, "organisation:soite", "fi").all("nav", **{"class": "pager"})
    front = page(site, "professionals", "fi")
    assert "moni-" not in front.html
    assert f"{count} paikkaa, ryhmää" in front.words
    assert front.html.count("/pieni-") < 2 * MOST_ORGANISERS
    assert words("fi")["professionals"]["more"]["other"].format(n=6) in front.words


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_organisations_are_looked_through_without_scripts(
        browser: Browser, sample_site: Path, sample: Site, language: str) -> None:
    catalogue = sample.catalogue
    address = sample.find("organisations", language).address
    code = "049"
    wanted = set()
    for one in catalogue.organisations.values():
        runs = [entry for entry in catalogue.listed() if entry.organiser == one.id]
        reaches = [catalogue.reach[entry.id] for entry in runs]
        here = any(reach.nationwide or code in (*reach.home, *reach.wide) for reach in reaches)
        if one.type == "ngo" and here and any(7 in entry.tasks for entry in runs):
            wanted.add(sample.find(f"organisation:{one.id}", language).address)
    assert wanted
    with serving(sample_site, "/repo/") as root, browser.new_context(
            java_script_enabled=False) as context:
        opened = context.new_page()
        opened.goto(root + address)
        cards = opened.locator("ul.cards > li:visible")
        assert cards.count() == len(catalogue.organisations)
        opened.locator("summary").click()
        for value in ("t7", "kngo", f"m{code}"):
            opened.locator(f"label:has(input[value='{value}'])").click()
        left = {link.removeprefix(root) for link in cards.locator("a").evaluate_all(
            "all => all.map(one => one.href)")}
        assert left == wanted
        opened.locator("button[type=reset]").click()
        assert cards.count() == len(catalogue.organisations)


# --- search --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_says_of_how_many_a_wish_is_known(sample: Site, language: str) -> None:
    records = [record for folder in ("meeting_places", "peer_groups", "ngo_services",
                                     "public_services")
               for path in sorted((ROOT / "data" / folder).glob("*.yml"))
               for found in [yaml.safe_load(path.read_text(encoding="utf-8"))]
               for record in (found if isinstance(found, list) else [found])
               if record.get("status") not in ("closed", "do_not_list")]
    told = sum("referral" in one for one in records)
    assert 0 < told < len(records) / 2
    shown = page(sample, "find", language).words
    wish = words(language)["filter"]["no_referral"]
    begin, _, end = words(language)["search"]["seldom"].partition("{things}")
    said = shown[shown.index(begin) + len(begin):]
    said = said[:said.index(end.format(all=len(records)))]
    assert f"{wish} {told}" in said.split(", ")
    for name, field in (("free", "cost"), ("drop_in", "registration"), ("pram", "accessibility")):
        known = sum(bool(one.get(field)) for one in records)
        listed = f"{words(language)['filter'][name]} {known}" in said.split(", ")
        offered = f'name="wishes" value="{name}"' in page(sample, "find", language).html
        assert listed == (offered and known * 2 < len(records)), name


# --- safety --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_stays_text(second_county: Path, language: str) -> None:
    nasty = f"{{fi: {quoted(NASTY)}, sv: {quoted(NASTY)}}}"
    write(second_county / "areas.yml", COUNTY.replace(
        "{fi: Koordinaattori, sv: Koordinator}", nasty).replace(
        "{fi: Rannikko, sv: Kusten}", nasty).replace("{fi: Vaihde, sv: Växel}", nasty))
    write(second_county / "meeting_places/perhekahvila-kokko.yml", CAFE.replace(
        "{fi: Kysy soittamalla., sv: Ring och fråga.}", nasty).replace(
        "{fi: Maksuton., sv: Gratis.}", nasty).replace(
        "{fi: Ensin tiedotus., sv: Först information.}", nasty).replace(
        "{fi: Perhekahvila Kokko, sv: Familjecafé Kokko}", nasty))
    write(second_county / "networks/perheverkosto.yml", NETWORK.replace(
        "{fi: Perheyhdistys, sv: Familjeföreningen}", nasty).replace(
        "{fi: neljästi vuodessa, sv: fyra gånger om året}", nasty).replace(
        "{fi: Kirjoita meille., sv: Skriv till oss.}", nasty))
    write(second_county / "organisations/muut.yaml", ORGANISATIONS.replace(
        "{fi: Soite, sv: Soite}", nasty))
    site = made(second_county)
    for key in ("professionals", "organisations", *DESK, "network:perheverkosto",
                "organisation:soite"):
        shown = page(site, key, language)
        assert "{{ 7*7 }}" in shown.words, key
        assert not shown.all("b", "img", "iframe"), key
        for one in shown.all("script"):  # data for search engines is run by no browser
            assert one.attributes.get("src") or (
                one.attributes.get("type") == "application/ld+json" and "<" not in one.text), key
        for one in shown.elements:
            assert not any(name.startswith("on") for name in one.attributes), key
