"""JSON Schemas for editors and reference pages, made from the model so that they cannot differ."""

from __future__ import annotations

import argparse
import json
import re
import typing
from pathlib import Path
from typing import Any

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from familycentre.importers.guide import importing_page
from familycentre.loading import LIST_FILES, SYNONYMS, describe_models
from familycentre.problems import CODES
from familycentre.settings import Settings
from familycentre.validation import model_in

LIST_SCHEMAS = {name.removesuffix(".yml") for name in LIST_FILES}


def schema_for(name: str, model: type[BaseModel]) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a file: a list, one record, or either."""
    whole = model.model_json_schema(by_alias=True)
    definitions = whole.pop("$defs", {})
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    if name in LIST_SCHEMAS:
        body: dict[str, Any] = {"type": "array", "items": {"$ref": "#/$defs/record"}}
        definitions["record"] = whole
    elif name in ("directory", SYNONYMS):
        body = whole
    else:
        single = json.loads(json.dumps(whole))
        single["required"] = [field for field in single.get("required", []) if field != "id"]
        definitions["record"] = single
        definitions["item"] = whole
        body = {"if": {"type": "array"},
                "then": {"items": {"$ref": "#/$defs/item"}},
                "else": {"$ref": "#/$defs/record"}}
    for definition in (*definitions.values(), body):
        _without_titles(definition)
    return {**head, **body, **({"$defs": definitions} if definitions else {})}


def _without_titles(schema: dict[str, Any]) -> None:
    """Leave out pydantic's titles: they repeat the field's name in every hover text."""
    schema.pop("title", None)
    for field in schema.get("properties", {}).values():
        field.pop("title", None)


def write_schemas(folder: Path) -> None:
    """Write one schema a kind of file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in describe_models().items():
        text = json.dumps(schema_for(name, model), ensure_ascii=False, indent=1, sort_keys=False)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def write_reference(folder: Path, command_line: argparse.ArgumentParser) -> None:
    """Write fields.md, problems.md, commands.md, settings.md and importing.md."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "fields.md": fields_page(), "problems.md": problems_page(),
        "commands.md": commands_page(command_line), "settings.md": settings_page(),
        "importing.md": importing_page(),
    }
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


_MADE = "<!-- Made by `familycentre reference`; change the docstrings in hooks/familycentre. -->\n"


def fields_page() -> str:
    """Every field of every kind of file."""
    parts = ["# Fields of the data\n", _MADE,
             "A text is given by language: `{fi: …, sv: …}`. **Bold** fields are required.\n"]
    seen: set[type[BaseModel]] = set()
    queue: list[tuple[str, type[BaseModel]]] = []
    for name, model in describe_models().items():
        where = f"data/{name}.yml" if name == "directory" or name in LIST_SCHEMAS else (
            f"data/{getattr(model, 'folder', name)}/")
        queue.append((f"{model.__name__} — `{where}`", model))
    while queue:
        heading, model = queue.pop(0)
        if model in seen:
            continue
        seen.add(model)
        parts.append(f"## {heading}\n")
        parts.append(f"{_one_line(model.__doc__ or '')}\n")
        if issubclass(model, RootModel):  # the file is one table without named fields
            parts.append(f"{_one_line(model.model_fields['root'].description or '')}\n")
            continue
        parts.append("| field | value | meaning |\n|---|---|---|")
        for key, field in model.model_fields.items():
            name = field.alias or key
            shown = f"**{name}**" if field.is_required() else name
            parts.append(f"| {shown} | {_value(field)} | {_one_line(field.description or '')} |")
            inside = model_in(field.annotation)
            if inside:
                queue.append((inside.__name__, inside))
        parts.append("")
    return "\n".join(parts)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|")


_PLAIN = {
    "str": "text", "int": "whole number", "float": "number", "bool": "true or false",
    "date": "date",
}


def _value(field: FieldInfo) -> str:
    return _kind(field.annotation)


def _kind(annotation: Any) -> str:
    inside = model_in(annotation)
    origin = typing.get_origin(annotation)
    if origin is list:
        return f"list of {_kind(typing.get_args(annotation)[0])}"
    if inside is not None and origin is None:
        return f"[{inside.__name__}](#{inside.__name__.lower()})"
    if origin is typing.Literal:
        return ", ".join(f"`{json.dumps(choice) if isinstance(choice, bool) else choice}`"
                         for choice in typing.get_args(annotation))
    if origin is dict:
        value = _kind(typing.get_args(annotation)[1])
        return f"{value} by language"
    if origin is typing.Annotated:
        return _kind(typing.get_args(annotation)[0])
    parts = [part for part in typing.get_args(annotation) if part is not type(None)]
    if parts:
        return " or ".join(_kind(part) for part in parts)
    return _PLAIN.get(getattr(annotation, "__name__", ""), "text")


def problems_page() -> str:
    """Every problem code."""
    parts = ["# Problems that the check reports\n", _MADE,
             ("Errors stop the build and leave the last good site as it was. Warnings are listed; "
              "with `--strict` they stop it too.\n"),
             "| code | weight | meaning |\n|---|---|---|"]
    parts += [f"| `{code}` | {severity.value} | {_one_line(meaning)} |"
              for code, (severity, meaning) in CODES.items()]
    return "\n".join(parts) + "\n"


def commands_page(command_line: argparse.ArgumentParser) -> str:
    """Every command with its options."""
    parts = ["# The familycentre command\n", _MADE, f"{command_line.description}\n"]
    for action in command_line._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        helps = {choice.dest: choice.help for choice in action._choices_actions}
        for name, command in action.choices.items():
            parts.append(f"## familycentre {name}\n\n{helps[name]}\n")
            parts.append("| option | meaning |\n|---|---|")
            for option in command._actions:
                if option.dest == "help":
                    continue
                value = option.metavar or "\\|".join(option.choices or ())
                flag = f"{', '.join(option.option_strings)} {value}".strip()
                meaning = option.help or f"default: {option.default}"
                parts.append(f"| `{flag}` | {_one_line(meaning)} |")
            parts.append("")
    return "\n".join(parts)


def settings_page() -> str:
    """Every setting of mkdocs.yml under extra.familycentre."""
    parts = ["# Settings in mkdocs.yml\n", _MADE,
             ("They stand under `extra: familycentre:`. `site_url` of MkDocs itself must be set: "
              "canonical addresses, the sitemap and the error page need it.\n"),
             "| setting | default | meaning |\n|---|---|---|"]
    for name, field in Settings.model_fields.items():
        parts.append(f"| `{name}` | `{json.dumps(field.default)}` "
                     f"| {_one_line(field.description or '')} |")
    parts.append("\n| environment variable | meaning |\n|---|---|")
    parts.append("| `FAMILYCENTRE_DATA` | another data folder; wins over `data_dir` |")
    parts.append("| `SITE_URL` | the sample's mkdocs.yml takes `site_url` from it |")
    parts.append("| `SOURCE_DATE_EPOCH` | seconds since 1970: the build's reference day |")
    return "\n".join(parts) + "\n"
