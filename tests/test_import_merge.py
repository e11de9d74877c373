"""Importing again: what was changed here by hand, what the source changed, what it lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.importing import bring, directory, place, record, report, service, store, texts, written

from familycentre.editing import EditError
from familycentre.importers import tidy
from familycentre.importers.duplicates import duplicates, listed
from familycentre.importers.merging import merge
from familycentre.importers.patching import GONE, patched
from familycentre.problems import Problems
from familycentre.source import parse

ONE = "public_services/perheneuvola-naantali"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A directory into which one service was imported."""
    made = directory(tmp_path, ["05"])
    put(made, service())
    return made


def put(data: Path, *items: Any, **options: Any) -> int:
    """Import these services of PTV and nothing else."""
    folder = data.parent / "source"
    for old in folder.glob("*"):
        old.unlink()
    for number, one in enumerate(items):
        store(folder / f"{number}.json", one)
    folder.mkdir(exist_ok=True)
    return bring(data, "ptv", folder, **options)


def edit(data: Path, old: str, new: str, name: str = ONE) -> None:
    path = data / f"{name}.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_same_source_again_changes_no_byte(data: Path) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*.*")
              if path.is_file() and "report" not in path.name}
    assert put(data, service()) == 0
    after = {path: path.read_bytes() for path in data.rglob("*.*")
              if path.is_file() and "report" not in path.name}
    assert after == before
    assert "2 unchanged" in report(data, "ptv")


def test_a_hand_edit_and_a_change_of_the_source_are_both_kept(data: Path) -> None:
    edit(data, "name: {fi: Perheneuvola", "# Pyydetty muutos 3.11.\nname: {fi: Perheiden neuvola")
    edit(data, "type:", "first_visit: {fi: Tervetuloa sisään., sv: Välkommen in.}\ntype:")
    put(data, service(serviceDescriptions=texts(
        {"fi": "Apua perheille maksutta.", "sv": "Hjälp för familjen."}, "Summary")))
    found = record(data, ONE)
    assert found["name"]["fi"] == "Perheiden neuvola"
    assert found["first_visit"]["fi"] == "Tervetuloa sisään."
    assert found["summary"] == {"fi": "Apua perheille maksutta.", "sv": "Hjälp för familjen."}
    assert "# Pyydetty muutos 3.11.\n" in (data / f"{ONE}.yml").read_text(encoding="utf-8")
    told = report(data, "ptv")
    assert "yours kept: name.fi" in told
    assert "follows the source: summary.fi" in told


def test_a_field_changed_on_both_sides_stays_ours_and_is_told(data: Path) -> None:
    edit(data, "Apua perheen pulmiin.", "Apua kun arki on raskasta.")
    changed = service(serviceDescriptions=texts({"fi": "Uusi kuvaus.", "sv": "Hjälp för familjen."},
                                                "Summary"))
    put(data, changed)
    assert record(data, ONE)["summary"]["fi"] == "Apua kun arki on raskasta."
    assert ("Changed here and in the source: yours was kept (1):\n"
            f"  {ONE}: summary.fi: here Apua kun arki on raskasta.; the source now says "
            "Uusi kuvaus.") in report(data, "ptv")
    put(data, changed)
    assert record(data, ONE)["summary"]["fi"] == "Apua kun arki on raskasta."
    assert "yours kept: summary.fi" in report(data, "ptv")


def test_what_the_source_takes_away_goes_unless_it_was_changed_here(data: Path) -> None:
    put(data, service(serviceChargeType="Free", keywords=texts({"fi": "tuki"})))
    assert record(data, ONE)["cost"] == {"free": True}
    edit(data, "keywords: {fi: [tuki]}", "keywords: {fi: [tuki, arki]}")
    put(data, service())
    found = record(data, ONE)
    assert "cost" not in found
    assert found["keywords"] == {"fi": ["tuki", "arki"]}


