# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may ask, give a part of the work away, and take a question back."""

from __future__ import annotations

from laksa.cases import policies as cases
from laksa.cases.models import Case
from laksa.cases.rules import IN_HAND, OPEN, State
from laksa.identity.rules import Actor, Role
from laksa.threads.models import Thread

# Where a question inside the house makes sense: before somebody took the case on, its office says yes or no first.
ASKABLE = OPEN - {State.RECEIVED, State.ASSIGNED}
GIVEABLE = IN_HAND | {State.AWAITING_REPORTER, State.AWAITING_DECISION, State.AWAITING_OUTSIDE}


def may_ask_inside(actor: Actor, case: Case) -> bool:
    """The city desk while it sorts, afterwards whoever handles it, and the coordinator at any time."""
    if case.state not in ASKABLE:
        return False
    return cases.may_handle(actor, case) or cases.may_triage(actor, case)


def may_give_task(actor: Actor, case: Case) -> bool:
    """Whoever handles it: the lead keeps the case and answers for the whole."""
    return case.state in GIVEABLE and (cases.may_handle(actor, case) or actor.holds(Role.COORDINATOR))


def may_request_decision(actor: Actor, case: Case) -> bool:
    """Whoever handles the case."""
    return cases.may_request_decision(actor, case)


def may_withdraw_thread(actor: Actor, thread: Thread) -> bool:
    """Whoever asked, while they may still see the case, and whoever handles the case."""
    return is_asker(actor, thread) or cases.may_handle(actor, thread.case)


def is_asker(actor: Actor, thread: Thread) -> bool:
    """Whether the actor asked, or stands in for whoever did."""
    return actor.user_id is not None and (thread.asked_by_id == actor.user_id or thread.asked_by_id in actor.stands_for)
