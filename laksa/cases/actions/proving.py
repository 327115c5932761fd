"""What stands behind "done": the proof is examined, and where it can't be vouched for, a lead must sign.

The officer who declared a repair is never the one who signs for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases.actions.photos import CheckedPhoto, raw_path, shown_path
from laksa.cases.actions.prints import remember
from laksa.cases.actions.staff import tell_staff
from laksa.cases.actions.story import Line, lock_case, move_case, need_words, save_story
from laksa.cases.actions.telling import people_of, tell
from laksa.cases.models import Case, Entry, Photo
from laksa.cases.policies import may_send_back_proof, may_sign_proof
from laksa.cases.rules import Proof, Visibility
from laksa.city.models import book
from laksa.evidence import actions as evidence
from laksa.evidence.actions.examining import shot_of
from laksa.evidence.rules import Capture, Scene, Shot, Verdict
from laksa.evidence.rules.checks import PLACE_LIMIT_M
from laksa.gateways import pictures
from laksa.identity.models import Post, stand_ins
from laksa.identity.rules import Actor, Role
from laksa.kernel.errors import MoveRefused
from laksa.kernel.permissions import require

SWEEP = 500
NOTHING_TOLD = Capture()
# Who signs, the nearest first: of the units above the case, then of the whole office.
SIGNERS = (Role.TEAM_LEAD, Role.DIVISION_HEAD)


@dataclass(frozen=True)
class Evidence:
    """What comes with the word that a fault is gone, beside photos.

    capture: what the page tells of the moment they were taken; document: the number of a paper or a measurement, where the category
    asks for one; key: of a form that may be sent twice by a phone without signal.
    """

    capture: Capture = NOTHING_TOLD
    document: str = ""
    key: str = ""


@dataclass(frozen=True)
class Looked:
    """After-photos together with what looking for them among all others has found, and their prints."""

    shots: tuple[Shot, ...] = ()
    prints: tuple[tuple[str, evidence.Print], ...] = ()


def look_at_photos(case: Case, photos: Sequence[CheckedPhoto]) -> Looked:
    """Look for new photos among all photos of the city. Takes no lock: nobody shall wait for pictures."""
    own = list(Case.objects.filter(pk__in=case.family()).values_list("code", flat=True))
    _remember_own(case)
    missing = Photo.objects.without_print().count()
    looks = [(photo, _look_at(photo, own)) for photo in photos]
    shots = [shot_of(look, Shot(photo.name, photo.taken_at, photo.lat, photo.lon), missing=missing) for photo, look in looks]
    prints = [(photo.name, look.taken) for photo, look in looks if look is not None and look.taken is not None]
    return Looked(tuple(shots), tuple(prints))


def _look_at(photo: CheckedPhoto, own: Sequence[str]) -> evidence.Look | None:
    """Return what was found; None for what can't be read: it is not compared, and a check that was not made is not passed."""
    try:
        with default_storage.open(raw_path(photo.name)) as raw:
            return evidence.look_at(raw.read(), own=own)
    except (pictures.PictureRefused, OSError):
        return None


def keep_prints(case: Case, looked: Looked, *, at: datetime) -> None:
    """Let after-photos be known from the moment they came in, in the caller's transaction."""
    for name, taken in looked.prints:
        evidence.keep_print(name, taken, case_code=case.code, added_at=at)
    Photo.objects.filter(name__in=[name for name, _taken in looked.prints]).update(has_print=True)


def _remember_own(case: Case) -> None:
    """Let the photos of the case itself be known, also those whose job still waits."""
    mine = Photo.objects.filter(case__in=case.family(), has_print=False).exclude(state=Photo.BROKEN).select_related("case")
    for photo in mine[:SWEEP]:
        _remember_file(photo)


def _remember_file(photo: Photo) -> bool:
    path = shown_path(photo.name, "s") if photo.is_ready else raw_path(photo.name)
    try:
        with default_storage.open(path) as file:
            return remember(photo, file.read())
    except OSError:
        return False


def remember_old_photos(*, limit: int = SWEEP) -> int:
    """Catch up with photos that came before prints were kept, the newest first; return how many were looked at."""
    old = list(Photo.objects.without_print().select_related("case").order_by("-pk")[:limit])
    for photo in old:
        if not _remember_file(photo):
            # A file that is gone proves nothing against anybody: it is not asked for again.
            Photo.objects.filter(pk=photo.pk).update(has_print=True)
    return len(old)


def examine_proof(case: Case, looked: Looked, capture: Capture, *, actor: Actor, at: datetime) -> Verdict:
    """Return the checks of after-photos; their code is used up in the caller's transaction."""
    category = book().categories[case.category_id]
    again = case.entries.filter(kind="reopened").order_by("-number").values_list("at", flat=True).first() if case.reopenings else None
    scene = Scene(
        case.code,
        again or case.received_at,
        case.lat,
        case.lon,
        case.village_id or "",
        max(PLACE_LIMIT_M, category.join_radius_m),
    )
    return evidence.examine(scene, looked.shots, capture=capture, user_id=actor.user_id or 0, at=at)


