"""What is wrong with the data, said to the person who can mend it."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Severity(Enum):
    """How much a problem weighs."""

    ERROR = "error"
    """Stops the build; the last good site stays."""
    WARNING = "warning"
    """Is listed; stops the build only with ``--strict``."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend, sorted by file and place."""

    file: str
    """Path as the editor knows it, with forward slashes, from the folder the build runs in."""
    line: int
    """1-based line; 1 when the problem is the whole file's."""
    column: int
    """1-based column; 1 when the problem is the whole line's."""
    code: str
    """Stable name of the kind of problem, a key of :data:`CODES`."""
    message: str
    """What is wrong, with the value found."""
    hint: str = ""
    """What would be right."""

    @property
    def severity(self) -> Severity:
        """Error or warning, fixed by the code."""
        return CODES[self.code][0]

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(f"unknown problem code {self.code!r}; add it to CODES")


ERROR, WARNING = Severity.ERROR, Severity.WARNING

CODES: dict[str, tuple[Severity, str]] = {
    # reading files
    "missing-data": (ERROR, "The data folder, or a file that must be in it, does not exist."),
    "unreadable-file": (ERROR, "The file cannot be opened or is not a regular file."),
    "bad-file-name": (ERROR, "A file or folder in the data folder has a name that nothing reads."),
    "bad-encoding": (ERROR, "The file is not UTF-8 text without a byte-order mark."),
    "file-too-large": (ERROR, "The file is larger than 1 MB; a record needs a few kilobytes."),
    "empty-file": (ERROR, "The file has no record in it."),
    "yaml-syntax": (ERROR, "The text is not YAML: often a missing colon, quote or indent."),
    "yaml-tab": (ERROR, "A tab is used to indent; YAML wants spaces."),
    "yaml-duplicate-key": (ERROR, "The same field is given twice in one place."),
    "yaml-feature": (
        ERROR, "Anchors, aliases, tags, merge keys and several documents in a file are not used."),
    "yaml-depth": (ERROR, "The text is nested deeper than any record needs."),
    # one record
    "wrong-type": (ERROR, "The value is of another kind than the field wants."),
    "unknown-field": (ERROR, "There is no such field here."),
    "missing-field": (ERROR, "A field that every such record needs is not there."),
    "unknown-value": (ERROR, "The value is not one of the field's choices."),
    "bad-id": (ERROR, "An id is small letters a–z, digits and single hyphens, at most 80."),
    "bad-text": (ERROR, "The text is empty, too long, or holds HTML or control characters."),
    "bad-number": (ERROR, "The number is outside the range the field allows."),
    "bad-date": (ERROR, "The date does not exist or is not written YYYY-MM-DD."),
    "bad-time": (ERROR, "The time is not written HH:MM."),
    "bad-url": (ERROR, "The address is not a whole http or https address."),
    "bad-email": (ERROR, "The e-mail address cannot be right."),
    "bad-phone": (ERROR, "The phone number cannot be right in Finland."),
    "bad-postcode": (ERROR, "A Finnish postcode has five digits."),
    "bad-schedule": (ERROR, "An opening's fields contradict each other or say nothing."),
    "bad-range": (ERROR, "The end comes before the start."),
    "conflict": (ERROR, "Two fields contradict each other."),
    # across records
    "duplicate-id": (ERROR, "Two records have the same id or alias."),
    "dead-reference": (ERROR, "The id that is pointed to does not exist."),
    "unknown-municipality": (ERROR, "No Finnish municipality has this name or code."),
    "outside-directory": (ERROR, "The municipality is outside the counties of this directory."),
    "duplicate-address": (ERROR, "Two pages would have the same address."),
    "shelter-address": (ERROR, "A shelter's address would be published."),
    "editor-shape": (ERROR, "The browser editor would lose this when the record is saved."),
    "hidden-address": (ERROR, "An address is hidden, and yet it stands in the file."),
    "task-set": (ERROR, "tasks.yml must hold the tasks 1–7, each once."),
    "checks-waiting": (
        ERROR, "Records are compared with each other only when directory.yml is right."),
    # worth knowing
    "missing-translation": (
        WARNING, "A text is missing in a language of the directory; the other is shown, marked."),
    "missing-languages": (WARNING, "It is not said which languages are spoken there."),
    "unlikely-language": (WARNING, "se is Northern Sámi; Swedish is sv."),
    "lost-text": (WARNING, "Text after ' #' is read as a comment and never shown."),
    "long-opening": (WARNING, "An opening lasts longer than a place is likely to be open."),
    "private-contact": (WARNING, "The e-mail address looks like a private person's."),
    "likely-duplicate": (WARNING, "Two records have the same name, organiser and place."),
    "unverified": (WARNING, "The organiser has not confirmed the record; the page says so."),
    "old-waiting": (WARNING, "A waiting time was told too long ago to be told on."),
    "verification-due": (WARNING, "The organiser's confirmation is old; ask again."),
    "no-contact": (WARNING, "There is no phone, e-mail or web address to turn to."),
    "no-contact-role": (
        WARNING, "No contact role is given for municipalities of a county; the keeper is shown."),
    "no-address": (WARNING, "A meeting place without a street address cannot be found."),
    "no-schedule": (WARNING, "It is not said when a meeting place is open."),
    "season-over": (WARNING, "All times of the record are in the past."),
    "season-ends": (WARNING, "All times of the record end within 30 days; ask for the next ones."),
    "line-over": (
        WARNING, "A weekday's season is over and no other line has the day; other times go on."),
    "never-open": (WARNING, "The record has times, but is not open once in the coming weeks."),
    "holidays-unhandled": (
        WARNING, "Weekly times fall on public holidays, and it is not said whether it is open."),
    "overlapping-times": (
        WARNING, "Two lines have overlapping hours on the same day and the same note, or none."),
    "idle-line": (WARNING, "A line of the schedule never opens on any day."),
    "idle-exception": (
        WARNING, "An exception changes nothing, or another one tells of the same day."),
    "contradicting-words": (WARNING, "A text names a weekday or hours that the schedule has not."),
    "postcode-mismatch": (WARNING, "The postcode belongs to another municipality."),
    "far-away": (WARNING, "The map point is far from the record's municipality."),
    "hard-text": (WARNING, "The text is long or hard to read for a tired parent."),
    "empty-category": (WARNING, "A life situation or task leads to nothing."),
    "idle-synonym": (WARNING, "An everyday word leads to words that no record uses."),
    "unused-organisation": (WARNING, "No record and no network names this organisation."),
    "idle-part": (WARNING, "A contact's part is read in areas.yml and nowhere else."),
    "telling-address": (
        WARNING, "The address of a sensitive page tells what it is about; browsers remember it."),
    "open-shelter": (WARNING, "It is not said that a shelter's address is hidden."),
    "telling-text": (WARNING, "A text names a street or postcode where the address is hidden."),
}
"""Every code with its severity and meaning. Codes are stable: docs, editors and CI rely on them."""


