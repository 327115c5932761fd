"""Who held a case, and for how long: read from its story, stored nowhere.

The citizen's clock never stops. Beside it every stretch is charged to the party that held the case then, so that
an office is not blamed for the days a decision or an outside party took. Source: case-flow, section 5.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from laksa.deadlines.rules import WorkHours, working_time_between


class PartyKind(enum.StrEnum):
    DESK = "desk"  # the city desk, sorting
    QUEUE = "queue"  # an agency where nobody has taken it
    OFFICER = "officer"
    OFFICE = "office"  # queue, officer and signer of an agency, as residents are told
    REPORTER = "reporter"  # asked a question
    LEADER = "leader"  # asked for a decision
    OUTSIDE = "outside"  # a party outside the city
    SIGNER = "signer"  # must sign a proof that could not be verified
    CONFIRMING = "confirming"  # declared done: the reporter has the last word; nobody's handling


# These are drawn hatched: somebody is waited for.
WAITING = frozenset({PartyKind.REPORTER, PartyKind.LEADER, PartyKind.OUTSIDE, PartyKind.SIGNER, PartyKind.CONFIRMING})
_OF_AN_OFFICE = frozenset({PartyKind.QUEUE, PartyKind.OFFICER, PartyKind.SIGNER})


@dataclass(frozen=True)
class Party:
    """Who holds a case. `key` tells parties of a kind apart: an agency's slug, a person's number, a name.

    `title` is how everybody may call a leader; `agency` and `unit` are where an officer held it.
    """

    kind: PartyKind
    key: str = ""
    name: str = field(default="", compare=False)
    title: str = field(default="", compare=False)
    agency: str = field(default="", compare=False)
    unit: str = field(default="", compare=False)


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

    @property
    def seconds(self) -> float:
        return self.length.total_seconds()


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


MINUTE = timedelta(minutes=1)
DESK = Party(PartyKind.DESK)
_ENDS = frozenset({"confirmed", "closed", "answered", "rejected", "merged", "withdrawn"})
_TO_DESK = frozenset({"received", "returned", "owner_objected", "objected"})
_TO_OWNER = frozenset({"assigned", "handed_over"})
_TO_LEADER = frozenset({"decision_requested", "delegated"})
# What ends a pause gives the case back to whoever had the work; elsewhere it says nothing (an answer after a merge).
_ENDS_PAUSE = {
    "message": PartyKind.REPORTER,
    "photos_added": PartyKind.REPORTER,
    "reporter_heard": PartyKind.REPORTER,
    "question_lapsed": PartyKind.REPORTER,
    "decided": PartyKind.LEADER,
    "decision_withdrawn": PartyKind.LEADER,
    "outside_heard": PartyKind.OUTSIDE,
    "proof_sent_back": PartyKind.SIGNER,
}
# Every kind of entry that can change who holds a case; all others may be left unread.
TURNING_KINDS = frozenset({"routed", "accepted", "reopened", "split", "resolved", "asked", "referred", "proof_doubted"}).union(
    _ENDS, _TO_DESK, _TO_OWNER, _TO_LEADER, _ENDS_PAUSE
)


def turns(story: Iterable[Told]) -> list[Turn]:
    """Return who held the case from when on, oldest first; `story` is all entries of one case in their order.

    A clock that was set back cannot make a stretch negative: a turn never begins before the one before it.
    """
    reading = _Reading()
    for entry in story:
        reading.take(entry)
    return reading.turns


def set_back(story: Iterable[Told]) -> timedelta:
    """Return by how much the server's clock was ever set back while this story was written; nothing when it never was."""
    most, latest = timedelta(), None
    for entry in story:
        if latest is not None:
            most = max(most, latest - entry.at)
        latest = entry.at if latest is None else max(latest, entry.at)
    return most


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


def worked(found: Iterable[Stretch], *, hours_of: Callable[[Party], WorkHours]) -> dict[Party, timedelta]:
    """Return the part of each party's time that lay in its own working hours, in the order in which they first held it."""
    total: dict[Party, timedelta] = {}
    for stretch in found:
        length = working_time_between(stretch.since, end=stretch.until, hours=hours_of(stretch.party))
        total[stretch.party] = total.get(stretch.party, timedelta()) + length
    return total


