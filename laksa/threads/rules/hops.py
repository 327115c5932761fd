# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passing a question on: counted, and at an end before it runs in a circle."""

from __future__ import annotations

# As for a case that no office takes: two refusals, then somebody must decide. Source: domain.md n.
HOPS_MOST = 3


def may_hop(hops: int, *, to_the_end: bool) -> bool:
    """Whether a thread that was passed on `hops` times may be passed on again; `to_the_end`: to the one who must decide."""
    return hops < HOPS_MOST or to_the_end
