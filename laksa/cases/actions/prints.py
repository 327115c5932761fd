"""Photos of cases as `evidence` knows them: remembered once they are made, forgotten when they are gone."""

from __future__ import annotations

from collections.abc import Iterable

from laksa.cases.models import Photo
from laksa.evidence import actions as evidence
from laksa.gateways import pictures


def remember(photo: Photo, data: bytes) -> bool:
    """Keep the print of a photo that belongs to a case, from its upload or from what was made of it; False when it can't be read."""
    if photo.case is None:
        return False
    try:
        evidence.remember_photo(photo.name, data, case_code=photo.case.code, added_at=photo.added_at)
    except pictures.PictureRefused:
        return False
    Photo.objects.filter(pk=photo.pk).update(has_print=True)
    return True


def forget(names: Iterable[str]) -> None:
    """Drop the prints of photos that are deleted."""
    evidence.forget_photos(names)
