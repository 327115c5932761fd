# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose turn it is in a thread: the one who was asked, and what happens once they are gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from laksa.cases.models import Case
from laksa.city.models import book
from laksa.identity.models import Post, User, actor_of, stand_ins
from laksa.identity.rules import Actor, Role
from laksa.threads.models.thread import Thread
from laksa.threads.rules import Kind

NAMED = ("case", "to_user", "to_agency", "to_unit", "asked_by", "answered_by")


@dataclass(frozen=True)
class Seat:
    """A thread with the state of whoever was asked: `is_vacant` when that person left, or is away and nobody stands in."""

    thread: Thread
    is_vacant: bool = False
    stands_in: int | None = None  # who acts for the person asked, when that is somebody else


def seat_of(thread: Thread, *, at: datetime) -> Seat:
    """Return whose turn it is in a thread; three small queries where a person was asked."""
    return seats_of([thread], at=at)[0]


def seats_of(threads: Sequence[Thread], *, at: datetime) -> list[Seat]:
    """Return whose turn it is in each of these threads, in their order and a fixed number of queries."""
    acting = acting_for([thread.to_user_id for thread in threads if thread.to_user_id is not None and thread.is_open], at=at)
    seats = []
    for thread in threads:
        if thread.to_user_id is None or not thread.is_open:
            seats.append(Seat(thread))
            continue
        person = acting[thread.to_user_id]
        seats.append(Seat(thread, is_vacant=person is None, stands_in=None if person == thread.to_user_id else person))
    return seats


def acting_for(user_ids: Iterable[int], *, at: datetime) -> dict[int, int | None]:
    """Return who acts for each of these people: themselves, who stands in, or None; whoever holds no office any more acts for nobody."""
    asked = set(user_ids)
    if not asked:
        return {}
    acting = stand_ins(asked, at=at)
    people = {pk for pk in acting.values() if pk is not None}
    in_office = set(Post.objects.in_force(at).filter(user_id__in=people).values_list("user_id", flat=True))
    return {pk: other if other in in_office else None for pk, other in acting.items()}


def open_for(user: User | Actor, *, at: datetime) -> list[Thread]:
    """Return what waits for this person (or for an office of theirs where nobody took it), most pressing first."""
    actor = user if isinstance(user, Actor) else actor_of(user, at=at)
    return list(Thread.objects.waiting_for(actor).select_related(*NAMED))


def of_case(case: Case) -> list[Thread]:
    """Return the threads of a case, also those that were asked in another and for which it waits, oldest first."""
    own = Thread.objects.filter(case=case)
    shared = Thread.objects.filter(also=case)
    return sorted({one.pk: one for one in (*own.select_related(*NAMED), *shared.select_related(*NAMED))}.values(), key=lambda one: one.pk)


def open_decision(case: Case) -> Thread | None:
    """Return the decision that a case waits for; None where none was asked by a thread."""
    return next((one for one in reversed(of_case(case)) if one.is_open and one.kind == Kind.DECISION), None)


def waiting_cases(thread: Thread) -> list[Case]:
    """Return all cases that wait for a thread, the one where it was asked first."""
    return [thread.case, *thread.also.order_by("pk")]


def party_name(*, role: Role | None, agency: str | None, unit: str | None, person: str = "") -> str:
    """Say an office as people know it: "Kepala Dishub", "Sekretaris Daerah"; an officer is said by name and office."""
    city = book()
    power = next((one for one in city.powers if one.role == role), None)
    office = str(city.units[unit].name) if unit else str(city.agencies[agency].short_name) if agency else ""
    if power is None:
        return ", ".join(part for part in (person, office) if part)
    if role in {Role.SECRETARIAT, Role.LEADER}:
        return power.title
    return f"{power.title} {office}".strip()
