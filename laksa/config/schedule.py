# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that recurs, in one list. Each is a row in the job queue when its time has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from laksa.aftercare import actions as aftercare
from laksa.cases import actions as cases
from laksa.escalation import actions as escalation
from laksa.evidence import actions as evidence
from laksa.field import actions as field
from laksa.insight import actions as insight
from laksa.kernel.limits import forget_ended_counts
from laksa.kernel.models import Heartbeat
from laksa.outbox import actions as outbox
from laksa.portal import actions as portal
from laksa.threads import actions as threads
from laksa.workspace import actions as workspace

BEATS_EVERY_SECONDS = 5
# A job that has run this long was left by a worker that is gone: no job of ours takes a minute.
LEASE = timedelta(minutes=10)
TRIES = 5
KEEP_DONE = timedelta(days=1)
KEEP_FAILED = timedelta(days=30)
BATCH = 5_000
ABANDONED = "laksa.config.schedule.Abandoned"

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@dataclass(frozen=True)
class Job:
    """Something that recurs; `run` takes the instant and may be run twice without harm."""

    name: str
    every_seconds: int
    run: Callable[[datetime], object]


def jobs() -> list[Job]:
    """Return what recurs, the most pressing first."""
    return [
        Job("return-lost-jobs", MINUTE, lambda at: return_lost_jobs(at=at)),
        Job("sweep-outbox", MINUTE, lambda at: outbox.sweep_lapsed(at=at)),
        Job("sweep-ladder", MINUTE, lambda at: escalation.sweep(at=at)),
        Job("add-up-figures", MINUTE, lambda at: insight.add_up_deltas()),
        Job("sweep-photos", MINUTE, lambda at: cases.sweep_waiting_photos(at=at)),
        Job("remember-old-photos", MINUTE, lambda at: cases.remember_old_photos()),
        Job("recompute-due-dates", MINUTE, lambda at: cases.recompute_due_dates(at=at)),
        Job("end-unneeded-threads", 5 * MINUTE, lambda at: threads.end_orphans(at=at)),
        Job("lapse-questions", 5 * MINUTE, lambda at: cases.lapse_questions(at=at)),
        Job("release-dissolved", 5 * MINUTE, lambda at: cases.release_dissolved(at=at)),
        Job("remind-unconfirmed", 5 * MINUTE, lambda at: cases.remind_unconfirmed(at=at)),
        Job("lapse-unconfirmed", 5 * MINUTE, lambda at: cases.lapse_unconfirmed(at=at)),
        Job("refresh-times", 5 * MINUTE, lambda at: insight.refresh_times(at=at)),
        Job("close-days", HOUR, lambda at: insight.close_days(at=at)),
        Job("watch-closings", 2 * MINUTE, lambda at: aftercare.watch_closings(at=at)),
        Job("link-recurrences", 5 * MINUTE, lambda at: aftercare.link_recurrences(at=at)),
        Job("sweep-checks", HOUR, lambda at: aftercare.sweep_checks(at=at)),
        Job("draw-checks", HOUR, lambda at: aftercare.draw_checks(at=at)),
        Job("ask-after-four-weeks", HOUR, lambda at: aftercare.ask_after_four_weeks(at=at)),
        Job("delete-loose-photos", HOUR, lambda at: cases.delete_loose_photos(at=at)),
        Job("forget-watches", HOUR, lambda at: escalation.forget_ended_watches()),
        Job("forget-photo-codes", HOUR, lambda at: evidence.forget_old_codes(at=at)),
        Job("delete-old-exports", HOUR, lambda at: workspace.delete_old_exports(at=at)),
        Job("forget-counts", HOUR, lambda at: forget_ended_counts(at=at)),
        Job("check-balance", DAY, lambda at: aftercare.check_balance(at=at)),
        Job("refresh-forecasts", DAY, lambda at: insight.refresh_forecasts(at=at)),
        Job("close-point-months", 5 * MINUTE, lambda at: insight.close_months(at=at)),
        Job("clear-sessions", DAY, lambda at: clear_sessions()),
        Job("forget-phone-forms", DAY, lambda at: field.forget_parcels(at=at)),
        Job("delete-old-drafts", DAY, lambda at: portal.delete_old_drafts(at=at)),
        Job("delete-old-jobs", DAY, lambda at: delete_old_jobs(at=at)),
    ]


def beat(*, at: datetime) -> None:
    """Say that the worker is alive."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": at})


def enqueue_due(*, at: datetime) -> list[str]:
    """Enqueue what is due and return its names; of several workers only one does so."""
    due = [job.name for job in jobs() if _claim(job, at)]
    for name in due:
        run_recurring.enqueue(name=name)
    return due


def _claim(job: Job, at: datetime) -> bool:
    """Note that the job's turn is taken; False when it is not due or another worker was quicker."""
    mark = f"job:{job.name}"
    # A second's grace: a clock read a moment early must not cost a whole round.
    before = at - timedelta(seconds=job.every_seconds - 1)
    if Heartbeat.objects.filter(name=mark, at__lte=before).update(at=at):
        return True
    return Heartbeat.objects.get_or_create(name=mark, defaults={"at": at})[1]


@task(queue_name="default", priority=50)
def run_recurring(*, name: str) -> None:
    next(job for job in jobs() if job.name == name).run(timezone.now())


def return_lost_jobs(*, at: datetime) -> int:
    """Put back the jobs of workers that are gone; return how many.

    A job that was begun five times and never ended is parked as failed: it may be what kills its workers.
    """
    lost = DBTaskResult.objects.running().filter(started_at__lt=at - LEASE)
    returned = 0
    for job in lost[:BATCH]:
        still_lost = DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.RUNNING, started_at=job.started_at)
        if len(job.worker_ids) < TRIES:
            returned += still_lost.update(status=TaskResultStatus.READY, started_at=None)
        else:
            still_lost.update(
                status=TaskResultStatus.FAILED,
                finished_at=at,
                exception_class_path=ABANDONED,
                traceback=f"begun {TRIES} times, never ended",
            )
    return returned


def delete_old_jobs(*, at: datetime) -> int:
    """Delete jobs done over a day ago, and failed ones after a month; return how many."""
    done = DBTaskResult.objects.successful().filter(finished_at__lt=at - KEEP_DONE)
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=at - KEEP_FAILED)
    return _delete_in_batches(done) + _delete_in_batches(failed)


def _delete_in_batches(rows: QuerySet[DBTaskResult[..., object]]) -> int:
    """Delete by the thousand, so that no writer waits long."""
    total = 0
    while batch := list(rows.order_by("finished_at").values_list("pk", flat=True)[:BATCH]):
        total += DBTaskResult.objects.filter(pk__in=batch).delete()[0]
    return total


def clear_sessions() -> None:
    """Delete sessions that have ended."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
