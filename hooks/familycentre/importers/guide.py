"""docs/reference/importing.md: the guide, and the mapping table as it ships."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from familycentre.importers.mapping import Rule, Tables, shipped

_HEADINGS = {
    "ptv_classes": "PTV service classes", "ptv_groups": "PTV target groups",
    "ptv_events": "PTV life events", "keywords": "Linked Events keywords and audiences",
    "service_tree": "Nodes of the service tree of the Helsinki region",
}


def importing_page() -> str:
    """The guide for whoever imports, with every line of the mapping table."""
    text = resources.files(__package__).joinpath("guide.md").read_text(encoding="utf-8")
    return text + "\n".join(_tables(shipped())) + "\n"


def _tables(tables: Tables) -> Iterator[str]:
    for name, heading in _HEADINGS.items():
        yield ""
        yield f"### {heading} (`{name}`)"
        yield ""
        yield "| code | name | admits | families | tasks | audience | level | type |"
        yield "|---|---|---|---|---|---|---|---|"
        for code, rule in getattr(tables, name).items():
            yield f"| {code} | {rule.fi} | {_row(rule)}"
    yield ""
    yield "### Words in names (`words`)"
    yield ""
    yield "| words | admits | families | tasks | audience | level | type |"
    yield "|---|---|---|---|---|---|---|"
    for one in tables.words:
        yield f"| {', '.join(one.any)} | {_row(one)}"


def _row(rule: Rule) -> str:
    admits = {True: "yes", False: "", "with_families": "with families"}[rule.admits]
    kind = f"{rule.kind}: {rule.type}" if rule.kind else rule.type
    cells = (admits, "yes" if rule.families else "", ", ".join(map(str, rule.tasks)),
             ", ".join(rule.audience), rule.support_level or "", kind)
    return " | ".join(cells) + " |"
