"""A letter that can still be taken back waits; one that has left cannot."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from laksa.identity.rules import SYSTEM
from laksa.kernel.models import Event
from laksa.outbox.actions import cancel_messages, deliver, hold_messages
from laksa.outbox.models import Message, newest_number

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=10)


@pytest.fixture
def held(message, draft, at):
    return hold_messages(draft.topic, after=0, at=at, until=at + LATER)


def test_a_held_letter_waits_and_then_goes(held, message, mail, at):
    assert held == [message.pk]
    deliver(message.pk, at=at, mail=mail)
    assert not mail.sent
    assert DBTaskResult.objects.filter(run_after=at + LATER).exists()
    deliver(message.pk, at=at + LATER, mail=mail)
    assert len(mail.sent) == 1


def test_a_held_letter_can_be_thrown_away(held, message, mail, at):
    assert cancel_messages(held, actor=SYSTEM, at=at + timedelta(minutes=5)) == 1
    assert not Message.objects.exists()
    assert Event.objects.get(verb="messages.cancelled").data == {"count": 1, "topics": ["KCT-7K3M-9Q"]}
    deliver(message.pk, at=at + LATER, mail=mail)
    assert not mail.sent


def test_a_letter_whose_time_has_come_stays(held, message, at):
    assert cancel_messages(held, actor=SYSTEM, at=at + LATER) == 0
    assert Message.objects.exists()


def test_another_s_letter_is_not_held(message, at):
    assert hold_messages("KCT-0000-00", after=0, at=at, until=at + LATER) == []
    assert hold_messages(message.topic, after=newest_number(), at=at, until=at + LATER) == []
