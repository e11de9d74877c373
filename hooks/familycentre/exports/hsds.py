"""Records as Open Referral's Human Services Data Specification (HSDS 3.0), a language at a time.

https://docs.openreferral.org/en/3.0/hsds/schema_reference.html: each service stands whole, with its
organisation, places, hours and contacts. Ids are UUIDv5 and the same in every language, so that two
languages are put together by them. What HSDS has no place for goes along as *attributes*:

- ``link_type`` is the path of our field, as in ``registration.required``; ``value`` is its text in
  the language, else its value as JSON (``true``, ``8``), else the plain code, date or id;
- ``name@en`` is a text that is there in a language without files of its own, ``url@all`` a web
  address for all languages;
- closed lists (tasks, audience, situations …) have their own taxonomies besides, with words in the
  language: ``taxonomy_term``;
- ``other_language`` tells what is not in the file's language, as in ``name:sv``.

:mod:`familycentre.exports.hsds_back` reads this again. Hours are local time in Finland
(Europe/Helsinki), without an offset, because a season has two of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from familycentre.exports.pieces import file, flat, is_text, numbered, text, uuid5
from familycentre.exports.public import Plain, Public, Published, words
from familycentre.filters import type_group
from familycentre.language.speaker import Speaker
from familycentre.reference import counties, municipalities, postcodes
from familycentre.schedule import WEEKS_OF_MONTH

VERSION = "3.0"
STATUS = {"active": "active", "paused": "temporarily closed", "planned": "inactive",
          "closed": "defunct"}
"""Our status in HSDS's words."""
MONTH_WEEKS = {**{name: at for at, name in enumerate(WEEKS_OF_MONTH, 1)}, "last": -1}
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
ISO_WEEKS = {name: ",".join(map(str, range(first, 54, 2)))
             for name, first in (("odd", 1), ("even", 2))}
HEAD = ("uuid", "page", "changed")
"""What the gate adds and the way back finds out anew."""
NATIVE = ("id", "name", "summary", "description", "status", "contacts", "schedule", "languages",
          "verified", "ages.min", "ages.max", "location.lat", "location.lon", "arrival",
          "address.street", "address.postcode", "municipality", "areas", "nationwide", *HEAD)
"""Fields of an entry that have a place of their own in HSDS."""
NATIVE_OF_ORGANISATION = ("name", "summary", "business_id", "contacts", "url", *HEAD)
VOCABULARIES = {"tasks": "task", "situations": "situation", "audience": "audience",
                "accessibility": "accessibility", "openness": "openness",
                "support_level": "support_level", "themes": "theme", "type": "type"}
"""Fields whose values are terms of a taxonomy, and the taxonomy's name."""
_NESTED_TERM = ("id", "code", "name", "description", "taxonomy")
FINNISH_IDENTIFIER = ("FI-PRO", "Y-tunnus")
"""Scheme of Finnish business ids in org-id.guide, and what people call them."""


