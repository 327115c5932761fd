# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits at the city desk, oldest first."""

from __future__ import annotations

from datetime import datetime

from laksa.cases.models import Case, CaseQuerySet
from laksa.identity.rules import Actor, Role
from laksa.workspace.models.inbox import SORTED_AT_DESK, count_up_to_ceiling
from laksa.workspace.rules import Cursor


def waiting(actor: Actor) -> CaseQuerySet:
    """Return the cases to be sorted; a coordinator's own come with the others."""
    return Case.objects.visible_to(actor).open().filter(state__in=SORTED_AT_DESK).order_by("received_at", "pk")


def next_to_sort(actor: Actor, *, after: Cursor | None) -> Case | None:
    """Return the oldest case behind a place; a coordinator first sees what only a coordinator may decide."""
    found = waiting(actor)
    if not actor.holds(Role.COORDINATOR):
        return _behind(found, after).first()
    mine, others = found.filter(needs_coordinator=True), found.filter(needs_coordinator=False)
    if after is None or after.offset == OWN_LEG:
        return _behind(mine, after).first() or others.first()
    return _behind(others, after).first()


# A coordinator's own cases come before all others, so a place also says in which of the two rows it lies.
OWN_LEG = 1


def place_of(case: Case, actor: Actor) -> Cursor:
    """Return the place of a case in the queue, to go on behind it."""
    is_own = case.needs_coordinator and actor.holds(Role.COORDINATOR)
    return Cursor(case.received_at, case.pk, OWN_LEG if is_own else 0)


def _behind(cases: CaseQuerySet, place: Cursor | None) -> CaseQuerySet:
    if place is None or place.at is None:
        return cases
    return cases.filter(received_at__gte=place.at).exclude(received_at=place.at, pk__lte=place.pk)


def queue_facts(actor: Actor) -> tuple[int, datetime | None]:
    """Return how many wait (up to the ceiling) and since when the oldest does."""
    count = count_up_to_ceiling({"all": waiting(actor)})["all"]
    oldest = waiting(actor).values_list("received_at", flat=True).first()
    return count, oldest
