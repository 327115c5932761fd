# SPDX-License-Identifier: AGPL-3.0-or-later
"""How fast the city's crews get around, as its pack says."""

from __future__ import annotations

from django.db import models

from laksa.field.rules.arrivals import Pace, read_pace


class PaceOfCity(models.Model):
    """A single row (pk 1): the table [field] of the city's pack; without it everything is as usual."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    # {"speed_kmh": 20, "detour_percent": 130, "work_minutes": {"ringan": 20, …}}
    numbers = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="only_one_pace")]

    def __str__(self) -> str:
        return "pace"


def pace() -> Pace:
    """Return the pace in force: one query."""
    return read_pace(PaceOfCity.objects.values_list("numbers", flat=True).first() or {})
