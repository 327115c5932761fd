"""A receipt for the reporter: their office has seen what they wrote. Not a letter, and never a person's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from laksa.cases.actions.story import Line, lock_case, save_story
from laksa.cases.models import Case, Entry, Sight
from laksa.cases.policies import may_note_sight
from laksa.cases.rules import Visibility
from laksa.cases.rules.seeing import unseen_entries
from laksa.city.models.names import office_name
from laksa.identity.rules import Actor, ActorKind


def has_unseen(case: Case, entries: Iterable[Entry], *, actor: Actor) -> bool:
    """Tell from what a page has read anyway whether its reader should note a sight: no query of its own."""
    return case.is_open and may_note_sight(actor, case) and bool(unseen_entries(entries, seen=_seen_number(case)))


@transaction.atomic
def note_sight(case_id: int, *, actor: Actor, at: datetime) -> Case:
    """Write once that the owner's office has seen what residents said; a second look writes nothing."""
    case = lock_case(case_id)
    sight = Sight.objects.filter(case=case).first()
    seen = sight.seen_number if sight else 0
    if not case.is_open or not may_note_sight(actor, case):
        return case
    rows = case.entries.filter(number__gt=seen).only("number", "kind", "actor_kind", "participant")
    fresh = unseen_entries(rows, seen=seen)
    if not fresh:
        return case
    people = sorted({row.participant_id for row in rows if row.number in fresh and row.participant_id is not None})
    office = Actor(kind=ActorKind.STAFF, label=office_name(case.agency_id, case.unit_id))
    data = {"numbers": fresh, "people": people}
    save_story(case, [Line("seen", Visibility.REPORTER, "", data)], actor=office, at=at)
    Sight.objects.update_or_create(case=case, defaults={"seen_number": fresh[-1], "at": at})
    return case


def _seen_number(case: Case) -> int:
    # Read with the case where the page asked for it (`select_related("sight")`).
    sight: Sight | None = getattr(case, "sight", None)
    return sight.seen_number if sight else 0
