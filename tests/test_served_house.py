# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole house as a city runs it: prepared, served, reported to, killed, still there."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.house import House, open_house

CONTOH = Path(__file__).parent / "cities" / "contoh"
WITHIN_SECONDS = 60
REPORT = {
    "text": "Lampu jalan mati sudah tiga hari",
    "hashtags": ["#PJU"],
    "identity": "hidden",
    "contact": {"name": "Siti", "email": "siti@contoh.id"},
}


def until(holds: Callable[[], object]) -> bool:
    """Ask again and again until it holds or the time is over; each question takes a moment of its own."""
    ends = time.monotonic() + WITHIN_SECONDS
    while not (held := bool(holds())) and time.monotonic() < ends:
        os.sched_yield()
    return held


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with open_house(
        os.environ.get("LAKSA_TEST_DATABASE", "sqlite"), city=CONTOH, settings={"LAKSA_SECRET_KEY": "tests", "LAKSA_FIELD_KEYS": "tests"}
    ) as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.xdist_group("house")
def test_a_house_answers_loses_nothing_and_closes_cleanly(house, socket_enabled):
    house.serve()
    assert until(lambda: house.ask("GET", "/readyz")[0] == 200), house.ask("GET", "/readyz")

    status, answer = house.ask("POST", "/api/v1/cases", REPORT, {"Idempotency-Key": "satu"})
    assert status == 201
    assert until(lambda: house.rows("SELECT id FROM outbox_message WHERE topic = ? AND state = 'sent'", answer["code"]))

    for victim in house.processes():
        os.kill(victim, signal.SIGKILL)
    assert until(lambda: house.ask("GET", "/healthz")[0] == 200)
    assert house.ask("POST", "/api/v1/cases", REPORT, {"Idempotency-Key": "satu"}) == (200, answer)
    assert house.rows("SELECT count(*) FROM cases_case") == [(1,)]

    survivors = house.processes()
    house.close()
    assert house.watchman.returncode == 0
    assert [number for number in survivors if Path(f"/proc/{number}").exists()] == []
