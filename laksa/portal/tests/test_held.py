# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people read of whose hands their report was in, and of reports like it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from laksa.cases.actions import accept_case, ask_reporter, plan_case, refer_outside
from laksa.cases.models import Case
from laksa.identity.models import actor_of
from laksa.insight.models import Forecast
from laksa.portal.views.held import forecast_of, held_of, say_length
from laksa.portal.views.standing import Plan, plan_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(lamp, budi, at) -> Case:
    """The lamp of the picture: 2 h in the queue, 1 h 23 min with Budi, since then with PLN."""
    budi_now = actor_of(budi, at=at)
    accept_case(lamp.pk, actor=budi_now, at=at + timedelta(hours=2))
    return refer_outside(
        lamp.pk, "Kabel putus", to="PLN", due_at=at + timedelta(days=5), actor=budi_now, at=at + timedelta(hours=3, minutes=23)
    )


@pytest.fixture
def history(lamp, at) -> Forecast:
    return Forecast.objects.create(
        scope="c",
        key=lamp.category_id,
        severity=lamp.severity,
        cases=214,
        low_seconds=2 * 86_400,
        middle_seconds=3 * 86_400,
        high_seconds=5 * 86_400,
        refreshed_at=at,
    )


def test_people_read_offices_and_never_an_officer(waiting, at):
    table = held_of(waiting, at=at + timedelta(days=2), is_own=True)

    assert [(part.label, part.words, part.tone) for part in table.parts] == [
        ("Dishub", "3 jam 23 mnt", "brand"),
        ("PLN", "1 hari 20 jam 37 mnt", "wait"),
    ]
    assert (table.total_label, table.total) == ("Sejak Anda melapor", "2 hari")


def test_a_question_is_charged_to_the_reporter_by_the_right_word(held_lamp, budi, at):
    ask_reporter(held_lamp.pk, "Tiang berapa?", actor=actor_of(budi, at=at), at=at + timedelta(hours=1))

    own = held_of(held_lamp, at=at + timedelta(hours=2), is_own=True)
    strangers = held_of(held_lamp, at=at + timedelta(hours=2), is_own=False)

    assert [part.label for part in own.parts] == ["Dishub", "Anda, ditanya"]
    assert [part.label for part in strangers.parts] == ["Dishub", "Pelapor, ditanya"]


def test_the_first_minutes_have_no_bar(lamp, at):
    assert held_of(lamp, at=at + timedelta(minutes=9), is_own=True) is None


@pytest.mark.parametrize(("minutes", "words"), [(0, "0 mnt"), (61, "1 jam 1 mnt"), (1_440, "1 hari"), (2_143, "1 hari 11 jam 43 mnt")])
def test_a_length_is_said_to_the_minute(minutes, words):
    assert say_length(minutes) == words


@pytest.mark.parametrize("door", ["mine", "public"])
def test_both_pages_show_the_bar_and_the_forecast(client, waiting, siti, history, at, door, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(days=2))
    page = client.get(f"/l/{siti.token}/" if door == "mine" else f"/laporan/{waiting.code}/").text

    assert "8 dari 10 laporan serupa selesai dalam 2–5 hari." in page
    assert page.count('class="held"') == 1
    assert "1 hari 20 jam 37 mnt" in page


def test_history_is_silent_of_what_was_refused_or_withdrawn(lamp, history):
    assert forecast_of(lamp)

    lamp.state = "withdrawn"

    assert not forecast_of(lamp)


def test_without_twenty_like_it_nothing_is_said(client, waiting, at):
    assert "laporan serupa" not in client.get(f"/laporan/{waiting.code}/").text


# --- the promised day ---------------------------------------------------------------------------------


def plan(case, budi, on: str, at):
    return plan_case(case.pk, promised_on=date.fromisoformat(on), words="Menunggu suku cadang", actor=actor_of(budi, at=at), at=at)


def test_a_promised_day_is_told_until_it_is_kept(held_lamp, budi, at):
    planned = plan(held_lamp, budi, "2026-11-26", at)

    assert plan_of(planned, at=at) == Plan("Dijadwalkan Kamis 26 Nov", "")
    assert plan_of(planned, at=at + timedelta(days=2)) == Plan("Dijadwalkan Kamis 26 Nov", "")
    assert plan_of(planned, at=at + timedelta(days=3)) == Plan("Dijadwalkan Kamis 26 Nov", "Tanggal ini sudah lewat.", "late")


def test_a_day_that_was_moved_is_told_as_such(client, held_lamp, budi, at):
    plan(held_lamp, budi, "2026-11-26", at)
    planned = plan(held_lamp, budi, "2027-01-05", at + timedelta(hours=1))

    assert plan_of(planned, at=at) == Plan("Dijadwalkan Selasa 5 Jan 2027", "Dijadwalkan ulang 1 kali.")
    page = client.get(f"/laporan/{planned.code}/").text
    assert "Dijadwalkan ulang 1 kali." in page
    assert client.get(f"/api/v1/cases/{planned.code}").json()["replans"] == 1


def test_without_a_promise_there_is_no_plan(held_lamp, at):
    assert plan_of(held_lamp, at=at) is None
