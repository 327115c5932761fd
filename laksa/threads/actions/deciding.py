# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mohon keputusan: asked once for all cases that wait for it, decided on a phone, or handed to somebody with the power."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laksa.cases.actions import CheckedPhoto
from laksa.cases.actions.story import Line, need_words, save_story
from laksa.cases.actions.waiting import Wait, end_decision, pass_decision_on, wait_for_decision
from laksa.cases.models import Case
from laksa.cases.rules import State, Visibility, tidy
from laksa.deadlines.actions import hours_of
from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused
from laksa.kernel.permissions import require
from laksa.threads.actions.answering import note_of
from laksa.threads.actions.asking import Question, asked_line, check_title, open_thread
from laksa.threads.actions.letters import tell_asked, tell_asker, tell_people
from laksa.threads.actions.story import (
    end_thread,
    involve,
    keep_photos,
    lock_cases,
    lock_shared,
    need_few,
    need_future,
    need_open,
    with_photos,
)
from laksa.threads.models import Decider, Seat, Thread, deciders_for, instead_of, party_name, seat_of
from laksa.threads.policies import cost_of, may_decide_thread, may_delegate, may_request_decision, may_withdraw_thread
from laksa.threads.rules import WORDS_LIMIT, Kind, Party, Status
from laksa.threads.rules.hops import may_hop
from laksa.threads.rules.options import Option, done_dates, largest_cost, stored_options
from laksa.ui.rules import short_date
from laksa.ui.templatetags.ui import current_voice

ALSO_MOST = 50


@dataclass(frozen=True)
class DecisionRequest:
    """One question with its options; `told` are the words that the waiting reporters read, `also` other cases that wait for the same."""

    question: str
    options: tuple[Option, ...]
    decider_id: int
    due_at: datetime
    advised: int | None = None
    advice: str = ""
    told: str = ""
    is_public: bool = True
    also: tuple[int, ...] = ()
    photos: tuple[CheckedPhoto, ...] = ()


@transaction.atomic
def request_decision(case_id: int, request: DecisionRequest, *, actor: Actor, at: datetime, seen: int | None = None) -> Thread:
    """Ask a leader to choose: all cases that wait for it wait from now on, their reporters and the leader are told.

    Its photos (a drawing, an offer, a letter) stay with the case where it was asked, for the house alone.
    Raises PermissionDenied (one of the cases), MoveRefused, Conflict, Refused naming the field.
    """
    cases = lock_cases([case_id, *request.also], seen=seen, first=case_id)
    for case in cases:
        require(may_request_decision, actor, case)
    main = next(case for case in cases if case.pk == case_id)
    asked = check_request(request, main, actor=actor, at=at)
    decider = find_decider(asked.decider_id, main, cost_idr=largest_cost(asked.options), actor=actor, at=at)
    thread = _save(asked, main, actor=actor, at=at)
    thread.also.set([case for case in cases if case.pk != case_id])
    party = Party("user", str(decider.user_id), decider.title)
    involve([case.pk for case in cases], user_id=decider.user_id, at=at)
    wait = Wait(decider.title, asked.due_at, asked.told, {"thread": thread.pk, "party": party.facts()})
    for case in cases:
        details = _details(thread, party, of=main, case=case)
        if case.pk != case_id:
            wait_for_decision(case, wait, [details], actor=actor, at=at)
        else:
            entries = wait_for_decision(case, wait, [with_photos(details, asked.photos)], actor=actor, at=at)
            keep_photos(case, entries[-1], asked.photos, at=at)
    tell_asked(thread, "decision_asked", at=at, facts=_letter(thread, waiting=len(cases), actor=actor))
    return thread


def check_request(request: DecisionRequest, case: Case, *, actor: Actor, at: datetime) -> DecisionRequest:
    """Return the request as it is kept; raise Refused, naming the field, for what is missing."""
    question = check_title(request.question, field="question")
    advice, told = tidy(request.advice), tidy(request.told)
    for words, field in ((advice, "advice"), (told, "told")):
        need_words(words, field=field, limit=WORDS_LIMIT)
    check_advised(request.advised, of=len(request.options))
    need_future(request.due_at, at=at)
    need_few(request.photos)
    if len(set(request.also) - {case.pk}) > ALSO_MOST:
        raise Refused(_("Paling banyak %(most)d laporan sekali minta.") % {"most": ALSO_MOST}, field="also")
    return replace(request, question=question, advice=advice, told=told)


