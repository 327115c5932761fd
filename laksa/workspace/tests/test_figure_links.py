# SPDX-License-Identifier: AGPL-3.0-or-later
"""A number of the leader's page leads to exactly the cases it counts."""

from datetime import date, timedelta

import pytest

from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.identity.models import actor_of
from laksa.insight.models import balance
from laksa.insight.rules import Period
from laksa.workspace.models import listed
from laksa.workspace.rules import Filters, read_filters

pytestmark = pytest.mark.django_db
PERIOD = {"lihat": "semua", "dari": "2026-11-23", "sampai": "2026-11-24"}


@pytest.fixture
def three_days(submit_report, at):
    """Six reports: two a day on three days, the second of each day by another channel."""
    for day in range(3):
        submit_report(at=at - timedelta(days=day))
        submit_report(at=at - timedelta(days=day), channel="api")


def test_the_days_of_receiving_are_whole_days_of_the_city(three_days, submit_report, walikota, at):
    submit_report(at=at.replace(hour=23, minute=59))
    submit_report(at=at.replace(day=25, hour=0, minute=0))
    filters = read_filters(PERIOD | {"tutup": "ya"})

    found = listed(filters, actor=actor_of(walikota, at=at), at=at)

    period = Period(date(2026, 11, 23), date(2026, 11, 24))
    assert found.count() == balance(period).standing.total == 5


@pytest.mark.parametrize(
    ("narrowed", "number"),
    [
        ({"kantor": "dishub"}, 4),
        ({"kantor": "dlh"}, 0),
        ({"macam": "complaint"}, 4),
        ({"macam": "question"}, 0),
        ({"kanal": "api"}, 2),
        ({"kelurahan": "tidak"}, 4),
        ({"bahaya": "ya"}, 0),
        ({"tunggu": "PLN"}, 1),
    ],
)
def test_a_part_of_a_figure_is_a_part_of_its_list(three_days, walikota, at, narrowed, number):
    waiting = Case.objects.first()
    waiting.state, waiting.waits_for = State.AWAITING_OUTSIDE, "PLN"
    waiting.save()

    found = listed(read_filters(PERIOD | narrowed), actor=actor_of(walikota, at=at), at=at)

    assert found.count() == number


@pytest.mark.parametrize("value", ["kemarin", "2026-13-01", "9999-12-31", "0001-01-01", "\x00"])
def test_what_is_no_day_is_no_filter(value):
    assert read_filters({"dari": value, "sampai": value}) == Filters()


def test_the_form_of_the_list_carries_the_figure_along(client, three_days, walikota):
    client.force_login(walikota)

    page = client.get("/meja/", PERIOD | {"kantor": "dishub"}).content.decode()

    assert '<input type="hidden" name="kantor" value="dishub">' in page
    assert "Diterima 2026-11-23 sampai 2026-11-24" in page
