# SPDX-License-Identifier: AGPL-3.0-or-later
"""The day's way on the true outlines: a still drawing, numbered like the list below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
# A name stands beside its mark, where no other name or mark is in the way.
BESIDE, NAME_WIDTH, NAME_HEIGHT = 15, 84, 13


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
class Name:
    """The name of a kelurahan beside a mark; `is_left` where it ends there."""

    text: str
    x: float
    y: float
    is_left: bool


@dataclass(frozen=True)
class Sketch:
    """The drawing: outlines, the way behind (solid) and ahead (dotted), marks in their order."""

    view_box: str
    paths: tuple[OutlinePath, ...]
    names: tuple[Name, ...]
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
    return Sketch(
        f"{x:.0f} {y:.0f} {x_end - x:.0f} {y_end - y:.0f}",
        drawing.paths,
        tuple(_names(places, marks, middle=(x + x_end) / 2)),
        _way([mark for mark in marks if mark.is_done or mark.is_here]),
        _way(_from_here(marks)),
        marks,
    )


def _names(places: Sequence[Place], marks: Sequence[Mark], *, middle: float) -> Iterator[Name]:
    """Yield the names that have room, each kelurahan once, on the side of its mark that looks inward."""
    taken = [(mark.x - BESIDE, mark.x + BESIDE, mark.y) for mark in marks]
    told: set[str] = set()
    for place, mark in zip(places, marks, strict=True):
        area = book().areas.get(place.village or "")
        if area is None or area.code in told:
            continue
        is_left = mark.x > middle
        low, high = (mark.x - BESIDE - NAME_WIDTH, mark.x - BESIDE) if is_left else (mark.x + BESIDE, mark.x + BESIDE + NAME_WIDTH)
        if any(begin < high and low < end and abs(y - mark.y) < NAME_HEIGHT for begin, end, y in taken):
            continue
        told.add(area.code)
        taken.append((low, high, mark.y))
        yield Name(area.name, mark.x - BESIDE if is_left else mark.x + BESIDE, mark.y + 4, is_left)


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
