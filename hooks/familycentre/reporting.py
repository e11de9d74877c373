"""Report a mistake: where the button of a record leads, with what stood there filled in."""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

from familycentre.catalogue import Catalogue
from familycentre.issue_forms import form_words
from familycentre.language.speaker import Speaker
from familycentre.model import Entry
from familycentre.schedule import current
from familycentre.views import report_link

LONGEST = 300
"""Characters of what stood there: enough to see what was meant; addresses have limits."""


def report_entry(catalogue: Catalogue, speaker: Speaker, entry: Entry, url: str,
                 today: datetime.date) -> str:
    """The issue form of a directory that has one, filled in; else the e-mail draft or the page.

    An issue is public and tells who wrote it, so a sensitive record never leads to one. The ids
    in the address are those of the form (GitHub Docs, Creating an issue from a URL query).
    """
    repository = catalogue.directory.corrections.github
    if not repository or entry.is_sensitive:
        name = f"{speaker.plain(entry.name)} ({entry.id})"
        return report_link(catalogue, speaker, name, url)
    words = form_words(speaker.language)
    asked = urlencode({
        "template": f"{words['files']['change']}.yml",
        "title": f"{words['change']['title']}{speaker.plain(entry.name)}",
        "record": url, "wrong": what_stood_there(catalogue, speaker, entry, today)})
    return f"https://github.com/{repository}/issues/new?{asked}"


def what_stood_there(catalogue: Catalogue, speaker: Speaker, entry: Entry,
                     today: datetime.date) -> str:
    """The facts that go wrong most often, as the page told them: name, place, times, phone, day."""
    words = speaker.w["entry"]
    facts = [
        speaker.plain(entry.name),
        speaker.address(entry.address).striptags() if entry.address and entry.address.street
        else speaker.place(catalogue, entry),
        "; ".join(speaker.opening(one).striptags()
                  for one in current(entry.schedule, today)),
        next((contact.phone for contact in entry.contacts if contact.phone), ""),
        words["verified"].format(date=speaker.date(entry.verified)) if entry.verified else ""]
    text = "\n".join(fact.replace("\xa0", " ") for fact in facts if fact)
    return text if len(text) <= LONGEST else f"{text[:LONGEST - 1].rstrip()}…"
