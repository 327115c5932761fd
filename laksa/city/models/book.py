"""The snapshot of all reference data that every process keeps: read it instead of joining tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields, replace
from datetime import date
from time import monotonic
from typing import Any, TypeVar

from django.db import models

from laksa.city.models.agencies import Agency, Unit
from laksa.city.models.areas import Area
from laksa.city.models.calendar import CalendarDay
from laksa.city.models.categories import Category, Sop
from laksa.city.models.city import City
from laksa.city.models.ladders import Rung
from laksa.city.models.places import Place, PlaceRule, Road
from laksa.city.models.powers import Power
from laksa.city.models.texts import Page, Phrase, ReplyTemplate, Service
from laksa.city.rules import facts
from laksa.city.rules.powers import in_order

F = TypeVar("F")

# How long a process may go on with a book that another process has already replaced.
LOOK_AGAIN_SECONDS = 2.0


@dataclass(frozen=True)
class Book:
    """All reference data by key. Nothing in it may be changed; `book()` gives the current one.

    `areas`, `agencies`, `units`, `categories`, `services`, `templates`, `pages` hold the rows in use, and
    `shelf[key]` also finds a retired one. `sops` and `rungs` hold every version, oldest first. `calendar` gives
    the kind of each closed day.
    """

    city: facts.CityFacts = field(default_factory=facts.CityFacts)
    areas: dict[str, facts.AreaFacts] = field(default_factory=dict)
    agencies: dict[str, facts.AgencyFacts] = field(default_factory=dict)
    units: dict[str, facts.UnitFacts] = field(default_factory=dict)
    categories: dict[str, facts.CategoryFacts] = field(default_factory=dict)
    sops: tuple[facts.SopFacts, ...] = ()
    rungs: tuple[facts.RungFacts, ...] = ()
    powers: tuple[facts.PowerFacts, ...] = ()
    calendar: dict[date, str] = field(default_factory=dict)
    places: tuple[facts.PlaceFacts, ...] = ()
    roads: tuple[facts.RoadFacts, ...] = ()
    services: dict[str, facts.ServiceFacts] = field(default_factory=dict)
    templates: dict[str, facts.TemplateFacts] = field(default_factory=dict)
    pages: dict[str, facts.PageFacts] = field(default_factory=dict)
    phrases: dict[str, tuple[facts.PhraseFacts, ...]] = field(default_factory=dict)
    place_rules: tuple[facts.PlaceRuleFacts, ...] = ()
    # Derived, for look-ups that are asked often.
    districts: tuple[facts.AreaFacts, ...] = ()
    villages_by_district: dict[str, tuple[facts.AreaFacts, ...]] = field(default_factory=dict)
    agency_by_area: dict[str, str] = field(default_factory=dict)
    units_by_agency: dict[str, tuple[facts.UnitFacts, ...]] = field(default_factory=dict)
    by_hashtag: dict[str, facts.CategoryFacts] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """The version of the city it was read from; 0 before a pack is loaded."""
        return self.city.version

    def category_by_hashtag(self, hashtag: str) -> facts.CategoryFacts | None:
        """Return the category in use with this hashtag, in any case of letters, with or without `#`."""
        return self.by_hashtag.get(hashtag.strip().lstrip("#").casefold())

    def units_above(self, unit: str | None) -> list[str]:
        """Return a unit and those it belongs to, the nearest first; nothing for one that is not in use."""
        found: list[str] = []
        while unit is not None and unit in self.units and unit not in found:
            found.append(unit)
            unit = self.units[unit].parent_id
        return found


@dataclass
class _Held:
    """The one book of this process, and when to ask whether it is still the current one."""

    book: Book | None = None
    stamp: tuple[Any, ...] | None = None
    look_again_at: float = 0.0


_held = _Held()


def book() -> Book:
    """Return the current snapshot, without a query unless it was last checked over two seconds ago."""
    if _held.book is not None and monotonic() < _held.look_again_at:
        return _held.book
    stamp = City.objects.values_list("version", "pack_digest", "loaded_at").first()
    if _held.book is None or stamp != _held.stamp:
        _held.book, _held.stamp = _read(), stamp
    _held.look_again_at = monotonic() + LOOK_AGAIN_SECONDS
    return _held.book


def loaded_city() -> facts.CityFacts | None:
    """Return the city of the book, None before a pack is loaded."""
    return book().city if book().version else None


def forget_book() -> None:
    """Make the next `book()` read the tables: after a write, and between tests."""
    _held.book, _held.stamp, _held.look_again_at = None, None, 0.0


def recall_book(known: Book) -> None:
    """Go on from a book read earlier, between tests: the next `book()` reads the tables only where the city has another stamp."""
    of = known.city
    _held.book, _held.stamp, _held.look_again_at = known, (of.version, of.pack_digest, of.loaded_at), 0.0


def _read() -> Book:
    city = next(iter(_rows(City, facts.CityFacts)), None)
    if city is None:
        return Book()
    return _index(
        Book(
            city=city,
            areas=_shelf(Area, facts.AreaFacts, "code"),
            agencies=_shelf(Agency, facts.AgencyFacts, "slug"),
            units=_shelf(Unit, facts.UnitFacts, "slug"),
            categories=_shelf(Category, facts.CategoryFacts, "slug"),
            sops=tuple(_rows(Sop, facts.SopFacts)),
            rungs=tuple(_rows(Rung, facts.RungFacts)),
            powers=in_order(_used(Power, facts.PowerFacts)),
            calendar=dict(CalendarDay.objects.filter(is_active=True).values_list("on", "kind")),
            places=_used(Place, facts.PlaceFacts),
            roads=_used(Road, facts.RoadFacts),
            services=_shelf(Service, facts.ServiceFacts, "slug"),
            templates=_shelf(ReplyTemplate, facts.TemplateFacts, "slug"),
            pages=_shelf(Page, facts.PageFacts, "slug"),
            place_rules=_used(PlaceRule, facts.PlaceRuleFacts),
        )
    )


def _index(plain: Book) -> Book:
    villages = [area for area in plain.areas.values() if area.kind == Area.Kind.VILLAGE]
    return replace(
        plain,
        phrases=_grouped(_used(Phrase, facts.PhraseFacts), "kind"),
        districts=tuple(area for area in plain.areas.values() if area.kind == Area.Kind.DISTRICT),
        villages_by_district=_grouped(villages, "parent_id"),
        units_by_agency=_grouped(plain.units.values(), "agency_id"),
        agency_by_area={one.area_id: one.slug for one in plain.agencies.values() if one.area_id},
        by_hashtag={one.hashtag.lstrip("#").casefold(): one for one in plain.categories.values()},
    )


def _rows(model: type[models.Model], shape: type[F], **only: Any) -> list[F]:
    """Read a table into frozen rows; JSON lists become tuples."""
    names = [one.name for one in fields(shape)]  # type: ignore[arg-type]
    found = model._default_manager.filter(**only).values_list(*names)
    return [shape(*(tuple(cell) if isinstance(cell, list) else cell for cell in row)) for row in found]


def _used(model: type[models.Model], shape: type[F]) -> tuple[F, ...]:
    return tuple(_rows(model, shape, is_active=True))


def _shelf(model: type[models.Model], shape: type[F], key: str) -> facts.Shelf:
    rows = {getattr(row, key): row for row in _rows(model, shape)}
    return facts.Shelf(
        {name: row for name, row in rows.items() if row.is_active},  # type: ignore[attr-defined]
        {name: row for name, row in rows.items() if not row.is_active},  # type: ignore[attr-defined]
    )


def _grouped(rows: Any, by: str) -> dict[str, tuple[Any, ...]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, by)].append(row)
    return {name: tuple(group) for name, group in groups.items()}
