"""Fields of an HSDS service → fields of ours; each language's texts come from its own version."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

from familycentre.importers import accessibility, places, schedules, values, wording
from familycentre.importers.drafting import Draft
from familycentre.importers.loose import Loose, flag, number, rows, table, text, whole
from familycentre.importers.mapping import Sign
from familycentre.values import WEEKDAYS

Versions = Mapping[str, Loose]
_STATUS = {"inactive": "paused", "temporarily closed": "paused", "defunct": "closed"}
_MONTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
CONTACTS = 6


def terms(service: Loose) -> list[str]:
    """Names of the taxonomy terms and of the UK profile's categories."""
    return [name for one in rows(service.get("attributes"))
            if (name := text(table(one.get("taxonomy_term")).get("name")))]


def signs(service: Loose) -> list[Sign]:
    """Terms as codes: PTV's service classes travel in some HSDS feeds."""
    return [("ptv_classes", text(table(one.get("taxonomy_term")).get("code")),
             text(table(one.get("taxonomy_term")).get("name")))
            for one in rows(service.get("attributes"))]


def described(service: Loose) -> str:
    """The description, and whom it is for."""
    told = [text(service.get(key)) for key in ("description", "eligibility_description")]
    return "\n\n".join(dict.fromkeys(one for one in told if one))


def status(draft: Draft, service: Loose) -> None:
    """Active is left out; inactive and temporarily closed are paused, defunct is closed."""
    given = text(service.get("status")).casefold()
    if given in _STATUS:
        draft.set("status", _STATUS[given], f"The source says '{given}'.")
    checked = values.day(text(service.get("assured_date")))
    if checked:
        draft.note("verified", "dropped", f"The source was assured on {checked}: that is not our "
                   "organiser's confirmation.")


def where(draft: Draft, versions: Versions, *, hidden: bool) -> None:
    """Address, point, town of the first physical place; the service area when there is none."""
    firsts = {tag: next((table(one.get("location")) for one in rows(
        service.get("service_at_locations")) if table(one.get("location"))), {})
        for tag, service in versions.items()}
    first = next(iter(firsts.values()))
    addresses = list(rows(first.get("addresses")))
    door = next((one for one in addresses if text(one.get("address_type")) != "postal"),
                addresses[0] if addresses else {})
    postcode = text(door.get("postal_code"))
    towns = [text(door.get("city")), text(door.get("region"))]
    areas = [text(one.get("name")) or text(one.get("service_area"))
             for one in rows(next(iter(versions.values())).get("service_areas"))]
    country = text(door.get("country")).upper()
    if country not in ("", "FI", "FIN"):
        draft.note("address", "dropped", f"The address is in {country[:2]}.")
        towns = towns[:1]
    elif hidden:
        draft.set("address", {"hidden": True}, "A shelter's address is never taken.")
    else:
        streets = {tag: _street(one) for tag, one in firsts.items()}
        places.address(draft, {tag: one for tag, one in streets.items() if one}, postcode)
        places.point(draft, first.get("latitude"), first.get("longitude"))
        draft.text("arrival", {tag: text(one.get("transportation")) for tag, one in firsts.items()})
    if text(first.get("location_type")) == "virtual":
        draft.set("remote", True)
    known = [found for one in areas if (found := values.municipality(one))]
    if known:
        draft.set("municipality", list(dict.fromkeys(known)))
    elif any(one.casefold() in ("suomi", "finland", "fi") for one in areas):
        draft.set("nationwide", True)
    else:
        places.town(draft, [*towns, *(one[:80] for one in areas)], postcode)
    told = [{tag: text(one.get("description")) for tag, one in zip(firsts, group, strict=False)}
            for group in zip(*(list(rows(one.get("accessibility")))[:20]
                               for one in firsts.values()), strict=False)]
    if not hidden:
        draft.set("accessibility", accessibility.features(
            next(iter(one.values()), "") for one in told))
        draft.set("accessibility_note", accessibility.note(told))


def _street(location: Loose) -> str:
    one = next(rows(location.get("addresses")), {})
    return ", ".join(filter(None, (text(one.get("address_1")), text(one.get("address_2")))))


def contacts(draft: Draft, versions: Versions) -> None:
    """Phones and addresses of the service, its places and contacts; persons' names go."""
    service = next(iter(versions.values()))
    urls = {tag: text(one.get("url")) for tag, one in versions.items()}
    phones = [one for owner in (service, *rows(service.get("service_at_locations")))
              for one in rows(owner.get("phones"))]
    numbers = list(dict.fromkeys(text(one.get("number")) for one in phones
                                 if text(one.get("type")).casefold() != "fax"))
    draft.contact(phone=numbers[0] if numbers else "", email=text(service.get("email")),
                  url={tag: one for tag, one in urls.items() if one})
    for other in numbers[1:3]:
        draft.contact(phone=other)
    people = [one for owner in (service, *rows(service.get("service_at_locations")))
              for one in rows(owner.get("contacts"))]
    language = next(iter(versions))
    for one in people[:CONTACTS]:
        named = text(one.get("name"))
        if named and not draft.keep_persons:
            draft.note("contacts.name", "dropped", "A person's name.")
        title = text(one.get("title")) or text(one.get("department"))
        role = ", ".join(filter(None, (title, named if draft.keep_persons else "")))
        draft.contact(role={language: role} if role else None, email=text(one.get("email")),
                      phone=next((text(p.get("number")) for p in rows(one.get("phones"))), ""),
                      person=bool(named) and not title)


