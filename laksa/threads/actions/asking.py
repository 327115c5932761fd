# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking inside the house: a question to a person or an office, a part of the work for another office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases.actions import CheckedPhoto
from laksa.cases.actions.story import Line, lock_case, need_words, save_story
from laksa.cases.models import Case
from laksa.cases.rules import Visibility, tidy
from laksa.city.models import book
from laksa.city.models.names import office_name
from laksa.deadlines.actions import add_working_days
from laksa.identity.rules import Actor, Role
from laksa.kernel.errors import Refused, all_refusals
from laksa.kernel.permissions import require
from laksa.threads.actions.letters import tell_asked
from laksa.threads.actions.story import involve, keep_photos, need_few, need_future, with_photos
from laksa.threads.models import Colleague, Thread, acting_for, colleagues, instead_of
from laksa.threads.policies import may_ask_inside, may_give_task
from laksa.threads.rules import TITLE_LIMIT, WORDS_LIMIT, Kind, Party
from laksa.ui.rules import short_day
from laksa.ui.templatetags.ui import current_voice


@dataclass(frozen=True)
class Question:
    """What is asked, of whom (a person, else an office, perhaps one of its units), and until when (None: the end of the next working day)."""

    title: str
    words: str = ""
    to_user: int | None = None
    to_agency: str | None = None
    to_unit: str | None = None
    due_at: datetime | None = None
    photos: tuple[CheckedPhoto, ...] = ()


@transaction.atomic
def ask_inside(case_id: int, question: Question, *, actor: Actor, at: datetime, seen: int | None = None) -> Thread:
    """Ask a person or an office something about a case; the case stays where it is, and the asked may open it from now on.

    Raises PermissionDenied, Refused naming the field (nobody there: who instead), Conflict.
    """
    case = lock_case(case_id, seen=seen)
    require(may_ask_inside, actor, case)
    thread, party = open_thread(case, question, kind=Kind.QUESTION, actor=actor, at=at)
    entries = save_story(case, [with_photos(asked_line(thread, party), question.photos)], actor=actor, at=at)
    keep_photos(case, entries[0], question.photos, at=at)
    return thread


@transaction.atomic
def give_task(case_id: int, question: Question, *, actor: Actor, at: datetime, seen: int | None = None) -> Thread:
    """Give a part of the work to another office: the lead keeps the case, and it is not done before its parts.

    People read that this office works on it too; what is said between the offices stays in the house.
    """
    case = lock_case(case_id, seen=seen)
    require(may_give_task, actor, case)
    thread, party = open_thread(case, question, kind=Kind.TASK, actor=actor, at=at)
    public = Line("task_given", Visibility.PUBLIC, "", {"thread": thread.pk, "party": public_party(thread, party)})
    entries = save_story(case, [public, with_photos(asked_line(thread, party), question.photos)], actor=actor, at=at)
    keep_photos(case, entries[1], question.photos, at=at)
    return thread


def open_thread(case: Case, question: Question, *, kind: Kind, actor: Actor, at: datetime) -> tuple[Thread, Party]:
    """Return a new thread on a locked case with its letter, and who was asked."""
    title, words = check_title(question.title), check_words(question.words)
    need_few(question.photos)
    to, party = find_asked(question, actor=actor, at=at)
    due_at = question.due_at or usual_due(to.agency if to is not None else question.to_agency, at=at)
    thread = Thread(
        case=case,
        kind=kind,
        title=title,
        words=words,
        asked_by_id=actor.user_id or 0,
        asked_at=at,
        due_at=need_future(due_at, at=at),
        to_user_id=to.user_id if to is not None else None,
        to_agency_id=to.agency if to is not None else question.to_agency,
        to_unit_id=to.unit if to is not None else question.to_unit,
    )
    thread.save(force_insert=True)
    involve([case.pk], user_id=thread.to_user_id, agency_id=thread.to_agency_id, at=at)
    tell_asked(thread, "thread_asked", at=at, facts={"who": actor.label, "party": party.name, "words": words})
    return thread, party


def asked_line(thread: Thread, party: Party, kind: str = "thread_asked") -> Line:
    """Return the entry that a thread begins with: only the house reads it."""
    facts = {"thread": thread.pk, "kind": thread.kind, "title": thread.title, "until": thread.due_at.isoformat(), "party": party.facts()}
    return Line(kind, Visibility.INTERNAL, thread.words, facts)


