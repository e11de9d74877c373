"""Answers that the data contract refuses: told with the place they came from, and left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from familycentre.entering.answers import say
from familycentre.entering.columns import SEVERAL, Place, columns, place
from familycentre.entering.fields import Answered
from familycentre.loading import RECORD_TYPES
from familycentre.source import Path_
from familycentre.validation import explain

_ROUNDS = 20
"""How often what is left may be refused: leaving one answer out can uncover the next."""
NEEDED = ("type", "name", "summary", "municipality")
"""Without these the record is refused as a whole."""
_PLACEHOLDER = "x"


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with a row of answers."""

    where: Place | None
    """None: with the row as a whole."""
    code: str
    """A key of messages.yml."""
    english: str
    """What is wrong and what would be right."""
    fatal: bool = False
    """Whether there can be no record without it."""
    told: tuple[tuple[str, str], ...] = ()
    """The sentence in the languages of answers, when it is not the one of *code*."""

    def say(self, language: str) -> str:
        """What is wrong, in ``fi`` or ``sv``."""
        return dict(self.told).get(language) or say(self.code, language, value="")


def faults_of(made: Answered) -> tuple[dict[str, Any] | None, list[Fault]]:
    """The record without what cannot be in it, or None, and everything that was wrong.

    *made* is read only. A record without the answers of fatal faults would be none.
    """
    found = [Fault(where, problem.code, problem.told("en"), _needed(where),
                   tuple((language, problem.told(language)) for language in ("fi", "sv")))
             for where, problem in made.unclear]
    named = {one.where.column.key for one in found if one.where}
    if not made.kind:
        if not named & {"kind", "type"}:
            found.append(_plain("no_kind", place("type")))
        return None, found
    record = _copy(made.record)
    model = RECORD_TYPES[made.kind]
    for _ in range(_ROUNDS):
        try:
            model.model_validate({"id": _PLACEHOLDER, **record})
        except ValidationError as error:
            whole = False
            for detail in sorted(error.errors(include_url=False), key=_backwards):
                path = tuple(step for step in detail["loc"] if step != "[key]")
                where = _where(path)
                if where is not None and where.column.key in named and detail["type"] == "missing":
                    continue  # said already: its answer could not be read
                if path == () and not {"municipality", "areas", "nationwide"} & set(record):
                    if "municipality" not in named:
                        found.append(_plain("no_place", place("municipality")))
                    whole = True
                    continue
                code, message, hint = explain(model, detail)
                fatal = not _drop(record, path)
                whole |= fatal
                found.append(Fault(where, _known(code), f"{message} {hint}".strip(), fatal))
            if whole or any(one.fatal for one in found):
                return None, found
        else:
            break
    return (None if any(one.fatal for one in found) else record), found


def _plain(code: str, where: Place) -> Fault:
    return Fault(where, code, say(code, "en", value=""), fatal=True)


def _needed(where: Place) -> bool:
    return where.column.key in (*NEEDED, "kind")


def _known(code: str) -> str:
    try:
        say(code, "fi", value="")
    except KeyError:
        return "other"
    return code


def _where(path: Path_) -> Place | None:
    """The answer that a path of a record came from."""
    if not path:
        return None
    names = [step for step in path if isinstance(step, str)]
    number = path[1] + 1 if path[0] == SEVERAL and len(path) > 1 and isinstance(
        path[1], int) else 1
    for cut in range(len(names), 0, -1):
        column = columns().get(".".join(names[:cut]))
        if column:
            language = names[cut] if column.by_language and len(names) > cut else ""
            if not language and column.by_language:
                language = "fi"
            return Place(column, language, number)
    return None


def _drop(record: dict[str, Any], path: Path_) -> bool:
    """Take out what the model refuses; whether there is a record without it."""
    if not path or (path[0] in NEEDED and len(path) < 3 and (
            not isinstance(record.get(str(path[0])), dict) or len(record[str(path[0])]) < 2)):
        return False
    target: Any = record
    trail: list[tuple[Any, Any]] = []
    for step in path:
        if isinstance(target, list) and (not isinstance(step, int) or step >= len(target)):
            break
        if not isinstance(target, list) and not (isinstance(target, dict) and step in target):
            break  # the model names steps that are not in the data
        trail.append((target, step))
        target = target[step]  # type: ignore[index]
    if not trail:
        return False
    if path[0] in ("schedule", "exceptions", SEVERAL) and len(trail) > 1:
        trail = trail[:2] if path[0] != SEVERAL else trail  # a line is right as a whole, or not
    holder, step = trail.pop()
    del holder[step]
    while trail and not holder:
        holder, step = trail.pop()
        del holder[step]
    return True


def _backwards(detail: ErrorDetails) -> tuple[tuple[int, str], ...]:
    """Later items of lists first: leaving one out must not move those that follow."""
    return tuple((-step, "") if isinstance(step, int) else (0, step) for step in detail["loc"])


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value
