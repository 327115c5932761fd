"""Asking once more, before silence closes a case, whether the fault is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from laksa.cases import rules
from laksa.cases.actions.story import Line, lock_case, save_story
from laksa.cases.actions.telling import people_of, tell
from laksa.cases.models import Case, Entry
from laksa.cases.rules import State, Visibility
from laksa.identity.rules import SYSTEM

REMINDED = "confirm_reminded"
SWEEP_BATCH = 200


def remind_unconfirmed(*, at: datetime) -> int:
    """Ask the reporters of what was resolved four days ago once more; return how many cases. At most once for each resolving."""
    return sum(_remind_one(pk, at=at) for pk in list(unreminded(at=at).values_list("pk", flat=True)[:SWEEP_BATCH]))


def unreminded(*, at: datetime) -> QuerySet[Case]:
    """Return resolved cases of which nobody was reminded since, and that are not about to lapse this minute."""
    # `due_at` of a resolved case is the end of its seven days: by it the index finds them.
    latest = at - rules.REMIND_CONFIRM_AFTER + timedelta(days=rules.CONFIRM_DAYS)
    reminded = Entry.objects.filter(case=OuterRef("pk"), kind=REMINDED, at__gte=OuterRef("state_since"))
    due = Case.objects.open().filter(state=State.RESOLVED, due_at__gt=at, due_at__lte=latest)
    return due.filter(~Exists(reminded)).order_by("due_at", "pk")


@transaction.atomic
def _remind_one(case_id: int, *, at: datetime) -> bool:
    case = lock_case(case_id)
    since = case.state_since
    if case.state != State.RESOLVED or since > at - rules.REMIND_CONFIRM_AFTER or case.is_doubted:
        return False  # answered while the sweep was on its way, or not the reporter's turn
    if case.entries.filter(kind=REMINDED, at__gte=since).exists():
        return False
    people = people_of(case)
    until = since + timedelta(days=rules.CONFIRM_DAYS)
    save_story(case, [Line(REMINDED, Visibility.INTERNAL, "", {"until": until.isoformat(), "people": len(people)})], actor=SYSTEM, at=at)
    tell(case, "confirm_reminder", people, at=at, facts={"until": until})
    return True
