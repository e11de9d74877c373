"""A coordinator's rows that name records of this directory: what stands there now is what they
were made from, so that what the sheet says otherwise is a change, and nothing else is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from familycentre.entering.fields import known_of
from familycentre.importers import spreadsheet
from familycentre.importers.found import Found, Note, Refused
from familycentre.importers.holdings import Holdings, Past
from familycentre.importers.people import personal_mail, without_people
from familycentre.loading import load_records
from familycentre.model import Record
from familycentre.problems import Problems
from familycentre.reference import municipalities, municipality_names

_SETTLED = ("municipality", "nationwide")
"""Fields that imports write in their own way: compared as they would be written."""


_TEXTS = frozenset({"summary", "description", "first_visit", "arrival", "role", "note", "hours",
                    "referral_note", "accessibility_note", "text"})
"""Fields with words of people, in which somebody's name may stand."""


def sheets(inputs: Sequence[str], data: Path, holdings: Holdings, past: dict[str, Past], *,
           keep_persons: bool) -> Iterator[Found | Refused]:
    """The records of spreadsheets; *past* learns of those that the directory has already.

    New ones come without names, codes and e-mail addresses of persons unless *keep_persons*; what
    stands here already is the editors' own.
    """
    records = load_records(data, Problems())
    known = known_of(records)
    ours = {(kind, one.record.id): one.record for kind, folder in records.folders.items()
            for one in folder}
    for place in inputs:
        for one in spreadsheet.read(Path(place), known):
            if isinstance(one, Found) and one.kind != "organisations" and (
                    one.source_id not in past):
                identity = str(one.record.get("id"))
                held = holdings.records.get((one.kind, identity))
                if held is None and not keep_persons:
                    one = _without_persons(one)  # noqa: PLW2901
                elif held:
                    past[one.source_id] = Past(one.kind, identity, _then(
                        one, held.record, ours.get((one.kind, identity))))
            yield one


def _without_persons(one: Found) -> Found:
    notes = list(one.notes)
    record = _cleaned(one.record, "", notes)
    return replace(one, record=record, notes=tuple(notes))


def _cleaned(value: Any, path: str, notes: list[Note]) -> Any:
    """A value without persons; what becomes empty by that is left out."""
    if isinstance(value, list):
        made = [_cleaned(inner, f"{path}.{index}", notes) for index, inner in enumerate(value)]
        return [inner for inner in made if inner != {}]
    if not isinstance(value, Mapping):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        name = f"{path}.{key}".strip(".")
        if key == "email" and isinstance(inner, str) and personal_mail(inner):
            notes.append(Note(name, "dropped", "The e-mail address looks like a person's."))
        elif key in _TEXTS and isinstance(inner, Mapping):
            kept = {}
            for language, text in inner.items():
                cleaned, told = without_people(text)
                if told:
                    notes.append(Note(f"{name}.{language}", "changed", "A sentence with a "
                                      "person's name or personal identity code was left out."))
                if cleaned:
                    kept[language] = cleaned
            if kept:
                found[key] = kept
        else:
            found[key] = _cleaned(inner, name, notes)
    return found


def _then(one: Found, held: Mapping[str, Any], ours: Record | None) -> dict[str, Any]:
    """What a row would have said, had nobody changed it since it was written."""
    try:
        theirs = type(ours).model_validate({**one.record, "id": ours.id}) if ours else None
    except ValidationError:
        theirs = None
    then = {}
    for name, said in one.record.items():
        if name in held and name not in _SETTLED:
            same = theirs is not None and getattr(ours, name, None) == getattr(theirs, name, None)
            then[name] = said if same else held[name]
    if "municipality" in one.record and "municipality" in held:
        then["municipality"] = [_town(name) for name in getattr(ours, "municipality", ())]
    return then


def _town(name: str) -> str:
    """A municipality as imports write it: by its Finnish name."""
    code = municipality_names().get(name.casefold(), "")
    return municipalities()[code].name("fi") if code else name
