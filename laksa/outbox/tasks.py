"""The outbox's jobs: ids in, one action each."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from laksa.outbox import actions


@task(queue_name="outbox")
def deliver(*, message_id: int) -> None:
    """Send one message."""
    actions.deliver(message_id, at=timezone.now())


@task(queue_name="outbox")
def sweep_lapsed() -> None:
    """Pick up what a dead worker or a lost job left behind; to be run every minute."""
    actions.sweep_lapsed(at=timezone.now())
