# SPDX-License-Identifier: AGPL-3.0-or-later
"""Months as figures count them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo


@dataclass(frozen=True)
class Month:
    """A month of the city's own time: from its first midnight to just before the next month's."""

    begins: datetime
    ends: datetime

    @property
    def key(self) -> str:
        """The month in an address: 2026-11."""
        return f"{self.begins:%Y-%m}"


def month_of(local: datetime) -> Month:
    """Return the month that a local time lies in."""
    begins = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    ends = begins.replace(year=begins.year + 1, month=1) if begins.month == 12 else begins.replace(month=begins.month + 1)
    return Month(begins, ends)


def last_months(local: datetime, count: int) -> list[Month]:
    """Return this month and those before it, newest first."""
    found = [month_of(local)]
    while len(found) < count:
        begins = found[-1].begins
        earlier = begins.replace(year=begins.year - 1, month=12) if begins.month == 1 else begins.replace(month=begins.month - 1)
        found.append(month_of(earlier))
    return found


def read_month(text: str, zone: tzinfo | None) -> Month | None:
    """Return the month of an address, None for anything else."""
    hit = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if not hit or not 1 <= int(hit[2]) <= 12 or not 2000 <= int(hit[1]) <= 2200:
        return None
    return month_of(datetime(int(hit[1]), int(hit[2]), 1, tzinfo=zone))
