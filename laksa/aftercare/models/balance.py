# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether every case that ever came was still there when they were last counted."""

from __future__ import annotations

from django.db import models


class BalanceCheck(models.Model):
    """One nightly count of all cases, day by day, against the stories that began."""

    at = models.DateTimeField()
    cases = models.BigIntegerField()
    days = models.IntegerField()
    balances = models.BooleanField()
    # Where they disagree, the oldest first and not more than fit a page: [{"day", "cases", "stories"}].
    faults = models.JSONField(default=list)
    fault_count = models.IntegerField(default=0)

    class Meta:
        get_latest_by = "at"
        indexes = [models.Index(fields=["-at"], name="balance_checks_newest")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {'yes' if self.balances else 'no'}"


def last_check() -> BalanceCheck | None:
    """Return the newest recount, or None before the first night."""
    return BalanceCheck.objects.order_by("-at").first()
