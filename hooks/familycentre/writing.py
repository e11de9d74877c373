"""Work done on all cores, and files written below one folder.

Which process does which part changes nothing about what comes of it.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from familycentre.progress import Progress

R = TypeVar("R")
Files = Iterable[tuple[str, bytes]]
"""Paths from a folder, and what is written there."""


@dataclass(frozen=True)
class Job:
    """Files to make."""

    name: str
    """What sort of files; what jobs of one name take is added up."""
    make: Callable[[], Files]


POLL = 0.2
"""Seconds between two looks at how far the others are."""
TOLD = 64
"""Files after which a process says how far it is."""
_tasks: Sequence[Callable[[], Any]] = ()
"""What forked processes do; set for the length of one call of :func:`results`."""


def processes_for(wanted: int) -> int:
    """How many processes may work at once here; *wanted* 0: one a core.

    One alone where forking is not safe: a fork copies only the calling thread, so that it must be
    the only one (it is not in ``mkdocs serve``).
    """
    if threading.active_count() > 1 or sys.platform != "linux":
        return 1
    return wanted or len(os.sched_getaffinity(0))


def results(tasks: Sequence[Callable[[], R]], processes: int,
            meanwhile: Callable[[], None] = lambda: None) -> list[R]:
    """What each task gives, in their order; it must be picklable.

    The tasks are begun in their order: those that take longest should come first. What one raises
    is raised here. *meanwhile* is called now and then until the last is done.
    """
    global _tasks  # noqa: PLW0603 - handed to children by fork, so no task is pickled
    if processes == 1:
        return [task() for task in tasks]
    _tasks = tasks
    try:
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, mp_context=fork) as pool:
            begun = [pool.submit(_do, number) for number in range(len(tasks))]
            while wait(begun, POLL).not_done:
                meanwhile()
            return [one.result() for one in begun]
    finally:
        _tasks = ()


def _do(number: int) -> Any:
    return _tasks[number]()


def run(jobs: Sequence[Job], folder: Path, processes: int, progress: Progress, about: int) -> None:
    """Do every job and write its files below *folder*; they are *about* so many."""
    written = multiprocessing.get_context("fork").Value("L", 0) if processes > 1 else None

    def tell() -> None:
        if written is not None:
            progress.done(written.value, about)

    spent: dict[str, float] = {}
    for job, seconds in zip(jobs, results([partial(_write, folder, job, written) for job in jobs],
                                          processes, tell), strict=True):
        spent[job.name] = spent.get(job.name, 0) + seconds
    progress.inside(spent)


def _write(folder: Path, job: Job, written: Any) -> float:
    """Seconds of processor time that the job took."""
    begun = time.process_time()
    write_all(folder, job.make() if written is None else _counted(job.make(), written))
    return time.process_time() - begun


def _counted(files: Files, written: Any) -> Files:
    """The files as they are; how many there were is added to a number that processes share."""
    number = 0
    for number, file in enumerate(files, 1):
        yield file
        if not number % TOLD:
            with written.get_lock():
                written.value += TOLD
    with written.get_lock():
        written.value += number % TOLD


def write_all(folder: Path, files: Files) -> None:
    """Write files below *folder*, making the folders above them."""
    root, made = str(folder), set()
    for path, data in files:
        whole = f"{root}/{path}"
        above = whole.rpartition("/")[0]
        if above not in made:
            os.makedirs(above, exist_ok=True)
            made.add(above)
        with open(whole, "wb") as file:
            file.write(data)
