# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a verified act is worth is data of the pack."""

import pytest

from laksa.city.actions import load_pack
from laksa.city.models import book, forget_book
from laksa.city.rules import cells
from laksa.city.rules.cells import BadCell
from laksa.conftest import AT
from laksa.identity.rules import SYSTEM


@pytest.mark.django_db
def test_the_city_s_points_are_loaded(city):
    assert book().city.performance["confirmed_by_citizen"] == 5
    assert book().city.performance["month_cap"] == 100


def test_a_city_may_weigh_severity_and_time():
    rules = {"severity_percent": {"berat": 150, "ringan": 80}, "held_late_percent": 50}
    assert cells.performance(rules) == rules


@pytest.mark.django_db
def test_a_pack_with_all_of_it_is_loaded(city, pack, edit):
    more = 'held_late_percent = 50\nseverity_percent = {berat = 150, ringan = 80}\npersonnel = "disdukcapil"'
    edit("city.toml", "false_close_days = 30", f"false_close_days = 30\n{more}")
    load_pack(pack, actor=SYSTEM, at=AT)
    forget_book()
    found = book().city.performance
    assert (found["severity_percent"], found["held_late_percent"]) == ({"berat": 150, "ringan": 80}, 50)
    assert found["personnel"] == "disdukcapil"


def test_a_city_may_name_the_office_that_reads_all_files():
    assert cells.performance({"personnel": "bkpsdm"}) == {"personnel": "bkpsdm"}


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
        {"severity_percent": {"berat": 501}},
        {"personnel": ""},
        {"personnel": 3},
    ],
)
def test_points_for_anything_else_are_refused(cell):
    with pytest.raises(BadCell):
        cells.performance(cell)
