# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists of threads read the indexes of open ones, however many were ever asked; on both databases."""

from datetime import timedelta

import pytest
from django.db import connection

from laksa.cases.models import Case
from laksa.conftest import plan_of, reads_whole
from laksa.identity.rules import Role
from laksa.threads.models import Thread
from laksa.threads.rules import Kind, Status

pytestmark = pytest.mark.django_db
ENDED, OPEN = 3_000, 60
ASKERS = 20


@pytest.fixture
def busy_house(held_lamp, newcomer, at):
    """A house that has asked for years: fifty ended questions for each open one, of many people."""
    people = [newcomer(f"orang.{number}", Role.OFFICER, agency_id="pupr") for number in range(ASKERS)]
    rows = []
    for number in range(ENDED + OPEN):
        is_open = number >= ENDED
        rows.append(
            Thread(
                case=held_lamp,
                kind=Kind.QUESTION,
                status=Status.OPEN if is_open else Status.ANSWERED,
                is_open=is_open,
                ended_at=None if is_open else at,
                title=f"Pertanyaan {number}",
                asked_by=people[number % ASKERS],
                asked_at=at,
                due_at=at + timedelta(hours=number % 90),
                to_user=people[number % 7] if number % 3 else None,
                to_agency_id=("pupr", "dlh", "bpbd")[number % 3],
            )
        )
    Thread.objects.bulk_create(rows, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE threads_thread")
    return people


def test_the_lists_of_a_person_read_indexes_of_open_threads(busy_house, as_actor, at):
    actor = as_actor(busy_house[0])
    lists = {
        "waiting": Thread.objects.waiting_for(actor)[:100],
        "asked": Thread.objects.asked_by_actor(actor)[:100],
        "overdue": Thread.objects.overdue(at).order_by("due_at", "pk")[:100],
    }

    assert {name: plan_of(rows) for name, rows in lists.items() if reads_whole(plan_of(rows), "threads_thread")} == {}


def test_a_case_is_opened_by_who_was_asked_without_reading_all(busy_house, asked, ratna, held_lamp, as_actor):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")
    plan = plan_of(Case.objects.readable_by(as_actor(ratna)).filter(code=held_lamp.code))

    assert "SCAN cases_involvement" not in plan
    assert "code" in plan
