# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the crowd repeats: some hundred reports, told and routed in earnest, with the dates they were promised."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from laksa.cases.actions import Preview, Submission, preview
from laksa.cases.rules import Kind, Severity
from laksa.city.models import book
from laksa.config.example.ground import Ground
from laksa.config.example.people import Staff
from laksa.config.example.stories import all_stories, fill
from laksa.config.example.tale import FAMILY, GIVEN, MAIL_HOST
from laksa.kernel.sealing import blind_index, seal

Hand = tuple[int | None, str]
Address = tuple[str, str, str]


@dataclass(frozen=True)
class Model:
    """One told and routed report.

    facts: columns of the case that do not depend on when it came. limits: from the report to its dates for
    verifying, responding and resolving. hands: number and name of those who may work on it.
    """

    facts: dict[str, Any]
    decision: dict[str, Any]
    decision_text: str
    text: str
    limits: tuple[timedelta | None, timedelta | None, timedelta | None]
    hands: tuple[Hand, ...]
    radius: float


def make_models(number: int, staff: Staff, rng: Random, *, now: datetime) -> list[Model]:
    """Return so many models, popular categories and busy kelurahan more often."""
    ground = Ground(rng)
    stories = [one for one in all_stories() if one.category in book().categories]
    chosen = rng.choices(stories, [one.weight for one in stories], k=number)
    models = []
    for story in chosen:
        category = book().categories[story.category]
        spot = ground.spot(with_point=category.asks_location)
        told = Submission(
            text=fill(story.told, rng, spot.slots),
            kind=Kind(story.kind or category.kind),
            category=category.slug,
            lat=spot.lat,
            lon=spot.lon,
            village=spot.village,
            place_text=spot.words,
            place_source=spot.source,
        )
        models.append(_model(told, preview(told, at=now, with_similar=False), staff, now=now))
    return models


def _model(told: Submission, plan: Preview, staff: Staff, *, now: datetime) -> Model:
    decision, targets = plan.decision, plan.targets
    facts = {
        "kind": told.kind or decision.kind,
        "title": plan.title,
        "public_text": plan.public_text,
        "is_sealed": plan.is_sealed,
        "is_example": True,
        "is_emergency": decision.emergency,
        "category_id": decision.category,
        "severity": Severity(decision.severity).value,
        "agency_id": decision.agency,
        "unit_id": decision.unit,
        "lat": told.lat,
        "lon": told.lon,
        "village_id": plan.village_id,
        "place_text": told.place_text,
        "place_source": told.place_source,
    }
    # A case keeps all candidates; a million copies of them would only fill disks.
    kept = {
        "category": decision.category,
        "agency": decision.agency,
        "unit": decision.unit,
        "severity": decision.severity,
        "confidence": round(decision.confidence, 3),
        "desk": False,
        "emergency": decision.emergency,
        "version": decision.rules_version,
        "reasons": [{"sign": one.sign, "id": one.text_id, "en": one.text_en} for one in decision.reasons[:2]],
        "candidates": [],
        "marked": [],
    }
    dates = (targets.verify_due_at, targets.respond_due_at, targets.promise_due_at)
    limits = tuple(None if date is None else date - now for date in dates)
    officers = [one for one in staff.by_agency.get(decision.agency, []) if one.user_id] or [staff.desk]
    hands = tuple((one.user_id, one.label) for one in officers)
    radius = book().categories[decision.category].join_radius_m
    return Model(facts, kept, json.dumps(kept), told.text, limits, hands, radius)  # type: ignore[arg-type]


def make_addresses(number: int, rng: Random) -> list[Address]:
    """Return (name, e-mail, blind index) of invented people, sealed as the tables keep them; sealing each anew would take minutes."""
    people = []
    for one in range(number):
        name = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
        email = f"{name.replace(' ', '.').lower()}.{one}@{MAIL_HOST}"
        people.append((seal(name), seal(email), blind_index(email)))
    return people
