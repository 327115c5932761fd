# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which days an address means."""

from datetime import date

import pytest

from laksa.control.rules import read_month, read_period
from laksa.insight.rules import Period

TODAY = date(2026, 11, 24)
THIRTY = Period(date(2026, 10, 26), TODAY)


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ({}, THIRTY),
        ({"masa": "7"}, Period(date(2026, 11, 18), TODAY)),
        ({"masa": "tahun"}, Period(date(2026, 1, 1), TODAY)),
        ({"masa": "semua"}, Period(None, TODAY)),
        ({"masa": "sendiri", "dari": "2026-02-01", "sampai": "2026-02-28"}, Period(date(2026, 2, 1), date(2026, 2, 28))),
        ({"masa": "sendiri", "dari": "2026-11-01", "sampai": "2030-01-01"}, Period(date(2026, 11, 1), TODAY)),
        ({"masa": "sendiri", "dari": "2026-11-20", "sampai": "2026-11-01"}, THIRTY),
        ({"masa": "sendiri", "dari": "kemarin"}, THIRTY),
        ({"masa": "'; drop"}, THIRTY),
    ],
)
def test_an_address_names_days(query, period):
    assert read_period(query, today=TODAY).period == period


def test_days_chosen_are_chosen_again_by_their_query():
    chosen = read_period({"masa": "sendiri", "dari": "2026-02-01", "sampai": "2026-02-28"}, today=TODAY)

    assert chosen.query == "masa=sendiri&dari=2026-02-01&sampai=2026-02-28"


@pytest.mark.parametrize(("name", "shown"), [("7", True), ("90", True), ("365", False), ("semua", False)])
def test_times_of_years_are_counted_when_asked_for(name, shown):
    assert read_period({"masa": name}, today=TODAY).shows_times is shown
    assert read_period({"masa": name, "waktu": "ya"}, today=TODAY).shows_times


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026-02", Period(date(2026, 2, 1), date(2026, 2, 28))),
        ("2026-11", Period(date(2026, 11, 1), TODAY)),
        ("2027-01", Period(date(2026, 11, 1), TODAY)),
        ("nonsense", Period(date(2026, 11, 1), TODAY)),
    ],
)
def test_a_month_ends_today_at_the_latest(text, period):
    assert read_month(text, today=TODAY) == period
