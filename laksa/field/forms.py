# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a crew's form holds, from the page itself or from a phone's queue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.cases.actions import CheckedPhoto, check_photo
from laksa.cases.rules import PHOTO_LIMIT, REPLY_LIMIT
from laksa.evidence.rules import Capture
from laksa.field.actions import KEEP_PARCELS, SAYABLE, Told
from laksa.field.rules.day import REASONS
from laksa.kernel.errors import Refused

KEY_LIMIT = 40


class ActForm(forms.Form):
    """One form for all that a crew can say; what a verb needs is asked by its action."""

    key = forms.CharField(max_length=KEY_LIMIT)
    verb = forms.ChoiceField(choices=[(verb, verb) for verb in SAYABLE])
    words = forms.CharField(required=False, strip=False, max_length=REPLY_LIMIT)
    reason = forms.ChoiceField(required=False, choices=[("", ""), *REASONS.items()])
    day = forms.DateField(required=False)
    seen = forms.IntegerField(required=False, min_value=0)
    document = forms.CharField(required=False, max_length=200)
    # By the phone's clock: when it was written, when it was sent, when its photo was taken.
    made_at = forms.DateTimeField(required=False)
    phone_at = forms.DateTimeField(required=False)
    taken_at = forms.DateTimeField(required=False)
    photo_code = forms.CharField(required=False, max_length=20)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    accuracy = forms.FloatField(required=False, min_value=0, max_value=1_000_000)

    default_error_messages = {"required": gettext_lazy("Bagian ini belum diisi.")}

    def told(self, *, at: datetime) -> Told:
        """Return what was told, with its photos checked; raise Refused for one that can't be used."""
        given = self.cleaned_data
        return Told(
            key=given["key"],
            verb=given["verb"],
            words=given["words"],
            reason=given["reason"],
            day=given["day"],
            seen=given["seen"],
            made_at=_when_written(given["made_at"], at),
            document=given["document"],
            photos=self._photos(at=at),
            capture=Capture(
                code=given["photo_code"],
                lat=given["lat"],
                lon=given["lon"],
                accuracy_m=given["accuracy"],
                taken_at=given["taken_at"],
                phone_at=given["phone_at"],
            ),
        )

    def _photos(self, *, at: datetime) -> tuple[CheckedPhoto, ...]:
        files: list[UploadedFile[Any]] = [file for file in self.files.getlist("photos") if file]
        if len(files) > PHOTO_LIMIT:
            raise Refused(_("Pilih paling banyak %(limit)d foto sekali kirim.") % {"limit": PHOTO_LIMIT}, field="photos")
        return tuple(check_photo(file, file_name=file.name or "", at=at) for file in files)


def _when_written(made_at: datetime | None, at: datetime) -> datetime | None:
    """Return when something was written; a phone whose clock runs ahead, or that waited longer than any form is kept, says nothing."""
    return made_at if made_at is not None and timedelta(0) <= at - made_at <= KEEP_PARCELS else None
