# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invented staff: one account for each office that a visitor wants to try, and one for every agency that owns a category."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db.models import Value
from django.db.models.functions import Concat

from laksa.city.models import book
from laksa.config.example.tale import MAIL_HOST
from laksa.identity.actions import create_staff, set_duty
from laksa.identity.models import Duty, User, actor_of
from laksa.identity.rules import SYSTEM, Actor, Office, PostFact, Role, Shift

IN_OFFICE_SINCE = timedelta(days=400)


@dataclass(frozen=True)
class Seat:
    """An account to be: who, and which office. `area` is a kelurahan by its name; nobody without a role holds an office."""

    username: str
    name: str
    role: Role | None
    agency: str = ""
    unit: str = ""
    area: str = ""


# The names that docs and bin/run tell visitors; people and names are invented.
SEATS = (
    Seat("tlr", "Tono Haryanto", Role.COORDINATOR, "upt-prk", "ruang-kendali"),
    Seat("desk", "Dewi Anggraini", Role.DESK, "upt-prk", "meja-kota"),
    Seat("admin.dishub", "Rina Marlina", Role.AGENCY_ADMIN, "dishub", "meja-dishub"),
    Seat("pju.1", "Rahmat Hidayat", Role.OFFICER, "dishub", "tim-pju"),
    Seat("pju.2", "Yudi Prasetyo", Role.OFFICER, "dishub", "tim-pju"),
    Seat("regu.pju", "Dadang Suryana", Role.TEAM_LEAD, "dishub", "tim-pju"),
    Seat("kabid.pju", "Agus Setiawan", Role.DIVISION_HEAD, "dishub", "bidang-pju"),
    Seat("kadis.dishub", "Maya Kusumawati", Role.AGENCY_HEAD, "dishub"),
    Seat("admin.dlh", "Joko Purnomo", Role.AGENCY_ADMIN, "dlh", "meja-dlh"),
    Seat("admin.pupr", "Lina Rosdiana", Role.AGENCY_ADMIN, "pupr", "meja-pupr"),
    Seat("lurah.sukasari", "Asep Sopandi", Role.VILLAGE_HEAD, area="Sukasari"),
    Seat("walikota", "Surya Atmaja", Role.LEADER),
    Seat("operator112", "Nina Lestari", Role.OPERATOR_112),
    Seat("verifikator", "Bayu Nugraha", Role.VERIFIER),
    Seat("sysadmin", "Sari Utami", Role.SYSADMIN),
    Seat("warga.1", "Siti Nurhayati", None),
    Seat("warga.2", "Ujang Suryana", None),
    Seat("lalin.1", "Wulan Apriani", Role.OFFICER, "dishub", "bidang-lalin"),
    Seat("jalan.1", "Dedi Supriatna", Role.OFFICER, "pupr", "tim-jalan"),
    Seat("drainase.1", "Eko Wahyudi", Role.OFFICER, "pupr", "tim-drainase"),
    Seat("regu.drainase", "Ratna Komalasari", Role.TEAM_LEAD, "pupr", "tim-drainase"),
    Seat("angkut.1", "Iwan Gunawan", Role.OFFICER, "dlh", "tim-angkut"),
)
FIRST = (
    "Andri Bambang Citra Diah Endang Fajar Gita Hendra Indah Jajang Kartika Lukman Mulyadi Neneng Oki Putri Ratna Slamet Tuti Wahyu".split()
)
LAST = (
    "Permana Saputra Wibowo Rahayu Susanti Firmansyah Maulana Handayani Kurniawan Puspita Hermawan Safitri Nugroho Yuliani Ramdani".split()
)


@dataclass(frozen=True)
class Watch:
    """Somebody's turns on duty in their own unit, every week; 0 is Monday."""

    username: str
    weekdays: tuple[int, ...]
    starts: time
    ends: time


# The lamp team from morning to evening, at night on the phone; the drains on working days.
WATCHES = (
    Watch("pju.1", (0, 2, 4), time(7), time(15)),
    Watch("pju.2", (1, 3), time(7), time(15)),
    Watch("regu.pju", (0, 1, 2, 3, 4), time(15), time(22)),
    Watch("pju.2", (4, 5), time(22), time(6)),
    Watch("drainase.1", (0, 1, 2, 3, 4), time(7), time(16)),
)
WATCH_KEEPERS = {"dishub": "kabid.pju", "pupr": "regu.drainase"}


