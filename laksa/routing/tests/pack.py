"""A city pack's routing data read straight from its files, so that the pure rules are tried without a database."""

import csv
import json
from collections import defaultdict
from dataclasses import MISSING, fields
from pathlib import Path

from laksa.city.rules import facts
from laksa.routing.rules import Source

KINDS = {"slang": "slang", "stop": "stop", "severity": "severity", "emergency": "emergency", "phrases": "example", "kinds": "kind"}


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row(shape, **values):
    """One row of facts; what is not given is the field's default, or empty."""
    known = {one.name for one in fields(shape)}
    given = {name: value for name, value in values.items() if name in known}
    for one in fields(shape):
        if one.name not in given and one.default is MISSING and one.default_factory is MISSING:
            given[one.name] = None
    return shape(**given)


def flags(values: dict[str, str]) -> dict:
    return {name: {"yes": True, "no": False}.get(value, value) for name, value in values.items()}


def category(values: dict[str, str]) -> facts.CategoryFacts:
    plain = flags(values)
    plain |= {
        "agency_id": values["agency_slug"],
        "unit_id": values.get("unit_slug") or None,
        "keywords": tuple(word for word in values["keywords"].split("|") if word),
        "extra_questions": tuple(json.loads(values["extra_questions"] or "[]")),
        "threshold": float(values.get("threshold") or 0.7),
        "kind": values.get("kind") or "complaint",
        "is_active": True,
    }
    return row(facts.CategoryFacts, **plain)


def split(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in (text or "").split("|") if part)


def areas_of(root: Path) -> dict[str, facts.AreaFacts]:
    return {
        one["code"]: row(facts.AreaFacts, **one | {"parent_id": one.get("parent_code") or None, "is_active": True})
        for one in rows(root / "areas.csv")
    }


def read(root: Path) -> Source:
    categories = {one["slug"]: category(one) for one in rows(root / "categories.csv")}
    areas = areas_of(root)
    agencies = {
        one["slug"]: row(
            facts.AgencyFacts, **one | {"parent_id": one["parent"] or None, "area_id": one.get("area_code") or None, "is_active": True}
        )
        for one in rows(root / "agencies.csv")
    }
    units = defaultdict(list)
    for one in rows(root / "units.csv"):
        unit = one | {"agency_id": one["agency_slug"], "parent_id": one["parent_slug"] or None, "is_active": True}
        units[one["agency_slug"]].append(row(facts.UnitFacts, **unit | {"areas": split(one["areas"])}))
    phrases = {
        kind: tuple(
            facts.PhraseFacts(kind, one["text"], one["target"], float(one["weight"] or 1)) for one in rows(root / "routing" / f"{name}.csv")
        )
        for name, kind in KINDS.items()
    }
    rules = tuple(
        facts.PlaceRuleFacts(
            one["kind"], one["pattern"], one["category"] or None, one["agency"] or None, float(one["weight"] or 1), one["remark"]
        )
        for one in rows(root / "routing" / "rules.csv")
    )
    roads = tuple(
        facts.RoadFacts(one.get("road") or one["name"], one["status"], one["agency_slug"], one["remark"], one["source"])
        for one in rows(root / "roads.csv")
    )
    places = tuple(
        row(
            facts.PlaceFacts,
            **one | {"aliases": split(one["aliases"]), "lat": float(one["lat"]), "lon": float(one["lon"]), "area_id": ""},
        )
        for one in rows(root / "places.csv")
    )
    by_area = {one.area_id: one.slug for one in agencies.values() if one.area_id}
    return Source("test", categories, agencies, dict(units), areas, by_area, phrases, rules, roads, places)
