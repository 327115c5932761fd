"""Whom, when, how often, by which lot: on paper."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laksa.aftercare.rules import Shares, Told, due_to_ask, is_drawn, lot, radius_of, read_shares, turns_of

DAY = timedelta(days=1)
START = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("closings", "reopened", "percent"),
    [(0, 0, 5), (9, 9, 5), (10, 1, 5), (10, 2, 10), (100, 10, 5), (100, 11, 10)],
)
def test_more_is_looked_at_where_much_is_reopened(closings, reopened, percent):
    assert Shares().of(closings, reopened=reopened) == percent


def test_never_more_than_the_city_said():
    assert Shares(third_eye_percent=20).of(10, reopened=10) == 25


def test_what_the_city_does_not_name_is_as_usual():
    assert read_shares({"third_eye_percent": 8, "other": 1}) == Shares(third_eye_percent=8)


@given(st.text(), st.text())
def test_a_lot_is_drawn_again_alike_and_lies_below_one(seed, key):
    assert 0 <= lot(seed, key) < 1
    assert lot(seed, key) == lot(seed, key)
    assert is_drawn(seed, key, 100)
    assert not is_drawn(seed, key, 0)


def test_about_five_of_a_hundred_are_drawn():
    drawn = sum(is_drawn("benih", f"{number}/1", 5) for number in range(10_000))
    assert 400 < drawn < 600


@pytest.mark.parametrize(("days", "asked"), [(27.9, False), (28, True), (41.9, True), (42, False)])
def test_four_weeks_later_and_not_out_of_nowhere(days, asked):
    assert due_to_ask(days * DAY) is asked


@pytest.mark.parametrize(("join", "radius"), [(0, 100), (50, 100), (120, 120)])
def test_the_same_place_is_a_hundred_metres_at_least(join, radius):
    assert radius_of(join) == radius


def _told(*kinds):
    return [Told(kind, START + number * DAY) for number, kind in enumerate(kinds)]


def test_a_story_tells_each_closing_with_its_end_and_its_return():
    first, second = turns_of(_told("resolved", "closed", "reopened", "resolved", "closed", "confirmed"))
    assert (first.number, first.ended_at, first.reopened_at) == (1, START + DAY, START + 2 * DAY)
    assert (second.number, second.declared_at, second.ended_at, second.reopened_at) == (2, START + 3 * DAY, START + 5 * DAY, None)


def test_an_answered_question_that_comes_back_is_no_closing():
    assert turns_of(_told("reopened", "confirmed")) == []


@given(st.lists(st.sampled_from(["resolved", "confirmed", "closed", "reopened"]), max_size=30))
def test_there_are_as_many_closings_as_declarations(kinds):
    turns = turns_of(_told(*kinds))
    assert [turn.number for turn in turns] == list(range(1, kinds.count("resolved") + 1))
    assert all(turn.declared_at < (turn.ended_at or turn.reopened_at or START + 99 * DAY) for turn in turns)
