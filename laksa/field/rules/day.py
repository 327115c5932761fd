# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which cases belong to a crew's day, and which of them come first."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

# More than anybody drives to in a day; what is left over is told.
MOST_STOPS = 60


class Urgency(enum.IntEnum):
    """The bands of a day: each is driven before the next begins."""

    URGENT = 0  # danger, late, or pushed forward: in the order of their due times
    TODAY = 1
    SOON = 2


@dataclass(frozen=True)
class Facts:
    """What decides whether a case is today's."""

    due_at: datetime | None
    promised_on: date | None
    severity: str
    is_emergency: bool = False
    is_priority: bool = False
    is_working: bool = False
    is_doubted: bool = False


def urgency_of(facts: Facts, *, now: datetime, ends: datetime) -> Urgency | None:
    """Return the band of a case on the day that `ends` then; None when it can wait for another day.

    A promise for a later day holds the case back, unless there is danger.
    """
    if facts.is_emergency or facts.severity == "berat":
        return Urgency.URGENT
    today = now.date()
    if facts.promised_on is not None and facts.promised_on > today and not facts.is_working:
        return None
    if facts.is_priority or (facts.due_at is not None and facts.due_at < now):
        return Urgency.URGENT
    is_promised = facts.promised_on is not None and facts.promised_on <= today
    if is_promised or facts.is_doubted or facts.is_working or (facts.due_at is not None and facts.due_at <= ends):
        return Urgency.TODAY
    return None


# Why something is not done today; the words are what the reporter reads.
REASONS: dict[str, str | Promise] = {
    "rain": _("Hujan lebat"),
    "material": _("Bahan atau alat belum ada"),
    "access": _("Jalan masuk tertutup"),
    "nobody": _("Pemilik rumah tidak di tempat"),
    "longer": _("Pekerjaan lain lebih lama dari perkiraan"),
    "other": _("Alasan lain"),
}


def reason_words(reason: str, words: str) -> str:
    """Return what the reporter reads of a day on which nothing was done; "" where no reason was chosen."""
    if reason not in REASONS:
        return ""
    said = " ".join(words.split())
    if reason == "other":
        return said
    return f"{REASONS[reason]}. {said}".strip() if said else f"{REASONS[reason]}."
