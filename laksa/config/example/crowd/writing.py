# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows into tables: COPY by several processes on PostgreSQL, many at a time by one on SQLite."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from multiprocessing import get_context
from typing import Any

from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.models import Max, Model

from laksa.cases.models import Case, Entry, Participant, Photo
from laksa.config.example.crowd.making import Crowd, Order, Row, Rows
from laksa.config.example.people import Staff
from laksa.insight.actions import add_up_deltas

PROCESSES = min(4, os.cpu_count() or 1)
SHARE_OPEN = 0.03
TABLES = (Case, Participant, Entry, Photo)
# What the forked writers make their chunks from; set before they are forked, so that nothing has to be sent.
_inherited: list[Crowd] = []


def write_crowd(
    number: int, *, still_open: int | None, seed: int, staff: Staff, now: datetime, tell: Callable[[int], None] = lambda _: None
) -> int:
    """Write `number` cases, the newest `still_open` of them open; return how many. `tell` hears of each chunk.

    Each chunk is a transaction of its own, so that others go on writing meanwhile.
    """
    order = Order(
        number=number,
        still_open=round(number * SHARE_OPEN) if still_open is None else min(still_open, number),
        seed=seed,
        now=now,
        first_case=_after(Case),
        first_person=_after(Participant),
        first_entry=_after(Entry),
    )
    crowd = Crowd(order, staff, taken=frozenset(Case.objects.values_list("code", flat=True)))
    with _resting_indexes():
        _write_by_many(crowd, tell) if connection.vendor == "postgresql" else _write_by_one(crowd, tell)
    settle()
    return number


def _after(model: type[Model]) -> int:
    return (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


# --- PostgreSQL ------------------------------------------------------------------------------------


def _write_by_many(crowd: Crowd, tell: Callable[[int], None]) -> None:
    _inherited[:] = [crowd]
    # A connection must not be shared with a fork.
    connections.close_all()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork"), initializer=connections.close_all) as writers:
        for written in writers.map(_copy_chunk, range(crowd.order.chunks)):
            tell(written)
    _inherited.clear()


def _copy_chunk(chunk: int) -> int:
    rows = _inherited[0].rows(chunk)
    insert_rows(_inherited[0], rows)
    return len(rows.cases)


def insert_rows(crowd: Crowd, rows: Rows) -> None:
    """Put the rows of a chunk into their tables, in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model, lines in rows.tables():
            if connection.vendor == "sqlite":
                _insert(cursor, model, crowd.columns[model], lines)
                continue
            names = ", ".join(f'"{name}"' for name in crowd.columns[model])
            with cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
                for line in lines:
                    copy.write_row(line)


@contextmanager
def _resting_indexes() -> Iterator[None]:
    """Let the plain indexes of empty tables go while they are filled: building them once is far less work than keeping them."""
    if connection.vendor != "postgresql" or Case.objects.exists():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%s)"
            " AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
            [[model._meta.db_table for model in TABLES]],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _name, definition in indexes:
                cursor.execute(definition)


# --- SQLite ----------------------------------------------------------------------------------------


def _write_by_one(crowd: Crowd, tell: Callable[[int], None]) -> None:
    for chunk in range(crowd.order.chunks):
        rows = crowd.rows(chunk)
        insert_rows(crowd, rows)
        tell(len(rows.cases))


def _insert(cursor: Any, model: Any, columns: list[str], lines: list[Row]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    statement = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})'  # noqa: S608 - our own names
    cursor.executemany(statement, [_plain(line) for line in lines])


def _plain(line: Row) -> Row:
    return tuple(_stamp(value) if isinstance(value, date) else value for value in line)


def _stamp(value: Any) -> str:
    """Return a date or a moment as Django writes it into SQLite."""
    return str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else str(value)


# --- afterwards ------------------------------------------------------------------------------------


def settle() -> None:
    """Let the next rows be numbered after ours, add them up, and tell the planner how much there is now."""
    add_up_deltas()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(TABLES)):
            cursor.execute(statement)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")
        elif connection.in_atomic_block:
            cursor.execute("ANALYZE")
        else:
            cursor.execute("VACUUM (ANALYZE)")
