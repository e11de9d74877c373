"""An issue written with one of our forms → changed files of the data folder, and an answer.

The text comes from anybody. It is data all the way: it becomes values of the contract, which are
checked like every record, and stands in the answer only as code, so that it mentions nobody.
"""

from __future__ import annotations

import datetime
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from familycentre.catalogue import load
from familycentre.editing import EditError, write_together
from familycentre.entering.answers import Answer, Unclear, choice, say
from familycentre.entering.checking import Fault, faults_of
from familycentre.entering.columns import Place
from familycentre.entering.fields import Answered, known_of, record_of
from familycentre.importers import tidy
from familycentre.importers.naming import new_id
from familycentre.importers.patching import patched
from familycentre.issue_forms import ENDED, KINDS, Kind, facts_of, form_words, label_of
from familycentre.loading import Records, Sourced, load_records
from familycentre.model import ENTRY_KINDS, Entry
from familycentre.problems import ERROR, Problem, Problems
from familycentre.source import Path_

LONGEST = 70_000
"""Characters; GitHub takes 65,536."""
EMPTY = frozenset({"", "_no response_", "none"})
"""What GitHub writes for a field that was left out."""
_HEADING = re.compile(r"(?m)^### (.+?)[ \t]*$")


@dataclass(frozen=True)
class Issue:
    """What a form says."""

    kind: Kind
    language: str
    facts: Mapping[Place, Answer]
    more: Mapping[str, str]
    """Answers that are no field of a record: record, wrong, status, how, confirm."""

    @property
    def confirmed(self) -> bool:
        """Whether the organiser has written it."""
        words = re.escape(form_words(self.language)["confirm"]["organiser"])
        return bool(re.search(rf"(?m)^- \[[xX]\] {words}\s*$", self.more.get("confirm", "")))


@dataclass
class Outcome:
    """What an issue becomes."""

    language: str
    files: dict[Path, bytes] = field(default_factory=dict)
    """Contents by path; empty when something must be mended, or nothing changes."""
    faults: list[str] = field(default_factory=list)
    """What must be mended, in the language of the form, as Markdown."""
    notes: list[str] = field(default_factory=list)
    """What the one who wrote should know, as Markdown."""
    errors: list[Problem] = field(default_factory=list)
    """Errors of the check, for the coordinators' log."""

    def answer(self) -> str:
        """The answer to post, in Markdown."""
        words = form_words(self.language)["answer"]
        lines = [words["faults"] if self.faults else words["ready"] if self.files else
                 words["same"]]
        lines += ["", *(f"- {one}" for one in self.faults)] if self.faults else []
        if self.notes:
            lines += ["", words["notes"], "", *(f"- {one}" for one in self.notes)]
        if self.files:
            lines += ["", *(f"- {words['file'].format(value=f'`{path.as_posix()}`')}"
                            for path in sorted(self.files))]
        if self.faults:
            lines += ["", words["mend"]]
        return "\n".join(lines) + "\n"


