# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking a party outside the city, and writing down what it answered on paper or by telephone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.cases import actions
from laksa.cases.models import Case
from laksa.cases.rules import first_sentence
from laksa.threads import actions as threads
from laksa.threads.models import Thread
from laksa.threads.rules import TITLE_LIMIT, Kind
from laksa.threads.rules.outside import LINE_LIMIT, PARTY_LIMIT, Answer, Reply, Request
from laksa.workspace.forms.base import CaseForm, day_field, need_day, office_closes_at, words_field
from laksa.workspace.forms.words import outside_parties
from laksa.workspace.forms.work import PhotosForm

CALLED_OFF = "called_off"
ANSWERS = [
    (Answer.DONE.value, gettext_lazy("Sudah selesai, ini buktinya")),
    (Answer.PROMISE.value, gettext_lazy("Mereka kerjakan, ini tanggalnya")),
    (Answer.NOT_OURS.value, gettext_lazy("Bukan urusan mereka")),
    (CALLED_OFF, gettext_lazy("Kami tidak menunggu mereka lagi")),
]


def _line(label: Any, *, hint: Any = "", limit: int = LINE_LIMIT, **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=limit, widget=forms.TextInput(attrs=attrs))


class ReferOutsideForm(CaseForm):
    send = gettext_lazy("Kirim permintaan")
    intro = gettext_lazy(
        "Mereka menjawab lewat tautan, tanpa akun. Kota tetap memegang laporan ini; pelapor melihat siapa yang ditunggu dan sampai kapan."
    )
    aside = "workspace/aside/parties.html"
    field_of = {"party": "to", "due_at": "due_on"}
    to = _line(gettext_lazy("Pihak luar"), limit=PARTY_LIMIT, list="pihak")
    email = _line(
        gettext_lazy("Alamat e-mail mereka"),
        hint=gettext_lazy("Kosongkan bila mereka hanya menerima surat: suratnya bisa dicetak sesudah ini."),
        limit=254,
        inputmode="email",
        autocomplete="off",
    )
    title = _line(
        gettext_lazy("Permintaan dalam satu kalimat"), hint=gettext_lazy("Kosong: kalimat pertama keterangan di bawah."), limit=TITLE_LIMIT
    )
    words = words_field(gettext_lazy("Apa yang diminta, dan mengapa dari mereka"), hint=gettext_lazy("Tampil untuk umum."))
    proof = _line(gettext_lazy("Bukti yang diminta"), hint=gettext_lazy("Misalnya: foto tiang 11 dan 16 sudah cukup."))
    due_on = day_field(gettext_lazy("Dijawab paling lambat"))

    @property
    def parties(self) -> list[str]:
        return outside_parties()

    def act(self) -> Case:
        due_at = office_closes_at(need_day(self, "due_on"), self.desk.case.agency_id)
        title = self.said("title") or first_sentence(self.said())[:TITLE_LIMIT]
        request = Request(self.said("to"), title, self.said(), due_at, self.said("email"), self.said("proof"))
        return threads.refer_outside(self.desk.case.pk, request, **self.by).case


class HearOutsideForm(PhotosForm):
    send = gettext_lazy("Catat jawaban")
    intro = gettext_lazy("Untuk jawaban lewat surat atau telepon. Tampil untuk umum; nama orang tidak.")
    field_of = {"until": "until_on"}
    internal = None  # type: ignore[assignment]  # Django's way to leave out a field of the form above
    answer = forms.ChoiceField(label=gettext_lazy("Jawaban mereka"), choices=ANSWERS, widget=forms.RadioSelect, required=False)
    until_on = day_field(gettext_lazy("Selesai paling lambat"), hint=gettext_lazy("Untuk janji saja."))
    doer = _line(gettext_lazy("Yang mengerjakan"), hint=gettext_lazy("Hanya dibaca petugas."))
    document = _line(gettext_lazy("Nomor berita acara atau surat"))
    whose = _line(gettext_lazy("Milik siapa"), hint=gettext_lazy("Bila bukan urusan mereka."))
    field_order = ("answer", "until_on", "doer", "photos", "document", "whose", "words")

    def prepare(self) -> None:
        asked = Thread.objects.open().filter(case=self.desk.case, kind=Kind.OUTSIDE).exists()
        if not asked:
            # A case that waits without a request of its own: only words can come back.
            for name in ("answer", "until_on", "doer", "photos", "document", "whose"):
                del self.fields[name]
        self.fields["words"].help_text = _("Apa jawab mereka, dan kapan. Alasan, bila tanggal berubah atau tidak ditunggu lagi.")

    def clean(self) -> None:
        if "photos" in self.fields:
            super().clean()
            if not self.cleaned_data.get("answer"):
                self.add_error("answer", _("Pilih salah satu jawaban."))

    def act(self) -> Case:
        pk = self.desk.case.pk
        if "answer" not in self.fields:
            return actions.hear_outside(pk, self.said(), **self.by)
        if self.said("answer") == CALLED_OFF:
            return threads.call_off_outside(pk, self.said(), **self.by).case
        answer = Answer(self.said("answer"))
        reply = Reply(answer, self._until(answer), self.said("doer"), self.said("document"), self.said("whose"), self.said())
        photos = self.taken_photos if answer == Answer.DONE else ()
        return threads.write_down_answer(pk, reply, photos=photos, **self.by).case

    def _until(self, answer: Answer) -> datetime | None:
        return office_closes_at(need_day(self, "until_on"), self.desk.case.agency_id) if answer == Answer.PROMISE else None
