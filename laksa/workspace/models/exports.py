# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of a list: asked for by one officer, made by a job, fetched by them alone within a day."""

from __future__ import annotations

import enum
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.http import QueryDict

from laksa.workspace.rules import QUERY_LIMIT


class ExportState(enum.StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


class Export(models.Model):
    """One file; `name` is where it lies (128 random bits), and never part of an address.

    A list of cases is the `query` of its address; a month of points names its office and month there.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    query = models.CharField(max_length=QUERY_LIMIT)
    what = models.CharField(max_length=6, default="list", choices=[("list", "list"), ("points", "points")])
    form = models.CharField(max_length=4, choices=[("csv", "csv"), ("xlsx", "xlsx"), ("zip", "zip")])
    state = models.CharField(max_length=8, default=ExportState.WAITING.value, choices=[(one.value, one.value) for one in ExportState])
    name = models.CharField(max_length=60, blank=True)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    size = models.BigIntegerField(default=0)
    is_cut = models.BooleanField(default=False)  # the list is longer than a file may be
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="exports_by_end")]

    def __str__(self) -> str:
        return f"{self.form} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def percent(self) -> int:
        if self.state == ExportState.READY:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0

    @property
    def is_under_way(self) -> bool:
        return self.state in {ExportState.WAITING, ExportState.RUNNING}

    @property
    def office_month(self) -> tuple[str, date]:
        """The office and the month of a file of points."""
        asked = QueryDict(self.query)
        return asked["kantor"], date.fromisoformat(f"{asked['bulan']}-01")

    def can_be_fetched(self, at: datetime) -> bool:
        return self.state == ExportState.READY and at < self.expires_at
