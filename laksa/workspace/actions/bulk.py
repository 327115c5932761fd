# SPDX-License-Identifier: AGPL-3.0-or-later
"""One act on many cases: its effect is shown before, each case is a transaction of its own, and for ten minutes all can be taken back.

Until then the letters about it wait, so that nothing has left the house that would have to be taken back there too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases.actions import assign_case, hand_over_case, merge_cases, plan_case, reply_to_case, split_case
from laksa.cases.actions.handling import Owner
from laksa.cases.actions.story import lock_case
from laksa.cases.actions.undoing import TAKEN_BACK, UNDO_WITHIN, snapshot, take_back
from laksa.cases.models import Case, Participant
from laksa.cases.policies import MOVE_POLICIES, may_reply
from laksa.cases.rules import IN_HAND, MOVES, OPEN, State
from laksa.identity.rules import Actor
from laksa.kernel.errors import MoveRefused, Refused
from laksa.kernel.events import record
from laksa.kernel.permissions import require
from laksa.outbox.actions import cancel_messages, hold_messages
from laksa.outbox.models import newest_number
from laksa.workspace.models.bulk import Bulk, BulkLine
from laksa.workspace.policies import may_undo_bulk

BULK_LIMIT = 100
# Whoever is away may hold more than a list shows.
HELD_LIMIT = 500
UNREPLIABLE = frozenset({State.MERGED, State.WITHDRAWN})


@dataclass(frozen=True)
class Order:
    """What is to be done to each case; a verb reads the values it needs."""

    verb: str
    owner: Owner | None = None
    promised_on: date | None = None
    words: str = ""
    is_public: bool = False
    main: int | None = None  # the case that the others are merged into
    to: int | None = None  # who takes over what somebody away holds


@dataclass(frozen=True)
class Effect:
    """One case of the preview; `problem` ("state", "office", "main", "waits") is empty when it can be done."""

    case: Case
    problem: str = ""


def preview(verb: str, case_ids: Sequence[int], *, actor: Actor, main: int | None = None) -> list[Effect]:
    """Return what would happen to each of these cases (at most 100, 500 of somebody away; only those the actor may see)."""
    limit = HELD_LIMIT if verb == "hand_over" else BULK_LIMIT
    found = Case.objects.visible_to(actor).filter(pk__in=case_ids[:limit]).order_by("due_at", "pk")
    return [Effect(case, _problem(verb, case, actor, main)) for case in _with_accounts(list(found))]


def _with_accounts(cases: list[Case]) -> list[Case]:
    """Read at once who reported each of these cases: every policy asks it of every case."""
    accounts: dict[int, set[int]] = defaultdict(set)
    rows = Participant.objects.filter(case__in=cases, user__isnull=False)
    for case_id, user_id in rows.values_list("case_id", "user_id"):
        accounts[case_id].add(user_id)
    for case in cases:
        case.account_ids = frozenset(accounts[case.pk])
    return cases


def _problem(verb: str, case: Case, actor: Actor, main: int | None) -> str:
    if verb == "reply":
        return "state" if case.state in UNREPLIABLE else "" if may_reply(actor, case) else "office"
    if verb == "hand_over":
        moves = {State.ASSIGNED: "assign"} | dict.fromkeys(IN_HAND, "hand_over")
        move = moves.get(State(case.state))
        return "waits" if move is None else "" if MOVE_POLICIES[move](actor, case) else "office"
    if case.pk == main:
        return "main" if case.state in OPEN else "state"
    if case.state not in MOVES[verb][0]:
        return "state"
    return "" if MOVE_POLICIES[verb](actor, case) else "office"


def carry_out(order: Order, case_ids: Sequence[int], *, actor: Actor, at: datetime) -> Bulk:
    """Do it to each case in a transaction of its own; what could not be done is kept with its reason, the rest stands."""
    effects = preview(order.verb, case_ids, actor=actor, main=order.main)
    bulk = Bulk.objects.create(user_id=actor.user_id or 0, verb=order.verb, at=at, until=at + UNDO_WITHIN)
    for effect in effects:
        if effect.problem != "main":
            _carry_out_one(bulk, order, effect, actor=actor, at=at)
    done = bulk.lines.filter(problem="").count()
    record(f"workspace.bulk:{bulk.pk}", "bulk.done", by=actor, at=at, data={"verb": order.verb, "done": done, "asked": len(effects)})
    return bulk


def _carry_out_one(bulk: Bulk, order: Order, effect: Effect, *, actor: Actor, at: datetime) -> None:
    case, problem = effect.case, effect.problem
    if not problem:
        try:
            _act(bulk, order, case, actor=actor, at=at)
        except Refused as refusal:
            problem = refusal.message
        except PermissionDenied:
            problem = "office"
    if problem:
        BulkLine.objects.create(bulk=bulk, case_id=case.pk, problem=problem[:300])


@transaction.atomic
def _act(bulk: Bulk, order: Order, case: Case, *, actor: Actor, at: datetime) -> None:
    before = snapshot(lock_case(case.pk, seen=case.entry_count))
    newest = newest_number()
    _ACTS[order.verb](order, case, actor, at)
    entry = case.entries.filter(kind__in=TAKEN_BACK).order_by("-number").values_list("number", flat=True).first()
    letters = hold_messages(case.code, after=newest, at=at, until=bulk.until)
    BulkLine.objects.create(bulk=bulk, case_id=case.pk, before=before, entry=entry, letters=letters)


def _assign(order: Order, case: Case, actor: Actor, at: datetime) -> None:
    if order.owner is None:
        raise Refused(_("Pilih tujuannya."), field="office")
    assign_case(case.pk, order.owner, actor=actor, at=at, reason=order.words, seen=case.entry_count)


def _plan(order: Order, case: Case, actor: Actor, at: datetime) -> None:
    if order.promised_on is None:
        raise Refused(_("Pilih tanggalnya."), field="promised_on")
    plan_case(case.pk, promised_on=order.promised_on, words=order.words, actor=actor, at=at, seen=case.entry_count)


def _reply(order: Order, case: Case, actor: Actor, at: datetime) -> None:
    reply_to_case(case.pk, order.words, is_public=order.is_public, actor=actor, at=at, seen=case.entry_count)


def _merge(order: Order, case: Case, actor: Actor, at: datetime) -> None:
    if order.main is None:
        raise Refused(_("Pilih laporan induknya."), field="main")
    merge_cases(order.main, case.pk, actor=actor, at=at, reason=order.words, seen=case.entry_count)


def _hand_over(order: Order, case: Case, actor: Actor, at: datetime) -> None:
    act = assign_case if case.state == State.ASSIGNED else hand_over_case
    act(case.pk, Owner(case.agency_id, case.unit_id, order.to), actor=actor, at=at, reason=order.words, seen=case.entry_count)


_ACTS: dict[str, Callable[[Order, Case, Actor, datetime], None]] = {
    "assign": _assign,
    "plan": _plan,
    "reply": _reply,
    "merge": _merge,
    "hand_over": _hand_over,
}


def undo_bulk(bulk_id: int, *, actor: Actor, at: datetime) -> Bulk:
    """Take back what was done to each case, with its letters; what somebody has gone on with stays and says so.

    Raises PermissionDenied for somebody else's act, MoveRefused after ten minutes or a second time.
    """
    with transaction.atomic():
        bulk = Bulk.objects.select_for_update().get(pk=bulk_id)
        require(may_undo_bulk, actor, bulk)
        if not bulk.can_be_undone(at):
            raise MoveRefused(_("Sudah lewat sepuluh menit atau sudah dibatalkan."), code="too_late")
        bulk.undone_at = at
        bulk.save(update_fields=["undone_at"])
    # The last first: merges are taken apart in the order that makes each the newest.
    for line in bulk.lines.filter(problem="").order_by("-pk"):
        _undo_one(line, bulk, actor=actor, at=at)
    undone = bulk.lines.filter(undone=True).count()
    record(f"workspace.bulk:{bulk.pk}", "bulk.undone", by=actor, at=at, data={"verb": bulk.verb, "undone": undone})
    return bulk


def _undo_one(line: BulkLine, bulk: Bulk, *, actor: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            _take_back(line, bulk, actor=actor, at=at)
            cancel_messages(line.letters, actor=actor, at=at)
    except Refused as refusal:
        line.kept_because = refusal.message[:300]
    except PermissionDenied:
        line.kept_because = _("Ini bukan lagi wewenang Anda.")
    else:
        line.undone = True
    line.save(update_fields=["undone", "kept_because"])


def _take_back(line: BulkLine, bulk: Bulk, *, actor: Actor, at: datetime) -> None:
    if bulk.verb != "merge":
        take_back(line.case_id, number=line.entry or 0, before=line.before, actor=actor, at=at)
        return
    newest = newest_number()
    case = split_case(line.case_id, actor=actor, at=at, reason=_("Penggabungan dibatalkan."))
    # Nobody has been told of the merge, so nobody need be told that it is gone.
    cancel_messages(hold_messages(case.code, after=newest, at=at, until=at + UNDO_WITHIN), actor=actor, at=at)
