"""One answer a person entered → one value of the data contract.

An answer is text, or what Excel stores: numbers, days, times, true and false. Choices are known by
their words in any language of pages and by their codes. What cannot be read raises Unclear.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from familycentre.language import labels
from familycentre.problems import Problems, did_you_mean
from familycentre.reference import municipality_names
from familycentre.source import parse
from familycentre.values import WEEKDAYS

Answer = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | \
    datetime.timedelta
"""What a cell or a form field holds."""

SPOKEN = ("fi", "sv")
"""Languages in which answers are understood."""
_YES = frozenset({"kyllä", "k", "on", "x", "ja", "j", "yes", "y", "true", "tosi", "sant", "1"})
_NO = frozenset({"ei", "e", "nej", "n", "no", "false", "epätosi", "falskt", "0"})
LONGEST = 300
"""A longer line is not looked through for days, hours or a near word."""
EXCEL_DAYS = range(32874, 73416)
"""Serial numbers of the days 1990–2100 in Excel's calendar that begins in 1900."""
_EXCEL_EPOCH = datetime.date(1899, 12, 30)


@cache
def _messages() -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("messages.yml").read_text(encoding="utf-8")
    document = parse(text, "messages.yml", problems := Problems())
    if document is None:
        raise ValueError(f"messages.yml is broken: {list(problems)}")
    table: dict[str, dict[str, str]] = document.data
    return table


def say(code: str, language: str, **values: str) -> str:
    """A sentence of messages.yml: in ``fi`` or ``sv`` for those who wrote, ``en`` for reports."""
    table = _messages()
    near = values.pop("near", "")
    values = {name: value.replace("”", '"') for name, value in values.items()}
    hint = table["did_you_mean"][language].format(near=near) if near else ""
    return table[code][language].format(hint=hint, **values)


class Unclear(Exception):  # noqa: N818  (a person's answer is not an error of the program)
    """An answer that cannot be read; :meth:`told` says why in the reader's language."""

    def __init__(self, code: str, value: object = "", near: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = short(value)
        self.near = near

    def told(self, language: str = "en") -> str:
        """What is wrong and what would be right, in one or two sentences."""
        return say(self.code, language, value=self.value, near=self.near)


def short(value: object) -> str:
    """An answer as a message shows it: one line, at most 60 characters."""
    text = " ".join(str(value).split())
    text = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
    return text if len(text) <= 60 else text[:59] + "…"


def text_of(answer: Answer) -> str:
    """An answer as text; whole numbers without a decimal part, days as YYYY-MM-DD."""
    if isinstance(answer, bool):
        return "kyllä" if answer else "ei"
    if isinstance(answer, float) and answer.is_integer() and abs(answer) < 1e15:
        return str(int(answer))
    if isinstance(answer, datetime.datetime):
        return answer.date().isoformat() if answer.time() == datetime.time() else (
            answer.isoformat(" ", "minutes"))
    return str(answer).strip()


def parts(answer: Answer) -> list[str]:
    """An answer that lists things: by semicolons or lines, else by commas."""
    text = text_of(answer)
    found = re.split(r"[;\n]", text) if re.search(r"[;\n]", text) else text.split(",")
    return [part.strip() for part in found if part.strip()]


# --- choices ---------------------------------------------------------------------------------


@cache
def words_of(group: str) -> Mapping[str, str]:
    """Code by casefolded word of a closed list: its labels in every language, and the codes."""
    found: dict[str, str] = {}
    for language in SPOKEN:
        for code, label in labels(language)[group].items():
            word = label["one"] if isinstance(label, dict) else label
            found.setdefault(plain(word), code)
            found.setdefault(plain(code), code)
    return found


def plain(text: str) -> str:
    """A word as choices are compared: small letters, single spaces, no full stop."""
    return " ".join(text.replace("_", " ").casefold().split()).rstrip(".")


def choice(answer: Answer, *groups: str) -> str:
    """The code of a choice in one of the closed lists (sections of labels.yml)."""
    word = plain(text_of(answer))
    for group in groups:
        if word in words_of(group):
            return words_of(group)[word]
    near = near_word(word, {name for group in groups for name in words_of(group)})
    raise Unclear("not_a_choice", text_of(answer), near)


def choices(answer: Answer, group: str) -> list[str]:
    """Codes of several choices, each once."""
    found: list[str] = []
    waiting = parts(answer)
    while waiting:
        for count in range(min(3, len(waiting)), 0, -1):  # words with a comma inside
            word = ", ".join(waiting[:count])
            if count == 1 or plain(word) in words_of(group):
                found.append(choice(word, group))
                waiting = waiting[count:]
                break
    return list(dict.fromkeys(found))


def near_word(word: str, known: Sequence[str] | set[str]) -> str:
    """The known word that was probably meant, or an empty text."""
    if len(word) > LONGEST:
        return ""
    found = re.search(r"'(.*)'", did_you_mean(word, sorted(known)))
    return found[1] if found else ""


def yes_no(answer: Answer) -> bool:
    """Kyllä, ei, ja, nej, x, or what Excel stores."""
    if isinstance(answer, bool):
        return answer
    word = text_of(answer).casefold().rstrip(".")
    if word in _YES or word in _NO:
        return word in _YES
    raise Unclear("not_yes_no", text_of(answer))


# --- numbers and codes -----------------------------------------------------------------------


def whole(answer: Answer) -> int:
    """A whole number."""
    text = text_of(answer).replace("\N{NO-BREAK SPACE}", "")
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise Unclear("not_a_number", text)
    return int(text)


def decimal(answer: Answer) -> float:
    """A number with a decimal point or comma."""
    text = text_of(answer).replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,20})?", text):
        raise Unclear("not_a_number", text_of(answer))
    return float(text)


