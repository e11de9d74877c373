"""Warnings: what is worth knowing, and when silence is right."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.directories import (
    AREAS,
    CAFE,
    COUNSELLING,
    DIRECTORY,
    EVERYDAY,
    FATHERS,
    HELPLINES,
    NETWORK,
    SHELTER,
    SITUATIONS,
    TODAY,
    write,
)

from familycentre.catalogue import load
from familycentre.problems import CODES, WARNING, as_text
from familycentre.rules.times_in_words import contradictions, span

CAFE_FILE = "meeting_places/perhekahvila-kokko.yml"
FATHERS_FILE = "peer_groups/isat.yml"
SHELTER_FILE = "ngo_services/pesa.yml"

KUUSSA = "{text: {fi: kerran kuussa, sv: en gång i månaden}}"
IN_WORDS = f"[{KUUSSA}]\n"
TO_SCHEDULE = FATHERS[FATHERS.index("tasks:"):FATHERS.index("[{text")]
SPRING_BREAK = DIRECTORY[DIRECTORY.index("  - {name: {fi: talviloma"):DIRECTORY.index("horizon")]
CLOSED = "exceptions:\n  - {on: public_holidays, closed: true}\n"


def lines(*wanted: str) -> str:
    """A schedule's lines, the first at line 9 of FATHERS, then other lines as they are."""
    return "\n" + "".join(line if line.startswith("exceptions") else
                          f"{line}\n" if line.startswith(" ") else f"  - {line}\n"
                          for line in wanted)


