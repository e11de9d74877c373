"""Answers ↔ a record in the shape of our YAML."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from familycentre.entering import answers, times
from familycentre.entering.answers import Answer, Unclear, near_word, text_of
from familycentre.entering.columns import SEVERAL, Place, columns, place
from familycentre.language import labels
from familycentre.loading import Records
from familycentre.model import ENTRY_KINDS, Entry
from familycentre.model.parts import Opening
from familycentre.reference import slug

TYPES = {"meeting_places": "meeting_place_type", "peer_groups": "peer_group_type",
         "ngo_services": "service_type", "public_services": "service_type"}
"""Section of labels.yml with the types of each folder of entries."""
FOLDERS = {kind.kind: kind.folder for kind in ENTRY_KINDS}
LOSSY = {
    "criteria": "A place's self-assessment stands on professionals' pages only; edit it in YAML.",
    "contacts.part": "Only contacts in areas.yml have it.",
}
"""What a sheet does not hold, and why. Everything else comes back as it was."""

_APART = ("kind", "type", "organiser.type")
_USUAL_TASK = {"meeting_places": 7, "peer_groups": 7, "ngo_services": 2, "public_services": 1}
_TASK_OF_TYPE = {"shelter": 6, "violence_work": 6, "separation": 4, "family_mediation": 4,
                 "child_supervisor": 4, "couples": 2, "family_counselling": 2, "therapy": 3,
                 "rehabilitation": 3, "home_service": 3, "family_work": 3}
"""The main task of types that tell it; a shelter's page must be sensitive even so."""


@dataclass(frozen=True)
class Known:
    """Ids of the directory by casefolded name and id, so that people can write names."""

    organisations: Mapping[str, str] = field(default_factory=dict)
    situations: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)


def known_of(records: Records) -> Known:
    """What a directory's names stand for."""
    areas = [one.record for one in records.areas]
    return Known(
        _by_name(one.record for one in records.folders["organisations"]),
        _by_name(one.record for one in records.situations),
        {county.id: county.id for county in areas} | _by_name(
            area for county in areas for area in county.areas))


