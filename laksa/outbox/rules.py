"""The life of a message, on paper: states, moves, how often and when it is tried."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from laksa.kernel.errors import MoveRefused


class State(enum.StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # refused for good: the address or the message itself is wrong
    DEAD = "dead"  # tried as often as is sensible; a person decides


class Channel(enum.StrEnum):
    EMAIL = "email"


PARKED = frozenset({State.FAILED, State.DEAD})

MOVES: dict[str, tuple[frozenset[State], State]] = {  # verb: (states it may start from, state it leads to)
    "send": (frozenset({State.WAITING}), State.SENT),
    "refuse": (frozenset({State.WAITING}), State.FAILED),
    "give_up": (frozenset({State.WAITING}), State.DEAD),
    "retry": (PARKED, State.WAITING),
}

# How long to wait after the first failure, the second and so on. After the failure that follows the last wait nobody tries again.
# Source: quality.md, "a job that fails five times is parked and shown".
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
MAX_TRIES = len(WAITS) + 1

# Longer than any gateway may take (its time-outs add up to less), so that nobody sends what another is sending.
LEASE = timedelta(minutes=10)
# A message that was due this long ago and that nobody holds has lost its job.
LOST_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A message to be written into the outbox. `topic` says what it is about (a case's code); the outbox knows no cases."""

    kind: str
    to: str
    subject: str
    text: str
    html: str = ""
    topic: str = ""
    language: str = "id"
    channel: Channel = Channel.EMAIL
    not_before: datetime | None = None


def read_letter(letter: str) -> tuple[str, str]:
    """Return subject and text of a letter as templates write it: its first line is the subject."""
    subject, _newline, text = letter.strip().partition("\n")
    return subject.strip(), f"{text.strip()}\n"


def after(state: State, verb: str) -> State:
    """Return the state `verb` leads to; raise MoveRefused if it may not start here."""
    sources, target = MOVES[verb]
    if state not in sources:
        raise MoveRefused(_("Pesan ini sudah terkirim atau masih menunggu giliran."))
    return target


def next_try(tries: int, *, at: datetime) -> datetime | None:
    """Return when to try again after that many failures, or None when it has been tried often enough."""
    return at + WAITS[tries - 1] if tries < MAX_TRIES else None


def hint_of(address: str) -> str:
    """Return an address that only those who know it recognise: "b***@contoh.id"."""
    name, at_sign, host = address.rpartition("@")
    return f"{name[:1]}***@{host}" if at_sign else "***"
