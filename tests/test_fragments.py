"""Pieces that are rendered once, and links that fit the page they end up on."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from familycentre.addresses import relative
from familycentre.fragments import BEGIN, END, Once, Straight, marked, settle, tidy
from familycentre.model import Task
from familycentre.problems import Problems
from familycentre.render import prepare
from familycentre.source import parse
from familycentre.validation import validate


def environment(**templates: str) -> Environment:
    made = Environment(autoescape=False, loader=DictLoader(templates))
    prepare(made)
    return made


def view(language: str) -> Any:
    return SimpleNamespace(language=language)


def test_a_piece_is_rendered_for_the_first_page_alone() -> None:
    made = environment(page="{% once 'name', n %}{{ told(n) }}{% endonce %}")
    asked: list[int] = []

    def told(n: int) -> str:
        asked.append(n)
        return f"  <{n}>  \n\n"

    page = made.get_template("page")
    texts = [page.render(view=view(language), n=n, told=told)
             for language in ("fi", "sv") for n in (1, 2, 1)]
    assert texts == ["&lt;1&gt;\n", "&lt;2&gt;\n", "&lt;1&gt;\n"] * 2
    assert asked == [1, 2, 1, 2]  # once in each language


def test_an_empty_piece_leaves_no_line() -> None:
    assert environment(page="a\n{% once 'x' %}\n  \n{% endonce %}\nb").get_template("page").render(
        view=view("fi")) == "a\nb"


def test_pieces_of_one_site_do_not_reach_another() -> None:
    for word in ("one", "two"):
        page = environment(page="{% once 'x' %}{{ word }}{% endonce %}").get_template("page")
        assert page.render(view=view("fi"), word=word) == f"{word}\n"


addresses = st.lists(st.sampled_from("abc"), max_size=3).map(lambda parts: "/".join([*parts, ""]))


@given(st.lists(st.tuples(st.text("xy\n", max_size=3), addresses), max_size=4), addresses,
       st.text("xy", max_size=3))
def test_a_marked_address_becomes_a_link_of_the_page(
        pieces: list[tuple[str, str]], here: str, end: str) -> None:
    html = "".join(text + marked(address) for text, address in pieces) + end
    links = "".join(text + relative(here, address) for text, address in pieces) + end
    assert settle(html, lambda address: relative(here, address)) == links


@pytest.mark.parametrize("mark", [BEGIN, END])
def test_records_cannot_hold_marks(mark: str, tmp_path: Path) -> None:
    text = (f"number: 1\nname: {{fi: a{mark}fi/, sv: b}}\nshort: {{fi: a, sv: b}}\n"
            "sentence: {fi: a, sv: b}\n")
    document = parse(text, "tasks.yml", problems := Problems())
    assert document is not None
    assert validate(Task, document.data, document, (), problems) is None
    assert [problem.code for problem in problems] == ["bad-text"]


def test_functions_are_called_with_what_the_template_gives() -> None:
    made = environment(page="{{ one(2, more=3) }} {% for n in [1] %}{{ one(n) }}{% endfor %} "
                            "{{ kind('x') }} {{ words.upper() }}")
    assert made.context_class is Straight
    assert any(isinstance(one, Once) for one in made.extensions.values())
    html = made.get_template("page").render(
        view=view("fi"), one=lambda n, more=0: n + more, kind=str, words="ä")
    assert html == "5 1 x Ä"


def test_tidy_keeps_what_stands_on_a_line() -> None:
    assert tidy(" a  b \n\n\t c\n") == "a  b\nc"
