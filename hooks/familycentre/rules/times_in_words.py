"""Words that contradict the schedule beside them: "perjantaisin" where nothing opens on Fridays.

A text may say less than the schedule, never more. It is better to miss a slip than to accuse a
right text, so a sentence about something else (signing up, phoning, being closed, the summer) is
left alone, and so is a record whose times are partly in words, by appointment or round the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from familycentre.catalogue import Catalogue
from familycentre.loading import Origin
from familycentre.model import Entry, Helpline, Opening, PeerGroup, ScheduleException
from familycentre.problems import Problems, shown
from familycentre.source import Path_
from familycentre.values import WEEKDAYS, Text

LINES = 100
"""More lines than a schedule ever has; what follows them is not compared."""
NAMED = 3
MIDNIGHT = 24 * 60
Span = tuple[int, int]
"""Hours as minutes from midnight; the end is after midnight when it is over 1440."""


@dataclass(frozen=True)
class _Language:
    """How times are written in one language. A language without a table is not checked."""

    weekday: re.Pattern[str]
    """A weekday's name with its ending, or its short form; the first two letters tell the day."""
    letters: tuple[str, ...]
    """Those two letters, from Monday on."""
    silent: re.Pattern[str]
    """Endings that do not say "on that day", such as "until Thursday"."""
    sets: tuple[tuple[re.Pattern[str], tuple[frozenset[int], ...]], ...]
    """Words for several days, with the days of which each must have one."""
    elsewhere: re.Pattern[str]
    """A word that makes the sentence speak of something else than when it is open."""


_WORKDAYS = tuple(frozenset({number}) for number in range(5))
_WEEKEND = (frozenset({5, 6}),)


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


_LANGUAGES = {
    "fi": _Language(
        _words(r"(?P<name>maanantai|tiistai|keskiviik(?:ko|o)|torstai|perjantai|lauantai|sunnuntai)"
               r"(?P<ending>\w*)", "(?P<short>ma|ti|ke|to|pe|la|su)"),
        ("ma", "ti", "ke", "to", "pe", "la", "su"),
        re.compile(r"(?:hin|on|t?a|sta|ksi|lle|lta)(?:kin|kaan)?|kark.*|makkar.*"),
        ((_words("arkisin", "arkipäivisin", "arkipäivinä"), _WORKDAYS),
         (_words("viikonloppuisin"), _WEEKEND)),
        _words("ei", "eivät", "älä", "paitsi", "lukuun", r"sulje\w*", r"suljin\w*", "kiinni",
               r"ilmoit\w*", r"vara[auts]\w*", r"ajanvara\w*", r"peru\w*", r"soit\w*", r"puhel\w*",
               r"chat\w*", r"sähköpost\w*", r"vastaa\w*", "mennessä", "viimeistään", "ennen",
               "oli", "olivat", "ollut", "aiemmin", "aikaisemmin", r"kesä\w*", r"joulu\w*",
               r"\w*loma\w*", r"pyhä\w*", r"juhla\w*", r"aat[to]\w*", r"poikkeu\w*", "joskus",
               "toisinaan", r"sopimuks\w*", r"sov\w+", r"siir[rt]\w*", r"muut[tu]\w*",
               "esimerkiksi"),
    ),
    "sv": _Language(
        _words(r"(?P<name>måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag)(?P<ending>\w*)",
               "(?P<short>mån|må|tis|ti|ons|on|tors|tor|to|fre|fr|lör|lö|sön|sö)"),
        ("må", "ti", "on", "to", "fr", "lö", "sö"),
        re.compile(r"sskol.*|sgodis.*|smys.*"),
        ((_words("vardagar", "på vardagarna"), _WORKDAYS),
         (_words("(?:på|under) veckoslut(?:en)?"), _WEEKEND)),
        _words("inte", "ej", "aldrig", "utom", "förutom", r"stäng\w*", r"anmäl\w*",
               r"bok(?:a|ning)\w*",
               "ring", "ringa", "ringer", r"telefon\w*", r"chatt?\w*", r"mejl\w*", r"e-post\w*",
               r"svarar?", "senast", "före", "innan", "hade", "har ordnats", "har varit", "brukade",
               "tidigare", r"sommar\w*", r"jul\w*", r"\w*lov(?:et|en)?", r"helg\w*", r"\w*afton\w*",
               r"undantag\w*", "ibland", r"överens\w*", r"avta\w+", r"flytt\w*", r"ändra\w*",
               "till exempel"),
    ),
}

