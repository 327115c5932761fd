# SPDX-License-Identifier: AGPL-3.0-or-later
"""The SQL of the tallies, the same for both databases but for a few words: adding up, reading, recounting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from laksa.insight.models.tally import COUNTERS, CUTS
from laksa.insight.rules import Leg

CELL = "cut, grain, day, key, kind, marks"
NUMBERS = ", ".join(COUNTERS)
# One row of Delta as the counters of a tally.
_COUNTED = ", ".join(f"SUM(CASE WHEN state = '{name}' THEN sign ELSE 0 END) AS {name}" for name in COUNTERS)
_SUMMED = ", ".join(f"SUM({name}) AS {name}" for name in COUNTERS)
_MORE = ", ".join(f"{name} = insight_tally.{name} + excluded.{name}" for name in COUNTERS)


def _month(day: str) -> str:
    return f"date_trunc('month', {day})::date" if connection.vendor == "postgresql" else f"date({day}, 'start of month')"


def spread(source: str) -> str:
    """Return the rows of `source` (shaped as Delta) as cells of every cut, by day and by month."""
    parts = []
    for cut, (key, on) in CUTS.items():
        for grain, day in (("d", on), ("m", _month(on))):
            parts.append(
                f"SELECT '{cut}' AS cut, '{grain}' AS grain, {day} AS day, {key} AS key, kind, marks, {_COUNTED} FROM {source} "  # noqa: S608 - names of ours
                f"WHERE {on} IS NOT NULL GROUP BY {day}, {key}, kind, marks"
            )
    return " UNION ALL ".join(parts)


def add_up() -> list[str]:
    """Return the statements that move the deltas up to a number (%s in each) into the tallies, exactly once."""
    # The order is the same for everybody who adds up, so that two of them wait for one another rather than for ever.
    put = (
        f"INSERT INTO insight_tally ({CELL}, {NUMBERS}) SELECT {CELL}, {NUMBERS} FROM ({spread('gone')}) cells "  # noqa: S608 - names of ours
        f"WHERE true ORDER BY {CELL} ON CONFLICT ({CELL}) DO UPDATE SET {_MORE}"
    )
    if connection.vendor == "postgresql":
        # In one statement: what is added up and what is taken away are the same rows, also while others write.
        return [f"WITH gone AS MATERIALIZED (DELETE FROM insight_delta WHERE id <= %s RETURNING *) {put}"]  # noqa: S608 - names of ours
    return [
        f"WITH gone AS (SELECT * FROM insight_delta WHERE id <= %s) {put}",  # noqa: S608 - names of ours
        "DELETE FROM insight_delta WHERE id <= %s",
    ]


def reading(cuts: Sequence[tuple[str, Sequence[Leg]]], *, key: str | None) -> tuple[str, list[Any]]:
    """Return the one statement that sums these cuts over their legs, pending deltas included; rows are cut, key, kind, marks, counters."""
    parts, values = [], list[Any]()
    for number, (cut, legs) in enumerate(cuts):
        column, on = CUTS[cut]
        for leg in legs:
            where, given = _between("day", leg)
            parts.append(
                f"SELECT {number} AS number, key, kind, marks, {NUMBERS} FROM insight_tally "  # noqa: S608 - names of ours
                f"WHERE cut = %s AND grain = %s AND {where}{' AND key = %s' if key is not None else ''}"
            )
            values += [cut, leg.grain, *given, *([key] if key is not None else [])]
            where, given = _between(on, leg)
            parts.append(
                f"SELECT {number}, {column}, kind, marks, {_COUNTED} FROM insight_delta "  # noqa: S608 - names of ours
                f"WHERE {where}{f' AND {column} = %s' if key is not None else ''} GROUP BY {column}, kind, marks"
            )
            values += [*given, *([key] if key is not None else [])]
    statement = f"SELECT number, key, kind, marks, {_SUMMED} FROM ({' UNION ALL '.join(parts)}) summed GROUP BY number, key, kind, marks"  # noqa: S608 - names of ours
    return statement, values


def _between(column: str, leg: Leg) -> tuple[str, list[Any]]:
    # The dates of a leg of months are days, too: the first of them and the last, so both tables are asked in the same words.
    given = [connection.ops.adapt_datefield_value(day) for day in (leg.since, leg.until) if day is not None]
    return (f"{column} <= %s", given) if leg.since is None else (f"{column} BETWEEN %s AND %s", given)


def recounting(cut: str) -> str:
    """Return a statement whose rows are the cells of a cut where tallies and cases do not agree: cell, then tally minus cases."""
    facts = f"SELECT {facts_of('cases_case')}, -1 AS sign FROM cases_case"  # noqa: S608 - names of ours
    key, on = CUTS[cut]
    cells = []
    for grain, day in (("d", on), ("m", _month(on))):
        for source in (f"({facts}) facts", "insight_delta"):
            cells.append(
                f"SELECT '{grain}' AS grain, {day} AS day, {key} AS key, kind, marks, {_COUNTED} FROM {source} "  # noqa: S608 - names of ours
                f"WHERE {on} IS NOT NULL GROUP BY {day}, {key}, kind, marks"
            )
    cells.append(f"SELECT grain, day, key, kind, marks, {NUMBERS} FROM insight_tally WHERE cut = '{cut}'")  # noqa: S608 - names of ours
    return (
        f"SELECT grain, day, key, kind, marks, {_SUMMED} FROM ({' UNION ALL '.join(cells)}) cells "  # noqa: S608 - names of ours
        f"GROUP BY grain, day, key, kind, marks HAVING {' OR '.join(f'SUM({name}) <> 0' for name in COUNTERS)}"
    )


def note_all() -> str:
    """Return the statement that notes every case there is, as if all came now."""
    columns = "received_on, ended_on, agency, village, category, kind, severity, channel, state, marks"
    return f"INSERT INTO insight_delta ({columns}, sign) SELECT {facts_of('cases_case')}, 1 FROM cases_case"  # noqa: S608 - names of ours


def facts_of(table: str) -> str:
    """Return the dimensions of a case as the triggers see them (migration 0002)."""
    on_postgres = connection.vendor == "postgresql"
    flags = [f"{table}.{name}{'::int' if on_postgres else ''}" for name in ("is_example", "is_sealed", "is_emergency")]
    return ", ".join(
        [
            f"{_day(f'{table}.received_at')} AS received_on",
            f"{_day(f'{table}.ended_at')} AS ended_on",
            f"{table}.agency_id AS agency",
            f"coalesce({table}.village_id, '') AS village",
            f"{table}.category_id AS category",
            *(f"{table}.{name}" for name in ("kind", "severity", "channel", "state")),
            f"{flags[0]} + 2 * {flags[1]} + 4 * {flags[2]} AS marks",
        ]
    )


def _day(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"({column} AT TIME ZONE '{settings.TIME_ZONE}')::date"
    offset = datetime(2026, 1, 1, tzinfo=ZoneInfo(settings.TIME_ZONE)).utcoffset()
    return f"date({column}, '{int(offset.total_seconds() // 60) if offset else 0:+d} minutes')"
