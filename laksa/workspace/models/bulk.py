# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an officer did to many cases at once, kept as long as it can be taken back, and shown afterwards."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models

from laksa.workspace.rules.bulk import DONE_VERBS


class Bulk(models.Model):
    """One act on many cases: who, what, until when it can be taken back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bulks", db_index=False)
    verb = models.CharField(max_length=12, choices=[(verb, verb) for verb in DONE_VERBS])
    at = models.DateTimeField()
    until = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-until"], name="bulks_of_somebody")]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"

    def can_be_undone(self, at: datetime) -> bool:
        return self.undone_at is None and at <= self.until


class BulkLine(models.Model):
    """One case of it: what it was before, which entry says what was done, which letters wait; or why nothing was done."""

    bulk = models.ForeignKey(Bulk, on_delete=models.CASCADE, related_name="lines")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    entry = models.IntegerField(null=True)
    letters = models.JSONField(default=list)
    problem = models.CharField(max_length=300, blank=True)
    undone = models.BooleanField(default=False)
    kept_because = models.CharField(max_length=300, blank=True)  # why it could not be taken back

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.bulk_id}: {self.case_id}"


def last_undoable(user_id: int | None, *, at: datetime) -> Bulk | None:
    """Return what somebody did last and can still take back; one query by an index."""
    return Bulk.objects.filter(user_id=user_id or 0, until__gte=at, undone_at=None).order_by("-until").first()
