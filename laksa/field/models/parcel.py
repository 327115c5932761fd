# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms that came from phones, once each."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Parcel(models.Model):
    """A form that a phone sent under its own key: a second time it gets the answer of the first, and nothing happens."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=40)
    verb = models.CharField(max_length=12)
    case_code = models.CharField(max_length=16)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_parcel_a_key")]

    def __str__(self) -> str:
        return f"{self.verb} {self.case_code}"
