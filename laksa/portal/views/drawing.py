# SPDX-License-Identifier: AGPL-3.0-or-later
"""Still drawings of the city: today's reports on its outlines, and where one report lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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

SKETCH_WIDTH, SKETCH_BUDGET, MARGIN = 360, 4_000, 0.35


@dataclass(frozen=True)
class Sketch:
    """A kelurahan among its neighbours. `pin` is None when only the kelurahan is known."""

    drawing: Drawing
    own: OutlinePath
    others: tuple[OutlinePath, ...]
    pin: tuple[float, float] | None


def sketch_of(case: Case, *, exact: bool = False) -> Sketch | None:
    """Return a small map of where a case lies; the point to about 100 m unless `exact`. None without a kelurahan."""
    shapes = outlines("village")
    if not case.village_id or case.village_id not in shapes:
        return None
    drawing = _around(shapes, case.village_id)
    own = next(path for path in drawing.paths if path.code == case.village_id)
    others = tuple(path for path in drawing.paths if path.code != case.village_id)
    pin = None
    if case.lat is not None and case.lon is not None:
        pin = drawing.place(*((case.lat, case.lon) if exact else rounded(case.lat, case.lon)))
    return Sketch(drawing, own, others, pin)


_sketches: dict[str, tuple[object, Drawing]] = {}


def _around(shapes: dict[str, BaseGeometry], code: str) -> Drawing:
    """Return the drawing around a kelurahan, made once for the outlines in force."""
    source, drawing = _sketches.get(code, (None, None))
    if drawing is None or source is not shapes:
        drawing = _draw_around(shapes, code)
        _sketches[code] = (shapes, drawing)
    return drawing


def _draw_around(shapes: dict[str, BaseGeometry], code: str) -> Drawing:
    west, south, east, north = shapes[code].bounds
    wide, high = (east - west) * MARGIN, (north - south) * MARGIN
    frame = (west - wide, south - high, east + wide, north + high)
    cut = {name: shapely.clip_by_rect(shape, *frame) for name, shape in shapes.items() if shape.intersects(shapely.box(*frame))}
    # A line or a point where a neighbour only touches the frame is no area to draw.
    areas = {name: shape for name, shape in cut.items() if shape.geom_type in {"Polygon", "MultiPolygon"} and not shape.is_empty}
    names = {name: book().areas[name].name for name in areas}
    return draw(areas, names, width=SKETCH_WIDTH, budget=SKETCH_BUDGET)
