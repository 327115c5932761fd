"""Who is told when something is not done in time: the ladder of reminders and escalation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from laksa.city.models.reference import Reference


class Rung(Reference):
    """One rung of a ladder between `since` and `until`; a change opens a new row, running cases keep theirs.

    It falls due when `percent` of the time between start and due has passed, or (promised dates) `days` after the day.
    """

    ladder = models.CharField(_("tangga"), max_length=20)
    number = models.PositiveSmallIntegerField(_("anak tangga"))
    percent = models.PositiveSmallIntegerField(_("persen waktu"), null=True, blank=True)
    days = models.SmallIntegerField(_("hari terhadap tanggal janji"), null=True, blank=True)
    whom = models.JSONField(_("siapa"), default=list)
    channels = models.JSONField(_("saluran"), default=list, blank=True)
    basis = models.TextField(_("dasar"), blank=True)
    since = models.DateTimeField(_("berlaku sejak"))
    until = models.DateTimeField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("anak tangga")
        verbose_name_plural = _("tangga pemberitahuan")
        ordering = ["ladder", "number", "since"]
        constraints = [
            models.UniqueConstraint(fields=["ladder", "number"], condition=models.Q(until=None), name="one_rung_in_force"),
            models.CheckConstraint(
                condition=models.Q(percent=None, days__isnull=False) | models.Q(percent__isnull=False, days=None),
                name="a_rung_falls_due_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ladder} {self.number}"
