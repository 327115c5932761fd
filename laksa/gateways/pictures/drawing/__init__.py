"""Drawn stand-ins for photos: what a resident of the example city would send, and what the office would send back."""

from __future__ import annotations

from collections.abc import Callable

from laksa.gateways.pictures.drawing import green, lights, order, roads
from laksa.gateways.pictures.drawing.canvas import Sheet
from laksa.gateways.pictures.drawing.setting import Setting, choose
from laksa.gateways.pictures.drawing.shaking import shake, visit

__all__ = ["LETTERED", "SCENES", "draw", "shake", "visit"]

SCENES: dict[str, Callable[[Sheet, Setting, bool], None]] = {
    "bench": green.bench,
    "billboard": order.billboard,
    "building": order.building,
    "cables": lights.cables,
    "drain": roads.drain,
    "fallen_tree": green.fallen_tree,
    "flood": roads.flood,
    "lamp": lights.lamp,
    "parking": order.parking,
    "pipe": roads.pipe,
    "pothole": roads.pothole,
    "river": green.river,
    "rubbish": order.rubbish,
    "sidewalk": roads.sidewalk,
    "traffic_light": lights.traffic_light,
    "tree": green.tree,
}
FALLBACK = "building"
# Words and painted letters must not come out mirrored.
LETTERED = frozenset({"parking", "building"})


def draw(scene: str, seed: int, *, after: bool) -> bytes:
    """Return a drawing as JPEG, 960 × 720, with the word CONTOH in its corner.

    scene: a key of SCENES; for any other word an office. The same seed is the same place; `after`
    shows it put right, under the sky of another day.
    """
    name = scene if scene in SCENES else FALLBACK
    place = choose(name, seed, after=after)
    sheet = Sheet()
    SCENES[name](sheet, place, after)
    if place.is_mirrored and name not in LETTERED:
        sheet.mirror()
    return sheet.jpeg("CONTOH")
