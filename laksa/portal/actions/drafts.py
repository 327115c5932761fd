# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping what somebody writes, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases.actions import CheckedPhoto, store_photo
from laksa.cases.models import Photo
from laksa.cases.rules import PHOTO_LIMIT
from laksa.kernel.errors import Refused
from laksa.kernel.ids import digest_token, make_token
from laksa.portal.models import Draft
from laksa.portal.rules import DRAFT_LIFE, DRAFT_TEXT_LIMIT, Content, KeptPhoto


@transaction.atomic
def create_draft(content: Content, *, at: datetime) -> tuple[Draft, str]:
    """Keep a new draft; return it and the secret of its address, which is stored nowhere."""
    key = make_token()
    draft = Draft(digest=digest_token(key), idempotency_key=make_token(), created_at=at, updated_at=at)
    draft.content = replace(content, text=content.text[:DRAFT_TEXT_LIMIT])
    draft.save(force_insert=True)
    return draft, key


@transaction.atomic
def change_draft(draft_id: int, change: Callable[[Content], Content], *, at: datetime) -> Draft:
    """Keep what `change` makes of the draft's content; a draft that was sent stays as it is."""
    draft = _lock(draft_id)
    if draft.participant_id is None:
        content = change(draft.content)
        draft.content = replace(content, text=content.text[:DRAFT_TEXT_LIMIT])
        draft.updated_at = at
        draft.save(update_fields=["sealed", "updated_at"])
    return draft


@transaction.atomic
def add_photo(draft_id: int, photo: CheckedPhoto, *, place: tuple[float, float] | None = None, at: datetime) -> KeptPhoto:
    """Keep one more picture; `place` is where it was taken when the phone read that before it shrank the picture.

    Raises Refused beyond six.
    """
    draft = _lock(draft_id)
    content = draft.content
    if len(content.photos) >= PHOTO_LIMIT:
        raise Refused(
            _("Sudah ada %(limit)d foto. Hapus satu dulu, atau susulkan setelah terkirim.") % {"limit": PHOTO_LIMIT},
            field="photos",
            code="too_many_photos",
        )
    lat, lon = place or (photo.lat, photo.lon)
    kept = KeptPhoto(id=store_photo(photo, at=at).pk, name=photo.name, lat=lat, lon=lon)
    draft.content = replace(content, photos=(*content.photos, kept))
    draft.updated_at = at
    draft.save(update_fields=["sealed", "updated_at"])
    return kept


def remove_photo(draft_id: int, photo_id: int, *, at: datetime) -> Draft:
    """Take a picture out of a draft; its file goes with the loose pictures of the day."""
    return change_draft(
        draft_id, lambda content: replace(content, photos=tuple(one for one in content.photos if one.id != photo_id)), at=at
    )


def delete_old_drafts(*, at: datetime) -> int:
    """Delete drafts that nobody has touched for seven days, sent or not; return how many."""
    return Draft.objects.filter(updated_at__lte=at - DRAFT_LIFE).delete()[0]


def existing_photos(content: Content) -> Content:
    """Return the content without pictures that were deleted meanwhile (loose ones are kept for a day)."""
    if not content.photos:
        return content
    there = set(Photo.objects.filter(pk__in=[one.id for one in content.photos], case=None).values_list("pk", flat=True))
    return replace(content, photos=tuple(one for one in content.photos if one.id in there))


def _lock(draft_id: int) -> Draft:
    return Draft.objects.select_for_update(of=("self",)).get(pk=draft_id)
