"""How much of what was called done is looked at by others: data of the pack, refused when it is no percent."""

import pytest

from laksa.city.models import book
from laksa.city.rules import cells
from laksa.city.rules.cells import BadCell

SHARES = {"third_eye_percent": 5, "many_reopenings_percent": 10, "third_eye_most_percent": 25}


@pytest.mark.django_db
def test_the_city_s_shares_are_loaded(city):
    assert book().city.closing == SHARES


def test_a_city_that_says_nothing_has_none():
    assert cells.closing({}) == {}


@pytest.mark.parametrize("cell", [[], {"third_eye_percent": 101}, {"third_eye_percent": "5"}, {"third_eye_percent": True}, {"eye": 5}])
def test_what_is_no_share_is_refused(cell):
    with pytest.raises(BadCell):
        cells.closing(cell)