def check_advised(number: int | None, *, of: int) -> int:
    """Return the number of the option that is advised; raise Refused for none of these."""
    if number is None or not 1 <= number <= of:
        raise Refused(_("Pilih yang Anda sarankan."), field="advised")
    return number


def find_decider(user_id: int, case: Case, *, cost_idr: int, actor: Actor, at: datetime) -> Decider:
    """Return the one asked, who must be there and have the power by the list; raise Refused, telling who instead."""
    if user_id == actor.user_id:
        raise Refused(_("Anda tidak dapat memutuskan permohonan Anda sendiri. Pilih yang lain dari daftar wewenang."), field="decider")
    people = deciders_for(case.agency_id, cost_idr=cost_idr, at=at, unit=case.unit_id)
    found = next((one for one in people if one.user_id == user_id), None)
    if found is not None and found.is_here:
        return found
    here = next((one for one in people if one.is_here), None)
    other, until = instead_of(user_id, at=at)
    if found is not None and until is not None and other is not None and any(one.user_id == other.pk for one in people):
        here = next(one for one in people if one.user_id == other.pk)
    facts = {"other": f"{here.title} ({here.name})" if here else ""}
    if found is None and here is not None:
        raise Refused(
            _("Menurut daftar wewenang, yang ini tidak memutuskan biaya sebesar itu atau tidak bertugas lagi. Pilih %(other)s.") % facts,
            field="decider",
        )
    if here is not None:
        raise Refused(_("Yang ini sedang tidak ada. Pilih %(other)s.") % facts, field="decider", code="not_there")
    raise Refused(_("Belum ada yang berwenang memutuskan biaya sebesar itu. Hubungi pengelola sistem."), field="decider")


def _save(request: DecisionRequest, case: Case, *, actor: Actor, at: datetime) -> Thread:
    thread = Thread(
        case=case,
        kind=Kind.DECISION,
        title=request.question,
        words=request.told,
        options=[option.facts() for option in request.options],
        advised=request.advised,
        advice=request.advice,
        is_public=request.is_public,
        asked_by_id=actor.user_id or 0,
        asked_at=at,
        due_at=request.due_at,
        to_user_id=request.decider_id,
    )
    thread.save(force_insert=True)
    return thread


def _details(thread: Thread, party: Party, *, of: Case, case: Case) -> Line:
    """Return what only the house reads of a request: the options with their cost, and the advice."""
    line = asked_line(thread, party)
    facts = {"options": thread.options, "advised": thread.advised, "is_public": thread.is_public}
    if case.pk != of.pk:
        facts["asked_in"] = of.code
    return replace(line, body=thread.advice, data=line.data | facts)


def _letter(thread: Thread, *, waiting: int, actor: Actor) -> dict[str, Any]:
    options = [
        {"act": option.act, "cost_words": option.cost_words, "done": say_done(option, thread)} for option in stored_options(thread.options)
    ]
    return {"who": actor.label, "options": options, "advised": thread.advised, "advice": thread.advice, "waiting": waiting}


@dataclass(frozen=True)
class Choice:
    """An option as it is shown: numbered from 1, with the days on which its work is done."""

    number: int
    option: Option
    done: str
    is_advised: bool
    is_chosen: bool


def choices_of(thread: Thread, options: Sequence[Option]) -> tuple[Choice, ...]:
    """Return the options of a request, stored or about to be sent, as they are shown."""
    return tuple(
        Choice(number, option, say_done(option, thread), number == thread.advised, number == thread.chosen)
        for number, option in enumerate(options, start=1)
    )


def say_done(option: Option, thread: Thread) -> str:
    """Say when the work of an option is done if it is decided in time: "4 Des, 13 Jan"; "" where no days were given."""
    hours = hours_of(thread.case.agency_id)
    dates = done_dates(option, since=timezone.localdate(thread.due_at), hours=hours)
    return ", ".join(short_date(hours.closing(day), current_voice(), now=thread.due_at) for day in dates)


