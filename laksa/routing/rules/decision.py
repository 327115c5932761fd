"""What the routing answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in plain words, for (`+`) or against (`-`)."""

    sign: str
    text_id: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A category that came into question; `score` is its share of all, 0..1."""

    category: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a report when it is routed. `hour` is the hour of the day in the city, 0..23."""

    text: str
    point: tuple[float, float] | None = None
    village: str | None = None
    hashtags: tuple[str, ...] = ()
    category: str | None = None
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category offered as a chip while somebody types."""

    category: str
    hashtag: str
    score: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a report goes, and why.

    `desk`: the city desk decides (a category is still proposed). `outside_owner`: the agency is outside the
    city's government, so the desk keeps holding the case. `marked`: (start, end) in the text of the words that
    counted, in order, without overlap. `confidence` is between 0 and 1.
    """

    category: str
    hashtag: str
    kind: str
    severity: str
    agency: str
    unit: str | None
    confidence: float
    desk: bool
    emergency: bool
    reasons: tuple[Reason, ...]
    candidates: tuple[Candidate, ...]
    marked: tuple[tuple[int, int], ...]
    rules_version: str
    outside_owner: bool
