"""What is wrong with roads, drains and pipes, and how it looks when it has been put right."""

from __future__ import annotations

import random
from itertools import pairwise

from laksa.gateways.pictures.drawing.canvas import HEIGHT, WIDTH, Point, Sheet, at, darker, lighter, mix
from laksa.gateways.pictures.drawing.setting import Setting
from laksa.gateways.pictures.drawing.street import EDGE, GROUND, View, across, along, down
from laksa.gateways.pictures.drawing.things import car, crown, motorbike

WATER = "#8d8468"  # what stands in a street after rain is brown
TAR = "#3b3a3a"


def pothole(sheet: Sheet, place: Setting, after: bool) -> None:
    """Holes in a road that runs away from us, or their dark square patches."""
    view = along(sheet, place)
    dice = place.rng("holes")
    spots = [(0.36 + place.shift * 0.1, 0.6, 1.0), (0.68 + place.shift * 0.08, 0.36, 0.8), (0.3, 0.2, 0.7), (0.74, 0.82, 0.62)]
    for across_road, near, size in spots[: 3 + (place.size > 1)]:
        x, y = view.on_road(across_road, near)
        wide, high = 190 * near * size * place.size, 62 * near * size * place.size
        if after:
            _patch(sheet, view, (across_road, near), size * place.size)
        else:
            _hole(sheet, dice, (x, y), (wide, high), place.road)


def _hole(sheet: Sheet, dice: random.Random, where: Point, size: Point, road: str) -> None:
    (x, y), (wide, high) = where, size
    sheet.blob(x, y, wide * 1.18, high * 1.2, darker(road, 0.18), dice)
    sheet.blob(x, y + high * 0.05, wide, high, "#4a4038", dice)
    sheet.blob(x + wide * 0.03, y + high * 0.2, wide * 0.86, high * 0.74, "#6d604f", dice)
    sheet.blob(x - wide * 0.06, y + high * 0.26, wide * 0.6, high * 0.46, "#9db0b4", dice, rough=0.2)
    sheet.blob(x - wide * 0.2, y + high * 0.2, wide * 0.26, high * 0.16, "#c3d0d0", dice, rough=0.2)
    for _ in range(16):
        size_of_stone = dice.uniform(0.02, 0.06) * wide
        sx, sy = x + dice.uniform(-1.4, 1.4) * wide, y + dice.choice([-1, 1]) * dice.uniform(0.9, 1.5) * high
        sheet.oval(sx, sy, size_of_stone, size_of_stone * 0.6, dice.choice(["#8b8174", "#a0968a", "#5b534a"]))
    for turn in (-1, 1):
        crack = [
            (x + turn * wide * 1.05, y),
            (x + turn * wide * 1.3, y - high * 0.3),
            (x + turn * wide * 1.5, y - high * 0.1),
            (x + turn * wide * 1.75, y - high * 0.42),
        ]
        sheet.line(crack, max(1.5, high * 0.05), darker(road, 0.45))


def _patch(sheet: Sheet, view: View, where: tuple[float, float], size: float) -> None:
    middle, near = where
    half = 0.13 * size
    far, close = near * (1 - 0.2 * size), min(0.98, near * (1 + 0.2 * size))
    corners = [
        view.on_road(middle - half, far),
        view.on_road(middle + half, far),
        view.on_road(middle + half, close),
        view.on_road(middle - half, close),
    ]
    sheet.polygon(corners, TAR)
    sheet.line([*corners, corners[0]], max(1.5, 4 * near), "#2b2a2a")
    for share in (0.3, 0.55, 0.8):
        sheet.line([at((corners[0], corners[3]), share), at((corners[1], corners[2]), share)], max(1, 2 * near), "#464545")


