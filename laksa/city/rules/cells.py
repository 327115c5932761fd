"""Reading one cell of a pack, from CSV text or a TOML value, into what the table keeps."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

Reader = Callable[[Any], Any]


class BadCell(ValueError):
    """The cell can't be read; the message says what it should be."""


def text(cell: Any) -> str:
    """Return trimmed text."""
    if not isinstance(cell, str):
        raise BadCell(f"is {cell!r}: write a text in quotes")
    return cell.strip()


def flag(cell: Any) -> bool:
    """Return yes or no; an empty cell is no."""
    words = {"yes": True, "no": False, "": False, True: True, False: False}
    if isinstance(cell, str):
        cell = cell.strip().lower()
    if not isinstance(cell, str | bool) or cell not in words:
        raise BadCell(f"is '{cell}': write yes or no")
    return words[cell]


def number(cell: Any) -> float | None:
    """Return a number that is not negative, or None for an empty cell."""
    if cell in ("", None):
        return None
    value = _float(cell)
    if value < 0:
        raise BadCell(f"is '{cell}': must not be negative")
    return value


def share(cell: Any) -> float:
    """Return a share between 0 and 1."""
    value = _float(cell)
    if not 0 <= value <= 1:
        raise BadCell(f"is '{cell}': write a share between 0 and 1")
    return value


def weight(cell: Any) -> float:
    """Return a weight, 1 when the cell is empty; it may be negative."""
    return 1.0 if cell in ("", None) else _float(cell)


def whole(cell: Any) -> int:
    """Return a whole number that is not negative; an empty cell is 0."""
    value = number(cell) or 0.0
    if value != int(value):
        raise BadCell(f"is '{cell}': write a whole number")
    return int(value)


def whole_or_none(cell: Any) -> int | None:
    """Return a whole number that is not negative, or None for an empty cell."""
    return None if cell in ("", None) else whole(cell)


def signed(cell: Any) -> int | None:
    """Return a whole number, which may be negative, or None for an empty cell."""
    if cell in ("", None):
        return None
    value = _float(cell)
    if value != int(value):
        raise BadCell(f"is '{cell}': write a whole number")
    return int(value)


def latitude(cell: Any) -> float:
    """Return degrees between -90 and 90."""
    return _degrees(cell, 90)


def longitude(cell: Any) -> float:
    """Return degrees between -180 and 180."""
    return _degrees(cell, 180)


def day(cell: Any) -> date:
    """Return an ISO date."""
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip())
    except ValueError:
        raise BadCell(f"is '{cell}': write a date such as 2026-08-17") from None


def words(cell: Any) -> list[str]:
    """Return a list of texts, from a TOML list or a cell with `|` between them."""
    parts = cell if isinstance(cell, list) else text(cell).split("|")
    return [text(part) for part in parts if text(part)]


def json_list(cell: Any) -> list[Any]:
    """Return a JSON list; an empty cell is an empty list."""
    if not str(cell).strip():
        return []
    try:
        value = json.loads(cell)
    except ValueError as error:
        raise BadCell(f"is not JSON: {error}") from None
    if not isinstance(value, list):
        raise BadCell("must be a JSON list")
    return value


def hours(cell: Any) -> dict[str, Any] | None:
    """Return an agency's own hours: empty for the city's, `always`, or JSON in the shape of city.toml's [hours]."""
    cell = text(cell)
    if not cell:
        return None
    if cell == "always":
        return {"always": True}
    try:
        value = json.loads(cell)
    except ValueError as error:
        raise BadCell(f"is neither 'always' nor JSON: {error}") from None
    problem = wrong_hours(value)
    if problem:
        raise BadCell(problem)
    return dict(value)


def quiet(cell: Any) -> dict[str, str]:
    """Return the hours of the night as `{"from": "21:00", "to": "07:00"}`; an empty table means that there are none."""
    if not isinstance(cell, dict) or not all(_is_time(cell.get(name)) and cell[name] != "24:00" for name in ("from", "to") if cell):
        raise BadCell("write [quiet] with from and to, such as '21:00' and '07:00'")
    return {name: cell[name] for name in ("from", "to") if name in cell}


CLOSING = ("third_eye_percent", "many_reopenings_percent", "third_eye_most_percent")


def closing(cell: Any) -> dict[str, int]:
    """Return the shares of closings that others look at, in whole percent; what is not named is as usual."""
    if not isinstance(cell, dict) or not all(name in CLOSING and _is_percent(value) for name, value in cell.items()):
        raise BadCell(f"write [closing] with whole numbers from 0 to 100 for {', '.join(CLOSING)}")
    return dict(cell)


