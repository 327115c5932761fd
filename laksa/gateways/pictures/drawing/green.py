"""Trees and benches."""

from __future__ import annotations

import math

from laksa.gateways.pictures.drawing.canvas import HEIGHT, WIDTH, Point, Sheet, darker, lighter, mix
from laksa.gateways.pictures.drawing.setting import Setting
from laksa.gateways.pictures.drawing.street import EDGE, GROUND, across
from laksa.gateways.pictures.drawing.things import cable, crown, motorbike, pole

BARK = "#6b4a31"


def tree(sheet: Sheet, place: Setting, after: bool) -> None:
    """A tree that leans into the cables, or the same tree cut back."""
    across(sheet, place)
    foot = 430 + place.shift * 90
    dice = place.rng("tree")
    for x in (96, 900):
        pole(sheet, x)
    if after:
        sheet.polygon([(foot - 26, GROUND + 20), (foot + 26, GROUND + 20), (foot + 62, 330), (foot + 34, 330)], BARK)
        crown(sheet, foot + 52, 296, 92 * place.size, place.leaf, dice)
        for dx in (-58, 64):
            sheet.line([(foot + 48, 350), (foot + 48 + dx, 308)], 13, BARK)
            sheet.oval(foot + 48 + dx, 306, 8, 8, "#c9a679")
        _lines(sheet)
        return
    sheet.polygon([(foot - 36, GROUND + 22), (foot + 30, GROUND + 22), (foot + 190, 240), (foot + 118, 232)], BARK)
    sheet.polygon([(foot - 36, GROUND + 22), (foot - 8, GROUND + 22), (foot + 142, 240), (foot + 118, 232)], lighter(BARK, 0.1))
    sheet.line([(foot + 110, 320), (foot + 40, 236)], 20, BARK)
    for root in (-58, -30, 34, 60):
        sheet.line([(foot + root * 0.4, GROUND + 14), (foot + root, GROUND + 26)], 10, BARK)
    crown(sheet, foot + 200, 178, 190 * place.size, place.leaf, dice)
    crown(sheet, foot + 30, 216, 84 * place.size, darker(place.leaf, 0.08), dice)
    _lines(sheet)
    for dx, dy in ((150, 150), (230, 128), (276, 176)):
        sheet.oval(foot + dx, dy, 34, 26, lighter(place.leaf, 0.1))


def _lines(sheet: Sheet) -> None:
    for offset in (-46, -20, 20, 46):
        cable(sheet, (-140 + offset, 104), (96 + offset, 104), sag=10)
        cable(sheet, (96 + offset, 104), (900 + offset, 104), sag=42)
        cable(sheet, (900 + offset, 104), (1180 + offset, 104), sag=10)


