# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of the desk as questions to the cases: which, how many, and the page around a place in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from laksa.cases.models import Case, CaseQuerySet
from laksa.cases.rules import Proof, State
from laksa.city.models import book
from laksa.identity.rules import CITY_WIDE, Actor, PostFact, Role
from laksa.insight.models import midnight
from laksa.workspace.rules import PAGE_SIZE, Cursor, Filters

# Beyond this a list says "999+": an exact total of a growing table is never worth its time.
CEILING = 1_000
SORTED_AT_DESK = (State.RECEIVED, State.TRIAGE)
# What a row of the list is drawn from, and ordered by.
ROW_COLUMNS = (
    *("code", "title", "state", "severity", "is_emergency", "is_priority", "is_example", "is_outside", "needs_coordinator"),
    *("village_id", "place_text", "holder_id", "forwarded_by_id", "waits_for", "supporters", "reopenings", "hops"),
    *("due_at", "promised_on", "received_at"),
)


def usual_view(actor: Actor) -> str:
    """Return the view an officer begins with."""
    return "keputusan" if actor.roles == {Role.LEADER} else "tim"


def listed(filters: Filters, *, actor: Actor, at: datetime, seen: CaseQuerySet | None = None) -> CaseQuerySet:
    """Return the cases that an address asks for, of those the actor may see; in no order yet.

    `seen` are these latter, for whoever asks for many lists at once.
    """
    seen = Case.objects.visible_to(actor) if seen is None else seen
    found = _of_view(filters.lihat or usual_view(actor), seen, actor=actor, at=at)
    if filters.is_by_due:
        found = found.open()
    return _narrowed(found, filters, at=at) if filters.narrowing else found


def _narrowed(found: CaseQuerySet, filters: Filters, *, at: datetime) -> CaseQuerySet:
    """Return what the filters leave of a list."""
    exact = {
        "state": filters.status,
        "village_id": filters.kelurahan if filters.kelurahan != "tidak" else "",
        "category_id": filters.jenis,
        "severity": filters.berat,
        "channel": filters.kanal,
        "agency_id": filters.kantor,
        "kind": filters.macam,
        "waits_for": filters.tunggu if filters.tunggu != "tidak" else "",
        "unit_id": filters.unit if filters.unit != "tidak" else "",
        "is_emergency": bool(filters.bahaya),
    }
    found = found.filter(_dated(filters), **{name: value for name, value in exact.items() if value})
    for name in ("village_id",) * (filters.kelurahan == "tidak") + ("unit_id",) * (filters.unit == "tidak"):
        found = found.filter(**{name: None})
    if filters.tunggu == "tidak":
        found = found.filter(waits_for="")
    if filters.pemegang:
        found = found.filter(holder_id=None if filters.pemegang == "tidak" else int(filters.pemegang))
    if filters.lewat:
        found = found.overdue(at)
    return found.search(filters.cari) if filters.cari else found


def _dated(filters: Filters) -> Q:
    """Return the days of receiving, of ending, and the day's end at which a case was open, by the city's clock."""
    found = Q()
    if filters.dari:
        found &= Q(received_at__gte=_start_of(filters.dari))
    if filters.sampai:
        found &= Q(received_at__lt=_end_of(filters.sampai))
    if filters.akhir_dari:
        found &= _ended_from(_start_of(filters.akhir_dari))
    if filters.akhir_sampai:
        end = _end_of(filters.akhir_sampai)
        found &= Q(ended_at__lt=end, received_at__lt=end)
    if filters.terbuka:
        end = _end_of(filters.terbuka)
        found &= Q(received_at__lt=end) & (Q(is_open=True) | _ended_from(end))
    return found


def _ended_from(moment: datetime) -> Q:
    # What ended was also changed then or later, and that is what an index knows.
    return Q(ended_at__gte=moment, updated_at__gte=moment)


def _start_of(day: str) -> datetime:
    return midnight(date.fromisoformat(day))


def _end_of(day: str) -> datetime:
    return midnight(date.fromisoformat(day) + timedelta(days=1))


def _of_view(view: str, seen: CaseQuerySet, *, actor: Actor, at: datetime) -> CaseQuerySet:
    match view:
        case "saya" | "tim" | "tanda-tangan":
            return seen.filter(_own(view, actor))
        case "bebas":
            return seen.open().filter(holder_id=None).exclude(state__in=[*SORTED_AT_DESK, State.RESOLVED])
        case "hari-ini":
            return seen.open().filter(due_at__gte=at, due_at__lt=_end_of_day(at))
        case "lewat":
            return seen.overdue(at)
        case "keputusan":
            return seen.open().filter(state=State.AWAITING_DECISION)
        case "konfirmasi":
            return seen.open().filter(state=State.RESOLVED)
    return seen


def _own(view: str, actor: Actor) -> Q:
    """What is the actor's own by a view: held, of their team, or waiting for their signature."""
    if view == "tim":
        return _team(actor)
    return _signed_by(actor) if view == "tanda-tangan" else Q(holder_id=actor.user_id or 0)


