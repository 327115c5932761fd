"""Ending a case honestly: by evidence and the reporter's word, or by a reasoned refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases import rules
from laksa.cases.actions.photos import CheckedPhoto, attach_photos
from laksa.cases.actions.proving import Evidence, Looked, doubt_proof, examine_proof, keep_prints, look_at_photos
from laksa.cases.actions.staff import leads_of, tell_staff
from laksa.cases.actions.story import Line, lock_case, move_case, need_move, need_words, save_story
from laksa.cases.actions.telling import people_of, tell
from laksa.cases.actions.waiting import need_parts_done
from laksa.cases.models import Case, Entry, Photo
from laksa.cases.policies import may_confirm, may_reject, may_reopen, may_resolve
from laksa.cases.rules import Proof, State, Visibility
from laksa.city.models import book
from laksa.identity.rules import SYSTEM, Actor
from laksa.kernel.errors import MoveRefused, Refused
from laksa.kernel.permissions import require
from laksa.kernel.privacy import hide_identifiers

REOPEN_REASONS = ("still_broken", "came_back", "partly", "not_done", "other")
SWEEP_BATCH = 200
DOCUMENT_LIMIT = 200
# With these an officer says that a fault is gone.
DECLARED = ("resolved", "proof_doubted")


def resolve_case(  # noqa: PLR0913 - what is said, what it rests on, and by whom
    case_id: int,
    words: str,
    *,
    photos: tuple[CheckedPhoto, ...] = (),
    evidence: Evidence = Evidence(),  # noqa: B008 - frozen, empty
    actor: Actor,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Say that the fault is gone, with the evidence its category asks for; the reporter has the last word.

    After-photos are examined: where one check is not passed the case stays where it is, its proof is doubted, and a lead must
    sign or send it back. Raises Refused without the photo or the document that the category wants.
    """
    case = Case.objects.get(pk=case_id)
    wants_photo = book().categories[case.category_id].evidence == "photo"
    # Before the case is locked: looking for a picture takes longer than a case may be closed to others.
    looked = look_at_photos(case, photos) if wants_photo and may_resolve(actor, case) else Looked()
    return _resolve(case_id, words, photos, (evidence, looked), actor=actor, at=at, seen=seen)


@transaction.atomic
def _resolve(  # noqa: PLR0913 - the arguments of resolve_case
    case_id: int,
    words: str,
    photos: tuple[CheckedPhoto, ...],
    proof: tuple[Evidence, Looked],
    *,
    actor: Actor,
    at: datetime,
    seen: int | None,
) -> Case:
    given, looked = proof
    case = lock_case(case_id, seen=None if given.key else seen)
    require(may_resolve, actor, case)
    if given.key and case.entries.filter(kind__in=DECLARED, data__key=given.key).exists():
        return case  # the same form, sent again by a phone that had not heard of its success
    said = need_words(words, field="words")
    need_parts_done(case)
    facts = _need_evidence(case, photos, given)
    if not photos or not looked.shots:
        return _declare_done(case, said, photos, facts | {"proof": str(Proof.WITHOUT)}, actor=actor, at=at)
    need_move(case, "resolve")  # a code that is used up can't be used again
    verdict = examine_proof(case, looked, given.capture, actor=actor, at=at)
    if verdict.is_held:
        facts |= {"proof": str(Proof.HELD), "checks": verdict.plain()}
        done = _declare_done(case, said, photos, facts, actor=actor, at=at)
    else:
        entry = doubt_proof(case, said, verdict, facts=facts, actor=actor, at=at)
        attach_photos(case, entry, photos, (), at=at, role=Photo.EVIDENCE, internal=True)
        done = case
    keep_prints(case, looked, at=at)
    return done


def _need_evidence(case: Case, photos: tuple[CheckedPhoto, ...], given: Evidence) -> dict[str, Any]:
    """Return the facts of the evidence; raise Refused where the category wants some and none is there."""
    wanted = book().categories[case.category_id].evidence
    if wanted == "photo" and not photos:
        raise Refused(_("Lampirkan foto sesudah. Tanpa bukti, laporan ini tidak bisa dinyatakan selesai."), field="photos")
    document = " ".join(rules.tidy(given.document).split())[:DOCUMENT_LIMIT]
    if wanted == "document" and not document:
        raise Refused(
            _("Tulis nomor dokumen atau hasil ukurnya. Tanpa bukti, laporan ini tidak bisa dinyatakan selesai."), field="document"
        )
    facts: dict[str, Any] = {"photos": len(photos)}
    return facts | {name: value for name, value in (("document", document), ("key", given.key)) if value}


def _declare_done(case: Case, said: str, photos: tuple[CheckedPhoto, ...], facts: dict[str, Any], *, actor: Actor, at: datetime) -> Case:
    move_case(case, "resolve", at=at)
    case.resolved_at = at
    case.responded_at = case.responded_at or at
    case.proof, case.signer_id = facts["proof"], None
    line = Line("resolved", Visibility.PUBLIC, said, facts)
    entries = save_story(case, [line], actor=actor, at=at, fields=["resolved_at", "responded_at"])
    attach_photos(case, entries[0], photos, (), at=at, role=Photo.EVIDENCE)
    tell(case, "resolved", people_of(case), at=at, facts={"words": said})
    return case


