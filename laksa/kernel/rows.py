# SPDX-License-Identifier: AGPL-3.0-or-later
"""New rows by a statement that is made once: Django's own insert is composed anew for every report, and that was a sixth of its time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
# The name of a column's value on the row, and the field that must prepare it; None when it goes as it is.
Column = tuple[str, "models.Field[Any, Any] | None"]
PLAIN = frozenset(
    {models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.SmallIntegerField}
    | {models.BigIntegerField, models.AutoField, models.BigAutoField, models.FloatField}
)


def insert_rows(rows: Sequence[M]) -> list[M]:
    """Insert rows of one model in one statement, in the caller's transaction, and number those that have no key yet.

    As with `bulk_create`, neither `save` nor signals are called; either all rows bring their key or none does.
    """
    if not rows:
        return []
    is_numbered = rows[0].pk is None
    statement, columns = _statement(type(rows[0]), connection.vendor, is_numbered, len(rows))
    values = [
        getattr(row, name) if field is None else field.get_db_prep_save(field.pre_save(row, True), connection=connection)
        for row in rows
        for name, field in columns
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if is_numbered:
            for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = key
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return list(rows)


@lru_cache(maxsize=256)
def _statement(model: type[models.Model], vendor: str, is_numbered: bool, number: int) -> tuple[str, tuple[Column, ...]]:
    """Return the statement for so many rows, and the columns whose values it wants, row by row. Both databases understand it."""
    quote = connection.ops.quote_name
    meta = model._meta
    fields = tuple(field for field in meta.concrete_fields if not (is_numbered and field.primary_key))
    names = ", ".join(quote(field.column or "") for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    statement = f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES {', '.join([row] * number)}"  # noqa: S608 - names of our own tables
    if is_numbered and meta.pk is not None:
        statement += f" RETURNING {quote(meta.pk.column or '')}"
    return statement, tuple((field.attname, None if _goes_as_it_is(field, vendor) else field) for field in fields)


def _goes_as_it_is(field: models.Field[Any, Any], vendor: str) -> bool:
    """Whether the database takes the field's value as Python has it, so that Django need not be asked for each row."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    plain = {*PLAIN, models.DateTimeField} if vendor == "postgresql" else PLAIN
    return type(target) in plain and not getattr(target, "auto_now", False) and not getattr(target, "auto_now_add", False)
