"""What a family would look for and not find."""

from __future__ import annotations

from familycentre.catalogue import Catalogue
from familycentre.model import ENTRY_KINDS, Entry, MeetingPlace, Network, Organisation
from familycentre.problems import Problems
from familycentre.reference import municipalities
from familycentre.taking_part import unled

LAPLAND = "21"
"""Code of the county where Sámi is an everyday language of services."""


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Contacts, addresses, times, languages; categories and organisations that lead nowhere."""
    for entry in catalogue.listed():
        _entry(catalogue, entry, problems)
    for situation in catalogue.situations:
        if not catalogue.answers(situation):
            file, at = catalogue.origins[f"situations/{situation.id}"].place()
            problems.add(file, at, "empty-category",
                         f"Nothing answers the life situation '{situation.id}'.",
                         "Widen its filters, or add records that answer it.")
    for model in ENTRY_KINDS:
        if not catalogue.listed(model.kind):
            file, at = catalogue.origins["directory"].place()
            problems.add(file, at, "empty-category", f"There is no record in '{model.folder}'.",
                         "Bring the folder back, or add records.")
    used = {task for entry in catalogue.listed() for task in entry.tasks}
    for number in catalogue.tasks:
        if number not in used:
            file, at = catalogue.origins[f"tasks/{number}"].place()
            problems.add(file, at, "empty-category", f"No record serves task {number}.",
                         "Add records, or find out who serves it.")
    _organisations(catalogue, problems)
    _roles(catalogue, problems)
    _parts(catalogue, problems)


def _parts(catalogue: Catalogue, problems: Problems) -> None:
    """Counterparts of an area that are named in a record, where nobody finds them."""
    records: list[Entry | Organisation | Network] = [
        *catalogue.entries.values(), *catalogue.withheld, *catalogue.organisations.values(),
        *catalogue.networks.values()]
    for record in records:
        for index, contact in enumerate(record.contacts):
            if contact.part:
                problems.add(*catalogue.origin(record).place("contacts", index, "part"),
                             "idle-part", f"'part: {contact.part}' says nothing here.",
                             "Remove it, and give the contact with its part to its area or county "
                             "in areas.yml.")


def _roles(catalogue: Catalogue, problems: Problems) -> None:
    """Whom families turn to when they want to take part: one line a county."""
    for county in catalogue.counties:
        codes = unled(catalogue, county)
        if codes:
            names = ", ".join(municipalities()[code].name("fi") for code in codes)
            file, at = catalogue.origins[f"areas/{county.id}"].place()
            problems.add(file, at, "no-contact-role",
                         f"Nobody in '{county.id}' is named as the one to turn to in: {names}.",
                         "Add contacts to the county or the area: a role with phone, email or url.")


def _entry(catalogue: Catalogue, entry: Entry, problems: Problems) -> None:
    origin = catalogue.origin(entry)

    def warn(code: str, message: str, hint: str) -> None:
        file, at = origin.place()
        problems.add(file, at, code, message, hint)

    if not any(one.reachable for one in entry.contacts):
        warn("no-contact", "There is nobody to turn to.", "Add contacts with phone, email or url.")
    if isinstance(entry, MeetingPlace) and entry.remote is not True:
        if not (entry.address and (entry.address.street or entry.address.hidden)):
            warn("no-address", "The place has no street address.", "Add address.street.")
        if not entry.schedule:
            warn("no-schedule", "The place has no opening times.", "Add schedule.")
    if not entry.languages:
        warn("missing-languages", "The languages spoken there are not known.",
             "Add languages, as in [fi, sv].")
    if "se" in entry.languages and "sv" not in entry.languages and (
            LAPLAND not in catalogue.directory.counties):
        file, at = origin.place("languages", entry.languages.index("se"))
        problems.add(file, at, "unlikely-language", "'se' is Northern Sámi.",
                     "Swedish is sv. If it is Sámi, leave it so.")


def _organisations(catalogue: Catalogue, problems: Problems) -> None:
    used: set[str | None] = {line.organiser for line in catalogue.helplines.values()}
    for entry in (*catalogue.entries.values(), *catalogue.withheld):
        used.update([entry.organiser, *entry.partners])
    for network in catalogue.networks.values():
        used.update([network.convener, *network.members])
        used.update(coordinator.organisation for coordinator in network.coordinators)
    for organisation in catalogue.organisations.values():
        if organisation.id not in used:
            file, at = catalogue.origin(organisation).place()
            problems.add(file, at, "unused-organisation",
                         f"Nothing names the organisation '{organisation.id}'.",
                         "Add what it runs, or remove it.")
