# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every verb on a thread does: lock the case and then the thread, let the asked open the case, end the thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from laksa.cases.actions import CheckedPhoto
from laksa.cases.actions.photos import attach_photos
from laksa.cases.actions.story import Line, lock_case
from laksa.cases.models import Case, Entry, Involvement, Photo
from laksa.cases.rules import PHOTO_LIMIT
from laksa.identity.rules import Actor
from laksa.kernel.errors import Conflict, Refused
from laksa.threads.models import Thread
from laksa.threads.rules import Status


def lock_cases(case_ids: Iterable[int], *, seen: int | None = None, first: int | None = None) -> list[Case]:
    """Return these cases locked in the order of their keys; `seen` is how many entries of the `first` one the actor had read."""
    return [lock_case(pk, seen=seen if pk == first else None) for pk in sorted(set(case_ids))]


def lock_thread(thread_id: int, *, seen: int | None = None) -> tuple[Thread, Case]:
    """Return a thread and the case where it was asked, both locked: cases always before threads, so that nobody waits in a circle."""
    case_id = Thread.objects.values_list("case_id", flat=True).get(pk=thread_id)
    case = lock_case(case_id, seen=seen)
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=thread_id)
    thread.case = case
    return thread, case


def lock_shared(thread_id: int) -> tuple[Thread, list[Case]]:
    """Return a thread and all cases that wait for it, locked in the order of their keys; the one where it was asked is `thread.case`."""
    case_id = Thread.objects.values_list("case_id", flat=True).get(pk=thread_id)
    also = Thread.also.through.objects.filter(thread_id=thread_id).values_list("case_id", flat=True)
    cases = lock_cases([case_id, *also])
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=thread_id)
    thread.case = next(case for case in cases if case.pk == case_id)
    return thread, cases


def need_open(thread: Thread) -> None:
    """Raise Conflict, telling who was quicker, when the thread has ended."""
    if thread.is_open:
        return
    who = thread.answered_by.name if thread.answered_by else ""
    words = {
        Status.ANSWERED: _("%(who)s lebih dulu menjawab. Tulisan Anda tidak hilang; periksa jawabannya lalu kirim lagi bila masih perlu."),
        Status.REFUSED: _("Sudah dijawab: bukan urusan yang ditanya. Tulisan Anda tidak hilang."),
        Status.WITHDRAWN: _("Pertanyaan ini sudah ditarik. Tulisan Anda tidak hilang."),
    }
    raise Conflict(words[Status(thread.status)] % {"who": who or _("Orang lain")}, code="conflict")


def need_future(due_at: datetime, *, at: datetime, field: str = "due_at") -> datetime:
    """Return the due time; raise Refused when it has passed."""
    if due_at <= at:
        raise Refused(_("Pilih batas waktu yang masih akan datang."), field=field)
    return due_at


def involve(case_ids: Iterable[int], *, user_id: int | None = None, agency_id: str | None = None, at: datetime) -> None:
    """Let a person, else an office, open these cases from now on; who could already stays as they were."""
    mine = Q(user_id=user_id) if user_id is not None else Q(agency_id=agency_id)
    wanted = set(case_ids)
    known = set(Involvement.objects.filter(mine, case_id__in=wanted).values_list("case_id", flat=True))
    rows = [
        Involvement(case_id=pk, user_id=user_id, agency_id=None if user_id is not None else agency_id, since=at)
        for pk in sorted(wanted - known)
    ]
    Involvement.objects.bulk_create(rows, ignore_conflicts=True)


def need_few(photos: Sequence[CheckedPhoto]) -> None:
    """Raise Refused for more photos than one entry carries."""
    if len(photos) > PHOTO_LIMIT:
        raise Refused(_("Pilih paling banyak %(limit)d foto sekali kirim.") % {"limit": PHOTO_LIMIT}, field="photos")


def with_photos(line: Line, photos: Sequence[CheckedPhoto]) -> Line:
    """Return an entry whose facts tell of the pictures that came with it, so that the chain knows them again."""
    if not photos:
        return line
    return replace(line, data=line.data | {"photos": len(photos), "sha256": [one.sha256 for one in photos]})


def keep_photos(case: Case, entry: Entry, photos: tuple[CheckedPhoto, ...], *, at: datetime) -> None:
    """Give pictures to the words of a thread: what is asked and answered in the house is seen there only."""
    if photos:
        attach_photos(case, entry, photos, (), at=at, role=Photo.ADDITION, internal=True)


def end_thread(thread: Thread, status: Status, *, by: Actor | None, at: datetime) -> None:
    """Set how a thread ended, when, and by whom."""
    thread.status, thread.is_open, thread.ended_at = status, False, at
    thread.answered_by_id = by.user_id if by is not None else None
    thread.save(update_fields=["status", "is_open", "ended_at", "answered_by", "promised_at", "chosen"])
