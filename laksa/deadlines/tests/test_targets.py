"""By when a report must be verified, answered and done, as the loaded city says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from laksa.city.models import Agency, CalendarDay, City, Sop, forget_book
from laksa.deadlines.actions import add_working_days, hours_of, targets_for
from laksa.deadlines.rules import Clock, Norm
from laksa.deadlines.tests.conftest import wib

pytestmark = pytest.mark.django_db

CAME = wib("2026-11-24 14:05")  # a Tuesday


@pytest.fixture(autouse=True)
def _city(city: City) -> None:
    """The invented city is loaded."""


def lamp(received_at: datetime = CAME, **changes):
    return targets_for(**{"group": "penerangan", "severity": "ringan", "agency": "dishub", "received_at": received_at} | changes)


def replace_sop(group: str, severity: str, at: datetime, **hours) -> Sop:
    """Put other hours in force from `at`, as loading a changed pack does."""
    old = Sop.objects.get(group=group, severity=severity, until=None)
    old.until = at
    old.save()
    new = Sop(
        **{field.name: getattr(old, field.name) for field in Sop._meta.fields if field.name != "id"} | hours | {"since": at, "until": None}
    )
    new.save()
    forget_book()
    return new


def test_a_lamp_has_its_three_clocks(city):
    targets = lamp()

    assert targets.clock is Clock.WORKING
    assert targets.verify_due_at == wib("2026-11-25 09:20")  # half a day: 1 h 55 min on Tuesday, 1 h 50 min on Wednesday
    assert targets.respond_due_at == wib("2026-11-25 16:00")
    assert targets.resolve_due_at == wib("2026-11-27 16:30")
    assert targets.sop_id == Sop.objects.get(group="penerangan", severity="ringan").pk


def test_what_is_dangerous_runs_day_and_night():
    targets = lamp(wib("2026-11-28 22:00"), severity="berat")

    assert targets.clock is Clock.CALENDAR
    assert targets.verify_due_at == wib("2026-11-28 23:00")
    assert targets.resolve_due_at == wib("2026-11-30 22:00")


def test_heavy_work_is_late_against_the_shortest_promise_and_unlawful_after_the_law_s():
    targets = lamp(group="jalan-drainase", severity="sedang")

    assert targets.promise_due_at == wib("2026-12-01 14:05")  # 7 x 24 hours
    assert targets.law_due_at == wib("2026-12-14 16:00")  # 14 working days
    assert targets.resolve_due_at == wib("2027-01-07 16:00")  # 30 working days, 24 and 25 December closed; 2027 is not decreed yet


def test_a_shorter_sop_is_the_promise():
    targets = lamp()

    assert targets.promise_due_at == targets.resolve_due_at


@pytest.mark.parametrize(
    ("norm", "due"), [(Norm.ORDINARY, "2026-12-14 16:00"), (Norm.QUESTION, "2026-12-01 16:00"), (Norm.SUPERVISION, "2027-02-18 16:00")]
)
@pytest.mark.parametrize("pack_says_so", [True, False])
def test_the_law_binds_whether_the_pack_repeats_it_or_not(norm, due, pack_says_so):
    if not pack_says_so:
        Sop.objects.filter(group="*sp4n").delete()
        forget_book()

    assert lamp(norm=norm).law_due_at == wib(due)


def test_the_sop_in_force_when_it_came_counts(city):
    new = replace_sop("penerangan", "ringan", CAME, resolve_hours=24)

    assert lamp(CAME - timedelta(seconds=1)).resolve_due_at == wib("2026-11-27 16:30")
    assert lamp(CAME).resolve_due_at == wib("2026-11-25 16:00")
    assert lamp(CAME).sop_id == new.pk


@pytest.mark.parametrize(("severity", "hours"), [("sedang", 48), ("ringan", 72)])
def test_a_group_s_row_for_any_severity_stands_in(severity, hours):
    Sop.objects.filter(group="penerangan", severity="sedang").update(severity="*", resolve_hours=48)
    forget_book()

    assert lamp(severity=severity).resolve_due_at == add_working_days(CAME, days=hours // 24, agency="dishub")


def test_what_no_row_names_has_the_city_s_seven_days():
    targets = lamp(group="tak-dikenal")

    assert targets.sop_id == Sop.objects.get(group="*", severity="*").pk
    assert (targets.verify_due_at, targets.respond_due_at) == (None, None)
    assert targets.resolve_due_at == targets.promise_due_at == CAME + timedelta(days=7)


def test_norms_are_not_taken_for_groups():
    Sop.objects.filter(group="*", severity="*").delete()
    forget_book()

    targets = lamp(group="tak-dikenal")

    assert (targets.sop_id, targets.resolve_due_at, targets.promise_due_at) == (None, None, None)
    assert targets.law_due_at == wib("2026-12-14 16:00")


def test_the_law_s_days_are_everybody_s():
    assert lamp(agency="bpbd").law_due_at == lamp(agency="dishub").law_due_at


@pytest.mark.parametrize(
    ("agency", "due"),
    [
        (None, "2026-12-28 16:00"),
        ("dishub", "2026-12-28 16:00"),
        ("upt-prk", "2026-12-24 16:00"),  # works on holidays
        ("bpbd", "2026-12-25 00:00"),  # day and night
    ],
)
def test_each_agency_has_its_own_hours(agency, due):
    assert add_working_days(wib("2026-12-23 10:00"), days=1, agency=agency) == wib(due)


def test_agencies_with_the_same_hours_share_them():
    assert hours_of("dishub") is hours_of("dlh") is hours_of(None)
    assert hours_of("upt-prk") is not hours_of(None)


def test_an_agency_s_own_hours_count():
    Agency.objects.filter(slug="dlh").update(hours={"weekdays": {"sat": [["06:00", "10:00"]]}})
    forget_book()

    assert add_working_days(CAME, days=1, agency="dlh") == wib("2026-11-28 10:00")
    assert add_working_days(CAME, days=1, agency="dishub") == wib("2026-11-25 16:00")


def test_a_day_decreed_later_moves_what_is_due():
    before = lamp().resolve_due_at
    CalendarDay.objects.create(on="2026-11-26", name="Pemilihan", kind="libur_khusus")
    forget_book()

    assert lamp().resolve_due_at == wib("2026-11-30 16:00") > before


def test_a_city_that_names_no_hours_has_the_usual_ones():
    City.objects.update(hours={})
    forget_book()

    assert add_working_days(wib("2026-11-26 10:00"), days=1, agency=None) == wib("2026-11-27 16:30")


def test_the_city_s_date_counts_and_not_greenwich_s():
    assert add_working_days(datetime(2026, 11, 24, 18, tzinfo=UTC), days=1, agency="dishub") == wib("2026-11-26 16:00")


def test_an_agency_that_is_not_there_is_told():
    with pytest.raises(KeyError):
        lamp(agency="tak-ada")


def test_after_the_first_time_nothing_is_asked_of_the_database(django_assert_num_queries):
    lamp()

    with django_assert_num_queries(0):
        lamp(severity="sedang")
