"""Whatever is thrown at the reader: data or an error at a place that exists, never an exception."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.directories import CAFE, FILES, TODAY, write, write_second_county

from familycentre.catalogue import load
from familycentre.problems import Problems, as_github, as_text
from familycentre.source import MAX_DEPTH, Document, Marks, _careful, _plain, parse

COMMON = settings(deadline=None, derandomize=True, max_examples=150)

SIGNS = " \n\t:-?[]{},&*!|>'\"%@`#~<=.+0189abnoyTÄ\\\r\x00\x85\u2028\ufeff"
yamlish = st.text(st.sampled_from(SIGNS), max_size=60)
plain = st.one_of(
    st.none(), st.booleans(), st.integers(-10**16, 10**16),
    st.integers(-10**6, 10**6).map(lambda number: number / 100),
    st.text(max_size=12),
    st.sampled_from(["010", "10:00", "no", "yes", "null", "~", "", "2026-01-01", "1e3", "0x1", "=",
                     "<<", "- a", "a: b", "#", "&a", "*a", "!b", "'", '"', " a ", "\n"]),
)
trees = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(max_size=8).filter(lambda key: key != "<<"), inner, max_size=4),
    max_leaves=12,
)


def lines_of(text: str) -> int:
    """How many lines an editor shows."""
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def check_places(problems: Problems, file: str, text: str) -> None:
    for problem in problems:
        assert as_text(problem)
        assert as_github(problem)
        if problem.file.endswith(file):
            assert 1 <= problem.line <= lines_of(text) + 1
            assert problem.column >= 1


def all_marks(marks: Marks) -> Iterator[Marks]:
    yield marks
    for inside in marks.inside.values():
        yield from all_marks(inside)


def check_marks(document: Document, text: str) -> None:
    for marks in all_marks(document.marks):
        for line, column in (marks.here, *marks.keys.values()):
            assert 1 <= line <= lines_of(text) + 1
            assert column >= 1


@COMMON
@given(st.text() | yamlish)
@example("a: \x00")
@example("? ")
@example("%YAML 9.9\n---\na")
@example("\r[\r")
@example("[key]: a")
def test_any_text_is_data_or_an_error(text: str) -> None:
    problems = Problems()
    document = parse(text, "a.yml", problems)
    assert (document is None) == bool(problems.errors)
    check_places(problems, "a.yml", text)
    if document is not None:
        check_marks(document, text)


@COMMON
@given(st.text() | yamlish | trees.map(yaml.safe_dump))
@example("a: 1\nb: x #y")
@example("[" * MAX_DEPTH + "]" * MAX_DEPTH)
@example("a: b\n---\nc: d")
@example("a: 1\na: 2")
@example("! a: !!str b")
def test_the_fast_way_of_reading_reads_the_same(text: str) -> None:
    fast, (careful, _) = _plain(text), _careful(text, "a.yml", Problems())
    assert fast is None or (fast == careful and repr(fast) == repr(careful))


@COMMON
@given(
    st.recursive(st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=8),
    st.text(max_size=9),
)
def test_quoted_text_comes_back_as_it_was(value: Any, key: str) -> None:
    text = yaml.safe_dump({key: value}, default_style='"')
    problems = Problems()
    document = parse(text, "a.yml", problems)
    if key == "<<":
        assert [problem.code for problem in problems] == ["yaml-feature"]
    else:
        assert document is not None
        assert document.data == {key: value}


@COMMON
@given(trees)
def test_plain_data_is_read_as_by_any_yaml_reader(value: Any) -> None:
    for style in (False, True, None):
        text = yaml.safe_dump(value, default_flow_style=style)
        document = parse(text, "a.yml", problems := Problems())
        if value is None:
            assert [problem.code for problem in problems] == ["empty-file"]
            continue
        assert document is not None, list(problems)
        assert document.data == value == yaml.safe_load(text)
        check_marks(document, text)


@COMMON
@given(trees, st.lists(st.text(max_size=3) | st.integers(-1, 5), max_size=5))
def test_a_place_is_always_inside_the_file(value: Any, path: list[str | int]) -> None:
    text = yaml.safe_dump(value)
    document = parse(text, "a.yml", Problems())
    if document is not None:
        line, column = document.marks.locate(tuple(path))
        assert 1 <= line <= lines_of(text)
        assert column >= 1


@pytest.fixture(scope="module")
def county() -> Iterator[Path]:
    """A second county whose files a test overwrites one at a time."""
    with tempfile.TemporaryDirectory() as folder:
        yield write_second_county(Path(folder) / "data")


def load_with(county: Path, file: str, content: bytes) -> None:
    """Load the county with one file exchanged, and put the good one back."""
    write(county / file, content)
    try:
        catalogue, problems = load(county, TODAY)
    finally:
        if file in FILES:
            write(county / file, FILES[file])
        else:
            (county / file).unlink()
    assert (catalogue is None) == bool(problems.errors)
    check_places(problems, file, content.decode("utf-8", "replace"))


FILE_NAMES = st.sampled_from([*FILES, "peer_groups/testi.yml"])


@settings(COMMON, max_examples=60)
@given(FILE_NAMES, st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_in_any_file(county: Path, file: str, content: bytes) -> None:
    load_with(county, file, content)


FIELD_NAMES = sorted({line.split(":")[0].strip(" -{") for text in FILES.values()
                      for line in text.splitlines() if ":" in line})
likely = st.one_of(
    plain, st.sampled_from(["2026-10-01", "10:00", "mon", "Kokkola", "soite", "https://a.fi", "112",
                            "[key]", 7, True]))
records = st.dictionaries(
    st.sampled_from([*FIELD_NAMES, "id", "[key]"]),
    st.recursive(likely, lambda inner: st.lists(inner, max_size=3)
                 | st.dictionaries(st.sampled_from([*FIELD_NAMES, "fi", "sv", "[key]"]), inner,
                                   max_size=3), max_leaves=6),
    max_size=6,
)


@settings(COMMON, max_examples=100)
@given(FILE_NAMES, records | st.lists(records, max_size=3))
def test_fields_with_any_value(county: Path, file: str, value: Any) -> None:
    load_with(county, file, yaml.safe_dump(value, allow_unicode=True).encode())


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """A good file with some lines or characters deleted, doubled or put in."""
    file = draw(st.sampled_from(sorted(FILES)))
    text = FILES[file]
    for _ in range(draw(st.integers(1, 3))):
        parts = text.splitlines(keepends=True) if draw(st.booleans()) else list(text)
        if not parts:
            break
        at = draw(st.integers(0, len(parts) - 1))
        parts[at:at + 1] = draw(st.sampled_from([
            [], [parts[at]] * 2, [parts[at], draw(yamlish)], [parts[at].swapcase()],
            [parts[at - 1], parts[at]],
        ]))
        text = "".join(parts)
    return file, text


@settings(COMMON, max_examples=120)
@given(mutated())
@example(("meeting_places/perhekahvila-kokko.yml", CAFE.replace("  ", "\t")))
@example(("meeting_places/perhekahvila-kokko.yml", CAFE.replace("\n", "\r")))
@example(("meeting_places/perhekahvila-kokko.yml", CAFE.replace("\n", "\r\n")))
@example(("tasks.yml", "5"))
@example(("tasks.yml", "[[], {}, 5]"))
def test_a_good_record_with_slips(county: Path, change: tuple[str, str]) -> None:
    file, text = change
    load_with(county, file, text.encode("utf-8", "replace"))
