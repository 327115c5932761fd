"""Find known phrases in a text whose words may stand a little apart or in another order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Saying:
    """A phrase to look for: its stems (each once, in order), what it points at, how much it weighs."""

    stems: tuple[str, ...]
    target: str
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was found: where its words stand, and how well (1 = side by side and in order)."""

    saying: Saying
    positions: tuple[int, ...]
    fit: float


class Matcher:
    """All phrases of one purpose, filed under their rarest word, so that a text meets only those it may hold."""

    def __init__(self, sayings: Iterable[Saying], *, slack: int, any_order: bool) -> None:
        kept = [saying for saying in sayings if saying.stems]
        counts = Counter(stem for saying in kept for stem in saying.stems)
        self._slack = slack
        self._any_order = any_order
        self._under: dict[str, list[Saying]] = defaultdict(list)
        for saying in kept:
            self._under[min(saying.stems, key=lambda stem: counts[stem])].append(saying)

    def find(self, spots: Mapping[str, list[int]]) -> list[Hit]:
        """Return each phrase once, at its best place, in the order of the text's words."""
        hits: list[Hit] = []
        for anchor in spots:
            for saying in self._under.get(anchor, ()):
                if len(saying.stems) == 1:
                    hits.append(Hit(saying, (spots[anchor][0],), 1.0))
                elif all(stem in spots for stem in saying.stems):
                    best = self._best(saying, anchor, spots)
                    if best:
                        hits.append(best)
        return hits

    def find_all(self, spots: Mapping[str, list[int]]) -> list[Hit]:
        """Return every place of every phrase: for signs, where each occurrence may be denied by its own neighbours."""
        hits: list[Hit] = []
        for anchor in spots:
            for saying in self._under.get(anchor, ()):
                if all(stem in spots for stem in saying.stems):
                    found = (self._near(saying, anchor, spot, spots) for spot in spots[anchor])
                    hits.extend(hit for hit in found if hit)
        return hits

    def _best(self, saying: Saying, anchor: str, spots: Mapping[str, list[int]]) -> Hit | None:
        best: Hit | None = None
        for spot in spots[anchor]:
            hit = self._near(saying, anchor, spot, spots)
            if hit and (best is None or hit.fit > best.fit):
                best = hit
        return best

    def _near(self, saying: Saying, anchor: str, spot: int, spots: Mapping[str, list[int]]) -> Hit | None:
        """The phrase around one place of its rarest word, unless its other words are too far off."""
        places = tuple(spot if stem == anchor else min(spots[stem], key=lambda place: abs(place - spot)) for stem in saying.stems)
        gap = max(places) - min(places) - len(places) + 1
        in_order = all(first < second for first, second in pairwise(places))
        if gap > self._slack or not (in_order or self._any_order):
            return None
        return Hit(saying, places, (1.0 if in_order else 0.65) / (1.0 + 0.15 * max(gap, 0)))


def distinct(stems: Iterable[str]) -> tuple[str, ...]:
    """Return the stems in order, each once ("gorong gorong mampet" -> gorong, mampet)."""
    return tuple(dict.fromkeys(stem for stem in stems if stem))
