# SPDX-License-Identifier: AGPL-3.0-or-later
"""A report while it is being written, so that no step loses a word."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from laksa.kernel.ids import digest_token
from laksa.kernel.sealing import SealedTextField
from laksa.portal.rules import DRAFT_LIFE, Content


class DraftQuerySet(models.QuerySet["Draft"]):
    def alive(self, at: datetime) -> DraftQuerySet:
        return self.filter(updated_at__gt=at - DRAFT_LIFE)

    def by_key(self, key: str) -> DraftQuerySet:
        return self.filter(digest=digest_token(key))


class Draft(models.Model):
    """One report in the making, found by the secret in its address.

    Everything in it may be personal, so the whole content is sealed; only the digest of the secret is kept.
    """

    digest = models.CharField(max_length=64, unique=True)
    # Fixed at creation: however often the last step is sent, it is one report.
    idempotency_key = models.CharField(max_length=32)
    sealed = SealedTextField()
    submitted_case = models.ForeignKey("cases.Case", on_delete=models.SET_NULL, null=True, db_index=False)
    participant = models.ForeignKey("cases.Participant", on_delete=models.SET_NULL, null=True, db_index=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(db_index=True)

    objects = DraftQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"

    @property
    def content(self) -> Content:
        return Content.from_json(self.sealed)

    @content.setter
    def content(self, content: Content) -> None:
        self.sealed = content.to_json()
