"""The due times of a report, from the SOP that was in force when it came."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from laksa.city.models import Book, book
from laksa.city.rules.facts import AgencyFacts, SopFacts
from laksa.deadlines import rules
from laksa.deadlines.rules import LAW_DAYS, Clock, Night, Norm, Targets, WorkHours, due_at, read_hours, read_night
from laksa.identity.rules import in_force

__all__ = ["Targets", "add_working_days", "hours_of", "night", "targets_for"]

# Perpres 21/2023 (general knowledge): Mon-Thu 07:30-16:00, Fri 07:30-16:30; for a city that names no hours.
USUAL_HOURS = {"weekdays": {key: [["07:30", "16:00"]] for key in ("mon", "tue", "wed", "thu")} | {"fri": [["07:30", "16:30"]]}}


def targets_for(*, group: str, severity: str, agency: str | None, received_at: datetime, norm: Norm = Norm.ORDINARY) -> Targets:
    """Return by when a report must be verified, answered and done.

    The row of the group and severity counts, then the group's `*`, then the city's `*`, `*`. Without an agency the city's hours hold.
    """
    almanac = _almanac()
    sop = almanac.sop((group, severity), (group, "*"), ("*", severity), ("*", "*"), at=received_at)
    general = almanac.sop(("*", "*"), at=received_at)
    clock = Clock(sop.clock) if sop else Clock.CALENDAR

    def due(hours: float | None, clock: Clock = clock) -> datetime | None:
        return None if hours is None else due_at(received_at, hours=hours, clock=clock, hours_of_agency=almanac.hours(agency))

    resolve = due(sop.resolve_hours) if sop else None
    promises = [resolve, due(general.resolve_hours, Clock(general.clock)) if general else None]
    return Targets(
        sop_id=sop.id if sop else None,
        clock=clock,
        verify_due_at=due(sop.verify_hours) if sop else None,
        respond_due_at=due(sop.respond_hours) if sop else None,
        resolve_due_at=resolve,
        promise_due_at=min((promise for promise in promises if promise), default=None),
        law_due_at=_law_due(almanac, norm=norm, received_at=received_at),
    )


def add_working_days(at: datetime, *, days: int, agency: str | None) -> datetime:
    """Return the closing hour of an agency's `days`-th working day after `at`; day 1 is the next working day."""
    hours = hours_of(agency)
    return hours.closing(rules.add_working_days(at.astimezone(hours.zone).date(), days=days, hours=hours))


def hours_of(agency: str | None) -> WorkHours:
    """Return the hours of an agency, or the city's; the same object until the city's data change."""
    return _almanac().hours(agency)


def night() -> Night:
    """Return the hours in which the city's staff are told of emergencies only."""
    city = book().city
    return read_night(city.quiet, ZoneInfo(city.time_zone))


def _law_due(almanac: _Almanac, *, norm: Norm, received_at: datetime) -> datetime:
    # The law's working days are everybody's, also for an office that works on holidays.
    hours_of_city = almanac.hours(None)
    row = almanac.sop(("*sp4n", norm.value), at=received_at)
    if row and row.resolve_hours:
        return due_at(received_at, hours=row.resolve_hours, clock=Clock(row.clock), hours_of_agency=hours_of_city)
    return due_at(received_at, hours=LAW_DAYS[norm] * 24, clock=Clock.WORKING, hours_of_agency=hours_of_city)


class _Almanac:
    """What is worked out once from a book: the hours of the offices and the versions of each SOP."""

    def __init__(self, source: Book) -> None:
        self.source = source
        self._hours: dict[tuple[str, bool], WorkHours] = {}
        self._sops: dict[tuple[str, str], list[SopFacts]] = defaultdict(list)
        for row in source.sops:
            self._sops[row.group, row.severity].append(row)

    def hours(self, agency: str | None) -> WorkHours:
        """Return an agency's hours; those without hours of their own share the city's, and so its worked-out years."""
        facts: AgencyFacts | None = self.source.agencies[agency] if agency else None
        own = facts.hours if facts else None
        works_holidays = facts.works_holidays if facts else False
        key = (facts.slug if facts and own else "", works_holidays)
        known = self._hours.get(key)
        if known is None:
            closed = {} if works_holidays else self.source.calendar
            zone = ZoneInfo(self.source.city.time_zone)
            known = self._hours[key] = read_hours(own or self.source.city.hours or USUAL_HOURS, zone=zone, closed=closed)
        return known

    def sop(self, *keys: tuple[str, str], at: datetime) -> SopFacts | None:
        """Return the row in force at `at` for the first key that has one."""
        for key in keys:
            for row in self._sops.get(key, ()):
                if in_force(row.since, row.until, at):
                    return row
        return None


# Holds one almanac at most: that of the current book.
_held: list[_Almanac] = []


def _almanac() -> _Almanac:
    current = book()
    if not _held or _held[0].source is not current:
        _held[:] = [_Almanac(current)]
    return _held[0]
