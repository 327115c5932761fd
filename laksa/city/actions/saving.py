"""Changes that staff make to single rows in the administration pages."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from laksa.city.models import City, Reference, Rung, Sop, forget_book
from laksa.city.policies import Keeper, may_keep_city
from laksa.kernel.errors import Refused
from laksa.kernel.events import record
from laksa.kernel.permissions import require


@transaction.atomic
def save_reference(row: Reference, *, changed: Collection[str], actor: Keeper, at: datetime) -> Reference:
    """Save one row that staff filled in, with what it was before in the audit.

    `changed` names the fields. The next load of the pack shows them before it sets them back.
    A changed SOP or rung closes the version in force and opens a new one, so that running cases keep theirs.
    """
    city = City.objects.select_for_update().first()
    require(may_keep_city, actor, city)
    if city is None:
        raise Refused("Belum ada kota yang dimuat.", code="no_city")
    before = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    diff = {name: [_plain(before, name), _plain(row, name)] for name in changed}
    row.staff_changed = sorted({*(before.staff_changed if before else []), *changed})
    if isinstance(row, Sop | Rung) and before is not None:
        row = _next_version(row, at=at)
    else:
        row.save(force_insert=before is None)
    bump(city)
    name = type(row)._meta.model_name
    record(f"city.{name}:{row.pk}", f"city.{name}_changed", by=actor, at=at, data=diff)
    return row


def bump(city: City) -> None:
    """Raise the version, so that every process reads the tables again."""
    city.version += 1
    city.save()
    forget_book()
    transaction.on_commit(forget_book)


def _next_version(row: Sop | Rung, *, at: datetime) -> Sop | Rung:
    type(row)._default_manager.filter(pk=row.pk).update(until=at)
    row.pk, row.since, row.until = None, at, None
    row._state.adding = True
    row.save(force_insert=True)
    return row


def _plain(row: models.Model | None, name: str) -> Any:
    """Return a field as the audit keeps it."""
    if row is None:
        return None
    value = getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
