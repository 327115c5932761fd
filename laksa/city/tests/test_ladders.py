"""The ladder of a pack: what is wrong in it is named, and every version of it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from laksa.city.actions import check_pack, load_pack, save_reference
from laksa.city.models import Rung, book, forget_book
from laksa.city.rules.ladders import LADDERS

MISTAKES = [
    ("case,2,80,,team_lead", "case,2,80,,mandor", "whom", "'mandor' is not known in the ladder 'case'"),
    ("case,2,80,,team_lead", "case,2,80,,asker", "whom", "'asker' is not known in the ladder 'case'"),
    ("case,2,80,,team_lead", "case,2,80,,", "whom", "is empty"),
    ("case,2,80,,team_lead", "case,2,40,,team_lead", "percent", "'40' does not rise above 50 of rung 1"),
    ("case,2,80,,team_lead", "case,2,50,,team_lead", "percent", "does not rise"),
    ("case,2,80,,team_lead", "case,2,,,team_lead", "percent", "write the percent"),
    ("case,2,80,,team_lead", "case,2,80,1,team_lead", "percent", "and no days"),
    ("case,1,50,,holder", "case,1,0,,holder", "percent", "the moment it begins"),
    ("case,2,80,,team_lead", "case,1,80,,team_lead", "ladder", "stands already"),
    ("case,2,80,,team_lead", "kasus,2,80,,team_lead", "ladder", "write one of"),
    ("case,2,80,,team_lead,app|email", "case,2,80,,team_lead,merpati", "channels", "'merpati' is not known"),
    ("case,2,80,,team_lead", "case,2,80,,wall", "whom", "reaches nobody"),
    ("plan,1,,-1,holder", "plan,1,50,,holder", "days", "counts in days"),
    ("plan,2,,0,holder", "plan,2,,-2,holder", "days", "'-2' does not rise above -1"),
    ("plan,2,,0,holder", "plan,2,,0.5,holder", "days", "whole number"),
]


@pytest.mark.parametrize(("old", "new", "field", "words"), MISTAKES)
def test_a_mistake_in_the_ladder_is_named(pack, edit, old, new, field, words):
    edit("ladder.csv", old, new)

    faults = [fault for fault in check_pack(pack) if fault.file == "ladder.csv"]

    assert any(fault.field == field and words in fault.message for fault in faults), [str(fault) for fault in faults]


@pytest.mark.parametrize("ladder", LADDERS)
def test_a_missing_ladder_is_named(pack, ladder):
    file = pack / "ladder.csv"
    file.write_text("".join(line for line in file.read_text().splitlines(keepends=True) if not line.startswith(f"{ladder},")))

    assert [str(fault) for fault in check_pack(pack)] == [f"ladder.csv: ladder: '{ladder}' is missing: nobody would be told"]


def test_a_city_without_any_ladder_is_refused(pack):
    (pack / "ladder.csv").unlink()

    assert "ladder.csv: is missing" in [str(fault) for fault in check_pack(pack)]


@pytest.mark.parametrize("night", ['from = "21:00"\nto = "7 pagi"', 'from = "21:00"', 'from = "24:00"\nto = "07:00"', "from = 21"])
def test_hours_of_the_night_that_cannot_be_meant_are_named(pack, edit, night):
    edit("city.toml", 'from = "21:00"\nto = "07:00"', night)

    assert [fault.field for fault in check_pack(pack)] == ["quiet"]


@pytest.mark.django_db
def test_a_changed_rung_opens_a_new_version_and_the_old_one_stays(city, pack, edit, keeper, at):
    edit("ladder.csv", "case,4,125,,agency_head", "case,4,130,,agency_head")

    load_pack(pack, actor=keeper, at=at)
    forget_book()

    versions = [(rung.percent, rung.since == at, rung.until == at) for rung in book().rungs if (rung.ladder, rung.number) == ("case", 4)]
    assert versions == [(125, False, True), (130, True, False)]


@pytest.mark.django_db
def test_staff_change_a_rung_by_a_new_version(city, keeper, at):
    rung = Rung.objects.get(ladder="case", number=4, until=None)
    rung.percent = 120

    save_reference(rung, changed=["percent"], actor=keeper, at=at + timedelta(days=1))

    assert list(Rung.objects.filter(ladder="case", number=4).values_list("percent", flat=True)) == [125, 120]


@pytest.mark.django_db
def test_a_rung_falls_due_by_percent_or_by_days_never_both(city):
    with pytest.raises(IntegrityError), transaction.atomic():
        Rung.objects.filter(ladder="case", number=4).update(days=3)
