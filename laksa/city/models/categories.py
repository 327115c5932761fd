"""What can be reported, and how soon it must be done."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from laksa.city.models.agencies import Agency, Unit
from laksa.city.models.reference import Reference

SEVERITIES = [("ringan", _("ringan")), ("sedang", _("sedang")), ("berat", _("berat"))]

# The first SOP a city loads also counts for cases that are older than the installation.
ALWAYS_IN_FORCE = datetime(1970, 1, 1, tzinfo=UTC)


class Category(Reference):
    """A kind of report; its row carries how the form, the routing and the closing behave."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("pengaduan")
        QUESTION = "question", _("pertanyaan")
        ASPIRATION = "aspiration", _("aspirasi")

    class Evidence(models.TextChoices):
        PHOTO = "photo", _("foto sesudah")
        DOCUMENT = "document", _("dokumen")
        NONE = "none", _("tidak perlu")

    slug = models.SlugField(_("slug"), max_length=40, primary_key=True)
    hashtag = models.CharField(_("tagar"), max_length=40)
    name_id = models.CharField(_("nama"), max_length=80)
    name_en = models.CharField(_("nama dalam bahasa Inggris"), max_length=80)
    group = models.CharField(_("kelompok"), max_length=40, db_index=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="categories")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="categories")
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind.choices, default=Kind.COMPLAINT)
    severity_default = models.CharField(_("tingkat awal"), max_length=10, choices=SEVERITIES)
    asks_location = models.BooleanField(_("tanya lokasi"), default=True)
    asks_photo = models.BooleanField(_("tanya foto"), default=False)
    emergency = models.BooleanField(_("darurat"), default=False)
    info_deflect = models.BooleanField(_("tawarkan jawaban dulu"), default=False)
    is_sealed = models.BooleanField(_("rahasia"), default=False)
    keywords = models.JSONField(_("kata kunci"), default=list, blank=True)
    extra_questions = models.JSONField(_("pertanyaan tambahan"), default=list, blank=True)
    threshold = models.FloatField(_("ambang keyakinan"), default=0.7)
    join_radius_m = models.PositiveIntegerField(_("jarak laporan serupa (m)"), default=0)
    evidence = models.CharField(_("bukti selesai"), max_length=10, choices=Evidence.choices, default=Evidence.NONE)
    note = models.TextField(_("catatan"), blank=True)

    class Meta:
        verbose_name = _("kategori")
        verbose_name_plural = _("kategori")
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(Lower("hashtag"), condition=models.Q(is_active=True), name="hashtag_means_one_category")]

    def __str__(self) -> str:
        return f"{self.hashtag} {self.name_id}"

    def clean(self) -> None:
        """Refuse what the check of a pack refuses too: a foreign unit, a word that stands for two categories."""
        if self.unit is not None and self.unit.agency_id != self.agency_id:
            raise ValidationError({"unit": _("Unit ini bukan bagian dari perangkat daerah yang dipilih.")})
        mine = {word.casefold() for word in self.keywords}
        for other in Category.objects.filter(is_active=True).exclude(pk=self.pk):
            shared = mine & {word.casefold() for word in other.keywords}
            if shared:
                words = {"word": min(shared), "category": other.hashtag}
                raise ValidationError({"keywords": _("“%(word)s” sudah menjadi kata kunci %(category)s.") % words})


class Sop(Reference):
    """The three clocks of a group and severity between `since` and `until`; a change opens a new row.

    A group that begins with `*` and is longer (`*law`, `*ppid`) is a norm beside the groups; `*`, `*` is the
    fallback for everything. Hours are wall-clock hours or, for working days, 24 for each day.
    """

    class Clock(models.TextChoices):
        CALENDAR = "calendar_hours", _("jam kalender")
        WORKING = "working_days", _("hari kerja")

    group = models.CharField(_("kelompok"), max_length=40)
    severity = models.CharField(_("tingkat"), max_length=40)
    verify_hours = models.FloatField(_("verifikasi (jam)"), null=True, blank=True)
    respond_hours = models.FloatField(_("jawaban pertama (jam)"), null=True, blank=True)
    resolve_hours = models.FloatField(_("selesai (jam)"), null=True, blank=True)
    clock = models.CharField(_("hitungan waktu"), max_length=20, choices=Clock.choices)
    basis = models.TextField(_("dasar"), blank=True)
    status = models.CharField(_("status"), max_length=30)  # fact, proposal, general knowledge
    since = models.DateTimeField(_("berlaku sejak"))
    until = models.DateTimeField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("SOP")
        verbose_name_plural = _("SOP")
        ordering = ["group", "severity", "since"]
        constraints = [models.UniqueConstraint(fields=["group", "severity"], condition=models.Q(until=None), name="one_sop_in_force")]

    def __str__(self) -> str:
        return f"{self.group} {self.severity}"
