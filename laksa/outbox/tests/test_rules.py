"""States, waits and hints, on paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.module_loading import import_string
from django_tasks.base import Task

from laksa.gateways.mail.smtp import TIMEOUT_SECONDS
from laksa.kernel.errors import MoveRefused
from laksa.outbox.actions import DELIVER
from laksa.outbox.rules import LEASE, MOVES, State, after, hint_of, next_try


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("state", State)
def test_every_verb_from_every_state(state, verb):
    allowed = {("waiting", "send"), ("waiting", "refuse"), ("waiting", "give_up"), ("failed", "retry"), ("dead", "retry")}

    if (state, verb) in allowed:
        assert after(state, verb) is MOVES[verb][1]
    else:
        with pytest.raises(MoveRefused):
            after(state, verb)


@pytest.mark.parametrize(("failures", "minutes"), [(1, 1), (2, 5), (3, 30), (4, 120)])
def test_each_failure_makes_the_wait_longer(at, failures, minutes):
    assert next_try(failures, at=at) == at + timedelta(minutes=minutes)


def test_after_five_failures_nobody_tries_again(at):
    assert next_try(5, at=at) is None


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("budi@contoh.id", "b***@contoh.id"),
        ("b@contoh.id", "b***@contoh.id"),
        ('"a@b"@contoh.id', '"***@contoh.id'),
        ("budi", "***"),
        ("", "***"),
    ],
)
def test_a_hint_shows_little_of_an_address(address, hint):
    assert hint_of(address) == hint


def test_the_job_is_found_by_its_path():
    assert isinstance(import_string(DELIVER), Task)


def test_a_lease_outlasts_the_slowest_conversation_with_a_mail_server():
    greeting_to_goodbye = 10  # connect, EHLO, STARTTLS, EHLO, AUTH, MAIL, RCPT, DATA, the letter, QUIT

    assert timedelta(seconds=TIMEOUT_SECONDS * greeting_to_goodbye) < LEASE
