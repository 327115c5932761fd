# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a program reads of a case's clocks: the forecast, who held it, what it waits for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from laksa.cases.actions import accept_case, refer_outside
from laksa.identity.models import actor_of
from laksa.insight.models import Forecast

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(lamp, budi, at):
    actor = actor_of(budi, at=at)
    accept_case(lamp.pk, actor=actor, at=at + timedelta(hours=2))
    return refer_outside(lamp.pk, "Kabel putus", to="PLN", due_at=at + timedelta(days=5), actor=actor, at=at + timedelta(hours=3))


def test_a_case_tells_who_held_it_and_what_it_waits_for(program, waiting, at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(hours=10))

    shape = program.get(f"/api/v1/cases/{waiting.code}").json()

    assert shape["held"] == [
        {"party": "office", "name": "Dishub", "seconds": 3 * 3_600},
        {"party": "outside", "name": "PLN", "seconds": 7 * 3_600},
    ]
    assert (shape["waits_for"], shape["waits_until"]) == ("PLN", "2026-11-29T14:05:00+07:00")
    assert "Budi" not in str(shape["held"])


def test_the_forecast_is_silent_until_there_is_history(program, lamp, at):
    address = f"/api/v1/cases/{lamp.code}"
    assert program.get(address).json()["forecast"] is None

    Forecast.objects.create(
        scope="c",
        key=lamp.category_id,
        severity=lamp.severity,
        cases=20,
        low_seconds=86_400,
        middle_seconds=86_400,
        high_seconds=4 * 86_400,
        refreshed_at=at,
    )

    assert program.get(address).json()["forecast"] == {
        "cases": 20,
        "low": 1,
        "high": 4,
        "unit": "day",
        "text": "8 dari 10 laporan serupa selesai dalam 1–4 hari.",
    }
