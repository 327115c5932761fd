"""Looking at a file before a single pixel of it is decoded: is it a picture, whole, and of a bearable size?"""

from __future__ import annotations

import enum
import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime

import pillow_heif
from PIL import Image

from laksa.gateways.pictures.exif import read_shot
from laksa.gateways.pictures.limits import BYTES_LIMIT, PIXEL_LIMIT

# Only the picture itself is wanted, not the depth maps, masks and previews that phones put beside it.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

# A progressive JPEG has about ten scans; each one goes over the whole picture again.
SCAN_LIMIT = 100

# What Pillow and libheif are known to raise on files made to break them.
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, RuntimeError, MemoryError),
    *(struct.error, zlib.error, Image.DecompressionBombError),
)


class Reason(enum.StrEnum):
    NOT_PICTURE = "not_picture"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"


class PictureRefused(Exception):
    """The file can't be taken; `code` is a Reason."""

    def __init__(self, code: Reason) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """What a picture's header says.

    width, height: pixels as people see it, the camera's turn applied. taken_at: as the camera
    wrote it, mostly without a zone. lat, lon: WGS 84, both or neither.
    """

    media_type: str
    width: int
    height: int
    taken_at: datetime | None
    lat: float | None
    lon: float | None


def inspect(data: bytes) -> Inspected:
    """Return what the header says of a JPEG, PNG, WebP or HEIC; raise PictureRefused.

    Nothing is decoded, so a bomb costs no memory; whether the pixels can be read shows `remake`.
    """
    image = open_picture(data)
    shot = read_shot(image.info.get("exif"))
    width, height = image.size
    if shot.is_on_its_side:
        width, height = height, width
    kind = kind_of(data)
    return Inspected(media_type=f"image/{kind}", width=width, height=height, taken_at=shot.taken_at, lat=shot.lat, lon=shot.lon)


def open_picture(data: bytes) -> Image.Image:
    """Return the picture with its header read and nothing decoded; raise PictureRefused."""
    if len(data) > BYTES_LIMIT:
        raise PictureRefused(Reason.TOO_LARGE)
    kind = kind_of(data)
    if kind is None or is_two_files(data):
        raise PictureRefused(Reason.NOT_PICTURE)
    try:
        image = Image.open(io.BytesIO(data), formats=["HEIF" if kind == "heic" else kind.upper()])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(Reason.TOO_MANY_PIXELS) from error
    except UNREADABLE as error:
        raise PictureRefused(Reason.BROKEN) from error
    if image.width * image.height > PIXEL_LIMIT:
        raise PictureRefused(Reason.TOO_MANY_PIXELS)
    start = image.fp.tell() if kind == "jpeg" and image.fp is not None else 0
    if not is_whole(data, kind, start):
        raise PictureRefused(Reason.BROKEN)
    return image


def kind_of(data: bytes) -> str | None:
    """Return jpeg, png, webp or heic by the first bytes, whatever the file is called; None for all else.

    puremagic was tried: it takes an AVI for a WebP and doesn't know the HEIF brand `mif1`.
    """
    if data[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if pillow_heif.get_file_mimetype(data[:64]).startswith(("image/heic", "image/heif")):
        return "heic"
    return None


def is_two_files(data: bytes) -> bool:
    """Whether the picture is also an archive or a document.

    A film after the picture is no reason: that is how phones keep a "motion photo".
    """
    return b"%PDF-" in data[:1024] or zipfile.is_zipfile(io.BytesIO(data))


def is_whole(data: bytes, kind: str, start: int) -> bool:
    """Whether the file ends where its format says; `start` is where a JPEG's pixels begin."""
    if kind == "jpeg":
        # Between pixels FF D9 can only be the end mark. Scans are counted by their header's fixed form.
        scans = sum(1 for _ in re.finditer(rb"\xff\xda\x00[\x08\x0a\x0c\x0e][\x01-\x04]", data))
        return data.find(b"\xff\xd9", start) != -1 and scans <= SCAN_LIMIT
    if kind == "png":
        return data.rfind(b"IEND\xaeB`\x82") != -1
    if kind == "webp":
        return int.from_bytes(data[4:8], "little") + 8 <= len(data)
    return _boxes_fit(data)


def _boxes_fit(data: bytes) -> bool:
    """Whether the outermost boxes of a HEIF file end with the file (ISO/IEC 14496-12, 4.2)."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        elif size == 0:  # to the end of the file
            return True
        if size < 8:
            return False
        at += size
    return at == len(data)
