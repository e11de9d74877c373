"""Readers of foreign records: what of each source becomes which field, and what is refused."""

from __future__ import annotations

import datetime
import json
import math
from pathlib import Path
from typing import Any

import pytest
from tests.importing import (
    SAMPLES,
    TODAY,
    bring,
    directory,
    place,
    record,
    report,
    service,
    store,
    texts,
    written,
)
from tests.sites import built

from familycentre.cli import main
from familycentre.importers import accessibility, command, coordinates, inputs, people, wording
from familycentre.importers.found import Found, Refused
from familycentre.importers.mapping import (
    TYPES,
    MappingError,
    Tables,
    read_mapping,
    shipped,
)
from familycentre.importers.settling import Here, settled
from familycentre.reference import kilometres

FOLDERS = {"ptv": ["ptv"], "linkedevents": ["linkedevents"], "servicemap": ["servicemap", "hauki"],
           "hsds": ["hsds", "oruk", "outpost"]}

EVERYWHERE = Here(lambda _: True)


def context(**changes: Any) -> inputs.Context:
    return inputs.Context(read_mapping(), datetime.date.fromisoformat(TODAY), **changes)


def results(source: str, *documents: Any, **changes: Any) -> list[Found | Refused]:
    """What a reader makes of documents, settled for a directory of all Finland."""
    docs = [inputs.Doc(f"{number}.json", one) for number, one in enumerate(documents)]
    return [settled(one, EVERYWHERE) if isinstance(one, Found) else one
            for one in command.READERS[source](docs, context(**changes))]


def one(source: str, *documents: Any, **changes: Any) -> Found:
    """The only entry among the results."""
    found = [each for each in results(source, *documents, **changes)
             if isinstance(each, Found) and each.kind != "organisations"]
    assert len(found) == 1, results(source, *documents, **changes)
    return found[0]


def why(source: str, *documents: Any) -> str:
    """Why the only thing given was refused."""
    found = [each for each in results(source, *documents)
             if isinstance(each, Refused) or each.kind != "organisations"]
    assert len(found) == 1
    assert isinstance(found[0], Refused), found
    return found[0].why


# --- all samples -------------------------------------------------------------------------------


@pytest.mark.parametrize("source", FOLDERS)
def test_every_sample_is_taken_or_refused_with_a_reason(source: str) -> None:
    paths = [SAMPLES / folder for folder in FOLDERS[source]]
    found = [settled(each, EVERYWHERE) if isinstance(each, Found) else each
             for each in command.READERS[source](inputs.documents(source, paths), context())]
    assert found
    for each in found:
        assert each.source_id
        if isinstance(each, Refused):
            assert len(each.why) > 20
    ids = {each.source_id for each in found} | {
        part for each in found if isinstance(each, Found) for part in each.joined}
    assert identifiers(source) <= ids


def identifiers(source: str) -> set[str]:
    """Ids of the records that the sample files hold, read without the importers."""
    if source == "ptv":
        return {path.stem for name in ("services", "servicechannels", "organizations")
                for path in (SAMPLES / "ptv" / name).iterdir()} | {
            each["id"] for each in json.loads(
                (SAMPLES / "ptv/general_descriptions_family.json").read_text("utf-8"))} | {
            each["id"] for each in json.loads(
                (SAMPLES / "ptv/v11_OrganizationServiceChannel_testdata.json").read_text(
                    "utf-8-sig"))["itemList"]}
    if source == "linkedevents":
        return {"helsinki:afy6ikna3u", "helsinki:afxp6tv4xa", "helsinki:afy6aghr2y",
                "helsinki:afqxukccli"}
    if source == "servicemap":
        return {"41102", "42284", "8215", "51342", "3", "2266", "73213", "hauki:1"}
    return {"ac148810-d857-441c-9679-408f346de14b", "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610",
            "3a19ff88-4620-4d17-9830-ac1d859eb5d5", "3f7b145d-84af-42d7-8fae-eaca714b02b2",
            "outpost:1", "outpost:8"}


