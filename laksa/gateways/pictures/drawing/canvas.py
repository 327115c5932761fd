"""A sheet to draw flat pictures on: 960 × 720 units, drawn twice as large and made smooth at the end."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Iterable

from PIL import Image, ImageColor, ImageDraw, ImageFont

WIDTH, HEIGHT = 960, 720
SCALE = 2
Point = tuple[float, float]


class Sheet:
    """Shapes in units of the finished picture, y downwards; colours as "#rrggbb" or "#rrggbbaa"."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "#ffffff")
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def polygon(self, points: Iterable[Point], colour: str) -> None:
        self.pen.polygon(_large(points), fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.pen.rectangle((left * SCALE, top * SCALE, right * SCALE - 1, bottom * SCALE - 1), fill=colour)

    def soft_box(self, left: float, top: float, right: float, bottom: float, colour: str, *, radius: float = 8) -> None:
        self.pen.rounded_rectangle((left * SCALE, top * SCALE, right * SCALE, bottom * SCALE), radius * SCALE, fill=colour)

    def oval(self, x: float, y: float, across: float, high: float, colour: str) -> None:
        """Draw an oval around (x, y); across and high are its half-axes."""
        self.pen.ellipse(((x - across) * SCALE, (y - high) * SCALE, (x + across) * SCALE, (y + high) * SCALE), fill=colour)

    def ring(self, x: float, y: float, reach: float, width: float, colour: str) -> None:
        """Draw the outline of an upright oval around (x, y)."""
        box = ((x - reach) * SCALE, (y - reach * 1.2) * SCALE, (x + reach) * SCALE, (y + reach * 1.2) * SCALE)
        self.pen.ellipse(box, outline=colour, width=round(width * SCALE))

    def line(self, points: Iterable[Point], width: float, colour: str) -> None:
        """Draw a line with round ends and bends."""
        spots = _large(points)
        self.pen.line(spots, fill=colour, width=max(1, round(width * SCALE)), joint="curve")
        half = width * SCALE / 2
        if half > 1 and len(colour) == 7:
            for x, y in (spots[0], spots[-1]):
                self.pen.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def fade(self, top: float, bottom: float, upper: str, lower: str) -> None:
        """Fill the whole width between two heights, from one colour to the other."""
        size = (WIDTH * SCALE, max(1, round((bottom - top) * SCALE)))
        mask = Image.linear_gradient("L").resize(size)
        band = Image.composite(Image.new("RGB", size, lower), Image.new("RGB", size, upper), mask)
        self.image.paste(band, (0, round(top * SCALE)))

    def blob(self, x: float, y: float, across: float, high: float, colour: str, rng: random.Random, *, rough: float = 0.16) -> None:  # noqa: PLR0913 - a shape is its numbers
        """Draw an uneven oval: a puddle, a hole, a heap."""
        self.polygon(blob(x, y, across, high, rng, rough), colour)

    def specks(self, rng: random.Random, area: tuple[float, float, float, float], colours: Iterable[str], count: int) -> None:
        """Scatter small dots over an area (left, top, right, bottom), larger towards its lower edge."""
        left, top, right, bottom = area
        choices = list(colours)
        for _ in range(count):
            y = rng.uniform(top, bottom)
            size = 0.6 + 1.8 * (y - top) / max(1, bottom - top)
            self.oval(rng.uniform(left, right), y, size * 1.6, size * 0.8, rng.choice(choices))

    def mirror(self) -> None:
        """Exchange left and right of what has been drawn so far."""
        self.image = self.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def jpeg(self, label: str) -> bytes:
        """Return the finished picture with a small label in its upper left corner."""
        picture = self.image.reduce(SCALE)
        pen = ImageDraw.Draw(picture, "RGBA")
        font = ImageFont.load_default(20)
        left, top, right, bottom = pen.textbbox((0, 0), label, font=font)
        pen.rounded_rectangle((18, 18, 18 + right - left + 24, 18 + bottom - top + 18), 6, fill="#000000a8")
        pen.text((30 - left, 27 - top), label, fill="#ffffff", font=font)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=86)
        return out.getvalue()


def blob(x: float, y: float, across: float, high: float, rng: random.Random, rough: float) -> list[Point]:
    """Return an uneven oval around (x, y), its edge wavy by the share `rough`."""
    waves = [(rng.uniform(0.3, 1), rng.uniform(0, math.tau), turns) for turns in (2, 3, 5, 7)]
    total = sum(height for height, _, _ in waves)
    points = []
    for step in range(72):
        angle = step * math.tau / 72
        reach = 1 + rough * sum(height * math.sin(turns * angle + begin) for height, begin, turns in waves) / total * 1.6
        points.append((x + across * reach * math.cos(angle), y + high * reach * math.sin(angle)))
    return points


def mix(one: str, other: str, share: float) -> str:
    """Return a colour between two; share 0 is the first, 1 the second."""
    pairs = zip(ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3], strict=True)
    return "#" + "".join(f"{round(first + (second - first) * share):02x}" for first, second in pairs)


def darker(colour: str, share: float = 0.15) -> str:
    return mix(colour, "#14181d", share)


def lighter(colour: str, share: float = 0.15) -> str:
    return mix(colour, "#ffffff", share)


def at(points: tuple[Point, Point], share: float) -> Point:
    """Return the point that lies this share of the way along a straight line."""
    (x0, y0), (x1, y1) = points
    return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share


def _large(points: Iterable[Point]) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]
