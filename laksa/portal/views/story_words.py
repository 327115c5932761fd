# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of each kind of entry, as residents read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laksa.cases.models import Case, Entry
from laksa.cases.rules.recomputed import FOR_RESIDENTS, moved_words
from laksa.city.models import book
from laksa.portal.forms.mine import REOPEN_REASONS
from laksa.portal.views.done import office_name
from laksa.portal.views.rows import noon
from laksa.ui.rules import day, exact
from laksa.ui.templatetags.ui import current_voice

if TYPE_CHECKING:
    from laksa.portal.views.story import Story

Facts = dict[str, Any]
# From such an entry on the case waited for somebody.
PAUSING = frozenset({"asked", "decision_requested", "referred"})


def title_of(story: Story, entry: Entry) -> str:
    """Return what a line says happened; "" where the words speak for themselves."""
    say = _TITLES.get(entry.kind)
    return say(story, entry.data) if say else ""


def _received(story: Story, _facts: Facts) -> str:
    first = story.case.decision
    if first.get("desk") or not first.get("agency"):
        return _("Diterima meja kota")
    return _("Diterima, diteruskan ke %(office)s") % {"office": _agency(first["agency"])}


def _agency(slug: str) -> str:
    return str(book().agencies[slug].name)


def _office(facts: Facts) -> str:
    return office_name(facts["agency"], facts.get("unit")) if facts.get("agency") else ""


def _day(text: str) -> str:
    try:
        return day(noon(date.fromisoformat(text[:10])), current_voice())
    except ValueError:
        return ""


def _reopened(_story: Story, facts: Facts) -> str:
    if facts.get("reason") == "check":
        return _("Dibuka lagi sesudah pemeriksaan itu")
    reason = str(dict(REOPEN_REASONS).get(facts.get("reason", ""), ""))
    return _("Dibuka lagi: %(reason)s") % {"reason": reason[:1].lower() + reason[1:]} if reason else _("Dibuka lagi")


def _followed_up(_story: Story, facts: Facts) -> str:
    return _("Sesudah empat minggu: masih beres") if facts.get("answer") == "fine" else _("Sesudah empat minggu ditanya: masih beres?")


def _recurred(_story: Story, facts: Facts) -> str:
    days = int(facts.get("days") or 0)
    if facts.get("by"):
        words = ngettext(
            "Dilaporkan lagi di tempat ini %(days)d hari kemudian: %(code)s",
            "Dilaporkan lagi di tempat ini %(days)d hari kemudian: %(code)s",
            days,
        )
        return words % {"days": days, "code": facts["by"]}
    words = ngettext(
        "Hal sejenis di tempat ini selesai %(days)d hari sebelumnya: %(code)s",
        "Hal sejenis di tempat ini selesai %(days)d hari sebelumnya: %(code)s",
        days,
    )
    return words % {"days": days, "code": facts.get("after", "")}


def _party(facts: Facts) -> str:
    return str((facts.get("party") or {}).get("name", ""))


def _decided(facts: Facts) -> str:
    if facts.get("behalf"):
        return _("Diputuskan atas nama %(party)s") % {"party": facts["behalf"]}
    return _("Diputuskan %(party)s") % {"party": _party(facts)} if _party(facts) else _("Diputuskan")


def _joined(_story: Story, facts: Facts) -> str:
    count = int(facts.get("supporters") or 1)
    return ngettext("%(count)d warga ikut", "%(count)d warga ikut", count) % {"count": count}


def _outside_answer(facts: Facts) -> str:
    said = {"party": facts.get("from", ""), "whose": facts.get("whose", "")}
    if facts.get("answer") == "done":
        return _("%(party)s menyatakan sudah selesai") % said
    if facts.get("answer") == "not_ours":
        return _("%(party)s: bukan urusan kami, milik %(whose)s") % said
    if facts.get("answer") == "called_off":
        return _("%(party)s tidak ditunggu lagi") % said
    return _("%(party)s menjawab") % said


def _seen(story: Story, facts: Facts) -> str:
    office = _team(story.case)
    if 1 in facts.get("numbers", ()):
        return _("Laporan dilihat %(office)s") % {"office": office}
    if story.reader.participant_id in facts.get("people", ()):
        return _("Tambahan Anda dilihat %(office)s") % {"office": office}
    return _("Tambahan warga dilihat %(office)s") % {"office": office}


