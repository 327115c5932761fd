# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which days somebody looks at, and how an address says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from laksa.insight.rules import Period

if TYPE_CHECKING:
    from django.utils.functional import Promise

USUAL = "30"
# Times are read case by case: beyond a quarter only when they are asked for.
QUARTER_DAYS = 92
YEARS = range(2000, 2100)
PERIODS: dict[str, str | Promise] = {
    "7": _("7 hari"),
    "30": _("30 hari"),
    "90": _("90 hari"),
    "tahun": _("Tahun ini"),
    "365": _("365 hari"),
    "semua": _("Sejak awal"),
    "sendiri": _("Pilih tanggal"),
}


@dataclass(frozen=True)
class Chosen:
    """The days chosen; `name` is the word in the address, `with_times` whether times of a long period are wanted."""

    name: str
    period: Period
    with_times: bool = False

    @property
    def label(self) -> str:
        return str(PERIODS[self.name])

    @property
    def query(self) -> str:
        """The address's query that chooses these days again."""
        values = {"masa": self.name}
        if self.name == "sendiri" and self.period.since:
            values |= {"dari": self.period.since.isoformat(), "sampai": self.period.until.isoformat()}
        return urlencode(values | ({"waktu": "ya"} if self.with_times else {}))

    @property
    def is_long(self) -> bool:
        return not 0 < self.period.days <= QUARTER_DAYS

    @property
    def shows_times(self) -> bool:
        return self.with_times or not self.is_long


def read_period(query: Mapping[str, str], *, today: date) -> Chosen:
    """Return the days an address asks for; what cannot be meant is the last thirty."""
    name = query.get("masa", "") if query.get("masa", "") in PERIODS else USUAL
    with_times = bool(query.get("waktu"))
    if name == "sendiri":
        since, until = _day(query.get("dari", "")), _day(query.get("sampai", ""))
        until = min(until or today, today)
        if since is None or since > until:
            return Chosen(USUAL, _last(30, today), with_times)
        return Chosen(name, Period(since, until), with_times)
    if name == "semua":
        return Chosen(name, Period(None, today), with_times)
    if name == "tahun":
        return Chosen(name, Period(today.replace(month=1, day=1), today), with_times)
    return Chosen(name, _last(int(name), today), with_times)


def _last(days: int, today: date) -> Period:
    return Period(today - timedelta(days=days - 1), today)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def read_month(text: str, *, today: date) -> Period:
    """Return the month an address names ("2026-11"), up to today; the running one for what is none or still to come."""
    first = _day(f"{text}-01") or today.replace(day=1)
    if first > today:
        first = today.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return Period(first, min(last, today))
