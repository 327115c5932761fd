"""What due times rest on, as one plain value, and what changed between two of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

# Shape: {"calendar": {"2026-08-18": ["cuti_bersama", "Cuti bersama"]}, "hours": {"": {…the city's}, "dlh": {…}}, "sops": {"group severity": [[…]]}}
Basis = Mapping[str, Any]
Change = dict[str, str]


def digest_of(basis: Basis) -> str:
    """Return the same short text for the same basis, however its parts are ordered."""
    return hashlib.sha256(json.dumps(basis, sort_keys=True, default=str).encode()).hexdigest()


def changes_between(before: Basis, after: Basis) -> list[Change]:
    """Return what changed, as entries keep it: `what` is holiday, no_holiday, hours or sop; a day, a name, an agency or a group with it."""
    return [*_holidays(before, after), *_hours(before, after), *_sops(before, after)]


def _holidays(before: Basis, after: Basis) -> Iterable[Change]:
    old, new = before["calendar"], after["calendar"]
    for day in sorted(new.keys() - old.keys()):
        yield {"what": "holiday", "on": day, "name": new[day][1]}
    for day in sorted(old.keys() - new.keys()):
        yield {"what": "no_holiday", "on": day, "name": old[day][1]}


def _hours(before: Basis, after: Basis) -> Iterable[Change]:
    old, new = before["hours"], after["hours"]
    for agency in sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)):
        yield {"what": "hours", "agency": agency}


def _sops(before: Basis, after: Basis) -> Iterable[Change]:
    old, new = before["sops"], after["sops"]
    for key in sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)):
        yield {"what": "sop", "group": key.split(" ")[0], "severity": key.split(" ")[-1]}


def reasons_for(changes: Iterable[Change], *, since: datetime, until: datetime, agency: str, group: str) -> list[Change]:
    """Return the changes that can have moved a date of a case: days within its time, its own office's hours, its own group's SOP."""
    first, last = since.date(), until.date()
    return [one for one in changes if _concerns(one, first=first, last=last, agency=agency, group=group)]


def _concerns(change: Change, *, first: date, last: date, agency: str, group: str) -> bool:
    if change["what"] in {"holiday", "no_holiday"}:
        return first <= date.fromisoformat(change["on"]) <= last
    if change["what"] == "hours":
        return change["agency"] in {"", agency}
    return change["group"] in {"*", group}
