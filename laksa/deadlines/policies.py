"""Who may look at the service levels of the city, and who may change them."""

from __future__ import annotations

from laksa.city.models import Agency, book
from laksa.identity.rules import CITY_WIDE, Actor, Role

SETTERS = (Role.COORDINATOR, Role.SECRETARIAT, Role.SYSADMIN)
READERS = (*CITY_WIDE, Role.SYSADMIN, Role.AGENCY_HEAD, Role.AGENCY_ADMIN, Role.DIVISION_HEAD)


def may_see_sop(actor: Actor) -> bool:
    """Whoever answers for an office or for the city; numbers and sums only, no case is opened by it."""
    return actor.holds(*READERS)


def may_set_sop(actor: Actor, group: str) -> bool:
    """The control room's lead, the secretariat, whoever keeps the system; the head of the only office of the city that owns the group."""
    return actor.holds(*SETTERS) or _heads(actor, group)


def may_lengthen_sop(actor: Actor, group: str) -> bool:
    """An office may promise more of itself, never less: that would be to judge its own cause."""
    return actor.holds(*SETTERS)


def _heads(actor: Actor, group: str) -> bool:
    # Parties outside the city keep no SOP of ours: PLN beside Dishub does not make lamps a shared matter.
    ours = {slug for slug, agency in book().agencies.items() if agency.kind != Agency.Kind.OUTSIDE}
    owners = {one.agency_id for one in book().categories.values() if one.group == group} & ours
    return len(owners) == 1 and actor.holds_in(owners.pop(), Role.AGENCY_HEAD)
