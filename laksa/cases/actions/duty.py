"""Who gets a case the moment it comes to an office: whoever is on duty there and holds least, else nobody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from laksa.cases.models import loads_of
from laksa.identity.models import OnDuty, find_on_duty
from laksa.identity.rules import Office


def take_on_duty(agency: str, unit: str | None, *, but: Collection[int | None], at: datetime) -> OnDuty | None:
    """Return who takes a case that comes to this office at `at`; None: it waits in the office's queue, as where there is no roster.

    Never somebody of `but`: they reported it themselves.
    """
    there = [one for one in find_on_duty([Office(agency, unit)], at=at) if one.user_id not in but]
    loads = loads_of([one.user_id for one in there]) if len(there) > 1 else {}
    # Of two who hold as many, the one whose own turn it is goes before a deputy.
    return min(there, key=lambda one: (loads.get(one.user_id, 0), bool(one.absent), one.user_id), default=None)


def duty_facts(taken: OnDuty) -> dict[str, Any]:
    """Return what the story says of it: who holds the case now, and that the roster says so."""
    return {"holder": taken.user_id, "holder_name": taken.name, "duty": {"absent": taken.absent}}
