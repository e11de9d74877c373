"""``mkdocs serve``: a changed record shows without starting anew, also after a broken one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.directories import FATHERS, write, write_second_county
from tests.sites import EPOCH, ROOT

PATIENCE = 90
"""Seconds to wait for a build on a busy machine."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_second_county(tmp_path / "data")


@pytest.fixture
def address(data: Path) -> Iterator[str]:
    """Address of a server that shows the second county."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "FAMILYCENTRE_DATA": str(data), "NO_MKDOCS_2_WARNING": "1",
                   "SITE_URL": "https://example.org/", "SOURCE_DATE_EPOCH": EPOCH}
    with subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"], cwd=ROOT,
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:
        yield f"http://127.0.0.1:{port}/"
        server.terminate()


def wait_for(url: str, words: str) -> None:
    """Read the page until it holds the words."""
    end = time.monotonic() + PATIENCE
    text = ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                text = answer.read().decode()
        except OSError:
            text = ""
        if words in text:
            return
        time.sleep(0.3)
    raise AssertionError(f"{words!r} did not show at {url}")


def test_a_changed_record_shows_also_after_a_mistake(data: Path, address: str) -> None:
    page = f"{address}fi/vertaisryhmat/isat/"
    record = data / "peer_groups" / "isat.yml"
    wait_for(page, "<h1>Isät</h1>")
    write(record, FATHERS.replace("tasks: [5, 4]", "tasks: [99]"))
    time.sleep(2)  # MkDocs answers again when the mistake is mended
    write(record, FATHERS.replace("{fi: Isät,", "{fi: Isien ilta,"))
    wait_for(page, "<h1>Isien ilta</h1>")
