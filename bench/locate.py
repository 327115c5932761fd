# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many points a second find their kelurahan."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

import click

from bench.house import ROOT, open_house, report

ENOUGH = 20_000
# True outlines are not part of the project; where they lie beside it, they are measured, too.
OUTLINES = ROOT.parent / "shared" / "data" / "tangerang" / "villages.geojson"


@click.command()
@click.option("--rounds", default=5, show_default=True)
@click.option("--quick", is_flag=True, help="Three rounds.")
@click.option("--outlines", type=click.Path(exists=True, path_type=Path), help="Official outlines to measure with, too.")
def bench(rounds: int, quick: bool, outlines: Path | None) -> None:
    """Find places one by one and many at once, with cells and, where there are any, with true outlines."""
    official = outlines or (OUTLINES if OUTLINES.exists() else None)
    holds = []
    with open_house("sqlite") as house:
        for kind in ("cells", "outlines") if official else ("cells",):
            if kind == "outlines":
                house.laksa("load-outlines", str(official))
            found = [house.inside("locate") for _ in range(3 if quick else rounds)]
            for way in found[0]:
                figure = round(median(one[way] for one in found))
                holds.append(report("locate", f"{kind} {way}", figure, "points/s", f"> {ENOUGH}", figure > ENOUGH))
    sys.exit(0 if all(holds) else 1)
