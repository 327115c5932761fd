# SPDX-License-Identifier: AGPL-3.0-or-later
"""From noted changes to sums, and the proof that the sums are the cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from laksa.cases.models import Case
from laksa.insight.models import COUNTERS, CUTS, Delta, Tally
from laksa.insight.models.statements import add_up, note_all, recounting

BATCH = 50_000
# Cases go on moving while they are counted: what does not agree is looked at again before it is called wrong.
LOOKS = 3
SHOWN = 50
# Held by whoever adds up or rebuilds, so that only one does so at a time.
LOCK = 361_471_124


def add_up_deltas(*, batch: int = BATCH) -> int:
    """Move the changes noted so far into the tallies; return how many. A second call finds nothing to do."""
    moved = 0
    while (last := _end_of_batch(batch)) is not None:
        with transaction.atomic():
            _stand_alone()
            before = Delta.objects.filter(pk__lte=last).count()
            _add_up(last)
        moved += before
    return moved


def _end_of_batch(batch: int) -> int | None:
    """Return the number of the last change of the next batch; None when there are none."""
    first = Delta.objects.order_by("pk").values_list("pk", flat=True).first()
    if first is None:
        return None
    later = Delta.objects.filter(pk__gte=first).order_by("pk").values_list("pk", flat=True)[batch - 1 : batch].first()
    return later if later is not None else Delta.objects.order_by("pk").values_list("pk", flat=True).last()


def _stand_alone() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _add_up(last: int) -> None:
    with connection.cursor() as cursor:
        for statement in add_up():
            cursor.execute(statement, [last])


@dataclass(frozen=True)
class Difference:
    """A cell of the tallies that says so many more (or fewer) cases in a state than there are."""

    cut: str
    grain: str
    day: str
    key: str
    kind: str
    state: str
    surplus: int


@dataclass(frozen=True)
class Recount:
    """All cases counted one by one against the tallies; `differences` is empty when they agree."""

    cases: int
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        return not self.differences


def recount() -> Recount:
    """Count every case anew and return where the tallies say something else; changes nothing. Reads the whole table."""
    found: list[Difference] = []
    for cut in CUTS:
        for _look in range(LOOKS):
            differing = list(_differences(cut))
            if not differing:
                break
        found += differing
    return Recount(Case.objects.count(), tuple(found[:SHOWN]))


def _differences(cut: str) -> Iterator[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(recounting(cut))
        for grain, day, key, kind, _marks, *counts in cursor.fetchmany(SHOWN):
            for state, surplus in zip(COUNTERS, counts, strict=True):
                if surplus:
                    yield Difference(cut, grain, _iso(day), key, kind, state, int(surplus))


def _iso(day: Any) -> str:
    return day.isoformat() if isinstance(day, date) else str(day)


@transaction.atomic
def rebuild_tallies() -> int:
    """Throw the tallies away and count all cases anew; return how many. For an installation whose recount does not agree."""
    _stand_alone()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Nobody may change a case between its count and the end of the count.
            cursor.execute("LOCK TABLE cases_case IN SHARE ROW EXCLUSIVE MODE")
        Delta.objects.all()._raw_delete(using=connection.alias)
        Tally.objects.all()._raw_delete(using=connection.alias)
        cursor.execute(note_all())
        last = Delta.objects.order_by("pk").values_list("pk", flat=True).last()
        if last is not None:
            _add_up(last)
    return Case.objects.count()
