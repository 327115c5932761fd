# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a crew sends from a phone: each form once, and a photo is never lost because the case has moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases import actions as cases
from laksa.cases.actions import CheckedPhoto
from laksa.cases.actions.closing import DECLARED
from laksa.cases.actions.proving import Evidence
from laksa.cases.actions.story import TURNING_POINTS
from laksa.cases.models import Case, Photo
from laksa.cases.policies import may_note
from laksa.cases.rules import State
from laksa.evidence.rules import Capture
from laksa.field.models import Parcel
from laksa.field.policies import may_go_out
from laksa.field.rules import reason_words
from laksa.identity.rules import Actor
from laksa.kernel.errors import Conflict, MoveRefused, Refused
from laksa.kernel.permissions import require
from laksa.ui.rules import clock_time, exact
from laksa.ui.templatetags.ui import current_voice

KEEP_PARCELS = timedelta(days=30)
# A form that came at once says nothing about when it was written.
LATE_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Told:
    """One form of a crew: `key` is the phone's own, `seen` the entries it had before it, `made_at` by the phone's clock."""

    key: str
    verb: str
    words: str = ""
    reason: str = ""
    day: date | None = None
    seen: int | None = None
    made_at: datetime | None = None
    document: str = ""
    photos: tuple[CheckedPhoto, ...] = ()
    capture: Capture = field(default_factory=Capture)


@dataclass(frozen=True)
class Outcome:
    """What became of it: `state` is done or moved (somebody changed the case meanwhile); `checks` of its after-photos."""

    state: str
    message: str
    checks: list[dict[str, Any]] = field(default_factory=list)
    is_repeat: bool = False

    def plain(self) -> dict[str, Any]:
        return {"state": self.state, "message": self.message, "checks": self.checks}


def deliver(case: Case, told: Told, *, actor: Actor, at: datetime) -> Outcome:
    """Do what a form of a crew asks for, once for its key.

    When the case has moved meanwhile, photos and words are kept as an internal note and the outcome says so. Raises
    PermissionDenied, and Refused for a form that its writer can mend; both leave nothing behind, so that it can be sent again.
    """
    require(may_go_out, actor, case)
    try:
        if told.verb == "done":
            return _declare_done(case, told, actor=actor, at=at)
        return _once(case, told, lambda: VERBS[told.verb](case, told, actor, at), actor=actor, at=at)
    except (Conflict, MoveRefused, PermissionDenied) as refusal:
        if not may_note(actor, case) or not (told.photos or told.words.strip()):
            raise
        sentence = refusal.message if isinstance(refusal, Refused) else _("Laporan ini sekarang dipegang orang lain.")
        return _once(case, told, lambda: _keep(case, told, sentence, actor, at), actor=actor, at=at)


def _declare_done(case: Case, told: Told, *, actor: Actor, at: datetime) -> Outcome:
    """Declare a repair outside of the transaction that keeps its key: comparing photos takes longer than the database may wait.

    The case itself knows the key, so that a second try after a crash declares nothing twice.
    """
    known = Parcel.objects.filter(user_id=actor.user_id or 0, key=told.key).first()
    if known is not None:
        return Outcome(**known.answer, is_repeat=True)
    key = f"{actor.user_id}:{told.key}"
    with transaction.atomic():
        _take_up(case, actor, at)
    proof = Evidence(capture=told.capture, document=told.document, key=key)
    cases.resolve_case(case.pk, told.words, photos=told.photos, evidence=proof, actor=actor, at=at)
    return _once(case, told, lambda: _told_of(case, key), actor=actor, at=at)


def _told_of(case: Case, key: str) -> Outcome:
    """Return what became of the repair that was declared under a key."""
    entry = case.entries.filter(kind__in=DECLARED, data__key=key).order_by("-number")[0]
    checks = entry.data.get("checks", [])
    if entry.kind == "resolved":
        return Outcome("done", _("Dinyatakan selesai. Pelapor diminta memeriksa."), checks)
    signer = entry.data.get("signer_name") or _("Koordinator ruang kendali")
    return Outcome(
        "done", _("Fotonya tidak dapat diverifikasi. %(signer)s menandatangani atau meminta foto ulang.") % {"signer": signer}, checks
    )


@transaction.atomic
def _once(case: Case, told: Told, act: Callable[[], Outcome], *, actor: Actor, at: datetime) -> Outcome:
    about = {"verb": told.verb, "case_code": case.code, "at": at}
    parcel, is_new = Parcel.objects.get_or_create(user_id=actor.user_id or 0, key=told.key, defaults=about)
    if not is_new:
        return Outcome(**parcel.answer, is_repeat=True)
    outcome = act()
    parcel.answer = outcome.plain()
    parcel.save(update_fields=["answer"])
    return outcome


