"""From weighed evidence to a decision: confidence, the desk's part, severity, owner and the words for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from laksa.city.rules.facts import AreaFacts, CategoryFacts
from laksa.routing.rules import reasons
from laksa.routing.rules.decision import Candidate, Decision, Reason
from laksa.routing.rules.evidence import Evidence
from laksa.routing.rules.owners import Offices, Owner
from laksa.routing.rules.scores import Topics
from laksa.routing.rules.signs import SEVERITIES, Signs, Urgency

# Two candidates nearer than this are for a person to tell apart.
CLOSE = 0.12
# A report that may have to be kept secret is looked at by a person from this share on.
SEALED_SHARE = 0.15
# Words that speak this much more for another category contradict a hashtag.
CONTRADICTION = 2.5
# An emergency category shows 112 by itself from this share on; clear emergency words always do.
SURE_ENOUGH = 0.5
REASONS_SHOWN = 6


class Verdict:
    """One report's decision in the making. `best` are the numbers of the likeliest categories, the winner first."""

    def __init__(
        self, evidence: Evidence, topics: Topics, best: Sequence[int], signs: Signs, offices: Offices, areas: Mapping[str, AreaFacts]
    ) -> None:
        self._evidence = evidence
        self._topics = topics
        self._best = tuple(best)
        self._signs = signs
        self._offices = offices
        self._areas = areas
        self._chances = topics.chances(evidence.tally.scores)
        self._category = topics.categories[best[0]]
        self._marked: set[int] = set()
        self._alarm: Reason | None = None
        self._told: list[Reason] = []
        self._doubts: list[Reason] = []

    def decision(self) -> Decision:
        """Return the decision; `rules_version` is left to the caller, who knows it."""
        evidence, category, winner = self._evidence, self._category, self._best[0]
        told = self._why(winner, mark=True)
        kind = self._kind(category)
        urgency = evidence.urgency
        emergency = self._is_emergency(urgency, kind)
        severity = self._severity(category, urgency, kind)
        owner = self._owner(category, winner)
        desk = self._is_for_the_desk(winner)
        return Decision(
            category=category.slug,
            hashtag=category.hashtag,
            kind=kind,
            severity=severity,
            agency=owner.agency,
            unit=owner.unit,
            confidence=round(self._confidence(winner), 4),
            desk=desk,
            emergency=emergency,
            reasons=tuple([*([self._alarm] if self._alarm else []), *told, *self._told][:REASONS_SHOWN] + self._doubts),
            candidates=tuple(self._candidate(number) for number in self._best),
            marked=self._spans(),
            rules_version="",
            outside_owner=owner.outside,
        )

    def _confidence(self, number: int) -> float:
        """The share of a category; nothing is known for sure of a text that says nothing."""
        evidence = self._evidence
        return self._chances[number] if evidence.tally.telling or evidence.voted else 0.0

    def _candidate(self, number: int) -> Candidate:
        category = self._topics.categories[number]
        return Candidate(category.slug, round(self._confidence(number), 4), tuple(self._why(number, mark=False)))

    def _why(self, number: int, *, mark: bool) -> list[Reason]:
        """Why this category: choices, places and the phrases or words that speak for it."""
        evidence = self._evidence
        told = list(evidence.notes.get(number, ()))
        clues = sorted(evidence.tally.phrases.get(number, ()), key=lambda clue: -clue.strength)
        covered: set[int] = set()
        for clue in clues:
            fresh = [position for position in clue.positions if position not in covered]
            if clue.strength <= 0 or 2 * len(fresh) <= len(clue.positions):
                continue
            covered.update(clue.positions)
            if len(told) < 4:
                told.append(reasons.word(evidence.quote(evidence.everywhere(clue.positions))))
        singles = self._topics.words_for(number, evidence.reading)
        lonely = [clue for clue in singles if not covered.issuperset(clue.positions)]
        if lonely and len(told) < 4:
            quotes = [evidence.quote(evidence.everywhere(clue.positions)) for clue in lonely[:3]]
            told.append(reasons.words(dict.fromkeys(quotes)))
        if mark:
            self._marked.update(evidence.everywhere(covered), *(evidence.everywhere(clue.positions) for clue in lonely))
        return told

    def _kind(self, category: CategoryFacts) -> str:
        kind, hit = self._signs.kind(self._evidence.reading, default=category.kind)
        if hit and kind != "complaint":
            self._told.append(reasons.kind(kind, self._evidence.quote(hit.positions)))
        return kind

    def _is_emergency(self, urgency: Urgency, kind: str) -> bool:
        if kind == "appreciation":
            return False
        if urgency.alarms:
            self._marked.update(place for alarm in urgency.alarms[:3] for place in alarm.positions)
            self._alarm = reasons.emergency(self._evidence.quote(urgency.alarms[0].positions))
            return True
        likely = self._confidence(self._best[0]) >= SURE_ENOUGH
        return self._category.emergency and likely and kind == "complaint" and not urgency.is_past

    def _severity(self, category: CategoryFacts, urgency: Urgency, kind: str) -> str:
        if kind != "complaint":
            return category.severity_default
        if urgency.alarms:
            return SEVERITIES[-1]
        level, hit = self._signs.severity(self._evidence.reading, default=category.severity_default)
        if hit and level != category.severity_default:
            self._marked.update(hit.positions)
            self._told.append(reasons.severity(self._evidence.quote(hit.positions), level))
        return level

    def _owner(self, category: CategoryFacts, number: int) -> Owner:
        village = self._evidence.report.village
        named = self._evidence.owners.get(number)
        owner = self._offices.owner(category, village=village, instead=named[1] if named else None)
        agency = self._offices.agencies.get(owner.agency)
        units = {unit.slug: unit.name for unit in self._offices.units.get(owner.agency, ())}
        area = self._areas.get(village or "")
        self._told.append(
            reasons.owner(
                category,
                agency=agency.short_name if agency else owner.agency,
                unit=units.get(owner.unit or ""),
                village=area.name if area else None,
            )
        )
        if owner.outside and agency:
            self._doubts.append(reasons.outside(agency.short_name))
        return owner

    def _is_for_the_desk(self, winner: int) -> bool:
        """Whether a person decides; every cause is told."""
        evidence, chances, categories = self._evidence, self._chances, self._topics.categories
        doubts: list[Reason] = []
        if not (evidence.tally.telling or evidence.voted):
            doubts.append(reasons.nothing_known())
        elif self._confidence(winner) < self._category.threshold:
            doubts.append(reasons.threshold(self._category))
        second = self._best[1] if len(self._best) > 1 else winner
        if second != winner and doubts == [] and chances[winner] - chances[second] < CLOSE:
            doubts.append(reasons.close(categories[second]))
        doubts.extend(reasons.contradiction(tag) for number, tag in evidence.voted.items() if self._contradicts(number, winner))
        if not self._category.is_sealed:
            sealed = (number for number in self._best[1:] if categories[number].is_sealed and chances[number] >= SEALED_SHARE)
            doubts.extend(reasons.sealed(categories[number]) for number in sealed)
        self._doubts.extend(doubts)
        return bool(doubts)

    def _contradicts(self, voted: int, winner: int) -> bool:
        """Whether the words speak clearly for another category than the one voted for."""
        words = self._evidence.words_only
        return voted != winner or max(words) - words[voted] >= CONTRADICTION

    def _spans(self) -> tuple[tuple[int, int], ...]:
        reading = self._evidence.reading
        typed = sorted({reading.typed[position] for position in self._marked})
        return tuple(_joined([reading.spans[place] for place in typed], reading.text))


def _joined(spans: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Words that stand side by side are marked as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and text[joined[-1][1] : start].isspace():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
