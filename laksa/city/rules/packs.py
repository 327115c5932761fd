"""What a city pack is made of: rows that remember where they stand, faults, and differences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a pack: where, and what to do about it. Line 0 is the file as a whole."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


@dataclass(slots=True)
class Row:
    """One row of a pack. `values` holds what could be read, under the names of the table's fields.

    `lines` says where a field stands when a row takes several lines.
    """

    file: str
    line: int
    values: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)

    def fault(self, column: str, message: str) -> Fault:
        """Return a fault of this row, at the line of the column."""
        return Fault(self.file, self.lines.get(column, self.line), column, message)


@dataclass(slots=True)
class Pack:
    """A pack as read from its folder; `faults` is what the reading itself found."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    digest: str = ""

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    @property
    def city(self) -> Row | None:
        rows = self.rows("city")
        return rows[0] if rows else None


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row that is not what the pack says; `by_staff` when the city itself changed it."""

    key: str
    field: str
    old: Any
    new: Any
    by_staff: bool = False


@dataclass(slots=True)
class TableDifference:
    added: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(slots=True)
class Difference:
    """What loading a pack does to a city, table by table. `removed` rows go out of use, they stay."""

    tables: dict[str, TableDifference] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.tables.values())

    def lines(self) -> list[str]:
        """Return the difference as text, one line for each row or field: `+` new, `~` changed, `-` out of use."""
        out: list[str] = []
        for name, table in self.tables.items():
            out += [f"+ {name} {key}" for key in table.added]
            for change in table.changed:
                tail = " (changed by staff)" if change.by_staff else ""
                out.append(f"~ {name} {change.key} {change.field}: {_short(change.old)} -> {_short(change.new)}{tail}")
            out += [f"- {name} {key}" for key in table.removed]
        return out

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many rows each table gains, changes and retires; tables without a change are left out."""
        return {
            name: {
                "added": len(table.added),
                "changed": len({change.key for change in table.changed}),
                "removed": len(table.removed),
            }
            for name, table in self.tables.items()
            if table
        }


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
