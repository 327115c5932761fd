# SPDX-License-Identifier: AGPL-3.0-or-later
"""The print of a photo: 64 signs of its coarsest waves, for the whole and for the parts somebody might cut out of it.

Why not ImageHash: it brings scipy and PyWavelets (some 100 MB) for the twenty lines below, and has no mirrored look-up.
Source of the idea: pHash (Zauner 2010), the signs of the lowest coefficients of a discrete cosine transform.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Words: TypeAlias = NDArray[np.uint64]
Box: TypeAlias = tuple[float, float, float, float]  # left, upper, width, height, as parts of the whole

SIDE = 32  # a window is averaged to 32 x 32 before its waves are measured
# Windows of a stored photo: (part of its sides, how many along each). Their steps are what a window may be off and still
# be found (measured: `bin/laksa bench evidence`).
GRID = ((1.0, 1), (0.86, 3), (0.72, 5))
# Crews' camera apps stamp time and place on the lower edge: the upper part is looked up by itself.
STAMPED: Box = (0.0, 0.0, 1.0, 0.84)


def _windows() -> tuple[Box, ...]:
    found: list[Box] = []
    for part, many in GRID:
        steps = [(1 - part) * step / max(1, many - 1) for step in range(many)]
        found += [(left, upper, part, part) for upper in steps for left in steps]
    return (*found, STAMPED)


WINDOWS = _windows()
PRINT_WORDS = len(WINDOWS)
# Of a photo that is looked for only the strongest signs count: weak ones flip with the next JPEG. More of those that a mirror
# leaves alone, because they rule out a stranger for both ways at once.
STRONG_EVEN, STRONG_ODD = 24, 16
# How many strong signs may differ. With 36 windows and 1,000,000 photos about 50 strangers pass, and are then looked at.
APART = 5
# Among the few photos of one case more may: an edit changes more than a copy, and there are no strangers to keep out.
APART_OWN = 9
# A photo is laid on another from its likeliest windows: the nearest one is not always the one it was cut from.
STARTS = 3


@dataclass(frozen=True)
class Wanted:
    """The signs of a photo that is looked for: which, and which of them count; a mirrored photo flips those of `odd`."""

    signs: np.uint64
    even: np.uint64
    odd: np.uint64

    @property
    def odd_count(self) -> int:
        return int(np.bitwise_count(self.odd))

    def apart(self, stored: Words) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Return how many signs differ from stored ones: as it is, and mirrored."""
        differ = stored ^ self.signs
        odd = np.bitwise_count(differ & self.odd)
        even = np.bitwise_count(differ & self.even)
        return even + odd, even + (np.uint8(self.odd_count) - odd)


@dataclass(frozen=True, order=True)
class Start:
    """A window of a stored photo in which a new one may lie; `apart`: how many signs differ."""

    apart: int
    window: int
    is_mirrored: bool


def starts(whole: Wanted, upper: Wanted, stored: Words) -> list[Start]:
    """Return the likeliest windows of one stored photo, the nearest first."""
    found = []
    for looked, windows in ((whole, range(PRINT_WORDS - 1)), (upper, range(PRINT_WORDS - 1, PRINT_WORDS))):
        straight, turned = looked.apart(stored[windows.start : windows.stop])
        for window, same, mirrored in zip(windows, straight.tolist(), turned.tolist(), strict=True):
            # What agrees without its stamped edge lies as a whole on the whole.
            at = 0 if window == PRINT_WORDS - 1 else window
            found += [Start(same, at, False), Start(mirrored, at, True)]
    return sorted(found)[:STARTS]


def take_print(picture: Floats) -> Words:
    """Return the signs of every window of a grey picture, the whole first, the upper part last."""
    sums = _sums(picture)
    return np.array([_pack(_waves(_average(sums, box)) > 0) for box in WINDOWS], dtype=np.uint64)


def wanted(picture: Floats, box: Box = WINDOWS[0]) -> Wanted:
    """Return what to look for among stored prints, for a window of a new picture."""
    waves = _waves(_average(_sums(picture), box))
    return Wanted(_pack(waves > 0), _strongest(waves, ~_odd(), STRONG_EVEN), _strongest(waves, _odd(), STRONG_ODD))


def _strongest(waves: NDArray[np.float64], among: NDArray[np.bool_], many: int) -> np.uint64:
    counts = np.zeros(64, dtype=bool)
    counts[np.argsort(np.where(among, np.abs(waves), -1.0))[-many:]] = True
    return _pack(counts)


def _sums(picture: Floats) -> NDArray[np.float64]:
    """Return the sums over all pixels up and left of each corner: any window's average is then four look-ups a cell."""
    height, width = picture.shape
    sums = np.zeros((height + 1, width + 1))
    sums[1:, 1:] = picture.cumsum(0, dtype=np.float64).cumsum(1)
    return sums


def _average(sums: NDArray[np.float64], box: Box) -> NDArray[np.float64]:
    """Return a window as 32 x 32 averages; edges between pixels are shared out."""
    height, width = sums.shape[0] - 1, sums.shape[1] - 1
    left, upper, part_x, part_y = box
    ticks = np.arange(SIDE + 1) / SIDE
    rows = _between(sums, (upper + part_y * ticks) * height)
    corners = _between(rows.T, (left + part_x * ticks) * width).T
    return np.diff(np.diff(corners, axis=0), axis=1)


def _between(table: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rows of a table at places between its own."""
    at = np.clip(at, 0, len(table) - 1)
    first = np.minimum(at.astype(int), len(table) - 2)
    share = (at - first)[:, None]
    between: NDArray[np.float64] = table[first] * (1 - share) + table[first + 1] * share
    return between


@cache
def _cosines() -> NDArray[np.float64]:
    steps = np.arange(SIDE)
    waves: NDArray[np.float64] = np.cos(np.pi * (2 * steps[None] + 1) * steps[: 2 * SIDE // 3, None] / (2 * SIDE))
    return waves


@cache
def _order() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The 64 coarsest waves (rows, columns) without the mean brightness: 32 that a mirror leaves alone, then 32 that it turns."""
    places = sorted((row + column, row, column) for row in range(12) for column in range(12))[1:]
    even, odd = ([place for place in places if place[2] % 2 == side][:32] for side in (0, 1))
    return np.array([row for _, row, _ in even + odd]), np.array([column for _, _, column in even + odd])


@cache
def _odd() -> NDArray[np.bool_]:
    """Which waves change their sign in a mirror."""
    odd: NDArray[np.bool_] = _order()[1] % 2 == 1
    return odd


def _waves(cells: NDArray[np.float64]) -> NDArray[np.float64]:
    cosines = _cosines()
    return (cosines @ cells @ cosines.T)[_order()]


def _pack(signs: NDArray[np.bool_]) -> np.uint64:
    return np.packbits(signs).view(">u8")[0].astype(np.uint64)  # type: ignore[no-any-return]
