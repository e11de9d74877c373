"""What is written about the data, and for editors, is what the code does."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, RootModel
from tests.directories import FILES, group

from familycentre import cli, documentation
from familycentre.loading import LIST_FILES, RECORD_TYPES, YAML_ENDINGS, describe_models
from familycentre.problems import CODES, Problems
from familycentre.settings import Settings
from familycentre.source import parse, read
from familycentre.validation import model_in

ROOT = Path(__file__).resolve().parent.parent
REMAKE = "differs from what the code makes: run `make docs`"
MODELS = describe_models()


def models() -> Iterator[type[BaseModel]]:
    seen: set[type[BaseModel]] = set()
    queue: list[type[BaseModel]] = [*MODELS.values(), Settings]
    while queue:
        model = queue.pop()
        if model not in seen:
            seen.add(model)
            yield model
            queue += [inside for field in model.model_fields.values()
                      if (inside := model_in(field.annotation))]


@pytest.mark.parametrize("model", list(models()), ids=lambda model: model.__name__)
def test_every_model_and_field_says_what_it_is(model: type[BaseModel]) -> None:
    assert (model.__doc__ or "").strip()
    silent = [name for name, field in model.model_fields.items() if not field.description]
    assert silent == []


def _made(folder: Path, kind: str) -> dict[str, str]:
    if kind == "schema":
        documentation.write_schemas(folder)
    else:
        documentation.write_reference(folder, cli.parser())
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize(("kind", "place"), [("schema", "schema"), ("reference", "docs/reference")])
def test_the_files_on_disk_are_what_the_code_makes(kind: str, place: str, tmp_path: Path) -> None:
    made = _made(tmp_path / "made", kind)
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / place).iterdir()
               if path.suffix in (".json", ".md")}
    assert sorted(on_disk) == sorted(made), f"{place} {REMAKE}"
    for name, text in made.items():
        assert on_disk[name] == text, f"{place}/{name} {REMAKE}"


@pytest.mark.parametrize("code", CODES)
def test_every_problem_code_is_documented(code: str) -> None:
    assert f"| `{code}` | {CODES[code][0].value} |" in documentation.problems_page()


def test_every_field_is_documented() -> None:
    page = documentation.fields_page()
    for model in models():
        if model is Settings:
            continue
        assert f"## {model.__name__}" in page
        for name, field in () if issubclass(model, RootModel) else model.model_fields.items():
            shown = field.alias or name
            assert f"| {shown} |" in page or f"| **{shown}** |" in page


def test_every_command_and_option_is_documented() -> None:
    page = documentation.commands_page(cli.parser())
    (commands,) = (action for action in cli.parser()._actions
                   if isinstance(action, argparse._SubParsersAction))
    for name, command in commands.choices.items():
        assert f"## familycentre {name}\n" in page
        for option in command._actions:
            for flag in option.option_strings:
                assert flag in page or option.dest == "help"


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_documented(setting: str) -> None:
    assert f"| `{setting}` |" in documentation.settings_page()


def schema_of(file: str) -> dict[str, Any]:
    """The schema that belongs to a file of the data folder."""
    top = file.partition("/")[0]
    if top in RECORD_TYPES:
        wanted: type[BaseModel] = RECORD_TYPES[top]
        (name,) = (name for name, model in MODELS.items() if model is wanted)
    else:
        name = top.removesuffix(".yml")
    return documentation.schema_for(name, MODELS[name])


def complaints(file: str, data: Any) -> list[str]:
    validator = Draft202012Validator(schema_of(file))
    return [f"{file}: {error.json_path}: {error.message}" for error in validator.iter_errors(data)]


def data_of(text: str) -> Any:
    document = parse(text, "a.yml", Problems())
    assert document is not None
    return document.data


@pytest.mark.parametrize("name", MODELS)
def test_every_schema_is_a_schema(name: str) -> None:
    schema = documentation.schema_for(name, MODELS[name])
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == name
    assert "description" in json.dumps(schema)


@pytest.mark.parametrize("file", FILES)
def test_the_schema_takes_the_second_county(file: str) -> None:
    assert complaints(file, data_of(FILES[file])) == []


@pytest.mark.parametrize("change", [
    {"type": "mother"}, {"xyzzy": "1"}, {"name": None}, {"name": "Äidit"}, {"name": "{swe: a}"},
    {"tasks": "[8]"}, {"tasks": "[]"}, {"tasks": "7"}, {"places": '"8"'}, {"sensitive": "no"},
    {"contacts": "[{emial: a@b.fi}]"}, {"contacts": '[{url: "javascript:x"}]'},
    {"schedule": '[{days: [mon], start: "25:00"}]'}, {"schedule": "[{days: [monday]}]"},
    {"aliases": "[Ä]"}, {"location": "{lat: 40.4, lon: 23.1}"}, {"summary": f"{{fi: {'a' * 201}}}"},
], ids=str)
def test_the_schema_refuses_what_the_check_refuses(change: dict[str, str | None]) -> None:
    assert complaints("peer_groups/a.yml", data_of(group())) == []
    assert complaints("peer_groups/a.yml", data_of(group(**change)))


def sample_files() -> list[Path]:
    folders = [ROOT / "data", *(ROOT / "data" / folder for folder in RECORD_TYPES)]
    return sorted(path for folder in folders if folder.is_dir()
                  for path in (folder.rglob("*") if folder.name in RECORD_TYPES
                               else folder.iterdir())
                  if path.suffix in YAML_ENDINGS and path.is_file())


def test_the_schemas_take_the_sample() -> None:
    found: list[str] = []
    for path in sample_files():
        file = path.relative_to(ROOT / "data").as_posix()
        document = read(path, file, Problems())
        found += complaints(file, document.data) if document else [f"{file} cannot be read"]
    assert found == []


def test_every_file_of_the_sample_tells_editors_its_schema() -> None:
    wrong = []
    for path in sample_files():
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        start, _, target = first.partition("$schema=")
        wanted = path.parent / target
        if start != "# yaml-language-server: " or not wanted.is_file():
            wrong.append(f"{path.relative_to(ROOT)}: {first!r}")
            continue
        file = path.relative_to(ROOT / "data").as_posix()
        if wanted.stem != schema_of(file)["title"]:
            wrong.append(f"{path.relative_to(ROOT)}: {wanted.stem} is another kind's schema")
    assert wrong == [], "begin each with '# yaml-language-server: $schema=../../schema/KIND.json'"


def test_list_files_have_a_schema_each() -> None:
    assert {name.removesuffix(".yml") for name in LIST_FILES} <= MODELS.keys()
