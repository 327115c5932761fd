# SPDX-License-Identifier: AGPL-3.0-or-later
"""The third eye: which closings are looked at, and by whom, is decided by lot and by nobody."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from laksa.aftercare.actions.asking import send_link
from laksa.aftercare.models import Check, Checker, Closing, Draw
from laksa.aftercare.rules import (
    CHECK_WORKING_DAYS,
    CHECKS_A_PERSON,
    DRAWS_A_CLOSING,
    REOPENINGS_SEEN,
    Shares,
    Status,
    is_drawn,
    lot,
    read_shares,
)
from laksa.cases.actions.staff import leads_of
from laksa.cases.actions.story import Line, lock_case, save_story
from laksa.cases.models import Case
from laksa.cases.rules import Visibility
from laksa.city.models import book
from laksa.deadlines.actions import add_working_days
from laksa.identity.models import Absence, Post
from laksa.identity.rules import SYSTEM, Role
from laksa.kernel.events import record

POOL_LIMIT = 2_000
LOOKERS = (Role.OFFICER, Role.TEAM_LEAD, Role.VILLAGE_HEAD)


@transaction.atomic
def draw_checks(*, at: datetime) -> Draw | None:
    """Draw the lots of the day once: every closing has one, and the seed is kept; None when today's are drawn already.

    A second run on the same day draws nothing, so that nobody can try until a lot pleases them.
    """
    today = timezone.localdate(at)
    if Draw.objects.filter(on=today).exists():
        return None
    draw = Draw.objects.create(on=today, seed=secrets.token_hex(16), pool=0, drawn=0, unplaced=0, at=at)
    pool = list(Closing.objects.unweighed().filter(case__is_sealed=False).select_related("case").order_by("declared_at", "pk")[:POOL_LIMIT])
    percents = shares_of_teams(at=at)
    chosen = [one for one in pool if is_drawn(draw.seed, str(one), percents(one.agency_id, one.unit_id))]
    placed = sum(_place(one, draw, at=at) for one in sorted(chosen, key=lambda one: one.case_id))
    Closing.objects.filter(pk__in=[one.pk for one in pool]).update(weighed_at=at)
    draw.pool, draw.drawn, draw.unplaced = len(pool), len(chosen), len(chosen) - placed
    draw.save(update_fields=["pool", "drawn", "unplaced"])
    facts = {"seed": draw.seed, "pool": draw.pool, "drawn": draw.drawn, "unplaced": draw.unplaced}
    record(f"aftercare.draw:{draw.pk}", "checks.drawn", by=SYSTEM, at=at, data=facts)
    return draw


@dataclass(frozen=True)
class TeamShares:
    """The percent of closings that is looked at, by team."""

    shares: Shares
    teams: dict[tuple[str, str | None], tuple[int, int]]

    def __call__(self, agency: str, unit: str | None) -> int:
        closings, reopened = self.teams.get((agency, unit), (0, 0))
        return self.shares.of(closings, reopened=reopened)


def shares_of_teams(*, at: datetime) -> TeamShares:
    """Return the share for each team by its closings and reopenings of the last 90 days; one query, from an index alone."""
    recent = Closing.objects.filter(declared_at__gte=at - REOPENINGS_SEEN, declared_at__lte=at)
    counted = recent.values_list("agency_id", "unit_id").annotate(many=Count("pk"), back=Count("reopened_at")).order_by()
    return TeamShares(read_shares(book().city.closing), {(agency, unit): (many, back) for agency, unit, many, back in counted})


def _place(closing: Closing, draw: Draw, *, at: datetime, round_: int = 1) -> bool:
    """Ask somebody outside the team to look; False where nobody can be asked or the case is not done any more."""
    case = lock_case(closing.case_id)
    if not closing.stands_for(case):
        return False
    asked = list(Check.objects.filter(closing=closing))
    somebody = _choose(case, seed=draw.seed, key=f"{closing}:{round_}", but={_key_of(one) for one in asked}, at=at)
    if somebody is None:
        return False
    kind, pk = somebody
    check = Check(closing=closing, draw=draw, round=round_, asked_at=at, due_at=add_working_days(at, days=CHECK_WORKING_DAYS, agency=None))
    check.user_id, check.checker_id = (pk, None) if kind == "user" else (None, pk)
    check.set_link()
    check.save(force_insert=True)
    # Not who: the team shall not know whom to ask for a favour.
    line = Line("check_asked", Visibility.INTERNAL, "", {"until": check.due_at.isoformat(), "round": round_})
    save_story(case, [line], actor=SYSTEM, at=at)
    send_link(check, case, at=at)
    return True


Key = tuple[str, int]


def _key_of(check: Check) -> Key:
    return ("user", check.user_id) if check.user_id is not None else ("checker", check.checker_id or 0)


def _choose(case: Case, *, seed: str, key: str, but: Iterable[Key], at: datetime) -> Key | None:
    """Return who looks, by lot: a neighbour if there is one, else another team of the office, else another office."""
    busy = _busy()
    barred = set(but) | {("user", pk) for pk in (*case.account_ids, *leads_of(case, at=at), case.holder_id) if pk is not None}
    away = set(Absence.objects.filter(since__lte=at, until__gt=at).values_list("user_id", flat=True))
    for circle in _circles(case, at=at):
        free = [one for one in circle if one not in barred and one not in busy and not (one[0] == "user" and one[1] in away)]
        if free:
            return min(free, key=lambda one: lot(seed, f"{key}:{one[0]}:{one[1]}"))
    return None


def _busy() -> set[Key]:
    """Return who looks at as much as anybody is asked to already."""
    found: set[Key] = set()
    for kind, field in (("user", "user_id"), ("checker", "checker_id")):
        loads = Check.objects.open().exclude(**{field: None}).values_list(field).annotate(many=Count("pk")).order_by()
        found |= {(kind, pk) for pk, many in loads if many >= CHECKS_A_PERSON}
    return found


def _circles(case: Case, *, at: datetime) -> Iterable[set[Key]]:
    """Yield who could look, the nearest first: people of the kelurahan, other teams of the office, other offices."""
    reachable = Post.objects.in_force(at).filter(user__is_active=True).exclude(user__email="")
    # With the team below or above it one looks away more easily.
    own = _kin(case.unit_id)
    others = ~Q(agency_id=case.agency_id)
    if case.village_id:
        local = [agency for area, agency in book().agency_by_area.items() if area in _areas(case.village_id)]
        near = reachable.filter(others, Q(area_id=case.village_id) | Q(agency_id__in=local), role__in=LOOKERS)
        residents = Checker.objects.filter(village_id=case.village_id, is_active=True)
        yield _users(near) | {("checker", one.pk) for one in residents if one.email or one.phone}
    if own:
        yield _users(reachable.filter(agency_id=case.agency_id, role__in=LOOKERS).exclude(unit_id=None).exclude(unit_id__in=own))
    outside = [slug for slug, agency in book().agencies.items() if agency.kind == "outside"]
    yield _users(reachable.filter(others, role__in=LOOKERS).exclude(agency_id__in=outside).exclude(agency_id=None))


def _users(posts: QuerySet[Post]) -> set[Key]:
    return {("user", pk) for pk in posts.values_list("user_id", flat=True)}


def _areas(village: str) -> set[str]:
    area = book().areas.get(village)
    return {village, area.parent_id} if area and area.parent_id else {village}


def _kin(unit: str | None) -> set[str]:
    """Return a unit with all above and below it."""
    city = book()
    below = [unit] if unit else []
    for slug in below:
        below += [one.slug for one in city.units.values() if one.parent_id == slug and one.slug not in below]
    return {*city.units_above(unit), *below}


def sweep_checks(*, at: datetime) -> int:
    """End the checks that nobody answered in time or that a reopening overtook; return how many. The former go to somebody else once."""
    overtaken = Check.objects.open().filter(closing__reopened_at__isnull=False)
    ended = sum(_end(pk, Status.MOOT, at=at) for pk in list(overtaken.values_list("pk", flat=True)[:200]))
    late = Check.objects.open().filter(due_at__lt=at).order_by("due_at", "pk")
    return ended + sum(_end(pk, Status.LAPSED, at=at) for pk in list(late.values_list("pk", flat=True)[:200]))


@transaction.atomic
def _end(check_id: int, status: Status, *, at: datetime) -> bool:
    check = Check.objects.select_for_update(of=("self",)).select_related("closing", "draw").get(pk=check_id)
    if not check.is_open:
        return False
    check.is_open, check.status = False, status
    check.save(update_fields=["is_open", "status"])
    if status == Status.LAPSED:
        case = lock_case(check.closing.case_id)
        save_story(case, [Line("check_lapsed", Visibility.INTERNAL, "", {"round": check.round})], actor=SYSTEM, at=at)
        draw_again(check, at=at)
    return True


def draw_again(check: Check, *, at: datetime) -> bool:
    """Ask somebody else, by the same seed, where a look came to nothing; once a closing."""
    return check.round < DRAWS_A_CLOSING and _place(check.closing, check.draw, at=at, round_=check.round + 1)
