# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database as one file, and back: SQLite by its own online backup, PostgreSQL by pg_dump and pg_restore."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from laksa.kernel.errors import Refused

TABLES = ("cases_case", "cases_entry", "cases_participant", "cases_photo", "outbox_message", "identity_user")
HEADS = "SELECT code, head FROM cases_case ORDER BY id"
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Content:
    """What a database held at one moment: rows by table, and one digest over all stories."""

    counts: dict[str, int]
    heads: str


def name() -> str:
    """Return the name of the dump inside an archive."""
    return "database.dump" if connection.vendor == "postgresql" else "database.sqlite3"


def dump(target: Path) -> Content:
    """Write the database as it is at one moment, without holding up writers, and say what it holds."""
    return _dump_postgres(target) if connection.vendor == "postgresql" else _dump_sqlite(target)


def load(source: Path) -> None:
    """Replace the database by a dump."""
    if connection.vendor == "postgresql":
        _load_postgres(source)
    else:
        _load_sqlite(source)


def describe() -> Content:
    """Return what the database holds now."""
    with connection.cursor() as cursor:
        return _describe(cursor)


def _describe(cursor: Any) -> Content:
    counts = {}
    for table in TABLES:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - the names above
        counts[table] = cursor.fetchone()[0]
    cursor.execute(HEADS)
    return Content(counts, _digest(cursor))


def _digest(rows: Iterable[tuple[str, str]]) -> str:
    whole = hashlib.sha256()
    for code, head in rows:
        whole.update(f"{code}:{head}\n".encode())
    return whole.hexdigest()


def _dump_sqlite(target: Path) -> Content:
    with closing(sqlite3.connect(target)) as copy:
        # A connection of its own: in one step it copies one moment, and in WAL mode nobody waits for it.
        with closing(sqlite3.connect(_sqlite_path())) as source:
            source.backup(copy)
        # A plain file, complete without a log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        return _describe(copy.cursor())


def _load_sqlite(source: Path) -> None:
    path = _sqlite_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    connection.close()
    with closing(sqlite3.connect(source)) as saved, closing(sqlite3.connect(path, timeout=30)) as target:
        target.execute("PRAGMA journal_mode=WAL")
        saved.backup(target)


def _sqlite_path() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _dump_postgres(target: Path) -> Content:
    with transaction.atomic(), connection.cursor() as cursor:
        # pg_dump and our counting look at the same moment.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        moment = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={target}")
        return _describe(cursor)


# What an archive of an older release does not know must go too, or its migrations would meet it later.
EMPTY_SCHEMA = """
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT format('DROP TABLE %I.%I CASCADE', schemaname, tablename) AS drop FROM pg_tables
        WHERE schemaname = current_schema() AND NOT EXISTS (
            SELECT 1 FROM pg_depend WHERE deptype = 'e' AND objid = format('%I.%I', schemaname, tablename)::regclass)
    LOOP EXECUTE one.drop; END LOOP;
    FOR one IN SELECT format('DROP FUNCTION %s CASCADE', oid::regprocedure) AS drop FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS (
            SELECT 1 FROM pg_depend WHERE deptype = 'e' AND objid = pg_proc.oid)
    LOOP EXECUTE one.drop; END LOOP;
END $$;
"""


def _load_postgres(source: Path) -> None:
    connection.close()
    emptying, filling = source.with_name("empty.sql"), source.with_name("fill.sql")
    emptying.write_text(EMPTY_SCHEMA)
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={filling}", str(source))
    # In one transaction: what cannot be restored whole leaves everything as it was.
    _run("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction", f"--file={emptying}", f"--file={filling}")


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs against our database; raise Refused with its own last word."""
    values = connection.settings_dict
    environment = os.environ | {
        name: str(value)
        for name, value in {
            "PGHOST": values["HOST"],
            "PGPORT": values["PORT"],
            "PGUSER": values["USER"],
            # By the environment: a command line can be read by every account of the machine.
            "PGPASSWORD": values["PASSWORD"],
            "PGDATABASE": values["NAME"],
            "PGSSLMODE": values["OPTIONS"].get("sslmode"),
        }.items()
        if value
    }
    answer = subprocess.run([_program(program), *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    if answer.returncode:
        lines = answer.stderr.strip().splitlines() or [f"status {answer.returncode}"]
        raise Refused(f"{program}: {lines[-1]}", code="database_program")


def _program(program: str) -> str:
    """Return the path of a program of PostgreSQL, the newest there is: it reads every older server."""
    installed = sorted(DEBIAN.glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    found = str(installed[-1]) if installed else shutil.which(program)
    if not found:
        raise Refused(f"{program} is missing: apt-get install postgresql-client", code="database_program")
    return found
