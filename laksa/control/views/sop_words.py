# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands around the table of service levels in words: gaps, warnings, versions, who may set what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from laksa.city.models import book
from laksa.city.models.categories import ALWAYS_IN_FORCE
from laksa.control.views.sop_table import Wish, long_hours, severity_word
from laksa.deadlines.actions import sop_in_force
from laksa.deadlines.policies import may_set_sop
from laksa.deadlines.rules.groups import group_words
from laksa.deadlines.rules.sop import SEVERITIES, Draft, Gap, length_of
from laksa.identity.rules import Actor
from laksa.ui.rules import day, exact
from laksa.ui.templatetags.ui import current_voice

HISTORY_SHOWN = 12


def why_not(actor: Actor, wish: Wish) -> str:
    """Say who may set what the reader may not."""
    named = [group_words(one.group) for one in wish.drafts.values() if not may_set_sop(actor, one.group)]
    words = _("Yang menetapkan %(groups)s: Ruang Kendali, Sekretariat Daerah, atau kepala kantor pemilik satu-satunya.")
    return words % {"groups": ", ".join(dict.fromkeys(named))}


def warnings_of(draft: Draft, *, at: datetime) -> list[str]:
    """Say what the numbers mean beside those of the other severities and the city's own week."""
    told: list[str] = []
    if draft.resolve is None:
        return told
    mine, place = length_of(draft.resolve, draft.clock), SEVERITIES.index(draft.severity)
    for number, other in enumerate(SEVERITIES):
        known = sop_in_force(draft.group, other, at=at)
        if number == place or known is None or known[0].resolve is None:
            continue
        others = length_of(known[0].resolve, known[0].clock)
        if mine < others if number > place else mine > others:
            words = _("%(other)s: %(limit)s. Yang lebih berat menunggu lebih lama.")
            told.append(words % {"other": severity_word(other), "limit": long_hours(known[0].resolve, known[0].clock)})
    general = sop_in_force("*", "*", at=at)
    if general and general[0].resolve and mine > length_of(general[0].resolve, general[0].clock):
        words = _("Lebih lama dari janji umum %(limit)s: laporan tetap tercatat lewat sesudah itu, kecuali ada keputusan tertulis.")
        told.append(words % {"limit": long_hours(general[0].resolve, general[0].clock)})
    return told


def gap_words(gap: Gap, *, at: datetime) -> str:
    """Say where a promise is missing, and when."""
    voice = current_voice()
    words = {"group": group_words(gap.group), "severity": severity_word(gap.severity).lower()}
    if gap.since is None and gap.until is None:
        return _("%(group)s, %(severity)s: tidak punya batas sendiri, janji umum kota yang berlaku.") % words
    if gap.until is None:
        assert gap.since is not None
        return _("%(group)s, %(severity)s: tidak punya batas mulai %(day)s.") % (words | {"day": day(gap.since, voice, now=at)})
    return _("%(group)s, %(severity)s: tidak punya batas sampai %(day)s.") % (words | {"day": day(gap.until, voice, now=at)})


def hours_words() -> str:
    """Say where a promise rests on hours that nobody has set."""
    if not book().city.hours:
        return _("Kota belum punya jam kerja. Dipakai Senin–Kamis 07.30–16.00, Jumat 07.30–16.30.")
    return ""


def versions_of(*, at: datetime) -> list[dict[str, Any]]:
    """Return the versions of the table, newest first: a version is a moment from which something holds."""
    moments: dict[datetime, list[str]] = {}
    for row in book().sops:
        # Norms beside the groups, and rows of a single kind of case (fire on scene), are no part of the table.
        if row.severity in {*SEVERITIES, "*"} and (row.group == "*" or not row.group.startswith("*")):
            moments.setdefault(row.since, []).append(_row_words(row))
    dated = sorted(moments)
    versions = [
        {
            "number": number,
            "since": _since(since, at),
            "is_here": False,
            "is_ahead": since > at,
            "rows": moments[since],
            "basis": _basis(since),
        }
        for number, since in enumerate(dated, start=1)
    ]
    past = [one for one in versions if not one["is_ahead"]]
    if past:
        past[-1]["is_here"] = True
    return versions[::-1][:HISTORY_SHOWN]


def _since(since: datetime, at: datetime) -> str:
    """Say from when on a version holds; what the first pack brought holds from the beginning."""
    if since <= ALWAYS_IN_FORCE:
        return _("sejak awal")
    return _("sejak %(day)s") % {"day": exact(since, current_voice(), now=at)}


def _row_words(row: Any) -> str:
    name = group_words(row.group) if row.group != "*" else _("Janji umum")
    return name if row.severity == "*" else f"{name}, {severity_word(row.severity).lower()}"


def _basis(since: datetime) -> str:
    """Return who set a version and why, where a person did."""
    found = next((row for row in book().sops if row.since == since and row.status == "decided"), None)
    return f"{found.basis} ({found.source})" if found else ""
