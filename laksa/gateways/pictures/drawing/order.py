"""Rubbish, parking, posters, and the house of the office."""

from __future__ import annotations

import random

from laksa.gateways.pictures.drawing.canvas import Point, Sheet, darker, lighter, mix
from laksa.gateways.pictures.drawing.setting import Setting
from laksa.gateways.pictures.drawing.street import EDGE, GROUND, across
from laksa.gateways.pictures.drawing.things import car, crown, motorbike

BAGS = ("#26292c", "#31353a", "#e0ded6", "#3f6f9a", "#a8402f", "#d8d2c0")


def rubbish(sheet: Sheet, place: Setting, after: bool) -> None:
    """A heap of waste on the pavement, or a swept place with two bins."""
    across(sheet, place)
    x = 480 + place.shift * 150
    if after:
        for number, paint in enumerate(("#2f6b4f", "#c98a1f")):
            _bin(sheet, x - 70 + number * 140, paint)
        return
    dice = place.rng("heap")
    sheet.blob(x, EDGE + 12, 340 * place.size, 50, "#00000030", dice)
    sheet.blob(x, GROUND + 40, 300 * place.size, 74, "#6d5f4c", dice, rough=0.22)
    for row in range(4):
        for _ in range(10 - row * 2):
            reach = (270 - row * 62) * place.size
            _bag(sheet, dice, (x + dice.uniform(-reach, reach), GROUND + 58 - row * 40 + dice.uniform(-10, 10)), dice.uniform(30, 48))
    for _ in range(46):
        _scrap(sheet, dice, (x + dice.gauss(0, 190), GROUND + 66 + abs(dice.gauss(0, 26))))
    for _ in range(14):
        fx, fy = x + dice.gauss(0, 150), GROUND - 90 + dice.gauss(0, 46)
        sheet.oval(fx, fy, 3, 2.4, "#22262a")


def _bag(sheet: Sheet, dice: random.Random, where: Point, size: float) -> None:
    x, y = where
    colour = dice.choice(BAGS)
    sheet.blob(x, y, size, size * 0.86, darker(colour, 0.12), dice, rough=0.14)
    sheet.blob(x - size * 0.08, y - size * 0.08, size * 0.84, size * 0.7, colour, dice, rough=0.14)
    sheet.polygon(
        [
            (x - size * 0.14, y - size * 0.72),
            (x + size * 0.14, y - size * 0.72),
            (x + size * 0.3, y - size * 1.1),
            (x, y - size * 0.96),
            (x - size * 0.28, y - size * 1.12),
        ],
        colour,
    )
    sheet.line([(x - size * 0.3, y - size * 0.36), (x - size * 0.42, y + size * 0.1)], 3, lighter(colour, 0.3))


def _scrap(sheet: Sheet, dice: random.Random, where: Point) -> None:
    x, y = where
    colour = dice.choice(["#efe9da", "#c9b99a", "#c4552f", "#5f8fb0", "#7da36a", "#d9c36a", "#8a6f4d"])
    size = dice.uniform(7, 18)
    sheet.polygon(
        [
            (x - size, y),
            (x - size * 0.2, y - size * 0.7),
            (x + size, y - size * 0.2),
            (x + size * 0.5, y + size * 0.5),
            (x - size * 0.5, y + size * 0.4),
        ],
        colour,
    )


def _bin(sheet: Sheet, x: float, paint: str) -> None:
    low = GROUND + 46
    sheet.oval(x, low + 2, 62, 10, "#00000030")
    sheet.polygon([(x - 54, low - 128), (x + 54, low - 128), (x + 44, low), (x - 44, low)], paint)
    sheet.polygon([(x - 54, low - 128), (x - 34, low - 128), (x - 30, low), (x - 44, low)], lighter(paint, 0.16))
    sheet.soft_box(x - 62, low - 146, x + 62, low - 124, darker(paint, 0.25), radius=8)
    sheet.box(x - 18, low - 158, x + 18, low - 146, darker(paint, 0.35))
    for dx in (-32, 32):
        sheet.oval(x + dx, low, 11, 11, "#22262a")
    sheet.soft_box(x - 22, low - 92, x + 22, low - 56, lighter(paint, 0.7), radius=4)
    sheet.polygon([(x, low - 88), (x + 12, low - 68), (x - 12, low - 68)], paint)


