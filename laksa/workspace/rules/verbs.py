# SPDX-License-Identifier: AGPL-3.0-or-later
"""How each thing an officer can do to a case is called, drawn and keyed; whether it may be done is not said here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

from laksa.cases.rules import State

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Words of the house: said at once, or only when the reader's language is known.
Words: TypeAlias = "str | _StrPromise"


@dataclass(frozen=True)
class Verb:
    """One act: its word on a button, its icon, its key on the desk, and what is said once it is done."""

    name: str
    label: Words
    icon: str
    key: str
    done: Words
    page: str = ""  # the name of its own page; "": the form of the verb, opened in place


# In the order in which they are offered. Verbs that share a key start from different states.
VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("accept", _("Terima"), "check-circle", "t", _("Anda memegang laporan ini.")),
        Verb("start", _("Mulai kerjakan"), "wrench", "m", _("Tercatat: pekerjaan dimulai.")),
        Verb("resolve", _("Nyatakan selesai"), "check-circle", "s", _("Dinyatakan selesai. Pelapor diminta memeriksa.")),
        Verb("send_back", _("Minta foto ulang di tempat"), "camera", "", _("Petugas diminta mengambil foto baru.")),
        Verb("inspect", _("Periksa sendiri ke lokasi"), "pin", "", _("Tercatat dan ditandatangani. Pelapor diminta memeriksa.")),
        Verb(
            "sign",
            _("Tanda tangani dengan alasan"),
            "pen",
            "",
            _("Ditandatangani. Pelapor membaca bahwa fotonya tidak dapat diverifikasi."),
        ),
        Verb("answer", _("Jawab dan tutup"), "message-check", "w", _("Jawaban terkirim.")),
        Verb("reply", _("Balas"), "reply", "r", _("Balasan terkirim.")),
        Verb("assign", _("Teruskan"), "forward", "a", _("Laporan diteruskan.")),
        Verb("hand_over", _("Serahkan"), "swap", "a", _("Laporan diserahkan.")),
        Verb("plan", _("Jadwalkan"), "calendar", "p", _("Tanggal dijanjikan kepada pelapor.")),
        Verb("ask", _("Tanya pelapor"), "message", "q", _("Pertanyaan terkirim. Pelapor punya lima hari kerja.")),
        Verb("hear_reporter", _("Lanjutkan tanpa menunggu"), "play", "l", _("Laporan dilanjutkan.")),
        Verb("question", _("Tanya orang atau bagian lain"), "note", "t", _("Pertanyaan terkirim. Anda dikabari begitu dijawab.")),
        Verb("task", _("Beri tugas kantor lain"), "people", "i", _("Tugas diberikan. Laporan tetap Anda pegang.")),
        Verb("request_decision", _("Mohon keputusan"), "gavel", "d", _("Permohonan keputusan terkirim."), "workspace:decision"),
        Verb("choose", _("Putuskan"), "gavel", "d", _("Keputusan tercatat dan laporan dilanjutkan."), "workspace:decision"),
        Verb("decision", _("Lihat permohonan keputusan"), "gavel", "d", "", "workspace:decision"),
        Verb("decide", _("Putuskan"), "gavel", "d", _("Keputusan tercatat dan laporan dilanjutkan.")),
        Verb("refer_outside", _("Teruskan ke pihak luar"), "external", "u", _("Diteruskan ke pihak luar.")),
        Verb("hear_outside", _("Catat jawaban pihak luar"), "message-check", "u", _("Jawaban tercatat dan laporan dilanjutkan.")),
        Verb("return", _("Kembalikan ke meja kota"), "undo", "b", _("Dikembalikan ke meja kota.")),
        Verb("merge", _("Gabung"), "merge", "g", _("Laporan digabung. Semua pelapor tetap dikabari.")),
        Verb("split", _("Pisahkan"), "split", "g", _("Laporan dipisahkan.")),
        Verb("reject", _("Tolak dengan alasan"), "cross-circle", "", _("Ditolak dengan alasan. Pelapor dapat berkeberatan sekali.")),
        Verb("note", _("Catatan petugas"), "note", "n", _("Catatan tersimpan, hanya terlihat petugas.")),
        Verb("photos", _("Tambah foto"), "camera", "f", _("Foto tersimpan dan sedang disiapkan.")),
        Verb("hide_photo", _("Sembunyikan foto"), "eye-off", "", _("Foto disembunyikan.")),
        Verb("severity", _("Ubah beratnya"), "warning", "v", _("Beratnya diubah; batas waktu ikut dihitung ulang.")),
        Verb("place", _("Betulkan tempat"), "pin", "e", _("Tempat dibetulkan.")),
    )
}

# The one filled button of a view: the first of these that may be done.
_FIRST: dict[State, tuple[str, ...]] = {
    State.RECEIVED: ("assign",),
    State.TRIAGE: ("assign",),
    State.ASSIGNED: ("accept", "assign"),
    State.IN_PROGRESS: ("start", "answer"),
    State.PLANNED: ("start", "answer"),
    State.WORKING: ("resolve", "answer"),
    State.AWAITING_DECISION: ("choose", "decide"),
    State.AWAITING_OUTSIDE: ("hear_outside",),
    State.AWAITING_REPORTER: ("hear_reporter",),
}


def in_order(names: Iterable[str], state: State) -> list[Verb]:
    """Return the verbs of these names as they are offered from `state`, the likeliest first."""
    wanted = set(names)
    first = next((name for name in _FIRST.get(state, ()) if name in wanted), None)
    rest = [name for name in VERBS if name in wanted and name != first]
    return [VERBS[name] for name in ([first] if first else []) + rest]


def is_first(name: str, state: State) -> bool:
    """Whether the verb is one that a case in this state mostly waits for."""
    return name in _FIRST.get(state, ())
