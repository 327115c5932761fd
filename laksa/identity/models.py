"""People who sign in, and the offices they hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from laksa.identity.rules import Actor, ActorKind, PostFact, Role, stand_in
from laksa.kernel.ids import digest_token


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
