"""Fixtures named for the state they give."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # so that tests can say `from tests.directories import …`

from tests.directories import TODAY, write_second_county  # noqa: E402


@pytest.fixture
def today() -> datetime.date:
    """The day the second county was last looked at; tests never ask the clock."""
    return TODAY


@pytest.fixture
def second_county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small, whole directory of another county in ``data``, the working folder above it."""
    monkeypatch.chdir(tmp_path)
    return write_second_county(tmp_path / "data")
