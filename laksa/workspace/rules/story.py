# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words for each kind of entry in a case's story, as officers read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from laksa.cases.rules import Visibility
from laksa.cases.rules.recomputed import moved_words
from laksa.escalation.rules import office_word, share_label

Facts = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """How one kind of entry looks: its title ("" when the words speak for themselves), icon and tone."""

    title: str | Promise
    icon: str
    tone: str = "plain"


KINDS: dict[str, Kind] = {
    "received": Kind("", "message"),
    "routed": Kind(gettext_lazy("Dipilah otomatis"), "sort"),
    "assigned": Kind(gettext_lazy("Diteruskan"), "forward", "done"),
    "accepted": Kind(pgettext_lazy("riwayat", "Diterima"), "check", "done"),
    "returned": Kind(gettext_lazy("Dikembalikan ke meja kota"), "undo", "wait"),
    "handed_over": Kind(gettext_lazy("Diserahkan"), "swap", "done"),
    "planned": Kind(gettext_lazy("Dijadwalkan"), "calendar", "done"),
    "started": Kind(gettext_lazy("Mulai dikerjakan"), "wrench", "done"),
    "asked": Kind(gettext_lazy("Menunggu pelapor"), "pause", "wait"),
    "reporter_heard": Kind(gettext_lazy("Dilanjutkan tanpa menunggu pelapor"), "play"),
    "question_lapsed": Kind(gettext_lazy("Pelapor tidak menjawab dalam lima hari kerja"), "hourglass"),
    "decision_requested": Kind(gettext_lazy("Menunggu keputusan"), "gavel", "wait"),
    "decided": Kind(gettext_lazy("Diputuskan"), "gavel", "done"),
    "delegated": Kind(gettext_lazy("Keputusan diserahkan"), "swap", "wait"),
    "decision_withdrawn": Kind(gettext_lazy("Permohonan keputusan ditarik"), "undo"),
    "thread_asked": Kind(gettext_lazy("Ditanyakan"), "note"),
    "thread_said": Kind(gettext_lazy("Susulan di utas"), "note"),
    "thread_taken": Kind(gettext_lazy("Utas diambil"), "check"),
    "thread_passed": Kind(gettext_lazy("Utas dioper"), "swap"),
    "thread_answered": Kind(gettext_lazy("Utas dijawab"), "message-check"),
    "thread_refused": Kind(gettext_lazy("Bukan urusan yang ditanya"), "cross"),
    "thread_closed": Kind(gettext_lazy("Utas ditutup"), "check"),
    "thread_withdrawn": Kind(gettext_lazy("Ditarik"), "undo"),
    "task_given": Kind(gettext_lazy("Kantor lain ikut mengerjakan"), "people"),
    "task_done": Kind(gettext_lazy("Bagian kantor lain selesai"), "check", "done"),
    "task_refused": Kind(gettext_lazy("Tugas ditolak"), "cross"),
    "task_withdrawn": Kind(gettext_lazy("Bagian kantor lain tidak diperlukan lagi"), "undo"),
    "referred": Kind(gettext_lazy("Menunggu pihak luar"), "pause", "wait"),
    "outside_promised": Kind(gettext_lazy("Pihak luar menjanjikan tanggal"), "calendar", "wait"),
    "outside_heard": Kind(gettext_lazy("Pihak luar menjawab"), "message-check", "done"),
    "outside_link_renewed": Kind(gettext_lazy("Tautan pihak luar diganti"), "link"),
    "resolved": Kind(gettext_lazy("Dinyatakan selesai"), "check", "done"),
    "proof_doubted": Kind(gettext_lazy("Foto sesudah perlu diperiksa orang"), "camera", "now"),
    "proof_sent_back": Kind(gettext_lazy("Diminta foto ulang"), "camera", "wait"),
    "proof_inspected": Kind(gettext_lazy("Diperiksa sendiri di tempat"), "pin", "done"),
    "answered": Kind(gettext_lazy("Dijawab"), "message-check", "done"),
    "rejected": Kind(gettext_lazy("Ditolak dengan alasan"), "cross"),
    "merged": Kind(gettext_lazy("Digabung"), "merge"),
    "absorbed": Kind(gettext_lazy("Laporan lain digabung ke sini"), "merge", "done"),
    "split": Kind(gettext_lazy("Dipisahkan lagi"), "split"),
    "released": Kind(gettext_lazy("Laporan lain dipisahkan dari sini"), "split"),
    "withdrawn": Kind(gettext_lazy("Ditarik pelapor"), "undo"),
    "confirmed": Kind(gettext_lazy("Dikonfirmasi beres"), "check-double", "done"),
    "closed": Kind(gettext_lazy("Ditutup, belum dikonfirmasi"), "check"),
    "reopened": Kind(gettext_lazy("Dibuka lagi"), "undo", "now"),
    "objected": Kind(gettext_lazy("Pelapor berkeberatan atas penolakan"), "warning", "now"),
    "owner_objected": Kind(gettext_lazy("Pelapor berkata: bukan kantor ini"), "warning", "now"),
    "rated": Kind(gettext_lazy("Dinilai pelapor"), "star"),
    "joined": Kind(gettext_lazy("Warga lain ikut"), "people"),
    "followed_up": Kind(gettext_lazy("Sesudah empat minggu"), "calendar"),
    "check_asked": Kind(gettext_lazy("Terpilih lewat undian: diperiksa orang di luar regu"), "eye"),
    "check_passed": Kind(gettext_lazy("Diperiksa orang di luar regu: beres"), "eye", "done"),
    "check_failed": Kind(gettext_lazy("Diperiksa orang di luar regu: belum beres"), "eye", "now"),
    "check_unclear": Kind(gettext_lazy("Diperiksa orang di luar regu: tidak bisa dinilai"), "eye"),
    "check_lapsed": Kind(gettext_lazy("Pemeriksa tidak menjawab sampai tenggatnya"), "hourglass"),
    "undone": Kind(gettext_lazy("Ditarik kembali"), "undo"),
    "recurred": Kind(gettext_lazy("Terulang di tempat yang sama"), "undo", "wait"),
    "severity_changed": Kind(gettext_lazy("Beratnya diubah"), "warning"),
    "place_corrected": Kind(gettext_lazy("Tempat dibetulkan"), "pin"),
    "photos_added": Kind(gettext_lazy("Foto ditambahkan"), "camera"),
    "photo_hidden": Kind(gettext_lazy("Foto disembunyikan"), "eye-off"),
    "due_recomputed": Kind(gettext_lazy("Batas waktu dihitung ulang"), "calendar"),
    "confirm_reminded": Kind(gettext_lazy("Pelapor diingatkan untuk mengonfirmasi"), "bell"),
    "escalated": Kind(gettext_lazy("Diberi tahu menurut tangga"), "bell", "wait"),
    "reply": Kind("", "message"),
    "note": Kind("", "note"),
    "message": Kind("", "message"),
    "seen": Kind(gettext_lazy("Pelapor diberi tahu: tulisannya sudah dibaca kantor"), "eye"),
}

