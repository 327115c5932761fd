# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of the work itself: a promised date, the evidence, waiting for somebody until a day."""

from __future__ import annotations

import json
from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.cases import actions
from laksa.cases.models import Case, Photo
from laksa.cases.rules import State
from laksa.city.models import book
from laksa.deadlines.actions import hours_of
from laksa.kernel.errors import Refused
from laksa.ui.rules import DAYS, MONTHS
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.forms.base import CaseForm, Doubt, day_field, need_day, reply_doubts, words_field
from laksa.workspace.forms.photos import TakesPhotos, photos_field

TOLD_DAYS = 45  # how far ahead days off are named beside the field
PROMISE_DAYS = 366


class PlanForm(CaseForm):
    is_for_reporter = True
    send = gettext_lazy("Janjikan tanggal ini")
    aside = "workspace/aside/days_off.html"
    promised_on = day_field(gettext_lazy("Tanggal yang dijanjikan"))
    words = words_field(gettext_lazy("Apa yang dikerjakan hari itu, oleh siapa"), hint=gettext_lazy("Tampil untuk umum."))

    def prepare(self) -> None:
        self.intro = _("Pelapor melihat tanggal ini. Batas waktu laporan tetap berjalan, dan jadwal ulang dihitung.")
        if self.desk.case.state == State.PLANNED:
            self.intro = _("Sudah dijanjikan %(day)s. Jadwal ulang dihitung; tulis alasannya, pelapor membacanya.") % {
                "day": say_day(self.desk.case.promised_on)
            }
        today = timezone.localdate(self.desk.at)
        far = {"min": today.isoformat(), "max": (today + timedelta(days=PROMISE_DAYS)).isoformat()}
        closed = json.dumps([day.isoformat() for day in self._closed_days(PROMISE_DAYS)])
        self.fields["promised_on"].widget.attrs |= far | {"data-closed": closed}

    def _closed_days(self, ahead: int) -> list[date]:
        hours, today = hours_of(self.desk.case.agency_id), timezone.localdate(self.desk.at)
        days = (today + timedelta(days=step) for step in range(ahead))
        return [day for day in days if not hours.spans_on(day)]

    @property
    def days_off(self) -> list[str]:
        """The days off of the coming weeks that are no weekend, in words."""
        return [f"{say_day(day)} ({closed_word(day)})" for day in self._closed_days(TOLD_DAYS) if day in book().calendar]

    def doubts(self) -> list[Doubt]:
        day = self.cleaned_data.get("promised_on")
        found = reply_doubts(self.said())
        if day is not None and not hours_of(self.desk.case.agency_id).spans_on(day):
            sentence = _("%(day)s kantor Anda tutup (%(why)s). Pilih hari lain, atau kirim lagi bila memang dikerjakan.")
            found.append(Doubt(f"closed-{day}", sentence % {"day": say_day(day), "why": closed_word(day)}))
        return found

    def act(self) -> Case:
        return actions.plan_case(self.desk.case.pk, promised_on=need_day(self, "promised_on"), words=self.said(), **self.by)


def say_day(day: date | None) -> str:
    """Say a day in full: Kamis 26 Nov."""
    key = current_voice().key
    return f"{DAYS[key][day.weekday()]} {day.day} {MONTHS[key][day.month - 1]}" if day else ""


def closed_word(day: date) -> str:
    """Say why an office is closed on a day."""
    kind = book().calendar.get(day, "")
    words = {"libur_nasional": _("hari libur nasional"), "cuti_bersama": _("cuti bersama")}
    return words.get(kind) or (_("libur") if kind else _("bukan hari kerja"))


class ResolveForm(TakesPhotos, CaseForm):
    is_for_reporter = True
    send = gettext_lazy("Nyatakan selesai")
    intro = gettext_lazy(
        "Pelapor dan pengikutnya diminta memeriksa. Diam tujuh hari bukan persetujuan: laporan ditutup sebagai belum dikonfirmasi."
    )
    aside = "workspace/aside/before_after.html"
    words = words_field(gettext_lazy("Apa yang dikerjakan"), hint=gettext_lazy("Tampil untuk umum."))
    photos = photos_field(gettext_lazy("Foto sesudah"))
    document = forms.CharField(label=gettext_lazy("Nomor dokumen atau hasil ukur"), required=False, max_length=200)

    def prepare(self) -> None:
        wanted = book().categories[self.desk.case.category_id].evidence
        hint = _("Boleh kosong.")
        if wanted == "photo":
            hint = _(
                "Wajib untuk jenis laporan ini. Foto dari galeri tanpa kode harus ditandatangani kepala regu; dari halaman foto di ponsel tidak."
            )
        if wanted != "document":
            del self.fields["document"]
        self.fields["photos"].help_text = hint

    @property
    def wants_photo(self) -> bool:
        return book().categories[self.desk.case.category_id].evidence == "photo"

    @property
    def before(self) -> Photo | None:
        """The reporter's first photo, to be matched."""
        return self.desk.case.photos.filter(state=Photo.READY).exclude(role=Photo.EVIDENCE).order_by("added_at", "pk").first()

    def doubts(self) -> list[Doubt]:
        return reply_doubts(self.said())

    def act(self) -> Case:
        given = actions.Evidence(document=self.said("document"))
        case = actions.resolve_case(self.desk.case.pk, self.said(), photos=self.taken_photos, evidence=given, **self.by)
        if case.is_doubted:
            self.done = _("Fotonya belum dapat diverifikasi, jadi laporan belum selesai. Cara yang adil ada di cerita di bawah.")
        return case


class PhotosForm(TakesPhotos, CaseForm):
    send = gettext_lazy("Tambah foto")
    photos = photos_field(gettext_lazy("Foto"))
    words = words_field(gettext_lazy("Keterangan"), hint=gettext_lazy("Boleh kosong."), rows=2)
    internal = forms.BooleanField(label=gettext_lazy("Hanya untuk petugas"), required=False)

    def act(self) -> Case:
        internal = self.cleaned_data["internal"]
        actions.add_photos(self.desk.case.pk, self.taken_photos, words=self.said(), internal=internal, **self.by)
        return self.desk.case


class HidePhotoForm(CaseForm):
    send = gettext_lazy("Sembunyikan")
    intro = gettext_lazy("Foto ini selanjutnya hanya terlihat petugas. Alasannya tercatat.")
    field_of = {"reason": "words"}
    photo = forms.IntegerField(widget=forms.HiddenInput)
    words = words_field(gettext_lazy("Alasan"), hint=gettext_lazy("Misalnya wajah atau nomor kendaraan orang lain."), rows=2)

    def act(self) -> Case:
        photo = self.desk.case.photos.filter(pk=self.cleaned_data["photo"]).first()
        if photo is None:
            raise Refused(_("Foto ini bukan bagian laporan ini."))
        actions.hide_photo(photo.pk, actor=self.desk.actor, at=self.desk.at, reason=self.said())
        return self.desk.case
