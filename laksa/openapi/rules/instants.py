# SPDX-License-Identifier: AGPL-3.0-or-later
"""Instants as programs write them: ISO 8601 with a zone, never without."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.([0-9]{1,9}))?([Zz]|[+\- ][0-9]{2}:?[0-9]{2})"
)
# Databases and calendars end near year 1 and 9999; no report is from there.
YEARS = range(1900, 2200)


def read_instant(text: str) -> datetime | None:
    """Return the instant in UTC, None when it is none or names no zone.

    A `+` that an unescaped address turned into a space is read as what was meant.
    """
    found = _INSTANT.fullmatch(text.strip())
    if found is None:
        return None
    day, clock, fraction, zone = found.groups()
    seconds = clock if clock.count(":") == 2 else f"{clock}:00"
    try:
        at = datetime.fromisoformat(f"{day}T{seconds}.{(fraction or '')[:6]:0<6}{zone.replace(' ', '+').upper()}")
    except ValueError:
        return None
    return at.astimezone(UTC) if at.year in YEARS else None


def write_instant(at: datetime | None, zone: tzinfo) -> str | None:
    """Return an instant to the second with the city's zone, as in 2026-11-24T14:05:00+07:00."""
    return None if at is None else at.astimezone(zone).isoformat(timespec="seconds")
