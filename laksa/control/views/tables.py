# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures as tables: the page and the spreadsheet draw the same rows, so they cannot say two things."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _

from laksa.insight.rules import Share
from laksa.kernel.spreadsheets import harmless
from laksa.ui.rules import amount, number
from laksa.ui.templatetags.ui import current_voice

DAY, HOUR = 86_400, 3_600


@dataclass(frozen=True)
class Cell:
    """One value: as people read it, as a spreadsheet takes it, and the list behind it."""

    text: str
    raw: str | int | Decimal
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a table; `mark` is the colour of its piece in the bar, `is_part` one of the parts of the line above."""

    label: str
    cells: tuple[Cell, ...]
    mark: str = ""
    meaning: str = ""
    is_part: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a name for addresses, column heads (the first is that of the labels), and perhaps a sum."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: Sequence[Row]
    total: Row | None = None
    notes: tuple[tuple[str, str], ...] = field(default_factory=tuple)  # (word, its definition)


def count_cell(value: int, url: str = "", *, tone: str = "") -> Cell:
    """Return a number of cases; nothing to link to where there are none."""
    return Cell(number(value, current_voice()), value, url if value else "", tone if value else "")


def share_cell(share: Share) -> Cell:
    """Return a percentage with both numbers it was made of."""
    voice = current_voice()
    if share.percent is None:
        return Cell("–", "")
    said = whole(_("%(percent)s %%") % {"percent": number(share.percent, voice, decimals=2)})
    made = whole(_("(%(part)s dari %(whole)s)") % {"part": number(share.part, voice), "whole": number(share.whole, voice)})
    return Cell(f"{said} {made}", share.percent)


def span_cell(span: timedelta | None, *, is_worked: bool = False) -> Cell:
    """Return a length as people say it, in hours for the spreadsheet; working time is said in hours."""
    if span is None:
        return Cell("–", "")
    seconds = span.total_seconds()
    hours = Decimal(seconds / HOUR).quantize(Decimal("0.01"))
    return Cell(say_span(seconds, is_worked=is_worked), hours)


def say_span(seconds: float, *, is_worked: bool = False) -> str:
    """Say a length with one decimal: 6,1 hr, 3,2 jam, 12 menit."""
    voice = current_voice()
    if seconds >= DAY and not is_worked:
        return whole(_("%(count)s hr") % {"count": number(seconds / DAY, voice, decimals=1)})
    if seconds >= HOUR:
        return whole(_("%(count)s jam") % {"count": number(seconds / HOUR, voice, decimals=1)})
    return whole(amount(round(seconds / 60), "minute", voice))


def whole(words: str) -> str:
    """Return words that stay on one line."""
    return words.replace(" ", "\u00a0")


def narrow(table: Table, columns: Sequence[int]) -> Table:
    """Return a table with some of its columns (0 is the first after the labels), as many as a phone has room for."""

    def cut(row: Row) -> Row:
        return replace(row, cells=tuple(row.cells[column] for column in columns))

    heads = (table.heads[0], *(table.heads[column + 1] for column in columns))
    return replace(table, heads=heads, rows=[cut(row) for row in table.rows], total=cut(table.total) if table.total else None)


def as_csv(table: Table, *, filename: str, heading: Iterable[tuple[str, str]]) -> HttpResponse:
    """Return a table for a spreadsheet: `heading` lines say what was counted and when."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    rows = csv.writer(response)
    rows.writerows([harmless(name), harmless(value)] for name, value in heading)
    rows.writerow([])
    rows.writerow([harmless(head) for head in table.heads])
    for row in [*table.rows, *([table.total] if table.total else [])]:
        rows.writerow([harmless(row.label), *(harmless(cell.raw) for cell in row.cells)])
    return response
