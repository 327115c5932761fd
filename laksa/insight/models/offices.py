# SPDX-License-Identifier: AGPL-3.0-or-later
"""How an office and its units do: what became of what they called done, and who held their cases for how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from laksa.aftercare.models import Closing, Recurrence
from laksa.cases.models import Case, turns_of
from laksa.cases.rules import Held, PartyKind, State, handling, held
from laksa.insight.models.standings import bounds
from laksa.insight.rules import Period

# Stories are read one by one: the newest of a long period speak for it, and the page says how many they are.
MOST_STORIES = 300


@dataclass(frozen=True)
class UnitCounts:
    """Of the closings a unit declared in a period so many were confirmed, taken back, came again, and still wait or were never answered."""

    unit: str
    closings: int = 0
    confirmed: int = 0
    reopened: int = 0
    recurred: int = 0
    late: int = 0


def units_of(agency: str, period: Period, *, at: datetime) -> list[UnitCounts]:
    """Return each unit of an agency with its closings of the period and its late cases of now; three queries. "" is the office itself."""
    start, end = bounds(period)
    within = Q(agency_id=agency, declared_at__lt=end) & (Q(declared_at__gte=start) if start else Q())
    is_confirmed = Q(reopened_at=None, case__state=State.CONFIRMED)
    by_unit = Closing.objects.filter(within).values_list("unit_id").order_by()
    rows: Any = by_unit.annotate(closings=Count("pk"), confirmed=Count("pk", filter=is_confirmed), reopened=Count("reopened_at"))
    counted: dict[str, tuple[int, int, int]] = {unit or "": (closings, confirmed, taken) for unit, closings, confirmed, taken in rows}
    came_again = Recurrence.objects.filter(closing__in=Closing.objects.filter(within).values("pk"))
    real = came_again.exclude(case__state__in=[State.WITHDRAWN, State.REJECTED]).values_list("closing__unit_id").order_by()
    recurred = {unit or "": number for unit, number in real.annotate(number=Count("closing", distinct=True))}
    overdue = Case.objects.overdue(at).filter(agency_id=agency).values_list("unit_id").order_by()
    late = {unit or "": number for unit, number in overdue.annotate(number=Count("pk"))}
    units = sorted({*counted, *recurred, *late})
    return [UnitCounts(unit, *counted.get(unit, (0, 0, 0)), recurred.get(unit, 0), late.get(unit, 0)) for unit in units]


@dataclass(frozen=True)
class HeldBy:
    """For how long each kind of party held some cases together; `cases` of `of` were read."""

    cases: int
    of: int
    parts: list[tuple[PartyKind, timedelta]]

    @property
    def whole(self) -> timedelta:
        return sum((length for _kind, length in self.parts), timedelta())


def held_in(agency: str, period: Period, *, at: datetime) -> HeldBy:
    """Return who held the cases that an agency received in a period, without the reporter's last word; the newest where they are many."""
    start, end = bounds(period)
    cases = Case.objects.filter(agency_id=agency, received_at__lt=end)
    if start is not None:
        cases = cases.filter(received_at__gte=start)
    keys = list(cases.order_by("-received_at").values_list("pk", flat=True)[: MOST_STORIES + 1])
    of = len(keys) if len(keys) <= MOST_STORIES else cases.count()
    shares = (handling(held(story, until=at)) for story in turns_of(keys[:MOST_STORIES]).values())
    return HeldBy(len(keys[:MOST_STORIES]), of, _by_kind(shares))


def _by_kind(shares: Iterable[list[Held]]) -> list[tuple[PartyKind, timedelta]]:
    total: dict[PartyKind, timedelta] = {}
    for one in (part for share in shares for part in share):
        total[one.party.kind] = total.get(one.party.kind, timedelta()) + one.length
    return [(kind, total[kind]) for kind in PartyKind if total.get(kind)]
