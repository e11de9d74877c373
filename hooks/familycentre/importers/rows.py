"""A coordinator's rows that name records of this directory: what stands there now is what they
were made from, so that what the sheet says otherwise is a change, and nothing else is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from familycentre.entering.fields import known_of
from familycentre.importers import spreadsheet
from familycentre.importers.found import Found, Refused
from familycentre.importers.holdings import Holdings, Past
from familycentre.importers.people import found_without_people
from familycentre.loading import load_records
from familycentre.model import Record
from familycentre.problems import Problems
from familycentre.reference import municipalities, municipality_names

_SETTLED = ("municipality", "nationwide")
"""Fields that imports write in their own way: compared as they would be written."""


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
                    one = found_without_people(one)  # noqa: PLW2901
                elif held:
                    past[one.source_id] = Past(one.kind, identity, _then(
                        one, held.record, ours.get((one.kind, identity))))
            yield one


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
