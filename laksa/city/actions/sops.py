"""New versions of service levels: what was in force stays in force for the cases that came under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from laksa.city.actions.saving import bump
from laksa.city.models import City, Sop
from laksa.city.policies import Keeper
from laksa.kernel.errors import Refused
from laksa.kernel.events import record


@dataclass(frozen=True)
class NewSop:
    """The numbers of a group and severity from a day on."""

    group: str
    severity: str
    verify_hours: float | None
    respond_hours: float | None
    resolve_hours: float | None
    clock: str


@transaction.atomic
def replace_sops(rows: Sequence[NewSop], *, since: datetime, basis: str, actor: Keeper, at: datetime) -> list[Sop]:
    """Put rows in force from a moment: the version before ends just then. For actions that have asked their own policy.

    Raises Refused when a version that is not in force yet begins at that moment or later.
    """
    city = City.objects.select_for_update().first()
    if city is None:
        raise Refused("Belum ada kota yang dimuat.", code="no_city")
    saved = [_replace(row, since=since, basis=basis, actor=actor, at=at) for row in sorted(rows, key=lambda row: (row.group, row.severity))]
    bump(city)
    return saved


def _replace(row: NewSop, *, since: datetime, basis: str, actor: Keeper, at: datetime) -> Sop:
    before = Sop.objects.select_for_update().filter(group=row.group, severity=row.severity, until=None).first()
    if before is not None and before.since >= since:
        raise Refused("Sudah ada versi yang mulai berlaku pada tanggal itu atau sesudahnya. Pilih tanggal yang lebih akhir.", field="since")
    numbers = {name: getattr(row, name) for name in ("verify_hours", "respond_hours", "resolve_hours", "clock")}
    changed = [name for name, value in numbers.items() if before is None or getattr(before, name) != value]
    if before is not None:
        before.until = since
        before.save(update_fields=["until"])
    marked = sorted({*(before.staff_changed if before else []), *changed})
    new = Sop(group=row.group, severity=row.severity, **numbers, basis=basis, status="decided", source=actor.label, since=since)
    new.staff_changed = marked
    new.save(force_insert=True)
    diff = {name: [getattr(before, name, None), numbers[name]] for name in changed}
    data = diff | {"group": row.group, "severity": row.severity, "since": since.isoformat(), "reason": basis}
    record(f"city.sop:{new.pk}", "city.sop_changed", by=actor, at=at, data=data)
    return new
