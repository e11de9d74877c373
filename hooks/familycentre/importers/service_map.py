"""Service maps of the Helsinki region (Palvelukartta, TPR): units, their connections and hours.

Shape: ``unit`` and ``connection`` of the REST v4 interface and ``unit`` of the v2 API; beside them,
when they are there, the service tree (``ontologytree``: a node counts for those below it), the
words (``ontologyword``) and opening hours of Hauki (``date_period`` with ``resource``).
Source: https://www.hel.fi/palvelukarttaws/rest/, CC BY 4.0.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from familycentre.importers import accessibility, places, schedules, values, wording
from familycentre.importers.drafting import Draft
from familycentre.importers.found import FROM, Found, Refused
from familycentre.importers.inputs import Context, Doc
from familycentre.importers.loose import Loose, rows, table, text, texts
from familycentre.importers.mapping import Sign
from familycentre.importers.organisations import folder, organisation_type
from familycentre.reference import slug

SOURCE = "servicemap"
API = "https://www.hel.fi/palvelukarttaws/rest/v4/unit/"
CONTACTS = 5
_TAGS = ("fi", "sv", "en")


@dataclass
class _Shelf:
    units: dict[str, Loose] = field(default_factory=dict)
    connections: dict[str, list[Loose]] = field(default_factory=lambda: defaultdict(list))
    parents: dict[str, str] = field(default_factory=dict)
    """Of the nodes of the service tree."""
    words: dict[str, str] = field(default_factory=dict)
    """Finnish word of each ontology word."""
    periods: dict[str, list[Loose]] = field(default_factory=lambda: defaultdict(list))
    """Hauki's periods by the unit, or by the resource while its unit is not known."""
    resources: dict[str, str] = field(default_factory=dict)
    """Unit of each resource of Hauki."""
    refused: list[Refused] = field(default_factory=list)


def read(documents: Iterable[Doc | Refused], context: Context) -> Iterator[Found | Refused]:
    """Records of units; organisations before what they run."""
    shelf = _Shelf()
    for one in documents:
        if isinstance(one, Refused):
            yield one
            continue
        taken = [_put(shelf, item, one.name) for item in _items(one.data)]
        if not any(taken):
            yield Refused(SOURCE, one.name, "There is no unit, connection or period in it.")
    yield from shelf.refused
    for resource, unit in shelf.resources.items():
        shelf.periods[unit] += shelf.periods.pop(resource, [])
    organisers: dict[str, Found] = {}
    made = [_record(shelf, identity, context, organisers) for identity in shelf.units]
    yield from organisers.values()
    yield from made
    for owner in (*shelf.connections, *shelf.periods):
        if owner not in shelf.units:
            yield Refused(SOURCE, owner, "Contacts or hours of a unit that is not among what was "
                          "read.")


def _items(data: Any) -> Iterator[Loose]:
    for one in rows(data):
        if isinstance(one.get("results"), list):
            yield from rows(one["results"])
        elif "schedules" in table(one.get("data")):
            yield table(one["data"])
        else:
            yield one


def _put(shelf: _Shelf, item: Loose, place: str) -> bool:
    """Put an object where it belongs; whether it is of this source."""
    identity = text(item.get("id"))
    if "section_type" in item and "unit_id" in item:
        shelf.connections[text(item["unit_id"])].append(item)
    elif "time_span_groups" in item:
        shelf.periods[_resource(item.get("resource"))].append(item)
    elif "origins" in item and "resource_type" in item:
        for one in rows(item["origins"]):
            if text(table(one.get("data_source")).get("id")) == "tprek":
                shelf.resources[identity] = text(one.get("origin_id"))
    elif "schedules" in item:
        shelf.refused.append(Refused(SOURCE, f"{place} {identity}", "Opening hours of a library "
                                     "(Kirkanta): no unit of the service map."))
    elif "ontologyword_fi" in item:
        shelf.words[identity] = text(item["ontologyword_fi"])
    elif "child_ids" in item or ("parent_id" in item and "name_fi" in item):
        shelf.parents[identity] = text(item.get("parent_id"))
    elif identity and ("name_fi" in item or "name_sv" in item or isinstance(
            item.get("name"), dict)):
        if identity in shelf.units:
            shelf.refused.append(Refused(SOURCE, identity, "The source has this unit twice: the "
                                         "first one is used."))
        shelf.units.setdefault(identity, item)
    else:
        return False
    return True


