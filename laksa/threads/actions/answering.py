# SPDX-License-Identifier: AGPL-3.0-or-later
"""Inside a thread: take it, answer it, say more, pass it on, refuse it, close it, take it back, finish a task."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases.actions import CheckedPhoto
from laksa.cases.actions.story import Line, need_words, save_story
from laksa.cases.rules import Visibility
from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused
from laksa.kernel.permissions import require
from laksa.threads.actions.asking import asked_line, find_person, is_coordinator, public_party
from laksa.threads.actions.letters import tell_asked, tell_asker, tell_people
from laksa.threads.actions.story import end_thread, involve, keep_photos, lock_thread, need_few, need_future, need_open, with_photos
from laksa.threads.models import Seat, Thread, seat_of
from laksa.threads.policies import (
    may_answer_thread,
    may_finish_task,
    may_pass_thread,
    may_refuse_thread,
    may_say_in_thread,
    may_take_thread,
    may_withdraw_thread,
)
from laksa.threads.rules import WORDS_LIMIT, Kind, Party, Status
from laksa.threads.rules.hops import may_hop


@transaction.atomic
def take_thread(thread_id: int, *, actor: Actor, at: datetime) -> Thread:
    """Take a question from the office's queue into one's own hands, or say yes to a task; a second time changes nothing."""
    thread, case = lock_thread(thread_id)
    if thread.is_open and thread.to_user_id == actor.user_id and thread.taken_at is not None:
        return thread
    seat = _open_seat(thread, at=at)
    require(may_take_thread, actor, seat)
    thread.to_user_id, thread.taken_at = actor.user_id, at
    thread.save(update_fields=["to_user", "taken_at"])
    involve([case.pk], user_id=actor.user_id, at=at)
    save_story(case, [_line(thread, "thread_taken", party=_me(actor))], actor=actor, at=at)
    return thread


@transaction.atomic
def answer_thread(thread_id: int, words: str, *, photos: tuple[CheckedPhoto, ...] = (), actor: Actor, at: datetime) -> Thread:
    """Answer a question; it has ended, and whoever asked is told. Photos stay in the house. Raises Conflict when somebody else was quicker."""
    thread, case = lock_thread(thread_id)
    seat = _open_seat(thread, at=at)
    require(may_answer_thread, actor, seat)
    if thread.kind == Kind.TASK:
        return finish_task(thread_id, words, photos=photos, actor=actor, at=at)
    said = need_words(words, field="words", limit=WORDS_LIMIT)
    need_few(photos)
    entries = save_story(case, [with_photos(_line(thread, "thread_answered", said, party=_me(actor)), photos)], actor=actor, at=at)
    keep_photos(case, entries[0], photos, at=at)
    end_thread(thread, Status.ANSWERED, by=actor, at=at)
    tell_asker(thread, "thread_answered", at=at, facts={"who": actor.label, "words": said})
    return thread


@transaction.atomic
def say_in_thread(thread_id: int, words: str, *, actor: Actor, at: datetime) -> Thread:
    """Say more in an open thread, from either side: a question back, what was forgotten. The other side is told."""
    thread, case = lock_thread(thread_id)
    seat = _open_seat(thread, at=at)
    require(may_say_in_thread, actor, seat)
    said = need_words(words, field="words", limit=WORDS_LIMIT)
    save_story(case, [_line(thread, "thread_said", said)], actor=actor, at=at)
    facts = {"who": actor.label, "words": said}
    if may_answer_thread(actor, seat) or actor.user_id == thread.to_user_id:
        tell_asker(thread, "thread_said", at=at, facts=facts)
    else:
        tell_asked(thread, "thread_said", at=at, facts=facts)
    return thread


@transaction.atomic
def ask_again(thread_id: int, words: str, *, due_at: datetime, actor: Actor, at: datetime) -> Thread:
    """Open an answered question once more with a new time: the answer was not enough."""
    thread, case = lock_thread(thread_id)
    require(may_withdraw_thread, actor, thread)
    if thread.is_open or thread.kind != Kind.QUESTION:
        raise Refused(_("Pertanyaan ini masih terbuka. Tulis susulan di dalamnya."))
    said = need_words(words, field="words", limit=WORDS_LIMIT)
    thread.status, thread.is_open, thread.ended_at, thread.answered_by = Status.OPEN, True, None, None
    thread.asked_at, thread.due_at = at, need_future(due_at, at=at)
    thread.save(update_fields=["status", "is_open", "ended_at", "answered_by", "asked_at", "due_at"])
    line = asked_line(thread, party_now(thread))
    save_story(case, [replace(line, body=said, data=line.data | {"again": True})], actor=actor, at=at)
    tell_asked(thread, "thread_asked", at=at, facts={"who": actor.label, "party": party_now(thread).name, "words": said})
    return thread


@transaction.atomic
def pass_thread(thread_id: int, to_user: int, *, reason: str, actor: Actor, at: datetime) -> Thread:
    """Pass a question or a task on to somebody else; the time stays. Counted: after three times only a coordinator is left."""
    thread, case = lock_thread(thread_id)
    seat = _open_seat(thread, at=at)
    require(may_pass_thread, actor, seat)
    said = need_words(reason, field="reason", limit=WORDS_LIMIT)
    person = find_person(to_user, at=at)
    if person.user_id in {thread.asked_by_id, thread.to_user_id}:
        raise Refused(_("Orang ini yang bertanya, atau yang sekarang ditanya. Pilih orang lain."), field="to")
    if not may_hop(thread.hops, to_the_end=is_coordinator(person.user_id, at=at)):
        words = _("Sudah %(hops)d kali dioper. Jawab sendiri, atau serahkan kepada koordinator, yang harus memutuskan.")
        raise Refused(words % {"hops": thread.hops}, field="to", code="too_many_hops")
    before = party_now(thread)
    thread.to_user_id, thread.to_agency_id, thread.to_unit_id = person.user_id, person.agency, person.unit
    thread.hops, thread.taken_at, thread.read_at = thread.hops + 1, None, None
    thread.save(update_fields=["to_user", "to_agency", "to_unit", "hops", "taken_at", "read_at"])
    involve([case.pk], user_id=person.user_id, at=at)
    party = Party("user", str(person.user_id), person.name)
    save_story(case, [_line(thread, "thread_passed", said, party=party, before=before.facts(), hops=thread.hops)], actor=actor, at=at)
    tell_asked(thread, "thread_asked", at=at, facts={"who": actor.label, "party": person.name, "words": said})
    return thread


@transaction.atomic
def refuse_thread(thread_id: int, reason: str, *, actor: Actor, at: datetime) -> Thread:
    """Say that it is not theirs, with the reason; whoever asked must find somebody else."""
    thread, case = lock_thread(thread_id)
    seat = _open_seat(thread, at=at)
    require(may_refuse_thread, actor, seat)
    said = need_words(reason, field="reason", limit=WORDS_LIMIT)
    kind = "task_refused" if thread.kind == Kind.TASK else "thread_refused"
    save_story(case, [_line(thread, kind, said, party=_me(actor))], actor=actor, at=at)
    end_thread(thread, Status.REFUSED, by=actor, at=at)
    tell_asker(thread, "thread_answered", at=at, facts={"who": actor.label, "words": said, "is_refused": True})
    return thread


@transaction.atomic
def close_thread(thread_id: int, words: str, *, actor: Actor, at: datetime) -> Thread:
    """Write down an answer that came another way (by phone, in the corridor); the question has ended as answered."""
    thread, case = lock_thread(thread_id)
    need_open(thread)
    require(may_withdraw_thread, actor, thread)
    if thread.kind != Kind.QUESTION:
        raise Refused(_("Hanya pertanyaan yang ditutup begini. Tarik dengan alasan, atau tunggu jawabannya."))
    said = need_words(words, field="words", limit=WORDS_LIMIT)
    save_story(case, [_line(thread, "thread_closed", said)], actor=actor, at=at)
    end_thread(thread, Status.ANSWERED, by=actor, at=at)
    tell_asked(thread, "thread_withdrawn", at=at, facts={"who": actor.label, "words": said})
    return thread


@transaction.atomic
def withdraw_thread(thread_id: int, reason: str, *, actor: Actor, at: datetime) -> Thread:
    """Take a question or a task back, with the reason; whoever was asked need not answer any more."""
    thread, case = lock_thread(thread_id)
    need_open(thread)
    require(may_withdraw_thread, actor, thread)
    if thread.kind not in {Kind.QUESTION, Kind.TASK}:
        raise Refused(_("Yang ini ditarik di halamannya sendiri."))
    said = need_words(reason, field="reason", limit=WORDS_LIMIT)
    lines = [_line(thread, "thread_withdrawn", said)]
    if thread.kind == Kind.TASK:
        facts = {"thread": thread.pk, "party": public_party(thread, party_now(thread))}
        lines.insert(0, Line("task_withdrawn", Visibility.PUBLIC, "", facts))
    save_story(case, lines, actor=actor, at=at)
    end_thread(thread, Status.WITHDRAWN, by=actor, at=at)
    people = [thread.to_user_id] if thread.to_user_id else []
    tell_people(thread, "thread_withdrawn", people, at=at, facts={"who": actor.label, "words": said})
    return thread


@transaction.atomic
def finish_task(thread_id: int, words: str, *, photos: tuple[CheckedPhoto, ...] = (), actor: Actor, at: datetime) -> Thread:
    """Say that a part of the work is done: people read who finished, the lead reads how. Photos stay in the house."""
    thread, case = lock_thread(thread_id)
    seat = _open_seat(thread, at=at)
    require(may_finish_task, actor, seat)
    said = need_words(words, field="words", limit=WORDS_LIMIT)
    need_few(photos)
    public = Line("task_done", Visibility.PUBLIC, "", {"thread": thread.pk, "party": public_party(thread, party_now(thread))})
    answer = with_photos(_line(thread, "thread_answered", said, party=_me(actor)), photos)
    entries = save_story(case, [public, answer], actor=actor, at=at)
    keep_photos(case, entries[1], photos, at=at)
    end_thread(thread, Status.ANSWERED, by=actor, at=at)
    tell_asker(thread, "thread_answered", at=at, facts={"who": actor.label, "words": said})
    return thread


@transaction.atomic
def mark_read(thread_id: int, *, actor: Actor, at: datetime) -> Thread:
    """Keep when the one asked first opened a thread, and let who stands in for them open the case too."""
    thread, case = lock_thread(thread_id)
    if not thread.is_open or actor.user_id is None:
        return thread
    if thread.to_user_id != actor.user_id and thread.to_user_id not in actor.stands_for:
        return thread
    involve([case.pk, *thread.also.values_list("pk", flat=True)], user_id=actor.user_id, at=at)
    if thread.read_at is None:
        thread.read_at = at
        thread.save(update_fields=["read_at"])
    return thread


def party_now(thread: Thread) -> Party:
    """Return who is asked now."""
    if thread.to_user is not None:
        return Party("user", str(thread.to_user_id), thread.to_user.name)
    if thread.to_unit is not None:
        return Party("unit", str(thread.to_unit_id), str(thread.to_unit.name))
    if thread.to_agency is not None:
        return Party("agency", str(thread.to_agency_id), str(thread.to_agency.short_name))
    return Party("outside", thread.to_party, thread.to_party)


def _open_seat(thread: Thread, *, at: datetime) -> Seat:
    need_open(thread)
    return seat_of(thread, at=at)


def _me(actor: Actor) -> Party:
    return Party("user", str(actor.user_id), actor.label)


def _line(thread: Thread, kind: str, words: str = "", *, party: Party | None = None, **facts: Any) -> Line:
    data = {"thread": thread.pk} | ({"party": party.facts()} if party is not None else {}) | facts
    return Line(kind, Visibility.INTERNAL, words, data)


def note_of(thread: Thread, words: str) -> Line:
    """Return words in a thread that only the house reads."""
    return _line(thread, "thread_said", words)
