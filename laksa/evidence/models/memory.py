# SPDX-License-Identifier: AGPL-3.0-or-later
"""The prints of all photos in this process's memory: read on the first look-up, then only what is new.

Signs lie one after the other, so that a look-up is three passes of the processor over them (296 bytes a photo). A photo that was
deleted stays in memory until the process ends and is then simply not found in the table.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from laksa.evidence.models.prints import PhotoPrint
from laksa.evidence.rules.prints import APART, PRINT_WORDS, Wanted, Words

Halves: TypeAlias = NDArray[np.uint32]

# Signs looked at in one go: what fits into the processor's nearest memory.
PIECE = 131_072
HALF, LOWER = np.uint64(32), np.uint64(0xFFFFFFFF)
ROWS_AT_ONCE = 5_000
# A row with a smaller number may be committed after one with a larger: so many of the last are asked for again.
OVERLAP = 200
GROWTH = 1.25


@dataclass
class Memory:
    """Keys and signs of all photos known to this process; those that a mirror leaves alone lie apart, they are read first."""

    known: int = 0
    keys: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    evens: Halves = field(default_factory=lambda: np.empty((0, PRINT_WORDS - 1), np.uint32))
    odds: Halves = field(default_factory=lambda: np.empty((0, PRINT_WORDS - 1), np.uint32))
    uppers: Halves = field(default_factory=lambda: np.empty((0, 2), np.uint32))
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def nbytes(self) -> int:
        """The bytes that it takes, with the room for what is to come."""
        return self.keys.nbytes + self.evens.nbytes + self.odds.nbytes + self.uppers.nbytes

    def refresh(self) -> int:
        """Read what has come since; return how many photos are known now."""
        with self.lock:
            begin = max(0, self.known - OVERLAP)
            after = int(self.keys[begin]) - 1 if self.known else 0
            rows = PhotoPrint.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "signs")
            places = {int(key): begin + place for place, key in enumerate(self.keys[begin : self.known])}
            keys: list[int] = []
            signs: list[bytes] = []
            for key, one in rows.iterator(chunk_size=ROWS_AT_ONCE):
                if key in places:
                    self._keep(places[key], bytes(one))
                    continue
                keys.append(key)
                signs.append(bytes(one))
                if len(keys) == ROWS_AT_ONCE:
                    self.add(keys, signs)
                    keys, signs = [], []
            self.add(keys, signs)
            return self.known

    def _keep(self, place: int, signs: bytes) -> None:
        """Write over a known row: its key may have been given anew after a transaction that came to nothing."""
        words = np.frombuffer(signs, dtype="<u8")
        if len(words) == PRINT_WORDS:
            self._write(place, place + 1, words.reshape(1, -1))

    def _write(self, start: int, end: int, words: Words) -> None:
        evens, odds = (words >> HALF).astype(np.uint32), words.astype(np.uint32)
        self.evens[start:end], self.odds[start:end] = evens[:, :-1], odds[:, :-1]
        self.uppers[start:end, 0], self.uppers[start:end, 1] = evens[:, -1], odds[:, -1]

    def add(self, keys: list[int], signs: list[bytes]) -> None:
        """Take in photos; what has another length than our prints is from another version and left out."""
        fitting = [place for place, one in enumerate(signs) if len(one) == PRINT_WORDS * 8]
        if not fitting:
            return
        words = np.frombuffer(b"".join(signs[place] for place in fitting), dtype="<u8").reshape(-1, PRINT_WORDS)
        self._make_room(self.known + len(fitting))
        end = self.known + len(fitting)
        self.keys[self.known : end] = [keys[place] for place in fitting]
        self._write(self.known, end, words)
        self.known = end

    def _make_room(self, wanted: int) -> None:
        if wanted <= len(self.keys):
            return
        room = max(wanted, int(len(self.keys) * GROWTH), 1_024)
        for name in ("keys", "evens", "odds", "uppers"):
            old = getattr(self, name)
            new = np.empty((room, *old.shape[1:]), old.dtype)
            new[: self.known] = old[: self.known]
            setattr(self, name, new)

    def near(self, whole: Wanted, upper: Wanted, *, most: int) -> list[int]:
        """Return the keys of photos with a window near enough, the nearest first, `most` of them."""
        best: dict[int, int] = {}
        known, upper_halves = self.known, self.uppers
        looks = (
            (whole, self.evens[:known].reshape(-1), self.odds[:known].reshape(-1), PRINT_WORDS - 1),
            (upper, upper_halves[:known, 0], upper_halves[:known, 1], 1),
        )
        for looked, evens, odds, windows in looks:
            for place, apart in _scan(evens, odds, looked):
                row = place // windows
                best[row] = min(apart, best.get(row, 64))
        nearest = sorted(best.items(), key=lambda one: one[1])[:most]
        return [int(self.keys[row]) for row, _apart in nearest]


def _scan(evens: Halves, odds: Halves, looked: Wanted) -> list[tuple[int, int]]:
    """Return (place, signs apart) of all that are near enough, straight or mirrored."""
    found: list[tuple[int, int]] = []
    signs, even_mask = np.uint32(looked.signs >> HALF), np.uint32(looked.even >> HALF)
    odd_signs, odd_mask = np.uint32(looked.signs & LOWER), np.uint32(looked.odd & LOWER)
    turns = np.uint8(looked.odd_count)
    differ, count, few = np.empty(PIECE, np.uint32), np.empty(PIECE, np.uint8), np.empty(PIECE, np.bool_)
    for start in range(0, len(evens), PIECE):
        piece = evens[start : start + PIECE]
        size = len(piece)
        np.bitwise_xor(piece, signs, out=differ[:size])
        np.bitwise_and(differ[:size], even_mask, out=differ[:size])
        np.bitwise_count(differ[:size], out=count[:size])
        # Half of the signs rules out nearly all; only what is left is reckoned to the end.
        left = np.flatnonzero(np.less_equal(count[:size], APART, out=few[:size]))
        if len(left):
            odd = np.bitwise_count((odds[left + start] ^ odd_signs) & odd_mask)
            apart = count[left] + np.minimum(odd, turns - odd)
            near = apart <= APART
            found += zip((left[near] + start).tolist(), apart[near].tolist(), strict=True)
    return found


_memory = Memory()


def memory() -> Memory:
    """Return this process's memory, with all that has been committed by now."""
    _memory.refresh()
    return _memory


def forget_memory() -> None:
    """Begin anew: tests and benches change databases under one process."""
    global _memory  # noqa: PLW0603 - one memory a process, as with the city's book
    _memory = Memory()
