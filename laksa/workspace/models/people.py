# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who could hold a case, and how much they hold already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from laksa.cases.models import Case, loads_of
from laksa.cases.policies import WORKERS
from laksa.city.models import book
from laksa.identity.models import Post, User, find_on_duty
from laksa.identity.rules import Office
from laksa.routing.actions import decide


@dataclass(frozen=True)
class Worker:
    """Somebody who works in an agency; `open_count` is how many open cases they hold."""

    user_id: int
    name: str
    unit: str
    open_count: int
    is_on_duty: bool = False


def workers_of(agency: str, *, at: datetime) -> list[Worker]:
    """Return who works in an agency, those on duty now first, then those who hold least; two queries, with somebody on duty five."""
    posts = Post.objects.in_force(at).filter(agency_id=agency, role__in=WORKERS, user__is_active=True)
    people = {user_id: (name, unit) for user_id, name, unit in posts.values_list("user_id", "user__name", "unit_id")}
    held, units = loads_of(people), book().units
    on_duty = {one.user_id for one in find_on_duty(offices_in(agency), at=at)}
    found = [
        Worker(user_id, name, str(units[unit].name) if unit else "", held.get(user_id, 0), user_id in on_duty)
        for user_id, (name, unit) in people.items()
    ]
    return sorted(found, key=lambda one: (not one.is_on_duty, one.open_count, one.name))


def offices_in(agency: str) -> list[Office]:
    """Return an agency and its units."""
    return [Office(agency), *(Office(agency, unit.slug) for unit in book().units_by_agency.get(agency, ()))]


def staff_names(agency: str, *, at: datetime) -> dict[int, str]:
    """Return who works in an agency, by name; one query."""
    posts = Post.objects.in_force(at).filter(agency_id=agency, role__in=WORKERS, user__is_active=True)
    return dict(sorted(set(posts.values_list("user_id", "user__name")), key=lambda one: one[1]))


def names_of(user_ids: Iterable[int | None], *, known: Mapping[int, str] | None = None) -> dict[int, str]:
    """Return the names of these people; asks, in one query, for those alone that are not `known`."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    found = {user_id: name for user_id, name in (known or {}).items() if user_id in wanted}
    missing = wanted - set(found)
    return found | dict(User.objects.filter(pk__in=missing).values_list("pk", "name")) if missing else found


def owner_for(case: Case, category: str, *, at: datetime) -> tuple[str, str | None]:
    """Return the agency and unit whose duty a category is at this case's place."""
    decided = case.decision
    if decided.get("category") == category and decided.get("agency"):
        return decided["agency"], decided.get("unit")
    point = None if case.lat is None or case.lon is None else (case.lat, case.lon)
    # Without the words nothing speaks against the category that was chosen.
    found = decide("", point=point, village=case.village_id, category=category, at=at)
    if found.category == category:
        return found.agency, found.unit
    chosen = book().categories[category]
    return chosen.agency_id, chosen.unit_id
