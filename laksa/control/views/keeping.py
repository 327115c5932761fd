# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is counted once for all who look within some seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.core.cache import cache

from laksa.city.models import book

T = TypeVar("T")


@dataclass(frozen=True)
class Kept(Generic[T]):
    """A value and the moment it was counted."""

    value: T
    at: datetime


def kept(name: str, seconds: int, at: datetime, make: Callable[[], T]) -> Kept[T]:
    """Return what `make` makes, made anew by each process after so many seconds or when the city's data change; with its moment."""
    key = hashlib.sha256(f"control|{name}|{book().version}|{int(at.timestamp()) // seconds}".encode()).hexdigest()
    found: Kept[T] | None = cache.get(key)
    if found is None:
        found = Kept(make(), at)
        cache.set(key, found, timeout=seconds + 1)
    return found
