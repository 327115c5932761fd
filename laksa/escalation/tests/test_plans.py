# SPDX-License-Identifier: AGPL-3.0-or-later
"""What runs every minute and on every page reads small indexes, never a growing table, on both databases."""

from datetime import timedelta

import pytest
from django.db import connection

from laksa.cases.rules import State
from laksa.conftest import insert_copies, plan_of, reads_whole
from laksa.escalation.actions import sweep
from laksa.escalation.actions.sweeping import changed_cases
from laksa.escalation.models import Step, Watch, news_of
from laksa.escalation.models.step import IS_TOLD

pytestmark = pytest.mark.django_db
ENDED, OPEN = 3_000, 90


@pytest.fixture
def old_city(heavy_lamp, at, wulan, rina, kabid, kadis):
    """A city with a past: for each open case thirty that have ended, each with a step; all open ones are watched."""
    ended = {"is_open": False, "state": State.CONFIRMED, "ended_at": at, "due_at": None}
    new = [{"code": f"P{number}", "submission_key": None} for number in range(ENDED + OPEN)]
    cases = insert_copies(heavy_lamp, [facts | ended if number < ENDED else facts for number, facts in enumerate(new)])
    past = [case.pk for case in cases[:ENDED]]
    common = {"subject": "case", "ladder": "case", "number": 1, "version": 1, "whom": "holder", "percent": 50, "fell_due_at": at}
    people = [heavy_lamp.holder_id, wulan.pk, rina.pk, kabid.pk, kadis.pk]
    told = [{"case_id": case, "user_id": people[number % 5], "read_at": at if number % 40 else None} for number, case in enumerate(past)]
    insert_copies(Step(outcome="told", told_at=at, **common), told)
    sweep(at=at)
    # Watches over cases that ended stay until they are looked at.
    insert_copies(Watch(seen=9, next_at=at + timedelta(days=9)), [{"case_id": case} for case in past])
    with connection.cursor() as cursor:
        for table in ("cases_case", "escalation_step", "escalation_watch"):
            cursor.execute(f"ANALYZE {table}")


def test_the_round_reads_open_cases_by_an_index(old_city):
    plan = plan_of(changed_cases()[:500])

    assert not reads_whole(plan, "cases_case"), plan


def test_the_round_finds_what_is_due_by_an_index(old_city, at):
    plan = plan_of(Watch.objects.filter(next_at__lte=at + timedelta(days=1)).order_by("next_at").values_list("pk")[:400])

    assert "watch_by_time" in plan, plan


def test_the_bell_and_the_news_read_indexes(old_city, budi):
    bell, news = plan_of(Step.objects.unread_by(budi.pk).values("pk")[:100]), plan_of(news_of(budi.pk)[:51])

    assert "unread_steps" in bell, bell
    assert not reads_whole(news, "escalation_step"), news


def test_the_wall_reads_an_index(old_city):
    plan = plan_of(Step.objects.filter(IS_TOLD).order_by("-told_at", "-id").values("pk")[:8])

    assert "steps_by_time" in plan, plan


def test_a_round_with_nothing_to_tell_takes_as_many_queries_whatever_is_open(old_city, at, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        sweep(at=at)
