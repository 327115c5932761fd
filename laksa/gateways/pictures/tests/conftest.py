"""Pictures as people send them, and as people send them who mean no good. All are made here."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from laksa.gateways.pictures import PictureRefused  # imported first: it teaches Pillow to write HEIC


def encode(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def answer(look: Callable[[bytes], object], data: bytes) -> str:
    """Return "taken" or the code of the refusal; whatever else is raised is a crash."""
    try:
        look(data)
    except PictureRefused as refused:
        return refused.code.value
    return "taken"


def scene(width: int = 640, height: int = 480) -> Image.Image:
    """A picture with a red upper left, a green upper right, and blue below."""
    image = Image.new("RGB", (width, height), (30, 60, 200))
    image.paste((200, 30, 30), (0, 0, width // 2, height // 2))
    image.paste((30, 160, 60), (width // 2, 0, width, height // 2))
    return image


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few hundred bytes whose header promises 2.5 thousand million pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(bytes(1000))) + png_chunk(b"IEND", b"")


def png_with_long_text(length: int) -> bytes:
    plain = encode(scene(32, 32), "PNG")
    text = png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"a" * length, 9))
    return plain[:33] + text + plain[33:]


def camera_exif(**gps: Any) -> Image.Exif:
    """What a phone writes: place in Sukasari, Thursday evening, lying on its side, its maker's name."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Merek Rahasia", "Siti punya HP", 6
    exif.get_ifd(0x8769).update({0x9003: "2026:11:19 19:41:07", 0x9011: "+07:00"})
    place = {1: "S", 2: (6.0, 10.0, 31.2), 3: "E", 4: (106.0, 38.0, 2.4)}
    exif.get_ifd(0x8825).update(place | {int(key.removeprefix("tag")): value for key, value in gps.items()})
    return exif


@pytest.fixture(scope="session")
def phone_jpeg() -> bytes:
    """A 12 megapixel photo with the detail of a real one: 2 to 4 MB."""
    grain = Image.effect_noise((1000, 750), 60)
    photo = Image.merge("RGB", [grain, grain.transpose(Image.Transpose.FLIP_LEFT_RIGHT), grain.transpose(Image.Transpose.ROTATE_180)])
    return encode(photo.resize((4000, 3000)), "JPEG", quality=90, exif=camera_exif())


@pytest.fixture
def encoded() -> Callable[..., bytes]:
    return lambda kind, **options: encode(scene(), kind, **options)
