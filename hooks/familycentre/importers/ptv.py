"""Suomi.fi Finnish Service Catalogue (PTV): services joined with channels and organisations.

Shape: open API v7–v11 (``Service``, ``ServiceChannel``, ``Organization``, ``GeneralDescription``
and their paged lists), and v12 as far as its documentation tells (``items``, ``contentId``,
``languageVersions``, ``coordinates`` with ``system``, connections as objects of their own).
Source: https://palvelutietovaranto.suomi.fi, content CC BY 4.0.

A service becomes a record with the phones, web pages and forms of its channels; with one place,
that is its address; of several places, each becomes a record as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from familycentre.importers import ptv_parts as parts
from familycentre.importers.drafting import Draft
from familycentre.importers.found import FROM, Found, Refused
from familycentre.importers.inputs import Context, Doc
from familycentre.importers.loose import Loose, rows, table, text
from familycentre.importers.mapping import Meaning, Sign
from familycentre.importers.organisations import folder, organisation_type
from familycentre.importers.values import municipality

SOURCE = "ptv"
API = "https://api.palvelutietovaranto.suomi.fi/api/v11"
CONTACTS = 8
"""Of a record: more would bury the first."""


@dataclass
class _Shelf:
    """Everything read, by identifier, each cut down to what is used."""

    services: dict[str, Loose] = field(default_factory=dict)
    channels: dict[str, Loose] = field(default_factory=dict)
    organisations: dict[str, Loose] = field(default_factory=dict)
    general: dict[str, Loose] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Service → channels, from either side or from connections."""
    refused: list[Refused] = field(default_factory=list)


def read(documents: Iterable[Doc | Refused], context: Context) -> Iterator[Found | Refused]:
    """Records of PTV, in the order of its identifiers; organisations before what they run."""
    shelf = _Shelf()
    for one in documents:
        if isinstance(one, Refused):
            yield one
        else:
            for item in _items(one.data):
                _put(shelf, item, one.name)
    yield from shelf.refused
    for channel_id, channel in shelf.channels.items():
        for service_id in channel["services"]:
            if channel_id not in shelf.links[service_id]:
                shelf.links[service_id].append(channel_id)
    yield from _Reader(shelf, context).records()


def _items(data: Any) -> Iterator[Loose]:
    """The objects of a document: one, a list, or a page of a list."""
    for one in rows(data):
        pages = [one[key] for key in ("itemList", "items") if isinstance(one.get(key), list)]
        if pages:
            yield from rows(pages[0])
        else:
            yield one


def _put(shelf: _Shelf, item: Loose, place: str) -> None:
    item = parts.as_v11(item)
    identity = text(item.get("id"))
    connection = parts.connection(item)
    if connection:
        shelf.links[connection[0]].append(connection[1])
        return
    if not identity:
        shelf.refused.append(Refused(SOURCE, place, "An object without an id: not of PTV."))
    elif "serviceChannelType" in item:
        shelf.channels.setdefault(identity, parts.slim_channel(item))
    elif "organizationNames" in item:
        shelf.organisations.setdefault(identity, parts.slim_organisation(item))
    elif "serviceNames" in item:
        shelf.services.setdefault(identity, parts.slim_service(item))
        for row in rows(item.get("serviceChannels")):
            channel = text(table(row.get("serviceChannel")).get("id"))
            if channel and channel not in shelf.links[identity]:
                shelf.links[identity].append(channel)
    elif "names" in item or "service_classes" in item:
        shelf.general.setdefault(identity, parts.slim_general(item))
    else:
        shelf.refused.append(Refused(
            SOURCE, identity, "Only an id and a name, or no object of PTV: get the whole record "
            "(Service, ServiceChannel, Organization or GeneralDescription)."))


