"""What must not be published, or not even written down."""

from __future__ import annotations

import re

from familycentre.catalogue import Catalogue
from familycentre.model import Entry
from familycentre.problems import Problems

_PRIVATE = re.compile(r"@(gmail|hotmail|outlook|live|yahoo|icloud|luukku|kolumbus)\.")
"""Mail services that private people use."""


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Addresses of shelters, hidden addresses in the file, private people's e-mail."""
    for entry in (*catalogue.entries.values(), *catalogue.withheld):
        _address(catalogue, entry, problems)
        for index, contact in enumerate(entry.contacts):
            if contact.email and _PRIVATE.search(contact.email):
                problems.add(*catalogue.origin(entry).place("contacts", index, "email"),
                             "private-contact",
                             f"'{contact.email}' looks like a private person's address.",
                             "Give the address of the role or the organisation.")


def _address(catalogue: Catalogue, entry: Entry, problems: Problems) -> None:
    origin, address = catalogue.origin(entry), entry.address
    hidden = address is not None and address.hidden
    told = [name for name, given in (
        ("address.street", address and address.street),
        ("address.postcode", address and address.postcode),
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
