"""What foreign codes and words mean here: an editable table, ``mapping.yml``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import Field

from familycentre.model import ENTRY_KINDS, Model
from familycentre.model.choices import Audience, SupportLevel
from familycentre.problems import FORMATS, Problems
from familycentre.source import Document, parse, read
from familycentre.validation import validate
from familycentre.values import Slug

FILE = ".imports/mapping.yml"
"""Where a directory's own table stands, in its data folder."""
Kind = Literal["meeting_places", "peer_groups", "ngo_services", "public_services"]
TYPES: dict[str, tuple[str, ...]] = {
    kind.folder: get_args(kind.model_fields["type"].annotation) for kind in ENTRY_KINDS}
"""The types of each kind."""
_OTHER = {"meeting_places": "other_meeting_place", "peer_groups": "support_group"}
Sign = tuple[str, str, str]
"""A foreign code: its table, the code, its Finnish name (either may be empty)."""
T = TypeVar("T")


class MappingError(Exception):
    """The directory's own table is wrong; the message tells file, line and remedy."""


class Rule(Model):
    """What one code means."""

    fi: str = ""
    also: list[str] = []
    admits: Literal[True, False, "with_families"] = False
    families: bool = False
    tasks: list[Annotated[int, Field(ge=1, le=7)]] = []
    audience: list[Audience] = []
    situations: list[Slug] = []
    support_level: SupportLevel | None = None
    kind: Kind | None = None
    type: str = ""
    sensitive: bool = False


class WordRule(Rule):
    """What words in a name mean."""

    any: list[str]


class Tables(Model):
    """The whole file."""

    ptv_classes: dict[str, Rule] = {}
    ptv_groups: dict[str, Rule] = {}
    ptv_events: dict[str, Rule] = {}
    keywords: dict[str, Rule] = {}
    service_tree: dict[str, Rule] = {}
    words: list[WordRule] = []


@dataclass
class Meaning:
    """What a record's codes and words say together."""

    kind: str
    type: str
    type_known: bool
    """False: no code names a type of this kind; ``type`` is the vaguest one."""
    admitted: bool
    tasks: list[int] = field(default_factory=list)
    audience: list[str] = field(default_factory=list)
    situations: list[str] = field(default_factory=list)
    support_level: str | None = None
    sensitive: bool = False
    said_by: list[str] = field(default_factory=list)
    """The codes and words that meant something."""


class Mapping:
    """The tables, looked up by code or name."""

    def __init__(self, tables: Tables) -> None:
        self._tables: dict[str, dict[str, Rule]] = {
            name: value for name, value in tables if isinstance(value, dict)}
        self._names: dict[str, dict[str, str]] = {
            table: {label.casefold(): code for code, rule in reversed(rules.items())
                    for label in (rule.fi, *rule.also) if label}
            for table, rules in self._tables.items()}
        self._words = [([word.casefold() for word in rule.any], rule) for rule in tables.words]

    def _rule(self, sign: Sign) -> Rule | None:
        table, code, name = sign
        rules = self._tables.get(table, {})
        code = code.strip()
        while code and code not in rules and "." in code:  # P3.9.1 is a part of P3.9
            code = code.rsplit(".", 1)[0]
        return rules.get(code) or rules.get(
            self._names.get(table, {}).get(name.strip().casefold(), ""))

    def meaning(self, signs: Iterable[Sign], names: Iterable[str], kind: str) -> Meaning:
        """All that a record's codes, and the words of its names, say of it.

        *kind* is the folder it goes to when none of them names one.
        """
        rules: list[tuple[str, Rule]] = []
        for name in dict.fromkeys(one.casefold() for one in names):
            rules += [(found, rule) for words, rule in self._words
                      if (found := next((one for one in words if _begins(name, one)), ""))]
        exact = [(sign[1] or sign[2], rule) for sign in signs if (rule := self._rule(sign))]
        rules = sorted([*rules, *exact], key=lambda one: _rank(one[1], one in exact))
        kind = next((rule.kind for _, rule in rules if rule.kind), kind)
        kind_type = next((rule.type for _, rule in rules if rule.type in TYPES.get(kind, ())), "")
        families = any(rule.families for _, rule in rules)
        return Meaning(
            kind, kind_type or _OTHER.get(kind, "other_service"), bool(kind_type),
            any(rule.admits is True or (rule.admits and families) for _, rule in rules),
            tasks=_joined(rule.tasks for _, rule in rules),
            audience=_joined(rule.audience for _, rule in rules),
            situations=_joined(rule.situations for _, rule in rules),
            support_level=next((r.support_level for _, r in rules if r.support_level), None),
            sensitive=any(rule.sensitive for _, rule in rules),
            said_by=list(dict.fromkeys(name for name, rule in rules if rule.tasks or rule.audience
                                       or rule.admits)),
        )


def _begins(name: str, word: str) -> bool:
    """Whether a word of the name begins so."""
    at = name.find(word)
    while at > 0 and name[at - 1].isalnum():
        at = name.find(word, at + 1)
    return at >= 0


def _rank(rule: Rule, is_code: bool) -> int:
    """What is believed first: a warning, a code that names a kind, a word that names a kind or
    type (a family café's class is often "volunteer help"), other codes, other words.
    """
    if rule.sensitive:
        return 0
    if is_code:
        return 1 if rule.kind else 3
    return 2 if rule.kind or rule.type else 4


def _joined(lists: Iterable[Sequence[T]]) -> list[T]:
    return list(dict.fromkeys(one for given in lists for one in given))


def shipped() -> Tables:
    """The package's own table."""
    text = resources.files(__package__).joinpath("mapping.yml").read_text(encoding="utf-8")
    problems = Problems()
    return _tables(parse(text, "mapping.yml", problems), problems)


def read_mapping(data: Path | None = None) -> Mapping:
    """The package's table with the directory's own lines over it; raises MappingError."""
    tables = shipped()
    problems = Problems()
    own = data / FILE if data else None
    if own is not None and own.exists():
        given = _tables(read(own, own.as_posix(), problems), problems)
        merged: dict[str, Any] = {
            name: {**getattr(tables, name), **value} for name, value in given
            if isinstance(value, dict)}
        tables = tables.model_copy(update={**merged, "words": [*given.words, *tables.words]})
    return Mapping(tables)


def _tables(document: Document | None, problems: Problems) -> Tables:
    tables = validate(Tables, document.data, document, (), problems) if document else None
    if tables is None:
        raise MappingError("\n".join(FORMATS["text"](one) for one in problems))
    return tables
