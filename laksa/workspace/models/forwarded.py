# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much goes around the channel: figures of what officials push forward, each with the list behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from laksa.cases.models import Case, CaseQuerySet, PriorityCap
from laksa.cases.rules.forwarding import CHANNEL, title_of
from laksa.city.models import book
from laksa.identity.models import Post, User
from laksa.identity.rules import PostFact, Role
from laksa.workspace.rules.months import Month, last_months

MONTHS_SHOWN = 12
ROWS_SHOWN = 20
# A median of the newest thousands says as much as one of all, and never reads a whole year.
SAMPLE = 5_000
KEPT_SECONDS = 3_600
RECENT = timedelta(days=90)
HEADS = (Role.VILLAGE_HEAD, Role.AGENCY_HEAD, Role.SECRETARIAT, Role.LEADER)


@dataclass(frozen=True)
class OfMonth:
    """One month: how many were pushed forward, of how many reports in all."""

    month: Month
    forwarded: int
    received: int

    @property
    def percent(self) -> float:
        return 100 * self.forwarded / self.received if self.received else 0.0


@dataclass(frozen=True)
class Row:
    """One line of a table: whose, how many, how many of them with priority."""

    key: str
    name: str
    remark: str
    count: int
    priorities: int


@dataclass(frozen=True)
class Figures:
    """The last twelve months. `hours` are medians from received to declared done; None where nothing was solved."""

    counted_at: datetime
    months: tuple[OfMonth, ...]
    officials: tuple[Row, ...]
    villages: tuple[Row, ...]
    hours: float | None
    usual_hours: float | None
    sample: int
    usual_sample: int

    @property
    def forwarded(self) -> int:
        return sum(one.forwarded for one in self.months)

    @property
    def received(self) -> int:
        return sum(one.received for one in self.months)

    @property
    def percent(self) -> float:
        return 100 * self.forwarded / self.received if self.received else 0.0


def forwarded(since: datetime | None = None, until: datetime | None = None) -> CaseQuerySet:
    """Return what officials pushed forward in a time."""
    found = Case.objects.filter(channel=CHANNEL)
    found = found.filter(received_at__gte=since) if since else found
    return found.filter(received_at__lt=until) if until else found


def figures(*, at: datetime) -> Figures:
    """Return the figures, counted anew once an hour."""
    hour = int(at.timestamp()) // KEPT_SECONDS
    key = f"workspace|forwarded|{book().version}|{hour}"
    found: Figures | None = cache.get(key)
    if found is None:
        found = count_figures(at=at)
        cache.set(key, found, timeout=KEPT_SECONDS)
    return found


def count_figures(*, at: datetime) -> Figures:
    """Count anew; ranges of two indexes, and two samples."""
    months = last_months(timezone.localtime(at), MONTHS_SHOWN)
    counted = tuple(_of_month(month) for month in months)
    since = months[-1].begins
    own, usual = _hours(forwarded(since)), _hours(Case.objects.exclude(channel=CHANNEL).filter(received_at__gte=since))
    return Figures(
        counted_at=at,
        months=counted,
        officials=tuple(_officials(since, at=at)),
        villages=tuple(_villages(since)),
        hours=median(own) if own else None,
        usual_hours=median(usual) if usual else None,
        sample=len(own),
        usual_sample=len(usual),
    )


def _of_month(month: Month) -> OfMonth:
    received = Case.objects.filter(received_at__gte=month.begins, received_at__lt=month.ends)
    return OfMonth(month, forwarded(month.begins, month.ends).count(), received.count())


def _hours(cases: CaseQuerySet) -> list[float]:
    newest = cases.filter(resolved_at__isnull=False).order_by("-received_at").values_list("received_at", "resolved_at")[:SAMPLE]
    return [(solved - came).total_seconds() / 3_600 for came, solved in newest if solved is not None]


def _counted(since: datetime, by: str) -> list[tuple[object, int, int]]:
    rows = forwarded(since).order_by().values_list(by).annotate(many=Count("id"), prior=Count("id", filter=Q(is_priority=True)))
    return list(rows.order_by("-many")[:ROWS_SHOWN])


def _officials(since: datetime, *, at: datetime) -> list[Row]:
    rows = [(int(str(pk)), many, prior) for pk, many, prior in _counted(since, "forwarded_by") if pk is not None]
    names = dict(User.objects.filter(pk__in=[pk for pk, _many, _prior in rows]).values_list("pk", "name"))
    titles = titles_of(names, at=at)
    return [Row(str(pk), names.get(pk, ""), titles.get(pk, ""), many, prior) for pk, many, prior in rows]


def _villages(since: datetime) -> list[Row]:
    areas = book().areas
    found = []
    for code, many, prior in _counted(since, "village"):
        area = areas.get(str(code)) if code else None
        found.append(Row(str(code or "-"), area.name if area else "", "", many, prior))
    return found


def titles_of(user_ids: Iterable[int], *, at: datetime) -> dict[int, str]:
    """Return what these officials are called now: camat, lurah; one query, none for nobody."""
    wanted = set(user_ids)
    if not wanted:
        return {}
    kinds = {slug: agency.kind for slug, agency in book().agencies.items()}
    posts: dict[int, list[PostFact]] = {}
    for user_id, role, agency in Post.objects.in_force(at).filter(user__in=wanted).values_list("user_id", "role", "agency_id"):
        posts.setdefault(user_id, []).append(PostFact(Role(role), agency_id=agency))
    return {user_id: title_of(held, kinds) for user_id, held in posts.items()}


@dataclass(frozen=True)
class Official:
    """Somebody who may be given an own cap; `own` is None while the usual number counts."""

    user_id: int
    name: str
    title: str
    own: int | None
    recent: int


def officials_with_caps(*, at: datetime) -> list[Official]:
    """Return the heads of offices and whoever pushed something forward of late, the busiest first."""
    recent = {int(str(pk)): many for pk, many, _prior in _counted(at - RECENT, "forwarded_by") if pk is not None}
    caps = dict(PriorityCap.objects.exclude(user=None).values_list("user_id", "per_week"))
    heads = Post.objects.in_force(at).filter(role__in=HEADS, user__is_active=True).values_list("user_id", flat=True)
    wanted = {*recent, *heads, *caps}
    names = dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))
    titles = titles_of(names, at=at)
    found = [Official(pk, name, titles.get(pk, ""), caps.get(pk), recent.get(pk, 0)) for pk, name in names.items()]
    return sorted(found, key=lambda one: (-one.recent, one.name))
