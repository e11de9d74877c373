"""The kinds of value a field can hold: text in several languages, dates, times, numbers, links.

Each validator raises :class:`pydantic_core.PydanticCustomError` whose type is a code of
``problems.CODES``; its context holds what is wrong (``text``) and what is right (``hint``).
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Annotated, Any, Literal, NoReturn, get_args
from urllib.parse import urlsplit

import phonenumbers
from phonenumbers.shortnumberinfo import is_valid_short_number
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from familycentre.days import day_of
from familycentre.problems import shown

Language = Literal[
    "fi", "sv", "en", "se", "smn", "sms", "et", "ru", "uk", "ar", "so", "ku", "fa", "sq", "vi",
    "zh", "th", "tr", "pl", "es", "fr", "de", "pt", "ro", "bg", "hi", "bn", "ne", "ti", "am", "fse",
    "fss",
]
"""BCP 47 tags that texts and services can have: Finland's own languages, the languages most
spoken by families here (Statistics Finland, population by language), and Finnish and
Finland-Swedish sign language (``fse``, ``fss``)."""
LANGUAGES: tuple[Language, ...] = get_args(Language)
OWN_NAMES: dict[str, str] = {
    "fi": "suomi", "sv": "svenska", "en": "English", "se": "davvisámegiella",
    "smn": "anarâškielâ", "sms": "nuõrttsääʹmǩiõll", "et": "eesti", "ru": "русский",
    "uk": "українська", "ar": "العربية", "so": "Soomaali", "ku": "Kurdî", "fa": "فارسی",
    "sq": "shqip", "vi": "tiếng Việt", "zh": "中文", "th": "ไทย", "tr": "Türkçe", "pl": "polski",
    "es": "español", "fr": "français", "de": "Deutsch", "pt": "português", "ro": "română",
    "bg": "български", "hi": "हिन्दी", "bn": "বাংলা", "ne": "नेपाली", "ti": "ትግርኛ", "am": "አማርኛ",
    "fse": "suomalainen viittomakieli", "fss": "finlandssvenskt teckenspråk",
}
"""Each language's own name (Unicode CLDR), for those who read neither Finnish nor Swedish."""


def refuse(code: str, message: str, hint: str = "") -> NoReturn:
    """Raise a problem from inside a validator."""
    raise PydanticCustomError(code, "{text}", {"text": message, "hint": hint})


# --- ids and codes -----------------------------------------------------------------------------

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ID_HINT = (
    "Write the id, not the name: small letters a–z, digits and single hyphens, as in "
    "'mll-uudenmaan-piiri'."
)


def is_id(text: str) -> bool:
    """Whether the text can be an id: at most 80 small letters, digits and single hyphens."""
    return len(text) <= 80 and _SLUG.fullmatch(text) is not None


def _slug(value: Any) -> str:
    if not isinstance(value, str):
        refuse("bad-id", f"An id must be text, not {shown(value)}.",
               "Put quotes around it." if isinstance(value, int) else ID_HINT)
    if not is_id(value):
        refuse("bad-id", f"{shown(value)} cannot be an id.", ID_HINT)
    return value


Slug = Annotated[
    str,
    BeforeValidator(_slug),
    WithJsonSchema({"type": "string", "pattern": f"^{_SLUG.pattern}$", "maxLength": 80}),
]
"""An id: part of an address on the web, so it is never changed lightly (see ``aliases``)."""


def _postcode(value: Any) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{5}", text):
        refuse("bad-postcode", f"{shown(value)} is not a postcode.",
               "Five digits in quotes, as in \"02770\".")
    return text


Postcode = Annotated[
    str, BeforeValidator(_postcode),
    WithJsonSchema({"type": ["string", "integer"], "pattern": "^[0-9]{5}$"}),
]
"""A Finnish postcode, five digits."""


# --- words -------------------------------------------------------------------------------------

_BROKEN = re.compile("\ufffd|\u00c3[\u0080-\u00bf\u2013-\u2122]|[\ufb00-\ufb04]")
"""The replacement character, UTF-8 read as Windows-1252 (Ã¤), and ligatures out of a PDF."""
_TAG = re.compile(r"<[/a-zA-Z!?]")


