# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything the page "why was I told" reads of a case, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from laksa.cases.models import Case
from laksa.cases.rules import Stretch, stretches, turns
from laksa.city.models import book
from laksa.city.rules.facts import SopFacts
from laksa.escalation.models import Ladders, Step, courses_of, ladders, steps_of
from laksa.escalation.rules import Course, Fall
from laksa.identity.rules import in_force
from laksa.threads.models import Thread


@dataclass(frozen=True)
class LadderFile:
    """One course of a case with what was told of it; `course` is None when it runs no more.

    `kept` has fallen due and was not told yet: the night keeps it back, or the next round brings it.
    """

    case: Case
    subject: str
    subjects: tuple[str, ...]
    steps: tuple[Step, ...]
    course: Course | None
    kept: tuple[Fall, ...]
    ahead: tuple[Fall, ...]
    thread: Thread | None
    start: datetime
    due: datetime
    held: tuple[Stretch, ...]
    ladders: Ladders

    def newest_of(self, user_id: int | None) -> Step | None:
        """Return the latest step that told this person."""
        mine = [step for step in self.steps if step.user_id == user_id and step.told_at is not None]
        return mine[-1] if mine else None


def read_ladder(case: Case, *, subject: str, user_id: int | None, at: datetime) -> LadderFile:
    """Return the ladder of a case: the course asked for, else the one the reader was told of last, else the repair."""
    steps = steps_of(case.pk)
    threads = {thread.pk: thread for thread in Thread.objects.filter(case=case)}
    courses = {course.subject: course for course in courses_of(case, threads.values())}
    subjects = tuple(dict.fromkeys([*courses, *(step.subject for step in steps)]))
    chosen = subject if subject in subjects else _told_of(steps, user_id) or next(iter(subjects), "case")
    mine = tuple(step for step in steps if step.subject == chosen)
    course, city = courses.get(chosen), ladders()
    told = {step.number for step in mine}
    falls = [fall for fall in city.falls([course]) if fall.rung.number not in told] if course else []
    thread = threads.get(int(chosen.split(":")[1])) if chosen.startswith("thread:") else None
    start, due = _span(case, course, mine, thread)
    ends = case.ended_at or at
    return LadderFile(
        case=case,
        subject=chosen,
        subjects=subjects,
        steps=mine,
        course=course,
        kept=tuple(fall for fall in falls if fall.at <= at),
        ahead=tuple(fall for fall in falls if fall.at > at),
        thread=thread,
        start=start,
        due=due,
        held=tuple(stretches(turns(case.entries.order_by("number")), until=max(ends, start))),
        ladders=city,
    )


def _told_of(steps: Sequence[Step], user_id: int | None) -> str:
    told = [step for step in steps if step.user_id is not None and step.user_id == user_id and step.told_at]
    return max(told, key=lambda step: step.pk).subject if told else ""


def _span(case: Case, course: Course | None, steps: Sequence[Step], thread: Thread | None) -> tuple[datetime, datetime]:
    """Return start and due time of a course, also of one that has ended."""
    if course is not None:
        return course.start, course.due
    if thread is not None:
        return thread.asked_at, thread.promised_at or thread.due_at
    first = next((step for step in steps if step.percent == 100), None)
    if first is not None:
        return case.received_at, first.fell_due_at
    return case.received_at, case.resolve_due_at or case.received_at


def sop_of(case: Case) -> tuple[SopFacts | None, int]:
    """Return the SOP row that holds for a case, and which version of it that is."""
    group = book().categories[case.category_id].group
    for key in ((group, case.severity), (group, "*"), ("*", case.severity), ("*", "*")):
        rows = [row for row in book().sops if (row.group, row.severity) == key]
        for row in rows:
            if in_force(row.since, row.until, case.received_at):
                return row, len({one.since for one in rows if one.since <= case.received_at})
    return None, 0
