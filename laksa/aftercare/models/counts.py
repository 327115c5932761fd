# SPDX-License-Identifier: AGPL-3.0-or-later
"""What became of the closings of a time: how many came back, how many were looked at, what was seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from laksa.aftercare.models.checks import Check
from laksa.aftercare.models.closings import Closing, FollowUp, Recurrence
from laksa.aftercare.rules import Answer
from laksa.cases.rules import State


@dataclass(frozen=True)
class ClosingCounts:
    """Of `closings` (declarations that a fault is gone) so many were each of the others; one closing can be several."""

    closings: int = 0
    reopened: int = 0
    recurred: int = 0  # the same kind at the same place came within 30 days
    checked_fine: int = 0
    checked_broken: int = 0
    drawn: int = 0  # chosen for a look, answered or not
    asked: int = 0  # people asked after four weeks
    still_fine: int = 0
    not_any_more: int = 0


def counts_of_closings(since: datetime | None, until: datetime, *, agency: str | None = None, unit: str | None = None) -> ClosingCounts:
    """Return what became of the closings declared in a time (both ends included; without `since` from the first one on).

    Of everybody, or of one office or team; four queries.
    """
    within = Q(declared_at__lte=until)
    if since is not None:
        within &= Q(declared_at__gte=since)
    if agency is not None:
        within &= Q(agency_id=agency)
    if unit is not None:
        within &= Q(unit_id=unit)
    counted = Closing.objects.filter(within).aggregate(
        closings=Count("pk"),
        reopened=Count("reopened_at"),
        checked_fine=Count("pk", filter=Q(verdict=Answer.FINE)),
        checked_broken=Count("pk", filter=Q(verdict=Answer.BROKEN)),
    )
    chosen = Closing.objects.filter(within).values("pk")
    # A case that was taken back or refused says nothing about an earlier repair.
    real = Recurrence.objects.filter(closing__in=chosen).exclude(case__state__in=[State.WITHDRAWN, State.REJECTED])
    answers = FollowUp.objects.filter(closing__in=chosen).aggregate(
        asked=Count("pk"), still_fine=Count("pk", filter=Q(is_fine=True)), not_any_more=Count("pk", filter=Q(is_fine=False))
    )
    return ClosingCounts(
        **counted,
        **answers,
        recurred=real.values("closing").distinct().count(),
        drawn=Check.objects.filter(closing__in=chosen, round=1).count(),
    )
