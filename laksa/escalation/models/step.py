# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was told to whom because of the ladder, and when each case is to be looked at next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q

from laksa.outbox.models import Message

IS_TOLD = Q(told_at__isnull=False)
IS_UNREAD = Q(told_at__isnull=False, read_at__isnull=True, user__isnull=False)


class StepQuerySet(models.QuerySet["Step"]):
    def told(self) -> StepQuerySet:
        """What reached somebody, not what was passed over."""
        return self.filter(IS_TOLD)

    def unread_by(self, user_id: int | None) -> StepQuerySet:
        """What a person was told and has not looked at; nothing for who is no person."""
        return self.none() if user_id is None else self.filter(IS_UNREAD, user_id=user_id)


class Step(models.Model):
    """One rung that was reached: one row for each person who was told, or one that says why nobody was."""

    TOLD = "told"
    PASSED = "passed"  # a higher rung was reached by the time anybody could be told
    NOBODY = "nobody"  # nobody holds that office, nor any above it

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="steps", db_index=False)
    subject = models.CharField(max_length=32)  # "case", "thread:12", "plan:2026-11-25": see rules.Course
    thread = models.ForeignKey("threads.Thread", on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    ladder = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField(null=True)
    days = models.SmallIntegerField(null=True)
    # Of the people of one rung the first, the second ...: with it each step is written once, whatever else goes on.
    nth = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=6, choices=[(TOLD, TOLD), (PASSED, PASSED), (NOBODY, NOBODY)])
    whom = models.CharField(max_length=20)  # the office that the rung names
    office = models.CharField(max_length=20, blank=True)  # the office of the one who was told, where nobody holds that one
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="steps", db_index=False)
    deputy_for = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    party = models.CharField(max_length=120, blank=True)
    is_wall = models.BooleanField(default=False)
    fell_due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    message = models.ForeignKey("outbox.Message", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = StepQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"], condition=IS_TOLD, name="steps_of_person"),
            models.Index(fields=["user"], condition=IS_UNREAD, name="unread_steps"),
            models.Index(fields=["-told_at", "-id"], condition=IS_TOLD, name="steps_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "subject", "ladder", "number", "nth"], name="each_step_once"),
            models.CheckConstraint(
                condition=Q(outcome="told", told_at__isnull=False) | (~Q(outcome="told") & Q(told_at=None, user=None)),
                name="who_was_told_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.subject} {self.ladder} {self.number}"

    @property
    def is_kept_back(self) -> bool:
        """Whether it fell due at night, so that the letter waited until morning."""
        return self.told_at is not None and (self.told_at - self.fell_due_at).total_seconds() > KEPT_BACK_SECONDS


# Later than a few rounds of the sweep: the night, or a worker that was away.
KEPT_BACK_SECONDS = 900


class Watch(models.Model):
    """When an open case is to be looked at next; written anew when the case has changed since (`seen`, `due_at`)."""

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, primary_key=True, related_name="watch")
    next_at = models.DateTimeField(null=True)
    seen = models.IntegerField()  # how many entries the case had
    due_at = models.DateTimeField(null=True)  # its target then: a changed calendar moves it without an entry

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="watch_by_time")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.next_at}"


def steps_of(case_id: int) -> list[Step]:
    """Return all steps of a case with people and letters, the oldest first; one query."""
    rows = Step.objects.filter(case_id=case_id).select_related("user", "deputy_for")
    return list(rows.prefetch_related(_letters()).order_by("fell_due_at", "number", "nth"))


def news_of(user_id: int) -> models.QuerySet[Step]:
    """Return what a person was told, newest first."""
    return Step.objects.told().filter(user_id=user_id).select_related("case", "deputy_for").order_by("-id")


def unread_count(user_id: int, *, most: int = 99) -> int:
    """Return how many of a person's news are unread, counted no further than `most` + 1: one look at a small index."""
    return Step.objects.unread_by(user_id).values("pk")[: most + 1].count()


def latest_told(limit: int, *, at: datetime) -> list[Step]:
    """Return the newest steps that reached somebody, with case and person: for the wall."""
    rows = Step.objects.told().filter(told_at__lte=at).select_related("case", "user", "deputy_for")
    return list(rows.order_by("-told_at", "-id")[:limit])


def _letters() -> Prefetch[Any, Any, Any]:
    # The words of a letter are sealed; a page needs only how it fared.
    return Prefetch("message", queryset=Message.objects.unopened())
