# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drawn photos for invented reports: each drawing is made anew once, and copied where it is used again."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from io import BytesIO
from random import Random

from django.core.files.storage import default_storage
from PIL import Image

from laksa.cases.actions import CheckedPhoto, check_photo, process_photo
from laksa.cases.actions.photos import raw_path, shown_path
from laksa.cases.actions.prints import remember
from laksa.cases.models import Photo
from laksa.gateways.pictures import drawing

# Few places a scene, or a city's first start would be spent on drawing.
PLACES_PER_SCENE = 3


class Album:
    """Takes pictures of scenes, and develops them after they were given to their case."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}  # digest of the upload -> name of the first photo made of it
        self.waiting: list[str] = []

    def take(self, scene: str, place: int, *, after: bool, at: datetime) -> CheckedPhoto:
        """Return a checked photo of a scene, as if a phone had sent it."""
        data = _drawn(scene, place % PLACES_PER_SCENE, after)
        # Every repair has a photo of its own, or the city would find the same one everywhere and believe none.
        checked = check_photo(_visited(data, f"{scene}:{place}:{at}") if after else data, file_name="contoh.jpg", at=at)
        self.waiting.append(checked.name)
        return checked

    def develop(self, *, at: datetime) -> list[int]:
        """Make every photo given to a case ready to be seen; return their numbers."""
        photos = list(Photo.objects.filter(name__in=self.waiting, case__isnull=False).select_related("case"))
        for photo in photos:
            first = self.made.setdefault(photo.sha256, photo.name)
            if first == photo.name:
                process_photo(photo.pk, at=at)
            else:
                self._copy(photo, first)
        given = {photo.name for photo in photos}
        for name in set(self.waiting) - given:
            # Taken for an act that was refused: its story had gone another way.
            default_storage.delete(raw_path(name))
        self.waiting = []
        return [photo.pk for photo in photos]

    def _copy(self, photo: Photo, first: str) -> None:
        for size in ("l", "s"):
            with default_storage.open(shown_path(first, size)) as made:
                default_storage.save(shown_path(photo.name, size), made)
        like = Photo.objects.only("width", "height").get(name=first)
        Photo.objects.filter(pk=photo.pk).update(state=Photo.READY, width=like.width, height=like.height)
        with default_storage.open(shown_path(photo.name, "s")) as small:
            remember(photo, small.read())
        default_storage.delete(raw_path(photo.name))


def _visited(data: bytes, when: str) -> bytes:
    out = BytesIO()
    drawing.visit(Image.open(BytesIO(data)).convert("RGB"), Random(when)).save(out, "JPEG", quality=85)
    return out.getvalue()


@cache
def _drawn(scene: str, place: int, after: bool) -> bytes:
    return drawing.draw(scene, place, after=after)
