# SPDX-License-Identifier: AGPL-3.0-or-later
"""Being away: who stands in, and what happens to the cases one holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from laksa.cases.models import Case
from laksa.cases.rules import UNSOLVED
from laksa.escalation.policies import may_end_absence, may_enter_absence, may_stand_in_by_own_word
from laksa.identity.models import Absence, Post, User
from laksa.identity.rules import CITY_WIDE, Actor
from laksa.kernel.errors import Refused
from laksa.kernel.events import record
from laksa.kernel.permissions import require

LONGEST = timedelta(days=366)
REASON_LIMIT = 120


@dataclass(frozen=True)
class Absent:
    """Who is away from then until then, and who acts for them; nobody when `deputy_id` is None."""

    user_id: int
    since: datetime
    until: datetime
    deputy_id: int | None = None
    reason: str = ""


@transaction.atomic
def enter_absence(absent: Absent, *, actor: Actor, at: datetime) -> Absence:
    """Enter that somebody is away: what reaches them goes to the deputy too, and the deputy may act on what they hold.

    Raises Refused for times that can't be meant, a deputy who is away as well, or a second absence over the same days.
    """
    # Two absences entered at once must see one another.
    User.objects.select_for_update().filter(pk=absent.user_id).first()
    require(may_enter_absence, actor, absent.user_id)
    if absent.deputy_id == actor.user_id and not may_stand_in_by_own_word(actor, absent.user_id):
        # Whoever stands in decides and acts in the other's name: nobody takes that of somebody above them.
        raise Refused(
            _("Anda tidak memimpin orang ini. Minta orang lain mencatat Anda sebagai penggantinya, atau pilih orang lain."), field="deputy"
        )
    _check(absent, at)
    row = Absence.objects.create(
        user_id=absent.user_id,
        deputy_id=absent.deputy_id,
        since=absent.since,
        until=absent.until,
        reason=" ".join(absent.reason.split())[:REASON_LIMIT],
    )
    data = {"user": absent.user_id, "deputy": absent.deputy_id, "since": absent.since.isoformat(), "until": absent.until.isoformat()}
    record(f"identity.absence:{row.pk}", "absence.entered", by=actor, at=at, data=data)
    return row


def _check(absent: Absent, at: datetime) -> None:
    if absent.until <= max(absent.since, at):
        raise Refused(_("Hari terakhir harus hari ini atau sesudahnya, dan tidak sebelum hari pertama."), field="until")
    if absent.until - absent.since > LONGEST:
        raise Refused(_("Paling lama satu tahun. Untuk yang lebih lama, akhiri jabatannya."), field="until")
    if absent.deputy_id == absent.user_id:
        raise Refused(_("Pilih orang lain sebagai pengganti."), field="deputy")
    meanwhile = Absence.objects.filter(since__lt=absent.until, until__gt=absent.since)
    if meanwhile.filter(user_id=absent.user_id).exists():
        raise Refused(_("Sudah ada ketidakhadiran pada hari-hari itu. Akhiri yang itu dahulu."), field="since")
    if absent.deputy_id is None:
        return
    if not _serve_together(absent.user_id, absent.deputy_id, at):
        raise Refused(_("Pengganti harus bertugas di kantor yang sama, supaya melihat laporannya."), field="deputy")
    if meanwhile.filter(user_id=absent.deputy_id).exists():
        raise Refused(_("Pengganti ini juga tidak hadir pada hari-hari itu. Pilih yang lain."), field="deputy")


def _serve_together(user_id: int, deputy_id: int, at: datetime) -> bool:
    posts = Post.objects.in_force(at).filter(user__is_active=True)
    theirs = dict.fromkeys(posts.filter(user_id=user_id).values_list("agency_id", flat=True))
    own = posts.filter(user_id=deputy_id)
    return own.filter(role__in=sorted(CITY_WIDE)).exists() or own.filter(agency_id__in=[one for one in theirs if one]).exists()


@transaction.atomic
def end_absence(absence_id: int, *, actor: Actor, at: datetime) -> None:
    """End an absence now, or strike one that has not begun; a second call changes nothing."""
    absence = Absence.objects.select_for_update().filter(pk=absence_id).first()
    if absence is None or absence.until <= at:
        return
    require(may_end_absence, actor, absence)
    record(f"identity.absence:{absence.pk}", "absence.ended", by=actor, at=at, data={"user": absence.user_id})
    if absence.since >= at:
        absence.delete()
        return
    absence.until = at
    absence.save(update_fields=["until"])


def held_by(user_id: int) -> QuerySet[Case]:
    """Return the cases in somebody's hands that are not solved yet, the most pressing first."""
    rows = Case.objects.open().filter(holder_id=user_id, state__in=sorted(UNSOLVED))
    return rows.order_by("due_at", "pk")