@transaction.atomic
def confirm_case(case_id: int, *, actor: Actor, at: datetime, words: str = "") -> Case:
    """The person who reported it says that it is fixed; a second time changes nothing."""
    case = lock_case(case_id)
    require(may_confirm, actor, case)
    if case.state == State.CONFIRMED:
        return case
    move_case(case, "confirm", at=at)
    line = Line("confirmed", Visibility.PUBLIC, words.strip()[: rules.REPLY_LIMIT])
    save_story(case, [line], actor=actor, at=at)
    return case


@dataclass(frozen=True)
class AskedAnew:
    """A later question that somebody may answer until then, also after the 30 days; `after` names it in the story."""

    until: datetime
    after: str


@transaction.atomic
def reopen_case(case_id: int, *, reason: str, words: str = "", actor: Actor, at: datetime, asked: AskedAnew | None = None) -> Case:
    """A person who reported or joined it says that it is not fixed: back to the holder, history and clock kept.

    A "no" outweighs every "yes" before it, whoever said that. `reason` is one of REOPEN_REASONS. Raises MoveRefused 30 days after
    the end, or later if the person was asked anew.
    """
    case = lock_case(case_id)
    require(may_reopen, actor, case)
    if reason not in REOPEN_REASONS:
        raise Refused(_("Pilih salah satu alasan."), field="reason")
    ends = case.can_reopen_until
    if ends is not None and at > max(ends, asked.until if asked else ends):
        raise MoveRefused(_("Sudah lebih dari 30 hari sejak laporan ini ditutup. Kirim laporan baru; sebutkan kode ini."), code="too_late")
    said = words.strip()[: rules.REPLY_LIMIT]
    give_back(case, [], reason=reason, words=said, actor=actor, at=at, after=asked.after if asked else "")
    return case


def give_back(  # noqa: PLR0913 - what is told of a reopening
    case: Case, lines: Sequence[Line], *, reason: str, words: str = "", actor: Actor, at: datetime, after: str = ""
) -> list[Entry]:
    """Reopen a locked case after `lines`: to its holder, who is told as their lead is. Return the entries, the reopening last.

    For actions that have asked their own policy; `after` says what led to it ("check", "four_weeks").
    """
    move_case(case, "reopen", at=at)
    case.reopenings += 1
    case.resolved_at = None
    data = {"reason": reason, "times": case.reopenings} | ({"after": after} if after else {})
    line = Line("reopened", Visibility.PUBLIC, words, data)
    entries = save_story(case, [*lines, line], actor=actor, at=at, fields=["reopenings", "resolved_at"])
    told = {*leads_of(case, at=at)} | ({case.holder_id} if case.holder_id is not None else set())
    said = hide_identifiers(words or next((one.body for one in lines), ""))
    tell_staff(case, "reopened", told, at=at, facts={"words": said, "by_check": after == "check"})
    return entries


@transaction.atomic
def reject_case(case_id: int, *, reason: str, where_to: str, actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Refuse a case with a reason and where to go instead; the reporter may object once."""
    case = lock_case(case_id, seen=seen)
    require(may_reject, actor, case)
    why = need_words(reason, field="reason")
    where = need_words(where_to, field="where_to")
    move_case(case, "reject", at=at)
    case.needs_coordinator = False
    line = Line("rejected", Visibility.REPORTER, why, {"where_to": where})
    save_story(case, [line], actor=actor, at=at, fields=["needs_coordinator"])
    tell(case, "rejected", people_of(case), at=at, facts={"words": why, "where_to": where})
    return case


def lapse_unconfirmed(*, at: datetime) -> int:
    """Close what nobody answered for seven days as *closed, not confirmed*; return how many."""
    before = at - timedelta(days=rules.CONFIRM_DAYS)
    due = Case.objects.open().filter(state=State.RESOLVED, due_at__lt=at, state_since__lt=before).order_by("due_at", "id")
    return sum(_lapse_one(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:SWEEP_BATCH]))


def lapse_questions(*, at: datetime) -> int:
    """Give cases back to their officer whose reporter did not answer in time; return how many."""
    due = Case.objects.open().filter(state=State.AWAITING_REPORTER, asked_until__lt=at).order_by("due_at", "id")
    numbers = list(due.values_list("pk", flat=True)[:SWEEP_BATCH])
    return sum(_end_question(pk, at=at) for pk in numbers)


@transaction.atomic
def _lapse_one(case_id: int, *, at: datetime) -> bool:
    case = lock_case(case_id)
    if case.state != State.RESOLVED or case.state_since > at - timedelta(days=rules.CONFIRM_DAYS):
        return False  # answered while the sweep was on its way
    move_case(case, "lapse", at=at)
    save_story(case, [Line("closed", Visibility.PUBLIC)], actor=SYSTEM, at=at)
    tell(case, "closed", people_of(case), at=at)
    return True


@transaction.atomic
def _end_question(case_id: int, *, at: datetime) -> bool:
    case = lock_case(case_id)
    if case.state != State.AWAITING_REPORTER or case.asked_until is None or case.asked_until >= at:
        return False
    move_case(case, "hear_reporter", at=at)
    save_story(case, [Line("question_lapsed", Visibility.REPORTER)], actor=SYSTEM, at=at)
    return True
