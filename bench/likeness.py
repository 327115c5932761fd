# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drawn pictures and what people do to them, to measure how often a copy is found and a new photo taken for one."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from laksa.evidence.actions.examining import liken
from laksa.evidence.actions.photos import shades
from laksa.evidence.models import PhotoPrint
from laksa.evidence.rules.prints import STAMPED, take_print, wanted
from laksa.gateways import pictures
from laksa.gateways.pictures.drawing import SCENES, draw, shake

Change: TypeAlias = Callable[[Image.Image], Image.Image]
DICE = random.Random(24)


def measure_likeness(*, seeds: int) -> dict[str, float]:
    """Return for each kind of change the share that is taken for a copy of the picture before it."""
    drawn = {(scene, seed, after): _drawn(scene, seed, after) for scene in SCENES for seed in range(seeds) for after in (False, True)}
    stored = {key: _stored(image) for key, image in drawn.items()}
    found = {name: _share([(stored[key], change(image)) for key, image in drawn.items()]) for name, change in CHANGES.items()}
    befores = [key for key in drawn if not key[2]]
    pairs = [(stored[key], shaken(drawn[key[0], key[1], True])) for key in befores for _twice in range(2)]
    found["repaired, by another hand"] = _share(pairs)
    found["repaired, by the same hand"] = _share([(stored[key], drawn[key[0], key[1], True]) for key in befores])
    keys = list(drawn)
    others = [(one, other) for one in keys for other in DICE.sample(keys, 6)]
    found["another place of its kind"] = _share([(stored[a], drawn[b]) for a in keys for b in keys if a[0] == b[0] and a[1] != b[1]])
    found["another scene"] = _share([(stored[a], drawn[b]) for a, b in others if a[0] != b[0]])
    return found


def _share(pairs: list[tuple[PhotoPrint, Image.Image]]) -> float:
    return sum(_is_copy(row, image) for row, image in pairs) / len(pairs)


def _is_copy(row: PhotoPrint, image: Image.Image) -> bool:
    picture = pictures.grey(_jpeg(image, 90))
    near = shades(picture)
    small = shades(pictures.read_sketch(pictures.sketch(picture)))
    return liken(row, small, wanted(near), wanted(near, STAMPED), is_own=False) is not None


def _stored(image: Image.Image) -> PhotoPrint:
    picture = pictures.grey(_jpeg(image, 90))
    return PhotoPrint(signs=take_print(shades(picture)).astype("<u8").tobytes(), sketch=pictures.sketch(picture))


def _drawn(scene: str, seed: int, after: bool) -> Image.Image:
    return Image.open(io.BytesIO(draw(scene, seed, after=after))).convert("RGB")


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


# --- what people do to a picture ---------------------------------------------------------------------


def _saved(quality: int) -> Change:
    return lambda image: Image.open(io.BytesIO(_jpeg(image, quality))).convert("RGB")


def _cut(part: float) -> Change:
    def change(image: Image.Image) -> Image.Image:
        left, upper = DICE.uniform(0, 1 - part) * image.width, DICE.uniform(0, 1 - part) * image.height
        return image.crop((int(left), int(upper), int(left + part * image.width), int(upper + part * image.height)))

    return change


def _stamped(image: Image.Image) -> Image.Image:
    changed = image.copy()
    pen = ImageDraw.Draw(changed)
    pen.rectangle((0, image.height * 0.9, image.width * 0.5, image.height * 0.98), fill="black")
    pen.text((10, image.height * 0.92), "24-11-2026 14.02 TANGERANG", fill="white")
    return changed


def _painted(image: Image.Image) -> Image.Image:
    """A part painted over, as somebody would a hole in the road."""
    changed = image.copy()
    part = DICE.uniform(0.18, 0.34)
    left, upper = DICE.uniform(0.2, 0.8 - part) * image.width, DICE.uniform(0.3, 0.9 - part) * image.height
    colour = changed.getpixel((int(left), int(upper)))
    ImageDraw.Draw(changed).ellipse((left, upper, left + part * image.width, upper + part * image.height), fill=colour)  # type: ignore[arg-type]
    return _saved(60)(changed)


def shaken(image: Image.Image) -> Image.Image:
    """Return the picture as another hand would take it a moment later: askew, nearer, in other light, with noise."""
    return shake(image, DICE)


def _from_screen(image: Image.Image) -> Image.Image:
    """A photo of a screen: askew, with the screen's lines in it."""
    tilted = np.asarray(shake(image, DICE), np.float32)
    lines = 10 * np.sin(np.arange(tilted.shape[0]) * 2.1)[:, None, None]
    return Image.fromarray(np.clip(tilted + lines, 0, 255).astype(np.uint8))


CHANGES: dict[str, Change] = {
    "the same": lambda image: image,
    "mirrored": ImageOps.mirror,
    "JPEG 30": _saved(30),
    "a quarter of the size": lambda image: image.resize((image.width // 4, image.height // 4)),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.35),
    "darker": lambda image: ImageEnhance.Brightness(image).enhance(0.6),
    "stamped": _stamped,
    "cut to 85 %": _cut(0.85),
    "cut to 70 % of its sides": _cut(0.7),
    "mirrored and cut to 80 %": lambda image: ImageOps.mirror(_cut(0.8)(image)),
    "painted over": _painted,
    "painted over, mirrored, cut to 85 %": lambda image: ImageOps.mirror(_cut(0.85)(_painted(image))),
    "turned by 2 degrees": lambda image: image.rotate(2, Image.Resampling.BILINEAR, fillcolor="gray"),
    "from a screen": _from_screen,
}
