# SPDX-License-Identifier: AGPL-3.0-or-later
"""What runs against a time in a case, read from its row and its open threads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from laksa.cases.models import Case
from laksa.cases.rules import UNSOLVED, State
from laksa.city.models import book
from laksa.city.rules.facts import RungFacts
from laksa.city.rules.ladders import CASE, DECISION, OUTSIDE, PLAN, THREAD, TRIAGE, UNASSIGNED
from laksa.deadlines.actions import hours_of, night, targets_for
from laksa.deadlines.rules import Clock, Night
from laksa.escalation.rules import Course, Fall, Time, falls_of
from laksa.threads.models import Thread
from laksa.threads.rules import Kind

LADDER_OF = {Kind.QUESTION: THREAD, Kind.TASK: THREAD, Kind.DECISION: DECISION, Kind.OUTSIDE: OUTSIDE}


@dataclass(frozen=True)
class Ladders:
    """The city's rungs in all their versions, and its night."""

    rungs: tuple[RungFacts, ...]
    night: Night

    def falls(self, courses: Iterable[Course]) -> list[Fall]:
        """Return every rung of these courses with its time."""
        return [fall for course in courses for fall in falls_of(course, self.rungs, self.night)]


def ladders() -> Ladders:
    """Return the ladders of the city that is loaded."""
    return Ladders(book().rungs, night())


def is_urgent(case: Case) -> bool:
    """Whether the case is an emergency, of which people are told at night too."""
    return case.is_emergency or bool(book().categories[case.category_id].emergency)


def courses_of(case: Case, threads: Iterable[Thread]) -> list[Course]:
    """Return what runs in a case now; `threads` are its open ones.

    The repair runs from the day the report came, whoever has touched it since; it rests only while the reporter is asked
    whether it is done. Waiting for somebody does not stop it.
    """
    if State(case.state) not in UNSOLVED:
        return []
    return [*_of_case(case), *(_of_thread(thread, case) for thread in threads if thread.is_open)]


def _of_case(case: Case) -> list[Course]:
    state = State(case.state)
    group = book().categories[case.category_id].group
    targets = targets_for(group=group, severity=case.severity, agency=case.agency_id, received_at=case.received_at)
    hours = hours_of(case.agency_id)
    own = Time(targets.clock, hours)
    found = []
    if case.resolve_due_at is not None:
        # The shortest promise counts: the SOP's own, or the city's general one.
        # That of an older case merged into this one can lie before this one came.
        start = min(case.received_at, case.resolve_due_at)
        found.append(Course(CASE, CASE, start, case.resolve_due_at, Time(targets.promise_clock, hours)))
    if state in {State.RECEIVED, State.TRIAGE} and case.verify_due_at is not None:
        found.append(Course(TRIAGE, TRIAGE, case.received_at, case.verify_due_at, own))
    if state == State.ASSIGNED and case.holder_id is None and case.respond_due_at is not None:
        found.append(Course(UNASSIGNED, UNASSIGNED, case.received_at, case.respond_due_at, own))
    if state == State.PLANNED and case.promised_on is not None:
        day = datetime.combine(case.promised_on, time(0), tzinfo=hours.zone)
        found.append(Course(f"{PLAN}:{case.promised_on.isoformat()}", PLAN, case.state_since, day, Time(Clock.CALENDAR, hours)))
    return found


def _of_thread(thread: Thread, case: Case) -> Course:
    counted = Time(Clock.CALENDAR, hours_of(case.agency_id))
    ladder, subject, due = LADDER_OF[Kind(thread.kind)], f"thread:{thread.pk}", thread.due_at
    if thread.promised_at is not None:
        # A date that the other side has promised is a new course: it is reminded of that one too.
        subject, due = f"{subject}:{thread.promised_at.astimezone(counted.hours.zone).date().isoformat()}", thread.promised_at
    return Course(subject, ladder, thread.asked_at, due, counted, thread.pk)
