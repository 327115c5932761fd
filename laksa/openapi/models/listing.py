# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of cases of REST v1, page by page, and the figures of a period."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from math import floor

from django.db.models import Count, Q

from laksa.cases.models import Case, CaseQuerySet
from laksa.cases.rules import AWAITING, CELL_DEGREES, Balance, Stage, State, balance_slot, cell_of, stage_of
from laksa.openapi.models.requests import public_cases

# A box of at most so many grid squares (about 5 by 5 km) is found by their index; a larger one is most of a city anyway.
SQUARES = 100


@dataclass(frozen=True)
class Box:
    """A rectangle in WGS 84."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by; what is None or empty narrows nothing."""

    states: tuple[State, ...] = ()
    stage: Stage | None = None
    category: str = ""
    agency: str = ""
    village: str = ""
    box: Box | None = None
    since: datetime | None = None
    updated_since: datetime | None = None
    words: str = ""


@dataclass(frozen=True)
class Mark:
    """The last case of a page: the next one begins behind it."""

    received_at: datetime
    pk: int

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(f"{self.received_at.isoformat()}|{self.pk}".encode()).decode().rstrip("=")


def read_mark(text: str) -> Mark | None:
    """Return the mark a cursor stands for, None for what is no cursor of ours."""
    try:
        at, _bar, pk = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition("|")
        mark = Mark(datetime.fromisoformat(at), int(pk))
    except (ValueError, binascii.Error):
        return None
    # Only what this function's counterpart wrote: a zone, and a number that a table can have.
    return mark if mark.received_at.tzinfo is not None and 1900 < mark.received_at.year < 2200 and 0 <= mark.pk < 2**62 else None


def cases_page(filters: Filters, *, after: Mark | None, limit: int) -> tuple[list[Case], Mark | None]:
    """Return up to `limit` public cases, newest first, and the mark of the next page (None: there is none)."""
    rows = _narrowed(public_cases(), filters)
    if after is not None:
        behind = Q(received_at=after.received_at, pk__lt=after.pk) | Q(received_at__lt=after.received_at)
        # The first condition alone lets the index begin at the right place.
        rows = rows.filter(behind, received_at__lte=after.received_at)
    found = list(rows.order_by("-received_at", "-id")[: limit + 1])
    more = len(found) > limit
    page = found[:limit]
    return page, Mark(page[-1].received_at, page[-1].pk) if more else None


def _narrowed(rows: CaseQuerySet, filters: Filters) -> CaseQuerySet:
    plain = {"category": filters.category, "agency": filters.agency, "village": filters.village}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if filters.states:
        rows = rows.filter(state__in=filters.states)
    if filters.stage is not None:
        rows = rows.filter(_on_stage(filters.stage))
    if filters.since is not None:
        rows = rows.filter(received_at__gte=filters.since)
    if filters.updated_since is not None:
        rows = rows.filter(updated_at__gte=filters.updated_since)
    if filters.box is not None:
        rows = _inside(rows, filters.box)
    return rows.search(filters.words) if filters.words else rows


def _on_stage(stage: Stage) -> Q:
    """Cases on a public stage; one that waits stands where it stood before."""
    moving = [state for state in State if state not in AWAITING and stage_of(state) == stage]
    before = [state for state in State if state not in AWAITING and stage_of(State.AWAITING_REPORTER, state) == stage]
    return Q(state__in=moving) | Q(state__in=sorted(AWAITING), resume_state__in=before)


def _inside(rows: CaseQuerySet, box: Box) -> CaseQuerySet:
    inside = rows.filter(lat__range=(box.south, box.north), lon__range=(box.west, box.east))
    tall = floor(box.north / CELL_DEGREES) - floor(box.south / CELL_DEGREES) + 1
    wide = floor(box.east / CELL_DEGREES) - floor(box.west / CELL_DEGREES) + 1
    if tall * wide > SQUARES:
        return inside
    corner = cell_of(box.south, box.west)
    # One more on each side: a point on the line between two squares may be counted to either.
    squares = [corner + north * 100_000 + east for north in range(-1, tall + 1) for east in range(-1, wide + 1)]
    return inside.filter(cell__in=squares)


@dataclass(frozen=True)
class Figures:
    """How the open cases of a period stand, in all and by category; a sealed case is in none of them."""

    total: Balance
    by_category: dict[str, Balance]


def figures_between(start: datetime, end: datetime) -> Figures:
    """Return the figures of what was received from `start` until just before `end`."""
    total: Counter[str] = Counter()
    by_category: dict[str, Counter[str]] = {}
    rows = Case.objects.filter(is_sealed=False, received_at__gte=start, received_at__lt=end)
    for category, state, count in rows.order_by().values_list("category_id", "state").annotate(count=Count("pk")):
        slot = balance_slot(State(state))
        total[slot] += count
        by_category.setdefault(category, Counter())[slot] += count
    return Figures(Balance(**total), {slug: Balance(**slots) for slug, slots in sorted(by_category.items())})
