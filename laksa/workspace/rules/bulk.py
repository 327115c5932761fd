# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be done to many cases at once, and how it is called. No table, no clock."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from laksa.workspace.rules.verbs import Words


@dataclass(frozen=True)
class BulkVerb:
    """One act on many cases: its word on a button, its icon, the key that presses it while rows are picked."""

    name: str
    label: Words
    icon: str
    key: str
    lead: Words


BULK_VERBS: dict[str, BulkVerb] = {
    verb.name: verb
    for verb in (
        BulkVerb("assign", _("Serahkan"), "swap", "a", _("Pilih tujuan, lihat akibatnya untuk tiap laporan, lalu serahkan.")),
        BulkVerb("plan", _("Jadwalkan"), "calendar", "p", _("Janjikan satu tanggal untuk semuanya. Tiap pelapor dikabari.")),
        BulkVerb("reply", _("Balas"), "reply", "r", _("Satu balasan untuk semua pelapor yang terpilih.")),
        BulkVerb(
            "merge", _("Gabung"), "merge", "g", _("Pilih satu laporan induk; yang lain mengikutinya dan semua pelapor tetap dikabari.")
        ),
    )
}
# All that somebody away holds, from their own page and not from a list.
HAND_OVER = BulkVerb("hand_over", _("Serahkan"), "swap", "", _("Serahkan semua yang dipegang kepada satu orang."))
DONE_VERBS = BULK_VERBS | {HAND_OVER.name: HAND_OVER}
