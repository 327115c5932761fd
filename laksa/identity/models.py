"""People who sign in, and the offices they hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from laksa.identity.rules import Actor, ActorKind, Office, PostFact, Role, Shift, shifts_at, stand_in
from laksa.kernel.ids import digest_token

# How long a process may go on with rosters that another process has already changed.
LOOK_AGAIN_SECONDS = 2.0


class User(AbstractUser):
    """Somebody with an account. What they may do comes from their posts, not from flags."""

    first_name = None  # type: ignore[assignment]  # Indonesian names need not have two parts
    last_name = None  # type: ignore[assignment]
    name = models.CharField("nama", max_length=120)
    nip = models.CharField("NIP", max_length=18, blank=True)
    is_example = models.BooleanField("contoh", default=False)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        first, _, rest = self.name.partition(" ")
        return f"{first} {rest[0]}." if rest else first


class PostQuerySet(models.QuerySet["Post"]):
    def in_force(self, at: datetime) -> PostQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)

    def at_office(self, office: Office) -> PostQuerySet:
        """Posts in a unit; in an agency as a whole, those of all its units."""
        rows = self.filter(agency_id=office.agency_id)
        return rows if office.unit_id is None else rows.filter(unit_id=office.unit_id)


class Post(models.Model):
    """An office held: this person, this role, in this agency, unit or area, from then until then."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts", verbose_name="pengguna")
    role = models.CharField("peran", max_length=20, choices=[(role.value, role.value) for role in Role])
    agency = models.ForeignKey("city.Agency", on_delete=models.PROTECT, null=True, blank=True, verbose_name="perangkat daerah")
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, null=True, blank=True, verbose_name="unit")
    area = models.ForeignKey("city.Area", on_delete=models.PROTECT, null=True, blank=True, verbose_name="wilayah")
    since = models.DateTimeField("sejak", default=timezone.now)  # noqa: TID251 - a column default, not a rule
    until = models.DateTimeField("sampai", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "jabatan"
        verbose_name_plural = "jabatan"
        indexes = [models.Index(fields=["agency", "role"], name="post_agency_role")]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"


class Absence(models.Model):
    """Somebody is away from then until then; what reaches them goes to the deputy as well."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences", verbose_name="pengguna")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pengganti")
    since = models.DateTimeField("sejak")
    until = models.DateTimeField("sampai")
    reason = models.CharField("alasan", max_length=120, blank=True)

    class Meta:
        verbose_name = "ketidakhadiran"
        verbose_name_plural = "ketidakhadiran"
        indexes = [models.Index(fields=["until"], name="absence_until")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="an_absence_has_a_length"),
            models.CheckConstraint(condition=~Q(deputy=models.F("user")), name="nobody_deputises_for_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.since:%d %b}-{self.until:%d %b}"


class Duty(models.Model):
    """One line of an office's duty roster; `weekdays` has a digit for each day, 0 is Monday. See `rules.Shift`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="duties", verbose_name="pengguna")
    agency = models.ForeignKey("city.Agency", on_delete=models.PROTECT, verbose_name="perangkat daerah")
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, null=True, blank=True, verbose_name="unit")
    weekdays = models.CharField("hari", max_length=7)
    starts = models.TimeField("mulai")
    ends = models.TimeField("selesai")
    first_day = models.DateField("hari pertama")
    last_day = models.DateField("hari terakhir", null=True, blank=True)

    class Meta:
        verbose_name = "piket"
        verbose_name_plural = "piket"
        constraints = [
            models.CheckConstraint(condition=~Q(weekdays=""), name="a_duty_has_a_weekday"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=models.F("first_day")), name="a_duty_does_not_end_before_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.weekdays} {self.starts:%H:%M}-{self.ends:%H:%M}"


class ApiKey(models.Model):
    """A partner's key for the programming interfaces; only its digest is kept."""

    name = models.CharField("nama mitra", max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    revoked_at = models.DateTimeField("dicabut", null=True, blank=True)

    class Meta:
        verbose_name = "kunci API"
        verbose_name_plural = "kunci API"

    def __str__(self) -> str:
        return self.name


def actor_of(user: User, *, at: datetime) -> Actor:
    """Return what policies need to know of a signed-in person at `at`: one query for the offices held, one for who is away."""
    posts = tuple(
        PostFact(role=Role(role), agency_id=agency, unit_id=unit, area_id=area)
        for role, agency, unit, area in user.posts.in_force(at).values_list("role", "agency_id", "unit_id", "area_id")
    )
    away = dict(Absence.objects.filter(since__lte=at, until__gt=at).order_by("since").values_list("user_id", "deputy_id")) if posts else {}
    stands_for = frozenset(pk for pk in away if pk != user.pk and stand_in(pk, away=away, there={user.pk}) == user.pk)
    return Actor(kind=ActorKind.STAFF, label=user.name or user.username, user_id=user.pk, posts=posts, stands_for=stands_for)


def partner_of(key: str) -> Actor | None:
    """Return the partner whose key this is, or None for an unknown or revoked one."""
    row = ApiKey.objects.filter(digest=digest_token(key), revoked_at=None).first() if key else None
    return Actor(kind=ActorKind.PARTNER, label=row.name) if row else None


def stand_ins(user_ids: Iterable[int], *, at: datetime) -> dict[int, int | None]:
    """Return who stands in for each of these people at `at`: themselves, their deputy (followed on while that one is away too), or None.

    None means that a person is away and nobody stands in: no deputy, a circle of deputies, or an account that was closed.
    """
    away = dict(Absence.objects.filter(since__lte=at, until__gt=at).order_by("since").values_list("user_id", "deputy_id"))
    asked = set(user_ids)
    there = set(User.objects.filter(pk__in=asked | {pk for pk in away.values() if pk}, is_active=True).values_list("pk", flat=True))
    return {pk: stand_in(pk, away=away, there=there) for pk in asked}


# --- the duty roster -------------------------------------------------------------------------------


@dataclass
class _Held:
    """The rosters as this process knows them, and when to look again."""

    shifts: tuple[Shift, ...] | None = None
    look_again_at: float = 0.0


_held = _Held()


def duty_shifts() -> tuple[Shift, ...]:
    """Return all lines of all rosters, without a query unless they were last read over two seconds ago."""
    if _held.shifts is None or monotonic() >= _held.look_again_at:
        _held.shifts = tuple(_shift(row) for row in Duty.objects.order_by("pk"))
        _held.look_again_at = monotonic() + LOOK_AGAIN_SECONDS
    return _held.shifts


def forget_shifts() -> None:
    """Make the next `duty_shifts()` read the table: after a write, and between tests."""
    _held.shifts, _held.look_again_at = None, 0.0


def _shift(row: Duty) -> Shift:
    days = frozenset(int(digit) for digit in row.weekdays)
    office = Office(row.agency_id, row.unit_id)
    return Shift(row.user_id, office, days, row.starts, row.ends, row.first_day, row.last_day, row.pk)


@dataclass(frozen=True)
class OnDuty:
    """Somebody who takes what comes to an office now; `absent` is whom they stand in for, by name."""

    user_id: int
    name: str
    absent: str = ""


def find_on_duty(offices: Collection[Office], *, at: datetime) -> list[OnDuty]:
    """Return who acts for those on duty in these offices at `at`, in no order of merit.

    No query while nobody is on the roster then, else three. Whoever left the office is passed over, and so is whoever is away with
    nobody of the agency to stand in.
    """
    asked = shifts_at(timezone.localtime(at), (one for one in duty_shifts() if one.office in offices))
    if not asked:
        return []
    acting = stand_ins({one.user_id for one in asked}, at=at)
    people = set(acting) | {pk for pk in acting.values() if pk is not None}
    rows = Post.objects.in_force(at).filter(user_id__in=people).values_list("user_id", "user__name", "agency_id", "unit_id")
    names = {user_id: name for user_id, name, _agency, _unit in rows}
    serving = {(user_id, office) for user_id, _name, agency, unit in rows for office in (Office(agency, unit), Office(agency))}
    found: dict[int, OnDuty] = {}
    for shift in asked:
        other = acting[shift.user_id]
        if (shift.user_id, shift.office) not in serving or other is None or (other, Office(shift.office.agency_id)) not in serving:
            continue
        # Who is on duty themselves is not named as somebody's deputy.
        if other == shift.user_id or other not in found:
            found[other] = OnDuty(other, names[other], "" if other == shift.user_id else names[shift.user_id])
    return list(found.values())
