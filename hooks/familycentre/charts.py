"""The directory's maps: what each municipality or county looks like, where its number stands."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from familycentre.borders import Drawing, Point, Spot, borders, draw, inside, middle_of
from familycentre.pins import names_that_fit, spread
from familycentre.reference import counties, municipalities

MANY = 60
"""With more municipalities than this the map is of counties: the numbers would not fit a phone."""
WIDTH = 1000
"""Width of a map in units. The narrowest phones, 320 px, show three units in a pixel."""
RADIUS = 38
"""Of the discs that are hit, in units: 24 px across on those phones (WCAG 2.2, 2.5.8)."""
MARGINS = range(RADIUS + 2, WIDTH // 2, 60)
"""Room around the borders, in units; more is tried where the discs do not fit."""
WIDE_SCREEN = {False: (20, 19), True: (31, 30)}
"""On wide screens, for maps that are *not* tall and those that are: radius of a disc and size of
letters, in units. The letters' size stands in map.css too."""
SHADES = 3
"""Steps of shade for places that have something; 0 is for those that have nothing."""
FINE = 12.0
"""What is left away of borders on a map, in square units: some 3 px on a wide screen."""

SMALL_HEIGHT = 300
"""Greatest height of the locator's drawing, in units; it is shown 7 rem (126 px) high."""
SMALL_WIDTH = 520
"""Greatest width of the locator's drawing: then it is 12 rem wide."""
DOT = 9
"""Radius in units of the dot that stands for a municipality too small to be seen: some 8 px
across."""


@dataclass(frozen=True)
class Pin:
    """A disc with a number."""

    x: int
    y: int
    radius: int
    leader: str
    """Path data of a line from the place to a disc whose middle is outside it, or nothing."""


@dataclass(frozen=True)
class Region:
    """A municipality or county on a map."""

    code: str
    name: str
    count: int
    """Listed entries there."""
    shade: int
    """0 where there is nothing, else 1 to SHADES."""
    path: str
    """SVG path data of the area."""
    small: Pin
    """The disc on phones."""
    large: Pin
    """The disc on wide screens: smaller on the map, so it stands nearer to its place."""
    label: tuple[int, int, str] | None
    """Where the name stands on wide screens, from the large disc's middle (x, y, text-anchor); None
    when there is no room for it."""


@dataclass(frozen=True)
class Chart:
    """A map whose areas are links."""

    by_county: bool
    """Whether its areas are counties."""
    width: int
    height: int
    regions: tuple[Region, ...]
    borders: str
    """Path data of all borders."""
    county_borders: str
    """Path data of the counties' borders, where there are several on a map of municipalities."""

    @property
    def tall(self) -> bool:
        """Whether wide screens should show it narrower than the page."""
        return self.height > self.width


@dataclass(frozen=True)
class _Ground:
    """What is the same in every language."""

    drawing: Drawing
    small: Mapping[str, Pin]
    large: Mapping[str, Pin]


def chart(codes: Sequence[str], counts: Mapping[str, int], county_counts: Mapping[str, int],
          language: str) -> Chart | None:
    """The map of a directory's municipalities, or of its counties when there are many.

    *codes* are the municipalities', in the order in which links shall follow; the counts are listed
    entries by code. None when there is no municipality.
    """
    if not codes:
        return None
    reference = municipalities()
    of_county = {code: reference[code].county for code in codes}
    by_county = len(codes) > MANY
    if by_county:
        shown = list(dict.fromkeys(of_county.values()))
        ground = _county_ground(tuple(sorted(shown)))
        names = {code: counties()[code].short_name(language) for code in shown}
        numbers = county_counts
    else:
        shown = list(codes)
        ground = _municipality_ground(tuple(sorted(codes)))
        names = {code: reference[code].name(language) for code in shown}
        numbers = counts
    drawing = ground.drawing
    radius, size = WIDE_SCREEN[drawing.height > drawing.width]
    spots = {code: (pin.x, pin.y) for code, pin in ground.large.items()}
    labels = names_that_fit(spots, names, radius, size, drawing.width, drawing.height)
    shades = shades_of({code: numbers[code] for code in shown})
    regions = tuple(
        Region(code, names[code], numbers[code], shades[code], drawing.shapes[code].path,
               ground.small[code], ground.large[code], _from(spots[code], labels.get(code)))
        for code in shown)
    several = len(set(of_county.values())) > 1 and not by_county
    return Chart(by_county, drawing.width, drawing.height, regions, drawing.edges,
                 drawing.group_edges if several else "")


