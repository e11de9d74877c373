"""Borders → drawings: TopoJSON in, whole-number SVG path data out. Nothing here knows of pages.

A border that two neighbours share is one arc of the topology. It is projected, simplified and
rounded once, and both are drawn from the result: so neighbours still meet.
"""

from __future__ import annotations

import heapq
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

Point = tuple[float, float]
Spot = tuple[int, int]
Rings = list[list[list[int]]]
"""Polygons → rings (the outer one first, then holes) → arc numbers; ``~n`` is arc n backwards."""


@dataclass(frozen=True)
class Topology:
    """A decoded TopoJSON topology (format version 1.0)."""

    arcs: tuple[tuple[Point, ...], ...]
    """Points of each arc in ETRS-TM35FIN: metres to the east and to the north."""
    shapes: Mapping[str, Rings]
    """Polygons by code."""


@dataclass(frozen=True)
class Shape:
    """One municipality or county, drawn."""

    code: str
    path: str
    """SVG path data, relative after the start of each ring; to be filled by ``evenodd``."""
    rings: tuple[tuple[Spot, ...], ...]
    """The rings that *path* draws, the largest first; each ends before it would close."""


@dataclass(frozen=True)
class Drawing:
    """Some shapes of a topology on one sheet."""

    width: int
    height: int
    shapes: Mapping[str, Shape]
    """By code, in the order asked for."""
    edges: str
    """Every border once, as open lines."""
    group_edges: str
    """The borders between groups of shapes, such as counties, and around them all."""
    scale: float
    """Units of the drawing in a metre."""
    origin: Point
    """What is drawn at (0, 0), in metres to the east and to the north."""

    def at(self, lat: float, lon: float) -> Point:
        """Where a place on the earth is on the sheet."""
        return self._on_sheet(tm35fin(lat, lon))

    def _on_sheet(self, point: Point) -> Point:
        return (point[0] - self.origin[0]) * self.scale, (self.origin[1] - point[1]) * self.scale


@cache
def borders(name: str) -> Topology:
    """The topology ``municipalities`` or ``counties`` of the package's reference data."""
    folder = resources.files("familycentre").joinpath("reference")
    return decode(json.loads(folder.joinpath(f"{name}.topo.json").read_text(encoding="utf-8")),
                  name)


def decode(document: Mapping[str, object], name: str) -> Topology:
    """Read a quantised topology: arcs are running sums of whole steps, scaled and moved.

    Source: TopoJSON format specification 1.0, sections 2.1.2 and 2.1.4. Raises KeyError when the
    document has no object of that *name*.
    """
    given: dict[str, dict[str, list[float]]] = document  # type: ignore[assignment]
    (scale_x, scale_y), (move_x, move_y) = (
        given["transform"]["scale"], given["transform"]["translate"])
    arcs = []
    for steps in document["arcs"]:  # type: ignore[attr-defined]
        x = y = 0
        points = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            points.append(tm35fin(y * scale_y + move_y, x * scale_x + move_x))
        arcs.append(tuple(points))
    shapes = {}
    for one in document["objects"][name]["geometries"]:  # type: ignore[index]
        shapes[one["id"]] = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
    return Topology(tuple(arcs), shapes)


# GRS 80 and the projection's own numbers: JHS 197, EUREF-FIN -koordinaattijärjestelmät.
_FLATTENING = 1 / 298.257222101
_N = _FLATTENING / (2 - _FLATTENING)
_RADIUS = 6378137 / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ECCENTRICITY = math.sqrt(2 * _FLATTENING - _FLATTENING**2)
_SCALE, _MERIDIAN, _FALSE_EASTING = 0.9996, math.radians(27), 500_000.0
_H = (
    _N / 2 - 2 / 3 * _N**2 + 5 / 16 * _N**3 + 41 / 180 * _N**4,
    13 / 48 * _N**2 - 3 / 5 * _N**3 + 557 / 1440 * _N**4,
    61 / 240 * _N**3 - 103 / 140 * _N**4,
    49561 / 161280 * _N**4,
)


def tm35fin(lat: float, lon: float) -> Point:
    """Degrees → ETRS-TM35FIN, metres to the east and to the north.

    The transverse Mercator projection by Krüger's series to the fourth order, as JHS 197 (2016),
    appendix 2, gives it; L. Krüger, "Konforme Abbildung des Erdellipsoids in der Ebene" (1912).
    """
    phi, across = math.radians(lat), math.radians(lon) - _MERIDIAN
    flat = math.asinh(math.tan(phi)) - _ECCENTRICITY * math.atanh(_ECCENTRICITY * math.sin(phi))
    beta = math.atan(math.sinh(flat))
    eta = math.atanh(math.cos(beta) * math.sin(across))
    xi = math.asin(math.sin(beta) * math.cosh(eta))
    north, east = xi, eta
    for order, h in enumerate(_H, start=1):
        north += h * math.sin(2 * order * xi) * math.cosh(2 * order * eta)
        east += h * math.cos(2 * order * xi) * math.sinh(2 * order * eta)
    return _RADIUS * east * _SCALE + _FALSE_EASTING, _RADIUS * north * _SCALE