def _by_name(records: Iterable[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in records:
        found[one.id] = one.id
        for name in one.name.values():
            found.setdefault(" ".join(name.casefold().split()), one.id)
    return found


@dataclass
class Answered:
    """What became of a row of answers."""

    kind: str
    """Folder of the record; empty when nobody can tell."""
    record: dict[str, Any]
    organiser: dict[str, Any] | None = None
    """A new organisation that the record names; its type was given, too."""
    unclear: list[tuple[Place, Unclear]] = field(default_factory=list)
    """Answers that could not be read; they are not in the record."""
    remarks: list[tuple[Place, str, dict[str, str]]] = field(default_factory=list)
    """Answers that were read otherwise than written: a code of messages.yml and its values."""


def record_of(given: Mapping[Place, Answer], language: str, known: Known) -> Answered:
    """A record out of answers, with those that could not be read; it is not validated.

    *language* is that of notes and words which do not name one.
    """
    made = Answered("", {})
    made.kind = _kind(given, made)
    for where in given:
        column = where.column
        if column.key in _APART or column.key.startswith("schedule."):
            continue
        try:
            value = _value(where, given, language, known, made)
        except Unclear as problem:
            made.unclear.append((where, problem))
            continue
        _put(made.record, where, value)
    _schedule(given, made)
    _hide(made)
    contacts = made.record.get(SEVERAL)
    if contacts is not None:
        made.record[SEVERAL] = [one for _, one in sorted(contacts.items())]
    if not made.record.get("tasks") and made.kind:
        task = _TASK_OF_TYPE.get(made.record.get("type", ""), _USUAL_TASK[made.kind])
        made.record["tasks"] = [task]
        made.remarks.append((place("tasks"), "tasks_guessed", {"read": str(task)}))
    made.record = _ordered(made.record)
    return made


def _hide(made: Answered) -> None:
    """Take out what would tell where a shelter, or what is marked as secret, is."""
    address = made.record.get("address", {})
    if made.record.get("type") == "shelter" or address.get("hidden"):
        told = [name for name in ("street", "postcode", "post_office") if name in address]
        told += [name for name in ("location", "arrival") if name in made.record]
        made.record["address"] = {"hidden": True}
        for name in ("location", "arrival"):
            made.record.pop(name, None)
        if told:
            made.remarks.append((place("address.street", "fi"), "hidden", {}))


def _kind(given: Mapping[Place, Answer], made: Answered) -> str:
    """The record's folder, by its kind or else by its type; its type goes into the record."""
    kind, written = given.get(place("kind")), given.get(place("type"))
    folder = ""
    if kind is not None:
        try:
            folder = FOLDERS[answers.choice(kind, "kind")]
        except Unclear as problem:
            made.unclear.append((place("kind"), problem))
    if written is None:
        return folder
    sections = [TYPES[folder]] if folder else list(dict.fromkeys(TYPES.values()))
    try:
        made.record["type"] = answers.choice(written, *sections)
    except Unclear as problem:
        made.unclear.append((place("type"), problem))
        return folder
    if folder:
        return folder
    fitting = [one for one, section in TYPES.items()
               if answers.words_of(section).get(answers.plain(text_of(written)))]
    if len(fitting) == 1:
        return fitting[0]
    if not any(where.column.key == "kind" for where, _ in made.unclear):
        made.unclear.append((place("kind"), Unclear("which_kind", text_of(written))))
    return ""


def _value(where: Place, given: Mapping[Place, Answer], language: str, known: Known,
           made: Answered) -> Any:
    name, answer = where.column.read_as, given[where]
    if name in ("openings", "exceptions"):
        return _lines(where, answer, language, made)
    if name == "organisation":
        return _organiser(text_of(answer), given, language, known, made)
    if name == "organisations":
        return [_named(part, known.organisations) for part in answers.parts(answer)]
    if name in ("situations", "areas"):
        table: Mapping[str, str] = getattr(known, name)
        return [_named(part, table) for part in answers.parts(answer)]
    if name == "choice":
        return answers.choice(answer, where.column.choices)
    if name == "choices":
        return answers.choices(answer, where.column.choices)
    value = READERS[name](answer)
    if name in ("postcode", "phone") and value != text_of(answer):
        made.remarks.append((where, "zeros_added", {"value": text_of(answer), "read": value}))
    return value


READERS: Mapping[str, Callable[[Answer], Any]] = {
    "line": text_of, "text": lambda answer: " ".join(text_of(answer).split()), "prose": text_of,
    "link": text_of, "words": answers.parts, "list": answers.parts, "whole": answers.whole,
    "decimal": answers.decimal, "yes_no": answers.yes_no, "day": answers.day,
    "partial_day": answers.partial_day, "time": answers.time_of_day, "days": answers.weekdays,
    "phone": answers.phone, "postcode": lambda answer: answers.zero_filled(answer, 5),
    "municipalities": answers.municipality_list, "tasks": answers.tasks,
    "remote": lambda answer: "both" if text_of(answer).casefold() in (
        "molemmat", "båda", "både och", "both") else answers.yes_no(answer),
}
"""How an answer is read, by the column's ``as``; those that need more stand in :func:`_value`."""


def _named(text: str, table: Mapping[str, str]) -> str:
    word = " ".join(text.casefold().split())
    if word not in table:
        raise Unclear("unknown_id", text, near_word(word, set(table)))
    return table[word]


def _organiser(text: str, given: Mapping[Place, Answer], language: str, known: Known,
               made: Answered) -> str:
    """An organiser's id; one that the directory does not know is added when its type is given."""
    word = " ".join(text.casefold().split())
    if word in known.organisations:
        return known.organisations[word]
    kind = given.get(place("organiser.type"))
    identity = slug(text)[:80].strip("-")
    if kind is None or not identity:
        raise Unclear("unknown_organiser", text, near_word(word, set(known.organisations)))
    if identity not in known.organisations:
        made.organiser = {"id": identity, "type": answers.choice(kind, "organisation_type"),
                          "name": {language: " ".join(text.split())}}
        made.remarks.append((place("organiser"), "new_organiser", {
            "value": answers.short(text), "read": identity}))
    return identity


# --- times -----------------------------------------------------------------------------------


def _lines(where: Place, answer: Answer, language: str, made: Answered) -> list[dict[str, Any]]:
    found = []
    for line in text_of(answer).splitlines():
        if not line.strip():
            continue
        if where.column.read_as == "exceptions":
            found.append(times.read_exception(line, language))
            continue
        read = times.read_openings(line, language)
        if not all(_possible(one) for one in read):
            read = [{"text": {language: line.strip()}}]
        if "text" in read[0] and not any(word in line for word in times.IN_WORDS.values()):
            made.remarks.append((where, "as_words", {"value": answers.short(line)}))
        found += read
    return found


def _possible(line: Mapping[str, Any]) -> bool:
    try:
        Opening.model_validate(line)
    except ValidationError:
        return False
    return True


def _schedule(given: Mapping[Place, Answer], made: Answered) -> None:
    """The line of the columns for days, hours and season; it comes first."""
    line: dict[str, Any] = {}
    for name in ("days", "start", "end", "from", "until"):
        where = place(f"schedule.{name}")
        if where not in given:
            continue
        try:
            line[name] = READERS[where.column.read_as](given[where])
        except Unclear as problem:
            made.unclear.append((where, problem))
            if name in ("days", "start"):  # what follows says nothing without it
                return
    if "days" in line:
        made.record["schedule"] = [line, *made.record.get("schedule", [])]
    elif line:
        first = next(where for where in given if where.column.key.startswith("schedule."))
        made.unclear.append((first, Unclear("not_days", "")))


# --- where values stand ----------------------------------------------------------------------


def _put(record: dict[str, Any], where: Place, value: Any) -> None:
    steps = where.column.key.split(".")
    target: dict[Any, Any] = record
    if steps[0] == SEVERAL:
        target = record.setdefault(SEVERAL, {}).setdefault(where.number, {})
        steps = steps[1:]
    for step in steps[:-1]:
        target = target.setdefault(step, {})
    last = steps[-1]
    if where.language:
        have = target.setdefault(last, {})
        if isinstance(have, str):  # a link for all languages, and one of a language
            have = target[last] = {"all": have}
        have[where.language] = value
    else:
        target[last] = value


def _ordered(record: dict[str, Any]) -> dict[str, Any]:
    """Fields in the order in which our records have them."""
    first = ["id", "type", "name", "summary", "description", "tasks"]
    later = ["status", "verified", "updated", "source"]
    rest = [name for name in record if name not in (*first, *later)]
    return {name: record[name] for name in (*first, *rest, *later) if name in record}


# --- a record as answers ---------------------------------------------------------------------


def answers_of(entry: Entry, language: str, names: Mapping[str, str]) -> dict[Place, Answer]:
    """A record as a person would have entered it in *language*.

    *names* gives what an id of the directory is called. What :data:`LOSSY` lists is left out.
    """
    data = entry.model_dump(mode="json", by_alias=True, exclude_unset=True)
    found: dict[Place, Answer] = {
        place("kind"): labels(language)["kind"][entry.kind]["one"]}
    section = TYPES[entry.folder]
    found[place("type")] = labels(language)[section][data["type"]]
    _times(data, language, found)
    for column in columns().values():
        if column.key in _APART or column.key.split(".")[0] in ("schedule", "exceptions"):
            continue
        steps = column.key.split(".")
        if steps[0] == SEVERAL:
            for number, contact in enumerate(data.get(SEVERAL, []), 1):
                _said(found, Place(column, "", number), contact.get(steps[1]), language, names)
            continue
        value: Any = data
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
        _said(found, Place(column), value, language, names)
    order = list(columns())
    return dict(sorted(found.items(), key=lambda one: (
        order.index(one[0].column.key), one[0].number, one[0].language)))


def _times(data: Mapping[str, Any], language: str, found: dict[Place, Answer]) -> None:
    lines = list(data.get("schedule", []))
    if lines and lines[0].get("days") and not set(lines[0]) - {
            "days", "start", "end", "from", "until"}:
        first = lines.pop(0)
        found[place("schedule.days")] = times.said_days(first["days"], language)
        for name in ("start", "end", "from", "until"):
            if first.get(name):
                found[place(f"schedule.{name}")] = _stored(name, first[name])
    for name, say in (("schedule", times.say_opening), ("exceptions", times.say_exception)):
        said = lines if name == "schedule" else data.get(name, [])
        if said:
            found[place(name)] = "\n".join(say(line, language) for line in said)


def _stored(name: str, value: str) -> Answer:
    """A day or time as Excel stores it; it has no 24.00."""
    if name in ("from", "until"):
        return datetime.date.fromisoformat(value)
    return value.replace(":", ".") if value == "24:00" else datetime.time.fromisoformat(value)


def _said(found: dict[Place, Answer], where: Place, value: Any, language: str,
          names: Mapping[str, str]) -> None:
    column = where.column
    if value is None or value in ([], {}):
        return
    if column.by_language or (column.read_as == "link" and isinstance(value, dict)):
        for tongue, text in value.items():
            said = "; ".join(text) if isinstance(text, list) else text
            found[Place(column, "" if tongue == "all" else tongue, where.number)] = said
        return
    found[where] = _word(column.read_as, column.choices, value, language, names)


def _word(read_as: str, section: str, value: Any, language: str,
          names: Mapping[str, str]) -> Answer:
    if read_as == "choice":
        return str(labels(language)[section][value])
    if read_as == "choices":
        return "; ".join(labels(language)[section][one] for one in value)
    if isinstance(value, bool):
        return {"fi": ("ei", "kyllä"), "sv": ("nej", "ja")}[language][value]
    if read_as == "remote":
        return {"fi": "molemmat", "sv": "båda"}[language]
    if read_as == "day":
        return datetime.date.fromisoformat(value)
    if read_as == "organisation":
        return names.get(value, str(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(names.get(str(one), str(one)) for one in value)
    return value  # type: ignore[no-any-return]