def tasks(answer: Answer) -> list[int]:
    """Numbers of the seven tasks, the main one first: ``7, 2`` or ``7. Seuraa…; 2. …``."""
    text = text_of(answer)
    if isinstance(answer, float) and not answer.is_integer():  # 7,2 became seven and two tenths
        text = text.replace(".", ",")
    found = []
    for part in parts(text):
        number = re.match(r"([1-7])(?:\s*[.)–-].*|)$", part, re.DOTALL)
        if not number:
            raise Unclear("not_a_task", text)
        found.append(int(number[1]))
    return list(dict.fromkeys(found))


def zero_filled(answer: Answer, digits: int) -> str:
    """A code of digits whose first zeros Excel has taken away."""
    text = text_of(answer)
    return text.zfill(digits) if isinstance(answer, (int, float)) and text.isdecimal() else text


def phone(answer: Answer) -> str:
    """A phone number; one that Excel made a number gets its zero or plus sign back."""
    text = text_of(answer)
    if isinstance(answer, (int, float)) and text.isdecimal() and len(text) > 6:
        return f"+{text}" if text.startswith("358") else f"0{text}"
    return text


def municipality_list(answer: Answer) -> list[str]:
    """Finnish municipalities by name or code."""
    found = []
    for part in parts(zero_filled(answer, 3)):
        name = re.sub(r"^[0-9]{3}\s+(?=\D)", "", part)
        if name.casefold() not in municipality_names():
            raise Unclear("unknown_municipality", part,
                          near_word(name, set(municipality_names())).title())
        found.append(name)
    return found


# --- days and times --------------------------------------------------------------------------


def day(answer: Answer) -> str:
    """A calendar day as YYYY-MM-DD: a day of Excel, its serial number, or 28.11.2026."""
    if isinstance(answer, datetime.datetime):
        return answer.date().isoformat()
    if isinstance(answer, datetime.date):
        return answer.isoformat()
    if isinstance(answer, (int, float)) and not isinstance(answer, bool) and (
            int(answer) in EXCEL_DAYS):
        return (_EXCEL_EPOCH + datetime.timedelta(days=int(answer))).isoformat()
    text = text_of(answer)
    finnish = re.fullmatch(r"([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})", text)
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    try:
        if finnish:
            return datetime.date(int(finnish[3]), int(finnish[2]), int(finnish[1])).isoformat()
        if iso:
            return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise Unclear("not_a_day", text)


