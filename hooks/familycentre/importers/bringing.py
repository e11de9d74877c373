"""Found records → files of the data folder: new ones added, known ones merged, none overwritten."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from familycentre.editing import EditError
from familycentre.importers import tidy
from familycentre.importers.duplicates import Listed, duplicates, listed
from familycentre.importers.found import FROM, Found, Note, Refused
from familycentre.importers.holdings import Held, Holdings, Past, fingerprint, plain
from familycentre.importers.merging import Merge, merge
from familycentre.importers.naming import new_id
from familycentre.importers.patching import patched, patched_record
from familycentre.importers.report import Report, Told
from familycentre.importers.settling import Here, settled
from familycentre.loading import RECORD_TYPES, shown_path
from familycentre.problems import Problems
from familycentre.source import parse

MARK = "# No longer in "
"""How the line begins that is put above a record that the source has no longer."""
MOST = 0.5
"""When more than this part of the known records is missing, the source was not read whole."""


@dataclass(frozen=True)
class Wish:
    """How an import is to be done."""

    source: str
    today: datetime.date
    partial: bool = False
    """Only a part of the source was read: what is missing has not vanished."""
    close_vanished: bool = False
    """Set ``status: closed`` on what the source has no longer, unless somebody set a status."""
    skip_duplicates: bool = False


class Bringing:
    """One import into one data folder; :attr:`contents` is what is to be written."""

    def __init__(self, data: Path, holdings: Holdings, past: dict[str, Past], wish: Wish,
                 here: Here) -> None:
        self.data = data
        self.holdings = holdings
        self.past = past
        self.wish = wish
        self.here = here
        self.report = Report(wish.source)
        self.contents: dict[Path, str] = {}
        self._taken = {True: holdings.ids(organisations=True),
                       False: holdings.ids(organisations=False)}
        self._organisations: dict[str, str] = {}
        """Our id of each organisation found, by the source's identifier."""
        self._by_name, self._by_business_id = self._known_organisations()
        self._by_url = self._unique_urls()
        self._schema = (data.resolve().parent / "schema").is_dir()

    def _known_organisations(self) -> tuple[dict[str, str], dict[str, str]]:
        names: dict[str, str] = {}
        codes: dict[str, str] = {}
        for (kind, identity), held in self.holdings.records.items():
            if kind == "organisations":
                given = held.record.get("name")
                for name in given.values() if isinstance(given, dict) else ():
                    names.setdefault(str(name).casefold(), identity)
                if held.record.get("business_id"):
                    codes.setdefault(str(held.record["business_id"]), identity)
        return names, codes

    def _unique_urls(self) -> dict[tuple[str, str], str]:
        """Id by kind and address of the source, where one record alone has it: a lost ledger does
        not make everything twice.
        """
        found: dict[tuple[str, str], list[str]] = {}
        for (kind, identity), held in self.holdings.records.items():
            source = held.record.get("source")
            if isinstance(source, dict) and isinstance(source.get("url"), str):
                found.setdefault((kind, source["url"]), []).append(identity)
        return {key: ids[0] for key, ids in found.items() if len(ids) == 1}

    # --- one record after the other ------------------------------------------------------------

    def take(self, found: Iterable[Found | Refused]) -> None:
        """Settle, merge or add everything found; organisations come before what they run."""
        seen: dict[str, str] = {}
        ready: list[Found] = []
        whole = True
        for one in found:
            result = settled(self._linked(one), self.here) if isinstance(one, Found) else one
            if isinstance(result, Refused):
                self.report.refused.append(result)
                whole = whole and not result.broken
                continue
            if result.source_id in seen:
                self.report.refused.append(Refused(
                    result.source, result.source_id, "The source has this identifier twice: the "
                    "first one is used."))
                continue
            seen[result.source_id] = result.kind
            ready.append(result)
            if result.kind == "organisations":
                self._organisations[result.source_id] = self._organisation_id(result)
        urls = Counter((one.kind, _url(one.record)) for one in ready)
        again = self._probable(ready)
        for one in ready:
            self._bring(one, urls, again)
        self._vanish(set(seen) | {one.source_id for one in self.report.refused}, whole=whole)

    def _linked(self, found: Found) -> Found:
        """References to organisations of the source → our ids."""
        record, notes = dict(found.record), list(found.notes)
        for name in ("organiser", "partners"):
            given = record.get(name)
            for one in [given] if isinstance(given, str) else list(given or []):
                if not (isinstance(one, str) and one.startswith(FROM)):
                    continue
                known = self._organisations.get(one.removeprefix(FROM))
                if name == "organiser":
                    record[name] = known
                else:
                    record[name] = [known if other == one else other for other in record[name]]
                if known is None:
                    notes.append(Note(name, "dropped", "The organisation is not among what was "
                                      "imported."))
            if given is not None:
                kept = [one for one in record[name] if one] if isinstance(
                    record[name], list) else record[name]
                record[name] = kept
                if not kept:
                    del record[name]
        return Found(found.source, found.source_id, found.kind, record, tuple(notes), found.joined)

    def _organisation_id(self, one: Found) -> str:
        past = self.past.get(one.source_id)
        if past:
            return past.id
        names = [str(name).casefold() for name in (one.record.get("name") or {}).values()]
        known = self._by_business_id.get(str(one.record.get("business_id", ""))) or next(
            (self._by_name[name] for name in names if name in self._by_name), None)
        found = known or new_id(one.source, one.source_id, one.kind, one.record, self._taken[True])
        for name in names:
            self._by_name.setdefault(name, found)
        return found

    def _bring(self, one: Found, urls: Counter[tuple[str, str]], again: set[str]) -> None:
        past = self.past.get(one.source_id)
        identity = past.id if past else None
        kind = past.kind if past else one.kind
        if identity is None and one.kind == "organisations":
            identity = self._organisations[one.source_id]
        if identity is None and urls[one.kind, _url(one.record)] == 1:
            identity = self._by_url.get((one.kind, _url(one.record)))
        held = self.holdings.held(kind, identity) if identity else None
        if held is None and identity in self.holdings.unreadable:
            self._tell(one, f"{kind}/{identity}", "untouched", why="Its file cannot be read.")
            return
        if held and held.kind != one.kind:
            self._tell(one, f"{held.kind}/{held.id}", "untouched", why="By its codes it now "
                       f"belongs to {one.kind}: move the file there, or leave it.")
            return
        if past and held is None:
            self._tell(one, f"{kind}/{past.id}", "deleted")
            self.past[one.source_id] = Past(kind, past.id, one.record, past.gone)
            return
        if held is None:
            self._add(one, identity, again)
            return
        record = {key: value for key, value in one.record.items() if key != "id"}
        self._merge(one, held, past, record)

    def _add(self, one: Found, identity: str | None, again: set[str]) -> None:
        if one.source_id in again and self.wish.skip_duplicates:
            self._tell(one, f"{one.kind}/–", "skipped")
            return
        made = identity or new_id(one.source, one.source_id, one.kind, one.record,
                                  self._taken[one.kind == "organisations"])
        record = {key: value for key, value in one.record.items() if key != "id"}
        path = self.data / one.kind / f"{made}.yml"
        schema = f"../../schema/{one.kind.removesuffix('s')}.json"
        head = f"# yaml-language-server: $schema={schema}\n" if self._schema else ""
        text = head + tidy.written(one.kind, record)
        self.contents[path] = text
        self.past[one.source_id] = Past(one.kind, made, record, mark=fingerprint(text.encode()))
        self.holdings.records[one.kind, made] = Held(one.kind, made, path, (), plain(record))
        self._tell(one, f"{one.kind}/{made}", "new")

    def _merge(self, one: Found, held: Held, past: Past | None, record: dict[str, Any]) -> None:
        # Somebody else's record under the same name (an organisation written by hand, a lost
        # ledger): what differs there is taken for an edit by hand.
        then = past.record if past else record
        found = merge(then, record, held.record)
        if found.wanted:  # only now is it worth reading the file as the model would
            found = merge(then, record, self._typed(held))
        wanted = dict(found.wanted)
        key = f"{held.kind}/{held.id}"
        if past and past.gone:
            self._unmark(held)
            self.report.returned.append(key)
        if wanted and not self._patch(held, wanted, one, found):
            return
        same = past is not None and past.record == record and held.path not in self.contents
        mark = past.mark if past and same else ""
        if wanted and not held.base and plain({**held.record, **wanted}) == plain(record):
            mark = fingerprint(self.contents[held.path].encode())
        self.past[one.source_id] = Past(held.kind, held.id, record, mark=mark)
        self._tell(one, key, "changed" if wanted else "unchanged", merge=found)

    def _patch(self, held: Held, wanted: dict[str, Any], one: Found, found: Merge) -> bool:
        try:
            made, record = patched_record(self._text(held), held.base, held.kind, wanted)
            _still_fits(record, held)
            self.contents[held.path] = made
        except (EditError, OSError, UnicodeDecodeError, KeyError, IndexError, ValueError) as error:
            # Remembered as before, so that the next import tries again.
            self._tell(one, f"{held.kind}/{held.id}", "untouched", merge=found,
                       why=f"{shown_path(held.path)}: the source changed "
                       f"{', '.join(found.taken)}; {error}")
            return False
        return True

    def _typed(self, held: Held) -> dict[str, Any]:
        """The record with numbers and truth values, not as texts; as texts when it has errors."""
        try:
            document = parse(self._text(held), "", Problems())
            record = document.data_at(held.base) if document else held.record
        except (OSError, UnicodeDecodeError, KeyError, IndexError, TypeError):
            return held.record
        return record if isinstance(record, dict) else held.record

    def _text(self, held: Held) -> str:
        if held.path in self.contents:
            return self.contents[held.path]
        with held.path.open(encoding="utf-8", newline="") as file:
            return file.read()

    def _tell(self, one: Found, key: str, state: str, *, merge: Merge | None = None, why: str = ""
              ) -> None:
        self.report.told.append(Told(key, one.source_id, state, one.notes, merge, one.joined, why))

    # --- what is missing, what is double -------------------------------------------------------

    def _vanish(self, seen: set[str], *, whole: bool) -> None:
        missing = [key for key, past in self.past.items() if key not in seen
                   and not past.gone and self.holdings.held(past.kind, past.id)]
        if not missing or self.wish.partial:
            return
        known = sum(not past.gone for past in self.past.values())
        if not whole or (len(missing) > MOST * known and known > 5):
            self.report.remarks.append(
                f"{len(missing)} known records were not in what was read. Because "
                + ("a part could not be read" if not whole else "that is most of them")
                + ", nothing was marked as vanished.")
            return
        for key in missing:
            past = self.past[key]
            held = self.holdings.held(past.kind, past.id)
            if held is None:
                continue
            self.past[key] = Past(past.kind, past.id, past.record, self.wish.today.isoformat())
            self.report.vanished.append((f"{past.kind}/{past.id}", key))
            if past.kind != "organisations":
                self._mark(held)

    def _mark(self, held: Held) -> None:
        """A line above the record for whoever opens it; with ``close_vanished`` its status too."""
        try:
            text = self._text(held)
            if not held.base:
                text = (f"{MARK}{self.wish.source} since {self.wish.today.isoformat()}: ask "
                        f"whether it has ended, then set status.\n{text}")
            if self.wish.close_vanished and "status" not in held.record:
                text = patched(text, held.base, held.kind, {"status": "closed"})
        except (EditError, OSError, UnicodeDecodeError, ValueError) as error:
            self.report.remarks.append(f"{shown_path(held.path)}: not marked: {error}")
            return
        self.contents[held.path] = text

    def _unmark(self, held: Held) -> None:
        try:
            text = self._text(held)
        except (OSError, UnicodeDecodeError):
            return
        lines = [one for one in text.splitlines(keepends=True)
                 if not one.startswith(f"{MARK}{self.wish.source} ")]
        self.contents[held.path] = "".join(lines)

    def _probable(self, ready: list[Found]) -> set[str]:
        """Source ids of new entries that are probably here already; all pairs go to the report."""
        fresh = [listed(f"{one.source} {one.source_id}", one.record, new=True) for one in ready
                 if one.kind != "organisations" and one.source_id not in self.past
                 and (one.kind, _url(one.record)) not in self._by_url]
        if not fresh:
            return set()
        ours: list[Listed] = [
            listed(f"{kind}/{identity}", held.record, new=False)
            for (kind, identity), held in self.holdings.records.items()
            if kind not in ("organisations", "networks")]
        self.report.pairs = duplicates([*ours, *fresh])
        mine = {one.key for one in ours}
        both = {(pair.one, pair.other) for pair in self.report.pairs}
        return {new.removeprefix(f"{self.wish.source} ") for one, other in both
                for new, old in ((one, other), (other, one)) if new not in mine and old in mine}


def _still_fits(record: dict[str, Any], held: Held) -> None:
    """The merged record must be one that the model takes; raises EditError when an edit made here
    and a change of the source contradict each other.
    """
    try:
        RECORD_TYPES[held.kind].model_validate({**record, "id": held.id})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        why = first.get("ctx", {}).get("text") or first["msg"]
        raise EditError(1, f"with that it would contradict what stands here: {why}") from None


def _url(record: dict[str, Any]) -> str:
    source = record.get("source")
    return str(source.get("url", "")) if isinstance(source, dict) else ""


