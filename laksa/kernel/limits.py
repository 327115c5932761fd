"""How often something may be done, counted in the database so that all processes count together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from laksa.kernel.errors import TooMany
from laksa.kernel.models import Count


@dataclass(frozen=True)
class Limit:
    """At most `times` in `seconds`; `name` keeps limits apart."""

    name: str
    times: int
    seconds: int


def spend(limit: Limit, key: str, *, at: datetime) -> None:
    """Count one use of `limit` by `key` (a device, a contact, an address); raise TooMany past it.

    One statement, in fixed windows. Nothing is counted for an empty key or while limits are off.
    """
    if not settings.RATE_LIMITS or not key:
        return
    window = int(at.timestamp()) // limit.seconds
    ends_at = datetime.fromtimestamp((window + 1) * limit.seconds, tz=at.tzinfo)
    if _count(f"{limit.name}|{window}|{key}", ends_at) > limit.times:
        minutes = max(1, round((ends_at - at).total_seconds() / 60))
        raise TooMany(
            _("Terlalu banyak dalam waktu singkat. Coba lagi dalam %(minutes)d menit; yang sudah Anda tulis tetap ada.")
            % {"minutes": minutes},
            retry_seconds=int((ends_at - at).total_seconds()) + 1,
        )


def _count(key: str, ends_at: datetime) -> int:
    digest = hashlib.sha256(key.encode()).hexdigest()
    table = Count._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" (key, number, ends_at) VALUES (%s, 1, %s) '  # noqa: S608 - the table's own name
            f'ON CONFLICT (key) DO UPDATE SET number = "{table}".number + 1 RETURNING number',
            [digest, connection.ops.adapt_datetimefield_value(ends_at)],
        )
        row: tuple[int] = cursor.fetchone()
    return row[0]


def forget_ended_counts(*, at: datetime) -> int:
    """Delete the counts of windows that ended over a day ago; return how many."""
    return Count.objects.filter(ends_at__lt=at - timedelta(days=1)).delete()[0]
