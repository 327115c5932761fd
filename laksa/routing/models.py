"""What people corrected: rows that a learned model can be trained from."""

from __future__ import annotations

from django.db import models


class Correction(models.Model):
    """The city desk sent a report elsewhere than the rules had said. The text has its identifiers hidden."""

    case_code = models.CharField(max_length=16, db_index=True)
    text = models.TextField(blank=True)
    from_category = models.CharField(max_length=40)
    to_category = models.CharField(max_length=40)
    from_agency = models.CharField(max_length=40)
    to_agency = models.CharField(max_length=40)
    decision = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.case_code}: {self.from_category} -> {self.to_category}"
