# SPDX-License-Identifier: AGPL-3.0-or-later
"""Points for e-Kinerja, worked out from the story of a case: only from acts that somebody else verified. No database, no clock.

Source: domain, section e. Nothing is given for the number of reports, for a template or an empty phrase alone, or for a case that
closed because nobody answered.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from laksa.cases.rules.holding import PartyKind, Told, held, turns

CENT = Decimal("0.01")
NOTHING = Decimal(0)
HUNDRED = Decimal(100)
# A reason of fewer letters than this says nothing: "-", "ok".
LEAST_REASON = 8
# Among the weights of a line, beside its severity.
HELD_LATE = "held_late"


class Act(enum.StrEnum):
    """What a line stands for; the first five are the formula."""

    ANSWERED = "answered_in_time"
    CONFIRMED = "confirmed_by_citizen"
    CHECKED = "passed_random_check"
    REOPENED = "reopened_after_false_close"
    PING_PONG = "ping_pong_without_reason"
    UNVERIFIED = "unverifiable_close"
    CORRECTION = "correction"  # of a month that is closed already


@dataclass(frozen=True)
class PointRules:
    """The points of a city, from its data; the usual ones are domain e.

    `severity_percent` and `held_late_percent` are optional: they weigh what a confirmed repair is worth.
    """

    answered_in_time: Decimal = Decimal(2)
    confirmed_by_citizen: Decimal = Decimal(5)
    passed_random_check: Decimal = Decimal(3)
    reopened_after_false_close: Decimal = Decimal(-5)
    ping_pong_without_reason: Decimal = Decimal(-2)
    unverifiable_close: Decimal = Decimal(-2)
    month_cap: Decimal = Decimal(100)
    false_close_days: int = 30
    severity_percent: Mapping[str, int] = field(default_factory=dict)
    held_late_percent: int = 100

    def of(self, act: Act) -> Decimal:
        """Return what one such act is worth."""
        return NOTHING if act == Act.CORRECTION else Decimal(getattr(self, act.value))


NUMBERS = tuple(name for name in PointRules.__dataclass_fields__ if name != "severity_percent")


def read_rules(data: Mapping[str, Any]) -> PointRules:
    """Return the rules that a city's data give; what it does not name is as usual."""
    known: dict[str, Any] = {}
    for name in NUMBERS:
        if name in data:
            known[name] = int(data[name]) if name.endswith(("_days", "_percent")) else Decimal(str(data[name]))
    if "severity_percent" in data:
        known["severity_percent"] = {str(key): int(value) for key, value in data["severity_percent"].items()}
    return PointRules(**known)


class Telling(Told, Protocol):
    """One entry of a story, as an Entry is."""

    @property
    def number(self) -> int: ...
    @property
    def body(self) -> str: ...
    @property
    def is_erased(self) -> bool: ...


@dataclass(frozen=True)
class Story:
    """A case and all its entries in their order."""

    case_id: int
    code: str
    title: str
    severity: str
    received_at: datetime
    respond_due_at: datetime | None
    resolve_due_at: datetime | None
    entries: Sequence[Telling]


@dataclass(frozen=True)
class Line:
    """One line of a ledger: who gets how much for what, when, by which entry of which case; `facts` say why.

    `whole` is what the act is worth before it was split between `sharers`.
    """

    user_id: int
    at: datetime
    act: Act
    case_id: int
    code: str
    title: str
    number: int
    points: Decimal
    whole: Decimal
    sharers: int = 1
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int, int, str]:
        """What stays the same however often a story is read anew."""
        return self.case_id, self.number, self.act.value


# With these an officer first tells the reporter something: they stop the clock of the first answer.
ANSWERS = frozenset({"reply", "asked", "planned", "referred", "resolved", "answered"})
# A date that is promised or a party that is named says something, whatever the words are.
SAY_ENOUGH = frozenset({"planned", "referred", "resolved"})
# By these somebody has worked on a case, not only been named its holder.
WORKED = frozenset(ANSWERS | {"accepted", "started", "proof_doubted", "photos_added", "task_done"})
# Every kind that a ledger is read from, so that a story need not be read whole.
READ_KINDS = WORKED | {"confirmed", "check_passed", "reopened", "returned", "note", "undone", "closed"}
# The fault was gone and came again: that is no false close.
NO_FALSE_CLOSE = frozenset({"came_back"})

SaysNothing = Callable[[str], bool]


def lines_of(story: Story, rules: PointRules, *, says_nothing: SaysNothing) -> list[Line]:
    """Return all lines that a story gives, of whomever, oldest first; `says_nothing` tells an empty phrase from an answer."""
    return sorted(_Reading(story, rules, says_nothing).lines(), key=lambda line: (line.at, line.number, line.user_id))


