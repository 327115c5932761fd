# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is away, who stands in, and what they hold: read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from laksa.cases.models import Case
from laksa.cases.rules import UNSOLVED
from laksa.escalation.policies import ROSTER_KEEPERS, keeps_roster_of
from laksa.identity.models import Absence, Post
from laksa.identity.rules import Actor, PostFact, Role

PEOPLE_SHOWN = 1_000


@dataclass(frozen=True)
class Away:
    """One absence with how many open cases the absent person holds."""

    absence: Absence
    held: int
    is_now: bool


def agencies_of(actor: Actor) -> list[str]:
    """Return the agencies whose people the reader sees on the roster: their own."""
    return sorted({post.agency_id for post in actor.posts if post.agency_id})


def may_enter_for_all(actor: Actor) -> bool:
    return actor.holds(Role.COORDINATOR, Role.LEADER)


def colleagues(actor: Actor, *, at: datetime) -> list[tuple[int, str]]:
    """Return the people with an office in the reader's agencies (of the whole city for its coordinator), by name."""
    posts = Post.objects.in_force(at).filter(user__is_active=True)
    if not may_enter_for_all(actor):
        posts = posts.filter(agency_id__in=agencies_of(actor))
    rows = posts.order_by("user__name").values_list("user_id", "user__name")
    return list(dict.fromkeys(rows[:PEOPLE_SHOWN]))


def enterable(actor: Actor, *, at: datetime) -> list[tuple[int, str]]:
    """Return for whom the reader may enter an absence, themselves first."""
    own = [(actor.user_id, actor.label)] if actor.user_id is not None else []
    if may_enter_for_all(actor):
        others = colleagues(actor, at=at)
    else:
        others = _kept_by(actor, at=at)
    return own + [one for one in others if one[0] != actor.user_id]


def _kept_by(actor: Actor, *, at: datetime) -> list[tuple[int, str]]:
    """Return whose roster the reader keeps, as the policy will say of each, by name; one query."""
    keepers = [post for post in actor.posts if post.role in ROSTER_KEEPERS]
    posts = Post.objects.in_force(at).filter(user__is_active=True, agency_id__in={post.agency_id for post in keepers})
    rows = posts.order_by("user__name").values_list("user_id", "user__name", "role", "agency_id", "unit_id")
    kept: dict[tuple[int, str], bool] = {}
    for pk, name, role, agency, unit in rows:
        fact = PostFact(Role(role), agency, unit)
        kept[pk, name] = kept.get((pk, name), True) and any(keeps_roster_of(own, fact) for own in keepers)
    return [one for one, is_kept in kept.items() if is_kept]


def roster_of(actor: Actor, *, at: datetime) -> list[Away]:
    """Return the absences of now and to come in the reader's agencies (their own too), the nearest first."""
    rows = Absence.objects.filter(until__gt=at).select_related("user", "deputy")
    if not may_enter_for_all(actor):
        people = Post.objects.in_force(at).filter(agency_id__in=agencies_of(actor)).values("user_id")
        rows = rows.filter(user_id__in=people) | rows.filter(user_id=actor.user_id or 0)
    found = list(rows.order_by("since", "pk").distinct()[:PEOPLE_SHOWN])
    held = held_counts(one.user_id for one in found)
    return [Away(one, held.get(one.user_id, 0), one.since <= at) for one in found]


def held_counts(user_ids: Iterable[int]) -> dict[int, int]:
    """Return how many open cases each of these people holds."""
    rows = Case.objects.open().filter(holder_id__in=set(user_ids), state__in=sorted(UNSOLVED))
    return dict(rows.order_by().values_list("holder_id").annotate(Count("pk")))


def away_now(user_ids: Iterable[int | None], *, at: datetime) -> dict[int, Absence]:
    """Return who of these people is away at `at`, with their deputies; one query."""
    wanted = {one for one in user_ids if one is not None}
    if not wanted:
        return {}
    rows = Absence.objects.filter(user_id__in=wanted, since__lte=at, until__gt=at).select_related("deputy")
    return {one.user_id: one for one in rows}
