"""The data contract: its examples load, every field can be used, and nothing is lost."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel, ValidationError
from tests.directories import EDITOR, TODAY, group, write

from familycentre.catalogue import Catalogue, load
from familycentre.loading import describe_models
from familycentre.model import BrowserEditor, Directory, Synonyms
from familycentre.problems import as_text
from familycentre.validation import model_in

CONTRACT_EXAMPLE = """\
type: family_cafe
name: {fi: Perhekahvila Esimerkki, sv: Familjecafé Exempel}
summary: {fi: Enintään 200 merkkiä., sv: Högst 200 tecken.}
description: {fi: "Markdownia, lyhyt **lista**", sv: Markdown}
tasks: [7, 2]                    # first = main; 1–7
situations: [new-baby]           # optional; else from tasks and audience
organiser: esimerkin-seurakunta  # organisation id
partners: [perheyhdistys]
municipality: Kokkola            # or a list, or areas: [..], or nationwide: true
address: {street: {fi: Esimerkkikatu 1, sv: Exempelgatan 1}, postcode: "67100", hidden: false}
location: {lat: 63.8403, lon: 23.1339}
arrival: {fi: Ovi pihalta, sv: Dörren på gården}
contacts:
  - {role: {fi: Toiminnan yhteyshenkilö, sv: Kontaktperson}, phone: "+358 9 000 1234",
     email: info@example.fi, url: {fi: https://example.fi, sv: https://example.fi/sv}}
schedule:
  - {days: [mon, thu], start: "09:30", end: "12:00", from: 2026-08-10, until: 2026-12-18,
     weeks: odd, note: {fi: a, sv: b}}
  - {date: 2026-11-28, start: "10:00", end: "14:00", note: {fi: a, sv: b}}
  - {always: true}               # a 24 h line
exceptions:
  - {from: 2026-12-21, until: 2027-01-06, closed: true, note: {fi: a, sv: b}}
  - {on: public_holidays, closed: true}
ages: {min: 0, max: 6}           # child's age in years; months: true for months
audience: [families, fathers]
openness: open                   # open | targeted | closed
registration: {required: false, url: https://example.fi, until: 2026-12-01}
referral: false
cost: {free: true, note: {fi: a, sv: b}}
languages: [fi, sv]              # spoken there (BCP 47)
support_level: universal         # universal | early | intensive
remote: false                    # true | both
accessibility: [step_free, lift, accessible_toilet, pram_access, pram_parking, induction_loop,
  quiet_space, parking]
first_visit: {fi: Mitä tapahtuu, sv: Vad som händer}
space_for_ngos: {available: true, booking: {fi: a, sv: b}, cost: {fi: a, sv: b}}
criteria: {linked: true, planned: true}
sensitive: false                 # quick exit, neutral title, no share preview
status: active                   # active | paused | planned | closed (keeps its URL) | do_not_list
keywords: {fi: [a], sv: [b]}
aliases: [old-id]                # old URLs redirect
verified: 2026-10-01             # the organiser confirmed it; absent = unverified
source: {url: https://example.fi, date: 2025-06, note: {fi: a, sv: b}}
"""


@pytest.fixture
def catalogue(second_county: Path) -> Catalogue:
    loaded, problems = load(second_county, TODAY)
    assert loaded is not None, [as_text(problem) for problem in problems]
    return loaded


def test_the_second_county_has_no_problem_at_all(second_county: Path) -> None:
    assert list(map(as_text, load(second_county, TODAY)[1])) == []


def test_the_example_of_the_contract_loads(second_county: Path) -> None:
    write(second_county / "meeting_places/perhekahvila-esimerkki.yml", CONTRACT_EXAMPLE)
    loaded, problems = load(second_county, TODAY)
    assert loaded is not None, [as_text(problem) for problem in problems]
    assert not problems.warnings
    place = loaded.entries["perhekahvila-esimerkki"]
    assert place.tasks == [7, 2]
    assert place.schedule[0].from_ == datetime.date(2026, 8, 10)
    assert place.schedule[0].weeks == "odd"
    assert place.contacts[0].url == {"fi": "https://example.fi", "sv": "https://example.fi/sv"}
    assert place.registration is not None
    assert place.registration.url == {"all": "https://example.fi"}
    assert place.address is not None
    assert place.address.postcode == "67100"
    assert place.source is not None
    assert place.source.date == "2025-06"


@pytest.mark.parametrize("name", [
    "parent_child", "mothers", "fathers", "immigrants", "parent_run", "family_training", "couples",
    "separation", "children", "support_group", "online",
])
def test_kinds_of_peer_groups_in_the_contract(name: str, second_county: Path) -> None:
    write(second_county / "peer_groups/testi.yml", group(type=name))
    assert load(second_county, TODAY)[0] is not None


@pytest.mark.parametrize("name", ["municipality", "county", "ngo", "parish", "foundation", "state"])
def test_kinds_of_organisations_in_the_contract(name: str, second_county: Path) -> None:
    write(second_county / "organisations/testi.yml", f"type: {name}\nname: {{fi: a, sv: b}}\n")
    assert load(second_county, TODAY)[0] is not None


@pytest.mark.parametrize("name", [
    "expecting", "babies", "mothers", "fathers", "single_parents", "twins", "rainbow", "immigrants",
    "special_needs", "grandparents", "adoptive", "foster", "grieving", "young_parents",
])
def test_audiences_in_the_contract(name: str, second_county: Path) -> None:
    write(second_county / "peer_groups/testi.yml", group(audience=f"[{name}]"))
    assert load(second_county, TODAY)[0] is not None


def _everything(catalogue: Catalogue) -> Iterator[BaseModel]:
    yield catalogue.directory
    yield from catalogue.tasks.values()
    yield from catalogue.situations
    yield from catalogue.helplines.values()
    yield from catalogue.counties
    yield from catalogue.entries.values()
    yield from catalogue.organisations.values()
    yield from catalogue.networks.values()


def _used(value: Any, used: set[tuple[type[BaseModel], str]]) -> None:
    if isinstance(value, BaseModel):
        for name in value.model_fields_set:
            used.update((parent, name) for parent in type(value).__mro__
                        if issubclass(parent, BaseModel) and name in parent.model_fields)
            _used(getattr(value, name), used)
    elif isinstance(value, list):
        for item in value:
            _used(item, used)


def _fields(
    model: type[BaseModel], seen: set[type[BaseModel]]
) -> Iterator[tuple[type[BaseModel], str]]:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        owner = next(parent for parent in reversed(model.__mro__)
                     if issubclass(parent, BaseModel) and name in parent.model_fields)
        yield owner, name
        inside = model_in(field.annotation)
        if inside:
            yield from _fields(inside, seen)


def test_the_second_county_uses_every_field_of_the_contract(catalogue: Catalogue) -> None:
    used: set[tuple[type[BaseModel], str]] = set()
    for record in _everything(catalogue):
        _used(record, used)
    used.add((Directory, "editor"))  # adds files to the site, so it has tests of its own
    _used(BrowserEditor.model_validate(yaml.safe_load(EDITOR)["editor"]), used)
    seen: set[type[BaseModel]] = set()
    wanted = {field for model in describe_models().values() if model is not Synonyms
              for field in _fields(model, seen)}
    assert set(catalogue.synonyms) == {"fi", "sv"}
    unused = sorted(f"{owner.__name__}.{name}" for owner, name in wanted - used)
    assert unused == []


def test_records_never_change(catalogue: Catalogue) -> None:
    place = catalogue.entries["perhekahvila-kokko"]
    with pytest.raises(ValidationError, match="frozen"):
        setattr(place, "status", "closed")  # noqa: B010 -- mypy would not let it be written


def test_municipalities_are_found_by_code_and_by_either_name(catalogue: Catalogue) -> None:
    assert [one.name("fi") for one in catalogue.municipalities] == [
        "Kannus", "Kaustinen", "Kokkola", "Perho"]
    assert catalogue.reach["perheneuvola"].home == ("217", "236")
    assert catalogue.reach["isat"].wide == ("272", "217")
    assert set(catalogue.reach["pesa"].wide) == {"217", "236", "272", "584"}
    assert catalogue.reach["perheverkosto"].home == ("272",)
    assert catalogue.reach["perheverkosto"].wide == ("236",)


def test_a_municipality_outside_is_forgiven_beside_one_inside(second_county: Path) -> None:
    write(second_county / "peer_groups/testi.yml", group(municipality="[Kokkola, Pietarsaari]"))
    loaded, _ = load(second_county, TODAY)
    assert loaded is not None
    assert loaded.reach["testi"].home == ("272",)


def test_nationwide(second_county: Path) -> None:
    write(second_county / "peer_groups/testi.yml", group(municipality=None, nationwide="true"))
    loaded, _ = load(second_county, TODAY)
    assert loaded is not None
    assert loaded.reach["testi"].nationwide


def test_an_organisation_may_have_the_id_of_an_entry(second_county: Path) -> None:
    write(second_county / "organisations/isat.yml", "type: ngo\nname: {fi: a, sv: b}\n")
    loaded, _ = load(second_county, TODAY)
    assert loaded is not None
    assert "isat" in loaded.entries
    assert "isat" in loaded.organisations


def test_records_of_a_list_and_of_subfolders_are_records(second_county: Path) -> None:
    write(second_county / "peer_groups/kokkola/alue/yksi.yml", group())
    lines = [f"  {line}\n" for line in group().splitlines()]
    write(second_county / "peer_groups/lista.yml",
          "- id: kaksi\n" + "".join(lines) + "- id: kolme\n" + "".join(lines))
    loaded, _ = load(second_county, TODAY)
    assert loaded is not None
    assert {"yksi", "kaksi", "kolme"} <= loaded.entries.keys()
    file, at = loaded.origin(loaded.entries["kolme"]).place("tasks")
    assert (file, at.position()) == ("data/peer_groups/lista.yml", (11, 3))


def test_do_not_list_is_withheld_and_closed_keeps_only_its_page(second_county: Path) -> None:
    write(second_county / "peer_groups/salattu.yml", group(status="do_not_list"))
    write(second_county / "peer_groups/entinen.yml", group(status="closed"))
    loaded, _ = load(second_county, TODAY)
    assert loaded is not None
    assert [one.id for one in loaded.withheld] == ["salattu"]
    assert "salattu" not in loaded.entries
    assert "entinen" in loaded.entries
    assert "entinen" not in {one.id for one in loaded.listed()}
    assert {one.kind for one in loaded.listed("peer_group")} == {"peer_group"}


@pytest.mark.parametrize(("lines", "situations"), [
    ({"tasks": "[7]", "audience": "[babies]"}, set()),
    ({"situations": "[new-baby]"}, {"new-baby"}),
    ({"tasks": "[6]"}, {"fear"}),
    ({"tasks": "[6]", "situations": "[]"}, set()),
])
def test_situations_are_named_or_follow_from_the_filters(
    lines: dict[str, str], situations: set[str], second_county: Path
) -> None:
    write(second_county / "peer_groups/testi.yml", group(**lines))
    loaded, _ = load(second_county, TODAY)
    assert loaded is not None
    answered = {one.id for one in loaded.situations
                if "testi" in {entry.id for entry in loaded.answers(one)}}
    assert answered == situations


@pytest.mark.parametrize(("lines", "sensitive"), [
    ({}, False), ({"sensitive": "true"}, True), ({"tasks": "[2, 6]"}, True),
    ({"tasks": "[6]", "sensitive": "false"}, True),
])
def test_everything_about_violence_is_sensitive(
    lines: dict[str, str], sensitive: bool, second_county: Path
) -> None:
    write(second_county / "peer_groups/testi.yml", group(**lines))
    loaded, _ = load(second_county, TODAY)
    assert loaded is not None
    assert loaded.entries["testi"].is_sensitive is sensitive


def test_loading_twice_gives_the_same(second_county: Path) -> None:
    first, second = load(second_county, TODAY)[0], load(second_county, TODAY)[0]
    assert first is not None
    assert second is not None
    assert list(first.entries.items()) == list(second.entries.items())
    assert first.reach == second.reach


def test_school_holidays_hold_where_the_record_is(catalogue: Catalogue) -> None:
    names = {identity: [dict(one.name)["fi"] for one in catalogue.breaks_of(entry)]
             for identity, entry in catalogue.entries.items()}
    assert names["perhekahvila-kokko"] == ["syysloma", "talviloma"]  # Kokkola
    assert names["perheneuvola"] == ["talviloma"]  # Kannus and Kaustinen: that of all
    assert names["isat"] == ["syysloma", "talviloma"]  # an area that Kokkola is in
    assert {code for code, one in catalogue.breaks.items() if len(one) == 2} == {"272"}


def test_rhythms_of_the_second_county(catalogue: Catalogue) -> None:
    place, times = (catalogue.entries["perhekahvila-kokko"],
                    catalogue.timetables["perhekahvila-kokko"])
    assert place.updated == datetime.date(2026, 10, 15)
    days = {line: [str(one.day) for one in times.occurrences if one.line == line][:3]
            for line in (2, 3)}
    assert days[2] == ["2026-11-25", "2026-12-02", "2027-01-27"]  # Christmas is in between
    assert days[3] == ["2027-01-16", "2027-02-06", "2027-02-27"]  # Christmas again
    eve = next(one for one in times.occurrences if one.day == datetime.date(2026, 12, 5))
    assert (eve.start, eve.end) == ("10:00", "11:00")
    assert times.last == datetime.date(2027, 5, 31)  # the end of the month in 26 weeks


@pytest.mark.parametrize("remote", ["true", "false", "both"])
def test_remote(remote: str, second_county: Path) -> None:
    write(second_county / "peer_groups/testi.yml", group(remote=remote))
    loaded, _ = load(second_county, TODAY)
    assert loaded is not None
    assert loaded.entries["testi"].remote == {"true": True, "false": False}.get(remote, remote)
