"""Parts of PTV's objects: texts by language, channels, addresses, hours; v12 turned into v11."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from familycentre.importers import accessibility, schedules, values, wording
from familycentre.importers.coordinates import degrees
from familycentre.importers.drafting import Draft
from familycentre.importers.loose import Loose, number, rows, table, text, texts
from familycentre.values import LANGUAGES

_SHORT = ("Summary", "ShortDescription")
_LONG = ("Description",)


# --- shapes ------------------------------------------------------------------------------------


def as_v11(item: Loose) -> Loose:
    """An object of v12 in the shape of v11; others as they are.

    No record of v12 was at hand: this follows its description, and what it does not know is left.
    """
    versions = table(item.get("languageVersions"))
    if not versions:
        return item if "id" in item else {**item, "id": text(item.get("contentId"))}
    languages = {code: table(one) for code, one in versions.items() if isinstance(code, str)}

    def said(*keys: str) -> Iterator[tuple[str, str]]:
        for code, one in languages.items():
            found = next((text(one[key]) for key in keys if text(one.get(key))), "")
            if found:
                yield code, found

    names = [{"language": code, "type": "Name", "value": one} for code, one in said("name")]
    described = [{"language": code, "type": kind, "value": one}
                 for kind, keys in (("Summary", ("summary", "shortDescription")),
                                    ("Description", ("description",)),
                                    ("UserInstruction", ("userInstructions", "userInstruction")),
                                    ("ChargeTypeAdditionalInfo", ("chargeInfo",)))
                 for code, one in said(*keys)]
    place = table(item.get("location"))
    addresses = [{"type": "Location", "streetAddress": {**one, "_point": one.get("coordinates")}}
                 for one in rows(place.get("streetAddresses"))]
    whole = {"id": text(item.get("contentId")) or text(item.get("id")), "addresses": addresses}
    kind = text(item.get("serviceChannelType")) or text(item.get("channelType"))
    if kind or addresses:
        whole |= {"serviceChannelType": kind or "ServiceLocation", "serviceChannelNames": names,
                  "serviceChannelDescriptions": described}
    elif "organizationType" in item or "businessCode" in item:
        whole |= {"organizationNames": names, "organizationDescriptions": described}
    else:
        whole |= {"serviceNames": names, "serviceDescriptions": described}
    return {**item, **whole}


def connection(item: Loose) -> tuple[str, str] | None:
    """Service and channel of a connection object of v12."""
    found = []
    for kind in ("service", "serviceChannel"):
        nested = table(item.get(kind))
        ids = (item.get(f"{kind}ContentId"), item.get(f"{kind}Id"), nested.get("contentId"),
               nested.get("id"))
        found.append(next((text(one) for one in ids if text(one)), ""))
    return (found[0], found[1]) if all(found) else None


def by_kind(given: object, *kinds: str) -> dict[str, str]:
    """Texts by language of PTV's ``[{language, value, type}]``; the first of the kinds wins."""
    found: dict[str, str] = {}
    for kind in kinds or ("",):
        for one in rows(given):
            code, value = text(one.get("language")), text(one.get("value"))
            if code in LANGUAGES and value and kind in ("", text(one.get("type"))):
                found.setdefault(code, value)
    return found


def first(*given: Mapping[str, str]) -> dict[str, str]:
    """Of each language the first text there is."""
    found: dict[str, str] = {}
    for one in given:
        for code, value in one.items():
            found.setdefault(code, value)
    return found


def shown(names: Mapping[str, str]) -> str:
    """A name for a message."""
    return wording.line(names.get("fi") or names.get("sv") or next(iter(names.values()), "?"), 80)


def _codes(given: object) -> list[tuple[str, str]]:
    """Code and Finnish name; a name alone where only names are given."""
    if isinstance(given, list) and all(isinstance(one, str) for one in given):
        return [("", one) for one in given]
    return [(text(one.get("code")), by_kind(one.get("name")).get("fi", "")) for one in rows(given)]


