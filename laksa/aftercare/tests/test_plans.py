"""The sweeps read small indexes, however long the city's history."""

from datetime import timedelta

import pytest
from django.db.models import Count

from laksa.aftercare.actions.watching import CLOSED
from laksa.aftercare.models import Check, Closing
from laksa.aftercare.rules import FOLLOW_UP_AFTER
from laksa.cases.models import Case
from laksa.conftest import plan_of, seek_indexes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (lambda at: Closing.objects.unweighed().order_by("declared_at", "pk")[:9], "closings_unweighed"),
        (
            lambda at: Closing.objects.unasked().filter(ended_at__lte=at - FOLLOW_UP_AFTER).order_by("ended_at", "pk")[:9],
            "closings_unasked",
        ),
        (
            lambda at: Closing.objects.filter(declared_at__gte=at).values_list("agency_id", "unit_id").annotate(n=Count("reopened_at")),
            "closings_by_team",
        ),
        (lambda at: Check.objects.open().filter(due_at__lt=at).order_by("due_at", "pk"), "open_checks_by_due"),
        (
            lambda at: Case.objects.filter(state__in=CLOSED, updated_at__gte=at - timedelta(minutes=10), updated_at__lte=at).order_by(
                "updated_at", "pk"
            )[:9],
            "case_by_updated",
        ),
    ],
    ids=["lots", "four weeks", "teams", "late checks", "watch"],
)
def test_by_an_index(closing, rows, index, at):
    seek_indexes()
    assert index in plan_of(rows(at))
