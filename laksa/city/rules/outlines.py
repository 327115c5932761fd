"""Where a point lies. Pure geometry: shapely only, no table is read here.

Outlines are shapely geometries in WGS 84 (x = lon, y = lat), by area code. Inside, everything is measured
in metres on a flat sheet around the city, which is good to a few per mille over 50 km.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, isfinite, radians
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely import MultiPoint, Point, STRtree
from shapely.geometry.base import BaseGeometry

from laksa.kernel.errors import Refused

METRES_A_DEGREE = 111_320.0
# Beyond the outermost centre points a cell goes this far: about the radius of a kelurahan.
CELL_REACH_M = 1_000.0
# How closely the city's edge follows its outer centre points (0 closest, 1 convex).
HULL_RATIO = 0.2
# Official outlines are themselves off by 5 to 10 m, and drawn ones leave slivers.
EDGE_M = 50.0
GRID_M = 120.0

LatLon = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a point lies: in `code` (None outside), else `distance_m` metres from `nearest`."""

    code: str | None
    nearest: str
    distance_m: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A flat sheet in metres around one latitude."""

    lat: float

    @property
    def scale(self) -> LatLon:
        """Metres a degree of longitude, and of latitude."""
        return METRES_A_DEGREE * cos(radians(self.lat)), METRES_A_DEGREE

    def down(self, shape: BaseGeometry) -> BaseGeometry:
        """Lay a geometry in degrees on the sheet."""
        return shapely.transform(shape, lambda points: points * np.array(self.scale))

    def up(self, shape: BaseGeometry) -> BaseGeometry:
        """Take a geometry from the sheet back to degrees."""
        return shapely.transform(shape, lambda points: points / np.array(self.scale))


def checked_point(lat: float, lon: float) -> LatLon:
    """Return the point as floats. Raises Refused for what is no place on earth."""
    try:
        lat, lon = float(lat), float(lon)
    except (TypeError, ValueError):
        raise Refused(_("Titik harus berupa dua angka: lintang dan bujur."), field="lat", code="bad_point") from None
    if not (isfinite(lat) and isfinite(lon) and -90 <= lat <= 90 and -180 <= lon <= 180):
        message = _("Titik di luar bumi: lintang antara -90 dan 90, bujur antara -180 dan 180.")
        raise Refused(message, field="lat", code="bad_point")
    return lat, lon


def cells(centres: Mapping[str, LatLon], *, reach_m: float = CELL_REACH_M) -> dict[str, BaseGeometry]:
    """Return a cell for each centre: all points nearer to it than to another, cut off beyond the city.

    `centres` are (lat, lon). No two may be the same point.
    """
    if not centres:
        return {}
    sheet = Sheet(sum(lat for lat, _lon in centres.values()) / len(centres))
    points = {code: sheet.down(Point(lon, lat)) for code, (lat, lon) in centres.items()}
    cloud = MultiPoint(list(points.values()))
    city = shapely.concave_hull(cloud, ratio=HULL_RATIO).buffer(reach_m)
    if len(points) == 1:
        return {code: sheet.up(city) for code in points}
    parts = shapely.voronoi_polygons(cloud, extend_to=city.envelope.buffer(reach_m)).geoms
    tree = STRtree(list(parts))
    found = {code: tree.geometries[tree.query(point, predicate="intersects")[0]] for code, point in points.items()}
    return {code: sheet.up(shapely.intersection(cell, city)) for code, cell in found.items()}


def dissolve(villages: Mapping[str, BaseGeometry], district_of: Mapping[str, str]) -> dict[str, BaseGeometry]:
    """Return the outline of each district: its villages without the borders between them."""
    parts: dict[str, list[BaseGeometry]] = {}
    for code, shape in villages.items():
        parts.setdefault(district_of[code], []).append(shape)
    return {code: shapely.union_all(shapes) for code, shapes in parts.items()}


class Locator:
    """Finds the outline a point lies in.

    A grid answers at once wherever a square of it lies wholly in one outline; only the squares along
    the borders ask the tree.
    """

    def __init__(self, outlines: Mapping[str, BaseGeometry]) -> None:
        if not outlines:
            raise Refused(_("Kota belum punya wilayah."), code="no_areas")
        # In the order of codes, so that a point on a border always falls to the same side.
        self.codes = sorted(outlines)
        middle = shapely.total_bounds(list(outlines.values()))
        self._sheet = Sheet(float(middle[1] + middle[3]) / 2)
        self._x_scale, self._y_scale = self._sheet.scale
        self._shapes = [self._sheet.down(outlines[code]) for code in self.codes]
        shapely.prepare(self._shapes)
        self._tree = STRtree(self._shapes)
        self._answers = [Spot(code, code, 0.0) for code in self.codes]
        self._grid = self._squares()

    def find(self, lat: float, lon: float) -> Spot:
        """Return where the point lies. Raises Refused for what is no point."""
        lat, lon = checked_point(lat, lon)
        x, y = lon * self._x_scale, lat * self._y_scale
        sure = self._grid.get((int(x // GRID_M), int(y // GRID_M)))
        if sure is not None:
            return sure
        return self._search(shapely.points(x, y))

    def find_many(self, points: Sequence[LatLon] | np.ndarray[Any, Any]) -> list[Spot]:
        """Return where each (lat, lon) lies, much faster than one by one."""
        wanted = np.asarray(points, dtype=float).reshape(-1, 2)
        if not np.isfinite(wanted).all() or (np.abs(wanted) > (90, 180)).any():
            for lat, lon in wanted:
                checked_point(lat, lon)
        flat = wanted[:, ::-1] * np.array(self._sheet.scale)
        keys = np.floor(flat / GRID_M).astype(int).tolist()
        found: list[Spot | None] = [self._grid.get((x, y)) for x, y in keys]
        unsure = [index for index, spot in enumerate(found) if spot is None]
        shapes = shapely.points(flat[unsure])
        held: dict[int, int] = {}
        for place, shape in self._tree.query(shapes, predicate="intersects").T.tolist():
            held[place] = min(shape, held.get(place, shape))
        away = [place for place in range(len(unsure)) if place not in held]
        nearest, distances = self._tree.query_nearest(shapes[away], all_matches=False, return_distance=True)
        for place, index, distance in zip(away, nearest[1].tolist(), distances.tolist(), strict=True):
            found[unsure[place]] = self._beyond(index, distance)
        for place, index in held.items():
            found[unsure[place]] = self._answers[index]
        return [spot for spot in found if spot is not None]

    def _search(self, point: Point) -> Spot:
        hits = self._tree.query(point, predicate="intersects")
        if len(hits):
            return self._answers[int(min(hits))]
        index = int(self._tree.nearest(point))
        return self._beyond(index, float(shapely.distance(self._shapes[index], point)))

    def _beyond(self, index: int, distance: float) -> Spot:
        code = self.codes[index]
        return Spot(code if distance <= EDGE_M else None, code, distance)

    def _squares(self) -> dict[tuple[int, int], Spot]:
        """Return, for each square of the grid that lies in one outline, the answer for all its points."""
        bounds = np.floor(shapely.total_bounds(self._shapes) / GRID_M).astype(int)
        columns, rows = np.arange(bounds[0], bounds[2] + 1), np.arange(bounds[1], bounds[3] + 1)
        if len(columns) * len(rows) > 1_000_000:
            # Larger than any city: the tree alone is quick enough.
            return {}
        x, y = (axis.ravel() for axis in np.meshgrid(columns, rows))
        boxes = shapely.box(x * GRID_M, y * GRID_M, (x + 1) * GRID_M, (y + 1) * GRID_M)
        held, shape = self._tree.query(boxes, predicate="covered_by")
        pairs = zip(x[held].tolist(), y[held].tolist(), shape.tolist(), strict=True)
        return {(column, row): self._answers[index] for column, row, index in _lowest(pairs)}


def _lowest(pairs: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Keep the lowest index of each square last, so that it wins where outlines overlap."""
    return sorted(pairs, key=lambda pair: -pair[2])


def nearest_neighbour(lat: float, lon: float, neighbours: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the neighbour one of whose points is nearest, None when the city names no neighbours."""
    shrink = cos(radians(lat))

    def away(neighbour: Mapping[str, Any]) -> float:
        return min(float((lat - y) ** 2 + ((lon - x) * shrink) ** 2) for y, x in neighbour["points"])

    return min(neighbours, key=away, default=None)
