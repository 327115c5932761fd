# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of the desk read indexes, never the whole table, on both databases."""

import json

import pytest
from django.db import connection

from laksa.cases.models import Case
from laksa.identity.models import actor_of
from laksa.workspace.models import listed
from laksa.workspace.models.triage import waiting
from laksa.workspace.rules import VIEWS, Filters

pytestmark = pytest.mark.django_db

PARTIAL = ("open_by_agency", "open_by_unit", "open_by_holder", "open_by_state", "open_by_due", "open_by_village")


def _plan(cases) -> str:
    """Return the plan of a list's first page in the database's own words."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # The tests' table is so small that a scan would be right; here it is asked whether an index can be used.
            cursor.execute("SET LOCAL enable_seqscan = off")
        return json.dumps(json.loads(cases.explain(format="json")))
    return cases.explain()


def _scans(plan: str) -> bool:
    if connection.vendor == "postgresql":
        return (
            '"Seq Scan", "Relation Name": "cases_case"' in plan
            or '"Seq Scan", "Parallel Aware": false, "Async Capable": false, "Relation Name": "cases_case"' in plan
        )
    return any(line.split("SCAN cases_case")[-1].strip() in {"", "cases_case"} for line in plan.splitlines() if "SCAN cases_case" in line)


@pytest.mark.parametrize("view", list(VIEWS))
@pytest.mark.parametrize("who", ["budi", "rina", "dewi", "walikota", "lurah"])
def test_each_view_reads_an_index_of_open_cases(who, view, request, at):
    actor = actor_of(request.getfixturevalue(who), at=at)
    cases = listed(Filters(lihat=view), actor=actor, at=at).filter(due_at__isnull=False).order_by("due_at", "pk")[:51]

    plan = _plan(cases)

    assert not _scans(plan), plan
    # Two ways to see a case (office, kelurahan) make SQLite join two indexes of all cases; PostgreSQL joins those of open ones.
    if connection.vendor == "postgresql" or "MULTI-INDEX OR" not in plan:
        assert any(name in plan for name in PARTIAL), plan


@pytest.mark.parametrize("view", list(VIEWS))
def test_each_count_reads_an_index(view, rina, at):
    cases = listed(Filters(lihat=view), actor=actor_of(rina, at=at), at=at).order_by().values("pk")[:1000]

    plan = _plan(cases)

    assert not _scans(plan), plan


def test_the_triage_queue_reads_the_index_by_state(dewi, at):
    plan = _plan(waiting(actor_of(dewi, at=at))[:1])

    assert not _scans(plan), plan


def test_a_case_is_found_by_its_code(budi, lamp, at):
    plan = _plan(Case.objects.visible_to(actor_of(budi, at=at)).filter(code=lamp.code))

    assert not _scans(plan), plan
