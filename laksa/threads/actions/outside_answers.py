# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a party outside the city answers: by its link, or on paper and written down by the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases import actions as cases
from laksa.cases.actions.photos import CheckedPhoto, attach_photos
from laksa.cases.actions.staff import tell_staff
from laksa.cases.actions.story import Line, lock_case, move_case, save_story
from laksa.cases.actions.telling import people_of, tell
from laksa.cases.models import Case, Photo
from laksa.cases.policies import may_hear_outside
from laksa.cases.rules import PHOTO_LIMIT, State, Visibility
from laksa.identity.rules import Actor, ActorKind
from laksa.kernel.errors import MoveRefused, Refused
from laksa.kernel.permissions import require
from laksa.threads.actions.outside import find_request, write_to_party
from laksa.threads.actions.story import end_thread, lock_thread, need_open
from laksa.threads.models import Thread
from laksa.threads.rules import Kind, Status
from laksa.threads.rules.outside import STATUS_AFTER, Answer, Reply, check_reply

Photos = tuple[CheckedPhoto, ...]


@transaction.atomic
def answer_by_link(token: str, reply: Reply, *, photos: Photos = (), at: datetime) -> Thread:
    """Take the party's own answer. Whoever holds the link is the party; nobody else is asked for.

    Raises Thread.DoesNotExist for a wrong or ended link, Conflict when it was answered before, Refused naming the field.
    """
    found = find_request(token, at=at)
    if found is None:
        raise Thread.DoesNotExist
    thread, case = lock_thread(found.pk)
    if thread.token_digest != found.token_digest:
        raise Thread.DoesNotExist  # The link was renewed in this very moment.
    party = Actor(kind=ActorKind.PARTNER, label=thread.to_party)
    _take(thread, case, reply, photos, actor=party, at=at)
    if case.holder_id is not None:
        tell_staff(case, "outside_answered", [case.holder_id], at=at, facts=_told(thread, reply))
    write_to_party(thread, "receipt", at=at, facts=_told(thread, reply))
    return thread


@transaction.atomic
def write_down_answer(case_id: int, reply: Reply, *, photos: Photos = (), actor: Actor, at: datetime, seen: int | None = None) -> Thread:
    """Write down what the party answered on paper or by telephone, as it would have answered itself.

    Raises MoveRefused when the case waits for no party, Conflict, Refused naming the field.
    """
    case = lock_case(case_id, seen=seen)
    require(may_hear_outside, actor, case)
    thread = _open_request(case)
    _take(thread, case, reply, photos, actor=actor, at=at)
    return thread


@transaction.atomic
def call_off_outside(case_id: int, words: str, *, actor: Actor, at: datetime, seen: int | None = None) -> Thread:
    """Wait for the party no longer, for a reason that everybody reads; it is told that nothing is asked of it any more.

    Raises MoveRefused when the case waits for no party, Conflict, Refused without words.
    """
    case = lock_case(case_id, seen=seen)
    require(may_hear_outside, actor, case)
    thread = _open_request(case)
    end_thread(thread, Status.WITHDRAWN, by=actor, at=at)
    cases.hear_outside(case.pk, words, actor=actor, at=at, facts={"thread": thread.pk, "answer": "called_off"})
    write_to_party(thread, "called_off", at=at)
    return thread


def _open_request(case: Case) -> Thread:
    thread = Thread.objects.select_for_update(of=("self",)).open().filter(case=case, kind=Kind.OUTSIDE).order_by("pk").last()
    if thread is None:
        raise MoveRefused(_("Laporan ini tidak sedang menunggu pihak luar."))
    return thread


def _take(thread: Thread, case: Case, reply: Reply, photos: Photos, *, actor: Actor, at: datetime) -> None:
    need_open(thread)
    if len(photos) > PHOTO_LIMIT:
        raise Refused(_("Pilih paling banyak %(limit)d foto sekali kirim.") % {"limit": PHOTO_LIMIT}, field="photos")
    given = Reply(**reply.__dict__ | {"photos": len(photos)})
    checked = check_reply(given, at=at, promised_at=thread.promised_at)
    if checked.answer == Answer.PROMISE:
        _promise(thread, case, checked, actor=actor, at=at)
    else:
        _end(thread, case, checked, photos, actor=actor, at=at)


def _promise(thread: Thread, case: Case, reply: Reply, *, actor: Actor, at: datetime) -> None:
    """The case goes on waiting, until the promised date; its own clock goes on as well."""
    assert reply.until is not None  # check_reply has looked
    earlier = thread.promised_at or thread.due_at
    thread.promised_at = reply.until
    thread.save(update_fields=["promised_at"])
    if case.state == State.AWAITING_OUTSIDE:
        case.asked_until = reply.until
    facts = {"thread": thread.pk, "to": thread.to_party, "until": reply.until.isoformat(), "earlier": earlier.isoformat()}
    lines = [Line("outside_promised", Visibility.PUBLIC, reply.words, facts)]
    if reply.doer:
        # A name of somebody's crew is for the holder, not for everybody.
        lines.append(Line("note", Visibility.INTERNAL, _("Yang mengerjakan: %(who)s") % {"who": reply.doer}, {"thread": thread.pk}))
    save_story(case, lines, actor=actor, at=at)
    tell(case, "outside_promised", people_of(case), at=at, facts=_told(thread, reply))


def _end(thread: Thread, case: Case, reply: Reply, photos: Photos, *, actor: Actor, at: datetime) -> None:
    """The case comes back to its holder: they judge the proof, or ask somebody else."""
    end_thread(thread, STATUS_AFTER[reply.answer], by=actor, at=at)
    # A case that was merged or taken back meanwhile stays where it is; the answer is part of its story all the same.
    if case.state == State.AWAITING_OUTSIDE:
        move_case(case, "hear_outside", at=at)
    facts: dict[str, Any] = {"thread": thread.pk, "from": thread.to_party, "answer": reply.answer.value, "photos": len(photos)}
    facts |= {name: value for name, value in (("document", reply.document), ("whose", reply.whose)) if value}
    entry = save_story(case, [Line("outside_heard", Visibility.PUBLIC, reply.words, facts)], actor=actor, at=at)[0]
    attach_photos(case, entry, photos, (), at=at, role=Photo.EVIDENCE)
    tell(case, "outside_heard", people_of(case), at=at, facts=_told(thread, reply))


def _told(thread: Thread, reply: Reply) -> dict[str, Any]:
    """Return what letters say of an answer; never who does the work."""
    return {
        "party": thread.to_party,
        "title": thread.title,
        "answer": reply.answer.value,
        "until": reply.until,
        "whose": reply.whose,
        "document": reply.document,
        "words": reply.words,
        "photos": reply.photos,
    }
