"""What migrations need that Django does not give: keeping SQLite's triggers while a table is made anew."""

from __future__ import annotations

from typing import Any

from django.db.migrations import RunPython

# From the first operation of a migration to its last: [(name, sql)].
_aside: list[tuple[str, str]] = []


def _put_aside(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        _aside[:] = cursor.fetchall()
        for name, _sql in _aside:
            cursor.execute(f'DROP TRIGGER "{name}"')


def _put_back(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        while _aside:
            cursor.execute(_aside.pop(0)[1])


def put_triggers_aside() -> RunPython:
    """Return the first operation of a migration that changes a table with triggers.

    SQLite changes most things by making the table anew, which drops its triggers and breaks those that
    name it. PostgreSQL needs nothing. The last operation must be `put_triggers_back()`.
    """
    return RunPython(_put_aside, _put_back)


def put_triggers_back() -> RunPython:
    """Return the last operation of a migration that began with `put_triggers_aside()`."""
    return RunPython(_put_back, _put_aside)
