# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the case page says of who held it, and of cases like it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from laksa.cases.actions import accept_case, refer_outside
from laksa.cases.actions.story import Line, save_story
from laksa.cases.models import Case
from laksa.identity.models import actor_of
from laksa.insight.models import Forecast
from laksa.workspace.views.held import held_table, times_context

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(lamp, budi, at) -> Case:
    """The lamp: 2 hours in the queue, 1 hour with Budi, then with PLN."""
    accept_case(lamp.pk, actor=actor_of(budi, at=at), at=at + timedelta(hours=2))
    due = at + timedelta(days=3)
    return refer_outside(lamp.pk, "Kabel gardu putus", to="PLN", due_at=due, actor=actor_of(budi, at=at), at=at + timedelta(hours=3))


def entries_of(case):
    return list(case.entries.order_by("number"))


def test_the_parties_and_their_time_add_up(waiting, at):
    table = held_table(waiting, entries_of(waiting), at=at + timedelta(hours=44, minutes=45))

    assert [(part.label, part.words, part.tone) for part in table.parts] == [
        ("Antrean Dishub, belum dipegang", "2 j 00 m", "neutral"),
        ("Budi Santoso", "1 j 00 m", "brand"),
        ("PLN", "41 j 45 m", "wait"),
    ]
    assert (table.total_label, table.total) == ("Sejak dilaporkan", "44 j 45 m")
    assert (table.note, table.fault) == ("", "")


def test_the_office_hours_of_the_city_s_own_people_are_told_beside_it(waiting, at):
    """The report came at 14.05 on a Tuesday; the office closes at 16.00, so of the hours until 17.05 only 1 h 55 min were open."""
    table = held_table(waiting, entries_of(waiting), at=at + timedelta(hours=30))

    assert table.in_hours == "Di jam kerja: Antrean Dishub, belum dipegang 1 j 55 m; Budi Santoso 0 j 00 m."


def test_the_wait_for_the_reporter_s_word_is_nobody_s(held_lamp, budi, at):
    done = at + timedelta(hours=5)
    held_lamp.move("resolve", at=done)
    save_story(held_lamp, [Line("resolved")], actor=actor_of(budi, at=at), at=done)

    table = held_table(held_lamp, entries_of(held_lamp), at=at + timedelta(hours=8))

    assert table.total == "5 j 00 m"
    assert table.note == "Di luar itu 3 j 00 m menunggu kata pelapor."


def test_a_server_clock_set_back_is_told(held_lamp, budi, at):
    refer_outside(held_lamp.pk, "PLN", to="PLN", due_at=at + timedelta(days=1), actor=actor_of(budi, at=at), at=at - timedelta(minutes=90))

    table = held_table(held_lamp, entries_of(held_lamp), at=at + timedelta(hours=1))

    assert [part.words for part in table.parts] == ["1 j 00 m"]
    assert "1 j 30 m" in table.fault


def test_a_case_just_sent_has_no_table(lamp, at):
    assert held_table(lamp, entries_of(lamp), at=at + timedelta(seconds=59)) is None


def test_the_page_shows_both(desk_of, budi, waiting, at, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(hours=5))
    Forecast.objects.create(
        scope="c",
        key=waiting.category_id,
        severity=waiting.severity,
        cases=214,
        low_seconds=2 * 86_400,
        middle_seconds=3 * 86_400,
        high_seconds=5 * 86_400,
        refreshed_at=waiting.received_at,
    )

    page = desk_of(budi).get(f"/meja/kasus/{waiting.code}/").text

    assert "Waktu dipegang" in page
    assert "Antrean Dishub, belum dipegang" in page
    assert "8 dari 10 laporan serupa selesai dalam 2–5 hari." in page


def test_it_asks_only_where_entries_are_missing(waiting, at, django_assert_num_queries):
    entries = entries_of(waiting)

    with django_assert_num_queries(0):
        whole = times_context(waiting, entries, at=at + timedelta(hours=9))
    with django_assert_num_queries(1):
        assert times_context(waiting, entries[-1:], at=at + timedelta(hours=9)) == whole