def drain(sheet: Sheet, place: Setting, after: bool) -> None:
    """A drain at the kerb: an open hole marked with a branch, or a new cover."""
    edge = down(sheet, place)
    x = 380 + place.shift * 130
    wide, high = 240 * place.size, 104 * place.size
    y = edge.y(x) - 14
    tilt = edge.fall / WIDTH

    def spot(right: float, low: float) -> Point:
        return x + right * wide - (1 - low) * 8, y + low * high + tilt * right * wide

    rim = [spot(0, 0), spot(0.96, 0), spot(1.03, 1), spot(-0.03, 1)]
    if after:
        sheet.polygon([(px + 4, py + 7) for px, py in rim], "#00000030")
        sheet.polygon(rim, "#9fa3a4")
        sheet.polygon([spot(0.06, 0.1), spot(0.9, 0.1), spot(0.96, 0.88), spot(0.02, 0.88)], "#858b8d")
        for number in range(5):
            left = 0.14 + number * 0.17
            sheet.line([spot(left + 0.03, 0.24), spot(left - 0.01, 0.76)], 8 * place.size, "#4a4f52")
        return
    sheet.polygon(rim, "#2e3133")
    sheet.polygon([spot(0.07, 0.12), spot(0.89, 0.12), spot(0.95, 0.86), spot(0.03, 0.86)], "#121314")
    sheet.polygon([spot(0.07, 0.12), spot(0.89, 0.12), spot(0.87, 0.34), spot(0.1, 0.34)], "#26211c")
    _branch(sheet, spot(0.45, 0.7), place)


def _branch(sheet: Sheet, foot: Point, place: Setting) -> None:
    """Draw the branch with a red rag that neighbours put into a hole."""
    x, y = foot
    high = 250 * place.size
    top = (x + 54, y - high)
    sheet.line([foot, top], 12, "#7a5a34")
    for share, dx, dy in ((0.55, -54, -46), (0.68, 46, -34), (0.8, -34, -40)):
        fork = at((foot, top), share)
        sheet.line([fork, (fork[0] + dx, fork[1] + dy)], 7, "#7a5a34")
        sheet.oval(fork[0] + dx, fork[1] + dy - 6, 15, 26, place.leaf)
        sheet.oval(fork[0] + dx * 1.4, fork[1] + dy + 6, 22, 12, lighter(place.leaf, 0.1))
    sheet.polygon(
        [top, (top[0] + 84, top[1] - 6), (top[0] + 70, top[1] + 14), (top[0] + 92, top[1] + 32), (top[0] - 4, top[1] + 30)], "#c8402c"
    )
    sheet.polygon([(top[0], top[1] + 16), (top[0] + 78, top[1] + 22), (top[0] + 92, top[1] + 32), (top[0] - 4, top[1] + 30)], "#a83322")


def flood(sheet: Sheet, place: Setting, after: bool) -> None:
    """A street under brown water up to the doors, or dry again with a line on the walls."""
    across(sheet, place)
    level = GROUND - 24
    if after:
        sheet.line([(0, level - 6), (WIDTH, level - 6)], 3, "#8d846838")
        dice = place.rng("puddle")
        for number in range(4):
            sheet.blob(140 + number * 230 + place.shift * 40, EDGE + 60 + (number % 2) * 60, 70, 12, mix(WATER, "#c7d3d6", 0.5), dice)
        motorbike(sheet, 620 + place.shift * 120, EDGE + 84, place.paint[0], size=1.1)
        return
    x = 330 + place.shift * 110
    car(sheet, x, GROUND + 78, place.paint[0], size=0.98)
    sheet.fade(level, HEIGHT, WATER, darker(WATER, 0.28))
    dice = place.rng("waves")
    for _ in range(70):
        y = level + 8 + (HEIGHT - level) * dice.random() ** 1.4
        wide = 14 + (y - level) * 0.28
        left = dice.uniform(-40, WIDTH)
        sheet.line([(left, y), (left + wide * 2, y)], 1.2 + (y - level) * 0.008, dice.choice(["#b3ab8d", "#a1987a", "#776e55"]) + "b0")
    # The car stands in it: its upper half is drawn again above the water.
    _half_sunk(sheet, x, level + 44, place.paint[0])
    for number in range(3):
        sheet.oval(680 + number * 90, level + 70 + number * 46, 16, 6, dice.choice(["#d7d2c4", "#c06a3a", "#5f8a6a"]))
    _wader(sheet, 700 - place.shift * 60, level + 66)


