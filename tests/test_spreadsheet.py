"""The coordinator's spreadsheet: the template, and what comes back, whatever it looks like."""

from __future__ import annotations

import datetime
import io
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from tests.directories import TODAY, write_second_county
from tests.sites import files_of

from familycentre import cli
from familycentre.catalogue import load
from familycentre.entering.columns import columns, known_place
from familycentre.entering.fields import LOSSY, Known, known_of
from familycentre.importers import sheets
from familycentre.importers.found import Found, Refused
from familycentre.importers.spreadsheet import read
from familycentre.loading import Records, load_records
from familycentre.problems import Problems
from familycentre.template import entries_of, workbook, write_template

ROOT = Path(__file__).resolve().parent.parent
HEADINGS = ["Nimi suomeksi", "Laji", "Kunta", "Lyhyesti suomeksi"]
ROW = ["Kahvila", "Perhekahvila", "Kokkola", "Kahvia ja leikkiä."]


def records_of(data: Path) -> Records:
    return load_records(data, Problems())


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Records:
    return records_of(write_second_county(tmp_path_factory.mktemp("second") / "data"))


def sheet(path: Path, rows: Iterable[Sequence[Any]], title: str = "Tiedot") -> Path:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = title
    for row in rows:
        first.append(list(row))
    book.save(path)
    return path


def one(path: Path, known: Known | None = None) -> Found:
    (found,) = read(path, known or Known())
    assert isinstance(found, Found), found
    return found


def refused(path: Path) -> str:
    (found,) = read(path)
    assert isinstance(found, Refused), found
    assert "Traceback" not in found.why
    return found.why


def whys(found: Found) -> list[str]:
    return [note.why for note in found.notes if note.what != "taken"]


# --- the template ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_template_has_headings_choices_instructions_and_examples(
        second: Records, language: str, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(workbook(second, language), path)
    book = load_workbook(path)
    guide, data, examples, choices = book.worksheets
    assert book.active == data
    assert data.max_row == 1
    titles = [cell.value for cell in data[1]]
    assert all(known_place(str(title)) for title in titles)
    assert titles[:3] == (["Mitä", "Laji", "Nimi suomeksi"] if language == "fi"
                          else ["Vad", "Typ", "Namn på finska"])
    offered = {}
    for rule in data.data_validations.dataValidation:
        if rule.type == "list":
            listed = re.fullmatch(r"'?(\w+)'?!(\S+)", rule.formula1)
            assert listed
            name, cells = listed.groups()
            assert name == choices.title
            index = data[str(rule.sqref).split(":")[0]].column
            offered[titles[index - 1]] = [cell.value for (cell,) in choices[cells.replace("$", "")]]
    town, organiser = ("Kunta", "Järjestäjä") if language == "fi" else ("Kommun", "Arrangör")
    assert sorted(offered[town]) == (["Kannus", "Kaustinen", "Kokkola", "Perho"]
                                     if language == "fi" else
                                     ["Kannus", "Karleby", "Kaustby", "Perho"])
    assert "Perheyhdistys" in offered[organiser] or "Familjeföreningen" in offered[organiser]
    assert len(offered) >= 9
    written = " ".join(str(cell.value) for row in guide.iter_rows() for cell in row)
    for column in columns().values():
        assert column.name(language) in written
        assert column.help(language) in written
    assert examples.max_row == 5
    for row in examples.iter_rows(min_row=2, max_row=3):  # the examples can be read, too
        book2 = sheet(tmp_path / "e.xlsx", [titles, [cell.value for cell in row]])
        kinds = [found.kind for found in read(book2) if isinstance(found, Found)]
        assert kinds[0] == "organisations"
        assert len(kinds) == 2


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("directory", ["sample", "second"])
def test_a_filled_template_comes_back_field_by_field(
        directory: str, language: str, second: Records, tmp_path: Path) -> None:
    records = second if directory == "second" else records_of(ROOT / "data")
    write_template(workbook(records, language, with_records=True), tmp_path / "t.xlsx")
    back = list(read(tmp_path / "t.xlsx", known_of(records)))
    assert [found for found in back if isinstance(found, Refused)] == []
    lossy = {name for name in LOSSY if "." not in name}
    for found, entry in zip(back, entries_of(records), strict=True):
        assert isinstance(found, Found)
        assert whys(found) == []
        assert type(entry).model_validate(found.record).model_dump(exclude=lossy) == (
            entry.model_dump(exclude=lossy)), entry.id


