# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists that an officer keeps, alone or for a team, and every look at a reporter's identity."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases.models import Case, Participant
from laksa.cases.policies import may_see_identity
from laksa.cases.rules import tidy
from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused
from laksa.kernel.events import record
from laksa.kernel.permissions import require
from laksa.workspace.models import SavedView
from laksa.workspace.models.saved import team_of
from laksa.workspace.policies import may_keep_view
from laksa.workspace.rules import QUERY_LIMIT

SAVED_LIMIT = 12


@transaction.atomic
def save_view(name: str, query: str, *, actor: Actor, at: datetime, is_shared: bool = False) -> SavedView:
    """Keep a list's filters under a name; the same name again replaces what it stood for.

    A shared one is seen by everybody of the actor's team: their unit, or their office where they serve no unit. Raises Refused without a name, or when twelve are kept already.
    """
    name = " ".join(tidy(name).split())[:40]
    if not name:
        raise Refused(_("Beri nama dulu, misalnya “PJU Karawaci”."), field="name")
    saved = SavedView(user_id=actor.user_id or 0, name=name)
    require(may_keep_view, actor, saved)
    own = SavedView.objects.select_for_update().filter(user_id=actor.user_id or 0)
    if own.exclude(name=name).count() >= SAVED_LIMIT:
        raise Refused(_("Sudah ada %(limit)d pilihan. Hapus satu yang tidak dipakai lagi.") % {"limit": SAVED_LIMIT}, field="name")
    team = team_of(actor) if is_shared else None
    values = {"query": query[:QUERY_LIMIT], "agency_id": team.agency_id if team else None, "unit_id": team.unit_id if team else None}
    saved, _created = SavedView.objects.update_or_create(user_id=actor.user_id or 0, name=name, defaults=values)
    record(f"workspace.savedview:{saved.pk}", "saved_view.kept", by=actor, at=at, data={"name": name, "shared": saved.is_shared})
    return saved


@transaction.atomic
def delete_view(saved_id: int, *, actor: Actor, at: datetime) -> None:
    """Forget a kept view."""
    saved = SavedView.objects.select_for_update().get(pk=saved_id)
    require(may_keep_view, actor, saved)
    saved.delete()
    record(f"workspace.savedview:{saved_id}", "saved_view.deleted", by=actor, at=at, data={"name": saved.name})


@transaction.atomic
def look_at_identity(case_id: int, *, actor: Actor, at: datetime) -> list[Participant]:
    """Return the people of a case with names and addresses, reporter first; the look itself is recorded.

    Source: UU 27/2022, every look at sealed personal data can be accounted for.
    """
    case = Case.objects.get(pk=case_id)
    require(may_see_identity, actor, case)
    record(f"cases.case:{case.code}", "identity.seen", by=actor, at=at, data={"identity": case.identity})
    return list(case.participants.order_by("joined_at", "pk"))