def read_issue(body: str) -> Issue | None:
    """What an issue's text says; None when it was not written with one of our forms.

    A heading counts only in the order of its form and once: what looks like a heading inside an
    answer is part of that answer.
    """
    text = body[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    best: tuple[int, Issue | None] = (0, None)
    for language in ("fi", "sv"):
        for kind in KINDS:
            titles = _titles(kind, language)
            parts = _parts(text, list(titles))
            if next(iter(titles)) not in parts or len(parts) <= best[0]:
                continue
            facts: dict[Place, Answer] = {}
            more: dict[str, str] = {}
            for title, answer in parts.items():
                where = titles[title]
                if answer.casefold() in EMPTY:
                    continue
                if isinstance(where, Place):
                    facts[where] = answer
                else:
                    more[where] = answer
            best = (len(parts), Issue(kind, language, facts, more))
    return best[1] if best[0] > 2 else None


def _titles(kind: Kind, language: str) -> dict[str, Place | str]:
    """What each heading of a form means, in its order."""
    words = form_words(language)
    first: list[str] = {"new": [], "change": ["record", "wrong"],
                        "ended": ["record", "status"]}[kind]
    found: dict[str, Place | str] = {words[name]["label"]: name for name in first}
    found |= {label_of(where, language): where for where in facts_of(kind)}
    return found | {words[name]["label"]: name for name in ("how", "confirm")}


def _parts(text: str, titles: list[str]) -> dict[str, str]:
    """Answers by heading."""
    marks: list[tuple[str, int, int]] = []
    at = 0
    for hit in _HEADING.finditer(text):
        if hit[1] in titles[at:]:
            at = titles.index(hit[1]) + 1
            marks.append((hit[1], hit.start(), hit.end()))
    if not marks:
        return {}
    ends = [start for _, start, _ in marks[1:]] + [len(text)]
    return {title: text[start:end].strip()
            for (title, _, start), end in zip(marks, ends, strict=True)}


# --- what becomes of it ----------------------------------------------------------------------


def apply_issue(issue: Issue, data: Path, today: datetime.date) -> Outcome:
    """The files that the issue changes, checked with the whole directory; nothing is written."""
    outcome = Outcome(issue.language)
    records = load_records(data, Problems())
    if issue.kind == "new":
        _new(issue, records, data, today, outcome)
    else:
        found = _meant(issue.more.get("record", ""), records)
        if found is None:
            outcome.faults.append(_told(form_words(issue.language)["answer"][
                "unknown_record"].format(value=_safe(issue.more.get("record", "")))))
        else:
            _changed(issue, found, records, data, today, outcome)
    if outcome.files and not outcome.faults:
        _check(outcome, data, today)
    if outcome.faults:
        outcome.files.clear()
    return outcome


def _new(issue: Issue, records: Records, data: Path, today: datetime.date,
         outcome: Outcome) -> None:
    made = record_of(issue.facts, issue.language, known_of(records))
    record, faults = faults_of(made)
    _note(made, faults, outcome)
    if record is None or faults:
        return
    if issue.confirmed:
        record["verified"] = today.isoformat()
    taken = {one.record.id for folder in records.folders.values() for one in folder}
    taken |= records.broken
    identity = new_id("uusi", str(record["name"]), made.kind, record, taken)
    if made.organiser:
        outcome.files |= _organiser(made.organiser, data)
    outcome.files[data / made.kind / f"{identity}.yml"] = _file(made.kind, record)


def _organiser(record: Mapping[str, Any], data: Path) -> dict[Path, bytes]:
    """The file of a new organisation."""
    fields = {key: value for key, value in record.items() if key != "id"}
    return {data / "organisations" / f"{record['id']}.yml": _file("organisations", fields)}


def _file(folder: str, record: Mapping[str, Any]) -> bytes:
    return (f"# yaml-language-server: $schema=../../schema/{folder.removesuffix('s')}.json\n"
            + tidy.written(folder, record)).encode()


def _meant(text: str, records: Records) -> Sourced[Any] | None:
    """The entry that an address, a path or an id names."""
    words = re.split(r"[?#\s]", text.strip())[0].rstrip("/")
    identity = words.rpartition("/")[2].removesuffix(".yml").removesuffix("/index.html")
    for kind in ENTRY_KINDS:
        for one in records.folders[kind.folder]:
            if identity and identity in (one.record.id, *one.record.aliases):
                return one
    return None


def _changed(issue: Issue, found: Sourced[Any], records: Records, data: Path,
             today: datetime.date, outcome: Outcome) -> None:
    entry: Entry = found.record
    origin = found.origin
    words = form_words(issue.language)["answer"]
    given = dict(issue.facts)
    if issue.kind == "change" and not given and not issue.confirmed:
        outcome.faults.append(words["nothing"])
        return
    made = record_of(given, issue.language, known_of(records))
    now = origin.document.data_at(origin.base)
    wanted: dict[Path_, Any] = {}
    if issue.kind == "ended":
        try:
            status = choice(issue.more.get("status", ""), "status")
        except Unclear as problem:
            outcome.faults.append(_told(problem.told(issue.language)))
            return
        wanted["status",] = status if status in ENDED else ENDED[0]
    wanted |= dict(_leaves(made.record))
    if any(path[0] == "contacts" for path in wanted) and not now.get("contacts"):
        wanted = {path: value for path, value in wanted.items() if path[0] != "contacts"}
        wanted["contacts",] = made.record["contacts"]
    wanted = {path: value for path, value in wanted.items() if _value_at(now, path) != value}
    merged = Answered(entry.folder, _merged({**now, "id": entry.id}, wanted), made.organiser,
                      made.unclear, made.remarks)
    _, faults = faults_of(merged)
    _note(merged, faults, outcome)
    if faults:
        return
    if issue.confirmed:
        wanted["verified",] = today.isoformat()
    elif wanted:
        wanted["updated",] = today.isoformat()
    file = Path(origin.document.file)
    text = file.read_bytes().decode("utf-8")
    try:
        after = _merged(now, wanted)
        new = patched(text, origin.base, entry.folder, {
            name: after[name] for name in dict.fromkeys(str(path[0]) for path in wanted)})
    except EditError:
        outcome.faults.append(words["by_hand"])
        return
    if made.organiser:
        outcome.files |= _organiser(made.organiser, data)
    if new != text:
        outcome.files[file] = new.encode("utf-8")


def _leaves(value: Mapping[str, Any], base: Path_ = ()) -> list[tuple[Path_, Any]]:
    """What to set, each by its path: mappings field by field, lists as a whole."""
    found: list[tuple[Path_, Any]] = []
    for key, inner in value.items():
        path: Path_ = (*base, key)
        if isinstance(inner, Mapping):
            found += _leaves(inner, path)
        elif key == "contacts":  # a form knows of one contact: the first
            found += _leaves(inner[0], (*path, 0))
        else:
            found.append((path, inner))
    return found


def _value_at(data: Any, path: Path_) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _merged(record: dict[str, Any], wanted: Mapping[Path_, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = _copied(record)
    for path, value in wanted.items():
        target: Any = merged
        for step in path[:-1]:
            if isinstance(target, list):
                target = target[int(step)]
            else:
                if not isinstance(target.get(step), (dict, list)):
                    target[step] = {}
                target = target[step]
        target[path[-1]] = value
    return merged


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write the files, all of them or none. Raises OSError."""
    for path in files:
        path.parent.mkdir(exist_ok=True)
    made = [path for path in files if not path.exists()]
    try:
        for path in made:
            path.touch()  # what is written together is exchanged, so it must be there
        write_together(files)
    except OSError:
        for path in made:
            path.unlink(missing_ok=True)
        raise


# --- what is said ----------------------------------------------------------------------------


def _note(made: Answered, faults: list[Fault], outcome: Outcome) -> None:
    language = outcome.language
    for fault in faults:
        title = f"**{label_of(fault.where, language)}:** " if fault.where else ""
        outcome.faults.append(title + _told(fault.say(language)))
    for where, code, values in made.remarks:
        outcome.notes.append(f"**{label_of(where, language)}:** "
                             + _told(say(code, language, **values)))


def _safe(text: str) -> str:
    """Text of strangers for the middle of a sentence: one line, no quotation marks."""
    return " ".join(text.split())[:60].replace("”", '"')


def _told(sentence: str) -> str:
    """A sentence in Markdown: what somebody wrote stands as code, where nothing is a mention, a
    link or a picture.
    """
    return re.sub(r"”([^”]*)”", lambda hit: "`{}`".format(hit[1].replace("`", "'") or " "),
                  sentence)


def _check(outcome: Outcome, data: Path, today: datetime.date) -> None:
    """Check the whole directory as it would be; errors of the changed files are told."""
    with tempfile.TemporaryDirectory(prefix="familycentre-") as folder:
        copy_ = Path(folder) / "data"
        shutil.copytree(data, copy_)
        real = {}
        for path, content in outcome.files.items():
            inside = copy_ / path.absolute().relative_to(data.absolute())
            inside.parent.mkdir(exist_ok=True)
            inside.write_bytes(content)
            real[inside.as_posix()] = path
        _, problems = load(copy_, today)
        own = {path.absolute().as_posix() for path in map(Path, real)}
        outcome.errors = [one for one in problems if one.severity is ERROR
                          and Path(one.file).absolute().as_posix() in own]
    for code in dict.fromkeys(one.code for one in outcome.errors):
        try:
            outcome.faults.append(say(code, outcome.language, value=""))
        except KeyError:
            outcome.faults.append(say("other", outcome.language))
