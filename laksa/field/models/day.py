# SPDX-License-Identifier: AGPL-3.0-or-later
"""A crew's day read from the cases, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from laksa.cases.models import Case
from laksa.cases.policies import WORKERS
from laksa.cases.rules import IN_HAND, State
from laksa.city.models import book
from laksa.deadlines.actions import hours_of
from laksa.field.rules import MOST_STOPS, Arrival, Leg, Pace, Stop, Urgency, Visit, arrivals, drive, read_pace, urgency_of
from laksa.field.rules.day import Facts
from laksa.field.rules.route import Point
from laksa.identity.rules import Actor

GOING = (State.ASSIGNED, *IN_HAND)
# How many cases in hand are looked through for the day; who holds more has another trouble.
LOOKED_AT = 400


@dataclass(frozen=True)
class Day:
    """The day's cases in their order, those done today, and how many had no room."""

    cases: list[Case]
    legs: dict[str, Leg]
    bands: dict[str, Urgency]
    done: list[Case]
    left_over: int


def read_day(actor: Actor, *, at: datetime, ends: datetime, start: Point | None = None) -> Day:
    """Return what the actor's day holds at `at` (in the city's time), in the order it is driven: three queries.

    Their own cases and those of people they stand in for, and what their team has not handed out yet.
    """
    bands: dict[str, Urgency] = {}
    found: dict[str, Case] = {}
    for case in _in_hand(actor):
        band = urgency_of(_facts(case), now=at, ends=ends)
        if band is not None:
            found[case.code], bands[case.code] = case, band
    stops = sorted((_stop(case, bands[code], ends) for code, case in found.items()), key=lambda stop: (stop.band, stop.due_at))
    legs = drive(stops[:MOST_STOPS], start=start)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    ended = Case.objects.open().filter(holder_id=actor.user_id, state=State.RESOLVED, resolved_at__gte=midnight)
    return Day(
        [found[leg.key] for leg in legs],
        {leg.key: leg for leg in legs},
        bands,
        list(ended.order_by("resolved_at")[:MOST_STOPS]),
        max(0, len(stops) - MOST_STOPS),
    )


@dataclass(frozen=True)
class Times:
    """When each place of a day is reached, by its code; from when on, until when its office is open, and how fast."""

    arrivals: dict[str, Arrival]
    begins: datetime
    closes: datetime | None
    pace: Pace


def times_of(day: Day, actor: Actor, *, at: datetime) -> Times:
    """Return when the rest of a day is reached by who begins now, or when their office opens. No query."""
    hours, today = hours_of(actor.agency_id), at.date()
    spans = hours.spans_on(today)
    begins = max(at, hours.moment(today.toordinal(), spans[0][0])) if spans else at
    closes = hours.closing(today) if spans else None
    visits = [Visit(case.code, day.legs[case.code].km, case.severity, point_of(case) is not None) for case in day.cases]
    known = read_pace(book().city.crews)
    return Times(arrivals(visits, begins=begins, closes=closes, pace=known), begins, closes, known)


def find_stop(actor: Actor, code: str) -> Case | None:
    """Return a case that somebody may work on outside: of their own office, whoever holds it."""
    agencies = [post.agency_id for post in actor.posts if post.agency_id]
    seen = Case.objects.visible_to(actor).filter(agency_id__in=agencies)
    return seen.select_related("holder", "sight").filter(code=code.replace("\x00", "")).order_by().first()


def point_of(case: Case) -> Point | None:
    """Return where a case is: its own point, else the middle of its kelurahan, which is only roughly true."""
    if case.lat is not None and case.lon is not None:
        return case.lat, case.lon
    area = book().areas.get(case.village_id or "")
    return (area.lat, area.lon) if area else None


def _in_hand(actor: Actor) -> list[Case]:
    mine = Q(holder_id__in=actor.acts_for)
    units = [post.unit_id for post in actor.posts if post.unit_id and post.role in WORKERS]
    held = Case.objects.open().filter(mine, state__in=GOING).order_by("due_at", "id")[:LOOKED_AT]
    free = Case.objects.open().filter(unit_id__in=units, holder=None, state=State.ASSIGNED).order_by("due_at", "id")[:LOOKED_AT]
    return [*held, *(free if units else ())]


def _facts(case: Case) -> Facts:
    return Facts(
        due_at=case.resolve_due_at or case.due_at,
        promised_on=case.promised_on,
        severity=case.severity,
        is_emergency=case.is_emergency,
        is_priority=case.is_priority,
        is_working=case.state == State.WORKING,
        is_doubted=case.is_doubted,
    )


def _stop(case: Case, band: Urgency, ends: datetime) -> Stop:
    return Stop(case.code, int(band), case.resolve_due_at or case.due_at or ends + timedelta(days=1), point_of(case))
