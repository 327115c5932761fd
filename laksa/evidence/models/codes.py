# SPDX-License-Identifier: AGPL-3.0-or-later
"""One-time codes for photos taken in our own pages."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from laksa.evidence.rules.codes import CodeKind


class CodeQuerySet(models.QuerySet["CaptureCode"]):
    def unused(self) -> CodeQuerySet:
        return self.filter(used_at=None)

    def lasting(self, at: datetime) -> CodeQuerySet:
        """Unused and not yet over."""
        return self.unused().filter(valid_until__gt=at)


class CaptureCode(models.Model):
    """A code for one person and one case, good for one photo; used ones stay as the record of when they were issued."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    case_code = models.CharField(max_length=16)
    kind = models.CharField(max_length=3, choices=[(kind.value, kind.value) for kind in CodeKind])
    code = models.CharField(max_length=6)
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["valid_until"], condition=Q(used_at=None), name="codes_to_forget")]
        constraints = [
            models.UniqueConstraint(fields=["user", "case_code", "code"], name="one_code_a_person_and_case"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("issued_at")), name="a_code_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.case_code} {self.kind}"
