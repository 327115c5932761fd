"""The list of powers of a pack: who decides up to which cost, and what is wrong in it."""

from __future__ import annotations

import pytest

from laksa.city.actions import check_pack
from laksa.city.models import book
from laksa.city.rules.facts import PowerFacts
from laksa.city.rules.powers import covering, in_order

MISTAKES = [
    ("agency_head,Kepala,50000000", "agency_head,Kepala,5000000", "up_to_idr", "does not rise above 10000000"),
    ("agency_head,Kepala,50000000", "agency_head,Kepala,", "up_to_idr", "has no limit below it"),
    ("leader,Wali Kota,,", "leader,Wali Kota,300000000,", "up_to_idr", "nobody decides what costs more"),
    ("agency_head,Kepala,50000000", "agency_head,Kepala,-5", "up_to_idr", "negative"),
    ("agency_head,Kepala,50000000", "agency_head,Kepala,banyak", "up_to_idr", "number"),
    ("agency_head,Kepala", "mandor,Kepala", "role", "write one of"),
    ("agency_head,Kepala", "secretariat,Kepala", "role", "stands already"),
    ("agency_head,Kepala", "agency_head,", "title", "is empty"),
]


@pytest.mark.parametrize(("old", "new", "field", "words"), MISTAKES)
def test_a_mistake_in_the_list_of_powers_is_named(pack, edit, old, new, field, words):
    edit("powers.csv", old, new)

    faults = [fault for fault in check_pack(pack) if fault.file == "powers.csv"]

    assert any(fault.field == field and words in fault.message for fault in faults), [str(fault) for fault in faults]


def test_a_city_may_have_no_list(pack):
    (pack / "powers.csv").unlink()
    assert check_pack(pack) == []


def test_who_decides_at_a_cost_is_read_from_the_lowest_office_upwards():
    powers = in_order([PowerFacts("leader", "Wali Kota", None), PowerFacts("agency_head", "Kepala", 50)])
    assert [one.role for one in covering(powers, 50)] == ["agency_head", "leader"]
    assert [one.role for one in covering(powers, 51)] == ["leader"]


@pytest.mark.django_db
def test_the_book_holds_the_list_in_order():
    assert [one.role for one in book().powers] == ["division_head", "agency_head", "secretariat", "leader"]
    assert book().powers[-1].up_to_idr is None
