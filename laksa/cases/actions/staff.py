"""Telling the people of the house what they must know of a case at once: its holder, and who leads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from laksa.cases.models import Case
from laksa.city.models import book
from laksa.deadlines.actions import night
from laksa.identity.models import Post, User, stand_ins
from laksa.identity.rules import Role
from laksa.outbox.actions import Draft, enqueue_messages
from laksa.outbox.rules import read_letter

# A file of this name under templates/cases/messages/staff/ writes each: first line the subject, then the text.
STAFF_EVENTS = frozenset(
    {"reopened", "outside_answered", "thread_asked", "thread_said", "thread_answered", "thread_withdrawn"}
    | {"decision_asked", "decision_taken", "decision_passed", "forwarded"}
    | {"proof_doubted", "proof_sent_back"}
)


def leads_of(case: Case, *, at: datetime) -> list[int]:
    """Return who leads the team that holds a case: its team leads, else the heads above it, else the office's admins.

    The holder is never their own lead. Empty where an office has nobody of the kind.
    """
    above = book().units_above(case.unit_id)
    posts = Post.objects.in_force(at).filter(agency_id=case.agency_id, user__is_active=True)
    held = [row for row in posts.values_list("role", "unit_id", "user_id").order_by("user_id") if row[2] != case.holder_id]
    wanted: list[tuple[Role, str | None]] = [(role, unit) for unit in above for role in (Role.TEAM_LEAD, Role.DIVISION_HEAD)]
    wanted += [(Role.AGENCY_ADMIN, None), (Role.AGENCY_HEAD, None)]
    for role, unit in wanted:
        found = [user for held_role, held_unit, user in held if held_role == role and unit in (None, held_unit)]
        if found:
            return sorted(set(found))
    return []


def tell_staff(case: Case, event: str, user_ids: Iterable[int], *, at: datetime, facts: dict[str, Any] | None = None) -> None:
    """Write one letter to each of these people and to whoever stands in for one who is away; in the morning when it is night."""
    if event not in STAFF_EVENTS:
        raise ValueError(f"no letter to the staff is written for '{event}'")
    asked = set(user_ids)
    told = asked | {other for other in stand_ins(asked, at=at).values() if other is not None}
    people = User.objects.filter(pk__in=told, is_active=True).exclude(email="").order_by("pk")
    drafts = [_draft(case, event, person, facts or {}, at=at) for person in people]
    if drafts:
        enqueue_messages(drafts, at=at)


def _draft(case: Case, event: str, person: User, facts: dict[str, Any], *, at: datetime) -> Draft:
    with translation.override("id"):  # The language of the house.
        address = f"{settings.BASE_URL}/meja/kasus/{case.code}/"
        letter = render_to_string(
            f"cases/messages/staff/{event}.txt", {"case": case, "address": address, "city": book().city.name, **facts}
        )
    subject, text = read_letter(letter)
    told_at = night().sendable_at(at, is_emergency=case.is_emergency)
    return Draft(kind=f"staff.{event}", to=person.email, subject=subject, text=text, topic=case.code, not_before=told_at)