def public_party(thread: Thread, party: Party) -> dict[str, str]:
    """Return who works on it as everybody may read it: the office, never a person."""
    if thread.to_agency_id is None:
        return Party("agency", "", _("kantor lain")).facts() if party.kind == "user" else party.facts()
    return Party("agency", thread.to_agency_id, str(book().agencies[thread.to_agency_id].short_name)).facts()


def check_title(text: str, *, field: str = "title") -> str:
    """Return a question in one line; raise Refused for none or a long one."""
    title = " ".join(tidy(text).split())
    if not title:
        raise Refused(_("Tulis pertanyaannya dalam satu kalimat."), field=field)
    if len(title) > TITLE_LIMIT:
        words = _("Pertanyaan ini %(length)d huruf. Singkatkan sampai paling banyak %(limit)d; sisanya di penjelasan.")
        raise Refused(words % {"length": len(title), "limit": TITLE_LIMIT}, field=field)
    return title


def check_words(text: str) -> str:
    """Return an explanation, which need not be there; raise Refused for one that is too long."""
    words = tidy(text)
    return need_words(words, field="words", limit=WORDS_LIMIT) if words else ""


def faults_of_question(question: Question, *, actor: Actor, at: datetime) -> list[Refused]:
    """Return all that would be refused of a question, not only the first."""
    return all_refusals(
        lambda: check_title(question.title),
        lambda: check_words(question.words),
        lambda: need_few(question.photos),
        lambda: find_asked(question, actor=actor, at=at),
        lambda: need_future(question.due_at, at=at) if question.due_at else None,
    )


def find_asked(question: Question, *, actor: Actor, at: datetime) -> tuple[Colleague | None, Party]:
    """Return whom a question goes to: a person who is there, else an office with somebody in it. Raises Refused otherwise."""
    if question.to_user is not None:
        person = find_person(question.to_user, at=at)
        if person.user_id == actor.user_id:
            raise Refused(_("Anda tidak perlu bertanya kepada diri sendiri. Pilih orang lain, atau tulis catatan."), field="to")
        return person, Party("user", str(person.user_id), person.name)
    city = book()
    if not question.to_agency or question.to_agency not in city.agencies:
        raise Refused(_("Pilih siapa yang ditanya: orang atau kantor."), field="to")
    if question.to_unit and (question.to_unit not in city.units or city.units[question.to_unit].agency_id != question.to_agency):
        raise Refused(_("Unit ini bukan bagian dari kantor yang dipilih."), field="to")
    if not any(one.agency == question.to_agency for one in colleagues(at=at)):
        raise Refused(_("Di kantor ini belum ada yang memakai Laksa. Teruskan ke pihak luar, atau tanya kantor lain."), field="to")
    name = office_name(question.to_agency, question.to_unit)
    if question.to_unit:
        return None, Party("unit", question.to_unit, name)
    return None, Party("agency", question.to_agency, name)


def find_person(user_id: int, *, at: datetime, field: str = "to") -> Colleague:
    """Return somebody who is there to answer; raise Refused, telling who instead, for one who left or is away."""
    found = colleagues([user_id], at=at)
    if found and acting_for([user_id], at=at)[user_id] == user_id:
        return found[0]
    raise Refused(_gone_words(user_id, at=at), field=field, code="not_there")


def _gone_words(user_id: int, *, at: datetime) -> str:
    other, until = instead_of(user_id, at=at)
    facts = {"other": other.name if other else "", "day": short_day(until, current_voice(), now=at) if until else ""}
    if until is not None and other is not None:
        return _("Orang ini sedang tidak ada sampai %(day)s. Pilih %(other)s sebagai gantinya.") % facts
    if until is not None:
        return _("Orang ini sedang tidak ada sampai %(day)s dan tidak ada penggantinya. Pilih kantornya, atau orang lain.") % facts
    if other is not None:
        return _("Orang ini tidak bertugas lagi. Pilih %(other)s sebagai gantinya.") % facts
    return _("Orang ini tidak bertugas lagi. Pilih orang lain, atau kantornya.")


def usual_due(agency: str | None, *, at: datetime) -> datetime:
    """Return the end of the next working day of an office."""
    return add_working_days(at, days=1, agency=agency if agency in book().agencies else None)


def is_coordinator(user_id: int, *, at: datetime) -> bool:
    """Whether a person is one who must decide what nobody takes."""
    return any(one.role == Role.COORDINATOR for one in colleagues([user_id], at=at))
