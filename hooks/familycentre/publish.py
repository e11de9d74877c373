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
    wanted = sorted(path.relative_to(staging) for path in staging.rglob("*") if path.is_file())
    # Assets first: a page must never point to a file that is not there yet.
    for path in sorted(wanted, key=lambda path: (path.suffix == ".html", path)):
        new, old = staging / path, target / path
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        if old.is_file() and filecmp.cmp(new, old, shallow=False):
            continue
        _folder(old.parent, target)
        os.replace(new, old)
    _remove_stale(target, set(wanted))
    shutil.rmtree(staging)


def _folder(folder: Path, target: Path) -> None:
    for parent in reversed([folder, *folder.parents]):
        if parent.is_relative_to(target) and parent.is_file():
            parent.unlink()
    folder.mkdir(parents=True, exist_ok=True)


def _remove_stale(target: Path, wanted: set[Path]) -> None:
    for found in sorted(target.rglob("*"), reverse=True):
        path = found.relative_to(target)
        if path.parts[0].startswith("."):
            continue
        if found.is_dir() and not found.is_symlink():
            if not any(found.iterdir()):
                found.rmdir()
        elif path not in wanted:
            found.unlink()
