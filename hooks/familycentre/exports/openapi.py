"""JSON Schema (2020-12) and OpenAPI 3.1 of our JSON, made from the model: they cannot differ."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from familycentre.exports.public import WITHHELD, Plain, Public
from familycentre.model import (
    ENTRY_KINDS,
    CountyAreas,
    Entry,
    Helpline,
    Network,
    Organisation,
    Record,
    Situation,
    Task,
)
from familycentre.values import LANGUAGES

SCHEMA = "schema.json"
RECORDS: tuple[type[Record], ...] = (*ENTRY_KINDS, Organisation, Network)
OTHERS: tuple[type[BaseModel], ...] = (CountyAreas, Helpline, Situation, Task)
BY_LANGUAGE: Plain = {"type": "object", "additionalProperties": {"type": "string"}}
HEAD: dict[str, Plain] = {
    "uuid": {"type": "string", "format": "uuid",
             "description": "UUIDv5 that stays when the record is renamed; the same in HSDS."},
    "page": {**BY_LANGUAGE, "description": "The record's page in each language."},
    "changed": {"type": "string", "format": "date",
                "description": "The day the facts last changed, as far as the record tells."},
    "sensitive": {"type": "boolean", "description": (
        "true: about violence or another sensitive matter. Give your page a quick exit and a "
        "neutral title, and no preview or map.")},
    "municipality": {"type": "array", "items": {"type": "string", "pattern": "^[0-9]{3}$"},
                     "description": "Municipalities it names: three-digit codes."},
}
"""Fields that every published record has beside those of its file."""
FROM_THE_GATE = ("kind", "uuid", "page")
"""Those of them that are always there."""
ABOUT: Plain = {
    "type": "object", "description": "Whose data it is, on what terms and of which day.",
    "required": ["title", "keeper", "licence", "built", "freshness"],
    "properties": {
        "title": BY_LANGUAGE, "keeper": BY_LANGUAGE,
        "licence": {"type": ["object", "null"], "description": "null: not decided, ask the keeper.",
                    "properties": {"name": {"type": "string"}, "url": BY_LANGUAGE}},
        "built": {"type": "string", "format": "date"},
        "freshness": {"type": "object", "description": "Months after which facts need asking, and "
                      "after which readers are warned.", "properties": {
                          "due_months": {"type": "integer"},
                          "overdue_months": {"type": "integer"}}},
        "notice": BY_LANGUAGE, "documentation": BY_LANGUAGE},
}


DEFINITIONS = "#/$defs/"
COMPONENTS = "#/components/schemas/"


@cache
def definitions(where: str) -> dict[str, Plain]:
    """The schema of each kind of record by its name; *where* is how they refer to each other."""
    if where != DEFINITIONS:  # made once: half of the work of all open data
        made_before: dict[str, Plain] = json.loads(json.dumps(definitions(DEFINITIONS)).replace(
            f'"{DEFINITIONS}', f'"{where}'))
        return made_before
    both = [(model, "validation") for model in (*RECORDS, *OTHERS)]
    _, whole = models_json_schema(both, by_alias=True, ref_template=where + "{model}")  # type: ignore[arg-type]
    made: dict[str, Plain] = whole["$defs"]
    made = {name: _lean(one, where) for name, one in made.items()}
    for model in RECORDS:
        record = made[model.__name__]
        kind = model.kind if issubclass(model, Entry) else model.__name__.lower()
        record["properties"] |= {**HEAD, "kind": {"const": kind}}
        record["required"] = sorted({*record.get("required", []), *FROM_THE_GATE,
                                     *(["status"] if "status" in record["properties"] else [])})
        record["properties"].pop("criteria", None)
    made["Source"]["properties"].pop(WITHHELD[1].partition(".")[2])
    del made["Criteria"]
    return {**made, "About": ABOUT, "Language": {
        "enum": [*LANGUAGES, "all"], "description": "A BCP 47 tag; all: a web address that serves "
        "every language."}}


def _lean(schema: Any, where: str) -> Any:
    """A schema without titles that repeat names, and with the list of languages written once.

    A web address is always by language here, though a file of the data may give it alone.
    """
    if isinstance(schema, list):
        return [_lean(one, where) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: _lean(one, where) for name, one in schema.items()
            if not (name == "title" and isinstance(one, str))}
    if "enum" in kept.get("propertyNames", {}):
        kept["propertyNames"] = {"$ref": f"{where}Language"}
    if any("propertyNames" in one for one in kept.get("anyOf", [])):
        kept["anyOf"] = [one for one in kept["anyOf"] if one.get("type") != "string"]
    return kept


def list_of(refs: list[str], where: str) -> Plain:
    """The schema of one file of a list."""
    items: Plain = {"$ref": where + refs[0]} if len(refs) == 1 else {
        "oneOf": [{"$ref": where + ref} for ref in refs]}
    return {
        "type": "object", "required": ["about", "total", "next", "records"],
        "properties": {
            "about": {"$ref": f"{where}About"},
            "total": {"type": "integer", "description": "Records in the whole list."},
            "next": {"type": ["string", "null"], "description": "Where the list goes on."},
            "records": {"type": "array", "items": items}},
    }


def schema() -> Plain:
    """Every record and list as one JSON Schema; a list is ``#/$defs/EntryList`` and so on."""
    where = DEFINITIONS
    defs: dict[str, Any] = dict(definitions(where))
    kinds = [kind.__name__ for kind in ENTRY_KINDS]
    defs["EntryList"] = list_of(kinds, where)
    others: tuple[type[BaseModel], ...] = (Organisation, Network, *OTHERS)
    for model in others:
        defs[f"{model.__name__}List"] = list_of([model.__name__], where)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Family-centre directory, JSON version 1", "$defs": defs}