def test_a_record_that_vanished_is_marked_and_unmarked(data: Path) -> None:
    known = [service(f"s-{number}", serviceNames=texts({"fi": f"Perheneuvola {number}"}, "Name"))
             for number in range(2, 9)]
    put(data, service(), *known)
    put(data, *known, today="2026-11-24")
    text = (data / f"{ONE}.yml").read_text(encoding="utf-8")
    assert text.startswith("# No longer in ptv since 2026-11-24: ask whether it has ended")
    assert "status" not in record(data, ONE)
    assert f"No longer in the source: ask whether they have ended (1):\n  {ONE} (s-1)" in report(
        data, "ptv")
    put(data, *known, today="2026-11-25")
    assert (data / f"{ONE}.yml").read_text(encoding="utf-8") == text
    put(data, service(), *known)
    assert not (data / f"{ONE}.yml").read_text(encoding="utf-8").startswith("# No longer")
    put(data, *known, close_vanished=True)
    assert record(data, ONE)["status"] == "closed"


@pytest.mark.parametrize("how", ["most of them", "a part could not be read", "partial"])
def test_what_was_not_read_has_not_vanished(data: Path, how: str) -> None:
    known = [service(f"s-{number}", serviceNames=texts({"fi": f"Perheneuvola {number}"}, "Name"))
             for number in range(2, 9)]
    put(data, service(), *known)
    before = {path: path.read_bytes() for path in (data / "public_services").iterdir()}
    if how == "partial":
        put(data, *known, partial=True)
    elif how == "most of them":
        put(data, known[0])
        assert "that is most of them, nothing was marked" in report(data, "ptv")
    else:
        (data.parent / "source").joinpath("0.json").write_text("{", encoding="utf-8")
        assert bring(data, "ptv", data.parent / "source") == 1
        assert "could not be read, nothing was marked" in report(data, "ptv")
    assert {path: path.read_bytes() for path in (data / "public_services").iterdir()} == before


def test_a_record_deleted_here_is_not_made_again(data: Path) -> None:
    (data / f"{ONE}.yml").unlink()
    put(data, service())
    assert ONE not in written(data)
    assert "1 deleted here before and left so" in report(data, "ptv")


def test_a_lost_ledger_makes_nothing_twice(data: Path) -> None:
    (data / ".imports/ptv.jsonl").unlink()
    edit(data, "Apua perheen pulmiin.", "Omin sanoin.")
    before = written(data)
    put(data, service())
    assert written(data) == before
    assert record(data, ONE)["summary"]["fi"] == "Omin sanoin."


def test_an_organisation_that_is_here_is_used_and_left_alone(tmp_path: Path) -> None:
    data = directory(tmp_path, ["05"])
    own = data / "organisations/kaupunki.yml"
    own.write_text("name: {fi: Naantalin kaupunki}\ntype: municipality  # käsin\n",
                   encoding="utf-8")
    put(data, service())
    assert record(data, ONE)["organiser"] == "kaupunki"
    assert own.read_text(encoding="utf-8").endswith("# käsin\n")


def test_records_in_a_list_file_are_merged_there(data: Path) -> None:
    path = data / f"{ONE}.yml"
    content = record(data, ONE)
    content["source"]["date"] = str(content["source"]["date"])
    twice = json.loads(json.dumps(content))  # YAML would write the same object as an alias
    path.unlink()
    listed_ = data / "public_services/kaikki.yml"
    listed_.write_text(
        yaml.safe_dump([{"id": "toinen", **content, "nationwide": False},
                        {"id": "perheneuvola-naantali", **twice}],
                       allow_unicode=True, sort_keys=False), encoding="utf-8")
    put(data, service(serviceChargeType="Free"))
    found = yaml.safe_load(listed_.read_text(encoding="utf-8"))
    assert [one.get("cost") for one in found] == [None, {"free": True}]
    assert not path.exists()


def test_a_trial_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = directory(tmp_path, ["05"])
    before = written(data)
    put(data, service(), dry_run=True)
    assert written(data) == before
    assert not (data / ".imports").exists()
    assert "2 new" in capsys.readouterr().out


