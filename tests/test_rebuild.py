"""Building again: the same bytes, the last good site, and only what changed."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.directories import DIRECTORY, FILES, write, write_second_county
from tests.sites import EPOCH, build, built, files_of, write_config

LONG_AGO = 1_000_000_000

SURROUNDINGS: dict[str, dict[str, str]] = {
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "hash seed 77, far east": {"PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati"},
    "far west, C": {"TZ": "America/Los_Angeles", "LC_ALL": "C", "LANG": "C"},
    "Swedish": {"LC_ALL": "sv_FI.UTF-8", "LANG": "sv_FI.UTF-8", "TZ": "Europe/Stockholm"},
}


def plain(name: str) -> str:
    """A file's name without the hash of its content: the index changes with the records."""
    return re.sub(r"\.[0-9a-f]{6,10}(?=\.\w+$)", "", name)


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_surroundings_do_not_change_a_byte(
        second_site: Path, second_data: Path, tmp_path: Path, name: str) -> None:
    again = built(tmp_path / "other-name", second_data, None, **SURROUNDINGS[name])
    assert files_of(again) == files_of(second_site)


@pytest.mark.parametrize("processes", [1, 3])
def test_the_number_of_processes_does_not_change_a_byte(
        second_site: Path, second_data: Path, tmp_path: Path, processes: int) -> None:
    config = write_config(tmp_path / "mkdocs.yml", processes=processes)
    again = built(tmp_path / "site", second_data, config)
    assert files_of(again) == files_of(second_site)


def test_the_sample_site_is_the_same_twice(sample_site: Path, tmp_path: Path) -> None:
    again = built(tmp_path / "site", PYTHONHASHSEED="3", TZ="Asia/Tokyo")
    assert files_of(again) == files_of(sample_site)


def test_file_order_on_the_disk_does_not_matter(
        second_site: Path, tmp_path: Path) -> None:
    for path, text in reversed(list(FILES.items())):
        write(tmp_path / "data" / path, text)
    again = built(tmp_path / "site", tmp_path / "data")
    assert files_of(again) == files_of(second_site)


def test_another_day_changes_pages_but_not_assets(
        second_site: Path, second_data: Path, tmp_path: Path) -> None:
    later = built(tmp_path / "site", second_data, SOURCE_DATE_EPOCH=str(int(EPOCH) + 86400 * 40))
    before, after = files_of(second_site), files_of(later)
    assert {plain(name) for name in before} == {plain(name) for name in after}
    assert before["fi/index.html"] != after["fi/index.html"]


# --- the last good site --------------------------------------------------------------------------


@dataclass(frozen=True)
class Broken:
    """Something wrong with the data, the hand-written pages, a template or a setting."""

    files: dict[str, str | None] = field(default_factory=dict)
    """Below the data folder; None removes the file."""
    docs: dict[str, str | None] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)
    settings: dict[str, object] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    says: str = ""
    """A part of what the build must say."""


CAFE_PATH = "meeting_places/perhekahvila-kokko.yml"
CAFE = FILES[CAFE_PATH]
FRONT = "---\nkey: extra\ntitle: Lisää\ndescription: Lisää tietoa perheille.\n---\n\n"
BROKEN: dict[str, Broken] = {
    "unknown field": Broken({CAFE_PATH: f"{CAFE}kolour: red\n"}, says="perhekahvila-kokko.yml"),
    "broken YAML": Broken({CAFE_PATH: f"{CAFE}ages: {{min: 1\n"}, says="yaml-syntax"),
    "no such organiser": Broken(
        {CAFE_PATH: CAFE.replace("organiser: esimerkin-seurakunta", "organiser: ei-ole")},
        says="ei-ole"),
    "an id twice": Broken({"peer_groups/perhekahvila-kokko.yml": FILES["peer_groups/isat.yml"]},
                          says="perhekahvila-kokko"),
    "no directory file": Broken({"directory.yml": None}, says="directory.yml"),
    "wrong quick exit": Broken({"directory.yml": DIRECTORY.replace(
        "https://www.ilmatieteenlaitos.fi/", "javascript:alert(1)")}, says="directory.yml"),
    "not text": Broken({"peer_groups/kuva.yml": "\x00\x01\x02"}, says="kuva.yml"),
    "bad front matter": Broken(docs={"fi/uusi.md": "# Ei otsikkotietoja\n"},
                               says="docs/fi/uusi.md"),
    "broken front matter": Broken(docs={"fi/uusi.md": "---\nkey: [\n---\n\nTeksti.\n"},
                                  says="docs/fi/uusi.md"),
    "link to a page that is not there": Broken(
        docs={"fi/uusi.md": f"{FRONT}[Linkki](page:nonsense)\n"}, says="nonsense"),
    "a template with a mistake": Broken(
        overrides={"az.html": '{% extends "shell.html" %}{% block main %}{{ nothing.here }}'
                              "{% endblock %}"}, says="nothing"),
    "a template that cannot be read": Broken(
        overrides={"az.html": "{% extends 'shell.html' %}{% block main %}{% if %}"},
        says="az.html"),
    "a wrong setting": Broken(settings={"processes": "many"}, says="processes"),
    "an unknown setting": Broken(settings={"proceses": 1}, says="proceses"),
    "a wrong day": Broken(environment={"SOURCE_DATE_EPOCH": "yesterday"}, says="SOURCE_DATE_EPOCH"),
    "no site address": Broken(environment={"SITE_URL": ""}, says="site_url"),
}


