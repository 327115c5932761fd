"""What the countdown and the meter show."""

from __future__ import annotations

import pytest

from laksa.deadlines.rules import Clock, Unit, countdown, share_used
from laksa.deadlines.tests.conftest import wib


@pytest.mark.parametrize(
    ("now", "due", "shown"),
    [
        ("2025-08-12 14:05", "2025-08-14 16:00", (2, 1, 55)),  # Tuesday afternoon, due Thursday at closing
        ("2025-08-12 14:05", "2025-08-13 11:15", (0, 5, 40)),
        ("2025-08-12 14:05", "2025-08-12 16:00", (0, 1, 55)),
        ("2025-08-12 07:30", "2025-08-12 16:00", (1, 0, 0)),  # a whole day ahead
        ("2025-08-12 07:31", "2025-08-12 16:00", (0, 8, 29)),
        ("2025-08-11 18:00", "2025-08-14 16:00", (3, 0, 0)),  # after hours: Tuesday, Wednesday, Thursday
        ("2025-08-16 10:00", "2025-08-20 16:00", (2, 0, 0)),  # the long weekend is not counted
        ("2025-08-15 16:15", "2025-08-19 16:00", (1, 0, 0)),  # Friday's last quarter has no twin on Tuesday
        ("2025-08-12 15:59:59", "2025-08-12 16:00", (0, 0, 0)),
        ("2025-08-16 10:00", "2025-08-16 12:00", (0, 0, 0)),
        ("2024-12-30 10:00", "2025-01-03 16:30", (3, 6, 30)),
    ],
)
def test_working_time_left(office, now, due, shown):
    left = countdown(wib(due), now=wib(now), clock=Clock.WORKING, hours_of_agency=office)

    assert (left.days, left.hours, left.minutes) == shown
    assert not left.late
    assert left.unit is Unit.WORKING


def test_calendar_time_left(office):
    left = countdown(wib("2025-08-19 12:30"), now=wib("2025-08-16 10:00"), clock=Clock.CALENDAR, hours_of_agency=office)

    assert (left.late, left.days, left.hours, left.minutes, left.unit) == (False, 3, 2, 30, Unit.CALENDAR)


@pytest.mark.parametrize(("clock", "shown"), [(Clock.WORKING, (1, 2, 0)), (Clock.CALENDAR, (4, 17, 30))])
def test_time_over_is_counted_like_time_left(office, clock, shown):
    over = countdown(wib("2025-08-14 16:00"), now=wib("2025-08-19 09:30"), clock=clock, hours_of_agency=office)

    assert over.late
    assert (over.days, over.hours, over.minutes) == shown


def test_at_the_due_minute_nothing_is_late(office):
    left = countdown(wib("2025-08-14 16:00"), now=wib("2025-08-14 16:00"), clock=Clock.WORKING, hours_of_agency=office)

    assert (left.late, left.days, left.hours, left.minutes) == (False, 0, 0, 0)


@pytest.mark.parametrize(
    ("now", "clock", "share"),
    [
        ("2025-08-11 07:30", Clock.WORKING, 0.0),
        ("2025-08-12 11:45", Clock.WORKING, 0.75),
        ("2025-08-12 16:00", Clock.WORKING, 1.0),
        ("2025-08-13 10:00", Clock.WORKING, 1.0),
        ("2025-08-10 10:00", Clock.WORKING, 0.0),
        ("2025-08-11 23:45", Clock.CALENDAR, 0.5),
    ],
)
def test_the_meter_runs_from_nothing_to_full(office, now, clock, share):
    due = wib("2025-08-12 16:00")

    assert share_used(wib("2025-08-11 07:30"), due=due, now=wib(now), clock=clock, hours_of_agency=office) == pytest.approx(share)


def test_the_meter_stands_still_while_the_office_is_closed(office):
    shares = {
        share_used(wib("2025-08-14 10:00"), due=wib("2025-08-20 16:00"), now=wib(now), clock=Clock.WORKING, hours_of_agency=office)
        for now in ("2025-08-15 16:30", "2025-08-17 12:00", "2025-08-19 07:30")
    }

    assert len(shares) == 1


def test_without_any_open_time_the_meter_waits_for_the_due_time(office):
    assert (
        share_used(
            wib("2025-08-16 10:00"), due=wib("2025-08-16 12:00"), now=wib("2025-08-16 11:00"), clock=Clock.WORKING, hours_of_agency=office
        )
        == 0
    )
