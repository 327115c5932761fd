"""What is to be told is written down with what makes it necessary, and costs two statements."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from laksa.outbox.actions import enqueue_messages
from laksa.outbox.models import Message

pytestmark = pytest.mark.django_db


def test_many_messages_and_their_jobs_are_two_inserts(draft, at, django_assert_num_queries):
    drafts = [replace(draft, to=f"warga.{number}@contoh.id") for number in range(20)]

    with transaction.atomic(), django_assert_num_queries(2):
        messages = enqueue_messages(drafts, at=at)

    assert [message.to_hint for message in messages] == ["w***@contoh.id"] * 20
    jobs = DBTaskResult.objects.filter(task_path="laksa.outbox.tasks.deliver", queue_name="outbox")
    assert sorted(job.args_kwargs["kwargs"]["message_id"] for job in jobs) == sorted(message.pk for message in messages)


def test_nothing_is_told_about_what_did_not_happen(draft, at):
    with transaction.atomic():
        enqueue_messages([draft], at=at)
        transaction.set_rollback(True)

    assert not Message.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_nobody_to_tell_costs_nothing(db, at, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(0):
        assert enqueue_messages([], at=at) == []


def test_the_database_holds_neither_address_nor_words(message):
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_sealed, text FROM outbox_message")
        (row,) = cursor.fetchall()

    assert "siti" not in str(row)
    assert "rahasia" not in str(row)
    assert Message.objects.get().to_sealed == "siti@contoh.id"
    assert "http://127.0.0.1:8000/l/rahasia/" in Message.objects.get().text


def test_a_message_for_later_has_a_job_for_later(draft, at):
    tomorrow = at + timedelta(days=1)

    enqueue_messages([draft, replace(draft, not_before=tomorrow)], at=at)

    assert list(Message.objects.order_by("id").values_list("not_before", flat=True)) == [at, tomorrow]
    assert DBTaskResult.objects.filter(run_after=tomorrow).count() == 1


def test_long_words_are_cut_to_what_fits(draft, at):
    (message,) = enqueue_messages([replace(draft, subject="x" * 300, to="a@" + "b" * 400)], at=at)

    message.refresh_from_db()
    assert (len(message.subject), len(message.to_hint)) == (200, 260)
