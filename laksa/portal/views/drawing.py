# SPDX-License-Identifier: AGPL-3.0-or-later
"""Still drawings of the city: today's reports on its outlines, and where one report lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians

import shapely
from shapely.geometry.base import BaseGeometry

from laksa.cases.models import Case
from laksa.city.models import Drawing, OutlinePath, book, city_drawing, outlines
from laksa.city.rules.drawing import draw
from laksa.portal.views.figures import kept
from laksa.ui.templatetags.ui import current_voice

HOME_WIDTH = 400
# More marks than this would hide the city under them, and make the page heavy.
MARKS = 150
# A day of a large city; beyond it the number is counted instead of drawn.
A_DAY = 2_000
# Three decimals of a degree are about 110 m: where a stranger may know a report to be.
DECIMALS = 3


@dataclass(frozen=True)
class Today:
    """Today so far: how many came in and were declared done, and where, as paths of zero-length strokes."""

    at: datetime
    received: int
    solved: int
    rings: str
    dots: str


def rounded(lat: float, lon: float) -> tuple[float, float]:
    """Return a point as strangers may see it, to about 100 m."""
    return round(lat, DECIMALS), round(lon, DECIMALS)


def today(at: datetime) -> Today:
    """Return today's marks; two queries over one day, kept for a minute."""
    return kept("today", 1, at, lambda: _today(at))


def _today(at: datetime) -> Today:
    local = at.astimezone(current_voice().zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    received = _places(midnight, received_at__gte=midnight, received_at__lte=at)
    # What was declared done today was also changed today, and that is what the index knows.
    solved = _places(midnight, updated_at__gte=midnight, resolved_at__gte=midnight)
    return Today(at, len(received), len(solved), _marks(received), _marks(solved))


def _places(since: datetime, **condition: datetime) -> list[tuple[float, float] | None]:
    rows = Case.objects.filter(**condition).values_list("lat", "lon", "village_id", "is_sealed")[:A_DAY]
    return [None if is_sealed else _spot(lat, lon, village) for lat, lon, village, is_sealed in rows]


def _spot(lat: float | None, lon: float | None, village: str | None) -> tuple[float, float] | None:
    if lat is not None and lon is not None:
        return rounded(lat, lon)
    if village is None:
        return None
    area = book().areas[village]
    return area.lat, area.lon


def _marks(spots: Iterable[tuple[float, float] | None]) -> str:
    drawing = city_drawing("district", HOME_WIDTH)
    known = [spot for spot in spots if spot is not None][:MARKS]
    points = (drawing.place(*spot) for spot in known)
    return "".join(f"M{x:.0f} {y:.0f}h0" for x, y in points if 0 <= x <= drawing.width and 0 <= y <= drawing.height)


# --- where one report lies ----------------------------------------------------------------------------

SKETCH_WIDTH, SKETCH_BUDGET, MARGIN = 360, 4_000, 0.3
# The frame of the drawing is this much wider than high.
ASPECT = 2.2
# A sliver of a neighbour at the edge has no room for its name.
NAMED_PART = 0.06


@dataclass(frozen=True)
class Sketch:
    """A kelurahan among its neighbours. `pin` is None when only the kelurahan is known."""

    view_box: str
    own: OutlinePath
    others: tuple[OutlinePath, ...]
    names: tuple[OutlinePath, ...]
    pin: tuple[float, float] | None


@dataclass(frozen=True)
class _Ground:
    """The drawing around one kelurahan, the same for all its reports."""

    drawing: Drawing
    view_box: str
    named: frozenset[str]


def sketch_of(case: Case, *, exact: bool = False) -> Sketch | None:
    """Return a small map of where a case lies; the point to about 100 m unless `exact`. None without a kelurahan."""
    shapes = outlines("village")
    if not case.village_id or case.village_id not in shapes:
        return None
    ground = _around(shapes, case.village_id)
    own = next(path for path in ground.drawing.paths if path.code == case.village_id)
    others = tuple(path for path in ground.drawing.paths if path.code != case.village_id)
    pin = None
    if case.lat is not None and case.lon is not None:
        pin = ground.drawing.place(*((case.lat, case.lon) if exact else rounded(case.lat, case.lon)))
    return Sketch(ground.view_box, own, others, tuple(path for path in others if path.code in ground.named), pin)


_grounds: dict[str, tuple[object, _Ground]] = {}


def _around(shapes: dict[str, BaseGeometry], code: str) -> _Ground:
    """Return the ground around a kelurahan, made once for the outlines in force."""
    source, ground = _grounds.get(code, (None, None))
    if ground is None or source is not shapes:
        ground = _draw_around(shapes, code)
        _grounds[code] = (shapes, ground)
    return ground


def _draw_around(shapes: dict[str, BaseGeometry], code: str) -> _Ground:
    frame = _frame(shapes[code])
    cut = {name: shapely.clip_by_rect(shape, *frame) for name, shape in shapes.items() if shape.intersects(shapely.box(*frame))}
    # A line or a point where a neighbour only touches the frame is no area to draw.
    areas = {name: shape for name, shape in cut.items() if shape.geom_type in {"Polygon", "MultiPolygon"} and not shape.is_empty}
    west, south, east, north = frame
    left, _low, right, _high = shapely.total_bounds(list(areas.values()))
    # At the edge of the city the drawing covers less than the frame; its scale stays that of the frame.
    width = max(40, round(SKETCH_WIDTH * float(right - left) / (east - west)))
    drawing = draw(areas, {name: book().areas[name].name for name in areas}, width=width, budget=SKETCH_BUDGET)
    (x, y), (x_end, y_end) = drawing.place(north, west), drawing.place(south, east)
    whole = (east - west) * (north - south)
    named = frozenset(name for name, shape in areas.items() if shape.area / whole >= NAMED_PART)
    return _Ground(drawing, f"{x:.0f} {y:.0f} {x_end - x:.0f} {y_end - y:.0f}", named)


def _frame(shape: BaseGeometry) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a frame around an area, of the drawing's own proportion."""
    west, south, east, north = shape.bounds
    squeeze = cos(radians((south + north) / 2))
    wide, high = (east - west) * squeeze * (1 + 2 * MARGIN), (north - south) * (1 + 2 * MARGIN)
    wide, high = max(wide, high * ASPECT) / squeeze, max(high, wide / ASPECT)
    lon, lat = (west + east) / 2, (south + north) / 2
    return lon - wide / 2, lat - high / 2, lon + wide / 2, lat + high / 2
