# SPDX-License-Identifier: AGPL-3.0-or-later
"""One-time codes for photos: how they look, when they count, and what is wrong with one that doesn't."""

from __future__ import annotations

import enum
import secrets
from datetime import datetime, timedelta

from laksa.kernel.ids import ALPHABET, LOOK_ALIKES

CODE_LENGTH = 6
# Source: case-flow of the city desk, 7.
CODE_MINUTES = 15
# Somebody who opens the page again gets the same code while it still lasts this long, and a new one afterwards.
WORTH_KEEPING = timedelta(minutes=8)
# A photo chosen in the last second still has to travel.
TRAVEL = timedelta(minutes=2)
# A crew without signal all day hands in its photos in the next morning at the latest.
RETURNS_WITHIN = timedelta(hours=18)
# How far the clock of a phone may run from ours before its times are worth nothing.
CLOCK_TRUST = timedelta(hours=3)
# A time further away than this is a fault of the phone, or somebody's joke.
CAN_BE_MEANT = timedelta(days=36_500)


class CodeKind(enum.StrEnum):
    NOW = "now"  # asked for at the place: lasts minutes, judged by our clock alone
    DAY = "day"  # given in the morning for a day without signal: judged by the phone's clock, set right by ours


class CodeState(enum.StrEnum):
    GOOD = "good"
    ABSENT = "absent"  # the photo was not taken in our page
    UNKNOWN = "unknown"  # no such code for this person and case
    USED = "used"
    EXPIRED = "expired"
    CLOCK = "clock"  # a day's code, and no usable time of the phone


def make_code() -> str:
    """Return a new random code: 29 to the power of 6 are almost 600 million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """Return the code a person meant; "" when none can be meant. Look-alikes and spaces are forgiven."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(LOOK_ALIKES)
    return signs if len(signs) == CODE_LENGTH and all(sign in ALPHABET for sign in signs) else ""


def write_code(code: str) -> str:
    """Return the code in pairs, as it is read aloud: 4K 82 7M."""
    return " ".join(code[start : start + 2] for start in range(0, len(code), 2))


def true_time(said: datetime | None, *, phone_at: datetime | None, at: datetime) -> datetime | None:
    """Return what a phone's time is by our clock; None when the phone's clock is unknown or far out, or the time can be none.

    `phone_at`: what the phone's clock showed when it sent; it arrived at `at`.
    """
    if said is None or phone_at is None or abs(said - at) > CAN_BE_MEANT:
        return None
    shift = at - phone_at
    return said + shift if abs(shift) <= CLOCK_TRUST else None


def judge_code(kind: CodeKind, *, issued_at: datetime, valid_until: datetime, taken_at: datetime | None, at: datetime) -> CodeState:
    """Return whether an unused code of the right person and case counts for a photo that arrived at `at`.

    `taken_at` by our clock (`true_time`).
    """
    if kind is CodeKind.NOW:
        return CodeState.GOOD if issued_at <= at <= valid_until + TRAVEL else CodeState.EXPIRED
    if taken_at is None:
        return CodeState.CLOCK
    in_time = issued_at - TRAVEL <= taken_at <= valid_until + TRAVEL and at <= valid_until + RETURNS_WITHIN
    return CodeState.GOOD if in_time else CodeState.EXPIRED