def test_naantali_and_vaasa_of_ptv_alone_make_a_site(tmp_path: Path,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    data = directory(tmp_path, ["05", "17"], ["Naantali", "Vaasa"])
    mapping = data / ".imports/mapping.yml"
    mapping.parent.mkdir()
    # Basic education is not for a family-centre directory unless its keeper says so.
    mapping.write_text("ptv_classes:\n  P6.2: {fi: Perusopetus, admits: with_families, tasks: [1], "
                       "audience: [school_age], type: other_service}\n", encoding="utf-8")
    assert bring(data, "ptv", SAMPLES / "ptv") == 0
    assert record(data, "public_services/sundom-skola-vaasa")["organiser"] == "vaasan-kaupunki"
    assert "public_services/keskustan-paivakoti-naantali" in written(data)
    capsys.readouterr()
    assert main(["check", "--data", str(data), "--today", TODAY, "--docs", "none"]) == 0
    site = built(tmp_path / "site", data)
    page = site / "fi/julkiset-palvelut/keskustan-paivakoti-naantali/index.html"
    assert "Mannerheiminkatu 14" in page.read_text("utf-8")
    assert (site / "sv/offentliga-tjanster/sundom-skola-vaasa/index.html").is_file()
    index = b"".join(path.read_bytes() for path in (site / "assets/search").rglob("*.js*"))
    assert b"keskustan-paivakoti-naantali" in index
    assert b"sundom-skola-vaasa" in index


# --- PTV ---------------------------------------------------------------------------------------


def test_coordinates_are_within_a_metre() -> None:
    vectors = json.loads((SAMPLES / "coordinates/tm35fin_test_vectors.json").read_text("utf-8"))
    for vector in vectors:
        found = coordinates.degrees(vector["northing"], vector["easting"])
        assert found
        assert kilometres(found["lat"], found["lon"], vector["lat"], vector["lon"]) < 0.001
    assert coordinates.degrees(60.2, 24.9) == {"lat": 60.2, "lon": 24.9}
    assert coordinates.degrees(51.5, -0.14) is None
    assert coordinates.degrees(math.pi * 1e6, 1) is None


def test_a_service_is_joined_with_its_channels() -> None:
    phone = {"id": "p", "serviceChannelType": "Phone", "organizationId": "o-1",
             "serviceChannelNames": texts({"fi": "Ajanvaraus"}, "Name"),
             "phoneNumbers": [{"type": "Phone", "prefixNumber": "+358", "number": "24171111",
                               "language": "fi"}],
             "serviceHours": [{"serviceHourType": "DaysOfTheWeek", "openingHour": [
                 {"dayFrom": "Monday", "dayTo": "Friday", "from": "08:00:00", "to": "11:00:00"}]}],
             "services": [{"service": {"id": "s-1"}}]}
    found = one("ptv", service(), {"itemList": [phone, place("l", ["s-1"])]})
    assert set(found.joined) == {"p", "l"}
    assert found.record["address"] == {"street": {"fi": "Aurinkokatu 3", "sv": "Solgatan 3"},
                                       "postcode": "21100"}
    assert found.record["contacts"][0] == {
        "role": {"fi": "Ajanvaraus"}, "phone": "+358 2 4171111",
        "hours": {"fi": "ma–pe 8–11", "sv": "mån–fre 8–11"}}
    assert found.record["name"] == {"fi": "Perheneuvola", "sv": "Familjerådgivning"}
    assert found.record["type"] == "family_counselling"
    assert found.record["tasks"] == [2, 3]


def test_several_places_become_records_of_their_own() -> None:
    found = [each for each in results("ptv", service(), place("a", ["s-1"]), place("b", ["s-1"]))
             if isinstance(each, Found) and each.kind == "public_services"]
    assert [each.source_id for each in found] == ["s-1", "a", "b"]
    assert "address" not in found[0].record
    assert found[1].record["address"]["street"]["fi"] == "Aurinkokatu 3"


def test_exceptional_hours_that_are_not_over_become_exceptions() -> None:
    hours = [
        {"serviceHourType": "DaysOfTheWeek", "openingHour": [
            {"dayFrom": "Monday", "dayTo": "Wednesday", "from": "09:00", "to": "15:00"},
            {"dayFrom": "Thursday", "dayTo": "", "from": "12:00", "to": "18:00"}]},
        {"serviceHourType": "Exceptional", "isClosed": True, "validFrom": "2026-12-24T00:00:00Z",
         "validTo": "2026-12-26T00:00:00Z", "additionalInformation": texts({"fi": "Joulu"})},
        {"serviceHourType": "Exceptional", "isClosed": False, "validFrom": "2026-12-31T00:00:00",
         "openingHour": [{"dayFrom": "Thursday", "from": "09:00", "to": "12:00"}]},
        {"serviceHourType": "Exceptional", "isClosed": True, "validFrom": "2019-12-24T00:00:00"}]
    found = one("ptv", service(), place("l", ["s-1"], serviceHours=hours))
    assert found.record["schedule"] == [
        {"days": ["mon", "tue", "wed"], "start": "09:00", "end": "15:00"},
        {"days": ["thu"], "start": "12:00", "end": "18:00"}]
    assert found.record["exceptions"] == [
        {"from": "2026-12-24", "until": "2026-12-26", "closed": True, "note": {"fi": "Joulu"}},
        {"date": "2026-12-31", "start": "09:00", "end": "12:00"}]


def test_a_general_description_lends_words_and_codes() -> None:
    general = {"id": "g", "names": texts({"fi": "Neuvola", "sv": "Rådgivning"}, "Name"),
               "descriptions": texts({"fi": "Neuvola seuraa lapsen kasvua.",
                                      "sv": "Rådgivningen följer barnets uppväxt."},
                                     "ShortDescription"),
               "serviceClasses": [{"code": "P5.2"}]}
    found = one("ptv", general, service(generalDescriptionId="g", serviceClasses=[],
                                        serviceDescriptions=[],
                                        serviceNames=texts({"fi": "Terveyspalvelu"}, "Name")))
    assert found.record["summary"] == {"fi": "Neuvola seuraa lapsen kasvua.",
                                       "sv": "Rådgivningen följer barnets uppväxt."}
    assert found.record["type"] == "clinic"
    assert "g" in found.joined


def test_a_shelters_address_is_never_taken() -> None:
    sheltered = service(serviceNames=texts({"fi": "Turvakoti", "sv": "Skyddshem"}, "Name"))
    found = one("ptv", sheltered, place("l", ["s-1"]))
    assert found.record["address"] == {"hidden": True}
    assert "location" not in found.record
    assert "Aurinkokatu" not in json.dumps(found.record)
    assert found.record["sensitive"] is True


def test_v12_is_read_as_far_as_it_is_described() -> None:
    given = {"items": [{
        "contentId": "s", "languageVersions": {
            "fi": {"name": "Perhetyö", "summary": "Apua kotiin."}, "sv": {"name": "Familjearbete"}},
        "serviceClasses": [{"code": "P3.6"}], "areaType": "Nationwide"}], "totalPages": 1}
    channel = {"contentId": "c", "languageVersions": {"fi": {"name": "Perhetalo"}},
               "location": {"streetAddresses": [{
                   "streetName": {"fi": "Kuja"}, "streetNumber": "1", "postalCode": "00100",
                   "coordinates": [{"system": "EPSG:3067", "northing": 6680014,
                                    "easting": 382610}]}]}}
    link = {"id": "x", "serviceContentId": "s", "serviceChannelContentId": "c"}
    found = one("ptv", given, [channel], [link])
    assert found.record["name"] == {"fi": "Perhetyö", "sv": "Familjearbete"}
    assert found.record["address"]["street"] == {"fi": "Kuja 1"}
    assert found.record["location"]["lat"] == pytest.approx(60.239895, abs=1e-5)
    assert found.record["nationwide"] is True


@pytest.mark.parametrize(("given", "reason"), [
    (service(serviceClasses=[{"code": "P2.3"}], serviceNames=texts({"fi": "Tontti"}, "Name")),
     "P2.3"),
    (service(publishingStatus="Draft"), "Draft"),
    (service(organizations=[{"organization": {"id": "y", "name": "Hoiva Oy"}}]), "company"),
    (service(areas=[], areaType=None), "not said where"),
    (service(serviceNames=[]), "name"),
    ({"id": "1", "name": "x"}, "whole record"),
    ([{"x": 1}], "without an id"),
])
def test_ptv_refuses_with_the_reason(given: Any, reason: str) -> None:
    assert reason in why("ptv", given)


# --- Linked Events -----------------------------------------------------------------------------


def event(identity: str, **changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@type": "Event/LinkedEvent", "id": identity, "name": {"fi": "Perhekahvila", "sv": None},
        "short_description": {"fi": "Kahvia ja leikkiä."},
        "location": {"@type": "Place", "id": "tprek:1", "name": {"fi": "Talo"},
                     "street_address": {"fi": "Katu 2", "sv": "Gatan 2"}, "postal_code": "02770",
                     "position": {"type": "Point", "coordinates": [24.65, 60.2]},
                     "address_locality": {"fi": "Espoo"}},
        "keywords": [], "audience": [{"@id": "https://api.hel.fi/v1/keyword/helfi:1/"}],
        "in_language": [{"@id": "https://api.hel.fi/linkedevents/v1/language/sv/"}],
        "offers": [{"is_free": True}], "super_event": None, "super_event_type": None,
        "provider": {"fi": "Espoon perheet ry"}, "start_time": "2026-12-01T08:00:00Z",
        "end_time": "2026-12-01T10:00:00Z", "@id": f"https://api.hel.fi/v1/event/{identity}/"}
    return made | changes


def test_a_recurring_event_becomes_one_record_with_a_rhythm() -> None:
    days = [datetime.date(2026, 12, 1) + datetime.timedelta(weeks=week) for week in range(12)]
    del days[4]  # no meeting on 29.12.
    children = [event(f"c{day}", super_event={"@id": "https://x.fi/event/parent/"},
                      start_time=f"{day}T07:30:00Z", end_time=f"{day}T10:00:00Z") for day in days]
    found = one("linkedevents", {"data": [event("parent", super_event_type="recurring"),
                                          *children]})
    assert found.kind == "meeting_places"
    assert len(found.joined) == 11
    assert found.record["schedule"] == [{"days": ["tue"], "start": "09:30", "end": "12:00",
                                         "from": "2026-12-01", "until": "2027-02-16"}]
    assert found.record["exceptions"] == [{"date": "2026-12-29", "closed": True}]
    assert found.record["municipality"] == ["Espoo"]
    assert found.record["cost"] == {"free": True}
    assert found.record["languages"] == ["sv"]
    assert found.record["location"] == {"lat": 60.2, "lon": 24.65}


def test_every_other_week_and_odd_meetings_are_kept_apart() -> None:
    days = ["2026-12-02", "2026-12-16", "2026-12-30", "2027-01-13", "2027-01-16"]
    found = one("linkedevents", [event(f"c{day}", super_event={"@id": "https://x.fi/event/p/"},
                                       start_time=f"{day}T07:30:00Z", end_time=None)
                                 for day in days])
    assert found.source_id == "p"
    assert found.record["schedule"] == [
        {"days": ["wed"], "start": "09:30", "from": "2026-12-02", "until": "2027-01-13",
         "every": 2},
        {"date": "2027-01-16", "start": "09:30"}]


@pytest.mark.parametrize(("given", "reason"), [
    (event("e", event_status="EventCancelled"), "cancelled"),
    (event("e", name={"fi": "Konsertti"}), "regular meeting"),
    (event("e", start_time="2020-01-01T10:00:00Z", end_time=None), "over since 2020-01-01"),
    (event("e", start_time="soon", end_time=None), "no meeting"),
    (event("e", publication_status="draft"), "draft"),
])
def test_linked_events_refuses_with_the_reason(given: Any, reason: str) -> None:
    assert reason in why("linkedevents", given)


# --- service map -------------------------------------------------------------------------------


def unit(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": 7, "name_fi": "Leikkipuisto Loru", "name_sv": "Lekparken Loru",
        "short_desc_fi": "Puisto perheille.", "ontologytree_ids": [69], "latitude": 60.2,
        "longitude": 24.9, "street_address_fi": "Katu 1", "street_address_sv": "Gatan 1",
        "address_zip": "00420", "address_city_fi": "Helsinki", "phone": "+358 9 310 41627",
        "displayed_service_owner_fi": "kunnallinen palvelu, Helsingin kaupunki"}
    return made | changes


def test_a_units_hours_and_accessibility() -> None:
    period = {"id": 1, "resource": "tprek:7", "start_date": "2026-01-01", "end_date": None,
              "resource_state": "undefined", "time_span_groups": [{"time_spans": [
                  {"weekdays": [1, 2, 3], "start_time": "09:00:00", "end_time": "16:00:00",
                   "resource_state": "open"},
                  {"weekdays": [5], "start_time": "08:00:00", "end_time": "09:00:00",
                   "resource_state": "self_service"}]}]}
    sentences = [{"sentence_en": "There is a lift.", "sentence_fi": "Hissi on."},
                 {"sentence_en": "The facility has no accessible toilet.",
                  "sentence_fi": "Esteetöntä wc:tä ei ole."}]
    found = one("servicemap", [unit(accessibility_sentences=sentences,
                                    accessibility_viewpoints="00:unknown,11:green")], [period])
    assert found.kind == "meeting_places"
    assert found.record["type"] == "family_park"
    assert found.record["schedule"] == [{"days": ["mon", "tue", "wed"], "start": "09:00",
                                         "end": "16:00"}]
    assert found.record["accessibility"] == ["step_free", "lift"]
    assert found.record["accessibility_note"] == {"fi": "Hissi on. Esteetöntä wc:tä ei ole."}
    assert found.record["municipality"] == ["Helsinki"]


@pytest.mark.parametrize(("sentence", "found"), [
    ("The toilet is marked as accessible. It does not have room for a wheelchair.", []),
    ("The facility has an accessible toilet.", ["accessible_toilet"]),
    ("The entrance has no thresholds.", ["step_free"]),
    ("The room has no thresholds.", []),
    ("Wheelchair access is possible on all levels.", ["step_free"]),
    ("2 accessible parking spaces are located outdoors.", ["accessible_parking"]),
])
def test_accessibility_is_taken_only_when_a_sentence_says_it_plainly(
        sentence: str, found: list[str]) -> None:
    assert accessibility.features([sentence]) == found


def test_a_unit_counts_by_its_place_in_the_tree_and_hours_in_words_stay_words() -> None:
    tree = [{"id": 5000, "parent_id": 1004, "name_fi": "Uusi neuvola", "child_ids": []}]
    words = {"unit_id": 7, "section_type": "OPENING_HOURS", "name_fi": "ma–pe 9–15",
             "name_sv": "må–fr 9–15"}
    found = one("servicemap", [unit(name_fi="Piste", name_sv="Punkt", ontologytree_ids=[5000])],
                tree, [words])
    assert found.record["type"] == "clinic"
    assert found.record["schedule"] == [{"text": {"fi": "ma–pe 9–15", "sv": "må–fr 9–15"}}]


def test_a_unit_without_words_gets_a_summary_of_its_type_and_place() -> None:
    found = one("servicemap", [unit(short_desc_fi=None)])
    assert found.record["summary"] == {"fi": "Perhepuisto, Helsinki.",
                                       "sv": "Familjepark, Helsingfors."}
    assert any(note.field == "summary" and note.what == "changed" for note in found.notes)


# --- HSDS --------------------------------------------------------------------------------------


def hsds(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": "h-1", "name": "Perhekahvila Kulma", "description": "Kahvia. Leikkiä lapsille.",
        "status": "active", "url": "https://www.example.fi/kulma", "minimum_age": 0,
        "maximum_age": 6, "organization": {"id": "ho", "name": "Kulman yhdistys ry"},
        "schedules": [
            {"freq": "WEEKLY", "byday": "MO,TH", "opens_at": "09:30", "closes_at": "12:00",
             "valid_from": "2026-08-10", "valid_to": "2026-12-18"},
            {"freq": "MONTHLY", "byday": "1SA", "opens_at": "10:00", "closes_at": "14:00"}],
        "service_at_locations": [{"location": {
            "latitude": 60.2, "longitude": 24.9, "location_type": "physical",
            "addresses": [{"address_1": "Katu 1", "city": "Helsinki", "postal_code": "00420",
                           "country": "FI"}]}}],
        "contacts": [{"name": "Maija Meikäläinen", "title": "Ohjaaja",
                      "phones": [{"number": "09 123 4567"}]}]}
    return made | changes


def test_hsds_hours_places_and_two_languages() -> None:
    docs = [inputs.Doc("api/hsds/fi/services.json", {"contents": [hsds()]}),
            inputs.Doc("api/hsds/sv/services.json", {"contents": [hsds(
                name="Familjecafé Hörnet", description="Kaffe. Lek för barn.")]})]
    found = [each for each in command.READERS["hsds"](docs, context()) if isinstance(each, Found)]
    entry = found[-1].record
    assert entry["name"] == {"fi": "Perhekahvila Kulma", "sv": "Familjecafé Hörnet"}
    assert entry["schedule"] == [
        {"days": ["mon", "thu"], "start": "09:30", "end": "12:00", "from": "2026-08-10",
         "until": "2026-12-18"},
        {"days": ["sat"], "start": "10:00", "end": "14:00", "of_month": ["first"]}]
    assert entry["ages"] == {"min": 0, "max": 6}
    assert entry["organiser"] == "from:ho"
    assert "Maija" not in json.dumps(entry)
    assert found[0].kind == "organisations"


def test_hsds_tables_say_the_same_as_json(tmp_path: Path) -> None:
    rows = {
        "organizations.csv": "id,name\nho,Kulman yhdistys ry\n",
        "services.csv": "id,organization_id,name,description,status,url,minimum_age,maximum_age\n"
                        "h-1,ho,Perhekahvila Kulma,Kahvia. Leikkiä lapsille.,active,"
                        "https://www.example.fi/kulma,0,6\n",
        "locations.csv": "id,location_type,latitude,longitude\nl,physical,60.2,24.9\n",
        "addresses.csv": "id,location_id,address_1,city,postal_code,country\n"
                         "a,l,Katu 1,Helsinki,00420,FI\n",
        "service_at_location.csv": "id,service_id,location_id\nx,h-1,l\n",
        "schedules.csv": "id,service_id,freq,byday,opens_at,closes_at,valid_from,valid_to\n"
                         "s,h-1,WEEKLY,\"MO,TH\",09:30,12:00,2026-08-10,2026-12-18\n"
                         "t,h-1,MONTHLY,1SA,10:00,14:00,,\n"}
    for name, content in rows.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    found = [each for each in command.READERS["hsds"](inputs.documents("hsds", [tmp_path]),
                                                      context()) if isinstance(each, Found)]
    expected = [each for each in command.READERS["hsds"](
        [inputs.Doc("x.json", hsds(contacts=[]))], context()) if isinstance(each, Found)]
    assert [each.record for each in found] == [each.record for each in expected]


# --- texts, people, the table ------------------------------------------------------------------


@pytest.mark.parametrize(("given", "expected"), [
    ("<p>Hei <b>kaikki</b></p><ul><li>yksi</li><li>kaksi</li></ul>",
     "Hei **kaikki**\n\n- yksi\n- kaksi"),
    ('<a href="https://www.example.fi/a">sivu</a>', "[sivu](https://www.example.fi/a)"),
    ('<a href="javascript:alert(1)">sivu</a>', "sivu"),
    ("<script>alert(1)</script>Hei<img src=x onerror=alert(1)>", "Hei"),
    ("<style>p{}</style><svg onload=x><a>Hei</a></svg>teksti", "teksti"),
    ("&lt;script&gt;x&lt;/script&gt;", "< script>x< /script>"),
    ("a [b](javascript:x) *c*", "a \\[b] (javascript:x) \\*c\\*"),
    ("<" * 100 + "p>", "<" * 99),
    ("* yksi\r\n• kaksi", "- yksi\n- kaksi"),
])
def test_hostile_html_becomes_plain_words_or_small_markdown(given: str, expected: str) -> None:
    assert wording.prose(given) == expected


def test_deeply_nested_html_is_no_trouble() -> None:
    assert wording.prose("<div>" * 15_000 + "Hei") == "Hei"


def test_long_texts_end_at_a_sentence() -> None:
    assert wording.line("Ensimmäinen virke on tässä. " * 10) == " ".join(
        ["Ensimmäinen virke on tässä."] * 7)
    assert wording.line("sana " * 60).endswith("sana…")
    assert len(wording.line("x" * 500)) == wording.SUMMARY


@pytest.mark.parametrize(("given", "kept"), [
    ("Kysy lisää. Johtaja Maija Meikäläinen, puh. 09 123.", "Kysy lisää."),
    ("Soita: Maija Meikäläinen, 040 123 4567", ""),
    ("Ota yhteyttä: Maija Meikäläinen, maija@example.fi", ""),
    ("Tunnus 131052-308T on väärin.", "Tunnus  on väärin."),
    ("Mannerheimin Lastensuojeluliitto auttaa perheitä.",
     "Mannerheimin Lastensuojeluliitto auttaa perheitä."),
    ("Soita neuvolan numeroon 09 123 4567.", "Soita neuvolan numeroon 09 123 4567."),
    ("Espoon Perheneuvola, puh. 09 123 4567.", "Espoon Perheneuvola, puh. 09 123 4567."),
    ("Palvelun johtaja on Naantalin Perhekeskuksessa.",
     "Palvelun johtaja on Naantalin Perhekeskuksessa."),
    ("Kerhon ohjaaja Matti Talonen kertoo lisää.", ""),
    ("Kysy: Liisa Parkkinen, 040 123 4567.", ""),
    ("Kuraattori Eva-Liisa Lindström (040 123 4567)", ""),
])
def test_persons_are_left_out_of_texts(given: str, kept: str) -> None:
    assert people.without_people(given)[0] == kept


def test_personal_addresses_are_known() -> None:
    assert people.personal_mail("maija.meikalainen@naantali.fi")
    assert people.personal_mail("perhe@gmail.com")
    assert not people.personal_mail("perhe.kahvila@example.fi")
    assert not people.personal_mail("info@example.fi")


def test_persons_are_kept_when_asked_for() -> None:
    given = service(serviceDescriptions=texts(
        {"fi": "Johtaja Maija Meikäläinen auttaa."}, "Summary"))
    assert "Maija" not in json.dumps(one("ptv", given).record, ensure_ascii=False)
    assert "Maija" in json.dumps(one("ptv", given, keep_persons=True).record, ensure_ascii=False)


def test_a_wrong_mapping_table_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / ".imports").mkdir()
    table = tmp_path / ".imports/mapping.yml"
    table.write_text("ptv_classes:\n  P9: {tasks: [9]}\n", encoding="utf-8")
    with pytest.raises(MappingError, match=r"mapping\.yml:2"):
        read_mapping(tmp_path)


def test_the_shipped_table_names_types_that_exist() -> None:
    tables = shipped()
    rules = [rule for name in Tables.model_fields if name != "words"
             for rule in getattr(tables, name).values()] + list(tables.words)
    for rule in rules:
        kinds = [rule.kind] if rule.kind else list(TYPES)
        assert not rule.type or any(rule.type in TYPES[kind] for kind in kinds), rule
        assert not rule.admits or rule.tasks, rule


def test_the_report_tells_every_field(tmp_path: Path) -> None:
    data = directory(tmp_path, ["05"])
    store(tmp_path / "in/s.json", service())
    assert bring(data, "ptv", tmp_path / "in") == 0
    told = report(data, "ptv")
    assert "public_services/perheneuvola-naantali (s-1): new" in told
    assert "changed: tasks: By mapping.yml: perheneuvola, familjerådgivning, P3.7" in told
    assert "organisations/naantalin-kaupunki (o-1): new" in told
