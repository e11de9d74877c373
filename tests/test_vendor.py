"""Files of others are the ones that were reviewed, to the byte."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "overrides" / "assets" / "vendor"
EDITOR = ROOT / "overrides" / "edit"
OUR_OWN = {"README.md", "index.html", "editor.js", "editor.css", "version.json"}
ROW = re.compile(r"^\| *([\w.-]+\.\w+) *\|.*\| *([0-9a-f]{64}) *\|$", re.MULTILINE)
SUMS: dict[str, str] = dict(ROW.findall((VENDOR / "README.md").read_text(encoding="utf-8")))
LUNR = ROOT / "tests" / "vendor" / "lunr.js"
LUNR_SUM = "0c50d9002b85780a842afffb567bb54ede402dae7c6dc5997a018614d8044fc8"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_file_is_in_the_table() -> None:
    assert SUMS.keys() == {path.name for path in VENDOR.iterdir()} - {"README.md"}


@pytest.mark.parametrize("name", SUMS)
def test_files_are_as_they_were_shipped(name: str) -> None:
    assert sha256(VENDOR / name) == SUMS[name]


def test_files_of_the_browser_editor_are_as_they_were_shipped() -> None:
    sums = dict(ROW.findall((EDITOR / "README.md").read_text(encoding="utf-8")))
    assert sums.keys() == {path.name for path in EDITOR.iterdir()} - OUR_OWN
    assert {name: sha256(EDITOR / name) for name in sums} == sums


def test_lunr_of_the_tests_is_the_released_one() -> None:
    text = LUNR.read_text(encoding="utf-8")
    assert re.findall(r'\.version="([\d.]+)"', text) == ["2.3.9"]
    assert sha256(LUNR) == LUNR_SUM


def test_schemas_of_the_tests_are_the_published_ones() -> None:
    folder = ROOT / "tests" / "vendor"
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: total for total, name in (line.split("  ") for line in lines)}
    assert sums.keys() == {path.relative_to(folder).as_posix() for path in folder.glob("*/*")}
    assert {name: sha256(folder / name) for name in sums} == sums
