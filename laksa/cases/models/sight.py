"""How far into a case its office has read."""

from __future__ import annotations

from django.db import models

from laksa.cases.models.case import Case


class Sight(models.Model):
    """Up to which entry somebody of the owner has seen what residents said; kept apart from the case, which it does not change."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="sight")
    seen_number = models.IntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.seen_number}"
