"""A drawing as another hand would photograph it: two drawings of one place are otherwise the same to the pixel, as no two photos are."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageEnhance

LEAN, NEARER, LIGHT, GRAIN = 0.035, 0.06, 0.2, 9
# Another visit: the phone is held at another angle, which no copy of a picture shows.
LEAST_ANGLE, MOST_ANGLE, VISIT_SIZE = 3.0, 14.0, (720, 540)
LEAST_PART, MOST_PART = 0.58, 0.78


def shake(image: Image.Image, dice: random.Random) -> Image.Image:
    """Return a picture askew by a few degrees, a little nearer, in other light, with the grain of a sensor."""
    width, height = image.size
    near = dice.uniform(0, NEARER)
    corners = ((near, near), (near, 1 - near), (1 - near, 1 - near), (1 - near, near))
    found = [(part + dice.uniform(-LEAN, LEAN)) * side for corner in corners for part, side in zip(corner, (width, height), strict=True)]
    leant = image.transform(image.size, Image.Transform.QUAD, found, Image.Resampling.BICUBIC, fillcolor=(128, 128, 128))
    lit = ImageEnhance.Brightness(leant).enhance(1 + dice.uniform(-LIGHT, LIGHT))
    grain = Image.effect_noise(image.size, GRAIN).convert("RGB")
    return Image.blend(lit, grain, 0.12)


def visit(image: Image.Image, dice: random.Random) -> Image.Image:
    """Return the same place as somebody else would see it on another day: from another angle, nearer, in other light."""
    width, height = image.size
    angle = math.radians(dice.uniform(LEAST_ANGLE, MOST_ANGLE) * dice.choice((-1, 1)))
    part = dice.uniform(LEAST_PART, MOST_PART)
    middle_x, middle_y = width * dice.uniform(0.42, 0.58), height * dice.uniform(0.44, 0.56)
    found: list[float] = []
    for side_x, side_y in ((-1, -1), (-1, 1), (1, 1), (1, -1)):
        across, down = side_x * width * part / 2, side_y * height * part / 2
        x = middle_x + across * math.cos(angle) - down * math.sin(angle) + dice.uniform(-LEAN, LEAN) * width / 2
        y = middle_y + across * math.sin(angle) + down * math.cos(angle) + dice.uniform(-LEAN, LEAN) * height / 2
        found += [min(max(x, 0), width), min(max(y, 0), height)]
    seen = image.transform(VISIT_SIZE, Image.Transform.QUAD, found, Image.Resampling.BICUBIC)
    return ImageEnhance.Brightness(seen).enhance(1 + dice.uniform(-LIGHT, LIGHT))
