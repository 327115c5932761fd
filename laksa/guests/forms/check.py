# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody outside the team saw of a repair: one of three answers, perhaps words and photos."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.aftercare.actions import Seen
from laksa.aftercare.rules import PHOTO_LIMIT, WORDS_LIMIT, Answer
from laksa.cases.actions import CheckedPhoto, check_photo
from laksa.guests.forms.outside import PhotosField
from laksa.kernel.errors import Refused

CHOICES = [
    (Answer.FINE, gettext_lazy("Beres"), gettext_lazy("yang rusak sudah benar diperbaiki")),
    (Answer.BROKEN, gettext_lazy("Belum beres"), gettext_lazy("laporan dibuka lagi untuk regunya")),
    (Answer.UNCLEAR, gettext_lazy("Tidak bisa dinilai"), gettext_lazy("misalnya tempatnya tertutup atau tidak ketemu")),
]


class CheckForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Apa yang Anda lihat?"),
        choices=[(value.value, label) for value, label, _remark in CHOICES],
        error_messages={"required": gettext_lazy("Pilih salah satu jawaban."), "invalid_choice": gettext_lazy("Pilih salah satu jawaban.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Keterangan"),
        help_text=gettext_lazy("Tampil ke umum bila Anda menjawab beres atau belum beres. Nama Anda tidak."),
        required=False,
        max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = PhotosField(
        label=gettext_lazy("Foto"), help_text=gettext_lazy("Paling banyak tiga. Usahakan tanpa wajah dan nomor kendaraan.")
    )

    @property
    def choices(self) -> list[tuple[str, Any, Any, bool]]:
        """The three answers with what each means, and whether it is chosen."""
        chosen = str(self["answer"].value() or "")
        return [(value.value, label, remark, chosen == value) for value, label, remark in CHOICES]

    def seen(self, *, at: datetime) -> Seen:
        """Return what the action takes; raise Refused about the first photo that did not come through the door."""
        files = self.cleaned_data["photos"]
        if len(files) > PHOTO_LIMIT:
            raise Refused(_("Pilih paling banyak %(limit)d foto.") % {"limit": PHOTO_LIMIT}, field="photos")
        photos: tuple[CheckedPhoto, ...] = tuple(check_photo(file, file_name=file.name or "", at=at) for file in files)
        return Seen(Answer(self.cleaned_data["answer"]), self.cleaned_data["words"], photos)
