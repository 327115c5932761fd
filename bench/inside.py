# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is measured inside one process of a house: finding places, routing texts, the round of the ladder. Run by their benches."""

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
LOOKS, TOLD_AT_ONCE = 200, 5_000
SWEEPS, MORNING_MINUTES = 20, 240


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
    before, began = memory_mb(), time.perf_counter()
    decide(told[0], at=now)
    first = 1_000 * (time.perf_counter() - began)
    times = []
    for text in told:
        began = time.perf_counter()
        decide(text, at=now)
        times.append(1_000 * (time.perf_counter() - began))
    times.sort()
    return {"p50": times[TEXTS // 2], "p95": times[int(TEXTS * 0.95)], "first": first, "memory": memory_mb() - before}


def sweep() -> dict[str, float]:
    """Return how long a minute's round takes (seconds): while all are late, with nothing due, and as a morning goes."""
    from datetime import datetime, timedelta
    from datetime import time as clock
    from zoneinfo import ZoneInfo

    from laksa.cases.models import Case
    from laksa.escalation.actions import sweep as run

    def timed(at: datetime) -> tuple[float, int]:
        began = time.perf_counter()
        swept = run(at=at)
        return time.perf_counter() - began, swept.watched + swept.told

    zone = ZoneInfo("Asia/Jakarta")
    at = datetime.combine(datetime.now(zone).date() + timedelta(days=1), clock(8), tzinfo=zone)
    first = [timed(at)]
    while first[-1][1]:  # a city that gets its ladder has many late cases: round by round until all are told
        first.append(timed(at))
    idle = sorted(timed(at)[0] for _ in range(SWEEPS))
    morning = [timed(at + timedelta(minutes=minute)) for minute in range(1, MORNING_MINUTES)]
    times = sorted(took for took, _told in morning)
    return {
        "open": Case.objects.open().count(),
        "rounds": len(first),
        "told": sum(told for _took, told in first),
        "longest": max(took for took, _told in first),
        "idle": idle[SWEEPS // 2],
        "minute p95": times[int(len(times) * 0.95)],
        "minute longest": times[-1],
        "told by day": sum(told for _took, told in morning),
    }


def memory_mb() -> float:
    """Return the memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_000_000


if __name__ == "__main__":
    import django

    django.setup()
    from bench.looking import evidence

    print(json.dumps({"locate": locate, "route": route, "sweep": sweep, "evidence": evidence}[sys.argv[1]]()))