def _resource(given: object) -> str:
    """``tprek:8215`` is the unit 8215; a number is one of Hauki's own."""
    found = text(given)
    return found.removeprefix("tprek:") if found.startswith("tprek:") else f"hauki:{found}"


def _said(item: Loose, name: str) -> dict[str, str]:
    """Texts by language of ``name_fi`` … (v4) or of an object (v2)."""
    nested = item.get(name)
    if isinstance(nested, dict):
        return {tag: text(nested.get(tag)) for tag in _TAGS if text(nested.get(tag))}
    return {tag: found for tag in _TAGS if (found := text(item.get(f"{name}_{tag}")))}


def _signs(shelf: _Shelf, unit: Loose) -> list[Sign]:
    nodes = texts(unit.get("ontologytree_ids")) + [
        text(table(one).get("id")) or text(one) for one in
        (unit["services"] if isinstance(unit.get("services"), list) else [])]
    found: dict[str, None] = {}
    for one in nodes:
        node, steps = one, 0
        while node and steps < 10:
            found[node] = None
            node, steps = shelf.parents.get(node, ""), steps + 1
    return [("service_tree", node, "") for node in found]


def _record(shelf: _Shelf, identity: str, context: Context, organisers: dict[str, Found]
            ) -> Found | Refused:
    unit = shelf.units[identity]
    names = _said(unit, "name")
    shown = wording.line(names.get("fi") or names.get("sv") or "a unit without a name", 80)
    if unit.get("is_public") is False:
        return Refused(SOURCE, identity, f"{shown}: it is not public.")
    owner = _owner(unit)
    kind = folder(owner[1]) or "public_services"
    meaning = context.mapping.meaning(_signs(shelf, unit), [*names.values()], kind)
    if not meaning.admitted:
        return Refused(SOURCE, identity, f"{shown}: not for families, by its place in the service "
                       f"tree ({', '.join(texts(unit.get('ontologytree_ids'))) or 'none'}) and its "
                       "name. mapping.yml says which are.")
    draft = Draft(context.keep_persons)
    draft.text("name", names)
    draft.summary(_said(unit, "short_desc") or _said(unit, "short_description"),
                  _said(unit, "desc") or _said(unit, "description"))
    draft.set("tasks", meaning.tasks or [3])
    draft.note("tasks", "changed", f"By mapping.yml: {', '.join(meaning.said_by)}.")
    draft.set("type", meaning.type, "" if meaning.type_known else
              "No code names a type of this kind: the vaguest one.")
    draft.set("audience", meaning.audience)
    draft.set("support_level", meaning.support_level)
    draft.set("sensitive", meaning.sensitive or None)
    if owner[0] and owner[1]:
        source_id = f"owner:{slug(next(iter(owner[0].values())))}"
        organisers.setdefault(source_id, _organisation(source_id, owner[0], owner[1], context))
        draft.set("organiser", FROM + source_id)
    if meaning.type == "shelter":
        draft.set("address", {"hidden": True}, "A shelter's address is never taken.")
        places.town(draft, _said(unit, "address_city").values(), "")
    else:
        _where(draft, unit)
    connections = [*rows(unit.get("connections")), *shelf.connections.get(identity, [])]
    _contacts(draft, unit, connections)
    _hours(draft, connections, shelf.periods.get(identity, []), context.today)
    draft.set("languages", list(dict.fromkeys(
        tag for one in texts(unit.get("provided_languages")) if (tag := wording.language(one)))))
    keywords = {tag: [wording.line(one) for one in said.split(",") if wording.line(one)]
                for tag, said in _said(unit, "extra_searchwords").items() if tag != "en"}
    draft.set("keywords", {tag: list(dict.fromkeys(one)) for tag, one in keywords.items()})
    modified = values.day(text(unit.get("modified_time")))
    draft.set("source", {"url": f"{API}{identity}", **({"date": modified} if modified else {})})
    return draft.found(SOURCE, identity, meaning.kind)


def _owner(unit: Loose) -> tuple[dict[str, str], str | None]:
    """Names and type of who runs it: the end of 'kunnallinen palvelu, Helsingin kaupunki'."""
    told = {tag: said.rsplit(",", 1)[-1].strip()
            for tag, said in _said(unit, "displayed_service_owner").items() if tag != "en"}
    return told, organisation_type(*told.values()) if told else None


