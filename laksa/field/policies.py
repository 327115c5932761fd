# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who goes out to places."""

from __future__ import annotations

from laksa.cases.policies import WORKERS
from laksa.identity.rules import Actor


def may_go_out(actor: Actor, _thing: object = None) -> bool:
    """Whoever works or leads work in an office of the city."""
    return any(post.agency_id and post.role in WORKERS for post in actor.posts)
