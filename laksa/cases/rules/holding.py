"""Who held a case, and for how long: read from its story, stored nowhere.

The citizen's clock never stops. Beside it every stretch is charged to the party that held the case then, so that
an office is not blamed for the days a decision or an outside party took. Source: case-flow, section 5.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol


class PartyKind(enum.StrEnum):
    DESK = "desk"  # the city desk, sorting
    QUEUE = "queue"  # an agency where nobody has taken it
    OFFICER = "officer"
    REPORTER = "reporter"  # asked a question
    LEADER = "leader"  # asked for a decision
    OUTSIDE = "outside"  # a party outside the city
    SIGNER = "signer"  # must sign a proof that could not be verified
    CONFIRMING = "confirming"  # declared done: the reporter has the last word


# These are drawn hatched: somebody is waited for.
WAITING = frozenset({PartyKind.REPORTER, PartyKind.LEADER, PartyKind.OUTSIDE, PartyKind.SIGNER, PartyKind.CONFIRMING})


@dataclass(frozen=True)
class Party:
    """Who holds a case. `key` tells parties of a kind apart: an agency's slug, a person's number, a name."""

    kind: PartyKind
    key: str = ""
    name: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Party) and (self.kind, self.key) == (other.kind, other.key)

    def __hash__(self) -> int:
        return hash((self.kind, self.key))


@dataclass(frozen=True)
class Turn:
    """From `at` on, `party` holds the case; None: nobody does, it has ended."""

    at: datetime
    party: Party | None


@dataclass(frozen=True)
class Stretch:
    """One uninterrupted time in which a party held the case."""

    party: Party
    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        return self.until - self.since


@dataclass(frozen=True)
class Held:
    """All the time one party held a case."""

    party: Party
    length: timedelta


class Told(Protocol):
    """What a line of a story must say: an Entry does."""

    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def user_id(self) -> int | None: ...
    @property
    def actor_label(self) -> str: ...


DESK = Party(PartyKind.DESK)
_ENDS = frozenset({"confirmed", "closed", "answered", "rejected", "merged", "withdrawn"})
# A pause ends and the case goes back to whoever held it before.
_BACK = frozenset(
    {"reporter_heard", "question_lapsed", "decided", "decision_withdrawn", "outside_heard", "outside_withdrawn", "proof_sent_back"}
)


def turns(story: Iterable[Told]) -> list[Turn]:
    """Return who held the case from when on, oldest first; `story` is all entries of one case in their order.

    A clock that was set back cannot make a stretch negative: a turn never begins before the one before it.
    """
    reading = _Reading()
    for entry in story:
        reading.take(entry)
    return reading.turns


def stretches(found: Sequence[Turn], *, until: datetime) -> list[Stretch]:
    """Return the stretches between the turns, up to `until`; touching ones of one party are one."""
    joined: list[Stretch] = []
    for turn, following in zip(found, [*found[1:], None], strict=True):
        ends = min(until, following.at) if following else until
        if turn.party is None or ends <= turn.at:
            continue
        last = joined[-1] if joined else None
        if last and last.party == turn.party and last.until == turn.at:
            joined[-1] = Stretch(last.party, last.since, ends)
        else:
            joined.append(Stretch(turn.party, turn.at, ends))
    return joined


def held(found: Sequence[Turn], *, until: datetime) -> list[Held]:
    """Return the time each party held the case, in the order in which they first did.

    The sum is the time the case was open, to the microsecond.
    """
    total: dict[Party, timedelta] = {}
    for stretch in stretches(found, until=until):
        total[stretch.party] = total.get(stretch.party, timedelta()) + stretch.length
    return [Held(party, length) for party, length in total.items()]


class _Reading:
    """Walks a story; knows who holds the case now and who gets it back after a pause."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.home: Party = DESK  # who has the work, whoever is waited for
        self.is_routed = False

    def take(self, entry: Told) -> None:
        kind, data = entry.kind, entry.data
        if kind in _ENDS:
            self._turn(entry.at, None)
        elif kind in _BACK:
            self._turn(entry.at, self.home)
        elif kind == "resolved":
            self._turn(entry.at, Party(PartyKind.CONFIRMING))
        elif (home := _home_after(entry, self.home, is_routed=self.is_routed)) is not None:
            self.home = home
            self._turn(entry.at, home)
        elif (waited_for := _waited_for(kind, data)) is not None:
            self._turn(entry.at, waited_for)
        self.is_routed = self.is_routed or kind == "routed"

    def _turn(self, at: datetime, party: Party | None) -> None:
        if self.turns:
            at = max(at, self.turns[-1].at)
            if self.turns[-1].party == party:
                return
        self.turns.append(Turn(at, party))


def _home_after(entry: Told, home: Party, *, is_routed: bool) -> Party | None:
    """Return who has the work after an entry that moves it; None when it stays where it is."""
    kind, data = entry.kind, entry.data
    if kind in {"received", "returned", "objected"}:
        return DESK
    if kind == "routed" and not is_routed:
        return DESK if data.get("desk") else Party(PartyKind.QUEUE, str(data.get("agency") or ""))
    if kind in {"assigned", "handed_over"}:
        if data.get("holder"):
            return Party(PartyKind.OFFICER, str(data["holder"]), str(data.get("holder_name") or ""))
        return Party(PartyKind.QUEUE, str(data.get("agency") or ""))
    if kind == "accepted":
        return Party(PartyKind.OFFICER, str(entry.user_id or ""), entry.actor_label)
    if kind in {"reopened", "split"}:
        return home
    return None


def _waited_for(kind: str, data: Mapping[str, Any]) -> Party | None:
    """Return whom a case begins to wait for; None when the entry begins no pause."""
    named = data.get("party")
    if isinstance(named, Mapping) and kind in {"decision_requested", "decision_delegated", "referred"}:
        outside = kind == "referred"
        return Party(
            PartyKind.OUTSIDE if outside else PartyKind.LEADER,
            str(named.get("id") or named.get("name") or ""),
            str(named.get("name") or ""),
        )
    if kind == "asked":
        return Party(PartyKind.REPORTER)
    if kind in {"decision_requested", "decision_delegated"}:
        return Party(PartyKind.LEADER, str(data.get("of") or ""), str(data.get("of") or ""))
    if kind == "referred":
        return Party(PartyKind.OUTSIDE, str(data.get("to") or ""), str(data.get("to") or ""))
    if kind == "proof_doubted":
        return Party(PartyKind.SIGNER, str(data.get("signer") or ""), str(data.get("signer_name") or ""))
    return None
