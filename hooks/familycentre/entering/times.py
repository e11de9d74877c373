"""Opening times said in words, a line a time, in Finnish or Swedish ↔ lines of ``schedule``.

``ma, to 9.30–12; 10.8.–18.12.2026; parittomat viikot // suomeksi`` is a weekly time with its
season, its rhythm and a note. Every line that :func:`say_opening` and :func:`say_exception` write
is read back as it was.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from familycentre.entering.answers import (
    DAY_WORD,
    LONGEST,
    Unclear,
    day,
    time_of_day,
    weekdays,
)
from familycentre.language import labels
from familycentre.values import LANGUAGES, WEEKDAYS

Line = dict[str, Any]
"""One line of ``schedule`` or ``exceptions``, of plain YAML types."""

ALWAYS = {"fi": "aina auki", "sv": "alltid öppet"}
BY_APPOINTMENT = {"fi": "ajanvarauksella", "sv": "enligt tidsbokning"}
IN_WORDS = {"fi": "sanoin:", "sv": "med ord:"}
ODD = {"fi": "parittomat viikot", "sv": "udda veckor"}
EVEN = {"fi": "parilliset viikot", "sv": "jämna veckor"}
EVERY = {"fi": "joka {}. viikko", "sv": "var {}:e vecka"}
OF_MONTH = {"fi": "kuukauden", "sv": "i månaden"}
CLOSED = {"fi": "suljettu", "sv": "stängt"}
_ORDINALS = {
    "fi": {"first": "1.", "second": "2.", "third": "3.", "fourth": "4.", "fifth": "5.",
           "last": "viimeinen"},
    "sv": {"first": "1:a", "second": "2:a", "third": "3:e", "fourth": "4:e", "fifth": "5:e",
           "last": "sista"},
}
_ORDINAL_WORDS = {
    "first": r"\b1(?:\.|:a)?(?!\w)|ensimmäi\w+\b|första",
    "second": r"\b2(?:\.|:a)?(?!\w)|toi(?:nen|sena)|andra",
    "third": r"\b3(?:\.|:e)?(?!\w)|kolma\w+\b|tredje",
    "fourth": r"\b4(?:\.|:e)?(?!\w)|neljä\w+\b|fjärde",
    "fifth": r"\b5(?:\.|:e)?(?!\w)|viide\w+\b|femte",
    "last": r"viimei\w+\b|sista",
}
_DATE = r"[0-9]{1,2}\.\s*[0-9]{1,2}\.(?:\s*[0-9]{4})?|[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SEASON = re.compile(rf"({_DATE})?\s*-\s*({_DATE})|({_DATE})\s*-(?!\s*[0-9])")
_ONE_DATE = re.compile(rf"(?:{_DATE})")
_CLOCK = r"(?:klo|kl\.?|kello|klockan)?\s*(?:2[0-4]|[01]?[0-9])(?:[.:][0-5][0-9])?"
_HOURS = re.compile(rf"({_CLOCK})\s*-\s*({_CLOCK})(?![0-9.:])|({_CLOCK})(?![0-9.:])")
_ALWAYS = re.compile(r"aina auki|ympäri vuorokauden|24/7|alltid öppet|dygnet runt")
_APPOINTMENT = re.compile(
    r"(?:vain )?ajanvarauksella|(?:bara |endast )?(?:enligt|med) tidsbokning")
_ODD = re.compile(r"parittom\w+ viik\w+|udda veckor")
_EVEN = re.compile(r"parillis\w+ viik\w+|jämna veckor")
_OTHER = re.compile(r"joka toinen viikko|varannan vecka")
_EVERY = re.compile(r"joka ([0-9]{1,2})\. viikko|var ([0-9]{1,2}):[ae] vecka")
_OF_MONTH = re.compile(
    rf"(?:kuukauden|månadens)((?:\s*(?:{'|'.join(_ORDINAL_WORDS.values())})(?:\s*(?:,|ja|och))?)+)"
    rf"|((?:(?:{'|'.join(_ORDINAL_WORDS.values())})(?:\s*(?:,|och))?\s*)+)i månaden")
_CLOSED = re.compile(r"suljettu|kiinni|stängt|stängd")
_RULES = (
    ("school_holidays", r"koulujen (?:lomilla|loma-aikoina|lomien aikana)|(?:under )?skollov\w*"),
    ("eves", r"aatto(?:päivi)?na|aattopäivinä|(?:dagen före|dag före) helgdag\w*|aftnar"),
    ("public_holidays", r"(?:arki)?pyh(?:ä(?:päivi)?nä|inä|äpäivinä)|(?:på )?helgdag\w*"),
)


# --- reading ---------------------------------------------------------------------------------


def read_openings(text: str, language: str) -> list[Line]:
    """One line of words as lines of a schedule.

    *language* is that of a note or of words without a mark. Words that tell neither days nor hours
    stay words: ``{text: …}``.
    """
    if len(text) > LONGEST and not any(one in text for one in IN_WORDS.values()):
        return [{"text": {language: text.strip()}}]
    body, note = _noted(text, language)
    for prefix in IN_WORDS.values():
        before, mark, words = body.partition(prefix)
        if mark:
            season = _season_alone(before.strip(" ;")) if before.strip(" ;") else {}
            return [{"text": _by_language(words.strip(), language), **season, **note}]
    try:
        return [{**line, **note} for line in _timed(body)]
    except Unclear:
        return [{"text": _by_language(body, language), **note}]


def read_exception(text: str, language: str) -> Line:
    """One line of words as an exception; Unclear when it does not say when and what."""
    body, note = _noted(text, language)
    rest = _even(body)
    if len(rest) > LONGEST:
        raise Unclear("not_an_exception", text)
    found: Line = {}
    for rule, pattern in _RULES:
        if hit := re.match(rf"(?:{pattern})\b", rest):
            found["on"], rest = rule, rest[hit.end():]
            break
    else:
        if hit := _SEASON.match(rest):
            found |= _season(hit)
        elif hit := _ONE_DATE.match(rest):
            found["date"] = day(hit[0])
        else:
            raise Unclear("not_an_exception", text)
        rest = rest[hit.end():]
    rest = rest.strip(" ,:;")
    if _CLOSED.fullmatch(rest):
        found["closed"] = True
    elif (hours := _HOURS.fullmatch(rest)) and hours[2]:
        found |= {"start": time_of_day(hours[1]), "end": time_of_day(hours[2])}
    else:
        raise Unclear("not_an_exception", text)
    return {**found, **note}


def _timed(body: str) -> list[Line]:
    rest = _even(body)
    if _ALWAYS.fullmatch(rest):
        return [{"always": True}]
    if _APPOINTMENT.fullmatch(rest):
        return [{"by_appointment": True}]
    more: Line = {}
    for pattern, value in ((_ODD, {"weeks": "odd"}), (_EVEN, {"weeks": "even"}),
                           (_OTHER, {"every": 2})):
        rest, hit = _taken(rest, pattern)
        more |= value if hit else {}
    rest, hit = _taken(rest, _EVERY)
    if hit:
        more["every"] = int(hit[1] or hit[2])
    rest, hit = _taken(rest, _OF_MONTH)
    if hit:
        more["of_month"] = [name for name, pattern in _ORDINAL_WORDS.items()
                            if re.search(pattern, hit[1] or hit[2])]
    rest, hit = _taken(rest, _SEASON)
    if hit:
        more |= _season(hit)
    rest, hit = _taken(rest, _ONE_DATE)
    if hit:
        start = _hours(rest.strip(" ,;:"), body)
        return [{"date": day(hit[0]), **start, **more}]
    return [{**line, **more} for line in _weekly(rest.strip(" ,;:"), body)]


def _weekly(rest: str, body: str) -> list[Line]:
    """``ma, to 9–12, ke 13``: days, then their hours, once or several times."""
    lines: list[Line] = []
    days = ""
    at = 0
    for hit in _HOURS.finditer(rest):
        days = rest[at:hit.start()].strip(" ,;:")
        lines.append({"days": weekdays(days), **_hours(hit[0], body)})
        at = hit.end()
    if rest[at:].strip(" ,;:."):
        days = rest[at:].strip(" ,;:.")
        if not DAY_WORD.match(days):
            raise Unclear("not_days", body)
        lines.append({"days": weekdays(days)})
    if not lines:
        raise Unclear("not_days", body)
    return lines


def _hours(text: str, body: str) -> Line:
    if not text:
        return {}
    hit = _HOURS.fullmatch(text)
    if not hit:
        raise Unclear("not_a_time", body)
    if hit[2]:
        return {"start": time_of_day(hit[1].strip()), "end": time_of_day(hit[2].strip())}
    return {"start": time_of_day(hit[3].strip())}


def _taken(text: str, pattern: re.Pattern[str]) -> tuple[str, re.Match[str] | None]:
    """The text without the first hit, and the hit."""
    hit = pattern.search(text)
    return (text[:hit.start()] + " " + text[hit.end():], hit) if hit else (text, None)


def _even(text: str) -> str:
    """Small letters, one kind of dash, one space."""
    return " ".join(re.sub(r"[–—−]", "-", text.casefold()).split()).strip(" .")


def _season(hit: re.Match[str]) -> Line:
    first, last = hit[1] or hit[3], hit[2]
    found = {}
    if first:
        if last and re.fullmatch(r"[0-9]{1,2}\.\s*[0-9]{1,2}\.", first):  # the year of the last
            year = int(day(last)[:4])
            first += str(year - (day(f"{first}{year}") > day(last)))
        found["from"] = day(first)
    if last:
        found["until"] = day(last)
    return found


def _season_alone(text: str) -> Line:
    hit = _SEASON.fullmatch(_even(text))
    if not hit:
        raise Unclear("not_a_day", text)
    return _season(hit)


def _noted(text: str, language: str) -> tuple[str, Line]:
    """A line and its note: what stands after ``//``, or in brackets at the end."""
    body, mark, note = text.strip().partition(" // ")
    if not mark and not any(one in body for one in IN_WORDS.values()):
        hit = re.fullmatch(r"(.*?)\s*\(([^()]+)\)\s*\.?", body, re.DOTALL)
        body, note = (hit[1], hit[2]) if hit else (body, "")
    return body.strip(), {"note": _by_language(note.strip(), language)} if note.strip() else {}


