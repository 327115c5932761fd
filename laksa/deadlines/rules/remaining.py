"""How much time is left or over, as values; the words are the templates' business."""

from __future__ import annotations

import enum
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from laksa.deadlines.rules.due import Clock
from laksa.deadlines.rules.hours import Span, WorkHours, add_working_days, next_opening, working_time_between

MINUTE = timedelta(minutes=1)
INSTANT = timedelta.resolution


class Unit(enum.StrEnum):
    """What kind of days and hours are counted: "2 hari kerja" or "2 hari"."""

    WORKING = "kerja"
    CALENDAR = "kalender"


@dataclass(frozen=True, slots=True)
class Remaining:
    """Time left, or time over when `late`; whole minutes, rounded down."""

    late: bool
    days: int
    hours: int
    minutes: int
    unit: Unit

    @property
    def is_something(self) -> bool:
        """Tell whether there is a minute to speak of; in closed hours a working clock may be past due by none."""
        return bool(self.days or self.hours or self.minutes)


def countdown(due: datetime, *, now: datetime, clock: Clock, hours_of_agency: WorkHours) -> Remaining:
    """Return the time from `now` to `due`, counted as the clock counts.

    A working day is the step to the same hour of the next working day, or one whole day from opening to closing.
    """
    start, end = min(now, due), max(now, due)
    if clock == Clock.CALENDAR:
        days, rest, unit = (end - start).days, (end - start) % timedelta(days=1), Unit.CALENDAR
    else:
        days, rest = _working_steps(start, end, hours_of_agency)
        unit = Unit.WORKING
    hours, minutes = divmod(rest // MINUTE, 60)
    return Remaining(late=now > due, days=days, hours=hours, minutes=minutes, unit=unit)


def share_used(received: datetime, *, due: datetime, now: datetime, clock: Clock, hours_of_agency: WorkHours) -> float:
    """Return the part of the time that is used up, from 0 to 1 (due or past it), counted as the clock counts."""
    if now >= due:
        return 1.0
    if clock == Clock.CALENDAR:
        whole, used = due - received, now - received
    else:
        whole = working_time_between(received, end=due, hours=hours_of_agency)
        used = working_time_between(received, end=now, hours=hours_of_agency)
    return min(max(used / whole, 0.0), 1.0) if whole else 0.0


def _working_steps(start: datetime, end: datetime, hours: WorkHours) -> tuple[int, timedelta]:
    """Return whole working days and the open time that is left over."""
    opened = next_opening(start, hours=hours)
    morrow = next_opening(opened + INSTANT, hours=hours)
    if morrow - opened > INSTANT:
        # At the very close nothing is left of that day: count from the next opening.
        opened = morrow
    if opened >= end:
        return 0, timedelta(0)
    days = _working_days_after(opened.date(), end.astimezone(hours.zone).date(), hours)
    reached = _same_hour(opened, days, hours)
    if reached > end:
        days -= 1
        reached = _same_hour(opened, days, hours)
    rest = working_time_between(reached, end=end, hours=hours)
    if rest >= _length(hours.spans_on(reached.date())):
        # From opening to closing is a day to everybody, although the same hour of the next day is not reached.
        return days + 1, timedelta(0)
    return days, rest


def _working_days_after(first: date, last: date, hours: WorkHours) -> int:
    """Return how many working days lie after `first`, `last` included."""
    passed = bisect_right(hours.year(first.year).ordinals, first.toordinal())
    reached = bisect_right(hours.year(last.year).ordinals, last.toordinal())
    return reached - passed + sum(len(hours.year(number).ordinals) for number in range(first.year, last.year))


def _same_hour(opened: datetime, days: int, hours: WorkHours) -> datetime:
    """Return the same time of day that many working days later, moved into that day's hours."""
    if not days:
        return opened
    day = add_working_days(opened.date(), days=days, hours=hours)
    spans = hours.spans_on(day)
    wished = opened.replace(year=day.year, month=day.month, day=day.day)
    return min(max(wished, hours.moment(day.toordinal(), spans[0][0])), hours.moment(day.toordinal(), spans[-1][1]))


def _length(spans: tuple[Span, ...]) -> timedelta:
    return timedelta(microseconds=sum(stop - start for start, stop in spans))
