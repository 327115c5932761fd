# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the city's own history says of a report: within how long eight of ten like it were done."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from laksa.insight.rules.measures import quantile

# Fewer than this say nothing of the next one. Source: issue 4, "silent under 20 of them".
LEAST_CASES = 20
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Quantiles:
    """How long some cases took, in seconds: one in ten less than `low`, one in ten more than `high`."""

    cases: int
    low: int
    middle: int
    high: int


def quantiles_of(seconds: Iterable[int]) -> Quantiles | None:
    """Return the quantiles of some lengths; None of nothing."""
    ordered = array("q", sorted(seconds))
    if not ordered:
        return None
    low, middle, high = (quantile(ordered, share) or 0 for share in (LOW, MIDDLE, HIGH))
    return Quantiles(len(ordered), low, middle, high)


@dataclass(frozen=True)
class Outlook:
    """Eight of ten like it took from `low` to `high` of a unit; `low` is 0 when the quickest took less than one."""

    cases: int
    low: int
    high: int
    unit: str  # "hour" or "day"


def outlook_of(found: Quantiles) -> Outlook | None:
    """Return what may be told of some quantiles: never narrower than measured; None of too few cases."""
    if found.cases < LEAST_CASES:
        return None
    unit, length = ("hour", HOUR) if timedelta(seconds=found.high) < DAY else ("day", DAY)
    each = int(length.total_seconds())
    low, high = found.low // each, max(1, -(-found.high // each))
    return Outlook(found.cases, low, high, unit)
