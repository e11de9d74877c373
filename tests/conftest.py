"""Fixtures named for the state they give."""

from __future__ import annotations

import datetime
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # so that tests can say `from tests.directories import …`

from benchmarks.server import serving  # noqa: E402
from tests.calendars import write_calendar_county  # noqa: E402
from tests.directories import TODAY, write_second_county  # noqa: E402
from tests.sites import built  # noqa: E402


@pytest.hookimpl(optionalhook=True)  # without pytest-xdist nobody asks
def pytest_xdist_auto_num_workers() -> int:
    """Two a core: half of the time a test waits for a browser or a build of its own."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture
def today() -> datetime.date:
    """The day the second county was last looked at; tests never ask the clock."""
    return TODAY


@pytest.fixture
def second_county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small, whole directory of another county in ``data``, the working folder above it."""
    monkeypatch.chdir(tmp_path)
    return write_second_county(tmp_path / "data")

@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own data, built."""
    return built(tmp_path_factory.mktemp("sample") / "site")


@pytest.fixture(scope="session")
def second_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second county's data folder; nobody changes it."""
    return write_second_county(tmp_path_factory.mktemp("second-data") / "data")


@pytest.fixture(scope="session")
def second_site(tmp_path_factory: pytest.TempPathFactory, second_data: Path) -> Path:
    """The second county, built by naming its data folder and changing nothing else."""
    return built(tmp_path_factory.mktemp("second") / "site", second_data)


@pytest.fixture(scope="session")
def calendar_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county whose records show what changes from day to day; its data lies beside the site."""
    folder = tmp_path_factory.mktemp("calendar")
    return built(folder / "site", write_calendar_county(folder / "data"))


@pytest.fixture(scope="session")
def sample_address(sample_site: Path) -> Iterator[str]:
    """Address where the sample site is served under a sub-path, with a slash at the end."""
    with serving(sample_site, "/repo/") as address:
        yield address


expect.set_options(timeout=15_000)  # a busy machine is slow, which is no fault of a page


def until(page: Page, holds: Callable[[], object]) -> None:
    """Wait until *holds* gives something true, as long as ``expect`` does.

    For what ``expect`` cannot ask: requests that came, caches, several values at once.
    """
    for _ in range(500):
        if holds():
            return
        page.wait_for_timeout(30)
    raise AssertionError("What was waited for has not come.")


BROWSER_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the system's own, else the one that Playwright brought."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    system = next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=system, args=BROWSER_FLAGS)
        yield opened
        opened.close()