_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÅÄÖ])|\n(?=[ \t]*[\n*•-])")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_TO = re.compile(r"\s*[-–—]\s*|\s+till(?: och med)?\s+")
_AND = re.compile(r"\s*[,/&+]\s*|\s+(?:ja|sekä|och|samt)\s+")
_JOINT = 16
"""What joins two days is shorter."""
_DATE = re.compile(
    r",?\s(?:den\s)?\d{1,2}(?:\.\d{1,2}\.|/\d|\.\s[a-zäö]{3,6}kuuta\b|"
    r"\s(?:jan|feb|mars|apr|maj|jun|jul|aug|sep|okt|nov|dec))|,?\sden\s\d", re.IGNORECASE)
"""A date after a weekday: it is about that one day."""
_CLOCK = re.compile(
    r"\b(?:klo|kello|klockan|kl)\b\.?\s{0,3}(\d{1,2})(?:[.:](\d{2}))?(?![.:]?\d)"
    r"(?:\s?[-–—]\s?(\d{1,2})(?:[.:](\d{2}))?(?![.:]?\d))?", re.IGNORECASE)
_CLOCK_NEXT = re.compile(r"\.?,?\s{0,3}(?:klo|kello|klockan|kl)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Claim:
    """What a text says of days."""

    words: str
    """As they stand in the text."""
    days: tuple[frozenset[int], ...]
    """Sets of weekdays, 0 is Monday: it is said to open on at least one day of each."""


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Weekdays and hours in the texts of every listed entry whose schedule says neither."""
    for entry in catalogue.listed():
        if not entry.schedule or not all(line.days or line.date for line in entry.schedule):
            continue
        open_days, open_hours = weekdays(entry), hours(entry)
        origin = catalogue.origin(entry)
        for path, text in _texts(entry):
            for language, words in text.items():
                for message in contradictions(words, language, open_days, open_hours):
                    problems.add(*origin.place(*path, language), "contradicting-words", message,
                                 "Correct the words or the schedule. The page shows days and hours "
                                 "from the schedule; the text need not repeat them.")
    for one in catalogue.helplines.values():
        _helpline(catalogue.origins[f"helplines/{one.id}"], one, problems)


def _helpline(origin: Origin, one: Helpline, problems: Problems) -> None:
    """The hours of a help line and of its chat, in words and as times."""
    told: list[tuple[Path_, Text | None, Sequence[Opening]]] = [
        (("hours",), one.hours, one.schedule)]
    if one.chat:
        told.append((("chat", "hours"), one.chat.hours, one.chat.schedule))
    for path, text, schedule in told:
        if not schedule or not all(line.days or line.date for line in schedule):
            continue
        for language, words in (text or {}).items():
            for message in contradictions(words, language, _weekdays(schedule, ()),
                                          _hours(schedule, ())):
                problems.add(*origin.place(*path, language), "contradicting-words", message,
                             "Correct the words or the schedule: the page shows the words, and "
                             "says from the schedule whether it is open now.")


def _texts(entry: Entry) -> Iterator[tuple[Path_, Text]]:
    """The texts in which times are likely to be told, with their places."""
    registration = entry.registration.note if entry.registration else None
    meetings = entry.meetings.note if isinstance(entry, PeerGroup) and entry.meetings else None
    found: list[tuple[Path_, Text | None]] = [
        (("name",), entry.name), (("summary",), entry.summary),
        (("description",), entry.description), (("first_visit",), entry.first_visit),
        (("registration", "note"), registration), (("meetings", "note"), meetings),
        *((("schedule", index, "note"), line.note)
          for index, line in enumerate(entry.schedule[:LINES])),
    ]
    return ((path, text) for path, text in found if text)


def weekdays(entry: Entry) -> frozenset[int]:
    """The weekdays on which the record opens at some time, 0 is Monday."""
    return _weekdays(entry.schedule, entry.exceptions)


def _weekdays(
    schedule: Sequence[Opening], exceptions: Sequence[ScheduleException]
) -> frozenset[int]:
    names = {WEEKDAYS.index(day) for line in schedule for day in line.days or ()}
    dates = {line.date.weekday() for line in schedule if line.date}
    promised = {one.date.weekday() for one in exceptions if one.date and one.start}
    return frozenset(names | dates | promised)


def hours(entry: Entry) -> frozenset[Span]:
    """The hours of all its times and exceptions; empty when those of one line are not known."""
    return _hours(entry.schedule, entry.exceptions)


def _hours(schedule: Sequence[Opening], exceptions: Sequence[ScheduleException]) -> frozenset[Span]:
    if not all(line.start for line in schedule):
        return frozenset()
    told = [(line.start, line.end) for line in schedule]
    told += [(one.start, one.end) for one in exceptions]
    return frozenset(span(start, end) for start, end in told if start)


def span(start: str, end: str | None) -> Span:
    """``22:00``, ``02:00`` → 1320, 1560; without an end until midnight."""
    begins, ends = minutes(start), minutes(end or "24:00")
    return begins, ends + MIDNIGHT * (ends <= begins)


def minutes(time: str) -> int:
    """Minutes from midnight: ``09:30`` → 570."""
    hour, minute = time.split(":")
    return int(hour) * 60 + int(minute)


def contradictions(
    text: str, language: str, open_days: frozenset[int], open_hours: frozenset[Span]
) -> Iterator[str]:
    """A message for each weekday or hour in a text that the schedule does not have."""
    table = _LANGUAGES.get(language)
    if table is None:
        return
    for sentence in _SENTENCE.split(_ADDRESS.sub("", text)):
        if table.elsewhere.search(sentence):
            continue
        for claim in claims(sentence, language):
            if not all(days & open_days for days in claim.days):
                named = ", ".join(WEEKDAYS[number] for number in sorted(open_days))
                yield f"The text says {shown(claim.words)}; the schedule has only {named}."
        for words, told in clock_times(sentence):
            if open_hours and not _fits(told, open_hours):
                known = [f"{_clock(start)}–{_clock(end)}" for start, end in sorted(open_hours)]
                listed = ", ".join(known[:NAMED]) + (" …" if len(known) > NAMED else "")
                yield f"The text says {shown(words)}; the schedule has {listed}."


def claims(sentence: str, language: str) -> Iterator[Claim]:
    """Days that a sentence names: words for several, single days, and runs such as ma–pe."""
    table = _LANGUAGES[language]
    for pattern, days in table.sets:
        for found in pattern.finditer(sentence):
            yield Claim(found.group(), days)
    run: list[re.Match[str]] = []
    for found in table.weekday.finditer(sentence):
        if found.group()[:2].lower() not in table.letters:
            continue  # Unicode has an s, i and k more that match when case is ignored
        if run and not _joint(run[-1], found):
            yield from _run(run, sentence, table)
            run = []
        run.append(found)
    if run:
        yield from _run(run, sentence, table)


def _run(run: list[re.Match[str]], sentence: str, table: _Language) -> Iterator[Claim]:
    """The days of names and short forms that stand together, if they are meant as days."""
    numbers = [table.letters.index(one.group()[:2].lower()) for one in run]
    named: set[int] = set()
    for place, (one, number) in enumerate(zip(run, numbers, strict=True)):
        if place and _joint(run[place - 1], one) == "to" and numbers[place - 1] < number:
            named.update(range(numbers[place - 1], number + 1))
        elif one["name"] and not table.silent.fullmatch(one["ending"].lower()):
            named.add(number)
    if named or _CLOCK_NEXT.match(sentence, run[-1].end()):
        named.update(number for one, number in zip(run, numbers, strict=True) if one["short"])
    if named and not _DATE.match(sentence, run[-1].end()):
        yield Claim(sentence[run[0].start():run[-1].end()],
                    tuple(frozenset({number}) for number in sorted(named)))


def _joint(left: re.Match[str], right: re.Match[str]) -> str:
    """How two days hang together: ``to`` (ma–pe), ``and``, or an empty text."""
    between = left.string[left.end():right.start()]
    if len(between) > _JOINT:
        return ""
    from_to = left["ending"] == "sta" and right["ending"] in ("hin", "on")
    if _TO.fullmatch(between) or (from_to and between.isspace()):
        return "to"
    return "and" if _AND.fullmatch(between) else ""


def clock_times(sentence: str) -> Iterator[tuple[str, tuple[int, int | None]]]:
    """Hours after "klo" or "kl.", in minutes from midnight; what no clock shows is left out."""
    for found in _CLOCK.finditer(sentence):
        hour, minute, end_hour, end_minute = (int(part or 0) for part in found.groups())
        if max(hour, end_hour) > 24 or max(minute, end_minute) > 59:
            continue
        start = hour * 60 + minute
        if found[3] is None:
            yield found.group(), (start, None)
        else:
            end = end_hour * 60 + end_minute
            yield found.group(), (start, end + MIDNIGHT * (end <= start))


def _fits(told: tuple[int, int | None], open_hours: frozenset[Span]) -> bool:
    """Whether the schedule has these hours, or something else may be meant inside them.

    One moment may be anywhere in the opening hours (a song at ten). So may a range, unless one end
    is right and it fills half of the hours: that is the old closing time.
    """
    start, end = told
    if end is None:
        return any(first <= moment <= last for first, last in open_hours
                   for moment in (start, start + MIDNIGHT))
    if start in {first for first, _ in open_hours} and end in {last for _, last in open_hours}:
        return True
    return any(
        first <= start and end <= last
        and ((start != first and end != last) or (end - start) * 2 < last - first)
        for first, last in open_hours)


def _clock(moment: int) -> str:
    """570 → ``09:30``."""
    if moment > MIDNIGHT:
        moment -= MIDNIGHT
    return f"{moment // 60:02}:{moment % 60:02}"
