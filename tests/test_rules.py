"""Warnings: what is worth knowing, and when silence is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.directories import (
    CAFE,
    COUNSELLING,
    DIRECTORY,
    EVERYDAY,
    FATHERS,
    HELPLINES,
    SHELTER,
    SITUATIONS,
    TODAY,
    write,
)

from familycentre.catalogue import load
from familycentre.problems import CODES, WARNING, as_text

CAFE_FILE = "meeting_places/perhekahvila-kokko.yml"
FATHERS_FILE = "peer_groups/isat.yml"
SHELTER_FILE = "ngo_services/turvakoti.yml"

WARNINGS = [
    (CAFE_FILE, CAFE, "name: {fi: Perhekahvila Kokko, sv: Familjecafé Kokko}",
     "name: {sv: Familjecafé Kokko}", "missing-translation", 2, "in fi"),
    (CAFE_FILE, CAFE, "  sv: Kom som du är.\n", "", "missing-translation", 5, "in sv"),
    (CAFE_FILE, CAFE, ", note: {fi: joulu, sv: jul}", ", note: {fi: joulu}",
     "missing-translation", 37, "exceptions[1].note"),
    ("directory.yml", DIRECTORY, "name: {fi: Soite, sv: Soite}", "name: {fi: Soite}",
     "missing-translation", 10, "in sv"),
    ("situations.yml", SITUATIONS, "{fi: Pelkään kotona, sv: Jag är rädd hemma}",
     "{fi: Pelkään kotona}", "missing-translation", 11, "in sv"),
    ("helplines.yml", HELPLINES, ", sv: vardagar}", "}", "missing-translation", 15, "'hours'"),
    (FATHERS_FILE, FATHERS, "languages: [fi]\n", "", "missing-languages", 1, "languages"),
    (FATHERS_FILE, FATHERS, "verified: 2026-11-20\n", "", "unverified", 1, "verified:"),
    (FATHERS_FILE, FATHERS, "2026-11-20", "2026-05-19", "verification-due", 16, "2026-05-19"),
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
     "27 words"),
    ("situations.yml", SITUATIONS, "{tasks: [6]}", "{audience: [twins]}", "empty-category", 10,
     "'fear'"),
    ("public_services/perheneuvola.yml", COUNSELLING, "[3, 1]", "[1]", "empty-category", 9,
     "task 3"),
    ("organisations/uusi.yml", "type: ngo\nname: {fi: a, sv: b}\n", "type: ngo", "type: ngo",
     "unused-organisation", 1, "'uusi'"),
    (SHELTER_FILE, SHELTER, "address: {hidden: true}\n", "", "hidden-address", 1, "hidden: true"),
    (SHELTER_FILE, SHELTER, "address: {hidden: true}\n",
     'address: {hidden: true, postcode: "67100"}\nlocation: {lat: 63.8, lon: 23.1}\n',
     "hidden-address", 7, "location"),
    (FATHERS_FILE, FATHERS, "email: isat@example.fi", "email: isat@gmail.com", "private-contact", 7,
     "isat@gmail.com"),
    (FATHERS_FILE, FATHERS, "{text: {fi: kerran kuussa, sv: en gång i månaden}}",
     '{days: [mon], start: "09:30", end: "09:00"}', "long-opening", 8, "24 hours"),
    (FATHERS_FILE, FATHERS, "summary: {fi: Isät tapaavat., sv: Pappor träffas.}",
     "summary:\n  fi: Isät tapaavat #isät\n  sv: Pappor träffas.", "lost-text", 4, "#isät"),
    ("synonyms/fi.yml", EVERYDAY, "isukki: [isät]", "isukki: [lohikäärme]", "idle-synonym", 3,
     "lohikäärme"),
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
    where = "data/tasks.yml" if words == "task 3" else f"data/{file}"
    assert (problem.code, problem.file, problem.line) == (code, where, line), as_text(problem)
    assert words in f"{problem.message} {problem.hint}"


def test_no_schedule(second_county: Path) -> None:
    start, end = CAFE.index("schedule:"), CAFE.index("exceptions:")
    write(second_county / CAFE_FILE, CAFE[:start] + CAFE[end:])
    _, problems = load(second_county, TODAY)
    assert [(one.code, one.line) for one in problems] == [("no-schedule", 1)]


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
                 "[{date: 2026-11-20}]", id="the last day is not over"),
    pytest.param(FATHERS_FILE, FATHERS, "[{text: {fi: kerran kuussa, sv: en gång i månaden}}]",
                 "[{date: 2026-01-01}]\nstatus: paused", id="a paused season may be over"),
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
