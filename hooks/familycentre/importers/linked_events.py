"""Linked Events (events of the Helsinki region and others): recurring parents become schedules.

Shape: the API's ``event`` and ``place`` lists and single objects, best with
``?include=location,keywords,audience,sub_events``. A directory holds what goes on regularly: an
event is taken when the words of its name or its keywords name a kind of meeting (``mapping.yml``).
Source: https://api.hel.fi/linkedevents/v1/, CC BY 4.0.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from familycentre.importers import places, schedules, values, wording
from familycentre.importers.drafting import Draft
from familycentre.importers.found import FROM, Found, Refused
from familycentre.importers.inputs import Context, Doc
from familycentre.importers.loose import Loose, flag, rows, table, text, whole
from familycentre.importers.mapping import Sign
from familycentre.importers.organisations import organisation_type
from familycentre.reference import slug

SOURCE = "linkedevents"
DEEP = 6
"""How far down objects are looked for: lists of pages of lists."""
_DAY = datetime.timedelta(hours=24)


@dataclass
class _Shelf:
    events: dict[str, Loose] = field(default_factory=dict)
    places: dict[str, Loose] = field(default_factory=dict)
    keywords: dict[str, str] = field(default_factory=dict)
    """Finnish name of each keyword."""
    children: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    refused: list[Refused] = field(default_factory=list)


def read(documents: Iterable[Doc | Refused], context: Context) -> Iterator[Found | Refused]:
    """Records of events; organisations before what they run."""
    shelf = _Shelf()
    for one in documents:
        if isinstance(one, Refused):
            yield one
        else:
            _collect(shelf, one)
    yield from shelf.refused
    for identity, event in shelf.events.items():
        parent = _id(event.get("super_event"))
        if parent:
            shelf.children[parent].append(identity)
    made = [_record(shelf, identity, context) for identity in _tops(shelf)]
    organisers: dict[str, Found] = {}
    for result in made:
        if isinstance(result, tuple) and result[1]:
            organisers.setdefault(result[1].source_id, result[1])
    yield from organisers.values()
    for result in made:
        yield result[0] if isinstance(result, tuple) else result


def _collect(shelf: _Shelf, doc: Doc) -> None:
    """Events, places and keywords anywhere in a document, looked for without recursion."""
    waiting: list[tuple[object, int]] = [(doc.data, 0)]
    found = 0
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, list):
            waiting += [(one, depth + 1) for one in reversed(value) if depth < DEEP]
            continue
        if not isinstance(value, dict):
            continue
        kind = text(value.get("@type"))
        identity = _id(value)
        if kind == "Keyword" and identity:
            shelf.keywords.setdefault(identity, text(table(value.get("name")).get("fi")))
            found += 1
        elif kind == "Place" and identity:
            shelf.places.setdefault(identity, value)
            found += 1
        elif kind.startswith("Event") or _like_event(value):
            found += 1
            if not identity:
                shelf.refused.append(Refused(SOURCE, doc.name, "An event without an id: nobody "
                                             "could find it again."))
                continue
            if identity in shelf.events and shelf.events[identity] != value:
                shelf.refused.append(Refused(SOURCE, identity, "The source has this event twice: "
                                             "the first one is used."))
            shelf.events.setdefault(identity, value)
        elif kind in ("ImageObject", "Language", "Organization"):
            continue
        if depth < DEEP:
            waiting += [(one, depth + 1) for key, one in reversed(value.items())
                        if isinstance(one, (dict, list)) and key != "images"]
    if not found:
        shelf.refused.append(Refused(SOURCE, doc.name, "There is no event in it.", broken=True))


def _like_event(value: Loose) -> bool:
    return isinstance(value.get("name"), dict) and "start_time" in value and "location" in value


def _id(value: object) -> str:
    """An object's identifier: ``id``, else the end of ``@id``; also of an address alone."""
    if isinstance(value, str):
        return value.rstrip("/").rsplit("/", 1)[-1]
    one = table(value)
    return text(one.get("id")) or text(one.get("@id")).rstrip("/").rsplit("/", 1)[-1] or _id(
        text(one.get("value")) or "") if one else ""