def test_other_counties_are_refused_and_ids_of_sensitive_records_tell_nothing(
        tmp_path: Path) -> None:
    data = directory(tmp_path, ["17"])
    put(data, service(), service("s-2", areas=[], areaType="Nationwide", serviceNames=texts(
        {"fi": "Turvakoti", "sv": "Skyddshem"}, "Name")))
    made = [one for one in written(data) if one.startswith("public_services")]
    assert len(made) == 1
    assert made[0].startswith("public_services/ptv-")
    assert "s-1: Naantali: outside the counties" in report(data, "ptv")


def test_what_cannot_be_changed_safely_is_told_and_tried_again(data: Path) -> None:
    (data / f"{ONE}.yml").write_text("name: [\n", encoding="utf-8")
    put(data, service(serviceChargeType="Free"))
    assert (data / f"{ONE}.yml").read_text(encoding="utf-8") == "name: [\n"
    assert "Its file cannot be read." in report(data, "ptv")
    assert len([one for one in written(data) if one.startswith("public_services")]) == 1


def test_a_broken_ledger_stops_everything(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / ".imports/ptv.jsonl").write_text('{"source_id": 1}\n', encoding="utf-8")
    assert put(data, service()) == 2
    assert "ptv.jsonl:1: this is no line of an earlier import" in capsys.readouterr().err


def test_no_directory_no_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(tmp_path, "ptv", tmp_path) == 2
    assert "There is no" in capsys.readouterr().err


# --- duplicates --------------------------------------------------------------------------------


def test_probable_duplicates_across_sources_are_told_and_can_be_left_out(tmp_path: Path) -> None:
    data = directory(tmp_path, ["05"])
    own = data / "public_services/neuvola.yml"
    own.parent.mkdir()
    own.write_text("name: {fi: Perheneuvola}\nsummary: {fi: Apua.}\ntasks: [2]\n"
                   "type: family_counselling\nmunicipality: Naantali\n", encoding="utf-8")
    put(data, service(), dry_run=True)
    put(data, service(), skip_duplicates=True)
    assert [one for one in written(data) if one.startswith("public")] == ["public_services/neuvola"]
    assert "Probable duplicates (1):\n  public_services/neuvola and ptv s-1: name 100 %" in report(
        data, "ptv")


def entry(name: str, **more: Any) -> dict[str, Any]:
    return {"name": {"fi": name}, "municipality": ["Espoo"], **more}


@pytest.mark.parametrize(("other", "is_one"), [
    (entry("Perhekahvila Kulma"), True),
    (entry("Perhekahvila Kulmma", contacts=[{"phone": "+358 9 123 4567"}]), True),
    (entry("Kulman kahvila perheille", contacts=[{"phone": "09 1234567"}],
           address={"street": {"fi": "Katu 1"}, "postcode": "02770"}), True),
    (entry("Perhekahvila Nurkka"), False),
    (entry("Perhekahvila Kulma", address={"street": {"fi": "Katu 2"}, "postcode": "02770"}), False),
    ({"name": {"fi": "Perhekahvila Kulma"}, "municipality": ["Vantaa"]}, False),
])
def test_what_counts_as_a_duplicate(other: dict[str, Any], is_one: bool) -> None:
    first = entry("Perhekahvila Kulma", contacts=[{"phone": "091234567"}],
                  address={"street": {"fi": "Katu 1"}, "postcode": "02770"})
    pairs = duplicates([listed("a", first, new=False), listed("b", other, new=True)])
    assert bool(pairs) == is_one
    assert not duplicates([listed("a", first, new=False), listed("b", other, new=False)])


# --- YAML --------------------------------------------------------------------------------------

_VISIBLE = st.characters(codec="utf-8", exclude_categories=(
    "Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Cf"))
