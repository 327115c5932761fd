"""Setting service levels: a new version from a day on, by who may, with a reason, and never a gap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.city.actions.sops import NewSop, replace_sops
from laksa.city.models import Sop, book
from laksa.deadlines.policies import may_lengthen_sop, may_set_sop
from laksa.deadlines.rules.sop import SEVERITIES, Draft, fault_of, is_shorter
from laksa.identity.rules import Actor, in_force
from laksa.kernel.errors import Refused
from laksa.kernel.permissions import require

REASON_LIMIT = 500


@transaction.atomic
def set_sop(drafts: Sequence[Draft], *, since: datetime, reason: str, actor: Actor, at: datetime) -> list[Sop]:
    """Put drafts in force from `since`; cases that came before keep the version of their day.

    Raises PermissionDenied (not this group), Refused naming the field: nothing to set, no reason, a past day, a number that can't be.
    """
    if not drafts:
        raise Refused(_("Belum ada angka yang diubah."), field="drafts")
    for draft in drafts:
        require(may_set_sop, actor, draft.group)
        _check(draft, actor=actor, at=at)
    words = " ".join(reason.split())
    if not words:
        raise Refused(_("Tulis alasannya dalam satu kalimat: orang yang menunggu berhak tahu."), field="reason")
    if len(words) > REASON_LIMIT:
        raise Refused(_("Singkatkan alasan sampai paling banyak %(limit)d huruf.") % {"limit": REASON_LIMIT}, field="reason")
    if since < at:
        raise Refused(_("Pilih tanggal mulai besok: yang sudah masuk memakai aturan hari itu."), field="since")
    rows = [NewSop(one.group, one.severity, one.verify, one.respond, one.resolve, one.clock.value) for one in drafts]
    return replace_sops(rows, since=since, basis=words, actor=actor, at=at)


def sop_in_force(group: str, severity: str, *, at: datetime) -> tuple[Draft, bool] | None:
    """Return the numbers that hold for a group and severity, and whether they are its own; None where there are none."""
    rows = [row for row in book().sops if in_force(row.since, row.until, at)]
    for key in ((group, severity), (group, "*"), ("*", severity), ("*", "*")):
        found = next((row for row in rows if (row.group, row.severity) == key), None)
        if found is not None:
            return Draft.of(found), found.group == group
    return None


def _check(draft: Draft, *, actor: Actor, at: datetime) -> None:
    groups = {one.group for one in book().categories.values()}
    if draft.group not in groups or draft.severity not in SEVERITIES:
        raise Refused(_("Kelompok atau tingkat ini tidak ada."), field="drafts")
    fault = fault_of(draft)
    if fault is not None:
        raise Refused(_fault_words(fault[1]), field=fault[0])
    current = next((r for r in book().sops if (r.group, r.severity) == draft.key and in_force(r.since, r.until, at)), None)
    if current is not None and not may_lengthen_sop(actor, draft.group) and not is_shorter(draft, current):
        words = _(
            "Kantor boleh menjanjikan lebih cepat, tidak lebih lambat. Minta Ruang Kendali atau Sekretariat Daerah untuk melonggarkan."
        )
        raise Refused(words, field="resolve", code="longer")


def _fault_words(fault: str) -> str:
    words = {
        "missing": _("Batas selesai harus ada: tanpa itu tidak ada janji kepada warga."),
        "range": _("Isi angka di atas nol, paling lama satu tahun."),
        "order": _("Urutannya terbalik: periksa dulu, lalu jawab, lalu beres."),
    }
    return words[fault]
