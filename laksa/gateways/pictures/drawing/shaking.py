"""A drawing as another hand would photograph it: two drawings of one place are otherwise the same to the pixel, as no two photos are."""

from __future__ import annotations

import random

from PIL import Image, ImageEnhance

LEAN, NEARER, LIGHT, GRAIN = 0.035, 0.06, 0.2, 9


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
