"""What must hold for every office, moment and promise."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laksa.deadlines.rules import (
    Clock,
    Season,
    WorkHours,
    add_working_time,
    countdown,
    due_at,
    share_used,
    working_intervals,
    working_time_between,
)
from laksa.deadlines.tests.conftest import WIB

HOUR = 3_600_000_000

# A busy machine must not fail a rule of arithmetic.
unhurried = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def days(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.lists(st.integers(0, 96), max_size=6, unique=True)))
    return tuple((start * HOUR // 4, stop * HOUR // 4) for start, stop in zip(edges[::2], edges[1::2], strict=False))


weeks = st.tuples(*[days()] * 7).filter(any)
dates = st.dates(date(2024, 11, 1), date(2025, 3, 31))


@st.composite
def offices(draw: st.DrawFn) -> WorkHours:
    since = draw(dates)
    return WorkHours(
        week=draw(weeks),
        zone=WIB,
        seasons=(Season(since, since + timedelta(days=29), draw(weeks)),),
        half_days=draw(st.dictionaries(dates, st.times(), max_size=3)),
        closed=draw(st.dictionaries(dates, st.just("libur_nasional"), max_size=12)),
    )


moments = st.timedeltas(timedelta(0), timedelta(days=150)).map(lambda later: datetime(2024, 11, 1, tzinfo=UTC) + later)
sop_hours = st.one_of(st.floats(0, 240), st.integers(0, 60).map(lambda days: days * 24.0))


@unhurried
@given(office=offices(), three=st.lists(moments, min_size=3, max_size=3))
def test_open_time_adds_up(office, three):
    first, second, third = three

    there = working_time_between(first, end=second, hours=office)
    onward = working_time_between(second, end=third, hours=office)

    assert there + onward == working_time_between(first, end=third, hours=office)


@unhurried
@given(office=offices(), two=st.lists(moments, min_size=2, max_size=2).map(sorted))
def test_open_time_is_what_lies_in_the_stretches(office, two):
    start, end = two
    stretches = working_intervals(start, end=end, hours=office)

    assert working_time_between(start, end=end, hours=office) == sum((one.end - one.start for one in stretches), timedelta())
    assert all(before.end <= after.start for before, after in itertools.pairwise(stretches))


@unhurried
@given(office=offices(), moment=moments, amount=st.timedeltas(timedelta(0), timedelta(hours=90)))
def test_what_is_added_is_what_is_then_between(office, moment, amount):
    assert working_time_between(moment, end=add_working_time(moment, amount=amount, hours=office), hours=office) == amount


@unhurried
@given(office=offices(), moment=moments, hours=sop_hours)
def test_nothing_is_due_in_closed_time_or_before_receipt(office, moment, hours):
    due = due_at(moment, hours=hours, clock=Clock.WORKING, hours_of_agency=office)

    around = working_intervals(due - timedelta(days=1), end=due + timedelta(days=1), hours=office)
    assert any(one.start <= due <= one.end for one in around)
    assert due >= moment


@unhurried
@given(office=offices(), two=st.lists(moments, min_size=2, max_size=2).map(sorted), hours=sop_hours)
def test_who_reports_later_is_never_due_earlier(office, two, hours):
    earlier, later = (due_at(moment, hours=hours, clock=Clock.WORKING, hours_of_agency=office) for moment in two)

    assert earlier <= later


@unhurried
@given(office=offices(), moment=moments, two=st.lists(sop_hours, min_size=2, max_size=2).map(sorted))
def test_more_hours_are_never_due_earlier(office, moment, two):
    fewer, more = (due_at(moment, hours=hours, clock=Clock.WORKING, hours_of_agency=office) for hours in two)

    assert fewer <= more


@unhurried
@given(office=offices(), moment=moments, hours=st.floats(0, 2000))
def test_calendar_hours_are_the_wall_clock_s(office, moment, hours):
    assert due_at(moment, hours=hours, clock=Clock.CALENDAR, hours_of_agency=office) - moment == timedelta(hours=hours)


@unhurried
@given(
    office=offices(),
    received=moments,
    hours=sop_hours,
    two=st.lists(moments, min_size=2, max_size=2).map(sorted),
    clock=st.sampled_from(Clock),
)
def test_the_meter_never_runs_back(office, received, hours, two, clock):
    due = due_at(received, hours=hours, clock=clock, hours_of_agency=office)

    earlier, later = (share_used(received, due=due, now=now, clock=clock, hours_of_agency=office) for now in two)

    assert 0 <= earlier <= later <= 1


@unhurried
@given(office=offices(), now=moments, due=moments, clock=st.sampled_from(Clock))
def test_a_countdown_is_late_exactly_after_the_due_time(office, now, due, clock):
    shown = countdown(due, now=now, clock=clock, hours_of_agency=office)

    assert shown.late == (now > due)
    assert shown.days >= 0
    assert 0 <= shown.minutes < 60
    assert 0 <= shown.hours < 48


@unhurried
@given(office=offices(), due=moments, two=st.lists(moments, min_size=2, max_size=2).map(sorted))
def test_the_days_left_never_grow(office, due, two):
    earlier, later = (countdown(due, now=min(now, due), clock=Clock.WORKING, hours_of_agency=office) for now in two)

    assert later.days <= earlier.days
