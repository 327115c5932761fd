"""Lamps at night and signals by day."""

from __future__ import annotations

from laksa.gateways.pictures.drawing.canvas import HEIGHT, WIDTH, Point, Sheet, darker, lighter, mix
from laksa.gateways.pictures.drawing.setting import Setting
from laksa.gateways.pictures.drawing.street import EDGE, GROUND, View, across, dashes
from laksa.gateways.pictures.drawing.things import cable, car, motorbike, pole

NIGHTS = (("#3a4b73", "#50638e"), ("#2f3e63", "#47557d"), ("#34476b", "#56688c"), ("#3b4468", "#5a5a80"))
LIGHT = "#ffd98a"


def lamp(sheet: Sheet, place: Setting, after: bool) -> None:
    """Three street lamps along a road at night: dark, or burning."""
    dice = place.rng("night")
    upper, lower = dice.choice(NIGHTS)
    if after:
        upper, lower = darker(upper, 0.35), darker(lower, 0.4)
    horizon = 400 + place.shift * 18
    vanish = (520 + place.shift * 60, horizon)
    sheet.fade(0, horizon, upper, lower)
    for _ in range(26):
        sheet.oval(dice.uniform(0, WIDTH), dice.uniform(0, 220), 1.4, 1.4, "#ffffff70")
    if dice.random() < 0.5:
        sheet.oval(790, 96, 30, 30, "#e8e4d0")
        sheet.oval(778, 88, 27, 27, upper)
    _roofs(sheet, place, horizon)
    ground = "#23272d"
    sheet.box(0, horizon, WIDTH, HEIGHT, ground)
    view = View(vanish, ((vanish[0] - 50, horizon), (110, HEIGHT)), ((vanish[0] + 50, horizon), (960, HEIGHT)))
    road = "#3b3e46" if after else "#33363e"
    sheet.polygon([view.left[0], view.right[0], view.right[1], view.left[1]], road)
    _oncoming(sheet, view)
    dashes(sheet, view, "#8d8a80" if after else "#6c6b69")
    posts = [_post(view, near, place.size) for near in (0.13, 0.34, 0.86)]
    if after:
        for post in posts:
            _shine(sheet, post)
    for post in posts:
        _draw_post(sheet, post, burning=after)


def _roofs(sheet: Sheet, place: Setting, horizon: float) -> None:
    """Draw the street's houses as shapes against the sky, a few windows lit."""
    dice = place.rng("roofs")
    x = -60.0
    while x < WIDTH:
        wide = dice.uniform(120, 210)
        gap = abs(x + wide / 2 - (520 + place.shift * 60)) < 130
        top = horizon - (dice.uniform(46, 70) if gap else dice.uniform(104, 178))
        shade = dice.choice(["#171b23", "#1b2029", "#14181f"])
        sheet.polygon([(x, horizon), (x, top), (x + wide / 2, top - dice.uniform(26, 50)), (x + wide, top), (x + wide, horizon)], shade)
        if dice.random() < 0.6 and not gap:
            sx, sy = x + wide * dice.uniform(0.2, 0.7), horizon - dice.uniform(54, 84)
            sheet.box(sx, sy, sx + 26, sy + 34, "#c79a52")
            sheet.box(sx + 12, sy, sx + 14, sy + 34, shade)
        x += wide - dice.uniform(-6, 20)


def _oncoming(sheet: Sheet, view: View) -> None:
    x, y = view.on_road(0.72, 0.09)
    for dx in (-9, 9):
        sheet.oval(x + dx, y, 10, 10, "#ffe6a838")
        sheet.oval(x + dx, y, 5, 5, "#ffe6a8")


def _post(view: View, near: float, size: float) -> tuple[Point, float]:
    """Return foot and height of a lamp post left of the road."""
    x, y = view.on_road(-0.06, near)
    return (x, y), (120 + 490 * near) * size


def _head(post: tuple[Point, float]) -> tuple[float, float, float]:
    """Return where the lamp itself hangs, and how wide it is."""
    (x, y), high = post
    return x + high * 0.34, y - high, high * 0.16


def _draw_post(sheet: Sheet, post: tuple[Point, float], *, burning: bool) -> None:
    (x, y), high = post
    iron = "#0e1116" if not burning else "#191d24"
    thick = max(3.0, high * 0.03)
    bend = high * 0.1
    curve = [(x, y), (x, y - high + bend), (x + bend * 0.3, y - high + bend * 0.35), (x + bend, y - high), (x + high * 0.3, y - high)]
    sheet.line(curve, thick, iron)
    sheet.oval(x, y, thick * 1.6, thick * 0.6, iron)
    hx, hy, wide = _head(post)
    sheet.soft_box(hx - wide, hy - wide * 0.22, hx + wide, hy + wide * 0.16, iron, radius=3)
    if burning:
        sheet.soft_box(hx - wide * 0.84, hy - wide * 0.04, hx + wide * 0.84, hy + wide * 0.26, "#ffedbf", radius=3)
    else:
        sheet.soft_box(hx - wide * 0.8, hy + wide * 0.04, hx + wide * 0.8, hy + wide * 0.2, "#3a4049", radius=2)