def _tops(shelf: _Shelf) -> list[str]:
    """Events that are not meetings of a recurring parent; a parent that is not there is made up."""
    for parent, children in shelf.children.items():
        if parent not in shelf.events and len(children) > 1:
            shelf.events[parent] = {**shelf.events[children[0]], "id": parent, "super_event": None,
                                    "super_event_type": "recurring"}
    return [identity for identity, event in shelf.events.items()
            if text(table(shelf.events.get(_id(event.get("super_event")))).get(
                "super_event_type")) != "recurring"]


def _record(shelf: _Shelf, identity: str, context: Context
            ) -> tuple[Found, Found | None] | Refused:
    event = shelf.events[identity]
    names = wording.by_language(table(event.get("name")))
    shown = next(iter(names.values()), "an event without a name")
    if event.get("deleted") is True or text(event.get("event_status")) == "EventCancelled":
        return Refused(SOURCE, identity, f"{shown}: it is cancelled or deleted.")
    if text(event.get("publication_status")) == "draft":
        return Refused(SOURCE, identity, f"{shown}: it is a draft.")
    signs: list[Sign] = []
    for key in ("keywords", "audience"):
        for one in event.get(key) or [] if isinstance(event.get(key), list) else []:
            code = _id(one)
            label = text(table(table(one).get("name")).get("fi")) or text(table(one).get("label"))
            signs.append(("keywords", code, label or shelf.keywords.get(code, "")))
    meaning = context.mapping.meaning(signs, names.values(), "")
    if not meaning.kind or not meaning.admitted:
        return Refused(SOURCE, identity, f"{shown}: neither its name nor its keywords name a "
                       "regular meeting for families. mapping.yml says which do.")
    draft = Draft(context.keep_persons)
    draft.text("name", table(event.get("name")))
    draft.summary(table(event.get("short_description")), table(event.get("description")))
    draft.set("tasks", meaning.tasks or [7])
    draft.note("tasks", "changed", f"By mapping.yml: {', '.join(meaning.said_by)}.")
    draft.set("type", meaning.type, "" if meaning.type_known else "No code names a type.")
    draft.set("audience", meaning.audience)
    draft.set("sensitive", meaning.sensitive or None)
    children = shelf.children.get(identity, []) if text(
        event.get("super_event_type")) == "recurring" else []
    problem = _times(draft, [shelf.events[one] for one in children] or [event], context.today)
    if problem:
        return Refused(SOURCE, identity, f"{shown}: {problem}")
    _where(draft, event, shelf)
    _rest(draft, event, identity)
    organiser = _organiser(draft, event, context)
    return draft.found(SOURCE, identity, meaning.kind, tuple(children)), organiser


def _times(draft: Draft, events: list[Loose], today: datetime.date) -> str:
    """Schedule of the meetings that are not over; why the event cannot be taken, or nothing."""
    meetings, long = [], []
    for one in events[: schedules.MEETINGS]:
        start = values.moment(text(one.get("start_time")))
        end = values.moment(text(one.get("end_time")))
        if text(one.get("event_status")) == "EventCancelled" or one.get("deleted") is True:
            continue
        if start is None or not 1990 <= start.year <= 2100:
            continue
        if isinstance(start, datetime.datetime) and isinstance(end, datetime.datetime):
            if end - start > _DAY:
                long.append((start.date(), end.date()))
            else:
                meetings.append(schedules.Meeting(start.date(), start.strftime("%H:%M"),
                                                  end.strftime("%H:%M")))
        elif isinstance(start, datetime.datetime):
            meetings.append(schedules.Meeting(start.date(), start.strftime("%H:%M")))
        elif isinstance(end, datetime.date) and not isinstance(end, datetime.datetime) and (
                end > start):
            long.append((start, end))
        else:
            meetings.append(schedules.Meeting(start))
    if not meetings and not long:
        return "no meeting of it has a time that can be read."
    last = max([one.day for one in meetings] + [until for _, until in long])
    if last < today:
        return f"it is over since {last.isoformat()}."
    lines, exceptions = schedules.folded(meetings)
    kept = [one for one in lines if one.get("until", one.get("date", "9")) >= today.isoformat()]
    for first, until in long[:5]:
        if first <= until and until >= today:
            kept.append({"text": {"fi": "Katso ajat järjestäjän sivulta",
                                  "sv": "Se tiderna på arrangörens sida"},
                         "from": first.isoformat(), "until": until.isoformat()})
            draft.note("schedule", "changed", "It lasts for more than a day: hours unknown.")
    draft.set("schedule", kept, f"{len(meetings)} meetings folded into lines." if len(
        events) > 1 else "")
    draft.set("exceptions", [one for one in exceptions if one["date"] >= today.isoformat()])
    return ""


