"""Texts too hard for a tired parent: long sentences, and LIX of what is read together.

Warnings only, from the figures of :mod:`familycentre.language.readability`. A long sentence is
told at its field (of a page, at its line). LIX and the mean need many words, so they are taken of
all that a page shows of a record, and told at the field that weighs most. Hours and other times in
words are no prose and are not read; nor is what only coordinators see (``source``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from familycentre.catalogue import Catalogue
from familycentre.language.readability import (
    ENOUGH_WORDS,
    LIMITS,
    Level,
    Readability,
    Sentence,
    measure,
    sentences,
    summed,
    too_hard,
)
from familycentre.loading import Origin
from familycentre.model import Entry, MeetingPlace, PeerGroup
from familycentre.problems import Problems, dotted
from familycentre.source import Path_

_CODE = "hard-text"
_Texts = list[tuple[Path_, dict[Any, str] | None]]


def check(catalogue: Catalogue, problems: Problems) -> None:
    """The texts that families read in records, situations, tasks, help lines and the directory
    itself; those of networks as texts for professionals.
    """
    for entry in catalogue.entries.values():
        _together(catalogue.origin(entry), list(_entry(entry)), "families", problems)
    for organisation in catalogue.organisations.values():
        _together(catalogue.origin(organisation), [
            (("summary",), organisation.summary),
            *((("contacts", index, "note"), one.note)
              for index, one in enumerate(organisation.contacts))], "families", problems)
    for situation in catalogue.situations:
        _together(catalogue.origins[f"situations/{situation.id}"], [
            (("sentence",), situation.sentence), (("intro",), situation.intro)],
            "families", problems)
    for task in catalogue.tasks.values():  # `name` is THL's wording
        _together(catalogue.origins[f"tasks/{task.number}"], [
            (("short",), task.short), (("sentence",), task.sentence)], "families", problems)
    for line in catalogue.helplines.values():
        _together(catalogue.origins[f"helplines/{line.id}"], [
            (("who_for",), line.who_for), (("note",), line.note),
            (("cost", "note"), line.cost.note if line.cost else None)], "families", problems)
    for network in catalogue.networks.values():
        _together(catalogue.origin(network), [
            (("task",), network.task), (("goal",), network.goal),
            (("how_to_join",), network.how_to_join)], "professionals", problems)
    for county in catalogue.counties:
        _together(catalogue.origins[f"areas/{county.id}"], [(("note",), county.note)],
                  "families", problems)
    _together(catalogue.origins["directory"], [
        (("summary",), catalogue.directory.summary),
        (("sample_notice",), catalogue.directory.sample_notice)], "families", problems)


def check_page(
    file: str, text: str, first_line: int, language: str, level: Level, problems: Problems
) -> None:
    """A hand-written page: every long sentence at its line, LIX and the mean once, at the first
    line of the text. *first_line* is the 1-based line of the file where *text* begins.
    """
    limits = LIMITS.get((language, level))
    if limits is None:
        return
    found = list(sentences(text))
    for sentence in found:
        if sentence.words > limits.longest:
            problems.add(file, (first_line + sentence.line - 1, 1), _CODE,
                         *_long_sentence(sentence, limits.longest, language))
    for over in _whole(summed(found), language, level):
        problems.add(file, (first_line, 1), _CODE, *over)


def _entry(entry: Entry) -> Iterator[tuple[Path_, dict[Any, str] | None]]:
    yield ("summary",), entry.summary
    yield ("description",), entry.description
    yield ("first_visit",), entry.first_visit
    yield ("arrival",), entry.arrival
    yield ("accessibility_note",), entry.accessibility_note
    yield ("referral_note",), entry.referral_note
    if entry.waiting:
        yield ("waiting", "note"), entry.waiting.note
    if entry.registration:
        yield ("registration", "note"), entry.registration.note
    if entry.cost:
        yield ("cost", "note"), entry.cost.note
    if isinstance(entry, PeerGroup) and entry.meetings:
        yield ("meetings", "note"), entry.meetings.note
    if isinstance(entry, MeetingPlace) and entry.space_for_ngos:
        yield ("space_for_ngos", "booking"), entry.space_for_ngos.booking
        yield ("space_for_ngos", "cost"), entry.space_for_ngos.cost
    for index, contact in enumerate(entry.contacts):
        yield ("contacts", index, "note"), contact.note
    for index, line in enumerate(entry.schedule):
        yield ("schedule", index, "note"), line.note
    for index, exception in enumerate(entry.exceptions):
        yield ("exceptions", index, "note"), exception.note


def _together(origin: Origin, texts: _Texts, level: Level, problems: Problems) -> None:
    """Every field's longest sentence, and the fields of each language as one text."""
    fields: dict[str, list[tuple[Path_, str, int]]] = {}
    for path, text in texts:
        for language, words in (text or {}).items():
            if (language, level) in LIMITS:
                fields.setdefault(language, []).append((path, words, len(words.split())))
    for language, found in fields.items():
        _in_one_language(origin, found, language, level, problems)


def _in_one_language(
    origin: Origin, fields: list[tuple[Path_, str, int]], language: str, level: Level,
    problems: Problems,
) -> None:
    """The fields as (path, text, at most so many words): most are too short to say a thing of."""
    limits = LIMITS[language, level]
    enough = sum(size for *_, size in fields) >= ENOUGH_WORDS
    whole = Readability()
    heaviest: tuple[float, Path_] = (-1.0, ())
    for path, text, size in fields:
        if not enough and size <= limits.longest:
            continue
        found = measure(text)
        if found.longest and found.longest.words > limits.longest:
            problems.add(*origin.place(*path, language), _CODE,
                         *_long_sentence(found.longest, limits.longest, language, path))
        whole += found
        heaviest = max(heaviest, (found.lix * found.words, path), key=lambda pair: pair[0])
    if enough:
        for over in _whole(whole, language, level, heaviest[1]):
            problems.add(*origin.place(*heaviest[1], language), _CODE, *over)


def _long_sentence(
    sentence: Sentence, most: int, language: str, path: Path_ = ()
) -> tuple[str, str]:
    where = f"In '{dotted(path)}' a" if path else "A"
    return (f"{where} sentence has {sentence.words} words; {most} are the most in {language}.",
            f"Split the sentence that begins '{sentence.beginning}'.")


def _whole(
    found: Readability, language: str, level: Level, path: Path_ = ()
) -> Iterator[tuple[str, str]]:
    over = too_hard(found, LIMITS[language, level])
    if not over or not found.longest:
        return
    what = "The record's texts" if path else "The page"
    verb = "are" if path else "is"
    longest = found.longest
    hint = ("Use shorter, more common words and split sentences; the longest has "
            f"{longest.words} words and begins '{longest.beginning}'.")
    yield f"{what} in {language} {verb} hard to read: {' and '.join(over)}.", hint
