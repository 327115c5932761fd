# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ladder of one case as a line in true scale: where nights, steps and holders lie, in the units of the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT = 16, 624
MIDDLE = 150  # the line of time
LABEL = 116  # how wide the words of a step are
APART = 22  # two marks nearer than this are one to the eye
NIGHTS_UP_TO = timedelta(days=14)  # beyond it nights are thinner than a hairline
DAY_LABEL = 62


@dataclass(frozen=True)
class Mark:
    """A step to be drawn: when it fell due, when it went (None: not yet), its words, how it stands.

    `stand` is done, late, mine, unread or ahead.
    """

    fell_at: datetime
    told_at: datetime | None
    label: str
    who: str
    detail: str
    stand: str


@dataclass(frozen=True)
class Drawn:
    """A step on the drawing; `fell_x` is None unless it was kept back so long that the eye sees it."""

    x: float
    mark: Mark
    fell_x: float | None
    is_above: bool
    is_worded: bool
    anchor: str

    @property
    def text_x(self) -> float:
        return {"start": self.x - 6, "end": self.x + 6}.get(self.anchor, self.x)


@dataclass(frozen=True)
class Bar:
    """A stretch between two moments: a night, or the time that a party held the case."""

    x: float
    width: float
    tone: str = ""


@dataclass(frozen=True)
class LadderLine:
    """All of the drawing but its words of days."""

    nights: tuple[Bar, ...]
    steps: tuple[Drawn, ...]
    held: tuple[Bar, ...]
    now_x: float
    due_x: float
    start_x: float
    end_x: float
    midnights: tuple[tuple[float, datetime], ...]


@dataclass(frozen=True)
class Scale:
    """Turns a moment into a place on the line."""

    start: datetime
    end: datetime

    def x(self, at: datetime) -> float:
        share = (at - self.start) / (self.end - self.start)
        return round(LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT), 1)

    def bar(self, since: datetime, until: datetime, tone: str = "") -> Bar:
        x = self.x(since)
        return Bar(x, max(round(self.x(until) - x, 1), 1.0), tone)


def scale_of(start: datetime, *, due: datetime, now: datetime, marks: Sequence[Mark]) -> Scale:
    """Return the scale that holds everything from the start to now, the due time and every step, with a little after them."""
    last = max([due, now, *(mark.told_at or mark.fell_at for mark in marks)])
    span = max(last - start, timedelta(hours=1))
    return Scale(start, last + span * 0.06)


def draw_line(
    scale: Scale,
    *,
    due: datetime,
    now: datetime,
    marks: Sequence[Mark],
    nights: Iterable[tuple[datetime, datetime]],
    held: Iterable[tuple[datetime, datetime, str]],
) -> LadderLine:
    """Return where everything lies; words that would lie over others are left to the list beside the drawing."""
    is_short = scale.end - scale.start <= NIGHTS_UP_TO
    return LadderLine(
        nights=tuple(scale.bar(since, until) for since, until in nights) if is_short else (),
        steps=_steps(scale, marks),
        held=tuple(scale.bar(since, until, tone) for since, until, tone in held),
        now_x=scale.x(now),
        due_x=scale.x(due),
        start_x=scale.x(scale.start),
        end_x=scale.x(scale.end),
        midnights=_midnights(scale),
    )


def _steps(scale: Scale, marks: Sequence[Mark]) -> tuple[Drawn, ...]:
    # One's own step keeps its words whatever lies beside it.
    order = sorted(range(len(marks)), key=lambda place: (marks[place].stand != "mine", place))
    taken: dict[bool, list[float]] = {True: [], False: []}
    drawn: dict[int, Drawn] = {}
    for place in order:
        mark = marks[place]
        x, fell = scale.x(mark.told_at or mark.fell_at), scale.x(mark.fell_at)
        wish = place % 2 == 1
        free = [side for side in (wish, not wish) if all(abs(x - other) >= LABEL for other in taken[side])]
        side = free[0] if free else wish
        if free:
            taken[side].append(x)
        anchor = "start" if x < LEFT + LABEL / 2 else "end" if x > RIGHT - LABEL / 2 else "middle"
        kept_back = mark.told_at is not None and x - fell >= APART / 2
        drawn[place] = Drawn(x, mark, fell if kept_back else None, side, bool(free), anchor)
    # One's own lies over the others.
    return tuple(drawn[place] for place in sorted(drawn, key=lambda place: (marks[place].stand == "mine", place)))


def _midnights(scale: Scale) -> tuple[tuple[float, datetime], ...]:
    """Return the midnights, so many that their names don't touch."""
    days = max((scale.end - scale.start) / timedelta(days=1), 0.1)
    every = max(1, round(DAY_LABEL / ((RIGHT - LEFT) / days) + 0.49))
    day = scale.start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    found = []
    while day < scale.end:
        found.append((scale.x(day), day))
        day += timedelta(days=every)
    return tuple(found)
