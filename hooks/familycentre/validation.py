"""Data of one file → models, or problems with their place in the file."""

from __future__ import annotations

import difflib
import re
import types
import typing
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from familycentre.language import labels
from familycentre.problems import CODES, Problems, dotted, shown
from familycentre.source import Document, Path_
from familycentre.values import WEEKDAYS

M = TypeVar("M", bound=BaseModel)

_EXPECTED = {
    "string_type": "text", "int_type": "a whole number", "float_type": "a number",
    "bool_type": "true or false", "list_type": "a list", "dict_type": "named fields",
    "model_type": "named fields", "model_attributes_type": "named fields",
    "int_from_float": "a whole number",
}
_HOW = {
    "text": "Put quotes around it if it is meant as text.",
    "true or false": "Write true or false, without quotes.",
    "a list": "Write [one, two], or each on a line of its own after '- '.",
    "named fields": "Write 'field: value' lines, indented, or {field: value}.",
    "a whole number": "Write digits only, without quotes.",
    "a number": "Write digits with a decimal point, without quotes.",
}


def validate(
    model: type[M], data: Any, document: Document, base: Path_, problems: Problems
) -> M | None:
    """Make *model* from the data at *base* of a document, or note every problem and give None."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        renamed = {(*detail["loc"][:-1], near) for detail in details
                   if detail["type"] == "extra_forbidden"
                   for near in [_nearest(model, detail["loc"])] if near}
        keys = {detail["loc"][:-1] for detail in details if detail["loc"][-1:] == ("[key]",)}
        for detail in details:
            # A field that is only misspelt is not missing as well, and a wrong key says it all.
            if (detail["type"] == "missing" and detail["loc"] in renamed) or detail["loc"] in keys:
                continue
            _note(model, detail, document, base, problems)
        return None


def _nearest(model: type[BaseModel], path: Path_) -> str:
    """The field that an unknown name was meant to be, or an empty text."""
    known = fields_at(model, path[:-1])
    word = str(path[-1]).casefold()
    if FIELD_WORDS.get(word) in known:
        return FIELD_WORDS[word]
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.7)
    return near[0] if near else ""


def _note(
    model: type[BaseModel], detail: ErrorDetails, document: Document, base: Path_,
    problems: Problems,
) -> None:
    path = detail["loc"]
    if path and path[-1] == "[key]" and detail["type"] != "extra_forbidden":
        path = path[:-1]  # pydantic's mark: the key is wrong, not its value
    name = dotted(path)
    code, message, hint = _worded(model, detail, path, name)
    if path != detail["loc"] and document.data_at(base + path) is None:
        message = f"In '{dotted(path[:-1])}': A comma cut the text before {shown(path[-1])}."
        hint = "Put quotes around the whole text."
    at = document.marks.locate(base + path)
    problems.add(document.file, at, code, message, hint)


def explain(model: type[BaseModel], detail: ErrorDetails) -> tuple[str, str, str]:
    """Code, message and hint of one of pydantic's errors, for data that stands in no file."""
    return _worded(model, detail, detail["loc"], dotted(detail["loc"]))


def _worded(
    model: type[BaseModel], detail: ErrorDetails, path: Path_, name: str
) -> tuple[str, str, str]:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    where = f"In '{name}': " if name else ""
    if kind in CODES:
        return kind, f"{where}{context['text']}", str(context["hint"])
    if kind == "missing":
        return "missing-field", f"The field '{name}' is missing.", describe(model, path)
    if kind == "extra_forbidden":
        known = fields_at(model, path[:-1])
        near = _nearest(model, path)
        hint = f"Did you mean '{near}'?" if near else f"Fields here: {', '.join(known)}."
        return "unknown-field", f"There is no field '{name}'.", hint
    if kind == "literal_error":
        found = path[-1] if detail["loc"][-1] == "[key]" else value
        choices = re.findall(r"'([^']*)'|\b(True|False)\b", str(context["expected"]))
        names = [quoted or plain.lower() for quoted, plain in choices]
        meant = choice_for(str(found), names)
        hint = f"Did you mean '{meant}'? " if meant else ""
        return ("unknown-value", f"{where}{shown(found)} is not one of the choices.",
                f"{hint}Choices: {', '.join(names)}.")
    if kind in _EXPECTED:
        wanted = _EXPECTED[kind]
        found = shown(value)
        hint = "Fill it in, or leave the field out." if value is None else _HOW[wanted]
        if wanted == "a list" and isinstance(value, (str, int)):
            hint = f"Write [{str(value).strip('[]() ')}], with square brackets."
        return "wrong-type", f"{where}Expected {wanted}, found {found}.", hint
    if kind == "too_long":
        count, limit = context["actual_length"], context["max_length"]
        return ("wrong-type", f"{where}The list has {count} items; at most {limit} fit here.",
                describe(model, path))
    if kind in ("too_short", "string_too_short"):
        return "wrong-type", f"{where}The list is empty.", describe(model, path) or _HOW["a list"]
    if kind == "string_pattern_mismatch":
        return "bad-text", f"{where}{shown(value)} is not written right.", describe(model, path)
    if kind.startswith(("greater_than", "less_than", "finite_number")):
        return ("bad-number", f"{where}{shown(value)} is outside the range.",
                f"{detail['msg'].replace('Input should be', 'It must be')}.")
    return "wrong-type", f"{where}{detail['msg']} (found {shown(value)}).", describe(model, path)


