# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long things took, what hangs on whom, and what the control room sees of this moment."""

from datetime import date, timedelta

import pytest

from laksa.cases.actions import reject_case, reopen_case
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.identity.models import actor_of
from laksa.insight.actions import refresh_times, usual_period
from laksa.insight.models import flow_of_day, kept_times, late_by_agency, oldest_unanswered, open_now, stuck_cases, times_in, week_until
from laksa.insight.models.trouble import reopenings_since
from laksa.insight.rules import Period, Share
from laksa.insight.rules.durations import Course, kept, spread_of, times_of

TODAY = Period(date(2026, 11, 24), date(2026, 11, 24))
WEEK = Period(date(2026, 11, 18), date(2026, 11, 24))


def hours(*numbers: float) -> list[timedelta]:
    return [timedelta(hours=number) for number in numbers]


def test_the_middle_and_the_ninth_of_ten():
    found = spread_of(hours(10, 1, 2, 3, 4, 5, 6, 7, 8, 9))

    assert (found.number, found.median, found.ninth) == (10, timedelta(hours=5), timedelta(hours=9))
    assert spread_of([]).median is None


def test_a_promise_is_judged_when_it_is_kept_or_over(at):
    later, earlier = at + timedelta(hours=1), at - timedelta(hours=1)

    assert kept(later, done=None, at=at) is None
    assert kept(earlier, done=None, at=at) is False
    assert kept(at, done=at, at=later) is True
    assert kept(earlier, done=at, at=at) is False
    assert kept(None, done=at, at=at) is None


def test_times_of_agencies_are_parts_of_the_whole():
    one, two, three = hours(1, 2, 30)
    found = times_of(
        [Course("dlh", answered=one, promised=True), Course("dlh", answered=two, promised=False), Course("pupr", answered=three)]
    )

    assert found.all.answered.number == 3
    assert found.by_agency["dlh"].answered.number == 2
    assert found.all.promised == Share(1, 2)
    assert found.by_agency["pupr"].promised == Share(0, 0)


@pytest.mark.django_db
def test_what_a_case_took_is_read_from_its_row(lamp, at):
    came = lamp.received_at  # Tuesday 14:05
    Case.objects.filter(pk=lamp.pk).update(responded_at=came + timedelta(hours=1), resolved_at=came + timedelta(hours=24))

    found = times_in(TODAY, at=at + timedelta(days=2)).all

    assert found.answered.median == timedelta(hours=1)
    assert found.solved.median == timedelta(hours=24)
    # To the office's closing hour, and from its opening on.
    assert found.solved_worked.median < timedelta(hours=8)
    assert found.lawful == Share(1, 1)


@pytest.mark.django_db
def test_what_nobody_was_to_solve_is_left_out(held_lamp, budi, at):
    reject_case(held_lamp.pk, reason="Milik warga.", where_to="Pemiliknya.", actor=actor_of(budi, at=at), at=at)

    assert times_in(TODAY, at=at).all.answered.number == 0


@pytest.mark.django_db
def test_what_hangs_names_for_whom_and_since_when(submit_report, at):
    for number, (state, party) in enumerate([("awaiting_outside", "PLN"), ("awaiting_outside", "PLN"), ("awaiting_decision", "Wali Kota")]):
        case = submit_report()
        Case.objects.filter(pk=case.pk).update(state=state, waits_for=party, state_since=at - timedelta(days=number))

    assert [(one.state, one.party, one.number, one.since) for one in stuck_cases()] == [
        (State.AWAITING_OUTSIDE, "PLN", 2, at - timedelta(days=1)),
        (State.AWAITING_DECISION, "Wali Kota", 1, at - timedelta(days=2)),
    ]


@pytest.mark.django_db
def test_the_control_room_sees_the_day_by_the_hour(submit_report, at):
    submit_report(at=at.replace(hour=7, minute=30))
    solved = submit_report(at=at.replace(hour=7, minute=40), channel="api")
    submit_report(at=at - timedelta(days=1))
    Case.objects.filter(pk=solved.pk).update(state=State.RESOLVED, resolved_at=at, updated_at=at)

    today = flow_of_day(at)

    assert (today.came, today.solved, today.channels) == ({7: 2}, {14: 1}, {"web": 1, "api": 1})


@pytest.mark.django_db
def test_open_cases_of_the_map_add_up_to_all_open_ones(submit_report, lamp, at):
    nowhere = submit_report()
    Case.objects.filter(pk=nowhere.pk).update(due_at=at - timedelta(hours=1), is_emergency=True, proof="doubted")

    now = open_now(at)

    assert now.by_village == {lamp.village_id: 1, "": 1}
    assert (now.open, now.late, now.doubted, now.emergencies) == (2, 1, 1, 1)
    assert late_by_agency(at) == {"dishub": 1}


@pytest.mark.django_db
def test_who_was_answered_no_longer_waits(submit_report, at):
    first, second = submit_report(at=at - timedelta(days=2)), submit_report(at=at - timedelta(days=1))
    answered = submit_report(at=at - timedelta(days=3))
    Case.objects.filter(pk=answered.pk).update(responded_at=at)

    assert oldest_unanswered(5) == [first, second]


@pytest.mark.django_db
def test_the_week_tells_what_rose_what_fell_and_what_is_old(submit_report, at):
    submit_report(at=at - timedelta(days=9))
    for _ in range(3):
        submit_report(text="Sampah menumpuk di depan pasar sejak Senin", hashtags=("#Sampah",))

    week = week_until(at, WEEK)

    assert [(one.now, one.before) for one in week.rising] == [(3, 0)]
    assert [(one.now, one.before) for one in week.falling] == [(0, 1)]
    assert [standing.open for standing in week.old.values()] == [1]


@pytest.mark.django_db
def test_a_closing_that_was_taken_back_is_counted_in_its_week(lamp, siti, at):
    from laksa.identity.rules import Actor, ActorKind

    Case.objects.filter(pk=lamp.pk).update(state=State.RESOLVED, resolved_at=at)
    reporter = Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=siti.pk)
    reopen_case(lamp.pk, reason="still_broken", actor=reporter, at=at)

    assert reopenings_since(at - timedelta(days=7)) == 1
    assert reopenings_since(at + timedelta(seconds=1)) == 0


@pytest.mark.django_db
def test_times_worked_out_before_are_those_counted_now(submit_report, at):
    for number in range(3):
        case = submit_report(at=at - timedelta(days=number))
        Case.objects.filter(pk=case.pk).update(responded_at=at, resolved_at=at if number else None)

    assert refresh_times(at=at) == ["7", "30", "90", "365", "tahun"]

    for name in ("7", "30", "365", "tahun"):
        period = usual_period(name, today=at.date())
        assert kept_times(period, at=at).times == times_in(period, at=at)
    assert kept_times(Period(date(2026, 11, 3), at.date()), at=at) is None


@pytest.mark.django_db
def test_times_of_years_are_worked_out_once_an_hour(lamp, at):
    refresh_times(at=at)

    assert refresh_times(at=at + timedelta(minutes=5)) == ["7", "30", "90"]
    assert refresh_times(at=at + timedelta(minutes=61)) == ["7", "30", "90", "365", "tahun"]


@pytest.mark.django_db
def test_times_of_a_worker_that_is_away_are_not_those_of_now(lamp, at):
    refresh_times(at=at)
    week = usual_period("7", today=at.date())

    assert kept_times(week, at=at + timedelta(hours=2)) is not None
    assert kept_times(week, at=at + timedelta(hours=4)) is None
