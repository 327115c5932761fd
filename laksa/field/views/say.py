# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the phone says by itself, in the reader's language, and whose day it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from laksa.city.models import book
from laksa.city.models.names import agency_name
from laksa.identity.rules import Actor

# {count}, {what} and the like are filled in by the page's script.
SAY = {
    "offline": _("Tidak ada sinyal sejak {time}."),
    "waits": _("{what} menunggu di ponsel ini, terkirim sendiri nanti."),
    "photos": _("{count} foto"),
    "forms": _("{count} formulir"),
    "and": _("dan"),
    "see": _("Lihat antrean"),
    "kept": _("Tersimpan di ponsel ini. Terkirim sendiri begitu ada sinyal."),
    "ready": _("Daftar hari ini tersimpan di ponsel ini, juga untuk tanpa sinyal."),
    "signed_out": _("Sesi Anda berakhir. Masuk lagi untuk mengirim yang menunggu."),
    "sign_in": _("Masuk lagi"),
    "old_list": _("Daftar ini dari {day}; kode fotonya sudah lewat. Buka lagi begitu ada sinyal."),
    "clock": _("Jam ponsel ini meleset {hours} jam. Setel jamnya; dengan jam ini foto menunggu tanda tangan kepala regu."),
    "full": _(
        "Ponsel ini penuh: isian ini belum tersimpan dan belum terkirim. Kosongkan ruang atau cari sinyal, "
        "lalu kirim lagi. Jangan tutup halaman ini."
    ),
    "partly": _("Daftar hari ini belum seluruhnya tersimpan di ponsel ini: ruangnya penuh, atau sinyalnya putus."),
    "refused": _("Belum diterima: {message}"),
    "moved": _("{code}: {message}"),
    "sent": _("Terkirim: {code}. {message}"),
    "drop": _("Hapus dari ponsel"),
    "save": _("Simpan foto"),
    "leave": _("{what} belum terkirim. Keluar menghapusnya dari ponsel ini."),
    "leave_go": _("Keluar dan hapus"),
    "leave_stay": _("Jangan keluar dulu"),
    "code_ok": _("Kode foto ikut terkirim"),
    "code_over": _("Kode foto sudah lewat: kepala regu yang menandatangani"),
    "code_none": _("Tanpa kode foto"),
    "place_ok": _("Tempat cocok, {metres} m dari titik laporan"),
    "place_far": _("{metres} m dari titik laporan, terlalu jauh"),
    "place_none": _("Tempat ponsel tidak diketahui"),
    "time_ok": _("Diambil pukul {time} menurut ponsel ini"),
    "time_old": _("Foto ini dari {time}, sebelum kode fotonya terbit: kepala regu yang menandatangani"),
    "later": _(
        "Foto sebelum dan foto lama seluruh kota: dibandingkan begitu ada sinyal. Kalau ada yang sama, kepala regu yang menandatangani."
    ),
}


def crew_name(actor: Actor) -> str:
    """Return the team of somebody who goes out, else their office: "Tim PJU, Dishub"."""
    post = next((post for post in actor.posts if post.unit_id), None) or next((post for post in actor.posts if post.agency_id), None)
    if post is None:
        return ""
    unit = str(book().units[post.unit_id].name) if post.unit_id else ""
    return ", ".join(name for name in (unit, agency_name(post.agency_id)) if name)