def hours(draft: Draft, versions: Versions, today: datetime.date) -> None:
    """Recurrences (RFC 5545 as HSDS writes it) → lines; those that are over are left out."""
    language, service = next(iter(versions.items()))
    given = [*rows(service.get("schedules")),
             *(one for at in rows(service.get("service_at_locations"))
               for one in rows(at.get("schedules")))]
    lines: list[dict[str, Any]] = []
    for one in given[:100]:
        last = values.day(text(one.get("valid_to"))) or values.day(text(one.get("until")))
        if last and last < today.isoformat():
            draft.note("schedules", "dropped", "Hours that are over.")
            continue
        found = list(_lines(one, language))
        if not found:
            draft.note("schedules", "dropped", "A rhythm that the directory cannot hold, and no "
                       "words for it.")
        lines += [line for line in found if line not in lines]
    draft.set("schedule", lines)


def _lines(one: Loose, language: str) -> Iterator[dict[str, Any]]:
    start, end = values.clock(text(one.get("opens_at"))), values.clock(text(one.get("closes_at")))
    times = {**({"start": start} if start and start != "24:00" else {})}
    if times and end and end != start:
        times["end"] = end
    season = {ours: found for ours, keys in (("from", ("valid_from", "dtstart")),
                                             ("until", ("valid_to", "until")))
              if (found := next((day for key in keys if (day := values.day(text(one.get(key))))),
                                None))}
    days = [(re.match(r"[-+]?\d+", part), schedules.weekday(part.strip()[-2:]))
            for part in text(one.get("byday")).split(",") if part.strip()]
    names = [WEEKDAYS[day] for _, day in days if day is not None]
    freq, step = text(one.get("freq")).upper(), whole(one.get("interval")) or 1
    note = wording.line(one.get("notes"))
    tail: dict[str, Any] = {"note": {language: note}} if note and len(note) < 120 else {}
    if freq == "WEEKLY" and names and not one.get("byweekno") and 1 <= step <= 12:
        rhythm = {"every": step} if step > 1 and "from" in season else {}
        yield {"days": list(dict.fromkeys(names)), **times, **season, **rhythm, **tail}
    elif freq == "MONTHLY" and names and days[0][0] and step == 1:
        weeks = [_MONTH.get(int(match[0])) for match, _ in days if match]
        if all(weeks):
            yield {"days": list(dict.fromkeys(names)), **times, **season,
                   "of_month": list(dict.fromkeys(weeks)), **tail}
    elif not freq and "from" in season and whole(one.get("count")) == 1:
        yield {"date": season["from"], **times, **tail}
    elif words := wording.line(one.get("description")):
        yield {"text": {language: words}}


def rest(draft: Draft, versions: Versions) -> None:
    """Ages, cost, languages, booking, source."""
    service = next(iter(versions.values()))
    low, high = number(service.get("minimum_age")), number(service.get("maximum_age"))
    ages = {**({"min": int(low)} if low is not None and 0 <= low <= 36 else {}),
            **({"max": int(high)} if high is not None and 0 <= high <= 36 else {})}
    if high is not None and high > 36:
        draft.note("maximum_age", "dropped", "Not a child's age.")
    if ages and ages != {"min": 0}:
        draft.set("ages", ages)
    fees = draft.words("cost.note", {tag: text(one.get("fees_description"))
                                     for tag, one in versions.items()})
    amounts = [number(one.get("amount")) for one in rows(service.get("cost_options"))]
    free = flag(service.get("free"))
    if free is None and amounts:
        free = all(one == 0 for one in amounts)
    if free is not None:
        draft.set("cost", {"free": free, **({"note": fees} if fees and not free else {})})
    elif fees:
        draft.note("fees_description", "dropped", "It does not say whether it is free.")
    draft.set("languages", list(dict.fromkeys(
        tag for one in rows(service.get("languages"))
        if (tag := wording.language(text(one.get("code")))))))
    needed = flag(service.get("needs_referral"))
    if needed is not None:
        draft.set("referral", needed)
    booking = draft.words("registration.note", {
        tag: text(one.get("application_process")) for tag, one in versions.items()})
    if booking:
        draft.note("application_process", "dropped", "It does not say plainly whether one must "
                   "sign up.")
    url = next((found for tag, one in versions.items() if (found := values.url(
        text(one.get("url"))))), None)
    changed = values.day(text(service.get("last_modified")))
    if url:
        draft.set("source", {"url": url, **({"date": changed} if changed else {})})
    for key in ("accreditations", "alert", "funding", "licenses", "wait_time", "assurer_email"):
        if service.get(key):
            draft.note(key, "dropped", "The directory has no field for it.")
