"""What the holder of a secret link may do: add words, rate, withdraw, object, claim."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases import rules
from laksa.cases.actions.photos import CheckedPhoto, attach_photos
from laksa.cases.actions.story import Line, lock_case, move_case, need_words, save_story
from laksa.cases.models import Case, Participant, Photo
from laksa.cases.policies import may_object, may_object_to_owner, may_rate, may_withdraw, may_write
from laksa.cases.rules import State, Visibility
from laksa.identity.models import User
from laksa.identity.rules import Actor
from laksa.kernel.errors import MoveRefused, Refused
from laksa.kernel.ids import digest_token
from laksa.kernel.permissions import require


@transaction.atomic
def add_words(case_id: int, words: str, *, photos: tuple[CheckedPhoto, ...] = (), actor: Actor, at: datetime) -> Case:
    """Add words or photos to a case; an answer that was waited for gives the case back to its office.

    Raises Refused when there is neither word nor photo, or the case has ended.
    """
    case = lock_case(case_id)
    require(may_write, actor, case)
    if case.is_ended:
        raise MoveRefused(_("Laporan ini sudah ditutup. Buka lagi laporannya, atau kirim laporan baru."), code="ended")
    said = words.strip() if photos and not words.strip() else need_words(words, field="words")
    if len(photos) > rules.PHOTO_LIMIT:
        raise Refused(_("Pilih paling banyak %(limit)d foto sekali kirim.") % {"limit": rules.PHOTO_LIMIT}, field="photos")
    if case.state == State.AWAITING_REPORTER:
        move_case(case, "hear_reporter", at=at)
    entries = save_story(case, [Line("message", Visibility.REPORTER, said, {"photos": len(photos)})], actor=actor, at=at)
    attach_photos(case, entries[0], photos, (), at=at, role=Photo.ADDITION)
    return case


@transaction.atomic
def rate_case(case_id: int, stars: int, *, words: str = "", actor: Actor, at: datetime) -> Case:
    """Say how the city did, 1 to 5; a later rating replaces the earlier in the row and stays in the story."""
    case = lock_case(case_id)
    require(may_rate, actor, case)
    if stars not in range(1, 6):
        raise Refused(_("Pilih angka 1 sampai 5."), field="stars")
    case.rating = stars
    line = Line("rated", Visibility.REPORTER, words.strip()[: rules.REPLY_LIMIT], {"stars": stars})
    save_story(case, [line], actor=actor, at=at, fields=["rating"])
    return case


@transaction.atomic
def withdraw_case(case_id: int, *, reason: str = "", actor: Actor, at: datetime) -> Case:
    """Take a report back; it is no longer shown, and counted as withdrawn."""
    case = lock_case(case_id)
    require(may_withdraw, actor, case)
    move_case(case, "withdraw", at=at)
    save_story(case, [Line("withdrawn", Visibility.REPORTER, reason.strip()[: rules.REPLY_LIMIT])], actor=actor, at=at)
    return case


@transaction.atomic
def object_to_refusal(case_id: int, words: str, *, actor: Actor, at: datetime) -> Case:
    """Object once to a refusal: a coordinator, not the same office, looks at it."""
    case = lock_case(case_id)
    require(may_object, actor, case)
    said = need_words(words, field="words")
    move_case(case, "object", at=at)
    case.needs_coordinator = True
    save_story(case, [Line("objected", Visibility.REPORTER, said)], actor=actor, at=at, fields=["needs_coordinator"])
    return case


@transaction.atomic
def object_to_owner(case_id: int, words: str, *, actor: Actor, at: datetime) -> Case:
    """Say that another office should have it: the city desk looks again, the clock goes on."""
    case = lock_case(case_id)
    require(may_object_to_owner, actor, case)
    move_case(case, "return", at=at)
    case.holder_id = None
    line = Line("owner_objected", Visibility.REPORTER, words.strip()[: rules.REPLY_LIMIT], {"from": case.agency_id})
    save_story(case, [line], actor=actor, at=at, fields=["holder"])
    return case


@transaction.atomic
def claim_case(code: str, token: str, *, user: User, at: datetime) -> Participant:
    """Tie a participation to an account by code and secret; raises Refused for a pair that does not fit."""
    person = Participant.objects.select_for_update().filter(token_digest=digest_token(token), case__code=code).first()
    if person is None:
        raise Refused(_("Kode dan kunci rahasia ini tidak cocok. Periksa tautan yang Anda simpan."), field="token")
    person.user, person.claimed_at = user, at
    person.save(update_fields=["user", "claimed_at"])
    return person


@transaction.atomic
def mute_participant(*, actor: Actor, at: datetime, is_muted: bool) -> Participant:
    """Stop or start telling one person about their case."""
    if actor.participant_id is None:
        raise PermissionDenied("mute_participant")
    person = Participant.objects.select_for_update().get(pk=actor.participant_id)
    person.is_muted = is_muted
    person.save(update_fields=["is_muted"])
    return person