WARNINGS = [
    (CAFE_FILE, CAFE, "name: {fi: Perhekahvila Kokko, sv: Familjecafé Kokko}",
     "name: {sv: Familjecafé Kokko}", "missing-translation", 2, "in fi"),
    (CAFE_FILE, CAFE, "  sv: Kom som du är.\n", "", "missing-translation", 5, "in sv"),
    (CAFE_FILE, CAFE, ", note: {fi: joulu, sv: jul}", ", note: {fi: joulu}",
     "missing-translation", 39, "exceptions[1].note"),
    ("directory.yml", DIRECTORY, "name: {fi: Soite, sv: Soite}", "name: {fi: Soite}",
     "missing-translation", 10, "in sv"),
    ("situations.yml", SITUATIONS, "{fi: Pelkään kotona, sv: Jag är rädd hemma}",
     "{fi: Pelkään kotona}", "missing-translation", 11, "in sv"),
    ("helplines.yml", HELPLINES, ", sv: vardagar}", "}", "missing-translation", 15, "'hours'"),
    (FATHERS_FILE, FATHERS, "languages: [fi]\n", "", "missing-languages", 1, "languages"),
    (FATHERS_FILE, FATHERS, "verified: 2026-11-20\n", "", "unverified", 1, "verified:"),
    (FATHERS_FILE, FATHERS, "2026-11-20", "2026-05-19", "verification-due", 16, "2026-05-19"),
    (FATHERS_FILE, FATHERS, "told: 2026-11-02", "told: 2026-08-19", "old-waiting", 17,
     "2026-08-19"),
    (FATHERS_FILE, FATHERS, "contacts: [{email: isat@example.fi}]\n", "", "no-contact", 1, "email"),
    (FATHERS_FILE, FATHERS, "email: isat@example.fi", "hours: {fi: a, sv: b}", "no-contact", 1,
     "email"),
    (CAFE_FILE, CAFE, "  street: {fi: Esimerkkikatu 1, sv: Exempelgatan 1}\n", "", "no-address", 1,
     "street"),
    (CAFE_FILE, CAFE, '  postcode: "67100"\n', '  postcode: "00100"\n', "postcode-mismatch", 20,
     "Helsinki"),
    (CAFE_FILE, CAFE, "lat: 63.8403", "lat: 62.8403", "far-away", 23, "km"),
    (FATHERS_FILE, FATHERS, "{text: {fi: kerran kuussa, sv: en gång i månaden}}",
     "{date: 2026-11-19}", "season-over", 8, "2026-11-19"),
    (FATHERS_FILE, FATHERS, "fi: Isät tapaavat.", f"fi: {'isä ' * 26}.", "hard-text", 3,
     "26 words"),
    ("situations.yml", SITUATIONS, "{tasks: [6]}", "{audience: [twins]}", "empty-category", 10,
     "'fear'"),
    ("public_services/perheneuvola.yml", COUNSELLING, "[3, 1]", "[1]", "empty-category", 9,
     "task 3"),
    ("areas.yml", AREAS, 'phone: "06 826 4111"', "hours: {fi: arkisin, sv: vardagar}",
     "no-contact-role", 1, "Kaustinen, Perho"),
    ("organisations/uusi.yml", "type: ngo\nname: {fi: a, sv: b}\n", "type: ngo", "type: ngo",
     "unused-organisation", 1, "'uusi'"),
    (SHELTER_FILE, SHELTER, "address: {hidden: true}\n", "", "open-shelter", 1, "hidden: true"),
    (SHELTER_FILE, SHELTER, "address: {hidden: true}\n",
     "address: {hidden: true}\nfirst_visit: {fi: Tule Salakadulle., sv: Kom till Hemliggatan 7.}\n",
     "telling-text", 8, "first_visit.sv"),
    (SHELTER_FILE, SHELTER, "address: {hidden: true}\n",
     "address: {hidden: true}\nfirst_visit: {fi: Postimme on 67100., sv: Ring först.}\n",
     "telling-text", 8, "first_visit.fi"),
    (FATHERS_FILE, FATHERS, "languages: [fi]", "languages: [fi, se]", "unlikely-language", 12,
     "Swedish is sv"),
    ("areas.yml", AREAS, "fi: Esimerkki.", f"fi: {'isä ' * 26}.", "hard-text", 14, "26 words"),
    ("situations.yml", SITUATIONS, "- id: fear", "- id: vakivalta", "telling-address", 10,
     "'vakival' in 'vakivalta'"),
    ("situations.yml", SITUATIONS, "- id: fear", "- id: pelko", "telling-address", 10,
     "'pelk' in 'pelko'"),
    ("helplines.yml", HELPLINES, "fi: torstaisin klo", "fi: perjantaisin klo",
     "contradicting-words", 28, "'perjantaisin'"),
    (FATHERS_FILE, FATHERS, "email: isat@example.fi", "email: isat@gmail.com", "private-contact", 7,
     "isat@gmail.com"),
    (FATHERS_FILE, FATHERS, "{text: {fi: kerran kuussa, sv: en gång i månaden}}",
     '{date: 2027-03-01, start: "09:30", end: "09:00"}', "long-opening", 8, "after 24 hours"),
    (FATHERS_FILE, FATHERS, KUUSSA, '{date: 2027-03-01, start: "06:00", end: "23:00"}',
     "long-opening", 8, "17 hours (06:00–23:00)"),
    (FATHERS_FILE, FATHERS, IN_WORDS, lines("{days: [wed]}", CLOSED,
     '  - {date: 2026-12-16, start: "12:00", end: "09:00"}'), "long-opening", 12,
     "Are start and end the wrong way round?"),
    (FATHERS_FILE, FATHERS, KUUSSA, "{days: [mon], from: 2062-08-10, until: 2062-12-18}",
     "never-open", 8, "not open once until 2027-05-31"),
    (FATHERS_FILE, FATHERS, IN_WORDS, lines("{days: [wed]}", CLOSED, (
        "  - {from: 2026-12-01, until: 2026-12-31, closed: true}\n"
        "  - {from: 2026-12-24, until: 2027-01-06, closed: true}")), "idle-exception", 13,
     "already tells of days from 2026-12-24 until 2026-12-31"),
    (FATHERS_FILE, FATHERS, "summary: {fi: Isät tapaavat., sv: Pappor träffas.}",
     "summary:\n  fi: Isät tapaavat #isät\n  sv: Pappor träffas.", "lost-text", 4, "#isät"),
    (FATHERS_FILE, FATHERS, "{email: isat@example.fi", "{part: ngos, email: isat@example.fi",
     "idle-part", 7, "'part: ngos'"),
    ("networks/perheverkosto.yml", NETWORK, "email: verkosto@example.fi",
     "email: verkosto@example.fi, part: coordinator", "idle-part", 21, "in areas.yml"),
    ("synonyms/fi.yml", EVERYDAY, "isukki: [isät]", "isukki: [lohikäärme]", "idle-synonym", 3,
     "lohikäärme"),
    (FATHERS_FILE, FATHERS, KUUSSA, '{days: [mon], until: 2026-12-20}', "season-ends", 8,
     "2026-12-14 (mon)"),
    (FATHERS_FILE, FATHERS, KUUSSA, "{date: 2026-11-20}", "season-ends", 8, "2026-11-20 (fri)"),
    (FATHERS_FILE, FATHERS, IN_WORDS, lines("{days: [mon, tue], until: 2026-05-29}",
     "{days: [tue], from: 2026-09-01, until: 2027-05-31}", CLOSED), "line-over", 9,
     "2026-05-29, and no other line has mon."),
    (FATHERS_FILE, FATHERS, KUUSSA, "{days: [fri]}", "holidays-unhandled", 8,
     "2026-12-25 Joulupäivä, 2027-01-01 Uudenvuodenpäivä, 2027-03-26 Pitkäperjantai."),
    (FATHERS_FILE, FATHERS, KUUSSA, "{days: [mon, thu, fri]}", "holidays-unhandled", 8,
     "and 3 more"),
    (FATHERS_FILE, FATHERS, IN_WORDS, lines(
        '{days: [tue, thu], start: "10:00", end: "12:00"}',
        '{days: [thu, fri], start: "11:59", end: "13:00"}', CLOSED), "overlapping-times", 10,
     "On 2026-11-26 (thu) it overlaps schedule[1] (11:59–13:00 and 10:00–12:00)."),
    (FATHERS_FILE, FATHERS, IN_WORDS, lines("{days: [thu]}", "{days: [thu]}", CLOSED),
     "overlapping-times", 10, "(no hours and no hours)"),
    (FATHERS_FILE, FATHERS, KUUSSA, "{days: [sat], from: 2027-02-01, until: 2027-02-05}",
     "idle-line", 8, "from 2027-02-01 until 2027-02-05 there is no sat."),
    (FATHERS_FILE, FATHERS, KUUSSA,
     "{days: [tue], from: 2027-02-01, until: 2027-02-28, of_month: [fifth]}",
     "idle-line", 8, "there is no tue with of_month: [fifth]."),
    (FATHERS_FILE, FATHERS, IN_WORDS, lines('{date: 2027-01-06, start: "10:00", end: "12:00"}',
                                            CLOSED), "idle-line", 9,
     'add the exception {date: 2027-01-06, start: "10:00", end: "12:00"}'),
    (FATHERS_FILE, FATHERS, IN_WORDS, lines("{days: [wed]}", CLOSED,
     "  - {date: 2026-12-17, closed: true}"), "idle-exception", 12, "2026-12-17 (thu)"),
    (FATHERS_FILE, FATHERS, IN_WORDS, lines("{days: [wed]}", CLOSED,
     '  - {from: 2020-02-06, until: 2020-02-11, start: "9:00", end: "10:00"}'), "idle-exception",
     12, "from 2020-02-06 until 2020-02-11"),
    (FATHERS_FILE, FATHERS, IN_WORDS, lines("{days: [thu]}", CLOSED, (
        '  - {date: 2026-12-10, start: "9:00", end: "10:00"}\n'
        '  - {date: 2026-12-10, start: "11:00", end: "12:00"}\n'
        "  - {date: 2026-12-10, closed: true}")), "idle-exception", 14,
     "exceptions[2] already tells of 2026-12-10."),
    (FATHERS_FILE, FATHERS, IN_WORDS, lines("{days: [thu]}", CLOSED, (
        '  - {on: public_holidays, start: "9:00", end: "10:00"}')), "idle-exception", 12,
     "exceptions[1] already tells of public_holidays."),
    (FATHERS_FILE, FATHERS, f"schedule: [{KUUSSA}]\n", CLOSED, "idle-exception", 8,
     "no schedule"),
    ("directory.yml", DIRECTORY, SPRING_BREAK, "", "idle-exception", 43,
     "school_holidays to directory.yml"),
    (FATHERS_FILE, FATHERS, f"Isät tapaavat., sv: Pappor träffas.}}\n{TO_SCHEDULE}[{KUUSSA}]\n",
     f"Isät tapaavat perjantaisin., sv: Pappor träffas.}}\n{TO_SCHEDULE}"
     "[{days: [tue]}]\n" + CLOSED, "contradicting-words", 3,
     "'perjantaisin'; the schedule has only tue."),
    ("peer_groups/toinen.yml", FATHERS, "places: 8", "places: 9", "likely-duplicate", 1, "isat"),
]