def _words(value: Any, limit: int, *, lines: bool) -> str:
    if not isinstance(value, str):
        if value is None:
            refuse("wrong-type", "Expected text, found nothing.",
                   "Fill it in, or leave the field out.")
        refuse("wrong-type", f"Expected text, found {shown(value)}.",
               "Put quotes around it if it is meant as text.")
    text = unicodedata.normalize("NFC", value.strip())
    if not text:
        refuse("bad-text", "The text is empty.", "Write the text, or leave the field out.")
    if len(text) > limit:
        refuse("bad-text", f"The text has {len(text)} characters; at most {limit} fit here.",
               "Shorten it; longer text belongs in 'description'.")
    # Most texts are printable throughout, which is told faster than character by character.
    for character in () if text.replace("\n" if lines else "", "").isprintable() else text:
        category = unicodedata.category(character)
        if category in ("Cc", "Cs", "Co", "Cn") and not (lines and character == "\n"):
            what = "A line break" if character == "\n" else f"The character U+{ord(character):04X}"
            refuse("bad-text", f"{what} is not allowed in this text.",
                   "Write it as one line of plain words." if character == "\n" else "Remove it.")
        if category == "Cf" and character not in "\u00ad\u200c\u200d\u200e\u200f":
            refuse("bad-text",
                   f"The invisible character U+{ord(character):04X} is not allowed.", "Remove it.")
    broken = _BROKEN.search(text)
    if broken:
        refuse("bad-text", f"The characters '{broken[0]}' come from a broken copy.",
               "Write the letters again: ä, ö, å, fi.")
    tag = _TAG.search(text)
    if tag:
        refuse("bad-text",
               f"HTML is not allowed in the text: {shown(text[tag.start():tag.start() + 20])}.",
               "Use plain words; descriptions may use **bold**, lists and [links](https://…).")
    return text


def _line(value: Any) -> str:
    return _words(value, 200, lines=False)


_MARKDOWN_LINK = re.compile(r"\]\(([^)\s]*)")


def _prose(value: Any) -> str:
    text = _words(value, 5000, lines=True)
    for target in _MARKDOWN_LINK.findall(text):
        if not target.startswith(("mailto:", "tel:")):
            _url(target)
    return text


Line = Annotated[
    str, BeforeValidator(_line), WithJsonSchema({"type": "string", "minLength": 1,
                                                 "maxLength": 200})
]
"""One line of plain words, at most 200 characters."""
Prose = Annotated[
    str, BeforeValidator(_prose), WithJsonSchema({"type": "string", "minLength": 1,
                                                  "maxLength": 5000})
]
"""Several lines of plain words or of the small Markdown allow-list, at most 5,000 characters."""


def _by_language(value: Any) -> Any:
    if not isinstance(value, dict):
        refuse("wrong-type", f"Expected a text for each language, found {shown(value)}.",
               "Write {fi: …, sv: …}.")
    if not value:
        refuse("bad-text", "No language has a text here.", "Write {fi: …, sv: …}.")
    return value


Text = Annotated[dict[Language, Line], BeforeValidator(_by_language)]
"""A short text in one or more languages, as ``{fi: …, sv: …}``."""
LongText = Annotated[dict[Language, Prose], BeforeValidator(_by_language)]
"""A longer text in one or more languages, as ``{fi: …, sv: …}``."""
WordList = Annotated[dict[Language, list[Line]], BeforeValidator(_by_language)]
"""Words in one or more languages, as ``{fi: [..], sv: [..]}``."""


# --- times -------------------------------------------------------------------------------------

_DATE_HINT = "Write year-month-day, as in 2026-10-01."


def _date(value: Any) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    if not isinstance(value, str):
        refuse("bad-date", f"{shown(value)} is not a date.", _DATE_HINT)
    try:
        return day_of(value)
    except ValueError as error:
        message = str(error)
        refuse("bad-date", f"{message[0].upper()}{message[1:]}.", _DATE_HINT)