def parking(sheet: Sheet, place: Setting, after: bool) -> None:
    """Cars and motorbikes on the pavement under a sign, or the pavement free for walkers."""
    across(sheet, place)
    sign = 150 + place.shift * 40
    if after:
        for x in (440, 560, 680, 800):
            sheet.soft_box(x - 11, GROUND - 6, x + 11, EDGE - 12, "#d3cec2", radius=6)
            sheet.box(x - 11, GROUND + 8, x + 11, GROUND + 16, "#b93e0b")
        _walker(sheet, 340 + place.shift * 40, EDGE - 14, place.paint[0])
        _walker(sheet, 620, EDGE - 16, place.paint[2])
        _no_parking(sheet, sign)
        return
    car(sheet, 400 + place.shift * 30, EDGE - 4, place.paint[0], size=1.04)
    for number in range(3):
        motorbike(sheet, 660 + number * 108, EDGE - 2 - number * 3, place.paint[1 + number % 3], size=0.95)
    _no_parking(sheet, sign)
    _walker(sheet, 520 + place.shift * 60, EDGE + 96, "#5d4634")


def _no_parking(sheet: Sheet, x: float) -> None:
    sheet.box(x - 5, 210, x + 5, GROUND + 40, "#7d8387")
    sheet.oval(x, 196, 58, 58, "#ffffff")
    sheet.oval(x, 196, 53, 53, "#c8402c")
    sheet.oval(x, 196, 41, 41, "#ffffff")
    sheet.soft_box(x - 17, 170, x - 6, 224, "#22262a", radius=2)
    sheet.soft_box(x - 17, 170, x + 18, 202, "#22262a", radius=13)
    sheet.soft_box(x - 7, 180, x + 8, 192, "#ffffff", radius=6)
    sheet.line([(x - 34, 162), (x + 34, 230)], 11, "#c8402c")


def _walker(sheet: Sheet, x: float, y: float, shirt: str) -> None:
    sheet.oval(x, y + 2, 34, 6, "#00000030")
    sheet.line([(x - 4, y - 62), (x - 20, y - 2)], 15, "#39424d")
    sheet.line([(x + 4, y - 62), (x + 18, y - 2)], 15, "#2f3741")
    sheet.soft_box(x - 20, y - 126, x + 20, y - 56, shirt, radius=12)
    sheet.line([(x - 14, y - 112), (x - 30, y - 66)], 10, darker(shirt, 0.16))
    sheet.line([(x + 14, y - 112), (x + 28, y - 70)], 10, shirt)
    sheet.oval(x, y - 142, 15, 17, "#8a5f43")
    sheet.polygon([(x - 16, y - 142), (x - 13, y - 160), (x + 11, y - 161), (x + 16, y - 144), (x + 6, y - 152)], "#25211f")


def billboard(sheet: Sheet, place: Setting, after: bool) -> None:
    """A fence and a tree full of banners and posters, or both bare again."""
    across(sheet, place)
    dice = place.rng("posters")
    wall_top = GROUND - 92
    sheet.box(0, wall_top, 960, GROUND, mix(place.walls[0], "#c9bfa9", 0.5))
    sheet.box(0, wall_top - 10, 960, wall_top + 4, darker(place.walls[0], 0.28))
    trunk = 200 + place.shift * 60
    sheet.polygon([(trunk - 24, GROUND + 30), (trunk + 26, GROUND + 30), (trunk + 16, 210), (trunk - 12, 210)], "#6b4a31")
    crown(sheet, trunk, 150, 150 * place.size, place.leaf, dice)
    if after:
        for number in range(5):
            sheet.box(330 + number * 122, wall_top + 18, 336 + number * 122, wall_top + 24, darker(place.walls[0], 0.2))
        return
    for number in range(4):
        _poster(sheet, dice, (310 + number * 160, wall_top - 34 + dice.uniform(-18, 16)), place.paint[number % 4])
    _poster(sheet, dice, (trunk - 46, 318), place.paint[2], wide=92, high=116)
    left, right = (trunk + 10, 300), (930, 246)
    sheet.line([left, right], 3, "#3a3f42")
    cloth = [(trunk + 90, 298), (850, 254), (852, 322), (trunk + 92, 372)]
    sheet.polygon(cloth, place.paint[0])
    for number in range(7):
        x = trunk + 136 + number * ((850 - trunk - 200) / 7)
        y = 322 - number * 6
        sheet.polygon([(x, y), (x + 44, y - 4), (x + 44, y + 20), (x, y + 24)], lighter(place.paint[0], 0.7))


