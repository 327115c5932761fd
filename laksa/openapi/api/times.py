# SPDX-License-Identifier: AGPL-3.0-or-later
"""The clocks of one case as REST v1 shows them: what it waits for, who held it how long, what history says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from laksa.cases.models import Case, turns_of
from laksa.cases.rules import UNSOLVED, Party, PartyKind, as_offices, held
from laksa.city.models.names import agency_name
from laksa.insight.models import forecast_for
from laksa.insight.rules.words import outlook_words
from laksa.openapi.api.shapes import when


def times(case: Case, *, at: datetime) -> dict[str, Any]:
    """Return the clocks beside `due_at`; officers stand as their office. Two queries."""
    turns = as_offices(turns_of([case.pk]).get(case.pk, []))
    return {
        "replans": case.replans,
        "waits_for": case.waits_for or None,
        "waits_until": when(case.asked_until),
        "forecast": _forecast(case),
        "held": [{"party": one.party.kind.value, "name": _name(one.party), "seconds": round(one.seconds)} for one in held(turns, until=at)],
    }


def _forecast(case: Case) -> dict[str, Any] | None:
    if case.state not in UNSOLVED and case.resolved_at is None:
        return None
    outlook = forecast_for(case.category_id, case.severity)
    if outlook is None:
        return None
    return {"cases": outlook.cases, "low": outlook.low, "high": outlook.high, "unit": outlook.unit, "text": outlook_words(outlook)}


def _name(party: Party) -> str | None:
    if party.kind == PartyKind.OFFICE:
        return agency_name(party.agency) or None
    return party.title or party.name or None
