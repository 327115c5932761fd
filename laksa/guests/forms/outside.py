# SPDX-License-Identifier: AGPL-3.0-or-later
"""The answer of a party outside the city: one of three, each with its own few fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.cases.actions import CheckedPhoto, check_photo
from laksa.cases.rules import PHOTO_LIMIT
from laksa.kernel.errors import Refused
from laksa.threads.rules.outside import LINE_LIMIT, PROMISE_DAYS, Answer, Reply

USUAL_HOUR = time(16, 0)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos at once; each is looked at by `check_photo`, not here."""

    def __init__(self, **options: Any) -> None:
        widget = ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif", "multiple": True})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, data: Any, initial: Any = None) -> tuple[UploadedFile[bytes], ...]:
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        return tuple(file for file in files if file)


def _line(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=LINE_LIMIT)


class AnswerForm(forms.Form):
    """What the page sends; `reply` is what the action takes."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Jawaban Anda"),
        choices=[(one.value, one.value) for one in Answer],
        error_messages={"required": gettext_lazy("Pilih salah satu jawaban.")},
    )
    until_day = forms.DateField(
        label=gettext_lazy("Selesai paling lambat"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    until_time = forms.TimeField(
        label=gettext_lazy("Jam"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), initial=USUAL_HOUR
    )
    doer = _line(gettext_lazy("Yang mengerjakan"), gettext_lazy("Hanya dibaca petugas kota."))
    photos = PhotosField(label=gettext_lazy("Foto"), help_text=gettext_lazy("Boleh foto pekerjaan, boleh foto berita acara."))
    document = _line(gettext_lazy("Nomor berita acara"))
    whose = _line(gettext_lazy("Milik siapa"))
    words = forms.CharField(label=gettext_lazy("Keterangan"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    # What the rules call a field that has another name here.
    FIELD_OF = {"until": "until_day"}

    def __init__(self, data: Any = None, files: Any = None, *, at: datetime, **options: Any) -> None:
        super().__init__(data, files, **options)
        today = timezone.localdate(at)
        last = today + timedelta(days=PROMISE_DAYS)
        self.fields["until_day"].widget.attrs |= {"min": today.isoformat(), "max": last.isoformat()}
        self.at = at

    @property
    def chosen(self) -> str:
        """The answer that is open on the page."""
        return str(self["answer"].value() or "")

    @property
    def reply(self) -> Reply:
        """Return the answer as it was typed; the rules say what is missing."""
        given = self.cleaned_data
        answer = Answer(given["answer"])
        until = self._until() if answer == Answer.PROMISE else None
        texts = {name: given[name] for name in ("doer", "document", "whose", "words")}
        return Reply(answer, until=until, **texts)

    def _until(self) -> datetime | None:
        day: date | None = self.cleaned_data["until_day"]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, self.cleaned_data["until_time"] or USUAL_HOUR))

    def checked_photos(self) -> tuple[CheckedPhoto, ...]:
        """Return the photos that came through the door; raise Refused about the first that did not."""
        files = self.cleaned_data["photos"] if self.chosen == Answer.DONE else ()
        if len(files) > PHOTO_LIMIT:
            raise Refused(_("Pilih paling banyak %(limit)d foto sekali kirim.") % {"limit": PHOTO_LIMIT}, field="photos")
        return tuple(check_photo(file, file_name=file.name or "", at=self.at) for file in files)

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the field it is about."""
        name = self.FIELD_OF.get(refusal.field, refusal.field)
        self.add_error(name if name in self.fields else None, refusal.message)
