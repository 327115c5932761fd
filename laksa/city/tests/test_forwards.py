# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many priorities a week an official has is data of the pack."""

import pytest

from laksa.city.models import book
from laksa.city.rules import cells
from laksa.city.rules.cells import BadCell


@pytest.mark.django_db
def test_the_city_s_number_is_loaded(city):
    assert book().city.forward == {"priority_per_week": 3}


def test_a_city_that_says_nothing_has_none():
    assert cells.forward({}) == {}


@pytest.mark.parametrize("cell", [[], {"priority_per_week": 51}, {"priority_per_week": -1}, {"priority_per_week": "3"}, {"many": 3}])
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(BadCell):
        cells.forward(cell)
