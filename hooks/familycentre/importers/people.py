"""Private people in foreign records: found and left out, as far as a machine can tell.

A name in a field of its own (``contact.name``) is certain. In free text a name is taken for one
when two or more capitalised words stand beside a role ("johtaja Maija Meikäläinen") or right
before a phone number or an e-mail address; the sentence goes as a whole. So do identity codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from familycentre.importers.found import Found, Note

IDENTITY_CODE = re.compile(
    r"\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]\b")
"""A Finnish personal identity code (Digital and Population Data Services Agency; the separators
A–F and U–Y since 2023). Its check character is not reckoned: one typed wrongly is as private."""

_NAME = (r"(?:\b[A-ZÅÄÖÉÜ][a-zåäöéüß]+(?:-[A-ZÅÄÖ][a-zåäö]+)?"
         r"(?: [A-ZÅÄÖÉÜ][a-zåäöéüß]+(?:-[A-ZÅÄÖ][a-zåäö]+)?){1,2})")
_ROLE = (r"(?:\w*(?:johtaja|päällikkö|rehtori|ohjaaja|hoitaja|työntekijä|kuraattori|psykologi|"
         r"koordinaattori|sihteeri|neuvoja|lääkäri|opettaja|puheenjohtaja|vastaava|yhteyshenkilö|"
         r"chef|ledare|rektor|handledare|skötare|arbetare|kurator|psykolog|koordinator|samordnare|"
         r"sekreterare|rådgivare|läkare|lärare|ordförande|ansvarig|kontaktperson|"
         r"manager|director|principal|coordinator|secretary|counsellor|nurse|teacher))")
_REACH = r"(?:[\w.+-]+@[\w-]+\.\w|\(?\+?\d[\d ()-]{5,}\d|(?:puh|tel|tfn|p)\b\.?)"
_PAIR = re.compile(r"[A-ZÅÄÖÉÜ][a-zåäöéüß]+(?:-[A-ZÅÄÖ][a-zåäö]+)? [A-ZÅÄÖÉÜ][a-zåäöéüß]")
"""Without two such words there is no name; looked for first, because the rest takes longer."""
_PERSON = re.compile(rf"(?i:\b{_ROLE})(?::|,| –| -)? ?{_NAME}|{_NAME}[,:]? ?\(?{_ROLE}\b"
                     rf"|{_NAME},? ?\(?{_REACH}")
_CAPITALISED = re.compile(r"\b[A-ZÅÄÖÉÜ][a-zåäöéüß]+")
_NOT_A_PERSON = re.compile(
    r"(?:liit(?:to|on)|yhdisty(?:s|ksen)|neuvola|neuvonta|neuvonnan|keskus|keskuks|kunta|kunna"
    r"|kaupunki|kaupungi|palvelu|palvelut|toimisto|talo|kirkko|kirko|koulu|sairaala|klinikka"
    r"|säätiö|kahvila|kerho|puisto|katu|kadu|kuja|polku|förbund|förening|stiftelse|församling"
    r"|rådgivning|kommun|kyrka|skola|sjukhus|tjänst|centrum|service|office|centre|center)"
    r"(?:n|en|et|er|ssa|ssä|essa|sta|sto|ssa|lla|lle|een|on|oon|an|aan)?$")
"""Whole endings of the names of organisations, places and streets: Neuvola is none of a person,
but Talonen, Kotila and Parkkinen are."""
_TEXTS = frozenset({"summary", "description", "first_visit", "arrival", "role", "note", "hours",
                    "referral_note", "accessibility_note", "text"})
"""Fields with words of people, in which somebody's name may stand."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_PERSONAL_MAIL = re.compile(
    r"^[a-zåäö]{2,}(?:-[a-zåäö]+)?\.[a-zåäö]{2,}(?:[-.][a-zåäö]+)*\d?@", re.IGNORECASE)
_PRIVATE_MAIL = re.compile(r"@(gmail|hotmail|outlook|live|yahoo|icloud|luukku|kolumbus)\.",
                           re.IGNORECASE)
_ROLE_WORDS = re.compile(
    r"(toimisto|neuvonta|asiakas|palvelu|info|kirjaamo|perhe|paivakoti|koulu|kansli|kontakt|"
    r"radgivning|tjanst|familj|support|office|service|yhteys|ilmoittautu|anmalan|varaus|"
    r"mll|srk|seurakunta|ryhma|kerho|kahvila|keskus|center)", re.IGNORECASE)


def without_people(given: str) -> tuple[str, bool]:
    """The text without sentences that name a person and identity codes, and whether any was."""
    found = IDENTITY_CODE.sub("", given)
    if _PAIR.search(found) and _names_person(found):
        lines = []
        for one in found.split("\n"):
            kept = [part for part in _SENTENCES.split(one) if not _names_person(part)]
            lines.append(" ".join(kept) if one else "")
        found = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return found.strip(), found != given


def _names_person(given: str) -> bool:
    for match in _PERSON.finditer(given):
        words = _CAPITALISED.findall(match[0])[-2:]
        if not any(_NOT_A_PERSON.search(word) for word in words):
            return True
    return False


def personal_mail(address: str) -> bool:
    """Whether an e-mail address is a person's: first.last@…, or of a service for private people."""
    if _PRIVATE_MAIL.search(address):
        return True
    mailbox = address.partition("@")[0]
    return bool(_PERSONAL_MAIL.match(address)) and not _ROLE_WORDS.search(mailbox)


def found_without_people(one: Found) -> Found:
    """A record without sentences that name people and without their mail, and notes of it."""
    notes = list(one.notes)
    record = _cleaned(one.record, "", notes)
    return replace(one, record=record, notes=tuple(notes))


def _cleaned(value: Any, path: str, notes: list[Note]) -> Any:
    """A value without persons; what becomes empty by that is left out."""
    if isinstance(value, list):
        made = [_cleaned(inner, f"{path}.{index}", notes) for index, inner in enumerate(value)]
        return [inner for inner in made if inner != {}]
    if not isinstance(value, Mapping):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        name = f"{path}.{key}".strip(".")
        if key == "email" and isinstance(inner, str) and personal_mail(inner):
            notes.append(Note(name, "dropped", "The e-mail address looks like a person's."))
        elif key in _TEXTS and isinstance(inner, Mapping):
            kept = {}
            for language, text in inner.items():
                cleaned, told = without_people(text)
                if told:
                    notes.append(Note(f"{name}.{language}", "changed", "A sentence with a "
                                      "person's name or personal identity code was left out."))
                if cleaned:
                    kept[language] = cleaned
            if kept:
                found[key] = kept
        else:
            found[key] = _cleaned(inner, name, notes)
    return found
