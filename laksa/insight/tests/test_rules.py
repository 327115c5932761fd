"""Shares, quantiles, periods and standings, as on paper."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laksa.cases.rules import OPEN, State
from laksa.insight.rules import STATES, Flow, Period, Share, Standing, legs_of, quantile

DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (13_421, 14_012, "95.78"),  # printed in the papers as 95.89: domain m, table
        (11_668, 12_080, "96.59"),
        (1, 8, "12.50"),
        (1, 800, "0.13"),  # 0.125 rounds up
        (0, 3, "0.00"),
        (3, 3, "100.00"),
    ],
)
def test_a_share_has_two_decimals_half_up(part, whole, said):
    assert Share(part, whole).percent == Decimal(said)


def test_a_share_of_nothing_is_not_zero():
    assert Share(0, 0).percent is None


@pytest.mark.parametrize(("share", "value"), [(0.5, 3), (0.9, 5), (0.2, 1), (1.0, 5)])
def test_a_quantile_was_really_measured(share, value):
    assert quantile([1, 2, 3, 4, 5], share) == value


def test_nine_of_ten_are_within_the_ninth_decile():
    assert quantile(list(range(1, 11)), 0.9) == 9
    assert quantile([], 0.9) is None


@given(DAYS, st.integers(0, 800))
def test_each_day_of_a_period_is_in_exactly_one_leg(first, length):
    period = Period(first, first + timedelta(days=length))

    days = []
    for leg in legs_of(period):
        assert leg.since <= leg.until
        if leg.grain == "m":
            assert leg.since.day == 1
            assert (leg.until + timedelta(days=1)).day == 1
        days += [leg.since + timedelta(days=number) for number in range((leg.until - leg.since).days + 1)]

    assert sorted(days) == [first + timedelta(days=number) for number in range(length + 1)]


def test_everything_until_a_day_is_months_and_the_days_of_the_last_one():
    assert [(leg.grain, leg.since, leg.until) for leg in legs_of(Period(None, date(2026, 11, 24)))] == [
        ("m", None, date(2026, 10, 31)),
        ("d", date(2026, 11, 1), date(2026, 11, 24)),
    ]


def test_the_period_before_is_as_long():
    assert Period(date(2026, 11, 18), date(2026, 11, 24)).previous() == Period(date(2026, 11, 11), date(2026, 11, 17))


def test_every_state_is_in_one_part_of_the_balance():
    one_each = Standing((1,) * len(STATES))

    assert one_each.total == len(STATES)
    assert one_each.balance.total == one_each.total
    assert one_each.open == len(OPEN)
    assert sum(number for _state, number in one_each.open_states) == one_each.open


def test_the_leaders_picture_adds_up():
    standing = Standing.of(
        [
            *[("confirmed", 1_047), ("closed", 386), ("answered", 312), ("rejected", 58), ("merged", 61), ("withdrawn", 17)],
            *[("assigned", 252), ("working", 73), ("awaiting_outside", 53), ("awaiting_decision", 6), ("resolved", 53)],
        ]
    )

    assert standing.total == 2_318
    assert standing.open == 437


def test_what_was_open_and_came_and_did_not_end_is_open_after():
    assert Flow(10, 5, Standing.of([(State.CONFIRMED, 3), (State.MERGED, 1)])).open_after == 11