@pytest.mark.parametrize(("file", "text", "old", "new", "code", "line", "words"), WARNINGS,
                         ids=lambda value: value if value in CODES else "")
def test_a_warning_names_its_line_and_lets_the_build_go_on(
    file: str, text: str, old: str, new: str, code: str, line: int, words: str, second_county: Path
) -> None:
    assert text.count(old) == 1
    write(second_county / file, text.replace(old, new))
    catalogue, problems = load(second_county, TODAY)
    assert catalogue is not None, [as_text(problem) for problem in problems.errors]
    (problem,) = (one for one in problems if not (
        code == "empty-category" and f"data/{file}" != one.file and words not in one.message))
    elsewhere = {"task 3": "tasks.yml", "school_holidays to directory.yml": CAFE_FILE}
    where = f"data/{elsewhere.get(words, file)}"
    assert (problem.code, problem.file, problem.line) == (code, where, line), as_text(problem)
    assert words in f"{problem.message} {problem.hint}"


def test_no_schedule(second_county: Path) -> None:
    start, end = CAFE.index("schedule:"), CAFE.index("exceptions:")
    write(second_county / CAFE_FILE, CAFE[:start] + CAFE[end:])
    _, problems = load(second_county, TODAY)
    assert [(one.code, one.line) for one in problems] == [
        ("no-schedule", 1), ("idle-exception", 32)]