def split(whole: Decimal, sharers: Sequence[int]) -> list[tuple[int, Decimal]]:
    """Return the share of each, in hundredths that add up exactly; the first ones get what can't be split."""
    cents = int((whole / CENT).to_integral_value(ROUND_HALF_UP))
    sign, rest = (-1 if cents < 0 else 1), abs(cents)
    each, left = divmod(rest, len(sharers))
    return [(user, sign * (each + (place < left)) * CENT) for place, user in enumerate(sharers)]


@dataclass
class _Closing:
    """One declaration that the fault is gone: by whom, when, and what came of it."""

    entry: Telling
    officer: int | None
    sharers: list[int]
    held: timedelta
    is_confirmed: bool = False
    is_checked: bool = False
    is_reopened: bool = False


class _Reading:
    """Walks one story."""

    def __init__(self, story: Story, rules: PointRules, says_nothing: SaysNothing) -> None:
        self.story, self.rules, self.says_nothing = story, rules, says_nothing
        self.undone = {int(one.data.get("number", 0)) for one in story.entries if one.kind == "undone"}
        self.entries = [one for one in story.entries if one.number not in self.undone]
        self.closing: _Closing | None = None
        self.since = 0  # where the work on the closing to come begins
        self.paid: set[tuple[Act, int]] = set()  # who has had what for this case, until it is taken away again

    def lines(self) -> Iterable[Line]:
        yield from self._answered()
        for place, entry in enumerate(self.entries):
            if entry.kind == "resolved":
                yield from self._resolved(place, entry)
            elif entry.kind == "confirmed":
                yield from self._confirmed(entry)
            elif entry.kind == "check_passed":
                yield from self._checked(entry)
            elif entry.kind == "reopened":
                yield from self._reopened(place, entry)
            elif entry.kind == "returned":
                yield from self._returned(place, entry)

    def _answered(self) -> Iterable[Line]:
        first = next((one for one in self.entries if one.kind in ANSWERS and one.user_id is not None), None)
        due = self.story.respond_due_at
        if first is None or due is None or first.at > due:
            return
        author = officer_of(first)
        if author is None:
            return
        empty = first.kind not in SAY_ENOUGH and not first.is_erased and self.says_nothing(first.body)
        whole = NOTHING if empty else self.rules.answered_in_time
        yield self._line(Act.ANSWERED, first, author, whole, facts={"due": due.isoformat(), "kind": first.kind, "empty": empty})

    def _resolved(self, place: int, entry: Telling) -> Iterable[Line]:
        officer = officer_of(entry)
        self.closing = _Closing(entry, officer, self._sharers(place, officer), self._held(place))
        self.since = place
        if entry.data.get("proof") == "signed" and officer is not None:
            yield self._line(
                Act.UNVERIFIED, entry, officer, self.rules.unverifiable_close, facts={"signer": entry.data.get("signer_name", "")}
            )

    def _confirmed(self, entry: Telling) -> Iterable[Line]:
        closing = self.closing
        # Whoever did the work can't be the one who confirms it, also not as a resident.
        if closing is None or closing.is_confirmed or closing.is_reopened or entry.user_id in closing.sharers:
            return
        closing.is_confirmed = True
        yield from self._shared(Act.CONFIRMED, entry, closing)

    def _checked(self, entry: Telling) -> Iterable[Line]:
        closing = self.closing
        if closing is None or closing.is_checked or closing.is_reopened:
            return
        closing.is_checked = True
        yield from self._shared(Act.CHECKED, entry, closing)

    def _shared(self, act: Act, entry: Telling, closing: _Closing) -> Iterable[Line]:
        weights = self._weights(closing)
        percent = HUNDRED
        for weight in weights.values():
            percent = percent * weight / HUNDRED
        whole = (self.rules.of(act) * percent / HUNDRED).quantize(CENT, ROUND_HALF_UP)
        facts: dict[str, Any] = {"declared": closing.entry.at.isoformat(), "percent": int(percent.to_integral_value(ROUND_HALF_UP))}
        if weights:
            facts["weights"] = weights
        for user, share in split(whole, closing.sharers) if closing.sharers else []:
            if (act, user) not in self.paid:
                self.paid.add((act, user))
                yield self._line(act, entry, user, whole, share=share, sharers=len(closing.sharers), facts=facts)

    def _weights(self, closing: _Closing) -> dict[str, int]:
        """Return by what percent the city weighs this repair: its severity, and officers having held it beyond its target."""
        target = self.story.resolve_due_at
        was_late = target is not None and closing.held > target - self.story.received_at
        found = {self.story.severity: self.rules.severity_percent.get(self.story.severity, 100)}
        found[HELD_LATE] = self.rules.held_late_percent if was_late else 100
        return {name: percent for name, percent in found.items() if percent != 100}

    def _reopened(self, place: int, entry: Telling) -> Iterable[Line]:
        closing, self.since = self.closing, place
        if closing is None or closing.is_reopened:
            return
        closing.is_reopened = True
        days = (entry.at - closing.entry.at) / timedelta(days=1)
        reason = str(entry.data.get("reason", ""))
        # What comes again within the time is no false close, and no second repair either: nobody earns by a circle.
        if reason not in NO_FALSE_CLOSE or days > self.rules.false_close_days:
            self.paid.clear()
        if closing.officer is None or days > self.rules.false_close_days or reason in NO_FALSE_CLOSE:
            return
        facts = {"declared": closing.entry.at.isoformat(), "reason": reason}
        yield self._line(Act.REOPENED, entry, closing.officer, self.rules.reopened_after_false_close, facts=facts)

    def _returned(self, place: int, entry: Telling) -> Iterable[Line]:
        if entry.user_id is None or entry.is_erased:
            return
        after = self.entries[place + 1] if place + 1 < len(self.entries) else None
        is_note = after is not None and (after.kind, after.user_id, after.at) == ("note", entry.user_id, entry.at)
        if is_note and after is not None and after.is_erased:
            return  # the law took the words; that there were some is known
        said = " ".join((entry.body, str(entry.data.get("reason", "")), after.body if is_note and after is not None else ""))
        if sum(sign.isalnum() for sign in said) >= LEAST_REASON:
            return
        yield self._line(Act.PING_PONG, entry, entry.user_id, self.rules.ping_pong_without_reason)

    def _sharers(self, place: int, officer: int | None) -> list[int]:
        """Return who shares the points: whoever declared it done, then those who held it and worked on it, in their order."""
        own = self.entries[self.since : place + 1]
        worked = {one.user_id for one in own if one.kind in WORKED and one.user_id is not None}
        holders = [
            int(turn.party.key) for turn in turns(self.entries[:place]) if turn.party and _is_person(turn.party.kind, turn.party.key)
        ]
        tasks = [one.user_id for one in own if one.kind == "task_done" and one.user_id is not None]
        found = [officer] if officer is not None else []
        for user in (*(one for one in holders if one in worked), *tasks):
            if user not in found:
                found.append(user)
        return found

    def _held(self, place: int) -> timedelta:
        """Return how long officers held the case together until it was declared done."""
        shares = held(turns(self.entries[:place]), until=self.entries[place].at)
        return sum((one.length for one in shares if one.party.kind == PartyKind.OFFICER), timedelta())

    def _line(  # noqa: PLR0913 - the columns of a ledger
        self,
        act: Act,
        entry: Telling,
        user: int,
        whole: Decimal,
        *,
        share: Decimal | None = None,
        sharers: int = 1,
        facts: Mapping[str, Any] | None = None,
    ) -> Line:
        story = self.story
        points = whole if share is None else share
        return Line(user, entry.at, act, story.case_id, story.code, story.title, entry.number, points, whole, sharers, facts or {})


