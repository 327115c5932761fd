# SPDX-License-Identifier: AGPL-3.0-or-later
"""The order in which a crew drives to its places: what is urgent first, then nearest neighbour, then 2-opt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, radians, sin, sqrt

Point = tuple[float, float]  # lat, lon in WGS 84
Table = list[list[float]]

EARTH_KM = 6371.0
# A round of improving ends when nothing gets shorter; a day of 60 places needs far fewer.
MOST_ROUNDS = 40
# Shorter by less than a metre is the same way.
GAIN_KM = 0.001


@dataclass(frozen=True)
class Stop:
    """A place to go to: in which band of the day it comes, until when, and where it is (None: nobody knows)."""

    key: str
    band: int
    due_at: datetime
    point: Point | None


@dataclass(frozen=True)
class Leg:
    """A place in its order, and how far it is from the one before (None where either is unknown)."""

    key: str
    km: float | None


def drive(stops: Sequence[Stop], *, start: Point | None = None) -> list[Leg]:
    """Return the stops in the order they are driven to.

    Band 0 keeps the order of its due times, whatever the way; each later band is the shortest way found from where
    the band before has ended. A stop without a point comes last in its band, by due time. Without a `start` the way
    begins at the stop that is due first.
    """
    legs: list[Leg] = []
    here = start
    for band in sorted({stop.band for stop in stops}):
        ours = sorted((stop for stop in stops if stop.band == band), key=lambda stop: (stop.due_at, stop.key))
        known = ours if band == 0 else [stop for stop in ours if stop.point is not None]
        ordered = known if band == 0 else _shortest(known, here)
        for stop in [*ordered, *(stop for stop in ours if stop not in known)]:
            legs.append(Leg(stop.key, kilometres(here, stop.point) if here and stop.point else None))
            here = stop.point or here
    return legs


def kilometres(one: Point, other: Point) -> float:
    """Return the distance over ground as the crow flies (haversine)."""
    low, high = radians(one[0]), radians(other[0])
    north, east = high - low, radians(other[1] - one[1])
    return 2 * EARTH_KM * asin(min(1.0, sqrt(sin(north / 2) ** 2 + cos(low) * cos(high) * sin(east / 2) ** 2)))


def _shortest(stops: list[Stop], start: Point | None) -> list[Stop]:
    """Return a short way through all stops that begins at `start` (not itself a stop), else at the first of them."""
    points = [stop.point for stop in stops if stop.point is not None]
    if start is not None:
        points = [start, *points]
    if len(points) < 3:
        return stops
    table = [[kilometres(one, other) for other in points] for one in points]
    order = _improved(_nearest(table), table)
    shift = 1 if start is not None else 0
    return [stops[number - shift] for number in order if number >= shift]


def _nearest(table: Table) -> list[int]:
    """Return the way that always goes on to the nearest place not yet visited."""
    order, left = [0], set(range(1, len(table)))
    while left:
        row = table[order[-1]]
        following = min(left, key=lambda number: (row[number], number))
        order.append(following)
        left.remove(following)
    return order


def _improved(order: list[int], table: Table) -> list[int]:
    """Turn stretches around while that makes the way shorter (2-opt on an open way whose beginning is fixed)."""
    for _round in range(MOST_ROUNDS):
        if not _turn_once_around(order, table):
            break
    return order


def _turn_once_around(order: list[int], table: Table) -> bool:
    last, is_better = len(order) - 1, False
    for first in range(1, last):
        before, begin = order[first - 1], order[first]
        near = table[before]
        for until in range(first + 1, last + 1):
            end = order[until]
            old, new = near[begin], near[end]
            if until < last:
                old, new = old + table[end][order[until + 1]], new + table[begin][order[until + 1]]
            if new < old - GAIN_KM:
                order[first : until + 1] = order[first : until + 1][::-1]
                begin, is_better = order[first], True
    return is_better
