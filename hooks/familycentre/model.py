"""The data contract: what a record may say, field by field.

Every class is one YAML mapping. The docstring under a field is its documentation: the JSON Schema
and the reference page of fields are made from it. Values are explained in ``values``.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from familycentre.values import (
    Date,
    Email,
    Language,
    Link,
    LongText,
    Municipalities,
    PartialDate,
    Phone,
    Postcode,
    Slug,
    TaskNumbers,
    Text,
    Time,
    Url,
    Weekday,
    WordList,
    refuse,
)


class Model(BaseModel):
    """Common behaviour: no unknown fields, no silent conversions, never changed once made."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True
    )


# --- closed lists ------------------------------------------------------------------------------

MeetingPlaceType = Literal[
    "family_cafe", "open_daycare", "open_early_education", "residents_park", "family_park",
    "playground", "family_house", "family_room", "family_club", "family_centre_meeting_place",
    "evening_meeting", "other_meeting_place",
]
PeerGroupType = Literal[
    "parent_child", "baby", "mothers", "fathers", "immigrants", "parent_run", "family_training",
    "couples", "separation", "children", "teenagers", "breastfeeding", "support_group", "online",
    "camp", "peer_leaders",
]
ServiceType = Literal[
    "counselling", "discussion_support", "support_person", "support_family", "volunteer_help",
    "child_care", "chat", "phone_line", "online_service", "material_aid", "shelter",
    "violence_work", "crisis_service", "youth_space", "youth_shelter", "camp", "long_term_support",
    "intergenerational", "clinic", "family_counselling", "family_work", "home_service",
    "social_work", "social_emergency", "child_protection", "family_mediation",
    "child_supervisor", "therapy", "rehabilitation", "school_health", "early_education",
    "other_service",
]
Audience = Literal[
    "families", "expecting", "babies", "small_children", "school_age", "teenagers", "girls",
    "mothers", "fathers", "couples", "single_parents", "separated", "blended", "bicultural",
    "twins", "rainbow", "immigrants", "special_needs", "grandparents", "adoptive", "foster",
    "grieving", "young_parents", "low_income", "hospitalised", "experienced_violence",
    "uses_violence",
]
Accessibility = Literal[
    "step_free", "partly_step_free", "lift", "ramp", "automatic_door", "accessible_toilet",
    "changing_table", "pram_access", "pram_parking", "induction_loop", "sign_language",
    "quiet_space", "parking", "accessible_parking", "public_transport", "guide_dog",
]
Openness = Literal["open", "targeted", "closed"]
SupportLevel = Literal["universal", "early", "intensive"]
Status = Literal["active", "paused", "planned", "closed", "do_not_list"]
OrganisationType = Literal["municipality", "county", "ngo", "parish", "foundation", "state"]
Theme = Literal[
    "family_forms", "special_support", "culture", "sport", "mental_health", "multiculturalism",
    "long_term_illness", "substance_use", "disability", "leisure",
]
NetworkLevel = Literal["municipality", "area", "county", "national"]


# --- parts of records ----------------------------------------------------------------------------


class Address(Model):
    """Where the door is."""

    street: Text | None = None
    """Street and number; in Swedish too where the street has a Swedish name."""
    postcode: Postcode | None = None
    """Five digits in quotes."""
    post_office: Text | None = None
    """Post town, when it is not the one of the postcode."""
    hidden: bool = False
    """true: the address is secret (a shelter). Nothing of it is ever published."""


class Location(Model):
    """A point on the map, WGS84 degrees."""

    lat: Annotated[float, Field(ge=59.3, le=70.2)]
    """Latitude, 59.3–70.2 in Finland."""
    lon: Annotated[float, Field(ge=19.0, le=31.7)]
    """Longitude, 19.0–31.7 in Finland."""


