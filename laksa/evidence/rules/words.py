# SPDX-License-Identifier: AGPL-3.0-or-later
"""The checks of a proof in words for people; what nobody knows is never said as if it were known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from laksa.evidence.rules.checks import CheckName, CheckState

Facts = Mapping[str, Any]
Day = Callable[[datetime], str]


@dataclass(frozen=True)
class ToldCheck:
    """One check: its outcome, what it says, and more; `case_code` is the other case whose photo it is."""

    state: str
    title: str
    detail: str = ""
    case_code: str = ""

    @property
    def icon(self) -> str:
        return {"passed": "check-circle", "failed": "cross-circle"}.get(self.state, "hourglass")


def told_checks(checks: Iterable[Facts], *, day: Day) -> list[ToldCheck]:
    """Return the checks of an entry in words; `day` says an instant."""
    told = []
    for check in checks:
        write = _WORDS.get(str(check.get("name")))
        if write is not None:
            told.append(write(str(check.get("state")), check.get("facts") or {}, day))
    return told


def headline(checks: Iterable[Facts]) -> str:
    """Say how the checks of a proof stand, the worst of it first."""
    states = [str(check.get("state")) for check in checks]
    failed, unknown = states.count("failed"), states.count("unknown")
    if not failed and not unknown:
        return _("Semua pemeriksaan cocok")
    parts = [_("%(count)d tidak cocok") % {"count": failed}] if failed else []
    parts += [_("%(count)d belum dapat diperiksa") % {"count": unknown}] if unknown else []
    parts += [_("%(count)d cocok") % {"count": states.count("passed")}] if states.count("passed") else []
    return ", ".join(parts)


def fair_way(checks: Iterable[Facts]) -> str:
    """Return what an officer can do to have the photo accepted, by what is missing."""
    wrong = {str(check.get("name")) for check in checks if check.get("state") != CheckState.PASSED}
    if wrong & {CheckName.UNLIKE, CheckName.OWN}:
        return _("Ambil foto baru di tempat, lewat halaman foto di ponsel.")
    if CheckName.PLACE in wrong and CheckName.CODE not in wrong:
        return _("Nyalakan lokasi di ponsel, lalu ambil fotonya sekali lagi di tempat.")
    return _("Buka halaman foto di ponsel saat berada di tempat; kode, tempat, dan jam terisi sendiri.")


def _code(state: str, facts: Facts, day: Day) -> ToldCheck:
    if state == CheckState.PASSED:
        minutes, seconds = divmod(int(facts.get("seconds") or 0), 60)
        return ToldCheck(
            state,
            _("Kode foto cocok"),
            _("dipakai %(minutes)d menit %(seconds)d detik sesudah terbit") % {"minutes": minutes, "seconds": seconds},
        )
    why = {
        "absent": (_("Tanpa kode foto"), _("tidak diambil dari halaman petugas")),
        "clock": (_("Kode foto belum dapat diperiksa"), _("jam ponsel tidak diketahui atau jauh meleset")),
        "used": (_("Kode foto sudah pernah dipakai"), ""),
        "expired": (_("Kode foto sudah lewat waktunya"), ""),
        "unknown": (_("Kode foto bukan untuk laporan ini"), ""),
    }
    title, detail = why.get(str(facts.get("why")), (_("Kode foto belum dapat diperiksa"), ""))
    return ToldCheck(state, title, detail)


def _place(state: str, facts: Facts, day: Day) -> ToldCheck:
    if "metres" in facts:
        title = _("Tempat cocok") if state == CheckState.PASSED else _("Terlalu jauh dari tempatnya")
        return ToldCheck(state, title, _("%(metres)s m dari titik laporan, paling jauh %(limit)s m") % dict(facts))
    if "village" in facts:
        title = _("Tempat cocok") if state == CheckState.PASSED else _("Di kelurahan lain")
        return ToldCheck(state, title, _("laporan ini hanya menyebut kelurahan"))
    why = {
        "vague": _("ponsel hanya tahu tempatnya sampai %(accuracy)s m") % {"accuracy": facts.get("accuracy", "")},
        "no_place": _("laporan ini tidak punya tempat untuk dibandingkan"),
    }
    return ToldCheck(state, _("Tempat foto tidak terbaca"), why.get(str(facts.get("why")), ""))


def _age(state: str, facts: Facts, day: Day) -> ToldCheck:
    taken = day(datetime.fromisoformat(str(facts["taken_at"]))) if facts.get("taken_at") else ""
    if state == CheckState.PASSED:
        return ToldCheck(state, _("Waktu cocok"), _("diambil %(time)s") % {"time": taken} if taken else _("diambil selama kodenya berlaku"))
    why = {
        "before_report": (_("Diambil sebelum dilaporkan"), taken),
        "old": (_("Foto lebih dari 24 jam"), taken),
        "ahead": (_("Jam foto di masa depan"), taken),
    }
    title, detail = why.get(str(facts.get("why")), (_("Waktu foto tidak terbaca"), ""))
    return ToldCheck(state, title, detail)


def _unlike(state: str, facts: Facts, day: Day) -> ToldCheck:
    if state == CheckState.FAILED:
        return _same(facts, day)
    if state == CheckState.PASSED:
        return ToldCheck(
            state, _("Belum pernah dipakai"), _("dibandingkan dengan %(count)s foto kota") % {"count": facts.get("compared", 0)}
        )
    why = {
        "plain": _("fotonya terlalu polos untuk dibandingkan"),
        "missing": _("%(count)s foto lama kota belum siap dibandingkan") % {"count": facts.get("missing", 0)},
    }
    return ToldCheck(state, _("Belum dibandingkan dengan foto kota"), why.get(str(facts.get("why")), ""))


def _own(state: str, facts: Facts, day: Day) -> ToldCheck:
    if state == CheckState.FAILED:
        same = _same(facts, day)
        return ToldCheck(
            state, _("%(percent)s%% sama dengan foto laporan ini sendiri") % {"percent": facts.get("percent", "")}, same.detail
        )
    if state == CheckState.PASSED:
        return ToldCheck(state, _("Bukan suntingan foto pengaduan"))
    return ToldCheck(state, _("Belum dibandingkan dengan foto pengaduan"))


def _same(facts: Facts, day: Day) -> ToldCheck:
    parts = [day(datetime.fromisoformat(str(facts["at"])))] if facts.get("at") else []
    parts += [_("dibalik kiri-kanan")] if facts.get("mirrored") else []
    parts += [_("dipotong")] if facts.get("cut") else []
    code = str(facts.get("case") or "")
    title = _("%(percent)s%% sama dengan foto") % {"percent": facts.get("percent", "")}
    return ToldCheck(CheckState.FAILED, title, ", ".join(parts), code)


_WORDS: dict[str, Callable[[str, Facts, Day], ToldCheck]] = {
    CheckName.CODE: _code,
    CheckName.PLACE: _place,
    CheckName.AGE: _age,
    CheckName.UNLIKE: _unlike,
    CheckName.OWN: _own,
}
