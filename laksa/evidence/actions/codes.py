# SPDX-License-Identifier: AGPL-3.0-or-later
"""One-time codes: issued to one person for one case, used once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from laksa.evidence.models import CaptureCode
from laksa.evidence.rules.codes import (
    CODE_MINUTES,
    RETURNS_WITHIN,
    WORTH_KEEPING,
    CodeKind,
    CodeState,
    judge_code,
    make_code,
    read_code,
    true_time,
)
from laksa.kernel.limits import Limit, spend

# A code is tried once; whoever tries twenty wrong ones in a quarter of an hour is guessing.
GUESSES = Limit("photo-code", 20, 900)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class CodeUse:
    """What became of a code: whether it counts, and how many seconds after its issue it came (by our clock)."""

    state: CodeState
    code: str = ""
    seconds: int | None = None


@transaction.atomic
def issue_code(user_id: int, case_code: str, *, at: datetime) -> CaptureCode:
    """Return a code for one photo of one case, good for 15 minutes; the one from a moment ago, if it lasts.

    Another one for the same case ends those that were not used.
    """
    mine = CaptureCode.objects.filter(user_id=user_id, case_code=case_code, kind=CodeKind.NOW)
    kept = mine.lasting(at + WORTH_KEEPING).order_by("-valid_until").first()
    if kept is not None:
        return kept
    mine.unused().delete()
    return _issue(user_id, case_code, CodeKind.NOW, at=at, until=at + timedelta(minutes=CODE_MINUTES))


@transaction.atomic
def issue_day_codes(user_id: int, case_codes: Iterable[str], *, until: datetime, at: datetime) -> dict[str, CaptureCode]:
    """Return a code for each case of a day's list, good until the end of the working day; asked again, the same ones."""
    wanted = list(dict.fromkeys(case_codes))
    held = CaptureCode.objects.filter(user_id=user_id, case_code__in=wanted, kind=CodeKind.DAY).lasting(at)
    codes = {one.case_code: one for one in held}
    for case_code in wanted:
        if case_code not in codes and until > at:
            codes[case_code] = _issue(user_id, case_code, CodeKind.DAY, at=at, until=until)
    return codes


def _issue(user_id: int, case_code: str, kind: CodeKind, *, at: datetime, until: datetime) -> CaptureCode:
    return CaptureCode.objects.create(user_id=user_id, case_code=case_code, kind=kind, code=make_code(), issued_at=at, valid_until=until)


@transaction.atomic
def use_code(
    typed: str, *, user_id: int, case_code: str, taken_at: datetime | None = None, phone_at: datetime | None = None, at: datetime
) -> CodeUse:
    """Use a code up, whatever is found of it; raise TooMany when somebody guesses.

    A code of another person or case is as unknown as one that never was.
    """
    code = read_code(typed)
    if not typed.strip():
        return CodeUse(CodeState.ABSENT)
    mine = CaptureCode.objects.select_for_update().filter(user_id=user_id, case_code=case_code, code=code).first()
    if mine is None:
        spend(GUESSES, str(user_id), at=at)
        return CodeUse(CodeState.UNKNOWN)
    if mine.used_at is not None:
        return CodeUse(CodeState.USED)
    kind = CodeKind(mine.kind)
    moment = true_time(taken_at, phone_at=phone_at, at=at)
    state = judge_code(kind, issued_at=mine.issued_at, valid_until=mine.valid_until, taken_at=moment, at=at)
    mine.used_at = at
    mine.save(update_fields=["used_at"])
    came_at = moment if kind is CodeKind.DAY and moment is not None else at
    return CodeUse(state, mine.code, max(0, int((came_at - mine.issued_at).total_seconds())))


def forget_old_codes(*, at: datetime) -> int:
    """Delete codes nobody used that can't count any more, and used ones after a month; return how many."""
    lapsed = CaptureCode.objects.unused().filter(valid_until__lt=at - RETURNS_WITHIN)
    old = CaptureCode.objects.filter(used_at__lt=at - KEPT_FOR)
    return lapsed.delete()[0] + old.delete()[0]