def fallen_tree(sheet: Sheet, place: Setting, after: bool) -> None:
    """A tree that lies over road and fence, or its stump and a swept road."""
    across(sheet, place)
    root = 200 + place.shift * 60
    dice = place.rng("fallen")
    if after:
        sheet.polygon([(root - 34, GROUND + 46), (root - 26, GROUND - 2), (root + 26, GROUND - 2), (root + 36, GROUND + 46)], BARK)
        sheet.oval(root, GROUND - 2, 26, 9, "#cfae82")
        for ring in (18, 11, 4):
            sheet.oval(root, GROUND - 2, ring, ring * 0.34, mix("#cfae82", BARK, 0.25 if ring != 11 else 0.1))
        for number in range(4):
            x = 720 + (number % 2) * 66 - (number // 2) * 4
            y = GROUND + 28 - (number // 2) * 36
            sheet.line([(x, y), (x + 46, y)], 34, darker(BARK, 0.06))
            sheet.oval(x + 52, y, 12, 17, "#cfae82")
        motorbike(sheet, 520, EDGE + 88, place.paint[0])
        return
    sheet.blob(root - 10, GROUND + 48, 96, 26, "#4d3c2b", dice)
    top = (root + 430, EDGE + 66)
    sheet.oval(root + 260, EDGE + 92, 330, 22, "#0000002c")
    sheet.polygon([(root - 34, GROUND - 34), (root - 22, GROUND + 44), (top[0], top[1] + 20), (top[0], top[1] - 16)], BARK)
    sheet.polygon([(root - 34, GROUND - 34), (root - 31, GROUND - 8), (top[0], top[1] - 6), (top[0], top[1] - 16)], lighter(BARK, 0.12))
    for turn in range(9):
        angle = math.pi * 0.62 + turn * 0.19
        sheet.line([(root - 22, GROUND + 6), (root - 22 + math.cos(angle) * 92, GROUND + 6 - math.sin(angle) * 92)], 9, darker(BARK, 0.15))
    sheet.blob(root - 40, GROUND + 2, 54, 62, "#5b4631", dice)
    for dx, dy, reach in ((20, 10, 108), (120, 34, 124), (60, -58, 96), (190, -26, 104), (120, -84, 82)):
        crown(sheet, top[0] + dx, top[1] + dy - 20, reach * place.size, place.leaf, dice)
    for _ in range(46):
        sheet.oval(
            top[0] + dice.uniform(-190, 320),
            EDGE + dice.uniform(70, 160),
            dice.uniform(4, 9),
            dice.uniform(2, 5),
            dice.choice([place.leaf, lighter(place.leaf, 0.2), "#8a7d3e"]),
        )


def bench(sheet: Sheet, place: Setting, after: bool) -> None:
    """A bench in a park with broken slats, or with new ones."""
    dice = place.rng("park")
    grass = mix(place.leaf, "#a9bd8a", 0.45)
    sheet.fade(0, 330, *place.sky)
    sheet.box(0, 280, WIDTH, 330, mix(place.leaf, place.sky[1], 0.3))
    for step in range(-20, WIDTH + 60, 96):
        crown(
            sheet, step + dice.uniform(-24, 24), 262 + dice.uniform(-26, 14), dice.uniform(66, 96), mix(place.leaf, place.sky[1], 0.3), dice
        )
    sheet.fade(322, HEIGHT, lighter(grass, 0.12), grass)
    sheet.specks(place.rng("blades"), (0, 340, WIDTH, HEIGHT), (darker(grass, 0.12), lighter(grass, 0.14)), 260)
    sheet.polygon([(0, 640), (0, 566), (WIDTH, 520), (WIDTH, 612)], mix(place.pavement, "#efe3cb", 0.35))
    trunk = 150 + place.shift * 40
    sheet.polygon([(trunk - 26, 520), (trunk + 28, 520), (trunk + 18, 190), (trunk - 14, 190)], BARK)
    crown(sheet, trunk, 128, 176 * place.size, place.leaf, dice)
    x = 560 + place.shift * 50
    sheet.oval(x, 566, 300, 20, "#0000002c")
    wood = dice.choice(["#a8703f", "#8f6238", "#b3824f"])
    for side in (-210, 210):
        _leg(sheet, x + side)
    fresh = lighter(wood, 0.16) if after else mix(wood, "#7d766c", 0.35)
    for number in range(3):
        _slat(sheet, (x - 250, x + 250), 318 + number * 42, fresh, 0 if after else number)
    for number in range(3):
        _slat(
            sheet,
            (x - 262 - number * 6, x + 262 + number * 6),
            452 + number * 22,
            darker(fresh, 0.06 * number),
            2 if number == 1 and not after else 0,
        )
    if not after:
        sheet.line([(x - 60, 586), (x + 120, 604)], 18, fresh)
        sheet.line([(x + 20, 622), (x + 76, 590)], 15, darker(fresh, 0.1))


def _leg(sheet: Sheet, x: float) -> None:
    iron = "#33383b"
    sheet.line([(x, 300), (x, 470)], 13, iron)
    sheet.line([(x - 6, 470), (x - 14, 566)], 15, iron)
    sheet.line([(x, 478), (x + 22, 572)], 15, iron)
    sheet.line([(x - 22, 470), (x + 26, 500)], 13, iron)
    sheet.line([(x - 2, 410), (x + 34, 410), (x + 36, 470)], 11, iron)


def _slat(sheet: Sheet, ends: Point, y: float, wood: str, damage: int) -> None:
    """Draw one board; damage 0: whole, 1: broken in the middle, 2: half of it gone."""
    left, right = ends
    if damage == 0:
        sheet.soft_box(left, y, right, y + 28, wood, radius=4)
        sheet.box(left + 4, y + 21, right - 4, y + 28, darker(wood, 0.18))
        return
    gap = (left + right) / 2 + (40 if damage == 1 else -60)
    sheet.polygon([(left, y), (gap - 26, y + 4), (gap - 8, y + 12), (gap - 22, y + 18), (gap - 10, y + 30), (left, y + 28)], wood)
    if damage == 1:
        sheet.polygon([(right, y), (gap + 34, y + 18), (gap + 20, y + 30), (gap + 36, y + 34), (gap + 26, y + 46), (right, y + 28)], wood)


def river(sheet: Sheet, place: Setting, after: bool) -> None:
    """A river full of rubbish between its walls, or flowing freely."""
    dice = place.rng("river")
    sheet.fade(0, 300, *place.sky)
    sheet.box(0, 276, WIDTH, 320, mix(place.leaf, place.sky[1], 0.28))
    far = mix(place.leaf, place.sky[1], 0.28)
    for step in range(-30, WIDTH + 80, 84):
        crown(sheet, step + dice.uniform(-20, 20), 262 + dice.uniform(-24, 10), dice.uniform(54, 92), far, dice)
    sheet.polygon([(0, 300), (WIDTH, 290), (WIDTH, 372), (0, 384)], mix(place.pavement, "#8c867c", 0.4))
    for step in range(9):
        sheet.line([(step * 120 + 20, 300), (step * 120 + 8, 382)], 2, "#7d776c")
    water = "#6f7f6a" if after else "#5e6150"
    sheet.fade(370, HEIGHT, darker(water, 0.08), lighter(water, 0.1))
    sheet.polygon([(0, 372), (WIDTH, 362), (WIDTH, 386), (0, 400)], "#00000026")
    for _ in range(60):
        y = 400 + 300 * dice.random() ** 1.3
        x = dice.uniform(-60, WIDTH)
        sheet.line([(x, y), (x + (y - 340) * 0.5, y - 2)], 1 + (y - 380) * 0.01, lighter(water, 0.24) + "a0")
    if not after:
        _drift(sheet, place)
    sheet.polygon([(0, HEIGHT), (0, 610), (180, 650), (330, HEIGHT)], mix(place.leaf, "#7d8a5c", 0.4))
    for number in range(9):
        x = 16 + number * 26
        sheet.line([(x, 690), (x + dice.uniform(-24, 30), 560 + number * 12)], 5, lighter(place.leaf, 0.1))


def _drift(sheet: Sheet, place: Setting) -> None:
    dice = place.rng("drift")
    for _ in range(150):
        near = dice.random() ** 0.8
        x = 480 + place.shift * 120 + dice.gauss(0, 210)
        y = 420 + near * 210 + dice.gauss(0, 12)
        size = 8 + near * 26
        colour = dice.choice(["#e4e1d8", "#cfd7da", "#d8c79a", "#c4552f", "#3f79a8", "#5f9a6a", "#8a6f4d", "#b9b3a6", "#efe9da"])
        shape = dice.random()
        if shape < 0.4:
            sheet.blob(x, y, size * 1.1, size * 0.5, colour, dice, rough=0.3)
        elif shape < 0.7:
            sheet.soft_box(x - size, y - size * 0.24, x + size, y + size * 0.24, colour, radius=5)
            sheet.box(x + size * 0.86, y - size * 0.12, x + size * 1.16, y + size * 0.12, darker(colour, 0.3))
        else:
            sheet.line([(x - size, y), (x + size, y - size * 0.3)], size * 0.22, "#6b4d33")
        sheet.oval(x, y + size * 0.4, size, size * 0.12, "#00000020")
