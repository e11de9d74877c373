"""The directory's own files: the site, tasks, life situations, help lines, areas."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, RootModel, model_validator

from familycentre.model.base import Model
from familycentre.model.choices import (
    Audience,
    MeetingPlaceType,
    PeerGroupType,
    ServiceType,
)
from familycentre.model.parts import (
    Contact,
    Cost,
    Opening,
    Source,
)
from familycentre.problems import shown
from familycentre.values import (
    Date,
    Email,
    Language,
    Line,
    Link,
    LongText,
    Municipalities,
    Phone,
    PlaceLink,
    Slug,
    Text,
    Url,
    WordList,
    refuse,
    unique,
)


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

    @model_validator(mode="after")
    def _given(self) -> SituationFilter:
        if not (self.tasks or self.audience or self.types):
            refuse("missing-field", "An empty filter lets every record through.",
                   "Add tasks, audience or types, or remove the filter.")
        return self


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
    path: dict[Language, Slug] = {}
    """Its word in addresses, by language; for a sensitive one a word that tells nothing."""
    any_of: Annotated[list[SituationFilter], Field(min_length=1)]
    """A record answers when it meets one of these filters."""
    helplines: list[Slug] = []
    """Ids of help lines to show first."""
    sensitive: bool = False
    """true: quick exit, neutral title, no preview. A situation with a filter of task 6 alone is
    sensitive without it."""
    open_places: bool = True
    """false: open meeting places, where children play, do not suit; never on sensitive pages."""
    keywords: WordList = {}
    """Other words for the same."""

    @property
    def is_sensitive(self) -> bool:
        """Whether its pages protect those who read them."""
        return self.sensitive or any(one.tasks == [6] for one in self.any_of)

    @property
    def suits_open_places(self) -> bool:
        """Whether its paths lead to every open meeting place, too."""
        return self.open_places and not self.is_sensitive


class HelpChat(Model):
    """A help line's chat, which often keeps other hours than its phone."""

    url: Link
    """Where the chat opens, or the page that leads to it."""
    hours: Text | None = None
    """When somebody answers, in words; left out, the words follow from schedule."""
    schedule: list[Opening] = []
    """When somebody answers, as times."""
    languages: list[Language] = []
    """Languages of the chat, when they are not those of the line; empty: the same, or not known."""
    note: Text | None = None
    """Anything else to know about the chat."""


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
    """Web page of the line."""
    hours: Text | None = None
    """When it answers, in words; left out, the words follow from schedule."""
    schedule: list[Opening] = []
    """When it answers, as times; with them the page can say whether it is open now."""
    chat: HelpChat | None = None
    """Its chat, when there is one."""
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
    """What it helps with; the first decides in which group of the help page it stands."""
    note: Text | None = None
    """Anything else to know."""
    keywords: WordList = {}
    """What families type when they need it: the search shows the number first."""
    verified: Date | None = None
    """The day the keeper of the line confirmed the facts."""
    source: Source | None = None
    """Where the facts come from."""

    @model_validator(mode="after")
    def _reachable(self) -> Helpline:
        if not self.phone and not self.url and not self.chat:
            refuse("missing-field", "A help line needs a phone number, a chat or a web address.",
                   "Add phone, chat or url.")
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


class SchoolHoliday(Model):
    """One holiday of the schools; records that follow the school year refer to it."""

    name: Text
    """What it is called, such as {fi: syysloma, sv: höstlov}."""
    municipality: Municipalities = []
    """Where it holds; left out: in every municipality of the directory."""
    from_: Date = Field(alias="from")
    """Its first day."""
    until: Date
    """Its last day."""

    @model_validator(mode="after")
    def _ordered(self) -> SchoolHoliday:
        if self.until < self.from_:
            refuse("bad-range", f"The holiday ends ({self.until}) before it begins ({self.from_}).",
                   "Correct one of the days.")
        return self


GITHUB_REPOSITORY = r"^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}/[A-Za-z0-9._-]{1,100}$"
"""Owner and name as GitHub allows them."""


class Corrections(Model):
    """Where a reader reports a mistake."""

    email: Email | None = None
    """E-mail address; the page opens a draft that names the record."""
    url: Link | None = None
    """A form or page instead of, or beside, e-mail."""
    github: Annotated[str, Field(pattern=GITHUB_REPOSITORY)] | None = None
    """GitHub repository with the issue forms, as in owner/name: the button of a record opens its
    form, already filled in. Everything else, and whatever is sensitive, keeps email or url."""

    @model_validator(mode="after")
    def _given(self) -> Corrections:
        if not self.email and not self.url:
            refuse("missing-field", "Readers need a way to report a mistake.",
                   "Add email or url.")
        return self