def partial_day(answer: Answer) -> str:
    """A year, a month (6/2026, 2026-06) or a day."""
    text = text_of(answer)
    if re.fullmatch(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?", text):
        return text
    month = re.fullmatch(r"(0?[1-9]|1[0-2])[/.]\s*((?:19|20)[0-9]{2})", text)
    return f"{month[2]}-{int(month[1]):02}" if month else day(answer)


def time_of_day(answer: Answer) -> str:
    """A time of day as HH:MM: a time of Excel, its part of a day, or 9.30, 9:30, klo 9."""
    if isinstance(answer, datetime.datetime):
        return answer.strftime("%H:%M")
    if isinstance(answer, datetime.time):
        return answer.strftime("%H:%M")
    if isinstance(answer, datetime.timedelta):
        minutes = round(answer.total_seconds() / 60)
    elif isinstance(answer, float) and 0 <= answer < 1:
        minutes = round(answer * 24 * 60)
    elif isinstance(answer, float) and not answer.is_integer():
        raise Unclear("not_a_time", answer)  # 9.5: nine thirty, or half past?
    else:
        found = re.fullmatch(r"(?:klo|kl\.?|kello|klockan)?\s*([0-9]{1,2})(?:[.:]([0-9]{2}))?"
                             r"(?::00)?", text_of(answer).casefold())
        if not found:
            raise Unclear("not_a_time", text_of(answer))
        minutes = int(found[1]) * 60 + int(found[2] or 0)
        if int(found[2] or 0) > 59:
            raise Unclear("not_a_time", text_of(answer))
    if not 0 <= minutes <= 24 * 60:
        raise Unclear("not_a_time", text_of(answer))
    return f"{minutes // 60:02}:{minutes % 60:02}"


_DAY_WORDS = (
    ("mon", r"ma(?:anantai\w*)?|må(?:n(?:dag\w*)?)?|mon(?:day)?"),
    ("tue", r"ti(?:istai\w*)?|ti(?:s(?:dag\w*)?)?|tue(?:sday)?"),
    ("wed", r"ke(?:skiviik\w*)?|on(?:s(?:dag\w*)?)?|wed(?:nesday)?"),
    ("thu", r"to(?:rstai\w*)?|to(?:rs?(?:dag\w*)?)?|thu(?:rsday)?"),
    ("fri", r"pe(?:rjantai\w*)?|fre(?:dag\w*)?|fri(?:day)?"),
    ("sat", r"la(?:uantai\w*)?|lö(?:r(?:dag\w*)?)?|sat(?:urday)?"),
    ("sun", r"su(?:nnuntai\w*)?|sö(?:n(?:dag\w*)?)?|sun(?:day)?"),
    ("mon-fri", r"arki(?:sin|päivisin|päivinä|na)|vardagar"),
    ("sat-sun", r"viikonloppuisin|veckoslut\w*|helger"),
    ("mon-sun", r"joka päivä|päivittäin|varje dag|dagligen|alla dagar"),
)
DAY_WORD = re.compile("|".join(
    f"(?P<d{index}>{pattern})" for index, (_, pattern) in enumerate(_DAY_WORDS)))
_JOINED = re.compile(r"\s*(?:,|;|&|\+|/|\n|\bja\b|\bsekä\b|\boch\b|\bsamt\b)\s*|\s+")


def weekdays(answer: Answer) -> list[str]:
    """Weekdays in words: ``ma, to``, ``mån–fre``, ``keskiviikkoisin``, ``joka päivä``."""
    text = re.sub(r"[–—]", "-", text_of(answer).casefold()).strip(" .:")
    if len(text) > LONGEST:
        raise Unclear("not_days", text)
    for words, plain in (("joka päivä", "päivittäin"), ("varje dag", "dagligen"),
                         ("alla dagar", "dagligen")):
        text = text.replace(words, plain)
    found: list[str] = []
    for part in _JOINED.split(re.sub(r"\s*-\s*", "-", text)):
        ends = [_weekday(end.rstrip("."), answer) for end in part.split("-")] if part else []
        if len(ends) == 2 and len(ends[0]) == len(ends[1]) == 1:
            first, last = (WEEKDAYS.index(end[0]) for end in ends)
            found += [WEEKDAYS[index % 7] for index in range(
                first, last + (7 if last < first else 0) + 1)]
        elif len(ends) == 1:
            found += ends[0]
        elif part:
            raise Unclear("not_days", text_of(answer))
    if not found:
        raise Unclear("not_days", text_of(answer))
    return [one for one in WEEKDAYS if one in found]


def _weekday(word: str, answer: Answer) -> list[str]:
    found = DAY_WORD.fullmatch(word)
    if not found:
        raise Unclear("not_days", text_of(answer))
    first, _, last = _DAY_WORDS[int((found.lastgroup or "d0")[1:])][0].partition("-")
    days: list[Any] = list(WEEKDAYS)
    return days[days.index(first):days.index(last or first) + 1]