def _is_person(kind: PartyKind, key: str) -> bool:
    return kind == PartyKind.OFFICER and key.isdigit()


def officer_of(entry: Telling) -> int | None:
    """Return whose act an entry is: of a repair that a lead signed, the officer's who declared it."""
    officer = entry.data.get("officer")
    return int(officer) if officer else entry.user_id


def total(lines: Iterable[Line], rules: PointRules) -> Decimal:
    """Return the points of a month: the sum of its lines, never above the cap."""
    return min(sum((line.points for line in lines), NOTHING), rules.month_cap)


def running(lines: Iterable[Line]) -> list[Decimal]:
    """Return what the sum has become with each line, before the cap."""
    found, passed = [], NOTHING
    for line in lines:
        passed += line.points
        found.append(passed)
    return found


def corrections(kept: Iterable[Line], now: Iterable[Line]) -> dict[tuple[int, int, str], tuple[Line, Decimal]]:
    """Return by how much the lines of a closed month would be otherwise today: {key: (the line, the difference)}."""
    before, after = {line.key: line for line in kept}, {line.key: line for line in now}
    found = {}
    for key in sorted(before.keys() | after.keys()):
        difference = (after[key].points if key in after else NOTHING) - (before[key].points if key in before else NOTHING)
        if difference:
            found[key] = (after.get(key) or before[key], difference)
    return found


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def previous_month(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
