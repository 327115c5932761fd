# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of a lead about a proof that could not be verified."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.cases import actions
from laksa.cases.actions.story import need_words
from laksa.cases.models import Case
from laksa.evidence.rules.words import fair_way
from laksa.workspace.forms.base import CaseForm, words_field


class SendBackForm(CaseForm):
    send = gettext_lazy("Minta foto ulang")
    intro = gettext_lazy("Hanya dibaca petugas. Laporan tetap pada petugas yang mengerjakannya; jam pelapor berjalan terus.")
    words = words_field(gettext_lazy("Pesan untuk petugas"))

    def prepare(self) -> None:
        doubt = actions.doubt_of(self.desk.case)
        self.fields["words"].initial = fair_way(doubt.data["checks"]) if doubt is not None else ""

    def act(self) -> Case:
        return actions.send_back_proof(self.desk.case.pk, self.said(), **self.by)


class SignForm(CaseForm):
    send = gettext_lazy("Tanda tangani")
    field_of = {"reason": "words"}
    words = words_field(gettext_lazy("Alasan"), hint=gettext_lazy("Tampil untuk umum, di samping kata “tidak dapat diverifikasi”."))

    def prepare(self) -> None:
        self.intro = _(
            "Laporan dinyatakan selesai atas nama Anda. Pelapor membaca: foto tidak dapat diverifikasi, ditandatangani %(who)s."
        ) % {"who": self.desk.actor.label}

    def act(self) -> Case:
        return actions.sign_proof(self.desk.case.pk, self.said(), **self.by)


class InspectForm(SignForm):
    send = gettext_lazy("Catat dan tanda tangani")
    looked = words_field(gettext_lazy("Yang Anda lihat di tempat"), hint=gettext_lazy("Hanya terlihat petugas."))
    field_order = ["looked", "words"]

    def prepare(self) -> None:
        super().prepare()
        self.fields["words"].initial = _("Saya periksa sendiri di tempat, dan pekerjaannya selesai.")

    def act(self) -> Case:
        need_words(self.said("looked"), field="looked")
        return actions.sign_proof(self.desk.case.pk, self.said(), looked=self.said("looked"), **self.by)
