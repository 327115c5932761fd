"""Reports that officials push forward ("Teruskan"): through the one door, with priority as far as a leader allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laksa.cases.actions.intake import Submission, submit
from laksa.cases.actions.staff import tell_staff
from laksa.cases.models import Case, Involvement
from laksa.cases.models.priority import PriorityCap
from laksa.cases.policies import may_forward, may_set_cap
from laksa.cases.rules.forwarding import CHANNEL, PRIORITIES_A_WEEK, PRIORITIES_MOST, Forwarding, left_of, title_of, week_of
from laksa.city.models import book
from laksa.identity.models import User
from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused
from laksa.kernel.events import record
from laksa.kernel.permissions import require


@dataclass(frozen=True)
class Forwarded:
    """What became of a forward: `left` is how many priorities the official has left this week."""

    case: Case
    left: int

    @property
    def is_priority(self) -> bool:
        return self.case.is_priority


@transaction.atomic
def forward_report(submission: Submission, *, wants_priority: bool, actor: Actor, at: datetime, idempotency_key: str) -> Forwarded:
    """Take in what an official was sent. Above the cap it enters all the same, without priority.

    The official may open the case from then on, but for a sealed one; its clock is that of any other report.
    Raises Refused and Conflict as `submit` does.
    """
    require(may_forward, actor, None)
    user_id = actor.user_id or 0
    # One at a time for each official, so that two at the same moment don't both get the last priority.
    User.objects.select_for_update().get(pk=user_id)
    left = priorities_left(user_id, at=at)
    forwarding = Forwarding(user_id, official_title(actor), is_priority=wants_priority and left > 0)
    forwarded = replace(submission, forwarding=forwarding)
    case = submit(forwarded, channel=CHANNEL, actor=actor, at=at, idempotency_key=f"{user_id}|{idempotency_key}")
    if case.is_repeat:
        return Forwarded(case, left)
    if not case.is_sealed:
        Involvement.objects.create(case=case, user_id=user_id, since=at)
        tell_staff(case, "forwarded", [user_id], at=at)
    return Forwarded(case, left - case.is_priority)


def official_title(actor: Actor) -> str:
    """Return what an official is called: camat, lurah, kepala dinas."""
    return title_of(actor.posts, {slug: agency.kind for slug, agency in book().agencies.items()})


def priorities_left(user_id: int, *, at: datetime) -> int:
    """Return how many more reports this official may give priority this week."""
    begun = week_of(timezone.localtime(at))
    used = Case.objects.filter(channel=CHANNEL, received_at__gte=begun, forwarded_by=user_id, is_priority=True).count()
    return left_of(cap_of(user_id), used)


def cap_of(user_id: int) -> int:
    """Return how many priorities a week this official has: their own number, else everybody's."""
    caps = dict(PriorityCap.objects.filter(user_id=user_id).values_list("user_id", "per_week"))
    return caps.get(user_id, usual_cap())


def usual_cap() -> int:
    """Return how many priorities a week an official without an own number has: what a leader said, else the city's pack."""
    usual = PriorityCap.objects.filter(user=None).values_list("per_week", flat=True).first()
    return book().city.forward.get("priority_per_week", PRIORITIES_A_WEEK) if usual is None else usual


@transaction.atomic
def set_priority_cap(per_week: int | None, *, user_id: int | None = None, actor: Actor, at: datetime) -> None:
    """Set how many priorities a week an official has, or everybody without a number of their own.

    None takes the number away. Raises Refused for a number beyond what makes sense.
    """
    require(may_set_cap, actor, None)
    if per_week is not None and per_week not in range(PRIORITIES_MOST + 1):
        raise Refused(_("Tulis angka dari 0 sampai %(most)d.") % {"most": PRIORITIES_MOST}, field="per_week")
    own = PriorityCap.objects.filter(user=None) if user_id is None else PriorityCap.objects.filter(user_id=user_id)
    row = own.select_for_update().first()
    before = row.per_week if row else None
    if per_week is None:
        own.delete()
    elif row is None:
        PriorityCap.objects.create(user_id=user_id, per_week=per_week, set_by_id=actor.user_id or 0, set_at=at)
    else:
        row.per_week, row.set_by_id, row.set_at = per_week, actor.user_id or 0, at
        row.save(update_fields=["per_week", "set_by", "set_at"])
    record(f"cases.cap:{user_id or 'all'}", "priority_cap.changed", by=actor, at=at, data={"before": before, "after": per_week})
