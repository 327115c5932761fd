# SPDX-License-Identifier: AGPL-3.0-or-later
"""The checks of an after-photo, each on paper, and what they come to. What has not been looked at is never passed."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from laksa.evidence.rules.codes import CodeState

# How far from the case's point a photo may be taken: pins of residents are rarely nearer than a few houses.
PLACE_LIMIT_M = 150
# A place that is known only to so many metres proves nothing.
ACCURACY_LIMIT_M = 200
# An after-photo is sent within a day (domain, e: faked after-photos elsewhere were old ones).
SENT_WITHIN = timedelta(hours=24)
# Phones' clocks run a little before or behind.
CLOCK_SLACK = timedelta(minutes=5)
EARTH_RADIUS_M = 6_371_000


class CheckName(enum.StrEnum):
    CODE = "code"  # taken in our page, by this person, for this case
    PLACE = "place"  # taken near the trouble
    AGE = "age"  # taken after the case came, and not long ago
    UNLIKE = "unlike"  # no earlier photo of the city, nor a mirrored, cropped or re-saved one
    OWN = "own"  # no edit of the complaint's own photo


class CheckState(enum.StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Capture:
    """What a page tells of the moment a photo was taken; nothing of it has to be there.

    lat, lon in WGS 84, accuracy in metres; taken_at and phone_at (when it was sent) by the phone's own clock.
    """

    code: str = ""
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    taken_at: datetime | None = None
    phone_at: datetime | None = None


@dataclass(frozen=True)
class Scene:
    """Where and since when the trouble is: what a photo of its repair is held against.

    `since`: when it was reported, or reported again. `village` counts where no point is known.
    """

    case_code: str
    since: datetime
    lat: float | None = None
    lon: float | None = None
    village: str = ""
    limit_m: int = PLACE_LIMIT_M


@dataclass(frozen=True)
class Likeness:
    """An earlier photo that is the same picture as a new one: how alike (0 to 1), and whether mirrored or cut."""

    photo: str
    case_code: str
    added_at: datetime
    share: float
    is_mirrored: bool = False
    is_cut: bool = False


@dataclass(frozen=True)
class Shot:
    """A photo to be examined: what its file says, and what looking for it among the others has found.

    `alike` None: nobody has looked yet. `is_plain`: too little in it to be told from another. `compared`: with how many photos
    of the city; `missing`: how many could not be compared yet.
    """

    name: str
    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    alike: tuple[Likeness, ...] | None = None
    is_plain: bool = False
    compared: int = 0
    missing: int = 0


@dataclass(frozen=True)
class Check:
    """One check with its outcome and the facts to tell (plain values, kept with the case)."""

    name: CheckName
    state: CheckState
    facts: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return it as it is kept in an entry."""
        return {"name": str(self.name), "state": str(self.state), "facts": self.facts}


@dataclass(frozen=True)
class Verdict:
    """What the checks come to."""

    checks: tuple[Check, ...]

    @property
    def is_held(self) -> bool:
        """Whether every check was passed; one that could not be made is none that was."""
        return bool(self.checks) and all(check.state is CheckState.PASSED for check in self.checks)

    def plain(self) -> list[dict[str, Any]]:
        return [check.plain() for check in self.checks]


def check_code(state: CodeState, *, code: str, age_seconds: int | None) -> Check:
    """Return the check of the code; without one nobody knows where the photo comes from, with a wrong one somebody guessed."""
    if state is CodeState.GOOD:
        return Check(CheckName.CODE, CheckState.PASSED, {"code": code, "seconds": age_seconds})
    kind = CheckState.UNKNOWN if state in {CodeState.ABSENT, CodeState.CLOCK} else CheckState.FAILED
    return Check(CheckName.CODE, kind, {"why": str(state)})


