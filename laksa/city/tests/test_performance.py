# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a verified act is worth is data of the pack."""

import pytest

from laksa.city.models import book
from laksa.city.rules import cells
from laksa.city.rules.cells import BadCell


@pytest.mark.django_db
def test_the_city_s_points_are_loaded(city):
    assert book().city.performance["confirmed_by_citizen"] == 5
    assert book().city.performance["month_cap"] == 100


def test_a_city_may_weigh_severity_and_time():
    rules = {"severity_percent": {"berat": 150, "ringan": 80}, "held_late_percent": 50}
    assert cells.performance(rules) == rules


@pytest.mark.parametrize(
    "cell",
    [
        [],
        {"closed_by_silence": 5},
        {"answered_in_time": -1},
        {"reopened_after_false_close": 5},
        {"month_cap": True},
        {"month_cap": "100"},
        {"held_late_percent": 101},
        {"severity_percent": {"hebat": 100}},
        {"severity_percent": 3},
    ],
)
def test_points_for_anything_else_are_refused(cell):
    with pytest.raises(BadCell):
        cells.performance(cell)
