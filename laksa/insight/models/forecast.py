# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long reports of a kind took in the last year: written once a day, read by every page that shows a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from laksa.city.models import book
from laksa.insight.rules.forecasting import LEAST_CASES, Outlook, Quantiles, outlook_of


class Forecast(models.Model):
    """The quantiles of one category (or of a whole group of them) and severity."""

    CATEGORY, GROUP = "c", "g"

    scope = models.CharField(max_length=1)
    key = models.CharField(max_length=40)
    severity = models.CharField(max_length=6)
    cases = models.IntegerField()
    low_seconds = models.BigIntegerField()
    middle_seconds = models.BigIntegerField()
    high_seconds = models.BigIntegerField()
    refreshed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "severity", "scope"], name="one_forecast_a_kind")]

    def __str__(self) -> str:
        return f"{self.key} {self.severity}: {self.cases}"

    @property
    def quantiles(self) -> Quantiles:
        return Quantiles(self.cases, self.low_seconds, self.middle_seconds, self.high_seconds)


def forecast_for(category: str, severity: str) -> Outlook | None:
    """Return what history says of a report of this category and severity, else of its whole group; None where it is silent. One query."""
    known = book().categories.get(category)
    if known is None:
        return None
    of_kind = Q(key=category, scope=Forecast.CATEGORY) | Q(key=known.group, scope=Forecast.GROUP)
    # "c" comes before "g": the narrower one is told where it has enough cases.
    found = Forecast.objects.filter(of_kind, severity=severity, cases__gte=LEAST_CASES).order_by("scope").first()
    return outlook_of(found.quantiles) if found else None
