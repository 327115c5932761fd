# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms that are mostly words: replies, questions, notes, reasons, decisions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.cases import actions
from laksa.cases.actions.joining import Similar
from laksa.cases.models import Case
from laksa.cases.rules import HOPS_TO_COORDINATOR, HOPS_WITHOUT_REASON
from laksa.city.models import book
from laksa.kernel.errors import Refused
from laksa.kernel.ids import read_code
from laksa.workspace.forms.base import CaseForm, Doubt, reply_doubts, words_field


class AcceptForm(CaseForm):
    intro = gettext_lazy("Anda menjadi satu-satunya pemegang laporan ini. Pelapor melihat nama kantor Anda, bukan nomor Anda.")

    def act(self) -> Case:
        return actions.accept_case(self.desk.case.pk, **self.by)


class StartForm(CaseForm):
    intro = gettext_lazy("Pelapor diberi tahu bahwa pekerjaan di tempat sudah dimulai.")
    words = words_field(gettext_lazy("Siapa yang mengerjakan, dengan apa"), hint=gettext_lazy("Boleh kosong. Tampil untuk umum."), rows=2)

    def act(self) -> Case:
        return actions.start_case(self.desk.case.pk, words=self.said(), **self.by)


class ReplyForm(CaseForm):
    is_for_reporter = True
    send = gettext_lazy("Kirim")
    aside = "workspace/aside/reply.html"
    words = words_field(gettext_lazy("Balasan untuk pelapor"), hint=gettext_lazy("Siapa berbuat apa, kapan selesai."))
    only_reporter = forms.BooleanField(label=gettext_lazy("Hanya untuk pelapor, tidak tampil untuk umum"), required=False)
    template = forms.CharField(required=False, max_length=40)

    def prepare(self) -> None:
        self.fields["only_reporter"].initial = self.desk.case.is_sealed

    def doubts(self) -> list[Doubt]:
        return reply_doubts(self.said())

    def act(self) -> Case:
        is_public = not self.cleaned_data["only_reporter"]
        return actions.reply_to_case(self.desk.case.pk, self.said(), is_public=is_public, **self.by)


class NoteForm(CaseForm):
    send = gettext_lazy("Simpan catatan")
    words = words_field(gettext_lazy("Catatan petugas"), hint=gettext_lazy("Hanya terlihat petugas."))

    def act(self) -> Case:
        return actions.write_note(self.desk.case.pk, self.said(), actor=self.desk.actor, at=self.desk.at)


class AskForm(CaseForm):
    is_for_reporter = True
    send = gettext_lazy("Kirim pertanyaan")
    intro = gettext_lazy(
        "Pelapor punya lima hari kerja untuk menjawab. Jam pelapor tetap berjalan. Tanpa jawaban, laporan kembali kepada Anda."
    )
    words = words_field(gettext_lazy("Pertanyaan"), hint=gettext_lazy("Satu pertanyaan, supaya mudah dijawab dari ponsel."))

    def act(self) -> Case:
        return actions.ask_reporter(self.desk.case.pk, self.said(), **self.by)


class AnswerForm(CaseForm):
    is_for_reporter = True
    send = gettext_lazy("Kirim jawaban dan tutup")
    intro = gettext_lazy("Jawaban ini tampil untuk umum dan menutup laporan. Pelapor dapat membukanya lagi dalam 30 hari.")
    words = words_field(gettext_lazy("Jawaban"))

    def doubts(self) -> list[Doubt]:
        return reply_doubts(self.said())

    def act(self) -> Case:
        return actions.answer_case(self.desk.case.pk, self.said(), **self.by)


class HearReporterForm(CaseForm):
    intro = gettext_lazy("Untuk jawaban yang datang lewat jalan lain, atau yang tidak diperlukan lagi. Pelapor dapat membacanya.")
    words = words_field(gettext_lazy("Apa yang Anda dengar, atau mengapa tidak perlu menunggu"))

    def act(self) -> Case:
        return actions.hear_reporter(self.desk.case.pk, self.said(), **self.by)


class DecideForm(CaseForm):
    send = gettext_lazy("Putuskan")
    intro = gettext_lazy("Keputusan menjadi bagian laporan, tampil untuk umum, dan pekerjaan dilanjutkan.")
    words = words_field(gettext_lazy("Keputusan dan alasannya"))

    def act(self) -> Case:
        return actions.decide_case(self.desk.case.pk, self.said(), **self.by)


