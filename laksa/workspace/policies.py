# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may use which part of the desk; what may be done to a case is said by the cases themselves."""

from __future__ import annotations

from datetime import datetime

from laksa.cases.models import Case
from laksa.cases.policies import MOVE_POLICIES, may_change_severity, may_correct_place, may_note, may_reply, may_sign_proof
from laksa.cases.rules import UNSOLVED, State, verbs_from
from laksa.identity.rules import Actor, ActorKind, Role
from laksa.threads.models import open_decision, seat_of
from laksa.threads.policies import may_ask_inside, may_decide_thread, may_give_task
from laksa.workspace.models import Bulk, Export, SavedView


def may_sort(actor: Actor, _thing: object = None) -> bool:
    """The city desk and its coordinators open the triage page."""
    return actor.holds(Role.DESK, Role.COORDINATOR)


def may_keep_view(actor: Actor, saved: SavedView) -> bool:
    """Only whoever saved a view changes or deletes it."""
    return actor.kind is ActorKind.STAFF and actor.user_id is not None and saved.user_id == actor.user_id


def may_undo_bulk(actor: Actor, bulk: Bulk) -> bool:
    """Only whoever did it to many cases takes it back."""
    return actor.kind is ActorKind.STAFF and actor.user_id is not None and bulk.user_id == actor.user_id


def may_fetch_export(actor: Actor, export: Export) -> bool:
    """Only whoever asked for a file gets it; what stands in it is what they may see."""
    return actor.kind is ActorKind.STAFF and actor.user_id is not None and export.user_id == actor.user_id


def permitted_verbs(actor: Actor, case: Case, *, at: datetime) -> list[str]:
    """Return what the actor may do to the case now: the moves its state and the policies allow, and what needs no move."""
    state = State(case.state)
    moves = [verb for verb in verbs_from(state) if verb in MOVE_POLICIES and MOVE_POLICIES[verb](actor, case)]
    moves = _with_threads(moves, actor, case, at=at)
    if case.is_doubted and may_sign_proof(actor, case):
        moves += ["send_back", "inspect", "sign"]
    if may_reply(actor, case):
        moves += ["reply"] if state not in {State.MERGED, State.WITHDRAWN} else []
        moves += ["photos", "hide_photo"]
    if may_note(actor, case):
        moves.append("note")
    if state in UNSOLVED:
        moves += ["severity"] if may_change_severity(actor, case) else []
        moves += ["place"] if may_correct_place(actor, case) else []
    return moves


def _with_threads(moves: list[str], actor: Actor, case: Case, *, at: datetime) -> list[str]:
    """Return the verbs with those that ask inside the house; a decision that was asked with options is taken there."""
    moves = moves + ["question"] * may_ask_inside(actor, case) + ["task"] * may_give_task(actor, case)
    asked = open_decision(case) if case.state == State.AWAITING_DECISION else None
    if asked is None:
        return moves
    may_choose = may_decide_thread(actor, seat_of(asked, at=at))
    return [verb for verb in moves if verb != "decide"] + ["choose" if may_choose else "decision"]