_TITLES: dict[str, Callable[[Story, Facts], str]] = {
    "received": _received,
    "routed": _received,
    "assigned": lambda _s, facts: _("Diteruskan ke %(office)s") % {"office": _office(facts)},
    "accepted": lambda story, _f: _("Mulai ditangani %(office)s") % {"office": _team(story.case)},
    "returned": lambda _s, facts: _("Dikembalikan ke meja kota oleh %(office)s") % {"office": _agency((facts.get("from") or {})["agency"])},
    "handed_over": lambda _s, facts: _("Diserahkan ke %(office)s") % {"office": _office(facts)},
    "planned": lambda _s, facts: _("Dijadwalkan %(day)s") % {"day": _day(facts.get("promised_on", ""))},
    "started": lambda _s, _f: _("Dikerjakan di lokasi"),
    "asked": lambda _s, _f: _("Petugas bertanya"),
    "reporter_heard": lambda _s, _f: _("Dilanjutkan tanpa menunggu jawaban"),
    "question_lapsed": lambda _s, _f: _("Tidak ada jawaban, petugas melanjutkan"),
    "decision_requested": lambda _s, facts: _("Menunggu keputusan %(party)s") % {"party": facts.get("of", "")},
    "decided": lambda _s, facts: _decided(facts),
    "delegated": lambda _s, facts: _("Keputusan diserahkan kepada %(party)s") % {"party": facts.get("to", "")},
    "decision_withdrawn": lambda _s, _f: _("Permohonan keputusan ditarik, pekerjaan dilanjutkan"),
    "task_given": lambda _s, facts: _("%(party)s ikut mengerjakan") % {"party": _party(facts)},
    "task_done": lambda _s, facts: _("Bagian %(party)s selesai") % {"party": _party(facts)},
    "task_withdrawn": lambda _s, facts: _("Bagian %(party)s tidak diperlukan lagi") % {"party": _party(facts)},
    "referred": lambda _s, facts: _("Menunggu %(party)s") % {"party": facts.get("to", "")},
    "outside_promised": lambda _s, facts: _("%(party)s menjanjikan tanggal") % {"party": facts.get("to", "")},
    "outside_heard": lambda _s, facts: _outside_answer(facts),
    "resolved": lambda _s, _f: _("Dinyatakan selesai"),
    "answered": lambda _s, _f: _("Dijawab"),
    "rejected": lambda _s, _f: _("Ditolak, ada alasan"),
    "merged": lambda _s, facts: _("Digabung ke %(code)s") % {"code": facts.get("into", "")},
    "absorbed": lambda _s, _f: _("Laporan serupa digabung ke sini"),
    "split": lambda _s, facts: _("Dipisahkan lagi dari %(code)s") % {"code": facts.get("from", "")},
    "withdrawn": lambda _s, _f: _("Laporan ditarik"),
    "confirmed": lambda _s, _f: _("Dikonfirmasi beres"),
    "closed": lambda _s, _f: _("Selesai, belum dikonfirmasi"),
    "reopened": _reopened,
    "objected": lambda _s, _f: _("Keberatan atas penolakan"),
    "owner_objected": lambda _s, facts: _("Pelapor berkata: bukan %(office)s") % {"office": _agency(facts["from"])},
    "seen": _seen,
    "rated": lambda _s, facts: _("Dinilai %(stars)s dari 5") % {"stars": facts.get("stars", "")},
    "joined": _joined,
    "due_recomputed": lambda _s, _f: _("Batas waktu dihitung ulang"),
    "followed_up": _followed_up,
    "check_passed": lambda _s, _f: _("Diperiksa orang di luar regunya: beres"),
    "check_failed": lambda _s, _f: _("Diperiksa orang di luar regunya: belum beres"),
    "recurred": _recurred,
    "undone": lambda _s, facts: _("Tanggal tadi ditarik kembali") if facts.get("of") == "planned" else _("Balasan tadi ditarik kembali"),
    "photos_added": lambda _s, _f: _("Foto ditambahkan"),
    "photo_unreadable": lambda _s, _f: _("Satu foto tidak terbaca. Kirim foto lain bila perlu."),
}


def _team(case: Case) -> str:
    return str(book().units[case.unit_id].name) if case.unit_id else _agency(case.agency_id)


def remark_of(entry: Entry, at: datetime) -> str:
    """Return what is said beside the title: until when, why, from when."""
    facts = entry.data
    if entry.kind in PAUSING and facts.get("until"):
        return _("ditunggu sampai %(time)s") % {"time": exact(datetime.fromisoformat(facts["until"]), current_voice(), now=at)}
    if entry.kind == "outside_promised":
        return _("paling lambat %(time)s") % {"time": exact(datetime.fromisoformat(facts["until"]), current_voice(), now=at)}
    if entry.kind == "due_recomputed":
        return moved_words(facts, say=lambda text: _said(text, at), names=FOR_RESIDENTS)
    if entry.kind == "planned" and facts.get("earlier"):
        return _("semula %(day)s") % {"day": _day(facts["earlier"])}
    if entry.kind == "resolved" and facts.get("proof") == "signed":
        return _("foto tidak dapat diverifikasi")
    if entry.kind == "rejected" and facts.get("where_to"):
        return _("Ke mana: %(where)s") % {"where": facts["where_to"]}
    return _("tujuh hari tidak ada jawaban") if entry.kind == "closed" else ""


def _said(text: str, at: datetime) -> str:
    return exact(datetime.fromisoformat(text), current_voice(), now=at) if "T" in text else _day(text)
