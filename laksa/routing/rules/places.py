"""What a text or a point says about the place: roads with another keeper, kelurahan named, markets and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import TypeVar

from laksa.city.rules.facts import AreaFacts, PlaceFacts, PlaceRuleFacts, RoadFacts

# How near a report must lie to a landmark to be counted as "there", in metres: a market hall and its fringe.
AT_PLACE_M = 80.0
METRES_PER_DEGREE = 111_320.0
ROAD_WORDS = frozenset({"jalan", "jl", "jln", "jalanan", "raya", "jalur"})
AREA_WORDS = frozenset({"kelurahan", "kel", "kec", "kecamatan", "desa", "kampung", "kp", "kota"})
# After these, "kelurahan" is the office and not an address.
OFFICE_WORDS = frozenset(
    {"petugas", "pegawai", "pelayanan", "layanan", "kantor", "staf", "staff", "oknum", "aparat", "pihak", "ketua", "pak", "bu", "loket"}
)
_WORDS = re.compile(r"[^\W_]+")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What the words say of the place; `hidden` are the words that are address and not topic."""

    village: str | None
    roads: tuple[RoadFacts, ...]
    hidden: frozenset[int]


class Gazetteer:
    """Names of areas and roads, found among the words of a text in one walk."""

    def __init__(self, areas: Iterable[AreaFacts], roads: Iterable[RoadFacts], aliases: Mapping[str, RoadFacts]) -> None:
        self._areas: dict[str, list[tuple[tuple[str, ...], AreaFacts]]] = {}
        self._roads: dict[str, list[tuple[tuple[str, ...], RoadFacts]]] = {}
        for area in areas:
            _file(self._areas, _names(area.name), area)
        for road in roads:
            if road.name != "*":
                _file(self._roads, _without_road_words(_names(road.name)), road)
        for alias, road in aliases.items():
            _file(self._roads, _without_road_words(_names(alias)), road)

    def names_a_road(self, words: str) -> bool:
        """Whether a known road is named in these words, with or without "jalan" before it."""
        raws = list(_names(words))
        return any(self._known(self._roads, raws, place) for place in range(len(raws)))

    def look(self, raws: list[str]) -> Whereabouts:
        """Return the village and roads named, and which words are only an address."""
        hidden: set[int] = set()
        villages: list[str] = []
        roads: dict[str, RoadFacts] = {}
        for place, raw in enumerate(raws):
            if raw in {"rt", "rw"} and place + 1 < len(raws) and raws[place + 1].isdigit():
                hidden.update((place, place + 1))
            elif raw[:2] in {"rt", "rw"} and raw[2:].isdigit():
                hidden.add(place)
            if raw in self._roads and (found := self._road_at(raws, place)):
                roads[found[1].name] = found[1]
                hidden.update(range(place, place + len(found[0])))
            elif raw in self._areas and (area := self._area_at(raws, place, hidden)) and area.kind == "village":
                villages.append(area.code)
        return Whereabouts(villages[0] if villages else None, tuple(roads.values()), frozenset(hidden))

    def _road_at(self, raws: list[str], place: int) -> tuple[tuple[str, ...], RoadFacts] | None:
        found = self._known(self._roads, raws, place)
        if found and len(found[0]) == 1 and not (place and raws[place - 1] in ROAD_WORDS):
            return None
        return found

    def _area_at(self, raws: list[str], place: int, hidden: set[int]) -> AreaFacts | None:
        """The area named here; a name of one word counts after "kelurahan" or the like only."""
        found = self._known(self._areas, raws, place)
        if not found:
            return None
        name, area = found
        announced = place > 0 and raws[place - 1] in AREA_WORDS
        if not announced and (len(name) == 1 or "pasar" in name):
            return None
        hidden.update(range(place, place + len(name)))
        if announced and not (place > 1 and raws[place - 2] in OFFICE_WORDS):
            hidden.add(place - 1)
        return area

    @staticmethod
    def _known(table: dict[str, list[tuple[tuple[str, ...], T]]], raws: list[str], place: int) -> tuple[tuple[str, ...], T] | None:
        for name, thing in table.get(raws[place], ()):
            if tuple(raws[place : place + len(name)]) == name:
                return name, thing
        return None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place rule with the points it holds at."""

    rule: PlaceRuleFacts
    points: tuple[tuple[float, float], ...]

    def holds_at(self, lat: float, lon: float) -> bool:
        """Whether the point lies at one of the rule's places."""
        return any(_metres(lat, lon, *point) <= AT_PLACE_M for point in self.points)


def spots(rules: Iterable[PlaceRuleFacts], places: Iterable[PlaceFacts]) -> list[Spot]:
    """Return the place rules with the points of every landmark that bears the rule's words in its name."""
    known = [(f" {' '.join(_names(name))} ", place) for place in places for name in (place.name, *place.aliases)]
    found = []
    for rule in rules:
        words = f" {' '.join(_names(rule.pattern))} "
        points = {(place.lat, place.lon) for name, place in known if words in name}
        found.append(Spot(rule, tuple(sorted(points))))
    return found


def _file(table: dict[str, list[tuple[tuple[str, ...], T]]], name: tuple[str, ...], thing: T) -> None:
    """File a name under its first word, the longer names first."""
    if name:
        table.setdefault(name[0], []).append((name, thing))
        table[name[0]].sort(key=lambda entry: -len(entry[0]))


def _names(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORDS.findall(text))


def without_road_words(name: str) -> str:
    """Return a road's name as people say it, without "jalan" before it."""
    return " ".join(_without_road_words(_names(name)))


def _without_road_words(name: tuple[str, ...]) -> tuple[str, ...]:
    while len(name) > 1 and name[0] in ROAD_WORDS - {"raya"}:
        name = name[1:]
    return name


def _metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Distance on a flat earth, exact enough within a city."""
    return METRES_PER_DEGREE * hypot(lat - other_lat, (lon - other_lon) * cos(radians(lat)))
