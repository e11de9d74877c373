"""Open Referral's Human Services Data Specification 3.x, as JSON and as tables, and its UK profile.

Shape: services with all that belongs to them (``/services/{id}``), pages of them (``contents``),
organisations with their services, the tabular form (``services.csv`` … as files, in a zip archive,
or as one JSON object), and import sheets of Outpost. Texts have one language: that of a folder
named by it in the path (``hsds/fi/…``, as this directory writes), else ``--language``; files of
several languages with the same ids are put together.
Source: https://docs.openreferral.org/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from familycentre.importers import hsds_own
from familycentre.importers import hsds_parts as parts
from familycentre.importers.drafting import Draft
from familycentre.importers.found import FROM, Found, Refused
from familycentre.importers.hsds_tables import TABLES, joined, outpost
from familycentre.importers.inputs import Context, Doc
from familycentre.importers.loose import Loose, rows, table, text
from familycentre.importers.organisations import folder, organisation_type
from familycentre.importers.wording import language as tag_of

SOURCE = "hsds"
_WORDS = ("index", "taxonomies", "taxonomy_terms")
"""Files of an API that hold no services."""
_OF_ORGANISATIONS = {"website", "organization_identifiers", "legal_status"}
"""Fields that an organisation has and a service has not."""


@dataclass
class _Shelf:
    services: dict[str, dict[str, Loose]] = field(default_factory=dict)
    """By id and language."""
    organisations: dict[str, dict[str, Loose]] = field(default_factory=dict)
    tables: dict[str, list[Loose]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)


def read(documents: Iterable[Doc | Refused], context: Context) -> Iterator[Found | Refused]:
    """Records of services; organisations before what they run."""
    shelf = _Shelf()
    for one in documents:
        if isinstance(one, Refused):
            yield one
        else:
            _put(shelf, one, _language(one.name) or context.language)
    for service in joined(shelf.tables):
        _keep(shelf, service, context.language, "services.csv")
    yield from shelf.refused
    used: dict[str, str] = {}
    made = [_record(shelf, identity, context, used) for identity in shelf.services]
    for identity, kind in used.items():
        yield _organisation(identity, shelf.organisations[identity], kind, context)
    for identity in shelf.organisations:
        if identity not in used:
            yield Refused(SOURCE, identity, "The organisation runs nothing that was imported.")
    yield from made


def _language(name: str) -> str | None:
    """The language of a folder of the path, such as ``hsds/fi/services.json``."""
    steps = name.split("/")[:-1]
    return next((found for one in reversed(steps) if len(one) in (2, 3)
                 and (found := tag_of(one)) and one.islower()), None)


def _put(shelf: _Shelf, doc: Doc, language: str) -> None:
    if doc.is_table:
        if doc.stem in TABLES:
            shelf.tables.setdefault(doc.stem, []).extend(rows(doc.data))
        elif rows_ := [one for one in rows(doc.data) if "import_id" in one]:
            for service in outpost(rows_, shelf.refused, SOURCE, doc.name):
                _keep(shelf, service, language, doc.name)
        else:
            shelf.refused.append(Refused(SOURCE, doc.name, "The table is none of HSDS: "
                                         f"{', '.join(TABLES)}."))
        return
    if doc.stem in _WORDS:
        shelf.refused.append(Refused(SOURCE, doc.name, "It tells of the source and its words: no "
                                     "services."))
        return
    for item in rows(doc.data):
        tables = {key.removesuffix(".csv"): one for key, one in item.items()
                  if key.endswith(".csv")}
        if tables:
            for name, given in tables.items():
                if name in TABLES:
                    shelf.tables.setdefault(name, []).extend(rows(given))
            continue
        pages = [item[key] for key in ("contents", "services") if isinstance(item.get(key), list)]
        if "name" in item and isinstance(item.get("services"), list):
            _organisation_seen(shelf, item, language)
            for one in rows(item["services"]):
                _keep(shelf, {**one, "organization": one.get("organization") or {
                    key: value for key, value in item.items() if key != "services"}}, language,
                    doc.name)
        elif pages:
            for one in rows(pages[0]):
                _keep(shelf, one, language, doc.name)
        else:
            _keep(shelf, item, language, doc.name)


def _keep(shelf: _Shelf, item: Loose, language: str, place: str) -> None:
    identity = text(item.get("id"))
    if not identity:
        shelf.refused.append(Refused(SOURCE, place, "A record without an id: nobody could find it "
                                     "again."))
    elif "location_type" in item or "addresses" in item or "latitude" in item:
        shelf.refused.append(Refused(SOURCE, identity, "A location by itself: import the services "
                                     "that are there."))
    elif "service" in item and "location" in item:  # service_at_location, whole
        service = table(item["service"])
        _keep(shelf, {**service, "service_at_locations": [
            {key: value for key, value in item.items() if key != "service"}]}, language, place)
    elif "term_uri" in item or "taxonomy" in item or "taxonomy_detail" in item:
        shelf.refused.append(Refused(SOURCE, identity, "A term of a taxonomy: no service."))
    elif not ("status" in item or "organization" in item or "organization_id" in item):
        if hsds_own.ours(item) or _OF_ORGANISATIONS & item.keys():
            _organisation_seen(shelf, item, language)
        else:
            shelf.refused.append(Refused(SOURCE, identity, "It is neither a service nor an "
                                         "organisation of HSDS."))
    else:
        by_language = shelf.services.setdefault(identity, {})
        if language in by_language:
            shelf.refused.append(Refused(SOURCE, identity, "The source has this service twice: the "
                                         "first one is used."))
        by_language.setdefault(language, item)
        _organisation_seen(shelf, table(item.get("organization")), language)


def _organisation_seen(shelf: _Shelf, item: Loose, language: str) -> None:
    identity = text(item.get("id"))
    if identity and text(item.get("name")):
        seen = shelf.organisations.setdefault(identity, {})
        if language not in seen or ("attributes" in item and "attributes" not in seen[language]):
            seen[language] = item  # one that stands inside a service tells less


def _record(shelf: _Shelf, identity: str, context: Context, used: dict[str, str]
            ) -> Found | Refused:
    versions = shelf.services[identity]
    service = next(iter(versions.values()))
    if hsds_own.ours(service):
        made, owner = hsds_own.record(SOURCE, identity, versions,
                                      keep_persons=context.keep_persons)
        if owner in shelf.organisations:
            kinds = {organisation_type(text(one.get("name")))
                     for one in shelf.organisations[owner].values()}
            used[owner] = next((one for one in kinds if one), "ngo")
        return made
    names = {tag: text(one.get("name")) for tag, one in versions.items()}
    shown = next(iter(names.values())) or "a service without a name"
    owner = text(table(service.get("organization")).get("id")) or text(
        service.get("organization_id"))
    owners = shelf.organisations.get(owner, {})
    kind = organisation_type(*(text(one.get("name")) for one in owners.values())) or (
        "ngo" if owners else None)
    meaning = context.mapping.meaning(
        parts.signs(service), [*names.values(), *parts.terms(service)],
        folder(kind) or "ngo_services")
    if not meaning.admitted:
        return Refused(SOURCE, identity, f"{shown[:80]}: neither its name nor its taxonomy terms "
                       "tell that it is for families. mapping.yml says which do.")
    draft = Draft(context.keep_persons)
    draft.text("name", names)
    draft.summary({}, {tag: parts.described(one) for tag, one in versions.items()})
    draft.set("tasks", meaning.tasks or [3])
    draft.note("tasks", "changed", f"By mapping.yml: {', '.join(meaning.said_by)}.")
    draft.set("type", meaning.type, "" if meaning.type_known else
              "No term names a type of this kind: the vaguest one.")
    draft.set("audience", meaning.audience)
    draft.set("support_level", meaning.support_level)
    draft.set("sensitive", meaning.sensitive or None)
    if owners:
        draft.set("organiser", FROM + owner)
        used[owner] = kind or "ngo"
    parts.status(draft, service)
    parts.where(draft, versions, hidden=meaning.type == "shelter")
    parts.contacts(draft, versions)
    parts.hours(draft, versions, context.today)
    parts.rest(draft, versions)
    return draft.found(SOURCE, identity, meaning.kind)


def _organisation(identity: str, versions: dict[str, Any], kind: str, context: Context
                  ) -> Found | Refused:
    if all(hsds_own.ours(one) for one in versions.values()):
        return hsds_own.organisation(SOURCE, identity, versions,
                                     keep_persons=context.keep_persons)
    draft = Draft(context.keep_persons)
    draft.text("name", {tag: text(one.get("name")) for tag, one in versions.items()})
    draft.set("type", kind, "By its name; an NGO when that tells nothing.")
    draft.text("summary", {tag: text(one.get("description")) for tag, one in versions.items()})
    first = next(iter(versions.values()))
    code = next((text(one.get("identifier")) for one in rows(first.get("organization_identifiers"))
                 if text(one.get("identifier_scheme")) == "FI-PRO"), "")
    draft.set("business_id", code)
    web = {tag: text(one.get("website") or one.get("url")) for tag, one in versions.items()}
    if any(web.values()):
        draft.contact(url=web)
        draft.set("url", (draft.record.pop("contacts", None) or [{}])[0].get("url"))
    draft.contact(email=text(first.get("email")))
    return draft.found(SOURCE, identity, "organisations")
