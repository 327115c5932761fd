from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from laksa.config import health, schedule
from laksa.outbox.actions import enqueue_messages
from laksa.outbox.rules import Draft

LETTER = Draft(kind="received", to="siti@contoh.id", subject="Diterima", text="Terima kasih", topic="TNG-1", language="id")


def ask_ready() -> tuple[int, dict[str, str]]:
    answer = health.ready(RequestFactory().get("/readyz"))
    return answer.status_code, json.loads(answer.content)["troubles"]


def test_alive_asks_nobody():
    assert health.alive(RequestFactory().get("/healthz")).content == b"ok\n"


@pytest.mark.django_db
def test_ready_when_the_worker_beats_and_messages_flow():
    schedule.beat(at=timezone.now())
    enqueue_messages([LETTER], at=timezone.now())

    assert ask_ready() == (200, {})


@pytest.mark.django_db
def test_a_dead_worker_is_told():
    assert ask_ready() == (503, {"worker": "has never run; reports go in, messages wait"})

    schedule.beat(at=timezone.now() - timedelta(seconds=90))
    status, troubles = ask_ready()

    assert status == 503
    assert troubles["worker"].startswith("silent for 90 s")


@pytest.mark.django_db
def test_a_message_that_waits_too_long_is_told():
    schedule.beat(at=timezone.now())
    enqueue_messages([LETTER], at=timezone.now() - timedelta(minutes=20))

    assert ask_ready() == (503, {"outbox": "a message has been waiting for 20 minutes"})


@pytest.mark.django_db
def test_a_message_to_be_sent_later_keeps_nobody_waiting():
    schedule.beat(at=timezone.now())
    enqueue_messages([LETTER], at=timezone.now() + timedelta(hours=2))

    assert ask_ready() == (200, {})


@pytest.mark.django_db
def test_missing_tables_are_told():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'cases'")

    status, troubles = ask_ready()

    assert status == 503
    assert "not applied; run laksa migrate" in troubles["migrations"]


@pytest.mark.django_db(transaction=True)
def test_an_unreachable_database_is_told_without_its_address(monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/laksa.sqlite3")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    status, troubles = ask_ready()

    connection.close()
    monkeypatch.undo()
    assert (status, troubles) == (503, {"database": "unreachable (OperationalError)"})


@pytest.mark.django_db
def test_figures_are_in_the_form_prometheus_reads(lamp):
    schedule.beat(at=timezone.now())

    lines = health.metrics(RequestFactory().get("/metrics")).content.decode().splitlines()

    assert "# TYPE laksa_cases_open gauge" in lines
    assert "laksa_cases_open 1" in lines
    assert any(line.startswith('laksa_jobs_waiting{queue="outbox"} ') for line in lines)
    assert not any("contoh.id" in line for line in lines)
