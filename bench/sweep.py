# SPDX-License-Identifier: AGPL-3.0-or-later
"""The round of the ladder that runs every minute: how long it takes over a city's whole history."""

from __future__ import annotations

import sys

import click

from bench.house import open_house, report
from bench.pages import FIELD_KEY, PASSWORD, fill

LIMIT_S = 2.0


@click.command(help="A minute's round of the ladder: with nothing due, as a day goes, and the first after a start.")
@click.option("--database", type=click.Choice(["sqlite", "postgres"]), default="postgres", show_default=True)
@click.option("--cases", default=1_000_000, show_default=True, type=click.IntRange(1_000))
@click.option("--quick", is_flag=True, help="100,000 cases instead.")
def bench(database: str, cases: int, quick: bool) -> None:
    cases = 100_000 if quick else cases
    still_open = min(30_000, cases // 33)
    settings = {"LAKSA_LOG_LEVEL": "CRITICAL", "LAKSA_FIELD_KEYS": FIELD_KEY, "LAKSA_EXAMPLE_PASSWORD": PASSWORD}
    with open_house(database, settings=settings) as house:
        fill(house, cases, still_open=still_open, database=database)
        found = house.inside("sweep")
    where = f"{database} {cases:,} cases, {found['open']:,.0f} open"
    told = f"{found['told']:,.0f} cases looked at and told in {found['rounds']:.0f} rounds"
    holds = [
        report("sweep", f"{where}: nothing due", round(found["idle"], 3), "s", f"< {LIMIT_S}", found["idle"] < LIMIT_S),
        report(
            "sweep",
            f"{where}: minutes of a morning, p95",
            round(found["minute p95"], 3),
            "s",
            f"< {LIMIT_S}",
            found["minute p95"] < LIMIT_S,
        ),
        report("sweep", f"{where}: the longest of them", round(found["minute longest"], 3), "s", "told", True),
        report("sweep", f"{where}: cases told that morning", found["told by day"], "cases", "told", True),
        report("sweep", f"{where}: the longest round while all are late ({told})", round(found["longest"], 1), "s", "told", True),
    ]
    sys.exit(0 if all(holds) else 1)
