# SPDX-License-Identifier: AGPL-3.0-or-later
"""The yardstick of `create`: the very rows of an accepted report, written bare, prepared, in the same number of transactions."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.house import House
from tests.cluster import server_programs

# What a report writes, in its order; by which column its rows are found, and which columns only the database knows.
TABLES = (
    ("cases_case", "code = ?", ()),
    ("cases_participant", "case_id = (SELECT id FROM cases_case WHERE code = ?)", ("case_id",)),
    ("cases_entry", "case_id = (SELECT id FROM cases_case WHERE code = ?)", ("case_id", "participant_id")),
    ("cases_photo", "case_id = (SELECT id FROM cases_case WHERE code = ?)", ("case_id", "entry_id")),
    ("outbox_message", "topic = ?", ()),
)
JOBS = "django_tasks_database_dbtaskresult"
UNIQUE = {("cases_case", "code"), ("cases_case", "submission_key"), ("cases_participant", "token_digest"), ("cases_photo", "name")}
PARENTS = {"case_id": "cases_case", "participant_id": "cases_participant", "entry_id": "cases_entry"}


@dataclass(frozen=True)
class BareRow:
    """One row as it was found: its table, columns and values."""

    table: str
    columns: tuple[str, ...]
    values: tuple[Any, ...]


def rows_of_report(house: House, code: str) -> list[BareRow]:
    """Return every row that the report of this code wrote."""
    found = []
    for table, where, _ in TABLES:
        columns = _columns(house, table)
        for values in house.rows(f"SELECT {_as_text(house, columns)} FROM {table} WHERE {where} ORDER BY id", code):
            found.append(BareRow(table, columns, values))
    messages = sum(row.table in {"outbox_message", "cases_photo"} for row in found)
    columns = _columns(house, JOBS)
    for values in house.rows(f"SELECT {_as_text(house, columns)} FROM {JOBS} ORDER BY enqueued_at DESC LIMIT {messages}"):
        found.append(BareRow(JOBS, columns, values))
    return found


def _as_text(house: House, columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"::text' if house.cluster else f'"{name}"' for name in columns)


def _columns(house: House, table: str) -> tuple[str, ...]:
    if house.cluster:
        rows = house.rows("SELECT column_name FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position", table)
        return tuple(row[0] for row in rows)
    return tuple(row[1] for row in house.rows(f"PRAGMA table_info({table})"))


# --- PostgreSQL: pgbench ---------------------------------------------------------------------------


def pgbench(house: House, rows: list[BareRow], *, clients: int, seconds: float) -> float:
    """Return how many such reports a second pgbench writes, prepared, values as parameters."""
    assert house.cluster is not None
    script, values = _script(house, rows)
    with tempfile.NamedTemporaryFile("w", suffix=".sql", delete=False) as file:
        file.write(script)
    command = [str(server_programs() / "pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(round(seconds))]
    command += [word for name, value in values.items() for word in ("-D", f"{name}={value}")]
    said = subprocess.run([*command, "-f", file.name, house.cluster.url], capture_output=True, text=True, check=False)
    Path(file.name).unlink()
    found = re.search(r"tps = ([\d.]+)", said.stdout)
    if said.returncode or found is None:
        raise RuntimeError(f"pgbench failed: {said.stderr[-2000:]}")
    return float(found[1])


def _script(house: House, rows: list[BareRow]) -> tuple[str, dict[str, str]]:
    """Return the transaction as a script of pgbench, and the values of its variables."""
    lines, values = [r"\set r random(1, 9000000000000000)", "BEGIN;"], {}
    for number, row in enumerate(rows):
        names, shown = [], []
        for column, value in zip(row.columns, row.values, strict=True):
            if column == "id" and row.table != JOBS:
                continue  # the database numbers them, as it does for us
            names.append(f'"{column}"')
            if column == "id":
                shown.append("gen_random_uuid()")
            elif (row.table, column) in UNIQUE:
                shown.append(f"left(md5(:r::text) || md5(:r::text), {len(value)})" if column != "code" else "left(md5(:r::text), 16)")
            elif value is not None and column in PARENTS and PARENTS[column] != row.table and _is_child(row.table, column):
                shown.append(f"currval(pg_get_serial_sequence('{PARENTS[column]}', 'id'))")
            elif value is None or value == "":
                shown.append("NULL" if value is None else "''")  # pgbench knows no empty variable
            else:
                name = f"v{number}_{len(names)}"
                values[name] = str(value)
                shown.append(f":{name}")
        lines.append(f"INSERT INTO {row.table} ({', '.join(names)}) VALUES ({', '.join(shown)});")
    return "\n".join([*lines, "COMMIT;", ""]), values


def _is_child(table: str, column: str) -> bool:
    return any(table == name and column in children for name, _, children in TABLES)


# --- SQLite: the module of the standard library, one process ---------------------------------------


def bare_sqlite(house: House, rows: list[BareRow], *, seconds: float) -> float:
    """Return how many such reports a second one process writes into the house's own file, prepared, with the house's pragmas."""
    link = sqlite3.connect(house.folder / "laksa.sqlite3", timeout=30, isolation_level=None)
    link.executescript("PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-32000;PRAGMA foreign_keys=ON;")
    ends_at, count, began = time.perf_counter() + seconds, 0, time.perf_counter()
    while time.perf_counter() < ends_at:
        link.execute("BEGIN IMMEDIATE")
        made: dict[str, int] = {}
        for row in rows:
            names = [name for name in row.columns if name != "id" or row.table == JOBS]
            statement = f"INSERT INTO {row.table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            given = [_fresh(row.table, name, value, made) for name, value in zip(row.columns, row.values, strict=True) if name in names]
            made[row.table] = link.execute(statement, given).lastrowid or 0
        link.execute("COMMIT")
        count += 1
    lasted = time.perf_counter() - began
    link.close()
    return count / lasted


def _fresh(table: str, column: str, value: Any, made: dict[str, int]) -> Any:
    if (table, column) in UNIQUE:
        return uuid.uuid4().hex[:16] if column == "code" else (uuid.uuid4().hex * 2)[: len(value)]
    if column == "id":
        return uuid.uuid4().hex
    if value is not None and _is_child(table, column):
        return made[PARENTS[column]]
    return value