def openapi(public: Public, root: str) -> Plain:
    """The description of the files as an API (OpenAPI 3.1.0)."""
    where = COMPONENTS
    about, first = public.about, next(iter(public.site.speakers.values()))
    entries = [kind.__name__ for kind in ENTRY_KINDS]
    paths: dict[str, Plain] = {"/index.json": get(
        "Where every file is, and how many records it holds", {"type": "object"})}
    for path, what in (
            ("/kinds/{name}.json", "Records of a kind, as in meeting_place"),
            ("/municipalities/{name}.json", "Records that name a municipality, by its code"),
            ("/areas/{name}.json", "Records that serve a family-centre area or county, by its id")):
        paths[path] = get(what, list_of(entries, where)) | {"parameters": [{
            "name": "name", "in": "path", "required": True, "schema": {"type": "string"},
            "description": "One of those in index.json; the further files of a long list end in "
                           "-2, -3 … (next)."}]}
    paths["/nationwide.json"] = get("Records for the whole country", list_of(entries, where))
    lists: dict[str, type[BaseModel]] = {
        "organisations": Organisation, "networks": Network, "helplines": Helpline,
        "situations": Situation, "tasks": Task, "counties": CountyAreas}
    for name, model in lists.items():
        paths[f"/{name}.json"] = get(model.__doc__ or name, list_of([model.__name__], where))
    licence = about["licence"]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": first.plain(about["title"]), "version": "1",
            "description": "Files that are written anew with every build of the site; no key, no "
                           "limit, no server. Texts are by language (BCP 47).",
            **({"license": {"name": licence["name"],
                            "url": first.url(licence["url"])[0]}} if licence else {})},
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": public.url(root)}],
        "paths": paths,
        "components": {"schemas": definitions(where)},
    }


def get(what: str, answer: Plain) -> Plain:
    """One path that is read."""
    return {"get": {"summary": " ".join(what.split()), "responses": {"200": {
        "description": "The file.", "content": {"application/json": {"schema": answer}}}}}}
