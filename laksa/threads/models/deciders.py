# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may be asked: those with the power to decide, people of the house, and who instead when somebody is gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from laksa.city.models import book
from laksa.city.rules.powers import OF_AGENCY, covering
from laksa.identity.models import Absence, Post, User
from laksa.identity.rules import PostFact, Role
from laksa.threads.models.seats import acting_for, party_name


@dataclass(frozen=True)
class Decider:
    """Somebody with the power to decide: `title` is the office as people know it, `acting` who acts for them now (None: nobody)."""

    user_id: int
    name: str
    title: str
    role: str
    acting: int | None
    is_away: bool = False

    @property
    def is_here(self) -> bool:
        return self.acting == self.user_id


def powerful_roles(cost_idr: int) -> list[str]:
    """Return the roles that may decide at this cost, the lowest first; without a list only the city's leader."""
    powers = book().powers
    return [one.role for one in covering(powers, cost_idr)] if powers else [str(Role.LEADER)]


def has_power(posts: Iterable[PostFact], *, cost_idr: int, agency: str) -> bool:
    """Whether one of these offices may decide at this cost in a matter of this agency."""
    roles = powerful_roles(cost_idr)
    return any(post.role in roles and (post.role not in OF_AGENCY or post.agency_id == agency) for post in posts)


def deciders_for(agency: str, *, cost_idr: int, at: datetime, unit: str | None = None) -> list[Decider]:
    """Return who may decide at this cost in a matter of this agency, the lowest power first, the unit's own head before others."""
    roles = powerful_roles(cost_idr)
    posts = Post.objects.in_force(at).filter(role__in=roles, user__is_active=True).select_related("user").order_by("pk")
    found = [post for post in posts if post.role not in OF_AGENCY or post.agency_id == agency]
    acting = acting_for([post.user_id for post in found], at=at)
    above = book().units_above(unit)
    found.sort(key=lambda post: (roles.index(post.role), post.unit_id not in above, post.pk))
    rows: dict[int, Decider] = {}
    for post in found:
        title = party_name(role=Role(post.role), agency=post.agency_id, unit=post.unit_id)
        here = acting[post.user_id]
        rows.setdefault(post.user_id, Decider(post.user_id, post.user.name, title, post.role, here, is_away=here != post.user_id))
    return list(rows.values())


@dataclass(frozen=True)
class Colleague:
    """Somebody of the house who may be asked, with the office they are asked in."""

    user_id: int
    name: str
    role: Role
    agency: str | None
    unit: str | None

    @property
    def title(self) -> str:
        return party_name(role=self.role, agency=self.agency, unit=self.unit, person=self.name)


def colleagues(user_ids: Iterable[int] | None = None, *, at: datetime) -> list[Colleague]:
    """Return these people (None: everybody) as far as they hold an office now, by name; one query."""
    posts = Post.objects.in_force(at).filter(user__is_active=True).exclude(role=Role.SYSADMIN)
    if user_ids is not None:
        posts = posts.filter(user_id__in=set(user_ids))
    rows: dict[int, Colleague] = {}
    for user_id, name, role, agency, unit in posts.order_by("user__name", "pk").values_list(
        "user_id", "user__name", "role", "agency_id", "unit_id"
    ):
        rows.setdefault(user_id, Colleague(user_id, name, Role(role), agency, unit))
    return list(rows.values())


def instead_of(user_id: int, *, at: datetime) -> tuple[User | None, datetime | None]:
    """Return whom to ask in place of somebody who is gone, and until when they are away (None: they left).

    The deputy, else a chief of the office where they last were.
    """
    away = Absence.objects.filter(user_id=user_id, since__lte=at, until__gt=at).order_by("-until").first()
    acting = acting_for([user_id], at=at)[user_id]
    until = away.until if away is not None else None
    if acting is not None and acting != user_id:
        return User.objects.get(pk=acting), until
    last = Post.objects.filter(user_id=user_id, agency__isnull=False).order_by("-since", "-pk").first()
    if last is None:
        return None, until
    chiefs = Post.objects.in_force(at).filter(agency_id=last.agency_id, user__is_active=True).exclude(user_id=user_id)
    for role in (last.role, Role.TEAM_LEAD, Role.DIVISION_HEAD, Role.AGENCY_ADMIN, Role.AGENCY_HEAD):
        for post in chiefs.filter(role=role).select_related("user").order_by("pk"):
            if acting_for([post.user_id], at=at)[post.user_id] == post.user_id:
                return post.user, until
    return None, until


def keepers_of_queue(agency: str, unit: str | None, *, at: datetime) -> list[int]:
    """Return who is told of what came into an office's queue: the unit's heads, else its people, else the admins, else the head."""
    posts = list(
        Post.objects.in_force(at)
        .filter(agency_id=agency, user__is_active=True)
        .values_list("role", "unit_id", "user_id")
        .order_by("user_id")
    )
    wanted = [
        [user for role, own, user in posts if unit is not None and own == unit and role in {Role.TEAM_LEAD, Role.DIVISION_HEAD}],
        [user for _role, own, user in posts if unit is not None and own == unit],
        [user for role, _own, user in posts if role == Role.AGENCY_ADMIN],
        [user for role, _own, user in posts if role in {Role.AGENCY_HEAD, Role.VILLAGE_HEAD}],
        [user for _role, _own, user in posts],
    ]
    return next((sorted(set(found)) for found in wanted if found), [])
