"""In words why a date of a case moved that nobody on the case has moved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

# What residents are told of: by when the city's own desk sorts is the house's matter.
FOR_RESIDENTS = frozenset({"respond", "resolve", "answer"})


def moved_words(data: Mapping[str, Any], *, say: Callable[[str], str], names: Collection[str] = ("verify", *FOR_RESIDENTS)) -> str:
    """Return "Selesai: Jumat 27 Nov 16.30 → Senin 30 Nov 16.00; libur baru: Pemilihan, Kamis 26 Nov"; `say` says an ISO date or time."""
    labels = {"verify": _("Dipilah"), "respond": _("Jawaban pertama"), "resolve": _("Selesai"), "answer": _("Jawaban pelapor")}
    moved = data.get("moved") or {}
    told = [
        f"{label}: {say(moved[name].get('from') or '') or '–'} → {say(moved[name].get('to') or '') or '–'}"
        for name, label in labels.items()
        if name in moved and name in names
    ]
    reasons = dict.fromkeys(_reason(one, say) for one in data.get("why") or ())
    return "; ".join([*told, *reasons])


def _reason(change: Mapping[str, str], say: Callable[[str], str]) -> str:
    day = {"name": change.get("name", ""), "day": say(change.get("on", ""))}
    if change.get("what") == "holiday":
        return _("libur baru: %(name)s, %(day)s") % day
    if change.get("what") == "no_holiday":
        return _("libur dibatalkan: %(name)s, %(day)s") % day
    if change.get("what") == "hours":
        return _("jam kerja kantor berubah")
    return _("aturan batas waktu dibetulkan")
