# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked after a case was called done, on paper: whom, when, how often, by which lot. No database, no clock."""

from __future__ import annotations

import enum
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


class Answer(enum.StrEnum):
    """What somebody outside the team says of a repair."""

    FINE = "fine"
    BROKEN = "broken"
    UNCLEAR = "unclear"  # could not be judged: locked, under water, not found


class Status(enum.StrEnum):
    """Where a check stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    LAPSED = "lapsed"  # nobody answered in time
    MOOT = "moot"  # the case was reopened before anybody looked


# Source: case-flow of the city desk, 7 (honest closing).
FOLLOW_UP_AFTER = timedelta(days=28)
# Somebody who was asked may say "no" this long, also beyond the 30 days that everybody has.
FOLLOW_UP_OPEN = timedelta(days=14)
RECURS_WITHIN = timedelta(days=30)
# The least distance that counts as the same place, in metres: two people seldom stand on the same spot.
LEAST_RADIUS = 100
CHECK_WORKING_DAYS = 5
# Nobody who looks for the city as a favour is given more at a time.
CHECKS_A_PERSON = 3
# A check that nobody answered, or could not, goes to somebody else this often in all.
DRAWS_A_CLOSING = 2
REOPENINGS_SEEN = timedelta(days=90)
# A share of fewer closings says nothing about a team.
LEAST_CLOSINGS = 10
WORDS_LIMIT = 1_000
PHOTO_LIMIT = 3


@dataclass(frozen=True)
class Shares:
    """The part of all closings that is looked at, in percent; data of the city (`[closing]` in city.toml).

    Doubled for a team whose reopenings exceed `many_reopenings_percent`, never above `third_eye_most_percent`.
    """

    third_eye_percent: int = 5
    many_reopenings_percent: int = 10
    third_eye_most_percent: int = 25

    def of(self, closings: int, *, reopened: int) -> int:
        """Return the percent for a team with so many closings in 90 days, of which so many were reopened."""
        many = closings >= LEAST_CLOSINGS and reopened * 100 > closings * self.many_reopenings_percent
        return min(self.third_eye_percent * (2 if many else 1), self.third_eye_most_percent)


def read_shares(data: Mapping[str, int]) -> Shares:
    """Return the city's shares; what it does not name is as usual."""
    known = {name: int(data[name]) for name in Shares.__dataclass_fields__ if name in data}
    return Shares(**known)


def lot(seed: str, key: str) -> float:
    """Return the lot of a thing, from 0 up to 1: anybody who knows the seed can draw it again, nobody can choose it."""
    drawn = hmac.new(seed.encode(), key.encode(), hashlib.sha256).digest()
    return int.from_bytes(drawn[:8], "big") / 2**64


def is_drawn(seed: str, key: str, percent: int) -> bool:
    """Whether the lot of `key` falls into the first `percent` of a hundred."""
    return lot(seed, key) * 100 < percent


def due_to_ask(ended_after: timedelta) -> bool:
    """Whether four weeks after the end have come, and not so long ago that the question would come out of nowhere."""
    return FOLLOW_UP_AFTER <= ended_after < FOLLOW_UP_AFTER + FOLLOW_UP_OPEN


def radius_of(join_radius_m: int) -> int:
    """Return how near counts as the same place for a category, in metres."""
    return max(join_radius_m, LEAST_RADIUS)


@dataclass(frozen=True)
class Told:
    """One entry of a story that says something about a closing: its kind and when."""

    kind: str
    at: datetime


@dataclass
class Turn:
    """One declaration that a fault is gone, as the story tells it; `number` counts from 1."""

    number: int
    declared_at: datetime
    ended_at: datetime | None = None
    reopened_at: datetime | None = None


TELLING = frozenset({"resolved", "confirmed", "closed", "reopened"})


def turns_of(story: Iterable[Told]) -> list[Turn]:
    """Return every closing that a story (oldest first) tells; what comes before the first declaration belongs to none.

    The end is the last "yes" or silence before a reopening: a late confirmation counts from its own day.
    """
    turns: list[Turn] = []
    for told in story:
        if told.kind == "resolved":
            turns.append(Turn(len(turns) + 1, told.at))
        elif not turns or turns[-1].reopened_at is not None:
            continue
        elif told.kind == "reopened":
            turns[-1].reopened_at = told.at
        elif told.kind in TELLING:
            turns[-1].ended_at = told.at
    return turns
