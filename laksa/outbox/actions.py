"""Writing messages into the outbox, and taking them to people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from laksa.gateways import GatewayError
from laksa.gateways.mail import Letter, MailGateway, choose
from laksa.identity.rules import Actor
from laksa.kernel.events import record
from laksa.kernel.jobs import enqueue_many
from laksa.kernel.permissions import require
from laksa.kernel.rows import insert_rows
from laksa.outbox.models import Message
from laksa.outbox.policies import may_retry
from laksa.outbox.rules import MAX_TRIES, Draft, State, hint_of, next_try

__all__ = ["Draft", "cancel_messages", "deliver", "enqueue_messages", "hold_messages", "retry_message", "sweep_lapsed"]

# By its path: the task imports this module.
DELIVER = "laksa.outbox.tasks.deliver"
SWEPT_AT_ONCE = 1_000
WITHOUT_A_WORD = "the worker ended in the middle of every try"


@transaction.atomic(savepoint=False)
def enqueue_messages(drafts: Sequence[Draft], *, at: datetime) -> list[Message]:
    """Write messages and the jobs that send them, in two inserts and the caller's transaction."""
    messages = insert_rows(
        [
            Message(
                kind=draft.kind,
                channel=draft.channel,
                to_sealed=draft.to,
                to_hint=hint_of(draft.to)[:260],
                subject=draft.subject[:200],
                text=draft.text,
                html=draft.html,
                topic=draft.topic,
                language=draft.language,
                not_before=draft.not_before or at,
                created_at=at,
            )
            for draft in drafts
        ]
    )
    _enqueue(messages, at=at)
    return messages


def deliver(message_id: int, *, at: datetime, mail: MailGateway | None = None) -> None:
    """Send one waiting message by `mail` (default: what the settings choose); a second call sends nothing.

    Refused for good, it is failed at once. Otherwise it is tried again later, and dead after the last try.
    """
    # A try counts when it begins: a message that kills its worker must not be tried for ever.
    claimed = Message.objects.free(at).filter(pk=message_id, tries__lt=MAX_TRIES).update(claimed_at=at, tries=F("tries") + 1)
    if not claimed:
        return
    message = Message.objects.get(pk=message_id)
    try:
        provider_id = (mail or choose()).send(_letter(message))
    except GatewayError as error:
        _settle_failure(message_id, error, at=at)
    else:
        _settle_success(message_id, provider_id, at=at)


@transaction.atomic
def sweep_lapsed(*, at: datetime) -> int:
    """Give messages that nobody will send a new job, park those tried often enough; return how many were found."""
    lapsed = list(Message.objects.select_for_update(skip_locked=True).unopened().lapsed(at).order_by("id")[:SWEPT_AT_ONCE])
    again = []
    for message in lapsed:
        message.swept_at = at
        if message.tries >= MAX_TRIES:
            message.move("give_up")
            message.last_error = message.last_error or WITHOUT_A_WORD
        else:
            message.claimed_at = None
            again.append(message)
    Message.objects.bulk_update(lapsed, ["swept_at", "claimed_at", "state", "last_error"], batch_size=100)
    _enqueue(again, at=at)
    return len(lapsed)


@transaction.atomic
def retry_message(message_id: int, *, actor: Actor, at: datetime) -> Message:
    """Let a parked message be tried anew from the beginning.

    Raises PermissionDenied, or MoveRefused when it is not parked (any more).
    """
    message = Message.objects.select_for_update().unopened().get(pk=message_id)
    require(may_retry, actor, message)
    before = message.state
    message.move("retry")
    message.tries = 0
    message.not_before = at
    message.save(update_fields=["state", "claimed_at", "tries", "not_before"])
    record(f"outbox.message:{message.pk}", "message.retried", by=actor, at=at, data={"before": before, "error": message.last_error})
    _enqueue([message], at=at)
    return message


def _enqueue(messages: Sequence[Message], *, at: datetime) -> None:
    later = [message.not_before if message.not_before > at else None for message in messages]
    enqueue_many(DELIVER, [{"message_id": message.pk} for message in messages], run_after=later)


def _letter(message: Message) -> Letter:
    return Letter(
        to=message.to_sealed,
        subject=message.subject,
        text=message.text,
        html=message.html,
        message_id=message.letter_id,
        # RFC 3834: keeps absence notices from answering us.
        headers={"Auto-Submitted": "auto-generated", "Content-Language": message.language},
    )


@transaction.atomic
def _settle_success(message_id: int, provider_id: str, *, at: datetime) -> None:
    # Whoever holds it by now: it has been sent.
    message = Message.objects.select_for_update().unopened().get(pk=message_id)
    if message.state != State.WAITING:
        return
    message.move("send")
    message.sent_at = at
    message.provider_id = provider_id[:255]
    message.save(update_fields=["state", "claimed_at", "sent_at", "provider_id"])


@transaction.atomic
def _settle_failure(message_id: int, error: GatewayError, *, at: datetime) -> None:
    message = Message.objects.select_for_update().unopened().get(pk=message_id)
    if message.state != State.WAITING or message.claimed_at != at:
        # Our lease ran out and another try is under way: its outcome counts.
        return
    message.last_error = str(error)
    again_at = next_try(message.tries, at=at)
    if error.permanent:
        message.move("refuse")
    elif again_at is None:
        message.move("give_up")
    else:
        message.claimed_at = None
        message.not_before = again_at
        _enqueue([message], at=at)
    message.save(update_fields=["state", "claimed_at", "not_before", "last_error"])


@transaction.atomic(savepoint=False)
def hold_messages(topic: str, *, after: int, at: datetime, until: datetime) -> list[int]:
    """Let what was written about a topic after message number `after` wait until later; return the numbers of the messages.

    For the transaction that wrote them: what could be under way already is left alone.
    """
    held = list(Message.objects.unopened().waiting().filter(topic=topic, pk__gt=after, claimed_at=None).order_by("id"))
    for message in held:
        message.not_before = until
    Message.objects.bulk_update(held, ["not_before"])
    _enqueue(held, at=at)
    return [message.pk for message in held]


@transaction.atomic(savepoint=False)
def cancel_messages(message_ids: Sequence[int], *, actor: Actor, at: datetime) -> int:
    """Throw away those of these messages that have not left the house, with a line in the audit; return how many."""
    held = Message.objects.waiting().filter(pk__in=message_ids, claimed_at=None, not_before__gt=at)
    topics = sorted(set(held.values_list("topic", flat=True)))
    count = held.delete()[0]
    if count:
        record("outbox.message", "messages.cancelled", by=actor, at=at, data={"count": count, "topics": topics})
    return count
