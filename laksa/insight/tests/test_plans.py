# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the wall and the leader's page ask of the cases is answered by indexes of open or recent ones, never by reading the whole table."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laksa.cases.rules import State
from laksa.city.models import book
from laksa.conftest import insert_copies, plan_of, reads_whole
from laksa.insight.models import flow_of_day, late_by_agency, oldest_unanswered, open_emergencies, open_now, stuck_cases, times_in
from laksa.insight.models.trouble import reopenings_since
from laksa.insight.rules import Period

pytestmark = pytest.mark.django_db
ENDED, OPEN = 4_000, 100
STATES = [State.TRIAGE, State.ASSIGNED, State.IN_PROGRESS, State.AWAITING_OUTSIDE, State.RESOLVED]


@pytest.fixture
def old_city(lamp, at):
    """A city with a past: for each open case forty that have ended, one each hour, and statistics that know it."""
    villages = [area.code for area in book().areas.values() if area.kind == "village"]
    rows = []
    for number in range(ENDED + OPEN):
        is_open = number < OPEN
        received = at - timedelta(hours=number)
        rows.append(
            {
                "code": f"P{number}",
                "submission_key": None,
                "is_open": is_open,
                "state": STATES[number % len(STATES)] if is_open else State.CONFIRMED,
                "received_at": received,
                "updated_at": received,
                "ended_at": None if is_open else received,
                "due_at": at + timedelta(hours=number % 40 - 10) if is_open else None,
                "agency_id": ("dishub", "dlh", "pupr")[number % 3],
                "village_id": villages[number % len(villages)],
            }
        )
    insert_copies(lamp, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")


def test_nothing_live_reads_the_whole_table(old_city, at):
    asked = {
        "the day": lambda: flow_of_day(at),
        "open now": lambda: open_now(at),
        "late": lambda: late_by_agency(at),
        "unanswered": lambda: oldest_unanswered(4),
        "dangers": lambda: open_emergencies(3),
        "stuck": stuck_cases,
        "reopened": lambda: reopenings_since(at - timedelta(days=7)),
        "times of a week": lambda: times_in(Period(at.date() - timedelta(days=6), at.date()), at=at),
    }
    assert reads_whole(plan_of("SELECT title FROM cases_case"), "cases_case")  # the eye sees what it looks for
    astray = {}
    for name, ask in asked.items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask()
        plans = [plan_of(query["sql"]) for query in queries.captured_queries if "cases_case" in query["sql"]]
        assert plans, name
        astray |= {
            (name, plan): query for plan, query in zip(plans, queries.captured_queries, strict=False) if reads_whole(plan, "cases_case")
        }

    assert astray == {}
