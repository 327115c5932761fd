"""The ladders of a pack (`ladder.csv`): which there must be, whom a rung may name, and what is wrong with one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from laksa.city.rules.packs import Fault, Pack, Row

# What runs against a time, and so needs a ladder.
CASE = "case"  # the repair itself: from the report to the target
TRIAGE = "triage"  # waiting to be sorted: from the report to the target of verification
UNASSIGNED = "unassigned"  # in an office's queue, held by nobody: from the report to the target of the first answer
THREAD = "thread"  # a question inside the house
DECISION = "decision"  # a decision asked of a leader
OUTSIDE = "outside"  # a party outside the city
PLAN = "plan"  # a promised date
LADDERS = (CASE, TRIAGE, UNASSIGNED, THREAD, DECISION, OUTSIDE, PLAN)
ASKING = frozenset({THREAD, DECISION, OUTSIDE})

# Offices that a case has, whoever holds them.
OFFICES = ("holder", "team_lead", "division_head", "agency_head", "agency_admin", "desk", "coordinator", "secretariat", "leader", "wall")
# People whom only a question has: who was asked, who leads them, who asked, and the party outside.
ASKED = ("asked", "asked_lead", "asker", "party")
CHANNELS = ("app", "email")


def check_ladders(pack: Pack) -> Iterator[Fault]:
    """Name every fault: a missing ladder, an unknown office or channel, a time that does not rise."""
    ladders: dict[object, list[Row]] = defaultdict(list)
    for row in pack.rows("ladder"):
        ladders[row.values.get("ladder")].append(row)
        yield from _whom(row)
        yield from _time(row)
    for name in LADDERS:
        if pack.rows("ladder") and name not in ladders:
            yield Fault("ladder.csv", 0, "ladder", f"'{name}' is missing: nobody would be told")
    for rows in ladders.values():
        yield from _rising(rows)


def _whom(row: Row) -> Iterator[Fault]:
    ladder = row.values.get("ladder")
    known = (*OFFICES, *ASKED) if ladder in ASKING else OFFICES
    for name in row.values.get("whom", []):
        if name not in known:
            yield row.fault("whom", f"'{name}' is not known in the ladder '{ladder}': use {', '.join(known)}")
    if row.values.get("whom") == ["wall"]:
        yield row.fault("whom", "the wall alone reaches nobody: name an office too")
    for name in row.values.get("channels", []):
        if name not in CHANNELS:
            yield row.fault("channels", f"'{name}' is not known: use {', '.join(CHANNELS)}")


def _time(row: Row) -> Iterator[Fault]:
    percent, days = row.values.get("percent"), row.values.get("days")
    is_plan = row.values.get("ladder") == PLAN
    if is_plan and (days is None or percent is not None):
        yield row.fault("days", "a promised date counts in days before (-1) or after it, not in percent")
    if not is_plan and (percent is None or days is not None):
        yield row.fault("percent", "write the percent of the time, and no days")
    if percent == 0:
        yield row.fault("percent", "0 would tell people the moment it begins")


def _rising(rows: list[Row]) -> Iterator[Fault]:
    named = [row for row in rows if row.values.get("number") is not None]
    ordered = sorted(named, key=lambda row: int(row.values["number"]))
    for before, row in pairwise(ordered):
        for column in ("percent", "days"):
            lower, higher = before.values.get(column), row.values.get(column)
            if lower is not None and higher is not None and higher <= lower:
                yield row.fault(column, f"'{higher:g}' does not rise above {lower:g} of rung {before.values['number']}")
