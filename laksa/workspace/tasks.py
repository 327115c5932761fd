# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk's jobs: ids in, one action each."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from laksa.workspace.actions import exports


@task()
def make_export(*, export_id: int) -> None:
    """Make one file of a list."""
    exports.make_export(export_id, at=timezone.now())
