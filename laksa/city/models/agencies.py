"""Who does the work: offices and the units inside them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from laksa.city.models.areas import Area
from laksa.city.models.reference import Reference


class Agency(Reference):
    """An office of the city, or one outside it that owns what citizens report."""

    class Kind(models.TextChoices):
        DINAS = "dinas", _("dinas")
        BADAN = "badan", _("badan")
        BAGIAN = "bagian", _("bagian")
        KECAMATAN = "kecamatan", _("kecamatan")
        KELURAHAN = "kelurahan", _("kelurahan")
        BUMD = "bumd", _("perusahaan daerah")
        RSUD = "rsud", _("rumah sakit daerah")
        OUTSIDE = "outside", _("di luar pemerintah kota")

    slug = models.SlugField(_("slug"), max_length=40, primary_key=True)
    name = models.CharField(_("nama"), max_length=160)
    short_name = models.CharField(_("nama pendek"), max_length=60)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="agencies")
    remark = models.TextField(_("catatan"), blank=True)
    # None: the city's hours. {"always": true}: day and night. Otherwise the same shape as City.hours.
    hours = models.JSONField(_("jam kerja sendiri"), null=True, blank=True)
    works_holidays = models.BooleanField(_("melayani di hari libur"), default=False)

    class Meta:
        verbose_name = _("perangkat daerah")
        verbose_name_plural = _("perangkat daerah")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.short_name


class Unit(Reference):
    """A part of an agency that holds cases: a bidang, a team or a desk."""

    class Kind(models.TextChoices):
        BIDANG = "bidang", _("bidang")
        TIM = "tim", _("tim")
        MEJA = "meja", _("meja layanan")

    slug = models.SlugField(_("slug"), max_length=40, primary_key=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    name = models.CharField(_("nama"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices)
    # Codes of kecamatan or kelurahan it serves; empty means the whole city.
    areas = models.JSONField(_("wilayah kerja"), default=list, blank=True)

    class Meta:
        verbose_name = _("unit kerja")
        verbose_name_plural = _("unit kerja")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name
