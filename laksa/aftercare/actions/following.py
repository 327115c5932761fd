# SPDX-License-Identifier: AGPL-3.0-or-later
"""The question after four weeks: is it still fine?"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.aftercare.models import Closing, FollowUp
from laksa.aftercare.models.closings import question_of
from laksa.aftercare.rules import FOLLOW_UP_AFTER, FOLLOW_UP_OPEN, WORDS_LIMIT, due_to_ask
from laksa.cases.actions import confirm_case, reopen_case
from laksa.cases.actions.closing import AskedAnew
from laksa.cases.actions.story import Line, lock_case, save_story
from laksa.cases.actions.telling import tell
from laksa.cases.models import Case, Participant
from laksa.cases.policies import may_confirm, may_follow
from laksa.cases.rules import State, Visibility
from laksa.identity.rules import SYSTEM, Actor
from laksa.kernel.errors import MoveRefused
from laksa.kernel.permissions import require
from laksa.kernel.rows import insert_rows

AT_ONCE = 200


def ask_after_four_weeks(*, at: datetime) -> int:
    """Ask the people of each case that ended 28 days ago, once a closing; return how many cases were asked about."""
    due = Closing.objects.unasked().filter(ended_at__lte=at - FOLLOW_UP_AFTER).order_by("ended_at", "pk")
    return sum(_ask(closing_id, at=at) for closing_id in list(due.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _ask(closing_id: int, *, at: datetime) -> bool:
    closing = Closing.objects.select_related(None).get(pk=closing_id)
    case = lock_case(closing.case_id)
    if not Closing.objects.unasked().filter(pk=closing_id).update(asked_at=at):
        return False  # another sweep was quicker
    is_done = case.state in {State.CONFIRMED, State.CLOSED} and closing.stands_for(case)
    if not is_done or case.ended_at is None or not due_to_ask(at - case.ended_at):
        return False
    people = list(Participant.objects.filter(case__in=case.family(), is_muted=False).select_related("case").order_by("pk"))
    if not people:
        return False
    until = at + FOLLOW_UP_OPEN
    insert_rows([FollowUp(closing=closing, participant=person, asked_at=at, until=until) for person in people])
    line = Line("followed_up", Visibility.REPORTER, "", {"asked": len(people), "until": until.isoformat()})
    save_story(case, [line], actor=SYSTEM, at=at)
    tell(case, "still_fine", people, at=at, facts={"until": until})
    return True


@transaction.atomic
def say_still_fine(case_id: int, *, actor: Actor, at: datetime, words: str = "") -> Case:
    """A person who was asked after four weeks says that it is still fine; where nobody had confirmed it before, this does.

    Raises MoveRefused when no question to them is open (any more).
    """
    case = lock_case(case_id)
    require(may_follow, actor, case)
    asked = question_of(actor.participant_id or 0, case, at=at)
    if asked is None:
        raise MoveRefused(_("Pertanyaan ini sudah dijawab atau sudah lewat waktunya."), code="not_asked")
    FollowUp.objects.filter(pk=asked.pk).update(answered_at=at, is_fine=True)
    if case.state == State.CLOSED and may_confirm(actor, case):
        case = confirm_case(case.pk, actor=actor, at=at)
    save_story(case, [Line("followed_up", Visibility.PUBLIC, words.strip()[:WORDS_LIMIT], {"answer": "fine"})], actor=actor, at=at)
    return case


@transaction.atomic
def say_not_fixed(case_id: int, *, reason: str, words: str = "", actor: Actor, at: datetime) -> Case:
    """A person who reported or joined a case says that it is not fixed: it goes back to its holder.

    The door for every "no": who was asked after four weeks has 14 days from then, everybody 30 days from the end.
    Raises MoveRefused after that.
    """
    case = lock_case(case_id)
    asked = question_of(actor.participant_id or 0, case, at=at)
    if asked is None:
        return reopen_case(case_id, reason=reason, words=words, actor=actor, at=at)
    case = reopen_case(case_id, reason=reason, words=words, actor=actor, at=at, asked=AskedAnew(asked.until, "four_weeks"))
    FollowUp.objects.filter(pk=asked.pk).update(answered_at=at, is_fine=False)
    return case
