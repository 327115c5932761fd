# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a crew's day is reckoned: the table [crews] of city.toml."""

from __future__ import annotations

from typing import Any

from laksa.city.rules.cells import SEVERITIES, BadCell

# What a number may be: slower is walking, faster no town; nobody's way is shorter than a straight line; a day at one place at most.
BOUNDS = {"speed_kmh": (5, 80), "detour_percent": (100, 300)}
MINUTES = (1, 480)


def crews(cell: Any) -> dict[str, Any]:
    """Return a town's speed, its detours and the minutes of work at a place; what is not named is as usual."""
    if not isinstance(cell, dict):
        raise BadCell("write [crews] as a table")
    for name, value in cell.items():
        fault = _wrong(name, value)
        if fault:
            raise BadCell(f"[crews] {name}: {fault}")
    return dict(cell)


def _wrong(name: str, value: Any) -> str:
    if name in BOUNDS:
        return _outside(value, *BOUNDS[name])
    if name != "work_minutes":
        return f"is not known here: write {', '.join([*BOUNDS, 'work_minutes'])}"
    if not isinstance(value, dict) or not set(value) <= set(SEVERITIES):
        return f"write minutes for {', '.join(SEVERITIES)}"
    return next(filter(None, (_outside(minutes, *MINUTES) for minutes in value.values())), "")


def _outside(value: Any, least: int, most: int) -> str:
    is_right = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    return "" if is_right else f"write a whole number from {least} to {most}"
