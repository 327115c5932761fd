# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refreshing the forecasts from what was done in the last year."""

from __future__ import annotations

from array import array
from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction

from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.city.models import book
from laksa.insight.models import Forecast
from laksa.insight.rules.forecasting import quantiles_of
from laksa.kernel.rows import insert_rows

HISTORY = timedelta(days=365)
# Declared done and not taken back; what was answered, refused, merged or withdrawn says nothing of a repair.
COUNTED = (State.RESOLVED, State.CONFIRMED, State.CLOSED)
CHUNK = 5_000


def refresh_forecasts(*, at: datetime) -> int:
    """Reckon all forecasts anew from the cases solved within a year; return how many there are.

    Invented examples count only in a house that has nothing else to show.
    """
    found = {key: quantiles_of(lengths) for key, lengths in _lengths(at).items()}
    rows = [
        Forecast(
            scope=scope,
            key=key,
            severity=severity,
            cases=one.cases,
            low_seconds=one.low,
            middle_seconds=one.middle,
            high_seconds=one.high,
            refreshed_at=at,
        )
        for (scope, key, severity), one in sorted(found.items())
        if one is not None
    ]
    with transaction.atomic():
        Forecast.objects.all().delete()
        insert_rows(rows)
    return len(rows)


def _lengths(at: datetime) -> dict[tuple[str, str, str], array[int]]:
    lengths: dict[tuple[str, str, str], array[int]] = defaultdict(lambda: array("q"))
    solved = Case.objects.filter(state__in=COUNTED, resolved_at__gte=at - HISTORY, resolved_at__lte=at)
    real = solved.filter(is_example=False)
    counted = real if real.exists() else solved
    rows = counted.order_by().values_list("category_id", "severity", "received_at", "resolved_at")
    groups = {slug: category.group for slug, category in book().categories.items()}
    for category, severity, received_at, resolved_at in rows.iterator(chunk_size=CHUNK):
        assert resolved_at is not None
        seconds = max(0, int((resolved_at - received_at).total_seconds()))
        lengths[Forecast.CATEGORY, category, severity].append(seconds)
        if category in groups:
            lengths[Forecast.GROUP, groups[category], severity].append(seconds)
    return lengths
