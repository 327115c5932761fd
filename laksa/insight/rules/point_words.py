# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a ledger in words: what was done, and why it counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.insight.rules.points import HELD_LATE, Act
from laksa.ui.rules import exact, number
from laksa.ui.templatetags.ui import current_voice

if TYPE_CHECKING:
    from django.utils.functional import Promise

# The table's words for an act; each with "why" makes a line.
ACT_WORDS: dict[Act, str | Promise] = {
    Act.ANSWERED: gettext_lazy("Dijawab tepat waktu"),
    Act.CONFIRMED: gettext_lazy("Dikonfirmasi beres oleh warga"),
    Act.CHECKED: gettext_lazy("Lulus pemeriksaan acak"),
    Act.REOPENED: gettext_lazy("Dibuka lagi, ternyata belum beres"),
    Act.PING_PONG: gettext_lazy("Dioper tanpa alasan"),
    Act.UNVERIFIED: gettext_lazy("Ditutup dengan bukti yang tidak dapat diverifikasi"),
    Act.CORRECTION: gettext_lazy("Koreksi bulan yang sudah ditutup"),
}
REASONS: dict[str, str | Promise] = {
    "still_broken": gettext_lazy("Pelapor: masih rusak"),
    "partly": gettext_lazy("Pelapor: baru sebagian"),
    "not_done": gettext_lazy("Pelapor: belum dikerjakan"),
    "other": gettext_lazy("Pelapor: belum beres"),
    "check": gettext_lazy("Dilihat orang di luar regu: belum beres"),
}
# By what the city weighs a repair that somebody verified.
WEIGHTS: dict[str, str | Promise] = {
    "ringan": gettext_lazy("laporan ringan: bernilai %(percent)s %%"),
    "sedang": gettext_lazy("laporan sedang: bernilai %(percent)s %%"),
    "berat": gettext_lazy("laporan berat: bernilai %(percent)s %%"),
    HELD_LATE: gettext_lazy("dipegang petugas lebih lama dari target: bernilai %(percent)s %%"),
}


def why(act: Act, facts: Mapping[str, Any], *, sharers: int = 1) -> str:
    """Return the cause of a line as a sentence without its full stop."""
    found = {
        Act.ANSWERED: _answered,
        Act.CONFIRMED: _confirmed,
        Act.CHECKED: _checked,
        Act.REOPENED: _reopened,
        Act.PING_PONG: _ping_pong,
        Act.UNVERIFIED: _unverified,
        Act.CORRECTION: _correction,
    }[act](facts)
    parts = [found]
    if sharers > 1:
        parts.append(_("dibagi %(count)d orang yang mengerjakannya") % {"count": sharers})
    weights = facts.get("weights", {})
    parts += [str(words) % {"percent": number(weights[name], current_voice())} for name, words in WEIGHTS.items() if name in weights]
    if facts.get("percent", 100) != 100 and len(weights) != 1:
        parts.append(
            _("seluruhnya bernilai %(percent)s %% menurut aturan kota") % {"percent": number(int(facts["percent"]), current_voice())}
        )
    if facts.get("objection") == "upheld":
        parts.append(_("diubah sesudah keberatan diterima"))
    return "; ".join(parts)


def _when(text: object) -> str:
    return exact(datetime.fromisoformat(str(text)), current_voice())


def _answered(facts: Mapping[str, Any]) -> str:
    limit = _("Batas %(when)s") % {"when": _when(facts["due"])}
    if facts.get("empty"):
        return limit + ", " + _("tetapi isinya hanya templat atau kata umum: tidak dihitung")
    return limit + ", " + _("jawaban berisi")


def _confirmed(facts: Mapping[str, Any]) -> str:
    return _("Warga menjawab “Sudah” atas pernyataan selesai %(when)s") % {"when": _when(facts["declared"])}


def _checked(facts: Mapping[str, Any]) -> str:
    return _("Dilihat di tempat oleh orang di luar regu Anda")


def _reopened(facts: Mapping[str, Any]) -> str:
    said = REASONS.get(str(facts.get("reason")), REASONS["other"])
    return _("%(said)s; dinyatakan selesai %(when)s") % {"said": said, "when": _when(facts["declared"])}


def _ping_pong(facts: Mapping[str, Any]) -> str:
    return _("Dikembalikan ke meja kota, kotak alasan tidak berisi")


def _unverified(facts: Mapping[str, Any]) -> str:
    if facts.get("signer"):
        return _("Foto sesudah tidak dapat diverifikasi, ditandatangani %(signer)s") % {"signer": facts["signer"]}
    return _("Foto sesudah tidak dapat diverifikasi")


def _correction(facts: Mapping[str, Any]) -> str:
    word = ACT_WORDS.get(Act(facts["act"]), "") if facts.get("act") else ""
    return _("%(act)s: baris bulan %(month)s berubah sesudah bulan itu ditutup") % {"act": word, "month": facts.get("month", "")}
