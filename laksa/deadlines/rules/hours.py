"""When an office is open, and how much of that lies between two moments."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

# Within a day, time is counted in whole microseconds since midnight: sums stay exact.
SECOND = 1_000_000
DAY = 86_400 * SECOND

Span = tuple[int, int]  # opening and closing, microseconds since midnight
Week = tuple[tuple[Span, ...], ...]  # seven days, Monday first

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS: tuple[Span, ...] = ((0, DAY),)


class Interval(NamedTuple):
    """A stretch of open time."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Season:
    """Days, both ends included, on which other hours hold (Ramadan)."""

    since: date
    until: date
    week: Week


@dataclass(frozen=True, slots=True)
class _Year:
    """The working days of a year: when each is open, and the open time before each."""

    ordinals: tuple[int, ...]
    spans: tuple[tuple[Span, ...], ...]
    before: tuple[int, ...]  # one more than days; the last is the whole year


@dataclass(frozen=True, eq=False)
class WorkHours:
    """The hours of one office. `closed` gives the kind of each closed day, `half_days` when it closes early.

    `always_open` counts every hour of every day, whatever else is said. Years are worked out once and kept in the instance.
    """

    week: Week
    zone: tzinfo
    seasons: tuple[Season, ...] = ()
    half_days: Mapping[date, time] = field(default_factory=dict)
    closed: Mapping[date, str] = field(default_factory=dict)
    always_open: bool = False
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for week in (self.week, *(season.week for season in self.seasons)):
            if len(week) != 7 or not all(_in_order(spans) for spans in week):
                raise ValueError("a week has seven days, and a day's hours follow one another")
        if not self.always_open and not any(self.week):
            raise ValueError("an office that never opens can't keep a promise")

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return when the office is open on a day; nothing when it is closed."""
        if self.always_open:
            return ALWAYS
        if day in self.closed:
            return ()
        week = next((season.week for season in self.seasons if season.since <= day <= season.until), self.week)
        spans = week[day.weekday()]
        if day not in self.half_days:
            return spans
        end = _of_day(self.half_days[day])
        return tuple((start, min(stop, end)) for start, stop in spans if start < end)

    def year(self, number: int) -> _Year:
        """Return the working days of a year."""
        known = self._years.get(number)
        if known is None:
            known = self._years[number] = self._work_out(number)
        return known

    def _work_out(self, number: int) -> _Year:
        ordinals: list[int] = []
        all_spans: list[tuple[Span, ...]] = []
        before = [0]
        for ordinal in range(date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal() + 1):
            spans = self.spans_on(date.fromordinal(ordinal))
            if spans:
                ordinals.append(ordinal)
                all_spans.append(spans)
                before.append(before[-1] + sum(stop - start for start, stop in spans))
        return _Year(tuple(ordinals), tuple(all_spans), tuple(before))

    def moment(self, ordinal: int, instant: int) -> datetime:
        """Return the moment `instant` microseconds into a day."""
        return (datetime.fromordinal(ordinal) + timedelta(microseconds=instant)).replace(tzinfo=self.zone)

    def closing(self, day: date) -> datetime:
        """Return the closing hour of a working day."""
        return self.moment(day.toordinal(), self.spans_on(day)[-1][1])


def read_hours(data: Mapping[str, Any], *, zone: tzinfo, closed: Mapping[date, str]) -> WorkHours:
    """Return the hours that a city pack describes.

    Shape: `{"weekdays": {"mon": [["07:30", "12:00"], …], …}, "ramadan": [{"from", "to", "weekdays"}, …],
    "half_days": {"2026-12-24": "12:00"}}`,
    or `{"always": true}`. Raises ValueError when it can't be meant.
    """
    if data.get("always"):
        return WorkHours(week=(ALWAYS,) * 7, zone=zone, always_open=True)
    return WorkHours(
        week=_read_week(data.get("weekdays", {})),
        zone=zone,
        seasons=tuple(
            Season(_read_date(season["from"]), _read_date(season["to"]), _read_week(season["weekdays"]))
            for season in data.get("ramadan", ())
        ),
        half_days={_read_date(day): time.fromisoformat(str(closes)) for day, closes in data.get("half_days", {}).items()},
        closed=closed,
    )


def add_working_days(day: date, *, days: int, hours: WorkHours) -> date:
    """Return the `days`-th working day after `day`; day 1 is the next working day. Raises ValueError below 1."""
    if days < 1:
        raise ValueError("the first working day after a day is number 1")
    number, ordinal, left = day.year, day.toordinal(), days
    while True:
        ordinals = hours.year(number).ordinals
        passed = bisect_right(ordinals, ordinal)
        if passed + left <= len(ordinals):
            return date.fromordinal(ordinals[passed + left - 1])
        left -= len(ordinals) - passed
        number += 1


def add_working_time(moment: datetime, *, amount: timedelta, hours: WorkHours) -> datetime:
    """Return when `amount` of open time has passed since `moment`: a closing hour rather than the next opening.

    Nothing added in closed time gives the next opening. Raises ValueError for a negative amount.
    """
    if amount < timedelta(0):
        raise ValueError("working time is added, not taken away")
    if not amount:
        return next_opening(moment, hours=hours)
    if hours.always_open:
        return (moment.astimezone(UTC) + amount).astimezone(hours.zone)
    local = moment.astimezone(hours.zone)
    number = local.year
    target = _worked(local, hours) + amount // timedelta(microseconds=1)
    while target > hours.year(number).before[-1]:
        target -= hours.year(number).before[-1]
        number += 1
    year = hours.year(number)
    place = bisect_left(year.before, target) - 1
    left = target - year.before[place]
    for start, stop in year.spans[place]:
        if left <= stop - start:
            break
        left -= stop - start
    return hours.moment(year.ordinals[place], start + left)


def next_opening(moment: datetime, *, hours: WorkHours) -> datetime:
    """Return `moment` itself when the office is open then (the closing hour counts as open), else when it next opens."""
    local = moment.astimezone(hours.zone)
    instant = _of_day(local.time())
    for start, stop in hours.spans_on(local.date()):
        if instant <= stop:
            return local if start <= instant else hours.moment(local.toordinal(), start)
    day = add_working_days(local.date(), days=1, hours=hours)
    return hours.moment(day.toordinal(), hours.spans_on(day)[0][0])


def working_time_between(start: datetime, *, end: datetime, hours: WorkHours) -> timedelta:
    """Return the open time from `start` to `end`; below zero when `end` is the earlier one."""
    if hours.always_open:
        return end - start
    if end < start:
        return -working_time_between(end, end=start, hours=hours)
    first, last = start.astimezone(hours.zone), end.astimezone(hours.zone)
    whole_years = sum(hours.year(number).before[-1] for number in range(first.year, last.year))
    return timedelta(microseconds=whole_years + _worked(last, hours) - _worked(first, hours))


def working_intervals(start: datetime, *, end: datetime, hours: WorkHours) -> list[Interval]:
    """Return the stretches of open time from `start` to `end`, oldest first, none of them empty."""
    first, last = start.astimezone(hours.zone), end.astimezone(hours.zone)
    found = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        for opening, closing in hours.spans_on(date.fromordinal(ordinal)):
            since, until = max(first, hours.moment(ordinal, opening)), min(last, hours.moment(ordinal, closing))
            if since < until:
                found.append(Interval(since, until))
    return found


def _worked(local: datetime, hours: WorkHours) -> int:
    """Return the open microseconds from New Year to a moment that is in the office's own zone already."""
    year = hours.year(local.year)
    ordinal = local.toordinal()
    place = bisect_left(year.ordinals, ordinal)
    total = year.before[place]
    if place < len(year.ordinals) and year.ordinals[place] == ordinal:
        instant = _of_day(local.time())
        total += sum(min(instant, stop) - start for start, stop in year.spans[place] if start < instant)
    return total


def _in_order(spans: tuple[Span, ...]) -> bool:
    edges = [edge for span in spans for edge in span]
    strictly = all(start < stop for start, stop in spans)
    return strictly and edges == sorted(edges) and all(0 <= edge <= DAY for edge in edges)


def _of_day(clock: time) -> int:
    return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * SECOND + clock.microsecond


def _read_week(weekdays: Mapping[str, Any]) -> Week:
    return tuple(tuple((_read_clock(start), _read_clock(stop)) for start, stop in weekdays.get(name, ())) for name in WEEKDAYS)


def _read_clock(text: str) -> int:
    return DAY if text == "24:00" else _of_day(time.fromisoformat(text))


def _read_date(value: object) -> date:
    return date.fromisoformat(str(value))
