"""Answers that people write by hand: days, hours, choices, in Finnish and Swedish."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.directories import write_second_county

from familycentre.entering import answers, times
from familycentre.entering.answers import Answer, Unclear
from familycentre.entering.columns import BY_LANGUAGE, columns, known_place, place, usual
from familycentre.entering.fields import LOSSY, answers_of, known_of, record_of
from familycentre.language import labels
from familycentre.loading import load_records
from familycentre.model import Entry
from familycentre.model.parts import Opening, ScheduleException
from familycentre.problems import Problems
from familycentre.template import entries_of

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(("text", "expected"), [
    ("ma, to 9.30–12; 10.8.–18.12.2026; parittomat viikot // suomeksi",
     {"days": ["mon", "thu"], "start": "09:30", "end": "12:00", "from": "2026-08-10",
      "until": "2026-12-18", "weeks": "odd", "note": {"fi": "suomeksi"}}),
    ("Maanantaisin klo 9-12", {"days": ["mon"], "start": "09:00", "end": "12:00"}),
    ("mån och tors kl. 9.30-12", {"days": ["mon", "thu"], "start": "09:30", "end": "12:00"}),
    ("arkisin 8–16", {"days": ["mon", "tue", "wed", "thu", "fri"], "start": "08:00",
                      "end": "16:00"}),
    ("lör–sön 10–14", {"days": ["sat", "sun"], "start": "10:00", "end": "14:00"}),
    ("28.11.2026 klo 10–14", {"date": "2026-11-28", "start": "10:00", "end": "14:00"}),
    ("ke 17–19, kuukauden ensimmäinen ja viimeinen",
     {"days": ["wed"], "start": "17:00", "end": "19:00", "of_month": ["first", "last"]}),
    ("1:a, sista i månaden ons 17-19",
     {"days": ["wed"], "start": "17:00", "end": "19:00", "of_month": ["first", "last"]}),
    ("21.12.–6.1.2027 ti 9–11", {"days": ["tue"], "start": "09:00", "end": "11:00",
                                 "from": "2026-12-21", "until": "2027-01-06"}),
    ("ke 13 (ruotsiksi)", {"days": ["wed"], "start": "13:00", "note": {"fi": "ruotsiksi"}}),
    ("dygnet runt", {"always": True}),
    ("Ajanvarauksella.", {"by_appointment": True}),
    ("kerran kuussa", {"text": {"fi": "kerran kuussa"}}),
    ("ti 9–11 alkaen syyskuussa", {"text": {"fi": "ti 9–11 alkaen syyskuussa"}}),
])
def test_times_in_words(text: str, expected: dict[str, Any]) -> None:
    assert times.read_openings(text, "fi") == [expected]


def test_several_times_on_a_line() -> None:
    assert times.read_openings("ma–to 9–15, pe 9–13", "fi") == [
        {"days": ["mon", "tue", "wed", "thu"], "start": "09:00", "end": "15:00"},
        {"days": ["fri"], "start": "09:00", "end": "13:00"}]


@pytest.mark.parametrize(("text", "expected"), [
    ("24.12.2026 suljettu", {"date": "2026-12-24", "closed": True}),
    ("21.12.2026–6.1.2027 stängt // fi: joulu | sv: jul",
     {"from": "2026-12-21", "until": "2027-01-06", "closed": True,
      "note": {"fi": "joulu", "sv": "jul"}}),
    ("pyhinä kiinni", {"on": "public_holidays", "closed": True}),
    ("på helgdagar stängt", {"on": "public_holidays", "closed": True}),
    ("dagen före helgdagar 10–11", {"on": "eves", "start": "10:00", "end": "11:00"}),
    ("koulujen lomilla suljettu", {"on": "school_holidays", "closed": True}),
])
def test_exceptions_in_words(text: str, expected: dict[str, Any]) -> None:
    assert times.read_exception(text, "fi") == expected


@pytest.mark.parametrize("text", ["joskus kiinni", "24.12.2026", "pyhinä", "99.99.2026 suljettu"])
def test_an_exception_says_when_and_what(text: str) -> None:
    with pytest.raises(Unclear):
        times.read_exception(text, "fi")


_DAYS = st.lists(st.sampled_from(list(labels("fi")["weekday"])), min_size=1, unique=True).map(
    lambda days: [one for one in labels("fi")["weekday"] if one in days])
_TIMES = st.times(max_value=datetime.time(22)).map(lambda time: time.strftime("%H:%M"))
_DATES = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)).map(str)
_TEXTS = st.dictionaries(st.sampled_from(["fi", "sv", "en"]), st.sampled_from(
    ["suomeksi", "ma 9–12", "kello 9, tai myöhemmin (ehkä)", "24.12.2026", "a: b; c"]), min_size=1)
_LINES = st.one_of(
    st.fixed_dictionaries({"days": _DAYS}, optional={
        "start": _TIMES, "weeks": st.sampled_from(["odd", "even"]), "from": _DATES,
        "note": _TEXTS}),
    st.fixed_dictionaries({"days": _DAYS, "start": _TIMES, "end": st.just("24:00"),
                           "from": _DATES, "every": st.integers(2, 12)}),
    st.fixed_dictionaries({"days": _DAYS, "start": _TIMES, "of_month": st.lists(
        st.sampled_from(list(labels("fi")["of_month"])), min_size=1, unique=True).map(
            lambda given: [one for one in labels("fi")["of_month"] if one in given])},
        optional={"until": _DATES}),
    st.fixed_dictionaries({"date": _DATES}, optional={"start": _TIMES, "note": _TEXTS}),
    st.fixed_dictionaries({"text": _TEXTS}, optional={"from": _DATES, "note": _TEXTS}),
    st.sampled_from([{"always": True}, {"by_appointment": True}]),
)


@settings(max_examples=200, deadline=None)
@given(line=_LINES, language=st.sampled_from(["fi", "sv"]))
def test_every_line_that_is_written_is_read_back(line: dict[str, Any], language: str) -> None:
    Opening.model_validate(line)
    said = times.say_opening(line, language)
    assert times.read_openings(said, language) == [line], said


@settings(max_examples=100, deadline=None)
@given(when=st.one_of(
    st.fixed_dictionaries({"date": _DATES}),
    st.fixed_dictionaries({"on": st.sampled_from(list(labels("fi")["exception_on"]))}),
    _DATES.map(lambda day: {"from": day, "until": "2031-01-01"})),
    what=st.one_of(st.just({"closed": True}), st.just({"start": "09:30", "end": "24:00"})),
    language=st.sampled_from(["fi", "sv"]))
def test_every_exception_that_is_written_is_read_back(
        when: dict[str, Any], what: dict[str, Any], language: str) -> None:
    line = {**when, **what, "note": {"fi": "joulu", "sv": "jul"}}
    ScheduleException.model_validate(line)
    assert times.read_exception(times.say_exception(line, language), language) == line


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_junk_is_words_or_unclear(text: str) -> None:
    assert times.read_openings(text, "fi")
    for reader in (answers.weekdays, answers.time_of_day, answers.day, answers.tasks,
                   answers.municipality_list, lambda one: times.read_exception(str(one), "sv")):
        with contextlib.suppress(Unclear):
            reader(text)


@pytest.mark.parametrize("text", [
    "viimeisenä" * 60, "ensimmäi" * 40 + "x", "1." * 200, "10.8." * 80, "ma " * 100, "(" * 300,
    "kuukauden " + "viimeinen " * 29 + "x", " " * 299 + "x", "ma-" * 99])
def test_no_line_takes_long(text: str) -> None:
    began = datetime.datetime.now()
    times.read_openings(text, "fi")
    assert (datetime.datetime.now() - began).total_seconds() < 1


@pytest.mark.parametrize(("answer", "expected"), [
    ("9.30", "09:30"), ("9:30", "09:30"), ("klo 9", "09:00"), (datetime.time(9, 30), "09:30"),
    (0.395833333333333, "09:30"), (datetime.timedelta(hours=24), "24:00"), (9, "09:00"),
    (datetime.datetime(1899, 12, 30, 9, 30), "09:30"), ("24.00", "24:00"), ("09:30:00", "09:30")])
def test_times_as_people_and_excel_write_them(answer: Answer, expected: str) -> None:
    assert answers.time_of_day(answer) == expected


@pytest.mark.parametrize("answer", ["25.00", "9.75", 9.5, "yhdeksän", 25, "24.30", ""])
def test_no_time(answer: Answer) -> None:
    with pytest.raises(Unclear):
        answers.time_of_day(answer)


@pytest.mark.parametrize("answer", [
    "10.8.2026", "10. 8. 2026", "2026-08-10", datetime.date(2026, 8, 10),
    datetime.datetime(2026, 8, 10, 12), 46244, 46244.0])
def test_days_as_people_and_excel_write_them(answer: Answer) -> None:
    assert answers.day(answer) == "2026-08-10"


@pytest.mark.parametrize("answer", ["08/10/2026", "10.8.", "31.2.2026", 5, "elokuussa", True])
def test_no_day(answer: Answer) -> None:
    with pytest.raises(Unclear):
        answers.day(answer)


def test_choices_are_known_by_their_words_in_both_languages_and_by_their_codes() -> None:
    for section in ("audience", "accessibility", "openness", "language", "status"):
        for language in ("fi", "sv"):
            for code, label in labels(language)[section].items():
                assert answers.choice(label, section) == code
                assert answers.choice(code, section) == code
    assert answers.choices("Isät; äidit", "audience") == ["fathers", "mothers"]
    assert answers.choices("persiska (farsi, dari)", "language") == ["fa"]
    with pytest.raises(Unclear) as problem:
        answers.choice("Isätt", "audience")
    assert problem.value.told("fi") == (
        "”Isätt” ei ole mikään vaihtoehdoista. Tarkoititko ”isät”?")


def test_what_excel_takes_away_comes_back() -> None:
    assert answers.zero_filled(2770, 5) == "02770"
    assert answers.phone(401234567) == "0401234567"
    assert answers.phone(358401234567.0) == "+358401234567"
    assert answers.municipality_list(49) == ["049"]
    assert answers.tasks(7.2) == [7, 2]


def test_every_heading_is_known_in_both_languages() -> None:
    for column in columns().values():
        for one in usual([column]):
            for language in ("fi", "sv"):
                assert known_place(one.heading(language)) == one
                assert known_place(f"  {one.heading(language).upper()}: * ") == one
        if column.by_language:
            assert known_place(f"{column.name('fi')} (ru)") == place(column.key, "ru")
            assert known_place(column.name("sv")) in (place(column.key, "sv"),
                                                      place(column.key, "fi"))
    assert known_place("Puhelin 2") == place("contacts.phone", "", 2)
    assert known_place("Namn på finska") == place("name", "fi")
    assert known_place("Huomautus") is None
    assert known_place("Kunta 2") is None
    assert {one.read_as for one in columns().values()} >= set(BY_LANGUAGE)


def _every_entry(folder: Path) -> Iterator[tuple[Entry, Any, dict[str, str]]]:
    records = load_records(folder, Problems())
    names = {one.record.id: next(iter(one.record.name.values()))
             for one in records.folders["organisations"]}
    for entry in entries_of(records):
        yield entry, known_of(records), names


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("directory", ["sample", "second"])
def test_every_record_comes_back_field_by_field(
        directory: str, language: str, tmp_path: Path) -> None:
    folder = ROOT / "data" if directory == "sample" else write_second_county(tmp_path / "data")
    count = 0
    for entry, known, names in _every_entry(folder):
        made = record_of(answers_of(entry, language, names), language, known)
        assert (made.unclear, made.remarks, made.kind) == ([], [], entry.folder)
        lossy = {name for name in LOSSY if "." not in name}
        assert type(entry).model_validate(made.record).model_dump(exclude=lossy) == (
            entry.model_dump(exclude=lossy)), entry.id
        count += 1
    assert count >= 4
