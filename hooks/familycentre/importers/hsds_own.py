"""HSDS that a directory like this one wrote: its attributes say every field, so nothing is guessed.

The files are no safer than anybody's: what claims to be ours and is not whole is refused, people
are left out, and the model decides of the rest as of every import.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from familycentre.exports import hsds_back
from familycentre.exports.public import KINDS, Plain
from familycentre.importers.drafting import Draft
from familycentre.importers.found import FROM, Found, Refused
from familycentre.importers.loose import Loose, rows, table, text
from familycentre.importers.people import found_without_people

_NOT_WHOLE = (KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration,
              RecursionError)
"""What reading a file raises that only claims to be ours."""
_BROKEN = ("It says that a directory like this one wrote it, but it is not whole: fetch the file "
           "again.")
_UNKNOWN_HERE = ("page", "kind", "uuid", "changed", "partners", "aliases")
"""Fields that mean something in the directory they come from only."""


def ours(item: Loose) -> bool:
    """Whether a service or organisation says that a directory like this one wrote it."""
    return any(text(one.get("link_type")) == "kind"
               and text(one.get("value")) in (*KINDS, "organisation")
               for one in rows(item.get("attributes")))


def record(source: str, identity: str, versions: Mapping[str, Loose], *, keep_persons: bool
           ) -> tuple[Found | Refused, str]:
    """The record, and the source's identifier of its organiser (or nothing)."""
    try:
        data = hsds_back.entry(_plain(versions))
        kind = f"{data['kind']}s"
    except _NOT_WHOLE:
        return Refused(source, identity, _BROKEN), ""
    owner = text(table(next(iter(versions.values())).get("organization")).get("id"))
    if data.pop("organiser", None) and owner:
        data["organiser"] = FROM + owner
    return _found(source, identity, kind, data, keep_persons=keep_persons), owner


def organisation(source: str, identity: str, versions: Mapping[str, Loose], *, keep_persons: bool
                 ) -> Found | Refused:
    """The organisation that runs something imported."""
    try:
        data = hsds_back.organisation(_plain(versions))
    except _NOT_WHOLE:
        return Refused(source, identity, _BROKEN)
    return _found(source, identity, "organisations", data, keep_persons=keep_persons)


def _plain(versions: Mapping[str, Loose]) -> dict[str, Plain]:
    return {language: dict(one) for language, one in versions.items()}


def _found(source: str, identity: str, kind: str, data: Plain, *, keep_persons: bool) -> Found:
    draft = Draft(keep_persons)
    for name in _UNKNOWN_HERE:
        if data.pop(name, None) and name in ("partners", "aliases"):
            draft.note(name, "dropped", "It means something in the directory it comes from only.")
    for name, value in _one_for_all(data).items():
        draft.set(name, value)
    made = draft.found(source, identity, kind)
    return made if keep_persons else found_without_people(made)


def _one_for_all(given: Any) -> Any:
    """``{all: …}``, a web address for every language, as the data folder writes it."""
    if isinstance(given, dict):
        return given["all"] if given.keys() == {"all"} else {
            name: _one_for_all(value) for name, value in given.items()}
    return [_one_for_all(one) for one in given] if isinstance(given, list) else given