class Writer:
    """HSDS of one language."""

    def __init__(self, public: Public, speaker: Speaker) -> None:
        self.public = public
        self.s = speaker
        self.language = speaker.language
        self.terms: dict[tuple[str, str], Plain] = {}
        self.nested: dict[str, Plain] = {}
        licence = public.about["licence"]
        self.licence = f"{licence['name']} {self.any(licence['url'])}" if licence else ""

    # --- files ---

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file of the language by its path from the site's root."""
        folder = f"api/hsds/{self.language}"
        lists = {
            "services": [text(self.service(one)) for one in self.public.entries.values()],
            "organizations": [text(self.organization(one))
                              for one in self.public.organisations.values()],
        }
        lists["taxonomies"] = [text(one) for one in self.taxonomies()]
        lists["taxonomy_terms"] = [text(self.terms[key]) for key in sorted(self.terms)]
        made = {name: numbered(f"{folder}/{name}", items) for name, items in lists.items()}
        yield f"{folder}/index.json", file({
            "version": VERSION,
            "profile": self.public.about.get("documentation", {}).get(
                self.language, self.public.url("")),
            "openapi_url": "https://raw.githubusercontent.com/openreferral/specification/"
                           f"{VERSION}/schema/openapi.json",
            "language": self.language, "about": self.public.about,
            "files": {name: [self.public.url(path) for path, _ in parts]
                      for name, parts in made.items()}})
        for name, parts in made.items():
            for number, (path, items) in enumerate(parts, 1):
                yield path, page(number, len(parts), len(lists[name]), items)

    def taxonomies(self) -> Iterator[Plain]:
        """The lists that terms come from."""
        for name in sorted({vocabulary for vocabulary, _ in self.terms}):
            yield {"id": self.public.uuid("taxonomy", name), "name": name,
                   "description": f"{name} of the family-centre directory"}

    # --- texts ---

    def any(self, value: dict[str, str]) -> str:
        """A text or web address in the language, else in any."""
        return value["all"] if "all" in value else self.s.plain(value)

    def needed(self, value: dict[str, str], what: str, foreign: list[str]) -> str:
        """A text that must not be missing; what stands in for it is told."""
        said, language = self.s.pick(value)
        if language != self.language:
            foreign.append(f"{what}:{language}")
        return said

    # --- services ---

    def service(self, published: Published) -> Plain:
        """One place, group or service, whole."""
        data = published.data
        own = data["uuid"]
        entry = self.public.catalogue.entries[published.id]
        foreign: list[str] = []
        name = self.needed(data["name"], "name", foreign)
        parts = [self.needed(data["summary"], "summary", foreign),
                 words(data.get("description"), self.language)]
        made: Plain = {
            "id": own, "name": name, "description": "\n\n".join(filter(None, parts)),
            "status": STATUS[data["status"]],
            "eligibility_description": self.s.audience(entry),
        }
        contacts = data.get("contacts", [])
        links = [one["url"] for one in contacts if "url" in one]
        made["url"] = self.any(links[0]) if links else data["page"][self.language]
        email = next((one["email"] for one in contacts if "email" in one), "")
        if email:
            made["email"] = email
        if "registration" in data or "referral" in data:
            made["application_process"] = self.booking(data)
        if "cost" in data:
            w = self.s.w["entry"]
            made["fees_description"] = ". ".join(filter(None, [
                w["free" if data["cost"]["free"] else "not_free"],
                words(data["cost"].get("note"), self.language)]))
        years = 12 if data.get("ages", {}).get("months") else 1
        for side, field in (("min", "minimum_age"), ("max", "maximum_age")):
            if side in data.get("ages", {}):
                age = data["ages"][side]
                made[field] = age / years if years > 1 else age
        if "verified" in data:
            made["assured_date"] = data["verified"]
        if "changed" in data:
            made["last_modified"] = f"{data['changed']}T00:00:00.000Z"
        if "notice" in self.public.about:
            made["alert"] = self.any(self.public.about["notice"])
        if "organiser" in data:
            organisation = self.public.organisations[data["organiser"]]
            made["organization_id"] = organisation.data["uuid"]
            if organisation.id not in self.nested:
                self.nested[organisation.id] = self.organization(organisation, whole=False)
            made["organization"] = self.nested[organisation.id]
        made["languages"] = [
            {"id": sub(own, "language", tag), "service_id": own,
             "name": self.s.label("language", tag), "code": tag}
            for tag in data.get("languages", [])]
        made["contacts"] = [self.contact(own, number, one) for number, one in enumerate(contacts)]
        made["schedules"] = [self.opening(own, number, one)
                             for number, one in enumerate(data.get("schedule", []))]
        made["service_areas"] = list(self.areas(own, data))
        place = self.location(own, data, foreign)
        made["service_at_locations"] = [
            {"id": sub(own, "at", ""), "service_id": own, "location_id": place["id"],
             "location": place}] if place else []
        pairs = [("id", published.id), ("page", data["page"][self.language]),
                 *((path, value) for path, value in flat(data) if path not in NATIVE),
                 *self.other_texts(data, ("name", "summary", "description", "arrival")),
                 *self.other_texts(data.get("address", {}), ("street",), "address."),
                 *(("other_language", what) for what in foreign)]
        if self.licence:
            pairs.append(("data_licence", self.licence))
        made["attributes"] = list(self.attributes(own, pairs, type_group(entry)))
        return {key: value for key, value in made.items() if value not in ([], "")}

    def booking(self, data: Plain) -> str:
        """How one gets in, in the words of the page."""
        entry = self.public.catalogue.entries[data["id"]]
        w = self.s.w["entry"]
        said = []
        if "registration" in data:
            said += [self.s.booking(entry),
                     words(data["registration"].get("note"), self.language)]
        if "referral" in data:
            said += [w["referral_yes" if data["referral"] else "referral_no"],
                     words(data.get("referral_note"), self.language)]
        return " ".join(filter(None, said))

    def contact(self, owner: str, number: int, data: Plain) -> Plain:
        """Whom to turn to: always a role."""
        own = sub(owner, "contact", str(number))
        made: Plain = {"id": own}
        title = words(data.get("role"), self.language)
        if title:
            made["title"] = title
        if "email" in data:
            made["email"] = data["email"]
        if "phone" in data:
            made["phones"] = [{"id": sub(own, "phone", ""), "contact_id": own,
                               "number": data["phone"]}]
        pairs = [*((path, value) for path, value in data.items()
                   if path not in ("role", "email", "phone")), *self.other_texts(data, ("role",))]
        attributes = list(self.attributes(own, pairs))
        return {**made, "attributes": attributes} if attributes else made

    def opening(self, owner: str, number: int, line: Plain) -> Plain:
        """One line of a schedule as recurrences in the manner of RFC 5545."""
        own = sub(owner, "schedule", str(number))
        made: Plain = {"id": own, "service_id": owner}
        if "from" in line:
            made["valid_from"] = line["from"]
        if "until" in line:
            made["valid_to"] = line["until"]
        days = [day[:2].upper() for day in line.get("days", [])]
        if "date" in line:
            made |= {"valid_from": line["date"], "valid_to": line["date"],
                     "dtstart": line["date"], "count": 1}
        elif "of_month" in line:
            made |= {"freq": "MONTHLY", "byday": ",".join(
                f"{MONTH_WEEKS[week]}{day}" for week in line["of_month"] for day in days)}
        elif days:
            made |= {"freq": "WEEKLY", "wkst": "MO", "byday": ",".join(days)}
            if "weeks" in line:
                made["byweekno"] = ISO_WEEKS[line["weeks"]]
            if "every" in line:
                made |= {"interval": line["every"], "dtstart": line["from"]}
        elif "always" in line:
            made |= {"freq": "WEEKLY", "wkst": "MO", "byday": EVERY_DAY,
                     "opens_at": "00:00", "closes_at": "24:00"}
        for name, field in (("start", "opens_at"), ("end", "closes_at")):
            if name in line:
                made[field] = line[name]
        for name, field in (("text", "description"), ("note", "notes")):
            said = words(line.get(name), self.language)
            if said:
                made[field] = said
        form: list[tuple[str, Any]] = [
            *((name, True) for name in ("always", "by_appointment") if name in line),
            *self.other_texts(line, ("text", "note"))]
        if form:
            made["attributes"] = list(self.attributes(own, form))
        return made

    def areas(self, own: str, data: Plain) -> Iterator[Plain]:
        """Whom it serves; ``extent`` is a code: KU049 (a municipality, Statistics Finland),
        ``area:ID`` (an area or county of ours) or FI.
        """
        found = [(f"KU{code}", municipalities()[code].name(self.language))
                 for code in data.get("municipality", [])]
        found += [(f"area:{one}", self.area_name(one)) for one in data.get("areas", [])]
        if data.get("nationwide"):
            found.append(("FI", self.s.w["entry"]["nationwide"]))
        for code, name in found:
            yield {"id": sub(own, "area", code), "service_id": own, "name": name,
                   "extent": code, "extent_type": "text"}

    def area_name(self, wanted: str) -> str:
        """The name of an area, or of a county that is named as one."""
        for county in self.public.catalogue.counties:
            if county.id == wanted:
                return counties()[county.county].name(self.language)
            for area in county.areas:
                if area.id == wanted:
                    return self.s.plain(area.name)
        return wanted

    def location(self, owner: str, data: Plain, foreign: list[str]) -> Plain | None:
        """Where the door is and what it is like there."""
        own = sub(owner, "location", "")
        made: Plain = {}
        if "location" in data:
            made |= {"latitude": data["location"]["lat"], "longitude": data["location"]["lon"]}
        arrival = words(data.get("arrival"), self.language)
        if arrival:
            made["transportation"] = arrival
        address = data.get("address", {})
        if "street" in address or "postcode" in address:
            made["addresses"] = [self.address(own, data, foreign)]
        told = [(code, self.s.label("accessibility", code))
                for code in data.get("accessibility", [])]
        note = words(data.get("accessibility_note"), self.language)
        told += [("note", note)] if note else []
        if told:
            made["accessibility"] = [{"id": sub(own, "accessibility", code), "location_id": own,
                                      "description": said} for code, said in told]
        if not made:
            return None
        return {"id": own, "location_type": "virtual" if data.get("remote") is True
                else "physical", **made}

    def address(self, owner: str, data: Plain, foreign: list[str]) -> Plain:
        """A street address; HSDS wants every part of it, so what is not known is empty."""
        address, codes = data["address"], data.get("municipality", [])
        postcode = address.get("postcode", "")
        home = municipalities()[codes[0]] if codes else None
        office = address.get("post_office") or postcodes().get(postcode, ("", {}))[1] or (
            dict(home.names) if home else {})
        street = address.get("street")
        return {
            "id": sub(owner, "address", ""), "location_id": owner,
            "address_1": self.needed(street, "address.street", foreign) if street else "",
            "city": self.s.plain(office) if office else "",
            "state_province": counties()[home.county].name(self.language) if home else "",
            "postal_code": postcode, "country": "FI", "address_type": "physical"}

    # --- organisations ---

    def organization(self, published: Published, *, whole: bool = True) -> Plain:
        """An organisation; inside a service only what names it."""
        data, foreign = published.data, list[str]()
        made: Plain = {"id": data["uuid"], "name": self.needed(data["name"], "name", foreign)}
        summary = data.get("summary")
        made["description"] = self.needed(summary, "summary", foreign) if summary else made["name"]
        if "url" in data:
            made["website"] = self.any(data["url"])
        if not whole:
            return made
        if "business_id" in data:
            scheme, name = FINNISH_IDENTIFIER
            made["organization_identifiers"] = [{
                "id": sub(data["uuid"], "identifier", scheme), "organization_id": data["uuid"],
                "identifier_scheme": scheme, "identifier_type": name,
                "identifier": data["business_id"]}]
        contacts = [self.contact(data["uuid"], number, one)
                    for number, one in enumerate(data.get("contacts", []))]
        if contacts:
            made["contacts"] = contacts
        pairs = [("page", data["page"][self.language]),
                 *((path, value) for path, value in flat(data)
                   if path not in NATIVE_OF_ORGANISATION),
                 *self.other_texts(data, ("name", "summary")),
                 *([] if summary else [("without", "summary")]),
                 *([("url", data["url"])] if "url" in data else []),
                 *(("other_language", what) for what in foreign)]
        made["attributes"] = list(self.attributes(data["uuid"], pairs, "organisation_type"))
        return made

    # --- attributes ---

    def attributes(self, owner: str, pairs: list[tuple[str, Any]], types: str = ""
                   ) -> Iterator[Plain]:
        """What HSDS has no field for; *types* is the list that ``type`` comes from."""
        seen: Counter[str] = Counter()
        for path, value in pairs:
            for kind, one in self.values(path, value):
                seen[kind] += 1
                made: Plain = {"id": sub(owner, kind, str(seen[kind])), "link_type": kind,
                               "value": one}
                if path in VOCABULARIES:
                    term = self.term(types if path == "type" else VOCABULARIES[path], one)
                    made |= {"taxonomy_term_id": term["id"], "taxonomy_term": {
                        name: term[name] for name in _NESTED_TERM}}
                yield made

    def values(self, path: str, value: Any) -> Iterator[tuple[str, str]]:
        """The values of a field as (link type, text): one a text, one an item of a list."""
        if is_text(value):
            for language, found in value.items():
                if language == self.language or language not in self.public.site.speakers:
                    kind = path if language == self.language else f"{path}@{language}"
                    for one in found if isinstance(found, list) else [found]:
                        yield kind, one
        elif isinstance(value, list):
            for one in value:
                yield path, one if isinstance(one, str) else text(self.inside(one))
        else:
            yield path, value if isinstance(value, str) else text(value)

    def inside(self, value: Any) -> Any:
        """An item of a list without texts that stand in the other languages' files."""
        if not isinstance(value, dict):
            return value
        elsewhere = self.public.site.speakers.keys() - {self.language}
        lean = {name: {tag: said for tag, said in one.items() if tag not in elsewhere}
                if is_text(one) else one for name, one in value.items()}
        return {name: one for name, one in lean.items() if one != {}}

    def other_texts(self, data: Plain, names: Iterable[str], before: str = ""
                    ) -> Iterator[tuple[str, str]]:
        """Texts with a place of their own, in languages that have no files."""
        for name in names:
            for tag, said in data.get(name, {}).items():
                if tag not in self.public.site.speakers:
                    yield f"{before}{name}@{tag}", said

    def term(self, taxonomy: str, code: str) -> Plain:
        """A term of one of our lists, with its word in the language."""
        key = (taxonomy, code)
        if key not in self.terms:
            name, said = self.term_words(taxonomy, code)
            self.terms[key] = {
                "id": self.public.uuid("term", f"{taxonomy}/{code}"), "code": code, "name": name,
                "description": said, "taxonomy": taxonomy,
                "taxonomy_id": self.public.uuid("taxonomy", taxonomy), "language": self.language}
        return self.terms[key]

    def term_words(self, taxonomy: str, code: str) -> tuple[str, str]:
        """Name and description of a term."""
        if taxonomy == "task":
            task = self.public.catalogue.tasks[int(code)]
            return self.s.plain(task.short), self.s.plain(task.name)
        if taxonomy == "situation":
            (found,) = (one for one in self.public.catalogue.situations if one.id == code)
            return self.s.plain(found.name), self.s.plain(found.sentence)
        name = self.s.label(taxonomy, code)
        return name, name


def sub(owner: str, kind: str, name: str) -> str:
    """The id of a part of a record: UUIDv5 in the namespace of the record's own id."""
    return uuid5(bytes.fromhex(owner.replace("-", "")), f"{kind}:{name}")


def page(number: int, pages: int, total: int, items: Any) -> bytes:
    """A page of a list as HSDS's API describes it, one item a line."""
    head = text({"total_items": total, "total_pages": pages, "page_number": number,
                 "size": len(items), "first_page": number == 1, "last_page": number == pages,
                 "empty": not items})
    contents = ",\n".join(items)
    return f'{head[:-1]},"contents":[\n{contents}\n]}}\n'.encode()
