# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a crew will be at each place of its day, roughly: the way there at a town's speed, and some minutes of work at each.

Pauses, traffic and what the work really takes are not known; a time is said to five minutes, and never as a promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

SAID_TO = timedelta(minutes=5)


@dataclass(frozen=True)
class Pace:
    """How fast a crew gets around: a proposal until the city's pack says otherwise ([crews] of city.toml)."""

    speed_kmh: int = 20
    detour_percent: int = 130  # the road against the straight line
    work_minutes: Mapping[str, int] = field(default_factory=lambda: {"ringan": 20, "sedang": 40, "berat": 90})

    def travel(self, km: float) -> timedelta:
        """Return how long a way takes that is so long as the crow flies."""
        return timedelta(hours=km * self.detour_percent / 100 / self.speed_kmh)

    def work(self, severity: str) -> timedelta:
        """Return how long the work at a place takes."""
        return timedelta(minutes=self.work_minutes[severity])


def read_pace(numbers: Mapping[str, Any]) -> Pace:
    """Return the pace that a city's pack describes; what it does not name is as usual."""
    usual = Pace()
    minutes = {**usual.work_minutes, **numbers.get("work_minutes", {})}
    return replace(usual, **{**numbers, "work_minutes": minutes})


@dataclass(frozen=True)
class Visit:
    """A place in the order of the day: how far from the one before (None where nobody knows), and how long the work is."""

    key: str
    km: float | None
    severity: str
    is_placed: bool = True


@dataclass(frozen=True)
class Arrival:
    """When a crew comes to a place; `is_late`: not before its office closes."""

    at: datetime
    is_late: bool


def arrivals(visits: Iterable[Visit], *, begins: datetime, closes: datetime | None, pace: Pace) -> dict[str, Arrival]:
    """Return when each place is reached by who begins at `begins`; a place that nobody knows has no time, but its work counts.

    The way to the first is unknown unless it begins somewhere: the crew is taken to be there. `closes` None: the office does not open.
    """
    found: dict[str, Arrival] = {}
    now = begins
    for visit in visits:
        now += pace.travel(visit.km) if visit.km is not None else timedelta(0)
        if visit.is_placed:
            said = _rounded(now)
            found[visit.key] = Arrival(said, closes is not None and said >= closes)
        now += pace.work(visit.severity)
    return found


def _rounded(moment: datetime) -> datetime:
    """Return the nearest five minutes; what lies in the middle is said later."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour + (moment - hour + SAID_TO / 2) // SAID_TO * SAID_TO
