# SPDX-License-Identifier: AGPL-3.0-or-later
"""The map and the list beside it: the same reports twice, and either is enough."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import shapely
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from laksa.city.models import Drawing, book, city_drawing, find_places, outlines
from laksa.portal.views.clusters import (
    CELL_ZOOM,
    POINT_ZOOM,
    VILLAGE_ZOOM,
    Box,
    Cluster,
    Sums,
    area_clusters,
    base_drawing,
    near_clusters,
    rings_of,
    sums_by_village,
    total_of,
)
from laksa.portal.views.filters import CHIPS, PERIODS, STATUSES, Filters, selected
from laksa.portal.views.rows import rows_of

# What opening the map costs on a phone, in KB over the wire; a journey measures that it is true.
MAP_KB = 85
PAGE_ROWS = 10
SURE = 90.0
MAX_ZOOM = 18


@gzip_page
@require_safe
def show_map(request: HttpRequest) -> HttpResponse:
    filters = Filters.read(request.GET)
    place = _named_place(filters)
    if place:
        return redirect(filters.but(query="", area=place).address())
    at = timezone.now()
    sums = sums_by_village(filters, at)
    shown = total_of(sums, filters.villages)
    context = {
        "active": "map",
        "filters": filters,
        "place": filters.place,
        "district_name": _district_name(filters),
        "sums": shown,
        "city_sums": total_of(sums),
        "placeless": sums.get("", Sums()).total,
        **_choices(filters),
        **_page(request, filters, shown, at),
    }
    if not filters.is_list:
        context |= _drawn(filters, sums)
    return render(request, "portal/map.html", context)


def _named_place(filters: Filters) -> str:
    """Return the code of the kelurahan or kecamatan that was typed as a search; empty when it was none."""
    if not filters.query:
        return ""
    best = next(iter(find_places(filters.query, limit=1)), None)
    is_area = best is not None and best.kind in {"village", "district"} and best.score >= SURE
    return best.area_code if best is not None and is_area else ""


def _district_name(filters: Filters) -> str:
    """Return the kecamatan of a chosen kelurahan, empty for anything else."""
    place = filters.place
    return book().areas[place.parent_id].name if place is not None and place.parent_id else ""


def _choices(filters: Filters) -> dict[str, Any]:
    groups = sorted({category.group for category in book().categories.values()})
    chips = [*CHIPS, *([filters.status] if filters.status not in CHIPS else [])]
    return {
        "chips": [(STATUSES[one], filters.but(status=one).address(), one == filters.status) for one in chips],
        "groups": [(one, one.replace("-", " ").capitalize()) for one in groups],
        "periods": [(key, words) for key, (_days, words) in PERIODS.items()],
        "list_url": filters.but(is_list=True).address(),
        "map_url": filters.but(is_list=False).address(),
        "city_url": filters.but(area="").address(),
        "older_url": filters.but(period="semua").address(),
        "plain_url": filters.but(query="", group="", status="terbuka").address(),
    }


def _drawn(filters: Filters, sums: dict[str, Sums]) -> dict[str, Any]:
    drawing = base_drawing()
    place = filters.place
    expanded = {place.code if place.kind == "district" else place.parent_id or ""} if place else set()
    clusters = area_clusters(filters, sums, expanded=expanded)
    return {
        "drawing": drawing,
        "borders": city_drawing("district", drawing.width),
        "rings": rings_of(clusters, drawing, filters.area),
        "bounds": json.dumps(_bounds(drawing)),
        "focus": json.dumps(_focus(filters)),
        "tiles": settings.TILES_URL,
        "chosen": set(filters.villages or ()),
        "max_zoom": MAX_ZOOM,
    }


def _bounds(drawing: Drawing) -> list[list[float]]:
    """Return south-west and north-east of a drawing, as Leaflet wants them."""
    south = drawing.north - drawing.height / drawing.per_lat
    east = drawing.west + drawing.width / drawing.per_lon
    return [[round(south, 6), round(drawing.west, 6)], [round(drawing.north, 6), round(east, 6)]]


def _focus(filters: Filters) -> list[list[float]] | None:
    """Return the frame of the chosen area; None for the whole city."""
    shapes = outlines("village")
    chosen = [shapes[code] for code in filters.villages or () if code in shapes]
    if not chosen:
        return None
    west, south, east, north = (round(float(edge), 5) for edge in shapely.total_bounds(chosen))
    return [[south, west], [north, east]]


# --- the list ----------------------------------------------------------------------------------------


def _page(request: HttpRequest, filters: Filters, sums: Sums, at: datetime) -> dict[str, Any]:
    """Return one page of the list, newest first; the next page begins after the last row, however far down it is."""
    cases = selected(filters, at).select_related(None)
    passed, after = _after(request.GET.get("sesudah", ""))
    if after is not None:
        moment, pk = after
        cases = cases.filter(Q(**{f"{filters.order}__lt": moment}) | Q(pk__lt=pk), **{f"{filters.order}__lte": moment})
    found = list(cases.order_by(f"-{filters.order}", "-pk")[: PAGE_ROWS + 1])
    rows = rows_of(found[:PAGE_ROWS], at=at, with_village=filters.place is None or filters.place.kind != "village")
    first = passed + 1
    last = found[min(len(found), PAGE_ROWS) - 1] if found else None
    following = (
        filters.address(sesudah=_mark(getattr(last, filters.order), last.pk, passed + PAGE_ROWS)) if last and len(found) > PAGE_ROWS else ""
    )
    return {
        "rows": rows,
        "first": first,
        "last": passed + len(rows),
        "all": max(sums.total, passed + len(rows)),
        "next_url": following,
        "first_url": filters.address() if passed else "",
    }


def _mark(moment: datetime, pk: int, passed: int) -> str:
    return f"{passed}.{round(moment.timestamp() * 1_000_000)}.{pk}"


def _after(mark: str) -> tuple[int, tuple[datetime, int] | None]:
    """Return how many rows lie before a page and after which row it begins; the first page for a mark that is none."""
    parts = mark.split(".")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 19 for part in parts):
        return 0, None
    passed, moment, pk = (int(part) for part in parts)
    try:
        return min(passed, 1_000_000), (datetime.fromtimestamp(moment / 1_000_000, tz=timezone.get_default_timezone()), pk)
    except (ValueError, OverflowError, OSError):
        return 0, None


# --- data for the moving map --------------------------------------------------------------------------


@gzip_page
@require_safe
def map_data(request: HttpRequest) -> JsonResponse:
    """The numbers for a view: `kotak=w,s,e,n`, `zum`, and the filters of the page."""
    filters = Filters.read(request.GET)
    at = timezone.now()
    zoom = _zoom(request.GET.get("zum", ""))
    box = Box.read(request.GET.get("kotak", ""))
    if zoom >= CELL_ZOOM and box is not None:
        clusters = near_clusters(filters, box, at, is_point=zoom >= POINT_ZOOM)
    else:
        sums = sums_by_village(filters, at)
        every = {district.code for district in book().districts}
        place = filters.place
        own = {place.code if place.kind == "district" else place.parent_id or ""} if place else set()
        clusters = area_clusters(filters, sums, expanded=every if zoom >= VILLAGE_ZOOM else own)
    return JsonResponse({"clusters": [_as_json(one) for one in clusters]}, headers={"Cache-Control": "public, max-age=30"})


def _zoom(text: str) -> int:
    return min(int(text), MAX_ZOOM + 2) if text.isdecimal() and len(text) < 4 else 0


def _as_json(one: Cluster) -> list[Any]:
    """Return a cluster as a short row: code, name, lat, lon, all, late, waiting, address."""
    return [one.code, one.name, one.lat, one.lon, one.sums.total, one.sums.late, one.sums.waiting, one.url]
