"""Words between the office and the people: replies, questions, answers, notes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from laksa.cases import rules
from laksa.cases.actions.story import Line, lock_case, move_case, need_words, save_story
from laksa.cases.actions.telling import people_of, tell
from laksa.cases.actions.waiting import need_parts_done
from laksa.cases.models import Case
from laksa.cases.policies import may_answer, may_ask, may_note, may_reply
from laksa.cases.rules import Visibility
from laksa.deadlines.actions import add_working_days
from laksa.identity.rules import Actor
from laksa.kernel.permissions import require


@transaction.atomic
def reply_to_case(case_id: int, words: str, *, actor: Actor, at: datetime, seen: int | None = None, is_public: bool = True) -> Case:
    """Say something to the reporters; the first such word stops the clock of the first answer."""
    case = lock_case(case_id, seen=seen)
    require(may_reply, actor, case)
    said = need_words(words, field="words")
    case.responded_at = case.responded_at or at
    visibility = Visibility.PUBLIC if is_public else Visibility.REPORTER
    save_story(case, [Line("reply", visibility, said)], actor=actor, at=at, fields=["responded_at"])
    tell(case, "reply", people_of(case), at=at, facts={"words": said})
    return case


@transaction.atomic
def write_note(case_id: int, words: str, *, actor: Actor, at: datetime) -> Case:
    """Keep a note that only staff read."""
    case = lock_case(case_id)
    require(may_note, actor, case)
    save_story(case, [Line("note", Visibility.INTERNAL, need_words(words, field="words"))], actor=actor, at=at)
    return case


@transaction.atomic
def ask_reporter(case_id: int, words: str, *, actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Ask the reporter something; they have five working days, and their own clock goes on."""
    case = lock_case(case_id, seen=seen)
    require(may_ask, actor, case)
    said = need_words(words, field="words")
    move_case(case, "ask", at=at)
    case.asked_until = add_working_days(at, days=rules.ANSWER_WORKING_DAYS, agency=case.agency_id)
    case.responded_at = case.responded_at or at
    data = {"until": case.asked_until.isoformat()}
    save_story(case, [Line("asked", Visibility.REPORTER, said, data)], actor=actor, at=at, fields=["responded_at"])
    tell(case, "asked", people_of(case), at=at, facts={"words": said})
    return case


@transaction.atomic
def hear_reporter(case_id: int, words: str, *, actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Go on without waiting longer: the officer heard the answer elsewhere, or needs it no more."""
    case = lock_case(case_id, seen=seen)
    require(may_reply, actor, case)
    said = need_words(words, field="words")
    move_case(case, "hear_reporter", at=at)
    save_story(case, [Line("reporter_heard", Visibility.REPORTER, said)], actor=actor, at=at)
    return case


@transaction.atomic
def answer_case(case_id: int, words: str, *, actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Answer a question, a wish or praise: the case is answered, never counted as a repair."""
    case = lock_case(case_id, seen=seen)
    require(may_answer, actor, case)
    said = need_words(words, field="words")
    need_parts_done(case)
    case.responded_at = case.responded_at or at
    move_case(case, "answer", at=at)
    save_story(case, [Line("answered", Visibility.PUBLIC, said)], actor=actor, at=at, fields=["responded_at"])
    tell(case, "answered", people_of(case), at=at, facts={"words": said})
    return case
