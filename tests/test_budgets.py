"""The byte budgets of list and entry pages; benchmarks/bytes.py prints the same numbers."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bytes import CARDS, ENTRY, LIST, WEEK, Budget, Weight, entries, lists, sixty


def over(weights: list[Weight], budget: Budget) -> list[str]:
    assert weights
    return [f"{one.page}: {one.render} to render, {one.whole} all told; budget {budget}"
            for one in weights if not one.within(budget)]


def test_lists_of_the_sample_keep_their_budget(sample_site: Path) -> None:
    assert over(lists(sample_site), LIST) == []


def test_entries_of_the_sample_keep_their_budget(sample_site: Path) -> None:
    assert over(entries(sample_site), ENTRY) == []


def test_a_list_and_a_week_of_sixty_keep_their_budgets(tmp_path: Path) -> None:
    weights, weeks = sixty(tmp_path / "generated")
    for language in ("fi/kohtaamispaikat", "sv/motesplatser"):
        html = (tmp_path / "generated" / "site" / language / "index.html").read_text("utf-8")
        assert html.count('<input type="checkbox"') > 20
        cards = html[html.index('<ul class="cards'):]
        assert cards[:cards.index("</ul>")].count("<li") == CARDS
    assert over(weights, LIST) == []
    html = (tmp_path / "generated/site/fi/tapahtuu/index.html").read_text("utf-8")
    assert html.count("data-rows=") > CARDS
    assert over(weeks, WEEK) == []
