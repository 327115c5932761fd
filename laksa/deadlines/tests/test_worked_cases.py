"""Cases worked out by hand on paper: those of the domain's notes, and more of our own.

Each says in words how it was counted, so that whoever doubts a rule can do it again with a calendar.
"""

from __future__ import annotations

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laksa.deadlines.rules import Clock, WorkHours, due_at, read_hours, working_time_between
from laksa.deadlines.tests.conftest import CLOSED, FASTING, HOURS, PLAIN, WIB, wib
from laksa.deadlines.tests.test_properties import moments, offices, sop_hours

unhurried = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def working(received: str, *, days: float, hours: WorkHours):
    return due_at(wib(received), hours=24 * days, clock=Clock.WORKING, hours_of_agency=hours)


# --- domain, section o ---------------------------------------------------------------------------------


def test_across_new_year(office):
    """Fri 27 Dec 2024 10:00, 3 days: Mon 30, Tue 31, (1 Jan closed) Thu 2 Jan, which closes at 16:00."""
    assert working("2024-12-27 10:00", days=3, hours=office) == wib("2025-01-02 16:00")


def test_over_lebaran(office):
    """Thu 27 Mar 2025 09:00, 5 days: 28 Mar leave, 31 Mar and 1 Apr holidays, 2-4 and 7 Apr leave; so 8, 9, 10, 11, 14 Apr."""
    assert working("2025-03-27 09:00", days=5, hours=office) == wib("2025-04-14 16:00")


def test_a_joint_leave_decreed_in_the_year(office):
    """Fri 15 Aug 2025, 1 day: 16 Sat, 17 Sun, 18 leave; so Tue 19."""
    assert working("2025-08-15 10:00", days=1, hours=office) == wib("2025-08-19 16:00")


def test_seven_times_24_hours_over_lebaran_is_a_promise_nobody_can_keep(office):
    """27 Mar 09:00 + 168 h = 3 Apr 09:00, and of the days between only the rest of the 27th was open."""
    received = wib("2025-03-27 09:00")

    due = due_at(received, hours=168, clock=Clock.CALENDAR, hours_of_agency=office)

    assert due == wib("2025-04-03 09:00")
    assert working_time_between(received, end=due, hours=office) == timedelta(hours=6)  # 09:00 to 15:00 in Ramadan


def test_half_a_day_is_three_hours_and_three_quarters(office):
    """Wed 13 Aug 2025 08:00 + 3 h 45 min = 11:45."""
    assert working("2025-08-13 08:00", days=0.5, hours=office) == wib("2025-08-13 11:45")


# --- our own -------------------------------------------------------------------------------------------


def test_received_at_night(office):
    """Tue 12 Aug 2025 23:40 is a Tuesday's report: day 1 is Wednesday. Half a day begins when the office opens: 07:30 + 3:45."""
    assert working("2025-08-12 23:40", days=1, hours=office) == wib("2025-08-13 16:00")
    assert working("2025-08-12 23:40", days=0.5, hours=office) == wib("2025-08-13 11:15")


def test_received_after_midnight_is_the_next_day_s_report(office):
    """Wed 13 Aug 00:20: day 1 is Thursday, a whole day later than twenty-one minutes before."""
    assert working("2025-08-13 00:20", days=1, hours=office) == wib("2025-08-14 16:00")


def test_ramadan_begins_between(office):
    """Fri 28 Feb 2025 (usual hours) 16:00, half a day: 30 min are left until 16:30; 3 h 15 min more from Mon 3 Mar 08:00 = 11:15."""
    assert working("2025-02-28 16:00", days=0.5, hours=office) == wib("2025-03-03 11:15")


def test_ramadan_ends_between(office):
    """Thu 27 Mar 2025 14:00, half a day: 1 h until 15:00; then closed until Tue 8 Apr 07:30 + 2 h 45 min = 10:15."""
    assert working("2025-03-27 14:00", days=0.5, hours=office) == wib("2025-04-08 10:15")


def test_a_half_day_before_a_holiday(office):
    """Tue 22 Dec 2026 15:00, one day: Wed 23 closes at 12:00. Half a day: 1 h + (07:30 to 10:15) 2 h 45 min."""
    assert working("2026-12-22 15:00", days=1, hours=office) == wib("2026-12-23 12:00")
    assert working("2026-12-22 15:00", days=0.5, hours=office) == wib("2026-12-23 10:15")


def test_a_day_and_a_half(office):
    """Mon 11 Aug 2025 10:00: the whole day ends Tue 16:00; the half runs on from there: Wed 07:30 + 3:45 = 11:15."""
    assert working("2025-08-11 10:00", days=1.5, hours=office) == wib("2025-08-13 11:15")


def test_an_agency_with_its_own_hours():
    """A market office Tue-Sun 05:00-10:00. Sat 16 Aug 2025 12:00, 2 days: Sun 17 (it works on holidays), Tue 19 at 10:00."""
    market = {day: [["05:00", "10:00"]] for day in ("tue", "wed", "thu", "fri", "sat", "sun")}
    own = read_hours({"weekdays": market}, zone=WIB, closed={})

    assert working("2025-08-16 12:00", days=2, hours=own) == wib("2025-08-19 10:00")
    assert working("2025-08-16 12:00", days=0.5, hours=own) == wib("2025-08-17 08:45")


