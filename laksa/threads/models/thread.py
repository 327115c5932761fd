# SPDX-License-Identifier: AGPL-3.0-or-later
"""Threads: what a holder asks of somebody else, with one who must answer and a time until when.

The words themselves are entries of the case (`data["thread"]` names the thread), so that they stand in its one chained story.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from laksa.identity.rules import Actor
from laksa.kernel.sealing import SealedTextField
from laksa.threads.rules import Kind, Status


class ThreadQuerySet(models.QuerySet["Thread"]):
    def open(self) -> ThreadQuerySet:
        return self.filter(is_open=True)

    def overdue(self, at: datetime) -> ThreadQuerySet:
        return self.filter(is_open=True, due_at__lt=at)

    def asked_of(self, user_id: int, agencies: list[str]) -> ThreadQuerySet:
        """What waits for this person, or for an office of theirs where nobody was named."""
        return self.filter(Q(to_user_id=user_id) | Q(to_user=None, to_agency_id__in=agencies), is_open=True)

    def waiting_for(self, actor: Actor) -> ThreadQuerySet:
        """What waits for the actor, for somebody who is away and for whom they stand in, or for an office of theirs, most pressing first."""
        agencies = [post.agency_id for post in actor.posts if post.agency_id]
        mine = Q(to_user_id__in=actor.acts_for) | Q(to_user=None, to_agency_id__in=agencies)
        return self.filter(mine, is_open=True).exclude(kind=Kind.OUTSIDE).order_by("due_at", "pk")

    def asked_by_actor(self, actor: Actor) -> ThreadQuerySet:
        """What the actor asked and still waits for, most pressing first."""
        return self.filter(asked_by_id=actor.user_id or 0, is_open=True).order_by("due_at", "pk")


class Thread(models.Model):
    """One question with its answer: to a person, an office, a leader or a party outside the city."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="threads")
    # Other cases that wait for the same answer; the one above is where it was asked.
    also = models.ManyToManyField("cases.Case", related_name="shared_threads", blank=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    status = models.CharField(max_length=10, choices=[(status.value, status.value) for status in Status], default=Status.OPEN)
    is_open = models.BooleanField(default=True)

    title = models.CharField(max_length=140)  # the question in one sentence
    words = models.TextField(blank=True)
    options = models.JSONField(default=list)  # [{"act", "effect", "cost_idr", "cost_sum", "working_days"}], for decisions
    advised = models.SmallIntegerField(null=True)  # number of the option that the asker advises, from 1
    advice = models.TextField(blank=True)
    chosen = models.SmallIntegerField(null=True)
    is_public = models.BooleanField(default=False)  # whether the answer is read by everybody

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # Who must answer: a person, else an office, else a party outside by its name.
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    to_agency = models.ForeignKey("city.Agency", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    to_unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    to_party = models.CharField(max_length=120, blank=True)
    contact = SealedTextField(blank=True, default="")  # the outside party's e-mail address
    promised_at = models.DateTimeField(null=True)  # when the other side says that it will be done
    hops = models.SmallIntegerField(default=0)  # how often it was passed on
    taken_at = models.DateTimeField(null=True)  # when somebody took it from their office's queue, or said yes to a task

    # The outside party's link; the secret is derived from the seed and a key of the server, as a reporter's is.
    seed = models.CharField(max_length=32, blank=True)
    token_digest = models.CharField(max_length=64, null=True, unique=True)

    read_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(is_open=True), name="open_threads_by_due"),
            models.Index(fields=["to_user", "due_at"], condition=Q(is_open=True), name="open_threads_by_person"),
            models.Index(fields=["to_agency", "due_at"], condition=Q(is_open=True), name="open_threads_by_agency"),
            models.Index(fields=["asked_by", "due_at"], condition=Q(is_open=True), name="open_threads_by_asker"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=True, ended_at=None, status=Status.OPEN)
                | (Q(is_open=False, ended_at__isnull=False) & ~Q(status=Status.OPEN)),
                name="an_ended_thread_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(to_user__isnull=False) | Q(to_agency__isnull=False) | ~Q(to_party=""), name="a_thread_asks_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.title}"
