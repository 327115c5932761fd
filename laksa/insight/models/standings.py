# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the tallies say: where the cases of a period stand, whole and by each thing they can be cut by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from laksa.insight.models.statements import reading
from laksa.insight.rules import EMERGENCY, EXAMPLE, SEALED, Flow, Leg, Period, Standing, legs_of
from laksa.insight.rules.periods import ONE


@dataclass(frozen=True)
class Cell:
    """The standing of one key, kind and set of marks."""

    key: str
    kind: str
    marks: int
    standing: Standing


@dataclass(frozen=True)
class Cut:
    """The cases of a period cut by one thing; however they are added up, the sum is the same cases."""

    cells: tuple[Cell, ...] = ()

    @property
    def whole(self) -> Standing:
        return Standing.sum(cell.standing for cell in self.cells)

    def by_key(self) -> dict[str, Standing]:
        """Return the standing of each key that has cases."""
        return self._by(lambda cell: cell.key)

    def by_kind(self) -> dict[str, Standing]:
        """Return the standing of each kind: what is wrong is never mixed with what is only asked (domain m.3)."""
        return self._by(lambda cell: cell.kind)

    def marked(self, mark: int) -> Standing:
        """Return the standing of the cases with this mark."""
        return Standing.sum(cell.standing for cell in self.cells if cell.marks & mark)

    def _by(self, name: Callable[[Cell], str]) -> dict[str, Standing]:
        groups: dict[str, list[Standing]] = {}
        for cell in self.cells:
            groups.setdefault(name(cell), []).append(cell.standing)
        sums = {key: Standing.sum(group) for key, group in groups.items()}
        return {key: standing for key, standing in sums.items() if standing}


@dataclass(frozen=True)
class Balance:
    """A period by when cases were received, as they stand now, and by what ended in it; all of one moment.

    `kinds` and `examples`, `sealed`, `emergencies` are parts of `standing`.
    """

    period: Period
    by: Mapping[str, Cut]
    flow: Flow
    kinds: Mapping[str, Standing] = field(default_factory=dict)
    examples: int = 0
    sealed: int = 0
    emergencies: Standing = field(default_factory=Standing)

    @property
    def standing(self) -> Standing:
        return self._first.whole

    @property
    def _first(self) -> Cut:
        return next(iter(self.by.values()))

    @property
    def problems(self) -> list[str]:
        """The cuts that do not add up to the same cases; empty when all do."""
        return [name for name, cut in self.by.items() if cut.whole != self.standing]


def balance(period: Period, *, by: Iterable[str] = ("agency", "village"), key: str | None = None) -> Balance:
    """Return where the cases received in a period stand, from the tallies; one query, one moment.

    `by` names the cuts wanted (CUTS). With `key` only that key of the first counts; what ended is then known for agencies alone.
    """
    names = [next(iter(by))] if key is not None else list(by)
    legs, early = list(legs_of(period)), list(legs_of(period.before())) if period.since else []
    # All that came before is asked of the smallest cut, unless it is one agency's.
    wanted = [(name, legs) for name in names] + [("ended", legs), ("agency" if key is not None else "severity", early), ("ended", early)]
    if key is not None and names[0] != "agency":
        wanted = wanted[:1]
    cuts = _read(wanted, key=key)
    first, (ended, came_before, ended_before) = cuts[0], ([cut.whole for cut in cuts[len(names) :]] or [Standing()] * 3)
    return Balance(
        period=period,
        by=dict(zip(names, cuts, strict=False)),
        flow=Flow(came_before.total - ended_before.total, first.whole.total, ended),
        kinds=first.by_kind(),
        examples=first.marked(EXAMPLE).total,
        sealed=first.marked(SEALED).total,
        emergencies=first.marked(EMERGENCY),
    )


def _read(wanted: Sequence[tuple[str, Sequence[Leg]]], *, key: str | None) -> list[Cut]:
    statement, values = reading(wanted, key=key)
    found: list[list[Cell]] = [[] for _ in wanted]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for number, name, kind, marks, *counts in cursor.fetchall():
            found[number].append(Cell(name, kind, marks, Standing(tuple(int(count) for count in counts))))
    return [Cut(tuple(cells)) for cells in found]


def bounds(period: Period) -> tuple[datetime | None, datetime]:
    """Return the moment a period begins (None: no beginning) and the moment just after it, by the city's clock."""
    return None if period.since is None else midnight(period.since), midnight(period.until + ONE)


def midnight(day: date) -> datetime:
    """Return the first moment of a day of the city."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(settings.TIME_ZONE))