def _by_language(text: str, language: str) -> dict[str, str]:
    """``fi: … | sv: …`` as a text by language; without marks it is in *language*."""
    found = {}
    for part in text.split(" | "):
        hit = re.match(r"([a-z]{2,3}): +(.+)", part.strip(), re.DOTALL)
        if not hit or hit[1] not in LANGUAGES:
            return {language: text}
        found[hit[1]] = hit[2].strip()
    return found


# --- writing ---------------------------------------------------------------------------------


def say_opening(line: Mapping[str, Any], language: str) -> str:
    """A line of a schedule in words of one language."""
    said = []
    if line.get("text"):
        said = [_said_season(line), f"{IN_WORDS[language]} {_marked(line['text'])}"]
    elif line.get("always"):
        said = [ALWAYS[language]]
    elif line.get("by_appointment"):
        said = [BY_APPOINTMENT[language]]
    else:
        when = _said_day(line["date"]) if line.get("date") else said_days(line["days"], language)
        said = [f"{when} {_said_hours(line)}".strip(), _said_season(line),
                *_said_rhythm(line, language)]
    return "; ".join(part for part in said if part) + _said_note(line)


def say_exception(line: Mapping[str, Any], language: str) -> str:
    """An exception in words of one language."""
    if line.get("on"):
        when = labels(language)["exception_on"][line["on"]]
    else:
        when = _said_day(line["date"]) if line.get("date") else _said_season(line)
    return f"{when} {CLOSED[language] if line.get('closed') else _said_hours(line)}" + (
        _said_note(line))


