"""The optional word forms, with lists of our own in the place of the library's."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from familycentre.search import index, morphology, transport
from familycentre.search.analysis import Analyser

LISTS = {
    "hevosta": "hevonen", "hevosten": "hevonen", "hevonen": "hevonen",  # hevo, hevos
    "kahvilassa": "kahvila",
    "Hevosia!": "hevonen", "onko": "hevonen",  # not a word, and a stop word
    "x" * 30: "hevonen",
}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The extra is there; gives the languages whose lists were worked through."""
    done: list[str] = []

    def lists(language: str) -> dict[str, str]:
        done.append(language)
        return LISTS

    monkeypatch.setattr(morphology, "_lists", lists)
    monkeypatch.setattr(morphology, "find_spec", lambda name: name == "simplemma" or None)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "9")
    return done


def test_without_the_extra_there_are_no_forms(monkeypatch: pytest.MonkeyPatch,
                                              tmp_path: Path) -> None:
    monkeypatch.setattr(morphology, "find_spec", lambda name: None)
    assert morphology.forms("fi", ["hevos"], Analyser("fi"), tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def test_forms_that_stem_apart_lead_to_their_word(reads: list[str], tmp_path: Path) -> None:
    analyser = Analyser("fi")
    horse = analyser.term("hevonen")
    found = morphology.forms("fi", [horse, analyser.term("kahvila")], analyser, tmp_path)
    apart = {analyser.term(form) for form in ("hevosta", "hevosten")} - {horse}
    assert apart
    assert found == {form: [horse] for form in apart}


def test_a_form_that_is_a_term_itself_stays_so(reads: list[str], tmp_path: Path) -> None:
    analyser = Analyser("fi")
    horse = analyser.term("hevonen")
    other = next(term for form in ("hevosta", "hevosten")
                 if (term := analyser.term(form)) != horse)
    assert other not in morphology.forms("fi", [horse, other], analyser, tmp_path)


def test_the_lists_are_worked_through_once(reads: list[str], tmp_path: Path) -> None:
    analyser = Analyser("fi")
    first = morphology.forms("fi", [analyser.term("hevonen")], analyser, tmp_path)
    again = morphology.forms("fi", [analyser.term("hevonen"), "kerh"], analyser, tmp_path)
    assert first == again
    assert reads == ["fi"]
    for path in tmp_path.iterdir():
        path.unlink()  # safe to delete
    assert morphology.forms("fi", [analyser.term("hevonen")], analyser, tmp_path) == first
    assert reads == ["fi", "fi"]


def test_other_lists_or_rules_are_worked_through_anew(
        reads: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    analyser = Analyser("fi")
    morphology.forms("fi", ["a"], analyser, tmp_path)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "10")
    morphology.forms("fi", ["a"], analyser, tmp_path)
    assert reads == ["fi", "fi"]


def test_a_broken_run_leaves_no_half_made_lists(
        reads: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(connection: sqlite3.Connection, lists: object, analyser: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(morphology, "fill", breaks)
        with pytest.raises(KeyboardInterrupt):
            morphology.forms("fi", ["a"], Analyser("fi"), tmp_path)
    assert not list(tmp_path.glob("*.sqlite"))
    morphology.forms("fi", ["a"], Analyser("fi"), tmp_path)
    assert len(list(tmp_path.glob("*.sqlite"))) == 1


@pytest.mark.parametrize("size", [1, 1 << 30])
def test_forms_travel_with_the_index(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SINGLE_FILE", size)
    analyser = Analyser("fi")
    built = index.build([{"name": ["hevonen"]}], analyser)
    horse = analyser.term("hevonen")
    _, files = transport.pack(built, analyser.tables, {}, [["a"]], {}, {}, "x-",
                              {"hevo": [horse]})
    assert any(f'"forms":[["{horse}","hevo"]]'.encode() in data
               for data in files.contents.values())
