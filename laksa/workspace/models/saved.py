# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists that an officer keeps for themselves or shares with a team."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from laksa.city.models import Agency, Unit
from laksa.identity.rules import Actor, PostFact
from laksa.workspace.rules import QUERY_LIMIT


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def seen_by(self, actor: Actor) -> SavedViewQuerySet:
        """One's own, and those shared with a team one serves in."""
        units = [post.unit_id for post in actor.posts if post.unit_id]
        agencies = [post.agency_id for post in actor.posts if post.agency_id]
        shared = Q(unit_id__in=units) | Q(unit=None, agency_id__in=agencies)
        return self.filter(Q(user_id=actor.user_id or 0) | shared)


class SavedView(models.Model):
    """A name for the filters of an inbox, kept by one officer; `agency` and `unit` name the team that sees it too."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField("nama", max_length=40)
    query = models.CharField(max_length=QUERY_LIMIT)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="one_saved_view_a_name"),
            models.CheckConstraint(condition=Q(unit=None) | Q(agency__isnull=False), name="a_shared_unit_has_its_agency"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared(self) -> bool:
        return self.agency_id is not None


def team_of(actor: Actor) -> PostFact | None:
    """Return the office with which an actor shares: one with a unit first; None for somebody who serves no office."""
    held = [post for post in actor.posts if post.agency_id]
    return next((post for post in held if post.unit_id), held[0] if held else None)
