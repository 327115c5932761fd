# SPDX-License-Identifier: AGPL-3.0-or-later
"""A lamp that runs against 48 hours by the wall clock, and a desk that everybody can be told at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from laksa.cases.actions import change_severity
from laksa.cases.models import Case
from laksa.cases.rules import Severity
from laksa.escalation.models import Step
from laksa.identity.models import Post, User, actor_of
from laksa.identity.rules import PostFact, Role


@pytest.fixture
def heavy_lamp(held_lamp: Case, budi: User, at: datetime) -> Case:
    """The lamp held by Budi, heavy: 48 hours by the calendar from Tuesday 14.05."""
    return change_severity(held_lamp.pk, Severity.HEAVY, reason="Anak jatuh", actor=actor_of(budi, at=at), at=at)


@pytest.fixture
def give_address(db: None) -> Callable[..., None]:
    """Give people addresses for letters: `give_address(budi, kabid)`."""

    def give(*people: User) -> None:
        for person in people:
            person.email = f"{person.username}@contoh.id"
            person.save(update_fields=["email"])

    return give


@pytest.fixture
def appoint(at: datetime) -> Callable[..., User]:
    """Give somebody an office more: `appoint(wulan, Role.TEAM_LEAD, agency_id="dishub", unit_id="tim-pju")`."""

    def appoint_one(user: User, role: Role, **where: str) -> User:
        fact = PostFact(role, **where)
        Post.objects.create(
            user=user, role=fact.role, agency_id=fact.agency_id, unit_id=fact.unit_id, since=datetime(2026, 1, 5, tzinfo=at.tzinfo)
        )
        return user

    return appoint_one


@pytest.fixture
def told() -> Callable[..., list[tuple[str, int | None, str]]]:
    """Return who was told so far: ladder, percent (or days), name."""

    def rows(**only: object) -> list[tuple[str, int | None, str]]:
        steps = Step.objects.told().filter(**only).select_related("user").order_by("fell_due_at", "number", "nth")
        return [
            (step.ladder, step.percent if step.percent is not None else step.days, step.user.name if step.user else step.party)
            for step in steps
        ]

    return rows
