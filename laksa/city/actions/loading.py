"""Putting a pack in force: all of it or nothing, as often as one likes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from laksa.city.actions.reading import read_pack
from laksa.city.actions.saving import bump
from laksa.city.models import (
    Agency,
    Area,
    CalendarDay,
    Category,
    City,
    Page,
    Phrase,
    Place,
    PlaceRule,
    Power,
    Reference,
    ReplyTemplate,
    Road,
    Rung,
    Service,
    Sop,
    Unit,
)
from laksa.city.models.categories import ALWAYS_IN_FORCE
from laksa.city.policies import Keeper, may_keep_city
from laksa.city.rules.checks import check
from laksa.city.rules.packs import Change, Difference, Fault, Pack, TableDifference
from laksa.city.rules.tables import TABLES, Table
from laksa.kernel.errors import Refused
from laksa.kernel.events import record
from laksa.kernel.permissions import require

MODELS: dict[str, type[Reference]] = {
    "areas": Area,
    "agencies": Agency,
    "units": Unit,
    "categories": Category,
    "sop": Sop,
    "ladder": Rung,
    "powers": Power,
    "calendar": CalendarDay,
    "places": Place,
    "roads": Road,
    "services": Service,
    "templates": ReplyTemplate,
    "pages": Page,
    "phrases": Phrase,
    "place_rules": PlaceRule,
}
# A first load writes thousands of phrases; SQLite takes a limited number of values in one statement.
BATCH = 500
# Tables of which every version is kept, from `since` to `until`.
VERSIONED = (Sop, Rung)


class PackRefused(Refused):
    """The pack has faults; nothing was changed."""

    code = "pack_refused"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(_("Paket kota punya %(count)d kesalahan; tidak ada yang diubah.") % {"count": len(faults)})
        self.faults = faults


def compare_pack(folder: str | Path) -> Difference:
    """Return what loading this pack would do. Raises PackRefused with every fault."""
    pack = _sound(folder)
    return Difference(
        {"city": _compare_city(City.objects.first(), pack)} | {table.name: _compare(table, pack).difference for table in TABLES}
    )


@transaction.atomic
def load_pack(folder: str | Path, *, actor: Keeper, at: datetime) -> Difference:
    """Put a pack in force and return what that changed; a second load changes nothing.

    Rows that left the pack go out of use and stay. Raises PackRefused with every fault, before any write.
    """
    pack = _sound(folder)
    city = City.objects.select_for_update().first()
    require(may_keep_city, actor, city)
    difference = Difference({"city": _compare_city(city, pack)})
    for table in TABLES:
        plan = _compare(table, pack)
        plan.apply(at=at)
        difference.tables[table.name] = plan.difference
    if not difference and city is not None:
        return difference
    city = city or City()
    for name, value in _city_values(pack).items():
        setattr(city, name, value)
    city.pack_digest, city.loaded_at = pack.digest, at
    city.outlines_kind = _outlines_kind()
    bump(city)
    record(f"city.city:{city.slug}", "city.loaded", by=actor, at=at, data={"digest": pack.digest, **difference.counts()})
    return difference


def _sound(folder: str | Path) -> Pack:
    pack = read_pack(folder)
    faults = check(pack)
    if faults:
        raise PackRefused(faults)
    return pack


def _city_values(pack: Pack) -> dict[str, Any]:
    return pack.city.values if pack.city else {}


def _compare_city(city: City | None, pack: Pack) -> TableDifference:
    values = _city_values(pack)
    if city is None:
        return TableDifference(added=[values["slug"]])
    changes = [Change(city.slug, name, getattr(city, name), value) for name, value in values.items() if getattr(city, name) != value]
    return TableDifference(changed=changes)


def _outlines_kind() -> str:
    villages = Area.objects.filter(kind=Area.Kind.VILLAGE, is_active=True)
    known = villages.exists() and not villages.filter(outline__isnull=True).exists()
    return City.OutlinesKind.OFFICIAL if known else City.OutlinesKind.CELLS


class _Plan:
    """What one table needs to become what the pack says."""

    def __init__(self, model: type[Reference], key: tuple[str, ...]) -> None:
        self.model = model
        self.key = key
        self.new: list[Reference] = []
        self.altered: list[tuple[Reference, list[Change]]] = []
        self.gone: list[Reference] = []
        self.fields: set[str] = {"is_active", "staff_changed"}

    @property
    def difference(self) -> TableDifference:
        return TableDifference(
            added=[self.name_of(row) for row in self.new],
            changed=[change for _row, changes in self.altered for change in changes],
            removed=[self.name_of(row) for row in self.gone],
        )

    def name_of(self, row: Reference) -> str:
        return " ".join(str(part) for name in self.key if (part := getattr(row, name)) not in (None, ""))

    def apply(self, *, at: datetime) -> None:
        if self.model in VERSIONED:
            self._apply_versions(at=at)
            return
        for row in self.gone:
            row.is_active = False
        if self.model is Category:
            # Two categories may swap hashtags; each is unique, so the old ones step aside first.
            pks = [row.pk for row, changes in self.altered if any(one.field == "hashtag" for one in changes)]
            Category.objects.filter(pk__in=pks).update(hashtag=Concat(Value("#~"), F("slug")))
        self._update([*self.gone, *(row for row, _changes in self.altered)])
        self.model._default_manager.bulk_create(self.new, batch_size=BATCH)

    def _update(self, rows: list[Reference]) -> None:
        if rows:
            names = [self.model._meta.get_field(name).name for name in sorted(self.fields)]
            self.model._default_manager.bulk_update(rows, names, batch_size=100)

    def _apply_versions(self, *, at: datetime) -> None:
        """Close what no longer holds at `at` and open what does: a running case keeps its version."""
        rows: models.Manager[Any] = self.model._default_manager
        changed = [row for row, _changes in self.altered]
        rows.filter(pk__in=[row.pk for row in [*self.gone, *changed]]).update(until=at)
        known = set(rows.values_list(*self.key))
        opened: list[Any] = [*self.new, *changed]
        for row in opened:
            row.since = at if _key(row, self.key) in known else ALWAYS_IN_FORCE
            row.pk, row.until = None, None
        rows.bulk_create(opened, batch_size=BATCH)


def _compare(table: Table, pack: Pack) -> _Plan:
    model = MODELS[table.name]
    plan = _Plan(model, table.key)
    rows: models.QuerySet[Reference] = model._default_manager.all()
    kept = {_key(row, table.key): row for row in (rows.filter(until=None) if model in VERSIONED else rows)}  # type: ignore[misc]
    wanted: set[tuple[Any, ...]] = set()
    for line in pack.rows(table.name):
        values = _values(table, line.values, pack)
        key = tuple(values[name] for name in table.key)
        wanted.add(key)
        row = kept.get(key)
        if row is None:
            plan.new.append(model(**values))
            continue
        changes = list(_changes(row, {**values, "is_active": True}, plan.name_of(row)))
        if changes:
            plan.altered.append((row, changes))
            plan.fields.update(change.field for change in changes)
            for change in changes:
                setattr(row, change.field, change.new)
            row.staff_changed = []
    plan.gone = [row for key, row in kept.items() if key not in wanted and row.is_active]
    return plan


def _values(table: Table, values: dict[str, Any], pack: Pack) -> dict[str, Any]:
    if table.name == "areas" and values["parent_id"] == _city_values(pack).get("code"):
        return {**values, "parent_id": None}
    return values


def _changes(row: Reference, values: dict[str, Any], name: str) -> Iterable[Change]:
    for field, value in values.items():
        old = getattr(row, field)
        if old != value:
            plain = row._meta.get_field(field).name
            yield Change(name, field, old, value, by_staff=plain in row.staff_changed)


def _key(row: Reference, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)
