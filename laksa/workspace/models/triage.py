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


# The queue has parts: a coordinator's own, what an official gave priority, all others. A place says in which it lies.
OWN_LEG, PRIORITY_LEG, USUAL_LEG = 1, 2, 0


def _legs(actor: Actor) -> list[tuple[int, CaseQuerySet]]:
    """Return the parts of the queue in their order; what only a coordinator may decide is a part for them alone."""
    found = waiting(actor)
    own = []
    if actor.holds(Role.COORDINATOR):
        own = [(OWN_LEG, found.filter(needs_coordinator=True))]
        found = found.filter(needs_coordinator=False)
    return [*own, (PRIORITY_LEG, found.filter(is_priority=True)), (USUAL_LEG, found.filter(is_priority=False))]


def next_to_sort(actor: Actor, *, after: Cursor | None) -> Case | None:
    """Return the case that is sorted next, the oldest of its part; behind a place, what comes after it."""
    legs = _legs(actor)
    numbers = [number for number, _leg in legs]
    start = 0 if after is None else numbers.index(after.offset if after.offset in numbers else USUAL_LEG)
    here = _behind(legs[start][1], after).first()
    later = (leg.first() for _number, leg in legs[start + 1 :])
    return here or next((case for case in later if case is not None), None)


def place_of(case: Case, actor: Actor) -> Cursor:
    """Return the place of a case in the queue, to go on behind it."""
    if case.needs_coordinator and actor.holds(Role.COORDINATOR):
        return Cursor(case.received_at, case.pk, OWN_LEG)
    return Cursor(case.received_at, case.pk, PRIORITY_LEG if case.is_priority else USUAL_LEG)


def _behind(cases: CaseQuerySet, place: Cursor | None) -> CaseQuerySet:
    if place is None or place.at is None:
        return cases
    return cases.filter(received_at__gte=place.at).exclude(received_at=place.at, pk__lte=place.pk)


def queue_facts(actor: Actor) -> tuple[int, datetime | None]:
    """Return how many wait (up to the ceiling) and since when the oldest does."""
    count = count_up_to_ceiling({"all": waiting(actor)})["all"]
    oldest = waiting(actor).values_list("received_at", flat=True).first()
    return count, oldest
