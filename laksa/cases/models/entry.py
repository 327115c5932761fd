"""The story of a case: entries that are only ever added, each sealed by the hash of the one before."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from laksa.cases.rules import Visibility


def GENESIS(code: str) -> str:  # noqa: N802 - a constant of each chain
    """Return the hash an empty chain starts from, so that no two cases share a beginning."""
    return hashlib.sha256(f"laksa:{code}".encode()).hexdigest()


class EntryQuerySet(models.QuerySet["Entry"]):
    def for_public(self) -> EntryQuerySet:
        return self.filter(visibility=Visibility.PUBLIC)

    def for_reporter(self) -> EntryQuerySet:
        return self.exclude(visibility=Visibility.INTERNAL)


class Entry(models.Model):
    """One thing that happened. The database itself refuses to change or delete it.

    The chain holds a salted digest of the body, so that the law's erasure can drop body and salt
    and leave a tombstone while every hash still checks.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="entries", db_index=False)
    number = models.IntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_label = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False)
    participant = models.ForeignKey("cases.Participant", on_delete=models.PROTECT, null=True, db_index=False)
    kind = models.CharField(max_length=24)
    visibility = models.CharField(max_length=8, choices=[(value.value, value.value) for value in Visibility])
    body = models.TextField(blank=True)
    salt = models.CharField(max_length=32, blank=True)
    body_digest = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_entry_a_number")]
        # What a person did lately, and in which cases: an officer's own page is read from it.
        indexes = [models.Index(fields=["user", "at", "case"], condition=Q(user__isnull=False), name="entry_by_user")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    @property
    def is_erased(self) -> bool:
        return not self.salt

    def seal(self, prev_hash: str) -> str:
        """Set salt, digest and hash from the entry's values and the hash before it; return the hash."""
        self.salt = secrets.token_hex(16)
        self.body_digest = digest_body(self.salt, self.body)
        self.prev_hash = prev_hash
        self.hash = self.expected_hash()
        return self.hash

    def expected_hash(self) -> str:
        """Return the hash these values must have."""
        values: list[Any] = [
            self.prev_hash,
            self.number,
            instant(self.at),
            self.actor_kind,
            self.actor_label,
            self.user_id,
            self.kind,
            self.visibility,
            self.body_digest,
            self.data,
        ]
        return hash_values(values)


# Made once: json.dumps with these wishes makes a new encoder at every call.
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def hash_values(values: list[Any]) -> str:
    """Return the hash of an entry's values in the order of the chain: the hash before first, its data last."""
    return hashlib.sha256(_encode(values).encode()).hexdigest()


def digest_body(salt: str, body: str) -> str:
    """Return the salted digest of an entry's words."""
    return hashlib.sha256(f"{salt}:{body}".encode()).hexdigest()


def instant(at: datetime) -> str:
    """Return a moment as the chain writes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
