# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many cases stand where: written by the database itself whenever a case comes, changes or goes (migration 0001).

A change is one or two rows of `Delta`, only ever added, so that no two reports wait for one counter. A job adds them up
into `Tally`. A figure is the sum of both, and so exact at every moment.
"""

from __future__ import annotations

from django.db import models

from laksa.insight.rules import STATES

# What the tallies can be cut by: the column of Delta that gives the key, and the one that gives the day.
CUTS: dict[str, tuple[str, str]] = {
    "agency": ("agency", "received_on"),
    "village": ("village", "received_on"),
    "category": ("category", "received_on"),
    "severity": ("severity", "received_on"),
    "channel": ("channel", "received_on"),
    # Ended cases by the day they ended, so that "received in" and "ended in" are never mixed.
    "ended": ("agency", "ended_on"),
}
COUNTERS: tuple[str, ...] = tuple(state.value for state in STATES)


class Delta(models.Model):
    """One case more (`sign` 1) or less (-1) of these facts; not yet added up."""

    received_on = models.DateField()
    ended_on = models.DateField(null=True)
    agency = models.CharField(max_length=40)
    village = models.CharField(max_length=13)  # "" when the place is not known
    category = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    severity = models.CharField(max_length=6)
    channel = models.CharField(max_length=16)
    state = models.CharField(max_length=20)
    marks = models.SmallIntegerField()  # rules.EXAMPLE | SEALED | EMERGENCY
    sign = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"{self.sign:+d} {self.state} {self.received_on}"


class Tally(models.Model):
    """How many cases of one day (or month) and key are in each state: one counter a state."""

    cut = models.CharField(max_length=8)
    grain = models.CharField(max_length=1)  # "d", or "m": a whole month under its first day
    day = models.DateField()
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    marks = models.SmallIntegerField()
    received = models.IntegerField(default=0)
    triage = models.IntegerField(default=0)
    assigned = models.IntegerField(default=0)
    in_progress = models.IntegerField(default=0)
    planned = models.IntegerField(default=0)
    working = models.IntegerField(default=0)
    awaiting_reporter = models.IntegerField(default=0)
    awaiting_decision = models.IntegerField(default=0)
    awaiting_outside = models.IntegerField(default=0)
    resolved = models.IntegerField(default=0)
    confirmed = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    merged = models.IntegerField(default=0)
    withdrawn = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cut", "grain", "day", "key", "kind", "marks"], name="one_tally_a_cell")]

    def __str__(self) -> str:
        return f"{self.cut} {self.key} {self.day}"


class DayFigures(models.Model):
    """The figures of one day as they stood right after it. Written once; the database refuses to change or delete them.

    What is corrected later shows as the difference to a count of today.
    """

    day = models.DateField(primary_key=True)
    taken_at = models.DateTimeField()
    data = models.JSONField()

    def __str__(self) -> str:
        return f"{self.day}"


class Check(models.Model):
    """One whole recount of the cases against the tallies, and what did not agree."""

    at = models.DateTimeField()
    cases = models.IntegerField()
    differences = models.JSONField(default=list)

    class Meta:
        get_latest_by = "at"
        indexes = [models.Index(fields=["-at"], name="check_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {len(self.differences)} differences"

    @property
    def holds(self) -> bool:
        return not self.differences


class KeptTimes(models.Model):
    """How long the cases of a usual stretch of days took, worked out in the background: reading them all takes seconds."""

    name = models.CharField(max_length=10, primary_key=True)  # "30": thirty days up to `until`
    since = models.DateField()
    until = models.DateField()
    at = models.DateTimeField()
    data = models.JSONField()

    def __str__(self) -> str:
        return f"{self.name} {self.until}"