def simplify(points: Sequence[Point], area: float, least: int = 2) -> list[Point]:
    """The line without points that change it little; its ends stay.

    Takes away the point whose triangle with its neighbours is smallest until every triangle is at
    least *area* (in the points' units, squared) or only *least* points are left. Source: M.
    Visvalingam and J. D. Whyatt, "Line generalisation by repeated elimination of points", The
    Cartographic Journal 30 (1993) 46–51.
    """
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    sizes: dict[int, float] = {}
    heap: list[tuple[float, int]] = []

    def weigh(at: int, floor: float) -> None:
        # A point may not count less than one already taken: else lines fall at one end first.
        sizes[at] = max(floor, _triangle(points[before[at]], points[at], points[after[at]]))
        heapq.heappush(heap, (sizes[at], at))

    for at in range(1, len(points) - 1):
        weigh(at, 0)
    left = len(points)
    while heap and left > least:
        size, at = heapq.heappop(heap)
        if sizes.get(at) != size:
            continue  # weighed anew since
        if size >= area:
            break
        del sizes[at]
        left -= 1
        after[before[at]], before[after[at]] = after[at], before[at]
        for beside in (before[at], after[at]):
            if beside in sizes:
                weigh(beside, size)
    return [point for at, point in enumerate(points) if at in sizes or at in (0, len(points) - 1)]


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def draw(topology: Topology, groups: Mapping[str, str], width: int, *, area: float,
         tallest: float = math.inf, margin: int = 0) -> Drawing:
    """The shapes named in *groups* (code → group), fitted to a sheet.

    The sheet is *width* units wide, or narrower so as not to be higher than *tallest*; *margin* is
    left free on every side. *area*, in square units, is what :func:`simplify` leaves away, and the
    least size of an island.
    Raises KeyError for a code that the topology lacks and ValueError when there is nothing to draw.
    """
    used = {code: topology.shapes[code] for code in groups}
    sides = _sides(used)
    points = [point for arc in sides for point in topology.arcs[arc]]
    if not points:
        raise ValueError("there is nothing to draw")
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = min((width - 2 * margin) / (east - west), (tallest - 2 * margin) / (north - south))
    origin = (west - margin / scale, north + margin / scale)
    least = _least(used)
    lines = {arc: _rounded(simplify(
                 [((x - origin[0]) * scale, (origin[1] - y) * scale)
                  for x, y in topology.arcs[arc]], area, least.get(arc, 2)))
             for arc in sides}
    shapes = {code: _shape(code, polygons, lines, sides, area) for code, polygons in used.items()}
    kept = {arc for code in used for arc in _arcs_drawn(used[code], lines, sides, area)}
    edges = [line for arc, line in sorted(lines.items()) if arc in kept]
    group_edges = [line for arc, line in sorted(lines.items()) if arc in kept and (
        len(sides[arc]) == 1 or len({groups[code] for code in sides[arc]}) > 1)]
    return Drawing(round((east - west) * scale) + 2 * margin,
                   round((north - south) * scale) + 2 * margin,
                   shapes, _lines(edges), _lines(group_edges), scale, origin)


def _number(arc: int) -> int:
    """Which arc, whatever its direction."""
    return ~arc if arc < 0 else arc


def _sides(used: Mapping[str, Rings]) -> dict[int, list[str]]:
    """Codes of the shapes on the two sides of each arc that is used; one at the outer edge."""
    sides: dict[int, list[str]] = {}
    for code, polygons in used.items():
        for polygon in polygons:
            for ring in polygon:
                for arc in ring:
                    sides.setdefault(_number(arc), []).append(code)
    return sides


def _least(used: Mapping[str, Rings]) -> dict[int, int]:
    """Points that an arc keeps so that no ring falls flat: a ring needs three."""
    least: dict[int, int] = {}
    for polygons in used.values():
        for polygon in polygons:
            for ring in polygon:
                keep = {1: 4, 2: 3}.get(len(ring), 2)
                for arc in ring:
                    least[_number(arc)] = max(keep, least.get(_number(arc), 2))
    return least


def _rounded(points: Iterable[Point]) -> list[Spot]:
    """Whole numbers, without repeating one; a line keeps at least its two ends."""
    spots = [(round(x), round(y)) for x, y in points]
    middle = [spot for last, spot in pairwise(spots[:-1]) if spot not in (last, spots[-1])]
    return [spots[0], *middle, spots[-1]]


def _ring(ring: Sequence[int], lines: Mapping[int, Sequence[Spot]]) -> list[Spot]:
    """The corners of a ring, each once in a row and without the closing one."""
    corners: list[Spot] = []
    for arc in ring:
        line = lines[_number(arc)]
        corners += [spot for spot in (line if arc >= 0 else line[::-1])
                    if not corners or spot != corners[-1]]
    while len(corners) > 1 and corners[-1] == corners[0]:
        corners.pop()
    return corners


