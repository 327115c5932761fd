# SPDX-License-Identifier: AGPL-3.0-or-later
"""The day's way on the true outlines: a still drawing, numbered like the list below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import shapely

from laksa.city.models import OutlinePath, book, outlines
from laksa.city.rules.drawing import draw
from laksa.field.rules.route import Point

WIDTH, BUDGET = 344, 5_000
MARGIN, ASPECT = 0.16, 1.5
# A day in one street is still drawn with the streets around it.
LEAST_DEGREES = 0.02
# Names of more kelurahan would lie on each other.
NAMED = 8


@dataclass(frozen=True)
class Mark:
    """A numbered stop on the drawing."""

    number: int
    code: str
    x: float
    y: float
    is_done: bool
    is_here: bool


@dataclass(frozen=True)
class Sketch:
    """The drawing: outlines, the way behind (solid) and ahead (dotted), marks in their order."""

    view_box: str
    paths: tuple[OutlinePath, ...]
    names: tuple[OutlinePath, ...]
    behind: str
    ahead: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Place:
    """A stop to be drawn, in the order of the day."""

    number: int
    code: str
    point: Point
    village: str | None
    is_done: bool = False
    is_here: bool = False


def sketch_of(places: Sequence[Place]) -> Sketch | None:
    """Return the drawing of a day; None without a place to draw."""
    if not places:
        return None
    west, south, east, north = frame = _frame([place.point for place in places])
    cut = {code: shapely.clip_by_rect(shape, *frame) for code, shape in outlines("village").items()}
    areas = {code: shape for code, shape in cut.items() if shape.geom_type in {"Polygon", "MultiPolygon"} and not shape.is_empty}
    if not areas:
        return None
    left, _low, right, _high = shapely.total_bounds(list(areas.values()))
    width = max(40, round(WIDTH * float(right - left) / (east - west)))
    drawing = draw(areas, {code: book().areas[code].name for code in areas}, width=width, budget=BUDGET)
    (x, y), (x_end, y_end) = drawing.place(north, west), drawing.place(south, east)
    marks = tuple(Mark(one.number, one.code, *drawing.place(*one.point), one.is_done, one.is_here) for one in places)
    villages = list(dict.fromkeys(place.village for place in places))[:NAMED]
    return Sketch(
        f"{x:.0f} {y:.0f} {x_end - x:.0f} {y_end - y:.0f}",
        drawing.paths,
        tuple(path for path in drawing.paths if path.code in villages),
        _way([mark for mark in marks if mark.is_done or mark.is_here]),
        _way(_from_here(marks)),
        marks,
    )


def _from_here(marks: Sequence[Mark]) -> list[Mark]:
    first = next((number for number, mark in enumerate(marks) if not mark.is_done), len(marks))
    return list(marks[first:])


def _way(marks: Sequence[Mark]) -> str:
    return "".join(f"{'L' if number else 'M'}{mark.x:.0f} {mark.y:.0f}" for number, mark in enumerate(marks)) if len(marks) > 1 else ""


def _frame(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """Return west, south, east, north around the points, of the drawing's own proportion."""
    lats, lons = [point[0] for point in points], [point[1] for point in points]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    squeeze = cos(radians(lat))
    high = max(max(lats) - min(lats), LEAST_DEGREES) * (1 + 2 * MARGIN)
    wide = max((max(lons) - min(lons)) * squeeze, LEAST_DEGREES) * (1 + 2 * MARGIN)
    wide, high = max(wide, high * ASPECT) / squeeze, max(high, wide / ASPECT)
    return lon - wide / 2, lat - high / 2, lon + wide / 2, lat + high / 2
