"""Structured data for search engines: JSON-LD in the terms of https://schema.org (30.0).

A page of a record says what it is about (``mainEntity``), how fresh that is, where it was read and
on what terms it may be used. Entry pages have a budget of bytes. A page without dates holds the
JSON-LD itself; one with dates has no room left, and links to a file beside it that tells of the
hours and the next times as well. Sensitive pages and those of what has ended have none: nobody
should meet them in a list of hits with a map.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from familycentre.exports.events import AHEAD
from familycentre.exports.pieces import text
from familycentre.exports.public import Plain, Public
from familycentre.language.speaker import Speaker
from familycentre.reference import municipalities, postcodes
from familycentre.schedule import moments
from familycentre.sharing import may_share
from familycentre.week import has_feed

CONTEXT = "https://schema.org"
TYPE_OF = {"meeting_place": "CivicStructure", "peer_group": "Service", "ngo_service": "Service",
           "public_service": "GovernmentService"}
"""schema.org's type of each kind. A CivicStructure is a Place that is open to the public."""
ORGANISATION_TYPE = {"ngo": "NGO", "municipality": "GovernmentOrganization",
                     "county": "GovernmentOrganization", "state": "GovernmentOrganization"}
DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
        "sat": "Saturday", "sun": "Sunday"}
FILE = "data.jsonld"
"""The file beside a page with dates."""


def files(public: Public) -> Iterator[tuple[str, bytes]]:
    """The file beside each page that has no room for its JSON-LD."""
    for entry in public.catalogue.entries.values():
        if may_share(entry) and has_feed(public.catalogue, entry):
            for language, speaker in public.site.speakers.items():
                page = public.site.find(f"entry:{entry.id}", language)
                yield page.address + FILE, text(of_entry(public, entry.id, speaker)).encode()


def of_entry(public: Public, name: str, speaker: Speaker) -> Plain:
    """The page of a place, group or service."""
    data = public.entries[name].data
    entry = public.catalogue.entries[name]
    place = data["kind"] == "meeting_place"
    about: Plain = {"@type": TYPE_OF[data["kind"]], "name": speaker.plain(data["name"])}
    if place:
        about["address"] = address(data, speaker)
        if "location" in data:
            about["geo"] = {"@type": "GeoCoordinates", "latitude": data["location"]["lat"],
                            "longitude": data["location"]["lon"]}
        if "cost" in data:
            about["isAccessibleForFree"] = data["cost"]["free"]
    else:
        about["areaServed"] = speaker.place(public.catalogue, entry)
    if "organiser" in data:
        by = public.organisations[data["organiser"]].data
        organisation = {"@type": ORGANISATION_TYPE.get(by["type"], "Organization"),
                        "name": speaker.plain(by["name"])}
        about |= {} if place else {"provider": organisation}
    if has_feed(public.catalogue, entry):
        about |= times(public, data, speaker, place=place)
    return page(public, data, speaker, about)


def of_organisation(public: Public, name: str, speaker: Speaker) -> Plain:
    """The page of an organisation."""
    data = public.organisations[name].data
    about: Plain = {"@type": ORGANISATION_TYPE.get(data["type"], "Organization"),
                    "name": speaker.plain(data["name"])}
    if "url" in data:
        about["url"] = speaker.url(data["url"])[0]
    if "business_id" in data:
        about["taxID"] = data["business_id"]
    return page(public, data, speaker, about)


def page(public: Public, data: Plain, speaker: Speaker, about: Plain) -> Plain:
    """What every record's page says of itself besides."""
    made: Plain = {"@context": CONTEXT, "@type": "WebPage", "@id": data["page"][speaker.language]}
    licence = public.about["licence"]
    if licence:
        made["license"] = speaker.url(licence["url"])[0]
    if "source" in data:
        made["isBasedOn"] = data["source"]["url"]
    if "verified" in data:
        made["lastReviewed"] = data["verified"]
    if "changed" in data:
        made["dateModified"] = data["changed"]
    return {**made, "mainEntity": about}


def address(data: Plain, speaker: Speaker) -> Plain | str:
    """The door, or the municipality when there is none."""
    given, codes = data.get("address", {}), data.get("municipality", [])
    towns = [municipalities()[code].name(speaker.language) for code in codes]
    if "street" not in given and "postcode" not in given:
        return ", ".join(towns) or "Suomi – Finland"
    office = given.get("post_office") or postcodes().get(given.get("postcode", ""), ("", {}))[1]
    found = {"streetAddress": speaker.plain(given["street"]) if "street" in given else "",
             "postalCode": given.get("postcode", ""),
             "addressLocality": speaker.plain(office) if office else ", ".join(towns)}
    return {"@type": "PostalAddress", **{name: said for name, said in found.items() if said},
            "addressCountry": "FI"}


def times(public: Public, data: Plain, speaker: Speaker, *, place: bool) -> Plain:
    """Weekly hours, and the times of the next weeks of which somebody is sure."""
    made: Plain = {}
    weekly = [hours(line) for line in data.get("schedule", [])
              if "days" in line and "start" in line and "end" in line
              and not {"weeks", "every", "of_month"} & line.keys()]
    if weekly:
        made["openingHoursSpecification" if place else "hoursAvailable"] = weekly
    if place:
        last = public.site.today + AHEAD
        made["event"] = [
            event(one, data, speaker)
            for one in public.catalogue.timetables[data["id"]].occurrences
            if not one.unsure and one.day <= last]
    return {name: value for name, value in made.items() if value}


def hours(line: Plain) -> Plain:
    """One line of a schedule with the same hours every week."""
    made: Plain = {"@type": "OpeningHoursSpecification",
                   "dayOfWeek": [f"{CONTEXT}/{DAYS[day]}" for day in line["days"]],
                   "opens": line["start"], "closes": line["end"].replace("24:00", "23:59")}
    for name, field in (("from", "validFrom"), ("until", "validThrough")):
        if name in line:
            made[field] = line[name]
    return made


def event(one: Any, data: Plain, speaker: Speaker) -> Plain:
    """One time of a place, in local time with its offset."""
    span = moments(one)
    made: Plain = {
        "@type": "Event", "name": speaker.plain(data["name"]),
        "startDate": (span[0] if span else one.day).isoformat(),
        "eventStatus": f"{CONTEXT}/EventScheduled", "inLanguage": data.get("languages", []),
        "location": {"@type": "Place", "name": speaker.plain(data["name"]),
                     "address": address(data, speaker)}}
    if span and span[1] != span[0]:
        made["endDate"] = span[1].isoformat()
    if "cost" in data:
        made["isAccessibleForFree"] = data["cost"]["free"]
    return {name: value for name, value in made.items() if value != []}
