"""Tables without a domain word in them: the audit of what is not a case, heartbeats, counters of limits."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One line of the audit: who did what to which thing, when. Rows are only ever added."""

    subject = models.CharField(max_length=120)  # "city.category:pju", "identity.user:12"
    verb = models.CharField(max_length=60)  # past tense: "category.changed"
    actor = models.CharField(max_length=120)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-at"], name="event_subject"),
            models.Index(fields=["-at"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject}"


class Heartbeat(models.Model):
    """When a part of the system (the worker) last said that it is alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"


class Count(models.Model):
    """How often something was done in one window of time; `key` is a digest, never an address."""

    key = models.CharField(max_length=64, primary_key=True)
    number = models.IntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.number} until {self.ends_at:%H:%M:%S}"
