"""Small outlines for drawing: a city as SVG paths, with a way to place a dot on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from laksa.city.rules.facts import Drawing, OutlinePath
from laksa.city.rules.outlines import Sheet

# A drawing travels with the page it stands on; the districts must be a few kilobytes.
BUDGET = {"district": 5_600, "village": 30_000}
FIRST_TOLERANCE_PX = 0.4


def draw(outlines: Mapping[str, BaseGeometry], names: Mapping[str, str], *, width: int, budget: int) -> Drawing:
    """Return the outlines (WGS 84) as paths that take at most about `budget` bytes together.

    Neighbours stay neighbours: a border is simplified once for both sides.
    """
    if not outlines:
        return Drawing(width, 0, (), 0.0, 0.0, 1.0, 1.0)
    west, south, east, north = shapely.total_bounds(list(outlines.values()))
    scale = Sheet(float(north + south) / 2).scale
    per_lon = (width - 2) / (east - west)
    per_lat = per_lon * scale[1] / scale[0]
    height = round((north - south) * per_lat) + 2
    flat = shapely.transform(list(outlines.values()), lambda xy: (xy - (west, north)) * (per_lon, -per_lat) + 1.0)
    drawing = Drawing(width, height, (), west - 1 / per_lon, north + 1 / per_lat, per_lon, per_lat)
    tolerance = FIRST_TOLERANCE_PX * width / 320
    while True:
        paths = tuple(_paths(outlines, names, shapely.coverage_simplify(flat, tolerance)))
        if sum(len(path.d) for path in paths) <= budget or tolerance > width / 8:
            return Drawing(width, height, paths, drawing.west, drawing.north, per_lon, per_lat)
        tolerance *= 1.4


def _paths(codes: Iterable[str], names: Mapping[str, str], shapes: Iterable[BaseGeometry]) -> Iterable[OutlinePath]:
    for code, shape in zip(codes, shapes, strict=True):
        label = shape.representative_point() if shape.is_valid and not shape.is_empty else shape.centroid
        yield OutlinePath(code, names.get(code, code), _d(shape), round(label.x, 1), round(label.y, 1))


def _d(shape: BaseGeometry) -> str:
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return "".join(_ring(np.round(shapely.get_coordinates(ring)).astype(int)) for ring in rings)


def _ring(points: np.ndarray[tuple[int, ...], np.dtype[np.int_]]) -> str:
    """Write a ring with relative steps: they are the shortest."""
    steps = [step for step in np.diff(points, axis=0).tolist() if step != [0, 0]][:-1]
    if len(steps) < 2:
        return ""
    line = "".join(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}" for dx, dy in _spaced(steps))
    return f"M{points[0][0]} {points[0][1]}l{line}z"


def _spaced(steps: list[list[int]]) -> Iterable[tuple[str, int]]:
    for number, (dx, dy) in enumerate(steps):
        yield (f"{dx}" if dx < 0 or number == 0 else f" {dx}"), dy