def said_days(days: Sequence[str], language: str) -> str:
    """Weekdays in short words: ``ma–pe``, ``mån, tors``."""
    names = labels(language)["weekday_short"]
    at = [index for index, one in enumerate(WEEKDAYS) if one in days]
    if len(at) > 2 and at == list(range(at[0], at[-1] + 1)):
        return f"{names[WEEKDAYS[at[0]]]}–{names[WEEKDAYS[at[-1]]]}"
    return ", ".join(names[WEEKDAYS[one]] for one in at)


def _said_day(day_: str | datetime.date) -> str:
    date = datetime.date.fromisoformat(str(day_))
    return f"{date.day}.{date.month}.{date.year}"


def _said_hours(line: Mapping[str, Any]) -> str:
    times = [str(line[name]).replace(":", ".") for name in ("start", "end") if line.get(name)]
    return "–".join(times)


def _said_season(line: Mapping[str, Any]) -> str:
    ends = [_said_day(line[name]) if line.get(name) else "" for name in ("from", "until")]
    return "–".join(ends) if any(ends) else ""


def _said_rhythm(line: Mapping[str, Any], language: str) -> list[str]:
    said = []
    if line.get("weeks"):
        said.append((ODD if line["weeks"] == "odd" else EVEN)[language])
    if line.get("every"):
        said.append(EVERY[language].format(line["every"]))
    if line.get("of_month"):
        which = ", ".join(_ORDINALS[language][one] for one in line["of_month"])
        said.append(f"kuukauden {which}" if language == "fi" else f"{which} i månaden")
    return said


def _said_note(line: Mapping[str, Any]) -> str:
    return f" // {_marked(line['note'])}" if line.get("note") else ""


def _marked(text: Mapping[str, str]) -> str:
    return " | ".join(f"{language}: {words}" for language, words in text.items())
