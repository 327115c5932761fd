"""The audit of everything that is not a case (a case has its own chained entries)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from laksa.kernel.models import Event


class Who(Protocol):
    """Whoever acts: what the audit needs to know of them."""

    @property
    def label(self) -> str: ...
    @property
    def user_id(self) -> int | None: ...


def record(subject: str, verb: str, *, by: Who, at: datetime, data: dict[str, Any] | None = None) -> Event:
    """Add one line to the audit, in the caller's transaction.

    `subject` is "app.model:key"; `verb` is past tense such as "category.changed".
    """
    return Event.objects.create(subject=subject[:120], verb=verb, actor=by.label[:120], user_id=by.user_id, at=at, data=data or {})
