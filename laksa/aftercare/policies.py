# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who keeps the list of those who look, and who sees what was drawn."""

from __future__ import annotations

from laksa.identity.rules import Actor, Role


def may_keep_checkers(actor: Actor, thing: object = None) -> bool:
    """Those who keep the system: never an office whose work is looked at."""
    return actor.holds(Role.SYSADMIN)


def may_see_checks(actor: Actor, thing: object = None) -> bool:
    """Those who keep the system and the lead of the control room: who looks at what, never the secret link."""
    return actor.holds(Role.SYSADMIN, Role.COORDINATOR)
