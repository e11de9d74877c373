"""A found record → one that the data contract takes, with what did not fit left out, or a refusal.

The model itself decides, so that every record written passes the check: what it refuses is dropped,
and when that cannot be dropped, the record is refused.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from familycentre.importers.found import Found, Note, Refused
from familycentre.importers.loose import texts
from familycentre.importers.mapping import TYPES
from familycentre.language import labels
from familycentre.loading import RECORD_TYPES
from familycentre.problems import dotted
from familycentre.reference import municipalities, municipality_names
from familycentre.source import Path_

ROUNDS = 12
"""How often what is left may still be refused: dropping one thing can uncover the next."""
_PLACEHOLDER = "x"
_KEPT = ("name", "summary", "tasks", "type")
"""Without these an entry is none."""

Covered = Callable[[str], bool]
"""Whether the directory covers a municipality's code."""


@dataclass(frozen=True)
class Here:
    """What of foreign references means something in this directory."""

    covers: Covered
    situations: frozenset[str] = frozenset()
    """Ids of situations.yml."""
    areas: frozenset[str] = frozenset()
    """Ids of areas.yml: of areas and of counties."""


def settled(found: Found, here: Here) -> Found | Refused:
    """The record as it can be written."""
    model = RECORD_TYPES.get(found.kind)
    if model is None:
        return _refused(found, f"There is no kind of record '{found.kind}'.")
    record = dict(found.record)
    notes = list(found.notes)
    wish = record.pop("id", None)
    if found.kind in TYPES:
        _complete(record, found.kind, notes)
        _known(record, "situations", here.situations, notes)
        _known(record, "areas", here.areas, notes)
        if problem := _place(record, here.covers, notes):
            return _refused(found, problem)
    for number in range(ROUNDS):
        try:
            model.model_validate({**record, "id": _PLACEHOLDER})
        except ValidationError as error:
            record = copy.deepcopy(record) if number == 0 else record  # the reader's own stays
            why = _drop(record, error.errors(include_url=False), notes)
        else:
            if wish:
                record["id"] = wish
            return Found(found.source, found.source_id, found.kind, record, tuple(notes),
                         found.joined)
        if why:
            return _refused(found, why)
    return _refused(found, "Too much of it does not fit; see docs/reference/fields.md.")


def _refused(found: Found, why: str) -> Refused:
    return Refused(found.source, found.source_id, why)


def _complete(record: dict[str, Any], kind: str, notes: list[Note]) -> None:
    """A summary for a record without any words: what it is and where, from its own fields."""
    if record.get("summary") or not record.get("type"):
        return
    made = {}
    section = {"meeting_places": "meeting_place_type", "peer_groups": "peer_group_type"}.get(
        kind, "service_type")
    for language in ("fi", "sv"):
        what = labels(language)[section].get(record["type"])
        codes = [municipality_names().get(str(one).casefold(), "")
                 for one in record.get("municipality") or []]
        where = [municipalities()[code].name(language) for code in codes if code]
        if what:
            made[language] = f"{', '.join([what, *where[:3]])}."
    if made:
        record["summary"] = made
        notes.append(Note("summary", "changed", "The source describes it in no words: made of the "
                          f"type and the municipality, as of {kind}."))


def _known(record: dict[str, Any], name: str, known: frozenset[str], notes: list[Note]) -> None:
    """Keep of a list of ids those that the directory's file of that name has."""
    given = texts(record.pop(name, None))
    if kept := [one for one in given if one in known]:
        record[name] = kept
    notes += [Note(name, "dropped", f"'{one}' is not in {name}.yml.")
              for one in given if one not in kept]


def _place(record: dict[str, Any], covered: Covered, notes: list[Note]) -> str:
    """Keep the municipalities of this directory; why there is none, or nothing."""
    given = record.get("municipality")
    names = [given] if isinstance(given, str) else list(given or [])
    kept = []
    for name in names:
        code = municipality_names().get(str(name).casefold())
        if code is None:
            notes.append(Note("municipality", "dropped", f"'{name}' is no Finnish municipality."))
        elif covered(code):
            kept.append(municipalities()[code].name("fi"))
        else:
            notes.append(Note("municipality", "dropped", f"{name} is outside this directory."))
    if kept:
        record["municipality"] = list(dict.fromkeys(kept))
        if record.pop("nationwide", None):
            notes.append(Note("nationwide", "dropped", "Municipalities are named."))
        return ""
    record.pop("municipality", None)
    if names:
        return (f"{', '.join(map(str, names[:3]))}: outside the counties of directory.yml, or no "
                "Finnish municipality.")
    if not (record.get("nationwide") or record.get("areas")):
        return "It is not said where it is: no municipality, area or whole country."
    return ""


def _drop(record: dict[str, Any], errors: list[ErrorDetails], notes: list[Note]) -> str:
    """Take out what the model refuses; why the record as a whole must be refused, or nothing."""
    whys: dict[Path_, str] = {}
    path: Path_
    for detail in errors:
        if detail["type"] == "missing" and len(detail["loc"]) == 1:
            return f"It has no {detail['loc'][0]}, which every such record needs."
        path = tuple(step for step in detail["loc"] if step != "[key]")
        while path and not _there(record, path):
            path = path[:-1]  # the model names steps that are not in the data
        whys.setdefault(path, str(detail.get("ctx", {}).get("text") or detail["msg"]))
    for found, why in sorted(whys.items(), key=lambda one: _order(one[0]), reverse=True):
        path = found
        if not path or (path[0] in _KEPT and (len(path) == 1 or path[0] in ("tasks", "type"))):
            return f"{dotted(path)}: {why}" if path else why
        if not _there(record, path):
            continue  # it went with another one
        _remove(record, path)
        while len(path) > 1 and not _at(record, path[:-1]):
            path = path[:-1]
            _remove(record, path)
        if path[0] in _KEPT and path[0] not in record:
            return f"{dotted(path)}: {why}"
        notes.append(Note(dotted(path), "dropped", why))
    return ""


def _order(path: Path_) -> tuple[tuple[int, str], ...]:
    """Later items of lists first, so that dropping one does not move the others."""
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _at(data: Any, path: Path_) -> Any:
    for step in path:
        data = data[step]
    return data


def _there(data: Any, path: Path_) -> bool:
    try:
        _at(data, path)
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _remove(data: Any, path: Path_) -> None:
    del _at(data, path[:-1])[path[-1]]
