# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marking news as read: whoever was told and has looked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from laksa.escalation.models import Step
from laksa.identity.rules import Actor


@transaction.atomic
def read_steps(case_id: int, *, actor: Actor, at: datetime) -> int:
    """Note that the actor has read what they were told about a case; return how many were new to them."""
    return Step.objects.unread_by(actor.user_id).filter(case_id=case_id).update(read_at=at)


@transaction.atomic
def read_all_steps(*, actor: Actor, at: datetime) -> int:
    """Note that the actor has seen the whole list of their news; return how many were new to them."""
    return Step.objects.unread_by(actor.user_id).update(read_at=at)
