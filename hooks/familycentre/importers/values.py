"""Single values of foreign records → what the data contract takes, or None."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

import phonenumbers
from pydantic import TypeAdapter, ValidationError

from familycentre.reference import municipalities, municipality_names
from familycentre.values import Email, Phone, Url

_URL: TypeAdapter[str] = TypeAdapter(Url)
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
_PHONE: TypeAdapter[str] = TypeAdapter(Phone)
_HERE = ZoneInfo("Europe/Helsinki")


def _valid(adapter: TypeAdapter[str], given: str) -> str | None:
    try:
        return adapter.validate_python(given)
    except ValidationError:
        return None


def url(given: str) -> str | None:
    """A whole address; ``www.…`` and ``example.fi/x`` get the https:// that they lack."""
    given = given.strip()
    if re.match(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|$)", given, re.IGNORECASE):
        given = f"https://{given}"
    return _valid(_URL, given) if given else None


def email(given: str) -> str | None:
    """One e-mail address."""
    given = given.strip().removeprefix("mailto:")
    return _valid(_EMAIL, given) if given else None


def phone(given: str) -> str | None:
    """A Finnish number as +358 9 123 4567, a service or foreign number as it is written there."""
    given = re.sub(r"^tel:", "", given.strip().strip('"').strip())
    if not given or not _valid(_PHONE, given):
        return None
    number = phonenumbers.parse(given, "FI")
    if not given.startswith("+") or number.country_code != 358:
        return given
    if not phonenumbers.is_valid_number(number):
        return given
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def municipality(given: str) -> str | None:
    """The Finnish name of a municipality given by code or by name."""
    key = given.strip().casefold()
    code = municipality_names().get(key) or municipality_names().get(key.zfill(3))
    return municipalities()[code].name("fi") if code else None


def moment(given: str) -> datetime.datetime | datetime.date | None:
    """ISO 8601 → Finnish time without zone, or a day; None when it cannot be read."""
    given = given.strip()
    try:
        if len(given) == 10:
            return datetime.date.fromisoformat(given)
        found = datetime.datetime.fromisoformat(given)
        return found.astimezone(_HERE).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None


def day(given: str) -> str | None:
    """The day of an ISO 8601 time, as YYYY-MM-DD, when it can be meant (1990–2100)."""
    found = moment(given)
    if found is None or not 1990 <= found.year <= 2100:
        return None
    return f"{found.year:04}-{found.month:02}-{found.day:02}"


def clock(given: str) -> str | None:
    """``9.00``, ``09:00:00``, ``9:00 AM`` → ``09:00``; 24:00 stays."""
    match = re.fullmatch(r"\s*(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?\s*(am|pm)?Z?\s*", given,
                         re.IGNORECASE)
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2])
    if match[3]:
        hour = hour % 12 + (12 if match[3].casefold() == "pm" else 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    return f"{hour:02}:{minute:02}"