@dataclass
class Staff:
    """Who can act, by username and by agency."""

    by_name: dict[str, Actor] = field(default_factory=dict)
    by_agency: dict[str, list[Actor]] = field(default_factory=lambda: defaultdict(list))

    @property
    def desk(self) -> Actor:
        return self.by_name["desk"]

    @property
    def coordinator(self) -> Actor:
        return self.by_name["tlr"]

    @property
    def leader(self) -> Actor:
        return self.by_name["walikota"]

    def chief_of(self, agency: str) -> Actor | None:
        """Return who hands out an agency's work, if the agency has such an account."""
        return next((one for one in self.by_agency.get(agency, []) if one.holds(Role.AGENCY_ADMIN)), None)

    def person(self, user_id: int) -> Actor | None:
        """Return the invented person of this account, None for anybody else."""
        return next((one for one in self.by_name.values() if one.user_id == user_id), None)

    def worker_of(self, agency: str, unit: str | None, rng: Random) -> Actor | None:
        """Return an officer of the unit, else of the agency; the desk for an office outside the city; else nobody."""
        if book().agencies[agency].kind == "outside":
            return self.desk
        officers = [one for one in self.by_agency.get(agency, []) if one.holds(Role.OFFICER)]
        nearest = [one for one in officers if one.posts[0].unit_id == unit] or officers
        return rng.choice(nearest) if nearest else self.chief_of(agency)


def employ_staff(*, password: str | None, at: datetime) -> Staff:
    """Create the example accounts that are missing and return who can act; all share one password and a house that no letter reaches."""
    staff = Staff()
    since = at - IN_OFFICE_SINCE
    real = set(User.objects.filter(is_example=False).values_list("username", flat=True))
    for seat in _seats():
        # A real person's account is never used for invented work.
        username = f"contoh.{seat.username}" if seat.username in real else seat.username
        user = User.objects.filter(username=username).first() or _employ(seat, username, at=since)
        actor = actor_of(user, at=at)
        staff.by_name[seat.username] = actor
        for agency in {post.agency_id for post in actor.posts if post.agency_id}:
            staff.by_agency[agency].append(actor)
    # One hash for all: twenty slow hashes would be most of the work of a first start.
    address = Concat("username", Value(f"@{MAIL_HOST}"))
    User.objects.filter(is_example=True).update(password=make_password(password), is_active=True, email=address)
    return staff


def keep_watch(staff: Staff, *, at: datetime) -> int:
    """Put the example's officers on the duty rosters of their units, by whoever leads them; return how many lines were added.

    After the stories: in these nobody was on duty yet.
    """
    added = 0
    for watch in WATCHES:
        person = staff.by_name.get(watch.username)
        post = person.posts[0] if person is not None and person.posts else None
        if person is None or person.user_id is None or post is None or post.agency_id is None or post.unit_id is None:
            continue
        keeper = staff.by_name.get(WATCH_KEEPERS[post.agency_id])
        if keeper is None or Duty.objects.filter(user_id=person.user_id, starts=watch.starts, ends=watch.ends).exists():
            continue
        office = Office(post.agency_id, post.unit_id)
        first = at.astimezone(ZoneInfo(book().city.time_zone)).date()
        set_duty(Shift(person.user_id, office, frozenset(watch.weekdays), watch.starts, watch.ends, first), actor=keeper, at=at)
        added += 1
    return added


def _employ(seat: Seat, username: str, *, at: datetime) -> User:
    posts = [_post(seat)] if seat.role else []
    user = create_staff(username, name=seat.name, password=None, posts=posts, by=SYSTEM, at=at)
    user.is_example = True
    user.save(update_fields=["is_example"])
    return user


def _post(seat: Seat) -> PostFact:
    assert seat.role is not None
    area = next((one.code for one in book().areas.values() if one.kind == "village" and one.name == seat.area), None)
    agency = book().agency_by_area.get(area) if area else seat.agency or None
    return PostFact(seat.role, agency_id=agency, unit_id=seat.unit if seat.unit in book().units else None, area_id=area)


def _seats() -> list[Seat]:
    """Return the seats that this city has: those above, and an officer for every other agency that owns a category."""
    city = book()
    villages = {one.name for one in city.areas.values() if one.kind == "village"}
    seats = [one for one in SEATS if (not one.agency or one.agency in city.agencies) and (not one.area or one.area in villages)]
    staffed = {one.agency for one in seats if one.role is Role.OFFICER}
    owners = {one.agency_id: one.unit_id for one in city.categories.values() if city.agencies[one.agency_id].kind != "outside"}
    names = Random("seats")
    for agency, unit in sorted(owners.items()):
        if agency not in staffed:
            name = f"{names.choice(FIRST)} {names.choice(LAST)}"
            seats.append(Seat(f"{agency}.1", name, Role.OFFICER, agency, unit or ""))
    return seats
