"""Who may decide what: up to which cost an office answers for it alone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from laksa.city.models.reference import Reference


class Power(Reference):
    """One office of the list of powers; without a limit it decides at any cost."""

    role = models.CharField(_("peran"), max_length=20, unique=True)
    title = models.CharField(_("sebutan"), max_length=60)
    up_to_idr = models.BigIntegerField(_("sampai biaya (rupiah)"), null=True, blank=True)
    basis = models.TextField(_("dasar"), blank=True)

    class Meta:
        verbose_name = _("wewenang")
        verbose_name_plural = _("daftar wewenang")
        ordering = ["up_to_idr", "role"]
        constraints = [
            models.CheckConstraint(condition=models.Q(up_to_idr=None) | models.Q(up_to_idr__gte=0), name="a_power_is_not_negative")
        ]

    def __str__(self) -> str:
        return self.role