def _poster(sheet: Sheet, dice: random.Random, corner: Point, paint: str, *, wide: float = 130, high: float = 104) -> None:
    x, y = corner
    tilt = dice.uniform(-10, 10)
    sheet.polygon([(x, y), (x + wide, y + tilt), (x + wide, y + high + tilt), (x, y + high)], lighter(paint, 0.82))
    sheet.polygon([(x, y), (x + wide, y + tilt), (x + wide, y + high * 0.3 + tilt), (x, y + high * 0.3)], paint)
    sheet.oval(x + wide * 0.26, y + high * 0.6, high * 0.17, high * 0.2, darker(paint, 0.1))
    for line in range(3):
        ly = y + high * (0.46 + line * 0.15)
        sheet.line([(x + wide * 0.48, ly), (x + wide * (0.9 - line * 0.1), ly + tilt * 0.4)], 5, mix(paint, "#40464a", 0.5))


def building(sheet: Sheet, place: Setting, after: bool) -> None:
    """An office of the city with its flag: plaster fallen and a broken window, or freshly painted."""
    across(sheet, place, with_houses=False)
    wall = lighter(place.walls[0], 0.25) if after else mix(place.walls[0], "#a59b88", 0.4)
    left, right, top = 130, 850, 208
    dice = place.rng("office")
    for x in (60, 910):
        sheet.polygon([(x - 12, GROUND), (x + 12, GROUND), (x + 8, 330), (x - 8, 330)], "#6b4a31")
        crown(sheet, x, 290, 96 * place.size, place.leaf, dice)
    sheet.box(left, top, right, GROUND, wall)
    sheet.polygon([(left - 40, top + 6), (left + 60, top - 88), (right - 60, top - 88), (right + 40, top + 6)], place.roofs[0])
    sheet.box(left - 34, top + 2, right + 34, top + 16, darker(place.roofs[0], 0.3))
    sheet.box(left, GROUND - 26, right, GROUND, darker(wall, 0.24))
    for number, x in enumerate((178, 276, 616, 714)):
        _window(sheet, x, top + 62, wall, broken=not after and number == 2)
    sheet.polygon([(396, top + 42), (480, top - 10), (564, top + 42)], darker(place.roofs[0], 0.1))
    sheet.box(396, top + 42, 564, top + 60, lighter(wall, 0.4))
    for x in (402, 542):
        sheet.box(x, top + 60, x + 16, GROUND, lighter(wall, 0.4))
    sheet.box(436, GROUND - 150, 524, GROUND, "#5d4634")
    sheet.line([(480, GROUND - 150), (480, GROUND)], 3, "#42311f")
    for step in range(3):
        sheet.box(
            396 - step * 14, GROUND + step * 9 - 4, 564 + step * 14, GROUND + step * 9 + 6, lighter(place.pavement, 0.3 - step * 0.08)
        )
    _flag(sheet, 300 + place.shift * 30)
    if not after:
        for x, y, wide in ((340, top + 190, 46), (640, top + 34, 56), (790, top + 200, 40)):
            sheet.blob(x, y, wide, wide * 0.6, "#a8694c", dice, rough=0.26)
            sheet.blob(x + 6, y + 4, wide * 0.6, wide * 0.34, "#8f563d", dice, rough=0.26)
        sheet.line([(590, top + 20), (604, top + 70), (592, top + 120), (608, top + 176)], 3, "#6f6555")


def _window(sheet: Sheet, x: float, y: float, wall: str, *, broken: bool) -> None:
    sheet.box(x - 7, y - 7, x + 75, y + 113, lighter(wall, 0.45))
    glass = "#566a74"
    sheet.box(x, y, x + 68, y + 106, glass)
    sheet.polygon([(x, y + 106), (x, y + 54), (x + 40, y), (x + 62, y)], lighter(glass, 0.14))
    sheet.line([(x + 34, y), (x + 34, y + 106)], 4, lighter(wall, 0.45))
    if broken:
        sheet.polygon(
            [
                (x + 6, y + 20),
                (x + 28, y + 34),
                (x + 44, y + 14),
                (x + 50, y + 46),
                (x + 64, y + 62),
                (x + 40, y + 70),
                (x + 30, y + 94),
                (x + 20, y + 62),
            ],
            "#1c2226",
        )


def _flag(sheet: Sheet, x: float) -> None:
    sheet.box(x - 4, 60, x + 4, GROUND + 30, "#d8d6cf")
    sheet.polygon([(x + 4, 66), (x + 60, 74), (x + 112, 64), (x + 112, 98), (x + 60, 108), (x + 4, 100)], "#c8302c")
    sheet.polygon([(x + 4, 100), (x + 60, 108), (x + 112, 98), (x + 112, 132), (x + 60, 142), (x + 4, 134)], "#ffffff")
    sheet.oval(x, GROUND + 30, 24, 6, "#9a958a")