def _where(draft: Draft, event: Loose, shelf: _Shelf) -> None:
    given = table(event.get("location"))
    identity = _id(event.get("location"))
    place = given if isinstance(given.get("name"), dict) else shelf.places.get(identity, {})
    if identity.endswith("internet"):
        draft.set("remote", True)
        draft.set("nationwide", True, "It is on the internet.")
        return
    street = table(place.get("street_address"))
    places.address(draft, street, text(place.get("postal_code")))
    points = table(place.get("position")).get("coordinates")
    east, north = [*points[:2], None, None][:2] if isinstance(points, list) else (None, None)
    places.point(draft, north, east)
    towns = [text(table(one.get("name")).get("fi")) for one in rows(place.get("divisions"))
             if text(one.get("type")) == "muni"]
    towns += [text(one) for one in table(place.get("address_locality")).values()]
    places.town(draft, towns, text(place.get("postal_code")))
    draft.text("arrival", table(event.get("location_extra_info")))


def _rest(draft: Draft, event: Loose, identity: str) -> None:
    draft.contact(url=table(event.get("info_url")))
    if event.get("provider_contact_info"):
        draft.note("provider_contact_info", "dropped", "Free text that often names persons.")
    low, high = whole(event.get("audience_min_age")), whole(event.get("audience_max_age"))
    if low is not None or high is not None:
        draft.set("ages", {**({"min": low} if low is not None else {}),
                           **({"max": high} if high is not None and high <= 36 else {})})
    spoken = event.get("in_language")
    draft.set("languages", list(dict.fromkeys(
        tag for one in (spoken if isinstance(spoken, list) else [])
        if (tag := wording.language(_id(one))))))
    offer = next(rows(event.get("offers")), {})
    free = flag(offer.get("is_free"))
    if free is not None:
        note = draft.words("cost.note", table(offer.get("price"))) if not free else {}
        draft.set("cost", {"free": free, **({"note": note} if note else {})})
    if event.get("enrolment_start_time") or event.get("enrolment_end_time"):
        until = values.day(text(event.get("enrolment_end_time")))
        draft.set("registration", {"required": True, **({"until": until} if until else {})})
    if text(event.get("event_status")) == "EventPostponed":
        draft.set("status", "paused", "The event is postponed.")
    modified = values.day(text(event.get("last_modified_time")))
    address = text(event.get("@id")) or f"https://api.hel.fi/linkedevents/v1/event/{identity}/"
    draft.set("source", {"url": address, **({"date": modified} if modified else {})})


def _organiser(draft: Draft, event: Loose, context: Context) -> Found | None:
    """The provider, when its name tells that it is an organisation and not a person."""
    names = wording.by_language(table(event.get("provider")))
    if not names:
        return None
    kind = organisation_type(*names.values())
    if kind is None:
        draft.note("provider", "dropped", "The name does not tell that it is an organisation.")
        return None
    identity = f"provider:{slug(next(iter(names.values())))}"
    draft.set("organiser", FROM + identity)
    made = Draft(context.keep_persons)
    made.text("name", names)
    made.set("type", kind, "By its name.")
    return made.found(SOURCE, identity, "organisations")
