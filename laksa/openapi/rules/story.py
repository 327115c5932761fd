# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happened to a case, in words for programs that show them to people."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from laksa.identity.rules import ActorKind
from laksa.kernel.privacy import hide_identifiers

# The kinds of entries that strangers or reporters may read.
WORDS = {
    "received": _("Laporan diterima."),
    "routed": _("Laporan diteruskan ke pihak yang menangani."),
    "assigned": _("Laporan diteruskan ke pihak yang menangani."),
    "accepted": _("Laporan mulai ditangani."),
    "returned": _("Laporan dikembalikan untuk dipilah lagi."),
    "handed_over": _("Laporan dialihkan ke pihak lain."),
    "planned": _("Pengerjaan dijadwalkan."),
    "started": _("Pengerjaan dimulai."),
    "decision_requested": _("Menunggu keputusan pimpinan."),
    "decided": _("Pimpinan sudah memutuskan."),
    "delegated": _("Keputusan diserahkan kepada pimpinan lain."),
    "decision_withdrawn": _("Permohonan keputusan ditarik; pengerjaan dilanjutkan."),
    "task_given": _("Kantor lain ikut mengerjakan."),
    "task_done": _("Bagian kantor lain selesai."),
    "task_withdrawn": _("Bagian kantor lain tidak diperlukan lagi."),
    "referred": _("Menunggu pihak di luar pemerintah kota."),
    "outside_promised": _("Pihak di luar pemerintah kota menjanjikan tanggal."),
    "outside_heard": _("Pihak di luar pemerintah kota sudah menjawab."),
    "resolved": _("Pengerjaan dinyatakan selesai."),
    "answered": _("Laporan dijawab."),
    "confirmed": _("Pelapor menyatakan sudah beres."),
    "closed": _("Selesai tanpa konfirmasi pelapor."),
    "reopened": _("Laporan dibuka lagi karena belum beres."),
    "rejected": _("Laporan ditolak dengan alasan."),
    "objected": _("Pelapor keberatan."),
    "owner_objected": _("Pelapor meminta pihak lain yang menangani."),
    "withdrawn": _("Laporan ditarik oleh pelapor."),
    "merged": _("Laporan digabung dengan laporan lain."),
    "split": _("Laporan dipisahkan lagi."),
    "absorbed": _("Laporan lain digabung ke sini."),
    "joined": _("Warga lain mengalami hal yang sama."),
    "followed_up": _("Pelapor ditanya sesudah empat minggu."),
    "check_passed": _("Orang di luar regunya memeriksa: beres."),
    "check_failed": _("Orang di luar regunya memeriksa: belum beres."),
    "undone": _("Yang baru ditulis ditarik kembali."),
    "recurred": _("Hal sejenis dilaporkan lagi di tempat yang sama."),
    "due_recomputed": _("Batas waktu dihitung ulang."),
    "photos_added": _("Foto ditambahkan."),
    "photo_unreadable": _("Satu foto tidak bisa dibuka. Kirim foto lain."),
    "message": _("Pesan dari warga."),
    "rated": _("Pelapor memberi nilai."),
    "asked": _("Petugas bertanya kepada pelapor."),
    "reporter_heard": _("Petugas melanjutkan tanpa menunggu jawaban lagi."),
    "question_lapsed": _("Waktu menjawab sudah habis; laporan tetap dilanjutkan."),
    "reply": _("Petugas menjawab."),
    "seen": _("Kantornya sudah membaca tulisan pelapor."),
}


def event_words(kind: str) -> str:
    """Return what an entry says when nobody wrote words of their own; empty for a kind that says nothing to the public."""
    return gettext(WORDS[kind]) if kind in WORDS else ""


def shown_words(kind: str, body: str, *, actor_kind: str) -> str:
    """Return what strangers read of an entry: an office's words as they are, a resident's without what names people."""
    if not body:
        return event_words(kind)
    return body if actor_kind == ActorKind.STAFF else hide_identifiers(body)