def handling(shares: Iterable[Held]) -> list[Held]:
    """Return the shares without the time in which the reporter had the last word on a repair: that is nobody's handling."""
    return [share for share in shares if share.party.kind != PartyKind.CONFIRMING]


def whole_minutes(shares: Iterable[Held]) -> list[int]:
    """Return each share in whole minutes so that their sum is the whole time in whole minutes: what is printed adds up."""
    found, passed = [], timedelta()
    for share in shares:
        before, passed = passed, passed + share.length
        found.append(passed // MINUTE - before // MINUTE)
    return found


def as_offices(found: Sequence[Turn]) -> list[Turn]:
    """Return the turns as residents are told them: an office instead of its queue, its officers and its signers."""
    return [Turn(turn.at, _as_office(turn.party)) for turn in found]


def _as_office(party: Party | None) -> Party | None:
    if party is None or party.kind not in _OF_AN_OFFICE:
        return party
    return Party(PartyKind.OFFICE, party.agency, agency=party.agency)


class _Reading:
    """Walks a story; knows who holds the case now, which office has the work, and who gets it back after a pause."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.home: Party = DESK  # who has the work, whoever is waited for
        self.agency, self.unit = "", ""
        self.is_routed = False

    def take(self, entry: Told) -> None:
        kind, data = entry.kind, entry.data
        if kind in _ENDS:
            self._turn(entry.at, None)
        elif kind in _ENDS_PAUSE:
            self._end_pause(entry)
        elif kind == "resolved":
            self._turn(entry.at, Party(PartyKind.CONFIRMING))
        elif kind in _TO_DESK:
            self._take_home(entry.at, DESK)
        elif (kind == "routed" and not self.is_routed) or kind in _TO_OWNER:
            self.agency, self.unit = str(data.get("agency") or ""), str(data.get("unit") or "")
            self.is_routed = True
            self._take_home(entry.at, DESK if data.get("desk") else self._owner(data))
        elif kind == "accepted":
            self._take_home(entry.at, self._person(PartyKind.OFFICER, entry.user_id, entry.actor_label))
        elif kind in {"reopened", "split"}:
            self._turn(entry.at, self.home)
        else:
            self._wait(entry)

    def _end_pause(self, entry: Told) -> None:
        # Who joins may say something too, and an officer adds photos: neither answers the question that was asked.
        is_answer = {"message": "photos" in entry.data, "photos_added": entry.user_id is None}.get(entry.kind, True)
        held_by = self.turns[-1].party if self.turns else None
        if is_answer and held_by is not None and held_by.kind == _ENDS_PAUSE[entry.kind]:
            self._turn(entry.at, self.home)

    def _owner(self, data: Mapping[str, Any]) -> Party:
        if data.get("holder"):
            return self._person(PartyKind.OFFICER, data["holder"], data.get("holder_name"))
        return Party(PartyKind.QUEUE, self.agency, agency=self.agency, unit=self.unit)

    def _person(self, kind: PartyKind, key: object, name: object) -> Party:
        return Party(kind, str(key or ""), str(name or ""), agency=self.agency, unit=self.unit)

    def _wait(self, entry: Told) -> None:
        data = entry.data
        named = data.get("party") if isinstance(data.get("party"), Mapping) else {}
        assert isinstance(named, Mapping)
        if entry.kind == "asked":
            self._turn(entry.at, Party(PartyKind.REPORTER))
        elif entry.kind in _TO_LEADER:
            title = str(data.get("of") or "")
            key, name = str(named.get("id") or title), str(named.get("name") or title)
            self._turn(entry.at, Party(PartyKind.LEADER, key, name, title))
        elif entry.kind == "referred":
            name = str(data.get("to") or named.get("name") or "")
            self._turn(entry.at, Party(PartyKind.OUTSIDE, name, name, name))
        elif entry.kind == "proof_doubted":
            self._turn(entry.at, self._person(PartyKind.SIGNER, data.get("signer"), data.get("signer_name")))

    def _take_home(self, at: datetime, home: Party) -> None:
        self.home = home
        self._turn(at, home)

    def _turn(self, at: datetime, party: Party | None) -> None:
        if self.turns:
            at = max(at, self.turns[-1].at)
            if self.turns[-1].party == party:
                return
        self.turns.append(Turn(at, party))
