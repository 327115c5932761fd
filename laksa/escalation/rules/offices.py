# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom a rung names: the holder of an office in the unit, else in what is above it, else the next office up the line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from laksa.identity.rules import Role

# Who is told where nobody holds the office that a rung names. The city desk and its coordinator are there for all.
UP: dict[str, str] = {
    "party": "holder",
    "asked": "asked_lead",
    "asked_lead": "division_head",
    "asker": "holder",
    "holder": "agency_admin",
    "agency_admin": "team_lead",
    "team_lead": "division_head",
    "division_head": "agency_head",
    "agency_head": "desk",
    "desk": "coordinator",
    "coordinator": "secretariat",
    "secretariat": "leader",
    "leader": "coordinator",
}
CITY_OFFICES = {
    "desk": Role.DESK,
    "coordinator": Role.COORDINATOR,
    "secretariat": Role.SECRETARIAT,
    "leader": Role.LEADER,
}
UNIT_OFFICES = {"team_lead": Role.TEAM_LEAD, "division_head": Role.DIVISION_HEAD}
LEADS = ("team_lead", "division_head", "agency_head")


@dataclass(frozen=True, slots=True)
class Seat:
    """An office that somebody with an open account holds now."""

    user_id: int
    role: str
    agency: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the city's offices a case lies; an agency that was dissolved is none any more.

    `units` and `agencies` are the case's own first, then what is above each.
    """

    agencies: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    holder_id: int | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """Of a question: who asked whom."""

    asker_id: int | None = None
    asked_id: int | None = None
    party: str = ""
    place: Place = field(default_factory=Place)  # where the one who was asked serves


@dataclass(frozen=True, slots=True)
class Found:
    """Who is told, and in which office: not the one that was named when nobody holds that."""

    office: str
    user_ids: tuple[int, ...]
    party: str = ""


def line_up(start: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return a unit or agency and all that is above it."""
    line: list[str] = []
    current: str | None = start
    while current and current not in line:
        line.append(current)
        current = parents.get(current)
    return tuple(line)


def find_office(
    whom: str, *, place: Place, seats: Sequence[Seat], there: Callable[[int], bool], asking: Asking | None = None
) -> Found | None:
    """Return who is told for `whom`, moving up the line until somebody is found; None where nobody is there at all.

    `there` says whether a person can be reached: their account is open, or somebody stands in for them.
    """
    seats = [seat for seat in seats if there(seat.user_id)]
    passed: set[str] = set()
    office: str | None = whom
    while office is not None and office not in passed:
        passed.add(office)
        if office == "party" and asking is not None and asking.party:
            return Found(office, (), asking.party)
        found = tuple(user_id for user_id in _holders(office, place, seats, asking) if there(user_id))
        if found:
            return Found(office, found)
        office = UP.get(office)
    return None


def _holders(office: str, place: Place, seats: Sequence[Seat], asking: Asking | None) -> list[int]:
    if office == "holder":
        return _only(place.holder_id)
    if office in CITY_OFFICES:
        return _ordered(seat for seat in seats if seat.role == CITY_OFFICES[office])
    if asking is not None:
        if office == "asker":
            return _only(asking.asker_id)
        if office == "asked":
            return _only(asking.asked_id) or _holders("agency_admin", asking.place, seats, None)
        if office == "asked_lead":
            return _lead_of(asking, seats)
    return _of_house(office, place, seats)


def _of_house(office: str, place: Place, seats: Sequence[Seat]) -> list[int]:
    """Return who holds an office of the agency: in the unit, then in what is above it, then in the agency above."""
    if office in UNIT_OFFICES:
        own = [seat for seat in seats if seat.role == UNIT_OFFICES[office] and seat.agency in place.agencies[:1]]
        for unit in place.units:
            if found := _ordered(seat for seat in own if seat.unit == unit):
                return found
        return _ordered(seat for seat in own if seat.unit is None)
    if office == "agency_admin":
        return _ordered(seat for seat in seats if seat.role == Role.AGENCY_ADMIN and seat.agency in place.agencies[:1])
    if office == "agency_head":
        for agency in place.agencies:
            # A kelurahan is led by its lurah.
            heads = (seat for seat in seats if seat.role in {Role.AGENCY_HEAD, Role.VILLAGE_HEAD} and seat.agency == agency)
            if found := _ordered(heads):
                return found
    return []


def _lead_of(asking: Asking, seats: Sequence[Seat]) -> list[int]:
    for office in LEADS:
        leads = [user_id for user_id in _of_house(office, asking.place, seats) if user_id != asking.asked_id]
        if leads:
            return leads
    return []


def _only(user_id: int | None) -> list[int]:
    return [] if user_id is None else [user_id]


def _ordered(seats: Iterable[Seat]) -> list[int]:
    return sorted({seat.user_id for seat in seats})
