# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a rung falls due, and which of them are to be told now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from laksa.city.rules.facts import RungFacts
from laksa.deadlines.rules import Clock, Night, WorkHours, add_working_time, working_time_between
from laksa.identity.rules import in_force

DAY_BEGINS = time(7, 0)  # for a promised date in a city without a night


@dataclass(frozen=True, slots=True)
class Time:
    """How the time of a course is counted: by the wall clock, or in the hours of the office that has it."""

    clock: Clock
    hours: WorkHours


@dataclass(frozen=True, slots=True)
class Course:
    """Something of a case that runs from a start to a due time: the repair, a question (`thread`), a promised date.

    `subject` names it within its case for good: "case", "thread:12", "thread:12:2026-11-30" (promised), "plan:2026-11-25".
    """

    subject: str
    ladder: str
    start: datetime
    due: datetime
    time: Time
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Fall:
    """A rung of a course, and when it falls due."""

    course: Course
    rung: RungFacts
    at: datetime

    @property
    def key(self) -> tuple[str, int]:
        return self.course.subject, self.rung.number


def rungs_in_force(rungs: Iterable[RungFacts], ladder: str, at: datetime) -> list[RungFacts]:
    """Return the rungs of a ladder as they were at `at`, lowest first: a running case keeps its version."""
    return sorted((one for one in rungs if one.ladder == ladder and in_force(one.since, one.until, at)), key=lambda one: one.number)


def version_of(rungs: Iterable[RungFacts], ladder: str, at: datetime) -> int:
    """Return which version of a ladder held at `at`, the first being 1."""
    return len({one.since for one in rungs if one.ladder == ladder and one.since <= at})


def fall_of(course: Course, rung: RungFacts, night: Night) -> datetime:
    """Return when a rung falls due.

    A percentage of the time between start and due, counted as the course counts; beyond 100 the clock simply goes on.
    Days count from the promised day, at the end of the night before.
    """
    if rung.percent is None:
        day = course.due.astimezone(course.time.hours.zone) + timedelta(days=rung.days or 0)
        morning = night.end if night.is_any else DAY_BEGINS
        return day.replace(hour=morning.hour, minute=morning.minute, second=0, microsecond=0)
    if rung.percent == 100:
        return course.due
    share = rung.percent / 100
    if course.time.clock is Clock.WORKING:
        whole = working_time_between(course.start, end=course.due, hours=course.time.hours)
        # A target that lies wholly in closed time has no working time to take a part of.
        if whole > timedelta(0):
            return add_working_time(course.start, amount=whole * share, hours=course.time.hours)
    return course.start + (course.due - course.start) * share


def falls_of(course: Course, rungs: Sequence[RungFacts], night: Night) -> list[Fall]:
    """Return the rungs of a course with their times, the earliest first."""
    mine = rungs_in_force(rungs, course.ladder, course.start)
    return sorted((Fall(course, rung, fall_of(course, rung, night)) for rung in mine), key=lambda fall: fall.at)


def reached(falls: Iterable[Fall], *, told: Collection[tuple[str, int]], at: datetime) -> list[Fall]:
    """Return what has fallen due and was not told yet, the highest first: whoever is on several rungs hears of that one."""
    due = [fall for fall in falls if fall.at <= at and fall.key not in told]
    return sorted(due, key=lambda fall: (fall.at, fall.rung.number), reverse=True)


def next_at(falls: Iterable[Fall], *, told: Collection[tuple[str, int]], night: Night, is_emergency: bool) -> datetime | None:
    """Return when the next rung may be told; None when there is none left."""
    waiting = (fall.at for fall in falls if fall.key not in told)
    return min((night.sendable_at(at, is_emergency=is_emergency) for at in waiting), default=None)