class ReturnForm(CaseForm):
    send = gettext_lazy("Kembalikan")
    field_of = {"reason": "words"}
    words = words_field(
        gettext_lazy("Mengapa bukan tugas kantor Anda, dan kantor mana menurut Anda"), hint=gettext_lazy("Dibaca meja kota.")
    )

    def prepare(self) -> None:
        hop = self.desk.case.hops + 1
        self.intro = _("Jam pelapor tidak mulai lagi.")
        if hop >= HOPS_TO_COORDINATOR:
            self.intro = _("Ini oper ke-%(hop)d berturut-turut: koordinator yang memutuskan. Jam pelapor tidak mulai lagi.") % {"hop": hop}
        elif hop > HOPS_WITHOUT_REASON:
            self.intro = _("Ini oper ke-%(hop)d berturut-turut: tulis alasan yang jelas. Oper berikutnya ke koordinator.") % {"hop": hop}

    def act(self) -> Case:
        return actions.return_case(self.desk.case.pk, reason=self.said(), **self.by)


class RejectForm(CaseForm):
    is_for_reporter = True
    send = gettext_lazy("Tolak dengan alasan")
    intro = gettext_lazy("Pelapor membaca kedua kalimat ini dan dapat berkeberatan sekali; koordinator yang memeriksa.")
    aside = "workspace/aside/where_to.html"
    field_of = {"reason": "words"}
    words = words_field(gettext_lazy("Alasan"))
    where_to = forms.CharField(
        label=gettext_lazy("Ke mana sebaiknya pelapor pergi"),
        help_text=gettext_lazy("Nama kantor, nomor atau alamat yang benar-benar menjawab."),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"list": "pihak-luar"}),
    )

    @property
    def parties(self) -> list[str]:
        """Offices outside the city, as suggestions."""
        return outside_parties()

    def act(self) -> Case:
        return actions.reject_case(self.desk.case.pk, reason=self.said(), where_to=self.said("where_to"), **self.by)


def outside_parties() -> list[str]:
    """Return the names of the offices outside the city's government."""
    return sorted(agency.name for agency in book().agencies.values() if agency.kind == "outside")


class MergeForm(CaseForm):
    send = gettext_lazy("Gabung")
    intro = gettext_lazy("Laporan ini mengikuti laporan yang dipilih. Semua pelapor tetap dikabari, dan penggabungan dapat dibatalkan.")
    aside = "workspace/aside/near.html"
    main = forms.CharField(
        label=gettext_lazy("Kode laporan induk"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters"}),
    )
    words = words_field(gettext_lazy("Mengapa sama"), hint=gettext_lazy("Boleh kosong. Tampil untuk umum."), rows=2)

    @property
    def near(self) -> list[Similar]:
        """Open cases of the same kind near this one, to choose from."""
        case = self.desk.case
        point = None if case.lat is None or case.lon is None else (case.lat, case.lon)
        return actions.similar_cases(case.category_id, point=point, village=case.village_id, at=self.desk.at, but=case.pk)

    def act(self) -> Case:
        main = self._main()
        actions.merge_cases(main.pk, self.desk.case.pk, reason=self.said(), **self.by)
        return self.desk.case

    def _main(self) -> Case:
        typed = self.said("main") or str(self.data.get("near", ""))
        code = read_code(typed, book().city.code_prefix)
        seen, public = Case.objects.visible_to(self.desk.actor), Case.objects.public()
        found = code and (seen.filter(code=code).first() or public.filter(code=code).first())
        if not found:
            raise Refused(_("Kode ini tidak ditemukan. Periksa lagi, atau pilih dari daftar laporan mirip."), field="main")
        return found


class SplitForm(CaseForm):
    send = gettext_lazy("Pisahkan")
    intro = gettext_lazy("Laporan ini berjalan sendiri lagi dari keadaan sebelum digabung.")
    words = words_field(gettext_lazy("Mengapa dipisahkan"), hint=gettext_lazy("Tampil untuk umum."), rows=2)

    def act(self) -> Case:
        actions.split_case(self.desk.case.pk, actor=self.desk.actor, at=self.desk.at, reason=self.said())
        return self.desk.case
