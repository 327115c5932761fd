# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small still map of where a case lies: its kelurahan among the neighbours, and the point."""

from __future__ import annotations

from dataclasses import dataclass

from laksa.cases.models import Case
from laksa.city.models import city_drawing

MAP_WIDTH, BOX_WIDTH, BOX_HEIGHT = 1_200, 150, 100


@dataclass(frozen=True)
class SmallMap:
    """Paths for SVG around a place; `point` is empty when only the kelurahan is known."""

    box: str
    own: str
    others: tuple[str, ...]
    point: tuple[str, str] | None


def map_of(case: Case) -> SmallMap | None:
    """Return the map of a case's place; None when nothing is known of it, or nothing may be shown."""
    drawing = city_drawing("village", MAP_WIDTH)
    here = next((path for path in drawing.paths if path.code == case.village_id), None)
    if case.is_sealed or here is None:
        return None
    point = None if case.lat is None or case.lon is None or case.is_outside else drawing.place(case.lat, case.lon)
    x, y = point or (here.x, here.y)
    near = [path for path in drawing.paths if abs(path.x - x) < BOX_WIDTH and abs(path.y - y) < BOX_HEIGHT * 1.5 and path is not here]
    # Written here, because a template would put a comma into an Indonesian figure.
    return SmallMap(
        box=f"{x - BOX_WIDTH / 2:.0f} {y - BOX_HEIGHT / 2:.0f} {BOX_WIDTH} {BOX_HEIGHT}",
        own=here.d,
        others=tuple(path.d for path in near),
        point=(f"{point[0]:.1f}", f"{point[1]:.1f}") if point else None,
    )
