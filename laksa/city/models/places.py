"""Names that people use for a place, and rules that hang on a place."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from laksa.city.models.agencies import Agency
from laksa.city.models.areas import Area
from laksa.city.models.categories import Category
from laksa.city.models.reference import Reference


class Place(Reference):
    """A landmark with a point."""

    name = models.CharField(_("nama"), max_length=120)
    aliases = models.JSONField(_("nama lain"), default=list, blank=True)
    kind = models.CharField(_("jenis"), max_length=20)
    lat = models.FloatField()
    lon = models.FloatField()
    area = models.ForeignKey(Area, models.PROTECT, related_name="places")
    certainty = models.CharField(_("kepastian"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("tempat")
        verbose_name_plural = _("tempat")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name", "area"], name="place_once_in_an_area")]

    def __str__(self) -> str:
        return self.name


class Road(Reference):
    """Who keeps a road; the row `*` stands for every road not named."""

    name = models.CharField(_("nama"), max_length=120, unique=True)
    status = models.CharField(_("status"), max_length=20)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="roads")
    remark = models.TextField(_("catatan"), blank=True)

    class Meta:
        verbose_name = _("jalan")
        verbose_name_plural = _("jalan")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlaceRule(Reference):
    """A rule of the routing: a road, a place, an hour or a word that speaks for a category or an owner."""

    class Kind(models.TextChoices):
        ROAD = "road", _("jalan")
        PLACE = "place", _("tempat")
        HOUR = "hour", _("jam")
        WORD = "word", _("kata")

    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices)
    pattern = models.CharField(_("pola"), max_length=120)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="place_rules")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="place_rules")
    weight = models.FloatField(_("bobot"), default=1.0)
    remark = models.TextField(_("catatan"), blank=True)

    class Meta:
        verbose_name = _("aturan tempat")
        verbose_name_plural = _("aturan tempat")
        ordering = ["kind", "pattern", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pattern}"
