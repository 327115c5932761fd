# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody may send about a report: to find it, to join it, and by the secret link what they think of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from laksa.cases.rules import REPLY_LIMIT

# The reasons of cases.actions.closing.REOPEN_REASONS, in the words of the page.
REOPEN_REASONS = [
    ("still_broken", _("Masih rusak")),
    ("came_back", _("Sempat beres, lalu rusak lagi")),
    ("partly", _("Baru sebagian")),
    ("not_done", _("Tidak ada yang datang atau mengerjakan")),
    ("other", _("Alasan lain")),
]
STARS = [(5, _("5, sangat baik")), (4, _("4, baik")), (3, _("3, cukup")), (2, _("2, kurang")), (1, _("1, buruk"))]
LINK_LIMIT = 400


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos at once; each is looked at by `check_photo`, not here."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=ManyFiles(attrs={"accept": "image/*"}), **options)

    def clean(self, data: Any, initial: Any = None) -> tuple[UploadedFile[bytes], ...]:
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        # An empty file is the door's business: it has a sentence for it.
        return tuple(file for file in files if file)


def words_field(label: Any, *, required: bool, hint: Any = "", rows: int = 4) -> forms.CharField:
    """Return a field for words in a person's own voice, counted as they are typed."""
    widget = forms.Textarea(attrs={"rows": rows, "data-count": REPLY_LIMIT})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=REPLY_LIMIT, widget=widget)


class TrackForm(forms.Form):
    code = forms.CharField(
        label=_("Kode laporan, atau tautan rahasia Anda"),
        max_length=LINK_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Tulis kode laporannya, misalnya dari surat atau catatan Anda.")},
    )
    secret = forms.CharField(
        label=_("Kunci rahasia"),
        help_text=_("Bagian paling belakang tautan Anda. Dengan kunci, Anda masuk sebagai pelapor."),
        required=False,
        max_length=LINK_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class JoinForm(forms.Form):
    email = forms.EmailField(
        label=_("Alamat e-mail"),
        help_text=_("Untuk kabar perkembangan. Kosongkan bila tidak perlu."),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Alamat ini belum lengkap. Contoh: nama@contoh.id, atau kosongkan.")},
    )
    words = words_field(_("Keterangan tambahan"), required=False, hint=_("Misalnya sejak kapan Anda terganggu."), rows=3)


class WordsForm(forms.Form):
    words = words_field(_("Pesan Anda"), required=False)
    photos = PhotosField(label=_("Foto"))


class ReopenForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Apa yang belum beres?"),
        choices=REOPEN_REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu alasan.")},
    )
    words = words_field(_("Ceritakan"), required=False, hint=_("Tulisan ini tampil ke umum. Nama dan nomor kami sembunyikan."))
    photos = PhotosField(label=_("Foto keadaan sekarang"))


class RateForm(forms.Form):
    stars = forms.TypedChoiceField(
        label=_("Bagaimana penanganannya?"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih angka 1 sampai 5.")},
    )
    words = words_field(_("Pesan untuk kantor itu"), required=False, rows=3)


class ObjectForm(forms.Form):
    words = words_field(
        _("Mengapa Anda keberatan?"), required=True, hint=_("Koordinator ruang kendali yang membaca, bukan kantor yang menolak.")
    )


class OwnerForm(forms.Form):
    words = words_field(_("Menurut Anda, kantor mana atau mengapa?"), required=False)


class WithdrawForm(forms.Form):
    words = words_field(_("Alasan"), required=False, rows=3)
