"""A record in the making, and beside it what became of each field of the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from familycentre.importers import values, wording
from familycentre.importers.found import Found, Note, What
from familycentre.importers.people import personal_mail, without_people

Texts = Mapping[str, object]
"""Foreign texts by whatever the source calls its languages."""


@dataclass
class Draft:
    """Collects one record; nothing of it is checked against the model yet."""

    keep_persons: bool = False
    record: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def note(self, name: str, what: What, why: str) -> None:
        """Say what became of a field."""
        self.notes.append(Note(name, what, why))

    def set(self, name: str, value: object, why: str = "", what: What = "taken") -> None:
        """A field of ours, unless the value says nothing."""
        if value in (None, "", [], {}):
            return
        self.record[name] = value
        self.note(name, what if not why else "changed", why)

    def words(self, name: str, given: Texts, *, long: bool = False) -> dict[str, str]:
        """Texts by language, cleaned and without people; what that changed is noted."""
        found: dict[str, str] = {}
        for tag, cleaned in wording.by_language(given, long=long).items():
            kept, told = (cleaned, False) if self.keep_persons else without_people(cleaned)
            if told:
                self.note(f"{name}.{tag}", "changed", "A sentence with a person's name or personal "
                          "identity code was left out.")
            if kept:
                found[tag] = kept
        for code, value in given.items():
            tag = wording.language(code) or ""
            raw = value.strip() if isinstance(value, str) else ""
            if raw and not tag:
                self.note(f"{name}.{code}", "dropped", "The language is not one of the records'.")
            elif found.get(tag, "").endswith("…") or (long and len(raw) > wording.PROSE):
                self.note(f"{name}.{tag}", "changed", "Shortened to what fits.")
        return found

    def text(self, name: str, given: Texts, *, long: bool = False, why: str = "") -> None:
        """A field of texts by language."""
        self.set(name, self.words(name, given, long=long), why)

    def summary(self, short: Texts, long: Texts) -> None:
        """``summary`` from the source's summary, in a language that lacks one from its description.

        The description is kept beside it where it says more.
        """
        brief = self.words("summary", short)
        whole = self.words("description", long, long=True)
        lines = wording.by_language(whole)
        made = {tag: one for tag, one in lines.items() if tag not in brief}
        both = {**brief, **made}
        if brief:
            self.note("summary", "taken", "")
        for tag in made:
            self.note(f"summary.{tag}", "changed", "Made of the beginning of the description.")
        if both:
            self.record["summary"] = both
        more = {tag: one for tag, one in whole.items()
                if " ".join(one.split()) != both.get(tag, "")}
        self.set("description", more)

    def contact(self, *, phone: str = "", email: str = "", url: Texts | None = None,
                role: Texts | None = None, hours: Texts | None = None, note: Texts | None = None,
                person: bool = False) -> None:
        """A line of ``contacts``; numbers and addresses of people are left out."""
        name = f"contacts.{len(self.record.get('contacts', []))}"
        found: dict[str, Any] = {}
        if role and (words := self.words(f"{name}.role", role)):
            found["role"] = words
        if person and not self.keep_persons:
            self.note("contact", "dropped", "A person's name and personal contact details.")
        else:
            self._reach(found, name, phone, email)
        addresses = {wording.language(tag) or tag: values.url(one) if isinstance(one, str) else None
                     for tag, one in (url or {}).items() if one}
        right = {tag: one for tag, one in addresses.items() if one}
        if len(right) < len(addresses):
            self.note(f"{name}.url", "dropped", "It is not a whole web address.")
        if right:
            one = set(right.values())
            found["url"] = one.pop() if len(one) == 1 and len(right) > 1 else right
            if set(right) == {"all"}:
                found["url"] = right["all"]
        for key, given in (("hours", hours), ("note", note)):
            if given and (words := self.words(f"{name}.{key}", given)):
                found[key] = words
        if set(found) - {"role"} and found not in self.record.get("contacts", []):
            self.record.setdefault("contacts", []).append(found)
            self.note(name, "taken", "")

    def _reach(self, found: dict[str, Any], name: str, phone: str, email: str) -> None:
        if phone:
            number = values.phone(phone)
            if number:
                found["phone"] = number
            else:
                self.note(f"{name}.phone", "dropped", "It cannot be a phone number.")
        if email:
            address = values.email(email)
            if address is None:
                self.note(f"{name}.email", "dropped", "It is not an e-mail address.")
            elif personal_mail(address) and not self.keep_persons:
                self.note(f"{name}.email", "dropped", "The e-mail address looks like a person's.")
            else:
                found["email"] = address

    def found(self, source: str, source_id: str, kind: str,
              joined: tuple[str, ...] = ()) -> Found:
        """The finished record."""
        return Found(source, source_id, kind, self.record, tuple(self.notes), joined)
