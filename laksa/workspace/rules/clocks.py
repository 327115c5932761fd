# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a countdown, for a clock and for the narrow column of a row."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from laksa.cases.rules import State
from laksa.deadlines.rules import Remaining, Unit
from laksa.ui.rules import Voice, amount, clock_time, days_between, short_day, short_duration

NEAR = timedelta(hours=8)  # a working day: what falls due within it is shown as near


def remaining_words(left: Remaining, voice: Voice) -> str:
    """Say time left or over in its two largest units: "2 hari kerja 3 jam", "1 jam 55 menit"."""
    parts = []
    if left.days:
        days = amount(left.days, "day", voice)
        parts.append(_("%(days)s kerja") % {"days": days} if left.unit is Unit.WORKING else days)
    parts += [amount(count, unit, voice) for count, unit in ((left.hours, "hour"), (left.minutes, "minute")) if count]
    return " ".join(parts[:2]) or amount(0, "minute", voice)


def due_words(due: datetime | None, *, state: str, promised: datetime | None, now: datetime, voice: Voice) -> tuple[str, str]:
    """Return what a row says about its next date, and its tone (late, near or "")."""
    if state == State.PLANNED and promised is not None and days_between(promised, now, voice) <= 0:
        return short_day(promised, voice, now=now), ""
    if due is None:
        return "", ""
    minutes = int((due - now).total_seconds() // 60)
    if state == State.RESOLVED:
        return _("konfirmasi %(time)s") % {"time": short_duration(max(minutes, 0), voice)}, ""
    if minutes < 0:
        return _("lewat %(time)s") % {"time": short_duration(minutes, voice)}, "late"
    if due - now <= NEAR / 2:
        return _("sisa %(time)s") % {"time": short_duration(minutes, voice)}, "near"
    if days_between(due, now, voice) == 0:
        return _("hari ini %(time)s") % {"time": clock_time(due, voice)}, "near"
    return short_duration(minutes, voice), ""
