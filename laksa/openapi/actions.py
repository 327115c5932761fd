# SPDX-License-Identifier: AGPL-3.0-or-later
"""What programs may do to the city: each call ends in one action of the cases, counted and safe to repeat."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from laksa.cases.actions import CheckedPhoto, Submission, add_photos, add_words, join_case, submit
from laksa.cases.actions.joining import Supporter
from laksa.cases.actions.story import lock_case
from laksa.cases.actions.telling import tell
from laksa.cases.models import Entry, Participant
from laksa.cases.rules import Identity, cell_of
from laksa.identity.rules import PUBLIC, Actor, ActorKind
from laksa.kernel.limits import spend
from laksa.openapi.rules import limits

# How far back a message under an idempotency key is looked for.
REPEATS_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Caller:
    """Who calls: a partner by its key (only the key's digest is held), anybody else by their network."""

    actor: Actor = PUBLIC
    key_digest: str = ""
    network: str = ""

    @property
    def is_partner(self) -> bool:
        return self.actor.kind is ActorKind.PARTNER


def submit_report(submission: Submission, *, caller: Caller, channel: str, key: str, at: datetime) -> Participant:
    """Take in a report and return its reporter, whose `case` knows whether it came before (`case.is_repeat`).

    `key` is the caller's own for this report. Raises Refused, Conflict (the key stands for other words) or TooMany.
    """
    spend_for_report(submission, caller=caller, at=at)
    case = submit(submission, channel=channel, actor=caller.actor, at=at, idempotency_key=f"{_scope(caller, key)}|{key}")
    person = case.reporter or case.participants.get(role=Participant.REPORTER)
    person.case = case
    return person


def _scope(caller: Caller, key: str) -> str:
    """Return whose a key is. A short key of somebody unknown could be anybody's, and its answer holds a secret link."""
    if caller.is_partner:
        return caller.key_digest
    return "" if len(key) >= limits.LONG_KEY else caller.network


def spend_for_report(submission: Submission, *, caller: Caller, at: datetime) -> None:
    """Count a report for the partner's key, or for its contact, place and network; raise TooMany past a limit."""
    if caller.is_partner:
        spend(limits.CALLS_A_KEY, caller.key_digest, at=at)
        return
    if not settings.RATE_LIMITS:
        # An empty transaction would still take SQLite's one write lock.
        return
    contact = submission.contact if submission.identity != Identity.ANONYMOUS else None
    with transaction.atomic():
        if contact is not None:
            spend(limits.REPORTS_A_CONTACT, contact.email.lower() or contact.phone, at=at)
        if submission.lat is not None and submission.lon is not None:
            spend(limits.REPORTS_A_CELL, str(cell_of(submission.lat, submission.lon)), at=at)
        spend(limits.REPORTS_A_NETWORK, caller.network, at=at)


@transaction.atomic
def say_once(person: Participant, words: str, *, key: str, at: datetime) -> tuple[Entry, bool]:
    """Add words to a case and return their entry and whether it is new; under a key the same words are said once a day."""
    if key:
        lock_case(person.case_id)
        earlier = _said(person, at=at).filter(kind="message", body=words.replace("\r\n", "\n").replace("\x00", "").strip()).first()
        if earlier is not None:
            return earlier, False
    add_words(person.case_id, words, actor=actor_with(person), at=at)
    return _said(person, at=at).filter(kind="message")[0], True


@transaction.atomic
def show_once(person: Participant, photos: Sequence[CheckedPhoto], *, words: str, key: str, at: datetime) -> tuple[Entry, bool]:
    """Add photos to a case and return their entry and whether it is new; under a key the same files come in once a day."""
    if key:
        lock_case(person.case_id)
        prints = [photo.sha256 for photo in photos]
        for entry in _said(person, at=at).filter(kind="photos_added"):
            if entry.data.get("sha256") == prints:
                return entry, False
    return add_photos(person.case_id, tuple(photos), words=words, actor=actor_with(person), at=at), True


@transaction.atomic
def join_once(case_id: int, supporter: Supporter, *, words: str, at: datetime) -> tuple[Participant, bool]:
    """Join a case and return who joined and whether they are new; somebody who had joined gets their link by mail once more.

    The link of one who is not new must not be shown: the address may be another's, typed by a stranger.
    """
    person = join_case(case_id, supporter, words=words, at=at)
    if person.joined_at == at:
        return person, True
    tell(person.case, "joined", [person], at=at)
    return person, False


def _said(person: Participant, *, at: datetime) -> QuerySet[Entry]:
    return Entry.objects.filter(case=person.case_id, participant=person, at__gte=at - REPEATS_WITHIN).order_by("-number")


def actor_with(person: Participant) -> Actor:
    """Return the actor who holds a secret link."""
    return Actor(kind=ActorKind.REPORTER, label="Pelapor" if person.is_reporter else "Warga", participant_id=person.pk)


def digest_of(parts: Sequence[str]) -> str:
    """Return a key for a call that brought none: the same call within its minute is the same."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
