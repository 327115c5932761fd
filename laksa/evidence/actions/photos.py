# SPDX-License-Identifier: AGPL-3.0-or-later
"""Photos are remembered by their prints, and forgotten with the photo."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from laksa.evidence.models import PhotoPrint
from laksa.gateways import pictures

if TYPE_CHECKING:
    from laksa.evidence.rules.prints import Floats


def remember_photo(name: str, data: bytes, *, case_code: str, added_at: datetime) -> bool:
    """Keep the print of a photo; False when it is known already. Raises pictures.PictureRefused when it can't be read."""
    # numpy comes with the first print, so that an idle process stays small.
    from laksa.evidence.rules.prints import take_print

    if PhotoPrint.objects.filter(photo=name).exists():
        return False
    picture = pictures.grey(data)
    row = PhotoPrint(
        photo=name,
        case_code=case_code,
        added_at=added_at,
        signs=take_print(shades(picture)).astype("<u8").tobytes(),
        sketch=pictures.sketch(picture),
    )
    # Of two workers with the same photo the second one's print is the same.
    return bool(PhotoPrint.objects.bulk_create([row], ignore_conflicts=True))


def without_print(names: Iterable[str]) -> list[str]:
    """Return those of these photos that have no print yet."""
    wanted = list(names)
    known = set(PhotoPrint.objects.filter(photo__in=wanted).values_list("photo", flat=True))
    return [name for name in wanted if name not in known]


def forget_photos(names: Iterable[str]) -> int:
    """Delete the prints of photos that are gone; return how many."""
    return PhotoPrint.objects.filter(photo__in=list(names)).delete()[0]


def shades(picture: pictures.Grey) -> Floats:
    """Return a grey picture as numbers."""
    import numpy as np

    return np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width).astype(np.float32)
