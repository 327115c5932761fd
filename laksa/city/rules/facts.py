"""Read-only rows of the book. Field names are those of the tables, so that either can be read alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple


class Shelf(dict[str, Any]):
    """Rows in use by key. Walking, counting and `in` see only those; `shelf[key]` also finds a retired row.

    Old cases point at rows that left the pack, and must still be able to name them.
    """

    def __init__(self, rows: dict[str, Any], retired: dict[str, Any]) -> None:
        super().__init__(rows)
        self.retired = retired

    def __missing__(self, key: str) -> Any:
        return self.retired[key]


@dataclass(frozen=True, slots=True)
class CityFacts:
    slug: str = ""
    code: str = ""
    name: str = ""
    code_prefix: str = "LPR"
    time_zone: str = "Asia/Jakarta"
    languages: tuple[str, ...] = ("id",)
    centre_lat: float = 0.0
    centre_lon: float = 0.0
    contact: dict[str, Any] = field(default_factory=dict)
    hours: dict[str, Any] = field(default_factory=dict)
    quiet: dict[str, str] = field(default_factory=dict)
    closing: dict[str, int] = field(default_factory=dict)
    forward: dict[str, int] = field(default_factory=dict)
    performance: dict[str, Any] = field(default_factory=dict)
    crews: dict[str, Any] = field(default_factory=dict)
    emergency_number: str = ""
    neighbours: tuple[dict[str, Any], ...] = ()
    version: int = 0
    pack_digest: str = ""
    outlines_kind: str = "cells"
    loaded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AreaFacts:
    code: str
    name: str
    kind: str
    parent_id: str | None
    lat: float
    lon: float
    is_active: bool


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    slug: str
    name: str
    short_name: str
    kind: str
    parent_id: str | None
    area_id: str | None
    remark: str
    hours: dict[str, Any] | None
    works_holidays: bool
    is_active: bool


@dataclass(frozen=True, slots=True)
class UnitFacts:
    slug: str
    agency_id: str
    name: str
    parent_id: str | None
    kind: str
    areas: tuple[str, ...]
    is_active: bool


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    slug: str
    hashtag: str
    name_id: str
    name_en: str
    group: str
    agency_id: str
    unit_id: str | None
    kind: str
    severity_default: str
    asks_location: bool
    asks_photo: bool
    emergency: bool
    info_deflect: bool
    is_sealed: bool
    keywords: tuple[str, ...]
    extra_questions: tuple[dict[str, Any], ...]
    threshold: float
    join_radius_m: int
    evidence: str
    source: str
    checked: bool
    is_active: bool
    note: str


@dataclass(frozen=True, slots=True)
class SopFacts:
    id: int
    group: str
    severity: str
    verify_hours: float | None
    respond_hours: float | None
    resolve_hours: float | None
    clock: str
    basis: str
    status: str
    source: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class RungFacts:
    id: int
    ladder: str
    number: int
    percent: int | None
    days: int | None
    whom: tuple[str, ...]
    channels: tuple[str, ...]
    basis: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class PowerFacts:
    """An office that may decide up to a cost in whole rupiah; None: at any cost."""

    role: str
    title: str
    up_to_idr: int | None


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    name: str
    aliases: tuple[str, ...]
    kind: str
    lat: float
    lon: float
    area_id: str
    certainty: str


@dataclass(frozen=True, slots=True)
class RoadFacts:
    name: str
    status: str
    agency_id: str
    remark: str
    source: str


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    slug: str
    name_id: str
    name_en: str
    agency_id: str
    kind: str
    who: str
    needs: tuple[str, ...]
    steps: tuple[str, ...]
    fee: str
    life_event: str
    source: str
    checked: bool
    is_active: bool


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    slug: str
    title: str
    group: str
    state: str
    body: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class PageFacts:
    slug: str
    kind: str
    title: str
    category_id: str | None
    body: str
    source: str
    checked: bool
    is_active: bool


@dataclass(frozen=True, slots=True)
class PhraseFacts:
    kind: str
    text: str
    target: str
    weight: float


@dataclass(frozen=True, slots=True)
class PlaceRuleFacts:
    kind: str
    pattern: str
    category_id: str | None
    agency_id: str | None
    weight: float
    remark: str


class OutlinePath(NamedTuple):
    """One area of a drawing: its path (`d`) and the point where its name may stand, in pixels."""

    code: str
    name: str
    d: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A city drawn `width` by `height`; `place` turns a point of the earth into one of the drawing."""

    width: int
    height: int
    paths: tuple[OutlinePath, ...]
    west: float
    north: float
    per_lon: float
    per_lat: float

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        """Return where a point lies on the drawing, in pixels from the upper left corner."""
        return round((lon - self.west) * self.per_lon, 1), round((self.north - lat) * self.per_lat, 1)
