"""Jobs enqueued by the handful are the queue's own: a real worker runs them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from laksa.kernel.jobs import enqueue_many

HEARD: list[str] = []


@task(queue_name="outbox", priority=5)
def hear(*, word: str) -> None:
    HEARD.append(word)


@pytest.fixture(autouse=True)
def _silence():
    HEARD.clear()


def work() -> None:
    """Run what is due, as the worker's process does, until nothing is left (it closes connections: `transaction=True`)."""
    Worker(
        queue_names=["outbox"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("named", [hear, "laksa.kernel.tests.test_jobs.hear"])
def test_the_real_worker_runs_what_was_enqueued_in_bulk(named, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        number = enqueue_many(named, [{"word": "satu"}, {"word": "dua"}])

    work()

    assert number == 2
    assert sorted(HEARD) == ["dua", "satu"]
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


@pytest.mark.django_db
def test_a_row_made_in_bulk_is_a_row_as_the_queue_makes_it():
    enqueue_many(hear, [{"word": "satu"}])
    hear.enqueue(word="satu")

    ours, theirs = DBTaskResult.objects.order_by("enqueued_at").values()
    differing = {name for name in ours if ours[name] != theirs[name]}
    assert differing == {"id", "enqueued_at"}


@pytest.mark.django_db(transaction=True)
def test_a_job_for_later_waits():
    now = datetime.now(UTC)

    enqueue_many(hear, [{"word": "nanti"}, {"word": "kini"}], run_after=[now + timedelta(hours=1), None])
    work()

    assert HEARD == ["kini"]


@pytest.mark.django_db
def test_jobs_of_an_abandoned_transaction_never_were():
    with transaction.atomic():
        enqueue_many(hear, [{"word": "satu"}])
        transaction.set_rollback(True)

    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_nothing_to_do_asks_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert enqueue_many(hear, []) == 0


def test_a_queue_that_has_no_rows_is_told(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["outbox"]}}

    with pytest.raises(ImproperlyConfigured, match="database backend"):
        enqueue_many(hear, [{"word": "satu"}])
