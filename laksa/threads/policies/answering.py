# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may answer a question or do a task: the one asked, who stands in, their office; and who follows it."""

from __future__ import annotations

from laksa.cases import policies as cases
from laksa.cases.policies import CHIEFS
from laksa.identity.rules import Actor, ActorKind, Role
from laksa.threads.models import Seat
from laksa.threads.policies.asking import is_asker
from laksa.threads.policies.deciding import may_decide_thread
from laksa.threads.rules import Kind


def may_answer_thread(actor: Actor, seat: Seat) -> bool:
    """The person asked or who stands in; the office while nobody took it or that person left; its chiefs at any time.

    Never whoever asked. A decision has its own question.
    """
    thread = seat.thread
    if actor.kind is not ActorKind.STAFF or actor.user_id is None or thread.kind not in {Kind.QUESTION, Kind.TASK}:
        return False
    if thread.asked_by_id == actor.user_id:
        return False
    if is_asked(actor, seat):
        return True
    if actor.holds_in(thread.to_agency_id, *CHIEFS):
        return True
    if seat.is_vacant and actor.holds(Role.COORDINATOR):
        return True
    return (thread.to_user_id is None or seat.is_vacant) and _serves(actor, seat)


def may_take_thread(actor: Actor, seat: Seat) -> bool:
    """Whoever may answer, while nobody has it in hand."""
    free = seat.thread.to_user_id is None or seat.is_vacant
    return (free or seat.thread.kind == Kind.TASK) and seat.thread.taken_at is None and may_answer_thread(actor, seat)


def may_finish_task(actor: Actor, seat: Seat) -> bool:
    """Whoever may answer, for a task."""
    return seat.thread.kind == Kind.TASK and may_answer_thread(actor, seat)


def may_refuse_thread(actor: Actor, seat: Seat) -> bool:
    """Whoever may answer: "not ours" is said by the office itself."""
    return may_answer_thread(actor, seat)


def may_pass_thread(actor: Actor, seat: Seat) -> bool:
    """Whoever may answer passes it on; a decision is delegated instead."""
    return may_answer_thread(actor, seat)


def may_say_in_thread(actor: Actor, seat: Seat) -> bool:
    """Both sides: who asked, who was asked, and whoever handles the case."""
    both = may_answer_thread(actor, seat) or may_decide_thread(actor, seat)
    return both or is_asker(actor, seat.thread) or cases.may_handle(actor, seat.thread.case)


def may_read_thread(actor: Actor, seat: Seat) -> bool:
    """Both sides, and everybody who reads the case by their office."""
    return may_say_in_thread(actor, seat) or cases.may_note(actor, seat.thread.case)


def is_asked(actor: Actor, seat: Seat) -> bool:
    """Whether the actor is the person asked, or stands in for them."""
    asked = seat.thread.to_user_id
    return asked is not None and actor.user_id is not None and (asked == actor.user_id or asked in actor.stands_for)


def _serves(actor: Actor, seat: Seat) -> bool:
    """Whether the question went to an office of the actor's: a unit's is for that unit."""
    thread = seat.thread
    if thread.to_unit_id is not None and not seat.is_vacant:
        return any(post.unit_id == thread.to_unit_id for post in actor.posts)
    return actor.serves(thread.to_agency_id)
