# SPDX-License-Identifier: AGPL-3.0-or-later
"""The times of the usual stretches of days, worked out before anybody asks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from laksa.insight.models import KeptTimes, times_in
from laksa.insight.rules import Period
from laksa.insight.rules.durations import plain

# The short ones anew each time, the long ones once an hour: a year of a large city takes some seconds.
SHORT, LONG = ("7", "30", "90"), ("365", "tahun")
LONG_EVERY = timedelta(minutes=55)


def usual_period(name: str, *, today: date) -> Period:
    """Return the days that a usual stretch means today: so many days, or this year."""
    since = today.replace(month=1, day=1) if name == "tahun" else today - timedelta(days=int(name) - 1)
    return Period(since, today)


def refresh_times(*, at: datetime) -> list[str]:
    """Work out the times of the usual stretches of days up to today; return which. Safe to run twice."""
    today = timezone.localtime(at).date()
    fresh = set(KeptTimes.objects.filter(until=today, at__gt=at - LONG_EVERY).values_list("name", flat=True))
    names = [*SHORT, *(name for name in LONG if name not in fresh)]
    for name in names:
        period = usual_period(name, today=today)
        values = {"since": period.since, "until": period.until, "at": at, "data": plain(times_in(period, at=at))}
        KeptTimes.objects.update_or_create(name=name, defaults=values)
    return names