def _signs(item: Loose) -> dict[str, list[tuple[str, str]]]:
    return {
        "ptv_classes": _codes(item.get("serviceClasses") or item.get("service_classes")),
        "ptv_groups": _codes(item.get("targetGroups") or item.get("target_groups")),
        "ptv_events": _codes(item.get("lifeEvents") or item.get("life_events")),
    }


def _towns(given: object) -> list[str]:
    return [code for area in rows(given) for one in rows(area.get("municipalities"))
            if (code := text(one.get("code")))]


def _keywords(given: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in rows(given):
        code, word = text(one.get("language")), wording.line(one.get("value"))
        if code in LANGUAGES and word and word not in found.get(code, []):
            found.setdefault(code, []).append(word)
    return found


def _common(item: Loose) -> dict[str, Any]:
    return {
        "status": text(item.get("publishingStatus")), "area": text(item.get("areaType")),
        "municipalities": _towns(item.get("areas")),
        "modified": values.day(text(item.get("modified"))[:10]) or "",
        "languages": list(dict.fromkeys(
            tag for one in texts(item.get("languages")) if (tag := wording.language(one)))),
    }


def slim_service(item: Loose) -> Loose:
    """What is used of a service: the whole is four times as large."""
    described = item.get("serviceDescriptions")
    long = by_kind(described, *_LONG)
    for code, one in by_kind(described, "UserInstruction").items():
        long[code] = f"{long[code]}\n\n{one}" if code in long else one
    return {
        **_common(item), **_signs(item), "names": by_kind(item.get("serviceNames"), "Name"),
        "short": by_kind(described, *_SHORT), "long": long,
        "charge": text(item.get("serviceChargeType")),
        "charge_info": by_kind(described, "ChargeTypeAdditionalInfo"),
        "general": text(item.get("generalDescriptionId"))
        or text(item.get("statutoryServiceGeneralDescriptionId")),
        "organisations": [
            (text(runs.get("id") or one.get("organizationId")), text(one.get("roleType")),
             text(runs.get("name")))
            for one in rows(item.get("organizations"))
            for runs in [table(one.get("organization"))]],
        "keywords": _keywords(item.get("keywords")),
    }


def slim_general(item: Loose) -> Loose:
    """What is used of a general description, in the API's shape or as {fi, sv} texts."""
    described = item.get("descriptions")
    return {
        **_signs(item),
        "names": by_kind(item.get("names"), "Name", "") or _plain(item.get("name")),
        "short": by_kind(described, *_SHORT) or _plain(item.get("summary")),
        "long": by_kind(described, *_LONG) or _plain(item.get("description")),
        "charge": text(item.get("serviceChargeType")) or text(item.get("charge")),
    }


def _plain(given: object) -> dict[str, str]:
    return {code: text(one) for code, one in table(given).items()
            if code in LANGUAGES and text(one)}


def slim_organisation(item: Loose) -> Loose:
    """What is used of an organisation."""
    described = item.get("organizationDescriptions")
    return {
        **_common(item), "names": by_kind(item.get("organizationNames"), "Name", ""),
        "short": first(by_kind(described, *_SHORT), by_kind(described, *_LONG)),
        "type": text(item.get("organizationType")), "business_id": text(item.get("businessCode")),
        "municipality": text(table(item.get("municipality")).get("code")),
        "web": _web(item.get("webPages")), "phones": _phones(item.get("phoneNumbers")),
        "emails": [text(one.get("value")) for one in rows(item.get("emails"))],
    }


def slim_channel(item: Loose) -> Loose:
    """What is used of a channel."""
    described = item.get("serviceChannelDescriptions")
    return {
        **_common(item), "type": text(item.get("serviceChannelType")),
        "names": by_kind(item.get("serviceChannelNames"), "Name", ""),
        "short": by_kind(described, *_SHORT), "long": by_kind(described, *_LONG),
        "organisation": text(item.get("organizationId")),
        "web": _web(item.get("webPages")) or _web(item.get("channelUrls"), "value"),
        "phones": _phones(item.get("phoneNumbers")) or _phones(item.get("supportPhones")),
        "emails": [text(one.get("value")) for key in ("emails", "supportEmails")
                   for one in rows(item.get(key))],
        "addresses": [one for row in rows(item.get("addresses")) if (one := _address(row))],
        "hours": [_hours(one) for one in rows(item.get("serviceHours"))],
        "services": [service for row in rows(item.get("services"))
                     if (service := text(table(row.get("service")).get("id")))],
    }


def _web(given: object, key: str = "url") -> dict[str, str]:
    """The first address of each language."""
    found: dict[str, str] = {}
    for one in rows(given):
        code, address = text(one.get("language")), text(one.get(key))
        if code in LANGUAGES and address:
            found.setdefault(code, address)
    return found


def _phones(given: object) -> list[tuple[str, str]]:
    """Language and number, the same number once; fax numbers left out."""
    found: dict[str, str] = {}
    for one in rows(given):
        digits = text(one.get("number"))
        if digits and text(one.get("type")) in ("", "Phone"):
            prefix = text(one.get("prefixNumber"))
            whole = f"{prefix} {digits.removeprefix('0')}" if prefix.startswith("+") else digits
            found.setdefault(whole, text(one.get("language")))
    return [(code, one) for one, code in found.items()]


def _address(row: Loose) -> dict[str, Any] | None:
    if text(row.get("type")) not in ("Location", "Visiting", "ServiceLocation", ""):
        return None
    street = table(row.get("streetAddress"))
    if not street:
        return None
    named = street.get("street") or street.get("streetName")
    entrance = next((one for one in rows(row.get("entrances"))
                     if one.get("isMainEntrance") is not False), {})
    point = next((one for one in rows(street.get("_point"))
                  if "3067" in text(one.get("system"))), {})
    return {
        "street": by_kind(named) or _plain(named), "number": text(street.get("streetNumber")),
        "postcode": text(street.get("postalCode")) or text(street.get("postCode")),
        "municipality": text(table(street.get("municipality")).get("code"))
        or text(street.get("municipalityCode")),
        "note": by_kind(street.get("additionalInformation")),
        "north": number(street.get("latitude")) or number(point.get("northing")),
        "east": number(street.get("longitude")) or number(point.get("easting")),
        "sentences": [by_kind(one.get("sentence"))
                      for group in rows(entrance.get("accessibilitySentences"))
                      for one in rows(group.get("sentences"))][:60],
    }


def _hours(row: Loose) -> dict[str, Any]:
    return {
        "type": text(row.get("serviceHourType")), "closed": row.get("isClosed") is True,
        "from": values.day(text(row.get("validFrom"))),
        "until": values.day(text(row.get("validTo"))),
        "always": row.get("isAlwaysOpen") is True, "booked": row.get("isReservation") is True,
        "note": by_kind(row.get("additionalInformation")),
        "times": [(text(one.get("dayFrom")), text(one.get("dayTo")), text(one.get("from")),
                   text(one.get("to"))) for one in rows(row.get("openingHour"))][:50],
    }


# --- fields of ours ------------------------------------------------------------------------------


def cost(draft: Draft, service: Loose, general: Loose) -> None:
    """Free or not, with the price in words; unknown when the source does not say."""
    charge = service["charge"] or general.get("charge", "")
    free = {"Free": True, "FreeOfCharge": True, "Charged": False, "Chargeable": False}.get(charge)
    note = draft.words("cost.note", service["charge_info"])
    if free is not None:
        draft.set("cost", {"free": free, **({"note": note} if note else {})})
    elif note:
        draft.note("cost", "dropped", "The price is told in words, but not whether it is free: "
                   "it stands in the description.")
        described = draft.record.setdefault("description", {})
        for code, one in note.items():
            described[code] = f"{described[code]}\n\n{one}" if code in described else one


def channel_contact(draft: Draft, channel: Loose, limit: int) -> None:
    """Phones, e-mail and web page of a channel, under its name."""
    if len(draft.record.get("contacts", [])) >= limit:
        draft.note("contacts", "dropped", f"More than {limit} channels.")
        return
    lines, _ = weekly(channel["hours"])
    mails, numbers = channel["emails"], channel["phones"]
    draft.contact(phone=numbers[0][1] if numbers else "", email=mails[0] if mails else "",
                  url=channel["web"], role=channel["names"],
                  hours=schedules.in_words(lines) if channel["names"] else None)
    for _, other in numbers[1:3]:
        draft.contact(phone=other, role=channel["names"])


def door(draft: Draft, channel: Loose) -> None:
    """Address, point and way in of a place's first address."""
    if not channel["addresses"]:
        return
    one = channel["addresses"][0]
    street = {code: f"{name} {one['number']}".strip() for code, name in one["street"].items()
              if code in ("fi", "sv")}
    words = draft.words("address.street", street)
    if len(set(words.values())) == 1 and len(words) > 1:
        words = {"fi": words["fi"]}
    address = {**({"street": words} if words else {}),
               **({"postcode": one["postcode"]} if one["postcode"] else {})}
    draft.set("address", address)
    point = degrees(one["north"], one["east"])
    draft.set("location", point, "ETRS-TM35FIN turned into WGS84 degrees.")
    if point is None and one["north"] is not None:
        draft.note("location", "dropped", "The coordinates are not in Finland.")
    draft.text("arrival", one["note"])
    if len(channel["addresses"]) > 1:
        draft.note("addresses", "dropped", "A record has one address: the first is used.")
    draft.set("accessibility", accessibility.features(
        given.get("en") or given.get("fi", "") for given in one["sentences"]))
    draft.set("accessibility_note", accessibility.note(
        {code: value for code, value in given.items() if code in ("fi", "sv")}
        for given in one["sentences"]))


def weekly(hours: Iterable[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], bool]:
    """Lines of the weekly hours, and whether it is open round the clock."""
    lines: list[dict[str, Any]] = []
    for one in hours:
        if one["type"] not in ("DaysOfTheWeek", "Standard", "OverMidnight", "Special", ""):
            continue
        if one["always"]:
            return [{"always": True}], True
        if one["booked"] and not one["times"]:
            lines.append({"by_appointment": True})
        times = []
        for first_day, last_day, start, end in one["times"]:
            begin, close = schedules.weekday(first_day), schedules.weekday(last_day)
            hours_ = values.clock(start), values.clock(end)
            if begin is None or hours_[0] is None:
                continue
            if one["type"] in ("OverMidnight", "Special") and close is not None:
                days = [begin]  # one opening that lasts into another day
            else:
                days = schedules.days_between(begin, begin if close is None else close)
            times += [(day, hours_[0], hours_[1]) for day in days]
        season = {key: one[key] for key in ("from", "until")} if one["until"] else {}
        lines += schedules.weekly(times, **season)
    return lines, False


def opening(draft: Draft, hours: Iterable[Mapping[str, Any]], today: datetime.date) -> None:
    """Weekly hours as ``schedule``, exceptional ones that are not over as ``exceptions``."""
    hours = list(hours)
    lines, _ = weekly(hours)
    draft.set("schedule", lines)
    found = []
    for one in hours:
        if one["type"] not in ("Exceptional", "Exception"):
            continue
        last = one["until"] or one["from"]
        if not last or last < today.isoformat():
            draft.note("serviceHours", "dropped", "An exception that is over or has no day.")
            continue
        days = {"date": last} if one["from"] in (None, last) else {
            "from": one["from"], "until": last}
        note = draft.words("exceptions.note", one["note"])
        tail = {"note": note} if note else {}
        times = [(values.clock(start), values.clock(end)) for _, _, start, end in one["times"]]
        if one["closed"]:
            found.append({**days, "closed": True, **tail})
        else:
            found += [{**days, "start": start, "end": end, **tail} for start, end in times[:1]
                      if start and end]
    draft.set("exceptions", found)