FIELD_WORDS = {
    "nimi": "name", "namn": "name", "tiivistelmä": "summary", "sammandrag": "summary",
    "kuvaus": "description", "beskrivning": "description", "tehtävät": "tasks",
    "uppgifter": "tasks", "järjestäjä": "organiser", "arrangör": "organiser",
    "organizer": "organiser", "kunta": "municipality", "kommun": "municipality",
    "alue": "areas", "alueet": "areas", "område": "areas", "osoite": "address",
    "adress": "address", "katu": "street", "katuosoite": "street", "gata": "street",
    "postinumero": "postcode", "postnummer": "postcode", "yhteystiedot": "contacts",
    "yhteyshenkilö": "contacts", "kontakt": "contacts", "kontakter": "contacts",
    "puhelin": "phone", "puh": "phone", "telefon": "phone", "tel": "phone",
    "sähköposti": "email", "e-post": "email", "epost": "email", "e-mail": "email",
    "verkkosivu": "url", "www": "url", "webbplats": "url", "ajat": "schedule",
    "aikataulu": "schedule", "aukioloajat": "schedule", "tider": "schedule",
    "poikkeukset": "exceptions", "undantag": "exceptions", "ikä": "ages", "iät": "ages",
    "ålder": "ages", "kenelle": "audience", "målgrupp": "audience",
    "ilmoittautuminen": "registration", "anmälan": "registration", "lähete": "referral",
    "remiss": "referral", "odotusaika": "waiting", "jono": "waiting",
    "väntetid": "waiting", "kö": "waiting", "hinta": "cost", "maksu": "cost",
    "pris": "cost", "kielet": "languages",
    "kieli": "languages", "språk": "languages", "esteettömyys": "accessibility",
    "tillgänglighet": "accessibility", "tila": "status", "tyyppi": "type", "typ": "type",
    "avainsanat": "keywords", "nyckelord": "keywords", "vahvistettu": "verified",
    "bekräftat": "verified", "lähde": "source", "källa": "source", "päivät": "days",
    "dagar": "days", "päivä": "date", "datum": "date", "alkaa": "start", "börjar": "start",
    "päättyy": "end", "slutar": "end",
}
"""Finnish and Swedish words that editors write for a field, and a few English spellings."""


def choice_for(word: str, choices: list[str]) -> str:
    """The choice that a word was meant to be: a near match, or its Finnish or Swedish label."""
    wanted = word.strip().casefold()
    for language in ("fi", "sv"):
        for group in labels(language).values():
            if set(choices) <= set(group):
                for choice in choices:
                    if wanted == str(group[choice]).casefold():
                        return choice
    if set(choices) == set(WEEKDAYS):
        for language in ("fi", "sv"):
            for group in ("weekday", "weekday_short", "weekday_habit"):
                for day in choices:
                    if wanted == str(labels(language)[group][day]).casefold():
                        return day
        for day in choices:
            if wanted.startswith(day):
                return day
    near = difflib.get_close_matches(wanted, choices, n=1, cutoff=0.7)
    return near[0] if near else ""


def fields_at(model: type[BaseModel], path: Path_) -> list[str]:
    """Names of the fields that may stand at *path* of a model; empty when it is not a mapping."""
    at: type[BaseModel] | None = model
    for step in path:
        if at is None or isinstance(step, int):
            continue
        at = next((model_in(field.annotation) for key, field in at.model_fields.items()
                   if (field.alias or key) == step), None)
    return [field.alias or key for key, field in at.model_fields.items()] if at else []


def describe(model: type[BaseModel], path: Path_) -> str:
    """The documentation of the field at *path*: what would be right."""
    at: type[BaseModel] | None = model
    description = ""
    for step in path:
        if at is None or isinstance(step, int):
            continue
        field = next((f for key, f in at.model_fields.items() if (f.alias or key) == step), None)
        if field is None:
            break
        description = field.description or description
        at = model_in(field.annotation)
    return description.replace("\n", " ")


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as ``list[Contact]`` or ``Address | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    origin = typing.get_origin(annotation)
    if origin in (list, typing.Union, types.UnionType, typing.Annotated):
        for part in typing.get_args(annotation):
            found = model_in(part)
            if found:
                return found
    return None
