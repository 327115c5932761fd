"""What other numbers would have done to cases that are past: who would have been late, who in time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from laksa.deadlines.rules.due import Clock, due_at
from laksa.deadlines.rules.hours import WorkHours


@dataclass(frozen=True, slots=True)
class Lived:
    """A past case: when it came, whose it was, when it was done (None: not yet)."""

    case: int
    agency: str
    received_at: datetime
    done_at: datetime | None


@dataclass(frozen=True)
class Limit:
    """A number of an SOP and how it counts."""

    hours: float
    clock: Clock


class Judge:
    """Says by when a past case would have been due; the dates of whole working days are worked out once a day and office."""

    def __init__(self, hours_of: Callable[[str], WorkHours], *, cap: Limit | None = None) -> None:
        self.hours_of = hours_of
        self.cap = cap
        self._hours: dict[str, WorkHours] = {}
        self._whole: dict[tuple[int, date, float], datetime] = {}
        self._lists: dict[tuple[int, Limit], tuple[Sequence[Lived], list[datetime]]] = {}

    def due(self, one: Lived, limit: Limit) -> datetime:
        """Return the due time under a limit, and never later than under the cap: the shortest promise counts."""
        due = self._due(one, limit)
        return min(due, self._due(one, self.cap)) if self.cap else due

    def dues(self, rows: Sequence[Lived], limit: Limit) -> list[datetime]:
        """Return the due times of many cases; the same rows are gone through once for each limit."""
        own = self._listed(rows, limit)
        return list(map(min, own, self._listed(rows, self.cap))) if self.cap else own

    def _listed(self, rows: Sequence[Lived], limit: Limit) -> list[datetime]:
        # The rows are kept beside their list, so that no others can take their place in memory.
        key = id(rows), limit
        if key not in self._lists:
            self._lists[key] = rows, [self._due(one, limit) for one in rows]
        return self._lists[key][1]

    def hours(self, agency: str) -> WorkHours:
        known = self._hours.get(agency)
        if known is None:
            known = self._hours[agency] = self.hours_of(agency)
        return known

    def _due(self, one: Lived, limit: Limit) -> datetime:
        if limit.clock == Clock.CALENDAR:
            return one.received_at.astimezone(UTC) + timedelta(hours=limit.hours)
        hours = self.hours(one.agency)
        if limit.hours % 24:
            return due_at(one.received_at, hours=limit.hours, clock=limit.clock, hours_of_agency=hours)
        key = id(hours), one.received_at.astimezone(hours.zone).date(), limit.hours
        known = self._whole.get(key)
        if known is None:
            known = self._whole[key] = due_at(one.received_at, hours=limit.hours, clock=limit.clock, hours_of_agency=hours)
        return known


@dataclass(frozen=True)
class Outcome:
    """How past cases stand under a limit; `undecided` are neither done nor late yet."""

    in_time: int
    late: int
    undecided: int = 0

    @property
    def judged(self) -> int:
        return self.in_time + self.late


@dataclass(frozen=True)
class Effect:
    """How past cases would have changed sides: their numbers, before and after over the same cases."""

    before: Outcome
    after: Outcome
    to_late: tuple[Lived, ...]
    to_in_time: tuple[Lived, ...]

    @property
    def changed(self) -> tuple[Lived, ...]:
        return self.to_late + self.to_in_time


def outcome(rows: Sequence[Lived], limit: Limit, *, judge: Judge, at: datetime) -> Outcome:
    """Return how many of these cases would have been in time and late."""
    verdicts = [_is_late(one, due, at) for one, due in zip(rows, judge.dues(rows, limit), strict=True)]
    return Outcome(verdicts.count(False), verdicts.count(True), verdicts.count(None))


def effect(rows: Sequence[Lived], *, before: Limit, after: Limit, judge: Judge, at: datetime) -> Effect:
    """Return what a change would have done; a case that is undecided on either side is counted on neither."""
    both = zip(rows, judge.dues(rows, before), judge.dues(rows, after), strict=True)
    pairs = [(one, _is_late(one, was, at), _is_late(one, would, at)) for one, was, would in both]
    decided = [(one, was, would) for one, was, would in pairs if was is not None and would is not None]
    undecided = len(pairs) - len(decided)
    late_before, late_after = sum(was for _, was, _ in decided), sum(would for _, _, would in decided)
    return Effect(
        Outcome(len(decided) - late_before, late_before, undecided),
        Outcome(len(decided) - late_after, late_after, undecided),
        tuple(one for one, was, would in decided if would and not was),
        tuple(one for one, was, would in decided if was and not would),
    )


def _is_late(one: Lived, due: datetime, at: datetime) -> bool | None:
    if one.done_at is not None:
        return one.done_at > due
    return True if due < at else None


def working_day_of(one: Lived, hours: WorkHours) -> int:
    """Return on which working day after receipt a case was done: the smallest number of days that would have been enough."""
    assert one.done_at is not None
    came, done = one.received_at.astimezone(hours.zone), one.done_at.astimezone(hours.zone)
    first, last = came.toordinal(), done.toordinal()
    passed = sum(len(hours.year(number).ordinals) for number in range(came.year, done.year))
    count = passed + bisect_right(hours.year(done.year).ordinals, last) - bisect_right(hours.year(came.year).ordinals, first)
    ordinals = hours.year(done.year).ordinals
    place = bisect_left(ordinals, last)
    is_open = place < len(ordinals) and ordinals[place] == last
    if last > first and (not is_open or done > hours.closing(done.date())):
        count += 1
    return max(1, count)


@dataclass(frozen=True)
class Bar:
    """One column of the histogram: how many took more than the column before and at most `upto` (None: longer than all)."""

    upto: float | None
    cases: int


def histogram(rows: Sequence[Lived], *, limits: tuple[Limit, Limit], judge: Judge, columns: int = 6) -> list[Bar]:
    """Return how long the done ones took in the unit of the new limit (working days, hours), both limits being edges."""
    done = [one for one in rows if one.done_at is not None]
    working = limits[1].clock == Clock.WORKING
    lengths = [float(working_day_of(one, judge.hours(one.agency))) if working else _hours_of(one) for one in done]
    marks = [limit.hours / 24 if working else limit.hours for limit in limits if limit.clock == limits[1].clock]
    edges = _edges(marks, columns=columns, whole=working)
    counts = [0] * (len(edges) + 1)
    for length in lengths:
        counts[bisect_left(edges, length)] += 1
    return [Bar(upto, number) for upto, number in zip([*edges, None], counts, strict=True)]


def _edges(marks: Sequence[float], *, columns: int, whole: bool) -> list[float]:
    longest = max(marks)
    step = longest / columns
    if whole:
        step = max(1.0, float(-(-longest // columns)))
    edges = {step * number for number in range(1, columns + 1) if step * number <= longest}
    return sorted(edges | set(marks))


def _hours_of(one: Lived) -> float:
    assert one.done_at is not None
    return (one.done_at - one.received_at).total_seconds() / 3_600


def others(now: Limit, draft: Limit) -> list[Limit]:
    """Return the numbers worth trying beside a draft: one step less and more, the draft, and what is in force, rising."""
    step = 24.0 if draft.clock == Clock.WORKING or draft.hours >= 48 else max(0.25, draft.hours / 2)
    tried = {draft.hours, draft.hours - step, draft.hours + step}
    if now.clock == draft.clock:
        tried.add(now.hours)
    return [Limit(hours, draft.clock) for hours in sorted(tried) if hours > 0]


def causes(rows: Sequence[Lived], longest: Mapping[int, str]) -> list[tuple[str, int]]:
    """Count what held up most of each case (`longest` by case; "" where unknown), the commonest first."""
    counted: dict[str, int] = {}
    for one in rows:
        cause = longest.get(one.case, "")
        counted[cause] = counted.get(cause, 0) + 1
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
