# SPDX-License-Identifier: AGPL-3.0-or-later
"""The worker: the job queue in the main thread, the schedule in a second one."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading

import django
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

LOOKS_EVERY_SECONDS = 0.5

logger = logging.getLogger("laksa.worker")


class Scheduler(threading.Thread):
    """Says every few seconds that the worker is alive, and enqueues what is due."""

    def __init__(self) -> None:
        super().__init__(name="schedule", daemon=True)
        self.ending = threading.Event()

    def run(self) -> None:
        from laksa.config import schedule

        while True:
            try:
                close_old_connections()
                at = timezone.now()
                schedule.beat(at=at)
                schedule.enqueue_due(at=at)
            except DatabaseError as error:
                # The database may be back at the next turn; until then readiness tells that no heartbeat comes.
                logger.warning("schedule: %s", " ".join(str(error).split()))
                connection.close()
            if self.ending.wait(schedule.BEATS_EVERY_SECONDS):
                connection.close()
                return


def run(*, once: bool = False) -> None:
    """Run jobs until told to end; with `once`, run what waits and return. Django is set up before."""
    from django_tasks_db.management.commands.db_worker import Worker

    queue = Worker(
        queue_names=["*"],
        interval=LOOKS_EVERY_SECONDS,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}",
        excluded_queue_names=[],
    )
    if once:
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


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laksa.config.settings")
    django.setup()
    run()
