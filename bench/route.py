# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long a text takes to find its office, and what routing costs in memory."""

from __future__ import annotations

import sys
from statistics import median

import click

from bench.house import open_house, report

P95_MS, MEMORY_MB = 10, 60


@click.command()
@click.option("--rounds", default=5, show_default=True)
@click.option("--quick", is_flag=True, help="Three rounds.")
def bench(rounds: int, quick: bool) -> None:
    """Route the stories of the example city in a fresh process each round."""
    with open_house("sqlite") as house:
        found = [house.inside("route") for _ in range(3 if quick else rounds)]
    figure = {name: round(median(one[name] for one in found), 2) for name in found[0]}
    report("route", "p50", figure["p50"], "ms", "told", True)
    report("route", "first, with the compiling", figure["first"], "ms", "told", True)
    holds = report("route", "p95", figure["p95"], "ms", f"< {P95_MS}", figure["p95"] < P95_MS)
    holds &= report("route", "memory", figure["memory"], "MB", f"< {MEMORY_MB}", figure["memory"] < MEMORY_MB)
    sys.exit(0 if holds else 1)