def _organisation(source_id: str, names: dict[str, str], kind: str, context: Context) -> Found:
    draft = Draft(context.keep_persons)
    draft.text("name", names)
    draft.set("type", kind, "By its name.")
    return draft.found(SOURCE, source_id, "organisations")


def _where(draft: Draft, unit: Loose) -> None:
    postcode = text(unit.get("address_zip"))
    places.address(draft, _said(unit, "street_address"), postcode)
    points = table(unit.get("location")).get("coordinates")
    if isinstance(points, list) and len(points) > 1:
        places.point(draft, points[1], points[0])
    elif unit.get("latitude") is not None:
        places.point(draft, unit.get("latitude"), unit.get("longitude"))
    else:
        places.point(draft, unit.get("northing_etrs_tm35fin"), unit.get("easting_etrs_tm35fin"))
    towns = [text(unit.get("municipality")), *_said(unit, "address_city").values()]
    places.town(draft, towns, postcode)
    sentences = [_said(one, "sentence") for one in rows(unit.get("accessibility_sentences"))]
    found = accessibility.features(one.get("en") or one.get("fi", "") for one in sentences)
    if "11:green" in text(unit.get("accessibility_viewpoints")) and "step_free" not in found:
        found.insert(0, "step_free")  # the survey found no obstacle for a wheelchair
    draft.set("accessibility", found)
    draft.set("accessibility_note", accessibility.note(
        {tag: said for tag, said in one.items() if tag != "en"} for one in sentences))


def _contacts(draft: Draft, unit: Loose, connections: list[Loose]) -> None:
    draft.contact(phone=text(unit.get("phone")), email=text(unit.get("email")),
                  url=_said(unit, "www"))
    for one in connections:
        if len(draft.record.get("contacts", [])) >= CONTACTS:
            break
        kind = text(one.get("section_type"))
        if kind in ("PHONE_OR_EMAIL", "ESERVICE_LINK", "REGISTRATION"):
            draft.contact(phone=text(one.get("phone")), email=text(one.get("email")),
                          url=_said(one, "www"), role=_said(one, "name"),
                          person=bool(text(one.get("contact_person"))))


def _hours(draft: Draft, connections: list[Loose], periods: list[Loose], today: datetime.date
           ) -> None:
    """Hauki's periods as times; else the unit's own words."""
    lines: list[dict[str, Any]] = []
    exceptions: list[dict[str, Any]] = []
    for period in periods:
        first, last = (values.day(text(period.get(key))) for key in ("start_date", "end_date"))
        if last and last < today.isoformat():
            draft.note("schedule", "dropped", "A period of opening hours that is over.")
            continue
        if text(period.get("resource_state")) == "closed":
            if first and last:
                exceptions.append({"from": first, "until": last, "closed": True})
            continue
        season = {"from": first, "until": last} if last or period.get("override") else {}
        lines += [line for group in rows(period.get("time_span_groups"))
                  for span in rows(group.get("time_spans"))
                  if text(span.get("resource_state")) in ("open", "")
                  for line in _span(span, season)]
    draft.set("schedule", lines)
    draft.set("exceptions", exceptions)
    if lines:
        return
    told = [said for one in connections if text(one.get("section_type")) == "OPENING_HOURS"
            for said in [_said(one, "name")]
            if said and max(map(len, said.values())) <= wording.SUMMARY
            and any(sign.isdigit() for sign in "".join(said.values()))]
    words = [draft.words("schedule.text", {tag: said for tag, said in one.items() if tag != "en"})
             for one in told[:3]]
    draft.set("schedule", [{"text": one} for one in words if one], "Hours are given in words only."
              if told else "")


def _span(span: Loose, season: dict[str, str | None]) -> Iterator[dict[str, Any]]:
    given = span.get("weekdays")
    days = [int(one) - 1 for one in (given if isinstance(given, list) else [])
            if isinstance(one, int) and 1 <= one <= 7]
    start, end = (values.clock(text(span.get(key))) for key in ("start_time", "end_time"))
    if span.get("full_day") is True:
        start, end = "00:00", "24:00"
    if days and start:
        yield from schedules.weekly(((day, start, end) for day in days), **season)
