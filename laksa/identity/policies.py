"""Who may keep an office's duty roster, and who may read it."""

from __future__ import annotations

from laksa.city.models import book
from laksa.identity.rules import AGENCY_WIDE, CITY_WIDE, Actor, ActorKind, Office, Role

UNIT_LEADS = frozenset({Role.TEAM_LEAD, Role.DIVISION_HEAD})


def may_set_duty(actor: Actor, office: Office) -> bool:
    """Whoever leads the unit or one above it, the head and the admin of the agency, and the coordinator for all."""
    if actor.kind is not ActorKind.STAFF:
        return False
    if actor.holds(Role.COORDINATOR) or actor.holds_in(office.agency_id, *AGENCY_WIDE):
        return True
    above = book().units_above(office.unit_id)
    return any(post.unit_id in above and post.role in UNIT_LEADS for post in actor.posts)


def may_see_duty(actor: Actor, office: Office) -> bool:
    """The people of the agency, and who sees the whole city."""
    return actor.kind is ActorKind.STAFF and (actor.serves(office.agency_id) or actor.holds(*CITY_WIDE))
