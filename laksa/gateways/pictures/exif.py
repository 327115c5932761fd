"""The three things worth reading of what a camera wrote down: when, where, and which way up."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from PIL import ExifTags, Image

# Whatever a field holds, a picture is never refused for it.
UNUSABLE = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, RuntimeError, struct.error)
LYING = frozenset({5, 6, 7, 8})  # EXIF orientations with width and height exchanged


@dataclass(frozen=True)
class Shot:
    """When and where a picture was taken; each part None when the camera didn't say or wrote nonsense."""

    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    is_on_its_side: bool = False


def read_shot(raw: bytes | None) -> Shot:
    """Return when and where a picture was taken, from its raw EXIF block. Never raises."""
    if not raw:
        return Shot()
    try:
        exif = Image.Exif()
        exif.load(raw)
        written = exif.get_ifd(ExifTags.IFD.Exif)
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        orientation = exif.get(ExifTags.Base.Orientation)
    except UNUSABLE:
        return Shot()
    lat, lon = _point(gps)
    return Shot(_instant(written), lat, lon, orientation in LYING)


def _point(gps: Mapping[int, Any]) -> tuple[float, float] | tuple[None, None]:
    lat = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, minus="S", limit=90)
    lon = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, minus="W", limit=180)
    # Cameras without a fix write zeros.
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return None, None
    return lat, lon


def _degrees(gps: Mapping[int, Any], tag: int, ref_tag: int, *, minus: str, limit: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in gps[tag])
        value = degrees + minutes / 60 + seconds / 3600
        ref = gps[ref_tag]
        sign = ref.decode("ascii") if isinstance(ref, bytes) else str(ref)
    except UNUSABLE:
        return None
    # A zero denominator reads as "not a number"; no comparison with it is true.
    if not math.isfinite(value) or not 0 <= value <= limit:
        return None
    return round(-value if sign.strip("\x00 ").upper() == minus else value, 6)


def _instant(written: Mapping[int, Any]) -> datetime | None:
    try:
        when = datetime.strptime(str(written[ExifTags.Base.DateTimeOriginal]).strip("\x00 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - cameras rarely know their zone
    except UNUSABLE:
        return None
    return when.replace(tzinfo=_zone(written))


def _zone(written: Mapping[int, Any]) -> timezone | None:
    try:
        sign, hours, minutes = (text := str(written[ExifTags.Base.OffsetTimeOriginal]).strip("\x00 "))[0], int(text[1:3]), int(text[4:6])
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(-offset if sign == "-" else offset)
    except UNUSABLE:
        return None
