# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports on the map as numbers with a ring: counted by the database once, added up here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log2

from django.db.models import Avg, Count, F, Min, Q
from django.db.models.functions import Round
from django.urls import reverse
from django.utils.translation import gettext as _

from laksa.cases.rules import cell_of
from laksa.city.models import Drawing, book, city_drawing, outlines
from laksa.city.rules.facts import AreaFacts
from laksa.portal.views.drawing import DECIMALS
from laksa.portal.views.figures import kept
from laksa.portal.views.filters import Filters, late, selected, waiting

MAP_WIDTH = 720
# Leaflet's zoom steps at which the numbers are of kecamatan, of kelurahan, of squares of about 550 m, of points.
VILLAGE_ZOOM, CELL_ZOOM, POINT_ZOOM = 13, 15, 17
CELLS = 300
# Larger than any view at the zoom of squares; a wider box is somebody's mistake, not a map.
WIDEST_BOX = 0.2


@dataclass(frozen=True)
class Sums:
    """How many reports, and of them how many are late, wait, and run; a ring's three parts add up."""

    total: int = 0
    late: int = 0
    waiting: int = 0
    older: int = 0  # open ones from before the period, which the filter hides

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.total + other.total, self.late + other.late, self.waiting + other.waiting, self.older + other.older)

    @property
    def running(self) -> int:
        return self.total - self.late - self.waiting


@dataclass(frozen=True)
class Cluster:
    """One number on the map. `url` leads to its list, or to the report when there is only one."""

    code: str
    name: str
    lat: float
    lon: float
    sums: Sums
    url: str


def sums_by_village(filters: Filters, at: datetime) -> dict[str, Sums]:
    """Return the sums of each kelurahan for all filters but the area; "" holds those whose place nobody knows.

    One grouped query, kept for a minute.
    """
    plain = filters.but(area="", is_list=False)
    return kept(f"villages-{plain.pairs}", 1, at, lambda: _count(plain, at))


def _count(filters: Filters, at: datetime) -> dict[str, Sums]:
    # Open reports from before the period are counted beside, so that the page can say that it does not show them.
    whenever = filters.is_open and bool(filters.days)
    recent = Q(received_at__gt=at - timedelta(days=filters.days)) if whenever else Q()
    rows = (
        selected(filters, at, everywhere=True, whenever=whenever)
        .values_list("village_id")
        .annotate(
            shown=Count("pk", filter=recent) if recent else Count("pk"),
            overdue=Count("pk", filter=recent & late(at)),
            held=Count("pk", filter=recent & waiting(at)),
            every=Count("pk"),
        )
    )
    return {village or "": Sums(shown, overdue, held, every - shown) for village, shown, overdue, held, every in rows}


def total_of(sums: dict[str, Sums], codes: Iterable[str] | None = None) -> Sums:
    """Add up the sums of these kelurahan, of all when none are named."""
    added = Sums()
    for one in sums.values() if codes is None else (sums.get(code, Sums()) for code in codes):
        added += one
    return added


def area_clusters(filters: Filters, sums: dict[str, Sums], *, expanded: set[str] | None = None) -> list[Cluster]:
    """Return a number for each kecamatan, and for each kelurahan of the expanded ones."""
    clusters = []
    for district in book().districts:
        villages = book().villages_by_district.get(district.code, ())
        if expanded is not None and district.code in expanded:
            clusters += [_of_area(filters, area, sums.get(area.code, Sums())) for area in villages]
        else:
            clusters.append(_of_area(filters, district, total_of(sums, [area.code for area in villages])))
    return [one for one in clusters if one.sums.total]


def _of_area(filters: Filters, area: AreaFacts, sums: Sums) -> Cluster:
    lat, lon = _middles()[area.code]
    return Cluster(area.code, area.name, lat, lon, sums, filters.but(area=area.code).address())


def _middles() -> dict[str, tuple[float, float]]:
    """Return a point inside each area, where its number stands well."""
    shapes = {**outlines("district"), **outlines("village")}
    known = _held.get("middles")
    if known is None or known[0] is not outlines("village"):
        points = {code: shape.representative_point() for code, shape in shapes.items()}
        middles = {area.code: (area.lat, area.lon) for area in book().areas.values()}
        known = (outlines("village"), middles | {code: (point.y, point.x) for code, point in points.items()})
        _held["middles"] = known
    return known[1]


