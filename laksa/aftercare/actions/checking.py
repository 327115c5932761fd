# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody outside the team saw at the place of a repair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.aftercare.actions.drawing import draw_again
from laksa.aftercare.models import Check, Closing
from laksa.aftercare.rules import PHOTO_LIMIT, WORDS_LIMIT, Answer, Status
from laksa.cases.actions.closing import give_back
from laksa.cases.actions.photos import CheckedPhoto, attach_photos
from laksa.cases.actions.story import Line, lock_case, save_story
from laksa.cases.models import Case, Entry
from laksa.cases.rules import Visibility, tidy
from laksa.identity.rules import Actor, ActorKind
from laksa.kernel.errors import MoveRefused, Refused

# Nobody's name: the team shall not know who looked.
EYE = Actor(kind=ActorKind.PARTNER, label="Pemeriksa luar")
# What is shown of such a photo stands with its entry, neither before nor after the repair.
PHOTO_ROLE = "check"
KINDS = {Answer.FINE: "check_passed", Answer.BROKEN: "check_failed", Answer.UNCLEAR: "check_unclear"}


@dataclass(frozen=True)
class Seen:
    """What somebody saw: one of three answers, perhaps words and photos."""

    answer: Answer
    words: str = ""
    photos: tuple[CheckedPhoto, ...] = ()


@transaction.atomic
def answer_check(token: str, seen: Seen, *, at: datetime) -> Check:
    """Keep what the holder of a check's link saw; "not fixed" reopens the case to its holder, and the lead is told.

    Raises Check.DoesNotExist for a wrong link, MoveRefused when the check has ended or the case was reopened meanwhile.
    """
    check = Check.objects.select_for_update(of=("self",)).select_related("closing", "draw").of_token(token).get()
    words = tidy(seen.words)
    if len(words) > WORDS_LIMIT:
        raise Refused(_("Tulisan ini terlalu panjang. Singkatkan sampai %(limit)d huruf.") % {"limit": WORDS_LIMIT}, field="words")
    if len(seen.photos) > PHOTO_LIMIT:
        raise Refused(_("Pilih paling banyak %(limit)d foto.") % {"limit": PHOTO_LIMIT}, field="photos")
    if not check.is_open:
        raise MoveRefused(_("Permintaan ini sudah dijawab atau sudah lewat waktunya. Terima kasih."), code="ended")
    case = lock_case(check.closing.case_id)
    if not check.closing.stands_for(case):
        raise MoveRefused(_("Laporan ini sudah dibuka lagi, jadi tidak perlu dinilai. Terima kasih."), code="moot")
    check.is_open, check.status, check.answer, check.answered_at = False, Status.ANSWERED, seen.answer, at
    check.save(update_fields=["is_open", "status", "answer", "answered_at"])
    entry = _tell(case, check, Seen(seen.answer, words, seen.photos), at=at)
    attach_photos(case, entry, seen.photos, (), at=at, role=PHOTO_ROLE, internal=seen.answer == Answer.UNCLEAR)
    if seen.answer == Answer.UNCLEAR:
        draw_again(check, at=at)
    else:
        Closing.objects.filter(pk=check.closing_id).update(verdict=seen.answer)
    return check


def _tell(case: Case, check: Check, seen: Seen, *, at: datetime) -> Entry:
    """Write the answer into the story and return its entry; the actor has no name there."""
    shown = Visibility.INTERNAL if seen.answer == Answer.UNCLEAR else Visibility.PUBLIC
    line = Line(KINDS[seen.answer], shown, seen.words, {"round": check.round, "photos": len(seen.photos)})
    if seen.answer == Answer.BROKEN:
        return give_back(case, [line], reason="check", actor=EYE, at=at, after="check")[0]
    return save_story(case, [line], actor=EYE, at=at)[0]
