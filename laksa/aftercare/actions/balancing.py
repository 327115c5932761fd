# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every night all cases are counted against the stories that nobody can delete: none may be lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate

from laksa.aftercare.models import BalanceCheck
from laksa.cases.models import Case, Entry
from laksa.cases.rules import State, balance_slot
from laksa.identity.rules import SYSTEM
from laksa.kernel.events import record

# Day a case came and its office, then how many stand in each slot of rules.Balance.
Tallies = Mapping[tuple[date, str], Mapping[str, int]]
SHOWN_FAULTS = 50


def check_balance(*, at: datetime) -> BalanceCheck:
    """Count all cases by the day they came, compare with the stories that began on it, and store what was found.

    Every case has begun its story with one entry that the database lets nobody delete: a day that tells of more stories than cases
    has lost some. (That the kept figures equal a recount is insight's own check.)
    """
    counted = recount()
    faults = _lost(counted, begun_stories())
    check = BalanceCheck.objects.create(
        at=at,
        cases=sum(sum(slots.values()) for slots in counted.values()),
        days=len({day for day, _agency in counted}),
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
    """Return the days on which the log tells of another number of cases than there are, the oldest first."""
    came: Counter[date] = Counter()
    for (day, _agency), slots in counted.items():
        came[day] += sum(slots.values())
    days = sorted(came.keys() | begun.keys())
    return [{"day": day.isoformat(), "cases": came[day], "stories": begun.get(day, 0)} for day in days if came[day] != begun.get(day, 0)]