Date = Annotated[
    datetime.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})
]
"""A calendar day in Finland, ``YYYY-MM-DD``."""


def _partial_date(value: Any) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and re.fullmatch(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?", text):
        return text
    return _date(text).isoformat()


PartialDate = Annotated[
    str,
    BeforeValidator(_partial_date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}),
]
"""A year, a month or a day: ``2025``, ``2025-06`` or ``2025-06-10``."""


def _time(value: Any) -> str:
    hint = 'Write hours:minutes, as in "09:30"; midnight at the end of a day is "24:00".'
    if not isinstance(value, str):
        refuse("bad-time", f"{shown(value)} is not a time of day.", hint)
    match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", value)
    if not match:
        refuse("bad-time", f"{shown(value)} is not a time of day.", hint)
    hour, minute = int(match[1]), int(match[2])
    if minute > 59 or hour > 24 or (hour == 24 and minute > 0):
        refuse("bad-time", f"The time {value} does not exist.", hint)
    return f"{hour:02d}:{minute:02d}"


Time = Annotated[
    str, BeforeValidator(_time),
    WithJsonSchema({"type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9]$|^24:00$"}),
]
"""A time of day in Finland (Europe/Helsinki), ``HH:MM``, up to ``24:00``."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


# --- ways to get in touch ----------------------------------------------------------------------


def _url(value: Any) -> str:
    hint = "Write the whole address, as in https://www.example.fi/page."
    if not isinstance(value, str):
        refuse("bad-url", f"{shown(value)} is not a web address.", hint)
    text = value.strip()
    if len(text) > 2000 or not text.isprintable() or re.search(r"[\s<>\"'`\\^{}|]", text):
        refuse("bad-url", f"{shown(text)} holds characters that a web address cannot.", hint)
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        refuse("bad-url", f"{shown(text)} is not a web address.", hint)
    if parts.scheme not in ("http", "https"):
        refuse("bad-url", f"{shown(text)} does not begin with https:// or http://.", hint)
    if not re.fullmatch(r"[^.]+(\.[^.]+)+\.?", host) or "@" in parts.netloc:
        refuse("bad-url", f"{shown(text)} does not name a website.", hint)
    return text


Url = Annotated[
    str, BeforeValidator(_url), WithJsonSchema({"type": "string", "pattern": "^[hH][tT][tT][pP][sS]?://"})
]
"""A whole http or https address."""


FOR_ALL = "all"
"""In the place of a language: a web address that serves every reader."""


def _links(value: Any) -> dict[str, str]:
    if isinstance(value, str):
        return {FOR_ALL: _url(value)}
    if not isinstance(value, dict) or not value:
        refuse("wrong-type", f"Expected a web address, found {shown(value)}.",
               "Write https://… or {fi: https://…, sv: https://…}.")
    for language in value:
        if language not in (*LANGUAGES, FOR_ALL):
            refuse("unknown-value", f"{shown(language)} is not a language of links.",
                   "Write {fi: https://…, sv: https://…}, or {all: https://…}.")
    return {language: _url(address) for language, address in value.items()}


Link = Annotated[
    dict[str, str],
    BeforeValidator(_links),
    WithJsonSchema({
        "anyOf": [
            {"type": "string", "pattern": "^[hH][tT][tT][pP][sS]?://"},
            {"type": "object", "propertyNames": {"enum": [*LANGUAGES, FOR_ALL]},
             "additionalProperties": {"type": "string", "pattern": "^[hH][tT][tT][pP][sS]?://"}},
        ]
    }),
]
"""A web address: one for all languages (``https://…`` or ``{all: https://…}``), or one for each, as
``{fi: …, sv: …}``."""


PLACEHOLDERS = ("lat", "lon", "address", "municipality", "language")
"""What stands in braces in a PlaceLink."""


def _place_link(value: Any) -> str:
    hint = "Write an address in quotes, as in \"https://www.example.fi/search?q={address}\"."
    if not isinstance(value, str):
        refuse("bad-url", f"{shown(value)} is not a web address.", hint)
    names = re.findall(r"\{(\w*)\}", value)
    for name in names:
        if name not in PLACEHOLDERS:
            refuse("bad-url", f"{shown('{' + name + '}')} is not filled in.",
                   f"In braces: {', '.join(PLACEHOLDERS)}.")
    if not {"address", "lat", "lon", "municipality"} & set(names):
        refuse("bad-url", f"{shown(value)} does not say which place.", hint)
    parts = urlsplit(_url(re.sub(r"\{\w*\}", "0", value)))
    if parts.scheme != "https":
        refuse("bad-url", f"{shown(value)} does not begin with https://.", hint)
    if "{" in value.strip().split("/")[2]:
        refuse("bad-url", f"{shown(value)} has braces in the name of the website.", hint)
    return value.strip()


PlaceLink = Annotated[
    str, BeforeValidator(_place_link),
    WithJsonSchema({"type": "string", "pattern": r"^[hH][tT][tT][pP][sS]://[^/{]+/.*\{[a-z]+\}"}),
]
"""An https address of another service with places in braces that a record fills: ``{lat}`` and
``{lon}`` (degrees, WGS84), ``{address}`` (street, postcode, town), ``{municipality}`` (its name),
``{language}`` (of the page, fi or sv)."""


def _email(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(
        r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}", value
    ):
        refuse("bad-email", f"{shown(value)} is not an e-mail address.",
               "Write one address, as in info@example.fi; another one goes on a line of its own.")
    return value


Email = Annotated[
    str, BeforeValidator(_email), WithJsonSchema({"type": "string", "format": "email"})
]
"""An e-mail address; a role's or an organisation's, never a private person's."""


def _phone(value: Any) -> str:
    hint = ("Write one number in quotes, as in \"09 123 4567\"; another number goes on a contact "
            "line of its own.")
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str):
        text = text.translate({0x2013: "-", 0x2014: "-", 0xA0: " "})
    if not isinstance(text, str):
        refuse("bad-phone", f"{shown(value)} is not a phone number.", hint)
    try:
        number = phonenumbers.parse(text, "FI")
    except phonenumbers.NumberParseException:
        refuse("bad-phone", f"{shown(value)} is not a phone number.", hint)
    short = is_valid_short_number(number)
    if not short and not phonenumbers.is_possible_number(number):
        refuse("bad-phone", f"{shown(value)} has too few or too many digits.", hint)
    odd = re.search(r"[^0-9+()\-\s]", text)
    if odd:
        refuse("bad-phone", f"{shown(value)} holds '{odd[0]}', which is not a digit.",
               f"{hint} Opening hours go in 'hours', words in 'note'.")
    return text.strip()


