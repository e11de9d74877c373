"""Files made by jobs on all cores, and written below one folder.

A job makes files one after the other, each as its path from the folder and its bytes. Which process
does which job changes nothing about the bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

Files = Iterable[tuple[str, bytes]]
Job = Callable[[], Files]

_work: tuple[Sequence[Job], Path] | None = None
"""What forked processes do; set for the length of one call of :func:`run`."""


def processes_for(wanted: int) -> int:
    """How many processes may work at once here; *wanted* 0: one a core.

    One alone where forking is not safe: a fork copies only the calling thread, so that it must be
    the only one (it is not in ``mkdocs serve``).
    """
    if threading.active_count() > 1 or sys.platform != "linux":
        return 1
    return wanted or len(os.sched_getaffinity(0))


def run(jobs: Sequence[Job], folder: Path, processes: int) -> list[int]:
    """Do every job and write its files below *folder*; how many files each made.

    The jobs are begun in their order: those that take longest should come first. What one raises is
    raised here.
    """
    global _work  # noqa: PLW0603 - handed to children by fork, so nothing is pickled
    _work = (jobs, folder)
    try:
        if processes == 1:
            return [_do(number) for number in range(len(jobs))]
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, mp_context=fork) as pool:
            return list(pool.map(_do, range(len(jobs))))
    finally:
        _work = None


def _do(number: int) -> int:
    if _work is None:
        raise RuntimeError("run sets the work first")
    jobs, folder = _work
    return write_all(folder, jobs[number]())


def write_all(folder: Path, files: Files) -> int:
    """Write files below *folder*, making the folders above them; how many there were."""
    count, root, made = 0, str(folder), set()
    for path, data in files:
        whole = f"{root}/{path}"
        above = whole.rpartition("/")[0]
        if above not in made:
            os.makedirs(above, exist_ok=True)
            made.add(above)
        with open(whole, "wb") as file:
            file.write(data)
        count += 1
    return count
