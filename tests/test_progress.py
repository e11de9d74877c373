"""A build tells how far it is: a line a stage, a bar on a terminal, the slowest at the end."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from familycentre.progress import Progress
from familycentre.writing import Files, Job, run


def clock(*seconds: float) -> Iterator[float]:
    yield from seconds


def test_a_line_a_stage_and_the_slowest_at_the_end() -> None:
    told: list[str] = []
    progress = Progress(told.append, clock=partial(next, clock(0, 1.25, 2, 5, 5, 5.5)))
    for name in ("read", "pages", "read"):
        with progress.stage(name):
            pass
    assert told == ["read: 1.2 s", "pages: 3.0 s", "read: 1.8 s"]
    assert progress.summary() == "4.8 s in all; the slowest stage: pages, 3.0 s"


def test_a_terminal_sees_how_much_is_done_and_keeps_nothing() -> None:
    terminal = io.StringIO()
    progress = Progress(terminal=terminal)
    with progress.stage("pages"):
        for number in (0, 50, 100, 120):
            progress.done(number, 100)
    drawn = terminal.getvalue().split("\r\x1b[K")
    assert drawn[1] == "pages …"
    assert [one.count("#") for one in drawn[2:6]] == [0, 12, 24, 24]
    assert "50 / 100" in drawn[3]
    assert drawn[-1] == ""


def test_a_stage_that_fails_leaves_no_bar() -> None:
    terminal, told = io.StringIO(), list[str]()
    progress = Progress(told.append, terminal)
    with pytest.raises(ZeroDivisionError), progress.stage("pages"):
        _ = 1 / 0
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert not told


@pytest.mark.parametrize("processes", [1, 2])
def test_jobs_say_what_took_how_long(processes: int, tmp_path: Path) -> None:
    def made(name: str) -> Files:
        for number in range(150):
            yield f"{name}/{number}.txt", name.encode()

    told: list[str] = []
    progress = Progress(told.append)
    jobs = [Job(kind, partial(made, name)) for kind, name in (("x", "a"), ("x", "b"), ("y", "c"))]
    with progress.stage("files"):
        run(jobs, tmp_path, processes, progress, 450)
    assert told[0].startswith("files, processor seconds: x ")
    assert ", y " in told[0]
    assert len(list(tmp_path.rglob("*.txt"))) == 450


def test_what_a_job_raises_is_raised(tmp_path: Path) -> None:
    def broken() -> Files:
        yield "a.txt", b""
        raise ValueError("broken")

    for processes in (1, 2):
        with pytest.raises(ValueError, match="broken"):
            run([Job("x", broken)], tmp_path, processes, Progress(), 1)