def test_every_warning_is_shown_by_a_case() -> None:
    codes = {code for code, (severity, _) in CODES.items() if severity is WARNING}
    assert codes == {case[4] for case in WARNINGS} | {"no-schedule"}


@pytest.mark.parametrize(("file", "text", "old", "new"), [
    pytest.param(CAFE_FILE, CAFE, "{fi: Esimerkki., sv: Exempel.}", "{fi: Vain suomeksi.}",
                 id="a note for coordinators needs one language"),
    pytest.param(CAFE_FILE, CAFE, "{fi: https://example.fi/kahvila, sv: https://example.fi/cafe}",
                 "{fi: https://example.fi/kahvila}", id="a link needs one language"),
    pytest.param(CAFE_FILE, CAFE, "keywords: {fi: [kahvila, leikki], sv: [lek]}",
                 "keywords: {fi: [kahvila]}", id="search words need one language"),
    pytest.param(CAFE_FILE, CAFE, "status: active", "status: closed",
    id="closed asks nothing more"),
    pytest.param(FATHERS_FILE, FATHERS, "[{text: {fi: kerran kuussa, sv: en gång i månaden}}]",
                 "[{date: 2026-12-21}]", id="a season that ends in 31 days"),
    pytest.param(FATHERS_FILE, FATHERS, "[{text: {fi: kerran kuussa, sv: en gång i månaden}}]",
                 "[{date: 2026-01-01}]\nstatus: paused", id="a paused season may be over"),
    pytest.param(FATHERS_FILE, FATHERS, IN_WORDS, "[{days: [mon], until: 2026-12-01}]\n"
                 "status: paused\n", id="a paused season may end, on holidays or not"),
    pytest.param(FATHERS_FILE, FATHERS, IN_WORDS, "[{days: [mon], from: 2026-12-07}]\n"
                 "status: planned\n", id="nobody goes to a planned one on a holiday"),
    pytest.param(FATHERS_FILE, FATHERS, KUUSSA, "{days: [tue]}", id="no holiday on that weekday"),
    pytest.param(FATHERS_FILE, FATHERS, KUUSSA, "{date: 2027-01-06}",
                 id="a date on a holiday is meant"),
    pytest.param(FATHERS_FILE, FATHERS, IN_WORDS, lines(
        "{date: 2027-01-06}", CLOSED, '  - {date: 2027-01-06, start: "10:00", end: "12:00"}'),
        id="a date with its own exception beside a rule"),
    pytest.param(FATHERS_FILE, FATHERS, IN_WORDS, lines(
        "{days: [mon], until: 2026-05-29}", "{days: [mon], from: 2027-01-11}",
        "{date: 2026-10-10}", CLOSED), id="a season that another one follows, and a past date"),
    pytest.param(FATHERS_FILE, FATHERS, IN_WORDS, lines(
        '{days: [tue], start: "10:00", end: "12:00", note: {fi: puhelin, sv: telefon}}',
        '{days: [tue], start: "10:00", end: "12:00", note: {fi: chat, sv: chatt}}',
        '{days: [tue], start: "12:00", end: "13:00", note: {fi: chat, sv: chatt}}'),
        id="two things at the same time, and one after the other"),
    pytest.param(FATHERS_FILE, FATHERS, IN_WORDS, lines(
        '{days: [tue], start: "10:00", end: "12:00", weeks: odd}',
        '{days: [tue], start: "11:00", end: "12:00", weeks: even}',
        '{days: [tue], start: "23:00", end: "01:00"}', "{days: [tue]}"),
        id="the same weekday in other weeks, and hours that are not known"),
    pytest.param(FATHERS_FILE, FATHERS, IN_WORDS, lines(
        "{days: [mon]}", CLOSED, "  - {from: 2020-02-03, until: 2020-02-09, closed: true}",
        '  - {date: 2026-12-05, start: "10:00", end: "11:00"}', "  - {on: eves, closed: true}"),
        id="exceptions that mattered, promise a day, or wait for theirs"),
    pytest.param(FATHERS_FILE, FATHERS, IN_WORDS, IN_WORDS + "exceptions:\n"
                 "  - {from: 2026-12-21, until: 2027-01-06, closed: true}\n",
                 id="times in words may have a holiday"),
    pytest.param(FATHERS_FILE, FATHERS, "fi: Isät tapaavat.", "fi: Isät tapaavat perjantaisin.",
                 id="words beside words"),
    pytest.param(FATHERS_FILE, FATHERS, "2026-11-20", "2026-05-20", id="six months to the day"),
    pytest.param("directory.yml", DIRECTORY, "due_months: 6", "due_months: 1",
                 id="only what is older than the limit"),
])
def test_silence_where_nothing_is_wrong(
    file: str, text: str, old: str, new: str, second_county: Path
) -> None:
    assert text.count(old) == 1
    write(second_county / file, text.replace(old, new))
    _, problems = load(second_county, TODAY)
    expected: set[str] = set()
    if "due_months: 1" in new:
        expected = {"verification-due"}
        assert all("2026-11-20" not in one.message for one in problems)
    if new == "status: closed":
        assert {one.code for one in problems} <= {"empty-category", "idle-synonym"}
        return
    assert {one.code for one in problems} == expected


