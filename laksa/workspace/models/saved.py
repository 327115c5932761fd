# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists that an officer keeps for themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from laksa.workspace.rules import QUERY_LIMIT


class SavedView(models.Model):
    """A name for the filters of an inbox, kept by one officer and seen by nobody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField("nama", max_length=40)
    query = models.CharField(max_length=QUERY_LIMIT)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_saved_view_a_name")]

    def __str__(self) -> str:
        return self.name
