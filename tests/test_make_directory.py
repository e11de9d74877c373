"""The generator of realistic directories: valid, in both languages, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from benchmarks.make_directory import TODAY, make, populations

from familycentre.catalogue import load
from familycentre.problems import as_text
from familycentre.reference import municipalities


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "data"
    make(folder, 300, seed=7)
    return folder


def test_the_same_seed_makes_the_same_files(made: Path, tmp_path: Path) -> None:
    make(tmp_path / "again", 300, seed=7)
    assert files(tmp_path / "again") == files(made)
    make(tmp_path / "other", 300, seed=8)
    assert files(tmp_path / "other") != files(made)


def test_every_record_is_valid_and_says_everything_in_both_languages(made: Path) -> None:
    catalogue, problems = load(made, TODAY)
    assert catalogue is not None, [as_text(one) for one in problems.errors]
    assert len(catalogue.entries) == 300
    for entry in catalogue.entries.values():
        assert entry.name.keys() == entry.summary.keys() == {"fi", "sv"}
    kinds = Counter(entry.kind for entry in catalogue.entries.values())
    assert set(kinds) == {"meeting_place", "peer_group", "ngo_service", "public_service"}
    assert len(catalogue.timetables) > 150
    assert catalogue.networks
    assert {entry.organiser for entry in catalogue.entries.values()} <= set(
        catalogue.organisations)


def test_records_stand_where_people_live(tmp_path: Path) -> None:
    make(tmp_path, 2000, seed=1)
    catalogue, _ = load(tmp_path, TODAY)
    assert catalogue is not None
    there = Counter(code for reach in catalogue.reach.values() for code in reach.home)
    assert set(populations()) == set(municipalities())
    people = sum(populations().values())
    for code in ("091", "049", "837"):
        share = populations()[code] / people
        assert there[code] / sum(there.values()) == pytest.approx(share, rel=0.35)


def test_chosen_counties_alone(tmp_path: Path) -> None:
    make(tmp_path, 40, seed=1, chosen=["17", "18"])
    catalogue, problems = load(tmp_path, TODAY)
    assert catalogue is not None, [as_text(one) for one in problems.errors]
    assert {one.county for one in catalogue.municipalities} == {"17", "18"}
