"""By when something must be done, as the SOP and the law count it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from laksa.deadlines.rules.hours import WorkHours, add_working_days, add_working_time

# Codebook of the city data, sop.clock: "a fraction of a day is that part of 7.5 office hours".
OFFICE_DAY = timedelta(hours=7, minutes=30)


class Clock(enum.StrEnum):
    """How an SOP counts: by the wall clock, or 24 for each working day."""

    CALENDAR = "calendar_hours"
    WORKING = "working_days"


class Norm(enum.StrEnum):
    """Which of the law's limits binds a report; the values are the severities of the SOP group `*sp4n`."""

    ORDINARY = "tidak-berkadar-pengawasan"
    SUPERVISION = "berkadar-pengawasan"  # misconduct: needs an inspection
    QUESTION = "permintaan-informasi"


# Working days, for a pack without rows of its own. Source: Perpres 76/2013 and PermenPANRB 62/2018
# (14 and 60), sippn.menpan.go.id 8304801 (5 for a normative complaint or information).
LAW_DAYS = {Norm.ORDINARY: 14, Norm.SUPERVISION: 60, Norm.QUESTION: 5}


@dataclass(frozen=True, slots=True)
class Targets:
    """By when a report must be verified, answered and done.

    `promise_due_at` is the shortest promise that applies: a report is late against it, and unlawful after `law_due_at`. Show both.
    """

    sop_id: int | None
    clock: Clock
    verify_due_at: datetime | None
    respond_due_at: datetime | None
    resolve_due_at: datetime | None
    promise_due_at: datetime | None
    law_due_at: datetime

    @property
    def promise_clock(self) -> Clock:
        """How the time to the promise is counted: the row's own way, or the wall clock of the city's general promise."""
        return self.clock if self.promise_due_at == self.resolve_due_at else Clock.CALENDAR


def due_at(received: datetime, *, hours: float, clock: Clock, hours_of_agency: WorkHours) -> datetime:
    """Return when `hours` of an SOP are over.

    Calendar hours run by the wall clock. Of working days each is 24 hours: whole days end at the closing hour of that working day after
    receipt, a fraction is that part of 7.5 office hours, counted from receipt or from the end of the whole days, but never beyond
    the closing hour of the day it is a part of. Raises ValueError unless `hours` is zero or more.
    """
    if not 0 <= hours < float("inf"):
        raise ValueError(f"{hours} is not a number of hours")
    if clock == Clock.CALENDAR:
        return (received.astimezone(UTC) + timedelta(hours=hours)).astimezone(hours_of_agency.zone)
    days, rest = divmod(hours, 24)
    received_on = received.astimezone(hours_of_agency.zone).date()
    start = received
    if days:
        start = hours_of_agency.closing(add_working_days(received_on, days=int(days), hours=hours_of_agency))
        if not rest:
            return start
    due = add_working_time(start, amount=OFFICE_DAY * (rest / 24), hours=hours_of_agency)
    # Short days (Ramadan, half days) may hold less than the fraction: a part must not outlast the whole.
    whole = hours_of_agency.closing(add_working_days(received_on, days=int(days) + 1, hours=hours_of_agency))
    return min(due, whole)