@transaction.atomic
def take_decision(thread_id: int, chosen: int, *, words: str = "", actor: Actor, at: datetime) -> Thread:
    """Choose an option (its number, from 1): it becomes part of every case that waits, and the work goes back to its holder.

    Everybody reads the choice only where that was asked for; the cost never. Whoever stands in for the one asked decides in their name.
    Raises Conflict when it was decided or taken back meanwhile.
    """
    thread, cases = lock_shared(thread_id)
    need_open(thread)
    require(may_decide_thread, actor, seat_of(thread, at=at))
    options = stored_options(thread.options)
    if not 1 <= chosen <= len(options):
        raise Refused(_("Pilih salah satu dari daftar."), field="chosen")
    said = need_words(words, field="words", limit=WORDS_LIMIT) if words.strip() else ""
    act = options[chosen - 1].act
    told = f"{act}. {said}".strip() if said else f"{act}."
    party = _office_of(thread, actor)
    behalf = behalf_of(thread, actor)
    facts = {"thread": thread.pk, "party": party.facts()} | ({"behalf": behalf.office} if behalf else {})
    choice = {"chosen": chosen, "act": act}
    public = Line("decided", Visibility.PUBLIC, told if thread.is_public else "", facts | (choice if thread.is_public else {}))
    inside_facts = facts | choice | {"cost_idr": options[chosen - 1].cost_idr} | (behalf.facts() if behalf else {})
    inside = Line("thread_answered", Visibility.INTERNAL, told, inside_facts)
    for case in cases:
        _end(case, public, inside, actor=actor, at=at, event="decided")
    thread.chosen = chosen
    end_thread(thread, Status.ANSWERED, by=actor, at=at)
    letter = {"who": party.name, "behalf": behalf.office if behalf else "", "number": chosen, "act": act, "words": said}
    tell_asker(thread, "decision_taken", at=at, facts=letter)
    return thread


@dataclass(frozen=True)
class Behalf:
    """For whom somebody acts who only stands in: the office as everybody reads it, and the person, for the house."""

    office: str
    user_id: int
    name: str

    def facts(self) -> dict[str, Any]:
        """Return what the house keeps of it in an entry's data."""
        return {"behalf": self.office, "behalf_of": {"id": self.user_id, "name": self.name}}


def behalf_of(thread: Thread, actor: Actor) -> Behalf | None:
    """Return for whom the actor takes or hands on a decision; None for whoever was asked themselves, or decides by their own power."""
    if thread.to_user is None or thread.to_user_id not in actor.stands_for:
        return None
    return Behalf(thread.case.waits_for or thread.to_user.name, thread.to_user.pk, thread.to_user.name)


def _end(case: Case, line: Line, inside: Line, *, actor: Actor, at: datetime, event: str) -> None:
    """Let a case go on that still waits; one that was merged or withdrawn meanwhile only keeps the words."""
    if case.state == State.AWAITING_DECISION:
        end_decision(case, line, [inside], actor=actor, at=at, event=event)
    else:
        save_story(case, [inside], actor=actor, at=at)


def _office_of(thread: Thread, actor: Actor) -> Party:
    """Return the office that decides, as the case waited for it; whoever stands in is named by their own."""
    if thread.to_user_id == actor.user_id:
        return Party("user", str(actor.user_id), thread.case.waits_for or actor.label)
    if thread.to_user_id in actor.stands_for:
        return Party("user", str(actor.user_id), actor.label)
    post = next(iter(actor.posts), None)
    name = party_name(role=post.role, agency=post.agency_id, unit=post.unit_id, person=actor.label) if post else actor.label
    return Party("user", str(actor.user_id), name)


