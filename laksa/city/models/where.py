"""Where a point lies and where a name is: the geography of the book, kept ready in every process that asks.

shapely and numpy (16 MB) come with the first question, so that the worker, which asks none, stays small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from laksa.city.models.areas import Area
from laksa.city.models.book import Book, book
from laksa.city.models.city import City
from laksa.city.rules.facts import AreaFacts, Drawing, OutlinePath
from laksa.city.rules.gazetteer import Entry, Found, Gazetteer, spellings

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from laksa.city.rules.outlines import Locator, Spot

T = TypeVar("T")
Kind = Literal["district", "village"]


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point lies. Outside, `nearest` is the closest kelurahan, `distance_m` away, and `neighbour`
    says whose place it is; inside, `nearest` is `village`.

    `is_estimate` is True while the city has no official outlines: show it as "perkiraan" and ask back.
    """

    inside: bool
    village: AreaFacts | None
    district: AreaFacts | None
    nearest: AreaFacts
    distance_m: float
    is_estimate: bool
    neighbour: str = ""
    neighbour_agency_id: str | None = None


def locate(lat: float, lon: float) -> Located:
    """Return the kelurahan of a point (WGS 84). Raises Refused for what is no point, or without a city."""
    return _located(_kept("locator", _locator).find(lat, lon), lat, lon)


def locate_many(points: Iterable[tuple[float, float]]) -> list[Located]:
    """Return the kelurahan of each (lat, lon), quicker than one by one."""
    from laksa.city.rules.outlines import checked_point

    wanted = [checked_point(lat, lon) for lat, lon in points]
    spots = _kept("locator", _locator).find_many(wanted)
    return [_located(spot, lat, lon) for spot, (lat, lon) in zip(spots, wanted, strict=True)]


def find_places(text: str, limit: int = 8) -> list[Found]:
    """Return kelurahan, kecamatan, landmarks and roads whose name fits what somebody typed, best first."""
    return _kept("gazetteer", _gazetteer).find(text, limit=limit)


def mentioned_places(text: str) -> list[Found]:
    """Return the kelurahan and landmarks that a sentence names, in its order."""
    return _kept("gazetteer", _gazetteer).mentioned(text)


def outline_paths(kind: Kind, width: int) -> list[OutlinePath]:
    """Return the outlines as (code, name, SVG path, label x, label y) for a drawing `width` pixels wide."""
    return list(city_drawing(kind, width).paths)


def city_drawing(kind: Kind, width: int) -> Drawing:
    """Return the outlines as a drawing that also knows its height and where a point falls on it."""
    return _kept(f"drawing {kind} {width}", partial(_drawing, kind=kind, width=width))


def outlines(kind: Kind) -> dict[str, BaseGeometry]:
    """Return the outlines in force by code: official ones, or cells around the centre points."""
    return _kept(f"outlines {kind}", partial(_outlines, kind=kind))


_cache: dict[str, Any] = {}


def _kept(name: str, make: Callable[[Book], T]) -> T:
    """Return what `make` made of the current book, made again once the book is another."""
    current = book()
    of, held = _cache.get(name, (None, None))
    if of is not current:
        held = make(current)
        _cache[name] = (current, held)
    return cast(T, held)


def _located(spot: Spot, lat: float, lon: float) -> Located:
    from laksa.city.rules.outlines import nearest_neighbour

    current = book()
    nearest = current.areas[spot.nearest]
    is_estimate = current.city.outlines_kind != City.OutlinesKind.OFFICIAL
    if spot.code is not None:
        district = current.areas[nearest.parent_id] if nearest.parent_id else None
        return Located(True, nearest, district, nearest, spot.distance_m, is_estimate)
    neighbour = nearest_neighbour(lat, lon, current.city.neighbours) or {}
    return Located(
        False,
        None,
        None,
        nearest,
        spot.distance_m,
        is_estimate,
        neighbour.get("name", ""),
        neighbour.get("agency") or None,
    )


def _locator(current: Book) -> Locator:
    from laksa.city.rules.outlines import Locator

    return Locator(outlines("village"))


def _outlines(current: Book, *, kind: Kind) -> dict[str, BaseGeometry]:
    from shapely.geometry import shape as to_shape

    from laksa.city.rules.outlines import cells, dissolve

    if kind == "district":
        parents = {area.code: str(area.parent_id) for area in current.areas.values() if area.kind == "village"}
        return dissolve(outlines("village"), parents)
    if current.city.outlines_kind == City.OutlinesKind.OFFICIAL:
        rows = Area.objects.filter(kind=Area.Kind.VILLAGE, is_active=True).exclude(outline__isnull=True)
        return {code: to_shape(outline) for code, outline in rows.values_list("code", "outline")}
    return cells({area.code: (area.lat, area.lon) for area in current.areas.values() if area.kind == "village"})


def _drawing(current: Book, *, kind: Kind, width: int) -> Drawing:
    from laksa.city.rules.drawing import BUDGET, draw

    names = {code: area.name for code, area in current.areas.items()}
    return draw(outlines(kind), names, width=width, budget=BUDGET[kind])


def _gazetteer(current: Book) -> Gazetteer:
    city_words = frozenset(current.city.name.casefold().split())
    return Gazetteer(_entries(current), city_words=city_words)


def _entries(current: Book) -> Iterator[Entry]:
    for area in current.areas.values():
        parent = current.areas[area.parent_id].name if area.parent_id else current.city.name
        detail = f"Kecamatan {parent}" if area.parent_id else parent
        yield Entry(Found(area.kind, area.name, detail, area.lat, area.lon, area.code, 0.0), (area.name,))
    with_point: set[str] = set()
    for place in current.places:
        kind = "road" if place.kind == "road" else "place"
        village = current.areas[place.area_id]
        found = Found(kind, place.name, f"Kelurahan {village.name}", place.lat, place.lon, place.area_id, 0.0)
        names = tuple(spellings(place.name, place.aliases))
        with_point.update(name.casefold() for name in names)
        yield Entry(found, names)
    for road in current.roads:
        if road.name != "*" and road.name.casefold() not in with_point:
            yield Entry(Found("road", road.name, current.city.name, None, None, "", 0.0), tuple(spellings(road.name, ())))