def test_a_directory_in_one_language_asks_for_no_other(second_county: Path) -> None:
    write(second_county / "directory.yml", DIRECTORY.replace("[fi, sv]", "[sv]"))
    write(second_county / "peer_groups/isat.yml", FATHERS.replace("{fi: Isät, sv: Pappor}",
                                                                  "{sv: Pappor}"))
    assert list(load(second_county, TODAY)[1]) == []


TUESDAY, WORKDAYS = frozenset({1}), frozenset(range(5))
MORNING = frozenset({(540, 720)})


@pytest.mark.parametrize(("language", "text", "found"), [
    ("fi", "Tule maanantaisin!", ["maanantaisin"]),
    ("fi", "Maanantaikerho", ["Maanantaikerho"]),
    ("fi", "Keskiviikon ryhmä", ["Keskiviikon"]),
    ("fi", "Auki maanantaista torstaihin.", ["maanantaista torstaihin"]),
    ("fi", "Avoinna ma–pe klo 9–12.", ["ma–pe"]),
    ("fi", "Avoinna ti, ke ja pe klo 9–12.", ["ti, ke ja pe"]),
    ("fi", "Tapaamme to klo 10.", ["to"]),
    ("fi", "Auki arkisin.", ["arkisin"]),
    ("fi", "Viikonloppuisin", ["Viikonloppuisin"]),
    ("fi", "Auki klo 9.30–12.", ["klo 9.30–12"]),
    ("fi", "Klo 8:00 - 12:00", ["Klo 8:00 - 12"]),
    ("fi", "Alkaa kello 13", ["kello 13"]),
    ("fi", "Auki klo 9–14", ["klo 9–14"]),
    ("fi", "**Perjantaisin**\n\nSuljettu lauantaisin.", ["Perjantaisin"]),
    ("sv", "Kom på måndagar!", ["måndagar"]),
    ("sv", "Fredagsgruppen", ["Fredagsgruppen"]),
    ("sv", "Öppet mån–fre kl. 9.30–12", ["mån–fre", "kl. 9.30–12"]),
    ("sv", "Öppet från måndag till fredag", ["måndag till fredag"]),
    ("sv", "Öppet på vardagar", ["vardagar"]),
    ("sv", "På veckosluten", ["På veckosluten"]),
    ("sv", "Tisdag och torsdag klockan 8", ["Tisdag och torsdag", "klockan 8"]),
])
def test_words_that_contradict_the_schedule(language: str, text: str, found: list[str]) -> None:
    said = list(contradictions(text, language, TUESDAY, MORNING))
    assert len(said) == len(found), said
    for words, message in zip(found, said, strict=True):
        assert f"The text says '{words}" in message


