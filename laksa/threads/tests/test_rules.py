# SPDX-License-Identifier: AGPL-3.0-or-later
"""Money, days and options as officers type them."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laksa.deadlines.rules import read_hours
from laksa.kernel.errors import Refused
from laksa.threads.rules import Party, read_party
from laksa.threads.rules.hops import HOPS_MOST, may_hop
from laksa.threads.rules.options import Draft, Option, done_dates, faults_of_options, largest_cost, read_days, read_options, stored_options
from laksa.threads.rules.sums import checked_cost, read_sum, say_rupiah, say_short

SUMS = {
    "120 × 850000": 102_000_000,
    "120 x 850.000": 102_000_000,
    "120×Rp850 rb": 102_000_000,
    "34 jt + 60 jt": 94_000_000,
    "120 × Rp750 rb + 6 jt": 96_000_000,
    "1,5 M": 1_500_000_000,
    "Rp 0": 0,
    "6*2,5 juta": 15_000_000,
}


@pytest.mark.parametrize("text", SUMS)
def test_a_sum_is_read_as_it_is_written(text):
    assert read_sum(text) == SUMS[text]


def test_no_sum_is_no_sum():
    assert read_sum("   ") is None


@pytest.mark.parametrize(
    "text",
    ["seratus juta", "120 ×", "+ 5", "1.00", "-5", "1,5", "12 / 4", "9" * 40, "1 × " * 40, "999 M × 999 M", "٣ jt", "1e9", "0,0001 rb"],
)
def test_what_is_no_money_is_refused(text):
    with pytest.raises(Refused) as refusal:
        read_sum(text, field="cost_1")
    assert refusal.value.field == "cost_1"


@given(st.integers(0, 10**12), st.integers(0, 90))
def test_a_product_is_what_it_should_be(price, count):
    assert read_sum(f"{count} × {price}") == price * count
    assert read_sum(say_rupiah(price)) == price


@given(st.integers(0, 10**13))
def test_money_in_short_says_nothing_else_than_money_in_full(amount):
    assert read_sum(say_short(amount).removeprefix("Rp")) == amount


def test_money_as_a_phone_shows_it():
    assert [say_short(amount) for amount in (0, 850_000, 84_000_000, 1_500_000_000, 84_123_456)] == [
        "Rp0",
        "Rp850 rb",
        "Rp84 jt",
        "Rp1,5 M",
        "Rp84.123.456",
    ]


def test_a_cost_and_its_sum_say_the_same():
    assert checked_cost(102_000_000, "120 × 850.000", field="cost_1") == 102_000_000
    assert checked_cost(None, "120 × 850.000", field="cost_1") == 102_000_000
    assert checked_cost(0, "", field="cost_1") == 0
    with pytest.raises(Refused, match=r"Rp102.000.000, bukan Rp100.000.000"):
        checked_cost(100_000_000, "120 × 850.000", field="cost_1")
    with pytest.raises(Refused, match="tulis 0"):
        checked_cost(None, "", field="cost_1")


def drafts(*rows):
    return [Draft(*row) for row in rows]


BUY = ("Beli", "Terang", "", "10 × 1 jt", "10")
WAIT = ("Tidak berbuat apa-apa", "Gelap terus", "0", "", "")


def test_options_are_read_in_their_order():
    options = read_options(drafts(BUY, WAIT, ("", "", "", "", "")), nothing=2)

    assert [(one.act, one.cost_idr, one.working_days, one.nothing) for one in options] == [
        ("Beli", 10_000_000, (10,), False),
        ("Tidak berbuat apa-apa", 0, (), True),
    ]
    assert stored_options([one.facts() for one in options]) == options
    assert largest_cost(options) == 10_000_000


@pytest.mark.parametrize(
    ("rows", "nothing", "field"),
    [
        ([BUY], 1, "act_2"),
        ([], 1, "act_1"),
        ([BUY, WAIT], 0, "nothing"),
        ([BUY, WAIT], 9, "nothing"),
        ([BUY, ("", "Gelap", "0", "", "")], 1, "act_2"),
        ([BUY, ("Tunggu", "", "0", "", "")], 2, "effect_2"),
        ([BUY, ("Tunggu", "Gelap", "", "", "")], 2, "cost_2"),
        ([BUY, ("Tunggu", "Gelap", "murah", "", "")], 2, "cost_2"),
        ([BUY, ("Tunggu", "Gelap", "0", "", "nanti")], 2, "days_2"),
        ([BUY, ("T" * 121, "Gelap", "0", "", "")], 2, "act_2"),
        ([BUY, ("Tunggu", "G" * 20_000, "0", "", "")], 2, "effect_2"),
        ([BUY] * 6 + [WAIT], 7, "act_1"),
    ],
)
def test_what_is_missing_in_the_options_is_named(rows, nothing, field):
    with pytest.raises(Refused) as refusal:
        read_options(drafts(*rows), nothing=nothing)
    assert refusal.value.field == field


def test_all_that_is_missing_in_the_options_is_told_at_once():
    rows = drafts(("", "", "murah", "", "nanti"), ("Tunggu", "", "", "", ""))

    assert [fault.field for fault in faults_of_options(rows, nothing=0)] == [
        "act_1",
        "effect_1",
        "cost_1",
        "days_1",
        "effect_2",
        "cost_2",
        "nothing",
    ]
    assert faults_of_options(drafts(BUY, WAIT), nothing=2) == []


def test_days_may_come_in_parts():
    assert read_days("10") == (10,)
    assert read_days("5 dan 30") == (5, 30)
    assert read_days(" ") == ()
    for text in ("0", "999", "1 2", "lima", "1,2,3,4", "-3", "٣"):
        with pytest.raises(Refused):
            read_days(text)


def test_when_it_is_done_is_counted_from_the_day_of_the_decision():
    """The worked case of the reference picture: due Friday 27 November 2026; Christmas and New Year are off."""
    week = {"weekdays": {key: [["07:30", "16:00"]] for key in ("mon", "tue", "wed", "thu", "fri")}}
    closed = {date(2026, 12, 24): "cuti_bersama", date(2026, 12, 25): "libur_nasional", date(2027, 1, 1): "libur_nasional"}
    hours = read_hours(week, zone=ZoneInfo("Asia/Jakarta"), closed=closed)

    assert done_dates(Option("Beli", working_days=(10,)), since=date(2026, 11, 27), hours=hours) == (date(2026, 12, 11),)
    assert done_dates(Option("Dua tahap", working_days=(5, 30)), since=date(2026, 11, 27), hours=hours) == (
        date(2026, 12, 4),
        date(2027, 1, 13),
    )


def test_a_party_is_read_back_from_an_entry():
    party = Party("user", "7", "Sekretaris Daerah")
    assert read_party({"party": party.facts()}) == party
    assert read_party({}) is None
    assert read_party({"party": "PLN"}) is None


def test_the_fourth_hop_only_leads_to_the_end():
    assert all(may_hop(hops, to_the_end=False) for hops in range(HOPS_MOST))
    assert not may_hop(HOPS_MOST, to_the_end=False)
    assert may_hop(HOPS_MOST + 5, to_the_end=True)
