# SPDX-License-Identifier: AGPL-3.0-or-later
"""Photos are remembered by their prints, and forgotten with the photo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from laksa.evidence.models import PhotoPrint
from laksa.gateways import pictures

if TYPE_CHECKING:
    from laksa.evidence.rules.prints import Floats


def remember_photo(name: str, data: bytes, *, case_code: str, added_at: datetime) -> bool:
    """Keep the print of a photo; False when it is known already. Raises pictures.PictureRefused when it can't be read."""
    if PhotoPrint.objects.filter(photo=name).exists():
        return False
    return keep_print(name, print_of(pictures.grey(data)), case_code=case_code, added_at=added_at)


@dataclass(frozen=True)
class Print:
    """The signs of a photo's windows and its sketch, as they are stored."""

    signs: bytes
    sketch: bytes


def print_of(picture: pictures.Grey) -> Print:
    """Return the print of a grey picture."""
    # numpy comes with the first print, so that an idle process stays small.
    from laksa.evidence.rules.prints import take_print

    return Print(take_print(shades(picture)).astype("<u8").tobytes(), pictures.sketch(picture))


def keep_print(name: str, taken: Print, *, case_code: str, added_at: datetime) -> bool:
    """Store a print in the caller's transaction; False when the photo is known already."""
    row = PhotoPrint(photo=name, case_code=case_code, added_at=added_at, signs=taken.signs, sketch=taken.sketch)
    # Of two workers with the same photo the second one's print is the same.
    return bool(PhotoPrint.objects.bulk_create([row], ignore_conflicts=True))


def forget_photos(names: Iterable[str]) -> int:
    """Delete the prints of photos that are gone; return how many."""
    return PhotoPrint.objects.filter(photo__in=list(names)).delete()[0]


def shades(picture: pictures.Grey) -> Floats:
    """Return a grey picture as numbers."""
    import numpy as np

    return np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width).astype(np.float32)
