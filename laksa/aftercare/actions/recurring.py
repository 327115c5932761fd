# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same kind of fault at the same place soon after it was called done: linked, and counted against the closing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from laksa.aftercare.actions.watching import BATCH, CLOSED, closing_of, read_on
from laksa.aftercare.models import Recurrence
from laksa.aftercare.rules import RECURS_WITHIN, radius_of
from laksa.cases.actions.joining import distance_m
from laksa.cases.actions.story import Line, lock_case, save_story
from laksa.cases.models import Case, CaseQuerySet
from laksa.cases.rules import ENDED, Kind, Visibility
from laksa.city.models import book
from laksa.identity.rules import SYSTEM

# How long a case may have been under way before it was closed and still be found: the index is entered by the day it came.
LOOKS_BACK = timedelta(days=730)
CELL_METRES = 500
NEAR_LIMIT = 200


def link_recurrences(*, at: datetime) -> int:
    """Link what came since the last look to the closings it speaks against; return how many links were made."""
    found = 0

    def read(since: datetime) -> datetime | None:
        nonlocal found
        came = Case.objects.filter(received_at__gte=since, received_at__lte=at).exclude(cell=None)
        cases = list(came.order_by("received_at", "pk")[:BATCH])
        known = set(Recurrence.objects.filter(case__in=cases).values_list("case_id", flat=True))
        new = [case for case in cases if case.pk not in known and case.kind == Kind.COMPLAINT and case.state not in ENDED]
        found += sum(_link(case, at=at) for case in new)
        return cases[-1].received_at if len(cases) == BATCH and cases[-1].received_at > since else None

    read_on("recurrences", read, at=at)
    return found


@dataclass(frozen=True)
class Earlier:
    """A case of the same kind at the same place that was called done before."""

    pk: int
    done_at: datetime
    distance_m: int


def earlier_at(case: Case) -> Earlier | None:
    """Return the closing last before a case came: same category, same place, within 30 days; two queries at most."""
    if case.lat is None or case.lon is None:
        return None
    radius = radius_of(book().categories[case.category_id].join_radius_m or 0)
    spots = candidates(case, radius).values_list("pk", "lat", "lon", "resolved_at", "ended_at")
    found = []
    for pk, lat, lon, resolved_at, ended_at in spots[:NEAR_LIMIT]:
        if lat is None or lon is None or resolved_at is None:
            continue
        done_at = ended_at or resolved_at
        away = distance_m((case.lat, case.lon), (lat, lon))
        if away <= radius and resolved_at < case.received_at <= done_at + RECURS_WITHIN:
            found.append(Earlier(pk, min(done_at, case.received_at), away))
    return max(found, key=lambda one: (one.done_at, -one.distance_m), default=None)


def candidates(case: Case, radius: int) -> CaseQuerySet:
    """Return the done cases of the same category in the squares around a case."""
    rings = max(1, math.ceil(radius / CELL_METRES))
    near = Case.objects.near(case.lat or 0, case.lon or 0, since=case.received_at - LOOKS_BACK, rings=rings)
    within = Q(ended_at__gte=case.received_at - RECURS_WITHIN) | Q(ended_at=None)
    done = near.filter(within, category_id=case.category_id, received_at__lt=case.received_at, state__in=CLOSED, resolved_at__isnull=False)
    return done.exclude(pk=case.pk).order_by()


@transaction.atomic
def _link(case: Case, *, at: datetime) -> bool:
    earlier = earlier_at(case)
    if earlier is None:
        return False
    locked = {pk: lock_case(pk) for pk in sorted((case.pk, earlier.pk))}
    new, old = locked[case.pk], locked[earlier.pk]
    closing = closing_of(old)
    if closing is None or new.state in ENDED or Recurrence.objects.filter(case=new).exists():
        return False
    Recurrence.objects.create(case=new, closing=closing, distance_m=earlier.distance_m, found_at=at)
    days = (new.received_at - earlier.done_at).days
    # What is closed to the public on one side must not be named on the other.
    shown = Visibility.INTERNAL if new.is_sealed or old.is_sealed else Visibility.PUBLIC
    facts = {"days": days, "distance_m": earlier.distance_m}
    save_story(new, [Line("recurred", shown, "", facts | {"after": old.code})], actor=SYSTEM, at=at)
    save_story(old, [Line("recurred", shown, "", facts | {"by": new.code})], actor=SYSTEM, at=at)
    return True