class BrowserEditor(Model):
    """An editor in the browser for those who do not write YAML: Sveltia CMS at ``edit/``. Their
    browser asks GitHub; families' pages do not change.
    """

    github: Annotated[str, Field(pattern=GITHUB_REPOSITORY)]
    """GitHub repository that holds the data, as in owner/name."""
    branch: Annotated[str, Field(pattern=r"^[\w.-]+(/[\w.-]+)*$")] = "main"
    """Its branch."""
    folder: Annotated[str, Field(pattern=r"^[\w.-]+(/[\w.-]+)*$")] = "data"
    """The data folder's path in the repository."""
    review: bool = True
    """true: a change becomes a pull request, which the check looks at; false: written at once."""
    sign_in: Url | None = None
    """Address of your own sign-in helper (Sveltia CMS Authenticator); left out, editors sign in
    with an access token of GitHub."""


class Licence(Model):
    """On what terms others may use the directory's data."""

    name: Line
    """Its usual short name, such as CC BY 4.0."""
    url: Link
    """Where the terms stand, one address for all or one for each language."""


class BaseLink(Model):
    """A link of the county's own: chat, booking, pages."""

    name: Text
    """The link's words."""
    url: Link
    """Where it leads."""
    county: Annotated[str, Field(pattern=r"^[0-9]{2}$")] | None = None
    """Two-digit code, in quotes, of the county whose own site it is: the help page leads there."""


class LinksToPlace(Model):
    """Services of others that show where a place is and how to get there: plain links only.

    Each is a list of addresses in quotes; a record uses the first of them that it can fill in. An
    empty list: no such link.
    """

    map: list[PlaceLink] = [
        "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}",
        "https://www.openstreetmap.org/search?query={address}"]
    """A map."""
    transit: list[PlaceLink] = []
    """A planner of journeys by public transport."""


def _unread(text: str) -> str:
    if urlsplit(text).scheme != "https":
        refuse("bad-url", f"{shown(text)} does not begin with https://.",
               "Choose an everyday page that does: others on the network must not read along.")
    return text


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
    languages: Annotated[list[Literal["fi", "sv"]], Field(min_length=1),
                         AfterValidator(unique)] = ["fi", "sv"]
    """The languages of the pages, the first one first."""
    links: list[BaseLink] = []
    """The county's own links, shown on the home page."""
    freshness: Freshness = Freshness()
    """When a confirmation is old."""
    school_holidays: list[SchoolHoliday] = []
    """The schools' holidays, for records with ``on: school_holidays``."""
    horizon_weeks: Annotated[int, Field(ge=4, le=53)] = 26
    """For how many weeks ahead, and to the end of that month, dates are worked out."""
    sample_notice: Text | None = None
    """A notice on every page, when the data is a sample; a real directory leaves it out."""
    quick_exit: Annotated[Url, AfterValidator(_unread)] = "https://www.ilmatieteenlaitos.fi/"
    """Where the quick exit leads: an everyday page."""
    corrections: Corrections
    """Where a reader reports a mistake."""
    links_to_place: LinksToPlace = LinksToPlace()
    """Where a record's page leads for the way there; nothing of them is embedded."""
    editor: BrowserEditor | None = None
    """An editor in the browser; left out, there is none."""
    licence: Licence | None = None
    """On what terms others may use the open data; left out: not decided, and the files say so."""


def _phrase(text: str) -> str:
    if re.search(r"[,;]", text):
        refuse("bad-text", f"{shown(text)} holds several words or phrases.",
               "Write each everyday word on a line of its own, and commas only between meanings.")
    return text


Phrase = Annotated[Line, AfterValidator(_phrase)]
"""A word or a short phrase, without commas."""


class Synonyms(RootModel[Any]):
    """Everyday words of one language: what a family types → words that records use.

    Either side may be a short phrase; of a phrase, the words may be typed in any order. The most
    apt word comes first.
    """

    model_config = ConfigDict(frozen=True, strict=True, use_attribute_docstrings=True)

    root: dict[Phrase, Annotated[list[Phrase], Field(min_length=1, max_length=20)]]
    """Each line is ``what a family types: [words of the records]``."""
