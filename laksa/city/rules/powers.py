"""The list of powers of a pack (`powers.csv`): who may decide up to which cost, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from laksa.city.rules.facts import PowerFacts
from laksa.city.rules.packs import Fault, Pack

# Offices that may decide, from the nearest to the work upwards. Those of the agency count in the agency that owns the case.
OF_AGENCY = ("team_lead", "division_head", "agency_head")
OF_CITY = ("secretariat", "leader")
DECIDERS = (*OF_AGENCY, *OF_CITY)


def in_order(powers: Iterable[PowerFacts]) -> tuple[PowerFacts, ...]:
    """Return the powers from the nearest to the work upwards."""
    return tuple(sorted(powers, key=lambda one: DECIDERS.index(one.role) if one.role in DECIDERS else len(DECIDERS)))


def covering(powers: Iterable[PowerFacts], cost_idr: int) -> list[PowerFacts]:
    """Return who may decide at this cost, the lowest first."""
    return [one for one in powers if one.up_to_idr is None or cost_idr <= one.up_to_idr]


def check_powers(pack: Pack) -> Iterator[Fault]:
    """Name every fault: a limit that does not rise with the office, or nobody who may decide without one."""
    rows = [row for row in pack.rows("powers") if row.values.get("role") in DECIDERS]
    if not rows:
        return
    if all(row.values.get("up_to_idr") is not None for row in rows):
        yield Fault("powers.csv", 0, "up_to_idr", "nobody decides what costs more: leave it empty for the highest office")
    below: int | None = -1
    for row in sorted(rows, key=lambda one: DECIDERS.index(one.values["role"])):
        limit = row.values.get("up_to_idr")
        if below is None or (limit is not None and limit <= below):
            words = "has no limit below it" if below is None else f"'{limit}' does not rise above {below} of the office below"
            yield row.fault("up_to_idr", words)
        below = limit
