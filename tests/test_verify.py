"""Answers of organisers: only the intended lines of their records change."""

from __future__ import annotations

import datetime
import difflib
import os
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT
from tests.directories import FATHERS, FILES, ORGANISATIONS, group, write, write_second_county

from familycentre import verifying
from familycentre.cli import main
from familycentre.editing import Change, EditError, set_fields, write_together
from familycentre.loading import load_records
from familycentre.problems import Problems
from familycentre.source import parse

TODAY = datetime.date(2026, 11, 22)
DAY = "2026-11-21"
FATHERS_FILE = "data/peer_groups/isat.yml"


@pytest.fixture(autouse=True)
def _reference_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795345200")  # 22 November 2026


def data_of(text: str) -> Any:
    found = parse(text, "a.yml", Problems())
    assert found is not None, text
    return found.data


def changed(before: str, after: str) -> list[str]:
    """Lines taken out (``-``) and put in (``+``); line ends count."""
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in lines if line[0] in "+-"]


def verified(text: str, *base: int, **more: str) -> str:
    return set_fields(text, {base: {"verified": DAY, **more}})[0]


def alike(one: str, other: str) -> int:
    """How many characters two texts begin with together."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def difference(before: str, after: str) -> tuple[str, str]:
    """What went and what came, between the beginning and the end that both have."""
    first = alike(before, after)
    last = alike(before[first:][::-1], after[first:][::-1])
    return before[first:len(before) - last], after[first:len(after) - last]


# --- every record of two counties ----------------------------------------------------------------


def copied(name: str, folder: Path) -> Path:
    if name == "sample":
        return Path(shutil.copytree(ROOT / "data", folder / "data"))
    return write_second_county(folder / "data")


def every(data: Path) -> Iterator[tuple[str, Any]]:
    """Each record that can be confirmed, by what one writes for it."""
    problems = Problems()
    records = load_records(data, problems)
    assert problems.errors == []
    for folder, group_ in (*records.folders.items(), ("helplines", records.helplines)):
        for one in group_:
            yield f"{folder}/{one.record.id}", one


def as_said(record: Any) -> dict[str, Any]:
    return dict(record.model_dump(exclude={"verified", "status"}))


@pytest.mark.parametrize("name", ["sample", "second"])
@pytest.mark.parametrize("ended", [False, True])
def test_each_record_of_a_county_changes_by_its_own_lines_only(
        name: str, ended: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = copied(name, tmp_path)
    monkeypatch.chdir(tmp_path)
    before = dict(every(data))
    texts = {one.origin.document.file: Path(one.origin.document.file).read_bytes().decode()
             for one in before.values()}
    records = {key: one for key, one in before.items()
               if not ended or hasattr(one.record, "status")}
    assert len(records) > (110 if name == "sample" else 3)
    wanted = {"verified": DAY, **({"status": "closed"} if ended else {})}
    for key, one in records.items():
        file = one.origin.document.file
        made, told = set_fields(texts[file], {one.origin.base: wanted})
        lines = changed(texts[file], made)
        for field, value in wanted.items():
            if getattr(one.record, field) is None or f"{field}:" not in texts[file]:
                found = [line for line in lines if line.strip("+- \n") == f"{field}: {value}"]
                flow = [line for line in lines if f"{field}: {value}, " in line
                        or f", {field}: {value}" in line]
                assert len(found or flow) == 1, key
        added = [line for line in lines if line[0] == "+"]
        assert len(added) <= len(wanted), (key, lines)
        rest = [re.sub(r"[+-] *|,? ?\b(verified|status): [\w-]+,? ?", "", line) for line in lines]
        assert len([line for line in set(rest) if line.strip()]) <= 1, (key, lines)
        assert [(change.field, change.value) for change in told] == sorted(
            ((field, value) for field, value in wanted.items()), reverse=True) or ended, key
        expected = data_of(texts[file])
        (expected[one.origin.base[0]] if one.origin.base else expected).update(wanted)
        assert data_of(made) == expected, key
        shown = made.splitlines()
        for change in told:
            assert f"{change.field}: {change.value}" in shown[change.line - 1], key

    assert main(["verify", *records, "--date", DAY, *(["--ended"] if ended else [])]) == 0
    after = dict(every(data))
    assert list(after) == list(before)
    for key, one in after.items():
        assert as_said(one.record) == as_said(before[key].record), key
        if key in records:
            assert str(one.record.verified) == DAY
            assert not ended or one.record.status == "closed"
        else:
            assert one.record == before[key].record


# --- where the lines go --------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), [
    # the value is exchanged and nothing else of its line
    ("a: 1\nverified: 2025-01-01\n", "a: 1\nverified: 2026-11-21\n"),
    ("verified:   2025-01-01   # by phone\na: 1\n", "verified:   2026-11-21   # by phone\na: 1\n"),
    ("verified: '2025-01-01'\na: 1\n", "verified: '2026-11-21'\na: 1\n"),
    ('"verified" : "2025-01-01"\na: 1\n', '"verified" : "2026-11-21"\na: 1\n'),
    ("verified:\n  2025-01-01\na: 1\n", "verified:\n  2026-11-21\na: 1\n"),
    ("verified:\na: 1\n", "verified: 2026-11-21\na: 1\n"),
    ("verified:  # not yet\na: 1\n", "verified: 2026-11-21  # not yet\na: 1\n"),
    ("verified: ~ # nobody\na: 1\n", "verified: 2026-11-21 # nobody\na: 1\n"),
    ("? verified\n: 2025-01-01\n? a\n: 1\n", "? verified\n: 2026-11-21\n? a\n: 1\n"),
    # above updated and source, with their comments
    ("a: 1\nsource: {date: 2025}\nb: 2\n",
     "a: 1\nverified: 2026-11-21\nsource: {date: 2025}\nb: 2\n"),
    ("a: 1\n\n# the web page\n# of the city\nsource:\n  date: 2025\n",
     "a: 1\n\nverified: 2026-11-21\n# the web page\n# of the city\nsource:\n  date: 2025\n"),
    ("source: {date: 2025}\na: 1\n", "verified: 2026-11-21\nsource: {date: 2025}\na: 1\n"),
    ("# schema\nsource: {date: 2025}\n", "verified: 2026-11-21\n# schema\nsource: {date: 2025}\n"),
    ("a: |\n  text\n\n  # no comment\nsource: x\n",
     "a: |\n  text\n\n  # no comment\nverified: 2026-11-21\nsource: x\n"),
    ('a: "one\n# no comment\n  two"\nsource: x\n',
     'a: "one\n# no comment\n  two"\nverified: 2026-11-21\nsource: x\n'),
    ("source: x\nupdated: 2026-01-01\n",
     "verified: 2026-11-21\nsource: x\nupdated: 2026-01-01\n"),
    # at the end of the record otherwise
    ("a: 1\n", "a: 1\nverified: 2026-11-21\n"),
    ("a: 1", "a: 1\nverified: 2026-11-21"),
    ("a: 1 # why\n# end\n", "a: 1 # why\nverified: 2026-11-21\n# end\n"),
    ("a: 1\n\n\n", "a: 1\nverified: 2026-11-21\n\n\n"),
    ("a: 1\n...\n", "a: 1\nverified: 2026-11-21\n...\n"),
    ("---\na:\n", "---\na:\nverified: 2026-11-21\n"),
    ("a:\n- 1\n- 2\n", "a:\n- 1\n- 2\nverified: 2026-11-21\n"),
    ("a:\n  b:\n    - c\n  # deep\n", "a:\n  b:\n    - c\nverified: 2026-11-21\n  # deep\n"),
    ("a: |\n  one\n\n  two\n\n", "a: |\n  one\n\n  two\nverified: 2026-11-21\n\n"),
    ("a: |+\n  one\n\n\n", "a: |+\n  one\n\n\nverified: 2026-11-21\n"),
    ("a: >-\n  one\n  two", "a: >-\n  one\n  two\nverified: 2026-11-21"),
    ("a: 1\nb: |\n  one", "a: 1\nverified: 2026-11-21\nb: |\n  one"),
    ("a: {b: 1,\n  c: 2} # x\n", "a: {b: 1,\n  c: 2} # x\nverified: 2026-11-21\n"),
    ("a: {b: \"}\"}\n", "a: {b: \"}\"}\nverified: 2026-11-21\n"),
    # in brackets
    ("{a: 1}\n", "{a: 1, verified: 2026-11-21}\n"),
    ("{a: 1, }\n", "{a: 1, verified: 2026-11-21, }\n"),
    ("{\n  a: 1, # one\n  source: x,\n}\n",
     "{\n  a: 1, # one\n  verified: 2026-11-21, source: x,\n}\n"),
    ("{a: {verified: 1}, verified: 2025-01-01}", "{a: {verified: 1}, verified: 2026-11-21}"),
    ("{a: 1, verified}\n", "{a: 1, verified: 2026-11-21}\n"),
    ("{a: 1, verified: }\n", "{a: 1, verified: 2026-11-21 }\n"),
    ("{verified: , a: 1}\n", "{verified: 2026-11-21 , a: 1}\n"),
    ('{"a":1,"verified":""}', '{"a":1,"verified":"2026-11-21"}'),
    # whatever stands there
    ("verified: [2025-01-01]\na: 1\n", "verified: 2026-11-21\na: 1\n"),
    ("verified: |\n  2025-01-01\na: 1\n", "verified: 2026-11-21\na: 1\n"),
    # a field of the same name elsewhere is another field
    ("contacts:\n  - verified: no\n    note: 'verified: x'\n",
     "contacts:\n  - verified: no\n    note: 'verified: x'\nverified: 2026-11-21\n"),
    ("a:\n  verified: 2024-01-01\n  source: y\nsource: x\n",
     "a:\n  verified: 2024-01-01\n  source: y\nverified: 2026-11-21\nsource: x\n"),
])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_one_line_changes_or_is_added(before: str, after: str, ends: str) -> None:
    if "\n" in before:  # a file of one line has no way of ending lines
        assert verified(before.replace("\n", ends)) == after.replace("\n", ends)
    else:
        assert verified(before) == after


@pytest.mark.parametrize(("before", "after"), [
    ("- id: a\n- id: b\n  name: x\n", "- id: a\n- id: b\n  name: x\n  verified: 2026-11-21\n"),
    ("- id: a\n\n-   id: b\n    # note\n    source: x\n\n- id: c\n",
     "- id: a\n\n-   id: b\n    verified: 2026-11-21\n    # note\n    source: x\n\n- id: c\n"),
    ("- id: a\n- source: x\n  id: b\n", "- id: a\n- source: x\n  id: b\n  verified: 2026-11-21\n"),
    ("- {id: a}\n- {id: b} # last\n", "- {id: a}\n- {id: b, verified: 2026-11-21} # last\n"),
    ("- {id: a}\n- {id: b,\n   source: {date: 2025}}\n",
     "- {id: a}\n- {id: b,\n   verified: 2026-11-21, source: {date: 2025}}\n"),
    ("[{id: a}, {id: b}]", "[{id: a}, {id: b, verified: 2026-11-21}]"),
    ("-\n  id: a\n-\n  id: b\n\n# end\n",
     "-\n  id: a\n-\n  id: b\n  verified: 2026-11-21\n\n# end\n"),
    ("- id: a\n- id: b\n  t: |+\n    x\n\n- id: c\n",
     "- id: a\n- id: b\n  t: |+\n    x\n\n  verified: 2026-11-21\n- id: c\n"),
])
def test_one_record_of_a_list(before: str, after: str) -> None:
    assert verified(before, 1) == after


@pytest.mark.parametrize(("before", "after"), [
    ("a: 1\nsource: x\n", "a: 1\nstatus: closed\nverified: 2026-11-21\nsource: x\n"),
    ("a: 1\nverified: 2025-01-01\n", "a: 1\nstatus: closed\nverified: 2026-11-21\n"),
    ("status: paused\na: 1\n", "status: closed\na: 1\nverified: 2026-11-21\n"),
    ("{a: 1, source: x}", "{a: 1, status: closed, verified: 2026-11-21, source: x}"),
    ("{a: 1}", "{a: 1, status: closed, verified: 2026-11-21}"),
    ("a: 1", "a: 1\nstatus: closed\nverified: 2026-11-21"),
])
def test_status_stands_above_the_day(before: str, after: str) -> None:
    assert verified(before, status="closed") == after


def test_what_changed_is_told_with_its_line_and_what_was_there() -> None:
    text = "- {id: a, verified: 2026-11-21}\n- id: b\n  status: paused\n  source: x\n"
    made, told = set_fields(text, {(0,): {"verified": DAY}, (1,): {
        "verified": DAY, "status": "closed"}})
    assert made == ("- {id: a, verified: 2026-11-21}\n- id: b\n  status: closed\n"
                    "  verified: 2026-11-21\n  source: x\n")
    assert told == [Change((1,), "verified", 4, DAY, None),
                    Change((1,), "status", 3, "closed", "paused")]


@pytest.mark.parametrize("text", [
    "? verified\n? a\n", "a: &x 1\n", "a: [", "- a\n", "",
])
def test_what_cannot_be_written_without_risk_is_left_to_people(text: str) -> None:
    with pytest.raises(EditError) as caught:
        verified(text)
    assert caught.value.line >= 1


# --- anything an editor may write ----------------------------------------------------------------

WORDS = st.sampled_from(["verified", "status", "source", "a", "b", "name", "note", "updated"])
SCALARS = st.sampled_from([
    "x", "2025-01-01", "'it''s'", '"a # b"', "'verified: 1'", "Äiti ja isä", '"{ ] :"', "",
    "kahvila 🙂", "~", "12", '"rivi\n\n     toinen"', "pitkä\n      teksti"])
GAP = st.sampled_from(["", "", "", "\n", "# verified: 2020-01-01\n", "   # note\n", "\n\n"])
TAIL = st.sampled_from(["", "", "  ", " # verified: x", "   #"])
SPACE = st.sampled_from([" ", "  ", "   "])
FLOW = st.sampled_from(["{}", "[]", "{verified: 2020-01-01}", "[a, {status: x}]",
                        "{a: 1,\n       b: [2]}", "[ 'x' , \"y\" ,]"])
BLOCKS = st.sampled_from(["|", ">", "|-", "|+", ">+"])


@st.composite
def mappings(draw: st.DrawFn, indent: int = 0, depth: int = 0) -> str:
    """The lines of a block mapping, with comments, gaps and odd spacing."""
    pad = " " * indent
    lines = []
    for key in draw(st.lists(WORDS, min_size=1, max_size=5, unique=True)):
        shown = draw(st.sampled_from([key, key, f'"{key}"', f"'{key}'"]))
        lines.append(draw(GAP))
        head = f"{pad}{shown}{draw(st.sampled_from(['', '', ' ']))}:"
        top = depth == 0 and key in ("verified", "status", "updated", "source")
        kind = draw(st.integers(0, 2 if top else 6))
        if kind <= 2:
            value = draw(SCALARS.filter(lambda one: "\n" not in one) if top else SCALARS)
            lines.append(f"{head}{draw(SPACE)}{value}{draw(TAIL)}\n")
        elif kind == 3:
            lines.append(f"{head} {draw(FLOW)}{draw(TAIL)}\n")
        elif kind == 4:
            body = draw(st.sampled_from(["text", "text\n\n{}# text", "a\n\n", "verified: 1"]))
            deep = pad + "    "
            lines.append(f"{head} {draw(BLOCKS)}\n{deep}{body.format(deep)}\n")
        elif depth < 2 and kind == 5:
            lines.append(f"{head}{draw(TAIL)}\n{draw(mappings(indent + 3, depth + 1))}")
        else:
            lines.append(f"{head}\n{pad}- one\n{pad}-   verified: two{draw(TAIL)}\n")
    return "".join(lines)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, tuple[int, ...]]:
    """A file of one record or of several, and the path of one of them."""
    if draw(st.booleans()):
        text = draw(mappings())
        base: tuple[int, ...] = ()
    else:
        items = draw(st.lists(st.one_of(
            mappings(2), st.just("  {id: x, a: {verified: 1}} # y\n")),
            min_size=1, max_size=3))
        text = "".join(draw(GAP) + "-\n" + item for item in items)
        base = (draw(st.integers(0, len(items) - 1)),)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))), base


@settings(deadline=None, derandomize=True, max_examples=600,
          suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(files(), st.sampled_from([None, "closed"]))
@example(("a: 1\r\nverified:\r\n", ()), "closed")
def test_whatever_stands_there_only_the_fields_change(
        made: tuple[str, tuple[int, ...]], status: str | None) -> None:
    text, base = made
    before = parse(text, "a.yml", Problems())
    assume(before is not None and (not base or isinstance(before.data, list)))
    wanted = {"verified": DAY, **({"status": status} if status else {})}
    after, told = set_fields(text, {base: wanted})
    expected = data_of(text)
    record = expected[base[0]] if base else expected
    was = dict(record)
    record.update(wanted)
    assert data_of(after) == expected
    assert {one.field for one in told} == {
        field for field, value in wanted.items() if was.get(field) != value}
    step = text
    for field, value in wanted.items():
        made_, _ = set_fields(step, {base: {field: value}})
        out, new = difference(step, made_)
        assert "\n" not in out, "within one line"
        assert new.count("\n") <= 1
        assert new.count("\r") == new.count("\n") * ("\r\n" in text)
        assert not set(out) - set(f"{was.get(field)}~nulltrue"), "only the old value goes"
        step = made_
    assert set_fields(after, {base: wanted}) == (after, [])


# --- the command ---------------------------------------------------------------------------------


def texts(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def county(second_county: Path) -> Path:
    return second_county


def test_it_prints_what_changed(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "isat", "organisations/soite", "--date", DAY]) == 0
    shown = capsys.readouterr()
    assert shown.out == (f"{FATHERS_FILE}:16: verified: {DAY} (before: 2026-11-20)\n"
                         f"data/organisations/muut.yaml:1: verified: {DAY} (new)\n")
    assert shown.err == ""
    assert (county / "peer_groups/isat.yml").read_text(encoding="utf-8") == FATHERS.replace(
        "verified: 2026-11-20", f"verified: {DAY}")
    assert (county / "organisations/muut.yaml").read_text(encoding="utf-8") == (
        ORGANISATIONS.replace("sv: Soite}}", f"sv: Soite}}, verified: {DAY}}}"))


def test_an_old_id_is_understood_and_told(
        county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "vanha-kahvila", "perhekahvila-kokko", "--date", DAY]) == 0
    shown = capsys.readouterr()
    assert shown.out.count("\n") == 1
    assert shown.err == "'vanha-kahvila' is now 'perhekahvila-kokko'.\n"


def test_ended_keeps_the_record_and_says_so(
        county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "perhekahvila-kokko", "--ended", "--date", DAY]) == 0
    assert [line.split(" ", 1)[1] for line in capsys.readouterr().out.splitlines()] == [
        "status: closed (before: active)", f"verified: {DAY} (before: 2026-10-01)"]
    assert main(["verify", "perhekahvila-kokko", "--status", "paused", "--date", DAY]) == 0
    assert capsys.readouterr().out.endswith("status: paused (before: closed)\n")
    assert main(["verify", "isat", "--status", "active", "--date", DAY]) == 0
    assert "status" not in (county / "peer_groups/isat.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("arguments", "said"), [
    (["isatt"], "There is no record 'isatt'. Did you mean 'isat'?"),
    (["qqqqqq"], "There is no record 'qqqqqq'."),
    (["networks/isat"], "There is no record 'networks/isat'."),
    (["soite", "--ended"], "soite: only places, groups and services have a status."),
    (["--date", "2026-11-23"], "2026-11-23 is in the future (today is 2026-11-22)."),
    (["--data", "nowhere"], "nowhere: The data folder does not exist."),
    (["rikki"], "'rikki' cannot be used: its file has errors."),
    (["kaksi"], "'kaksi' stands in data/peer_groups/a.yml:1 and data/peer_groups/a.yml:7."),
])
def test_nothing_is_written_when_anything_is_wrong(
        county: Path, arguments: list[str], said: str,
        capsys: pytest.CaptureFixture[str]) -> None:
    write(county / "peer_groups/rikki.yml", group(type="mother"))
    item = group(id="kaksi").replace("\n", "\n  ").removesuffix("  ")
    write(county / "peer_groups/a.yml", f"- {item}- {item}")
    before = texts(county)
    assert main(["verify", "--date", DAY, "perhekahvila-kokko", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert shown.err.endswith("Nothing was changed.\n")
    assert texts(county) == before


@pytest.mark.parametrize("day", ["20261121", "2026-W47-6", "2026-2-1", "2026-02-30", "yesterday",
                                 "٢٠٢٦-١١-٢١", "1789-07-14", "2026-11-21\n", ""])
@pytest.mark.usefixtures("county")
def test_a_day_is_written_as_records_write_it(
        day: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["verify", "isat", "--date", day])
    assert ended.value.code == 2
    assert "argument --date: " in capsys.readouterr().err


def test_the_bare_id_of_a_service_and_its_organisation_is_refused(
        county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(county / "peer_groups/soite.yml", group())
    before = texts(county)
    assert main(["verify", "soite", "--date", DAY]) == 2
    assert capsys.readouterr().err == (
        "familycentre: 'soite' is the id of several: write peer_groups/soite or "
        "organisations/soite.\nNothing was changed.\n")
    assert texts(county) == before
    assert main(["verify", "peer_groups/soite", "--date", DAY]) == 0
    assert capsys.readouterr().out.startswith("data/peer_groups/soite.yml:")
    assert (county / "organisations/muut.yaml").read_text(encoding="utf-8") == ORGANISATIONS


def test_what_is_never_published_can_be_confirmed_too(county: Path) -> None:
    write(county / "peer_groups/piilo.yml", group(status="do_not_list"))
    assert main(["verify", "piilo", "--date", DAY]) == 0
    assert (county / "peer_groups/piilo.yml").read_text(encoding="utf-8").endswith(
        f"status: do_not_list\nverified: {DAY}\n")


def test_line_ends_modes_and_links_stay(county: Path, tmp_path: Path) -> None:
    file = county / "peer_groups/isat.yml"
    write(file, FATHERS.replace("\n", "\r\n"))
    file.chmod(0o640)
    real = tmp_path / "elsewhere.yml"
    write(real, group())
    (county / "peer_groups/linkki.yml").symlink_to(real)
    assert main(["verify", "isat", "linkki", "--date", DAY]) == 0
    assert file.read_bytes() == FATHERS.replace("2026-11-20", DAY).replace("\n", "\r\n").encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert (county / "peer_groups/linkki.yml").is_symlink()
    assert real.read_text(encoding="utf-8") == f"{group()}verified: {DAY}\n"
    assert not [path for path in texts(tmp_path) if Path(path).name.startswith(".")]


def test_a_disk_that_fails_changes_nothing(
        county: Path, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    before, real, calls = texts(county), os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(28, "No space left on device", "data")
        real(handle)

    monkeypatch.setattr("familycentre.editing.os.fsync", full)
    assert main(["verify", "isat", "pesa", "--date", DAY]) == 1
    assert "No space left" in capsys.readouterr().err
    assert len(calls) == 2
    assert texts(county) == before
    with pytest.raises(OSError, match="No such file"):
        write_together({county / "nowhere" / "a.yml": b""})


def test_the_command_says_what_it_will_not_guess(
        county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(county / "peer_groups/isat.yml", FATHERS.replace(
        "verified: 2026-11-20\n", "? verified\n"))
    before = texts(county)
    assert main(["verify", "isat", "pesa", "--date", DAY]) == 2
    assert f"{FATHERS_FILE}:1: verified cannot be set here" in capsys.readouterr().err
    assert texts(county) == before


def test_a_confirmation_of_the_same_day_and_an_older_one(
        county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "isat", "--date", "2026-11-20"]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"{FATHERS_FILE} says so already.\n")
    before = texts(county)
    assert main(["verify", "pesa", "isat", "--date", "2026-11-01"]) == 2
    assert capsys.readouterr().err == (
        "familycentre: 'isat' was confirmed later, on 2026-11-20, than on 2026-11-01.\n"
        "Nothing was changed.\n")
    assert texts(county) == before


def test_the_second_county_is_what_these_tests_think() -> None:
    assert verifying.ENDED == "closed"
    assert FILES["organisations/muut.yaml"] == ORGANISATIONS
