# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether the city's figures balanced when they were last counted again."""

from __future__ import annotations

from django.db import models


class BalanceCheck(models.Model):
    """One nightly recount of all cases, day by day and office by office, against the story and the kept figures."""

    at = models.DateTimeField()
    cases = models.BigIntegerField()
    days = models.IntegerField()
    balances = models.BooleanField()
    # What disagreed, the oldest first and not more than fit a page: [{"day", "agency", "slot", "counted", "kept"}].
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
