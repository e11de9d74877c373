"""YAML text becomes plain data in which every value knows its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from familycentre.problems import Problems
from familycentre.source import MAX_BYTES, MAX_DEPTH, Document, parse, read


def parsed(text: str) -> Document:
    problems = Problems()
    document = parse(text, "a.yml", problems)
    assert document is not None, list(problems)
    assert not len(problems)
    return document


def only_problem(text: str) -> tuple[str, int, int]:
    problems = Problems()
    assert parse(text, "a.yml", problems) is None
    (problem,) = problems
    return problem.code, problem.line, problem.column


@pytest.mark.parametrize(("written", "value"), [
    ("true", True), ("True", True), ("false", False), ("null", None), ("Null", None), ("~", None),
    ("", None), ("0", 0), ("7", 7), ("-7", -7), ("63.84", 63.84), ("-0.5", -0.5), ("0.0", 0.0),
    ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("tRue", "tRue"), ("y", "y"),
    ("010", "010"), ("02770", "02770"), ("0o17", "0o17"), ("0x1F", "0x1F"), ("1_000", "1_000"),
    ("10:00", "10:00"), ("190:20:30", "190:20:30"), ("2026-01-01", "2026-01-01"), ("9.30", 9.3),
    ("1e3", "1e3"), (".5", ".5"), ("5.", "5."), (".inf", ".inf"), (".nan", ".nan"),
    ("+358401234567", "+358401234567"), ("=", "="), ("1" * 18, int("1" * 18)),
    ("1" * 19, "1" * 19), ("'5'", "5"), ('"true"', "true"), ('""', ""), ("Ä ö", "Ä ö"),
    ('"\\u00e4"', "ä"), ("! 5", 5),
])
def test_scalars_are_what_the_editor_sees(written: str, value: Any) -> None:
    found = parsed(f"a: {written}\nb: x\n").data["a"]
    assert found == value
    assert type(found) is type(value)


def test_text_blocks_keep_or_fold_their_lines() -> None:
    assert parsed("a: |\n  x\n  y\nb: >-\n  x\n  y\n").data == {"a": "x\ny\n", "b": "x y"}


def test_keys_are_always_text() -> None:
    assert parsed("112: a\nno: b\ntrue: c\n").data == {"112": "a", "no": "b", "true": "c"}


def test_one_document_may_say_where_it_begins_and_ends() -> None:
    assert parsed("%YAML 1.2\n---\na: 1\n...\n").data == {"a": 1}


def test_windows_line_ends_count_once() -> None:
    document = parsed("a: 1\r\nb:\r\n  c: 2\r\n")
    assert document.marks.locate(("b", "c")) == (3, 3)


def test_locate_finds_the_key_the_item_or_the_nearest_place_above() -> None:
    document = parsed("a:\n  - b: 1\n    c: {d: 2}\n  - e\n")
    locate = document.marks.locate
    assert locate(()) == (1, 1)
    assert locate(("a",)) == (1, 1)
    assert locate(("a", 0)) == (2, 5)
    assert locate(("a", 0, "c")) == (3, 5)
    assert locate(("a", 0, "c", "d")) == (3, 9)
    assert locate(("a", 1)) == (4, 5)
    assert locate(("a", 1, "missing")) == (4, 5)
    assert locate(("a", 9, "c")) == (1, 1)
    assert locate(("missing", "b")) == (1, 1)


def test_comments_before_the_record_move_its_place() -> None:
    assert parsed("# one\n\nname: x\n").marks.locate(()) == (3, 1)


@pytest.mark.parametrize(("text", "place"), [
    ("a: 1\nb: &x 2\n", ("yaml-feature", 2, 4)),
    ("a: 1\nb: *x\n", ("yaml-feature", 2, 4)),
    ("a: 1\n<<: {b: 1}\n", ("yaml-feature", 2, 1)),
    ("a: !!str 1\n", ("yaml-feature", 1, 4)),
    ("a: 1\n---\nb: 1\n", ("yaml-feature", 2, 1)),
    ("a: 1\nb: 2\na: 3\n", ("yaml-duplicate-key", 3, 1)),
    ("a:\n\tb: 1\n", ("yaml-tab", 2, 1)),
    ("a: [1\n", ("yaml-syntax", 1, 4)),
    ("ä: ö\n" * 3 + "ä: \x01\n", ("yaml-syntax", 4, 4)),
    ("a: x\u2028b\n", ("yaml-syntax", 1, 5)),
    ("a: x\x85b\n", ("yaml-syntax", 1, 5)),
    ("a: 1\r\nb: [\x00]\r\n", ("yaml-syntax", 2, 5)),
    ("", ("empty-file", 1, 1)),
    ("---\n", ("empty-file", 1, 1)),
])
def test_what_is_refused_is_refused_at_its_place(text: str, place: tuple[str, int, int]) -> None:
    assert only_problem(text) == place


def test_the_deepest_text_that_is_read() -> None:
    assert parsed("[" * MAX_DEPTH + "]" * MAX_DEPTH).data
    assert only_problem("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == (
        "yaml-depth", 1, MAX_DEPTH + 1)


def test_several_refused_things_are_told_at_once() -> None:
    problems = Problems()
    assert parse("a: &x 1\nb: 2\nb: 3\nc: !y 4\n", "a.yml", problems) is None
    assert [(one.code, one.line) for one in problems] == [
        ("yaml-feature", 1), ("yaml-duplicate-key", 3), ("yaml-feature", 4)]


def test_syntax_problems_show_the_line(tmp_path: Path) -> None:
    problems = Problems()
    parse("a: b\nc: d: e\n", "a.yml", problems)
    assert "'c: d: e'" in next(iter(problems)).message


def test_a_file_may_be_as_large_as_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(b"a: 1 #".ljust(MAX_BYTES, b"x"))
    assert read(path, "a.yml", Problems()) is not None
    path.write_bytes(b"a: 1 #".ljust(MAX_BYTES + 1, b"x"))
    assert read(path, "a.yml", problems := Problems()) is None
    assert next(iter(problems)).code == "file-too-large"


def test_a_bad_byte_is_found_at_its_character(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes("a: ä\nb: ä".encode() + b"\xe4")
    problems = Problems()
    read(path, "a.yml", problems)
    (problem,) = problems
    assert (problem.line, problem.column) == (2, 5)
