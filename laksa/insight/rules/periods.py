# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stretches of whole days, and how to add them up from days and months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days of the city's calendar, both ends included; `since` None means from the beginning."""

    since: date | None
    until: date

    @property
    def days(self) -> int:
        """How many days; 0 when it has no beginning."""
        return (self.until - self.since).days + 1 if self.since else 0

    def before(self) -> Period:
        """Return everything before it."""
        return Period(None, (self.since or date.min + ONE) - ONE)

    def previous(self) -> Period:
        """Return the period of the same length that ends where it begins."""
        first = self.since or self.until
        return Period(first - timedelta(days=self.days), first - ONE)


@dataclass(frozen=True)
class Leg:
    """One run of a tally: days or whole months, from the first to the last of them (the first of a month stands for it)."""

    grain: str  # "d" or "m"
    since: date | None
    until: date


def legs_of(period: Period) -> Iterator[Leg]:
    """Return the runs of months and days that together are the period, each day in exactly one of them."""
    start, end = period.since, period.until
    if start is not None and start > end:
        return
    first_month = None if start is None else start if start.day == 1 else _next_month(start)
    # The last month counts whole only when the period ends with it.
    after_months = _next_month(end) if (end + ONE).day == 1 else end.replace(day=1)
    if first_month is not None and first_month >= after_months:
        yield Leg("d", start, end)
        return
    if start is not None and first_month is not None and start < first_month:
        yield Leg("d", start, first_month - ONE)
    yield Leg("m", first_month, after_months - ONE)
    if after_months <= end:
        yield Leg("d", after_months, end)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