def shades_of(counts: Mapping[str, int]) -> dict[str, int]:
    """A shade for each count: nothing is 0, the others in three parts, as many places in each.

    Equal counts have equal shades, and of two the greater never has the lighter.
    """
    ranked = sorted(number for number in counts.values() if number)
    return {code: min(ranked.index(number) * SHADES // len(ranked) + 1, SHADES) if number else 0
            for code, number in counts.items()}


@cache
def _municipality_ground(codes: tuple[str, ...]) -> _Ground:
    known = municipalities()
    for margin in MARGINS:
        drawing = draw(borders("municipalities"), {code: known[code].county for code in codes},
                       WIDTH, area=FINE, margin=margin)
        places: dict[str, Point] = {}
        for code in codes:
            # Half-way to the town: borders lie far out at sea, and towns close to each other.
            rings = drawing.shapes[code].rings
            middle = middle_of(rings)
            seat = drawing.at(known[code].lat, known[code].lon)
            between = ((seat[0] + middle[0]) / 2, (seat[1] + middle[1]) / 2)
            places[code] = between if inside(between, rings) else middle
        if (ground := _ground(drawing, places)) is not None:
            return ground
    raise AssertionError(f"{len(codes)} municipalities fit on every sheet")


@cache
def _county_ground(codes: tuple[str, ...]) -> _Ground:
    for margin in MARGINS:
        drawing = draw(borders("counties"), {code: code for code in codes}, WIDTH, area=FINE,
                       margin=margin)
        places: dict[str, Point] = {
            code: middle_of(shape.rings) for code, shape in drawing.shapes.items()}
        if (ground := _ground(drawing, places)) is not None:
            return ground
    raise AssertionError(f"{len(codes)} counties fit on every sheet")


def _ground(drawing: Drawing, places: Mapping[str, Point]) -> _Ground | None:
    """The discs of both sizes; None when they do not fit."""
    wide, _ = WIDE_SCREEN[drawing.height > drawing.width]
    try:
        small, large = (spread(places, radius, drawing.width, drawing.height)
                        for radius in (RADIUS, wide))
    except ValueError:
        return None

    def pin(code: str, spot: Spot, radius: int) -> Pin:
        if inside(spot, drawing.shapes[code].rings):
            return Pin(*spot, radius, "")
        x, y = (round(number) for number in places[code])
        return Pin(*spot, radius, f"M{x} {y}l{spot[0] - x} {spot[1] - y}")

    return _Ground(drawing, {code: pin(code, spot, RADIUS) for code, spot in small.items()},
                   {code: pin(code, spot, wide) for code, spot in large.items()})


def _from(pin: Spot, label: tuple[int, int, str] | None) -> tuple[int, int, str] | None:
    return (label[0] - pin[0], label[1] - pin[1], label[2]) if label else None


@cache
def locator(codes: tuple[str, ...]) -> Drawing:
    """The small drawing of a directory's municipalities, for :func:`locator_sheet`.

    Raises ValueError when there are none.
    """
    known = municipalities()
    return draw(borders("municipalities"), {code: known[code].county for code in sorted(codes)},
                SMALL_WIDTH, tallest=SMALL_HEIGHT, area=8 if len(codes) > MANY else 4, margin=4)


def locator_sheet(codes: tuple[str, ...], beside: str = "") -> str:
    """An SVG file that pages take two parts of: the outlines (``all``) and one municipality
    (``m`` and its code). It has no colours: pages give them. *beside* is SVG that pages with a
    locator also need: one file is one request.
    """
    drawing = locator(codes)
    outlines = drawing.group_edges if len(codes) > MANY else drawing.edges
    parts = [f'<path id="all" d="{outlines}"/>']
    for code, shape in drawing.shapes.items():
        xs, ys = [x for x, _ in shape.rings[0]], [y for _, y in shape.rings[0]]
        if math.hypot(max(xs) - min(xs), max(ys) - min(ys)) < 3 * DOT:
            x, y = (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2
            parts.append(f'<circle id="m{code}" cx="{x}" cy="{y}" r="{DOT}"/>')
        else:
            parts.append(f'<path id="m{code}" fill-rule="evenodd" d="{shape.path}"/>')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} '
            f'{drawing.height}">{beside}{"".join(parts)}</svg>')