def doubt_proof(case: Case, words: str, verdict: Verdict, *, facts: dict[str, Any], actor: Actor, at: datetime) -> Entry:
    """Note that a proof can't be vouched for and who must look at it; the case stays where it is, and nobody outside is told."""
    signer = signer_of(case, but=actor.user_id, at=at)
    case.proof, case.signer_id = Proof.DOUBTED, signer.user_id if signer else None
    facts = facts | {"checks": verdict.plain()} | _signer_facts(signer)
    entry = save_story(case, [Line("proof_doubted", Visibility.INTERNAL, words, facts)], actor=actor, at=at, fields=["proof", "signer"])[0]
    if signer is not None:
        tell_staff(case, "proof_doubted", [signer.user_id], at=at, facts={"who": actor.label, "words": words})
    return entry


def signer_of(case: Case, *, but: int | None, at: datetime) -> Post | None:
    """Return the office that signs: the team lead, else the division head above, else the agency's head; never `but` nor the holder.

    Somebody who is away is passed over for the next; the same officer holding two offices signs in neither for themselves.
    """
    posts = Post.objects.in_force(at).filter(agency_id=case.agency_id, user__is_active=True, role__in=[*SIGNERS, Role.AGENCY_HEAD])
    held = list(posts.exclude(user_id__in=[one for one in (but, case.holder_id) if one]).select_related("user").order_by("pk"))
    there = stand_ins([post.user_id for post in held], at=at)
    present = [post for post in held if there.get(post.user_id) == post.user_id]
    wanted = [(role, unit) for unit in book().units_above(case.unit_id) for role in SIGNERS] + [(Role.AGENCY_HEAD, None)]
    for role, unit in wanted:
        for post in present or held:
            if post.role == role and unit in (None, post.unit_id):
                return post
    return None


def _signer_facts(signer: Post | None) -> dict[str, Any]:
    if signer is None:
        return {"signer": None, "signer_name": "", "signer_role": str(Role.COORDINATOR)}
    return {"signer": signer.user_id, "signer_name": signer.user.name, "signer_role": signer.role}


@transaction.atomic
def send_back_proof(case_id: int, words: str, *, actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Ask the officer for another photo, with words for them; the doubted one stays in the story of the house."""
    case = _doubted(case_id, seen=seen)
    require(may_send_back_proof, actor, case)
    said = need_words(words, field="words")
    officer = _declared(case).user_id
    case.proof, case.signer_id = "", None
    line = Line("proof_sent_back", Visibility.INTERNAL, said, {"officer": officer})
    save_story(case, [line], actor=actor, at=at, fields=["proof", "signer"])
    told = [one for one in (case.holder_id, officer) if one]
    photo_address = f"{settings.BASE_URL}/lapangan/foto/{case.code}/"
    tell_staff(case, "proof_sent_back", told, at=at, facts={"who": actor.label, "words": said, "photo_address": photo_address})
    return case


@transaction.atomic
def sign_proof(case_id: int, reason: str, *, looked: str = "", actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Vouch for a repair whose photo could not be verified: done, and everybody reads that it could not, and why it counts.

    `looked`: what the lead saw at the place, for the house; the reason is public.
    """
    case = _doubted(case_id, seen=seen)
    require(may_sign_proof, actor, case)
    why = need_words(reason, field="reason")
    declared = _declared(case)
    move_case(case, "resolve", at=at)
    case.resolved_at = at
    case.responded_at = case.responded_at or at
    case.proof, case.signer_id = Proof.SIGNED, actor.user_id
    facts = {
        "photos": declared.data.get("photos", 0),
        "proof": str(Proof.SIGNED),
        "reason": why,
        "officer": declared.user_id,
        "signer_name": actor.label,
        "looked": bool(looked.strip()),
    }
    lines = [Line("proof_inspected", Visibility.INTERNAL, need_words(looked, field="looked"))] if looked.strip() else []
    lines.append(Line("resolved", Visibility.PUBLIC, declared.body, facts))
    resolved = save_story(case, lines, actor=actor, at=at, fields=["resolved_at", "responded_at", "proof", "signer"])[-1]
    # The photos now stand with what was said publicly, with the doubt beside them.
    case.photos.filter(entry=declared, role=Photo.EVIDENCE).update(entry=resolved, is_internal=False)
    tell(case, "resolved", people_of(case), at=at, facts={"words": declared.body, "signed": why, "signer": actor.label})
    return case


def _doubted(case_id: int, *, seen: int | None) -> Case:
    case = lock_case(case_id, seen=seen)
    if not case.is_doubted:
        raise MoveRefused(_("Tidak ada foto yang menunggu tanda tangan pada laporan ini. Muat ulang halaman."), code="not_doubted")
    return case


def _declared(case: Case) -> Entry:
    """Return the entry with which the doubted repair was declared."""
    return case.entries.filter(kind="proof_doubted").order_by("-number")[0]


def doubt_of(case: Case) -> Entry | None:
    """Return the newest doubt of a case that waits for a signature, with its checks; None otherwise."""
    return _declared(case) if case.is_doubted else None
