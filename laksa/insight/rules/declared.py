# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an officer declared done: who held it for how long, against which target, and what residents said after."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from laksa.cases.rules.holding import Party, PartyKind, stretches, turns, worked
from laksa.deadlines.rules import WorkHours, working_time_between
from laksa.insight.rules.points import Story, Telling, officer_of


class Outcome(enum.StrEnum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    SILENT = "silent"  # nobody answered: neither for nor against
    REOPENED = "reopened"


# The first of these after a declaration says what became of it; a "no" may still follow a "yes".
_ENDS = {"confirmed": Outcome.CONFIRMED, "closed": Outcome.SILENT, "reopened": Outcome.REOPENED}


@dataclass(frozen=True)
class Declared:
    """One declaration: when, what came of it, working time by party, and the target's working time (None: there was none)."""

    code: str
    title: str
    at: datetime
    outcome: Outcome
    parties: dict[Party, timedelta]
    own: timedelta
    target: timedelta | None

    @property
    def whole(self) -> timedelta:
        return sum(self.parties.values(), timedelta())

    @property
    def share(self) -> float | None:
        """Own time as a part of the target: 1 is the target itself."""
        return self.own / self.target if self.target else None

    @property
    def is_over(self) -> bool:
        return self.target is not None and self.own > self.target


def declared_by(user_id: int, story: Story, *, since: datetime, until: datetime, hours: WorkHours) -> Iterable[Declared]:
    """Yield what this officer declared done in a time; `hours` are those of the case's office, for all parties alike."""
    for place, entry in enumerate(story.entries):
        if entry.kind != "resolved" or not since <= entry.at < until or officer_of(entry) != user_id:
            continue
        found = [one for one in stretches(turns(story.entries[:place]), until=entry.at) if one.party.kind != PartyKind.CONFIRMING]
        parties = worked(found, hours_of=lambda _party: hours)
        own = sum((length for party, length in parties.items() if is_own(party, user_id)), timedelta())
        due = story.resolve_due_at
        # The date of an older case merged into this one may be older than it: no time was left then.
        target = max(working_time_between(story.received_at, end=due, hours=hours), timedelta()) if due else None
        yield Declared(story.code, story.title, entry.at, _outcome(story.entries[place + 1 :]), parties, own, target or None)


def is_own(party: Party, user_id: int) -> bool:
    return party.kind == PartyKind.OFFICER and party.key == str(user_id)


def _outcome(after: Sequence[Telling]) -> Outcome:
    found = Outcome.WAITING
    for entry in after:
        if entry.kind == "resolved":
            break
        found = _ENDS.get(entry.kind, found)
        if found == Outcome.REOPENED:
            break
    return found


def median(lengths: Iterable[timedelta]) -> timedelta:
    """Return the middle length (the lower one of two); nothing where there is none."""
    ordered = sorted(lengths)
    return ordered[(len(ordered) - 1) // 2] if ordered else timedelta()
