# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shares and quantiles, each with what it was made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Share:
    """A part of a whole, never printed without both."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """Per cent with two decimals, half up (domain m.8: 13,421 of 14,012 is 95.78); None of nothing."""
        if not self.whole:
            return None
        return (Decimal(100 * self.part) / self.whole).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)


NO_SHARE = Share(0, 0)


def quantile(ordered: Sequence[T], share: float) -> T | None:
    """Return the smallest of the rising values under which at least this share of them lie; None of nothing.

    The nearest rank: what is told was really measured of somebody's case.
    """
    if not ordered:
        return None
    rank = -(-round(share * 1_000) * len(ordered) // 1_000)
    return ordered[max(0, rank - 1)]
