# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the city's history says of the next report."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.city.models import book
from laksa.insight.actions import refresh_forecasts
from laksa.insight.models import Forecast, forecast_for
from laksa.insight.rules.forecasting import Outlook, Quantiles, outlook_of, quantiles_of

DAY = 86_400
lengths = st.lists(st.integers(0, 400 * DAY), min_size=1, max_size=200)


def test_of_a_hundred_days_the_tenth_and_the_ninetieth_are_told():
    assert quantiles_of(day * DAY for day in range(1, 101)) == Quantiles(100, 10 * DAY, 50 * DAY, 90 * DAY)


def test_nothing_is_told_of_nothing():
    assert quantiles_of([]) is None


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Quantiles(19, DAY, 2 * DAY, 3 * DAY), None),  # too few
        (Quantiles(20, 2 * DAY, 3 * DAY, 5 * DAY), Outlook(20, 2, 5, "day")),
        (Quantiles(20, 2 * DAY - 1, 3 * DAY, 5 * DAY + 1), Outlook(20, 1, 6, "day")),  # never narrower than measured
        (Quantiles(20, 600, DAY, 5 * DAY), Outlook(20, 0, 5, "day")),
        (Quantiles(20, 3_700, 7_200, DAY - 1), Outlook(20, 1, 24, "hour")),
        (Quantiles(20, 0, 0, 0), Outlook(20, 0, 1, "hour")),
    ],
)
def test_an_outlook_holds_what_was_measured(found, told):
    assert outlook_of(found) == told


@given(lengths)
def test_eight_of_ten_lie_within(seconds):
    found = quantiles_of(seconds)

    assert found is not None
    within = sum(found.low <= one <= found.high for one in seconds)
    assert within >= 0.8 * len(seconds)
    assert found.low <= found.middle <= found.high


# --- from real rows ----------------------------------------------------------------------------------


@pytest.fixture
def solved(submit_report, at):
    """Make cases that were solved: `solved(20, days=3)`."""

    def make(count: int, *, days: float, ago: float = 10, is_example: bool = False, **changes) -> None:
        came = at - timedelta(days=ago + days)
        made = [
            submit_report(at=came, key=f"{days} {ago} {is_example} {number} {changes}", is_example=is_example) for number in range(count)
        ]
        values = {"state": State.RESOLVED, "resolved_at": at - timedelta(days=ago)} | changes
        Case.objects.filter(pk__in=[case.pk for case in made]).update(**values)

    return make


@pytest.mark.django_db
def test_twenty_like_it_are_enough(solved, lamp, at):
    solved(10, days=2)
    solved(9, days=5)
    refresh_forecasts(at=at)
    assert forecast_for(lamp.category_id, lamp.severity) is None

    solved(1, days=4)
    refresh_forecasts(at=at)

    assert forecast_for(lamp.category_id, lamp.severity) == Outlook(20, 2, 5, "day")
    assert forecast_for(lamp.category_id, "berat") is None


@pytest.mark.django_db
def test_where_a_category_has_too_few_its_group_speaks(solved, lamp, at):
    known = book().categories
    sibling = next(one.slug for one in known.values() if one.group == known[lamp.category_id].group and one.slug != lamp.category_id)
    solved(15, days=2)
    solved(15, days=3, category=sibling)

    refresh_forecasts(at=at)

    assert forecast_for(lamp.category_id, lamp.severity) == Outlook(30, 2, 3, "day")


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"ago": 366}, {"state": State.IN_PROGRESS}, {"is_example": True}])
def test_what_is_old_not_done_or_invented_does_not_count(solved, lamp, at, changes):
    solved(1, days=1)
    solved(25, days=2, **changes)

    refresh_forecasts(at=at)

    assert forecast_for(lamp.category_id, lamp.severity) is None


@pytest.mark.django_db
def test_in_a_house_of_examples_examples_count(solved, lamp, at):
    solved(25, days=2, is_example=True)

    refresh_forecasts(at=at)

    assert forecast_for(lamp.category_id, lamp.severity) == Outlook(25, 2, 2, "day")


@pytest.mark.django_db
def test_a_refresh_forgets_what_no_longer_holds_and_twice_is_once(solved, lamp, at):
    solved(25, days=2)

    assert refresh_forecasts(at=at) == refresh_forecasts(at=at) == Forecast.objects.count() == 2
    assert refresh_forecasts(at=at + timedelta(days=400)) == Forecast.objects.count() == 0


@pytest.mark.django_db
def test_a_forecast_is_one_query(lamp, django_assert_num_queries):
    with django_assert_num_queries(1):
        forecast_for(lamp.category_id, lamp.severity)


@pytest.mark.django_db
def test_a_category_that_is_gone_has_no_forecast(city):
    assert forecast_for("tak-ada", "ringan") is None
