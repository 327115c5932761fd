# SPDX-License-Identifier: AGPL-3.0-or-later
"""Photos in a form: checked at the door once, and kept when the rest of the form has to be shown again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

from laksa.cases.actions import CheckedPhoto, check_photo
from laksa.cases.rules import PHOTO_LIMIT
from laksa.kernel.errors import Refused
from laksa.workspace.rules.verbs import Words

# Under a field for pictures inside the house.
PHOTOS_HINT = gettext_lazy("Boleh kosong, paling banyak 6. Hanya terlihat petugas.")
# The bytes of a photo that no case took are deleted after a day.
KEPT_SECONDS = 20 * 3600
SALT = "workspace.kept-photo"


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; the cleaned value is a list of them."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files if file]


def photos_field(label: Words, *, hint: Words = "") -> ManyFilesField:
    """Return a field for photos, with a look at them before they are sent."""
    attrs = {"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif", "data-photos": ""}
    return ManyFilesField(label=label, help_text=hint, required=False, widget=ManyFilesInput(attrs=attrs))


def keep(photo: CheckedPhoto) -> str:
    """Return a photo as a word that only this house can write, for a hidden field."""
    facts = asdict(photo)
    facts["taken_at"] = photo.taken_at.isoformat() if photo.taken_at else None
    return signing.dumps(facts, salt=SALT)


def kept(word: str) -> CheckedPhoto | None:
    """Return the photo behind such a word; None for any other word, and for one that is too old."""
    try:
        facts = signing.loads(word, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    taken_at = facts.pop("taken_at")
    return CheckedPhoto(**facts, taken_at=parse_datetime(taken_at) if taken_at else None)


class TakesPhotos(forms.Form):
    """A form with photos that are taken in once: shown again, it need not be given them a second time."""

    if TYPE_CHECKING:  # each form knows its own time

        @property
        def now(self) -> datetime: ...

    def clean(self) -> None:
        self.gathered = gather(self.data.getlist("kept"), self.files, "photos", at=self.now)  # type: ignore[attr-defined]
        if self.gathered.fault:
            self.add_error("photos", self.gathered.fault)

    @property
    def kept_words(self) -> list[str]:
        """What stands in hidden fields when the form is shown again."""
        return self.gathered.words if self.is_bound and hasattr(self, "gathered") else []

    @property
    def taken_photos(self) -> tuple[CheckedPhoto, ...]:
        return self.gathered.photos


@dataclass(frozen=True)
class Gathered:
    """The photos of a form that can be used, and the sentence about one that cannot."""

    photos: tuple[CheckedPhoto, ...]
    fault: str = ""

    @property
    def words(self) -> list[str]:
        return [keep(photo) for photo in self.photos]


def gather(words: list[str], files: MultiValueDict[str, UploadedFile[Any]], name: str, *, at: datetime) -> Gathered:
    """Return the photos sent now and those kept from before; the first refusal is told, the others stay usable."""
    photos = [photo for photo in (kept(word) for word in words[:PHOTO_LIMIT]) if photo is not None]
    fault = ""
    for file in files.getlist(name)[: PHOTO_LIMIT + 1]:
        try:
            photos.append(check_photo(file, file_name=file.name or "", at=at))
        except Refused as refusal:
            fault = fault or refusal.message
    return Gathered(tuple(photos), fault)
