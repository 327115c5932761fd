# SPDX-License-Identifier: AGPL-3.0-or-later
"""New rows by a ready statement are the same rows that Django's own insert makes."""

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult, get_date_max

from laksa.kernel.models import Event, Heartbeat
from laksa.kernel.rows import insert_rows

pytestmark = pytest.mark.django_db


def event(number, at):
    return Event(
        subject=f"kernel.test:{number}", verb="test.made", actor="Siti", at=at, data={"number": number, "words": "élan %s 😀", "none": None}
    )


def test_rows_are_numbered_in_their_order_and_read_back_whole(at):
    rows = insert_rows([event(number, at) for number in range(3)])

    assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    assert [Event.objects.get(pk=row.pk).data for row in rows] == [row.data for row in rows]
    assert Event.objects.get(pk=rows[1].pk).at == at


def test_a_row_is_the_same_as_one_that_was_saved(at):
    plain = event(1, at)
    plain.save(force_insert=True)
    ours = insert_rows([event(1, at)])[0]

    values = list(Event.objects.filter(pk__in=[plain.pk, ours.pk]).values("subject", "verb", "actor", "user_id", "at", "data"))
    assert values[0] == values[1]


def test_a_row_that_brings_its_key_keeps_it_and_counts_as_stored(at):
    row = insert_rows([Heartbeat(name="test", at=at)])[0]
    row.name = "test"
    row.save()

    assert Heartbeat.objects.filter(name="test").count() == 1


def test_what_the_field_itself_writes_at_an_insert_is_written():
    job = insert_rows(
        [
            DBTaskResult(
                args_kwargs={"args": [], "kwargs": {}}, task_path="a.b", queue_name="x", run_after=get_date_max(), backend_name="default"
            )
        ]
    )

    assert DBTaskResult.objects.get(pk=job[0].pk).enqueued_at is not None


def test_the_database_refuses_a_second_of_what_must_be_one(at):
    insert_rows([Heartbeat(name="test", at=at)])

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows([Heartbeat(name="test", at=at)])


def test_nothing_is_asked_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert_rows([]) == []
