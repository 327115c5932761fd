"""The three clocks of a group and severity as somebody would change them: what may be set, and where a promise is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

from laksa.deadlines.rules.due import OFFICE_DAY, Clock

SEVERITIES = ("ringan", "sedang", "berat")
CLOCKS = ("verify", "respond", "resolve")
# Longer than this a promise needs a decision on record. Source: SOP of the city, 7 x 24 hours; FGD 103-107.
WEEK_HOURS = 7 * 24
# The law ends every promise: 60 working days (PermenPANRB 62/2018), a year of the calendar is past all of them.
LONGEST_HOURS = 365 * 24


class SopRow(Protocol):
    """A row of the SOP, as the book has it."""

    @property
    def group(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def verify_hours(self) -> float | None: ...
    @property
    def respond_hours(self) -> float | None: ...
    @property
    def resolve_hours(self) -> float | None: ...
    @property
    def clock(self) -> str: ...
    @property
    def since(self) -> datetime: ...
    @property
    def until(self) -> datetime | None: ...


@dataclass(frozen=True)
class Draft:
    """Other numbers for a group and severity; hours as in the SOP (24 for a working day)."""

    group: str
    severity: str
    verify: float | None
    respond: float | None
    resolve: float | None
    clock: Clock

    @classmethod
    def of(cls, row: SopRow) -> Draft:
        """Return the numbers of a row that is in force."""
        return cls(row.group, row.severity, row.verify_hours, row.respond_hours, row.resolve_hours, Clock(row.clock))

    @property
    def key(self) -> tuple[str, str]:
        return self.group, self.severity

    def hours(self, name: str) -> float | None:
        """Return one of CLOCKS."""
        return {"verify": self.verify, "respond": self.respond, "resolve": self.resolve}[name]

    def with_hours(self, name: str, hours: float, clock: Clock) -> Draft:
        """Return the draft with another number for one of CLOCKS."""
        numbers = {one: self.hours(one) for one in CLOCKS} | {name: hours}
        return Draft(self.group, self.severity, numbers["verify"], numbers["respond"], numbers["resolve"], clock)


def write_draft(draft: Draft) -> str:
    """Return a draft as it stands in an address: penerangan/sedang/12/24/72/working_days."""
    numbers = ["" if hours is None else f"{hours:g}" for hours in (draft.verify, draft.respond, draft.resolve)]
    return "/".join([draft.group, draft.severity, *numbers, draft.clock.value])


def read_draft(text: str) -> Draft | None:
    """Return the draft an address names; None for anything else."""
    parts = text.split("/")
    if len(parts) != 6:
        return None
    try:
        verify, respond, resolve = (float(part) if part else None for part in parts[2:5])
        return Draft(parts[0], parts[1], verify, respond, resolve, Clock(parts[5]))
    except ValueError:
        return None


def fault_of(draft: Draft) -> tuple[str, str] | None:
    """Return the clock a draft can't be set for, and why: missing, range or order; None when it can."""
    if draft.resolve is None:
        return "resolve", "missing"
    told = [(name, hours) for name in CLOCKS if (hours := draft.hours(name)) is not None]
    for name, hours in told:
        if not 0 < hours <= LONGEST_HOURS:
            return name, "range"
    for (_, earlier), (name, later) in pairwise(told):
        if earlier > later:
            return name, "order"
    return None


def is_shorter(draft: Draft, row: SopRow) -> bool:
    """Whether a draft promises at least as much as a row on every clock."""
    now = Draft.of(row)
    return all(_is_no_longer(draft.hours(name), now.hours(name), draft.clock, now.clock) for name in CLOCKS)


def _is_no_longer(new: float | None, old: float | None, clock: Clock, before: Clock) -> bool:
    if old is None:
        return True
    return new is not None and length_of(new, clock) <= length_of(old, before)


def length_of(hours: float, clock: Clock) -> timedelta:
    """Return how long a promise lasts at least, to compare promises that count in different ways."""
    if clock == Clock.CALENDAR:
        return timedelta(hours=hours)
    return timedelta(days=hours // 24) + OFFICE_DAY * (hours % 24 / 24)


@dataclass(frozen=True)
class Gap:
    """A group and severity without a promise: from when on (None: already), and until when (None: for good)."""

    group: str
    severity: str
    since: datetime | None
    until: datetime | None


def gaps_of(rows: Sequence[SopRow], *, groups: Iterable[str], at: datetime) -> list[Gap]:
    """Return where, from `at` on, a group's cases would have no time of their own to be solved in."""
    found: list[Gap] = []
    for group in groups:
        for severity in SEVERITIES:
            own = sorted((row for row in rows if row.group == group and row.severity in {severity, "*"}), key=lambda row: row.since)
            found += _gaps(group, severity, [row for row in own if row.resolve_hours is not None], at)
    return found


def _gaps(group: str, severity: str, rows: list[SopRow], at: datetime) -> Iterable[Gap]:
    covered = at
    for row in rows:
        if row.until is not None and row.until <= covered:
            continue
        if row.since > covered:
            yield Gap(group, severity, None if covered == at else covered, row.since)
        if row.until is None:
            return
        covered = row.until
    yield Gap(group, severity, None if covered == at else covered, None)
