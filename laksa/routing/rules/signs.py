"""Signs in a text that are not about its topic: how grave, how urgent, and whether it complains, asks, wishes or thanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from laksa.city.rules.facts import PhraseFacts
from laksa.routing.rules.matching import Hit, Matcher, Saying, distinct
from laksa.routing.rules.words import Lexicon, Reading

SEVERITIES = ("ringan", "sedang", "berat")
# Targets in emergency.csv that take an emergency back: it is no emergency, it is over, it is only feared, it goes on after all.
NOT_ONE, PAST, FEARED, STILL = "bukan", "lewat", "cemas", "masih"
# How many words a sign of the past or of fear, or a denial, reaches forward. A sign of the past also reaches a little
# back; fear does not: in "biawak masuk dapur, takut anak digigit" the lizard is there.
PAST_REACH, PAST_BACK, DENIAL_REACH = 8, 4, 3
# A misspelt word of this length is hardly another word.
SURE_LENGTH = 8
KINDS = ("complaint", "question", "aspiration", "appreciation")
# How much a category's own kind counts. A question needs a sign of its own: "NIK saya dipakai orang" asks for nothing.
DEFAULT_BONUS = {"complaint": 0.0, "question": 0.5, "aspiration": 1.3, "appreciation": 1.3}
_DENIALS = frozenset({"tidak", "bukan", "belum", "tanpa", "jangan"})
_BETWEEN_DENIAL = frozenset({"ada", "lagi", "jadi", "sedang", "sampai"})
_BREAK = re.compile(r"[.!?;\n]|\btapi\b|\btetapi\b|\bsekarang\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Emergency words that stand, with what they speak of."""

    kind: str
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Urgency:
    """What the emergency words say: alarms that stand, and whether the text speaks of what is over or only feared."""

    alarms: tuple[Alarm, ...]
    is_past: bool


class Signs:
    """The severity, emergency and kind phrases of a city."""

    def __init__(self, phrases: Mapping[str, Sequence[PhraseFacts]], *, lexicon: Lexicon) -> None:
        self._severity = Matcher(_sayings(phrases.get("severity", ()), lexicon), slack=2, any_order=True)
        self._emergency = Matcher(_sayings(phrases.get("emergency", ()), lexicon), slack=2, any_order=False)
        self._kind = Matcher(_sayings(phrases.get("kind", ()), lexicon), slack=1, any_order=False)

    def severity(self, reading: Reading, *, default: str) -> tuple[str, Hit | None]:
        """Return the default raised or lowered by one, and the phrase that did it."""
        hits = self._severity.find(reading.everywhere)
        raising = max((hit for hit in hits if hit.saying.target == "raise"), key=_strength, default=None)
        lowering = max((hit for hit in hits if hit.saying.target == "lower"), key=_strength, default=None)
        level = SEVERITIES.index(default)
        if raising:
            return SEVERITIES[min(level + 1, 2)], raising
        if lowering:
            return SEVERITIES[max(level - 1, 0)], lowering
        return default, None

    def urgency(self, reading: Reading) -> Urgency:
        """Return the emergencies that the text speaks of as present."""
        hits = self._emergency.find_all(reading.everywhere)
        marks = {name: [hit for hit in hits if hit.saying.target == name] for name in (NOT_ONE, PAST, FEARED, STILL)}
        still = {place for hit in marks[STILL] for place in hit.positions}
        past = [hit for hit in [*marks[PAST], *marks[FEARED]] if not still.intersection(hit.positions)]
        clause = _clauses(reading)
        cancelled = {place for hit in marks[NOT_ONE] for place in hit.positions}
        alarms = [
            Alarm(hit.saying.target, hit.positions)
            for hit in hits
            if hit.saying.target not in marks
            and not cancelled.intersection(hit.positions)
            and not _is_denied(hit, reading)
            and not _is_only_guessed(hit, reading)
            and not any(_reaches(mark, hit, clause) for mark in past)
        ]
        alarms.sort(key=lambda alarm: alarm.positions[0])
        return Urgency(tuple(alarms), bool(past or cancelled))

    def kind(self, reading: Reading, *, default: str = "complaint") -> tuple[str, Hit | None]:
        """Return what the reporter wants, and the phrase that says so most clearly; `default` is the category's own kind."""
        scores = dict.fromkeys(KINDS, 0.0)
        scores["complaint"] = 1.0
        scores[default] += DEFAULT_BONUS[default]
        clearest: dict[str, Hit] = {}
        for hit in self._kind.find(reading.everywhere):
            name = hit.saying.target
            if name in scores:
                scores[name] += hit.saying.weight * hit.fit
                if name not in clearest or _strength(clearest[name]) < _strength(hit):
                    clearest[name] = hit
        # "Masih ada kuota gak" asks, with or without its mark.
        if "?" in reading.text[-200:]:
            scores["question"] += 0.7
        if reading.stems and reading.stems[-1] == "tidak":
            scores["question"] += 1.5
        kind = max(KINDS, key=lambda name: scores[name])
        return kind, clearest.get(kind)


def _sayings(phrases: Iterable[PhraseFacts], lexicon: Lexicon) -> list[Saying]:
    return [Saying(distinct(lexicon.stems(one.text)), one.target, one.weight, one.text) for one in phrases]


def _strength(hit: Hit) -> float:
    return hit.saying.weight * hit.fit


def _clauses(reading: Reading) -> list[int]:
    """For each word the number of the clause it stands in."""
    breaks = [hit.start() for hit in _BREAK.finditer(reading.text)]
    numbers: list[int] = []
    passed = 0
    for place in reading.typed:
        while passed < len(breaks) and breaks[passed] <= reading.spans[place][0]:
            passed += 1
        numbers.append(passed)
    return numbers


def _is_denied(hit: Hit, reading: Reading) -> bool:
    """Whether "tidak", "bukan" or the like stands right before: "tidak ada api", never "api tidak padam"."""
    first = min(hit.positions)
    own = set(hit.saying.stems)
    for place in range(first - 1, max(first - 1 - DENIAL_REACH, -1), -1):
        word = reading.stem_at(place)
        if word in _DENIALS and word not in own:
            return True
        if word not in _BETWEEN_DENIAL:
            return False
    return False


def _is_only_guessed(hit: Hit, reading: Reading) -> bool:
    """Whether the alarm is one short word that was read out of a misspelt one: too little to call 112 for."""
    stems = hit.saying.stems
    return len(stems) == 1 and stems[0] in reading.guessed and len(stems[0]) < SURE_LENGTH


def _reaches(mark: Hit, hit: Hit, clause: list[int]) -> bool:
    """Whether a sign of the past or of fear speaks of this hit: near it and in the same clause."""
    distance = min(hit.positions) - max(mark.positions)
    if set(mark.positions) & set(hit.positions):
        return True
    back = 0 if mark.saying.target == FEARED else PAST_BACK
    return clause[mark.positions[0]] == clause[hit.positions[0]] and -back <= distance <= PAST_REACH
