"""Answers of organisers → the records' files: which records, which day, what is written."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from familycentre.editing import Change, EditError, set_fields, write_together
from familycentre.loading import Records, Sourced, load_records
from familycentre.model import ENTRY_KINDS, Entry, Network, Organisation
from familycentre.problems import Problems, did_you_mean

ENDED = "closed"
"""The status of what has ended: its address goes on working and says so."""

_FOLDERS = (*(kind.folder for kind in ENTRY_KINDS), Network.folder, Organisation.folder)
_HELPLINES = "helplines"


class WrongCallError(Exception):
    """What was asked cannot be done; each argument is a sentence for the person who asked."""


@dataclass
class Outcome:
    """What was written."""

    lines: list[str] = field(default_factory=list)
    """``file:line: field: value``, for each line that changed."""
    notes: list[str] = field(default_factory=list)
    """What the person should know besides."""


def verify(data_dir: Path, ids: Sequence[str], day: datetime.date, today: datetime.date,
           status: str | None = None) -> Outcome:
    """Write the organisers' answers into the records' files.

    *day* is when they answered; *status*, when given, is what the records become. Raises
    WrongCallError, having written nothing, when any id or value is wrong, and OSError when a file
    cannot be written.
    """
    if day > today:
        raise WrongCallError(f"{day} is in the future (today is {today}). "
                             "Give the day on which the organiser answered.")
    problems = Problems()
    records = load_records(data_dir, problems)
    missing = [one for one in problems if one.code == "missing-data" and not data_dir.is_dir()]
    if missing:
        raise WrongCallError(f"{missing[0].file}: {missing[0].message}")
    outcome = Outcome()
    chosen = _chosen(records, ids, outcome.notes)
    _check_status(chosen, status)
    _check_day(chosen, day)
    wanted: dict[str, dict[tuple[str | int, ...], dict[str, str]]] = {}
    for sourced in chosen:
        fields = {"verified": day.isoformat()}
        if status and (status != "active" or "status" in _given(sourced)):
            fields["status"] = status
        wanted.setdefault(sourced.origin.document.file, {})[sourced.origin.base] = fields
    contents: dict[Path, bytes] = {}
    for file, changes in wanted.items():
        text = Path(file).read_bytes().decode("utf-8")
        try:
            made, changed = set_fields(text, changes)
        except EditError as error:
            raise WrongCallError(f"{file}:{error.line}: {error} Write it by hand.") from None
        if made != text:
            contents[Path(file)] = made.encode("utf-8")
        outcome.lines += [_told(file, one) for one in sorted(
            changed, key=lambda one: one.line)]
        outcome.notes += [f"{file}: item {base[0] + 1 if isinstance(base[0], int) else base[0]} "
                          f"says so already." if base else f"{file} says so already."
                          for base in changes if base not in {one.base for one in changed}]
    write_together(contents)
    return outcome


def _told(file: str, change: Change) -> str:
    before = f" (before: {change.before})" if change.before else " (new)"
    return f"{file}:{change.line}: {change.field}: {change.value}{before}"


def _given(sourced: Sourced[Any]) -> Mapping[str, Any]:
    """The fields that stand in the record's file."""
    data: Mapping[str, Any] = sourced.origin.document.data_at(sourced.origin.base)
    return data


def _check_status(chosen: Iterable[Sourced[Any]], status: str | None) -> None:
    without = [one.record.id for one in chosen if not isinstance(one.record, Entry)]
    if status and without:
        raise WrongCallError(
            f"{', '.join(without)}: only places, groups and services have a status.")


def _check_day(chosen: Iterable[Sourced[Any]], day: datetime.date) -> None:
    """An older answer does not undo a later one; most often it is a slip of the keyboard."""
    later = [f"'{one.record.id}' was confirmed later, on {one.record.verified}, than on {day}."
             for one in chosen if one.record.verified and one.record.verified > day]
    if later:
        raise WrongCallError(*later)


# --- ids -------------------------------------------------------------------------------------


def _chosen(records: Records, ids: Sequence[str], notes: list[str]) -> list[Sourced[Any]]:
    """The records that are meant, each once; WrongCallError names every id that is wrong."""
    every = {f"{folder}/{name}": found for folder, group in _grouped(records)
             for name, found in _names(group).items()}
    short: dict[str, list[str]] = {}
    for key in every:
        short.setdefault(key.partition("/")[2], []).append(key)
    chosen: dict[str, Sourced[Any]] = {}
    faults = []
    for name in dict.fromkeys(ids):
        keys = [name] if name in every else short.get(name, [])
        found = every[keys[0]] if keys else []
        if not found:
            faults.append(_unknown(name, records, [*short, *every]))
        elif len(keys) > 1:
            faults.append(f"'{name}' is the id of several: write {' or '.join(keys)}.")
        elif len(found) > 1:
            places = " and ".join("{}:{}".format(*_place(one)) for one in found)
            faults.append(f"'{name}' stands in {places}. Rename one of them first.")
        else:
            (one,) = found
            key = f"{keys[0].partition('/')[0]}/{one.record.id}"
            if one.record.id != name.rpartition("/")[2]:
                notes.append(f"'{name}' is now '{one.record.id}'.")
            chosen[key] = one
    if faults:
        raise WrongCallError(*faults)
    return list(chosen.values())


def _grouped(records: Records) -> Iterator[tuple[str, Sequence[Sourced[Any]]]]:
    """What can be confirmed, by folder."""
    yield from ((folder, records.folders[folder]) for folder in _FOLDERS)
    yield _HELPLINES, records.helplines


def _names(group: Sequence[Sourced[Any]]) -> dict[str, list[Sourced[Any]]]:
    """Records by id and alias: several when somebody used an id twice."""
    names: dict[str, list[Sourced[Any]]] = {}
    for one in group:
        for name in dict.fromkeys((one.record.id, *getattr(one.record, "aliases", ()))):
            names.setdefault(name, []).append(one)
    return names


def _place(one: Sourced[Any]) -> tuple[str, int]:
    file, at = one.origin.place()
    return file, at.position()[0]


def _unknown(name: str, records: Records, names: Iterable[str]) -> str:
    if name.rpartition("/")[2] in records.broken:
        return f"'{name}' cannot be used: its file has errors. `familycentre check` lists them."
    hint = did_you_mean(name, names)
    return f"There is no record '{name}'." + (f" {hint}" if hint else "")
