"""What other numbers would have done to last year's cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laksa.deadlines.rules import Clock, due_at
from laksa.deadlines.rules.whatif import Bar, Judge, Limit, Lived, Outcome, causes, effect, histogram, others, outcome, working_day_of
from laksa.deadlines.tests.conftest import wib
from laksa.deadlines.tests.test_properties import moments, offices

unhurried = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
NOW = wib("2025-09-30 12:00")
FIVE, THREE = Limit(120, Clock.WORKING), Limit(72, Clock.WORKING)


@pytest.fixture
def judge(office) -> Judge:
    return Judge(lambda _agency: office)


def lived(received: str, done: str | None, *, case: int = 1) -> Lived:
    return Lived(case, "dishub", wib(received), wib(done) if done else None)


# Received on Monday 1 September 2025; the Maulid holiday is on Friday the 5th.
CAME = "2025-09-01 10:00"


@pytest.mark.parametrize(
    ("done", "day"),
    [
        ("2025-09-01 11:00", 1),  # the same day: one day would have been enough
        ("2025-09-02 16:00", 1),
        ("2025-09-02 16:01", 2),  # a minute after closing
        ("2025-09-03 09:00", 2),
        ("2025-09-04 16:00", 3),
        ("2025-09-05 09:00", 4),  # a holiday: only a fourth day would have been enough
        ("2025-09-07 12:00", 4),
        ("2025-09-08 08:00", 4),
        ("2025-09-09 08:00", 5),
    ],
)
def test_the_working_day_on_which_a_case_was_done(office, done, day):
    assert working_day_of(lived(CAME, done), office) == day


def test_who_changes_sides_is_named(judge):
    """Three in time on both, one within five but not three days, one late on both, one still open and late on both."""
    rows = [
        lived(CAME, "2025-09-02 09:00", case=1),
        lived(CAME, "2025-09-03 09:00", case=2),
        lived(CAME, "2025-09-04 16:00", case=3),
        lived(CAME, "2025-09-08 09:00", case=4),
        lived(CAME, "2025-09-20 09:00", case=5),
        lived(CAME, None, case=6),
        lived("2025-09-29 10:00", None, case=7),  # neither done nor late: it counts on neither side
    ]

    found = effect(rows, before=FIVE, after=THREE, judge=judge, at=NOW)

    assert found.before == Outcome(4, 2, 1)
    assert found.after == Outcome(3, 3, 1)
    assert [one.case for one in found.to_late] == [4]
    assert found.to_in_time == ()
    assert effect(rows, before=THREE, after=FIVE, judge=judge, at=NOW).to_in_time == found.to_late


def test_the_shortest_promise_counts(office):
    """30 working days are no excuse where the city promises 7 x 24 hours for everything."""
    judge = Judge(lambda _agency: office, cap=Limit(168, Clock.CALENDAR))
    rows = [lived(CAME, "2025-09-08 10:01")]

    assert outcome(rows, Limit(720, Clock.WORKING), judge=judge, at=NOW) == Outcome(0, 1)


def test_the_histogram_has_both_limits_as_edges(judge):
    rows = [lived(CAME, done) for done in ("2025-09-02 09:00", "2025-09-03 09:00", "2025-09-08 09:00", "2025-09-20 09:00")]

    assert histogram(rows, limits=(FIVE, THREE), judge=judge) == [Bar(1, 1), Bar(2, 1), Bar(3, 0), Bar(4, 1), Bar(5, 0), Bar(None, 1)]


def test_a_histogram_of_hours(judge):
    rows = [lived(CAME, done) for done in ("2025-09-01 13:00", "2025-09-02 10:00", "2025-09-04 09:00")]

    bars = histogram(rows, limits=(Limit(48, Clock.CALENDAR), Limit(24, Clock.CALENDAR)), judge=judge, columns=4)

    assert bars == [Bar(12, 1), Bar(24, 1), Bar(36, 0), Bar(48, 0), Bar(None, 1)]


@pytest.mark.parametrize(
    ("now", "draft", "tried"),
    [
        (FIVE, THREE, [48, 72, 96, 120]),
        (FIVE, Limit(24, Clock.WORKING), [24, 48, 120]),
        (Limit(48, Clock.CALENDAR), Limit(24, Clock.CALENDAR), [12, 24, 36, 48]),
        (FIVE, Limit(96, Clock.CALENDAR), [72, 96, 120]),  # another clock: what is in force is another unit
    ],
)
def test_the_numbers_worth_trying(now, draft, tried):
    assert [limit.hours for limit in others(now, draft)] == tried


def test_causes_add_up():
    rows = [lived(CAME, None, case=number) for number in range(5)]

    assert causes(rows, {0: "PLN", 1: "PLN", 2: "antre"}) == [("", 2), ("PLN", 2), ("antre", 1)]


@st.composite
def lives(draw: st.DrawFn) -> Lived:
    received = draw(moments)
    took = draw(st.none() | st.timedeltas(timedelta(0), timedelta(days=60)))
    return Lived(draw(st.integers(1, 10**6)), draw(st.sampled_from(["a", "b"])), received, received + took if took is not None else None)


limits = st.builds(Limit, st.integers(1, 12).map(lambda half: half * 12.0), st.sampled_from(Clock))


@unhurried
@given(office=offices(), one=lives(), limit=limits)
def test_worked_out_once_or_each_time_the_due_time_is_the_same(office, one, limit):
    judge = Judge(lambda _agency: office)

    expected = due_at(one.received_at, hours=limit.hours, clock=limit.clock, hours_of_agency=office)

    assert judge.due(one, limit) == judge.due(one, limit) == expected


@unhurried
@given(office=offices(), one=lives().filter(lambda one: one.done_at is not None))
def test_the_day_is_the_smallest_number_that_would_have_been_enough(office, one):
    day = working_day_of(one, office)

    due = [due_at(one.received_at, hours=24 * number, clock=Clock.WORKING, hours_of_agency=office) for number in (day - 1, day) if number]
    assert one.done_at <= due[-1]
    assert day == 1 or one.done_at > due[0]


@unhurried
@given(office=offices(), rows=st.lists(lives(), max_size=20), two=st.tuples(limits, limits))
def test_before_and_after_are_the_same_cases(office, rows, two):
    judge, at = Judge(lambda _agency: office), max([one.received_at for one in rows], default=NOW) + timedelta(days=20)

    found = effect(rows, before=two[0], after=two[1], judge=judge, at=at)

    assert found.before.judged == found.after.judged == len(rows) - found.before.undecided
    assert found.after.late - found.before.late == len(found.to_late) - len(found.to_in_time)


@unhurried
@given(office=offices(), rows=st.lists(lives(), max_size=20), days=st.integers(1, 10))
def test_a_shorter_limit_makes_nobody_punctual(office, rows, days):
    judge = Judge(lambda _agency: office)
    longer, shorter = Limit(24.0 * (days + 1), Clock.WORKING), Limit(24.0 * days, Clock.WORKING)

    assert effect(rows, before=longer, after=shorter, judge=judge, at=NOW).to_in_time == ()


@unhurried
@given(office=offices(), rows=st.lists(lives(), max_size=20), two=st.tuples(limits, limits))
def test_every_done_case_is_in_one_column(office, rows, two):
    bars = histogram(rows, limits=two, judge=Judge(lambda _agency: office))

    assert sum(bar.cases for bar in bars) == sum(one.done_at is not None for one in rows)
    assert [bar.upto for bar in bars[:-1]] == sorted(bar.upto for bar in bars[:-1])
