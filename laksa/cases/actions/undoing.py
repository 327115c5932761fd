# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking back what one has just done to a case: for ten minutes, by whoever did it, and only if nobody has gone on since.

The story is only ever added to: what was done stays in it, and so does that it was taken back.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases.actions.handling import OWNER_FIELDS
from laksa.cases.actions.story import TURNING_POINTS, Line, lock_case, save_story
from laksa.cases.models import Case, Entry
from laksa.cases.rules import State, Visibility
from laksa.identity.models import User
from laksa.identity.rules import Actor
from laksa.kernel.errors import Conflict, MoveRefused
from laksa.routing.actions import forget_correction

UNDO_WITHIN = timedelta(minutes=10)
_OWNED = ("state", "resume_state", "state_since", "asked_until", "waits_for", *OWNER_FIELDS)
# What these change is put back as it was.
_KEPT = {
    "assigned": _OWNED,
    "handed_over": _OWNED,
    "planned": ("state", "resume_state", "state_since", "promised_on", "replans", "responded_at"),
    "reply": ("responded_at",),
}
TAKEN_BACK = frozenset(_KEPT)


_FIELDS = {field.name: field for field in Case._meta.concrete_fields}


def snapshot(case: Case) -> dict[str, str | None]:
    """Return what `take_back` needs to know of a case before something is done to it; fit for a JSON column."""
    names = sorted({name for kept in _KEPT.values() for name in kept})
    return {name: None if getattr(case, _FIELDS[name].attname) is None else _FIELDS[name].value_to_string(case) for name in names}


@transaction.atomic
def take_back(case_id: int, *, number: int, before: dict[str, str | None], actor: Actor, at: datetime) -> Case:
    """Undo what entry `number` says, from the `snapshot` taken before it.

    Raises PermissionDenied for somebody else's act, MoveRefused when ten minutes have passed, Conflict when somebody went on since.
    """
    case = lock_case(case_id)
    entry = case.entries.get(number=number)
    if entry.kind not in _KEPT or entry.user_id is None or entry.user_id != actor.user_id:
        raise PermissionDenied("take_back")
    if at > entry.at + UNDO_WITHIN:
        raise MoveRefused(_("Sudah lewat sepuluh menit, jadi tidak bisa dibatalkan lagi."), code="too_late")
    newer = case.entries.filter(number__gt=number, kind__in=TURNING_POINTS | {"undone"}).order_by("-number").first()
    if newer is not None:
        raise Conflict(_("%(who)s sudah melanjutkan laporan ini, jadi tidak dibatalkan.") % {"who": newer.actor_label}, code="conflict")
    if entry.kind == "assigned":
        # What was never meant shall not be learned from.
        forget_correction(case.code, actor=actor, at=entry.at)
    left = case.facts()
    fields = _KEPT[entry.kind]
    for name in fields:
        setattr(case, _FIELDS[name].attname, None if before[name] is None else _FIELDS[name].to_python(before[name]))
    save_story(case, [_line(case, entry, left)], actor=actor, at=at, fields=[name for name in fields if name not in Case.MOVE_FIELDS])
    return case


def _line(case: Case, entry: Entry, left: dict[str, Any]) -> Line:
    """Return how the story tells it: a case is with its earlier owner again, or a word was taken back."""
    if entry.kind not in {"assigned", "handed_over"}:
        return Line("undone", Visibility(entry.visibility), "", {"of": entry.kind, "number": entry.number})
    name = "" if case.holder_id is None else User.objects.only("name").get(pk=case.holder_id).name
    is_with_desk = case.state in {State.RECEIVED, State.TRIAGE}
    facts = case.facts() | {"from": left, "holder_name": name, "undo": entry.number, "desk": is_with_desk}
    return Line("assigned", Visibility.PUBLIC, "", facts)
