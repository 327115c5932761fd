"""Who can act: pure facts about a person or system, enough for every policy to decide on paper."""

from __future__ import annotations

import enum
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Role(enum.StrEnum):
    """Offices a person can hold; a person may hold several."""

    COORDINATOR = "coordinator"  # control room lead (TLR): sees all, decides what nobody takes
    DESK = "desk"  # city desk: triage, and stands in for offices outside the city
    AGENCY_ADMIN = "agency_admin"  # hands out an agency's cases
    OFFICER = "officer"  # does the work
    TEAM_LEAD = "team_lead"
    DIVISION_HEAD = "division_head"  # kabid
    AGENCY_HEAD = "agency_head"  # kadis
    VILLAGE_HEAD = "village_head"  # lurah
    SECRETARIAT = "secretariat"  # sekretariat daerah: sekda, asisten
    LEADER = "leader"  # walikota
    OPERATOR_112 = "operator_112"
    VERIFIER = "verifier"  # checks residents
    SYSADMIN = "sysadmin"


# What the offices are called among people.
ROLE_WORDS: dict[str, str | Promise] = {
    Role.COORDINATOR: _("koordinator"),
    Role.DESK: _("meja kota"),
    Role.AGENCY_ADMIN: _("admin"),
    Role.OFFICER: _("petugas"),
    Role.TEAM_LEAD: _("kepala regu"),
    Role.DIVISION_HEAD: _("kabid"),
    Role.AGENCY_HEAD: _("kepala kantor"),
    Role.VILLAGE_HEAD: _("lurah"),
    Role.SECRETARIAT: _("sekretariat daerah"),
    Role.LEADER: _("pimpinan kota"),
    Role.OPERATOR_112: _("operator 112"),
    Role.VERIFIER: _("verifikator"),
    Role.SYSADMIN: _("pengelola sistem"),
}

CITY_WIDE = frozenset({Role.COORDINATOR, Role.DESK, Role.SECRETARIAT, Role.LEADER})
AGENCY_WIDE = frozenset({Role.AGENCY_ADMIN, Role.AGENCY_HEAD})


class ActorKind(enum.StrEnum):
    STAFF = "staff"
    REPORTER = "reporter"  # whoever holds a case's secret link: reporter or supporter
    PARTNER = "partner"  # a program with a key
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class PostFact:
    """One office held now: role, and where it counts (None = everywhere)."""

    role: Role
    agency_id: str | None = None
    unit_id: str | None = None
    area_id: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting: passed into every action, written into every entry."""

    kind: ActorKind
    label: str
    user_id: int | None = None
    participant_id: int | None = None
    posts: tuple[PostFact, ...] = ()
    # Those who are away and for whom the actor stands in: what these hold, the actor may act on.
    stands_for: frozenset[int] = frozenset()

    @property
    def acts_for(self) -> list[int]:
        """The accounts in whose name the actor acts: their own, and those for whom they stand in."""
        return [pk for pk in (self.user_id, *sorted(self.stands_for)) if pk is not None]

    @property
    def agency_id(self) -> str | None:
        """The agency of the first office they hold in one; None for whoever serves none."""
        return next((post.agency_id for post in self.posts if post.agency_id), None)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(post.role for post in self.posts)

    def holds(self, *roles: Role) -> bool:
        """Whether the actor holds any of these offices, anywhere."""
        return any(post.role in roles for post in self.posts)

    def serves(self, agency_id: str | None) -> bool:
        """Whether the actor holds an office in this agency."""
        return agency_id is not None and any(post.agency_id == agency_id for post in self.posts)

    def holds_in(self, agency_id: str | None, *roles: Role) -> bool:
        """Whether the actor holds one of these offices in this agency."""
        return agency_id is not None and any(post.agency_id == agency_id and post.role in roles for post in self.posts)


SYSTEM = Actor(kind=ActorKind.SYSTEM, label="Laksa")
PUBLIC = Actor(kind=ActorKind.REPORTER, label="Warga")


def in_force(since: datetime, until: datetime | None, at: datetime) -> bool:
    """Whether an office, rule or absence counts at `at`; it ends just before `until`."""
    return since <= at and (until is None or at < until)


def stand_in(person: int, *, away: Mapping[int, int | None], there: Container[int]) -> int | None:
    """Return who acts for a person: themselves, or the first deputy down the line who is not away; None where the line ends or runs in a circle."""
    passed: set[int] = set()
    current: int | None = person
    while current is not None and current not in passed:
        if current not in away:
            return current if current in there else None
        passed.add(current)
        current = away[current]
    return None


# --- the duty roster -------------------------------------------------------------------------------

DAY = timedelta(days=1)
# A roster is a week that comes again: what does not change within one, and a day of it, does not change.
LOOK_AHEAD_DAYS = 8


@dataclass(frozen=True, slots=True)
class Office:
    """An agency, or one of its units."""

    agency_id: str
    unit_id: str | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """One line of an office's duty roster: on these weekdays (0 is Monday), between these hours of the city's clocks.

    Where `ends` is not after `starts`, the shift ends on the day after it began. `first` and `last` are the days on which it may begin.
    """

    user_id: int
    office: Office
    weekdays: frozenset[int]
    starts: time
    ends: time
    first: date
    last: date | None = None
    pk: int = 0

    def span_on(self, day: date) -> tuple[datetime, datetime] | None:
        """Return from when to when the shift that begins on `day` lasts, as the clock on the wall says; None when none begins."""
        if day.weekday() not in self.weekdays or day < self.first or (self.last is not None and day > self.last):
            return None
        ends_on = day + DAY if self.ends <= self.starts else day
        return datetime.combine(day, self.starts), datetime.combine(ends_on, self.ends)


def shifts_at(at: datetime, shifts: Iterable[Shift]) -> list[Shift]:
    """Return the lines that count at `at`, a time of the city's clocks. The roster goes by weekdays: a holiday is a day as any other."""
    wall = at.replace(tzinfo=None)
    return [one for one in shifts if any(_covers(one, day, wall) for day in (wall.date() - DAY, wall.date()))]


def _covers(shift: Shift, day: date, wall: datetime) -> bool:
    span = shift.span_on(day)
    return span is not None and span[0] <= wall < span[1]


def on_duty(at: datetime, shifts: Iterable[Shift]) -> list[int]:
    """Return who is on duty at `at`, a time of the city's clocks; each person once."""
    return sorted({one.user_id for one in shifts_at(at, shifts)})


def next_change(at: datetime, shifts: Iterable[Shift]) -> datetime | None:
    """Return when next somebody else is on duty, in the zone of `at`; None when that is not within a week."""
    rows, wall = list(shifts), at.replace(tzinfo=None)
    days = [wall.date() + step * DAY for step in range(-1, LOOK_AHEAD_DAYS + 1)]
    edges = {edge for one in rows for day in days for edge in one.span_on(day) or ()}
    now = on_duty(wall, rows)
    found = next((edge for edge in sorted(edges) if edge > wall and on_duty(edge, rows) != now), None)
    return None if found is None else found.replace(tzinfo=at.tzinfo)