_WORDS = st.text(_VISIBLE, min_size=1, max_size=130).map(str.strip).filter(bool)
_LINES = st.lists(_WORDS, min_size=1, max_size=4).map("\n".join)
_TEXT = st.dictionaries(st.sampled_from(["fi", "sv", "en"]), st.one_of(_WORDS, _LINES), min_size=1)
_RECORDS = st.fixed_dictionaries({"name": _TEXT}, optional={
    "summary": _TEXT, "tasks": st.lists(st.integers(1, 7), min_size=1),
    "cost": st.fixed_dictionaries({"free": st.booleans()}, optional={"note": _TEXT}),
    "contacts": st.lists(st.fixed_dictionaries({"phone": _WORDS}, optional={"role": _TEXT}),
                         min_size=1, max_size=3),
    "location": st.just({"lat": 60.5, "lon": 24.123456}), "keywords": st.dictionaries(
        st.sampled_from(["fi", "sv"]), st.lists(_WORDS, min_size=1), min_size=1)})


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_RECORDS)
def test_written_yaml_says_what_was_meant(given_: dict[str, Any]) -> None:
    text = tidy.written("public_services", given_)
    found = parse(text, "x", problems := Problems())
    assert found is not None, (text, list(problems))
    assert found.data == given_
    assert not [one for one in problems if one.code == "lost-text"]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_RECORDS, _RECORDS)
def test_patched_yaml_says_what_was_meant_or_is_left_alone(before: dict[str, Any],
                                                           after: dict[str, Any]) -> None:
    text = "# ylhäällä\n" + tidy.written("public_services", before) + "# alhaalla\n"
    wanted = {**after, **{name: GONE for name in before if name not in after}}
    try:
        made = patched(text, (), "public_services", wanted)
    except EditError:
        return
    found = parse(made, "x", Problems())
    assert found is not None
    assert found.data == after
    assert "# ylhäällä" in made
    assert "# alhaalla" in made


@pytest.mark.parametrize(("text", "wanted", "expected"), [
    ("name: {fi: A}  # nimi\ntasks: [7]\n", {"name": {"fi": "B", "sv": "C"}},
     "name: {fi: B, sv: C}  # nimi\ntasks: [7]\n"),
    ("contacts:\n  # tärkeä\n  - phone: \"112\"\ntype: x\n", {"contacts": [{"phone": "113"}]},
     "# tärkeä\ncontacts:\n  - {phone: \"113\"}\ntype: x\n"),
    ("name: {fi: A}\nstatus: paused  # tauko\n", {"status": GONE}, "name: {fi: A}\n# tauko\n"),
    ("name: {fi: A}\r\ntasks: [7]\r\n", {"summary": {"fi": "S"}},
     "name: {fi: A}\r\nsummary: {fi: S}\r\ntasks: [7]\r\n"),
    ("- id: a\n  name: {fi: A}\n- {id: b}\n", {"name": {"fi": "B"}},
     "- id: a\n  name: {fi: B}\n- {id: b}\n"),
])
def test_a_patch_keeps_comments_order_and_line_ends(text: str, wanted: dict[str, Any],
                                                    expected: str) -> None:
    base = (0,) if text.startswith("-") else ()
    assert patched(text, base, "public_services", wanted) == expected


_NUMBERS = st.integers(0, 2)
_SIDE = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.one_of(
    _NUMBERS, st.dictionaries(st.sampled_from(["fi", "sv"]), _NUMBERS, min_size=1)))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(_SIDE, _SIDE, _SIDE)
def test_merging_loses_no_edit_made_here(then: dict[str, Any], now: dict[str, Any],
                                         ours: dict[str, Any]) -> None:
    found = merge(then, now, ours)
    result = {name: value for name, value in {**ours, **found.wanted}.items() if value is not GONE}
    for name, value in ours.items():
        if then.get(name) != value and not isinstance(value, dict):
            assert result[name] == value
    for name, value in now.items():
        if then.get(name) == ours.get(name) and name in ours:
            assert result[name] == value
    assert merge(now, now, result).wanted == {}
    json.dumps(found.conflicts)


def test_places_are_merged_too(tmp_path: Path) -> None:
    data = directory(tmp_path, ["05"])
    put(data, service(), place("a", ["s-1"]), place("b", ["s-1"]))
    put(data, service(), place("a", ["s-1"]), place("b", ["s-1"], phoneNumbers=[
        {"type": "Phone", "prefixNumber": "+358", "number": "24171111", "language": "fi"}]))
    assert "1 changed" in report(data, "ptv")
