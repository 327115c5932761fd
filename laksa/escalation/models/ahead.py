# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes next for those who wait for an answer: which rung of their ladder, when, and who is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from laksa.escalation.models.courses import courses_of, is_urgent, ladders
from laksa.escalation.models.offices import Offices
from laksa.escalation.models.step import Step
from laksa.escalation.rules import WALL, Fall, ahead_words, office_word
from laksa.threads.models import Thread
from laksa.ui.rules import exact
from laksa.ui.templatetags.ui import current_voice


@dataclass(frozen=True)
class Ahead:
    """The next letters of a thread, if nobody answers: when they go, which offices get them as things stand, whether the wall shows it.

    `reminds` is the person asked, where it is their turn to be reminded.
    """

    at: datetime
    offices: tuple[str, ...] = ()
    reminds: int | None = None
    is_wall: bool = False


def ahead_of(threads: Iterable[Thread], *, at: datetime) -> dict[int, Ahead]:
    """Return what comes next for each of these threads that still waits; those with no rung left are not in it.

    A fixed number of queries, however many they are.
    """
    waiting = [thread for thread in threads if thread.is_open]
    if not waiting:
        return {}
    told = set(Step.objects.filter(thread__in=[thread.pk for thread in waiting]).values_list("thread_id", "subject", "number"))
    offices = Offices.read(at)
    offices.learn(pk for thread in waiting for pk in (thread.asked_by_id, thread.to_user_id, thread.case.holder_id))
    found = {
        thread.pk: _next_of(thread, {(subject, number) for pk, subject, number in told if pk == thread.pk}, offices) for thread in waiting
    }
    return {pk: ahead for pk, ahead in found.items() if ahead is not None}


def _next_of(thread: Thread, told: set[tuple[str, int]], offices: Offices) -> Ahead | None:
    city, urgent = ladders(), is_urgent(thread.case)
    mine = [course for course in courses_of(thread.case, [thread]) if course.thread_id == thread.pk]
    # What falls at night goes in the morning, all of it together.
    falls = [(city.night.sendable_at(fall.at, is_emergency=urgent), fall) for fall in city.falls(mine) if fall.key not in told]
    times = [sent_at for sent_at, _fall in falls if sent_at > offices.at]
    if not times:
        return None
    first = min(times)
    return _ahead(thread, [fall for sent_at, fall in falls if sent_at == first], first, offices)


def _ahead(thread: Thread, falls: list[Fall], sent_at: datetime, offices: Offices) -> Ahead:
    named = [whom for fall in reversed(falls) for whom in fall.rung.whom]
    found = [offices.find(whom, thread.case, thread) for whom in named if whom != WALL]
    told = tuple(dict.fromkeys(one.office for one in found if one is not None))
    return Ahead(
        at=sent_at,
        offices=tuple(office for office in told if office != "asked"),
        reminds=thread.to_user_id if "asked" in told else None,
        is_wall=WALL in named,
    )


def say_ahead(ahead: Ahead | None, thread: Thread, *, reader_id: int | None, now: datetime) -> str:
    """Say what comes next of a thread, for whoever reads; "" where nothing does."""
    if ahead is None:
        return ""
    asked = thread.to_user.name if ahead.reminds is not None and thread.to_user else ""
    return ahead_words(
        [office_word(office) for office in ahead.offices],
        when=exact(ahead.at, current_voice(), now=now),
        reminds=_("Anda") if asked and ahead.reminds == reader_id else asked,
        is_wall=ahead.is_wall,
    )
