# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the control room sees of this moment: today by the hour, and the open cases in one look."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q

from laksa.cases.models import Case
from laksa.cases.rules import UNSOLVED, Proof, State
from laksa.insight.models.standings import midnight

SORTED_AT_DESK = (State.RECEIVED, State.TRIAGE)


@dataclass(frozen=True)
class Today:
    """One day so far: what came and what was declared solved, by the hour, and by which channel it came."""

    came: dict[int, int]
    solved: dict[int, int]
    channels: dict[str, int]

    @property
    def all_came(self) -> int:
        return sum(self.came.values())

    @property
    def all_solved(self) -> int:
        return sum(self.solved.values())


def flow_of_day(at: datetime) -> Today:
    """Return the day of `at` up to `at`, from the indexes of when cases came and changed; two queries over one day's cases."""
    zone = ZoneInfo(settings.TIME_ZONE)
    start = midnight(at.astimezone(zone).date())
    came = list(Case.objects.filter(received_at__gte=start, received_at__lte=at).values_list("received_at", "channel"))
    # What was declared solved today was also changed today, and that is what the index knows.
    solved = Case.objects.filter(updated_at__gte=start, resolved_at__gte=start, resolved_at__lte=at).values_list("resolved_at", flat=True)
    return Today(
        came=dict(Counter(received.astimezone(zone).hour for received, _channel in came)),
        solved=dict(Counter(moment.astimezone(zone).hour for moment in solved if moment)),
        channels=dict(Counter(channel for _received, channel in came)),
    )


@dataclass(frozen=True)
class Now:
    """The open cases of this moment. `by_village` has every open case, those without a place under ""; the late ones are a part of it."""

    by_village: dict[str, int]
    late_by_village: dict[str, int]
    triage: int
    doubted: int
    emergencies: int

    @property
    def open(self) -> int:
        return sum(self.by_village.values())

    @property
    def late(self) -> int:
        return sum(self.late_by_village.values())


def open_now(at: datetime) -> Now:
    """Return the open cases in one look, so that all its numbers are of one moment."""
    rows = (
        Case.objects.open()
        .values_list("village_id")
        .annotate(
            number=Count("pk"),
            late=Count("pk", filter=~Q(state=State.RESOLVED) & Q(due_at__lt=at)),
            triage=Count("pk", filter=Q(state__in=SORTED_AT_DESK)),
            doubted=Count("pk", filter=Q(proof=Proof.DOUBTED)),
            emergencies=Count("pk", filter=Q(is_emergency=True)),
        )
        .order_by()
    )
    villages, late, sums = Counter[str](), Counter[str](), [0, 0, 0]
    for village, number, overdue, *parts in rows:
        villages[village or ""] += number
        late[village or ""] += overdue
        sums = [a + b for a, b in zip(sums, parts, strict=True)]
    return Now(dict(villages), dict(late), *sums)


def oldest_unanswered(limit: int) -> list[Case]:
    """Return the open cases that have waited longest for a first answer, the oldest first."""
    waiting = Case.objects.open().filter(responded_at=None, state__in=sorted(UNSOLVED))
    return list(waiting.order_by("received_at", "pk").defer("public_text", "decision", "answers")[:limit])


def open_emergencies(limit: int) -> list[Case]:
    """Return the newest open cases in which somebody is in danger."""
    return list(Case.objects.open().filter(is_emergency=True).order_by("-received_at").defer("public_text", "decision", "answers")[:limit])
