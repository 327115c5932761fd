# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pictures that came with the words of threads: a drawing, an offer, a photographed letter."""

from __future__ import annotations

from collections.abc import Iterable

from laksa.cases.models import Photo
from laksa.cases.models.photo import THREAD_KINDS
from laksa.threads.models.thread import Thread


def photos_of(threads: Iterable[Thread]) -> dict[int, list[Photo]]:
    """Return the photos of each of these threads, in the order in which they came; one query."""
    asked_in = {thread.pk: thread.case_id for thread in threads}
    found: dict[int, list[Photo]] = {pk: [] for pk in asked_in}
    rows = Photo.objects.filter(case__in=set(asked_in.values()), is_internal=True, entry__kind__startswith=THREAD_KINDS)
    for photo in rows.select_related("entry").order_by("pk"):
        thread = photo.entry.data.get("thread") if photo.entry else None
        if thread in found:
            found[thread].append(photo)
    return found
