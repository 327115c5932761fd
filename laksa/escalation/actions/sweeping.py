# SPDX-License-Identifier: AGPL-3.0-or-later
"""The minute's round: look at what has changed, tell what has fallen due. Safe to run twice, also at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType

from django.db import OperationalError, transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q

from laksa.cases.actions.story import lock_case
from laksa.cases.models import Case
from laksa.city.models import book
from laksa.escalation.actions.telling import Round, tell
from laksa.escalation.models import Ladders, Step, Watch, courses_of, is_urgent, ladders
from laksa.escalation.rules import next_at, reached
from laksa.threads.models import Thread

# A round takes less than two seconds (bench sweep); what is left waits a minute.
WATCHED_AT_ONCE = 5_000
TOLD_AT_ONCE = 150
# Parameters in one statement are limited on SQLite.
BATCH = 500

# What a watch is worked out from; a case page needs much more.
NEEDED = (
    "code",
    "state",
    "state_since",
    "is_emergency",
    "category",
    "severity",
    "agency",
    "unit",
    "holder",
    "received_at",
    "verify_due_at",
    "respond_due_at",
    "resolve_due_at",
    "promised_on",
    "entry_count",
)


@dataclass(frozen=True)
class Swept:
    """What a round did: cases looked at anew, cases of which somebody was told."""

    watched: int
    told: int


@dataclass
class Mishaps:
    """What went wrong with single cases: it must not let the others sleep, and is raised when all of them have had their turn."""

    found: list[Exception] = field(default_factory=list)

    def spare(self, case_id: int) -> Spared:
        """Return the frame for one case's work: `with mishaps.spare(pk): …`."""
        return Spared(case_id, self.found)

    def tell(self) -> None:
        if self.found:
            raise ExceptionGroup("cases that could not be looked after", self.found)


@dataclass(frozen=True)
class Spared:
    """One case's work; what it raises is kept for later, unless the database is away for all of them."""

    case_id: int
    kept: list[Exception]

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        if not isinstance(error, Exception) or isinstance(error, OperationalError):
            return False
        error.add_note(f"case {self.case_id}")
        self.kept.append(error)
        return True


def sweep(*, at: datetime) -> Swept:
    """Tell everybody whom the ladder names, each step once; to be run every minute.

    Raises ExceptionGroup in the end for cases that could not be looked after: the failed job is seen by the operator.
    """
    if not book().version:
        return Swept(0, 0)
    mishaps, told = Mishaps(), 0
    watched = watch_changed(mishaps, at=at)
    due = due_watches(at)
    if due:
        this_round = Round.begin(at)
    for case_id in due:
        with mishaps.spare(case_id):
            told += tell_case(case_id, this_round)
    mishaps.tell()
    return Swept(watched, told)


def due_watches(at: datetime) -> list[int]:
    """Return the cases to look at in one round: emergencies first, so that no heap of late cases stands before them; then by time."""
    kinds = [slug for slug, category in book().categories.items() if category.emergency]
    urgent = Q(case__is_emergency=True) | Q(case__category__in=kinds)
    rows = Watch.objects.filter(next_at__lte=at).order_by(ExpressionWrapper(urgent, BooleanField()).desc(), "next_at")
    return list(rows.values_list("pk", flat=True)[:TOLD_AT_ONCE])


def changed_cases() -> Iterable[Case]:
    """Return open cases that nobody watches, or that have changed since: an entry more, or another target."""
    moved = Q(resolve_due_at__isnull=False) & (Q(watch__due_at=None) | ~Q(watch__due_at=F("resolve_due_at")))
    gone = Q(resolve_due_at=None, watch__due_at__isnull=False)
    stale = Q(watch=None) | Q(watch__seen__lt=F("entry_count")) | moved | gone
    return Case.objects.open().filter(stale).only(*NEEDED)


def watch_changed(mishaps: Mishaps, *, at: datetime) -> int:
    """Work out anew when each changed case is to be looked at next; return how many there were."""
    cases = list(changed_cases()[:WATCHED_AT_ONCE])  # type: ignore[index]
    city = ladders()
    for first in range(0, len(cases), BATCH):
        batch = cases[first : first + BATCH]
        keys = [case.pk for case in batch]
        told, threads = _told(keys), _open_threads(keys)
        watches = []
        for case in batch:
            with mishaps.spare(case.pk):
                watches.append(watch_of(case, city, told=told[case.pk], threads=threads[case.pk]))
        Watch.objects.bulk_create(watches, update_conflicts=True, unique_fields=["case"], update_fields=["next_at", "seen", "due_at"])
    return len(cases)


def watch_of(case: Case, city: Ladders, *, told: set[tuple[str, int]], threads: Sequence[Thread]) -> Watch:
    """Return the watch over a case as it is now."""
    falls = city.falls(courses_of(case, threads))
    when = next_at(falls, told=told, night=city.night, is_emergency=is_urgent(case))
    return Watch(case=case, next_at=when, seen=case.entry_count, due_at=case.resolve_due_at)


@transaction.atomic
def tell_case(case_id: int, this_round: Round) -> bool:
    """Tell what has fallen due in one case; False when there was nothing (any more)."""
    watch = Watch.objects.select_for_update(skip_locked=True).filter(pk=case_id, next_at__lte=this_round.at).first()
    if watch is None:
        return False  # another worker has it
    case = lock_case(case_id)
    threads = _open_threads([case_id])[case_id]
    told = _told([case_id])[case_id]
    city = this_round.ladders
    falls = city.falls(courses_of(case, threads))
    is_kept_back = city.night.covers(this_round.at) and not is_urgent(case)
    due = [] if is_kept_back else reached(falls, told=told, at=this_round.at)
    if due:
        tell(case, due, {thread.pk: thread for thread in threads}, this_round)
        told |= {fall.key for fall in due}
    if case.is_ended:
        watch.delete()
        return False
    after = watch_of(case, city, told=told, threads=threads)
    Watch.objects.filter(pk=case_id).update(next_at=after.next_at, seen=after.seen, due_at=after.due_at)
    return bool(due)


def forget_ended_watches() -> int:
    """Delete the watches over cases that have ended; return how many. To be run every hour."""
    ended = Watch.objects.filter(case__is_open=False).values_list("pk", flat=True)
    return Watch.objects.filter(pk__in=list(ended[:WATCHED_AT_ONCE])).delete()[0]


def _told(case_ids: list[int]) -> defaultdict[int, set[tuple[str, int]]]:
    found: defaultdict[int, set[tuple[str, int]]] = defaultdict(set)
    for case_id, subject, number in Step.objects.filter(case__in=case_ids).values_list("case_id", "subject", "number"):
        found[case_id].add((subject, number))
    return found


def _open_threads(case_ids: list[int]) -> defaultdict[int, list[Thread]]:
    found: defaultdict[int, list[Thread]] = defaultdict(list)
    for thread in Thread.objects.open().filter(case__in=case_ids):
        found[thread.case_id].append(thread)
    return found