_held: dict[str, tuple[object, dict[str, tuple[float, float]]]] = {}


# --- nearer ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Box:
    """A view of the map: west, south, east, north in degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def read(cls, text: str) -> Box | None:
        """Return the box of "w,s,e,n"; None when it is none, or wider than a view can be."""
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            return None
        is_box = -180 <= west < east <= 180 and -90 <= south < north <= 90
        return cls(west, south, east, north) if is_box and max(east - west, north - south) <= WIDEST_BOX else None

    @property
    def cells(self) -> list[int]:
        """The numbers of the squares in view."""
        low, high = cell_of(self.south, self.west), cell_of(self.north, self.east)
        row, column = divmod(low, 100_000)
        rows, columns = high // 100_000 - row + 1, high % 100_000 - column + 1
        return [(row + north) * 100_000 + column + east for north in range(rows) for east in range(columns)]


def near_clusters(filters: Filters, box: Box, at: datetime, *, is_point: bool) -> list[Cluster]:
    """Return a number for each square, or for each place of about 100 m, in view; one grouped query."""
    cases = selected(filters, at, everywhere=True).filter(cell__in=box.cells)
    # Either way the first two columns are what is grouped by.
    grid = (
        cases.annotate(north=Round("lat", DECIMALS), east=Round("lon", DECIMALS))
        if is_point
        else cases.annotate(north=F("cell"), east=F("cell"))
    )
    rows = grid.values_list("north", "east")
    found = rows.annotate(
        total=Count("pk"),
        overdue=Count("pk", filter=late(at)),
        held=Count("pk", filter=waiting(at)),
        middle_lat=Avg("lat"),
        middle_lon=Avg("lon"),
        any_code=Min("code"),
        any_title=Min("title"),
        any_village=Min("village_id"),
    )[:CELLS]
    clusters = []
    for _north, _east, total, overdue, held, lat, lon, code, title, village in found:
        # One report is opened; many at one point are listed; many in a square are looked at more closely.
        many = filters.but(area=village or "").address() if is_point else ""
        url = reverse("public-case", args=[code]) if total == 1 else many
        name = title if total == 1 else ""
        clusters.append(Cluster(code, name, round(lat, DECIMALS), round(lon, DECIMALS), Sums(total, overdue, held), url))
    return clusters


# --- as a drawing -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ring:
    """A cluster on the still map: where, how large, and the three parts in hundredths of the ring."""

    cluster: Cluster
    x: int
    y: int
    radius: int
    late: int
    waiting: int
    is_chosen: bool = False

    @property
    def waiting_start(self) -> int:
        return -self.late

    @property
    def label_y(self) -> int:
        return self.y + self.radius + 15

    @property
    def words(self) -> str:
        """What the ring says to those who do not see it."""
        sums = self.cluster.sums
        facts = {"name": self.cluster.name, "n": sums.total, "late": sums.late, "wait": sums.waiting}
        return _("%(name)s: %(n)s laporan, %(late)s lewat batas, %(wait)s menunggu") % facts


def radius_of(total: int) -> int:
    """Return the radius of a ring: more reports, a larger ring, but never a large one."""
    return min(24, round(12 + 2 * log2(total + 1)))


def rings_of(clusters: list[Cluster], drawing: Drawing, chosen: str) -> list[Ring]:
    """Place clusters on the drawing; the largest first, so that small ones lie on top."""
    rings = []
    for one in sorted(clusters, key=lambda cluster: -cluster.sums.total):
        x, y = drawing.place(one.lat, one.lon)
        overdue, held = shares(one.sums)
        rings.append(Ring(one, round(x), round(y), radius_of(one.sums.total), overdue, held, is_chosen=one.code == chosen))
    return rings


def shares(sums: Sums) -> tuple[int, int]:
    """Return late and waiting as hundredths; whatever is there at all is seen."""
    if not sums.total:
        return 0, 0
    overdue = max(round(100 * sums.late / sums.total), 4 if sums.late else 0)
    held = max(round(100 * sums.waiting / sums.total), 4 if sums.waiting else 0)
    return overdue, min(held, 100 - overdue)


def base_drawing() -> Drawing:
    """Return the outlines that the map stands on."""
    return city_drawing("village", MAP_WIDTH)
