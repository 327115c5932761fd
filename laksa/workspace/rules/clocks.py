# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a countdown for the narrow column of a row."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from laksa.cases.rules import State
from laksa.ui.rules import Voice, clock_time, days_between, short_day, short_duration

NEAR = timedelta(hours=8)  # a working day: what falls due within it is shown as near


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
