# SPDX-License-Identifier: AGPL-3.0-or-later
"""`laksa worker`: the job queue in the main thread, the schedule in a second one."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import sys
import threading

import click
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from laksa.config import schedule

LOOKS_EVERY_SECONDS = 0.5

logger = logging.getLogger("laksa.worker")


class Scheduler(threading.Thread):
    """Says every few seconds that the worker is alive, and enqueues what is due."""

    def __init__(self) -> None:
        super().__init__(name="schedule", daemon=True)
        self.ending = threading.Event()

    def run(self) -> None:
        while True:
            self._turn()
            if self.ending.wait(schedule.BEATS_EVERY_SECONDS):
                connection.close()
                return

    def _turn(self) -> None:
        try:
            close_old_connections()
            at = timezone.now()
            schedule.beat(at=at)
            schedule.enqueue_due(at=at)
        except DatabaseError as error:
            # The database may be back at the next turn; until then readiness tells that no heartbeat comes.
            logger.warning("schedule: %s", " ".join(str(error).split()))
            connection.close()


@click.command()
@click.option("--once", is_flag=True, help="Run what waits, then exit.")
def worker(once: bool) -> None:
    """Run background jobs and what recurs, until told to end.

    Any number of workers may run; each job is taken by one of them.
    """
    name = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
    queue = Worker(
        queue_names=["*"],
        interval=LOOKS_EVERY_SECONDS,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )
    if once:
        schedule.enqueue_due(at=timezone.now())
        queue.run()
        return
    scheduler = Scheduler()
    scheduler.start()
    queue.configure_signals()
    try:
        queue.run()
    finally:
        scheduler.ending.set()
        scheduler.join(timeout=5)
        sys.stdout.flush()
