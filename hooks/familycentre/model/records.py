"""Records: the four kinds of entries, organisations and networks."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, model_validator

from familycentre.model.base import Model
from familycentre.model.choices import (
    Accessibility,
    Audience,
    MeetingPlaceType,
    NetworkLevel,
    Openness,
    OrganisationType,
    PeerGroupType,
    ServiceType,
    Status,
    SupportLevel,
    Theme,
)
from familycentre.model.parts import (
    Address,
    Ages,
    Contact,
    Cost,
    Criteria,
    Location,
    Opening,
    Registration,
    ScheduleException,
    Source,
    SpaceForNgos,
    Waiting,
)
from familycentre.values import (
    Date,
    Language,
    Link,
    LongText,
    Municipalities,
    Slug,
    TaskNumbers,
    Text,
    WordList,
    refuse,
    unique,
)


class Record(Model):
    """What every published thing has."""

    folder: ClassVar[str]
    """Name of the folder in the data directory."""

    id: Slug
    """The file's name without .yml; in a list file, a field of each record."""
    name: Text
    """The name as the organiser writes it; a missing translation stays missing."""
    aliases: list[Slug] = []
    """Old ids; their addresses lead here."""
    verified: Date | None = None
    """The day the organiser confirmed the facts; absent: never."""
    source: Source | None = None
    """Where the facts come from."""


class Entry(Record):
    """What the four kinds of things that families look for have in common."""

    kind: ClassVar[str]
    """Singular name of the kind in code."""

    summary: Text
    """What it is in at most 200 characters of plain words."""
    description: LongText | None = None
    """More, in plain words; paragraphs, lists, **bold** and [links](https://…)."""
    tasks: TaskNumbers
    """Which of the seven tasks it serves; the first is the main one."""
    situations: list[Slug] | None = None
    """Ids of life situations it answers; left out, they follow from tasks and audience."""
    organiser: Slug | None = None
    """Id of the organisation that runs it."""
    partners: list[Slug] = []
    """Ids of organisations that take part."""
    municipality: Municipalities = []
    """Where it is, or whom it serves: a name or code, or a list."""
    areas: list[Slug] = []
    """Ids of family-centre areas or counties of areas.yml that it serves."""
    nationwide: bool = False
    """true: for families in all Finland."""
    address: Address | None = None
    """Street address of the door."""
    location: Location | None = None
    """Point on the map."""
    arrival: Text | None = None
    """Which door, which bus, where to leave the pram."""
    contacts: list[Contact] = []
    """Whom to turn to, the first first."""
    schedule: Annotated[list[Opening], Field(max_length=100)] = []
    """When it is open."""
    exceptions: Annotated[list[ScheduleException], Field(max_length=100)] = []
    """When it is not, or at other hours."""
    ages: Ages | None = None
    """The child's age."""
    audience: Annotated[list[Audience], AfterValidator(unique)] = []
    """For whom; empty: for all families."""
    openness: Openness | None = None
    """open: anyone may come; targeted: for a life situation; closed: by invitation or enrolment."""
    registration: Registration | None = None
    """Whether one must sign up; absent: not known."""
    referral: bool | None = None
    """true: needs a referral; false: does not; absent: not known."""
    referral_note: Text | None = None
    """How to get the referral."""
    waiting: Waiting | None = None
    """How long the wait is now; absent: not known."""
    cost: Cost | None = None
    """What it costs; absent: not known."""
    languages: Annotated[list[Language], AfterValidator(unique)] = []
    """Languages spoken there (BCP 47 tags); empty: not known."""
    support_level: SupportLevel | None = None
    """universal, early or intensive; absent: not known."""
    remote: Literal[True, False, "both"] = False
    """true: only online or by phone; both: in person too."""
    accessibility: Annotated[list[Accessibility], AfterValidator(unique)] = []
    """What is there for prams, wheelchairs, hearing and calm; empty: not known."""
    accessibility_note: Text | None = None
    """What else to know about getting in."""
    first_visit: LongText | None = None
    """What happens when one comes for the first time."""
    sensitive: bool = False
    """true: quick exit, neutral title, no preview. Everything of task 6 is sensitive without it.
    Choose an id that tells nothing: the address stays in the browser's history."""
    status: Status = "active"
    """active, paused, planned, closed (keeps its address) or do_not_list (never published)."""
    keywords: WordList = {}
    """Words families might search with."""
    updated: Date | None = None
    """The day the facts last changed; left out, the day of verified or of the source counts."""

    @model_validator(mode="after")
    def _coherent(self) -> Entry:
        if not (self.municipality or self.areas or self.nationwide):
            refuse("missing-field", "It is not said where this is.",
                   "Add municipality, areas or nationwide: true.")
        if self.nationwide and (self.municipality or self.areas):
            refuse("conflict", "It is both nationwide and in a municipality or area.",
                   "Keep nationwide: true, or the places.")
        if self.referral_note and not self.referral:
            refuse("conflict", "There is a referral_note, but no referral: true.",
                   "Add referral: true, or remove the note.")
        return self

    @property
    def is_sensitive(self) -> bool:
        """Whether the page needs the safety measures: marked so, of task 6 (violence), or at a
        hidden address.
        """
        return self.sensitive or 6 in self.tasks or bool(self.address and self.address.hidden)


