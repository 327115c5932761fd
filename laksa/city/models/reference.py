"""What every row of the city pack carries: where it comes from and whether anybody checked it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reference(models.Model):
    """A row of the city pack. It is never deleted: old cases still point at it."""

    source = models.TextField(_("sumber"), blank=True)
    checked = models.BooleanField(_("sudah diperiksa"), default=False)
    is_active = models.BooleanField(_("dipakai"), default=True)
    # Names of fields that staff changed since the last load: the next load shows them before it overwrites them.
    staff_changed = models.JSONField(_("diubah petugas"), default=list, blank=True, editable=False)

    class Meta:
        abstract = True
