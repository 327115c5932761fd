"""Turning raw cells into a row of a table, with a fault for each cell that can't be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from laksa.city.rules import cells
from laksa.city.rules.cells import BadCell
from laksa.city.rules.crews import crews
from laksa.city.rules.packs import Fault, Row
from laksa.city.rules.tables import Table

LineOf = Callable[[str], int]


def read_row(table: Table, raw: dict[str, Any], *, file: str, line_of: LineOf) -> tuple[Row, list[Fault]]:
    """Return the row and what is wrong in it. A cell that can't be read is missing from its values."""
    faults: list[Fault] = []
    row = Row(file, line_of(""), {}, {column.name: line_of(column.name) for column in table.columns})
    for column in table.columns:
        cell = raw.get(column.name, "")
        if cell == "":
            if column.required:
                faults.append(Fault(file, line_of(column.name), column.name, "is empty"))
                continue
            cell = column.default
        try:
            value = column.read(cell)
        except BadCell as bad:
            faults.append(Fault(file, line_of(column.name), column.name, str(bad)))
            continue
        is_link = column.field.endswith("_id")
        row.values[column.field] = (value or None) if is_link else value
    return row, faults


def unknown_columns(table: Table, names: list[str]) -> list[str]:
    """Return the columns that the table does not know: a typing mistake would silently lose them."""
    known = {column.name for column in table.columns} | table.ignored
    return [name for name in names if name not in known]


def missing_columns(table: Table, names: list[str]) -> list[str]:
    """Return the columns that every row must fill and the file has not."""
    return [column.name for column in table.columns if column.required and column.name not in names]


def read_city(raw: dict[str, Any], *, file: str, line_of: LineOf) -> tuple[Row, list[Fault]]:
    """Return the city of city.toml and what is wrong in it."""
    faults: list[Fault] = []
    values: dict[str, Any] = {}

    def keep(name: str, source: dict[str, Any], read: cells.Reader, field: str = "") -> None:
        try:
            values[field or name] = read(source[name])
        except KeyError:
            faults.append(Fault(file, line_of(name), name, "is missing"))
        except BadCell as bad:
            faults.append(Fault(file, line_of(name), name, str(bad)))

    for name in ("slug", "code", "name", "code_prefix"):
        keep(name, raw, _filled)
    keep("time_zone", raw, _time_zone)
    keep("languages", raw, cells.words)
    centre = raw["centre"] if isinstance(raw.get("centre"), dict) else {}
    keep("lat", centre, cells.latitude, "centre_lat")
    keep("lon", centre, cells.longitude, "centre_lon")
    keep("hours", raw, _hours)
    keep("contact", {"contact": {}, **raw}, _table)
    keep("emergency_number", {"emergency_number": "", **raw}, cells.text)
    tables = {"quiet": cells.quiet, "closing": cells.closing, "forward": cells.forward, "performance": cells.performance, "crews": crews}
    for name, read in tables.items():
        keep(name, {name: {}, **raw}, read)
    keep("neighbours", {"neighbours": [], **raw}, _neighbours)
    return Row(file, 1, values, {name: line_of(name) for name in ("neighbours", "performance")}), faults


def _filled(cell: Any) -> str:
    if not cells.text(cell):
        raise BadCell("is empty")
    return cells.text(cell)


def _time_zone(cell: Any) -> str:
    try:
        return ZoneInfo(cells.text(cell)).key
    except (ZoneInfoNotFoundError, ValueError):
        raise BadCell(f"is '{cell}': write a name such as Asia/Jakarta") from None


def _hours(cell: Any) -> dict[str, Any]:
    problem = cells.wrong_hours(cell)
    if problem:
        raise BadCell(problem)
    periods = [{"from": str(period["from"]), "to": str(period["to"]), "weekdays": period["weekdays"]} for period in cell.get("ramadan", [])]
    return {"weekdays": cell["weekdays"], "ramadan": periods}


def _table(cell: Any) -> dict[str, Any]:
    if not isinstance(cell, dict):
        raise BadCell("must be a table")
    return cell


def _neighbours(cell: Any) -> list[dict[str, Any]]:
    if not isinstance(cell, list):
        raise BadCell("write [[neighbours]] with name and points")
    for neighbour in cell:
        problem = _wrong_neighbour(neighbour)
        if problem:
            raise BadCell(problem)
    return cell


def _wrong_neighbour(neighbour: Any) -> str:
    if not isinstance(neighbour, dict) or not neighbour.get("name"):
        return "each neighbour needs a name"
    points = neighbour.get("points")
    if not isinstance(points, list) or not points:
        return f"{neighbour['name']} needs points [[lat, lon], ...]"
    try:
        for lat, lon in points:
            cells.latitude(lat), cells.longitude(lon)
    except (BadCell, TypeError, ValueError):
        return f"{neighbour['name']}: a point is a pair [lat, lon] in degrees"
    return ""
