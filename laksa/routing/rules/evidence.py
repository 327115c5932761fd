"""One report on its way to a decision, and what places, hours and the reporter's own choice add to its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from laksa.city.rules.facts import CategoryFacts, PlaceRuleFacts, RoadFacts
from laksa.routing.rules import reasons
from laksa.routing.rules.decision import Reason, Report
from laksa.routing.rules.matching import Hit
from laksa.routing.rules.places import Spot, Whereabouts
from laksa.routing.rules.scores import LANDMARK_WORD, Tally
from laksa.routing.rules.signs import Urgency
from laksa.routing.rules.words import Reading

# A hashtag is a strong vote, not an order: clear words of another category outweigh it.
HASHTAG_VOTE = 4.0
# A category picked from the list by its full name is meant a little more than a hashtag.
CHOICE_VOTE = 4.5
# How many of the likeliest categories the hour of the day may lift: the night alone makes nothing a lamp.
LIFTED_BY_HOUR = 4


@dataclass(slots=True)
class Evidence:
    """The work on one report: what was read, and what each step added."""

    report: Report
    reading: Reading
    where: Whereabouts
    tally: Tally
    categories: Sequence[CategoryFacts]
    words_only: list[float]
    urgency: Urgency = field(default_factory=lambda: Urgency((), False))
    voted: dict[int, str] = field(default_factory=dict)
    owners: dict[int, tuple[float, str]] = field(default_factory=dict)
    notes: dict[int, list[Reason]] = field(default_factory=dict)

    def add(self, number: int, weight: float, reason: Reason | None) -> None:
        """Add a weight to a category, with the reason for it."""
        self.tally.scores[number] += weight
        if reason:
            self.notes.setdefault(number, []).append(reason)

    def name_owner(self, number: int, agency: str, weight: float) -> None:
        """Keep the agency a rule names for a category; the heavier rule wins."""
        if number not in self.owners or self.owners[number][0] < weight:
            self.owners[number] = (weight, agency)

    def quote(self, positions: Iterable[int]) -> str:
        """Return the typed words at these positions among all words, as the reporter wrote them."""
        typed = sorted({self.reading.typed[position] for position in positions})
        spans = [self.reading.spans[place] for place in typed]
        if len(spans) == typed[-1] - typed[0] + 1:
            return " ".join(self.reading.text[spans[0][0] : spans[-1][1]].split())
        return " … ".join(self.reading.text[start:end] for start, end in spans)

    def everywhere(self, content: Iterable[int]) -> tuple[int, ...]:
        """Turn positions among the words that carry something into positions among all words."""
        return tuple(self.reading.order[position] for position in content)


def add_votes(evidence: Evidence, *, by_hashtag: Mapping[str, int], index: Mapping[str, int]) -> None:
    """Count the hashtags named and the category chosen."""
    named = [*evidence.report.hashtags, *evidence.reading.hashtags]
    for hashtag in dict.fromkeys(tag.strip().lstrip("#").casefold() for tag in named):
        number = by_hashtag.get(hashtag)
        if number is not None and number not in evidence.voted:
            evidence.voted[number] = evidence.categories[number].hashtag
            evidence.add(number, HASHTAG_VOTE, reasons.hashtag(evidence.categories[number]))
    number = index.get(evidence.report.category or "")
    if number is not None:
        evidence.voted[number] = evidence.categories[number].hashtag
        evidence.add(number, CHOICE_VOTE, reasons.chosen(evidence.categories[number]))


def add_roads(evidence: Evidence, rules: Iterable[PlaceRuleFacts], *, near: Iterable[RoadFacts], index: Mapping[str, int]) -> None:
    """Let the keeper of a national or provincial road take what a rule such as "nasional: jalan-rusak" moves to it."""
    named = evidence.where.roads
    for road in (*named, *(one for one in near if one not in named)):
        for rule in rules:
            status, _, sources = rule.pattern.partition(":")
            number = index.get(rule.category_id or "")
            if status.strip() != road.status or number is None:
                continue
            taken = [evidence.tally.scores[index[slug]] for slug in map(str.strip, sources.split(",")) if slug in index]
            gain = max([*taken, evidence.tally.scores[number]]) - evidence.tally.scores[number] + rule.weight
            evidence.add(number, gain, reasons.road(road))
            evidence.name_owner(number, road.agency_id or rule.agency_id or "", rule.weight)


def add_places(evidence: Evidence, hits: Iterable[tuple[Hit, PlaceRuleFacts]], spots: Iterable[Spot], index: Mapping[str, int]) -> None:
    """Count the places named in the text and those the point lies at; words that name another owner count here too."""
    seen: set[str] = set()
    for hit, rule in hits:
        number = index.get(rule.category_id or "")
        if number is None:
            continue
        if rule.agency_id:
            evidence.name_owner(number, rule.agency_id, hit.saying.weight)
        if rule.kind in {"place", "road"}:
            seen.add(rule.pattern)
            is_landmark = evidence.reading.stem_at(hit.positions[0]) in evidence.reading.landmarks
            evidence.add(number, rule.weight * (LANDMARK_WORD if is_landmark else 1.0), reasons.place_named(evidence.quote(hit.positions)))
    point = evidence.report.point
    for spot in spots if point else ():
        number = index.get(spot.rule.category_id or "")
        if point and number is not None and spot.rule.pattern not in seen and spot.holds_at(*point):
            evidence.add(number, spot.rule.weight, reasons.place_near(spot.rule.pattern))
            if spot.rule.agency_id:
                evidence.name_owner(number, spot.rule.agency_id, spot.rule.weight)


def add_hours(evidence: Evidence, rules: Iterable[PlaceRuleFacts], likely: Sequence[int], index: Mapping[str, int]) -> None:
    """Count rules such as "18-05" for categories that the words already make likely."""
    hour = evidence.report.hour
    for rule in rules if hour is not None else ():
        number = index.get(rule.category_id or "")
        start, _, end = rule.pattern.partition("-")
        if number in likely[:LIFTED_BY_HOUR] and number is not None and _within(hour or 0, int(start), int(end)):
            evidence.add(number, rule.weight, reasons.hour(hour or 0))


def _within(hour: int, start: int, end: int) -> bool:
    """Whether the hour lies from `start` up to, not including, `end`; over midnight when `end` is smaller."""
    return start <= hour < end if start <= end else hour >= start or hour < end
