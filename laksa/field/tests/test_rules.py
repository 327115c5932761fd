# SPDX-License-Identifier: AGPL-3.0-or-later
"""A crew's day on paper: what is today's, what comes first, and a way through the city that is short."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise, permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laksa.field.rules import Stop, Urgency, drive, kilometres, reason_words, urgency_of
from laksa.field.rules.day import Facts

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
ENDS = NOW.replace(hour=23, minute=59)
TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
HOME = (-6.178, 106.63)


def facts(**changes):
    return Facts(**({"due_at": NOW + timedelta(days=3), "promised_on": None, "severity": "sedang"} | changes))


@pytest.mark.parametrize(
    ("changes", "band"),
    [
        ({}, None),
        ({"due_at": NOW + timedelta(hours=6)}, Urgency.TODAY),
        ({"due_at": NOW - timedelta(minutes=1)}, Urgency.URGENT),
        ({"promised_on": TODAY}, Urgency.TODAY),
        ({"promised_on": TODAY - timedelta(days=2)}, Urgency.TODAY),
        ({"promised_on": TOMORROW, "due_at": NOW - timedelta(days=1)}, None),
        ({"promised_on": TOMORROW, "is_working": True}, Urgency.TODAY),
        ({"promised_on": TOMORROW, "severity": "berat"}, Urgency.URGENT),
        ({"is_emergency": True}, Urgency.URGENT),
        ({"is_priority": True}, Urgency.URGENT),
        ({"is_working": True}, Urgency.TODAY),
        ({"is_doubted": True}, Urgency.TODAY),
        ({"due_at": None}, None),
    ],
)
def test_what_belongs_to_the_day(changes, band):
    assert urgency_of(facts(**changes), now=NOW, ends=ENDS) == band


def stop(key, lat, lon, band=1, hours=4):
    return Stop(key, band, NOW + timedelta(hours=hours), (lat, lon))


def test_a_line_of_places_is_driven_along_the_line():
    stops = [stop("c", -6.178, 106.66), stop("a", -6.178, 106.64), stop("d", -6.178, 106.67), stop("b", -6.178, 106.65)]

    assert [leg.key for leg in drive(stops, start=HOME)] == ["a", "b", "c", "d"]


def test_what_is_urgent_comes_first_in_the_order_of_its_due_times_however_far():
    stops = [stop("near", -6.178, 106.631), stop("late", -6.30, 106.70, band=0, hours=2), stop("danger", -6.10, 106.60, band=0, hours=1)]

    assert [leg.key for leg in drive(stops, start=HOME)] == ["danger", "late", "near"]


def test_today_is_driven_before_what_is_only_soon():
    stops = [stop("soon", -6.178, 106.631, band=2), stop("today", -6.20, 106.70)]

    assert [leg.key for leg in drive(stops, start=HOME)] == ["today", "soon"]


def test_a_place_that_nobody_knows_comes_last_and_has_no_distance():
    legs = drive([Stop("unknown", 1, NOW, None), stop("known", -6.18, 106.64)], start=HOME)

    assert [leg.key for leg in legs] == ["known", "unknown"]
    assert legs[1].km is None
    assert legs[0].km == pytest.approx(kilometres(HOME, (-6.18, 106.64)))


def test_without_a_start_the_way_begins_where_it_is_due_first():
    stops = [stop("b", -6.178, 106.65, hours=1), stop("a", -6.178, 106.64, hours=5), stop("c", -6.178, 106.66, hours=6)]

    assert next(iter(drive(stops))).key == "b"
    assert drive([]) == []


def test_a_degree_of_latitude_is_111_km():
    assert kilometres((-6, 106), (-7, 106)) == pytest.approx(111.19, abs=0.05)
    assert kilometres(HOME, HOME) == 0


PLACES = st.lists(st.tuples(st.floats(-6.3, -6.1), st.floats(106.55, 106.75)), min_size=1, max_size=60)


def length(points):
    return sum(kilometres(one, other) for one, other in pairwise(points))


@given(PLACES)
def test_every_place_is_driven_to_once_and_the_legs_add_up(places):
    stops = [Stop(str(number), 1, NOW, point) for number, point in enumerate(places)]

    legs = drive(stops, start=HOME)

    assert sorted(leg.key for leg in legs) == sorted(stop.key for stop in stops)
    way = [HOME, *(places[int(leg.key)] for leg in legs)]
    assert sum(leg.km for leg in legs) == pytest.approx(length(way))


@given(st.lists(st.tuples(st.floats(-6.3, -6.1), st.floats(106.55, 106.75)), min_size=2, max_size=6, unique=True))
def test_a_small_day_is_never_far_from_the_shortest_way(places):
    stops = [Stop(str(number), 1, NOW, point) for number, point in enumerate(places)]

    found = sum(leg.km for leg in drive(stops, start=HOME))

    best = min(length([HOME, *order]) for order in permutations(places))
    assert found <= best * 1.5 + 0.01


@pytest.mark.parametrize(
    ("reason", "words", "said"),
    [
        ("rain", "", "Hujan lebat."),
        ("rain", " sampai  malam ", "Hujan lebat. sampai malam"),
        ("other", "Anjing penjaga lepas.", "Anjing penjaga lepas."),
        ("other", "  ", ""),
        ("", "apa saja", ""),
    ],
)
def test_the_reporter_reads_why_nothing_was_done(reason, words, said):
    assert reason_words(reason, words) == said