class Contact(Model):
    """Whom to turn to: a role, never a private person's own number or address."""

    role: Text | None = None
    """What the contact is for, such as {fi: Ilmoittautuminen, sv: Anmälan}."""
    phone: Phone | None = None
    """Phone number in quotes."""
    email: Email | None = None
    """E-mail address of the role or the organisation."""
    url: Link | None = None
    """Web page, one for all or one for each language."""
    hours: Text | None = None
    """When somebody answers, in words."""
    note: Text | None = None
    """Anything else to know before getting in touch."""


class Opening(Model):
    """One line of a schedule: weekly times, one date, or words."""

    days: Annotated[list[Weekday], Field(min_length=1)] | None = None
    """Weekdays: mon, tue, wed, thu, fri, sat, sun."""
    date: Date | None = None
    """One day only."""
    start: Time | None = None
    """Opening time, "HH:MM", Finnish time."""
    end: Time | None = None
    """Closing time, "HH:MM"; "24:00" is midnight. Earlier than start: past midnight."""
    from_: Date | None = Field(default=None, alias="from")
    """First day of the season."""
    until: Date | None = None
    """Last day of the season."""
    weeks: Literal["odd", "even"] | None = None
    """Only odd or only even ISO weeks."""
    always: Literal[True] | None = None
    """true: round the clock, every day."""
    by_appointment: Literal[True] | None = None
    """true: only by appointment."""
    text: Text | None = None
    """Words, when days or hours are not known exactly."""
    note: Text | None = None
    """A word beside the time, such as {fi: ruotsiksi, sv: på svenska}."""

    @model_validator(mode="after")
    def _one_form(self) -> Opening:
        forms = {
            "days": self.days, "date": self.date, "always": self.always,
            "by_appointment": self.by_appointment, "text": self.text,
        }
        given = [name for name, value in forms.items() if value]
        if len(given) != 1:
            found = " and ".join(given) if given else "none of them"
            refuse("bad-schedule", f"An opening is one of {', '.join(forms)}; here: {found}.",
                   "Split it into several lines, or add the missing one.")
        timed = bool(self.days or self.date)
        if not timed and (self.start or self.end):
            refuse("bad-schedule", f"'{given[0]}' stands without start and end.",
                   "Leave the times out, or give days.")
        if self.end and not self.start:
            refuse("bad-schedule", "The end is given without a start.", "Add start.")
        if self.start and self.start == self.end:
            refuse("bad-schedule", f"The opening begins and ends at {self.start}.",
                   "Correct one of the times.")
        if self.weeks and not self.days:
            refuse("bad-schedule", "'weeks' goes with days.", "Give the weekdays.")
        if not self.days and (self.from_ or self.until) and not self.text:
            refuse("bad-schedule", "A season (from, until) goes with days or text.",
                   "Give the weekdays.")
        if self.from_ and self.until and self.until < self.from_:
            refuse("bad-range", f"The season ends ({self.until}) before it begins ({self.from_}).",
                   "Correct one of the days.")
        return self


class ScheduleException(Model):
    """Days on which the schedule does not hold."""

    date: Date | None = None
    """One day."""
    from_: Date | None = Field(default=None, alias="from")
    """First day of a range."""
    until: Date | None = None
    """Last day of a range."""
    on: Literal["public_holidays"] | None = None
    """public_holidays: every Finnish public holiday."""
    closed: Literal[True] | None = None
    """true: closed on those days."""
    start: Time | None = None
    """Other opening time on those days."""
    end: Time | None = None
    """Other closing time on those days."""
    note: Text | None = None
    """Why, in a word."""

    @model_validator(mode="after")
    def _says_when_and_what(self) -> ScheduleException:
        ranged = bool(self.from_ or self.until)
        if sum((self.date is not None, ranged, self.on is not None)) != 1:
            refuse("bad-schedule", "An exception needs a date, or from and until, or 'on'.",
                   "Give exactly one of them.")
        if ranged and not (self.from_ and self.until):
            refuse("bad-schedule", "A range of days needs both from and until.", "Add the other.")
        if self.from_ and self.until and self.until < self.from_:
            refuse("bad-range", f"The range ends ({self.until}) before it begins ({self.from_}).",
                   "Correct one of the days.")
        hours = (self.start, self.end)
        if any(hours) if self.closed else not all(hours):
            refuse("bad-schedule", "An exception says either closed: true or other hours.",
                   "Give closed: true, or both start and end.")
        if self.start and self.start == self.end:
            refuse("bad-schedule", f"The exception begins and ends at {self.start}.",
                   "Correct one of the times.")
        return self


