"""How strongly the words of a text speak for each category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from math import exp, log, sqrt

from laksa.city.rules.facts import CategoryFacts, PhraseFacts
from laksa.routing.rules.matching import Hit, Matcher, Saying, distinct
from laksa.routing.rules.words import Lexicon, Reading

# The figures below were chosen on the half of tests/kalimat.csv that is not held out; `laksa routing evaluate` shows their effect.
KEYWORD_WEIGHT = 1.5
NAME_WEIGHT = 0.8
EXAMPLE_WEIGHT = 1.0
# How many words of the general language a category is believed to hold beside its own.
SMOOTHING = 12.0
LEAST_SIZE = 120.0
PHRASE_WEIGHT = 0.55
SECOND_PHRASE = 0.3
GUESSED_WORD = 0.6
# "Depan pasar" tells where the trouble is, hardly what it is.
LANDMARK_WORD = 0.4
# Beyond this many telling words the sum is damped, so that a long ramble is not surer than a clear line.
PLENTY = 5.0
TEMPERATURE = 1.35


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing in the text that speaks for (or against) a category."""

    strength: float
    positions: tuple[int, ...]
    text: str


@dataclass(slots=True)
class Tally:
    """The scores of all categories for one text, in the order of `Topics.slugs`."""

    scores: list[float]
    telling: int
    phrases: dict[int, list[Clue]] = field(default_factory=lambda: defaultdict(list))


class Topics:
    """What the city's keywords, names and example phrases teach about its categories."""

    def __init__(
        self, categories: Iterable[CategoryFacts], examples: Iterable[PhraseFacts], rules: Iterable[Saying], *, lexicon: Lexicon
    ) -> None:
        self.categories = tuple(categories)
        self.slugs = tuple(category.slug for category in self.categories)
        self.index = {slug: number for number, slug in enumerate(self.slugs)}
        counts: list[dict[str, float]] = [defaultdict(float) for _ in self.slugs]
        sayings: list[Saying] = []
        for text, number, weight in self._lessons(examples):
            stems = distinct(lexicon.bears(text))
            for stem in stems:
                counts[number][stem] += weight
            if len(stems) <= 4:
                sayings.append(Saying(stems, self.slugs[number], weight, text))
        self._learn(counts)
        self._rules = Matcher(rules, slack=2, any_order=True)
        self._matcher = Matcher(_merged(sayings), slack=4, any_order=True)

    def tally(self, reading: Reading) -> Tally:
        """Return every category's score from the words alone, with the phrases found."""
        weights = [(self._weights[stem], reading.content[stem], stem) for stem in reading.content if stem in self._weights]
        result = Tally([self._absent[number] * len(weights) for number in range(len(self.slugs))], len(weights))
        scores = result.scores
        for row, _, stem in weights:
            share = GUESSED_WORD if stem in reading.guessed else LANDMARK_WORD if stem in reading.landmarks else 1.0
            for number, weight in row.items():
                scores[number] += weight * share
        damping = 1.0 / max(1.0, sqrt(len(weights) / PLENTY))
        result.scores = [score * damping for score in scores]
        self._add_phrases(result, reading, damping)
        for hit in self._rules.find(reading.content):
            self._add_rule(result, hit)
        return result

    def chances(self, scores: list[float]) -> list[float]:
        """Turn scores into shares that sum to 1."""
        top = max(scores)
        parts = [exp((score - top) / TEMPERATURE) for score in scores]
        total = sum(parts)
        return [part / total for part in parts]

    def words_for(self, number: int, reading: Reading) -> list[Clue]:
        """Return the single words that speak most for a category, strongest first."""
        clues = [
            Clue(row[number] + self._absent[number], (reading.content[stem][0],), stem)
            for stem in reading.content
            if (row := self._weights.get(stem)) and number in row
        ]
        return nlargest(4, (clue for clue in clues if clue.strength > 0.7), key=lambda clue: clue.strength)

    def best(self, scores: list[float], limit: int) -> list[int]:
        """Return the numbers of the highest scores, highest first."""
        return nlargest(limit, range(len(scores)), key=scores.__getitem__)

    def _lessons(self, examples: Iterable[PhraseFacts]) -> Iterable[tuple[str, int, float]]:
        for number, category in enumerate(self.categories):
            yield category.name_id, number, NAME_WEIGHT
            for keyword in category.keywords:
                yield keyword, number, KEYWORD_WEIGHT
        for example in examples:
            if example.target in self.index:
                yield example.text, self.index[example.target], EXAMPLE_WEIGHT * example.weight

    def _learn(self, counts: list[dict[str, float]]) -> None:
        """Word weights: how much likelier a word is in a category than anywhere (a smoothed log ratio)."""
        overall: dict[str, float] = defaultdict(float)
        for row in counts:
            for stem, count in row.items():
                overall[stem] += count
        total = sum(overall.values()) or 1.0
        # A category with few words of its own must not be likelier for a text about something else.
        sizes = [max(sum(row.values()), LEAST_SIZE) for row in counts]
        self._absent = [log(SMOOTHING / (size + SMOOTHING)) for size in sizes]
        self._weights: dict[str, dict[int, float]] = defaultdict(dict)
        owners: dict[str, int] = defaultdict(int)
        for number, row in enumerate(counts):
            for stem, count in row.items():
                share = overall[stem] / total
                ratio = (count + SMOOTHING * share) / ((sizes[number] + SMOOTHING) * share)
                self._weights[stem][number] = log(ratio) - self._absent[number]
                owners[stem] += 1
        self._rarity = {stem: log(1.0 + len(self.slugs) / count) for stem, count in owners.items()}
        self._weights = dict(self._weights)

    def _add_phrases(self, result: Tally, reading: Reading, damping: float) -> None:
        found: dict[int, list[Clue]] = defaultdict(list)
        for hit in self._matcher.find(reading.content):
            rarity = sum(self._rarity.get(stem, 1.0) for stem in hit.saying.stems)
            strength = PHRASE_WEIGHT * rarity * hit.fit * hit.saying.weight * max(damping, 0.6)
            if reading.landmarks.issuperset(hit.saying.stems):
                strength *= LANDMARK_WORD
            found[self.index[hit.saying.target]].append(Clue(strength, hit.positions, hit.saying.text))
        for number, clues in found.items():
            clues.sort(key=lambda clue: -clue.strength)
            result.scores[number] += clues[0].strength + SECOND_PHRASE * sum(clue.strength for clue in clues[1:4])
            result.phrases[number].extend(clues)

    def _add_rule(self, result: Tally, hit: Hit) -> None:
        number = self.index.get(hit.saying.target)
        if number is not None:
            result.scores[number] += hit.saying.weight
            result.phrases[number].append(Clue(hit.saying.weight, hit.positions, hit.saying.text))


def _merged(sayings: Iterable[Saying]) -> Iterable[Saying]:
    """One saying for each stems and category, the heaviest."""
    best: dict[tuple[tuple[str, ...], str], Saying] = {}
    for saying in sayings:
        key = (saying.stems, saying.target)
        if key not in best or best[key].weight < saying.weight:
            best[key] = saying
    return best.values()
