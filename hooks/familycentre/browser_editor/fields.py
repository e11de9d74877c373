"""The model's JSON Schema → fields of Sveltia CMS (https://sveltiacms.app/en/docs/fields).

One rule a shape: texts by language are an object with a field a language, closed lists are
choices with the words of the site, ids of organisations are looked up, and what is true, false or
not known is a choice of its own, because a box that is not ticked would say "no".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from familycentre.documentation import schema_for
from familycentre.entering.columns import columns
from familycentre.language import labels
from familycentre.model import Record
from familycentre.problems import Problems
from familycentre.source import parse
from familycentre.values import LANGUAGES

Plain = dict[str, Any]
LONG = 200
"""Characters from which on a text has several lines."""
TIME = "^([01]?[0-9]|2[0-3]):[0-5][0-9]$|^24:00$"
LEFT_OUT = {"id": "the file's name, which the editor makes of the record's name"}
"""Fields of the model that the editor does not show, and why."""
ORGANISATIONS = ("organiser", "partners", "convener", "members", "coordinator.organisation")
"""Fields that hold ids of organisations."""


@dataclass(frozen=True)
class Known:
    """What the directory has to choose from."""

    language: str
    """Of labels and hints."""
    languages: tuple[str, ...]
    """In which texts may be written: those of the pages, then others that texts have."""
    options: Mapping[str, Sequence[Plain]] = field(default_factory=dict)
    """Choices by field: municipalities, areas, situations, tasks."""


@cache
def _own_words() -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("labels.yml").read_text(encoding="utf-8")
    document = parse(text, "labels.yml", problems := Problems())
    if document is None:
        raise ValueError(f"labels.yml is broken: {list(problems)}")
    words: dict[str, dict[str, str]] = document.data
    return words


def label(path: str, language: str) -> tuple[str, str]:
    """What a field is called, and what to write there (or nothing), by its dotted path.

    Raises KeyError for a field that has no words.
    """
    own = _own_words().get(path)
    if own:
        return own[language], own.get(f"help_{language}", "")
    column = columns()[path]
    return column.name(language), column.help(language)


def fields_of(model: type[Record], known: Known) -> list[Plain]:
    """Fields of one kind of record, those of the plain template first."""
    schema = schema_for(model.folder.removesuffix("s"), model)
    definitions = schema["$defs"]
    record = definitions["record"]
    needed = set(record.get("required", []))
    made = [_field(name, name, one, known, definitions, required=name in needed,
                   section=_type_section(model) if name == "type" else "")
            for name, one in record["properties"].items() if name not in LEFT_OUT]
    order = list(columns())
    return sorted(made, key=lambda one: _rank(one["name"], order))


def _rank(name: str, order: Sequence[str]) -> int:
    return next((at for at, key in enumerate(order) if key.split(".")[0] == name), len(order))


def _type_section(model: type[Record]) -> str:
    name = model.folder.removesuffix("s")
    return name.replace("ngo_", "").replace("public_", "") + "_type"


def _field(path: str, name: str, schema: Plain, known: Known, definitions: Plain, *,
           required: bool, section: str = "") -> Plain:
    """One field; *path* is its dotted path in the record, without numbers."""
    words, hint = label(path, known.language)
    head: Plain = {"name": name, "label": words, **({"hint": hint} if hint else {}),
                   "required": required}
    shape = _shape(schema, definitions)
    if path in ORGANISATIONS:
        return {**head, "widget": "relation", "collection": "organisations",
                "value_field": "{{slug}}", "display_fields": _names(known),
                "search_fields": _names(known),
                **({"multiple": True} if shape.get("type") == "array" else {})}
    if path in known.options:
        return {**head, "widget": "select", "options": list(known.options[path]),
                **_several(shape, required=required)}
    if choices := _choices(shape, definitions):
        found = section or _section(path)
        return {**head, "widget": "select", **_several(shape, required=required),
                "options": [{"label": _word(found, one, known.language), "value": one}
                            for one in choices]}
    return {**head, **_widget(path, shape, known, definitions)}


def _widget(path: str, shape: Plain, known: Known, definitions: Plain) -> Plain:
    if "propertyNames" in shape:
        return _by_language(shape, known)
    if shape.get("type") == "object":
        needed = set(shape.get("required", []))
        return {"widget": "object", "fields": [
            _field(f"{path}.{name}", name, one, known, definitions, required=name in needed)
            for name, one in shape["properties"].items()]}
    if shape.get("type") == "array":
        item = _shape(shape["items"], definitions)
        if item.get("type") == "object":
            return {"widget": "list", "collapsed": True,
                    **{key: one for key, one in _widget(path, item, known, definitions).items()
                       if key == "fields"}}
        return {"widget": "list"}
    if shape.get("type") in ("integer", "number"):
        return {"widget": "number",
                "value_type": "int" if shape["type"] == "integer" else "float",
                **({"step": 0.000001} if shape["type"] == "number" else {}),
                **{short: shape[long] for short, long in (("min", "minimum"), ("max", "maximum"))
                   if long in shape}}
    if shape.get("format") == "date":
        return {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}
    pattern = shape.get("pattern")
    if shape.get("maxLength", 0) > LONG:
        return {"widget": "text"}
    return {"widget": "string", **({"pattern": [pattern, label("wrong", known.language)[0]]}
                                   if pattern else {})}


def _by_language(shape: Plain, known: Known) -> Plain:
    """An object with a field a language; a web address may also be one for all."""
    value = shape["additionalProperties"]
    tags = [*(["all"] if "all" in shape["propertyNames"]["enum"] else []), *known.languages]
    made: list[Plain] = []
    for tag in tags:
        words = (label("all", known.language)[0] if tag == "all"
                 else labels(known.language)["language"].get(tag, tag))
        kind = "list" if value.get("type") == "array" else (
            "text" if value.get("maxLength", 0) > LONG else "string")
        made.append({"name": tag, "label": words.capitalize(), "required": False, "widget": kind})
    return {"widget": "object", "fields": made}


def _shape(schema: Plain, definitions: Plain) -> Plain:
    """What a value looks like when it is there; of two ways of writing, the fuller one."""
    if "$ref" in schema:
        return _shape(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    if "anyOf" in schema:
        ways = [_shape(one, definitions) for one in schema["anyOf"] if one.get("type") != "null"]
        return next((one for one in ways if one.get("type") in ("object", "array")), ways[0])
    return schema


def _choices(shape: Plain, definitions: Plain) -> list[Any]:
    """The values of a closed list; truth values are one too."""
    if shape.get("type") == "array":
        return _choices(_shape(shape["items"], definitions), definitions) if (
            "enum" in _shape(shape["items"], definitions)) else []
    if "const" in shape:
        return [shape["const"]]
    return list(shape["enum"]) if "enum" in shape else (
        [True, False] if shape.get("type") == "boolean" else [])


def _several(shape: Plain, *, required: bool) -> Plain:
    if shape.get("type") != "array":
        return {}
    return {"multiple": True, **({"min": 1} if required else {})}


def _section(path: str) -> str:
    """The section of labels.yml with the words of a field's choices."""
    own = _own_words().get(path, {})
    column = columns().get(path)
    return own.get("choices", "") or (column.choices if column else "")


def _word(section: str, value: Any, language: str) -> str:
    if isinstance(value, bool) or section in ("", "yes_no"):
        return label({True: "yes", False: "no"}.get(value, str(value)), language)[0]
    return str(labels(language)[section][value])


def _names(known: Known) -> list[str]:
    return [f"name.{language}" for language in known.languages if language in ("fi", "sv")]


def paths(fields: Sequence[Plain], above: str = "") -> Iterator[str]:
    """Dotted paths of every field, those inside others too; without languages of texts."""
    for one in fields:
        path = f"{above}{one['name']}"
        inner = [inside for inside in one.get("fields", [])
                 if inside["name"] not in (*LANGUAGES, "all")]
        yield path
        yield from paths(inner, f"{path}.")
