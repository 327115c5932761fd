"""Background jobs by the handful: many rows of the queue in one statement, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks.utils import normalize_json
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

from laksa.kernel.rows import insert_rows


def enqueue_many(task: Task[..., Any] | str, kwargs: Sequence[dict[str, Any]], *, run_after: Sequence[datetime | None] = ()) -> int:
    """Enqueue one job for each set of arguments, in ONE insert; return how many.

    `task` may be a dotted path, for actions: their own tasks import them. `run_after` is one time for each job, or empty for at once.
    The queue's signal `task_enqueued` is not sent.
    """
    if not kwargs:
        return 0
    job: Task[..., Any] = import_string(task) if isinstance(task, str) else task
    backend: Any = job.get_backend()
    times = run_after or [job.run_after] * len(kwargs)
    if not issubclass(type(backend), DatabaseBackend):
        raise ImproperlyConfigured("jobs are enqueued in bulk as rows, so TASKS must name the database backend")
    backend.validate_task(job)
    rows: list[Any] = [
        DBTaskResult(
            args_kwargs=normalize_json({"args": [], "kwargs": one}),
            priority=job.priority,
            task_path=job.module_path,
            queue_name=job.queue_name,
            # A bulk insert sends no pre_save signal, which is where the queue itself writes "at once".
            run_after=at or get_date_max(),
            backend_name=backend.alias,
        )
        for one, at in zip(kwargs, times, strict=True)
    ]
    return len(insert_rows(rows))
