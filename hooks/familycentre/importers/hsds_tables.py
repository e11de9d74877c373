"""HSDS as tables, and Outpost's import sheets → services with all that belongs to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from familycentre.importers.found import Refused
from familycentre.importers.loose import Loose, text

TABLES = ("organizations", "programs", "services", "attributes", "service_at_location",
          "service_at_locations", "locations", "addresses", "phones", "contacts", "schedules",
          "service_areas", "languages", "cost_options", "accessibility", "funding",
          "required_documents", "metadata", "meta_table_descriptions", "taxonomies",
          "taxonomy_terms", "organization_identifiers", "service_capacities", "units", "urls")
"""The tables of the specification; those that say nothing of a record are read and left."""
_OF_SERVICE = ("phones", "contacts", "schedules", "service_areas", "languages", "cost_options",
               "funding")


def joined(tables: Mapping[str, list[Loose]]) -> Iterator[dict[str, Any]]:
    """Services with their organisation, places, phones …, as in the JSON form."""
    organisations = {text(one.get("id")): dict(one) for one in tables.get("organizations", ())}
    for one in tables.get("organization_identifiers", ()):
        owner = organisations.get(text(one.get("organization_id")))
        if owner is not None:
            owner.setdefault("organization_identifiers", []).append(one)
    terms = {text(one.get("id")): one for one in tables.get("taxonomy_terms", ())}
    attributes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in tables.get("attributes", ()):
        attributes[text(one.get("link_id"))].append(
            {**one, "taxonomy_term": terms.get(text(one.get("taxonomy_term_id")), {})})
    locations = _locations(tables)
    at = defaultdict(list)
    for one in (*tables.get("service_at_location", ()), *tables.get("service_at_locations", ())):
        place = locations.get(text(one.get("location_id")))
        if place is not None:
            at[text(one.get("service_id"))].append({**one, "location": place})
    belongs = {name: _by(tables.get(name, ()), "service_id") for name in _OF_SERVICE}
    for service in tables.get("services", ()):
        identity = text(service.get("id"))
        organisation = organisations.get(text(service.get("organization_id")))
        yield {
            **{key: value for key, value in service.items() if value != ""},
            "status": text(service.get("status")) or "active",
            **({"organization": organisation} if organisation else {}),
            **{name: belongs[name][identity] for name in _OF_SERVICE if identity in belongs[name]},
            "attributes": attributes.get(identity, []), "service_at_locations": at[identity]}


def _locations(tables: Mapping[str, list[Loose]]) -> dict[str, dict[str, Any]]:
    parts = {name: _by(tables.get(name, ()), "location_id") for name in ("addresses",
                                                                         "accessibility")}
    return {text(one.get("id")): {**one, **{name: rows[text(one.get("id"))]
                                            for name, rows in parts.items()
                                            if text(one.get("id")) in rows}}
            for one in tables.get("locations", ())}


def _by(rows: Iterable[Loose], key: str) -> dict[str, list[Loose]]:
    found: dict[str, list[Loose]] = defaultdict(list)
    for one in rows:
        if text(one.get(key)):
            found[text(one.get(key))].append(one)
    return found


def outpost(given: list[Loose], refused: list[Refused], source: str, place: str
            ) -> Iterator[dict[str, Any]]:
    """Services of an import sheet of Outpost: later rows add to the one they name."""
    more = _by([one for one in given if text(one.get("import_id_reference"))],
               "import_id_reference")
    known = {text(one.get("import_id")) for one in given
             if not text(one.get("import_id_reference"))}
    for identity in more:
        if identity not in known:
            refused.append(Refused(source, f"{place} {identity}", "Rows of a service that is not "
                                   "in the sheet."))
    for row in given:
        identity = text(row.get("import_id"))
        if text(row.get("import_id_reference")) or not identity:
            continue
        all_rows = [row, *more.get(identity, [])]
        if text(row.get("visible")).upper() == "FALSE" or text(row.get("approved")) == "FALSE":
            refused.append(Refused(source, f"outpost:{identity}", f"{text(row.get('name'))[:80]}: "
                                   "it is not visible or not approved at the source."))
            continue
        yield _outpost(identity, row, all_rows)


def _outpost(identity: str, row: Loose, all_rows: list[Loose]) -> dict[str, Any]:
    open_ = [one for one in all_rows if text(one.get("scheduled_weekday"))]
    at = [one for one in all_rows if text(one.get("location_postcode"))
          and text(one.get("location_visible")).upper() != "FALSE"]
    seen = [one for one in all_rows if text(one.get("contact_visible")).upper() == "TRUE"]
    owner = text(row.get("organisation"))
    return {
        "id": f"outpost:{identity}", "name": text(row.get("name")), "status": "active",
        "description": text(row.get("description")), "url": text(row.get("url")),
        "minimum_age": text(row.get("min_age")), "maximum_age": text(row.get("max_age")),
        "needs_referral": text(row.get("needs_referral")), "free": text(row.get("free")),
        **({"organization": {"id": f"outpost:{owner}", "name": owner}} if owner else {}),
        "attributes": [{"taxonomy_term": {"name": one.strip()}}
                       for key in ("service_taxonomies", "labels")
                       for one in text(row.get(key)).split(";") if one.strip()],
        "contacts": [{"name": text(one.get("contact_name")), "title": text(one.get(
            "contact_title")), "email": text(one.get("contact_email")),
            "phones": [{"number": text(one.get("contact_phone"))}]} for one in seen],
        "schedules": [{"freq": "WEEKLY", "byday": text(one.get("scheduled_weekday"))[:2].upper(),
                       "opens_at": text(one.get("schedules_opens_at")),
                       "closes_at": text(one.get("schedules_closes_at"))} for one in open_],
        "service_at_locations": [{"location": {
            "latitude": text(one.get("location_latitude")),
            "longitude": text(one.get("location_longitude")),
            "addresses": [{"address_1": text(one.get("location_address_1")),
                           "city": text(one.get("location_city")),
                           "postal_code": text(one.get("location_postcode"))}],
            "accessibility": [{"description": part.strip()} for part in text(
                one.get("location_accessibilities")).split(";") if part.strip()],
        }} for one in at],
    }
