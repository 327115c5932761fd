"""When a reporter is told that the office has read what they said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

# What residents say and an office should read.
SAID = frozenset({"received", "message", "photos_added", "reopened", "owner_objected", "objected"})
# Whoever does this has read what stood before it: no receipt is needed any more.
READ_BY = frozenset({"accepted", "planned", "started", "asked", "reply", "resolved", "answered", "returned", "handed_over", "seen"})
RESIDENTS = frozenset({"reporter", "partner"})


class Told(Protocol):
    """An entry, as far as this question needs it."""

    number: int
    kind: str
    actor_kind: str


def unseen_entries(entries: Iterable[Told], *, seen: int) -> list[int]:
    """Return the numbers of what residents said after entry `seen` that nobody of the office has read, lowest first."""
    found: list[int] = []
    for entry in sorted(entries, key=lambda one: one.number):
        if entry.number <= seen:
            continue
        if entry.kind in READ_BY and entry.actor_kind == "staff":
            found = []
        elif entry.kind in SAID and entry.actor_kind in RESIDENTS:
            found.append(entry.number)
    return found
