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
    """Return the oldest case behind a place; a coordinator first gets what only a coordinator may decide."""
    found = waiting(actor)
    if after is not None and after.at is not None:
        found = found.filter(received_at__gte=after.at).exclude(received_at=after.at, pk__lte=after.pk)
    elif actor.holds(Role.COORDINATOR):
        mine = found.filter(needs_coordinator=True).first()
        if mine is not None:
            return mine
    return found.first()


def queue_facts(actor: Actor) -> tuple[int, datetime | None]:
    """Return how many wait (up to the ceiling) and since when the oldest does."""
    count = count_up_to_ceiling({"all": waiting(actor)})["all"]
    oldest = waiting(actor).values_list("received_at", flat=True).first()
    return count, oldest
