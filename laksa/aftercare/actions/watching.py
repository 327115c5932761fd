# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading from the stories which cases were called done, and which of those came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from laksa.aftercare.models import Closing, Progress
from laksa.aftercare.rules import TELLING, Told, Turn, turns_of
from laksa.cases.models import Case, Entry
from laksa.cases.rules import State
from laksa.kernel.rows import insert_rows

CLOSED = (State.RESOLVED, State.CONFIRMED, State.CLOSED)
# What is older was done before anybody asked: nobody is written to about it.
FIRST_LOOK_BACK = timedelta(days=30)
# A transaction may end a while after its own time: what it wrote must not be read past.
OVERLAP = timedelta(minutes=10)
BATCH, BATCHES = 200, 20


def read_on(name: str, read: Callable[[datetime], datetime | None], *, at: datetime) -> None:
    """Let `read` go on from where it stopped; it returns the place it came to, or None at the end."""
    mark, _new = Progress.objects.get_or_create(name=name, defaults={"at": at - FIRST_LOOK_BACK})
    for _turn in range(BATCHES):
        reached = read(mark.at)
        mark.at = at - OVERLAP if reached is None else reached
        mark.save(update_fields=["at"])
        if reached is None:
            return


def watch_closings(*, at: datetime) -> int:
    """Note every closing, its end and its reopening since the last look; return how many were new."""
    found = 0

    def read(since: datetime) -> datetime | None:
        nonlocal found
        moved = Case.objects.filter(Q(state__in=CLOSED) | Q(reopenings__gt=0), updated_at__gte=since, updated_at__lte=at)
        cases = list(moved.only("pk", "agency_id", "unit_id", "updated_at").order_by("updated_at", "pk")[:BATCH])
        found += _note(cases)
        return cases[-1].updated_at if len(cases) == BATCH and cases[-1].updated_at > since else None

    read_on("closings", read, at=at)
    return found


@transaction.atomic
def _note(cases: Sequence[Case]) -> int:
    """Bring the closings of these cases in line with their stories; a second time changes nothing."""
    stories: dict[int, list[Told]] = defaultdict(list)
    told = Entry.objects.filter(case__in=cases, kind__in=sorted(TELLING)).order_by("case_id", "number")
    for case_id, kind, at in told.values_list("case_id", "kind", "at"):
        stories[case_id].append(Told(kind, at))
    known = {(one.case_id, one.turn): one for one in Closing.objects.filter(case__in=cases)}
    new: list[Closing] = []
    for case in cases:
        for turn in turns_of(stories[case.pk]):
            closing = known.get((case.pk, turn.number))
            if closing is None:
                new.append(_closing(case, turn))
            elif (closing.ended_at, closing.reopened_at) != (turn.ended_at, turn.reopened_at):
                Closing.objects.filter(pk=closing.pk).update(ended_at=turn.ended_at, reopened_at=turn.reopened_at)
    insert_rows(new)
    return len(new)


def _closing(case: Case, turn: Turn) -> Closing:
    return Closing(
        case_id=case.pk,
        turn=turn.number,
        agency_id=case.agency_id,
        unit_id=case.unit_id,
        declared_at=turn.declared_at,
        ended_at=turn.ended_at,
        reopened_at=turn.reopened_at,
    )


def closing_of(case: Case) -> Closing | None:
    """Return the closing by which a case is done now, noted at once if the sweep has not come by yet; None while it is not done."""
    if case.resolved_at is None or case.state not in CLOSED:
        return None
    standing = Closing.objects.filter(case=case, declared_at=F("case__resolved_at"))
    found = standing.first()
    if found is None:
        _note([case])
        found = standing.first()
    return found
