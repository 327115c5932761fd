"""Words of the city: services, reply templates, pages, and phrases that the routing and the reply help know."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from laksa.city.models.agencies import Agency
from laksa.city.models.reference import Reference


class Service(Reference):
    """A service of the city as a citizen would look for it."""

    slug = models.SlugField(_("slug"), max_length=40, primary_key=True)
    name_id = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama dalam bahasa Inggris"), max_length=120)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="services")
    kind = models.CharField(_("jenis"), max_length=20)
    who = models.CharField(_("untuk siapa"), max_length=120)
    needs = models.JSONField(_("yang dibawa"), default=list, blank=True)
    steps = models.JSONField(_("langkah"), default=list, blank=True)
    fee = models.TextField(_("biaya"), blank=True)
    life_event = models.CharField(_("peristiwa hidup"), max_length=40, blank=True, db_index=True)

    class Meta:
        verbose_name = _("layanan")
        verbose_name_plural = _("layanan")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name_id


class ReplyTemplate(Reference):
    """A reply that an officer can begin from; `{nama}` and the like are filled in by the desk."""

    slug = models.SlugField(_("slug"), max_length=40, primary_key=True)
    title = models.CharField(_("judul"), max_length=80)
    group = models.CharField(_("kelompok"), max_length=40, blank=True)
    state = models.CharField(_("status laporan"), max_length=20, blank=True)
    body = models.TextField(_("isi"))

    class Meta:
        verbose_name = _("contoh jawaban")
        verbose_name_plural = _("contoh jawaban")
        ordering = ["group", "slug"]

    def __str__(self) -> str:
        return self.title


class Page(Reference):
    """An answer of the knowledge base, or a page of the site, in Markdown."""

    class Kind(models.TextChoices):
        KNOWLEDGE = "knowledge", _("tanya jawab")
        PAGE = "page", _("halaman")

    slug = models.SlugField(_("slug"), max_length=60, primary_key=True)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("judul"), max_length=120)
    category = models.ForeignKey("city.Category", models.PROTECT, null=True, blank=True, related_name="pages")
    body = models.TextField(_("isi"))

    class Meta:
        verbose_name = _("halaman")
        verbose_name_plural = _("halaman")
        ordering = ["kind", "slug"]

    def __str__(self) -> str:
        return self.title


class Phrase(Reference):
    """A word or sentence that the city's people or offices use, and what it stands for."""

    class Kind(models.TextChoices):
        SLANG = "slang", _("kata tidak baku")
        SEVERITY = "severity", _("tanda tingkat")
        EMERGENCY = "emergency", _("tanda darurat")
        EXAMPLE = "example", _("contoh kalimat")
        KIND = "kind", _("tanda jenis laporan")
        STOP = "stop", _("kata umum")
        JARGON = "jargon", _("bahasa kantor")

    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("teks"))
    target = models.CharField(_("arti"), max_length=120, blank=True)
    weight = models.FloatField(_("bobot"), default=1.0)
    remark = models.TextField(_("catatan"), blank=True)

    class Meta:
        verbose_name = _("frasa")
        verbose_name_plural = _("frasa")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return f"{self.text} → {self.target}"
