"""The rules of one version of a city, compiled once, and the decision they lead to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from laksa.city.rules.facts import (
    AgencyFacts,
    AreaFacts,
    CategoryFacts,
    PhraseFacts,
    PlaceFacts,
    PlaceRuleFacts,
    RoadFacts,
    UnitFacts,
)
from laksa.routing.rules import evidence as steps
from laksa.routing.rules import verdict
from laksa.routing.rules.decision import Decision, Report, Suggestion
from laksa.routing.rules.evidence import Evidence
from laksa.routing.rules.matching import Matcher, Saying, distinct
from laksa.routing.rules.owners import Offices
from laksa.routing.rules.places import Gazetteer, Spot, Whereabouts, spots, without_road_words
from laksa.routing.rules.scores import Topics
from laksa.routing.rules.signs import Signs
from laksa.routing.rules.sorting import sorted_rules
from laksa.routing.rules.words import STOP, Lexicon

# Raised when the same words may lead to another decision, so that a stored decision names the rules it came from.
METHOD = 1
# A chip is offered while typing only from this share on.
SUGGESTED_FROM = 0.06
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Source:
    """The reference data the rules are made from, as `city.models.book()` holds them."""

    version: str
    categories: Mapping[str, CategoryFacts]
    agencies: Mapping[str, AgencyFacts]
    units_by_agency: Mapping[str, Sequence[UnitFacts]]
    areas: Mapping[str, AreaFacts]
    agency_by_area: Mapping[str, str]
    phrases: Mapping[str, Sequence[PhraseFacts]]
    place_rules: Sequence[PlaceRuleFacts]
    roads: Sequence[RoadFacts]
    places: Sequence[PlaceFacts]


class Rulebook:
    """All routing rules of a city; deciding is pure and safe in threads."""

    def __init__(self, source: Source) -> None:
        self.version = f"{METHOD}.{source.version}"
        self._source = source
        self._rules = sorted_rules(source.place_rules)
        self._lexicon = _lexicon(source)
        self._gazetteer = Gazetteer(source.areas.values(), source.roads, _aliased(self._rules.aliases, source.roads))
        pushing = [_saying(rule, self._lexicon.bears) for rule in self._rules.words if rule.weight]
        taught = [self._taught(category) for category in source.categories.values()]
        self._topics = Topics(taught, source.phrases.get("example", ()), pushing, lexicon=self._lexicon)
        self._signs = Signs(source.phrases, lexicon=self._lexicon)
        self._by_hashtag = {one.hashtag.lstrip("#").casefold(): number for number, one in enumerate(source.categories.values())}
        self._spots = spots(self._rules.places, source.places)
        self._road_spots = _road_spots(source)
        # A saying is known by its identity, so that two rules with the same words stay two.
        self._filed = [(_saying(rule, self._lexicon.stems), rule) for rule in self._rules.owning]
        self._rule_of = {id(saying): rule for saying, rule in self._filed}
        self._named = Matcher([saying for saying, _ in self._filed], slack=1, any_order=False)
        self._fallback = self._topics.index.get(self._rules.fallback or "")
        self._offices = Offices(source.agencies, source.units_by_agency, source.areas, source.agency_by_area, self._rules.local)

    @property
    def categories(self) -> Mapping[str, CategoryFacts]:
        """The categories it can choose from, by slug."""
        return self._source.categories

    def decide(self, report: Report) -> Decision:
        """Return where the report goes, and why. The city must have at least one category."""
        evidence = self._weigh(report)
        best = self._topics.best(evidence.tally.scores, 3)
        if not (evidence.tally.telling or evidence.voted) and self._fallback is not None:
            best = [self._fallback, *(number for number in best if number != self._fallback)][:3]
        case = verdict.Verdict(evidence, self._topics, tuple(best), self._signs, self._offices, self._source.areas)
        return replace(case.decision(), rules_version=self.version)

    def suggest(self, text: str, *, limit: int) -> list[Suggestion]:
        """Return the likeliest categories of an unfinished text; none when it says nothing yet."""
        reading = self._lexicon.read(self._lexicon.completed(text), hide=lambda raws: self._gazetteer.look(raws).hidden)
        tally = self._topics.tally(reading)
        if not tally.telling:
            return []
        chances = self._topics.chances(tally.scores)
        return [
            Suggestion(self._topics.slugs[number], self._topics.categories[number].hashtag, chances[number])
            for number in self._topics.best(tally.scores, limit)
            if chances[number] >= SUGGESTED_FROM
        ]

    def _weigh(self, report: Report) -> Evidence:
        """Read the text, and add up all that speaks for each category."""
        where = Whereabouts(None, (), frozenset())

        def hide(raws: list[str]) -> frozenset[int]:
            nonlocal where
            where = self._gazetteer.look(raws)
            return where.hidden

        reading = self._lexicon.read(report.text, hide=hide)
        tally = self._topics.tally(reading)
        report = replace(report, village=report.village or where.village)
        evidence = Evidence(report, reading, where, tally, self._topics.categories, list(tally.scores))
        hits = [(hit, self._rule_of[id(hit.saying)]) for hit in self._named.find(reading.everywhere)]
        index = self._topics.index
        steps.add_places(evidence, hits, self._spots, index)
        steps.add_hours(evidence, self._rules.hours, self._topics.best(tally.scores, steps.LIFTED_BY_HOUR), index)
        steps.add_roads(evidence, self._rules.moves, near=self._roads_near(report), index=index)
        evidence.urgency = self._signs.urgency(reading)
        signs = {f"@{self._signs.kind(reading)[0]}", *(f"@{alarm.kind}" for alarm in evidence.urgency.alarms)}
        for rule in self._rules.by_sign:
            if rule.pattern in signs and rule.category_id in index:
                evidence.add(index[rule.category_id], rule.weight, None)
        steps.add_votes(evidence, by_hashtag=self._by_hashtag, index=index)
        return evidence

    def _roads_near(self, report: Report) -> list[RoadFacts]:
        if not report.point:
            return []
        return [road for road, spot in self._road_spots if spot.holds_at(*report.point)]

    def _taught(self, category: CategoryFacts) -> CategoryFacts:
        """The category without the keywords that only name a road, where a rule moves such damage to it anyway."""
        if category.slug not in {rule.category_id for rule in self._rules.moves}:
            return category
        kept = tuple(keyword for keyword in category.keywords if not self._gazetteer.names_a_road(keyword))
        return replace(category, keywords=kept)


def _saying(rule: PlaceRuleFacts, read: Callable[[str], tuple[str, ...]]) -> Saying:
    return Saying(distinct(read(rule.pattern)), rule.category_id or "", rule.weight, rule.pattern)


def _lexicon(source: Source) -> Lexicon:
    """Every word that the city's keywords, names, phrases and rules use is a known word."""
    slang = {one.text.casefold(): one.target.casefold() or STOP for one in source.phrases.get("slang", ())}
    slang |= {one.text.casefold(): STOP for one in source.phrases.get("stop", ())}
    texts = [text for one in source.categories.values() for text in (one.name_id, *one.keywords)]
    texts += [one.text for kind in ("severity", "emergency", "kind", "example") for one in source.phrases.get(kind, ())]
    texts += [rule.pattern for rule in source.place_rules if rule.kind == "word"]
    return Lexicon(slang=slang, roots={word for text in texts for word in _LETTERS.findall(text.casefold())})


def _aliased(aliases: Iterable[PlaceRuleFacts], roads: Iterable[RoadFacts]) -> dict[str, RoadFacts]:
    """Other names of roads: a road rule's pattern is the alias, its remark the road's name."""
    by_name = {road.name.casefold(): road for road in roads}
    found = {rule.pattern: by_name.get(rule.remark.casefold()) for rule in aliases}
    return {alias: road for alias, road in found.items() if road}


def _road_spots(source: Source) -> list[tuple[RoadFacts, Spot]]:
    """The few points that are known to lie on a road with a keeper of its own."""
    rules = {road: PlaceRuleFacts("road", without_road_words(road.name), None, road.agency_id, 0.0, "") for road in source.roads}
    roads = [place for place in source.places if place.kind == "road"]
    return [(road, spots([rule], roads)[0]) for road, rule in rules.items() if road.name != "*"]
