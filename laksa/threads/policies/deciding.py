# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may decide: by the list of powers of the city, up to which cost an office answers for it alone."""

from __future__ import annotations

from laksa.identity.rules import Actor, ActorKind
from laksa.threads.models import Seat, Thread, has_power
from laksa.threads.rules import Kind
from laksa.threads.rules.options import largest_cost, stored_options


def may_decide_thread(actor: Actor, seat: Seat) -> bool:
    """The leader asked or who stands in; once they are gone, the next in line with the power. Never whoever asked."""
    thread = seat.thread
    if actor.kind is not ActorKind.STAFF or actor.user_id is None or thread.kind != Kind.DECISION:
        return False
    if thread.asked_by_id == actor.user_id:
        return False
    if thread.to_user_id == actor.user_id or thread.to_user_id in actor.stands_for:
        return True
    return seat.is_vacant and has_power(actor.posts, cost_idr=cost_of(thread), agency=thread.case.agency_id)


def may_delegate(actor: Actor, seat: Seat) -> bool:
    """Whoever may decide gives it to somebody with the power."""
    return may_decide_thread(actor, seat)


def cost_of(thread: Thread) -> int:
    """Return what a decision may cost at most."""
    return largest_cost(stored_options(thread.options))
