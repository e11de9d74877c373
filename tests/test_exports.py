"""Open data, looked at by others' validators, and read back field by field."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frictionless
import pytest
from geojson_pydantic import FeatureCollection
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate as validate_openapi
from referencing import Registry, Resource
from tests.conftest import ROOT
from tests.directories import TODAY
from tests.exported import contents, hard, plain, read, sample, site_of
from tests.importing import bring
from tests.test_safety import SECRET_NUMBERS, SECRETS, readings

from familycentre.exports import hsds_back, table_back
from familycentre.exports.files import open_data
from familycentre.exports.pieces import uuid5
from familycentre.exports.public import DOOR, KINDS, WITHHELD
from familycentre.render import Site

Made = tuple[Site, dict[str, bytes]]
HSDS = ROOT / "tests" / "vendor" / "hsds"
HEAD = ("kind", "uuid", "page", "changed")
DOCS = (ROOT / "docs/fi/tietoa/avoin-data.md", ROOT / "docs/sv/om/oppna-data.md")


@pytest.fixture(scope="module", params=["sample", "hard"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return sample() if request.param == "sample" else hard(tmp_path_factory.mktemp("hard"))


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return hard(tmp_path_factory.mktemp("odd"))


# --- by others' validators -----------------------------------------------------------------------


def hsds_schema(name: str) -> Draft202012Validator:
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in HSDS.glob("*.json")}
    registry = Registry().with_resources([
        (f"https://hsds.example/{file}", Resource.from_contents({**schema, "$id": f"https://hsds.example/{file}",
         "$schema": "https://json-schema.org/draft/2020-12/schema"}))
        for file, schema in schemas.items()])
    return Draft202012Validator({"$ref": f"https://hsds.example/{name}.json"}, registry=registry,
                                format_checker=FormatChecker(["uuid", "email", "date"]))


@pytest.mark.parametrize(("list_of", "name"), [
    ("services", "service"), ("organizations", "organization"), ("taxonomies", "taxonomy"),
    ("taxonomy_terms", "taxonomy_term")])
def test_hsds_is_valid_by_the_official_schema(made: Made, list_of: str, name: str) -> None:
    site, files = made
    validator = hsds_schema(name)
    for language in site.speakers:
        items = contents(files, f"api/hsds/{language}/{list_of}", "contents")
        assert len(items) == {"services": len(site.catalogue.entries),
                              "organizations": len(site.catalogue.organisations)}.get(
                                  list_of, len(items))
        assert items
        assert [f"{one['id']} {error.json_path}: {error.message}" for one in items
                for error in validator.iter_errors(one)] == []


def test_the_official_schema_would_find_a_fault() -> None:
    validator = hsds_schema("service")
    good = contents(sample()[1], "api/hsds/fi/services", "contents")[0]
    assert validator.is_valid(good)
    for wrong in ({"status": "open"}, {"id": "1"}, {"contacts": [{"email": "x"}]},
                  {"service_at_locations": [{"id": good["id"], "location": {"id": good["id"]}}]}):
        assert not validator.is_valid({**good, **wrong}), wrong


def test_hsds_has_the_same_ids_in_both_languages(made: Made) -> None:
    site, files = made

    def ids(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if "id" in value and "link_type" not in value:
                yield value["id"]
            for inside in value.values():
                yield from ids(inside)
        elif isinstance(value, list):
            for inside in value:
                yield from ids(inside)

    fi, sv = (sorted(set(ids([one for name in ("services", "organizations") for one in contents(
        files, f"api/hsds/{language}/{name}", "contents")]))) for language in site.speakers)
    differ = set(fi) ^ set(sv)
    # A note on access that stands in one language has an id in that one alone.
    assert len(differ) * 200 <= len(fi)
    assert {uuid.UUID(one).version for one in fi} == {5}
    for language in site.speakers:
        for one in contents(files, f"api/hsds/{language}/services", "contents"):
            attributes = [part["id"] for part in one["attributes"]]
            assert len(set(attributes)) == len(attributes)


def test_pages_of_a_list_say_what_hsds_wants(made: Made) -> None:
    site, files = made
    index = read(files, "api/hsds/fi/index.json")
    assert index["version"] == "3.0"
    parts = index["files"]["services"]
    for number, url in enumerate(parts, 1):
        page = read(files, url.removeprefix(site.root_url))
        assert (page["page_number"], page["total_pages"]) == (number, len(parts))
        assert page["total_items"] == len(site.catalogue.entries)
        assert page["size"] == len(page["contents"]) <= 100
        assert (page["first_page"], page["last_page"]) == (number == 1, number == len(parts))
        assert page["empty"] is False


def test_tables_are_valid_by_frictionless(made: Made, tmp_path: Path) -> None:
    _, files = made
    for path, data in files.items():
        if path.startswith("api/csv/"):
            (tmp_path / Path(path).name).write_bytes(data)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.flatten(["code", "message"]) == []
    assert report.stats["tasks"] >= 5
    # It would have found a cell of the wrong kind.
    broken = (tmp_path / "entries.csv").read_text("utf-8").replace(",true,", ",perhaps,", 1)
    (tmp_path / "entries.csv").write_text(broken, encoding="utf-8")
    assert not frictionless.Package(str(tmp_path / "datapackage.json")).validate().valid


def test_geojson_is_valid_and_in_finland(made: Made) -> None:
    site, files = made
    shown = 0
    for kind in KINDS:
        path = f"api/geojson/{kind}.geojson"
        features: list[Any] = list(FeatureCollection.model_validate_json(files[path]).features)
        for feature in features:
            assert feature.geometry is not None
            lon, lat = feature.geometry.model_dump()["coordinates"]
            assert 19 < lon < 32
            assert 59 < lat < 71
            assert feature.properties is not None
            entry = site.catalogue.entries[feature.properties["id"]]
            assert not entry.is_sensitive
            assert (entry.kind, entry.status == "closed") == (kind, False)
            shown += 1
        assert read(files, path)["about"]["built"] == site.today.isoformat()
    wanted = [one for one in site.catalogue.listed() if one.location and not one.is_sensitive]
    assert shown == len(wanted)


def test_openapi_is_valid_and_names_files_that_are_there(made: Made) -> None:
    site, files = made
    described = read(files, "api/v1/openapi.json")
    validate_openapi(described)
    assert described["servers"] == [{"url": "https://example.org/pk/api/v1"}]
    for path in described["paths"]:
        pattern = re.compile("api/v1" + re.escape(path).replace(r"\{name\}", r"[\w-]+") + "$")
        assert any(pattern.match(name) for name in files), path
    for url in re.findall(r'"(https://example\.org/pk/api/[^"]+)"',
                          files["api/v1/index.json"].decode()):
        assert url.removeprefix(site.root_url) in files, url


LIST_OF = {"organisations": "OrganisationList", "networks": "NetworkList",
           "helplines": "HelplineList", "situations": "SituationList", "tasks": "TaskList",
           "counties": "CountyAreasList"}


def test_every_file_of_the_api_is_as_its_schema_says(made: Made) -> None:
    site, files = made
    schema = read(files, "api/v1/schema.json")
    Draft202012Validator.check_schema(schema)
    looked = 0
    for path in files:
        name = path.removeprefix("api/v1/").removesuffix(".json")
        if not path.startswith("api/v1/") or name in ("index", "schema", "openapi"):
            continue
        wanted = LIST_OF.get(name.split("-")[0], "EntryList")
        faults = Draft202012Validator({**schema, "$ref": f"#/$defs/{wanted}"}).iter_errors(
            read(files, path))
        assert [f"{path} {error.json_path}: {error.message[:200]}" for error in faults] == []
        looked += 1
    assert looked > len(site.catalogue.municipalities)
    strict = Draft202012Validator({**schema, "$ref": "#/$defs/MeetingPlace"})
    place = next(one for one in contents(files, "api/v1/kinds/meeting_place", "records"))
    assert strict.is_valid(place)
    faulty: list[dict[str, Any]] = [
        {"criteria": {}}, {"xyz": 1}, {"kind": "peer_group"}, {"tasks": [9]},
        {"source": {"url": "https://a.fi", "note": {"fi": "x"}}}]
    for wrong in faulty:
        assert not strict.is_valid({**place, **wrong}), wrong


def test_the_api_gives_each_record_to_its_kind_and_places(made: Made) -> None:
    site, files = made
    found: dict[str, set[str]] = {}
    for path in files:
        if re.match(r"api/v1/(kinds|municipalities|areas|nationwide)", path):
            where = re.sub(r"(-\d+)?\.json$", "", path.removeprefix("api/v1/"))
            for one in read(files, path)["records"]:
                found.setdefault(one["id"], set()).add(where)
    assert found.keys() == site.catalogue.entries.keys()
    for entry in site.catalogue.entries.values():
        reach = site.catalogue.reach[entry.id]
        assert found[entry.id] == {
            f"kinds/{entry.kind}", *(f"municipalities/{code}" for code in reach.home),
            *(f"areas/{area}" for area in entry.areas),
            *(["nationwide"] if entry.nationwide else [])}


# --- there and back ------------------------------------------------------------------------------


def published(site: Site, group: str) -> dict[str, dict[str, Any]]:
    """What left, without what the gate adds, by id."""
    public = {"entries": site.public.entries, "organisations": site.public.organisations,
              "networks": site.public.networks}[group]
    return {name: {key: value for key, value in one.data.items()
                   if key not in HEAD} for name, one in public.items()}


def test_hsds_comes_back_field_by_field(made: Made) -> None:
    site, files = made
    for name, group, back in (("services", "entries", hsds_back.entry),
                              ("organizations", "organisations", hsds_back.organisation)):
        sisters = hsds_back.together({language: contents(
            files, f"api/hsds/{language}/{name}", "contents") for language in site.speakers})
        read_back = {one["id"]: {key: value for key, value in one.items() if key not in HEAD}
                     for one in map(back, sisters)}
        assert read_back == published(site, group)
    services = contents(files, "api/hsds/sv/services", "contents")
    assert all(map(hsds_back.ours, services))
    assert not hsds_back.ours({"id": "x", "name": "Of another directory"})


def test_another_directory_imports_what_was_exported(tmp_path: Path) -> None:
    """Through files, command and model: nothing of ours is guessed anew, and people stay away."""
    site, files = hard(tmp_path / "theirs")
    for path, content in files.items():
        if path.startswith("api/hsds/"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(content)
    data = tmp_path / "ours"
    shutil.copytree(tmp_path / "theirs" / "data", data)
    for folder in (*(f"{kind}s" for kind in KINDS), "organisations", "networks"):
        shutil.rmtree(data / folder, ignore_errors=True)
    assert bring(data, "hsds", tmp_path / "api" / "hsds", today=TODAY.isoformat()) == 0
    there = site_of(data, TODAY)
    left = {"partners", "aliases"}
    for group in ("entries", "organisations"):
        theirs, now = published(site, group), published(there, group)
        assert now.keys() == theirs.keys()
        for name in now:
            assert {key: value for key, value in now[name].items() if key not in left} == {
                key: value for key, value in theirs[name].items() if key not in left}, name


def test_tables_come_back_field_by_field(made: Made) -> None:
    site, files = made
    tables = {Path(path).name: data.decode() for path, data in files.items()
              if path.startswith("api/csv/")}
    back = table_back.records(json.loads(tables["datapackage.json"]), tables)
    for group, rows in back.items():
        assert {one["id"]: {key: value for key, value in one.items() if key not in HEAD}
                for one in rows} == published(site, group)


def test_what_leaves_is_the_record_but_for_the_documented_list(made: Made) -> None:
    """The fields that a round trip loses are those that the pages on open data list."""
    site, _ = made
    lost: set[str] = set()
    for name, data in published(site, "entries").items():
        entry = site.catalogue.entries[name]
        whole = entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        whole["municipality"] = list(site.catalogue.reach[name].home)
        for key in whole.keys() | data.keys():
            mine, theirs = whole.get(key, {}), data.get(key, {})
            if key in ("status", "sensitive") or mine == theirs or (not mine and not theirs):
                continue
            if key == "source":
                assert {one: mine[one] for one in mine if one != "note"} == theirs
            elif key == "contacts":
                assert "@gmail.com" in str(mine)
            elif key in DOOR:
                assert entry.is_sensitive
            lost.add(NAMED.get(key, key))
    assert lost <= LOSSY.keys()
    if "outo" in site.catalogue.entries:
        assert lost == LOSSY.keys()


LOSSY = {"criteria": "criteria", "source.note": "source.note", "contacts.email": "contacts.email",
         "door": "address, location, arrival", "waiting": "waiting"}
"""What a round trip loses, and how the pages name it."""
NAMED = {"source": "source.note", "contacts": "contacts.email", **dict.fromkeys(DOOR, "door")}


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.stem)
def test_the_pages_on_open_data_list_what_is_lost(page: Path) -> None:
    told = page.read_text("utf-8")
    for name in LOSSY.values():
        for field in name.split(", "):
            assert f"`{field}`" in told, field
    assert {name.split(", ")[0] for name in LOSSY.values()} >= set(WITHHELD)
    for address in ("api/v1/index.json", "api/v1/openapi.json", "api/hsds/", "api/csv/",
                    "api/geojson/", "api/linkedevents/v1/event.json"):
        assert address in told, address


# --- what never leaves ---------------------------------------------------------------------------


def test_the_gate_keeps_back_what_must_stay(odd: Made) -> None:
    site, files = odd
    whole = {name: b"".join([data]).decode() for name, data in files.items()}
    secrets = (*SECRETS, "qvolts", "xylbert", "gmail.com", "hotmail.com", "zzpiilo",
               "ensin tiedotus", "först information", '"criteria"')
    for name, text in whole.items():
        small = text.casefold()
        assert [word for word in secrets if word in small] == [], name
        if name.endswith(("openapi.json", "schema.json")):
            continue
        for said in readings(files[name]):
            assert SECRET_NUMBERS.findall(said) == [], name
    assert "aiti.esimerkki" not in "".join(whole.values())
    record = site.public.entries["keskustelu"].data
    assert record["sensitive"] is True
    assert record["contacts"] == [{"phone": "06 765 4321"}]
    assert site.public.entries["pesa"].data["address"] == {"hidden": True}
    # A contact that had nothing but a private address is left out whole.
    assert len(site.public.entries["outo"].data["contacts"]) == 3


PERSONAL_CODE = re.compile(r"\b(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d\d[-+A-FU-Y]\d{3}[0-9A-Y]\b")
"""A Finnish personal identity code (Digital and Population Data Services Agency)."""


def test_no_personal_code_or_private_mail_in_the_sample() -> None:
    site, files = sample()
    assert PERSONAL_CODE.search("syntynyt 131052-308T")
    for name, data in files.items():
        text = data.decode()
        assert not PERSONAL_CODE.search(text), name
        assert not re.search(r"@(gmail|hotmail|outlook|live|yahoo|icloud|luukku|kolumbus)\.",
                             text), name
    assert any(one.is_sensitive for one in site.catalogue.entries.values())


def test_sensitive_records_are_marked_and_in_no_map_or_event(made: Made) -> None:
    site, files = made
    sensitive = [one for one in site.catalogue.entries.values() if one.is_sensitive]
    assert sensitive
    for entry in sensitive:
        assert site.public.entries[entry.id].data["sensitive"] is True
    quiet = "".join(data.decode() for path, data in files.items()
                    if path.startswith(("api/geojson", "api/linkedevents")) or "jsonld" in path)
    for entry in sensitive:
        assert f'"{entry.id}"' not in quiet
        assert f"/{entry.id}/" not in quiet
        left = site.public.entries[entry.id].data
        assert not {"location", "arrival"} & left.keys()
        assert left.get("address", {}) in ({}, {"hidden": True})


def test_no_cell_is_a_formula(odd: Made) -> None:
    _, files = odd
    looked = 0
    for path, data in files.items():
        if not path.endswith(".csv"):
            continue
        table = list(csv.reader(io.StringIO(data.decode(), newline="")))
        for row in table[1:]:
            for column, cell in zip(table[0], row, strict=True):
                if column != "phone" and not re.fullmatch(r"-?[\d.]+", cell):
                    assert not re.match(r"\s*[=+\-@\t\r]", cell), (path, column, cell)
                looked += bool(cell)
    assert looked > 100
    assert "'=HYPERLINK(1)" in files["api/csv/entries.csv"].decode()


# --- events --------------------------------------------------------------------------------------


def test_events_are_in_the_shape_of_linked_events(odd: Made) -> None:
    site, files = odd
    whole = read(files, "api/linkedevents/v1/event.json")
    assert whole["meta"] == {"count": 1, "next": None, "previous": None}
    (event,) = whole["data"]
    assert event["id"] == "familycentre:perhekahvila-kokko"
    assert event["@type"] == "Event/LinkedEvent"
    assert event["super_event_type"] == "recurring"
    assert event["name"] == {"fi": "Perhekahvila Kokko", "sv": "Familjecafé Kokko"}
    assert event["location"]["position"] == {"type": "Point", "coordinates": [23.1339, 63.8403]}
    assert event["location"]["street_address"]["sv"] == "Exempelgatan 1"
    assert event["offers"][0]["is_free"] is True
    assert event["description"]["fi"].startswith("<p>Tule <strong>")
    times = [(one["start_time"], one["end_time"]) for one in event["sub_events"]]
    assert times == sorted(times)
    assert ("2026-11-28T08:00:00Z", "2026-11-28T12:00:00Z") in times  # Helsinki is two hours ahead
    timetable = site.catalogue.timetables["perhekahvila-kokko"]
    sure = [one for one in timetable.occurrences if not one.unsure]
    assert event["start_time"] == times[0][0]
    assert len(times) == sum((one.day - site.today).days <= 28 for one in sure)
    assert len({one["id"] for one in event["sub_events"]}) == len(times)


# --- the same bytes ------------------------------------------------------------------------------


def test_the_same_data_gives_the_same_bytes() -> None:
    site, files = sample()
    assert dict(open_data(site)) == files


def test_every_file_says_whose_it_is_and_on_what_terms(odd: Made) -> None:
    _, files = odd
    for path in files:
        if path.startswith("api/v1/") and not path.endswith(("schema.json", "openapi.json")):
            about = read(files, path)["about"]
            assert about["licence"]["name"] == "CC BY 4.0"
            assert about["keeper"]["sv"] == "Exempelredaktionen"
            assert about["built"] == "2026-11-20"
    package = read(files, "api/csv/datapackage.json")
    assert package["licenses"] == [{"title": "CC BY 4.0", "path": (
        "https://creativecommons.org/licenses/by/4.0/deed.fi")}]
    assert read(files, "api/v1/openapi.json")["info"]["license"]["name"] == "CC BY 4.0"
    for one in contents(files, "api/hsds/fi/services", "contents"):
        assert "CC BY 4.0" in {part["value"].partition(" http")[0] for part in one["attributes"]
                               if part["link_type"] == "data_licence"}


def test_one_language_and_no_licence_are_enough(tmp_path: Path) -> None:
    site, files = plain(tmp_path)
    assert not [path for path in files if "/sv/" in path]
    assert read(files, "api/v1/index.json")["about"]["licence"] is None
    validate_openapi(read(files, "api/v1/openapi.json"))
    assert "licenses" not in read(files, "api/csv/datapackage.json")
    validator = hsds_schema("service")
    services = contents(files, "api/hsds/fi/services", "contents")
    assert all(map(validator.is_valid, services))
    # Swedish texts go along all the same.
    back = {one["id"]: one for one in map(hsds_back.entry, hsds_back.together({"fi": services}))}
    assert back["perhekahvila-kokko"]["name"]["sv"] == "Familjecafé Kokko"
    assert {name: {key: value for key, value in one.items() if key not in HEAD}
            for name, one in back.items()} == published(site, "entries")


@pytest.mark.parametrize("name", ["", "entry:a", "ö" * 300])
def test_our_uuids_are_pythons(name: str) -> None:
    assert uuid5(uuid.NAMESPACE_URL.bytes, name) == str(uuid.uuid5(uuid.NAMESPACE_URL, name))
