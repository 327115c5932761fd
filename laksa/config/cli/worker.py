# SPDX-License-Identifier: AGPL-3.0-or-later
"""`laksa worker`."""

from __future__ import annotations

import click
from django.utils import timezone

from laksa.config import schedule, work


@click.command()
@click.option("--once", is_flag=True, help="Run what waits, then exit.")
def worker(once: bool) -> None:
    """Run background jobs and what recurs, until told to end.

    Any number of workers may run; each job is taken by one of them.
    """
    if once:
        schedule.enqueue_due(at=timezone.now())
    work.run(once=once)