class MeetingPlace(Entry):
    """A place where every family may come: family café, open daycare, park, club."""

    folder: ClassVar[str] = "meeting_places"
    kind: ClassVar[str] = "meeting_place"
    type: MeetingPlaceType
    """What kind of place it is."""
    space_for_ngos: SpaceForNgos | None = None
    """Whether organisations may use the premises."""
    criteria: Criteria | None = None
    """Its own assessment by the eight national criteria, shown on professionals' pages."""


class Meetings(Model):
    """How many times a closed group meets."""

    count: Annotated[int, Field(ge=1, le=200)] | None = None
    """Number of meetings."""
    note: Text | None = None
    """The rhythm in words."""


class PeerGroup(Entry):
    """Parents or children in the same situation meet."""

    folder: ClassVar[str] = "peer_groups"
    kind: ClassVar[str] = "peer_group"
    type: PeerGroupType
    """What kind of group it is."""
    places: Annotated[int, Field(ge=1, le=500)] | None = None
    """How many families fit in a closed group."""
    meetings: Meetings | None = None
    """How often a closed group meets."""


class NgoService(Entry):
    """Help that an NGO, association, parish or foundation gives."""

    folder: ClassVar[str] = "ngo_services"
    kind: ClassVar[str] = "ngo_service"
    type: ServiceType
    """What kind of service it is."""


class PublicService(Entry):
    """Help that the county, a municipality or the state gives."""

    folder: ClassVar[str] = "public_services"
    kind: ClassVar[str] = "public_service"
    type: ServiceType
    """What kind of service it is."""


class Organisation(Record):
    """Who runs things: NGO, parish, foundation, municipality, county, state."""

    folder: ClassVar[str] = "organisations"
    type: OrganisationType
    """What kind of organisation it is."""
    summary: Text | None = None
    """What it does, in plain words."""
    business_id: Annotated[str, Field(pattern=r"^[0-9]{7}-[0-9]$")] | None = None
    """Finnish business id (Y-tunnus), as in 1234567-8."""
    url: Link | None = None
    """Its website."""
    contacts: list[Contact] = []
    """Contact roles."""
    sensitive: bool = False
    """true: quick exit, neutral title. So it is too when all its entries
    are sensitive."""
    themes: list[Theme] = []
    """Which of the NGO network's ten themes it works on; empty: not known."""


class NgoRepresentation(Model):
    """Who speaks for the NGOs in the network."""

    by: Text | None = None
    """Who represents them."""
    chosen: Text | None = None
    """How the representative is chosen."""
    term: Text | None = None
    """For how long."""


class Coordinator(Model):
    """Who keeps a network going."""

    organisation: Slug | None = None
    """Id of the organisation."""
    role: Text | None = None
    """The role or programme."""


class Network(Record):
    """A network or working group of professionals."""

    folder: ClassVar[str] = "networks"
    level: NetworkLevel
    """municipality, area, county or national."""
    task: LongText | None = None
    """What it is for."""
    goal: LongText | None = None
    """What it wants to reach."""
    role: Text | None = None
    """Its part in the whole: steering, operative, council, forum …"""
    tasks: list[Annotated[int, Field(ge=1, le=7)]] = []
    """Which of the seven tasks it covers."""
    themes: list[Theme] = []
    """Which of the ten themes its members work on."""
    municipality: Municipalities = []
    """The municipalities it covers."""
    areas: list[Slug] = []
    """The areas or counties of areas.yml it covers."""
    nationwide: bool = False
    """true: the whole country."""
    sensitive: bool = False
    """true: quick exit, neutral title. A network of task 6 is so without it."""
    convener: Slug | None = None
    """Id of the organisation that calls it together."""
    coordinators: list[Coordinator] = []
    """Who coordinates it."""
    members: list[Slug] = []
    """Ids of member organisations."""
    member_count: Annotated[int, Field(ge=1, le=10000)] | None = None
    """How many members there are, when not all are listed."""
    ngo_representation: NgoRepresentation | None = None
    """Who represents the NGOs in it."""
    rhythm: Text | None = None
    """How often it meets."""
    how_to_join: LongText | None = None
    """How to join."""
    contacts: list[Contact] = []
    """Contact roles."""

    @property
    def is_sensitive(self) -> bool:
        """Whether the page needs the safety measures: marked so, or of task 6 (violence)."""
        return self.sensitive or 6 in self.tasks


ENTRY_KINDS: tuple[type[Entry], ...] = (MeetingPlace, PeerGroup, NgoService, PublicService)
"""The four kinds that families look for, in the order they are shown."""