class Ages(Model):
    """The child's age."""

    min: Annotated[int, Field(ge=0, le=36)] | None = None
    """Youngest, in full years (or months)."""
    max: Annotated[int, Field(ge=0, le=36)] | None = None
    """Oldest, in full years (or months)."""
    months: bool = False
    """true: the ages are months."""

    @model_validator(mode="after")
    def _ordered(self) -> Ages:
        if self.min is None and self.max is None:
            refuse("missing-field", "Ages need min or max.", "Add one, or leave ages out.")
        if self.min is not None and self.max is not None and self.max < self.min:
            refuse("bad-range", f"The oldest age ({self.max}) is under the youngest ({self.min}).",
                   "Correct one of them.")
        return self


class Registration(Model):
    """Whether one must book or sign up."""

    required: bool
    """true: sign up first; false: just come."""
    url: Link | None = None
    """Where to sign up."""
    until: Date | None = None
    """Last day to sign up."""
    note: Text | None = None
    """How to sign up, in words."""


class Cost(Model):
    """What it costs the family."""

    free: bool
    """true: free of charge."""
    note: Text | None = None
    """The price or what may cost, in words."""


class SpaceForNgos(Model):
    """Whether NGOs may use the premises."""

    available: bool
    """true: organisations can borrow or rent the space."""
    booking: Text | None = None
    """Whom to ask and how."""
    cost: Text | None = None
    """Price and terms."""


class Criteria(Model):
    """THL's eight national criteria of a family centre's meeting place; unknown ones are left out.

    Source: THL, Perhekeskuksen kohtaamispaikan kriteerit.
    """

    linked: bool | None = None
    """1 Linked to the family centre."""
    planned: bool | None = None
    """2 Planned."""
    coordinated: bool | None = None
    """3 Coordinated."""
    accessible: bool | None = None
    """4 Accessible and step-free."""
    community: bool | None = None
    """5 Strengthens community."""
    support: bool | None = None
    """6 Encounter and support."""
    guidance: bool | None = None
    """7 Information and guidance."""
    competence: bool | None = None
    """8 Competence."""


class Source(Model):
    """Where the facts were read, when the organiser did not give them."""

    url: Url
    """The page they were read from."""
    date: PartialDate | None = None
    """The day, month or year of that page: 2025, 2025-06 or 2025-06-10."""
    note: LongText | None = None
    """What the reader should know about the source; for coordinators, not shown to families."""


