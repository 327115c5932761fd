# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may see how somebody works, and who answers when they object."""

from __future__ import annotations

from collections.abc import Iterable

from laksa.city.models import book
from laksa.identity.rules import AGENCY_WIDE, Actor, PostFact, Role
from laksa.insight.models import Objection

# Who stands above whom in one office. An admin answers for the head, and so stands above the divisions.
RANKS = {
    Role.OFFICER: 0,
    Role.VILLAGE_HEAD: 1,
    Role.TEAM_LEAD: 1,
    Role.DIVISION_HEAD: 2,
    Role.AGENCY_ADMIN: 3,
    Role.AGENCY_HEAD: 4,
}


def may_see_performance(actor: Actor, user_id: int, posts: Iterable[PostFact]) -> bool:
    """The person, and the chiefs of the line they stand in; nobody else, whatever they see of cases."""
    return actor.user_id == user_id or any(is_chief_of(own, post) for own in actor.posts for post in posts)


def is_chief_of(own: PostFact, post: PostFact) -> bool:
    """Whether an office leads another: in the same agency, above it, and for a team or division in its line."""
    if own.agency_id is None or own.agency_id != post.agency_id or RANKS.get(own.role, -1) <= RANKS.get(post.role, 99):
        return False
    return own.role in AGENCY_WIDE or (own.unit_id is not None and own.unit_id in book().units_above(post.unit_id))


def may_take_month(actor: Actor, agency: str) -> bool:
    """The month of a whole office: its head, and the head or an admin of the personnel office that the city names, if it names one."""
    personnel = book().city.performance.get("personnel")
    return agency in book().agencies and (actor.holds_in(agency, Role.AGENCY_HEAD) or actor.holds_in(personnel, *AGENCY_WIDE))


def may_answer_objection(actor: Actor, objection: Objection) -> bool:
    """The head or an admin of the office, never in their own cause."""
    return actor.user_id != objection.user_id and actor.holds_in(objection.agency, *AGENCY_WIDE)