def _shine(sheet: Sheet, post: tuple[Point, float]) -> None:
    (_, y), high = post
    hx, hy, wide = _head(post)
    sheet.polygon([(hx - wide, hy), (hx + wide, hy), (hx + high * 0.52, y + 14), (hx - high * 0.42, y + 14)], LIGHT + "26")
    sheet.polygon([(hx - wide * 0.7, hy), (hx + wide * 0.7, hy), (hx + high * 0.32, y + 10), (hx - high * 0.24, y + 10)], LIGHT + "26")
    sheet.oval(hx + high * 0.05, y + 12, high * 0.56, high * 0.1, LIGHT + "30")
    sheet.oval(hx + high * 0.05, y + 12, high * 0.36, high * 0.06, LIGHT + "38")
    for reach, strength in ((2.6, "24"), (1.7, "38"), (1.1, "50")):
        sheet.oval(hx, hy + wide * 0.1, wide * reach, wide * reach, LIGHT + strength)


def traffic_light(sheet: Sheet, place: Setting, after: bool) -> None:
    """A signal at a crossing: dead and a knot of traffic, or green and the road flowing."""
    across(sheet, place)
    for step in range(7):
        x = 90 + step * 62
        sheet.polygon([(x, EDGE + 14), (x + 34, EDGE + 14), (x - 40, HEIGHT), (x - 92, HEIGHT)], "#dcd8cd")
    if after:
        car(sheet, 690, EDGE + 118, place.paint[0], size=0.98)
        motorbike(sheet, 330, EDGE + 76, place.paint[1], size=0.9)
    else:
        car(sheet, 760, EDGE + 66, place.paint[0], size=0.84)
        motorbike(sheet, 520, EDGE + 92, place.paint[1], size=0.95)
        motorbike(sheet, 330, EDGE + 66, place.paint[2], size=0.85)
        car(sheet, 560, EDGE + 166, place.paint[3], size=1.05)
    _signal(sheet, 246 + place.shift * 40, place.size, burning=after)


def _signal(sheet: Sheet, x: float, size: float, *, burning: bool) -> None:
    foot = GROUND + 44
    top = foot - 400 * size
    sheet.polygon([(x - 8, top), (x + 8, top), (x + 11, foot), (x - 11, foot)], "#4a4f52")
    sheet.box(x - 22, foot - 8, x + 22, foot, "#3a3f42")
    for number in range(6):
        sheet.box(x - 9, foot - 130 + number * 18, x + 9, foot - 121 + number * 18, "#d8c64a" if number % 2 else "#2d3235")
    half, high = 42 * size, 232 * size
    sheet.soft_box(x - half - 9, top - 22, x + half + 9, top + high + 9, "#191d20", radius=14)
    sheet.soft_box(x - half, top - 13, x + half, top + high, "#2c3236", radius=10)
    colours = (("#d8402f", "#4a2b29"), ("#e2a92b", "#4a4129"), ("#3fae6a", "#27463a"))
    for number, (lit, dead) in enumerate(colours):
        y = top + 28 * size + number * 76 * size
        is_lit = burning and number == 2
        if is_lit:
            sheet.oval(x, y, 58 * size, 58 * size, lit + "40")
        sheet.oval(x, y, 30 * size, 30 * size, lit if is_lit else dead)
        sheet.oval(x - 8 * size, y - 9 * size, 9 * size, 6 * size, lighter(lit if is_lit else dead, 0.35))
        sheet.polygon(
            [
                (x - 36 * size, y - 12 * size),
                (x - 30 * size, y - 34 * size),
                (x + 30 * size, y - 34 * size),
                (x + 36 * size, y - 12 * size),
                (x + 29 * size, y - 26 * size),
                (x - 29 * size, y - 26 * size),
            ],
            "#121517",
        )
    if not burning:
        sheet.line([(x - half, top + high * 0.34), (x - half + 26, top + high * 0.5)], 2, "#5d666b")


def cables(sheet: Sheet, place: Setting, after: bool) -> None:
    """Telephone cables over a pavement: a sagging tangle, or tied up high."""
    across(sheet, place)
    dice = place.rng("cables")
    first, second = 190 + place.shift * 50, 790 + place.shift * 50
    for x in (first, second):
        pole(sheet, x, top=70)
    for offset in (-46, -20, 20, 46):
        for start, end in (
            ((-60, 96), (first + offset, 84)),
            ((first + offset, 84), (second + offset, 84)),
            ((second + offset, 84), (WIDTH + 60, 92)),
        ):
            cable(sheet, start, end, sag=16, width=2.5)
    if after:
        for step in range(3):
            cable(sheet, (first, 150 + step * 7), (second, 150 + step * 7), sag=20, width=3)
        sheet.box(first - 12, 142, first + 12, 172, mix("#57514a", "#ffffff", 0.2))
        sheet.box(second - 12, 142, second + 12, 172, mix("#57514a", "#ffffff", 0.2))
        return
    for _ in range(11):
        cable(
            sheet,
            (first, 140 + dice.uniform(0, 60)),
            (second, 140 + dice.uniform(0, 60)),
            sag=dice.uniform(24, 210),
            width=dice.uniform(2, 4),
        )
    for number in range(5):
        sheet.ring(first + dice.uniform(-6, 10), 196 + dice.uniform(-8, 12), 40 - number * 4, 2.5, "#2b2f33")
    cable(sheet, (second - 6, 180), (second - 190, GROUND + 40), sag=70, width=4)
    cable(sheet, (second - 190, GROUND + 40), (second - 300, GROUND + 46), sag=6, width=4)