def _half_sunk(sheet: Sheet, x: float, water: float, paint: str) -> None:
    sheet.polygon(
        [
            (x - 166, water),
            (x - 158, water - 32),
            (x - 126, water - 42),
            (x - 94, water - 90),
            (x + 66, water - 90),
            (x + 112, water - 38),
            (x + 158, water - 26),
            (x + 168, water),
        ],
        paint,
    )
    sheet.polygon([(x - 108, water - 44), (x - 82, water - 80), (x - 24, water - 80), (x - 24, water - 44)], "#41525b")
    sheet.polygon([(x - 14, water - 44), (x - 14, water - 80), (x + 58, water - 80), (x + 92, water - 44)], "#41525b")
    sheet.box(x - 166, water - 24, x - 156, water - 8, "#a6321f")
    sheet.box(x + 156, water - 20, x + 166, water - 6, "#f3e7c0")
    sheet.oval(x, water, 186, 7, lighter(WATER, 0.2))
    sheet.oval(x, water + 4, 180, 5, WATER)


def _wader(sheet: Sheet, x: float, water: float) -> None:
    """Draw somebody walking through the water with an umbrella."""
    sheet.line([(x - 9, water), (x - 7, water - 40)], 15, "#39424d")
    sheet.line([(x + 9, water), (x + 7, water - 40)], 15, "#39424d")
    sheet.soft_box(x - 20, water - 98, x + 20, water - 34, "#b8502f", radius=12)
    sheet.line([(x + 16, water - 84), (x + 36, water - 62), (x + 34, water - 120)], 9, "#b8502f")
    sheet.oval(x, water - 112, 14, 16, "#8a5f43")
    sheet.polygon([(x - 15, water - 114), (x - 12, water - 129), (x + 12, water - 129), (x + 15, water - 114)], "#25211f")
    sheet.line([(x + 34, water - 110), (x + 30, water - 196)], 3, "#33383c")
    sheet.polygon(
        [
            (x - 44, water - 160),
            (x - 14, water - 196),
            (x + 30, water - 210),
            (x + 74, water - 196),
            (x + 104, water - 160),
            (x + 66, water - 166),
            (x + 30, water - 162),
            (x - 8, water - 166),
        ],
        "#1f5299",
    )
    sheet.oval(x, water, 40, 6, lighter(WATER, 0.22))
    sheet.oval(x, water + 3, 34, 4, WATER)


def pipe(sheet: Sheet, place: Setting, after: bool) -> None:
    """A burst water pipe at the roadside, or the closed trench over it."""
    edge = down(sheet, place)
    x = 450 + place.shift * 130
    y = edge.y(x) + 66
    dice = place.rng("pipe")
    if after:
        trench = [(x - 190, y - 40), (x + 170, y - 60), (x + 196, y + 46), (x - 176, y + 70)]
        sheet.polygon(trench, TAR)
        sheet.line([*trench, trench[0]], 4, "#2b2a2a")
        sheet.specks(place.rng("tar"), (x - 160, y - 36, x + 160, y + 50), ("#474646", "#323131"), 60)
        return
    sheet.polygon([(x - 260, HEIGHT), (x - 150, y + 20), (x + 150, y + 10), (x + 60, HEIGHT)], "#7f99a3a0")
    sheet.blob(x, y + 24, 250, 78, "#8fa9b2", dice)
    sheet.blob(x, y, 150 * place.size, 56 * place.size, "#5d4f40", dice)
    sheet.blob(x, y + 6, 124 * place.size, 42 * place.size, "#463b30", dice)
    sheet.line([(x - 112, y + 12), (x + 112, y - 2)], 26, "#3f5f8a")
    sheet.line([(x - 110, y + 6), (x + 110, y - 8)], 6, "#6484ad")
    sheet.blob(x, y + 30, 96, 22, "#a9c4cc", dice)
    for number in range(9):
        lean = (number - 4) * 26
        high = 230 - abs(number - 4) * 32 + dice.uniform(-14, 14)
        jet = [
            (x, y),
            (x + lean * 0.35, y - high * 0.7),
            (x + lean * 0.8, y - high),
            (x + lean * 1.5, y - high * 0.82),
            (x + lean * 2.2, y - high * 0.2),
        ]
        sheet.line(jet, 9 - abs(number - 4), "#dcebefc8")
    for _ in range(60):
        sheet.oval(x + dice.gauss(0, 92), y - abs(dice.gauss(70, 80)), dice.uniform(1.5, 4.5), dice.uniform(2, 6), "#e9f4f6c0")


