# SPDX-License-Identifier: AGPL-3.0-or-later
"""The third eye: who may look, which closings were drawn, what was seen there."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from laksa.aftercare.models.closings import Closing
from laksa.aftercare.rules import Answer, Status
from laksa.cases.models.participant import derive_token
from laksa.city.models import Area
from laksa.kernel.ids import digest_token
from laksa.kernel.sealing import SealedTextField


class Checker(models.Model):
    """A resident who looks at repairs for the city, such as a member of a KIM; no account, a link for each look."""

    name = models.CharField(_("nama"), max_length=120)
    group = models.CharField(_("kelompok"), max_length=120, blank=True, help_text=_("Misalnya nama KIM"))
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("kelurahan"))
    email = SealedTextField(_("e-mail"), blank=True, default="")
    phone = SealedTextField(_("telepon"), blank=True, default="")
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("pemeriksa warga")
        verbose_name_plural = _("pemeriksa warga")
        ordering = ["village", "name"]

    def __str__(self) -> str:
        return self.name


class Draw(models.Model):
    """The lots of one day: with the seed anybody can draw them again and see that nobody chose."""

    on = models.DateField(_("tanggal"), unique=True)
    seed = models.CharField(_("benih"), max_length=32)
    pool = models.IntegerField(_("penutupan"))  # how many closings had a lot
    drawn = models.IntegerField(_("terpilih"))
    unplaced = models.IntegerField(_("tanpa pemeriksa"))  # drawn, but nobody outside the team could be asked
    at = models.DateTimeField(_("diundi"))

    class Meta:
        verbose_name = _("undian")
        verbose_name_plural = _("undian")

    def __str__(self) -> str:
        return f"{self.on}: {self.drawn}/{self.pool}"


class CheckQuerySet(models.QuerySet["Check"]):
    def open(self) -> CheckQuerySet:
        return self.filter(is_open=True)

    def of_token(self, token: str) -> CheckQuerySet:
        """The check of a link; the secret itself is stored nowhere."""
        return self.filter(token_digest=digest_token(token))


class Check(models.Model):
    """One look at one closing by somebody outside the team; the link's secret is derived as a reporter's is."""

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="checks")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="checks", db_index=False)
    round = models.SmallIntegerField(_("putaran"), default=1)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("petugas")
    )
    checker = models.ForeignKey(Checker, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("warga"))
    status = models.CharField(_("keadaan"), max_length=8, default=Status.WAITING, choices=[(one.value, one.value) for one in Status])
    is_open = models.BooleanField(default=True)
    answer = models.CharField(_("jawaban"), max_length=8, blank=True)
    seed = models.CharField(max_length=32)
    token_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("diminta"))
    due_at = models.DateTimeField(_("tenggat"))
    answered_at = models.DateTimeField(_("dijawab"), null=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemeriksaan")
        verbose_name_plural = _("pemeriksaan")
        constraints = [
            models.UniqueConstraint(fields=["closing", "round"], name="one_check_a_round"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, checker=None) | Q(user=None, checker__isnull=False), name="one_person_looks"
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, status=Status.WAITING) | (Q(is_open=False) & ~Q(status=Status.WAITING)),
                name="an_open_check_waits",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.ANSWERED, answer__in=sorted(Answer), answered_at__isnull=False)
                | (~Q(status=Status.ANSWERED) & Q(answer="", answered_at=None)),
                name="an_answered_check_says_what",
            ),
        ]
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(is_open=True), name="open_checks_by_due")]

    def __str__(self) -> str:
        return f"{self.closing_id}.{self.round}"

    @property
    def token(self) -> str:
        return derive_token(self.seed)

    def set_link(self) -> None:
        """Give the check its secret link."""
        self.seed = secrets.token_hex(16)
        self.token_digest = digest_token(self.token)