# --- records -------------------------------------------------------------------------------------


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
    schedule: list[Opening] = []
    """When it is open."""
    exceptions: list[ScheduleException] = []
    """When it is not, or at other hours."""
    ages: Ages | None = None
    """The child's age."""
    audience: list[Audience] = []
    """For whom; empty: for all families."""
    openness: Openness | None = None
    """open: anyone may come; targeted: for a life situation; closed: by invitation or enrolment."""
    registration: Registration | None = None
    """Whether one must sign up; absent: not known."""
    referral: bool | None = None
    """true: needs a referral; false: does not; absent: not known."""
    referral_note: Text | None = None
    """How to get the referral."""
    cost: Cost | None = None
    """What it costs; absent: not known."""
    languages: list[Language] = []
    """Languages spoken there (BCP 47 tags); empty: not known."""
    support_level: SupportLevel | None = None
    """universal, early or intensive; absent: not known."""
    remote: Literal[True, False, "both"] = False
    """true: only online or by phone; both: in person too."""
    accessibility: list[Accessibility] = []
    """What is there for prams, wheelchairs, hearing and calm; empty: not known."""
    accessibility_note: Text | None = None
    """What else to know about getting in."""
    first_visit: LongText | None = None
    """What happens when one comes for the first time."""
    sensitive: bool = False
    """true: quick exit, neutral title, no preview. Everything of task 6 is sensitive without it."""
    status: Status = "active"
    """active, paused, planned, closed (keeps its address) or do_not_list (never published)."""
    keywords: WordList = {}
    """Words families might search with."""

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
        if self.address and self.address.hidden and self.location:
            refuse("conflict", "The address is hidden, but a map point is given.",
                   "Remove location.")
        return self

    @property
    def is_sensitive(self) -> bool:
        """Whether the page needs the safety measures: marked so, or of task 6 (violence)."""
        return self.sensitive or 6 in self.tasks


class MeetingPlace(Entry):
    """A place where every family may come: family café, open daycare, park, club."""

    folder: ClassVar[str] = "meeting_places"
    kind: ClassVar[str] = "meeting_place"
    type: MeetingPlaceType
    """What kind of place it is."""
    space_for_ngos: SpaceForNgos | None = None
    """Whether organisations may use the premises."""
    criteria: Criteria | None = None
    """The eight national criteria, as far as known."""


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


# --- the directory's own files ---------------------------------------------------------------


class Task(Model):
    """One of the seven tasks of the family centre (THL)."""

    number: Annotated[int, Field(ge=1, le=7)]
    """1–7."""
    name: Text
    """THL's wording."""
    short: Text
    """An everyday name of two or three words."""
    sentence: Text
    """What it means for a family, in one sentence."""


class SituationFilter(Model):
    """Which records answer a life situation: those that meet every list given."""

    tasks: list[Annotated[int, Field(ge=1, le=7)]] = []
    """One of the record's tasks is among these."""
    audience: list[Audience] = []
    """One of the record's audiences is among these."""
    types: list[Literal[MeetingPlaceType, PeerGroupType, ServiceType]] = []
    """The record's type is among these."""


class Situation(Model):
    """A life situation in families' own words: their way in."""

    id: Slug
    """Part of the address."""
    name: Text
    """What a parent would say, such as {fi: En jaksa, sv: Jag orkar inte}."""
    sentence: Text
    """A calm answer in one sentence."""
    intro: LongText | None = None
    """A few plain sentences at the top of the page."""
    any_of: Annotated[list[SituationFilter], Field(min_length=1)]
    """A record answers when it meets one of these filters."""
    helplines: list[Slug] = []
    """Ids of help lines to show first."""
    sensitive: bool = False
    """true: quick exit, neutral title, no preview."""
    keywords: WordList = {}
    """Other words for the same."""


class Helpline(Model):
    """A phone line or chat for help now."""

    id: Slug
    """Short name of the line."""
    name: Text
    """The line's name."""
    who_for: Text
    """Whom it is for."""
    phone: Phone | None = None
    """The number as people read it."""
    more_phones: list[Phone] = []
    """Other numbers that lead to the same line."""
    url: Link | None = None
    """Web page or chat."""
    hours: Text | None = None
    """When it answers, in words."""
    schedule: list[Opening] = []
    """When it answers, as times."""
    languages: list[Language] = []
    """Languages spoken; empty: not known."""
    cost: Cost | None = None
    """What a call costs; absent: not known."""
    on_bill: bool | None = None
    """false: the call does not show on the phone bill; absent: not known."""
    emergency: bool = False
    """true: stands in the help bar of every page."""
    organiser: Slug | None = None
    """Id of the organisation that keeps the line."""
    topics: Annotated[
        list[Literal["emergency", "health", "violence", "crisis", "children", "parents", "poison",
                     "crime", "separation", "online"]], Field(min_length=1)]
    """What it helps with."""
    note: Text | None = None
    """Anything else to know."""
    verified: Date | None = None
    """The day the keeper of the line confirmed the facts."""
    source: Source | None = None
    """Where the facts come from."""

    @model_validator(mode="after")
    def _reachable(self) -> Helpline:
        if not self.phone and not self.url:
            refuse("missing-field", "A help line needs a phone number or a web address.",
                   "Add phone or url.")
        return self


