"""Making accounts, offices, keys and duty rosters."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laksa.city.models import book
from laksa.identity.models import ApiKey, Duty, Post, User, forget_shifts
from laksa.identity.policies import may_set_duty
from laksa.identity.rules import Actor, Office, PostFact, Role, Shift
from laksa.kernel.errors import Refused
from laksa.kernel.events import record
from laksa.kernel.ids import digest_token, make_token
from laksa.kernel.permissions import require


@transaction.atomic
def create_staff(username: str, *, name: str, password: str | None, posts: list[PostFact], by: Actor, at: datetime) -> User:
    """Create a staff account that holds these offices from `at` on.

    A sysadmin may enter the administration pages; nobody else is `is_staff`. Without a password (None) nobody can sign in yet.
    """
    is_sysadmin = any(post.role == Role.SYSADMIN for post in posts)
    user = User(username=username, name=name, is_staff=is_sysadmin, is_superuser=is_sysadmin)
    user.set_password(password)
    user.save()
    Post.objects.bulk_create(
        Post(user=user, role=post.role, agency_id=post.agency_id, unit_id=post.unit_id, area_id=post.area_id, since=at) for post in posts
    )
    record(f"identity.user:{user.pk}", "staff.created", by=by, at=at, data={"roles": [post.role for post in posts]})
    return user


@transaction.atomic
def issue_api_key(name: str, *, by: Actor, at: datetime) -> str:
    """Create a partner's key and return it; it can't be shown again."""
    key = make_token()
    row = ApiKey.objects.create(name=name, digest=digest_token(key))
    record(f"identity.apikey:{row.pk}", "api_key.issued", by=by, at=at, data={"name": name})
    return key


@transaction.atomic
def revoke_api_key(key_id: int, *, by: Actor, at: datetime) -> None:
    """End a partner's key; a second call changes nothing."""
    if ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=at):
        record(f"identity.apikey:{key_id}", "api_key.revoked", by=by, at=at)


@transaction.atomic
def set_duty(shift: Shift, *, actor: Actor, at: datetime) -> Duty:
    """Add a line to an office's duty roster: from now on what comes to that office in these hours goes to this person at once.

    Raises Refused for days that can't be meant, for somebody who holds no post in that office, and for a line that is there already.
    """
    require(may_set_duty, actor, shift.office)
    _check_shift(shift, at)
    days = "".join(str(day) for day in sorted(shift.weekdays))
    line = {"user_id": shift.user_id, "agency_id": shift.office.agency_id, "unit_id": shift.office.unit_id}
    line |= {"weekdays": days, "starts": shift.starts, "ends": shift.ends, "first_day": shift.first, "last_day": shift.last}
    if Duty.objects.filter(**line).exists():
        raise Refused(_("Baris ini sudah ada di jadwal."), field="user")
    row = Duty.objects.create(**line)
    record(f"identity.duty:{row.pk}", "duty.set", by=actor, at=at, data=_duty_facts(row))
    forget_shifts()
    return row


@transaction.atomic
def strike_duty(duty_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a line off the roster; what it was stays in the audit. A second call changes nothing."""
    row = Duty.objects.select_for_update().filter(pk=duty_id).first()
    if row is None:
        return
    require(may_set_duty, actor, Office(row.agency_id, row.unit_id))
    record(f"identity.duty:{row.pk}", "duty.struck", by=actor, at=at, data=_duty_facts(row))
    row.delete()
    forget_shifts()


def _check_shift(shift: Shift, at: datetime) -> None:
    city, office = book(), shift.office
    if office.agency_id not in city.agencies:
        raise Refused(_("Perangkat daerah ini tidak ada di daftar."), field="office")
    if office.unit_id is not None and (office.unit_id not in city.units or city.units[office.unit_id].agency_id != office.agency_id):
        raise Refused(_("Unit ini bukan bagian dari perangkat daerah itu."), field="office")
    if not shift.weekdays or not shift.weekdays <= frozenset(range(7)):
        raise Refused(_("Pilih sedikitnya satu hari."), field="weekdays")
    if shift.last is not None and shift.last < max(shift.first, timezone.localdate(at)):
        raise Refused(_("Hari terakhir harus hari ini atau sesudahnya, dan tidak sebelum hari pertama."), field="last")
    if not Post.objects.in_force(at).at_office(office).filter(user_id=shift.user_id, user__is_active=True).exists():
        raise Refused(_("Orang ini tidak bertugas di sini."), field="user")


def _duty_facts(row: Duty) -> dict[str, str | int | None]:
    return {
        "user": row.user_id,
        "agency": row.agency_id,
        "unit": row.unit_id,
        "weekdays": row.weekdays,
        "starts": f"{row.starts:%H:%M}",
        "ends": f"{row.ends:%H:%M}",
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat() if row.last_day else None,
    }
