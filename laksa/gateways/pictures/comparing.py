"""Small grey pictures for comparing: what is left of a photo when only its shapes count."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from laksa.gateways.pictures.looking import UNREADABLE, PictureRefused, Reason, open_picture
from laksa.gateways.pictures.making import SMALL_SIDE, plain, shrunk, small

SKETCH_SIDE = 96
SKETCH_QUALITY = 70


@dataclass(frozen=True)
class Grey:
    """Brightness, a byte a pixel, row by row from the upper left."""

    width: int
    height: int
    pixels: bytes


def grey(data: bytes) -> Grey:
    """Return a picture upright, in grey, at most 320 px long: an upload and the picture made anew of it look alike.

    Raises PictureRefused when it can't be read.
    """
    image = open_picture(data)
    try:
        # Twice the size wanted, so that the last step still averages.
        return _grey(small(plain(shrunk(image, 2 * SMALL_SIDE))))
    except UNREADABLE as error:
        raise PictureRefused(Reason.BROKEN) from error


def sketch(picture: Grey) -> bytes:
    """Return the picture at most 96 px long as WebP, about 1 kB: enough to lay two pictures on each other."""
    image = Image.frombytes("L", (picture.width, picture.height), picture.pixels)
    image.thumbnail((SKETCH_SIDE, SKETCH_SIDE), Image.Resampling.BOX)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=SKETCH_QUALITY, method=4)
    return out.getvalue()


def read_sketch(data: bytes) -> Grey:
    """Return what `sketch` wrote."""
    return _grey(Image.open(io.BytesIO(data), formats=["WEBP"]))


def _grey(image: Image.Image) -> Grey:
    bare = image.convert("L")
    return Grey(bare.width, bare.height, bare.tobytes())
