# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling the people of a thread: who was asked, who asked, who stands in for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings

from laksa.cases.actions.staff import tell_staff
from laksa.threads.models import Thread, keepers_of_queue
from laksa.threads.rules import Kind


def tell_asked(thread: Thread, event: str, *, at: datetime, facts: dict[str, Any]) -> None:
    """Write to the person asked, else to those who keep the office's queue."""
    people = [thread.to_user_id] if thread.to_user_id else keepers_of_queue(thread.to_agency_id or "", thread.to_unit_id, at=at)
    tell_people(thread, event, people, at=at, facts=facts)


def tell_asker(thread: Thread, event: str, *, at: datetime, facts: dict[str, Any]) -> None:
    """Write to whoever asked, and to whoever holds the case by now."""
    tell_people(thread, event, {thread.asked_by_id, thread.case.holder_id or thread.asked_by_id}, at=at, facts=facts)


def tell_people(thread: Thread, event: str, people: Iterable[int | None], *, at: datetime, facts: dict[str, Any]) -> None:
    """Write one letter about a thread to each of these people."""
    known = {"title": thread.title, "address": address_of(thread), "until": thread.due_at, "is_task": thread.kind == Kind.TASK}
    tell_staff(thread.case, event, [pk for pk in people if pk is not None], at=at, facts=known | facts)


def address_of(thread: Thread) -> str:
    """Return where a thread is answered: a decision on the leader's page, anything else on the desk."""
    if thread.kind == Kind.DECISION:
        return f"{settings.BASE_URL}/pimpinan/keputusan/{thread.pk}/"
    return f"{settings.BASE_URL}/meja/utas/{thread.pk}/"
