# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every time that a case was called done, what came of it, and what was asked about it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from laksa.cases.models import Case, Participant
from laksa.city.models import Agency, Unit

# Without a value in it: SQLite looks into a partial index only where no value is bound to its condition.
STANDS = Q(reopened_at__isnull=True)
UNWEIGHED = Q(weighed_at__isnull=True, reopened_at__isnull=True)
UNASKED = Q(asked_at__isnull=True, reopened_at__isnull=True, ended_at__isnull=False)


class ClosingQuerySet(models.QuerySet["Closing"]):
    def standing(self) -> ClosingQuerySet:
        """Those that nobody has reopened."""
        return self.filter(STANDS)

    def unweighed(self) -> ClosingQuerySet:
        """Those whose lot has not been drawn yet."""
        return self.filter(UNWEIGHED)

    def unasked(self) -> ClosingQuerySet:
        """Those that ended and whose people were not asked again yet."""
        return self.filter(UNASKED)


class Closing(models.Model):
    """One declaration that a fault is gone, as the story of its case tells it; `turn` counts them from 1."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="closings", db_index=False)
    turn = models.SmallIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # when the reporter said yes, or nobody answered
    reopened_at = models.DateTimeField(null=True)
    weighed_at = models.DateTimeField(null=True)  # when its lot was drawn, whether or not it was chosen
    asked_at = models.DateTimeField(null=True)  # when its people were asked after four weeks
    verdict = models.CharField(max_length=8, blank=True)  # of somebody outside the team: rules.Answer

    objects = ClosingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "turn"], name="one_closing_a_turn")]
        indexes = [
            models.Index(fields=["declared_at", "id"], condition=UNWEIGHED, name="closings_unweighed"),
            models.Index(fields=["ended_at", "id"], condition=UNASKED, name="closings_unasked"),
            # With all that the shares of the teams count by.
            models.Index(fields=["declared_at", "agency", "unit", "reopened_at"], name="closings_by_team"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.turn}"

    def stands_for(self, case: Case) -> bool:
        """Whether the case is still done by this very declaration."""
        return case.resolved_at == self.declared_at


class FollowUp(models.Model):
    """The question after four weeks to one person, and their answer."""

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="follow_ups", db_index=False)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="follow_ups")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    is_fine = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closing", "participant"], name="asked_once_a_closing"),
            models.CheckConstraint(
                condition=Q(answered_at=None, is_fine=None) | Q(answered_at__isnull=False), name="an_answer_has_its_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closing_id}: {self.participant_id}"


def question_of(participant_id: int, case: Case, *, at: datetime) -> FollowUp | None:
    """Return the question that a person may still answer about a case that is done; one query."""
    if case.resolved_at is None:
        return None
    asked = FollowUp.objects.filter(participant_id=participant_id, closing__case=case, closing__declared_at=case.resolved_at)
    return asked.filter(answered_at=None, until__gte=at).first()


class Recurrence(models.Model):
    """The same kind of fault at the same place within 30 days after a closing: counted against it."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="recurrence")  # the new one
    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="recurrences")
    distance_m = models.IntegerField()
    found_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} after {self.closing_id}"


class Progress(models.Model):
    """How far a job has read, so that each run goes on where the last one stopped."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
