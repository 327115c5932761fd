"""What stands and drives about in every street."""

from __future__ import annotations

import math
import random

from laksa.gateways.pictures.drawing.canvas import Point, Sheet, darker, lighter
from laksa.gateways.pictures.drawing.street import GROUND


def crown(sheet: Sheet, x: float, y: float, reach: float, leaf: str, dice: random.Random) -> None:
    """Draw the crown of a tree from overlapping balls, lighter ones in front."""
    balls = [(math.cos(turn * 1.05) * reach * 0.62, math.sin(turn * 1.05) * reach * 0.48) for turn in range(6)]
    for dx, dy in balls:
        sheet.oval(x + dx, y + dy, reach * dice.uniform(0.46, 0.58), reach * dice.uniform(0.42, 0.52), leaf)
    sheet.oval(x, y, reach * 0.7, reach * 0.56, leaf)
    for dx, dy in ((-0.3, -0.24), (0.16, -0.34), (0.34, 0.02)):
        sheet.oval(x + dx * reach, y + dy * reach, reach * 0.34, reach * 0.28, lighter(leaf, 0.14))
    sheet.oval(x - 0.12 * reach, y - 0.2 * reach, reach * 0.22, reach * 0.17, lighter(leaf, 0.24))


def pole(sheet: Sheet, x: float, *, top: float = 90, foot: float = GROUND + 22) -> None:
    """Draw a power pole with its cross-arm."""
    sheet.polygon([(x - 6, top), (x + 6, top), (x + 9, foot), (x - 9, foot)], "#6d665d")
    sheet.box(x - 52, top + 22, x + 52, top + 31, "#57514a")
    for offset in (-46, -20, 20, 46):
        sheet.box(x + offset - 3, top + 12, x + offset + 3, top + 23, "#c7c2b6")


def cable(sheet: Sheet, start: Point, end: Point, *, sag: float, width: float = 3) -> None:
    """Draw a cable that hangs between two points."""
    points = [
        (start[0] + (end[0] - start[0]) * step / 24, start[1] + (end[1] - start[1]) * step / 24 + sag * 4 * (step / 24) * (1 - step / 24))
        for step in range(25)
    ]
    sheet.line(points, width, "#2b2f33")


def motorbike(sheet: Sheet, x: float, y: float, paint: str, *, size: float = 1) -> None:
    """Draw a motorbike from its side; (x, y) is the ground between its wheels."""

    def spot(dx: float, dy: float) -> Point:
        return x + dx * size, y + dy * size

    for dx in (-50, 50):
        sheet.oval(*spot(dx, -24), 25 * size, 25 * size, "#22262a")
        sheet.oval(*spot(dx, -24), 14 * size, 14 * size, "#8c9094")
        sheet.oval(*spot(dx, -24), 5 * size, 5 * size, "#33383c")
    sheet.polygon(
        [
            spot(-66, -60),
            spot(-14, -62),
            spot(4, -40),
            spot(28, -40),
            spot(36, -84),
            spot(50, -84),
            spot(60, -34),
            spot(44, -22),
            spot(-30, -22),
            spot(-64, -44),
        ],
        paint,
    )
    sheet.polygon([spot(-74, -72), spot(-10, -74), spot(-4, -60), spot(-68, -58)], "#2b2e31")
    sheet.line([spot(38, -80), spot(32, -100), spot(22, -102)], 5 * size, "#33383c")
    sheet.oval(*spot(48, -78), 8 * size, 7 * size, "#f0e3b4")
    sheet.box(x - 78 * size, y - 60 * size, x - 68 * size, y - 52 * size, "#a6321f")


def car(sheet: Sheet, x: float, y: float, paint: str, *, size: float = 1) -> None:
    """Draw a family car from its side; (x, y) is the ground in its middle."""

    def spot(dx: float, dy: float) -> Point:
        return x + dx * size, y + dy * size

    sheet.oval(*spot(0, 0), 178 * size, 10 * size, "#00000038")
    roof = [
        spot(-168, -48),
        spot(-160, -92),
        spot(-128, -102),
        spot(-96, -150),
        spot(66, -150),
        spot(112, -98),
        spot(160, -86),
        spot(172, -46),
        spot(166, -24),
        spot(-166, -24),
    ]
    sheet.polygon(roof, paint)
    sheet.polygon([spot(-166, -52), spot(170, -52), spot(166, -24), spot(-166, -24)], darker(paint, 0.16))
    glass = "#41525b"
    sheet.polygon([spot(-110, -104), spot(-84, -140), spot(-24, -140), spot(-24, -104)], glass)
    sheet.polygon([spot(-14, -104), spot(-14, -140), spot(58, -140), spot(92, -104)], glass)
    sheet.polygon([spot(-80, -116), spot(-66, -140), spot(-52, -140), spot(-70, -104), spot(-86, -104)], lighter(glass, 0.16))
    for dx in (-104, 100):
        sheet.oval(*spot(dx, -24), 33 * size, 33 * size, "#1f2327")
        sheet.oval(*spot(dx, -24), 19 * size, 19 * size, "#9a9ea1")
        sheet.oval(*spot(dx, -24), 7 * size, 7 * size, "#4a4f53")
    sheet.box(x + 156 * size, y - 80 * size, x + 168 * size, y - 66 * size, "#f3e7c0")
    sheet.box(x - 168 * size, y - 84 * size, x - 158 * size, y - 66 * size, "#a6321f")
    sheet.box(x + 6 * size, y - 92 * size, x + 26 * size, y - 87 * size, darker(paint, 0.35))
