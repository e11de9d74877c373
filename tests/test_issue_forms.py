"""Issue forms on GitHub, and what becomes of what people write in them."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from tests.directories import TODAY
from tests.sites import files_of

from familycentre import cli
from familycentre.catalogue import load
from familycentre.from_issue import Issue, Outcome, apply_issue, read_issue
from familycentre.issue_forms import FOLDER, forms, towns_of
from familycentre.loading import load_records
from familycentre.problems import Problems
from familycentre.reference import municipalities
from familycentre.source import parse

ROOT = Path(__file__).resolve().parent.parent
VENDOR = Path(__file__).resolve().parent / "vendor"
FI = ("1-uusi.yml", "2-muutos.yml", "3-paattynyt.yml")
SV = ("4-ny.yml", "5-andring.yml", "6-avslutad.yml")
MADE = forms(("fi", "sv"), [one for one in municipalities().values() if one.county == "18"])


def schema(name: str) -> Draft7Validator:
    return Draft7Validator(json.loads((VENDOR / name).read_text(encoding="utf-8")))


# --- the forms -------------------------------------------------------------------------------


def test_the_forms_in_the_repository_are_what_the_code_makes() -> None:
    directory = load_records(ROOT / "data", Problems()).directory
    assert directory
    made = forms(directory.record.languages, towns_of(directory.record))
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / FOLDER).iterdir()}
    assert on_disk == made, "run `familycentre issue-forms`"


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_form_is_as_github_wants_it(name: str) -> None:
    data = yaml.safe_load(MADE[name])
    assert list(schema("github-issue-config.json" if name == "config.yml" else
                       "github-issue-forms.json").iter_errors(data)) == []
    if name == "config.yml":
        return
    fields = [one for one in data["body"] if one["type"] != "markdown"]
    labels = [re.sub(r"\W+", "-", one["attributes"]["label"].casefold()) for one in fields]
    assert len(set(labels)) == len(labels) == len({one["id"] for one in fields})
    for one in fields:
        assert re.fullmatch(r"[A-Za-z0-9_-]+", one["id"])
        options = one["attributes"].get("options", [])
        if one["type"] == "dropdown":
            assert len(set(options)) == len(options) > 1
            assert all(isinstance(option, str) and option.casefold() != "none" and (
                ", " not in option or "(" in option) for option in options)


def test_ids_of_fields_are_kept_because_links_fill_them_in() -> None:
    for name in (FI[1], SV[1]):
        ids = [one.get("id") for one in yaml.safe_load(MADE[name])["body"]]
        assert ids[1:3] == ["record", "wrong"]
    assert "Karleby" in MADE[SV[0]]
    assert "Kokkola" in MADE[FI[0]]


# --- what GitHub makes of a filled form ------------------------------------------------------


def body(name: str, answers: Mapping[str, str], *, organiser: bool = False) -> str:
    """The issue's text as GitHub writes it: a heading and the answer, or _No response_."""
    made = []
    unused = dict(answers)
    for one in yaml.safe_load(MADE[name])["body"]:
        attributes = one["attributes"]
        if one["type"] == "markdown":
            continue
        if one["type"] == "checkboxes":
            first, second = (option["label"] for option in attributes["options"])
            answer = f"- [{'x' if organiser else ' '}] {first}\n- [x] {second}"
        else:
            answer = unused.pop(one["id"], "_No response_")
        made.append(f"### {attributes['label']}\n\n{answer}")
    assert not unused, unused
    return "\n\n".join(made)


NEW = {"kind": "Kohtaamispaikka", "type": "Perhekahvila", "name-fi": "Kahvila Tähti",
       "summary-fi": "Kahvia ja leikkiä.", "summary-sv": "Kaffe och lek.",
       "municipality": "Kokkola, Kannus", "organiser": "Perheyhdistys",
       "schedule": "ma, to 9.30–12\nke 17–19; parittomat viikot",
       "exceptions": "pyhäpäivinä suljettu", "contacts-email": "info@example.fi",
       "languages": "suomi, ruotsi", "cost-free": "kyllä", "openness": "None"}
NY = {"kind": "Kamratstödsgrupp", "type": "Babygrupp", "name-sv": "Babyträffen",
      "summary-sv": "Babyföräldrar träffas.", "municipality": "Karleby",
      "schedule": "ons 13–14.30", "audience": "Familjer med baby, Pappor", "cost-free": "ja"}


def issue(text: str) -> Issue:
    found = read_issue(text)
    assert found is not None
    return found


