"""Kecamatan and kelurahan."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from laksa.city.models.reference import Reference


class Area(Reference):
    """A kecamatan (district) or kelurahan (village), known by its Kemendagri code."""

    class Kind(models.TextChoices):
        DISTRICT = "district", _("kecamatan")
        VILLAGE = "village", _("kelurahan")

    code = models.CharField(_("kode"), max_length=13, primary_key=True)
    name = models.CharField(_("nama"), max_length=60)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    lat = models.FloatField()
    lon = models.FloatField()
    # A GeoJSON geometry, only when the city loaded its official outlines.
    outline = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
