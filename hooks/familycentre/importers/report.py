"""What an import did, for the person who started it: a short form to read, a long one as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from familycentre.importers.duplicates import Pair
from familycentre.importers.found import Note, Refused
from familycentre.importers.merging import Merge

SHOWN = 10
"""Lines of each part on the screen; the file has all."""


@dataclass(frozen=True)
class Told:
    """What became of one record that was found."""

    key: str
    """Folder and id here."""
    source_id: str
    state: str
    """new, changed, unchanged, deleted, skipped or untouched."""
    notes: tuple[Note, ...] = ()
    merge: Merge | None = None
    joined: tuple[str, ...] = ()
    why: str = ""


@dataclass
class Report:
    """Everything worth telling of one import."""

    source: str
    told: list[Told] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    vanished: list[tuple[str, str]] = field(default_factory=list)
    """Key and source id of records that the source has no longer."""
    returned: list[str] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def text(self, limit: int | None = None) -> str:
        """The report; with a limit, at most so many lines of each part and no single fields."""
        return "\n".join(self._lines(limit)) + "\n"

    def _lines(self, limit: int | None) -> Iterator[str]:
        states = Counter(one.state for one in self.told)
        joined = sum(len(one.joined) for one in self.told)
        counts = [f"{states[state]} {words}" for state, words in (
            ("new", "new"), ("changed", "changed"), ("unchanged", "unchanged"),
            ("deleted", "deleted here before and left so"),
            ("skipped", "left out as probable duplicates"),
            ("untouched", "not to be changed by machine"))
            if states[state]] + [f"{len(self.refused)} refused"]
        if joined:
            counts.append(f"{joined} joined into others")
        if self.vanished:
            counts.append(f"{len(self.vanished)} no longer in the source")
        yield f"Import from {self.source}: {', '.join(counts)}."
        yield from self.remarks
        conflicts = [(one.key, *conflict) for one in self.told if one.merge
                     for conflict in one.merge.conflicts]
        yield from _part("Changed here and in the source: yours was kept", (
            f"{key}: {name}: here {ours}; the source now says {theirs}"
            for key, name, ours, theirs in conflicts), limit)
        yield from _part("Not to be changed by machine: see to them by hand", (
            f"{one.key}: {one.why}" for one in self.told if one.state == "untouched"), limit)
        yield from _part("No longer in the source: ask whether they have ended", (
            f"{key} ({source_id})" for key, source_id in self.vanished), limit)
        yield from _part("In the source again", self.returned, limit)
        yield from _part("Probable duplicates", (
            f"{one.one} and {one.other}: {one.why}" for one in self.pairs), limit)
        yield from _part("Refused", (f"{one.source_id}: {one.why}" for one in self.refused), limit)
        yield from _part("Fields", self._fields(), None if limit is None else limit * 2)
        if limit is None:
            yield from self._records()

    def _fields(self) -> Iterator[str]:
        """How often each field was taken, changed or dropped."""
        count: dict[str, Counter[str]] = {}
        for one in self.told:
            for note in one.notes:
                name = ".".join(step for step in note.field.split(".") if not step.isdigit())
                count.setdefault(name, Counter())[note.what] += 1
        for name, whats in sorted(count.items(), key=lambda one: (-one[1]["dropped"], one[0])):
            yield f"{name}: " + ", ".join(
                f"{whats[what]} {what}" for what in ("taken", "changed", "dropped") if whats[what])

    def _records(self) -> Iterator[str]:
        yield ""
        yield "Every record, and what was taken, changed and dropped"
        for one in self.told:
            joined = f", with {', '.join(one.joined)}" if one.joined else ""
            yield ""
            yield f"{one.key} ({one.source_id}{joined}): {one.state}"
            taken = dict.fromkeys(note.field for note in one.notes if note.what == "taken")
            if taken:
                yield f"  taken: {', '.join(taken)}"
            for note in one.notes:
                if note.what != "taken":
                    yield f"  {note.what}: {note.field}: {note.why}"
            if one.merge:
                if one.merge.taken:
                    yield f"  follows the source: {', '.join(one.merge.taken)}"
                if one.merge.kept:
                    yield f"  yours kept: {', '.join(one.merge.kept)}"
                for name, ours, theirs in one.merge.conflicts:
                    yield f"  yours kept: {name}: here {ours}; the source now says {theirs}"


def _part(title: str, lines: Iterable[str], limit: int | None) -> Iterator[str]:
    found = list(lines)
    if not found:
        return
    yield ""
    yield f"{title} ({len(found)}):"
    yield from (f"  {one}" for one in found[:limit])
    if limit is not None and len(found) > limit:
        yield f"  … and {len(found) - limit} more in the report's file"
