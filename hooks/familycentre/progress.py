"""Tells a person how far a build is: a line a stage, on a terminal also a bar while it lasts."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

BAR = 24
"""Characters of the bar."""


def nobody(line: str) -> None:
    """For whoever does not want to be told."""


class Progress:
    """The stages of one build, and how long each took.

    *tell* gets a line when a stage ends. *terminal*, when there is one, shows meanwhile which stage
    it is and, where that is known, how much of it is done. *clock* counts seconds.
    """

    def __init__(self, tell: Callable[[str], None] = nobody, terminal: TextIO | None = None,
                 clock: Callable[[], float] = time.perf_counter) -> None:
        self.took: dict[str, float] = {}
        """Seconds by stage, in their order."""
        self._tell, self._terminal, self._clock = tell, terminal, clock
        self._stage = ""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What is done inside is the stage *name*; stages do not stand inside each other."""
        begun = self._clock()
        self._stage = name
        self._draw(f"{name} …")
        try:
            yield
        finally:
            self._draw("")
        self.took[name] = self.took.get(name, 0) + self._clock() - begun
        self._tell(f"{name}: {self.took[name]:.1f} s")

    def done(self, number: int, total: int) -> None:
        """So much of the stage is done: *number* of *total*."""
        full = BAR * min(number, total) // max(total, 1)
        self._draw(f"{self._stage} [{'#' * full}{'.' * (BAR - full)}] {number:,} / {total:,}")

    def inside(self, parts: Mapping[str, float]) -> None:
        """What the stage was made of, in seconds of processor time."""
        self._draw("")
        told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in parts.items())
        self._tell(f"{self._stage}, processor seconds: {told}")

    def summary(self) -> str:
        """How long everything took, and the slowest stage."""
        if not self.took:
            return "nothing was done"
        name = max(self.took, key=lambda one: self.took[one])
        return (f"{sum(self.took.values()):.1f} s in all; the slowest stage: "
                f"{name}, {self.took[name]:.1f} s")

    def _draw(self, text: str) -> None:
        if self._terminal is not None:
            width = shutil.get_terminal_size().columns - 1
            self._terminal.write(f"\r\x1b[K{text[:width]}")
            self._terminal.flush()