def test_libreoffice_opens_the_template_and_keeps_every_field(
        second: Records, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is not on this machine; CI does not install it (a minute)")
    write_template(workbook(second, "fi", with_records=True), tmp_path / "t.xlsx")
    (tmp_path / "out").mkdir()
    subprocess.run([program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
                    "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "out",
                    tmp_path / "t.xlsx"], check=True, capture_output=True, timeout=120)
    back = list(read(tmp_path / "out/t.xlsx", known_of(second)))
    for found, entry in zip(back, entries_of(second), strict=True):
        assert isinstance(found, Found)
        assert whys(found) == []
        assert type(entry).model_validate(found.record).model_dump(exclude={"criteria"}) == (
            entry.model_dump(exclude={"criteria"}))


def test_the_command_writes_a_new_file_only(
        second_county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["template", "--lang", "sv", "t.xlsx"]) == 0
    assert capsys.readouterr().out == "t.xlsx\n"
    assert "Uppgifter" in load_workbook("t.xlsx").sheetnames
    before = Path("t.xlsx").read_bytes()
    assert cli.main(["template", "t.xlsx"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert Path("t.xlsx").read_bytes() == before
    assert cli.main(["template", "t.csv"]) == 2
    assert cli.main(["template", "no/t.xlsx"]) == 1
    assert cli.main(["template", "--data", "no", "u.xlsx"]) == 1
    assert sorted(path.name for path in second_county.parent.iterdir()) == ["data", "t.xlsx"]


@pytest.mark.parametrize("text", ["=1+1", "+358=x", "-1+1", "@SUM(A1)", "=cmd|'/c calc'!A1"])
def test_text_that_looks_like_a_formula_stays_text(text: str, tmp_path: Path) -> None:
    data = write_second_county(tmp_path / "data")
    cafe = data / "meeting_places/perhekahvila-kokko.yml"
    cafe.write_text(cafe.read_text(encoding="utf-8").replace(
        "summary: {fi: Leikkiä ja kahvia.", f"summary: {{fi: \"{text}\""), encoding="utf-8")
    records = records_of(data)
    write_template(workbook(records, "fi", with_records=True), tmp_path / "t.xlsx")
    cell = load_workbook(tmp_path / "t.xlsx").worksheets[1]["E2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", f"'{text}", True)
    back = next(read(tmp_path / "t.xlsx", known_of(records)))
    assert isinstance(back, Found)
    assert back.record["summary"]["fi"] == text


def test_a_phone_number_is_not_disfigured(second: Records, tmp_path: Path) -> None:
    write_template(workbook(second, "fi", with_records=True), tmp_path / "t.xlsx")
    data = load_workbook(tmp_path / "t.xlsx").worksheets[1]
    titles = [cell.value for cell in data[1]]
    cell = data.cell(2, titles.index("Puhelin") + 1)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("+358 6 123 4567", "s", True)


# --- sheets of people ------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_csv_of_any_program(sign: str, coding: str, tmp_path: Path) -> None:
    text = "\r\n".join(sign.join(f'"{cell}"' for cell in row) for row in (HEADINGS, ROW))
    (tmp_path / "t.csv").write_bytes(text.encode(coding))
    assert one(tmp_path / "t.csv").record == {
        "type": "family_cafe", "name": {"fi": "Kahvila"}, "summary": {"fi": "Kahvia ja leikkiä."},
        "tasks": [7], "municipality": ["Kokkola"]}


def test_columns_in_any_order_in_swedish_below_a_title(tmp_path: Path) -> None:
    found = one(sheet(tmp_path / "t.xlsx", [
        ["Familjecaféer hösten 2026"], [],
        ["Slutar kl.", "Börjar kl.", "kort på svenska", "VECKODAGAR", "Kommun", "Typ",
         "Namn på svenska", "Namn på finska", "Säsongen börjar", "Postnummer", "Telefon 2",
         "Telefon", "Namn (ru)"],
        [datetime.time(12), 0.395833333333333, "Kaffe.", "måndag och torsdagar", "Karleby",
         "Familjecafé", "Café", "Kahvila", datetime.datetime(2026, 8, 10), 2770, "06 111 2222",
         401234567, "Кафе"]]))
    assert found.kind == "meeting_places"
    assert found.record == {
        "type": "family_cafe", "name": {"sv": "Café", "fi": "Kahvila", "ru": "Кафе"},
        "summary": {"sv": "Kaffe."}, "tasks": [7], "municipality": ["Karleby"],
        "address": {"postcode": "02770"},
        "contacts": [{"phone": "0401234567"}, {"phone": "06 111 2222"}],
        "schedule": [{"days": ["mon", "thu"], "start": "09:30", "end": "12:00",
                      "from": "2026-08-10"}]}
    assert any("Sheet 'Tiedot', row 4, column 'Postnummer': '2770' had lost" in why
               for why in whys(found))


@pytest.mark.parametrize(("heading", "cell", "field", "says"), [
    ("Sähköposti", "info(at)example.fi", "contacts", "row 2, column 'Sähköposti'"),
    ("Alkaa klo", "yhdeksän", "schedule", "'yhdeksän' is not a time of day. Write it as 9.30."),
    ("Postinumero", "27", "address", "column 'Postinumero'"),
    ("Kenelle", "Isätt", "audience", "Did you mean 'isät'?"),
    ("Maksuton", "ehkä", "cost", "neither yes nor no"),
    ("Järjestäjä", "Perheyhdistis", "organiser", "Did you mean 'perheyhdistys'?"),
    ("Järjestäjä vahvisti", "10/01/2026", "verified", "is not a day"),
    ("Huomautus", "soita", "note", "There is no such heading."),
    ("Puhelinn", "06 1234567", "contacts", "Did you mean 'Puhelin'?"),
    ("Maksuton", "=1+1", "cost", "The cell holds a formula."),
])
def test_an_answer_that_is_wrong_is_left_out_and_its_place_named(
        heading: str, cell: str, field: str, says: str, second: Records, tmp_path: Path) -> None:
    found = one(sheet(tmp_path / "t.xlsx", [[*HEADINGS, "Viikonpäivät", heading],
                                            [*ROW, "", cell]]), known_of(second))
    assert field not in found.record
    assert any(says in why and why.startswith("Sheet 'Tiedot', row 2, column") for why in
               whys(found)), whys(found)


@pytest.mark.parametrize(("column", "cell", "says"), [
    (0, None, "row 2, column 'Nimi suomeksi': The field 'name' is missing."),
    (1, "Perhekahvilla", "Did you mean 'perhekahvila'?"),
    (1, None, "It is not said what it is."),
    (1, "Turvakoti", "can be an NGO's service or a public one: fill in 'Mitä'"),
    (2, "Espo", "There is no municipality 'Espo'. Did you mean 'Espoo'?"),
    (2, None, "row 2, column 'Kunta': It is not said where it is"),
    (3, "x" * 300, "at most 200 fit here"),
    (3, "<b>hei</b>", "HTML is not allowed"),
])
def test_a_row_that_is_no_record_is_refused_with_its_place(
        column: int, cell: str | None, says: str, tmp_path: Path) -> None:
    row: list[str | None] = [*ROW]
    row[column] = cell
    why = refused(sheet(tmp_path / "t.xlsx", [HEADINGS, row]))
    assert says in why
    assert "heet 'Tiedot', row 2" in why


def test_a_new_organiser_with_its_type_becomes_a_record_once(tmp_path: Path) -> None:
    path = sheet(tmp_path / "t.xlsx", [
        [*HEADINGS, "Järjestäjä", "Järjestäjän laji"],
        [*ROW, "Uusi yhdistys", "Järjestö"], ["Toinen", *ROW[1:], "uusi yhdistys", None]])
    organisation, first, other = read(path)
    assert isinstance(organisation, Found)
    assert organisation.record == {"id": "uusi-yhdistys", "type": "ngo",
                                   "name": {"fi": "Uusi yhdistys"}}
    for found in (first, other):
        assert isinstance(found, Found)
        assert found.record["organiser"] == f"from:{organisation.source_id}"


def test_rows_keep_their_identity_when_they_move(tmp_path: Path) -> None:
    rows = [ROW, ["Toinen", *ROW[1:]], ROW]
    before = [found.source_id for found in read(sheet(tmp_path / "a.xlsx", [HEADINGS, *rows]))]
    after = [found.source_id for found in read(sheet(
        tmp_path / "b.xlsx", [HEADINGS, *reversed(rows)]))]
    assert before == ["kahvila-272", "toinen-272", "kahvila-272#2"]
    assert sorted(before) == sorted(after)


# --- into the directory ----------------------------------------------------------------------


def import_sheet(path: Path) -> int:
    return cli.main(["import", "spreadsheet", str(path), "--into", "data",
                     "--today", TODAY.isoformat()])


def test_rows_become_records_that_pass_the_check(
        second_county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet(Path("t.xlsx"), [
        [*HEADINGS, "Järjestäjä", "Järjestäjän laji", "Viikonpäivät", "Alkaa klo", "Päättyy klo"],
        [*ROW, "Uusi yhdistys", "Järjestö", "ma, to", "9.30", "12"],
        ["Iltakahvila", *ROW[1:], "Perheyhdistys", None, None, None, None],
        ["Kahvila kaukana", "Perhekahvila", "Utsjoki", "Kahvia.", None, None, None, None, None],
        ["Kahvila väärin", "Perhekahvla", "Kokkola", "Kahvia.", None, None, None, None, None]])
    import_sheet(Path("t.xlsx"))
    told = "".join(capsys.readouterr())
    assert "row 5, column 'Laji': 'Perhekahvla' is not one of the choices." in told
    made = {path.relative_to(second_county).as_posix() for path in second_county.rglob("*.yml")}
    assert {"organisations/uusi-yhdistys.yml", "meeting_places/kahvila-kokkola.yml",
            "meeting_places/iltakahvila-kokkola.yml"} <= made
    catalogue, problems = load(second_county, TODAY)
    assert catalogue, problems.errors
    assert catalogue.entries["kahvila-kokkola"].organiser == "uusi-yhdistys"
    assert catalogue.entries["iltakahvila-kokkola"].organiser == "perheyhdistys"


def test_a_filled_sheet_that_comes_back_changes_what_was_changed_in_it(
        second_county: Path) -> None:
    assert cli.main(["template", "--with-records", "t.xlsx"]) == 0
    before = files_of(second_county)
    import_sheet(Path("t.xlsx"))
    after = {name: data for name, data in files_of(second_county).items()
             if not name.startswith(".imports")}
    assert after == before
    book = load_workbook("t.xlsx")
    data = book.worksheets[1]
    titles = [cell.value for cell in data[1]]
    data.cell(2, titles.index("Lyhyesti suomeksi") + 1).value = "Uusi teksti."
    book.save("u.xlsx")
    import_sheet(Path("u.xlsx"))
    cafe = "meeting_places/perhekahvila-kokko.yml"
    new = files_of(second_county)
    assert {name for name in before if after[name] != new[name]} == {cafe}
    assert new[cafe].decode() == before[cafe].decode().replace(
        "fi: Leikkiä ja kahvia.", "fi: Uusi teksti.")


def test_persons_and_secret_addresses_are_left_out(second_county: Path) -> None:
    titles = [*HEADINGS, "Sähköposti", "Katuosoite suomeksi", "Mitä"]
    sheet(Path("t.xlsx"), [
        titles, [*ROW[:3], "Kahvia. Ryhmän ohjaaja Maija Meikäläinen vastaa.",
                 "maija.meikalainen@example.fi", "Katu 1", None],
        ["Suoja", "Turvakoti", "Kokkola", "Turvaa.", "suoja@example.fi", "Salainenkatu 5",
         "Järjestön palvelu"]])
    import_sheet(Path("t.xlsx"))
    written = b"".join(data for name, data in files_of(second_county).items()
                       if not name.startswith("organisations"))
    for secret in ("Maija", "maija.", "Salainenkatu"):
        assert secret.encode() not in written, secret
    catalogue, problems = load(second_county, TODAY)
    assert catalogue, problems.errors
    (shelter,) = (one for one in catalogue.entries.values() if one.name.get("fi") == "Suoja")
    assert shelter.address
    assert shelter.address.hidden
    assert shelter.tasks == [6]


def test_what_a_sheet_cannot_hold_is_documented() -> None:
    reference = (ROOT / "docs/reference/importing.md").read_text(encoding="utf-8")
    for name in LOSSY:
        assert f"`{name}`" in reference


# --- hostile files ---------------------------------------------------------------------------


def test_a_formula_in_csv_is_text_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(";".join(HEADINGS) + "\nA;Perhekahvila;Kokkola;"
                                    "\"=HYPERLINK(\"\"http://x.fi\"\")\"", encoding="utf-8")
    found = one(tmp_path / "t.csv")
    assert found.record["summary"] == {"fi": '=HYPERLINK("http://x.fi")'}
    assert any("looks like a formula; it was taken as text" in why for why in whys(found))


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_zip_bomb_is_measured_not_unpacked(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _ in range(250):
                part.write(b"\0" * 1_000_000)
    (tmp_path / "t.xlsx").write_bytes(bomb.getvalue())
    assert len(bomb.getvalue()) < 1_000_000
    assert "would have 250 MB" in refused(tmp_path / "t.xlsx")


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    parts = parts_of(sheet(tmp_path / "t.xlsx", [HEADINGS, ROW]))
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    parts["xl/worksheets/sheet1.xml"] = bomb + parts["xl/worksheets/sheet1.xml"]
    assert "broken" in refused(packed(tmp_path / "u.xlsx", parts))


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_200_megabytes_are_refused_at_once(name: str, tmp_path: Path) -> None:
    with (tmp_path / name).open("wb") as file:
        file.write(b"PK\3\4" if name == "t.xlsx" else b"Nimi;Laji\n")
        file.truncate(200_000_000)
    assert "has 200 MB; at most" in refused(tmp_path / name)


@pytest.mark.parametrize(("data", "says"), [
    (b"", "empty"), (b"\x89PNG\r\n\x1a\n\0\0", "neither a workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "save it as .xlsx"), (b"PK\3\4junk", "broken or not whole"),
    (b"Nimi;Laji\n\"" + b"x" * 200_000, "not closed"), (b"hei\nmoi\n", "No row of headings"),
    (b"\n\n;;;\n", "No row of headings"),
])
def test_what_is_no_sheet_is_refused(data: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "t.bin").write_bytes(data)
    assert says in refused(tmp_path / "t.bin")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in refused(tmp_path / "no.xlsx")


def test_other_archives_are_told_apart(tmp_path: Path) -> None:
    assert "OpenDocument" in refused(packed(tmp_path / "t.ods", {
        "mimetype": b"x", "content.xml": b"<x/>"}))
    assert "no workbook" in refused(packed(tmp_path / "t.zip", {"a.txt": b"x"}))


def test_a_sheet_that_claims_a_million_rows_is_read_quickly(tmp_path: Path) -> None:
    parts = parts_of(sheet(tmp_path / "t.xlsx", [HEADINGS, ROW]))
    xml = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', xml).encode()
    assert one(packed(tmp_path / "u.xlsx", parts)).record["name"] == {"fi": "Kahvila"}


def test_damaged_workbooks_end_in_a_report(second: Records, tmp_path: Path) -> None:
    write_template(workbook(second, "fi", with_records=True), tmp_path / "t.xlsx")
    whole = (tmp_path / "t.xlsx").read_bytes()
    inner = parts_of(tmp_path / "t.xlsx")
    chance = random.Random(7)
    for number in range(40):
        if number % 2:  # cut off, or bytes changed
            data = bytearray(whole[:chance.randrange(len(whole))] if number % 4 == 1 else whole)
            for _ in range(20):
                data[chance.randrange(len(data))] = chance.randrange(256)
            (tmp_path / "d.xlsx").write_bytes(data)
        else:  # a good archive with bad XML in it
            name = chance.choice([one for one in inner if one.endswith(".xml")])
            xml = bytearray(inner[name])
            for _ in range(10):
                xml[chance.randrange(len(xml))] = chance.choice(b"<>&\"'x0=\0")
            packed(tmp_path / "d.xlsx", {**inner, name: bytes(xml)})
        for found in read(tmp_path / "d.xlsx"):
            assert isinstance(found, (Found, Refused))


def test_wrong_types_anywhere_end_in_a_report(tmp_path: Path) -> None:
    titles = [one.name("fi") for one in columns().values()]
    values: list[Any] = [
        True, 0, -1, 1e300, 3.7, datetime.time(3), datetime.datetime(2026, 1, 1), "x" * 32_767,
        "ä\u0301\u200b", "[] {}", "a: b", "- x", "| >", "№", datetime.timedelta(days=3), "'", "''="]
    chance = random.Random(7)
    rows = [[chance.choice([None, *values]) for _ in titles] for _ in range(60)]
    count = 0
    for found in read(sheet(tmp_path / "t.xlsx", [titles, *rows])):
        assert isinstance(found, (Found, Refused))
        count += 1
    assert count == 60


def test_more_rows_than_a_directory_has_are_refused(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    for name in ("t.xlsx", "t.csv"):
        path = tmp_path / name
        if name == "t.xlsx":
            sheet(path, [HEADINGS, ROW, ROW, ROW, ROW])
        else:
            path.write_text("\n".join(";".join(row) for row in (HEADINGS, ROW, ROW, ROW, ROW)),
                            encoding="utf-8")
        *_, last = read(path)
        assert isinstance(last, Refused)
        assert "more than 3 rows" in last.why
