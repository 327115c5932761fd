# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where cases stand: every case in exactly one state, and so in exactly one part of the balance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import add

from laksa.cases.rules import OPEN, Balance, State, balance_slot

# The order of the counters in the tallies.
STATES: tuple[State, ...] = tuple(State)
_SLOTS = tuple(balance_slot(state) for state in STATES)
_OPEN = tuple(state for state in STATES if state in OPEN)
# The ways a case can have ended, in the order of the balance.
OUTCOMES: tuple[State, ...] = (State.CONFIRMED, State.CLOSED, State.ANSWERED, State.REJECTED, State.MERGED, State.WITHDRAWN)
# What marks a case in the tallies; the bits add up.
EXAMPLE, SEALED, EMERGENCY = 1, 2, 4

_NONE = (0,) * len(STATES)


@dataclass(frozen=True)
class Standing:
    """How many cases are in each state; two of them add up."""

    counts: tuple[int, ...] = _NONE

    @classmethod
    def of(cls, counted: Iterable[tuple[str, int]]) -> Standing:
        """Make one of (state, number) pairs."""
        numbers = dict(counted)
        return cls(tuple(numbers.get(state.value, 0) for state in STATES))

    @classmethod
    def sum(cls, standings: Iterable[Standing]) -> Standing:
        """Add many up at once."""
        return cls(tuple(map(sum, zip(*(one.counts for one in standings), strict=True))) or _NONE)

    def __add__(self, other: Standing) -> Standing:
        return Standing(tuple(map(add, self.counts, other.counts)))

    def __bool__(self) -> bool:
        return any(self.counts)

    def __getitem__(self, state: State) -> int:
        return self.counts[STATES.index(state)]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def open_states(self) -> list[tuple[State, int]]:
        """What is open, split by state, in the order of a case's life; empty states are left out."""
        return [(state, self[state]) for state in _OPEN if self[state]]

    @property
    def open(self) -> int:
        return self.balance.open

    @property
    def ended(self) -> int:
        return self.total - self.open

    @property
    def balance(self) -> Balance:
        slots: dict[str, int] = {}
        for slot, number in zip(_SLOTS, self.counts, strict=True):
            slots[slot] = slots.get(slot, 0) + number
        return Balance(**slots)


@dataclass(frozen=True)
class Flow:
    """A period by what came and what ended in it: open before + came - ended = open after."""

    open_before: int
    came: int
    ended: Standing

    @property
    def open_after(self) -> int:
        return self.open_before + self.came - self.ended.total