@pytest.mark.parametrize(("language", "text"), [
    ("fi", "Tiistaisin klo 9–12, 9.00–12.00 ja klo 9:00 – 12:00"),
    ("fi", "Laulua klo 10, puuro klo 9–9.30 ja askartelu klo 10–11."),
    ("fi", "Ilmoittaudu viimeistään torstaina klo 15."),
    ("fi", "Ilmoittautumiset perjantaihin klo 12 mennessä."),
    ("fi", "Suljettu perjantaisin. Emme ole auki, ei maanantaisinkaan."),
    ("fi", "Toiminta jatkuu perjantaihin. Joulusunnuntai, lauantaikarkit, maa, to, ma ja la-la."),
    ("fi", "Perjantaina 27.11. juhla, lauantaina 28. marraskuuta retki"),
    ("fi", "Puhelinaika ma–pe klo 14–15"),
    ("fi", "[lisää](https://example.fi/perjantaisin) klo 10.12.2026 klo 99"),
    ("sv", "Tisdagar kl. 9–12. Öppet tis kl 9-12 och tisdag–tisdag"),
    ("sv", "Långfredagen, skärtorsdag, söndagsskola. Stöd i vardagen och med vardagarna."),
    ("sv", "Anmäl dig senast torsdag kl. 15."),
    ("sv", "Vi har stängt på fredagar."),
    ("sv", "Fredag den 27 november, lördag 28 november och söndag 29.11. är det fest"),
    ("sv", "Ett veckoslut tillsammans, on, to och ti"),
    ("sv", "På \u017föndagar, T\u0130SDAGAR och t\u0131sdagar kl. \u0663\u0669"),
    ("en", "On Fridays at 15"),
])
def test_words_that_contradict_nothing(language: str, text: str) -> None:
    assert list(contradictions(text, language, TUESDAY, MORNING)) == []


