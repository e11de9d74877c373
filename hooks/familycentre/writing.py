"""Work done on all cores, and files written below one folder.

Which process does which part changes nothing about what comes of it.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

R = TypeVar("R")
Files = Iterable[tuple[str, bytes]]
"""Paths from a folder, and what is written there."""
Job = Callable[[], Files]

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


def results(tasks: Sequence[Callable[[], R]], processes: int) -> list[R]:
    """What each task gives, in their order; it must be picklable.

    The tasks are begun in their order: those that take longest should come first. What one raises
    is raised here.
    """
    global _tasks  # noqa: PLW0603 - handed to children by fork, so no task is pickled
    if processes == 1:
        return [task() for task in tasks]
    _tasks = tasks
    try:
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, mp_context=fork) as pool:
            return list(pool.map(_do, range(len(tasks))))
    finally:
        _tasks = ()


def _do(number: int) -> Any:
    return _tasks[number]()


def run(jobs: Sequence[Job], folder: Path, processes: int) -> None:
    """Do every job and write its files below *folder*."""
    results([partial(_write, folder, job) for job in jobs], processes)


def _write(folder: Path, job: Job) -> None:
    write_all(folder, job())


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