@transaction.atomic
def delegate_decision(thread_id: int, to_user: int, *, reason: str, actor: Actor, at: datetime) -> Thread:
    """Hand a decision to somebody with the power; the time stays, and the cases wait for them from now on. Counted as passing on is."""
    thread, cases = lock_shared(thread_id)
    need_open(thread)
    require(may_delegate, actor, seat_of(thread, at=at))
    said = need_words(reason, field="reason", limit=WORDS_LIMIT)
    found = _find_taker(thread, to_user, at=at)
    party = Party("user", str(found.user_id), found.title)
    before, behalf = thread.case.waits_for, behalf_of(thread, actor)
    thread.to_user_id, thread.hops, thread.read_at = found.user_id, thread.hops + 1, None
    thread.save(update_fields=["to_user", "hops", "read_at"])
    involve([case.pk for case in cases], user_id=found.user_id, at=at)
    wait = Wait(found.title, thread.due_at, facts={"thread": thread.pk, "party": party.facts(), "to": found.title, "from": before})
    note = note_of(thread, said)
    for case in cases:
        if case.state == State.AWAITING_DECISION:
            inside = replace(note, data=note.data | behalf.facts()) if behalf else note
            pass_decision_on(case, wait, [inside], actor=actor, at=at)
    facts = {"who": actor.label, "party": found.title, "words": said}
    tell_asked(thread, "decision_asked", at=at, facts=_letter(thread, waiting=len(cases), actor=actor))
    tell_asker(thread, "decision_passed", at=at, facts=facts)
    return thread


def _find_taker(thread: Thread, user_id: int, *, at: datetime) -> Decider:
    """Return to whom a decision is handed; raise Refused for whoever lacks the power, is away, or once it went around too often."""
    people = deciders_for(thread.case.agency_id, cost_idr=cost_of(thread), at=at, unit=thread.case.unit_id)
    found = next((one for one in people if one.user_id == user_id), None)
    if found is None or found.user_id in {thread.to_user_id, thread.asked_by_id}:
        raise Refused(_("Pilih orang lain yang menurut daftar wewenang boleh memutuskan biaya sebesar ini."), field="to")
    if not found.is_here:
        raise Refused(_("Yang ini sedang tidak ada. Pilih yang lain."), field="to", code="not_there")
    if not may_hop(thread.hops, to_the_end=found.role == people[-1].role):
        words = _("Sudah %(hops)d kali diserahkan. Putuskan sendiri, atau serahkan kepada %(last)s.")
        raise Refused(words % {"hops": thread.hops, "last": people[-1].title}, field="to", code="too_many_hops")
    return found


@transaction.atomic
def ask_back(thread_id: int, words: str, *, actor: Actor, at: datetime) -> Thread:
    """Ask whoever asked for a decision before deciding: a question of its own with the time of the decision. Return that question."""
    thread, cases = lock_shared(thread_id)
    need_open(thread)
    seat = seat_of(thread, at=at)
    require(may_decide_thread, actor, seat)
    said = need_words(words, field="words", limit=WORDS_LIMIT)
    main = next(case for case in cases if case.pk == thread.case_id)
    title = said if len(said) <= len(thread.title) + 40 and "\n" not in said else thread.title
    question = Question(
        title[:140], said if title != said else "", to_user=_who_asked(seat, main), due_at=thread.due_at if thread.due_at > at else None
    )
    back, party = open_thread(main, question, kind=Kind.QUESTION, actor=actor, at=at)
    line, behalf = asked_line(back, party), behalf_of(thread, actor)
    facts = {"about": thread.pk} | (behalf.facts() if behalf else {})
    save_story(main, [replace(line, data=line.data | facts)], actor=actor, at=at)
    return back


def _who_asked(seat: Seat, case: Case) -> int:
    """Return who answers for the request now: whoever asked while they hold the case, else its holder."""
    return seat.thread.asked_by_id if case.holder_id in {None, seat.thread.asked_by_id} else case.holder_id or seat.thread.asked_by_id


@transaction.atomic
def withdraw_decision(thread_id: int, reason: str, *, actor: Actor, at: datetime) -> Thread:
    """Take a request for a decision back, with the reason: all cases go on where they waited."""
    thread, cases = lock_shared(thread_id)
    need_open(thread)
    require(may_withdraw_thread, actor, thread)
    said = need_words(reason, field="reason", limit=WORDS_LIMIT)
    inside = Line("thread_withdrawn", Visibility.INTERNAL, said, {"thread": thread.pk})
    for case in cases:
        _end(
            case,
            Line("decision_withdrawn", Visibility.PUBLIC, "", {"thread": thread.pk}),
            inside,
            actor=actor,
            at=at,
            event="decision_withdrawn",
        )
    end_thread(thread, Status.WITHDRAWN, by=actor, at=at)
    tell_people(thread, "thread_withdrawn", [thread.to_user_id], at=at, facts={"who": actor.label, "words": said})
    return thread
