# SPDX-License-Identifier: AGPL-3.0-or-later
"""What hangs, on whom, and what is another than a week ago: read from the indexes of open cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min

from laksa.cases.models import Case, Entry
from laksa.cases.rules import State
from laksa.insight.models.standings import balance
from laksa.insight.rules import Period, Standing
from laksa.insight.rules.periods import ONE

STUCK = (State.AWAITING_DECISION, State.AWAITING_OUTSIDE)


@dataclass(frozen=True)
class Stuck:
    """So many cases wait for one party; the one that waits longest since then."""

    state: State
    party: str
    number: int
    since: datetime


def stuck_cases(*, agency: str | None = None) -> list[Stuck]:
    """Return for whom open cases wait, decisions and outside parties, the one with most first."""
    cases = Case.objects.open().filter(state__in=STUCK)
    if agency is not None:
        cases = cases.filter(agency_id=agency)
    rows = cases.values_list("state", "waits_for").annotate(number=Count("pk"), since=Min("state_since")).order_by("-number", "waits_for")
    return [Stuck(State(state), party, number, since) for state, party, number, since in rows]


def late_by_agency(at: datetime) -> dict[str, int]:
    """Return how many open cases of each agency have missed their next date, most first: what the desk's list shows as late."""
    rows = Case.objects.overdue(at).values_list("agency_id").annotate(number=Count("pk")).order_by("-number", "agency_id")
    return dict(rows)


@dataclass(frozen=True)
class Change:
    """How many cases of a category came in these days, and in as many before."""

    category: str
    now: int
    before: int

    @property
    def more(self) -> int:
        return self.now - self.before


@dataclass(frozen=True)
class Week:
    """What is another than a week ago. `old` are open cases received up to `old_until`, more than a week before, by agency."""

    rising: list[Change]
    falling: list[Change]
    reopened: int
    old: dict[str, Standing]
    old_until: date


def week_until(at: datetime, period: Period, *, shown: int = 3) -> Week:
    """Return what changed in the seven days of `period` against the seven before."""
    now = balance(period, by=("category",)).by["category"].by_key()
    before = balance(period.previous(), by=("category",)).by["category"].by_key()
    nothing = Standing()
    changes = [Change(slug, now.get(slug, nothing).total, before.get(slug, nothing).total) for slug in sorted({*now, *before})]
    changes.sort(key=lambda one: (-abs(one.more), one.category))
    old_until = period.until - 7 * ONE
    old = balance(Period(None, old_until), by=("agency",)).by["agency"].by_key()
    return Week(
        rising=[one for one in changes if one.more > 0][:shown],
        falling=[one for one in changes if one.more < 0][:shown],
        reopened=reopenings_since(at - timedelta(days=7)),
        old={slug: standing for slug, standing in old.items() if standing.open},
        old_until=old_until,
    )


def reopenings_since(since: datetime) -> int:
    """Return how often a closing was taken back since then; a case that was reopened has changed since, and that is what the index knows."""
    changed = Case.objects.filter(updated_at__gte=since, reopenings__gt=0).values("pk")
    return Entry.objects.filter(case__in=changed, kind="reopened", at__gte=since).count()
