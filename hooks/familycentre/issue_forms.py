"""Issue forms for GitHub: what a family, an NGO or a colleague can tell without programming.

A field's label is a heading of ``entering/columns.yml``, so that what somebody fills in reads like
a row of the coordinator's spreadsheet. Ids of fields may stand in links that fill a form in:
``?template=2-muutos.yml&record=ID``. The form of forms: GitHub Docs, Syntax for issue forms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Literal

from familycentre.entering.columns import Place, place
from familycentre.entering.fields import TYPES
from familycentre.importers.tidy import block
from familycentre.language import labels
from familycentre.model import Directory
from familycentre.problems import Problems
from familycentre.reference import Municipality, municipalities, municipality_names
from familycentre.source import parse

Kind = Literal["new", "change", "ended"]
KINDS: tuple[Kind, ...] = ("new", "change", "ended")
FOLDER = ".github/ISSUE_TEMPLATE"
ENDED = ("closed", "paused")
"""What a place can have become."""

_WHAT = ("kind", "type")
_FACTS: tuple[tuple[str, str], ...] = (
    ("name", "fi"), ("name", "sv"), ("summary", "fi"), ("summary", "sv"), ("municipality", ""),
    ("organiser", ""), ("organiser.type", ""), ("address.street", "fi"), ("address.street", "sv"),
    ("address.postcode", ""), ("schedule", ""), ("exceptions", ""), ("contacts.phone", ""),
    ("contacts.email", ""), ("contacts.url", ""), ("ages.min", ""), ("ages.max", ""),
    ("audience", ""), ("openness", ""), ("registration.required", ""), ("cost.free", ""),
    ("cost.note", "fi"), ("cost.note", "sv"), ("languages", ""), ("accessibility", ""),
)
_LONG = ("summary", "schedule", "exceptions")
_MUST = ("kind", "type", "municipality")


@cache
def form_words(language: str) -> dict[str, Any]:
    """Words of the forms and of the answers to them."""
    text = resources.files(__package__).joinpath("entering/forms.yml").read_text(encoding="utf-8")
    document = parse(text, "forms.yml", problems := Problems())
    if document is None:
        raise ValueError(f"forms.yml is broken: {list(problems)}")
    words: dict[str, Any] = document.data[language]
    return words


def facts_of(kind: Kind) -> list[Place]:
    """The answers about a record that a form asks for."""
    if kind == "ended":
        return []
    facts = [place(key, language) for key, language in _FACTS]
    return [*map(place, _WHAT), *facts] if kind == "new" else facts


def label_of(where: Place, language: str) -> str:
    """What stands above a field."""
    if where.column.key == "schedule":  # a form has no columns for days and hours of their own
        return str(form_words(language)["times"]["label"])
    return where.heading(language)


def forms(languages: Sequence[str], towns: Sequence[Municipality]) -> dict[str, str]:
    """Every form by its file name, for a directory's languages and municipalities."""
    made = {f"{form_words(language)['files'][kind]}.yml": _form(kind, language, towns)
            for language in languages for kind in KINDS}
    return {**made, "config.yml": "blank_issues_enabled: true\n"}


def towns_of(directory: Directory) -> list[Municipality]:
    """The municipalities that a directory covers."""
    only = {municipality_names().get(name.casefold()) for name in directory.municipalities}
    return [one for one in municipalities().values()
            if one.county in directory.counties and (not only or one.code in only)]


def _form(kind: Kind, language: str, towns: Sequence[Municipality]) -> str:
    words = form_words(language)
    own = words[kind]
    body: list[dict[str, Any]] = [
        {"type": "markdown", "attributes": {"value": f"{own['intro']}\n\n{words['public']}"}}]
    if kind != "new":
        body.append(_field("input", "record", words["record"], required=True))
    if kind == "change":
        body.append(_field("textarea", "wrong", words["wrong"]))
    if kind == "ended":
        status = labels(language)["status"]
        body.append(_field("dropdown", "status", words["status"], required=True,
                           options=[status[one] for one in ENDED]))
    body += [_fact(where, kind, language, towns) for where in facts_of(kind)]
    body.append(_field("textarea", "how", words["how"]))
    body.append({"type": "checkboxes", "id": "confirm", "attributes": {
        "label": words["confirm"]["label"], "options": [
            {"label": words["confirm"]["organiser"]},
            {"label": words["confirm"]["safe"], "required": True}]}})
    head = {"name": own["name"], "description": own["description"], "title": own["title"]}
    return ("# Made by `familycentre issue-forms` from the data contract; change it there.\n"
            + block({**head, "body": body}))


def _field(kind: str, identity: str, words: Mapping[str, str], *, required: bool = False,
           **attributes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"type": kind, "id": identity, "attributes": {
        "label": words["label"], **({"description": words["description"]}
                                    if "description" in words else {}), **attributes}}
    return {**made, "validations": {"required": True}} if required else made


def _fact(where: Place, kind: Kind, language: str,
          towns: Sequence[Municipality]) -> dict[str, Any]:
    column = where.column
    identity = column.key.replace(".", "-") + (f"-{where.language}" if where.language else "")
    words = {"label": label_of(where, language), "description": column.help(language)}
    if column.key == "schedule":
        words["description"] = form_words(language)["times"]["description"]
    required = kind == "new" and column.key in _MUST
    options, several = _options(where, language, towns)
    if options:
        if several:
            words["description"] = words["description"].split(". ")[0].rstrip(".") + "."
        return _field("dropdown", identity, words, required=required,
                      **({"multiple": True} if several else {}), options=options)
    return _field("textarea" if column.key in _LONG else "input", identity, words,
                  required=required)


def _options(where: Place, language: str,
             towns: Sequence[Municipality]) -> tuple[list[str], bool]:
    """What a field lets one choose from, and whether several at once."""
    column = where.column
    if column.key == "municipality":
        return sorted({one.name(language) for one in towns}), True
    if column.read_as == "kind":
        return [one["one"] for one in labels(language)["kind"].values()], False
    if column.read_as == "type":
        return list(dict.fromkeys(label for section in dict.fromkeys(TYPES.values())
                                  for label in labels(language)[section].values())), False
    if column.read_as == "yes_no":
        return [form_words(language)["yes"], form_words(language)["no"]], False
    if column.choices:
        return list(labels(language)[column.choices].values()), column.read_as == "choices"
    return [], False
