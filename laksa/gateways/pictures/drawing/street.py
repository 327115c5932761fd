"""The three views everything else stands in: along a street, across a street, and down at the kerb."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

from laksa.gateways.pictures.drawing.canvas import HEIGHT, WIDTH, Point, Sheet, at, darker, lighter, mix
from laksa.gateways.pictures.drawing.setting import Setting

GROUND = 486  # where walls meet the pavement in the view across a street
EDGE = 548  # where the pavement meets the road there


# --- across: a row of houses -------------------------------------------------------------------------


def across(sheet: Sheet, place: Setting, *, with_houses: bool = True) -> None:
    """Draw sky, a row of houses with their fences, pavement and road."""
    sheet.fade(0, GROUND, *place.sky)
    dice = place.rng("row")
    _clouds(sheet, place, dice)
    _far_trees(sheet, place, dice, GROUND)
    if with_houses:
        x = -dice.uniform(20, 160)
        number = 0
        while x < WIDTH:
            wide = dice.uniform(230, 330)
            house(sheet, place, dice, (x, wide), number)
            x += wide + dice.uniform(26, 70)
            number += 1
    sheet.box(0, GROUND, WIDTH, EDGE, place.pavement)
    _slabs(sheet, place)
    sheet.box(0, EDGE - 10, WIDTH, EDGE, lighter(place.pavement, 0.3))
    sheet.box(0, EDGE, WIDTH, EDGE + 9, darker(place.pavement, 0.3))
    sheet.fade(EDGE + 9, HEIGHT, darker(place.road, 0.06), lighter(place.road, 0.04))
    sheet.specks(place.rng("road"), (0, EDGE + 12, WIDTH, HEIGHT), (darker(place.road, 0.12), lighter(place.road, 0.1)), 220)


def _slabs(sheet: Sheet, place: Setting) -> None:
    joint = darker(place.pavement, 0.12)
    sheet.line([(0, (GROUND + EDGE) / 2 - 4), (WIDTH, (GROUND + EDGE) / 2 - 4)], 1.5, joint)
    for number in range(-2, 22):
        x = number * 52 + place.shift * 20
        sheet.line([(x + 10, GROUND), (x - 12, EDGE - 10)], 1.5, joint)


def house(sheet: Sheet, place: Setting, dice: random.Random, span: tuple[float, float], number: int) -> None:
    """Draw one house: (left, width); walls and roof by its number."""
    left, wide = span
    wall, roof = place.walls[number % 5], place.roofs[number % 5]
    top = GROUND - dice.uniform(150, 196)
    peak = top - dice.uniform(58, 86)
    right = left + wide
    sheet.box(left, top, right, GROUND, wall)
    sheet.box(left, top, left + wide * 0.16, GROUND, darker(wall, 0.06))
    if dice.random() < 0.72:
        sheet.polygon([(left - 24, top + 8), (left + wide * 0.3, peak), (right - wide * 0.3, peak), (right + 24, top + 8)], roof)
        sheet.polygon([(left - 24, top + 8), (right + 24, top + 8), (right + 20, top + 17), (left - 20, top + 17)], darker(roof, 0.25))
        for step in range(1, 4):
            y = peak + (top + 8 - peak) * step / 4
            inset = (wide * 0.3 + 24) * (1 - step / 4) - 24
            sheet.line([(left + inset + 6, y), (right - inset - 6, y)], 1.5, darker(roof, 0.12))
    else:
        sheet.polygon([(left - 18, top + 6), (left - 18, top - 12), (right + 18, top - 34), (right + 18, top + 6)], roof)
    _openings(sheet, dice, (left, top, wide), wall)
    fence(sheet, dice, left - 14, right + 14, mix(wall, "#6b5d4c", 0.45))


def _openings(sheet: Sheet, dice: random.Random, frame: tuple[float, float, float], wall: str) -> None:
    left, top, wide = frame
    door_at = left + wide * dice.choice([0.2, 0.62])
    glass, wood = dice.choice(["#52656f", "#5d7480", "#47555c"]), dice.choice(["#7a5a3d", "#5d4634", "#8a6b4a", "#4f6a5f"])
    sheet.box(door_at, GROUND - 112, door_at + 56, GROUND, wood)
    sheet.box(door_at + 6, GROUND - 104, door_at + 50, GROUND - 62, darker(wood, 0.18))
    for spot in (0.36, 0.74):
        x = left + wide * spot
        if abs(x - door_at) < 66:
            continue
        sheet.box(x - 5, top + 46, x + 57, top + 110, lighter(wall, 0.5))
        sheet.box(x, top + 51, x + 52, top + 105, glass)
        sheet.polygon([(x, top + 105), (x, top + 82), (x + 26, top + 51), (x + 44, top + 51)], lighter(glass, 0.14))
        sheet.line([(x + 26, top + 51), (x + 26, top + 105)], 3, lighter(wall, 0.5))


def fence(sheet: Sheet, dice: random.Random, left: float, right: float, colour: str) -> None:
    """Draw a low wall, or bars, in front of a house."""
    if dice.random() < 0.5:
        sheet.box(left, GROUND - 40, right, GROUND, colour)
        sheet.box(left, GROUND - 46, right, GROUND - 38, darker(colour, 0.2))
        return
    sheet.box(left, GROUND - 18, right, GROUND, colour)
    bars = round((right - left) / 15)
    for step in range(bars + 1):
        x = left + (right - left) * step / bars
        sheet.line([(x, GROUND - 62), (x, GROUND - 16)], 3, "#3d4447")
    sheet.line([(left, GROUND - 54), (right, GROUND - 54)], 3, "#3d4447")


# --- along: to the vanishing point -------------------------------------------------------------------


@dataclass(frozen=True)
class View:
    """The road as it lies in the view along a street."""

    vanish: Point
    left: tuple[Point, Point]  # the road's left edge, far to near
    right: tuple[Point, Point]

    def on_road(self, across: float, near: float) -> Point:
        """Return a point of the road: across 0 to 1 from left to right, near 0 (far) to 1 (at our feet)."""
        (x0, y), (x1, _) = at(self.left, near), at(self.right, near)
        return x0 + (x1 - x0) * across, y


def along(sheet: Sheet, place: Setting, *, with_dashes: bool = True) -> View:
    """Draw a street that runs away from us, houses and trees on both sides; return where the road lies."""
    dice = place.rng("street")
    horizon = 330 + place.shift * 16
    vanish = (480 + place.shift * 90, horizon)
    sheet.fade(0, horizon + 4, *place.sky)
    _clouds(sheet, place, dice)
    _far_trees(sheet, place, dice, horizon + 3)
    sheet.fade(horizon, HEIGHT, mix(place.pavement, place.leaf, 0.25), place.pavement)
    view = View(vanish, ((vanish[0] - 14, horizon + 10), (60, HEIGHT)), ((vanish[0] + 14, horizon + 10), (900, HEIGHT)))
    for side in (-1, 1):
        _side_of_street(sheet, place, dice, (vanish, side))
    _carriageway(sheet, place, view, with_dashes)
    return view


def _carriageway(sheet: Sheet, place: Setting, view: View, with_dashes: bool) -> None:
    (lx0, ly0), (lx1, ly1) = view.left
    (rx0, ry0), (rx1, ry1) = view.right
    kerb = lighter(place.pavement, 0.35)
    sheet.polygon([(lx0 - 3, ly0), (rx0 + 3, ry0), (rx1 + 46, ry1), (lx1 - 46, ly1)], kerb)
    sheet.polygon([(lx0, ly0), (rx0, ry0), (rx1, ry1), (lx1, ly1)], place.road)
    sheet.polygon(
        [(lx0, ly0), at((view.left[0], view.right[0]), 0.45), at((view.left[1], view.right[1]), 0.45), (lx1, ly1)], darker(place.road, 0.05)
    )
    dice = place.rng("asphalt")
    for _ in range(240):
        near = dice.random() ** 0.6
        x, y = view.on_road(dice.uniform(0.02, 0.98), near)
        sheet.oval(x, y, 2.6 * near + 0.5, 1.1 * near + 0.3, dice.choice([darker(place.road, 0.14), lighter(place.road, 0.1)]))
    if with_dashes:
        dashes(sheet, view, "#d9d5ca")


def dashes(sheet: Sheet, view: View, colour: str) -> None:
    """Draw the broken line in the middle of the road."""
    for near, far in ((0.97, 0.74), (0.6, 0.45), (0.36, 0.27), (0.21, 0.155), (0.12, 0.09), (0.065, 0.05)):
        corners = [
            view.on_road(0.5 - 0.012, near),
            view.on_road(0.5 + 0.012, near),
            view.on_road(0.5 + 0.012, far),
            view.on_road(0.5 - 0.012, far),
        ]
        sheet.polygon(corners, colour)


def _side_of_street(sheet: Sheet, place: Setting, dice: random.Random, where: tuple[Point, int]) -> None:
    """Draw the houses of one side, the far ones first; each ends on the line to the vanishing point."""
    _, side = where
    reach = [70, 108, 160, 236, 350, 560]
    for number, (far, near) in enumerate(pairwise(reach)):
        # The farther a house, the more of the sky lies over its colours.
        wall = mix(place.walls[(number + side) % 5], place.sky[1], 0.34 - number * 0.07)
        roof = mix(place.roofs[(number + side) % 5], place.sky[1], 0.3 - number * 0.06)
        _house_aslant(sheet, where, (far, near * 0.94, dice.uniform(0.48, 0.66)), (wall, roof))


def _house_aslant(sheet: Sheet, where: tuple[Point, int], form: tuple[float, float, float], colours: tuple[str, str]) -> None:
    """Draw a house seen from its corner; form: distance of its far and near edge from the middle, height per distance."""
    (vx, vy), side = where
    far, near, tall = form
    wall, roof = colours
    x_far, x_near, beyond = vx + side * far, vx + side * near, vx + side * (near + 420)
    long_wall = ((x_far, vy - far * tall), (x_near, vy - near * tall)), ((x_far, vy + far * 0.2), (x_near, vy + near * 0.2))
    (top_far, top_near), (low_far, low_near) = long_wall
    sheet.polygon([low_far, top_far, top_near, low_near], darker(wall, 0.1))
    sheet.box(min(x_near, beyond), top_near[1], max(x_near, beyond), low_near[1], wall)
    ridge = (x_near + side * near * 0.19, top_near[1] - near * 0.21)
    corner = (x_near - side * 8, top_near[1] + 4)
    ridge_far = (x_far + side * (near - far) * 0.1, top_far[1] - far * 0.2)
    sheet.polygon([(x_far - side * 4, top_far[1] + 2), ridge_far, ridge, corner], roof)
    sheet.polygon([corner, ridge, (beyond, ridge[1]), (beyond, corner[1])], darker(roof, 0.12))
    for share in (0.3, 0.66):
        left, right = share, share + 0.1
        columns = [(at(long_wall[0], edge), at(long_wall[1], edge)) for edge in (left, right)]
        sheet.polygon([at(columns[0], 0.28), at(columns[1], 0.28), at(columns[1], 0.6), at(columns[0], 0.6)], mix("#4c5b62", wall, 0.15))


# --- down: pavement, kerb and road -------------------------------------------------------------------


@dataclass(frozen=True)
class Slope:
    """The kerb of the view downwards: a line falling from left to right."""

    top: float
    fall: float

    def y(self, x: float) -> float:
        return self.top + self.fall * x / WIDTH


def down(sheet: Sheet, place: Setting) -> Slope:
    """Draw grass, pavement, kerb and road as one looks down at them; return the edge of the road."""
    fall = -52 - 26 * place.shift
    edge = Slope(392 + 20 * place.shift - fall / 2, fall)
    grass = mix(place.leaf, "#b9c7a4", 0.5)
    sheet.fade(0, HEIGHT, grass, grass)
    sheet.specks(place.rng("grass"), (0, 0, WIDTH, 190), (darker(grass, 0.14), lighter(grass, 0.12)), 260)

    def stripe(above: float, below: float, colour: str) -> None:
        sheet.polygon(
            [(0, edge.y(0) - above), (WIDTH, edge.y(WIDTH) - above * 0.86), (WIDTH, edge.y(WIDTH) - below * 0.86), (0, edge.y(0) - below)],
            colour,
        )

    stripe(214, 196, darker(grass, 0.22))
    stripe(198, 74, mix(place.pavement, "#efe6d3", 0.55))
    joint = mix(place.pavement, "#cfc2a8", 0.5)
    for step in range(-1, 9):
        x = step * 132 + 30 * place.shift
        sheet.line([(x + 44, edge.y(x + 44) - 190), (x, edge.y(x) - 76)], 2, joint)
    stripe(76, 20, place.pavement)
    stripe(22, 0, darker(place.pavement, 0.16))
    sheet.polygon([(0, edge.y(0)), (WIDTH, edge.y(WIDTH)), (WIDTH, HEIGHT), (0, HEIGHT)], place.road)
    sheet.specks(place.rng("asphalt"), (0, 420, WIDTH, HEIGHT), (darker(place.road, 0.12), lighter(place.road, 0.09)), 260)
    line = [(0, edge.y(0) + 214), (WIDTH, edge.y(WIDTH) + 176), (WIDTH, edge.y(WIDTH) + 192), (0, edge.y(0) + 234)]
    sheet.polygon(line, "#c9c4ba")
    return edge


def _clouds(sheet: Sheet, place: Setting, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 3)):
        x, y, wide = dice.uniform(60, 900), dice.uniform(50, 150), dice.uniform(60, 110)
        white = lighter(place.sky[1], 0.45) + "b0"
        for dx, dy, part in ((-0.6, 6, 0.5), (0, -6, 0.7), (0.62, 4, 0.55)):
            sheet.oval(x + dx * wide, y + dy, wide * part, wide * part * 0.34, white)


def _far_trees(sheet: Sheet, place: Setting, dice: random.Random, ground: float) -> None:
    far = mix(place.leaf, place.sky[1], 0.55)
    x = -30.0
    while x < WIDTH + 40:
        high = dice.uniform(50, 120)
        sheet.oval(x, ground - high * 0.3, dice.uniform(50, 90), high * 0.8, far)
        x += dice.uniform(50, 110)
