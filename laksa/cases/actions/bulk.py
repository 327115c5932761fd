"""One act on many cases, with its effect shown before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied

from laksa.cases.actions.handling import Owner, assign_case
from laksa.cases.models import Case
from laksa.cases.policies import may_assign
from laksa.cases.rules import MOVES, State
from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused

BULK_LIMIT = 100


@dataclass(frozen=True)
class Effect:
    """What an assignment would do to one case; `problem` is empty when it can be done."""

    case: Case
    problem: str = ""


def preview_assignment(case_ids: list[int], *, actor: Actor) -> list[Effect]:
    """Return what would happen to each of these cases (at most 100, only those the actor may see)."""
    found = Case.objects.visible_to(actor).filter(pk__in=case_ids[:BULK_LIMIT]).order_by("due_at", "id")
    return [Effect(case, _problem(case, actor)) for case in found]


def _problem(case: Case, actor: Actor) -> str:
    if State(case.state) not in MOVES["assign"][0]:
        return "state"
    return "" if may_assign(actor, case) else "office"


def assign_cases(case_ids: list[int], owner: Owner, *, actor: Actor, at: datetime, reason: str = "") -> list[Effect]:
    """Assign each case in a transaction of its own; what could not be done is told, the rest stands."""
    effects = []
    for effect in preview_assignment(case_ids, actor=actor):
        if effect.problem:
            effects.append(effect)
            continue
        try:
            effects.append(Effect(assign_case(effect.case.pk, owner, actor=actor, at=at, reason=reason, seen=effect.case.entry_count)))
        except Refused as refusal:
            effects.append(Effect(effect.case, refusal.message))
        except PermissionDenied:
            effects.append(Effect(effect.case, "office"))
    return effects
