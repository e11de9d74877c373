"""What may leave as open data: the one gate that every export passes.

An export never sees a record itself, only what this module gives. Left out of every file:

- records with ``do_not_list`` (they are not in the catalogue at all);
- hidden addresses with everything that tells where they are, and the door of every sensitive
  record: who re-uses the data has no quick exit, and a map of shelters helps the wrong people;
- a place's own assessment by the criteria: it is meant for a conversation, not for ranking;
- the note of a source, which is written for coordinators;
- e-mail addresses at services that private people use;
- waiting times that are too old to be told on.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from familycentre.exports.pieces import uuid5
from familycentre.feeds import identity
from familycentre.freshness import changed, waiting
from familycentre.model import ENTRY_KINDS, Entry, Network, Organisation, Record
from familycentre.model.base import Model
from familycentre.rules.safety import PRIVATE_MAIL

if TYPE_CHECKING:
    from familycentre.render import Site

Plain = dict[str, Any]
"""A JSON object."""
WITHHELD = ("criteria", "source.note")
"""Fields that never leave, by path."""
DOOR = ("address", "location", "arrival")
"""What tells where a door is; it never leaves for sensitive records and hidden addresses."""
KINDS = tuple(kind.kind for kind in ENTRY_KINDS)


def _contacts(contacts: list[Plain]) -> list[Plain]:
    """Contacts without addresses that look private; one that then says nothing is left out."""
    kept = []
    for contact in contacts:
        one = dict(contact)
        if PRIVATE_MAIL.search(one.get("email", "")):
            del one["email"]
        if one.keys() - {"role", "part"}:
            kept.append(one)
    return kept


def plain(model: Model) -> Plain:
    """A model as JSON without what is at its default, private addresses and notes on sources."""
    data: Plain = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if "contacts" in data:
        data["contacts"] = _contacts(data["contacts"])
        if not data["contacts"]:
            del data["contacts"]
    if "source" in data:
        data["source"].pop("note", None)
    return data


@dataclass(frozen=True)
class Published:
    """One record as it may leave."""

    data: Plain
    """The record's fields as in the data folder, and those of :meth:`Public._head`."""
    sensitive: bool

    @property
    def id(self) -> str:
        """The record's id."""
        return str(self.data["id"])


class Public:
    """Everything of a site that may leave, worked out once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.catalogue = site.catalogue
        self.namespace = uuid.uuid5(uuid.NAMESPACE_URL, site.root_url).bytes

    def uuid(self, kind: str, name: str) -> str:
        """A UUIDv5 (RFC 9562, 5.5) in the namespace of the site's address: the same in every
        language, file and build.
        """
        return uuid5(self.namespace, f"{kind}:{name}")

    def url(self, path: str) -> str:
        """Absolute address of a file or page."""
        return self.site.root_url + path

    def page(self, key: str) -> dict[str, str]:
        """Absolute address of a page in each language."""
        return {language: self.url(self.site.find(key, language).address)
                for language in self.site.speakers}

    # --- records ---

    @cached_property
    def entries(self) -> dict[str, Published]:
        """Places, groups and services by id, those that have ended too, so that others notice."""
        return {entry.id: self._entry(entry) for entry in self.catalogue.entries.values()}

    @cached_property
    def organisations(self) -> dict[str, Published]:
        """Organisations by id."""
        runs: dict[str, list[bool]] = {}
        for entry in self.catalogue.listed():
            runs.setdefault(entry.organiser or "", []).append(entry.is_sensitive)
        return {one.id: self._organisation(one, runs.get(one.id, []))
                for one in self.catalogue.organisations.values()}

    @cached_property
    def networks(self) -> dict[str, Published]:
        """Networks by id."""
        return {one.id: self._network(one) for one in self.catalogue.networks.values()}

    def _entry(self, entry: Entry) -> Published:
        data = plain(entry)
        for name in ("criteria", "sensitive", "municipality"):
            data.pop(name, None)
        hidden = entry.address is not None and entry.address.hidden
        if hidden or entry.is_sensitive:
            for name in DOOR:
                data.pop(name, None)
            if hidden:
                data["address"] = {"hidden": True}
        if "waiting" in data and waiting(entry, self.site.today) is None:
            del data["waiting"]
        data["status"] = entry.status
        codes = self.catalogue.reach[entry.id].home
        return self._published("entry", entry, data, entry.is_sensitive, codes, entry.kind)

    def _organisation(self, one: Organisation, runs: list[bool]) -> Published:
        data = plain(one)
        data.pop("sensitive", None)
        sensitive = one.sensitive or (bool(runs) and all(runs))
        return self._published("organisation", one, data, sensitive, (), "organisation")

    def _network(self, one: Network) -> Published:
        data = plain(one)
        for name in ("sensitive", "municipality"):
            data.pop(name, None)
        codes = self.catalogue.reach[one.id].home
        return self._published("network", one, data, one.is_sensitive, codes, "network")

    def _published(self, prefix: str, record: Record, data: Plain, sensitive: bool,
                   codes: tuple[str, ...], kind: str) -> Published:
        day = changed(record)
        name = identity(record)
        head: Plain = {"kind": kind, "id": data.pop("id"), "uuid": self.uuid(prefix, name),
                       "page": self.page(f"{prefix}:{record.id}")}
        if sensitive:
            head["sensitive"] = True
        if codes:
            head["municipality"] = list(codes)
        if day:
            head["changed"] = day.isoformat()
        return Published({**head, **data}, sensitive)

    # --- what goes with every file ---

    @cached_property
    def about(self) -> Plain:
        """Whose data it is, on what terms, and of which day."""
        directory = self.catalogue.directory
        made: Plain = {
            "title": dict(directory.name), "keeper": dict(directory.keeper),
            "licence": plain(directory.licence) if directory.licence else None,
            "built": self.site.today.isoformat(),
            "freshness": plain(directory.freshness) | directory.freshness.model_dump(),
        }
        if directory.sample_notice:
            made["notice"] = dict(directory.sample_notice)
        if ("open-data", next(iter(self.site.speakers))) in self.site.by_key:
            made["documentation"] = self.page("open-data")
        return made


def words(text: Mapping[str, str] | None, language: str) -> str:
    """The text in a language, or nothing."""
    return (text or {}).get(language, "")
