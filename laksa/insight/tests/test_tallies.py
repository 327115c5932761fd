"""The tallies are the cases, whatever is done to them and by whatever way."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from laksa.cases.actions import reject_case
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.conftest import plan_of, seek_indexes
from laksa.identity.models import actor_of
from laksa.insight.actions import add_up_deltas, close_days, rebuild_tallies, recount
from laksa.insight.models import Check, DayFigures, Delta, Tally, balance
from laksa.insight.rules import Period

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
DAY = Period(TODAY, TODAY)


def test_a_report_is_in_the_figures_before_anything_is_added_up(lamp):
    figures = balance(DAY)

    assert figures.standing.total == 1
    assert figures.by["agency"].by_key()["dishub"][State.ASSIGNED] == 1
    assert figures.by["village"].by_key()[lamp.village_id].total == 1
    assert figures.problems == []
    assert not Tally.objects.exists()


def test_adding_up_changes_no_figure(lamp, held_lamp):
    before = balance(DAY)

    assert add_up_deltas() > 0

    assert balance(DAY) == before
    assert not Delta.objects.exists()
    assert add_up_deltas() == 0


def test_small_batches_add_up_to_the_same(submit_report):
    for _ in range(5):
        submit_report()
    before = balance(DAY)

    add_up_deltas(batch=2)

    assert balance(DAY) == before
    assert recount().holds


def test_a_case_moves_from_one_part_to_another_and_stays_one_case(held_lamp, budi, at):
    add_up_deltas()
    tomorrow = at + timedelta(days=1)
    reject_case(held_lamp.pk, reason="Milik warga sendiri.", where_to="Pemilik rumah.", actor=actor_of(budi, at=at), at=tomorrow)

    figures = balance(Period(TODAY, TODAY + timedelta(days=1)))

    assert figures.standing.total == 1
    assert figures.standing.balance.rejected == 1
    assert (figures.flow.open_before, figures.flow.came, figures.flow.ended.total, figures.flow.open_after) == (0, 1, 1, 0)
    assert balance(DAY).flow.open_after == 1  # it ended on the next day
    assert recount().holds


def test_a_day_is_a_day_of_the_city(submit_report, at):
    submit_report(at=at.replace(day=23, hour=23, minute=59))
    submit_report(at=at.replace(day=24, hour=0, minute=1))

    assert balance(DAY).standing.total == 1
    assert balance(Period(date(2026, 11, 23), date(2026, 11, 23))).standing.total == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"agency_id": "dlh"},
        {"village_id": None},
        {"severity": "berat"},
        {"channel": "api"},
        {"is_sealed": True},
        {"is_emergency": True},
        {"kind": "question"},
    ],
)
def test_whatever_a_figure_is_cut_by_is_followed(lamp, changes):
    add_up_deltas()

    Case.objects.filter(pk=lamp.pk).update(**changes)

    assert recount().holds
    assert balance(DAY).standing.total == 1
    add_up_deltas()
    assert recount().holds


def test_what_no_figure_depends_on_writes_nothing(lamp):
    add_up_deltas()

    Case.objects.filter(pk=lamp.pk).update(title="Lain", agency_id=lamp.agency_id, supporters=3)

    assert not Delta.objects.exists()


def test_one_key_alone_is_the_same_as_among_all(submit_report, lamp):
    submit_report(text="Sampah menumpuk di depan pasar", hashtags=("#Sampah",))

    everything = balance(DAY, by=("agency",))
    alone = balance(DAY, by=("agency",), key="dishub")

    assert alone.standing == everything.by["agency"].by_key()["dishub"]
    assert alone.flow.came == 1


def test_a_recount_finds_what_somebody_changed_behind_its_back(lamp):
    add_up_deltas()
    Tally.objects.filter(cut="agency", grain="d").update(assigned=7)

    found = recount()

    assert [(one.cut, one.key, one.state, one.surplus) for one in found.differences] == [("agency", "dishub", "assigned", 6)]
    assert balance(DAY).problems == ["village"]
    assert rebuild_tallies() == 1
    assert recount().holds


def test_a_change_that_is_rolled_back_was_never_counted(lamp):
    with transaction.atomic():
        Case.objects.filter(pk=lamp.pk).update(agency_id="dlh")
        transaction.set_rollback(True)

    assert list(balance(DAY).by["agency"].by_key()) == ["dishub"]


def test_the_figures_are_one_query(lamp, django_assert_num_queries):
    with django_assert_num_queries(1):
        balance(Period(date(2025, 3, 5), TODAY), by=("agency", "village", "severity"))


def test_a_day_is_closed_once_after_three(lamp, at):
    morning = at + timedelta(hours=13)  # 25 November, 03:05

    assert close_days(at=morning - timedelta(minutes=10)) == []
    assert close_days(at=morning) == [TODAY]
    assert close_days(at=morning) == []

    kept = DayFigures.objects.get().data
    assert kept["came"] == 1
    assert kept["open_before"] + kept["came"] - sum(kept["ended"].values()) == kept["open_after"] == 1
    assert Check.objects.get().holds


def test_a_closed_day_is_never_rewritten(lamp, at):
    close_days(at=at + timedelta(hours=13))

    for change in (lambda: DayFigures.objects.update(data={}), lambda: DayFigures.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_days_missed_are_closed_later_but_not_for_ever(lamp, at):
    close_days(at=at + timedelta(hours=13))

    assert len(close_days(at=at + timedelta(days=3, hours=13))) == 3
    assert len(close_days(at=at + timedelta(days=60))) == 8


def test_the_tallies_are_read_by_their_index(lamp):
    from laksa.insight.models.statements import reading
    from laksa.insight.rules import legs_of

    statement, values = reading([("agency", list(legs_of(Period(date(2025, 3, 5), TODAY))))], key=None)
    seek_indexes()
    plan = plan_of(statement, values)

    assert "one_tally_a_cell" in plan or "autoindex_insight_tally" in plan, plan
