# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proving the record: every story's chain holds, and the figures balance."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from django.db.models import Count

from laksa.cases.actions import Broken, verify_log
from laksa.cases.models import Case, Entry
from laksa.cases.rules import Balance, State, balance_slot
from laksa.insight.actions import Difference, recount

# Cases go on moving while they are read: what does not hold is looked at again before it is called broken.
LOOKS = 3


def broken_stories() -> list[Broken]:
    """Return every place where a case's chain does not hold, also while people go on writing."""
    broken = list(verify_log())
    for _ in range(LOOKS - 1):
        if not broken:
            break
        broken = list(verify_log(codes=sorted({one.code for one in broken})))
    return broken


@dataclass(frozen=True)
class Figures:
    """How many cases came in, and in which one place each of them is now."""

    received: int
    balance: Balance
    flagged_open: int
    differences: tuple[Difference, ...] = ()

    @property
    def problems(self) -> list[str]:
        """What does not balance, in words; empty when all does."""
        found = []
        if self.received != self.balance.total:
            found.append(f"{self.received} cases came in, {self.balance.total} are somewhere")
        if self.flagged_open != self.balance.open:
            found.append(f"{self.balance.open} cases are in an open state, {self.flagged_open} are listed as open")
        found += [
            f"the tallies by {one.cut} count {one.surplus:+d} {one.state} cases of {one.key or 'nowhere'} on {one.day} ({one.grain}) too many"
            for one in self.differences
        ]
        return found

    def as_dict(self) -> dict[str, object]:
        return {"received": self.received, **asdict(self.balance), "total": self.balance.total, "problems": self.problems}


def figures() -> Figures:
    """Recount the cases by where they are now, against the entries that say they came in, and against the tallies."""
    counted = _count()
    for _ in range(LOOKS - 1):
        if not counted.problems:
            break
        counted = _count()
    return replace(counted, differences=recount().differences)


def _count() -> Figures:
    slots: dict[str, int] = {}
    for state, number in Case.objects.values_list("state").annotate(Count("pk")).order_by():
        slot = balance_slot(State(state))
        slots[slot] = slots.get(slot, 0) + number
    return Figures(
        received=Entry.objects.filter(kind="received", number=1).count(),
        balance=Balance(**slots),
        flagged_open=Case.objects.open().count(),
    )
