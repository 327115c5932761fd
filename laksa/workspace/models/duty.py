# SPDX-License-Identifier: AGPL-3.0-or-later
"""The duty roster of one office: its week, who takes what comes now, and who could be put on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from laksa.city.models import book
from laksa.identity.models import Absence, OnDuty, Post, User, duty_shifts, find_on_duty
from laksa.identity.policies import may_see_duty
from laksa.identity.rules import Actor, Office, Shift, next_change, on_duty
from laksa.workspace.models.people import offices_in

WEEK = 7


@dataclass(frozen=True)
class Turn:
    """One shift on one day; `away` is the absence of whoever would have had it."""

    since: datetime
    until: datetime
    away: Absence | None = None


@dataclass(frozen=True)
class DutyRoster:
    """What the page shows of an office: its lines, its week (a row a day, a cell a person), now and next."""

    office: Office
    shifts: list[Shift]
    people: list[tuple[int, str]]  # who stands on it, by name
    colleagues: list[tuple[int, str]]  # who has a post there, by name
    week: list[tuple[date, list[list[Turn]]]]
    taking: list[OnDuty]
    changes_at: datetime | None
    then: list[str]

    def serves(self, shift: Shift) -> bool:
        """Whether the person of a line still has a post there; otherwise the line is passed over."""
        return any(pk == shift.user_id for pk, _name in self.colleagues)


def offices_seen(actor: Actor) -> list[Office]:
    """Return the offices whose rosters the reader sees: those of their agencies, or all of the city's own."""
    agencies = sorted(one.slug for one in book().agencies.values() if one.kind != "outside" and may_see_duty(actor, Office(one.slug)))
    return [office for agency in agencies for office in offices_in(agency)]


def first_office(actor: Actor, offices: list[Office]) -> Office:
    """Return the roster to show first: the reader's own, else one that has a line, else the first."""
    own = [Office(post.agency_id, post.unit_id) for post in actor.posts if post.agency_id]
    kept = {one.office for one in duty_shifts()}
    near = sorted(offices, key=lambda one: (one not in kept, one not in own, one.agency_id not in {post.agency_id for post in own}))
    return near[0]


def roster_at(office: Office, *, at: datetime) -> DutyRoster:
    """Return an office's roster as it stands at `at`; six queries at most."""
    local = timezone.localtime(at)
    shifts = [one for one in duty_shifts() if one.office == office and (one.last is None or one.last >= local.date() - timedelta(days=1))]
    names = dict(User.objects.filter(pk__in={one.user_id for one in shifts}).values_list("pk", "name"))
    # Whoever has just been removed may stand for a moment in what the process remembers.
    shifts = [one for one in shifts if one.user_id in names]
    people = sorted(names.items(), key=lambda one: one[1])
    change = next_change(local, shifts)
    return DutyRoster(
        office=office,
        shifts=sorted(shifts, key=lambda one: (names[one.user_id], sorted(one.weekdays), one.starts)),
        people=people,
        colleagues=_colleagues(office, at=at),
        week=_week(shifts, people, monday=local.date() - timedelta(days=local.weekday())),
        taking=sorted(find_on_duty([office], at=at), key=lambda one: one.name),
        changes_at=change,
        then=sorted(names[one] for one in on_duty(change, shifts)) if change else [],
    )


def _colleagues(office: Office, *, at: datetime) -> list[tuple[int, str]]:
    posts = Post.objects.in_force(at).at_office(office).filter(user__is_active=True)
    return sorted(set(posts.values_list("user_id", "user__name")), key=lambda one: one[1])


def _week(shifts: list[Shift], people: list[tuple[int, str]], *, monday: date) -> list[tuple[date, list[list[Turn]]]]:
    days = [monday + timedelta(days=step) for step in range(WEEK)]
    since, until = (timezone.make_aware(datetime.combine(day, time(0))) for day in (monday, monday + timedelta(days=WEEK + 1)))
    rows = Absence.objects.filter(user_id__in=[pk for pk, _name in people], since__lt=until, until__gt=since).select_related("deputy")
    away = list(rows.order_by("since"))
    return [(day, [_turns(pk, day, shifts, away) for pk, _name in people]) for day in days]


def _turns(user_id: int, day: date, shifts: list[Shift], away: list[Absence]) -> list[Turn]:
    spans = sorted(span for one in shifts if one.user_id == user_id and (span := one.span_on(day)) is not None)
    found = []
    for since, until in ((timezone.make_aware(begin), timezone.make_aware(end)) for begin, end in spans):
        gone = next((one for one in away if one.user_id == user_id and one.since < until and one.until > since), None)
        found.append(Turn(since, until, gone))
    return found
