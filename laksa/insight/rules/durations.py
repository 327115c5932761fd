# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long things took: median and ninth of ten, by the wall clock and in office hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from laksa.insight.rules.measures import NO_SHARE, Share, quantile

MEDIAN, NINTH = 0.5, 0.9


@dataclass(frozen=True)
class Spread:
    """The middle of `number` durations and what nine of ten stay within; None of nothing."""

    number: int = 0
    median: timedelta | None = None
    ninth: timedelta | None = None


def spread_of(durations: Iterable[timedelta]) -> Spread:
    """Return the spread of some durations."""
    ordered = sorted(durations)
    return Spread(len(ordered), quantile(ordered, MEDIAN), quantile(ordered, NINTH))


@dataclass(frozen=True)
class Course:
    """How one case went: the moments that count, and the office hours between them.

    `promised` and `lawful` are None while it can't be said yet: not done, and its date still to come.
    """

    agency: str
    answered: timedelta | None = None
    answered_worked: timedelta | None = None
    solved: timedelta | None = None
    solved_worked: timedelta | None = None
    promised: bool | None = None
    lawful: bool | None = None


@dataclass(frozen=True)
class Times:
    """How quick the cases of a period were: first answer and solution, by the wall clock and in office hours."""

    answered: Spread = Spread()
    answered_worked: Spread = Spread()
    solved: Spread = Spread()
    solved_worked: Spread = Spread()
    promised: Share = NO_SHARE
    lawful: Share = NO_SHARE


@dataclass(frozen=True)
class TimesBy:
    """The times of all cases, and of each agency that had some."""

    all: Times = Times()
    by_agency: dict[str, Times] = field(default_factory=dict)


def times_of(courses: Iterable[Course]) -> TimesBy:
    """Return the times of some cases, whole and by agency."""
    every = list(courses)
    groups: dict[str, list[Course]] = {}
    for one in every:
        groups.setdefault(one.agency, []).append(one)
    return TimesBy(_times(every), {agency: _times(group) for agency, group in sorted(groups.items())})


def _times(courses: list[Course]) -> Times:
    def spread(name: str) -> Spread:
        return spread_of(value for one in courses if (value := getattr(one, name)) is not None)

    def share(name: str) -> Share:
        said = [value for one in courses if (value := getattr(one, name)) is not None]
        return Share(sum(said), len(said))

    return Times(
        spread("answered"), spread("answered_worked"), spread("solved"), spread("solved_worked"), share("promised"), share("lawful")
    )


_SPREADS = ("answered", "answered_worked", "solved", "solved_worked")
_SHARES = ("promised", "lawful")


def plain(times: TimesBy) -> dict[str, Any]:
    """Return times as plain values, for a table of the database."""
    return {"all": _plain(times.all), "by_agency": {agency: _plain(one) for agency, one in times.by_agency.items()}}


def _plain(times: Times) -> dict[str, Any]:
    spreads = {name: getattr(times, name) for name in _SPREADS}
    said = {name: [one.number, _seconds(one.median), _seconds(one.ninth)] for name, one in spreads.items()}
    return said | {name: [getattr(times, name).part, getattr(times, name).whole] for name in _SHARES}


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else length.total_seconds()


def unplain(data: Mapping[str, Any]) -> TimesBy:
    """Return the times that `plain` made plain."""
    return TimesBy(_unplain(data["all"]), {agency: _unplain(one) for agency, one in data["by_agency"].items()})


def _unplain(data: Mapping[str, Any]) -> Times:
    def length(seconds: float | None) -> timedelta | None:
        return None if seconds is None else timedelta(seconds=seconds)

    def spread(name: str) -> Spread:
        number, median, ninth = data[name]
        return Spread(number, length(median), length(ninth))

    return Times(
        answered=spread("answered"),
        answered_worked=spread("answered_worked"),
        solved=spread("solved"),
        solved_worked=spread("solved_worked"),
        promised=Share(*data["promised"]),
        lawful=Share(*data["lawful"]),
    )


def kept(due: datetime | None, *, done: datetime | None, at: datetime) -> bool | None:
    """Whether a date was kept; None while it is neither done nor over, or when there is no date."""
    if due is None:
        return None
    if done is not None:
        return done <= due
    return False if due < at else None
