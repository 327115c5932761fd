"""Hours and holidays as the domain's worked examples name them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from laksa.deadlines.rules import WorkHours, read_hours

WIB = ZoneInfo("Asia/Jakarta")

# Mon-Thu 07:30-16:00, Fri 07:30-16:30; in Ramadan 08:00-15:00, Fri 15:30.
PLAIN = {day: [["07:30", "16:00"]] for day in ("mon", "tue", "wed", "thu")} | {"fri": [["07:30", "16:30"]]}
FASTING = {day: [["08:00", "15:00"]] for day in ("mon", "tue", "wed", "thu")} | {"fri": [["08:00", "15:30"]]}
HOURS = {
    "weekdays": PLAIN,
    "ramadan": [{"from": "2025-03-01", "to": "2025-03-30", "weekdays": FASTING}],
    "half_days": {"2026-12-23": "12:00"},
}
CLOSED = {
    date.fromisoformat(day): kind
    for kind, days in {
        "libur_nasional": "2024-12-25 2025-01-01 2025-01-27 2025-01-29 2025-03-29 2025-03-31 2025-04-01 2025-08-17 2025-09-05 2026-12-25",
        "cuti_bersama": "2024-12-26 2025-01-28 2025-03-28 2025-04-02 2025-04-03 2025-04-04 2025-04-07 2025-08-18 2026-12-24",
        "libur_khusus": "2024-11-27",
    }.items()
    for day in days.split()
}


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.fixture
def office() -> WorkHours:
    """An office of the city, without a lunch pause."""
    return read_hours(HOURS, zone=WIB, closed=CLOSED)


@pytest.fixture
def paused() -> WorkHours:
    """The same office with its lunch pause."""
    pause = [["07:30", "12:00"], ["13:00", "16:00"]]
    return read_hours({"weekdays": PLAIN | {"mon": pause, "tue": pause}}, zone=WIB, closed=CLOSED)


@pytest.fixture
def rescue() -> WorkHours:
    """Fire and rescue: day and night."""
    return read_hours({"always": True}, zone=WIB, closed=CLOSED)
