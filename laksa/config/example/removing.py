# SPDX-License-Identifier: AGPL-3.0-or-later
"""The end of the invented life: every example case with all that hangs on it, and the accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from laksa.aftercare.models import Check, Closing, FollowUp, Recurrence
from laksa.cases.actions.photos import delete_photo_files
from laksa.cases.models import Case, Entry, Involvement, Participant, Photo, Sight
from laksa.cases.rules import State
from laksa.config.example.tale import MAIL_HOST
from laksa.escalation.models import Step, Watch
from laksa.identity.models import Duty, User, forget_shifts
from laksa.kernel.errors import Refused
from laksa.outbox.models import Message
from laksa.routing.models import Correction
from laksa.threads.models import Thread
from laksa.workspace.models import BulkLine

BATCH = 1_000


@dataclass(frozen=True)
class Removed:
    """What went, and which accounts stayed without a key because real work bears their name."""

    cases: int
    accounts: int
    kept_accounts: tuple[str, ...]


def remove_example(*, tell: Callable[[int], None] = lambda _: None) -> Removed:
    """Delete the invented life in batches; a second call finds nothing.

    `tell` hears how many cases went with each batch. Raises Refused while a real report is merged into an invented one.
    """
    captive = Case.objects.filter(is_example=False, merged_into__is_example=True).values_list("code", flat=True)
    if codes := sorted(captive[:5]):
        raise Refused(_("Laporan warga digabung ke laporan contoh. Pisahkan dulu: %(codes)s.") % {"codes": ", ".join(codes)})
    # So that each batch may go alone: no invented case follows another any more.
    Case.objects.filter(is_example=True, merged_into__isnull=False).update(state=State.WITHDRAWN, merged_into=None)
    with _quick_checks():
        cases = _remove_cases(tell)
    Message.objects.filter(to_hint__endswith=f"@{MAIL_HOST}").delete()
    removed, kept = _remove_accounts()
    return Removed(cases, removed, kept)


def _remove_cases(tell: Callable[[int], None]) -> int:
    cases = 0
    while batch := list(Case.objects.filter(is_example=True).order_by("pk").values_list("pk", "code")[:BATCH]):
        _remove_batch([pk for pk, _code in batch], [code for _pk, code in batch])
        cases += len(batch)
        tell(len(batch))
    return cases


@contextmanager
def _quick_checks() -> Iterator[None]:
    """Keep two indexes while rows go: before each the database asks whether an entry or photo still points at it.

    Daily work never asks so, and does without them.
    """
    # PostgreSQL makes no index while references written in this transaction still wait for their check.
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX IF NOT EXISTS removal_by_participant ON cases_entry (participant_id) WHERE participant_id IS NOT NULL")
        cursor.execute("CREATE INDEX IF NOT EXISTS removal_by_entry ON cases_photo (entry_id) WHERE entry_id IS NOT NULL")
    try:
        yield
    finally:
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX IF EXISTS removal_by_participant")
            cursor.execute("DROP INDEX IF EXISTS removal_by_entry")


def left_over() -> dict[str, int]:
    """Return what still stands of the invented life; every figure is 0 after a removal."""
    return {
        "cases": Case.objects.filter(is_example=True).count(),
        "letters": Message.objects.filter(to_hint__endswith=f"@{MAIL_HOST}").count(),
        "accounts that can sign in": User.objects.filter(is_example=True, is_active=True).count(),
    }


def _remove_batch(numbers: list[int], codes: list[str]) -> None:
    with transaction.atomic():
        names = list(Photo.objects.filter(case_id__in=numbers).values_list("name", flat=True))
        for rows in (
            Thread.also.through.objects.filter(case_id__in=numbers),
            Thread.also.through.objects.filter(thread__case_id__in=numbers),
            Thread.objects.filter(case_id__in=numbers),
            *_what_followed(numbers),
            Involvement.objects.filter(case_id__in=numbers),
            Photo.objects.filter(case_id__in=numbers),
            Entry.objects.filter(case_id__in=numbers),
            Participant.objects.filter(case_id__in=numbers),
            Message.objects.filter(topic__in=codes),
            Correction.objects.filter(case_code__in=codes),
            Case.objects.filter(pk__in=numbers),
        ):
            _delete(rows)
    # Files last: rows without files would be broken pictures, files without rows are only swept.
    delete_photo_files(names)


def _what_followed(numbers: list[int]) -> tuple[models.QuerySet[Any], ...]:
    """Return what the house itself wrote beside these cases since they were invented."""
    closings = Closing.objects.filter(case_id__in=numbers).values("pk")
    return (
        Check.objects.filter(closing_id__in=closings),
        FollowUp.objects.filter(closing_id__in=closings),
        Recurrence.objects.filter(Q(case_id__in=numbers) | Q(closing_id__in=closings)),
        Closing.objects.filter(case_id__in=numbers),
        Step.objects.filter(case_id__in=numbers),
        Watch.objects.filter(case_id__in=numbers),
        BulkLine.objects.filter(case_id__in=numbers),
        Sight.objects.filter(case_id__in=numbers),
    )


def _delete(rows: models.QuerySet[Any]) -> None:
    """Delete rows in one statement: all that points at them goes in the same transaction."""
    rows._raw_delete(using=rows.db)


def _remove_accounts() -> tuple[int, tuple[str, ...]]:
    """Delete example accounts; who did real work keeps the name, and loses the key."""
    invented = User.objects.filter(is_example=True)
    numbers = list(invented.values_list("pk", flat=True))
    busy: set[int] = set()
    for link in User._meta.related_objects:
        if link.on_delete is models.PROTECT:
            rows = link.related_model._base_manager.filter(**{f"{link.field.name}__in": numbers}).order_by()
            busy |= set(rows.values_list(link.field.attname, flat=True).distinct())
    Duty.objects.filter(user_id__in=numbers).delete()
    forget_shifts()
    kept = User.objects.filter(pk__in=busy)
    for user in kept:
        user.set_unusable_password()
        user.is_active = False
        user.save(update_fields=["password", "is_active"])
    gone = invented.exclude(pk__in=busy)
    count = gone.count()
    gone.delete()
    return count, tuple(kept.order_by("pk").values_list("username", flat=True))