def forget_parcels(*, at: datetime) -> int:
    """Delete the keys of forms that no phone can still be holding; return how many."""
    return Parcel.objects.filter(at__lt=at - KEEP_PARCELS).delete()[0]


# --- what a crew can say ------------------------------------------------------------------------------


def _start(case: Case, told: Told, actor: Actor, at: datetime) -> Outcome:
    if case.state == State.WORKING and case.holder_id == actor.user_id:
        return Outcome("done", _("Pekerjaan ini sudah tercatat dimulai."))  # from another phone of theirs
    _take_up(case, actor, at)
    cases.start_case(case.pk, words=_with_time(told, at), actor=actor, at=at, seen=_seen(case, told, actor))
    return Outcome("done", _("Tercatat: pekerjaan dimulai."))


def _note(case: Case, told: Told, actor: Actor, at: datetime) -> Outcome:
    if told.photos:
        _add_inside(case, told, actor, at)
    else:
        cases.write_note(case.pk, _with_time(told, at), actor=actor, at=at)
    return Outcome("done", _("Catatan tersimpan, hanya terlihat petugas."))


def _before(case: Case, told: Told, actor: Actor, at: datetime) -> Outcome:
    cases.add_photos(case.pk, told.photos, actor=actor, at=at, role=Photo.ADDITION, words=_with_time(told, at))
    return Outcome("done", _("Foto sebelum tersimpan."))


def _not_today(case: Case, told: Told, actor: Actor, at: datetime) -> Outcome:
    words = reason_words(told.reason, told.words)
    if not words:
        raise Refused(_("Pilih alasannya; pada alasan lain, tulis satu kalimat."), field="reason")
    if told.day is None:
        raise Refused(_("Pilih hari penggantinya. Pelapor melihat tanggal ini."), field="day")
    _take_up(case, actor, at)
    cases.plan_case(case.pk, promised_on=told.day, words=words, actor=actor, at=at, seen=_seen(case, told, actor))
    return Outcome("done", _("Hari penggantinya dijanjikan kepada pelapor."))


VERBS: dict[str, Callable[[Case, Told, Actor, datetime], Outcome]] = {
    "start": _start,
    "note": _note,
    "before": _before,
    "not_today": _not_today,
}
SAYABLE = (*VERBS, "done")


def _take_up(case: Case, actor: Actor, at: datetime) -> None:
    """Take a case that nobody has taken up yet into the hands of who is at its place."""
    if case.state == State.ASSIGNED:
        cases.accept_case(case.pk, actor=actor, at=at)


def _seen(case: Case, told: Told, actor: Actor) -> int | None:
    """Return what the form had before it, if somebody else has moved the case since; one's own forms follow each other."""
    if told.seen is None:
        return None
    newer = case.entries.filter(number__gt=told.seen, kind__in=TURNING_POINTS).exclude(user_id=actor.user_id or 0)
    return told.seen if newer.exists() else None


def _with_time(told: Told, at: datetime) -> str:
    """Return the words; of those that waited for a signal it is said when they were written."""
    if told.made_at is None or at - told.made_at < LATE_AFTER:
        return told.words
    voice = current_voice()
    if told.made_at.astimezone(at.tzinfo).date() == at.date():
        said, when = _("Ditulis di tempat pukul %(made)s, terkirim pukul %(sent)s."), clock_time(told.made_at, voice)
    else:
        said, when = _("Ditulis di tempat %(made)s, terkirim pukul %(sent)s."), exact(told.made_at, voice, now=at)
    late = said % {"made": when, "sent": clock_time(at, voice)}
    return f"{told.words.strip()} {late}".strip()


def _keep(case: Case, told: Told, sentence: str, actor: Actor, at: datetime) -> Outcome:
    """Keep what came too late as a note for staff: the work was done, whoever holds the case now."""
    words = _("Dari lapangan, tiba sesudah laporan berubah: %(words)s") % {"words": told.words.strip() or "–"}
    if told.photos:
        _add_inside(case, told, actor, at, words=words)
    else:
        cases.write_note(case.pk, words, actor=actor, at=at)
    return Outcome("moved", _("%(sentence)s Foto dan kata Anda tersimpan sebagai catatan petugas.") % {"sentence": sentence})


def _add_inside(case: Case, told: Told, actor: Actor, at: datetime, *, words: str = "") -> None:
    said = words or _with_time(told, at)
    cases.add_photos(case.pk, told.photos, actor=actor, at=at, internal=True, words=said)
