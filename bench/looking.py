# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looking for photos among many random prints, inside one process of a house. Run by `bench evidence`."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from laksa.evidence.rules.prints import Floats, Wanted

LOOKS, AT_ONCE = 200, 5_000


def evidence() -> dict[str, float]:
    """Return how long a look-up takes (milliseconds), how long the prints take to load (s), and their memory (MB)."""
    from laksa.evidence.actions import look_at
    from laksa.evidence.models.memory import memory
    from laksa.gateways.pictures.drawing import draw

    photo, chooser = draw("lamp", 1, after=True), random.Random(24)
    look_at(photo)  # what is loaded with the first photo is no matter of how many there are
    _fill(int(os.environ["LAKSA_BENCH_PHOTOS"]), photo, chooser)
    began = time.perf_counter()
    known = memory()
    # What the arrays take: the process's own figure also counts pages of the database's file.
    load, held = time.perf_counter() - began, known.nbytes / 1_000_000
    times = []
    for _look in range(LOOKS):
        whole, upper = _wanted(_noise(chooser))
        began = time.perf_counter()
        known.near(whole, upper, most=40)
        times.append(1_000 * (time.perf_counter() - began))
    times.sort()
    began = time.perf_counter()
    look_at(photo)
    whole_way = 1_000 * (time.perf_counter() - began)
    return {"load": load, "memory": held, "p50": times[LOOKS // 2], "p95": times[int(LOOKS * 0.95)], "with its picture": whole_way}


def _fill(number: int, photo: bytes, chooser: random.Random) -> None:
    from django.utils import timezone

    from laksa.evidence.models import PhotoPrint
    from laksa.evidence.rules.prints import PRINT_WORDS
    from laksa.gateways import pictures

    now, sketch = timezone.now(), pictures.sketch(pictures.grey(photo))
    for start in range(0, number, AT_ONCE):
        PhotoPrint.objects.bulk_create(
            PhotoPrint(photo=f"{key:032x}", case_code=f"B-{key}", added_at=now, signs=chooser.randbytes(8 * PRINT_WORDS), sketch=sketch)
            for key in range(start, min(number, start + AT_ONCE))
        )


def _wanted(picture: Floats) -> tuple[Wanted, Wanted]:
    from laksa.evidence.rules.prints import STAMPED, wanted

    return wanted(picture), wanted(picture, STAMPED)


def _noise(chooser: random.Random) -> Floats:
    import numpy as np

    return np.frombuffer(chooser.randbytes(320 * 240), np.uint8).reshape(240, 320).astype(np.float32)
