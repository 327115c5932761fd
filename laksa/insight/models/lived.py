# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cases of a year as a change of the SOP would have met them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from laksa.cases.models import Case, Entry, turns_of
from laksa.cases.rules import OPEN, Held, State, handling, held
from laksa.city.models import book
from laksa.deadlines.rules.whatif import Lived

YEAR = timedelta(days=365)
# The newest of more than this stand for all; the page says so.
MOST_CASES = 20_000
MOST_STORIES = 500
UNCOUNTED = (State.REJECTED, State.MERGED, State.WITHDRAWN)
# With the first of these the city desk has sorted a case: it has an office, a question, an answer or a refusal.
SORTED = ("assigned", "asked", "answered", "rejected")


@dataclass(frozen=True)
class LivedYear:
    """The cases of one group and severity that came within a year, newest first; `is_sample`: there were more."""

    rows: list[Lived]
    is_sample: bool
    since: datetime


def lived_in_a_year(group: str, severity: str, *, clock: str, at: datetime) -> LivedYear:
    """Return last year's cases and when each was sorted ("verify"), answered ("respond") or done ("resolve"). One query.

    Sorting is asked only of what lay with the city desk: a case that the rules sent to an office was never waiting for it.
    """
    categories = [slug for slug, one in book().categories.items() if one.group == group]
    since = at - YEAR
    came = Case.objects.filter(category_id__in=categories, severity=severity, received_at__gte=since, received_at__lt=at)
    if clock == "verify":
        return _lived(came.filter(decision__desk=True).exclude(state__in=(State.MERGED, State.WITHDRAWN)), since)
    columns = ("pk", "agency_id", "received_at", "responded_at", "resolved_at", "ended_at", "state")
    found = list(came.exclude(state__in=UNCOUNTED).order_by("-received_at").values_list(*columns)[: MOST_CASES + 1])
    rows = [
        Lived(pk, agency, received_at, responded_at if clock == "respond" else _done(resolved_at, ended_at, state))
        for pk, agency, received_at, responded_at, resolved_at, ended_at, state in found[:MOST_CASES]
    ]
    return LivedYear(rows, len(found) > MOST_CASES, since)


def _lived(came: QuerySet[Case], since: datetime) -> LivedYear:
    """Return these cases and when each left the city desk."""
    sorted_at = Entry.objects.filter(case=OuterRef("pk"), kind__in=SORTED).order_by("number").values("at")[:1]
    rows = came.order_by("-received_at").annotate(sorted_at=Subquery(sorted_at))
    found = list(rows.values_list("pk", "agency_id", "received_at", "sorted_at")[: MOST_CASES + 1])
    return LivedYear([Lived(*row) for row in found[:MOST_CASES]], len(found) > MOST_CASES, since)


def _done(resolved_at: datetime | None, ended_at: datetime | None, state: str) -> datetime | None:
    return None if state in OPEN and state != State.RESOLVED else resolved_at or ended_at


def what_held_up(rows: list[Lived], *, at: datetime) -> dict[int, Held]:
    """Return who held each of these cases (at most 500) longest while it was worked on. One query."""
    shown = rows[:MOST_STORIES]
    done = {one.case: one.done_at or at for one in shown}
    found = {}
    for case, turns in turns_of(done).items():
        shares = handling(held(turns, until=done[case]))
        if shares:
            found[case] = max(shares, key=lambda one: one.length)
    return found
