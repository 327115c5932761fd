# SPDX-License-Identifier: AGPL-3.0-or-later
"""The photo that an after-photo is held against while it is taken."""

from __future__ import annotations

from collections.abc import Iterable

from laksa.cases.models import Case, Photo


def guides_of(cases: Iterable[Case]) -> dict[int, Photo]:
    """Return for each case its newest photo from before the repair that a crew may see: their own, else the reporter's. One query."""
    shown = Photo.objects.public().filter(case__in=cases).exclude(role=Photo.EVIDENCE).order_by("role", "-pk")
    found: dict[int, Photo] = {}
    for photo in shown:
        if photo.case_id is not None:
            found.setdefault(photo.case_id, photo)
    return found