class Area(Model):
    """A family-centre area: one or more municipalities, or part of a big city."""

    id: Slug
    """Part of references."""
    name: Text
    """The area's name."""
    municipality: Municipalities
    """Its municipalities."""
    contacts: list[Contact] = []
    """The family-centre coordinator and the NGOs' counterpart, as roles."""


class CountyAreas(Model):
    """A wellbeing services county and its family-centre areas."""

    county: Annotated[str, Field(pattern=r"^[0-9]{2}$")]
    """The county's two-digit code in quotes (Statistics Finland; 90 Helsinki, 91 Åland)."""
    id: Slug
    """Name of the county in references, such as lansi-uusimaa."""
    areas: list[Area] = []
    """Its family-centre areas; empty: not known."""
    contacts: list[Contact] = []
    """The county's contact roles."""
    note: LongText | None = None
    """What a reader should know."""


class Freshness(Model):
    """When a confirmation is old, in months."""

    due_months: Annotated[int, Field(ge=1, le=60)] = 6
    """Older than this: ask the organiser again."""
    overdue_months: Annotated[int, Field(ge=1, le=120)] = 12
    """Older than this: the page warns the reader."""

    @model_validator(mode="after")
    def _ordered(self) -> Freshness:
        if self.overdue_months < self.due_months:
            refuse("bad-range", "overdue_months is under due_months.", "Correct one of them.")
        return self


class Corrections(Model):
    """Where a reader reports a mistake."""

    email: Email | None = None
    """E-mail address; the page opens a draft that names the record."""
    url: Link | None = None
    """A form or page instead of, or beside, e-mail."""

    @model_validator(mode="after")
    def _given(self) -> Corrections:
        if not self.email and not self.url:
            refuse("missing-field", "Readers need a way to report a mistake.",
                   "Add email or url.")
        return self


class BaseLink(Model):
    """A link of the county's own: chat, booking, pages."""

    name: Text
    """The link's words."""
    url: Link
    """Where it leads."""


class Directory(Model):
    """The site itself."""

    name: Text
    """The directory's name."""
    short_name: Text
    """One or two words for a phone's home screen."""
    region: Text
    """The region as in "in Uusimaa": {fi: Uudellamaalla, sv: i Nyland}."""
    summary: Text
    """What the directory is, for search engines."""
    keeper: Text
    """Who keeps the directory: shown on every page."""
    counties: Annotated[list[Annotated[str, Field(pattern=r"^[0-9]{2}$")]], Field(min_length=1)]
    """Two-digit codes, in quotes, of the wellbeing services counties covered."""
    municipalities: Municipalities = []
    """Only these municipalities of the counties; empty: all."""
    languages: Annotated[list[Literal["fi", "sv"]], Field(min_length=1)] = ["fi", "sv"]
    """The languages of the pages, the first one first."""
    links: list[BaseLink] = []
    """The county's own links, shown on the home page."""
    freshness: Freshness = Freshness()
    """When a confirmation is old."""
    sample_notice: Text | None = None
    """A notice on every page, when the data is a sample; a real directory leaves it out."""
    quick_exit: Url = "https://www.ilmatieteenlaitos.fi/"
    """Where the quick exit leads: an everyday page."""
    corrections: Corrections
    """Where a reader reports a mistake."""


ENTRY_KINDS: tuple[type[Entry], ...] = (MeetingPlace, PeerGroup, NgoService, PublicService)
"""The four kinds that families look for, in the order they are shown."""

