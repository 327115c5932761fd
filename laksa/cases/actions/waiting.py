"""Waiting with a name, a reason and a date: for a leader's decision, for a party outside the city."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases.actions.story import Line, lock_case, move_case, need_words, save_story
from laksa.cases.actions.telling import people_of, tell
from laksa.cases.models import Case
from laksa.cases.policies import may_decide, may_hear_outside, may_refer_outside, may_request_decision
from laksa.cases.rules import Visibility
from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused
from laksa.kernel.permissions import require


@transaction.atomic
def request_decision(  # noqa: PLR0913 - what, of whom and until when are one sentence
    case_id: int, question: str, *, of: str, due_at: datetime, actor: Actor, at: datetime, seen: int | None = None
) -> Case:
    """Ask a named leader for a decision until a date; the reporter sees for whom the case waits."""
    case = lock_case(case_id, seen=seen)
    require(may_request_decision, actor, case)
    words = need_words(question, field="words")
    _wait(case, "request_decision", of=of, due_at=due_at, at=at)
    public = Line("decision_requested", Visibility.PUBLIC, "", {"of": case.waits_for, "until": due_at.isoformat()})
    save_story(case, [public, Line("note", Visibility.INTERNAL, words)], actor=actor, at=at)
    tell(case, "waiting", people_of(case), at=at)
    return case


@transaction.atomic
def decide_case(case_id: int, decision: str, *, actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Give the decision that was asked for; it becomes part of the case and the work goes on."""
    case = lock_case(case_id, seen=seen)
    require(may_decide, actor, case)
    words = need_words(decision, field="words")
    move_case(case, "decide", at=at)
    save_story(case, [Line("decided", Visibility.PUBLIC, words)], actor=actor, at=at)
    tell(case, "reply", people_of(case), at=at, facts={"words": words})
    return case


@transaction.atomic
def refer_outside(  # noqa: PLR0913 - what, of whom and until when are one sentence
    case_id: int,
    words: str,
    *,
    to: str,
    due_at: datetime,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
    facts: dict[str, Any] | None = None,
) -> Case:
    """Pass the fault to a party outside the city until a date; the city keeps the case and chases the answer.

    `facts` are added to the entry's data: the thread, the party.
    """
    case = lock_case(case_id, seen=seen)
    require(may_refer_outside, actor, case)
    said = need_words(words, field="words")
    _wait(case, "refer_outside", of=to, due_at=due_at, at=at)
    case.responded_at = case.responded_at or at
    party = {"kind": "outside", "id": case.waits_for, "name": case.waits_for}
    data = {"to": case.waits_for, "until": due_at.isoformat(), "party": party} | (facts or {})
    save_story(case, [Line("referred", Visibility.PUBLIC, said, data)], actor=actor, at=at, fields=["responded_at"])
    tell(case, "waiting", people_of(case), at=at, facts={"words": said})
    return case


@transaction.atomic
def hear_outside(
    case_id: int, words: str, *, actor: Actor, at: datetime, seen: int | None = None, facts: dict[str, Any] | None = None
) -> Case:
    """Write down what the outside party answered; the work goes on where it stopped. `facts` are added to the entry's data."""
    case = lock_case(case_id, seen=seen)
    require(may_hear_outside, actor, case)
    said = need_words(words, field="words")
    party = case.waits_for
    move_case(case, "hear_outside", at=at)
    save_story(case, [Line("outside_heard", Visibility.PUBLIC, said, {"from": party} | (facts or {}))], actor=actor, at=at)
    tell(case, "reply", people_of(case), at=at, facts={"words": said})
    return case


def _wait(case: Case, verb: str, *, of: str, due_at: datetime, at: datetime) -> None:
    party = " ".join(of.split())[:120]
    if not party:
        raise Refused(_("Tulis siapa yang ditunggu."), field="of")
    if due_at <= at:
        raise Refused(_("Pilih batas waktu yang masih akan datang."), field="due_on")
    move_case(case, verb, at=at)
    case.waits_for, case.asked_until = party, due_at
