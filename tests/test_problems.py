"""Problems sort, print in two formats and suggest near matches."""

from __future__ import annotations

import pytest

from familycentre.problems import (
    CODES,
    Problem,
    Problems,
    Severity,
    as_github,
    as_text,
    did_you_mean,
    summary,
)


def test_an_unknown_code_cannot_be_reported() -> None:
    with pytest.raises(KeyError, match="no-such-code"):
        Problem("a.yml", 1, 1, "no-such-code", "x")


def test_problems_are_sorted_by_file_and_place_and_told_once() -> None:
    problems = Problems()
    for file, line in [("b.yml", 1), ("a.yml", 10), ("a.yml", 2), ("a.yml", 2)]:
        problems.add(file, (line, 1), "bad-id", "x")
    assert [(one.file, one.line) for one in problems] == [
        ("a.yml", 2), ("a.yml", 10), ("b.yml", 1)]
    assert len(problems) == 3


def test_errors_and_warnings_are_apart() -> None:
    problems = Problems()
    problems.add("a.yml", (1, 1), "bad-id", "x")
    problems.add("a.yml", (1, 1), "unverified", "y")
    assert [one.code for one in problems.errors] == ["bad-id"]
    assert [one.code for one in problems.warnings] == ["unverified"]
    assert problems.errors[0].severity is Severity.ERROR


def test_text_is_one_line_an_editor_can_jump_to() -> None:
    problem = Problem("data/a.yml", 3, 5, "bad-id", "'Ä' cannot be an id.", "Use a–z.")
    assert as_text(problem) == "data/a.yml:3:5: error bad-id: 'Ä' cannot be an id. Use a–z."


def test_text_without_a_hint_ends_with_the_message() -> None:
    assert as_text(Problem("a.yml", 1, 1, "unverified",
    "x.")) == "a.yml:1:1: warning unverified: x."


def test_text_shows_control_characters_instead_of_obeying_them() -> None:
    shown = as_text(Problem("a\n.yml", 1, 1, "bad-id", "x\r\x1b[31m\u202ey"))
    assert shown == "a\\n.yml:1:1: error bad-id: x\\r\\x1b[31m\\u202ey"


def test_github_escapes_properties_and_data_as_its_toolkit_does() -> None:
    problem = Problem("100%,a:b\n.yml", 3, 5, "unverified", "50 %: a, b\r\nc", "d")
    assert as_github(problem) == (
        "::warning file=100%25%2Ca%3Ab%0A.yml,line=3,col=5,title=unverified"
        "::50 %25: a, b%0D%0Ac d"
    )


def test_the_summary_counts_by_weight_and_code() -> None:
    problems = Problems()
    assert summary(problems) == "0 errors and 0 warnings"
    problems.add("a.yml", (1, 1), "bad-id", "x")
    problems.add("a.yml", (2, 1), "unverified", "y")
    problems.add("b.yml", (2, 1), "unverified", "y")
    assert summary(problems) == "1 error and 2 warnings (1 bad-id, 2 unverified)"


@pytest.mark.parametrize(("word", "hint"), [
    ("Espo", "Did you mean 'Espoo'?"), ("ESPOO", "Did you mean 'Espoo'?"), ("xyz", ""), ("", ""),
])
def test_a_near_match_is_suggested_as_it_is_written(word: str, hint: str) -> None:
    assert did_you_mean(word, ["Vantaa", "Espoo"]) == hint


def test_every_code_has_a_name_for_files_and_a_sentence() -> None:
    for code, (_, meaning) in CODES.items():
        assert code == code.lower().strip("-")
        assert meaning.endswith(".")
