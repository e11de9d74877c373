"""Where numbers and names stand on a map so that every one can be read and hit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from familycentre.borders import Point, Spot

ROUNDS = 400
"""Times that everything is pushed apart, at most."""
PULL = 0.02
"""Share of the way back to its own place that a pin is drawn in each round."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def spread(places: Mapping[str, Point], radius: int, width: int, height: int) -> dict[str, Spot]:
    """A place for a disc of *radius* for each of *places*, near it, none upon another.

    Discs that overlap push each other apart as in D. Dorling's circular cartograms (Concepts and
    Techniques in Modern Geography 59, 1996), and each is drawn back a little to where it belongs;
    at the end they are only pushed. They stay on a sheet of *width* × *height*. Raises ValueError
    when they do not fit there.
    """
    least = 2 * radius + 2  # rounding to whole numbers may cost each disc most of a unit
    codes = list(places)
    if len(codes) * least**2 * 0.87 > width * height:  # the densest that discs can be packed
        raise ValueError("the sheet is too small")
    # Discs that begin at one spot need a direction to part: one each, always the same.
    at = [[x + math.cos(index), y + math.sin(index)]
          for index, (x, y) in enumerate(places.values())]
    for turn in range(ROUNDS):
        if turn < ROUNDS * 3 // 4:
            for spot, home in zip(at, places.values(), strict=True):
                spot[0] += (home[0] - spot[0]) * PULL
                spot[1] += (home[1] - spot[1]) * PULL
        moved = _push_apart(at, least)
        for spot in at:
            spot[0] = min(max(spot[0], radius), width - radius)
            spot[1] = min(max(spot[1], radius), height - radius)
        if not moved and turn >= ROUNDS * 3 // 4:
            break
    found = {code: (round(x), round(y)) for code, (x, y) in zip(codes, at, strict=True)}
    spots = list(found.values())
    if any(math.dist(one, other) < 2 * radius
           for index, one in enumerate(spots) for other in spots[:index]):
        raise ValueError("the sheet is too small")
    return found


def _push_apart(at: list[list[float]], least: float) -> bool:
    """Part every pair that is nearer than *least*; whether there was one."""
    moved = False
    for index, one in enumerate(at):
        for other in at[:index]:
            dx, dy = one[0] - other[0], one[1] - other[1]
            if abs(dx) >= least or abs(dy) >= least:
                continue
            far = math.hypot(dx, dy)
            if far >= least:
                continue
            moved = True
            dx, dy = (dx / far, dy / far) if far else (1.0, 0.0)
            push = (least - far) / 2 + 0.01
            one[0] += dx * push
            one[1] += dy * push
            other[0] -= dx * push
            other[1] -= dy * push
    return moved


LETTER = 0.56
"""Width of a letter of a plain sans-serif, as a share of its size; a little more than the mean."""


def names_that_fit(pins: Mapping[str, Spot], names: Mapping[str, str], radius: float, size: float,
                   width: int, height: int) -> dict[str, tuple[int, int, str]]:
    """Where the names stand that fit beside their pins: x, y of the baseline, text-anchor.

    *radius* is that of the pins and *size* that of the letters. A name stands below its pin, above,
    to the right or to the left: where it covers no pin, no other name, and stays on the sheet.
    Short names choose first: so the most fit.
    """
    taken: list[Box] = [(x - radius, y - radius, x + radius, y + radius) for x, y in pins.values()]
    found: dict[str, tuple[int, int, str]] = {}
    for code in sorted(pins, key=lambda one: (len(names[one]), one)):
        long = len(names[code]) * LETTER * size
        for (x, y, anchor), box in _beside(pins[code], radius, size, long):
            on_sheet = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if on_sheet and not any(_overlap(box, other) for other in taken):
                found[code] = (round(x), round(y), anchor)
                taken.append(box)
                break
    return found


def _beside(pin: Spot, radius: float, size: float, long: float) -> Sequence[
        tuple[tuple[float, float, str], Box]]:
    """The ways to write a name beside its pin, the best first, and the room each takes."""
    x, y = pin
    low, up, gap = y + radius + size, y - radius - size * 0.3, size * 0.3
    return (
        ((x, low, "middle"), (x - long / 2, low - size * 0.9, x + long / 2, low + size * 0.25)),
        ((x, up, "middle"), (x - long / 2, up - size * 0.8, x + long / 2, up + size * 0.2)),
        ((x + radius + gap, y + size * 0.35, "start"),
         (x + radius + gap / 2, y - size * 0.5, x + radius + gap + long, y + size * 0.5)),
        ((x - radius - gap, y + size * 0.35, "end"),
         (x - radius - gap - long, y - size * 0.5, x - radius - gap / 2, y + size * 0.5)),
    )


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
