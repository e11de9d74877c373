"""Whom to ask again: counts, the queue and the letters, in numbered pages."""

from __future__ import annotations

import datetime
import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
import yaml
from dateutil.relativedelta import relativedelta
from tests.conftest import ROOT
from tests.directories import FATHERS, ORGANISATIONS, SHELTER, group, write, write_second_county
from tests.sites import DAY, SITE_URL, Document, built, built_relaxed, read_site
from tests.test_pages import environment

from familycentre.addresses import SEGMENTS
from familycentre.asking import (
    GROUPS_A_PAGE,
    LONGEST_LINK,
    MOST_DRAFTS,
    RECORDS_A_PAGE,
    Group,
    Tally,
    paged,
)
from familycentre.build import Places, start
from familycentre.catalogue import load
from familycentre.cli import main
from familycentre.language import labels, words
from familycentre.model import ENTRY_KINDS
from familycentre.reference import municipalities
from familycentre.render import render
from familycentre.settings import Settings

LANGUAGES = ("fi", "sv")
HOME = {"fi": "fi/ammattilaisille/ajantasaisuus/", "sv": "sv/for-yrkespersoner/aktualitet/"}
STATES = ("fresh", "due", "overdue", "unverified")
BIG, MEDIUM = 70, 9
DATED = {"a": "2026-11-22", "b": "2026-10-23", "c": "2026-10-22", "d": "2026-05-22",
         "e": "2026-05-21", "f": "2025-11-23", "g": "2025-11-22", "h": "2025-11-21",
         "i": "2025-12-01", "j": "2025-11-30", "k": "2020-02-29"}
"""Days on both sides of every limit, seen from 22 November 2026."""
WITHHELD = ("Kielletty", "Förbjuden", "kielletty", "06 999 8877")
SECRET = ("salainen@example.fi", "Piilotie", "Gömvägen")


def write_mixed_county(data: Path) -> Path:
    """Organisations with many records, records of every age, and what must not be told."""
    write_second_county(data)
    write(data / "organisations/muut.yaml", ORGANISATIONS + (
        "- {id: iso, type: ngo, name: {fi: Iso < järjestö & Co, sv: Stora < föreningen & Co},\n"
        "   contacts: [{phone: '06 1', email: iso+perhe@example.fi}]}\n"
        "- {id: keski, type: ngo, name: {fi: Keskijärjestö}, url: 'https://keski.example.fi',\n"
        "   contacts: [{email: keski@example.fi}]}\n").replace("'06 1'", '"06 123 9999"'))
    for organiser, count in (("iso", BIG), ("keski", MEDIUM)):
        write(data / f"peer_groups/{organiser}-ryhmat.yml", "".join(
            f"- {{id: {organiser}-{n}, type: mothers, name: {{fi: Äidit {organiser} {n}, "
            f"sv: Mammor {organiser} {n}}}, summary: {{fi: Tule., sv: Kom.}}, tasks: [7], "
            f"municipality: Kokkola, organiser: {organiser}, "
            f"schedule: [{{days: [mon], start: '09:00', end: '11:00'}}], "
            f"contacts: [{{phone: '06 200 {1000 + n}'}}]}}\n" for n in range(1, count + 1)))
    write(data / "peer_groups/paivatyt.yml", "".join(
        f"- {{id: paivatty-{name}, type: fathers, name: {{fi: Päivätty {name}, sv: Daterad {name}}}"
        f", summary: {{fi: Tule., sv: Kom.}}, tasks: [7], verified: {day}, organiser: soite, "
        f"{'nationwide: true' if name == 'k' else 'municipality: [Kokkola, Kannus]'}}}\n"
        for name, day in DATED.items()))
    write(data / "peer_groups/oma.yml", group(
        name="{fi: Oma sähköposti}", contacts="[{email: oma@example.fi}]",
        address="{street: {fi: Kotikatu 5}}"))
    write(data / "peer_groups/yksin.yml", group(name="{fi: Ei ketään}"))
    write(data / "peer_groups/isat.yml", FATHERS.replace("verified: 2026-11-20\n", ""))
    write(data / "ngo_services/pesa.yml", SHELTER.replace("verified: 2026-06-01\n", "").replace(
        'phone: "06 765 4321"', 'phone: "06 765 4321", email: salainen@example.fi').replace(
        "summary: {fi: ", "summary: {fi: Piilotiestä. "))
    write(data / "peer_groups/loppu.yml", group(
        name="{fi: Loppunut, sv: Upphörd}", status="closed", organiser="keski"))
    write(data / "peer_groups/ei-listalle.yml", group(
        name="{fi: Kielletty, sv: Förbjuden}", status="do_not_list", organiser="keski",
        contacts='[{phone: "06 999 8877", email: kielletty@example.fi}]'))
    return data


