"""What must not be published, or not even written down."""

from __future__ import annotations

import re

from familycentre.catalogue import Catalogue
from familycentre.loading import Origin
from familycentre.model import Contact, Entry, Network, Organisation
from familycentre.problems import Problems
from familycentre.source import Path_

_PRIVATE = re.compile(r"@(gmail|hotmail|outlook|live|yahoo|icloud|luukku|kolumbus)\.",
                      re.IGNORECASE)
"""Mail services that private people use."""


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Addresses of shelters, hidden addresses in the file, private people's e-mail."""
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
        if contact.email and _PRIVATE.search(contact.email):
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
    if hidden and told:
        problems.add(*origin.place("address"), "hidden-address",
                     f"The address is hidden, but {', '.join(told)} stands in the file.",
                     "It is not published; yet whoever reads the file sees it. Remove it, and tell "
                     "the keeper if the file was public.")
    elif not hidden and getattr(entry, "type", "") == "shelter":
        on_purpose = address is not None and "hidden" in address.model_fields_set
        if told and not on_purpose:
            problems.add(*origin.place("address"), "shelter-address",
                         f"The shelter's {', '.join(told)} would be published.",
                         "Remove it and write 'address: {hidden: true}'; only if the address is "
                         "public, write 'hidden: false'.")
        elif not on_purpose:
            problems.add(*origin.place(), "hidden-address", "A shelter without address.hidden.",
                         "Add 'address: {hidden: true}'.")