def test_a_fraction_longer_than_a_short_day_ends_with_it():
    """An office of one hour a day: half a day would be 3 h 45 min, but a part never outlasts the whole day 1 is."""
    own = read_hours({"weekdays": {"mon": [["09:00", "10:00"]], "tue": [["09:00", "10:00"]]}}, zone=WIB, closed={})

    assert working("2025-08-11 08:00", days=0.5, hours=own) == wib("2025-08-12 10:00")


def test_the_lunch_pause_is_nobody_s_time(paused):
    """Mon 11 Aug 2025 11:30 + 3:45: 30 min to noon, 3 h from 13:00 to 16:00, 15 min on Tue 07:30 = 07:45."""
    assert working("2025-08-11 11:30", days=0.5, hours=paused) == wib("2025-08-12 07:45")


def test_a_holiday_added_later_moves_it_by_one_working_day(office):
    """Mon 24 Nov 2025 + 3 days = Thu 27 at 16:00; with Wed 26 decreed closed it is Fri 28, which closes at 16:30."""
    decreed = read_hours(HOURS, zone=WIB, closed={**CLOSED, date(2025, 11, 26): "libur_khusus"})

    assert working("2025-11-24 10:00", days=3, hours=office) == wib("2025-11-27 16:00")
    assert working("2025-11-24 10:00", days=3, hours=decreed) == wib("2025-11-28 16:30")


def test_the_zone_has_no_daylight_saving_and_the_year_of_its_summer_changes_nothing():
    """48 hours over the nights on which Europe and America turn their clocks are 48 hours here; the same days in Berlin are 47 by the wall."""
    jakarta = read_hours({"weekdays": PLAIN}, zone=WIB, closed={})
    berlin = read_hours({"weekdays": PLAIN}, zone=ZoneInfo("Europe/Berlin"), closed={})
    received = wib("2025-03-29 12:00")

    assert due_at(received, hours=48, clock=Clock.CALENDAR, hours_of_agency=jakarta) == wib("2025-03-31 12:00")
    there = received.astimezone(ZoneInfo("Europe/Berlin"))
    due = due_at(there, hours=48, clock=Clock.CALENDAR, hours_of_agency=berlin)
    assert due.astimezone(UTC) - received.astimezone(UTC) == timedelta(hours=48)
    assert (there.hour, due.hour) == (6, 7)


def test_the_last_day_of_ramadan_and_the_first_after_it():
    """Ramadan until Tue 12 Aug of a thought-up year: due on its last day at 15:00, a day later at the usual 16:00."""
    fasting = {"from": "2025-08-01", "to": "2025-08-12", "weekdays": FASTING}
    own = read_hours({"weekdays": PLAIN, "ramadan": [fasting]}, zone=WIB, closed={})

    assert working("2025-08-11 10:00", days=1, hours=own) == wib("2025-08-12 15:00")
    assert working("2025-08-12 10:00", days=1, hours=own) == wib("2025-08-13 16:00")


@pytest.mark.parametrize(("received", "due"), [("2025-12-30 10:00", "2026-01-02 16:30"), ("2025-12-31 23:59", "2026-01-05 16:00")])
def test_across_the_year_s_end_with_its_holiday(received, due):
    """Tue 30 Dec: Wed 31, (1 Jan closed) Fri 2 at 16:30. A minute before midnight on the 31st: Fri 2, Mon 5."""
    own = read_hours({"weekdays": PLAIN}, zone=WIB, closed={date(2026, 1, 1): "libur_nasional"})

    assert working(received, days=2, hours=own) == wib(due)


# --- what must hold for every holiday --------------------------------------------------------------------


@unhurried
@given(office=offices(), moment=moments, hours=sop_hours, day=st.dates(date(2024, 11, 1), date(2025, 3, 31)))
def test_a_holiday_only_ever_lengthens(office, moment, hours, day):
    more = WorkHours(
        week=office.week,
        zone=office.zone,
        seasons=office.seasons,
        half_days=office.half_days,
        closed={**office.closed, day: "libur_khusus"},
    )

    before = due_at(moment, hours=hours, clock=Clock.WORKING, hours_of_agency=office)
    after = due_at(moment, hours=hours, clock=Clock.WORKING, hours_of_agency=more)

    assert moment <= before <= after
    assert due_at(moment, hours=hours, clock=Clock.CALENDAR, hours_of_agency=more) == due_at(
        moment, hours=hours, clock=Clock.CALENDAR, hours_of_agency=office
    )


@unhurried
@given(office=offices(), moment=moments, days=st.tuples(st.integers(1, 20), st.integers(1, 20)))
def test_days_add_up(office, moment, days):
    """The n-th and then the m-th working day after it is the n+m-th."""
    first, second = days
    midway = due_at(moment, hours=24 * first, clock=Clock.WORKING, hours_of_agency=office)

    onward = due_at(midway - timedelta(microseconds=1), hours=24 * second, clock=Clock.WORKING, hours_of_agency=office)

    assert onward == due_at(moment, hours=24 * (first + second), clock=Clock.WORKING, hours_of_agency=office)
