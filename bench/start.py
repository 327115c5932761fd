# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long the second `bin/run` takes until a page is answered, and how much memory the idle house needs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import click

from bench.house import ROOT, House, report
from tests.cluster import free_port

STARTS_MS, IDLE_MB = 3_000, 250
FIRST_WITHIN_SECONDS = 600
RESTS_SECONDS = 10


@contextmanager
def running(folder: Path, *, cases: int) -> Iterator[tuple[House, float]]:
    """Yield a house that `bin/run` has opened, and the seconds until its home page was answered."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LAKSA_", "DJANGO_"))}
    environment |= {"LAKSA_DATA_DIR": str(folder), "LAKSA_EXAMPLE_CASES": str(cases)}
    house = House(folder, environment, free_port())
    began = time.perf_counter()
    with (folder / "run.log").open("ab") as log:
        command = [str(ROOT / "bin" / "run"), "--port", str(house.port)]
        house.watchman = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        while house.ask("GET", "/")[0] != 200:
            if house.watchman.poll() is not None or time.perf_counter() - began > FIRST_WITHIN_SECONDS:
                raise RuntimeError((folder / "run.log").read_text()[-3000:])
            time.sleep(0.02)
        yield house, time.perf_counter() - began
    finally:
        if house.watchman.poll() is None:
            house.watchman.send_signal(signal.SIGTERM)
            house.watchman.wait(timeout=40)


@click.command()
@click.option("--rounds", default=5, show_default=True)
@click.option("--cases", default=400, show_default=True, help="Cases of the example city.")
@click.option("--quick", is_flag=True, help="Three rounds with 40 cases.")
def bench(rounds: int, cases: int, quick: bool) -> None:
    """Start once to prepare everything, then again and again with everything prepared."""
    rounds, cases = (3, 40) if quick else (rounds, cases)
    folder = Path(tempfile.mkdtemp(prefix="laksa-start-"))
    try:
        with running(folder, cases=cases) as (_house, first):
            pass
        times, sizes = [], []
        for _round in range(rounds):
            with running(folder, cases=cases) as (house, seconds):
                times.append(1_000 * seconds)
                time.sleep(RESTS_SECONDS)
                sizes.append(house.rss_mb())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report("start", f"first bin/run with {cases} example cases", round(first, 1), "s", "told", True)
    took, size = round(median(times)), round(median(sizes))
    holds = report("start", "second bin/run until the home page", took, "ms", f"< {STARTS_MS}", took < STARTS_MS)
    holds &= report("start", "idle watchman, web and worker", size, "MB", f"< {IDLE_MB}", size < IDLE_MB)
    sys.exit(0 if holds else 1)