def _rings_drawn(polygons: Rings, lines: Mapping[int, Sequence[Spot]],
                 sides: Mapping[int, Sequence[str]], area: float) -> Iterator[list[int]]:
    """Arcs of the rings to draw, the largest first. Islands too small to see are left out, never
    the largest part of a shape, nor a ring that has a neighbour.
    """
    rings = [(_area(_ring(ring, lines)), ring) for polygon in polygons for ring in polygon]
    rings.sort(key=lambda pair: -pair[0])
    for index, (size, ring) in enumerate(rings):
        alone = all(len(sides[_number(arc)]) == 1 for arc in ring)
        if index == 0 or not alone or size >= max(area, 1):
            yield ring


def _arcs_drawn(polygons: Rings, lines: Mapping[int, Sequence[Spot]],
                sides: Mapping[int, Sequence[str]], area: float) -> Iterator[int]:
    for ring in _rings_drawn(polygons, lines, sides, area):
        yield from (_number(arc) for arc in ring)


def _shape(code: str, polygons: Rings, lines: Mapping[int, Sequence[Spot]],
           sides: Mapping[int, Sequence[str]], area: float) -> Shape:
    rings = [_ring(ring, lines) for ring in _rings_drawn(polygons, lines, sides, area)]
    return Shape(code, "".join(f"{_steps(ring)}z" for ring in rings),
                 tuple(tuple(ring) for ring in rings))


def _area(corners: Sequence[Spot]) -> float:
    """Area inside a ring, by the shoelace formula."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in
                   zip(corners, [*corners[1:], *corners[:1]], strict=True))) / 2


def _steps(line: Sequence[Spot]) -> str:
    """A line as path data: where it starts, then steps (SVG 2, section 9.3)."""
    (x, y), *rest = line
    text = f"M{x}{_after(y)}"
    for index, (to_x, to_y) in enumerate(rest):
        first = f"l{to_x - x}" if index == 0 else _after(to_x - x)
        text += first + _after(to_y - y)
        x, y = to_x, to_y
    return text


def _after(number: int) -> str:
    """A number that follows another: a minus sign separates as well as a space."""
    return str(number) if number < 0 else f" {number}"


def _lines(lines: Sequence[Sequence[Spot]]) -> str:
    return "".join(_steps(line) for line in _joined(lines))


def _joined(lines: Sequence[Sequence[Spot]]) -> list[list[Spot]]:
    """Lines that follow one another as one: fewer starting points to write down."""
    starts: dict[Spot, list[int]] = {}
    for number, line in enumerate(lines):
        starts.setdefault(line[0], []).append(number)
        starts.setdefault(line[-1], []).append(number)
    left = dict.fromkeys(range(len(lines)))
    joined = []
    while left:
        number = next(iter(left))
        del left[number]
        whole = list(lines[number])
        while (after := next((one for one in starts[whole[-1]] if one in left), None)) is not None:
            del left[after]
            line = lines[after]
            whole += line[1:] if line[0] == whole[-1] else line[-2::-1]
        joined.append(whole)
    return joined


STEPS = 5
"""Points tried in each direction, and again around the best, for the middle of a shape."""


def middle_of(rings: Sequence[Sequence[Spot]]) -> Spot:
    """A point inside a shape and far from its borders, for a number to stand on.

    Looks at a grid of points, then twice at a finer one around the best: near enough to the pole
    of inaccessibility (D. Garcia-Castellanos and U. Lombardo, Scottish Geographical Journal 123
    (2007) 227–233).
    """
    xs, ys = [x for x, _ in rings[0]], [y for _, y in rings[0]]
    wide, high = (max(xs) - min(xs)) / 2, (max(ys) - min(ys)) / 2
    best = (round(min(xs) + wide), round(min(ys) + high))
    room = clearance(best, rings)
    for _ in range(3):
        x, y = best
        for across in range(-STEPS, STEPS + 1):
            for down in range(-STEPS, STEPS + 1):
                spot = (round(x + wide * across / STEPS), round(y + high * down / STEPS))
                if (here := clearance(spot, rings, room)) > room:
                    best, room = spot, here
        wide, high = wide / STEPS, high / STEPS
    return best


def clearance(spot: Point, rings: Sequence[Sequence[Spot]], enough: float = -math.inf) -> float:
    """Distance to the nearest border, negative outside; minus infinity below *enough*."""
    within = inside(spot, rings)
    if not within and enough >= 0:
        return -math.inf
    nearest = math.inf
    for ring in rings:
        for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            nearest = min(nearest, _distance(spot, a, b))
            if within and nearest <= enough:
                return -math.inf
    return nearest if within else -nearest


def _distance(point: Point, a: Point, b: Point) -> float:
    """From a point to a stretch of line."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length)
                ) if length else 0.0
    return math.hypot(point[0] - a[0] - along * dx, point[1] - a[1] - along * dy)


def inside(point: Point, rings: Iterable[Sequence[Spot]]) -> bool:
    """Whether a point is inside by the even-odd rule (M. Shimrat, CACM 5 (1962) 434)."""
    x, y = point
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd
