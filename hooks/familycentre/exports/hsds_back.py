"""Our own HSDS files → records again, two languages put together by their ids.

Only what :mod:`familycentre.exports.hsds` writes is understood to the last field; the HSDS of
others is for the importers. A file is ours when its services have an attribute ``link_type: kind``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from familycentre.exports.hsds import ISO_WEEKS, MONTH_WEEKS, STATUS
from familycentre.exports.pieces import nested
from familycentre.exports.public import Plain
from familycentre.values import WEEKDAYS

LISTS = ("tasks", "situations", "partners", "audience", "accessibility", "aliases", "keywords",
         "exceptions", "themes")
"""Fields that hold several values."""
CODED = ("tasks", "exceptions", "nationwide", "sensitive", "referral", "remote", "places",
         "registration.required", "waiting.weeks", "cost.free", "ages.months", "meetings.count",
         "space_for_ngos.available", "address.hidden", "always", "by_appointment")
"""Fields whose values are written as JSON."""
BY_LANGUAGE = ("referral_note", "accessibility_note", "first_visit", "keywords",
               "registration.url", "registration.note", "waiting.note", "cost.note",
               "meetings.note", "space_for_ngos.booking", "space_for_ngos.cost",
               "address.post_office", "url", "hours", "note")
"""Fields that hold a text or web address in each language."""
ASIDE = ("page", "other_language", "data_licence", "without")
"""What attributes tell about the file, not about the record."""
_CODES = {code: ours for ours, code in STATUS.items()}
_WEEKS = {str(number): name for name, number in MONTH_WEEKS.items()}
_DAYS = {day[:2].upper(): day for day in WEEKDAYS}


def ours(service: Plain) -> bool:
    """Whether a service was written by this package, ours or another directory's."""
    return any(one.get("link_type") == "kind" for one in service.get("attributes", []))


def entry(sisters: Mapping[str, Plain]) -> Plain:
    """A record of a data folder, and its ``kind``, from the same service in each language."""
    first = next(iter(sisters.values()))
    made = fields({language: one["attributes"] for language, one in sisters.items()})
    said: Plain = {name: made.get(name, {}) for name in ("name", "summary", "description")}
    for language, one in sisters.items():
        foreign = _foreign(one["attributes"])
        summary, _, more = one["description"].partition("\n\n")
        for name, value in (("name", one["name"]), ("summary", summary), ("description", more)):
            if value and name not in foreign:
                said[name][language] = value
    made |= {name: value for name, value in said.items() if value}
    made["status"] = _CODES[first["status"]]
    if "assured_date" in first:
        made["verified"] = first["assured_date"]
    ages = made.get("ages", {})
    for side, field in (("min", "minimum_age"), ("max", "maximum_age")):
        if field in first:
            ages[side] = round(first[field] * (12 if ages.get("months") else 1))
    lists = {
        "languages": [one["code"] for one in first.get("languages", [])],
        "contacts": contacts({language: one.get("contacts", [])
                              for language, one in sisters.items()}),
        "schedule": schedule({language: one.get("schedules", [])
                              for language, one in sisters.items()}),
    }
    made |= {name: value for name, value in (*lists.items(), ("ages", ages)) if value}
    for area in first.get("service_areas", []):
        code = area["extent"]
        if code == "FI":
            made["nationwide"] = True
        elif code.startswith("area:"):
            made.setdefault("areas", []).append(code.removeprefix("area:"))
        else:
            made.setdefault("municipality", []).append(code.removeprefix("KU"))
    _door(made, {language: (one.get("service_at_locations") or [{"location": {}}])[0]["location"]
                 for language, one in sisters.items()},
          {language: _foreign(one["attributes"]) for language, one in sisters.items()})
    return made


def organisation(sisters: Mapping[str, Plain]) -> Plain:
    """An organisation of a data folder from the same one in each language."""
    first = next(iter(sisters.values()))
    made = fields({language: one["attributes"] for language, one in sisters.items()})
    for language, one in sisters.items():
        foreign = _foreign(one["attributes"])
        if "name" not in foreign:
            made.setdefault("name", {})[language] = one["name"]
        without = any(item["link_type"] == "without" for item in one["attributes"])
        if "summary" not in foreign and not without:
            made.setdefault("summary", {})[language] = one["description"]
    for one in first.get("organization_identifiers", []):
        made["business_id"] = one["identifier"]
    found = contacts({language: one.get("contacts", []) for language, one in sisters.items()})
    return made | ({"contacts": found} if found else {})


def together(services: Mapping[str, Iterable[Plain]]) -> list[dict[str, Plain]]:
    """The services (or organisations) of each language put together by their ids."""
    found: dict[str, dict[str, Plain]] = {}
    for language, every in services.items():
        for one in every:
            found.setdefault(one["id"], {})[language] = one
    return list(found.values())


def fields(attributes: Mapping[str, Iterable[Plain]]) -> Plain:
    """What HSDS has no field for."""
    flat: dict[str, Any] = {}
    for language, every in attributes.items():
        here: dict[str, list[Any]] = {}
        for one in every:
            here.setdefault(one["link_type"], []).append(one["value"])
        for kind, values in here.items():
            path, at, other = kind.partition("@")
            if path in ASIDE:
                continue
            read = [json.loads(one) if path in CODED and one != "both" else one for one in values]
            found: Any = read if path in LISTS else read[0]
            if at or path in BY_LANGUAGE:
                flat.setdefault(path, {})[other or language] = found
            elif path == "exceptions" and path in flat:
                flat[path] = [_merged(a, b) for a, b in zip(flat[path], found, strict=True)]
            else:
                flat.setdefault(path, found)
    return nested(flat)


def _merged(first: Plain, second: Plain) -> Plain:
    """Two languages of one item: its texts together."""
    return {**first, **{name: {**first.get(name, {}), **value} for name, value in second.items()
                        if isinstance(value, dict)}}


def _foreign(attributes: Iterable[Plain]) -> set[str]:
    """Fields that the file has in another language."""
    return {one["value"].partition(":")[0] for one in attributes
            if one["link_type"] == "other_language"}


def _door(made: Plain, places: Mapping[str, Plain], foreign: Mapping[str, set[str]]) -> None:
    """Address, point and way there."""
    for language, place in places.items():
        if "latitude" in place:
            made["location"] = {"lat": place["latitude"], "lon": place["longitude"]}
        if "transportation" in place:
            made.setdefault("arrival", {})[language] = place["transportation"]
        for one in place.get("addresses", []):
            address = made.setdefault("address", {})
            if one["postal_code"]:
                address["postcode"] = one["postal_code"]
            if one["address_1"] and "address.street" not in foreign[language]:
                address.setdefault("street", {})[language] = one["address_1"]


def contacts(sisters: Mapping[str, list[Plain]]) -> list[Plain]:
    """Contacts from each language's."""
    made = []
    for together_ in zip(*sisters.values(), strict=True):
        by_language = dict(zip(sisters, together_, strict=True))
        first = together_[0]
        one = fields({language: contact.get("attributes", [])
                      for language, contact in by_language.items()})
        role = {language: contact["title"] for language, contact in by_language.items()
                if "title" in contact}
        one |= {"role": role} if role else {}
        one |= {"email": first["email"]} if "email" in first else {}
        one |= {"phone": first["phones"][0]["number"]} if "phones" in first else {}
        made.append(one)
    return made


def schedule(sisters: Mapping[str, list[Plain]]) -> list[Plain]:
    """Lines of a schedule from each language's."""
    made = []
    for together_ in zip(*sisters.values(), strict=True):
        line = _line(together_[0])
        for language, one in zip(sisters, together_, strict=True):
            for name, field in (("text", "description"), ("note", "notes")):
                if field in one:
                    line.setdefault(name, {})[language] = one[field]
        made.append(line)
    return made


def _line(one: Plain) -> Plain:
    """When, without the words."""
    line: Plain = fields({"": one.get("attributes", [])})
    if line.get("always"):
        return line
    if one.get("count") == 1:
        line["date"] = one["dtstart"]
    else:
        for name, field in (("from", "valid_from"), ("until", "valid_to")):
            if field in one:
                line[name] = one[field]
    parts = one.get("byday", "").split(",") if "byday" in one else []
    if one.get("freq") == "MONTHLY":
        line["of_month"] = list(dict.fromkeys(_WEEKS[part[:-2]] for part in parts))
    if parts:
        line["days"] = list(dict.fromkeys(_DAYS[part[-2:]] for part in parts))
    if "byweekno" in one:
        line["weeks"] = next(name for name, weeks in ISO_WEEKS.items()
                             if weeks == one["byweekno"])
    if "interval" in one:
        line["every"] = one["interval"]
    for name, field in (("start", "opens_at"), ("end", "closes_at")):
        if field in one:
            line[name] = one[field]
    return line
