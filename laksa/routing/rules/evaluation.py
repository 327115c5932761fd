"""How well a set of labelled texts is routed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from laksa.routing.rules.decision import Report
from laksa.routing.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Shares of texts whose category came first, or among the first three; for each category (right, all)."""

    n: int
    top1: float
    top3: float
    recall: dict[str, tuple[int, int]]


def evaluate(rulebook: Rulebook, labelled: Iterable[tuple[str, str]]) -> Evaluation:
    """Route each (text, category) by its words alone, without an hour, and count."""
    asked: Counter[str] = Counter()
    first: Counter[str] = Counter()
    among = 0
    for text, category in labelled:
        decision = rulebook.decide(Report(text))
        asked[category] += 1
        first[category] += decision.category == category
        among += category in {candidate.category for candidate in decision.candidates}
    n = asked.total()
    recall = {category: (first[category], count) for category, count in sorted(asked.items())}
    return Evaluation(n, first.total() / n if n else 0.0, among / n if n else 0.0, recall)
