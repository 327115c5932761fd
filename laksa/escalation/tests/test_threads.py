# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions, decisions and parties outside climb ladders of their own while the case's own goes on."""

from datetime import timedelta

import pytest

from laksa.cases.actions import verify_log
from laksa.escalation.actions import sweep
from laksa.escalation.models import Step
from laksa.identity.models import actor_of
from laksa.threads.actions.outside import refer_outside
from laksa.threads.models import Thread
from laksa.threads.rules import Kind
from laksa.threads.rules.outside import Request

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(held_lamp, budi, at):
    """Ask somebody about the lamp with ten hours' time: `ask(Kind.QUESTION, to_user=rina)`."""

    def asked(kind, *, hours=10, **to):
        thread = Thread(case=held_lamp, kind=kind, title="Ada uangnya?", asked_by=budi, asked_at=at, due_at=at + timedelta(hours=hours))
        for name, value in to.items():
            setattr(thread, name, value)
        thread.save()
        return thread

    return asked


def run_for(hours, at):
    for hour in range(hours + 1):
        sweep(at=at + timedelta(hours=hour))


def test_a_question_reminds_the_asked_then_both_then_the_lead(ask, at, told, rina, kadis, walikota, budi):
    """Asked at 14.05 for 00.05: half falls at 19.05, the rest at night. In the morning everybody hears of the highest."""
    ask(Kind.QUESTION, to_user=rina)

    run_for(24, at)

    assert told(ladder="thread") == [
        ("thread", 50, "Rina Marlina"),
        ("thread", 100, "Rina Marlina"),
        ("thread", 100, "Budi Santoso"),
        ("thread", 150, "Maya Kusuma"),
        ("thread", 200, "Surya Atmaja"),
    ]


def test_an_answered_question_is_quiet(ask, at, told, rina):
    thread = ask(Kind.QUESTION, to_user=rina)
    Thread.objects.filter(pk=thread.pk).update(is_open=False, status="answered", ended_at=at)

    run_for(24, at)

    assert told(ladder="thread") == []


def test_a_decision_asked_of_somebody_who_left_reaches_who_is_above(ask, at, told, kabid, kadis, walikota):
    kabid.is_active = False
    kabid.save()
    ask(Kind.DECISION, to_user=kabid, to_agency_id="dishub", hours=4)

    run_for(3, at)

    assert told(ladder="decision")[0] == ("decision", 50, "Maya Kusuma")
    assert Step.objects.get(ladder="decision", percent=50).office == "asked_lead"


def test_a_party_outside_is_reminded_by_its_own_letter(held_lamp, budi, kabid, at, told, outbox):
    request = Request("PLN", "Mohon sambung kabel", "Kabel tiang 11 hilang.", at + timedelta(days=2), "posko@pln.contoh.id", "")
    refer_outside(held_lamp.pk, request, actor=actor_of(budi, at=at), at=at)

    sweep(at=at + timedelta(hours=24, minutes=1))

    letter = next(one for one in outbox if one.kind == "outside.reminded")
    step = Step.objects.get(ladder="outside")
    assert (step.party, step.user, step.message_id) == ("PLN", None, letter.pk)
    assert "/pihak/" in letter.text
    assert list(verify_log()) == []


def test_a_party_that_takes_only_paper_reminds_the_holder(ask, at, told):
    ask(Kind.OUTSIDE, to_party="PLN", to_agency_id="pln", hours=4)

    run_for(3, at)

    assert told(ladder="outside") == [("outside", 50, "Budi Santoso")]


def test_a_date_that_was_promised_is_reminded_too(ask, at):
    thread = ask(Kind.OUTSIDE, to_party="PLN", contact="posko@pln.contoh.id", hours=4)
    sweep(at=at + timedelta(hours=3))
    Thread.objects.filter(pk=thread.pk).update(promised_at=at + timedelta(days=3))
    held = thread.case
    held.entry_count += 1
    held.save(update_fields=["entry_count"])

    sweep(at=at + timedelta(days=2))

    assert list(Step.objects.filter(ladder="outside").values_list("subject", "percent").order_by("pk")) == [
        (f"thread:{thread.pk}", 50),
        (f"thread:{thread.pk}:2026-11-27", 50),
    ]