def sidewalk(sheet: Sheet, place: Setting, after: bool) -> None:
    """A pavement whose slabs have sunk and broken, or lie even again, with the yellow guiding line."""
    view = along(sheet, place, with_dashes=False)
    (vx, vy) = view.vanish

    def spot(lane: float, near: float) -> Point:
        return vx + (lane - 0.5) * 1180 * near - 40 * near, vy + 12 + (HEIGHT - vy) * near

    sheet.polygon([spot(0, 0.02), spot(1, 0.02), spot(1, 1.1), spot(0, 1.1)], place.pavement)
    dice = place.rng("slabs")
    depths = [1.1, 0.86, 0.67, 0.52, 0.4, 0.31, 0.24, 0.185, 0.14, 0.1, 0.07]
    for row, (close, far) in enumerate(pairwise(depths)):
        for lane in range(5):
            broken = not after and row < 6 and dice.random() < 0.34
            shade = mix(place.pavement, dice.choice(["#8f8676", "#cfc6b4", "#a69c89"]), 0.35)
            _slab(
                sheet,
                dice,
                [spot(lane / 5, far), spot((lane + 1) / 5, far), spot((lane + 1) / 5, close), spot(lane / 5, close)],
                "#6b5a45" if broken else shade,
            )
    if after:
        sheet.polygon([spot(0.46, 0.06), spot(0.54, 0.06), spot(0.54, 1.1), spot(0.46, 1.1)], "#d9a92f")
        for near in depths:
            sheet.line([spot(0.46, near), spot(0.54, near)], 3 * near + 0.5, "#a87f1c")
    for rim in (-0.02, 1.02):
        sheet.polygon([spot(rim - 0.03, 0.02), spot(rim + 0.03, 0.02), spot(rim + 0.03, 1.1), spot(rim - 0.03, 1.1)], "#d5d0c4")
    for near in (0.16, 0.34, 0.8):
        x, y = spot(1.12, near)
        sheet.line([(x, y), (x, y - 400 * near)], 26 * near, "#6a4c33")
        crown(sheet, x, y - 470 * near, 190 * near, place.leaf, dice)


def _slab(sheet: Sheet, dice: random.Random, corners: list[Point], colour: str) -> None:
    sheet.polygon(corners, colour)
    joint = "#8a8172"
    sheet.line([*corners, corners[0]], 1.5, joint)
    if colour != "#6b5a45":
        return
    (x0, y0), (x1, y1) = corners[0], corners[2]
    wide, high = x1 - x0, y1 - y0
    sheet.polygon([corners[3], (x0 + wide * 0.12, y0 + high * 0.5), (x0 + wide * 0.5, y0 + high * 0.66), (x0 + wide * 0.62, y1)], "#a59b89")
    sheet.polygon([(x0 + wide * 0.5, y0 + high * 0.1), corners[1], (x1 - wide * 0.06, y0 + high * 0.5)], "#b4aa98")
    for _ in range(6):
        sheet.oval(
            x0 + wide * dice.uniform(0.2, 0.9),
            y0 + high * dice.uniform(0.2, 0.9),
            abs(wide) * 0.045,
            abs(high) * 0.06,
            dice.choice(["#8b8174", "#4d4235", "#9d9485"]),
        )