PRIORITIES_MOST = 50


def forward(cell: Any) -> dict[str, int]:
    """Return how many reports a week an official may push forward with priority; an empty table leaves it at the usual."""
    if not isinstance(cell, dict) or not all(name == "priority_per_week" and _is_count(value) for name, value in cell.items()):
        raise BadCell(f"write [forward] with priority_per_week, a whole number from 0 to {PRIORITIES_MOST}")
    return dict(cell)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= PRIORITIES_MOST


# What a point rule may be: what is earned, what it costs, and what bounds both.
EARNED = ("answered_in_time", "confirmed_by_citizen", "passed_random_check")
COSTS = ("reopened_after_false_close", "ping_pong_without_reason", "unverifiable_close")
BOUNDS = {"month_cap": 1_000, "false_close_days": 366, "held_late_percent": 100}
SEVERITIES = ("ringan", "sedang", "berat")
SEVERITY_MOST = 500


def performance(cell: Any) -> dict[str, Any]:
    """Return what a verified act is worth for e-Kinerja, and which office may read all files; what is not named is as usual."""
    if not isinstance(cell, dict):
        raise BadCell("write [performance] as a table")
    for name, value in cell.items():
        if name == "personnel" and (not isinstance(value, str) or not value):
            raise BadCell("[performance] personnel: write the slug of the office that reads all files, or leave the line out")
        if name != "personnel" and not _is_point_rule(name, value):
            raise BadCell(f"[performance] {name}: what is earned is 0 to 100, what it costs -100 to 0, a bound within its limit, all whole")
    return dict(cell)


def _is_point_rule(name: str, value: Any) -> bool:
    if name == "severity_percent":
        return isinstance(value, dict) and all(key in SEVERITIES and _within(part, 0, SEVERITY_MOST) for key, part in value.items())
    if name in EARNED:
        return _within(value, 0, 100)
    if name in COSTS:
        return _within(value, -100, 0)
    return name in BOUNDS and _within(value, 0, BOUNDS[name])


def _within(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_percent(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100


def one_of(*options: str) -> Reader:
    """Return a reader that takes only these words."""

    def read(cell: Any) -> str:
        if text(cell) not in options:
            raise BadCell(f"is '{cell}': write one of {', '.join(options)}")
        return text(cell)

    return read


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def wrong_hours(value: Any) -> str:
    """Return what is wrong with opening hours (`weekdays`, `ramadan`), empty when nothing is."""
    if not isinstance(value, dict) or not isinstance(value.get("weekdays"), dict):
        return "needs weekdays with mon .. sun"
    periods = value.get("ramadan", [])
    if not isinstance(periods, list) or not all(isinstance(period, dict) for period in periods):
        return "ramadan: write [[hours.ramadan]] with from, to and weekdays"
    problems = [_wrong_week(week) for week in (value["weekdays"], *(period.get("weekdays") for period in periods))]
    return next(filter(None, problems), "") or next(filter(None, map(_wrong_period, periods)), "")


def _wrong_week(week: Any) -> str:
    if not isinstance(week, dict) or set(week) != set(WEEKDAYS):
        return f"each week needs exactly the days {', '.join(WEEKDAYS)}"
    for name, spans in week.items():
        is_pairs = isinstance(spans, list) and all(isinstance(span, list) and len(span) == 2 for span in spans)
        if not is_pairs or not _ascending([moment for span in spans for moment in span]):
            return f"{name}: write pairs of times in order, such as [['07:30', '12:00']]"
    return ""


def _wrong_period(period: dict[str, Any]) -> str:
    try:
        is_backwards = day(period["from"]) > day(period["to"])
    except (BadCell, KeyError) as error:
        return f"ramadan: {error}"
    return "ramadan: 'to' comes before 'from'" if is_backwards else ""


def _ascending(moments: list[Any]) -> bool:
    return all(_is_time(one) for one in moments) and all(earlier < later for earlier, later in pairwise(moments))


def _is_time(moment: Any) -> bool:
    return isinstance(moment, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d|24:00", moment) is not None


def _degrees(cell: Any, limit: int) -> float:
    value = _float(cell)
    if not -limit <= value <= limit:
        raise BadCell(f"is '{cell}': must lie between -{limit} and {limit} degrees")
    return value


def _float(cell: Any) -> float:
    try:
        value = float(cell)
    except (TypeError, ValueError):
        raise BadCell(f"is '{cell}': write a number") from None
    if not math.isfinite(value):
        raise BadCell(f"is '{cell}': write a number")
    return value
