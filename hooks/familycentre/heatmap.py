"""A table of states and numbers as a drawing: where each cell, name and number stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

WIDTH = 1000
"""Width in units. The narrowest phones, 320 px, show three units in a pixel."""
ROW = 52
LETTER = 15.5
"""Width of a letter of a column's name on average, in units, at the size that coverage.css gives:
30."""
LONGEST = 24
"""Letters of a column's name in the picture, less where there is no room for them; the table beside
it has the whole."""
NAME_LETTER = 21
"""The same of rows' names, 34 high: at most, for they must not touch the cells."""
NAMES = (150, 360)
"""Least and greatest width of the rows' names."""
WIDEST = 150
"""Greatest width of a column."""
SLANT = 0.71
"""Sine and cosine of 45°, the slant of the columns' names."""
DIGITS = 57
"""Width of three digits in a cell, 34 high: none of its columns is narrower."""
SHORTEST = 14
"""Letters that are left of a column's name even in the fullest picture."""


def _slanted(letters: int) -> int:
    """How wide and how high the longest of the columns' names is."""
    return round(letters * LETTER * SLANT) + 20


MOST = (WIDTH - NAMES[1] - _slanted(SHORTEST)) // DIGITS
"""Columns that a picture can hold beside the longest names of rows."""


class Spot(NamedTuple):
    """Text of a cell, at its middle."""

    x: int
    text: str


@dataclass(frozen=True)
class Heatmap:
    """A drawing; its parts are named as in :data:`coverage.Presence`, ``here`` in shades."""

    width: int
    height: int
    columns: tuple[tuple[int, int, str], ...]
    """Where each column's name begins (x, y), and its name, cut when it is long."""
    rows: tuple[tuple[int, str, tuple[Spot, ...]], ...]
    """Middle of each row (y), its name, and its cells' texts."""
    areas: Mapping[str, str]
    """Path data of the cells of each look."""


def draw(names: Sequence[str], columns: Sequence[str],
         cells: Sequence[Sequence[tuple[str, str]]]) -> Heatmap:
    """Draw a table of at most MOST columns: *cells* are rows of (look, text)."""
    left = min(max(NAMES[0], max(map(len, names), default=0) * NAME_LETTER), NAMES[1])
    room = WIDTH - left - len(columns) * DIGITS
    longest = min(LONGEST, int((room - _slanted(0)) / (LETTER * SLANT)))
    cut = [name if len(name) <= longest else f"{name[:longest - 1].rstrip()}…" for name in columns]
    slant = _slanted(max(map(len, cut), default=0))
    step = min((WIDTH - left - slant) // max(1, len(columns)), WIDEST)
    top = slant + 10
    areas: dict[str, str] = {}
    rows = []
    for at, (name, row) in enumerate(zip(names, cells, strict=True)):
        y = top + at * ROW
        for column, (look, _) in enumerate(row):
            x = left + column * step
            areas[look] = areas.get(look, "") + f"M{x + 2} {y + 2}h{step - 4}v{ROW - 4}h{4 - step}z"
        rows.append((y + ROW // 2, name, tuple(
            Spot(left + column * step + step // 2, text) for column, (_, text) in enumerate(row))))
    heads = tuple((left + column * step + step // 2, top - 12, name)
                  for column, name in enumerate(cut))
    return Heatmap(left + step * len(columns) + slant, top + ROW * len(names) + 4, heads,
                   tuple(rows), dict(sorted(areas.items())))
