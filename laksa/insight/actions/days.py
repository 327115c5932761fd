# SPDX-License-Identifier: AGPL-3.0-or-later
"""Closing the day: its figures are written down once, and all figures are recounted once a night."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from laksa.insight.actions.counting import recount
from laksa.insight.models import Balance, Check, DayFigures, balance
from laksa.insight.rules import STATES, Period, Standing
from laksa.kernel.rows import insert_rows

# The hour of the city at which a day is closed: late letters and sweeps of midnight are through by then.
CLOSES_AT_HOUR = 3
# What was missed while the system was off longer ago than this can't honestly be called that day's figures.
MISSED_DAYS = 7


def close_days(*, at: datetime) -> list[date]:
    """Write down the figures of the days that are over, and recount once; return the days. A second call finds nothing to do."""
    local = timezone.localtime(at)
    yesterday = local.date() - timedelta(days=1)
    if local.hour < CLOSES_AT_HOUR or DayFigures.objects.filter(day=yesterday).exists():
        return []
    last = DayFigures.objects.order_by("day").values_list("day", flat=True).last()
    first = max(last + timedelta(days=1), yesterday - timedelta(days=MISSED_DAYS)) if last else yesterday
    days = [first + timedelta(days=number) for number in range((yesterday - first).days + 1)]
    for day in days:
        _close_day(day, at=at)
    keep_check(at=at)
    return days


@transaction.atomic
def _close_day(day: date, *, at: datetime) -> None:
    if DayFigures.objects.filter(day=day).exists():
        return
    figures = balance(Period(day, day), by=("agency", "severity"))
    everything = balance(Period(None, day), by=("severity",))
    insert_rows([DayFigures(day=day, taken_at=at, data=_day_data(figures, everything.standing))])


def _day_data(figures: Balance, everything: Standing) -> dict[str, Any]:
    flow = figures.flow
    return {
        "open_before": flow.open_before,
        "came": flow.came,
        "ended": _said(flow.ended),
        "open_after": flow.open_after,
        "everything": asdict(everything.balance) | {"total": everything.total},
        "open_states": {state.value: number for state, number in everything.open_states},
        "came_by_agency": {slug: standing.total for slug, standing in figures.by["agency"].by_key().items()},
    }


def _said(standing: Standing) -> dict[str, int]:
    return {state.value: standing[state] for state in STATES if standing[state]}


def keep_check(*, at: datetime) -> Check:
    """Recount all cases and keep what was found."""
    found = recount()
    return Check.objects.create(at=at, cases=found.cases, differences=[asdict(one) for one in found.differences])
