"""Private people in foreign records: found and left out, as far as a machine can tell.

A name in a field of its own (``contact.name``) is certain. In free text a name is taken for one
when two or more capitalised words stand beside a role ("johtaja Maija Meikäläinen") or right
before a phone number or an e-mail address; the sentence goes as a whole. So do identity codes.
"""

from __future__ import annotations

import re

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
    if _PAIR.search(found) and _PERSON.search(found):
        lines = []
        for one in found.split("\n"):
            kept = [part for part in _SENTENCES.split(one) if not _PERSON.search(part)]
            lines.append(" ".join(kept) if one else "")
        found = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return found.strip(), found != given


def personal_mail(address: str) -> bool:
    """Whether an e-mail address is a person's: first.last@…, or of a service for private people."""
    if _PRIVATE_MAIL.search(address):
        return True
    mailbox = address.partition("@")[0]
    return bool(_PERSONAL_MAIL.match(address)) and not _ROLE_WORDS.search(mailbox)
