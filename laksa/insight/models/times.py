# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long the cases of a period took, read from their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

from laksa.cases.models import Case
from laksa.cases.rules import Kind, State
from laksa.city.models import book
from laksa.deadlines.actions import hours_of
from laksa.deadlines.rules import LAW_DAYS, Norm, WorkHours, add_working_days, working_time_between
from laksa.insight.models.standings import bounds
from laksa.insight.models.tally import KeptTimes
from laksa.insight.rules import Period
from laksa.insight.rules.durations import Course, TimesBy, kept, times_of, unplain

# Kept times older than this are no longer told as those of now: the worker is away.
STALE_AFTER = timedelta(hours=3)
# What nobody was to solve: its time says nothing of anybody's work.
UNCOUNTED = (State.REJECTED, State.MERGED, State.WITHDRAWN)
FIELDS = (
    "agency_id",
    "kind",
    "state",
    "received_at",
    "responded_at",
    "resolved_at",
    "ended_at",
    "resolve_due_at",
    "is_sealed",
)
Row = tuple[str, str, str, datetime, datetime | None, datetime | None, datetime | None, datetime | None, bool]


@dataclass(frozen=True)
class Timed:
    """Times, and when they were worked out."""

    times: TimesBy
    at: datetime


def kept_times(period: Period, *, at: datetime) -> Timed | None:
    """Return the times of a usual stretch of days as the worker last worked them out; None when there are none of these days."""
    row = KeptTimes.objects.filter(since=period.since, until=period.until, at__gt=at - STALE_AFTER).first() if period.since else None
    return Timed(unplain(row.data), row.at) if row else None


def times_in(period: Period, *, at: datetime, agency: str | None = None) -> TimesBy:
    """Return how quick the cases received in a period were; refused, merged and withdrawn ones are left out.

    Reads each case of the period once: for months rather than years.
    """
    start, end = bounds(period)
    cases = Case.objects.filter(received_at__lt=end).exclude(state__in=UNCOUNTED)
    if start is not None:
        cases = cases.filter(received_at__gte=start)
    if agency is not None:
        cases = cases.filter(agency_id=agency)
    measure = _measurer(at)
    return times_of(measure(row) for row in _rows(cases.values_list(*FIELDS)))


def _rows(found: object) -> Iterator[Row]:
    yield from found.iterator(chunk_size=5_000)  # type: ignore[attr-defined]


def _measurer(at: datetime) -> Callable[[Row], Course]:
    law = _law()
    known = book().agencies

    @cache
    def hours(agency: str) -> WorkHours:
        return hours_of(agency if agency in known else None)

    def worked(agency: str, start: datetime, end: datetime | None) -> timedelta | None:
        return None if end is None else working_time_between(start, end=end, hours=hours(agency))

    def measure(row: Row) -> Course:
        agency, kind, state, received, responded, resolved, ended, due, is_sealed = row
        solved = ended if state == State.ANSWERED else resolved
        return Course(
            agency=agency,
            answered=responded - received if responded else None,
            answered_worked=worked(agency, received, responded),
            solved=solved - received if solved else None,
            solved_worked=worked(agency, received, solved),
            promised=kept(due, done=solved, at=at),
            lawful=kept(law(received, kind, is_sealed), done=solved, at=at),
        )

    return measure


def _law() -> Callable[[datetime, str, bool], datetime]:
    """Return what gives the law's date of a case: the closing hour of the last working day; one look-up a day and norm."""
    hours, zone = hours_of(None), ZoneInfo(settings.TIME_ZONE)

    @cache
    def closing(day: date, norm: Norm) -> datetime:
        return hours.closing(add_working_days(day, days=LAW_DAYS[norm], hours=hours))

    def due(received: datetime, kind: str, is_sealed: bool) -> datetime:
        norm = Norm.QUESTION if kind == Kind.QUESTION else Norm.SUPERVISION if is_sealed else Norm.ORDINARY
        return closing(received.astimezone(zone).date(), norm)

    return due