Phone = Annotated[str, BeforeValidator(_phone), WithJsonSchema({"type": ["string", "integer"]})]
"""A phone number as people write it in Finland; short numbers such as 112 too."""


# --- several ---------------------------------------------------------------------------------


def _several(value: Any) -> Any:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return [value]
    return value


def _municipality_name(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = f"{value:03d}"
    if not isinstance(value, str) or not value.strip():
        refuse("wrong-type", f"{shown(value)} is not a municipality.",
               "Write its name or its three-digit code in quotes.")
    return unicodedata.normalize("NFC", value.strip())


Municipalities = Annotated[
    list[Annotated[str, BeforeValidator(_municipality_name)]],
    BeforeValidator(_several),
    WithJsonSchema({"anyOf": [{"type": "string"},
                              {"type": "array", "items": {"type": "string"}}]}),
]
"""One municipality or a list, each by its code or its Finnish or Swedish name."""


def unique(value: list[Any]) -> list[Any]:
    seen: list[Any] = []
    for item in value:
        if item in seen:
            refuse("conflict", f"{shown(item)} is listed twice.", "Keep one of them.")
        seen.append(item)
    return value


TaskNumbers = Annotated[
    list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7),
    AfterValidator(unique),
]
"""Numbers of the seven tasks of the family centre, 1–7; the first is the main one."""
