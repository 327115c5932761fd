# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may do what with news and with absences."""

from __future__ import annotations

from laksa.escalation.models import Step
from laksa.identity.models import Absence, Post
from laksa.identity.rules import CITY_WIDE, Actor, ActorKind, Role

# Who may enter that somebody of their agency is away.
ROSTER_KEEPERS = (Role.AGENCY_ADMIN, Role.AGENCY_HEAD, Role.DIVISION_HEAD, Role.TEAM_LEAD)


def may_read_step(actor: Actor, step: Step) -> bool:
    """The one who was told."""
    return actor.user_id is not None and step.user_id == actor.user_id


def may_enter_absence(actor: Actor, user_id: int) -> bool:
    """Oneself; one's chief or the admin of one's agency; the coordinator and the leader of the city for anybody."""
    if actor.kind is not ActorKind.STAFF:
        return False
    if actor.user_id == user_id or actor.holds(Role.COORDINATOR, Role.LEADER):
        return True
    led = [post.agency_id for post in actor.posts if post.role in ROSTER_KEEPERS and post.agency_id]
    return bool(led) and Post.objects.filter(user_id=user_id, agency_id__in=led).exists()


def may_end_absence(actor: Actor, absence: Absence) -> bool:
    """Whoever may enter one."""
    return may_enter_absence(actor, absence.user_id)


def may_see_roster(actor: Actor, agency_id: str) -> bool:
    """The people of the agency themselves, and who sees the whole city."""
    return actor.serves(agency_id) or actor.holds(*CITY_WIDE)
