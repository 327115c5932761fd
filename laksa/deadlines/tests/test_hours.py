"""What is open time and what is not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from laksa.deadlines.rules import (
    add_working_days,
    add_working_time,
    next_opening,
    read_hours,
    working_intervals,
    working_time_between,
)
from laksa.deadlines.tests.conftest import CLOSED, PLAIN, WIB, wib


def span(start: str, end: str) -> tuple:
    return (wib(start), wib(end))


def test_a_week_with_a_long_holiday_has_the_open_hours_that_are_left(office):
    found = working_intervals(wib("2025-03-26 14:00"), end=wib("2025-04-08 08:00"), hours=office)

    assert found == [
        span("2025-03-26 14:00", "2025-03-26 15:00"),
        span("2025-03-27 08:00", "2025-03-27 15:00"),
        span("2025-04-08 07:30", "2025-04-08 08:00"),
    ]


def test_open_time_is_the_sum_of_its_stretches(office, paused):
    for hours in (office, paused):
        start, end = wib("2024-12-20 09:13:07.5"), wib("2026-01-09 12:30")
        stretches = working_intervals(start, end=end, hours=hours)

        assert working_time_between(start, end=end, hours=hours) == sum((one.end - one.start for one in stretches), timedelta())


def test_backwards_is_the_same_time_below_zero(office):
    start, end = wib("2025-08-12 10:00"), wib("2025-08-13 10:00")

    assert (
        working_time_between(end, end=start, hours=office) == -working_time_between(start, end=end, hours=office) == timedelta(hours=-8.5)
    )


def test_day_and_night_every_hour_counts(rescue):
    start, end = wib("2025-08-16 10:00"), wib("2025-08-18 11:30")

    assert working_time_between(start, end=end, hours=rescue) == timedelta(hours=49.5)
    assert sum((one.end - one.start for one in working_intervals(start, end=end, hours=rescue)), timedelta()) == timedelta(hours=49.5)


def test_a_half_day_ends_early_and_may_end_before_it_began(office):
    assert working_intervals(wib("2026-12-23 00:00"), end=wib("2026-12-28 00:00"), hours=office) == [
        span("2026-12-23 07:30", "2026-12-23 12:00")
    ]
    shut = read_hours({"weekdays": PLAIN, "half_days": {"2026-12-23": "06:00"}}, zone=WIB, closed=CLOSED)
    assert shut.spans_on(date(2026, 12, 23)) == ()


def test_time_is_added_across_the_new_year(office):
    assert add_working_time(wib("2024-12-31 15:00"), amount=timedelta(hours=2), hours=office) == wib("2025-01-02 08:30")


def test_a_full_day_added_ends_at_closing_and_not_at_the_next_opening(office):
    assert add_working_time(wib("2025-08-12 07:30"), amount=timedelta(hours=8.5), hours=office) == wib("2025-08-12 16:00")


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2025-08-12 07:00", "2025-08-12 07:30"),
        ("2025-08-12 10:00", "2025-08-12 10:00"),
        ("2025-08-12 12:30", "2025-08-12 13:00"),
        ("2025-08-12 16:00", "2025-08-12 16:00"),
        ("2025-08-12 16:01", "2025-08-13 07:30"),
        ("2025-08-16 12:00", "2025-08-19 07:30"),
    ],
)
def test_the_next_opening(paused, moment, opens):
    assert next_opening(wib(moment), hours=paused) == wib(opens)


def test_working_days_are_counted_across_the_new_year(office):
    assert add_working_days(date(2024, 12, 27), days=3, hours=office) == date(2025, 1, 2)
    assert add_working_days(date(2024, 12, 27), days=300, hours=office) > date(2026, 1, 1)


def test_there_is_no_working_day_number_zero(office):
    with pytest.raises(ValueError, match="number 1"):
        add_working_days(date(2024, 12, 27), days=0, hours=office)
    with pytest.raises(ValueError, match="not taken away"):
        add_working_time(wib("2025-08-12 10:00"), amount=timedelta(-1), hours=office)


def test_an_office_that_works_on_holidays_still_has_its_weekend():
    clinic = read_hours({"weekdays": PLAIN}, zone=WIB, closed={})

    assert add_working_days(date(2025, 8, 15), days=1, hours=clinic) == date(2025, 8, 18)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"weekdays": {"mon": []}},
        {"weekdays": {"mon": [["16:00", "07:30"]]}},
        {"weekdays": {"mon": [["07:30", "12:00"], ["11:00", "16:00"]]}},
        {"weekdays": {"mon": [["07:30", "noon"]]}},
        {"weekdays": PLAIN, "half_days": {"2026-02-30": "12:00"}},
    ],
)
def test_hours_that_can_not_be_meant_are_refused(data):
    with pytest.raises(ValueError, match=r"hours follow|never opens|isoformat|day is out of range"):
        read_hours(data, zone=WIB, closed={})


def test_a_day_may_end_at_midnight():
    night = read_hours({"weekdays": {"sat": [["22:00", "24:00"]]}}, zone=WIB, closed={})

    assert add_working_time(wib("2025-08-16 21:00"), amount=timedelta(hours=2), hours=night) == wib("2025-08-17 00:00")
    assert night.closing(date(2025, 8, 16)) == wib("2025-08-17 00:00")