@dataclass(frozen=True)
class Made:
    data: Path
    site: Path
    pages: dict[str, Document]

    def queue(self, language: str) -> list[Document]:
        """The pages of the queue, in order."""
        found = [page for name, page in self.pages.items() if name.startswith(HOME[language])]
        return sorted(found, key=lambda page: (len(page.path), page.path))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("mixed")
    data = write_mixed_county(folder / "data")
    site = built(folder / "site", data)
    return Made(data, site, read_site(site))


@pytest.fixture(scope="module")
def sample(sample_site: Path) -> Made:
    return Made(ROOT / "data", sample_site, read_site(sample_site))


@pytest.fixture(scope="module")
def second(second_site: Path, second_data: Path) -> Made:
    return Made(second_data, second_site, read_site(second_site))


@pytest.fixture(params=["sample", "second", "mixed"])
def made(request: pytest.FixtureRequest) -> Made:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Made)
    return found


# --- the numbers, worked out once more from the files --------------------------------------------


@dataclass(frozen=True)
class Plain:
    """A record read without the package."""

    id: str
    folder: str
    places: tuple[str, ...]
    nationwide: bool
    verified: datetime.date | None
    organiser: str

    @property
    def state(self) -> str:
        if self.verified is None:
            return "unverified"
        if self.verified >= DAY - relativedelta(months=6):
            return "fresh"
        return "due" if self.verified >= DAY - relativedelta(months=12) else "overdue"


def plain_records(data: Path) -> Iterator[Plain]:
    for kind in ENTRY_KINDS:
        for path in sorted((data / kind.folder).rglob("*.y*ml")):
            read = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
            for one in read if isinstance(read, list) else [read]:
                if one.get("status") in ("closed", "do_not_list"):
                    continue
                places = one.get("municipality", [])
                day = one.get("verified")
                yield Plain(one.get("id", path.stem), kind.folder,
                            (places,) if isinstance(places, str) else tuple(places),
                            one.get("nationwide") == "true",
                            datetime.date.fromisoformat(day) if day else None,
                            one.get("organiser", ""))


def rows(page: Document) -> dict[str, list[int]]:
    """Numbers of every table by the name of the row."""
    found = {}
    for name, cells in re.findall(r'<tr><th scope="row">(.*?)</th>((?:<td>\d+</td>)+)</tr>',
                                  page.html):
        assert html.unescape(name) not in found
        found[html.unescape(name)] = [int(one) for one in re.findall(r"\d+", cells)]
    return found


