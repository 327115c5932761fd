# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ground under every map: the city's own outlines, small enough for a phone."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import Any

import brotli
import numpy as np
import shapely
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from shapely.geometry import mapping

from laksa.city.models import Book, book, outlines

# About 22 m: finer than the width of a line on a phone at the zoom where a whole kelurahan is seen.
TOLERANCE_DEGREES = 0.0002
DECIMALS = 4


@dataclass(frozen=True)
class Packed:
    """One answer in three forms, made once for each version of the city."""

    source: Book
    plain: bytes
    gzip: bytes
    brotli: bytes


_held: Packed | None = None


@require_safe
def basemap(request: HttpRequest) -> HttpResponse:
    packed = _packed()
    accepted = request.headers.get("Accept-Encoding", "")
    form = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
    body = {"br": packed.brotli, "gzip": packed.gzip, "": packed.plain}[form]
    headers = {"Cache-Control": "public, max-age=86400", "Vary": "Accept-Encoding"}
    response = HttpResponse(body, content_type="application/geo+json", headers=headers)
    if form:
        response.headers["Content-Encoding"] = form
    return response


def basemap_kb() -> int:
    """Return what the ground of a map weighs on its way to a phone, in KB."""
    return -(-len(_packed().brotli) // 1024)


def _packed() -> Packed:
    global _held  # noqa: PLW0603 - one of each process, as the book itself is
    current = book()
    if _held is None or _held.source is not current:
        plain = json.dumps(_ground(current), ensure_ascii=False, separators=(",", ":")).encode()
        _held = Packed(current, plain, gzip.compress(plain, 9, mtime=0), brotli.compress(plain))
    return _held


def _ground(current: Book) -> dict[str, Any]:
    """Return the kelurahan as GeoJSON; a border is simplified once for both its sides, so that no gap opens."""
    found = outlines("village")
    simple = shapely.coverage_simplify(list(found.values()), TOLERANCE_DEGREES)
    rounded = shapely.transform(simple, lambda points: np.round(points, DECIMALS))
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": current.areas[code].name, "district": current.areas[code].parent_id},
            "geometry": mapping(shape),
        }
        for code, shape in zip(found, rounded, strict=True)
    ]
    return {"type": "FeatureCollection", "estimate": current.city.outlines_kind != "official", "features": features}