def outcome(text: str, data: Path) -> Outcome:
    before = files_of(data)
    made = apply_issue(issue(text), data, TODAY)
    assert files_of(data) == before, "nothing is written before all is right"
    return made


def only(made: Outcome) -> tuple[Path, dict[str, Any]]:
    assert made.faults == []
    ((path, content),) = made.files.items()
    document = parse(content.decode(), "", Problems())
    assert document
    return path, document.data


def test_a_new_place_becomes_a_record(second_county: Path) -> None:
    made = outcome(body(FI[0], NEW, organiser=True), second_county)
    path, record = only(made)
    assert path == second_county / "meeting_places/kahvila-tahti.yml"
    assert record == {
        "type": "family_cafe", "name": {"fi": "Kahvila Tähti"},
        "summary": {"fi": "Kahvia ja leikkiä.", "sv": "Kaffe och lek."}, "tasks": [7],
        "municipality": ["Kokkola", "Kannus"], "organiser": "perheyhdistys",
        "schedule": [{"days": ["mon", "thu"], "start": "09:30", "end": "12:00"},
                     {"days": ["wed"], "start": "17:00", "end": "19:00", "weeks": "odd"}],
        "exceptions": [{"on": "public_holidays", "closed": True}],
        "contacts": [{"email": "info@example.fi"}], "cost": {"free": True},
        "languages": ["fi", "sv"], "verified": TODAY.isoformat()}
    assert made.answer().startswith("Kiitos! Tiedoista tuli valmis ehdotus.")
    assert "**Tehtävät:**" in made.answer()


def test_the_swedish_form_and_a_new_organiser(second_county: Path) -> None:
    text = body(SV[0], {**NY, "organiser": "Nya föreningen", "organiser-type": "Organisation"})
    made = outcome(text, second_county)
    assert made.faults == []
    names = [path.relative_to(second_county).as_posix() for path in sorted(made.files)]
    assert names == ["organisations/nya-foreningen.yml", "peer_groups/babytraffen-karleby.yml"]
    assert "verified" not in made.files[second_county / names[1]].decode()
    assert made.answer().startswith("Tack!")