def _signed_by(actor: Actor) -> Q:
    """What waits for the signature of the actor, or of somebody away for whom they stand in; where an office has nobody, of a coordinator."""
    if not actor.holds(Role.COORDINATOR):
        return Q(proof=Proof.DOUBTED, signer_id__in=actor.acts_for)
    doubted = Case.objects.filter(proof=Proof.DOUBTED).order_by().values("pk")
    # Two looks at the index of signers: of "one of these or nobody" SQLite would read all open cases.
    return Q(pk__in=doubted.filter(signer_id__in=actor.acts_for).union(doubted.filter(signer=None), all=True))


def _team(actor: Actor) -> Q:
    """The cases of the actor's own units; without a unit the whole agency; for the city desk what it has to sort."""
    own = Q(pk__in=[])
    for post in actor.posts:
        own |= _team_of(post)
    return own


def _team_of(post: PostFact) -> Q:
    if post.role in {Role.DESK, Role.COORDINATOR}:
        outside = [agency.slug for agency in book().agencies.values() if agency.kind == "outside"]
        return Q(state__in=SORTED_AT_DESK) | Q(agency_id__in=outside) | Q(agency_id=post.agency_id)
    if post.role in CITY_WIDE:
        return ~Q(pk__in=[])
    if post.unit_id:
        return Q(unit_id__in=units_below(post.unit_id))
    if post.agency_id:
        return Q(agency_id=post.agency_id)
    return Q(village_id=post.area_id) if post.area_id else Q(is_emergency=True)


def units_below(unit: str) -> list[str]:
    """Return a unit and all units under it, itself first."""
    found = [unit]
    for slug in found:
        found += [one.slug for one in book().units.values() if one.parent_id == slug and one.slug not in found]
    return found


def _end_of_day(at: datetime) -> datetime:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)


def count_up_to_ceiling(lists: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """Return how many rows each list holds, at most CEILING each, in one query."""
    parts: list[str] = []
    values: list[Any] = []
    counts = dict.fromkeys(lists, 0)
    asked = []
    for name, rows in lists.items():
        try:
            sql, params = rows.order_by().values("pk")[:CEILING].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608 - the ORM's own statement
        values += params
        asked.append(name)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(parts), values)
            counts.update(zip(asked, cursor.fetchone(), strict=True))
    return counts


@dataclass(frozen=True)
class Page:
    """One page of a list: its cases, how many lie before it, and the places of its neighbours."""

    cases: list[Case]
    offset: int
    previous: Cursor | None
    next: Cursor | None


def page_of(cases: CaseQuerySet, *, by_due: bool, total: int = CEILING, after: Cursor | None = None, before: Cursor | None = None) -> Page:
    """Return the page after (or before) a place: by next date, earliest first, or else newest first.

    `total` is how many cases the list has, as far as they were counted: it saves looking behind the end.
    """
    plain = cases.only(*ROW_COLUMNS)
    back = before is not None
    rows = _by_due(plain, before or after, back=back, total=total) if by_due else _by_age(plain, before or after, back=back)
    has_more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if back:
        rows.reverse()
        offset = max(0, before.offset - len(rows)) if before else 0
    else:
        offset = after.offset if after else 0
    name = "due_at" if by_due else "received_at"
    first = has_more if back else after is not None
    last = back or has_more
    return Page(
        rows,
        offset,
        previous=Cursor(getattr(rows[0], name), rows[0].pk, offset) if rows and first else None,
        next=Cursor(getattr(rows[-1], name), rows[-1].pk, offset + len(rows)) if rows and last else None,
    )


def _by_due(cases: CaseQuerySet, place: Cursor | None, *, back: bool, total: int) -> list[Case]:
    """Cases with a date, then those without; read from `place` in either direction, one more than a page."""
    dated = _beside(cases.filter(due_at__isnull=False), "due_at", place if place and place.at else None, is_rising=not back)
    undated = cases.filter(due_at=None).order_by("-pk" if back else "pk")
    if place is not None and place.at is None:
        undated = undated.filter(pk__lt=place.pk) if back else undated.filter(pk__gt=place.pk)
    starts_undated = place is not None and place.at is None
    if back:
        legs = [undated, dated] if starts_undated else [dated]
    else:
        legs = [undated] if starts_undated else [dated, undated]
    rows: list[Case] = []
    for leg in legs:
        # Only on the first page are the counted ones and the shown ones the same moment's.
        is_whole = place is None and len(rows) == total < CEILING
        if len(rows) <= PAGE_SIZE and not is_whole:
            rows += leg[: PAGE_SIZE + 1 - len(rows)]
    return rows


def _by_age(cases: CaseQuerySet, place: Cursor | None, *, back: bool) -> list[Case]:
    return list(_beside(cases, "received_at", place, is_rising=back)[: PAGE_SIZE + 1])


def _beside(cases: CaseQuerySet, name: str, place: Cursor | None, *, is_rising: bool) -> CaseQuerySet:
    sign, way = ("", "gt") if is_rising else ("-", "lt")
    if place is not None:
        # The first condition repeats what follows from the second, in a form that an index can be entered by.
        edge = Q(**{f"{name}__{way}e": place.at})
        cases = cases.filter(edge, Q(**{f"{name}__{way}": place.at}) | Q(**{f"pk__{way}": place.pk}))
    return cases.order_by(f"{sign}{name}", f"{sign}pk")
