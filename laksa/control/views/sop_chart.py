# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long last year's cases took, as columns with both limits between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from laksa.control.views.sop_table import short_hours
from laksa.deadlines.rules import Clock
from laksa.deadlines.rules.whatif import Bar, Limit

WIDTH, HEIGHT = 520, 190
# The tallest bar, and the ground it stands on, in the drawing's own units.
TOP, GROUND = 60, 160


@dataclass(frozen=True)
class Column:
    """One column of the histogram, ready to be drawn."""

    x: int
    width: int
    y: int
    height: int
    tone: str
    cases: int
    label: str
    middle: int


@dataclass(frozen=True)
class Line:
    """A limit between two columns, with its words beside it."""

    name: str
    x: int
    words: str
    anchor: str
    text_x: int
    text_y: int


@dataclass(frozen=True)
class Chart:
    """The whole drawing."""

    unit: str
    columns: list[Column]
    lines: list[Line]
    width: int = WIDTH
    height: int = HEIGHT
    ground: int = GROUND


def chart_of(bars: Sequence[Bar], limits: tuple[Limit, Limit], *, name: str) -> Chart:
    """Return the drawing of a histogram of one clock: "verify", "respond" or "resolve"."""
    return Chart(_unit(name, limits[1].clock), _columns(bars, limits), _lines(bars, limits))


def _unit(name: str, clock: Clock) -> str:
    if name == "resolve":
        return _("Lama beres, hari kerja") if clock == Clock.WORKING else _("Lama beres, jam")
    if name == "respond":
        return _("Lama menunggu jawaban, hari kerja") if clock == Clock.WORKING else _("Lama menunggu jawaban, jam")
    return _("Lama dipilah, hari kerja") if clock == Clock.WORKING else _("Lama dipilah, jam")


def _columns(bars: Sequence[Bar], limits: tuple[Limit, Limit]) -> list[Column]:
    tallest = max((bar.cases for bar in bars), default=0) or 1
    step = WIDTH // len(bars)
    now, draft = (_mark(limit) for limit in limits)
    drawn = []
    for place, bar in enumerate(bars):
        height = round((GROUND - TOP) * bar.cases / tallest)
        upto = bar.upto
        late_now = upto is None or upto > now
        late_then = upto is None or upto > draft
        tone = "late" if late_now and late_then else "brand" if not late_now and not late_then else "wait"
        label = _("lebih") if upto is None else short_hours(upto * 24 if limits[1].clock == Clock.WORKING else upto, limits[1].clock)
        drawn.append(Column(place * step + 4, step - 10, GROUND - height, height, tone, bar.cases, label, place * step + step // 2))
    return drawn


def _mark(limit: Limit) -> float:
    return limit.hours / 24 if limit.clock == Clock.WORKING else limit.hours


def _lines(bars: Sequence[Bar], limits: tuple[Limit, Limit]) -> list[Line]:
    """Return where both limits stand between the columns; one where they are the same or count in different ways."""
    step = WIDTH // len(bars)
    edges = [bar.upto for bar in bars]
    lines: list[Line] = []
    for name, limit in (("draft", limits[1]), ("now", limits[0])):
        is_twin = name == "now" and limits[0] == limits[1]
        if is_twin or limit.clock != limits[1].clock or _mark(limit) not in edges:
            continue
        words = _("batas baru, %(limit)s") if name == "draft" and limits[0] != limits[1] else _("berlaku, %(limit)s")
        x = (edges.index(_mark(limit)) + 1) * step - 1
        is_right = x > WIDTH * 0.7
        place = 14 + 18 * len(lines)
        said = words % {"limit": short_hours(limit.hours, limit.clock)}
        lines.append(Line(name, x, said, "end" if is_right else "start", x + (-6 if is_right else 6), place))
    return lines
