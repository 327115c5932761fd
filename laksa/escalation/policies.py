# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may do what with news and with absences."""

from __future__ import annotations

from collections.abc import Callable

from laksa.city.models import book
from laksa.identity.models import Absence, Post
from laksa.identity.rules import AGENCY_WIDE, Actor, ActorKind, PostFact, Role

# Whom of their agency each leads; a lead or a division's head only within their own line.
LED = {
    Role.AGENCY_HEAD: frozenset(Role),
    Role.AGENCY_ADMIN: frozenset({Role.OFFICER, Role.TEAM_LEAD, Role.DIVISION_HEAD, Role.VILLAGE_HEAD}),
    Role.DIVISION_HEAD: frozenset({Role.OFFICER, Role.TEAM_LEAD}),
    Role.TEAM_LEAD: frozenset({Role.OFFICER}),
}
# Who may enter that somebody of their agency is away.
ROSTER_KEEPERS = tuple(LED)


def may_enter_absence(actor: Actor, user_id: int) -> bool:
    """Oneself; one's chief or the admin of one's agency; the coordinator and the leader of the city for anybody."""
    if actor.kind is not ActorKind.STAFF:
        return False
    if actor.user_id == user_id or actor.holds(Role.COORDINATOR, Role.LEADER):
        return True
    return _over(actor, user_id, keeps_roster_of)


def may_stand_in_by_own_word(actor: Actor, user_id: int) -> bool:
    """Whoever leads somebody may name themselves as the deputy; as that of those above them, only somebody else can."""
    if actor.kind is not ActorKind.STAFF:
        return False
    return actor.user_id == user_id or actor.holds(Role.LEADER) or _over(actor, user_id, leads)


def keeps_roster_of(own: PostFact, post: PostFact) -> bool:
    """Whether an office enters the absences of another one: it leads it, or keeps the roster of the whole agency."""
    return leads(own, post) or (own.role in AGENCY_WIDE and own.agency_id is not None and own.agency_id == post.agency_id)


def leads(own: PostFact, post: PostFact) -> bool:
    """Whether an office leads another one of its agency, a team's or a division's within their own line."""
    if own.agency_id is None or own.agency_id != post.agency_id or post.role not in LED.get(own.role, ()):
        return False
    return own.role in AGENCY_WIDE or own.unit_id in book().units_above(post.unit_id)


def _over(actor: Actor, user_id: int, stands: Callable[[PostFact, PostFact], bool]) -> bool:
    """Whether one office of the actor stands so to every office that somebody holds, or held, in its agency."""
    rows = Post.objects.filter(user_id=user_id).values_list("role", "agency_id", "unit_id", "area_id")
    held = [PostFact(Role(role), agency, unit, area) for role, agency, unit, area in rows]
    theirs = ([post for post in held if post.agency_id == own.agency_id] for own in actor.posts)
    return any(posts and all(stands(own, post) for post in posts) for own, posts in zip(actor.posts, theirs, strict=True))


def may_end_absence(actor: Actor, absence: Absence) -> bool:
    """Whoever may enter one."""
    return may_enter_absence(actor, absence.user_id)
