"""What must not be published, or not even written down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from familycentre.catalogue import Catalogue
from familycentre.loading import Origin
from familycentre.model import Contact, Entry, Network, Organisation
from familycentre.problems import Problems, dotted
from familycentre.reference import postcodes
from familycentre.source import Path_

PRIVATE_MAIL = re.compile(r"@(gmail|hotmail|outlook|live|yahoo|icloud|luukku|kolumbus)\.",
                      re.IGNORECASE)
"""Mail services that private people use."""
TELLING = re.compile(
    r"vakival|pahoinpit|\blyo|hakka|raiska|hyvaksikay|turvako[td]i|turvatalo|vaino|itsemurha|kriisi"
    r"|\bpelk|\bpelo|satut"
    r"|vald(?!e)|misshandel|skyddshem|overgrepp|sjalvmord|\bkris|\bradd|\bslar|\bskada"
    r"|shelter|violen|abuse|crisis|afraid|hurting")
"""Words of an address that tell whoever looks at the browser's history what was read."""
_STREET = re.compile(r"\b[A-ZÅÄÖ][\w-]*(?:katu|kadun|tien?|kujan?|polku|polun|väylän?|rinne"
                     r"|gatan|väg(?:en)?|gränd(?:en)?|stigen) \d+")
"""A street with its number, in Finnish or Swedish."""
_POSTCODE = re.compile(r"(?<![\d+-])\d{5}(?![\d-])")


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Addresses of shelters, hidden addresses in the file, private people's e-mail, telling ids."""
    _telling(catalogue, problems)
    entries: list[Entry] = [*catalogue.entries.values(), *catalogue.withheld]
    for entry in entries:
        _address(catalogue, entry, problems)
    records: list[Entry | Organisation | Network] = [
        *entries, *catalogue.organisations.values(), *catalogue.networks.values()]
    for record in records:
        _private(catalogue.origin(record), (), record.contacts, problems)
    for county in catalogue.counties:
        origin = catalogue.origins[f"areas/{county.id}"]
        _private(origin, (), county.contacts, problems)
        for index, area in enumerate(county.areas):
            _private(origin, ("areas", index), area.contacts, problems)


def _private(origin: Origin, base: Path_, contacts: list[Contact], problems: Problems) -> None:
    for index, contact in enumerate(contacts):
        if contact.email and PRIVATE_MAIL.search(contact.email):
            problems.add(*origin.place(*base, "contacts", index, "email"), "private-contact",
                         f"'{contact.email}' looks like a private person's address.",
                         "Give the address of the role or the organisation.")


def _address(catalogue: Catalogue, entry: Entry, problems: Problems) -> None:
    origin, address = catalogue.origin(entry), entry.address
    hidden = address is not None and address.hidden
    told = [name for name, given in (
        ("address.street", address and address.street),
        ("address.postcode", address and (address.postcode or address.post_office)),
        ("location", entry.location), ("arrival", entry.arrival)) if given]
    if hidden:
        if told:
            problems.add(*origin.place("address"), "hidden-address",
                         f"The address is hidden, but {', '.join(told)} stands in the file.",
                         "Whoever reads the file sees it. Remove it, and tell the keeper if the "
                         "file was public.")
        for path, text in _texts(entry):
            if _STREET.search(text) or any(one in postcodes() for one in _POSTCODE.findall(text)):
                problems.add(*origin.place(*path), "telling-text",
                             f"'{dotted(path)}' seems to tell where the hidden address is.",
                             "Leave street and postcode out of every text.")
    elif getattr(entry, "type", "") == "shelter":
        on_purpose = address is not None and "hidden" in address.model_fields_set
        if told and not on_purpose:
            problems.add(*origin.place("address"), "shelter-address",
                         f"The shelter's {', '.join(told)} would be published.",
                         "Remove it and write 'address: {hidden: true}'; only if the address is "
                         "public, write 'hidden: false'.")
        elif not on_purpose:
            problems.add(*origin.place(), "open-shelter", "A shelter without address.hidden.",
                         "Add 'address: {hidden: true}'.")


def _texts(entry: Entry) -> Iterator[tuple[Path_, str]]:
    """The longer texts of a record, in every language."""
    texts: list[tuple[Path_, dict[Any, str] | None]] = [
        (("summary",), entry.summary), (("description",), entry.description),
        (("first_visit",), entry.first_visit),
        (("accessibility_note",), entry.accessibility_note),
        *((("contacts", index, "note"), one.note) for index, one in enumerate(entry.contacts)),
        *((("schedule", index, "note"), one.note) for index, one in enumerate(entry.schedule))]
    for path, text in texts:
        for language, words in (text or {}).items():
            yield (*path, language), words


def _telling(catalogue: Catalogue, problems: Problems) -> None:
    """Ids of sensitive pages that say in the browser's history what the page is about."""
    runs: dict[str | None, list[bool]] = {}
    for entry in catalogue.listed():
        runs.setdefault(entry.organiser, []).append(entry.is_sensitive)
    names: list[tuple[Origin, str, Path_]] = []
    records: list[Entry | Organisation | Network] = [
        *(one for one in catalogue.entries.values() if one.is_sensitive),
        *(one for one in catalogue.networks.values() if one.is_sensitive),
        *(one for one in catalogue.organisations.values()
          if one.sensitive or all(runs.get(one.id) or [False]))]
    for record in records:
        origin = catalogue.origin(record)
        names += [(origin, record.id, ()), *((origin, alias, ("aliases", index))
                                             for index, alias in enumerate(record.aliases))]
    for situation in catalogue.situations:
        if situation.is_sensitive:
            origin = catalogue.origins[f"situations/{situation.id}"]
            names += [(origin, path, ("path", language))
                      for language, path in situation.path.items()]
            if any(one not in situation.path for one in catalogue.directory.languages):
                names.append((origin, situation.id, ("id",)))
    for origin, name, place in names:
        found = TELLING.search(name)
        if found:
            problems.add(*origin.place(*place), "telling-address",
                         f"'{found.group()}' in '{name}' stays in the browser's history.",
                         "Choose an id (for a situation, a path) that tells nothing.")
