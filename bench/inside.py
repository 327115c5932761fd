# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is measured inside one process of a house: finding places, routing texts. Run by `bench locate` and `bench route`."""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laksa.config.settings")

POINTS = 20_000
TEXTS = 400


def locate() -> dict[str, float]:
    """Return points a second, one by one and many at once; the points lie in and around the city."""
    from laksa.city.models import book, locate, locate_many

    areas = [area for area in book().areas.values() if area.kind == "village"]
    chooser = random.Random(24)
    picked = [chooser.choice(areas) for _ in range(POINTS)]
    points = [(area.lat + chooser.gauss(0, 0.01), area.lon + chooser.gauss(0, 0.01)) for area in picked]
    locate(*points[0])
    began = time.perf_counter()
    for lat, lon in points:
        locate(lat, lon)
    one_by_one = POINTS / (time.perf_counter() - began)
    began = time.perf_counter()
    locate_many(points)
    return {"one by one": one_by_one, "many at once": POINTS / (time.perf_counter() - began)}


def route() -> dict[str, float]:
    """Return how long texts take (milliseconds), the first of all, and the memory that routing adds (MB)."""
    from django.utils import timezone

    from laksa.city.models import book
    from laksa.config.example.ground import Ground
    from laksa.config.example.stories import all_stories, fill
    from laksa.routing.actions import decide

    chooser = random.Random(24)
    ground, now = Ground(chooser), timezone.now()
    told = [fill(one.told, chooser, ground.spot(with_point=False).slots) for one in chooser.choices(all_stories(), k=TEXTS)]
    assert book().version
    before, began = _memory_mb(), time.perf_counter()
    decide(told[0], at=now)
    first = 1_000 * (time.perf_counter() - began)
    times = []
    for text in told:
        began = time.perf_counter()
        decide(text, at=now)
        times.append(1_000 * (time.perf_counter() - began))
    times.sort()
    return {"p50": times[TEXTS // 2], "p95": times[int(TEXTS * 0.95)], "first": first, "memory": _memory_mb() - before}


def _memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_000_000


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"locate": locate, "route": route}[sys.argv[1]]()))
