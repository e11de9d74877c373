"""The finished staging folder → the folder that is served, file by file, each at once.

Everything is on disk before the first file is replaced, every replacement is one rename, and a file
whose bytes did not change is left alone with its date. So a reader never meets a half-written page,
and a failed build changes nothing.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

PREFIX = ".staging-"


def discard(staging: Path) -> None:
    """Remove what a build left unfinished, and the target when it would be empty."""
    shutil.rmtree(staging, ignore_errors=True)
    with contextlib.suppress(OSError):
        staging.parent.rmdir()


def staging_for(target: Path) -> Path:
    """The folder to build in: a hidden one in the target, so that a rename stays on its disk."""
    return target / f"{PREFIX}{os.getpid()}"


def remove_abandoned(target: Path) -> None:
    """Remove the staging folders of builds that were killed."""
    for folder in target.glob(f"{PREFIX}*"):
        number = folder.name.removeprefix(PREFIX)
        if number.isdigit() and not _runs(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def publish(staging: Path, target: Path) -> None:
    """Move the staged files over the target and remove what the new site does not have.

    Hidden files at the top of the target (``.git``) stay. The staging folder is gone afterwards.
    """
    target.mkdir(parents=True, exist_ok=True)
    old = dict(_tree(str(target), top=True))
    if not old:  # nothing there yet: a rename for each folder at the top
        for name in sorted(os.listdir(staging), key=lambda name: (name != "assets", name)):
            os.replace(staging / name, target / name)
        staging.rmdir()
        return
    new = dict(_tree(str(staging)))
    wanted = [path for path, folder in new.items() if not folder]
    # Assets first: a page must never point to a file that is not there yet.
    for path in sorted(wanted, key=lambda path: (path.endswith(".html"), path)):
        if not _same(f"{staging}/{path}", f"{target}/{path}"):
            _make_way(target, path, old)
            os.replace(f"{staging}/{path}", f"{target}/{path}")
    for path in sorted(old.keys() - new.keys(), reverse=True):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):  # it went with its folder
            (os.rmdir if old[path] else os.unlink)(f"{target}/{path}")
    shutil.rmtree(staging)


def _tree(folder: str, *, top: bool = False) -> Iterator[tuple[str, bool]]:
    """Every path below a folder, and whether it is a folder; at the *top* hidden ones are not."""
    waiting = [""]
    while waiting:
        above = waiting.pop()
        with os.scandir(f"{folder}/{above}") as found:
            for one in found:
                if top and not above and one.name.startswith("."):
                    continue
                path, is_folder = above + one.name, one.is_dir(follow_symlinks=False)
                yield path, is_folder
                if is_folder:
                    waiting.append(f"{path}/")


def _same(new: str, old: str) -> bool:
    try:
        there = os.lstat(old)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return (stat.S_ISREG(there.st_mode) and there.st_size == os.stat(new).st_size
            and filecmp.cmp(new, old, shallow=False))


def _make_way(target: Path, path: str, old: dict[str, bool]) -> None:
    """Folders for the file, and nothing else in its place or in theirs."""
    if old.get(path):
        shutil.rmtree(target / path)
    above = path.rpartition("/")[0]
    if not above or old.get(above):
        return
    for at in range(1, above.count("/") + 2):
        parent = "/".join(above.split("/", at)[:at])
        if parent in old and not old[parent]:
            (target / parent).unlink(missing_ok=True)
        old[parent] = True
    (target / above).mkdir(parents=True, exist_ok=True)
