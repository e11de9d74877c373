"""Events in the shape of the Linked Events API (https://api.hel.fi/linkedevents/v1/).

A record with times is one event: of the type ``recurring`` when it takes place more than once, with
the times of the next weeks as its sub-events. Nothing sensitive is an event, nor a holiday on which
nobody has said whether it is open. Places, keywords and languages stand inside the event, as the
API gives them with ``include=location,keywords``.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from typing import Any

from familycentre.exports.pieces import numbered, text
from familycentre.exports.public import Plain, Public, Published
from familycentre.filters import type_group
from familycentre.language.markdown import render_markdown
from familycentre.reference import municipalities, postcodes
from familycentre.schedule import Occurrence, moments
from familycentre.week import in_calendar

ROOT = "api/linkedevents/v1"
SOURCE = "familycentre"
AHEAD = datetime.timedelta(days=28)
"""How far ahead single times are told: those who take events over come back every night."""


def files(public: Public) -> Iterator[tuple[str, bytes]]:
    """Every file by its path from the site's root."""
    catalogue = public.catalogue
    events = [text(made) for one in public.entries.values()
              if in_calendar(catalogue, catalogue.entries[one.id])
              for made in [event(public, one)] if made]
    parts = numbered(f"{ROOT}/event", events)
    links: list[str | None] = [None, *(public.url(path) for path, _ in parts), None]
    for number, (path, items) in enumerate(parts):
        meta = text({"count": len(events), "next": links[number + 2], "previous": links[number]})
        lines = ",\n".join(items)
        yield path, (f'{{"meta":{meta},\n"about":{text(public.about)},\n'
                     f'"data":[\n{lines}\n]}}\n').encode()


def event(public: Public, published: Published) -> Plain | None:
    """One record with its next times; None when only days come of which nobody is sure."""
    data = published.data
    times = [one for one in public.catalogue.timetables[published.id].occurrences
             if not one.unsure]
    if not times:
        return None
    own = f"{SOURCE}:{published.id}"
    soon = [one for one in times if one.day <= public.site.today + AHEAD]
    organiser = public.organisations.get(data.get("organiser", ""))
    cost = data.get("cost")
    link = next((one["url"] for one in data.get("contacts", []) if "url" in one), None)
    ages = data.get("ages", {})
    years = 12 if ages.get("months") else 1
    return {
        **named(public, "event", own, "Event/LinkedEvent"),
        "name": data["name"], "short_description": data["summary"],
        "description": {language: str(render_markdown(said))
                        for language, said in data.get("description", {}).items()} or None,
        "start_time": begins(times[0]), "end_time": ends(times[-1]),
        "super_event": None, "super_event_type": "recurring" if len(times) > 1 else None,
        "sub_events": [sub_event(public, own, one, data) for one in soon] if len(times) > 1 else [],
        "event_status": "EventScheduled", "publication_status": "public", "deleted": False,
        "location": place(public, published), "location_extra_info": data.get("arrival"),
        "keywords": keywords(public, data), "audience": [],
        "in_language": [{"@id": f"{public.url(ROOT)}/language/{tag}/", "id": tag}
                        for tag in data.get("languages", [])],
        "offers": [{"is_free": cost["free"], "price": None, "description": cost.get("note"),
                    "info_url": None}] if cost else [],
        "provider": organiser.data["name"] if organiser else None,
        "publisher": f"{SOURCE}:{data['organiser']}" if organiser else SOURCE,
        "info_url": everywhere(public, link) if link else data["page"],
        "external_links": [{"name": "page", "link": url, "language": language}
                           for language, url in data["page"].items()],
        "audience_min_age": ages["min"] // years if "min" in ages else None,
        "audience_max_age": math.ceil(ages["max"] / years) if "max" in ages else None,
        "created_time": None, "date_published": None,
        "last_modified_time": f"{data['changed']}T00:00:00Z" if "changed" in data else None,
        "images": [], "videos": [],
        "custom_data": {"verified": data.get("verified"), "source": data.get("source"),
                        "uuid": data["uuid"]},
    }


def named(public: Public, what: str, own: str, kind: str) -> Plain:
    """What every object of the API says of itself."""
    return {"id": own, "@id": f"{public.url(ROOT)}/{what}/{own}/", "@context": "http://schema.org",
            "@type": kind, "data_source": SOURCE}


def sub_event(public: Public, parent: str, one: Occurrence, data: Plain) -> Plain:
    """One time of a recurring event."""
    own = f"{parent}-{one.day:%Y%m%d}" + (f"-{one.start.replace(':', '')}" if one.start else "")
    return {**named(public, "event", own, "Event/LinkedEvent"), "name": data["name"],
            "start_time": begins(one), "end_time": ends(one), "event_status": "EventScheduled",
            "super_event": {"@id": f"{public.url(ROOT)}/event/{parent}/"},
            "short_description": dict(one.note) or None}


def begins(one: Occurrence) -> str:
    """Its beginning in UTC, or the day when the hours are not known."""
    span = moments(one)
    return utc(span[0]) if span else one.day.isoformat()


def ends(one: Occurrence) -> str | None:
    """Its end in UTC; None when it is not known."""
    span = moments(one)
    return utc(span[1]) if span and span[1] != span[0] else None


def utc(moment: datetime.datetime) -> str:
    """A moment as the API writes it."""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def place(public: Public, published: Published) -> Plain:
    """Where it is; what has no door stands in its municipality."""
    data = published.data
    address, codes = data.get("address", {}), data.get("municipality", [])
    postcode = address.get("postcode")
    names = [dict(municipalities()[code].names) for code in codes]
    office = address.get("post_office") or (postcodes()[postcode][1] if postcode in postcodes()
                                            else names[0] if names else None)
    point = data.get("location")
    return {
        **named(public, "place", f"{SOURCE}:{published.id}", "Place"), "name": data["name"],
        "street_address": address.get("street"), "postal_code": postcode,
        "address_locality": office, "address_country": "FI",
        "position": {"type": "Point", "coordinates": [point["lon"], point["lat"]]}
        if point else None,
        "divisions": [{"type": "muni", "municipality": None, "name": name} for name in names],
    }


def keywords(public: Public, data: Plain) -> list[Plain]:
    """The type and for whom, as keywords of our own."""
    speakers = public.site.speakers
    group = type_group(public.catalogue.entries[data["id"]])
    found = [(group, data["type"]), *(("audience", one) for one in data.get("audience", []))]
    return [{**named(public, "keyword", f"{SOURCE}:{code}", "Keyword"),
             "name": {language: speaker.label(label, code)
                      for language, speaker in speakers.items()}} for label, code in found]


def everywhere(public: Public, link: dict[str, str]) -> dict[str, Any]:
    """A web address by language, also one that serves all."""
    return dict.fromkeys(public.site.speakers, link["all"]) if "all" in link else link
