"""Due dates of open cases set anew when the calendar, the hours or the SOP they rest on has changed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from laksa.cases import rules
from laksa.cases.actions.handling import reset_targets
from laksa.cases.actions.story import Line, save_story
from laksa.cases.actions.telling import people_of, tell
from laksa.cases.models import Case
from laksa.cases.rules import State, Visibility
from laksa.cases.rules.recomputed import FOR_RESIDENTS
from laksa.city.models import book
from laksa.deadlines.actions import add_working_days, next_batch, reckoned_to
from laksa.deadlines.rules.changes import Change, reasons_for
from laksa.identity.rules import SYSTEM

BATCH = 200
# What one call does at most, so that no job holds its worker for minutes; the next call goes on.
BATCHES_A_CALL = 20
FIELDS = {"verify": "verify_due_at", "respond": "respond_due_at", "resolve": "resolve_due_at", "answer": "asked_until"}


Moved = dict[str, tuple[datetime | None, datetime | None]]


def recompute_due_dates(*, at: datetime) -> int:
    """Set the dates of open cases by what is in force now, with the SOP of the day they came; return how many moved.

    Where a date moves an entry says from when to when and why; people are told by letter where the case changes sides (late or in time).
    Safe to be killed and to run twice.
    """
    moved = 0
    for _number in range(BATCHES_A_CALL):
        done = _recompute_batch(at=at)
        if done is None:
            break
        moved += done
    return moved


@transaction.atomic
def _recompute_batch(*, at: datetime) -> int | None:
    batch = next_batch(at=at)
    if batch is None:
        return None
    waiting = Case.objects.select_for_update(of=("self",)).filter(is_open=True, pk__gt=batch.after_case).order_by("pk")
    cases = list(waiting[:BATCH])
    moved = sum(_recompute(case, batch.changes, at=at) for case in cases)
    reckoned_to(batch.reckoning, cases[-1].pk if len(cases) == BATCH else None, moved=moved, at=at)
    return moved


def _recompute(case: Case, changes: list[Change], *, at: datetime) -> bool:
    before = _dates(case)
    was_late = _is_late(case, at=at)
    _set_dates(case)
    moved = {name: (before[name], due) for name, due in _dates(case).items() if due != before[name]}
    if not moved:
        return False
    is_late = _is_late(case, at=at)
    side = "" if was_late == is_late else "late" if is_late else "in_time"
    why = _reasons(case, moved, changes)
    data = {"moved": {name: {"from": _say(old), "to": _say(new)} for name, (old, new) in moved.items()}, "why": why, "side": side}
    shown = Visibility.REPORTER if FOR_RESIDENTS & moved.keys() else Visibility.INTERNAL
    fields = [field for name, field in FIELDS.items() if name in moved and name != "answer"]
    save_story(case, [Line("due_recomputed", shown, "", data)], actor=SYSTEM, at=at, fields=fields)
    if side:
        dated = [one | {"on": date.fromisoformat(one["on"])} if "on" in one else one for one in why]
        tell(case, "due_recomputed", people_of(case), at=at, facts={"is_late": is_late, "why": dated, "before": before["resolve"]})
    return True


def _set_dates(case: Case) -> None:
    reset_targets(case)
    if case.state == State.AWAITING_REPORTER:
        # The reporter's own time to answer is working days as well: a new holiday is theirs, too.
        case.asked_until = add_working_days(case.state_since, days=rules.ANSWER_WORKING_DAYS, agency=case.agency_id)


def _dates(case: Case) -> dict[str, datetime | None]:
    shown = FIELDS if case.state == State.AWAITING_REPORTER else {name: field for name, field in FIELDS.items() if name != "answer"}
    return {name: getattr(case, field) for name, field in shown.items()}


def _is_late(case: Case, *, at: datetime) -> bool:
    """Whether the repair is (or came) after its target; judged by the moment it was declared done where it was."""
    return case.resolve_due_at is not None and case.resolve_due_at < (case.resolved_at or at)


def _reasons(case: Case, moved: Moved, changes: list[Change]) -> list[Change]:
    dates = [due for pair in moved.values() for due in pair if due is not None]
    group = book().categories[case.category_id].group
    return reasons_for(changes, since=case.received_at, until=max(dates, default=case.received_at), agency=case.agency_id, group=group)


def _say(due: datetime | None) -> str | None:
    return due.isoformat() if due is not None else None
