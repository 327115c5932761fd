"""Noticing that the calendar, the hours or the SOP changed, and walking once over the open cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from laksa.city.models import book
from laksa.deadlines.models import Reckoning, read_basis
from laksa.deadlines.rules.changes import Change, changes_between, digest_of


@dataclass(frozen=True)
class Batch:
    """A part of a run: go on with the open cases after `after_case`, and name these changes as the reason."""

    reckoning: Reckoning
    after_case: int
    changes: list[Change]


@transaction.atomic
def next_batch(*, at: datetime) -> Batch | None:
    """Return where to go on, holding the run until the transaction ends; None when all due dates rest on what is in force.

    One query while nothing has changed. A change during a run begins it anew: dates that stand already do not move twice.
    """
    version = book().version
    latest = Reckoning.objects.order_by("-pk").only("city_version", "finished_at").first()
    if latest is not None and latest.finished_at is not None and latest.city_version == version:
        return None
    last = Reckoning.objects.select_for_update().order_by("-pk").first()
    if last is None or last.city_version != version:
        last = _take_up(last, version, at=at)
    if last.finished_at is not None:
        return None
    return Batch(last, last.last_case, last.changes)


def _take_up(last: Reckoning | None, version: int, *, at: datetime) -> Reckoning:
    basis = read_basis()
    digest = digest_of(basis)
    if last is None:
        # The first time there is nothing to compare with: the dates were set by what is in force.
        return Reckoning.objects.create(begun_at=at, finished_at=at, city_version=version, digest=digest, basis=basis)
    if last.digest == digest:
        last.city_version = version
        last.save(update_fields=["city_version"])
        return last
    changes = changes_between(last.basis, basis)
    if last.finished_at is None:
        last.city_version, last.digest, last.basis = version, digest, basis
        last.changes, last.last_case = [*last.changes, *(one for one in changes if one not in last.changes)], 0
        last.save()
        return last
    return Reckoning.objects.create(begun_at=at, city_version=version, digest=digest, basis=basis, changes=changes)


def reckoned_to(reckoning: Reckoning, case_id: int | None, *, moved: int, at: datetime) -> None:
    """Keep how far a run has come, in the transaction that did it; None: it is through."""
    reckoning.moved += moved
    if case_id is None:
        reckoning.finished_at = at
    else:
        reckoning.last_case = case_id
    reckoning.save(update_fields=["moved", "finished_at", "last_case"])
