# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a rung says to people: why they were told, and as whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from laksa.city.rules.ladders import CASE, DECISION, OUTSIDE, PLAN, THREAD, TRIAGE, UNASSIGNED

if TYPE_CHECKING:
    from django.utils.functional import Promise

# What a rung names beside people: shown to the whole room, a letter to nobody.
WALL = "wall"
OFFICES: dict[str, str | Promise] = {
    "holder": gettext_lazy("pemegang"),
    "team_lead": gettext_lazy("kepala tim"),
    "division_head": gettext_lazy("kepala bidang"),
    "agency_head": gettext_lazy("kepala kantor"),
    "agency_admin": gettext_lazy("admin kantor"),
    "desk": gettext_lazy("meja kota"),
    "coordinator": gettext_lazy("koordinator ruang kendali"),
    "secretariat": gettext_lazy("sekretariat daerah"),
    "leader": gettext_lazy("pimpinan kota"),
    WALL: gettext_lazy("layar ruang kendali"),
    "asked": gettext_lazy("yang ditanya"),
    "asked_lead": gettext_lazy("atasan yang ditanya"),
    "asker": gettext_lazy("yang bertanya"),
    "party": gettext_lazy("pihak luar"),
}
# What runs, and what has not happened to it yet.
_SUBJECTS: dict[str, tuple[str | Promise, str | Promise]] = {
    CASE: (gettext_lazy("laporan ini"), gettext_lazy("dan belum beres")),
    TRIAGE: (gettext_lazy("laporan ini"), gettext_lazy("untuk dipilah, dan belum dipilah")),
    UNASSIGNED: (gettext_lazy("laporan ini"), gettext_lazy("untuk jawaban pertama, dan belum dipegang siapa pun")),
    THREAD: (gettext_lazy("pertanyaan ini"), gettext_lazy("dan belum dijawab")),
    DECISION: (gettext_lazy("permohonan keputusan ini"), gettext_lazy("dan belum diputuskan")),
    OUTSIDE: (gettext_lazy("permintaan kepada pihak luar ini"), gettext_lazy("dan belum dijawab")),
}
_PARTS: dict[int, str | Promise] = {
    25: gettext_lazy("seperempat"),
    50: gettext_lazy("separuh"),
    75: gettext_lazy("tiga perempat"),
    80: gettext_lazy("empat perlima"),
}
_OVER: dict[int, str | Promise] = {
    125: gettext_lazy("seperempat lebih lama dari batasnya"),
    150: gettext_lazy("setengah lebih lama dari batasnya"),
    175: gettext_lazy("tiga perempat lebih lama dari batasnya"),
    200: gettext_lazy("dua kali batasnya"),
    300: gettext_lazy("tiga kali batasnya"),
}


class Reason(NamedTuple):
    """A sentence in three parts, the middle one the strong one: "laporan ini", "sudah sampai batasnya", "dan belum beres"."""

    lead: str
    strong: str
    tail: str

    def __str__(self) -> str:
        return " ".join(part for part in self if part)


def office_word(office: str) -> str:
    """Return what an office of the ladder is called among people."""
    return str(OFFICES.get(office, office))


def reason_of(ladder: str, *, percent: int | None, days: int | None) -> Reason:
    """Return why somebody is told, as the rest of a sentence that begins with "Karena"."""
    if ladder == PLAN:
        return _of_plan(days or 0)
    lead, tail = _SUBJECTS[ladder]
    return Reason(str(lead), share_words(percent or 0), str(tail))


def share_words(percent: int) -> str:
    """Say how much of a time has gone."""
    if percent < 100:
        part = _PARTS.get(percent) or _("%(percent)d persen") % {"percent": percent}
        return _("sudah memakai %(part)s waktunya") % {"part": part}
    if percent == 100:
        return _("sudah sampai batasnya")
    return str(_OVER.get(percent) or _("sudah %(percent)d persen dari batasnya") % {"percent": percent})


def ahead_words(who: Sequence[str], *, when: str, reminds: str = "", is_wall: bool = False) -> str:
    """Say what comes next of itself: "Sekretariat daerah diberi tahu Jumat 27 Nov 08.00".

    `who` are those told beside the one asked, `reminds` that one, where it is their turn.
    """
    facts = {"who": _and(who), "asked": reminds, "when": when}
    if reminds and who:
        words = _("%(asked)s diingatkan dan %(who)s diberi tahu %(when)s") % facts
    elif reminds:
        words = _("%(asked)s diingatkan %(when)s") % facts
    elif who:
        words = _("%(who)s diberi tahu %(when)s") % facts
    else:
        return _("Tampil di layar ruang kendali %(when)s") % facts
    words = words[:1].upper() + words[1:]
    return _("%(words)s, juga tampil di layar ruang kendali") % {"words": words} if is_wall else words


def _and(words: Sequence[str]) -> str:
    return _("%(first)s dan %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]} if len(words) > 1 else "".join(words)


def share_label(percent: int | None, days: int | None) -> str:
    """Return the short mark of a rung: "80%", "H-1"."""
    if percent is not None:
        return f"{percent}%"
    return _("Hari H") if not days else _("H%(days)+d") % {"days": days}


def headline_of(ladder: str, *, percent: int | None, days: int | None) -> str:
    """Return the first words of a letter."""
    words = str(reason_of(ladder, percent=percent, days=days))
    return words[:1].upper() + words[1:]


def _of_plan(days: int) -> Reason:
    if days == 0:
        return Reason("", _("hari ini tanggal yang dijanjikan kepada pelapor"), "")
    if days < 0:
        words = ngettext(
            "%(days)d hari lagi tanggal yang dijanjikan kepada pelapor", "%(days)d hari lagi tanggal yang dijanjikan kepada pelapor", -days
        )
        return Reason("", words % {"days": -days}, "")
    words = ngettext(
        "tanggal yang dijanjikan kepada pelapor sudah lewat %(days)d hari",
        "tanggal yang dijanjikan kepada pelapor sudah lewat %(days)d hari",
        days,
    )
    return Reason("", words % {"days": days}, "")
