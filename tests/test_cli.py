"""The command: what it prints and how it ends."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.directories import FATHERS, group, write

from familycentre.cli import main
from familycentre.clock import reference_day

DAY = ["--today", "2026-11-20"]


@pytest.fixture
def one_error(second_county: Path) -> Path:
    write(second_county / "peer_groups/testi.yml", group(type="mother", languages="[fi]"))
    return second_county


@pytest.fixture
def one_warning(second_county: Path) -> Path:
    write(second_county / "peer_groups/isat.yml", FATHERS.replace("languages: [fi]\n", ""))
    return second_county


@pytest.mark.usefixtures("second_county")
def test_good_data_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *DAY, "--strict"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "0 errors and 0 warnings\n"


@pytest.mark.usefixtures("one_error")
def test_an_error_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *DAY]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("data/peer_groups/testi.yml:1:1: error unknown-value: ")
    assert shown.err.startswith("1 error and ")


@pytest.mark.usefixtures("one_warning")
def test_a_warning_fails_only_when_strict(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *DAY]) == 0
    assert "warning missing-languages" in capsys.readouterr().out
    assert main(["check", *DAY, "--strict"]) == 1


@pytest.mark.usefixtures("one_warning")
@pytest.mark.parametrize(("files", "listed"), [
    ([], False), (["data/tasks.yml"], False),
    (["data/tasks.yml", "data/peer_groups/isat.yml"], True)])
def test_the_warnings_of_some_files_only(
        files: list[str], listed: bool, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *DAY, "--warnings-of", *files]) == 0
    shown = capsys.readouterr()
    assert ("warning missing-languages" in shown.out) is listed
    assert "1 warning" in shown.err


@pytest.mark.usefixtures("one_error")
def test_errors_are_listed_whatever_files_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *DAY, "--warnings-of"]) == 1
    assert "error unknown-value" in capsys.readouterr().out


@pytest.mark.usefixtures("one_error")
def test_annotations_for_a_pull_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *DAY, "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith(
        "::error file=data/peer_groups/testi.yml,line=1,col=1,title=unknown-value::")


def test_the_data_folder_is_an_option_or_an_environment_variable(
    one_error: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    one_error.rename(elsewhere)
    assert main(["check", *DAY, "--data", str(elsewhere)]) == 1
    (elsewhere / "peer_groups/testi.yml").unlink()
    assert main(["check", *DAY, "--data", str(elsewhere)]) == 0
    assert main(["check", *DAY]) == 1
    monkeypatch.setenv("FAMILYCENTRE_DATA", str(elsewhere))
    assert main(["check", *DAY]) == 0
    elsewhere.rename(one_error)
    monkeypatch.setenv("FAMILYCENTRE_DATA", "")
    assert main(["check", *DAY]) == 0


def test_the_reference_day_comes_from_the_environment(
    one_warning: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763596800")  # 20 November 2025, a year too early
    assert main(["check"]) == 1
    assert "'verified' is in the future" in capsys.readouterr().out


@pytest.mark.parametrize("epoch", ["yesterday", "-1", "1.5", "²", "9" * 30, "9" * 5000])
@pytest.mark.usefixtures("second_county")
def test_a_wrong_reference_day_is_a_wrong_call(
    epoch: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert main(["check"]) == 2
    assert "SOURCE_DATE_EPOCH" in capsys.readouterr().err


@pytest.mark.parametrize(("epoch", "day"), [
    ("0", "1970-01-01"), ("1774735199", "2026-03-28"), ("1774735200", "2026-03-29"),
    ("1798668000", "2026-12-31"), ("1798754400", "2027-01-01"),
])
def test_the_day_changes_at_midnight_in_helsinki(
    epoch: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert str(reference_day()) == day


@pytest.mark.parametrize("arguments", [
    [], ["chek"], ["check", "--today", "tomorrow"], ["check", "--format", "xml"],
])
def test_a_wrong_call_explains_itself(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: familycentre" in capsys.readouterr().err


def test_schemas_and_reference_pages_are_written_where_asked(tmp_path: Path) -> None:
    assert main(["schema", "--into", str(tmp_path / "a/schema")]) == 0
    assert main(["reference", "--into", str(tmp_path / "a/reference")]) == 0
    for path in (tmp_path / "a/schema").iterdir():
        assert json.loads(path.read_text(encoding="utf-8"))["title"] == path.stem
    assert {path.name for path in (tmp_path / "a/reference").iterdir()} == {
        "fields.md", "problems.md", "commands.md", "settings.md", "importing.md"}


def test_the_module_runs_as_the_command(second_county: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "familycentre", "check", *DAY], check=False,
                          capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.usefixtures("one_error")
def test_a_terminal_that_knows_few_letters_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["check", *DAY]) == 1


def test_a_file_name_that_is_not_text_is_no_crash(second_county: Path) -> None:
    write(second_county / "peer_groups" / b"\xff.yml".decode("utf-8", "surrogateescape"), group())
    assert main(["check", *DAY]) == 1
    assert main(["check", *DAY, "--format", "github"]) == 1
