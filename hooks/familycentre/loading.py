"""The data folder → records with their origin. Nothing is linked yet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from familycentre.history import FOLDER as HISTORY
from familycentre.model import (
    ENTRY_KINDS,
    CountyAreas,
    Directory,
    Helpline,
    Model,
    Network,
    Organisation,
    Record,
    Situation,
    Synonyms,
    Task,
)
from familycentre.problems import Problems, did_you_mean, shown
from familycentre.search.analysis import STEMMERS
from familycentre.source import Document, Path_, Spot, read
from familycentre.validation import validate
from familycentre.values import ID_HINT, is_id

R = TypeVar("R", bound=BaseModel)

_RECORD_MODELS: tuple[type[Record], ...] = (*ENTRY_KINDS, Organisation, Network)
RECORD_TYPES: dict[str, type[Record]] = {model.folder: model for model in _RECORD_MODELS}
"""The model of each folder of records."""
LIST_FILES: dict[str, type[Model]] = {
    "tasks.yml": Task, "situations.yml": Situation, "helplines.yml": Helpline,
    "areas.yml": CountyAreas,
}
"""The model of the items of each file that is one list."""
DIRECTORY_FILE = "directory.yml"
SYNONYMS = "synonyms"
"""The folder of everyday words, a file a language."""
YAML_ENDINGS = (".yml", ".yaml")
IGNORED_ENDINGS = (".md", ".txt")
"""Notes that people keep beside the records."""


@dataclass(frozen=True)
class Origin:
    """Where a record was read."""

    document: Document
    base: Path_ = ()
    """Path of the record in its file; empty when the file is one record."""

    def place(self, *path: str | int) -> tuple[str, Spot]:
        """File and place of a value of the record."""
        return self.document.file, self.document.spot(self.base + path)


@dataclass(frozen=True)
class Sourced(Generic[R]):
    """A record and where it was read."""

    record: R
    origin: Origin


@dataclass
class Records:
    """Every record in the data folder, as it stands there."""

    directory: Sourced[Directory] | None = None
    tasks: list[Sourced[Task]] = field(default_factory=list)
    situations: list[Sourced[Situation]] = field(default_factory=list)
    helplines: list[Sourced[Helpline]] = field(default_factory=list)
    areas: list[Sourced[CountyAreas]] = field(default_factory=list)
    folders: dict[str, list[Sourced[Any]]] = field(default_factory=dict)
    synonyms: dict[str, Sourced[Synonyms]] = field(default_factory=dict)
    """By language."""
    broken: set[str] = field(default_factory=set)
    """Ids of records, and names of list files, that are there but not usable as a whole: pointing
    into them is no dead reference."""


def load_records(data_dir: Path, problems: Problems) -> Records:
    """Read every record of the data folder; what cannot be read or is wrong becomes a problem."""
    records = Records(folders={folder: [] for folder in RECORD_TYPES})
    if not data_dir.is_dir():
        problems.add(shown_path(data_dir), (1, 1), "missing-data",
                     "The data folder is a file." if data_dir.exists()
                     else "The data folder does not exist.",
                     "Set data_dir in mkdocs.yml or FAMILYCENTRE_DATA to the folder of records.")
        return records
    _check_names(data_dir, problems)
    for name in (DIRECTORY_FILE, *LIST_FILES):
        path = data_dir / name
        if not os.path.lexists(path):
            problems.add(shown_path(path), (1, 1), "missing-data", f"There is no {name}.",
                         "Copy it from the sample directory and change it.")
    path = data_dir / DIRECTORY_FILE
    document = read(path, shown_path(path), problems) if os.path.lexists(path) else None
    if document:
        directory = validate(Directory, document.data, document, (), problems)
        if directory:
            records.directory = Sourced(directory, Origin(document))
    lists: dict[str, list[Any]] = {
        "tasks.yml": records.tasks, "situations.yml": records.situations,
        "helplines.yml": records.helplines, "areas.yml": records.areas,
    }
    for name, found in lists.items():
        path = data_dir / name
        document = read(path, shown_path(path), problems) if os.path.lexists(path) else None
        if document:
            found.extend(_items(LIST_FILES[name], document, problems))
        given = document.data if document else None
        if not isinstance(given, list) or not given or len(found) != len(given):
            records.broken.add(name)
    for folder, model in RECORD_TYPES.items():
        for path in _record_files(data_dir / folder, problems):
            document = read(path, shown_path(path), problems)
            usable = list(_records(model, path, document, problems)) if document else []
            records.folders[folder].extend(usable)
            records.broken |= _named(path, document) - {one.record.id for one in usable}
    _load_synonyms(data_dir / SYNONYMS, records, problems)
    return records


def _load_synonyms(folder: Path, records: Records, problems: Problems) -> None:
    """The everyday words; a directory may do without."""
    for path in sorted(_record_files(folder, problems), key=lambda path: path.suffix != ".yml"):
        if path.stem not in STEMMERS or path.parent != folder:
            problems.add(shown_path(path), (1, 1), "bad-file-name",
                         f"'{path.name}' is not named after a language.",
                         "Everyday words stand in "
                         f"{' and '.join(f'{one}.yml' for one in STEMMERS)}.")
            continue
        if path.stem in records.synonyms:
            problems.add(shown_path(path), (1, 1), "bad-file-name",
                         f"There is another file for '{path.stem}'.",
                         "Move its lines there; one file a language is read.")
            continue
        document = read(path, shown_path(path), problems)
        given = validate(Synonyms, document.data, document, (), problems) if document else None
        if document and given:
            records.synonyms[path.stem] = Sourced(given, Origin(document))


def _named(path: Path, document: Document | None) -> set[str]:
    """The ids that a file means to give, whether its records can be used or not."""
    if document is None or not isinstance(document.data, list):
        return {path.stem}
    ids = (item.get("id") for item in document.data if isinstance(item, dict))
    return {one for one in ids if isinstance(one, str)}


def shown_path(path: Path) -> str:
    """The path as an editor knows it: from the working folder when it lies below."""
    absolute = Path(os.path.abspath(path))
    try:
        return absolute.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return absolute.as_posix()


def _check_names(data_dir: Path, problems: Problems) -> None:
    known = [DIRECTORY_FILE, *LIST_FILES, *RECORD_TYPES, SYNONYMS, HISTORY]
    for path in sorted(data_dir.iterdir()):
        name = path.name
        if name in known or name.startswith(".") or name.endswith(IGNORED_ENDINGS):
            continue
        problems.add(shown_path(path), (1, 1), "bad-file-name",
                     f"Nothing reads '{name}' in the data folder.",
                     did_you_mean(name, known) or f"Known names: {', '.join(known)}.")


def _record_files(folder: Path, problems: Problems) -> Iterator[Path]:
    """Files of a folder and its subfolders, in a fixed order."""
    if not folder.is_dir():
        if os.path.lexists(folder):
            problems.add(shown_path(folder), (1, 1), "bad-file-name",
                         f"'{folder.name}' must be a folder.", "Make it a folder of records.")
        return
    try:
        found = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        problems.add(shown_path(folder), (1, 1), "unreadable-file",
                     f"The folder cannot be opened: {error.strerror}.",
                     "Check that you may read it.")
        return
    for path in found:
        if path.name in YAML_ENDINGS:
            problems.add(shown_path(path), (1, 1), "bad-file-name",
                         f"The file '{path.name}' has an ending, but no name.",
                         "Give it the record's id as its name.")
        if path.name.startswith(".") or path.suffix == ".md":
            continue
        if path.suffix in YAML_ENDINGS:
            yield path
        elif path.is_dir() and not path.is_symlink():
            yield from _record_files(path, problems)
        else:
            problems.add(shown_path(path), (1, 1), "bad-file-name",
                         f"'{path.name}' is not a record.",
                         "A record's file ends in .yml; move other files elsewhere.")


def _records(
    model: type[R], path: Path, document: Document, problems: Problems
) -> Iterator[Sourced[R]]:
    data = document.data
    if isinstance(data, list):
        yield from _items(model, document, problems)
        return
    if not isinstance(data, dict):
        problems.add(document.file, document.marks.here, "wrong-type",
                     "The file is not a record.", "Write 'field: value' lines.")
        return
    identity = path.stem
    if "id" in data and data["id"] != identity:
        problems.add(document.file, document.marks.locate(("id",)), "conflict",
                     f"The id {shown(data['id'])} differs from the file's name '{path.name}'.",
                     "Remove the id, or rename the file.")
        return
    if not is_id(identity):
        problems.add(document.file, (1, 1), "bad-id",
                     f"The file's name '{path.name}' cannot be an id.", ID_HINT)
        return
    record = validate(model, {**data, "id": identity}, document, (), problems)
    if record:
        yield Sourced(record, Origin(document))


def _items(model: type[R], document: Document, problems: Problems) -> Iterator[Sourced[R]]:
    data = document.data
    if not isinstance(data, list):
        problems.add(document.file, document.marks.here, "wrong-type",
                     "The file must be a list.", "Begin each item with '- '.")
        return
    if not data:
        problems.add(document.file, document.marks.here, "empty-file", "The list is empty.",
                     "Write the items in it.")
    for index, item in enumerate(data):
        if not isinstance(item, dict):
            problems.add(document.file, document.marks.locate((index,)), "wrong-type",
                         f"Item {index + 1} is not a record.", "Write 'field: value' lines.")
            continue
        record = validate(model, item, document, (index,), problems)
        if record:
            yield Sourced(record, Origin(document, (index,)))


def describe_models() -> dict[str, type[BaseModel]]:
    """Every kind of file by its schema's name: what the editors' JSON Schemas are made from."""
    singular = {model.folder: _snake(model.__name__) for model in RECORD_TYPES.values()}
    schemas: dict[str, type[BaseModel]] = {"directory": Directory}
    schemas.update({name.removesuffix(".yml"): model for name, model in LIST_FILES.items()})
    schemas[SYNONYMS] = Synonyms
    schemas.update({singular[folder]: model for folder, model in RECORD_TYPES.items()})
    return schemas


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
