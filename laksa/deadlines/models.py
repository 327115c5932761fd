"""By which calendar, hours and SOP the due dates of open cases were last reckoned."""

from __future__ import annotations

from django.db import models

from laksa.city.models import Agency, CalendarDay, City, Sop
from laksa.deadlines.rules.changes import Basis


class Reckoning(models.Model):
    """One run over all open cases after what their dates rest on has changed; at most one is under way.

    `last_case` is how far it has come, so that it goes on where it was killed.
    """

    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    city_version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    basis = models.JSONField()
    changes = models.JSONField(default=list)
    last_case = models.BigIntegerField(default=0)
    moved = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d %H:%M}: {len(self.changes)}"


def read_basis() -> Basis:
    """Return what due times rest on now: the calendar with its names, the hours of every office, all versions of the SOP."""
    city = City.objects.get()
    offices = Agency.objects.values_list("slug", "hours", "works_holidays").order_by("slug")
    hours = {slug: {"hours": own, "works_holidays": works} for slug, own, works in offices if own or works}
    sops: dict[str, list[list[str]]] = {}
    columns = ("since", "until", "verify_hours", "respond_hours", "resolve_hours", "clock")
    for group, severity, *row in Sop.objects.order_by("group", "severity", "since").values_list("group", "severity", *columns):
        sops.setdefault(f"{group} {severity}", []).append([str(value) for value in row])
    return {
        "calendar": {str(on): [kind, name] for on, kind, name in CalendarDay.objects.values_list("on", "kind", "name")},
        "hours": {"": {"hours": city.hours, "zone": city.time_zone}, **hours},
        "sops": sops,
    }
