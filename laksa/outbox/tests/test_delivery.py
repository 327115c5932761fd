"""A message reaches people once, or somebody learns why not."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django_tasks_db.models import DBTaskResult

from laksa.conftest import plan_of, seek_indexes
from laksa.gateways import GatewayError
from laksa.gateways.mail import FolderMail
from laksa.kernel.errors import MoveRefused
from laksa.kernel.models import Event
from laksa.kernel.sealing import SealBroken
from laksa.kernel.tests.test_jobs import work
from laksa.outbox.actions import deliver, enqueue_messages, retry_message, sweep_lapsed
from laksa.outbox.models import Message
from laksa.outbox.rules import LEASE, LOST_AFTER, MAX_TRIES

pytestmark = pytest.mark.django_db


def fail_until_dead(message: Message, closed, at: datetime) -> datetime:
    """Try as often as the outbox does, each time when it is due; return the moment of the last try."""
    while message.state == "waiting":
        at = max(at, message.not_before)
        deliver(message.pk, at=at, mail=closed)
        message.refresh_from_db()
    return at


def test_a_message_is_sent_with_what_was_written(message, mail, at):
    deliver(message.pk, at=at, mail=mail)

    (letter,) = mail.sent
    assert (letter.to, letter.subject, letter.text) == ("siti@contoh.id", message.subject, message.text)
    assert letter.headers["Auto-Submitted"] == "auto-generated"
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.tries) == ("sent", at, 1)
    assert letter.message_id in message.provider_id


def test_a_second_call_sends_nothing(message, mail, at):
    deliver(message.pk, at=at, mail=mail)
    mail.kept.clear()

    deliver(message.pk, at=at + timedelta(days=1), mail=mail)

    assert mail.sent == []


def test_a_message_that_is_gone_is_no_error(db, mail, at):
    deliver(404, at=at, mail=mail)

    assert mail.sent == []


def test_a_message_for_later_is_not_sent_now(message, mail, at):
    deliver(message.pk, at=at - timedelta(seconds=1), mail=mail)

    assert mail.sent == []


def test_what_another_worker_holds_is_left_to_it_until_its_lease_ends(message, mail, at):
    Message.objects.update(claimed_at=at)

    deliver(message.pk, at=at + LEASE, mail=mail)
    assert mail.sent == []

    deliver(message.pk, at=at + LEASE + timedelta(seconds=1), mail=mail)
    assert len(mail.sent) == 1


def test_a_closed_post_office_is_tried_again_later(message, closed, at):
    deliver(message.pk, at=at, mail=closed)

    message.refresh_from_db()
    assert (message.state, message.claimed_at) == ("waiting", None)
    assert message.not_before == at + timedelta(minutes=1)
    assert message.last_error == "451 try later"
    assert DBTaskResult.objects.filter(run_after=message.not_before).count() == 1


def test_the_same_id_goes_with_every_try(message, closed, mail, at):
    before = message.letter_id
    deliver(message.pk, at=at, mail=closed)

    deliver(message.pk, at=at + timedelta(minutes=1), mail=mail)

    assert mail.sent[0].message_id == before


def test_after_five_failures_it_is_a_dead_letter(message, closed, at):
    last = fail_until_dead(message, closed, at)

    assert (message.state, message.tries, message.last_error) == ("dead", 5, "451 try later")
    assert last == at + timedelta(minutes=1 + 5 + 30 + 120)
    assert DBTaskResult.objects.filter(run_after__gt=last, run_after__year__lt=9999).count() == 0
    assert list(Message.objects.parked()) == [message]


def test_a_refusal_for_good_is_not_tried_again(message, unknown, at):
    deliver(message.pk, at=at, mail=unknown)

    message.refresh_from_db()
    assert (message.state, message.tries, message.last_error) == ("failed", 1, "550 unknown")
    assert DBTaskResult.objects.count() == 1  # the one of the beginning


def test_a_failure_that_comes_too_late_changes_nothing(message, at):
    class Slow:
        def send(self, letter):
            # Another worker took over while this one was still talking, and has its own try going.
            Message.objects.update(claimed_at=at + LEASE * 2)
            raise type(self).error

    Slow.error = GatewayError("550 unknown", permanent=True)
    deliver(message.pk, at=at, mail=Slow())

    message.refresh_from_db()
    assert (message.state, message.claimed_at) == ("waiting", at + LEASE * 2)


def test_a_success_that_comes_late_still_counts(message, mail, at):
    class Slow:
        def send(self, letter):
            Message.objects.update(claimed_at=at + LEASE * 2)
            return mail.send(letter)

    deliver(message.pk, at=at, mail=Slow())

    message.refresh_from_db()
    assert message.state == "sent"


def test_of_two_late_successes_the_first_is_remembered(message, mail, at):
    class Twice:
        def send(self, letter):
            later = at + LEASE * 2
            deliver(message.pk, at=later, mail=mail)
            return mail.send(letter)

    deliver(message.pk, at=at, mail=Twice())

    message.refresh_from_db()
    assert (message.state, message.sent_at, message.tries) == ("sent", at + LEASE * 2, 2)


@pytest.mark.django_db(transaction=True)
def test_the_real_worker_takes_a_message_to_the_folder(message, at, settings, tmp_path):
    settings.DATA_DIR, settings.SMTP_URL = tmp_path, ""
    Message.objects.update(not_before=datetime(2020, 1, 1, tzinfo=UTC))

    work()

    (letter,) = FolderMail(tmp_path / "outbox").letters()
    assert letter["To"] == "siti@contoh.id"
    assert Message.objects.get().state == "sent"


# --- what lapsed -----------------------------------------------------------------------------------


def test_a_message_whose_worker_died_gets_a_new_job(message, at):
    Message.objects.update(claimed_at=at, tries=1)
    DBTaskResult.objects.all().delete()

    assert sweep_lapsed(at=at + LEASE) == 0
    assert sweep_lapsed(at=at + LEASE + timedelta(seconds=1)) == 1

    message.refresh_from_db()
    assert (message.state, message.claimed_at, DBTaskResult.objects.count()) == ("waiting", None, 1)


def test_a_message_whose_job_was_lost_gets_a_new_one(message, mail, at):
    DBTaskResult.objects.all().delete()
    later = at + LOST_AFTER + timedelta(seconds=1)

    assert sweep_lapsed(at=later) == 1
    deliver(message.pk, at=later, mail=mail)

    assert len(mail.sent) == 1


def test_a_long_queue_is_not_made_longer_by_every_sweep(message, at):
    later = at + LOST_AFTER + timedelta(seconds=1)

    assert [sweep_lapsed(at=later + timedelta(minutes=minute)) for minute in range(12)] == [1, *[0] * 10, 1]


def test_a_sweep_does_not_hide_how_long_a_message_waits(message, at):
    sweep_lapsed(at=at + timedelta(hours=1))

    message.refresh_from_db()
    assert message.not_before == at


def test_a_message_that_kills_its_workers_is_parked(message, mail, at):
    for _ in range(MAX_TRIES):
        Message.objects.filter(pk=message.pk).update(claimed_at=at, tries=message.tries + 1)
        message.refresh_from_db()
        at += timedelta(hours=1)
        sweep_lapsed(at=at)

    deliver(message.pk, at=at, mail=mail)

    message.refresh_from_db()
    assert (message.state, message.last_error) == ("dead", "the worker ended in the middle of every try")
    assert mail.sent == []


def test_a_message_whose_key_is_lost_is_parked_and_holds_up_no_other(message, draft, mail, at, settings):
    settings.FIELD_KEYS = ["another"]
    (other,) = enqueue_messages([draft], at=at)
    for hour in range(1, MAX_TRIES + 1):
        with pytest.raises(SealBroken):
            deliver(message.pk, at=at + timedelta(hours=hour), mail=mail)
    sweep_lapsed(at=at + timedelta(hours=MAX_TRIES + 1))

    deliver(other.pk, at=at + timedelta(hours=MAX_TRIES + 1), mail=mail)

    assert dict(Message.objects.values_list("id", "state")) == {message.pk: "dead", other.pk: "sent"}


def test_what_is_sent_or_not_yet_due_is_not_swept(message, mail, draft, at):
    deliver(message.pk, at=at, mail=mail)

    assert sweep_lapsed(at=at + timedelta(days=1)) == 0


# --- dead letters ----------------------------------------------------------------------------------


def test_a_dead_letter_is_tried_anew_from_the_beginning(message, closed, mail, at, sari, as_actor):
    later = fail_until_dead(message, closed, at) + timedelta(days=1)

    retry_message(message.pk, actor=as_actor(sari), at=later)
    deliver(message.pk, at=later, mail=mail)

    message.refresh_from_db()
    assert (message.state, message.tries) == ("sent", 1)
    event = Event.objects.get(verb="message.retried")
    assert (event.subject, event.user_id, event.data["before"]) == (f"outbox.message:{message.pk}", sari.pk, "dead")


def test_who_does_not_keep_the_system_may_not_retry(message, unknown, at, budi, as_actor):
    deliver(message.pk, at=at, mail=unknown)

    with pytest.raises(PermissionDenied):
        retry_message(message.pk, actor=as_actor(budi), at=at)

    message.refresh_from_db()
    assert message.state == "failed"


def test_a_message_that_still_waits_is_not_retried(message, at, sari, as_actor):
    with pytest.raises(MoveRefused):
        retry_message(message.pk, actor=as_actor(sari), at=at)

    assert not Event.objects.filter(verb="message.retried").exists()


# --- many hands ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_letter(message, mail, at):
    barrier = threading.Barrier(4)

    def hurry() -> None:
        barrier.wait()
        deliver(message.pk, at=at, mail=mail)
        connection.close()

    hands = [threading.Thread(target=hurry) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    message.refresh_from_db()
    assert (message.state, message.tries, len(mail.sent)) == ("sent", 1, 1)


@pytest.mark.parametrize(
    "question",
    [
        lambda at: Message.objects.waiting().filter(not_before__lte=at).order_by("not_before")[:1],
        Message.objects.lapsed,
        lambda at: Message.objects.parked(),
    ],
)
def test_what_is_asked_every_minute_never_scans_what_was_sent(message, at, question):
    seek_indexes()

    assert "message_unsent" in plan_of(question(at))
