# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a crew's day is reckoned: the table [field] of city.toml. It is checked here, and kept by whoever plans with it."""

from __future__ import annotations

from typing import Any

from laksa.city.rules.cells import SEVERITIES
from laksa.city.rules.packs import Fault, Row
from laksa.city.rules.rows import LineOf

# What a number may be: slower is walking, faster no town; nobody's way is shorter than a straight line; a day at one place at most.
BOUNDS = {"speed_kmh": (5, 80), "detour_percent": (100, 300)}
MINUTES = (1, 480)


def read_field(raw: dict[str, Any], *, file: str, line_of: LineOf) -> tuple[Row, list[Fault]]:
    """Return the numbers of [field] and what is wrong with them; what is not named is as usual, without the table all of it."""
    cell = raw.get("field", {})
    row = Row(file, line_of("field"), {}, {})
    if not isinstance(cell, dict):
        return row, [row.fault("field", "write [field] as a table")]
    faults = []
    for name, value in cell.items():
        fault = _wrong(name, value)
        if fault:
            faults.append(row.fault("field", f"{name}: {fault}"))
        else:
            row.values[name] = value
    return row, faults


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
