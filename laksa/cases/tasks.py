"""The jobs of cases: ids in, one action each."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from laksa.cases import actions


@task(queue_name="photos")
def process_photo(*, photo_id: int) -> None:
    """Make one photo anew."""
    actions.process_photo(photo_id, at=timezone.now())