@pytest.mark.parametrize("text", ["Arkisin ma–pe, ke-to klo 9–12", "Maanantaista perjantaihin"])
def test_words_for_many_days(text: str) -> None:
    assert list(contradictions(text, "fi", WORKDAYS, MORNING)) == []


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.text() | st.lists(st.sampled_from([
    "ma", "to", "maanantai", "sta", "torstai", "hin", "söndag", "mån", "–", "-", " ", ",", ". ",
    "klo ", "kl.", "9", ".30", "99", "till", "ja", "\n", "\u017f", "\u0130", "\u00b2", "\u0663",
])).map("".join))
def test_any_text_can_be_compared(text: str) -> None:
    for language in ("fi", "sv"):
        for message in contradictions(text, language, TUESDAY, MORNING):
            assert "The text says" in message


def test_hours_of_the_night_and_hours_that_are_not_known() -> None:
    night = frozenset({span("22:00", "02:00")})
    assert night == {(1320, 1560)}
    assert list(contradictions("klo 22–02, klo 1 ja klo 24", "fi", TUESDAY, night)) == []
    (message,) = contradictions("klo 21", "fi", TUESDAY, night)
    assert message == "The text says 'klo 21'; the schedule has 22:00–02:00."
    assert list(contradictions("klo 9.30", "fi", TUESDAY, frozenset())) == []


def test_every_text_about_times_is_compared(second_county: Path) -> None:
    write(second_county / FATHERS_FILE, FATHERS.replace(
        "summary: {fi: Isät tapaavat.", "summary: {fi: Isät tapaavat arkisin.").replace(
        "name: {fi: Isät", "name: {fi: Maanantain isät").replace(
        IN_WORDS, '\n  - {days: [tue], start: "17:00", end: "19:00",\n'
        "     note: {fi: myös to klo 18, sv: också tors}}\n"
        "first_visit: {fi: a, sv: Kom på måndag kl. 16.}\n"
        "description:\n  fi: >\n    Hei.\n  sv: >\n    Hej.\n    Vi ses på fredagar.\n"
        "registration: {required: false, note: {fi: Tule klo 20., sv: b}}\n").replace(
        "fi: joka toinen viikko", "fi: joka toinen lauantai"))
    _, problems = load(second_county, TODAY)
    assert {one.code for one in problems} == {"contradicting-words"}, list(map(as_text, problems))
    assert [(one.line, one.message.split("'")[1]) for one in problems] == [
        (2, "Maanantain"), (3, "arkisin"), (10, "to"), (11, "kl. 16"), (11, "måndag"),
        (15, "fredagar"), (18, "klo 20"), (25, "lauantai")]


@pytest.mark.parametrize("piece", [
    "maanantai", "maanantai, ", "ma–", "ma ", "klo 9", "klo 9–", "klo ", "vardag", "måndag till ",
    "till och med ", "1", ". ", " ", "\n", "\n ", "a", "loma", "https://", ",", "klo 9.3", "mån-",
])
def test_a_hostile_text_costs_no_minutes(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    began = time.process_time()
    for language in ("fi", "sv"):
        set(contradictions(text, language, TUESDAY, MORNING))
    assert time.process_time() - began < 5


def test_a_hostile_schedule_costs_no_minutes(second_county: Path) -> None:
    many = "".join("  - {days: [mon, tue, wed, thu, fri, sat, sun], from: 1990-01-01, "
                   "until: 2100-12-31}\n" for _ in range(100))
    ranges = "".join("  - {from: 1990-01-01, until: 2100-12-31, closed: true}\n"
                     for _ in range(100))
    write(second_county / FATHERS_FILE, FATHERS.replace(
        f" {IN_WORDS}", f"\n{many}exceptions:\n{ranges}"))
    began = time.process_time()
    _, problems = load(second_county, TODAY)
    assert {one.code for one in problems} == {
        "overlapping-times", "idle-exception", "never-open"}
    assert time.process_time() - began < 20


def test_a_schedule_has_an_end(second_county: Path) -> None:
    write(second_county / FATHERS_FILE, FATHERS.replace(
        f" {IN_WORDS}", "\n" + "  - {days: [mon]}\n" * 101))
    catalogue, problems = load(second_county, TODAY)
    assert catalogue is None
    assert [one.file for one in problems.errors] == [f"data/{FATHERS_FILE}"]
