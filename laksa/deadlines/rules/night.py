# SPDX-License-Identifier: AGPL-3.0-or-later
"""The hours in which nobody of the staff is told of anything but emergencies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Night:
    """From `start` to `end` by the clocks of `zone`; it may pass midnight. Equal ends mean that there is none."""

    start: time
    end: time
    zone: tzinfo

    @property
    def is_any(self) -> bool:
        return self.start != self.end

    def covers(self, at: datetime) -> bool:
        """Whether `at` lies in the night; its end is morning."""
        now = at.astimezone(self.zone).time()
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def morning(self, at: datetime) -> datetime:
        """Return the end of the night that `at` lies in; `at` itself by day."""
        if not self.covers(at):
            return at
        local = at.astimezone(self.zone)
        ends = local.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        return ends if ends > local else ends + timedelta(days=1)

    def sendable_at(self, at: datetime, *, is_emergency: bool) -> datetime:
        """Return when what falls due at `at` may be told: at once for an emergency or by day, else in the morning."""
        return at if is_emergency else self.morning(at)

    def between(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Return the nights from `start` to `end`, cut off at both."""
        if not self.is_any or start >= end:
            return []
        nights = []
        day = start.astimezone(self.zone) - timedelta(days=1)
        while day.date() <= end.astimezone(self.zone).date():
            begins = day.replace(hour=self.start.hour, minute=self.start.minute, second=0, microsecond=0)
            ends = begins.replace(hour=self.end.hour, minute=self.end.minute) + timedelta(days=int(self.end < self.start))
            if max(begins, start) < min(ends, end):
                nights.append((max(begins, start), min(ends, end)))
            day += timedelta(days=1)
        return nights


def read_night(data: Mapping[str, str], zone: tzinfo) -> Night:
    """Return the night that a city's data name (`{"from": "21:00", "to": "07:00"}`); none for an empty table."""
    if not data:
        return Night(time(0), time(0), zone)
    return Night(time.fromisoformat(data["from"]), time.fromisoformat(data["to"]), zone)
