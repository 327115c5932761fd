from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, get_date_max

from laksa.config import schedule
from laksa.kernel.models import Heartbeat
from laksa.outbox.actions import enqueue_messages
from laksa.outbox.rules import Draft

pytestmark = pytest.mark.django_db


def job(**changes) -> DBTaskResult:
    values = {
        "args_kwargs": {"args": [], "kwargs": {}},
        "task_path": "laksa.outbox.tasks.deliver",
        "backend_name": "default",
        "run_after": get_date_max(),
    }
    return DBTaskResult.objects.create(**(values | changes))


def work_off() -> None:
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run()


def test_each_job_is_enqueued_once_in_its_time(at):
    first = schedule.enqueue_due(at=at)
    again = schedule.enqueue_due(at=at + timedelta(seconds=30))
    next_minute = schedule.enqueue_due(at=at + timedelta(seconds=61))

    assert first == [job.name for job in schedule.jobs()]
    assert again == []
    assert set(next_minute) == {job.name for job in schedule.jobs() if job.every_seconds == 60}


def test_a_second_worker_finds_nothing_left_to_enqueue(at):
    schedule.enqueue_due(at=at)
    schedule.enqueue_due(at=at)

    assert DBTaskResult.objects.count() == len(schedule.jobs())


@pytest.mark.django_db(transaction=True)
def test_everything_that_recurs_runs_in_the_real_worker(city, at):
    schedule.enqueue_due(at=at)

    work_off()

    assert list(DBTaskResult.objects.failed().values_list("traceback", flat=True)) == []
    assert DBTaskResult.objects.successful().count() == len(schedule.jobs())


def test_the_job_of_a_killed_worker_goes_back_after_its_lease(at):
    lost = job(status=TaskResultStatus.RUNNING, started_at=at - timedelta(minutes=11), worker_ids=["gone"])
    running = job(status=TaskResultStatus.RUNNING, started_at=at - timedelta(minutes=9), worker_ids=["alive"])

    assert schedule.return_lost_jobs(at=at) == 1

    lost.refresh_from_db()
    running.refresh_from_db()
    assert (lost.status, lost.started_at) == (TaskResultStatus.READY, None)
    assert running.status == TaskResultStatus.RUNNING


def test_a_job_that_kills_every_worker_is_parked_after_five_tries(at):
    poison = job(status=TaskResultStatus.RUNNING, started_at=at - timedelta(hours=1), worker_ids=["a", "b", "c", "d", "e"])

    assert schedule.return_lost_jobs(at=at) == 0

    poison.refresh_from_db()
    assert poison.status == TaskResultStatus.FAILED
    assert "never ended" in poison.traceback


@pytest.mark.django_db(transaction=True)
def test_a_message_whose_worker_was_killed_is_sent_by_the_next_one():
    at = timezone.now()
    (message,) = enqueue_messages(
        [Draft(kind="received", to="siti@contoh.id", subject="Diterima", text="Terima kasih", topic="TNG-1", language="id")], at=at
    )
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=at - timedelta(hours=1), worker_ids=["gone"])

    schedule.return_lost_jobs(at=at)
    work_off()

    message.refresh_from_db()
    assert message.state == "sent"


def test_done_jobs_are_kept_a_day_and_failed_ones_a_month(at):
    job(status=TaskResultStatus.SUCCESSFUL, finished_at=at - timedelta(days=2))
    kept = [
        job(status=TaskResultStatus.SUCCESSFUL, finished_at=at - timedelta(hours=2)),
        job(status=TaskResultStatus.FAILED, finished_at=at - timedelta(days=20)),
        job(),
    ]
    job(status=TaskResultStatus.FAILED, finished_at=at - timedelta(days=31))

    assert schedule.delete_old_jobs(at=at) == 2
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {one.pk for one in kept}


def test_the_worker_says_that_it_is_alive(at):
    schedule.beat(at=at - timedelta(seconds=5))
    schedule.beat(at=at)

    assert Heartbeat.objects.get(name="worker").at == at