class _Reader:
    """Makes records of a shelf."""

    def __init__(self, shelf: _Shelf, context: Context) -> None:
        self.shelf = shelf
        self.context = context
        self.used: set[str] = set()
        """Identifiers of channels, organisations and descriptions that went into a record."""
        self.named: dict[str, str] = {}
        """Organisations that only a service names."""

    def records(self) -> Iterator[Found | Refused]:
        """All of them; what was not used is refused at the end, with the reason."""
        made: list[Found | Refused] = []
        places: dict[str, list[tuple[str, Meaning, str]]] = defaultdict(list)
        for identity in sorted(self.shelf.services):
            made.append(self._service(identity, places))
        for channel_id in sorted(places):
            made.append(self._place(channel_id, places[channel_id]))
        organisers = {str(one.record[key]).removeprefix(FROM) for one in made
                      if isinstance(one, Found) for key in ("organiser",) if key in one.record}
        for identity in sorted({*self.shelf.organisations, *self.named}):
            if identity in organisers:
                yield self._organisation(identity)
            elif identity in self.shelf.organisations:
                yield Refused(SOURCE, identity, "The organisation runs nothing that was imported.")
        yield from made
        for identity in sorted(set(self.shelf.channels) - self.used):
            yield Refused(SOURCE, identity, "A channel of no service that was imported: its "
                          "services were refused, or are not among what was read.")
        for identity in sorted(set(self.shelf.general) - self.used):
            yield Refused(SOURCE, identity, "A general description of no service that was "
                          "imported; by itself it is nobody's service.")

    def _signs(self, service: Loose, general: Loose) -> list[Sign]:
        return [(name, code, label) for name in ("ptv_classes", "ptv_groups", "ptv_events")
                for one in (service, general) for code, label in one.get(name, ())]

    def _service(self, identity: str, places: dict[str, list[tuple[str, Meaning, str]]]
                 ) -> Found | Refused:
        service = self.shelf.services[identity]
        if service["status"] not in ("", "Published"):
            return Refused(SOURCE, identity, f"It is not published: {service['status']}.")
        general_id = service["general"]
        general = self.shelf.general.get(general_id, {})
        draft = Draft(self.context.keep_persons)
        names = parts.first(service["names"], general.get("names", {}))
        runs = self._organiser(service["organisations"])
        kind = folder(runs[1]) or "public_services"
        signs = self._signs(service, general)
        meaning = self.context.mapping.meaning(signs, names.values(), kind)
        if not meaning.admitted:
            codes = ", ".join(dict.fromkeys(code or label for _, code, label in signs)) or "none"
            return Refused(SOURCE, identity, f"Not a service for families, by its codes ({codes}) "
                           f"and name: {parts.shown(names)}. mapping.yml says which are.")
        if runs[0] and runs[1] is None:
            return Refused(SOURCE, identity, f"{parts.shown(names)}: a company's service, or one "
                           "of an organisation of unknown type; the directory holds public and "
                           "NGO services.")
        draft.text("name", names)
        draft.summary(parts.first(service["short"], general.get("short", {})),
                      parts.first(service["long"], general.get("long", {})))
        if general and (not service["short"] or not service["long"]):
            draft.note("summary", "changed", "Words that the service lacks are of the general "
                       "description.")
        self._meaning(draft, meaning)
        self._where(draft, service)
        if runs[0]:
            draft.set("organiser", FROM + runs[0])
        parts.cost(draft, service, general)
        self._common(draft, service, f"{API}/Service/{identity}")
        channels = [one for one in self.shelf.links.get(identity, ())
                    if one in self.shelf.channels]
        located = [one for one in channels if self.shelf.channels[one]["type"] == "ServiceLocation"]
        joined = [one for one in channels if one not in located]
        for one in joined:
            parts.channel_contact(draft, self.shelf.channels[one], CONTACTS)
        if len(located) == 1:
            joined += located
            self._at(draft, self.shelf.channels[located[0]], meaning)
        for one in located if len(located) > 1 else ():
            places[one].append((identity, meaning, runs[0]))
        missing = len(self.shelf.links.get(identity, ())) - len(channels)
        if missing:
            draft.note("serviceChannels", "dropped", f"{missing} channels are not among what was "
                       "read.")
        self.used.update(joined, [general_id])
        if general_id in self.shelf.general:
            joined.append(general_id)
        return draft.found(SOURCE, identity, meaning.kind, tuple(joined))

    def _place(self, identity: str, served: list[tuple[str, Meaning, str]]) -> Found:
        """One place of services that have several."""
        channel = self.shelf.channels[identity]
        self.used.add(identity)
        meaning = served[0][1]
        for _, other, _ in served[1:]:
            meaning.tasks = list(dict.fromkeys([*meaning.tasks, *other.tasks]))
            meaning.audience = list(dict.fromkeys([*meaning.audience, *other.audience]))
        own = self.context.mapping.meaning([], channel["names"].values(), meaning.kind)
        draft = Draft(self.context.keep_persons)
        draft.text("name", channel["names"])
        draft.summary(channel["short"], channel["long"])
        self._meaning(draft, own if own.admitted and own.tasks and own.type_known else meaning)
        self._where(draft, channel)
        runs = self._organiser([(channel["organisation"], "", "")])
        organiser = runs[0] or served[0][2]
        if organiser:
            draft.set("organiser", FROM + organiser)
        self._common(draft, channel, f"{API}/ServiceChannel/{identity}")
        self._at(draft, channel, meaning)
        return draft.found(SOURCE, identity, (own if own.admitted and own.type_known else
                                              meaning).kind)

    def _meaning(self, draft: Draft, meaning: Meaning) -> None:
        draft.set("tasks", meaning.tasks or [3], "" if meaning.tasks else
                  "No code names a task: 3, to be looked at.")
        draft.note("tasks", "changed", f"By mapping.yml: {', '.join(meaning.said_by)}.")
        draft.set("type", meaning.type, "" if meaning.type_known else
                  "No code names a type of this kind: the vaguest one.")
        draft.set("audience", meaning.audience)
        draft.set("situations", meaning.situations)
        draft.set("support_level", meaning.support_level)
        draft.set("sensitive", meaning.sensitive or None)

    def _where(self, draft: Draft, item: Loose) -> None:
        if item["area"].startswith("Nationwide"):
            draft.set("nationwide", True, "" if item["area"] == "Nationwide" else
                      "The source leaves out Åland.")
            return
        codes = dict.fromkeys(item["municipalities"])
        if not codes:
            codes = dict.fromkeys(code for one in item.get("addresses", ())
                                  if (code := one["municipality"]))
            for identity in ([one[0] for one in item.get("organisations", ())]
                             + [item.get("organisation", "")]):
                home = self.shelf.organisations.get(identity, {}).get("municipality", "")
                if home and not codes:
                    codes[home] = None
                    draft.note("municipality", "changed", "The source does not say where: the "
                               "organisation's municipality.")
        draft.set("municipality", [municipality(code) or code for code in codes])

    def _at(self, draft: Draft, channel: Loose, meaning: Meaning) -> None:
        """The door, hours, contacts of a place."""
        if meaning.type == "shelter":
            draft.set("address", {"hidden": True}, "A shelter's address is never taken.")
            parts.channel_contact(draft, {**channel, "names": {}}, CONTACTS)
            return
        parts.door(draft, channel)
        parts.opening(draft, channel["hours"], self.context.today)
        parts.channel_contact(draft, {**channel, "names": {}}, CONTACTS)

    def _common(self, draft: Draft, item: Loose, url: str) -> None:
        draft.set("languages", item["languages"])
        draft.set("keywords", item.get("keywords"))
        modified = {"date": item["modified"]} if item["modified"] else {}
        draft.set("source", {"url": url, **modified})

    def _organiser(self, given: Iterable[tuple[str, str, str]]) -> tuple[str, str | None]:
        """Id and type of the responsible organisation; ("", None) when none is named."""
        ordered = sorted(given, key=lambda one: one[1] != "Responsible")
        for identity, _, name in ordered:
            if identity in self.shelf.organisations:
                one = self.shelf.organisations[identity]
                return identity, organisation_type(*one["names"].values(), register=one["type"])
            if identity and name:
                self.named.setdefault(identity, name)
                return identity, organisation_type(name)
        return "", None

    def _organisation(self, identity: str) -> Found:
        one = self.shelf.organisations.get(identity, {})
        draft = Draft(self.context.keep_persons)
        names = one.get("names") or {"fi": self.named.get(identity, "")}
        draft.text("name", names)
        draft.set("type", organisation_type(*names.values(), register=one.get("type", "")))
        if one:
            draft.text("summary", one["short"])
            draft.set("business_id", one["business_id"])
            addresses = one["web"]
            if addresses:
                draft.contact(url=addresses)
                contact = draft.record.pop("contacts", [{}])[0]
                draft.set("url", contact.get("url"))
            for number in one["phones"][:1]:
                draft.contact(phone=number[1])
            for mail in one["emails"][:1]:
                draft.contact(email=mail)
            draft.set("source", {"url": f"{API}/Organization/{identity}",
                                 **({"date": one["modified"]} if one["modified"] else {})})
        return draft.found(SOURCE, identity, "organisations")
