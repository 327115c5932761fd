# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether two photos are one picture: they are laid on each other, and the share of places where they agree is counted.

A copy agrees nearly everywhere, also when it was cut, mirrored, recoloured, stamped or partly painted over. A second photo of
the same place agrees here and there at most: hand, light and noise differ from one press of the button to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from laksa.evidence.rules.prints import WINDOWS, Box, Floats

Fit: TypeAlias = NDArray[np.float64]  # left, upper, width, height

COLUMNS, ROWS, CELL = 8, 6, 12
WIDTH, HEIGHT = COLUMNS * CELL, ROWS * CELL
# A cell agrees when its pixels follow each other this closely (a correlation).
AGREES = 0.85
# The share of agreeing cells from which on two photos count as one picture. Source: `bin/laksa bench evidence --likeness`,
# drawn pictures: nearly all copies lie above it, second photos of a repaired place below.
COPY_SHARE = 0.65
# Fewer cells with something in them: nothing can be said (a wall, the night, a thumb).
LEAST_CELLS = 8
LEAST_SIDE = 16
# What varies less than this (in parts of the whole picture's variation) is empty sky or asphalt.
EMPTY = 0.08
ROUNDS = 12
STEP = 0.04


@dataclass(frozen=True)
class Agreement:
    """How much of two pictures agrees, and how one lies on the other."""

    share: float
    cells: int
    is_mirrored: bool
    is_cut: bool

    @property
    def is_copy(self) -> bool:
        return self.cells >= LEAST_CELLS and self.share >= COPY_SHARE


def compare(stored: Floats, new: Floats, *, box: Box = WINDOWS[0], is_mirrored: bool = False) -> Agreement:
    """Lay a new picture on a stored one, beginning at the window in which its print was found, and count."""
    turned = new[:, ::-1] if is_mirrored else new
    aim = _even(_sample(turned, np.array([0.0, 0.0, 1.0, 1.0])))
    fit = _lay(stored, aim, np.array(box, dtype=np.float64))
    agree = _cells(_even(_sample(stored, fit)), aim)
    share = float((agree > AGREES).mean()) if len(agree) else 0.0
    return Agreement(share, len(agree), is_mirrored, bool(fit[2] < 0.96 or fit[3] < 0.96))


def is_plain(picture: Floats) -> bool:
    """Whether there is too little in a picture to tell it from another."""
    if min(picture.shape) < LEAST_SIDE:
        return True
    even = _even(_sample(picture, np.array([0.0, 0.0, 1.0, 1.0])))
    return len(_cells(even, even)) < LEAST_CELLS


def _even(picture: Floats) -> Floats:
    """Return a picture without its brightness and contrast."""
    even = picture - picture.mean()
    return even / (np.sqrt((even * even).mean()) + np.float32(1.0))  # type: ignore[no-any-return]


def _sample(picture: Floats, fit: Fit) -> Floats:
    """Return the part of a picture that `fit` names, as 96 x 72 pixels between its own."""
    height, width = picture.shape
    across = np.clip((fit[0] + fit[2] * (np.arange(WIDTH) + 0.5) / WIDTH) * width - 0.5, 0, width - 1.001)
    down = np.clip((fit[1] + fit[3] * (np.arange(HEIGHT) + 0.5) / HEIGHT) * height - 0.5, 0, height - 1.001)
    columns, rows = across.astype(int), down.astype(int)
    share_x, share_y = (across - columns).astype(np.float32), (down - rows).astype(np.float32)[:, None]
    lines = picture[rows] * (1 - share_y) + picture[rows + 1] * share_y
    return lines[:, columns] * (1 - share_x) + lines[:, columns + 1] * share_x  # type: ignore[no-any-return]


def _lay(stored: Floats, aim: Floats, fit: Fit) -> Fit:
    """Return how the new picture lies on the stored one: shifted and scaled until they differ least.

    Source: Lucas and Kanade 1981, with weights, so that a painted-over part pulls nothing.
    """
    best, closest = fit, -2.0
    across, down = np.meshgrid((np.arange(WIDTH) + 0.5) / WIDTH, (np.arange(HEIGHT) + 0.5) / HEIGHT)
    for _round in range(ROUNDS):
        here = _even(_sample(stored, fit))
        likeness = float((here * aim).mean())
        if likeness > closest:
            best, closest = fit, likeness
        slope_y, slope_x = np.gradient(here)
        pull_x, pull_y = slope_x * WIDTH / fit[2], slope_y * HEIGHT / fit[3]
        pulls = np.stack([pull_x, pull_y, pull_x * across, pull_y * down], -1).reshape(-1, 4)
        rest = (aim - here).ravel()
        weighted = pulls / (1 + (rest / 0.5) ** 2)[:, None]
        step = np.clip(np.linalg.solve(weighted.T @ pulls + 1e-6 * np.eye(4), weighted.T @ rest), -STEP, STEP)
        fit = _inside(fit + step)
        if np.abs(step).max() < 2e-4:
            break
    return best


def _inside(fit: Fit) -> Fit:
    size = np.clip(fit[2:], 0.5, 1.02)
    return np.concatenate([np.clip(fit[:2], -0.02, 1.02 - size), size])


def _cells(one: Floats, other: Floats) -> NDArray[np.float64]:
    """Return how closely the cells follow each other, without those in which there is nothing."""
    first, second = _in_cells(one), _in_cells(other)
    spread_first, spread_second = first.std(1), second.std(1)
    agree = (first * second).mean(1) / (spread_first * spread_second + 1e-3)
    return np.asarray(agree[np.maximum(spread_first, spread_second) > EMPTY], dtype=np.float64)


def _in_cells(picture: Floats) -> Floats:
    cells = picture.reshape(ROWS, CELL, COLUMNS, CELL).swapaxes(1, 2).reshape(-1, CELL * CELL)
    return cells - cells.mean(1, keepdims=True)  # type: ignore[no-any-return]
