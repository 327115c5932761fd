"""When something is due: the worked examples of the domain, and more by hand."""

from __future__ import annotations

from datetime import UTC

import pytest

from laksa.deadlines.rules import Clock, due_at
from laksa.deadlines.tests.conftest import wib

WORKING_EXAMPLES = [
    # The domain's own.
    ("2024-12-27 10:00", 72, "2025-01-02 16:00"),  # 30, 31 Dec, 2 Jan
    ("2025-03-27 09:00", 120, "2025-04-14 16:00"),  # Nyepi, Idulfitri and joint leave: 8, 9, 10, 11, 14 Apr
    ("2025-08-15 09:00", 24, "2025-08-19 16:00"),  # 18 Aug is joint leave, decreed eleven days before
    # Half a day is 3 h 45 min.
    ("2025-08-13 08:00", 12, "2025-08-13 11:45"),
    ("2025-08-13 13:00", 12, "2025-08-14 08:15"),  # 3 h that day, 45 min the next
    ("2025-08-15 15:30", 12, "2025-08-19 10:15"),  # 1 h on Friday, then 2 h 45 min on Tuesday
    ("2025-08-16 10:00", 12, "2025-08-19 11:15"),  # Saturday: counted from the next opening
    ("2025-08-13 05:00", 12, "2025-08-13 11:15"),  # before opening
    ("2025-08-13 20:00", 12, "2025-08-14 11:15"),  # after closing
    ("2025-08-13 16:00", 12, "2025-08-14 11:15"),  # at closing
    ("2025-08-13 08:00", 4, "2025-08-13 09:15"),  # a sixth of a day: 1 h 15 min
    ("2025-08-13 08:00", 1, "2025-08-13 08:18:45"),
    ("2025-08-13 08:00", 0, "2025-08-13 08:00"),
    ("2025-08-16 10:00", 0, "2025-08-19 07:30"),
    # Day 1 is the next working day, however early the report came.
    ("2025-08-13 00:01", 24, "2025-08-14 16:00"),
    ("2025-08-13 23:59", 24, "2025-08-14 16:00"),
    ("2025-08-14 09:00", 24, "2025-08-15 16:30"),  # Friday closes later
    ("2025-08-16 10:00", 24, "2025-08-19 16:00"),
    ("2024-11-26 10:00", 24, "2024-11-28 16:00"),  # election day between
    # Days and a part: the part begins where the whole days end.
    ("2025-08-13 08:00", 36, "2025-08-15 11:15"),
    # Ramadan: other hours, and the office day of a fraction stays 7.5 hours.
    ("2025-03-03 09:00", 24, "2025-03-04 15:00"),
    ("2025-03-06 09:00", 24, "2025-03-07 15:30"),
    ("2025-03-03 09:00", 12, "2025-03-03 12:45"),
    ("2025-03-03 16:00", 23.5, "2025-03-04 15:00"),  # 7 h 20 min do not fit in 7 h: the day's end counts
    # A half day, before two closed ones.
    ("2026-12-22 09:00", 24, "2026-12-23 12:00"),
    ("2026-12-23 11:00", 12, "2026-12-28 10:15"),
]


@pytest.mark.parametrize(("received", "hours", "due"), WORKING_EXAMPLES)
def test_working_days_end_with_the_office(office, received, hours, due):
    assert due_at(wib(received), hours=hours, clock=Clock.WORKING, hours_of_agency=office) == wib(due)


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        ("2025-03-27 09:00", 168, "2025-04-03 09:00"),  # closed on every day of it: a promise nobody can keep
        ("2025-08-16 23:50", 0.25, "2025-08-17 00:05"),
        ("2025-12-31 12:00", 24, "2026-01-01 12:00"),
    ],
)
def test_calendar_hours_run_by_the_wall_clock(office, received, hours, due):
    assert due_at(wib(received), hours=hours, clock=Clock.CALENDAR, hours_of_agency=office) == wib(due)


def test_the_lunch_pause_is_not_counted(paused):
    assert due_at(wib("2025-08-12 11:00"), hours=12, clock=Clock.WORKING, hours_of_agency=paused) == wib("2025-08-12 15:45")


def test_the_date_of_receipt_is_the_city_s_and_not_greenwich_s(office):
    late_evening_in_greenwich = wib("2025-08-14 02:00").astimezone(UTC)

    due = due_at(late_evening_in_greenwich, hours=24, clock=Clock.WORKING, hours_of_agency=office)

    assert due == wib("2025-08-15 16:30")


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        ("2025-08-16 10:00", 24, "2025-08-18 00:00"),  # Sunday, Independence Day, whole
        ("2025-08-16 10:00", 12, "2025-08-16 13:45"),
    ],
)
def test_who_works_day_and_night_has_no_holidays(rescue, received, hours, due):
    assert due_at(wib(received), hours=hours, clock=Clock.WORKING, hours_of_agency=rescue) == wib(due)


@pytest.mark.parametrize("hours", [-1, float("nan"), float("inf")])
@pytest.mark.parametrize("clock", Clock)
def test_hours_that_are_no_number_are_refused(office, clock, hours):
    with pytest.raises(ValueError, match="not a number of hours"):
        due_at(wib("2025-08-13 08:00"), hours=hours, clock=clock, hours_of_agency=office)
