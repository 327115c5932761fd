"""Who looks after what could not be told."""

from __future__ import annotations

from laksa.identity.rules import Actor, Role
from laksa.outbox.models import Message

KEEPERS = (Role.SYSADMIN, Role.COORDINATOR)


def may_see_outbox(actor: Actor, thing: object = None) -> bool:
    """Those who keep the system running and the lead of the control room: subjects and reasons, never the words."""
    return actor.holds(*KEEPERS)


def may_retry(actor: Actor, message: Message) -> bool:
    """The same people."""
    return actor.holds(*KEEPERS)
