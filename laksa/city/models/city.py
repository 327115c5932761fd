"""The one city this installation serves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class City(models.Model):
    """A single row (pk 1). `version` grows with every change of any reference table."""

    class OutlinesKind(models.TextChoices):
        CELLS = "cells", _("perkiraan dari titik tengah")
        OFFICIAL = "official", _("batas resmi")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    slug = models.SlugField(_("slug"))
    code = models.CharField(_("kode wilayah"), max_length=13)
    name = models.CharField(_("nama"), max_length=80)
    code_prefix = models.CharField(_("awalan kode laporan"), max_length=5)
    time_zone = models.CharField(_("zona waktu"), max_length=40)
    languages = models.JSONField(_("bahasa"), default=list)
    centre_lat = models.FloatField()
    centre_lon = models.FloatField()
    contact = models.JSONField(_("kontak"), default=dict)
    hours = models.JSONField(_("jam kerja"), default=dict)
    # {"from": "21:00", "to": "07:00"}: nobody of the staff is told then, but of emergencies.
    quiet = models.JSONField(_("jam tenang"), default=dict)
    # {"third_eye_percent": 5, …}: how much of what was called done is looked at by others (aftercare.rules.Shares).
    closing = models.JSONField(_("pemeriksaan penutupan"), default=dict)
    # {"priority_per_week": 3}: how many reports an official may push forward with priority, until a leader says otherwise.
    forward = models.JSONField(_("titipan pejabat"), default=dict)
    # {"answered_in_time": 2, …}: what a verified act is worth for e-Kinerja (insight.rules.points.PointRules).
    performance = models.JSONField(_("poin kinerja"), default=dict)
    # {"speed_kmh": 20, …}: how the times of a crew's day are reckoned (field.rules.arrivals.Pace).
    crews = models.JSONField(_("laju regu"), default=dict)
    emergency_number = models.CharField(_("nomor darurat"), max_length=20)
    neighbours = models.JSONField(_("tetangga"), default=list)
    version = models.PositiveIntegerField(_("versi"), default=0)
    pack_digest = models.CharField(max_length=64, blank=True)
    outlines_kind = models.CharField(_("batas wilayah"), max_length=10, choices=OutlinesKind.choices, default=OutlinesKind.CELLS)
    loaded_at = models.DateTimeField(_("dimuat"))

    class Meta:
        verbose_name = _("kota")
        verbose_name_plural = _("kota")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="only_one_city")]

    def __str__(self) -> str:
        return self.name
