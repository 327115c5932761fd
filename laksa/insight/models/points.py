# SPDX-License-Identifier: AGPL-3.0-or-later
"""Months of points that are closed, objections to their lines, and the stories that open ones are read from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from laksa.cases.models import Case, Entry
from laksa.cases.rules import TURNING_KINDS
from laksa.city.models import book
from laksa.identity.models import Post, User
from laksa.insight.rules.points import READ_KINDS, Act, Line, PointRules, Story, next_month, read_rules

# How far back an officer's own acts may lie for a resident's word of today to count for them.
LOOK_BACK = timedelta(days=180)
# Something of these in a month gives a line, or says what became of a closing.
MOVING_KINDS = frozenset(
    {"reply", "asked", "planned", "referred", "resolved", "answered", "confirmed", "check_passed", "reopened", "returned", "closed"}
)


class PointMonth(models.Model):
    """One officer's month after it was closed: its lines do not change any more, later corrections stand in a later month."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="point_months", db_index=False)
    month = models.DateField()
    nip = models.CharField(max_length=18, blank=True)
    name = models.CharField(max_length=120)
    agency = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField()
    points = models.DecimalField(max_digits=8, decimal_places=2)
    rules = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "month"], name="one_closing_a_month")]
        indexes = [models.Index(fields=["month", "agency"], name="point_months_by_agency")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.month:%Y-%m}"


class PointLine(models.Model):
    """One line of a closed month. The case is named, not pointed at: the line stays whatever becomes of it."""

    month = models.ForeignKey(PointMonth, on_delete=models.CASCADE, related_name="lines", db_index=False)
    place = models.SmallIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=32)
    case_id = models.BigIntegerField()
    code = models.CharField(max_length=16)
    title = models.CharField(max_length=120, blank=True)
    number = models.IntegerField()
    points = models.DecimalField(max_digits=7, decimal_places=2)
    whole = models.DecimalField(max_digits=7, decimal_places=2)
    sharers = models.SmallIntegerField(default=1)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["month", "place"]
        constraints = [models.UniqueConstraint(fields=["month", "place"], name="one_point_line_a_place")]

    def __str__(self) -> str:
        return f"{self.month_id}/{self.place}"

    @property
    def line(self) -> Line:
        """The line as the rules know it."""
        return Line(
            self.month.user_id,
            self.at,
            Act(self.act),
            self.case_id,
            self.code,
            self.title,
            self.number,
            self.points,
            self.whole,
            self.sharers,
            self.facts,
        )


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def pending(self) -> ObjectionQuerySet:
        return self.filter(answered_at=None)


class Objection(models.Model):
    """An officer says that a line is wrong; until somebody has answered, the line is in no export."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="point_objections", db_index=False)
    month = models.DateField()
    case_id = models.BigIntegerField()
    code = models.CharField(max_length=16)
    number = models.IntegerField()
    act = models.CharField(max_length=32)
    agency = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    # What the line is worth after an objection that was right; None: it stays.
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "month", "case_id", "number", "act"], name="one_objection_a_line"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", points=None) | Q(answered_at__isnull=False), name="an_objection_is_answered_whole"
            ),
        ]
        indexes = [models.Index(fields=["agency", "due_at"], condition=Q(answered_at__isnull=True), name="open_objections")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.code}/{self.number}"

    @property
    def key(self) -> tuple[int, int, str]:
        return self.case_id, self.number, self.act

    @property
    def is_pending(self) -> bool:
        return self.answered_at is None

    @property
    def is_upheld(self) -> bool:
        return self.points is not None


def rules_of_city() -> PointRules:
    """Return the city's rules as they are now."""
    return read_rules(book().city.performance)


def bounds_of(month: date) -> tuple[datetime, datetime]:
    """Return when a month begins and ends in the city's time."""
    zone = ZoneInfo(book().city.time_zone or settings.TIME_ZONE)
    return tuple(datetime.combine(day, time(), tzinfo=zone) for day in (month, next_month(month)))  # type: ignore[return-value]


def stories_of(user_id: int, *, since: datetime, until: datetime) -> list[tuple[Case, Story]]:
    """Return the cases an officer has worked on in which something counted in a time, with their stories; three queries."""
    keys = list(moved_cases(user_id, since=since, until=until))
    told = Entry.objects.filter(case_id__in=keys, kind__in=READ_KINDS | TURNING_KINDS).order_by("case_id", "number")
    entries = {case_id: list(rows) for case_id, rows in groupby(told.iterator(), key=lambda entry: entry.case_id)}
    cases = Case.objects.filter(pk__in=keys).defer("public_text", "decision", "answers").order_by("pk")
    return [(case, _story(case, entries.get(case.pk, []))) for case in cases]


def moved_cases(user_id: int, *, since: datetime, until: datetime) -> models.QuerySet[Entry, int]:
    """Return the keys of the cases of an officer in which something counted in a time, from indexes of the entries alone."""
    own = Entry.objects.filter(user_id=user_id, at__gte=since - LOOK_BACK, at__lt=until).order_by()
    moved = Entry.objects.filter(case_id__in=own.values("case_id"), kind__in=MOVING_KINDS, at__gte=since, at__lt=until).order_by()
    return moved.values_list("case_id", flat=True).distinct()


def _story(case: Case, entries: list[Entry]) -> Story:
    dates = case.received_at, case.respond_due_at, case.resolve_due_at
    return Story(case.pk, case.code, case.title, case.severity, *dates, entries)


def kept_months(user_id: int, *, since: date) -> dict[date, tuple[PointMonth, list[Line]]]:
    """Return the closed months of an officer since a day, with their lines; two queries."""
    months = list(PointMonth.objects.filter(user_id=user_id, month__gte=since))
    lines = lines_of(months)
    return {one.month: (one, lines[one.pk]) for one in months}


def lines_of(months: Iterable[PointMonth]) -> dict[int, list[Line]]:
    """Return the lines of closed months by their month's number, in their order; one query."""
    by_key = {one.pk: one for one in months}
    lines: dict[int, list[Line]] = {pk: [] for pk in by_key}
    for row in PointLine.objects.filter(month_id__in=list(by_key)).order_by("month_id", "place"):
        row.month = by_key[row.month_id]
        lines[row.month_id].append(row.line)
    return lines


def closed_months(agencies: Iterable[str], *, since: date) -> list[date]:
    """Return the months since a day that are closed for somebody of these offices, the newest first."""
    kept = PointMonth.objects.filter(month__gte=since, agency__in=list(agencies)).order_by("-month")
    return list(kept.values_list("month", flat=True).distinct())


def still_open(month: date) -> models.QuerySet[User]:
    """Return those who served in a month that is not closed for them yet."""
    start, end = bounds_of(month)
    served = Post.objects.filter(since__lt=end, agency__isnull=False).exclude(until__lte=start).values("user_id")
    return User.objects.filter(pk__in=served).exclude(pk__in=PointMonth.objects.filter(month=month).values("user_id"))


def pending_objections(agency: str, *, limit: int = 50) -> list[Objection]:
    """Return the objections that an office has not answered yet, the most pressing first."""
    waiting = Objection.objects.filter(agency=agency, answered_at__isnull=True).select_related("user").order_by(F("due_at"), "pk")
    return list(waiting[:limit])
