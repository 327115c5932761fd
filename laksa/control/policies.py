# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may look at which figures."""

from __future__ import annotations

from laksa.identity.rules import AGENCY_WIDE, CITY_WIDE, Actor, PostFact, Role

CHIEFS = frozenset({*AGENCY_WIDE, Role.DIVISION_HEAD, Role.TEAM_LEAD})


def may_see_city(actor: Actor) -> bool:
    """Whoever works for the whole city: its leaders, the secretariat, the control room, the desk."""
    return actor.holds(*CITY_WIDE)


def may_see_office(actor: Actor, agency: str) -> bool:
    """The chiefs of an office see how it does; those of the city see every office."""
    return may_see_city(actor) or actor.holds_in(agency, *CHIEFS)


def office_post(actor: Actor) -> PostFact | None:
    """Return the office a chief begins with; None for who is none."""
    return next((post for post in actor.posts if post.agency_id and post.role in CHIEFS), None)