def check_place(scene: Scene, *, point: tuple[float, float] | None, accuracy_m: float | None, village: str = "") -> Check:
    """Return whether a photo was taken near the trouble; `village` is where its point lies."""
    if point is None:
        return Check(CheckName.PLACE, CheckState.UNKNOWN, {"why": "absent"})
    if accuracy_m is not None and accuracy_m > ACCURACY_LIMIT_M:
        return Check(CheckName.PLACE, CheckState.UNKNOWN, {"why": "vague", "accuracy": round(accuracy_m)})
    if scene.lat is not None and scene.lon is not None:
        metres = distance_m(point, (scene.lat, scene.lon))
        state = CheckState.PASSED if metres <= scene.limit_m else CheckState.FAILED
        return Check(CheckName.PLACE, state, {"metres": metres, "limit": scene.limit_m})
    if not scene.village:
        return Check(CheckName.PLACE, CheckState.UNKNOWN, {"why": "no_place"})
    state = CheckState.PASSED if village == scene.village else CheckState.FAILED
    return Check(CheckName.PLACE, state, {"village": village})


def check_age(scene: Scene, times: Sequence[datetime | None], *, at: datetime, is_coded: bool) -> Check:
    """Return whether a photo is new: taken since the trouble was reported, and at most a day before it was sent.

    times: what page and camera say, by our clock; the oldest counts. A photo with a good code and no time at all was taken
    while the code held.
    """
    known = [moment for moment in times if moment is not None]
    if not known:
        state = CheckState.PASSED if is_coded else CheckState.UNKNOWN
        return Check(CheckName.AGE, state, {"why": "by_code" if is_coded else "absent"})
    taken_at = min(known)
    facts = {"taken_at": taken_at.isoformat(timespec="seconds")}
    if taken_at < scene.since - CLOCK_SLACK:
        return Check(CheckName.AGE, CheckState.FAILED, facts | {"why": "before_report"})
    if taken_at < at - SENT_WITHIN:
        return Check(CheckName.AGE, CheckState.FAILED, facts | {"why": "old"})
    if max(known) > at + CLOCK_SLACK:
        return Check(CheckName.AGE, CheckState.FAILED, facts | {"why": "ahead"})
    return Check(CheckName.AGE, CheckState.PASSED, facts)


def check_unlike(scene: Scene, shot: Shot) -> Check:
    """Return whether no other photo of the city is the same picture; those of the complaint itself are `check_own`'s."""
    found = None if shot.alike is None else [one for one in shot.alike if one.case_code != scene.case_code]
    if found:
        return Check(CheckName.UNLIKE, CheckState.FAILED, _likeness_facts(found[0]))
    if found is None or shot.is_plain:
        return Check(CheckName.UNLIKE, CheckState.UNKNOWN, {"why": "plain" if shot.is_plain else "not_looked"})
    if shot.missing:
        return Check(CheckName.UNLIKE, CheckState.UNKNOWN, {"why": "missing", "missing": shot.missing, "compared": shot.compared})
    return Check(CheckName.UNLIKE, CheckState.PASSED, {"compared": shot.compared})


def check_own(scene: Scene, shot: Shot) -> Check:
    """Return whether the photo is no edit of one that the case already has."""
    found = None if shot.alike is None else [one for one in shot.alike if one.case_code == scene.case_code]
    if found:
        return Check(CheckName.OWN, CheckState.FAILED, _likeness_facts(found[0]))
    if found is None or shot.is_plain:
        return Check(CheckName.OWN, CheckState.UNKNOWN, {"why": "plain" if shot.is_plain else "not_looked"})
    return Check(CheckName.OWN, CheckState.PASSED)


def _likeness_facts(one: Likeness) -> dict[str, Any]:
    return {
        "photo": one.photo,
        "case": one.case_code,
        "at": one.added_at.isoformat(timespec="seconds"),
        "percent": math.floor(one.share * 100),
        "mirrored": one.is_mirrored,
        "cut": one.is_cut,
    }


_WORST = (CheckState.FAILED, CheckState.UNKNOWN, CheckState.PASSED)


def worst(checks: Sequence[Check]) -> Check:
    """Return the check of several photos that decides: a failed one, else one that could not be made."""
    return min(checks, key=lambda check: _WORST.index(check.state))


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> int:
    """Return the metres between two points (lat, lon in WGS 84); flat, which is exact enough inside a city."""
    north = math.radians(other[0] - one[0])
    east = math.radians(other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return round(EARTH_RADIUS_M * math.hypot(north, east))
