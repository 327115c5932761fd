# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long it takes to tell a new photo from all others of the city, what that costs, and how often it is right."""

from __future__ import annotations

import sys

import click

from bench.house import open_house, report
from bench.likeness import measure_likeness

P95_MS = 50
PHOTOS, QUICK = 1_000_000, 50_000
# What must hold of drawn pictures; the other classes are told. A second photo of a repaired place is a drawing from another hand
# here: real photos differ more, so that fewer of them can be taken for a copy.
LEAST_FOUND = {"the same": 0.99, "mirrored": 0.97, "JPEG 30": 0.97, "a quarter of the size": 0.97, "brighter": 0.95, "darker": 0.95}
MOST_FALSE = {"another scene": 0.005, "repaired, by another hand": 0.2}


@click.command("evidence")
@click.option("--photos", default=PHOTOS, show_default=True)
@click.option("--quick", is_flag=True, help=f"With {QUICK:,} photos.")
@click.option("--likeness", is_flag=True, help="Only how often it is right.")
def bench(photos: int, quick: bool, likeness: bool) -> None:
    """Look for photos among random prints, and for changed copies among drawn pictures."""
    holds = _rates(quick)
    if not likeness:
        number = QUICK if quick else photos
        with open_house("sqlite") as house:
            house.environment["LAKSA_BENCH_PHOTOS"] = str(number)
            figure = house.inside("evidence")
        case = f"{number:,} photos"
        for name, unit in (("load", "s"), ("memory", "MB"), ("p50", "ms"), ("with its picture", "ms")):
            report("evidence", f"{case}: {name}", round(figure[name], 2), unit, "told", True)
        holds &= report("evidence", f"{case}: look-up p95", round(figure["p95"], 2), "ms", f"< {P95_MS}", figure["p95"] < P95_MS)
    sys.exit(0 if holds else 1)


def _rates(quick: bool) -> bool:
    holds = True
    for name, share in measure_likeness(seeds=2 if quick else 4).items():
        least, most = LEAST_FOUND.get(name), MOST_FALSE.get(name)
        limit = f">= {least}" if least is not None else f"<= {most}" if most is not None else "told"
        ok = (least is None or share >= least) and (most is None or share <= most)
        holds &= report("evidence", f"taken for a copy: {name}", round(share, 3), "share", limit, ok)
    return holds