class Located(Protocol):
    """A place whose line and column are worked out when they are told."""

    def position(self) -> tuple[int, int]:
        """Line and column, from 1."""


At = tuple[int, int] | Located
"""A 1-based line and column, or what finds them."""


class Problems:
    """A growing collection of problems; one run reports all of them."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, At, str, str, str], None] = {}

    def add(self, file: str, at: At, code: str, message: str, hint: str = "") -> None:
        """Note a problem at a place."""
        if code not in CODES:
            raise KeyError(f"unknown problem code {code!r}; add it to CODES")
        self._found[file, at, code, message, hint] = None

    def take(self, others: Problems) -> None:
        """Note what was found elsewhere."""
        self._found |= others._found

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._of(ERROR, WARNING))

    def _of(self, *severities: Severity) -> list[Problem]:
        return sorted({
            Problem(file, *(at if isinstance(at, tuple) else at.position()), code, message, hint)
            for file, at, code, message, hint in self._found if CODES[code][0] in severities})

    def counted(self) -> Counter[str]:
        """How many problems have each code; nothing is located for that."""
        return Counter(code for _, _, code, _, _ in self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a build, in file order."""
        return self._of(ERROR)

    @property
    def warnings(self) -> list[Problem]:
        """The problems that only want attention, in file order."""
        return self._of(WARNING)


def as_text(problem: Problem) -> str:
    """One line a person can act on: ``file:line:col: error code: message. Hint``."""
    hint = f" {problem.hint}" if problem.hint else ""
    line = (
        f"{problem.file}:{problem.line}:{problem.column}: "
        f"{problem.severity.value} {problem.code}: {problem.message}{hint}"
    )
    return "".join(character if character.isprintable() else repr(character)[1:-1]
                   for character in line)  # data must not write lines or colours of its own


_PROPERTY_ESCAPES = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"))


def as_github(problem: Problem) -> str:
    """A workflow command that GitHub shows beside the line of the pull request.

    Escaping as in GitHub's toolkit: https://docs.github.com/actions/reference/workflow-commands
    """
    data = f"{problem.message} {problem.hint}".strip()
    data = data.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    file = problem.file
    for character, escape in _PROPERTY_ESCAPES:
        file = file.replace(character, escape)
    return (
        f"::{problem.severity.value} file={file},line={problem.line},col={problem.column},"
        f"title={problem.code}::{data}"
    )


FORMATS = {"text": as_text, "github": as_github}


def summary(problems: Problems, *, warnings: bool = True) -> str:
    """Counts by severity and code: the last line of a run."""
    def counted(number: int, noun: str) -> str:
        return f"{number} {noun}{'' if number == 1 else 's'}"

    if not warnings:
        return counted(len(problems.errors), "error")
    codes = Counter(problem.code for problem in problems)
    detail = ", ".join(f"{count} {code}" for code, count in sorted(codes.items()))
    return (f"{counted(len(problems.errors), 'error')} and "
            f"{counted(len(problems.warnings), 'warning')}" + (f" ({detail})" if detail else ""))


def shown(value: object) -> str:
    """A value found in the data, as the editor would write it, cut to one short line."""
    if value is None:
        return "nothing"
    text = f"'{value}'" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"


def dotted(path: Iterable[str | int]) -> str:
    """A place inside a record: ``schedule[2].note`` is the note of the second line."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step + 1}]"
        else:
            text += f".{step}" if text else step
    return text


def did_you_mean(word: object, choices: Iterable[str]) -> str:
    """``Did you mean 'x'?`` for a near match among the choices, else an empty text."""
    names = {choice.casefold(): choice for choice in choices}
    near = difflib.get_close_matches(str(word).casefold(), names, n=1, cutoff=0.7)
    return f"Did you mean '{names[near[0]]}'?" if near else ""