def numbers(records: list[Plain]) -> list[int]:
    states = Counter(one.state for one in records)
    return [*(states[one] for one in STATES), len(records)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_are_those_of_the_files(made: Made, language: str) -> None:
    page = made.pages[f"{HOME[language]}index.html"]
    said = words(language)["freshness"]
    records = list(plain_records(made.data))
    told = rows(page)
    assert told[said["every"]] == numbers(records)
    for kind in ENTRY_KINDS:
        name = labels(language)["kind"][kind.kind]["many"]
        assert told[name] == numbers([one for one in records if one.folder == kind.folder])
    codes = {name.casefold(): code for code, one in municipalities().items()
             for _, name in one.names} | {code: code for code in municipalities()}
    catalogue, _ = load(made.data, DAY)
    assert catalogue
    for one in catalogue.municipalities:
        assert told[one.name(language)] == numbers([
            record for record in records
            if one.code in {codes[place.casefold()] for place in record.places}]), one
    assert told[words(language)["entry"]["nationwide"]] == numbers(
        [one for one in records if one.nationwide])
    assert told[said["areas"]] == numbers(
        [one for one in records if not one.nationwide and not one.places])
    for state in STATES:
        assert f"{said['states'][state]} {told[said['every']][STATES.index(state)]}" in page.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_confirmations_over_time_come_from_the_days_themselves(made: Made, language: str) -> None:
    page = made.pages[f"{HOME[language]}index.html"]
    said = words(language)["freshness"]
    days = [one.verified for one in plain_records(made.data) if one.verified]
    for span in (30, 90, 365):
        count = sum((DAY - day).days <= span for day in days)
        assert said["recent"].format(days=span, n=count) in page.words
    told = rows(page)
    if not days:
        assert said["earlier"] not in told, "a table of noughts"
        return
    months = Counter(f"{day.month}/{day.year}" for day in days)
    names = [name for name in told if re.fullmatch(r"\d+/\d{4}", name)]
    assert names == [f"{m.month}/{m.year}"
                     for m in (DAY - relativedelta(months=n) for n in range(12))]
    for name in names:
        assert told[name] == [months[name]]
    in_all = sum(number for name in (*names, said["earlier"], said["never"])
                 for number in told[name])
    assert in_all == len(list(plain_records(made.data)))


# --- the queue -----------------------------------------------------------------------------------


def sections(page: Document) -> list[str]:
    return re.findall(r'<section class="box">.*?</section>', page.html, re.DOTALL)


def asked(section: str) -> list[str]:
    """Ids of the records that a part of the queue names, by the command it gives."""
    (found,) = re.findall(r"<pre>\.venv/bin/familycentre verify (.*?) --date", section)
    return [str(one).rpartition("/")[2] for one in found.split()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_not_fresh_stands_in_the_queue_once(made: Made, language: str) -> None:
    queue = [name for page in made.queue(language) for one in sections(page) for name in asked(one)]
    assert sorted(queue) == sorted(
        one.id for one in plain_records(made.data) if one.state != "fresh")
    if not queue:
        assert words(language)["freshness"]["nothing"] in made.queue(language)[0].words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_worst_and_largest_come_first(made: Made, language: str) -> None:
    records = {one.id: one for one in plain_records(made.data)}
    order: list[tuple[bool, int, int]] = []
    seen: list[str] = []
    for page in made.queue(language):
        for section in sections(page):
            organiser = records[asked(section)[0]].organiser
            if organiser in seen:
                assert organiser == seen[-1], "parts of one stand together"
                continue
            seen.append(organiser)
            states = Counter(one.state for one in records.values() if one.organiser == organiser)
            order.append((not organiser, -states["overdue"] - states["unverified"],
                          -states["due"]))
    assert order == sorted(order)


def test_pages_do_not_grow_with_the_directory(made: Made) -> None:
    for language in LANGUAGES:
        pages = made.queue(language)
        for number, page in enumerate(pages, start=1):
            found = sections(page)
            assert len(found) <= GROUPS_A_PAGE
            assert sum(len(asked(one)) for one in found) <= RECORDS_A_PAGE
            tail = "" if number == 1 else f"{ {'fi': 'sivu', 'sv': 'sida'}[language]}-{number}/"
            assert page.path == f"{HOME[language]}{tail}index.html"
            assert page.meta("robots") == "noindex"
            assert ("<table" in page.html) == (number == 1)
            assert len(page.all("nav", **{"class": "pager"})) == (len(pages) > 1)


def test_a_page_holds_so_many_records_or_organisations() -> None:
    catalogue, _ = load(ROOT / "data", DAY)
    assert catalogue
    entry = next(iter(catalogue.entries.values()))

    def sizes(*counts: int) -> list[list[int]]:
        return [[len(one.entries) for one in page] for page in paged(
            [Group(None, (entry,) * count, Tally(), ()) for count in counts])]

    assert sizes() == [[]]
    assert sizes(60, 1, 59, 1) == [[60], [1, 59], [1]]
    assert sizes(*[1] * 21) == [[1] * 20, [1]]
    assert sizes(*[30] * 1000) == [[30, 30]] * 500


def test_a_coordinator_finds_the_page_and_families_never_meet_it(made: Made) -> None:
    for language in LANGUAGES:
        target = f"{HOME[language]}index.html"
        above = f"{HOME[language].rsplit('/', 2)[0]}/index.html"
        guide = {"fi": "fi/tietoa/yllapitajalle/index.html",
                 "sv": "sv/om/for-redaktorer/index.html"}[language]
        leading = {name for name, page in made.pages.items() if target in page.links()}
        own = {page.path for page in made.pages.values() if page.path.startswith(HOME[language])}
        other = HOME["sv" if language == "fi" else "fi"]
        assert {name for name in leading - own if not name.startswith(other)} == {
            above, guide}


# --- letters -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    body: str


def letters(text: str) -> list[Letter]:
    found = []
    for href in re.findall(r'href="(mailto:[^"]*)"', text):
        link = html.unescape(href)
        parts = urlsplit(link)
        if not parts.query:
            continue
        assert len(link) <= LONGEST_LINK
        assert "+" not in parts.query, "some programs show it as it is"
        fields = dict(parse_qsl(parts.query, strict_parsing=True, keep_blank_values=True))
        assert list(fields) == ["subject", "body"]
        assert "\n" not in fields["body"].replace("\r\n", "")
        found.append(Letter(unquote(parts.path), fields["subject"],
                            fields["body"].replace("\r\n", "\n")))
    return found


def copies(section: str) -> list[str]:
    """The letters that can be copied, as a browser copies them."""
    found = [html.unescape(re.sub(r"<[^>]*>", "", one))
             for one in re.findall(r"<pre>(.*?)</pre>", section, re.DOTALL)]
    return [one for one in found if not one.startswith(".venv/bin/familycentre verify ")]


def parts_of(section: str) -> tuple[list[Letter], list[str], list[str]]:
    return letters(section), copies(section), asked(section)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_asks_three_things_in_both_languages(made: Made, language: str) -> None:
    other = "sv" if language == "fi" else "fi"
    count = 0
    for page in made.queue(language):
        for section in sections(page):
            mails, whole, _ = parts_of(section)
            assert whole, "there is always a text to copy"
            for text in (*(one.body for one in mails), *whole):
                first, last = (text.index(words(one)["freshness"]["intro"])
                               for one in (language, other))
                assert first < last, "the page's own language first"
                for one in LANGUAGES:
                    for asked_ in {"fi": ("oikein", "muuttunut", "loppunut"),
                                   "sv": ("stämmer", "har ändrats", "har upphört")}[one]:
                        assert asked_ in text
                count += 1
            for mail in mails:
                assert mail.subject.startswith(words(language)["freshness"]["subject"])
                assert words(other)["freshness"]["subject"] in mail.subject
    assert count or not [one for one in plain_records(made.data) if one.state != "fresh"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_to_copy_tells_every_record_as_it_stands(made: Made, language: str) -> None:
    catalogue, _ = load(made.data, DAY)
    assert catalogue
    for page in made.queue(language):
        for section in sections(page):
            text = "\n".join(copies(section))
            for name in asked(section):
                entry = catalogue.entries[name]
                for tongue in LANGUAGES:
                    names: dict[str, str] = dict(entry.name)  # type: ignore[arg-type]
                    said = names.get(tongue) or next(iter(names.values()))
                    assert f". {' '.join(said.split())}\n" in text
                    address = f"{SITE_URL}{tongue}/{SEGMENTS[entry.kind][tongue]}/{name}/\n"
                    assert (address in text) != entry.is_sensitive, address
                phones = [one.phone for one in entry.contacts if one.phone]
                assert not phones or f"\n{phones[0]}\n" in text
                street = entry.address and entry.address.street
                if street and not entry.is_sensitive:
                    assert next(iter(street.values())) in text


def section_with(made: Made, language: str, name: str) -> str:
    (found,) = (one for page in made.queue(language) for one in sections(page)
                if name in asked(one))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_drafts_hold_every_record_in_both_languages(mixed: Made, language: str) -> None:
    mails, whole, names = parts_of(section_with(mixed, language, "keski-1"))
    assert len(names) == MEDIUM
    assert 1 < len(mails) <= MOST_DRAFTS
    assert len(whole) == 1
    assert {one.to for one in mails} == {"keski@example.fi"}
    for n in range(1, MEDIUM + 1):
        holding = [one.body for one in mails if f". Äidit keski {n}\n" in one.body]
        assert len(holding) == 1
        assert f". Mammor keski {n}\n" in holding[0]
        folder = SEGMENTS["peer_group"][language]
        assert f"{SITE_URL}{language}/{folder}/keski-{n}/\n" in holding[0]
        assert holding[0].count(f"06 200 {1000 + n}") == 2
    assert all("9–11" in one.body for one in mails)


@pytest.mark.parametrize("language", LANGUAGES)
def test_very_many_records_are_led_to_and_can_be_copied(mixed: Made, language: str) -> None:
    first, last = (section_with(mixed, language, f"iso-{n}") for n in (1, BIG))
    assert first != last
    assert len(asked(first)) + len(asked(last)) == BIG
    (mail,) = letters(first)
    assert letters(last) == []
    assert mail.to == "iso+perhe@example.fi"
    for tongue, folder in (("fi", "jarjestot"), ("sv", "organisationer")):
        assert f"{SITE_URL}{tongue}/{folder}/iso/" in mail.body
    assert words(language)["freshness"]["by_link"] in first
    assert {"fi": "Iso &lt; järjestö &amp; Co", "sv": "Stora &lt; föreningen &amp; Co"}[
        language] in first


def test_every_address_of_an_organisation_gets_its_letter(second_county: Path) -> None:
    """However many addresses there are, and in whatever part of the queue they stand."""
    many, shared, alone = 70, 3, 130
    write(second_county / "organisations/muut.yaml", ORGANISATIONS + (
        "- {id: liitto, type: ngo, name: {fi: Liitto, sv: Förbundet}}\n"))
    owned = {f"oma-{n}": f"oma-{n}@example.fi" for n in range(alone)}
    owned |= {f"yhteinen-{n}": "yhteinen@example.fi" for n in range(shared)}
    owned |= {f"moni-{n}": "moni@example.fi" for n in range(many)}
    days = ["2020-01-01", "2021-01-01", "2022-01-01"]
    write(second_county / "peer_groups/liiton.yml", "".join(
        f"- {{id: {name}, type: mothers, name: {{fi: Äidit {name}, sv: Mammor {name}}}, "
        f"summary: {{fi: Tule., sv: Kom.}}, tasks: [7], municipality: Kokkola, "
        f"organiser: liitto, verified: {days[at % 3]}, contacts: [{{email: {email}}}]}}\n"
        for at, (name, email) in enumerate(owned.items())))
    places = Places(second_county, ROOT / "docs", ROOT / "overrides" / "assets", SITE_URL)
    site, _ = start(places, Settings(), DAY)
    jinja = environment()
    pages = [Document(page.address, render(jinja, site, page)) for page in site.pages
             if page.language == "fi" and page.key.partition("/")[0] == "freshness"]
    found: dict[str, list[Letter]] = {}
    named = []
    for section in (one for page in pages for one in sections(page)):
        if ">Liitto" not in section:
            continue
        named += asked(section)
        assert len(asked(section)) <= RECORDS_A_PAGE
        for one in letters(section):
            found.setdefault(one.to, []).append(one)
    assert sorted(named) == sorted(owned)
    assert set(found) == set(owned.values())
    for name, email in owned.items():
        assert len(found[email]) == 1
        told = f". Äidit {name}\n" in found[email][0].body
        assert told == (email != "moni@example.fi"), name
    assert f"{SITE_URL}fi/jarjestot/liitto/" in found["moni@example.fi"][0].body


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_email_is_known_there_is_a_phone_or_a_website(
        sample: Made, language: str) -> None:
    section = section_with(sample, language, "espoo-asukaspuisto-hiirisuon")
    assert letters(section) == []
    assert words(language)["freshness"]["without"] in section
    assert 'href="https://www.espoo.fi"' in section
    assert len(copies(section)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_records_own_address_is_asked_where_the_organiser_has_none(
        mixed: Made, language: str) -> None:
    section = section_with(mixed, language, "oma")
    (mail,) = letters(section)
    assert mail.to == "oma@example.fi"
    assert "Oma sähköposti" in mail.body
    assert "Ei ketään" not in mail.body
    assert len(copies(section)) == 2
    assert "Ei ketään" in copies(section)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_shelter_only_name_and_phone_go_into_a_letter(mixed: Made, language: str) -> None:
    section = section_with(mixed, language, "pesa")
    assert "salainen@example.fi" not in section
    assert {one.to for one in letters(section)} == {"isat@example.fi"}
    (text,) = [one for one in copies(section) if "Turvakoti" in one]
    (block,) = re.findall(r"\d\. Turvakoti\n(.*?)\n\n", text, re.DOTALL)
    assert block == f"06 765 4321\n{words('fi')['freshness']['answer']}"
    assert "pesa/" not in text
    for word in SECRET:
        assert word not in "".join(page.html for page in mixed.queue(language))


def test_what_is_not_published_or_has_ended_is_not_asked(mixed: Made) -> None:
    for language in LANGUAGES:
        for page in mixed.queue(language):
            for word in (*WITHHELD, "Loppunut", "Upphörd", "loppu/"):
                assert word not in page.html


def test_a_hidden_address_that_stands_in_the_file_is_not_told(tmp_path: Path) -> None:
    """The check refuses it; nothing here may rely on that."""
    data = write_mixed_county(tmp_path / "data")
    write(data / "ngo_services/pesa.yml", (data / "ngo_services/pesa.yml").read_text(
        encoding="utf-8").replace("sensitive: true\n", "").replace(
            "tasks: [6]", "tasks: [3]").replace("address: {hidden: true}", (
                "address: {street: {fi: Piilotie 7, sv: Gömvägen 7}, postcode: '68910', "
                "post_office: {fi: Piilola}, hidden: true}\nmunicipality: Perho\n"
                "arrival: {fi: Ovikoodi pihalta}")).replace("areas: [keski-pohjanmaa]\n", ""))
    built_relaxed(tmp_path / "site", data)
    pages = Made(data, tmp_path / "site", read_site(tmp_path / "site"))
    for language in LANGUAGES:
        section = section_with(pages, language, "pesa")
        assert "06 765 4321" in section
        for word in ("Piilotie 7", "Gömvägen", "68910", "Piilola", "Ovikoodi", "Perho",
                     "salainen@example.fi"):
            assert word not in section


def test_names_that_do_not_fit_a_mail_program_are_led_to(tmp_path: Path) -> None:
    data = write_second_county(tmp_path / "data")
    long = "ÄÖ" * 60
    for name, more in (("pitka", {"organiser": "soite"}), ("yksin", {})):
        write(data / f"peer_groups/{name}.yml", group(
            name=f"{{fi: {long}, sv: {long}}}", contacts=f"[{{email: {name}@example.fi}}]", **more))
    pages = read_site(built(tmp_path / "site", data))
    for language in LANGUAGES:
        text = pages[f"{HOME[language]}index.html"].html
        found = {one.to: one.body for one in letters(text)}
        assert set(found) == {"pitka@example.fi", "yksin@example.fi"}
        assert f"{SITE_URL}fi/jarjestot/soite/" in found["pitka@example.fi"]
        assert f"{SITE_URL}sv/kamratstodsgrupper/yksin/" in found["yksin@example.fi"]
        assert f"1. {long}" in html.unescape(text)


def test_the_command_that_the_page_gives_empties_the_queue(
        mixed: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795345200")
    data = write_mixed_county(tmp_path / "data")
    for page in mixed.queue("fi"):
        for section in sections(page):
            (command,) = re.findall(r"<pre>\.venv/bin/familycentre (.*?)</pre>", section)
            day = words("fi")["freshness"]["day"]
            assert main([*command.replace(day, str(DAY)).split(), "--data", str(data)]) == 0
    catalogue, problems = load(data, DAY)
    assert catalogue
    assert not [one for one in problems if one.code in ("unverified", "verification-due")]


def test_a_directory_in_one_language_writes_in_one(tmp_path: Path) -> None:
    data = write_mixed_county(tmp_path / "data")
    directory = (data / "directory.yml").read_text(encoding="utf-8")
    write(data / "directory.yml", directory.replace("languages: [fi, sv]", "languages: [sv]"))
    pages = read_site(built(tmp_path / "site", data))
    section = sections(pages[f"{HOME['sv']}index.html"])[0]
    assert words("fi")["freshness"]["intro"] not in html.unescape(section)
    assert words("sv")["freshness"]["intro"] in copies(section)[0]
