# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who holds which office now, read once for a whole sweep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from laksa.cases.models import Case
from laksa.city.models import book
from laksa.escalation.rules import Asking, Found, Place, Seat, find_office, line_up
from laksa.identity.models import Post, User, stand_ins
from laksa.threads.models import Thread


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    is_active: bool


@dataclass
class Offices:
    """Everybody's offices at one moment, with who stands in for whom."""

    at: datetime
    seats: list[Seat] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)
    stand_in: dict[int, int | None] = field(default_factory=dict)

    @classmethod
    def read(cls, at: datetime) -> Offices:
        """Return the offices in force at `at`: a handful of queries, however many cases follow."""
        posts = Post.objects.in_force(at).filter(user__is_active=True)
        seats = [Seat(*row) for row in posts.values_list("user_id", "role", "agency_id", "unit_id")]
        offices = cls(at, seats)
        offices.learn(seat.user_id for seat in seats)
        return offices

    def learn(self, user_ids: Iterable[int | None]) -> None:
        """Read what is needed of people who are not known yet, and of those who stand in for them."""
        new = {pk for pk in user_ids if pk is not None and pk not in self.stand_in}
        if not new:
            return
        self.stand_in |= stand_ins(new, at=self.at)
        unknown = (new | {pk for pk in self.stand_in.values() if pk is not None}) - self.people.keys()
        rows = User.objects.filter(pk__in=unknown).values_list("pk", "name", "email", "is_active")
        self.people |= {pk: Person(name, email, is_active) for pk, name, email, is_active in rows}

    def is_there(self, user_id: int) -> bool:
        """Whether a person can be reached: their account is open. Whoever is away reads it, and so does their deputy."""
        return user_id in self.people and (self.people[user_id].is_active or self.stand_in[user_id] is not None)

    def find(self, whom: str, case: Case, thread: Thread | None) -> Found | None:
        """Return who is told for a rung's `whom` in this case."""
        self.learn([case.holder_id])
        asking = None
        if thread is not None:
            self.learn([thread.asked_by_id, thread.to_user_id])
            # Where only paper is taken, nobody outside can be reminded: whoever holds the case has to call.
            party = thread.to_party if thread.contact else ""
            asking = Asking(thread.asked_by_id, thread.to_user_id, party, self._place_asked(thread))
        return find_office(whom, place=place_of(case), seats=self.seats, there=self.is_there, asking=asking)

    def _place_asked(self, thread: Thread) -> Place:
        if thread.to_agency_id:
            return _place(thread.to_agency_id, thread.to_unit_id)
        own = next((seat for seat in self.seats if seat.user_id == thread.to_user_id and seat.agency), None)
        return _place(own.agency, own.unit) if own else Place()


def place_of(case: Case) -> Place:
    """Return where a case lies; the unit of its kind where it lies in none yet."""
    unit = case.unit_id
    if unit is None:
        usual = book().categories[case.category_id]
        unit = usual.unit_id if usual.agency_id == case.agency_id else None
    return _place(case.agency_id, unit, case.holder_id)


def _place(agency: str | None, unit: str | None, holder_id: int | None = None) -> Place:
    city = book()
    agencies = line_up(agency, {one.slug: one.parent_id for one in city.agencies.values()}) if agency and agency in city.agencies else ()
    units = line_up(unit, {one.slug: one.parent_id for one in city.units.values()}) if unit and unit in city.units else ()
    return Place(agencies, units, holder_id)
