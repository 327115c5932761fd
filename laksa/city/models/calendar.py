"""Days on which offices are closed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from laksa.city.models.reference import Reference


class CalendarDay(Reference):
    """A day on which offices are closed, whatever its kind."""

    class Kind(models.TextChoices):
        NATIONAL = "libur_nasional", _("libur nasional")
        JOINT_LEAVE = "cuti_bersama", _("cuti bersama")
        SPECIAL = "libur_khusus", _("libur khusus")

    on = models.DateField(_("tanggal"), primary_key=True)
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=20, choices=Kind.choices)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