# Their words come from a resident.
FROM_RESIDENTS = frozenset({"received", "message", "rated", "objected", "owner_objected", "reopened", "confirmed", "withdrawn"})
# From such an entry down to its end the line is dashed: the case waited.
PAUSES = frozenset({"asked", "decision_requested", "referred"})


def look_of(kind: str) -> Kind:
    """Return how an entry looks; a kind that is not known yet is shown by its own name."""
    return KINDS.get(kind) or Kind(kind.replace("_", " "), "dot")


def voice_of(kind: str, visibility: str) -> str:
    """Return whose block the words stand in: reporter, internal or office."""
    if visibility == Visibility.INTERNAL:
        return "internal"
    return "reporter" if kind in FROM_RESIDENTS else "office"


def readers_of(visibility: str) -> str:
    """Say who else can read an entry."""
    words = {
        Visibility.PUBLIC: _("terlihat semua orang"),
        Visibility.REPORTER: _("terlihat pelapor"),
        Visibility.INTERNAL: _("hanya terlihat petugas"),
    }
    return words.get(Visibility(visibility), "")


def remark_of(kind: str, data: Facts, *, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    """Say the facts of an entry in a few words.

    `office` names agency and unit of such facts, `day` says an ISO date or time.
    """
    write = _REMARKS.get(kind)
    return write(data, office, day) if write else ""


def _owner(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    duty = data.get("duty")
    named = office(data)
    words = {"office": named, "holder": data.get("holder_name") or "", "absent": (duty or {}).get("absent", "")}
    if not words["holder"]:
        return named
    if words["absent"]:
        return _("%(office)s, dipegang %(holder)s menggantikan %(absent)s, petugas piket hari itu") % words
    if duty:
        return _("%(office)s, dipegang %(holder)s, petugas piket hari itu") % words
    return _("%(office)s, dipegang %(holder)s") % words


def _returned(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    words = {"office": office(data.get("from") or {}), "times": data.get("hops") or 1}
    return _("dari %(office)s. Oper ke-%(times)s, jam pelapor tidak mulai lagi") % words


def _planned(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    promised = day(data.get("promised_on") or "")
    earlier = day(data.get("earlier") or "")
    return _("%(day)s, semula %(earlier)s") % {"day": promised, "earlier": earlier} if earlier else promised


def _party(data: Facts) -> str:
    return str((data.get("party") or {}).get("name", ""))


def _asked(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    return _("→ %(to)s, batas %(day)s") % {"to": _party(data), "day": day(data.get("until") or "")}


def _decided(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    return _("atas nama %(office)s") % {"office": data["behalf"]} if data.get("behalf") else ""


def _answered(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    absent = data.get("behalf_of") or {}
    return _("atas nama %(office)s (%(name)s)") % {"office": data.get("behalf", ""), "name": absent.get("name", "")} if absent else ""


def _until(name: str) -> Callable[[Facts, Callable[[Facts], str], Callable[[str], str]], str]:
    def write(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
        who, until = str(data.get(name) or ""), day(data.get("until") or "")
        said = _("sampai %(day)s") % {"day": until} if until else ""
        return ", ".join(part for part in (who, said) if part)

    return write


def _changed_severity(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    return f"{data.get('from', '')} → {data.get('to', '')}"


def _rejected(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    where = str(data.get("where_to") or "")
    return _("Ke mana: %(where)s") % {"where": where} if where else ""


def _outside_promised(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    facts = {"party": data.get("to") or "", "day": day(data.get("until") or ""), "earlier": day(data.get("earlier") or "")}
    return _("%(party)s, paling lambat %(day)s, semula %(earlier)s") % facts


def _outside_heard(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    facts = {"party": data.get("from") or "", "whose": data.get("whose") or "", "document": data.get("document") or ""}
    if data.get("answer") == "not_ours":
        return _("%(party)s: bukan urusan mereka, milik %(whose)s") % facts
    if data.get("answer") == "done":
        said = _("%(party)s: sudah selesai, berita acara %(document)s") if facts["document"] else _("%(party)s: sudah selesai")
        return said % facts
    if data.get("answer") == "called_off":
        return _("%(party)s tidak ditunggu lagi") % facts
    return str(facts["party"])


def _reopened(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    reasons = {
        "still_broken": _("masih rusak"),
        "came_back": _("rusak lagi"),
        "partly": _("baru sebagian"),
        "not_done": _("tidak dikerjakan"),
        "other": _("alasan lain"),
        "check": _("sesudah diperiksa orang di luar regu"),
    }
    return reasons.get(str(data.get("reason")), "")


def _undone(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    words = {"planned": _("tanggal yang baru dijanjikan"), "reply": _("balasan yang baru dikirim")}
    return words.get(str(data.get("of")), "")


def _followed_up(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    if data.get("answer") == "fine":
        return _("pelapor menjawab: masih beres")
    return _("%(count)s orang ditanya: masih beres?") % {"count": data.get("asked", 0)}


def _absorbed(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    code = str(data.get("from") or "")
    return _("%(code)s; targetnya ikut ke sini: %(day)s") % {"code": code, "day": day(data["due"])} if data.get("due") else code


def _recurred(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    words = {"code": data.get("by") or data.get("after") or "", "days": data.get("days", 0), "metres": data.get("distance_m", 0)}
    if data.get("by"):
        return _("dilaporkan lagi sebagai %(code)s, %(days)s hari kemudian, %(metres)s m dari sini. Terhitung pada penutupan ini") % words
    return _("%(code)s dinyatakan selesai %(days)s hari sebelumnya, %(metres)s m dari sini") % words


def _escalated(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    told = [f"{one.get('name', '')} ({office_word(str(one.get('office') or ''))})" for one in data.get("to", ())]
    return f"{share_label(data.get('percent'), data.get('days'))}: {', '.join(told)}"


def _resolved(data: Facts, office: Callable[[Facts], str], day: Callable[[str], str]) -> str:
    if data.get("proof") == "signed":
        words = {"who": data.get("signer_name", ""), "reason": data.get("reason", "")}
        return _("foto tidak dapat diverifikasi, ditandatangani %(who)s: %(reason)s") % words
    return _("dokumen atau hasil ukur: %(document)s") % {"document": data["document"]} if data.get("document") else ""


_REMARKS: dict[str, Callable[[Facts, Callable[[Facts], str], Callable[[str], str]], str]] = {
    "assigned": _owner,
    "handed_over": _owner,
    "returned": _returned,
    "planned": _planned,
    "resolved": _resolved,
    "asked": _until(""),
    "decision_requested": _until("of"),
    "delegated": lambda data, office, day: _("dari %(before)s kepada %(to)s") % {"before": data.get("from", ""), "to": data.get("to", "")},
    "decided": _decided,
    "thread_answered": _answered,
    "thread_said": _answered,
    "thread_asked": _asked,
    "thread_passed": lambda data, office, day: _("→ %(to)s, oper ke-%(times)s") % {"to": _party(data), "times": data.get("hops") or 1},
    "task_given": lambda data, office, day: _party(data),
    "task_done": lambda data, office, day: _party(data),
    "task_withdrawn": lambda data, office, day: _party(data),
    "referred": _until("to"),
    "outside_promised": _outside_promised,
    "outside_heard": _outside_heard,
    "outside_link_renewed": lambda data, office, day: str(data.get("to") or ""),
    "severity_changed": _changed_severity,
    "due_recomputed": lambda data, office, day: moved_words(data, say=day),
    "escalated": _escalated,
    "rejected": _rejected,
    "reopened": _reopened,
    "followed_up": _followed_up,
    "undone": _undone,
    "recurred": _recurred,
    "check_asked": _until(""),
    "routed": _owner,
    "merged": lambda data, office, day: _("ke %(code)s") % {"code": data.get("into", "")},
    "absorbed": _absorbed,
    "split": lambda data, office, day: _("dari %(code)s") % {"code": data.get("from", "")},
    "released": lambda data, office, day: str(data.get("code") or ""),
    "rated": lambda data, office, day: _("%(stars)s dari 5") % {"stars": data.get("stars", "")},
    "owner_objected": lambda data, office, day: office({"agency": data.get("from")}),
}
