# SPDX-License-Identifier: AGPL-3.0-or-later
"""Threads that nobody needs any more: their case has ended, or waits no longer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from laksa.cases.actions.story import Line, save_story
from laksa.cases.rules import State, Visibility
from laksa.identity.rules import SYSTEM
from laksa.threads.actions.letters import tell_people
from laksa.threads.actions.story import end_thread, lock_shared
from laksa.threads.models import Thread
from laksa.threads.rules import Kind, Status

SWEEP_BATCH = 200


def end_orphans(*, at: datetime) -> int:
    """Take back what is still asked about cases that have ended, and decisions that no case waits for; return how many.

    Whoever was asked is told. A second call finds nothing.
    """
    ended = Q(kind__in=[Kind.QUESTION, Kind.TASK], case__is_open=False)
    unwanted = Q(kind=Kind.DECISION) & ~Q(case__state=State.AWAITING_DECISION) & ~Q(also__state=State.AWAITING_DECISION)
    found = Thread.objects.open().filter(ended | unwanted).order_by("pk").values_list("pk", flat=True).distinct()[:SWEEP_BATCH]
    return sum(_end(pk, at=at) for pk in list(found))


@transaction.atomic
def _end(thread_id: int, *, at: datetime) -> bool:
    thread, cases = lock_shared(thread_id)
    is_waited_for = any(case.state == State.AWAITING_DECISION for case in cases) if thread.kind == Kind.DECISION else thread.case.is_open
    if not thread.is_open or is_waited_for:
        return False
    words = _("Laporannya sudah berakhir, jadi ini tidak perlu dijawab lagi.")
    lines = [Line("thread_withdrawn", Visibility.INTERNAL, words, {"thread": thread.pk})]
    if thread.kind == Kind.TASK:
        lines.insert(0, Line("task_withdrawn", Visibility.INTERNAL, "", {"thread": thread.pk}))
    save_story(thread.case, lines, actor=SYSTEM, at=at)
    end_thread(thread, Status.WITHDRAWN, by=None, at=at)
    tell_people(thread, "thread_withdrawn", [thread.to_user_id], at=at, facts={"who": SYSTEM.label, "words": words})
    return True
