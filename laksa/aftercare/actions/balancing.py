# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every night all cases are counted again: nothing may be lost, and the figures shown must be the figures there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate

from laksa.aftercare.models import BalanceCheck
from laksa.aftercare.rules import balances
from laksa.cases.models import Case, Entry
from laksa.cases.rules import State, balance_slot
from laksa.identity.rules import SYSTEM
from laksa.kernel.events import record

# Day a case came and its office, then how many stand in each slot of rules.Balance.
Tallies = Mapping[tuple[date, str], Mapping[str, int]]
SHOWN_FAULTS = 50


def check_balance(*, at: datetime, kept: Tallies | None = None) -> BalanceCheck:
    """Count all cases by the day they came and their office, compare, and store what was found.

    Every case must have begun its story (one first entry that nobody can delete), and where the house keeps tallies (`kept`), they
    must say the same in every slot.
    """
    counted = recount()
    faults = [*_lost(counted, begun_stories())]
    if kept is not None:
        faults += _differences(counted, kept)
    days = {day for day, _agency in counted}
    check = BalanceCheck.objects.create(
        at=at,
        cases=sum(sum(slots.values()) for slots in counted.values()),
        days=len(days),
        balances=not faults,
        faults=faults[:SHOWN_FAULTS],
        fault_count=len(faults),
    )
    record(f"aftercare.balance:{check.pk}", "figures.checked", by=SYSTEM, at=at, data={"balances": check.balances, "faults": len(faults)})
    return check


def recount() -> dict[tuple[date, str], dict[str, int]]:
    """Return how many cases stand in each slot, by the day they came (in the city's time) and their office: one pass over all cases."""
    rows = Case.objects.annotate(day=TruncDate("received_at")).values_list("day", "agency_id", "state")
    counted: dict[tuple[date, str], Counter[str]] = {}
    for day, agency, state, many in rows.annotate(many=Count("pk")).order_by():
        counted.setdefault((day, agency), Counter())[balance_slot(State(state))] += many
    return {key: dict(slots) for key, slots in counted.items()}


def begun_stories() -> dict[date, int]:
    """Return how many stories began on each day: what the append-only log says came in, without a look at the cases."""
    firsts = Entry.objects.filter(number=1).annotate(day=TruncDate("at")).values_list("day")
    return dict(firsts.annotate(many=Count("pk")).order_by())


def _lost(counted: Tallies, begun: Mapping[date, int]) -> list[dict[str, Any]]:
    """Return the days on which the log tells of another number of cases than there are."""
    came: Counter[date] = Counter()
    for (day, _agency), slots in counted.items():
        came[day] += sum(slots.values())
    return [
        _fault(day, "", "in", came[day], begun.get(day, 0)) for day in sorted(came.keys() | begun.keys()) if came[day] != begun.get(day, 0)
    ]


def _differences(counted: Tallies, kept: Tallies) -> list[dict[str, Any]]:
    """Return every slot in which the kept figures are not the recounted ones, the oldest day first."""
    faults = []
    for day, agency in sorted(counted.keys() | kept.keys()):
        here, there = counted.get((day, agency), {}), kept.get((day, agency), {})
        if not balances(here, there):
            names = sorted(name for name in here.keys() | there.keys() if here.get(name, 0) != there.get(name, 0))
            faults += [_fault(day, agency, name, here.get(name, 0), there.get(name, 0)) for name in names]
    return faults


def _fault(day: date, agency: str, slot: str, counted: int, kept: int) -> dict[str, Any]:
    return {"day": day.isoformat(), "agency": agency, "slot": slot, "counted": counted, "kept": kept}
