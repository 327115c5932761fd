# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose hands a report was in, for people: offices, never officers; and what history says of ones like it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from laksa.cases.models import Case, turns_of
from laksa.cases.rules import UNSOLVED, WAITING, Party, PartyKind, as_offices, handling, held, whole_minutes
from laksa.city.models.names import agency_name
from laksa.insight.models import forecast_for
from laksa.insight.rules.words import outlook_words
from laksa.ui.rules import HeldPart, amount, held_parts
from laksa.ui.templatetags.ui import current_voice

# Less than this is not worth a bar: nobody has had time to do anything.
LEAST_MINUTES = 10


@dataclass(frozen=True)
class HeldTable:
    """The bar and the table under it; `note` tells of the time in which the reporter had the last word."""

    parts: list[HeldPart]
    total: str
    total_label: str
    note: str


def held_of(case: Case, *, at: datetime, is_own: bool) -> HeldTable | None:
    """Return how the time since the report is shared; `is_own`: the reader is its reporter. None for the first minutes. One query."""
    turns = as_offices(turns_of([case.pk]).get(case.pk, []))
    shares = held(turns, until=at)
    handled = handling(shares)
    minutes = whole_minutes(handled)
    if sum(minutes) < LEAST_MINUTES:
        return None
    rows = [
        (_label(one.party, is_own=is_own), say_length(length), length, _tone(one.party))
        for one, length in zip(handled, minutes, strict=True)
    ]
    waited = sum(one.seconds for one in shares if one.party.kind == PartyKind.CONFIRMING)
    return HeldTable(
        parts=held_parts(rows),
        total=say_length(sum(minutes)),
        total_label=_total_label(case, is_own=is_own),
        note=_("Di luar itu %(time)s menunggu kata pelapor.") % {"time": say_length(int(waited // 60))}
        if case.reopenings and waited
        else "",
    )


def forecast_of(case: Case) -> str:
    """Return what history says of reports like this one, while a repair is awaited or promised; "" where it is silent."""
    if case.resolve_due_at is None or (case.state not in UNSOLVED and case.resolved_at is None):
        return ""
    outlook = forecast_for(case.category_id, case.severity)
    return outlook_words(outlook) if outlook else ""


def say_length(minutes: int) -> str:
    """Say a length to the minute, so that a table of them adds up: 1 hari 11 jam 43 mnt."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    voice = current_voice()
    parts = [amount(count, unit, voice) for count, unit in ((days, "day"), (hours, "hour")) if count]
    if left or not parts:
        parts.append(_("%(count)d mnt") % {"count": left})
    return " ".join(parts)


def _total_label(case: Case, *, is_own: bool) -> str:
    if case.reopenings:
        return _("Waktu ditangani")
    return _("Sejak Anda melapor") if is_own else _("Sejak dilaporkan")


def _tone(party: Party) -> str:
    return "info" if party.kind == PartyKind.DESK else "wait" if party.kind in WAITING else "brand"


def _label(party: Party, *, is_own: bool) -> str:
    if party.kind == PartyKind.DESK:
        return _("Meja kota")
    if party.kind == PartyKind.OFFICE:
        return agency_name(party.agency) or _("Kantor")
    if party.kind == PartyKind.REPORTER:
        return _("Anda, ditanya") if is_own else _("Pelapor, ditanya")
    return party.title or party.name or _("Pimpinan")
