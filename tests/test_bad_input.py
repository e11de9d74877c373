"""Every kind of bad input is one clear problem at its line, and never an exception."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.directories import (
    AREAS,
    CAFE,
    DIRECTORY,
    HELPLINES,
    NETWORK,
    ORGANISATIONS,
    SITUATIONS,
    TASKS,
    TODAY,
    group,
    write,
)

from familycentre.catalogue import load
from familycentre.problems import CODES, ERROR, as_github, as_text

GROUP_FILE = "peer_groups/testi.yml"
CAFE_FILE = "meeting_places/perhekahvila-kokko.yml"

Action = Callable[[Path], None]


@dataclass(frozen=True)
class Bad:
    """One kind of bad input and the problem it must become."""

    id: str
    content: str | bytes | Action
    """Written to the file; or what to do with its path."""
    code: str
    line: int = 1
    words: tuple[str, ...] = ()
    """What message and hint must say."""
    file: str = GROUP_FILE
    also: frozenset[str] = field(default=frozenset())
    """Codes of problems that must follow from this one."""


def bad(id_: str, content: str | bytes | Action, code: str, line: int = 1, *words: str,
        file: str = GROUP_FILE, also: tuple[str, ...] = ()) -> Bad:
    return Bad(id_, content, code, line, words, file, frozenset(also))


def edited(text: str, old: str, new: str) -> str:
    """The text with one place changed."""
    assert text.count(old) == 1, f"{old!r} must stand once"
    return text.replace(old, new)


def delete(path: Path) -> None:
    path.unlink()


def make_folder(path: Path) -> None:
    path.mkdir(parents=True)


def make_fifo(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)


def link_to_nowhere(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to("/nowhere/at/all.yml")


def file_for_folder(path: Path) -> None:
    for record in path.iterdir():
        record.unlink()
    path.rmdir()
    path.write_text("type: mothers\n")


READING = [
    bad("bom", "\ufeff" + group(), "bad-encoding", 1, "BOM", "UTF-8"),
    bad("latin-1", group(summary="{fi: Äiti}").encode("latin-1"), "bad-encoding", 2, "UTF-8"),
    bad("windows-1252", group(arrival="{fi: “ovi”}").encode().replace(b"\xe2\x80\x9c", b"\x93"),
        "bad-encoding", 6, "0x93"),
    bad("utf-16", group().encode("utf-16"), "bad-encoding", 1, "UTF-16"),
    bad("utf-16 without bom", group().encode("utf-16-le"), "bad-encoding", 2, "UTF-16"),
    bad("not text at all", bytes(range(128, 256)), "bad-encoding"),
    bad("nul byte", group() + "arrival: {fi: a\x00b}\n", "yaml-syntax", 6, "control characters"),
    bad("control character after ä", group(arrival="{fi: ääää\x07}"), "yaml-syntax", 6,
        "control characters"),
    bad("hidden line break", group(arrival='{fi: "ovi\u2028pihalta"}'), "yaml-syntax", 6, "U+2028"),
    bad("10 MB", b"# " + b"x" * 10_000_000, "file-too-large", 1, "10,000,002", "Split"),
    bad("empty", "", "empty-file", 1, "empty"),
    bad("only comments", "# one\n# two\n", "empty-file", 1, "empty"),
    bad("only null", "~\n", "empty-file"),
    bad("folder named like a record", make_folder, "unreadable-file", 1, "regular file",
        file="peer_groups/kerho.yml"),
    bad("link to nowhere", link_to_nowhere, "unreadable-file"),
    bad("fifo", make_fifo, "unreadable-file"),
    bad("file where a folder should be", file_for_folder, "bad-file-name", 1, "folder",
        file="peer_groups"),
    bad("unknown file", "a: 1", "bad-file-name", 1, "helpline.yml", "'helplines.yml'",
        file="helpline.yml"),
    bad("unknown file, no near match", "a", "bad-file-name", 1, "Known names", "tasks.yml",
        file="xyzzy.pdf"),
    bad("unknown folder", make_folder, "bad-file-name", 1, "'meeting_places'",
        file="meeting-places"),
    bad("no yaml in a folder of records", "a,b", "bad-file-name", 1, ".yml",
        file="peer_groups/lista.csv"),
    bad("everyday words of no language", "a: [b]", "bad-file-name", 1, "fi.yml and sv.yml",
        file="synonyms/de.yml"),
    bad("everyday words as a list", "- a", "wrong-type", 1, "named fields",
        file="synonyms/fi.yml"),
    bad("an everyday word that means no list", "isä: isät", "wrong-type", 1, "[isät]",
        file="synonyms/fi.yml"),
    bad("an everyday word that means nothing", "isä: []", "wrong-type", 1, "empty", "[one, two]",
        file="synonyms/fi.yml"),
    bad("two everyday words on a line", "a, b: [c]", "bad-text", 1, "on a line of its own",
        file="synonyms/fi.yml"),
    bad("two files of one language", "a: [b]", "bad-file-name", 1, "another file",
        file="synonyms/fi.yaml"),
    bad("an everyday word twice", "a: [b]\nc: [d]\na: [e]", "yaml-duplicate-key", 3,
        file="synonyms/sv.yml"),
    bad("an everyday word with a number for a meaning", "a: [1]", "wrong-type", 1, "text",
        file="synonyms/sv.yml"),
    bad("wrong ending of a list file", TASKS, "bad-file-name", 1, "'tasks.yml'",
        file="tasks.yaml"),
    bad("capital letters in a file name", group(), "bad-id", 1, "small letters",
        file="peer_groups/Testi.yml"),
    bad("space in a file name", group(), "bad-id", 1, "hyphens",
        file="peer_groups/isä ja äiti.yml"),
    bad("two dots in a file name", group(), "bad-id", 1, "hyphens",
        file="peer_groups/testi.fi.yml"),
    bad("no directory.yml", delete, "missing-data", 1, "directory.yml", file="directory.yml"),
    bad("no tasks.yml", delete, "missing-data", 1, "tasks.yml", file="tasks.yml"),
    bad("no areas.yml", delete, "missing-data", 1, "areas.yml", file="areas.yml"),
    bad("no helplines.yml", delete, "missing-data", 1, "helplines.yml", file="helplines.yml"),
    bad("no situations.yml", delete, "missing-data", 1, "situations.yml", file="situations.yml"),
]

YAML = [
    bad("tab for indent", group() + "cost:\n\tfree: true\n", "yaml-tab", 7, "spaces"),
    bad("colon in text", group(arrival="{fi: a}") + "name2: hei: sinä\n", "yaml-syntax", 7,
        "quotes"),
    bad("quote left open", group() + 'arrival: {fi: "ovi}\n', "yaml-syntax", 6, "quote"),
    bad("bracket left open", group() + "languages: [fi, sv\n", "yaml-syntax", 6, "bracket"),
    bad("no space after colon", group() + "referral:true\n", "yaml-syntax", 6, "space"),
    bad("backslash in quotes", group(arrival='{fi: "C:\\data"}'), "yaml-syntax", 6, "backslash"),
    bad("unfinished merge", group() + "<<<<<<< HEAD\nplaces: 1\n=======\nplaces: 2\n>>>>>>> x\n",
        "yaml-syntax", 6, "merge"),
    bad("comma cuts a text", group(arrival="{fi: Ovi, 2. krs}"), "unknown-value", 6, "comma"),
    bad("Finnish field", group(kieli="[fi]"), "unknown-field", 6, "'languages'"),
    bad("Finnish choice", group(openness="avoin kaikille"), "unknown-value", 6, "'open'"),
    bad("Finnish weekday", group(schedule="[{days: [maanantai]}]"), "unknown-value", 6, "'mon'"),
    bad("broken letters", group(arrival="{fi: leikkiÃ¤}"), "bad-text", 6, "broken copy"),
    bad("link without a scheme", group(description='{fi: "[tästä](www.example.fi)"}'), "bad-url", 6,
        "https"),
    bad("day twice", group(schedule="[{days: [mon, mon]}]"), "conflict", 6, "twice"),
    bad("source from the future", group(source="{url: https://a.fi, date: 2027}"), "bad-date", 6,
        "future"),
    bad("shelter with a street",
        "type: shelter\nname: {fi: T, sv: T}\nsummary: {fi: t, sv: t}\ntasks: [6]\n"
        "municipality: Kokkola\naddress: {street: {fi: Katu 1, sv: Gatan 1}}\n",
        "shelter-address", 6, "hidden", file="ngo_services/testi.yml"),
    bad("hidden address that stands in the file",
        group(address='{hidden: true, postcode: "67100"}') + "location: {lat: 63.8, lon: 23.1}\n",
        "hidden-address", 6, "location"),
    bad("at sign", group() + "arrival: {fi: @ovi}\n", "yaml-syntax", 6, "quotes"),
    bad("uneven indent", "type: mothers\n  name: {fi: a}\n", "yaml-syntax", 2, "indent"),
    bad("escape of half a character", group(arrival='{fi: "\\ud800"}'), "yaml-syntax", 6),
    bad("100,000 brackets", "[" * 100_000, "yaml-depth", 1, "20"),
    bad("100,000 braces", "{a: " * 100_000, "yaml-depth", 1, "20"),
    bad("100,000 dashes", "- " * 100_000, "yaml-depth", 1, "20"),
    bad("deep block nesting", "".join(f"{'  ' * n}a:\n" for n in range(600)), "yaml-depth", 21),
    bad("billion laughs",
        "a: &a [ha, ha]\n" + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)),
        "yaml-feature", 1, "'&a'"),
    bad("anchor", group(arrival="&ovi {fi: ovi}"), "yaml-feature", 6, "'&ovi'", "Write"),
    bad("alias", group(arrival="*ovi"), "yaml-feature", 6, "'*ovi'"),
    bad("merge key", group() + "<<: {type: fathers}\n", "yaml-feature", 6, "'<<'"),
    bad("python tag", group(arrival="!!python/object/apply:os.system [true]"), "yaml-feature", 6,
        "python/object"),
    bad("local tag", group(arrival="{fi: !env SECRET}"), "yaml-feature", 6, "'!env'"),
    bad("two documents", group() + "---\n" + group(), "yaml-feature", 6, "---", "list"),
    bad("same field twice", group() + "type: fathers\n", "yaml-duplicate-key", 6, "'type'",
        "line 1"),
    bad("same language twice", group(name="{fi: a, fi: b}"), "yaml-duplicate-key", 2, "'fi'"),
    bad("list as a field's name", group() + "? [a]\n: b\n", "yaml-syntax", 6, "name"),
]

KINDS_OF_VALUE = [
    bad("record is text", "hei\n", "wrong-type", 1, "field: value"),
    bad("record is a number", "5\n", "wrong-type", 1, "field: value"),
    bad("list file is a record", "number: 1\n", "wrong-type", 1, "'- '", file="tasks.yml"),
    bad("list file is a number", "5\n", "wrong-type", 1, "list", file="situations.yml"),
    bad("list file is an empty list", "[]\n", "empty-file", 1, "empty", file="situations.yml"),
    bad("item of a list is text", "- hei\n- {id: x}\n", "wrong-type", 1, "Item 1",
        file="organisations/lisaa.yaml", also=("missing-field",)),
    bad("item of a list without id", "- {type: ngo, name: {fi: a}}\n", "missing-field", 1, "'id'",
        file="organisations/lisaa.yaml"),
    bad("item of a list with bad type", ORGANISATIONS + "- {id: x, type: club, name: {fi: a}}\n",
        "unknown-value", 3, "club", "Choices", file="organisations/muut.yaml"),
    bad("text for a number", group(places='"8"'), "wrong-type", 6, "whole number", "quotes"),
    bad("decimal for a whole number", group(places="8.5"), "wrong-type", 6, "8.5"),
    bad("number for text", group(arrival="{fi: 5}"), "wrong-type", 6, "text", "quotes"),
    bad("null for text", group(arrival="{fi: null}"), "wrong-type", 6, "nothing", "leave"),
    bad("text without language", group(name="Äidit"), "wrong-type", 2, "{fi: …, sv: …}"),
    bad("list for text", group(arrival="{fi: [ovi]}"), "wrong-type", 6, "text"),
    bad("text for true or false", group(sensitive='"true"'), "wrong-type", 6, "true or false"),
    bad("no for false", group(sensitive="no"), "wrong-type", 6, "'no'", "true or false"),
    bad("yes for true", group(referral="yes"), "wrong-type", 6, "'yes'"),
    bad("text for a list", group(languages="fi"), "wrong-type", 6, "list"),
    bad("mapping for a list", group(contacts='{phone: "112"}'), "wrong-type", 6, "list"),
    bad("text for a mapping", group(address="Katu 1"), "wrong-type", 6, "named fields"),
    bad("number for a decimal in text", group(location='{lat: "63.8", lon: 23.1}'), "wrong-type", 6,
        "location.lat"),
    bad("null for a list", group(languages=""), "wrong-type", 6, "nothing"),
    bad("number for a phone with decimals", group(contacts="[{phone: 06.123}]"), "bad-phone", 6,
        "not a digit"),
    bad("county code without quotes", edited(AREAS, '"18"', "18"), "wrong-type", 1, "quotes",
        file="areas.yml"),
    bad("county 1 in the directory", edited(DIRECTORY, '["18"]', "[1]"), "wrong-type", 6, "text",
        file="directory.yml"),
    bad("county code of one digit", edited(DIRECTORY, '["18"]', '["1"]'), "bad-text", 6, "counties",
        file="directory.yml"),
]

FIELDS = [
    bad("unknown field, near match", group(adress="{hidden: true}"), "unknown-field", 6,
        "'adress'", "'address'"),
    bad("unknown field, no near match", group(xyzzy="1"), "unknown-field", 6, "Fields here",
        "places"),
    bad("unknown field inside a contact", group(contacts="\n  - phone: 112\n    emial: a@b.fi"),
        "unknown-field", 8, "'email'"),
    bad("unknown field named [key]", group() + '"[key]": 1\n', "unknown-field", 6, "[key]"),
    bad("field of another kind", group(space_for_ngos="{available: true}"), "unknown-field", 6,
        "space_for_ngos"),
    bad("typo in a fixed choice", group(type="mother"), "unknown-value", 1, "'mothers'", "Choices"),
    bad("choice in Finnish", group(openness="avoin"), "unknown-value", 6, "targeted"),
    bad("typo in a list of choices", group(audience="\n  - mothers\n  - rainbows"),
        "unknown-value", 8, "'rainbow'"),
    bad("typo in a weekday", group(schedule="[{days: [mon, thur]}]"), "unknown-value", 6, "'thu'"),
    bad("language key of a text", group(name="{fi: a, swe: b}"), "unknown-value", 2, "'swe'", "sv"),
    bad("language key of words", group(keywords="{suomi: [a]}"), "unknown-value", 6, "'suomi'"),
    bad("language key of a link", group(contacts="[{url: {se-fi: https://a.fi}}]"),
        "unknown-value", 6, "se-fi"),
    bad("language spoken", group(languages="[fi, swedish]"), "unknown-value", 6, "swedish"),
    bad("status", group(status="activ"), "unknown-value", 6, "'active'"),
    bad("remote", group(remote="maybe"), "unknown-value", 6, "both"),
    bad("type in a filter", edited(SITUATIONS, "[family_cafe]", "[family_caffe]"), "unknown-value",
        6, "'family_cafe'", file="situations.yml"),
    bad("missing name", group(name=None), "missing-field", 1, "'name'"),
    bad("missing type", group(type=None), "missing-field", 1, "'type'"),
    bad("missing tasks", group(tasks=None), "missing-field", 1, "'tasks'"),
    bad("missing field inside", group(cost="{note: {fi: a}}"), "missing-field", 6, "cost.free"),
    bad("nowhere", group(municipality=None), "missing-field", 1, "municipality"),
    bad("empty record", "{}\n", "missing-field"),
]

TEXTS = [
    bad("empty text", group(arrival='{fi: "  "}'), "bad-text", 6, "empty"),
    bad("no text in any language", group(arrival="{}"), "bad-text", 6, "language"),
    bad("summary too long", group(summary="{fi: " + "a" * 201 + "}"), "bad-text", 3, "201", "200",
        "description"),
    bad("description too long", group(description="{fi: " + "a" * 5001 + "}"), "bad-text", 6,
        "5001"),
    bad("script", group(summary='{fi: "<script>alert(1)</script>"}'), "bad-text", 3, "HTML",
        "<script>"),
    bad("script in a description", group(description='{fi: "hei <img src=x onerror=y>"}'),
        "bad-text", 6, "HTML", "<img"),
    bad("html comment", group(arrival='{fi: "a <!-- b -->"}'), "bad-text", 6, "HTML"),
    bad("closing tag", group(arrival='{fi: "a </ style>"}'), "bad-text", 6, "HTML"),
    bad("escaped control character", group(arrival='{fi: "a\\x07b"}'), "bad-text", 6, "U+0007"),
    bad("escape sequence of a terminal", group(arrival='{fi: "\\e[31m"}'), "bad-text", 6, "U+001B"),
    bad("line break in one line", group(arrival="\n  fi: |\n    a\n    b"), "bad-text", 7,
        "line break"),
    bad("tab in text", group(arrival='{fi: "a\\tb"}'), "bad-text", 6, "U+0009"),
    bad("zero-width space", group(arrival="{fi: a\u200bb}"), "bad-text", 6, "U+200B"),
    bad("bidi override", group(name="{fi: a\u202eb}"), "bad-text", 2, "U+202E"),
    bad("bidi isolate", group(name="{fi: a\u2067b}"), "bad-text", 2, "U+2067"),
    bad("private character", group(name="{fi: a\ue000b}"), "bad-text", 2, "U+E000"),
    bad("keyword with html", group(keywords="{fi: [ok, <b>]}"), "bad-text", 6, "HTML"),
]

DATES_AND_TIMES = [
    bad("30 February", group(verified="2026-02-30"), "bad-date", 6, "2026-02-30", "not exist"),
    bad("Finnish date", group(verified="30.10.2026"), "bad-date", 6, "2026-10-01"),
    bad("month in words", group(verified="lokakuu"), "bad-date", 6, "lokakuu"),
    bad("date without zeros", group(verified="2026-1-1"), "bad-date", 6, "2026-1-1"),
    bad("year that cannot be meant", group(verified="0206-10-01"), "bad-date", 6, "206"),
    bad("month 13 of a source", group(source="{url: https://a.fi, date: 2025-13}"), "bad-date", 6,
        "2025-13"),
    bad("verified in the future", group(verified="2026-11-21"), "bad-date", 6, "future"),
    bad("assessed in the future", edited(CAFE, "assessed: 2026-09-15", "assessed: 2026-12-01"),
        "bad-date", CAFE[:CAFE.index("assessed:")].count("\n") + 1, "'assessed'", "future",
        file=CAFE_FILE),
    bad("waiting time of the future", group(waiting="{weeks: 2, told: 2026-11-21}"), "bad-date", 6,
        "'told'", "future"),
    bad("negative waiting time", group(waiting="{weeks: -1, told: 2026-11-01}"), "bad-number", 6),
    bad("updated in the future", group(updated="2026-11-21"), "bad-date", 6, "'updated'",
        "future"),
    bad("number for a date", group(verified="20261001"), "bad-date", 6),
    bad("dot for the colon of a time", group(schedule="[{days: [mon], start: 9.30}]"), "bad-time",
        6,
        '"09:30"'),
    bad("hour alone", group(schedule="[{days: [mon], start: 10}]"), "bad-time", 6, '"09:30"'),
    bad("hour 25", group(schedule='[{days: [mon], start: "25:00"}]'), "bad-time", 6, "25:00"),
    bad("minute 60", group(schedule='[{days: [mon], start: "10:60"}]'), "bad-time", 6, "10:60"),
    bad("after 24:00", group(schedule='[{days: [mon], start: "9:00", end: "24:01"}]'), "bad-time",
        6, "24:01"),
    bad("season ends before it begins",
        group(schedule="[{days: [mon], from: 2026-12-01, until: 2026-08-01}]"), "bad-range", 6,
        "2026-08-01"),
    bad("exception ends before it begins",
        group(exceptions="[{from: 2027-01-06, until: 2026-12-21, closed: true}]"), "bad-range", 6,
        "2026-12-21"),
    bad("begins and ends at once", group(schedule='[{days: [mon], start: "10:00", end: "10:00"}]'),
        "bad-schedule", 6, "10:00"),
    bad("end without start", group(schedule='[{days: [mon], end: "10:00"}]'), "bad-schedule", 6,
        "start"),
    bad("line of two forms",
        group(schedule="\n  - {always: true}\n  - {days: [mon], date: 2026-11-30}"),
        "bad-schedule", 8, "days and date"),
    bad("line of no form", group(schedule='[{start: "10:00"}]'), "bad-schedule", 6, "none"),
    bad("times of always", group(schedule='[{always: true, start: "10:00"}]'), "bad-schedule", 6,
        "'always'"),
    bad("weeks of a date", group(schedule="[{date: 2026-11-30, weeks: odd}]"), "bad-schedule", 6,
        "'weeks'"),
    bad("season of always", group(schedule="[{always: true, until: 2026-12-01}]"), "bad-schedule",
        6, "season"),
    bad("no weekday", group(schedule="[{days: []}]"), "wrong-type", 6, "empty"),
    bad("always: false", group(schedule="[{always: false}]"), "unknown-value", 6, "true"),
    bad("exception without when", group(exceptions="[{closed: true}]"), "bad-schedule", 6, "date"),
    bad("exception of two forms",
        group(exceptions="[{date: 2026-12-24, on: public_holidays, closed: true}]"),
        "bad-schedule", 6, "exactly one"),
    bad("exception with half a range", group(exceptions="[{from: 2026-12-24, closed: true}]"),
        "bad-schedule", 6, "until"),
    bad("exception without what", group(exceptions="[{date: 2026-12-24}]"), "bad-schedule", 6,
        "closed: true"),
    bad("exception both closed and open",
        group(exceptions='[{date: 2026-12-24, closed: true, start: "10:00", end: "12:00"}]'),
        "bad-schedule", 6, "either"),
    bad("exception closed with half hours",
        group(exceptions='[{date: 2026-12-24, closed: true, start: "10:00"}]'), "bad-schedule", 6,
        "either"),
    bad("exception begins and ends at once",
        group(exceptions='[{date: 2026-12-24, start: "10:00", end: "10:00"}]'), "bad-schedule", 6,
        "10:00"),
    bad("every week without a first one", group(schedule="[{days: [mon], every: 2}]"),
        "bad-schedule", 6, "'every'", "from"),
    bad("every week", group(schedule="[{days: [mon], from: 2026-11-02, every: 1}]"), "bad-number",
        6, "2"),
    bad("two rhythms", group(schedule="[{days: [mon], weeks: odd, of_month: [first]}]"),
        "bad-schedule", 6, "weeks and of_month"),
    bad("rhythm of a date", group(schedule="[{date: 2026-11-30, of_month: [last]}]"),
        "bad-schedule", 6, "'of_month'"),
    bad("sixth week of a month", group(schedule="[{days: [mon], of_month: [sixth]}]"),
        "unknown-value", 6, "sixth"),
    bad("week of a month twice", group(schedule="[{days: [mon], of_month: [first, first]}]"),
        "conflict", 6, "twice"),
    bad("school holiday ends before it begins",
        edited(DIRECTORY, "from: 2027-03-01", "from: 2027-03-08"), "bad-range", 21, "2027-03-05",
        file="directory.yml"),
    bad("school holiday without an end", edited(DIRECTORY, ", until: 2027-03-05", ""),
        "missing-field", 21, "until", file="directory.yml"),
    bad("no weeks ahead", edited(DIRECTORY, "horizon_weeks: 26", "horizon_weeks: 3"), "bad-number",
        22, "4", file="directory.yml"),
    bad("holidays in Finnish", group(exceptions="[{on: pyhat, closed: true}]"), "unknown-value", 6,
        "public_holidays"),
]


def link(address: str) -> str:
    return group(contacts=f'[{{url: "{address}"}}]')


CONTACTS = [
    bad("phone in words", group(contacts='[{phone: "soita heti"}]'), "bad-phone", 6, "quotes"),
    bad("phone too short", group(contacts='[{phone: "09 1"}]'), "bad-phone", 6, "digits"),
    bad("phone too long", group(contacts='[{phone: "09 123 456 789 012 345 678"}]'), "bad-phone",
        6),
    bad("phone with words", group(contacts='[{phone: "06 123 4567 (ma-pe)"}]'), "bad-phone", 6,
        "'note'"),
    bad("e-mail without at", group(contacts='[{email: "info.example.fi"}]'), "bad-email", 6,
        "info@example.fi"),
    bad("e-mail with a name", group(contacts='[{email: "Info <info@example.fi>"}]'), "bad-email",
        6),
    bad("e-mail without domain", group(contacts='[{email: "info@example"}]'), "bad-email", 6),
    bad("e-mail with a line break", group(contacts='[{email: "a@b.fi\\nBcc: c@d.fi"}]'),
        "bad-email", 6),
    bad("javascript:", link("javascript:alert(1)"), "bad-url", 6, "https://"),
    bad("javascript: in capitals", link("JaVaScRiPt:alert(1)"), "bad-url", 6, "https://"),
    bad("javascript: with a line break", link("java\\nscript:alert(1)"), "bad-url", 6,
        "characters"),
    bad("data:", link("data:text/html,hei"), "bad-url", 6, "https://"),
    bad("ftp:", link("ftp://example.fi/a"), "bad-url", 6, "https://"),
    bad("mailto:", link("mailto:info@example.fi"), "bad-url", 6, "https://"),
    bad("vbscript:", link("vbscript:x"), "bad-url", 6),
    bad("file:", link("file:///etc/passwd"), "bad-url", 6),
    bad("address without scheme", link("www.example.fi"), "bad-url", 6, "https://"),
    bad("address begins with //", link("//example.fi/a"), "bad-url", 6, "https://"),
    bad("address without host", link("http://"), "bad-url", 6, "website"),
    bad("address without host but path", link("https:///a"), "bad-url", 6, "website"),
    bad("address with one slash", link("https:/example.fi"), "bad-url", 6, "website"),
    bad("host without dot", link("https://localhost/"), "bad-url", 6, "website"),
    bad("host of dots", link("https://../"), "bad-url", 6, "website"),
    bad("user and password", link("https://user:pass@example.fi/"), "bad-url", 6, "website"),
    bad("host that only looks like one", link("https://soite.fi@example.com/"), "bad-url", 6),
    bad("port that cannot be", link("https://example.fi:99999/"), "bad-url", 6),
    bad("quote in an address", link("https://example.fi/'onload=x"), "bad-url", 6, "characters"),
    bad("space in an address", link("https://example.fi/a b"), "bad-url", 6, "characters"),
    bad("bidi override in an address", link("https://example.fi/\\u202e"), "bad-url", 6),
    bad("number for an address", group(source="{url: 5}"), "bad-url", 6),
    bad("empty address", link(""), "bad-url", 6),
    bad("bad address in one language",
        group(contacts="\n  - url:\n      fi: https://a.fi\n      sv: a.fi"),
        "bad-url", 7, "a.fi"),
    bad("help line without phone and url", HELPLINES + "- id: x\n  name: {fi: a}\n"
        "  who_for: {fi: a}\n  topics: [crisis]\n", "missing-field", 34, "phone", "web address",
        file="helplines.yml"),
    bad("help line without topic", edited(HELPLINES, "[emergency]", "[]"), "wrong-type", 7, "empty",
        file="helplines.yml"),
    bad("corrections to nobody", edited(DIRECTORY, "  email: korjaukset@example.org\n"
                                        "  url: https://example.org/korjaa\n"
                                        "  github: esimerkki/perheopas\n", "  {}\n"),
        "missing-field", 14, "report a mistake", file="directory.yml"),
]

NUMBERS_AND_CODES = [
    bad("task 8", group(tasks="[7, 8]"), "bad-number", 4, "8", "7"),
    bad("task 0", group(tasks="[0]"), "bad-number", 4, "0"),
    bad("no task", group(tasks="[]"), "wrong-type", 4, "empty", "seven tasks"),
    bad("same task twice", group(tasks="[7, 7]"), "conflict", 4, "twice"),
    bad("eight tasks", group(tasks="[1, 2, 3, 4, 5, 6, 7, 7]"), "wrong-type", 4, "8 items", "7"),
    bad("task in words", group(tasks="[seven]"), "wrong-type", 4, "whole number"),
    bad("one task without list", group(tasks="7"), "wrong-type", 4, "[7]"),
    bad("places 0", group(places="0"), "bad-number", 6, "1"),
    bad("places 501", group(places="501"), "bad-number", 6, "500"),
    bad("huge number", group(places="9" * 400), "wrong-type", 6),
    bad("oldest under youngest", group(ages="{min: 6, max: 3}"), "bad-range", 6, "(3)", "(6)"),
    bad("ages without ages", group(ages="{months: true}"), "missing-field", 6, "min or max"),
    bad("age below zero", group(ages="{min: -1}"), "bad-number", 6, "0"),
    bad("latitude of Spain", group(location="{lat: 40.4, lon: 23.1}"), "bad-number", 6, "59.3"),
    bad("longitude of Spain", group(location="{lat: 63.8, lon: -3.7}"), "bad-number", 6, "19"),
    bad("latitude infinite", group(location=f"{{lat: {'9' * 400}.0, lon: 23.1}}"), "bad-number", 6),
    bad("postcode of four digits", group(address='{postcode: "6710"}'), "bad-postcode", 6,
        "digits"),
    bad("postcode with country", group(address='{postcode: "FI-67100"}'), "bad-postcode", 6),
    bad("postcode as a decimal", group(address="{postcode: 67100.0}"), "bad-postcode", 6, "quotes"),
    bad("business id wrong", "type: ngo\nname: {fi: a}\nbusiness_id: 12345678\n", "wrong-type", 3,
        "quotes", file="organisations/testi.yml"),
    bad("business id without check digit", 'type: ngo\nname: {fi: a}\nbusiness_id: "1234567"\n',
        "bad-text", 3, "1234567-8", file="organisations/testi.yml"),
    bad("months exchanged", edited(DIRECTORY, "due_months: 6, overdue_months: 12",
                                   "due_months: 12, overdue_months: 6"),
        "bad-range", 11, "overdue_months", file="directory.yml"),
    bad("language of pages", edited(DIRECTORY, "[fi, sv]", "[fi, en]"), "unknown-value", 8, "en",
        file="directory.yml"),
    bad("task number 9", edited(TASKS, "number: 7", "number: 9"), "bad-number", 25, "9",
        file="tasks.yml", also=("task-set",)),
    bad("missing tasks in the set", TASKS[:TASKS.index("- number: 6")], "task-set", 17, "6, 7",
        file="tasks.yml"),
    bad("task twice in the set", TASKS + TASKS[:TASKS.index("- number: 2")], "task-set", 29,
        "Task 1", "twice", file="tasks.yml"),
]

ACROSS_RECORDS = [
    bad("dead organiser", group(organiser="soitee"), "dead-reference", 6, "'soitee'", "'soite'"),
    bad("dead partner", group(partners="\n  - soite\n  - xyzzy"), "dead-reference", 8, "'xyzzy'"),
    bad("dead situation", group(situations="[new-babies]"), "dead-reference", 6, "'new-baby'"),
    bad("dead area", group(areas="[ranniko]"), "dead-reference", 6, "'rannikko'"),
    bad("dead organiser of a hidden record", group(status="do_not_list", organiser="xyzzy"),
        "dead-reference", 7, "xyzzy"),
    bad("dead help line", edited(SITUATIONS, "[vanhempien-linja]", "[vanhempienlinja]"),
        "dead-reference", 7, "'vanhempien-linja'", file="situations.yml"),
    bad("dead convener", edited(NETWORK, "convener: soite", "convener: soitte"), "dead-reference",
        11, "'soite'", file="networks/perheverkosto.yml"),
    bad("dead coordinator", edited(NETWORK, "organisation: perheyhdistys", "organisation: xyzzy"),
        "dead-reference", 12, "xyzzy", file="networks/perheverkosto.yml"),
    bad("dead member", edited(NETWORK, "[soite, perhe", "[soite, xyzzy, perhe"), "dead-reference",
        13, "xyzzy", file="networks/perheverkosto.yml"),
    bad("member twice", edited(NETWORK, "[soite, perhe", "[soite, soite, perhe"), "conflict", 13,
        "'soite' is listed twice", file="networks/perheverkosto.yml"),
    bad("partner twice", group(partners="\n  - soite\n  - perheyhdistys\n  - soite"), "conflict", 9,
        "'soite' is listed twice"),
    bad("situation of an entry twice", group(situations="[new-baby, new-baby]"), "conflict", 6,
        "'new-baby' is listed twice"),
    bad("help line of a situation twice", edited(SITUATIONS, "[vanhempien-linja]",
        "[vanhempien-linja, vanhempien-linja]"), "conflict", 7, "twice", file="situations.yml"),
    bad("dead area of a network", edited(NETWORK, "[sisamaa]", "[sisamaaa]"), "dead-reference", 9,
        "'sisamaa'", file="networks/perheverkosto.yml"),
    bad("same id in two folders", group(), "duplicate-id", 1, "perhekahvila-kokko",
        file="peer_groups/perhekahvila-kokko.yml"),
    bad("same id in a subfolder", group(), "duplicate-id", 1, "isat",
        file="peer_groups/kokkola/isat.yml"),
    bad("same id as a network", "level: area\nname: {fi: a}\n", "duplicate-id", 1, "isat",
        file="networks/isat.yml"),
    bad("alias is another's id", group(aliases="[isat]"), "duplicate-id", 6, "isat.yml"),
    bad("alias is another's alias", group(aliases="\n  - oma\n  - vanha-kahvila"), "duplicate-id",
        8,
        "vanha-kahvila"),
    bad("id is another's alias", group(), "duplicate-id", 1, "perhekahvila-kokko.yml",
        file="peer_groups/vanha-kahvila.yml"),
    bad("organisation twice in a list", ORGANISATIONS + "- {id: soite, type: ngo, name: {fi: a}}\n",
        "duplicate-id", 3, "soite", file="organisations/muut.yaml"),
    bad("situation twice", SITUATIONS + SITUATIONS, "duplicate-id", 17, "new-baby",
        file="situations.yml"),
    bad("filter that lets everything through", edited(SITUATIONS, "- {tasks: [6]}", "- {}"),
        "missing-field", 14, "tasks, audience or types", file="situations.yml",
        also=("dead-reference",)),
    bad("quick exit without https", edited(DIRECTORY, "quick_exit: https:", "quick_exit: http:"),
        "bad-url", 13, "https://", file="directory.yml"),
    bad("two situations of one path", edited(SITUATIONS, "open_places: false",
                                             "path: {fi: muu, sv: baby}"),
        "duplicate-address", 16, "'new-baby'", "'baby'", file="situations.yml"),
    bad("situation of another's id", edited(SITUATIONS, "path: {fi: vauva, sv: baby}",
                                            "path: {fi: fear, sv: baby}"),
        "duplicate-address", 10, "'fear'", file="situations.yml"),
    bad("link to a county outside", edited(DIRECTORY, 'county: "18"', 'county: "03"'),
        "outside-directory", 10, "03", file="directory.yml"),
    bad("two sites of one county", edited(DIRECTORY, "freshness:", """\
  - {name: {fi: Toinen, sv: Andra}, county: "18", url: {fi: https://example.fi}}
freshness:"""), "conflict", 11, "18", file="directory.yml"),
    bad("help line twice", edited(HELPLINES, "vanhempien-linja", '"112"'), "duplicate-id", 8, "112",
        file="helplines.yml", also=("dead-reference",)),
    bad("area twice", edited(AREAS, "id: sisamaa", "id: rannikko"), "duplicate-id", 9, "rannikko",
        file="areas.yml", also=("dead-reference",)),
    bad("id differs from the file's name", group(id="toinen"), "conflict", 6, "'toinen'",
        "testi.yml"),
    bad("id as a number", "- {id: 116117, type: ngo, name: {fi: a}}\n", "bad-id", 1, "quotes",
        file="organisations/lisaa.yaml"),
    bad("id with ä", "- {id: äidit, type: ngo, name: {fi: a}}\n", "bad-id", 1, "a–z",
        file="organisations/lisaa.yaml"),
    bad("id that climbs", '- {id: "../../etc", type: ngo, name: {fi: a}}\n', "bad-id", 1,
        file="organisations/lisaa.yaml"),
    bad("id too long", f"- {{id: {'a' * 81}, type: ngo, name: {{fi: a}}}}\n", "bad-id", 1,
        file="organisations/lisaa.yaml"),
    bad("unknown county", edited(DIRECTORY, '["18"]', '["18", "77"]'), "unknown-value", 6, "77",
        "18 Keski-Pohjanmaa", file="directory.yml"),
    bad("areas of a county outside", edited(AREAS, '"18"', '"03"'), "outside-directory", 1, "03",
        file="areas.yml", also=("dead-reference",)),
    bad("municipality outside the directory", group(municipality="Espoo"), "outside-directory", 5,
        "Espoo"),
    bad("municipality outside, in Swedish", group(municipality="Esbo"), "outside-directory", 5,
        "Esbo"),
    bad("municipality of the directory outside", edited(DIRECTORY, "[Kokkola, ",
        "[Vaasa, Kokkola, "),
        "outside-directory", 7, "Vaasa", file="directory.yml"),
    bad("school holiday outside the directory",
        edited(DIRECTORY, "municipality: [Kokkola]", "municipality: [Kokkola, Vaasa]"),
        "outside-directory", 19, "Vaasa", file="directory.yml"),
    bad("school holiday of an unknown municipality",
        edited(DIRECTORY, "municipality: [Kokkola]", "municipality: [Kannus,\n     Kokola]"),
        "unknown-municipality", 20, "'Kokola'", "'Kokkola'", file="directory.yml"),
    bad("area's municipality outside", edited(AREAS, "[Karleby, Kannus]", "[Karleby, Vasa]"),
        "outside-directory", 6, "Vasa", file="areas.yml"),
    bad("unknown municipality", group(municipality="[Kokkola, Espo]"), "unknown-municipality", 5,
        "'Espo'", "'Espoo'"),
    bad("unknown code of a municipality", group(municipality='"999"'), "unknown-municipality", 5,
        "999"),
    bad("municipality that joined another", group(municipality="Ullava"), "unknown-municipality", 5,
        "Ullava"),
    bad("municipality no", group(municipality="no"), "unknown-municipality", 5, "'no'"),
    bad("municipality true", group(municipality="true"), "wrong-type", 5),
    bad("nationwide and in a municipality", group(nationwide="true"), "conflict", 1, "nationwide"),
    bad("referral note without referral", group(referral_note="{fi: a}"), "conflict", 1,
        "referral: true"),
]

ALL = [*READING, *YAML, *KINDS_OF_VALUE, *FIELDS, *TEXTS, *DATES_AND_TIMES, *CONTACTS,
       *NUMBERS_AND_CODES, *ACROSS_RECORDS]


def put(data: Path, case: Bad) -> None:
    path = data / case.file
    if callable(case.content):
        case.content(path)
    else:
        write(path, case.content)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_bad_input_is_one_clear_problem(case: Bad, second_county: Path) -> None:
    put(second_county, case)
    catalogue, problems = load(second_county, TODAY)
    assert catalogue is None
    found = [problem for problem in problems
             if (problem.code, problem.file, problem.line)
             == (case.code, f"data/{case.file}", case.line)]
    assert found, "\n".join(map(as_text, problems.errors))
    said = " ".join(f"{problem.message} {problem.hint}" for problem in found)
    for word in case.words:
        assert word in said
    waiting = {"checks-waiting"} if case.file == "directory.yml" else set()
    assert {problem.code for problem in problems.errors} <= {case.code, *case.also, *waiting}
    assert all(problem.hint for problem in found if case.code not in ("task-set", "bad-date")), said


def test_kinds_of_bad_input_have_names_of_their_own() -> None:
    names = [case.id for case in ALL]
    assert len(names) == len(set(names)) >= 70


def test_every_error_code_is_shown_by_a_case() -> None:
    errors = {code for code, (severity, _) in CODES.items() if severity is ERROR}
    shown_elsewhere = {"checks-waiting", "editor-shape"}  # the latter in test_browser_editor.py
    assert errors == {case.code for case in ALL} | shown_elsewhere


def test_checks_that_wait_for_the_directory_say_so(second_county: Path) -> None:
    write(second_county / GROUP_FILE, group(organiser="xyzzy"))
    write(second_county / "directory.yml", DIRECTORY.replace("keeper:", "keeperr:"))
    _, problems = load(second_county, TODAY)
    assert [(one.code, one.file) for one in problems.errors] == [
        ("checks-waiting", "data/directory.yml"), ("unknown-field", "data/directory.yml")]


def test_an_area_keeps_to_its_county(second_county: Path) -> None:
    write(second_county / "directory.yml", DIRECTORY.replace('["18"]', '["18", "16"]').replace(
        "[Kokkola, ", "[Seinäjoki, Kokkola, "))
    write(second_county / "areas.yml", AREAS.replace("[Karleby, Kannus]", "[Karleby, Seinäjoki]")
          + '- {county: "16", id: etela-pohjanmaa, areas: []}\n')
    _, problems = load(second_county, TODAY)
    (problem,) = (one for one in problems.errors if "Seinäjoki" in one.message)
    assert (problem.code, problem.file, problem.line) == ("outside-directory", "data/areas.yml", 6)
    assert "Seinäjoki belongs to county 16" in problem.message


@pytest.mark.parametrize("value", ["010", "10:00", "2026-01-01", "no", "off", "1e3", "0x10",
"1_000"])
def test_what_yaml_would_turn_into_something_else_stays_text(
    value: str, second_county: Path
) -> None:
    write(second_county / GROUP_FILE, group(arrival=f"{{fi: {value}, sv: {value}}}"))
    catalogue, _ = load(second_county, TODAY)
    assert catalogue is not None
    assert catalogue.entries["testi"].arrival == {"fi": value, "sv": value}


def test_code_and_times_need_no_quotes(second_county: Path) -> None:
    text = group(municipality="217", schedule="[{days: [mon], start: 9:30, end: 24:00}]",
                 address="{postcode: 69100}",
                 contacts="[{phone: +358501234567}, {phone: 116117}, {phone: 0501234567}]")
    write(second_county / GROUP_FILE, text)
    catalogue, problems = load(second_county, TODAY)
    assert catalogue is not None, [as_text(problem) for problem in problems.errors]
    entry = catalogue.entries["testi"]
    assert catalogue.reach["testi"].home == ("217",)
    assert (entry.schedule[0].start, entry.schedule[0].end) == ("09:30", "24:00")
    assert entry.address is not None
    assert entry.address.postcode == "69100"
    assert [one.phone for one in entry.contacts] == ["+358501234567", "116117", "0501234567"]


def test_a_list_file_that_cannot_be_read_makes_no_reference_dead(second_county: Path) -> None:
    for name in ("areas.yml", "situations.yml", "helplines.yml"):
        write(second_county / name, "- [")
    write(second_county / "organisations/esimerkin-seurakunta.yml", "type: club\n")
    _, problems = load(second_county, TODAY)
    assert {problem.code for problem in problems.errors} == {
        "yaml-syntax", "unknown-value", "missing-field"}


def test_all_bad_files_are_reported_in_one_run_in_order(second_county: Path) -> None:
    cases = [case for case in ALL if case.file == GROUP_FILE and not callable(case.content)]
    for index, case in enumerate(cases):
        put(second_county, Bad(case.id, case.content, case.code,
                               file=f"peer_groups/testi-{index:03d}.yml"))
    _, problems = load(second_county, TODAY)
    shown = list(problems)
    assert shown == sorted(shown)
    for index, case in enumerate(cases):
        if case.code == "yaml-duplicate-key" or case.id == "id differs from the file's name":
            continue  # their text holds the line or name that changed
        assert any(problem.file == f"data/peer_groups/testi-{index:03d}.yml"
                   and problem.code == case.code and problem.line == case.line
                   for problem in shown), case.id


def test_a_missing_data_folder_is_a_problem(tmp_path: Path) -> None:
    catalogue, problems = load(tmp_path / "nowhere", TODAY)
    assert catalogue is None
    assert [problem.code for problem in problems] == ["missing-data"]


def test_a_file_for_the_data_folder_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path / "data", "hei")
    assert [problem.code for problem in load(tmp_path / "data", TODAY)[1]] == ["missing-data"]


def test_notes_and_hidden_files_beside_records_are_left_alone(second_county: Path) -> None:
    for name in (
        "README.md", "muista.txt", "peer_groups/muista.md", ".git/config", "peer_groups/.piilo.yml",
    ):
        write(second_county / name, "\tnot: [yaml")
    catalogue, problems = load(second_county, TODAY)
    assert catalogue is not None
    assert not problems.errors


def test_file_names_cannot_write_lines_of_their_own(second_county: Path) -> None:
    write(second_county / "peer_groups" / "a\n::error::x.yml", "hei")
    _, problems = load(second_county, TODAY)
    (problem,) = problems.errors
    assert "\n" not in as_text(problem)
    assert "\n" not in as_github(problem)


def test_field_names_cannot_write_lines_of_their_own(second_county: Path) -> None:
    write(second_county / GROUP_FILE, group() + '"a\\n::error::b\\e[31m": 1\n')
    _, problems = load(second_county, TODAY)
    (problem,) = problems.errors
    assert "\n" not in as_text(problem)
    assert "\x1b" not in as_text(problem)
    assert "\n" not in as_github(problem)


def test_the_first_record_is_kept_when_an_id_is_doubled(second_county: Path) -> None:
    write(second_county / "peer_groups/perhekahvila-kokko.yml", group())
    (problem,) = load(second_county, TODAY)[1].errors
    assert f"data/{CAFE_FILE}:1" in problem.message
