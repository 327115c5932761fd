# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who held the case for how long: the clocks beside the citizen's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from laksa.cases.models import Case, Entry, turns_in
from laksa.cases.rules import (
    UNSOLVED,
    WAITING,
    Party,
    PartyKind,
    Stretch,
    handling,
    held,
    set_back,
    stretches,
    whole_minutes,
    worked,
)
from laksa.city.models.names import agency_name
from laksa.deadlines.actions import hours_of
from laksa.deadlines.rules import WorkHours
from laksa.ui.rules import HeldPart, held_parts, number
from laksa.ui.templatetags.ui import current_voice

TONES = {PartyKind.QUEUE: "neutral", PartyKind.DESK: "info", PartyKind.SIGNER: "ink"}
OURS = frozenset({PartyKind.QUEUE, PartyKind.OFFICER, PartyKind.SIGNER})


@dataclass(frozen=True)
class HeldTable:
    """The bar and the table under it; `note` tells of time that is nobody's handling, `fault` of a clock that was set back."""

    parts: list[HeldPart]
    total: str
    total_label: str
    in_hours: str
    note: str
    fault: str


def times_context(case: Case, entries: Sequence[Entry], *, at: datetime) -> dict[str, Any]:
    """Return the held time of a case; `entries` are those at hand, oldest first."""
    return {"held": held_table(case, entries, at=at)}


def held_table(case: Case, entries: Sequence[Entry], *, at: datetime) -> HeldTable | None:
    """Return who held a case, summed by party; None before the first minute has passed. One query at most."""
    turns = turns_in(case, entries)
    found = stretches(turns, until=at)
    shares = held(turns, until=at)
    handled = handling(shares)
    minutes = whole_minutes(handled)
    if not sum(minutes):
        return None
    rows = [(_label(one.party), say_minutes(length), length, _tone(one.party)) for one, length in zip(handled, minutes, strict=True)]
    waited = sum(one.seconds for one in shares if one.party.kind == PartyKind.CONFIRMING)
    mended = set_back(entries)
    fault = _("Jam server pernah mundur %(time)s selama catatan ini ditulis; potongan yang terkena dihitung nol.")
    return HeldTable(
        parts=held_parts(rows),
        total=say_minutes(sum(minutes)),
        total_label=_("Sejak dilaporkan") if case.state in UNSOLVED and not case.reopenings else _("Waktu ditangani"),
        in_hours=_in_hours(found),
        note=_("Di luar itu %(time)s menunggu kata pelapor.") % {"time": say_minutes(int(waited // 60))} if waited else "",
        fault=fault % {"time": say_minutes(max(1, int(mended.total_seconds() // 60)))} if mended else "",
    )


def say_minutes(minutes: int) -> str:
    """Say a length as the desk sums it, in hours: 44 j 45 m."""
    return _("%(hours)s j %(minutes)02d m") % {"hours": number(minutes // 60, current_voice()), "minutes": minutes % 60}


def _in_hours(found: list[Stretch]) -> str:
    """Say how much of what the city's own people held lay in their office hours."""
    ours = [one for one in found if one.party.kind in OURS]
    lengths = worked(ours, hours_of=_hours)
    told = [f"{_label(party)} {say_minutes(int(length.total_seconds() // 60))}" for party, length in lengths.items()]
    return _("Di jam kerja: %(parties)s.") % {"parties": "; ".join(told)} if told else ""


def _hours(party: Party) -> WorkHours:
    return hours_of(party.agency or None)


def _tone(party: Party) -> str:
    return TONES.get(party.kind, "wait" if party.kind in WAITING else "brand")


def _label(party: Party) -> str:
    named = {"party": party.title or party.name}
    if party.kind == PartyKind.QUEUE:
        return _("Antrean %(office)s, belum dipegang") % {"office": agency_name(party.agency)}
    words = {
        PartyKind.DESK: _("Meja kota"),
        PartyKind.REPORTER: _("Pelapor, ditanya"),
        PartyKind.LEADER: _("%(party)s, keputusan") % named,
        PartyKind.SIGNER: _("%(party)s, tanda tangan") % named,
    }
    return words.get(party.kind) or party.name or _("petugas")
