"""How many reports an official may push forward with priority in a week."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from laksa.cases.rules.forwarding import PRIORITIES_MOST


class PriorityCap(models.Model):
    """A cap that a leader set: for one official, or without one for everybody who has none of their own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    per_week = models.SmallIntegerField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(Coalesce("user", Value(0)), name="one_cap_each"),
            models.CheckConstraint(condition=Q(per_week__range=(0, PRIORITIES_MOST)), name="a_cap_is_a_small_number"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id or 'all'}: {self.per_week}"