def lay(folder: Path, files: dict[str, str | None]) -> None:
    """Write or remove files below a folder."""
    for path, text in files.items():
        if text is None:
            (folder / path).unlink()
        else:
            write(folder / path, text)


@pytest.fixture(scope="module")
def last_good(second_site: Path) -> dict[str, bytes]:
    return files_of(second_site)


@pytest.mark.parametrize("name", BROKEN)
def test_a_failed_build_leaves_the_last_good_site(
        second_site: Path, last_good: dict[str, bytes], tmp_path: Path, name: str) -> None:
    broken = BROKEN[name]
    target = tmp_path / "public" / "site"
    shutil.copytree(second_site, target)
    data = write_second_county(tmp_path / "data")
    lay(data, broken.files)
    docs, overrides = ROOT / "docs", ROOT / "overrides"
    if broken.docs:
        docs = shutil.copytree(docs, tmp_path / "docs")
        lay(docs, broken.docs)
    if broken.overrides:
        overrides = shutil.copytree(overrides, tmp_path / "overrides")
        lay(overrides, dict(broken.overrides))
    config = write_config(tmp_path / "mkdocs.yml", docs=docs, overrides=overrides,
                          **broken.settings)
    outcome = build(target, data, config, **broken.environment)
    assert outcome.returncode != 0
    assert broken.says in outcome.stderr
    assert files_of(target) == last_good
    assert [path.name for path in target.parent.iterdir()] == ["site"]
    if not broken.overrides:  # who changes templates wants to see where it went wrong
        assert "Traceback" not in outcome.stderr


def test_a_first_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    data = write_second_county(tmp_path / "data")
    write(data / CAFE_PATH, f"{CAFE}kolour: red\n")
    outcome = build(tmp_path / "public" / "site", data)
    assert outcome.returncode != 0
    assert not (tmp_path / "public").exists() or list((tmp_path / "public").iterdir()) == []


# --- only what changed ---------------------------------------------------------------------------


@pytest.fixture
def aged(tmp_path: Path) -> tuple[Path, Path, dict[str, bytes]]:
    """A data folder, the site made of it with old dates on every file, and the site's bytes."""
    data = write_second_county(tmp_path / "data")
    site = built(tmp_path / "site", data)
    for path in site.rglob("*"):
        if path.is_file():
            os.utime(path, (LONG_AGO, LONG_AGO))
    return data, site, files_of(site)


def rewritten(site: Path) -> set[str]:
    """Files with a new date."""
    return {path.relative_to(site).as_posix() for path in site.rglob("*")
            if path.is_file() and path.stat().st_mtime > LONG_AGO}


def test_a_build_without_changes_writes_nothing(
        aged: tuple[Path, Path, dict[str, bytes]]) -> None:
    data, site, before = aged
    built(site, data)
    assert files_of(site) == before
    assert rewritten(site) == set()


def test_a_changed_record_rewrites_only_its_pages(
        aged: tuple[Path, Path, dict[str, bytes]]) -> None:
    data, site, before = aged
    write(data / CAFE_PATH, CAFE.replace("Ovi pihalta.", "Ovi kadulta."))
    built(site, data)
    after = files_of(site)
    changed = {name for name, content in after.items() if before.get(name) != content}
    assert rewritten(site) == changed
    (lists,) = (name for name in after if name.startswith("assets/list-fi-"))
    assert changed == {"fi/kohtaamispaikat/perhekahvila-kokko/index.html",
                       lists, "fi/lista/index.html", "sv/lista/index.html",
                       "api/csv/entries.csv", "api/v1/kinds/meeting_place.json",
                       "api/v1/municipalities/272.json", "api/linkedevents/v1/event.json",
                       "api/hsds/fi/services.json",
                       "sw.js"}  # it keeps my list too


def test_a_removed_record_takes_its_pages_along(
        aged: tuple[Path, Path, dict[str, bytes]]) -> None:
    data, site, before = aged
    (data / "peer_groups/isat.yml").unlink()
    built(site, data)
    after = files_of(site)
    left = {plain(name) for name in after}
    gone = {name for name in before if plain(name) not in left}
    assert {name for name in gone if not name.startswith("embed/")} == {
        "fi/vertaisryhmat/isat/index.html", "sv/kamratstodsgrupper/isat/index.html",
        "qr/isat.fi.svg", "qr/isat.sv.svg"}
    assert not (site / "fi/vertaisryhmat/isat").exists()
    # The only group goes, and with it every frame that had nothing else to show.
    assert {"embed/fi/vertaisryhmat/index.html",
            "embed/sv/kommuner/kannus/kamratstodsgrupper/index.html"} <= gone


def test_what_a_host_needs_beside_the_site_stays(
        aged: tuple[Path, Path, dict[str, bytes]]) -> None:
    data, site, _ = aged
    write(site / ".git" / "config", "[core]\n")
    write(site / "left-over" / "index.html", "old")
    built(site, data)
    assert (site / ".git" / "config").read_text(encoding="utf-8") == "[core]\n"
    assert not (site / "left-over").exists()