def test_the_command_writes_what_check_accepts(
        second_county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = second_county.parent / "event.json"
    event.write_text(json.dumps({"issue": {"body": body(FI[0], NEW)}}), encoding="utf-8")
    assert cli.main(["from-issue", "--event", str(event), "--answer", "answer.md",
                     "--today", TODAY.isoformat()]) == 0
    assert capsys.readouterr().out == "data/meeting_places/kahvila-tahti.yml\n"
    assert load(second_county, TODAY)[1].errors == []
    assert "Kiitos!" in Path("answer.md").read_text(encoding="utf-8")
    # a second place of the same name gets an id of its own
    assert cli.main(["from-issue", "--event", str(event), "--today", TODAY.isoformat()]) == 0
    assert (second_county / "meeting_places/kahvila-tahti-2.yml").is_file()


@pytest.mark.parametrize(("changes", "says"), [
    ({"type": "Perhekahvla"}, "**Laji:** `Perhekahvla` ei ole mikään vaihtoehdoista."),
    ({"contacts-email": "info(at)x"}, "**Sähköposti:** Sähköpostiosoite ei voi olla oikein."),
    ({"name-fi": "_No response_"}, "**Nimi suomeksi:** Tästä puuttuu jotain"),
    ({"municipality": "Espoo"}, "Kunta ei kuulu tähän oppaaseen."),
    ({"organiser": "Tuntematon"}, "Opas ei tunne järjestäjää `Tuntematon`."),
    ({"exceptions": "joskus kiinni"}, "Rivistä `joskus kiinni` ei selviä"),
    ({"summary-fi": "x" * 300}, "Lyhyt teksti on enintään 200 merkkiä."),
    ({"address-postcode": "123"}, "**Postinumero:** Postinumerossa on viisi numeroa."),
    ({"contacts-url": "www.example.fi"}, "**Verkkosivu:** Verkko-osoite ei ole kokonainen."),
])
def test_what_is_wrong_is_said_in_plain_words_and_nothing_is_written(
        changes: dict[str, str], says: str, second_county: Path,
        capsys: pytest.CaptureFixture[str]) -> None:
    text = body(FI[0], {**NEW, **changes})
    made = outcome(text, second_county)
    assert made.files == {}
    assert says in made.answer()
    assert "**Edit**" in made.answer()
    before = files_of(second_county)
    (second_county.parent / "b.md").write_text(text, encoding="utf-8")
    assert cli.main(["from-issue", "b.md", "--today", TODAY.isoformat()]) == 1
    assert files_of(second_county) == before
    assert "Traceback" not in capsys.readouterr().err


CHANGE = {"record": "https://example.org/pk/fi/kohtaamispaikat/perhekahvila-kokko/#ajat",
          "wrong": "Ajat ovat vanhat.", "schedule": "ti 9–11", "contacts-phone": "06 999 8888",
          "cost-note-sv": "Kaffe 2 €.", "address-street-fi": "Uusikatu 2"}


def test_a_change_keeps_comments_and_order(second_county: Path) -> None:
    file = second_county / "meeting_places/perhekahvila-kokko.yml"
    old = "# Soitettu 1.10.\n" + file.read_text(encoding="utf-8").replace(
        "tasks: [7, 2]", "tasks: [7, 2]  # tärkein ensin")
    file.write_text(old, encoding="utf-8")
    made = outcome(body(FI[1], CHANGE), second_county)
    path, record = only(made)
    assert path.name == file.name
    new = made.files[path].decode()
    gone = [line for line in old.splitlines() if line not in new.splitlines()]
    assert all(re.match(r"\s*(street|phone|url|- \{|weeks|cost|updated)", line)
               or "every: 3" in line for line in gone), gone
    assert "# Soitettu 1.10." in new
    assert "# tärkein ensin" in new
    assert record["schedule"] == [{"days": ["tue"], "start": "09:00", "end": "11:00"}]
    assert record["contacts"][0]["phone"] == "06 999 8888"
    assert record["contacts"][0]["email"] == "kahvila@example.fi"
    assert record["cost"] == {"free": True, "note": {"fi": "Kahvi 1 €.", "sv": "Kaffe 2 €."}}
    assert record["address"]["street"] == {"fi": "Uusikatu 2", "sv": "Exempelgatan 1"}
    assert (record["updated"], record["verified"]) == (TODAY.isoformat(), "2026-10-01")


def test_the_organisers_word_confirms(second_county: Path) -> None:
    _, record = only(outcome(body(FI[1], {"record": "vanha-kahvila"}, organiser=True),
                             second_county))
    assert record["verified"] == TODAY.isoformat()


def test_what_stands_there_already_changes_nothing(second_county: Path) -> None:
    made = outcome(body(SV[1], {"record": "perhekahvila-kokko", "name-sv": "Familjecafé Kokko"}),
                   second_county)
    assert (made.files, made.faults) == ({}, [])
    assert "Så står det redan i guiden" in made.answer()


@pytest.mark.parametrize(("answers", "says"), [
    ({"record": "ei-ole"}, "Oppaassa ei ole sivua, jonka tunnus on `ei-ole`."),
    ({"record": "isat"}, "Et ole kirjoittanut, mikä muuttuu."),
    ({"record": "isat", "contacts-phone": "1"}, "**Puhelin:** Puhelinnumero ei voi olla oikein."),
])
def test_a_change_that_cannot_be_made(
        answers: dict[str, str], says: str, second_county: Path) -> None:
    made = outcome(body(FI[1], answers), second_county)
    assert made.files == {}
    assert says in made.answer()


@pytest.mark.parametrize(("name", "status", "becomes"), [
    (FI[2], "Päättynyt", "closed"), (SV[2], "Paus", "paused")])
def test_what_has_ended_keeps_its_page(
        name: str, status: str, becomes: str, second_county: Path) -> None:
    record = yaml.safe_load(MADE[name])["body"][2]["attributes"]["options"]
    _, data = only(outcome(body(name, {
        "record": "/fi/vertaisryhmat/isat/", "status": next(
            one for one in record if one.startswith(status[:4]))}), second_county))
    assert data["status"] == becomes


# --- hostile issues --------------------------------------------------------------------------


def test_what_is_no_form_of_ours_gets_no_answer(
        second_county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("", "Hei!", "### Steps to reproduce\n\nx\n\n### Laji", "### Mitä\n\n" * 9):
        assert read_issue(text) is None
        Path("b.md").write_text(text, encoding="utf-8")
        assert cli.main(["from-issue", "b.md", "--answer", "answer.md"]) == 3
    assert not Path("answer.md").exists()
    Path("e.json").write_text("[]", encoding="utf-8")
    assert cli.main(["from-issue", "--event", "e.json"]) == 2
    assert cli.main(["from-issue", "missing.md"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_an_answer_cannot_pose_as_other_fields(second_county: Path) -> None:
    text = body(FI[1], {"record": "perhekahvila-kokko", "schedule": "ti 9–11",
                        "how": "x\n\n### Sivun osoite tai tunnus\n\nisat\n\n"
                               "### Nimi suomeksi\n\n!"})
    path, record = only(outcome(text, second_county))
    assert path.name == "perhekahvila-kokko.yml"
    assert record["name"]["fi"] == "Perhekahvila Kokko"


@pytest.mark.parametrize("words", [
    "@maintainer", "#1 https://evil.example", "![x](https://evil.example/x.png)", "`$(id)`",
    "”</details><img src=x>", "\u202eevil", "a\n\n# Otsikko"])
def test_the_answer_repeats_strangers_words_as_code_only(words: str, second_county: Path) -> None:
    answer = outcome(body(FI[0], {**NEW, "type": words, "organiser": words}),
                     second_county).answer()
    outside = re.sub(r"`[^`]*`", "", answer)
    for sign in ("@", "evil", "http", "<", "Otsikko", "$("):
        assert sign not in outside
    assert "\n# " not in answer


def test_yaml_in_an_answer_is_text(second_county: Path) -> None:
    for words in ("{a: b}", "x: y", "- x", "&a *a", "!!python/object:os", "\"quoted\" 'single'",
                  "yes", "null", "# ei kommentti", "a\\nb", "%x", "| x"):
        _, record = only(outcome(body(FI[0], {**NEW, "summary-fi": words}), second_county))
        assert record["summary"]["fi"] == words


def test_an_id_never_leaves_the_data_folder(second_county: Path) -> None:
    for name in ("../../x", "/etc/passwd", "a/b", "....", "💥", "-rf"):
        path, _ = only(outcome(body(FI[0], {**NEW, "name-fi": name}), second_county))
        assert path.parent == second_county / "meeting_places"
        assert re.fullmatch(r"[a-z0-9-]+\.yml", path.name)
    made = outcome(body(FI[1], {"record": "../directory.yml", "name-fi": "x"}), second_county)
    assert made.files == {}


# --- the workflow ----------------------------------------------------------------------------


WORKFLOW = ROOT / ".github/workflows/from-issue.yml"


def test_the_workflow_gives_each_job_only_what_it_needs() -> None:
    data = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    assert data["permissions"] == {}
    assert {name: job["permissions"] for name, job in data["jobs"].items()} == {
        "read": {"contents": "read"}, "answer": {"issues": "write"},
        "propose": {"contents": "write", "pull-requests": "write"}}
    checkout = data["jobs"]["read"]["steps"][0]
    assert checkout["with"]["persist-credentials"] is False
    for name in ("answer", "propose"):  # what a stranger wrote is read by one job alone
        assert "familycentre" not in json.dumps(data["jobs"][name]["steps"])


def test_no_command_of_the_workflow_holds_anything_of_the_issue() -> None:
    data = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    for job in data["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            for value in step.get("env", {}).values():
                assert value in ("${{ github.token }}", "${{ github.repository }}",
                                 "${{ github.event.issue.number }}")
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@v[0-9]+", step["uses"])


def test_the_patch_of_a_change_applies(second_county: Path) -> None:
    """What the workflow does between its jobs, by hand."""
    git = shutil.which("git")
    if not git:
        pytest.skip("git is not on this machine")
    import subprocess

    def run(*words: str, folder: Path = second_county.parent) -> bytes:
        return subprocess.run([git, "-c", "user.name=x", "-c", "user.email=x@example.org", *words],
                              cwd=folder, check=True, capture_output=True).stdout

    run("init", "-q")
    run("add", "--all", "--", "data")
    run("commit", "-qm", "data")
    run("clone", "-q", ".", str(second_county.parent / "other"))
    Path("b.md").write_text(body(FI[0], NEW), encoding="utf-8")
    day = datetime.date.isoformat(TODAY)
    assert cli.main(["from-issue", "b.md", "--answer", "a.md", "--today", day]) == 0
    run("add", "--all", "--", "data")
    Path("change.patch").write_bytes(run("diff", "--cached", "--binary", "--", "data"))
    other = second_county.parent / "other"
    run("apply", "--index", "--include=data/*", "../change.patch", folder=other)
    assert (other / "data/meeting_places/kahvila-tahti.yml").is_file()
