"""Parts of records: address, contact, schedule, cost and the like."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from familycentre.model.base import Model
from familycentre.model.choices import ContactPart, ExceptionRule, MonthWeek
from familycentre.values import (
    Date,
    Email,
    Link,
    LongText,
    PartialDate,
    Phone,
    Postcode,
    Text,
    Time,
    Url,
    Weekday,
    refuse,
    unique,
)


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
    part: ContactPart | None = None
    """In areas.yml, which of the two counterparts it is. coordinator: the family centre's
    coordinator (perhekeskuskoordinaattori, familjecenterkoordinator); ngos: the NGOs' contact
    person (järjestöjen yhteyshenkilö, organisationernas kontaktperson); left out: another role."""

    @model_validator(mode="after")
    def _says_something(self) -> Contact:
        if not (self.phone or self.email or self.url or self.note or self.hours):
            refuse("missing-field", "The contact says nothing.",
                   "Add phone, email, url or a note.")
        return self

    @property
    def reachable(self) -> bool:
        """Whether it leads to somebody: a phone, an e-mail or a website."""
        return bool(self.phone or self.email or self.url)


class Opening(Model):
    """One line of a schedule: weekly times, one date, or words."""

    days: Annotated[list[Weekday], Field(min_length=1), AfterValidator(unique)] | None = None
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
    every: Annotated[int, Field(ge=2, le=12)] | None = None
    """Only every so many weeks, counted from the week of ``from``: 2 is every other week."""
    of_month: Annotated[list[MonthWeek], Field(min_length=1), AfterValidator(unique)] | None = None
    """Only these of the month's such weekdays, as in [first, third] or [last]."""
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
        if self.start == "24:00":
            refuse("bad-time", "A day does not begin at 24:00.", 'Write "00:00" on the next day.')
        if self.end and not self.start:
            refuse("bad-schedule", "The end is given without a start.", "Add start.")
        if self.start and self.start == self.end:
            refuse("bad-schedule", f"The opening begins and ends at {self.start}.",
                   "Correct one of the times.")
        rhythms = {"weeks": self.weeks, "every": self.every, "of_month": self.of_month}
        rhythm = [name for name, value in rhythms.items() if value]
        if rhythm and not self.days:
            refuse("bad-schedule", f"'{rhythm[0]}' goes with days.", "Give the weekdays.")
        if len(rhythm) > 1:
            refuse("bad-schedule", f"{' and '.join(rhythm)} do not go together.",
                   "Keep one of them, or write two lines.")
        if self.every and not self.from_:
            refuse("bad-schedule", "'every' is counted from the week of 'from'; there is none.",
                   "Add from: the first day.")
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
    on: ExceptionRule | None = None
    """public_holidays: every Finnish public holiday, and Christmas and Midsummer Eve unless 'eves'
    has a rule; eves: those two and the days before the other holidays; school_holidays: those of
    directory.yml in the record's municipality."""
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


class Waiting(Model):
    """How long a family waits for its turn."""

    weeks: Annotated[int, Field(ge=0, le=104)]
    """About how many weeks; 0: no waiting."""
    told: Date
    """The day it was told: a waiting time ages fast."""
    note: Text | None = None
    """What else to know, such as what to do meanwhile."""


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


Criterion = Literal[True, False, "partly"]
"""How a place meets a criterion, as it says itself."""


class Criteria(Model):
    """A place's own assessment by the eight national criteria; for professionals' pages only.

    Each is true (met), partly or false (not met); what nobody has assessed is left out.

    Source of the criteria: THL, Perhekeskuksen kohtaamispaikan kriteerit. The scale is this
    directory's own, the plainest there is: to begin a conversation, not to rank places.
    """

    linked: Criterion | None = None
    """1 Linked to the family centre (kytkeytyminen perhekeskustoimintaan)."""
    planned: Criterion | None = None
    """2 Planned activity (toiminnan suunnitelmallisuus)."""
    coordinated: Criterion | None = None
    """3 Coordination (koordinointi)."""
    accessible: Criterion | None = None
    """4 Accessible and step-free (saavutettavuus ja esteettömyys)."""
    community: Criterion | None = None
    """5 Strengthens community (yhteisöllisyyden vahvistaminen)."""
    support: Criterion | None = None
    """6 Encounter and support (kohtaaminen ja tuki)."""
    guidance: Criterion | None = None
    """7 Information and guidance (tiedottaminen ja ohjaus)."""
    competence: Criterion | None = None
    """8 Competence (osaaminen ja ammatillisuus)."""
    assessed: Date | None = None
    """The day the place assessed itself."""
    note: LongText | None = None
    """What was agreed, or what to develop next."""

    @model_validator(mode="after")
    def _says_something(self) -> Criteria:
        if not self.model_fields_set - {"assessed", "note"}:
            refuse("missing-field", "No criterion is given.", "Add one, or leave criteria out.")
        return self


class Source(Model):
    """Where the facts were read, when the organiser did not give them."""

    url: Url
    """The page they were read from."""
    date: PartialDate | None = None
    """The day, month or year of that page: 2025, 2025-06 or 2025-06-10."""
    note: LongText | None = None
    """What the reader should know about the source; for coordinators, not shown to families."""
