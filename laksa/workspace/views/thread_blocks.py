# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a thread as one block in the story of its case: who asked whom, until when, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from laksa.cases.models import Case, Entry, Photo
from laksa.escalation.models import ahead_of, say_ahead
from laksa.identity.rules import Actor
from laksa.threads.models import Seat, Thread, of_case, seats_of
from laksa.threads.policies import may_answer_thread, may_decide_thread
from laksa.threads.rules import Kind, Status
from laksa.ui.rules import clock_time, days_between, exact, short_duration
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.views.story import Told

# What is said inside the house about a thread; whatever everybody reads stays a line of its own.
INSIDE = frozenset({"thread_asked", "thread_said", "thread_taken", "thread_passed", "thread_answered", "thread_refused"}) | {
    "thread_closed",
    "thread_withdrawn",
    "task_refused",
}


@dataclass(frozen=True)
class Row:
    """One thing said in a thread."""

    who: str
    to: str
    words: str
    what: str  # what was done, where there are no words


@dataclass(frozen=True)
class Block:
    """A thread as the case page draws it; `may_act` says whether the reader should answer."""

    number: int
    title: str
    icon: str
    tag: str
    tone: str
    tag_icon: str
    rows: tuple[Row, ...]
    url: str
    may_act: bool
    photos: tuple[Photo, ...] = ()
    ahead: str = ""  # what happens if a decision is not taken
    shared: str = ""  # the case where it was asked, where that is another


def with_threads(told: list[Told], case: Case, *, actor: Actor, now: datetime) -> list[Told]:
    """Return the story with the words of each thread gathered where the newest of them stands."""
    if not any(one.kind in INSIDE and one.thread is not None for one in told):
        return told
    seats = {seat.thread.pk: seat for seat in seats_of([one for one in of_case(case) if one.kind != Kind.OUTSIDE], at=now)}
    ahead = ahead_of([seat.thread for seat in seats.values() if seat.thread.kind == Kind.DECISION], at=now)
    words: dict[int, list[Told]] = {}
    for one in told:
        if one.kind in INSIDE and one.thread in seats:
            words.setdefault(one.thread, []).append(one)
    story: list[Told] = []
    done: set[int] = set()
    for one in told:
        if one.kind not in INSIDE or one.thread not in words:
            story.append(one)
        elif one.thread not in done:
            done.add(one.thread)
            mine, seat = words[one.thread], seats[one.thread]
            next_told = say_ahead(ahead.get(one.thread), seat.thread, reader_id=actor.user_id, now=now)
            block = block_of(seat, mine[::-1], case=case, actor=actor, now=now)
            story.append(_gathered(one, mine, replace(block, ahead=next_told), now=now))
    return story


def _gathered(newest: Told, words: Sequence[Told], block: Block, *, now: datetime) -> Told:
    """Return the line that holds a block: from its first word to its last."""
    oldest = words[-1]
    meta = newest.meta
    if len(words) > 1 and oldest.at is not None and newest.at is not None:
        meta = f"{oldest.meta.split(' · ')[0]} – {_until(newest.at, since=oldest.at)} · {_('petugas saja')}"
    return replace(newest, meta=meta, title="", remark="", body="", icon=block.icon, tone="plain", photos=[], block=block)


def _until(at: datetime, *, since: datetime) -> str:
    voice = current_voice()
    return clock_time(at, voice) if days_between(since, at, voice) == 0 else exact(at, voice, now=at)


def block_of(seat: Seat, words: Sequence[Told], *, case: Case, actor: Actor, now: datetime) -> Block:
    """Return a thread as a block; `words` oldest first."""
    thread = seat.thread
    tag, tone, icon = state_of(seat, now=now)
    decides = thread.kind == Kind.DECISION
    return Block(
        number=thread.pk,
        title=_kinds()[Kind(thread.kind)] % {"title": thread.title},
        icon="gavel" if decides else "people" if thread.kind == Kind.TASK else "note",
        tag=tag,
        tone=tone,
        tag_icon=icon,
        rows=tuple(_row(one) for one in words),
        url=f"/meja/kasus/{case.code}/keputusan/" if decides else f"/meja/utas/{thread.pk}/",
        may_act=thread.is_open and (may_decide_thread(actor, seat) or may_answer_thread(actor, seat)),
        photos=tuple(photo for one in words for photo in one.photos),
        shared=thread.case.code if thread.case_id != case.pk else "",
    )


def _kinds() -> dict[Kind, str]:
    return {
        Kind.QUESTION: _("Utas: %(title)s"),
        Kind.TASK: _("Tugas: %(title)s"),
        Kind.DECISION: _("Mohon keputusan: %(title)s"),
        Kind.OUTSIDE: "%(title)s",
    }


def state_of(seat: Seat, *, now: datetime) -> tuple[str, str, str]:
    """Return how a thread stands in words, its tone and its icon: "Terjawab 2 j 42 m", "Sisa 3 j", "Lewat 20 m"."""
    thread, voice = seat.thread, current_voice()
    if thread.status == Status.WITHDRAWN:
        return _("Ditarik"), "neutral", "undo"
    if thread.status == Status.REFUSED:
        return _("Bukan urusan mereka"), "late", "cross"
    if not thread.is_open:
        took = short_duration(_minutes(thread.asked_at, thread.ended_at or now), voice)
        words = {Kind.DECISION: _("Diputuskan %(time)s"), Kind.TASK: _("Selesai %(time)s")}.get(Kind(thread.kind), _("Terjawab %(time)s"))
        return words % {"time": took}, "ok", "check-circle"
    left = short_duration(_minutes(now, thread.due_at), voice)
    if thread.due_at <= now:
        return _("Lewat %(time)s") % {"time": left}, "late", "warning"
    return _("Sisa %(time)s") % {"time": left}, "warn", "clock"


def _minutes(start: datetime, end: datetime) -> int:
    return abs(int((end - start).total_seconds() // 60))


def _row(one: Told) -> Row:
    parts = [part for part in one.meta.split(" · ") if part]
    who = parts[1] if len(parts) > 1 else ""
    return Row(
        who=who, to=one.remark, words=one.body, what=one.title if not one.body or one.kind not in {"thread_said", "thread_answered"} else ""
    )


def entries_of(thread: Thread) -> list[Entry]:
    """Return what was said in a thread, oldest first, from the case where it was asked."""
    found = Entry.objects.filter(case=thread.case_id, data__thread=thread.pk).order_by("number").prefetch_related("photos")
    return [entry for entry in found if entry.kind in INSIDE]
