"""Outlines that somebody brings: what is wrong with them, before anything changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import STRtree
from shapely.errors import ShapelyError
from shapely.geometry import shape as to_shape
from shapely.geometry.base import BaseGeometry

from laksa.city.rules.outlines import LatLon, Sheet
from laksa.city.rules.packs import Fault

# Narrower than this, an overlap or gap is the drawing's own error; the locator bridges it.
SLIVER_M = 12.0
SLIVER_M2 = 400.0
# A centre point may lie this far outside its outline before the code is taken for a wrong one.
STRAY_M = 400.0
DECIMALS = 6  # about 0.1 m


@dataclass(slots=True)
class Outlines:
    """Outlines as read from a GeoJSON file, with what is wrong in them."""

    shapes: dict[str, BaseGeometry]
    faults: list[Fault]


def read_outlines(document: Any, *, file: str, field: str, centres: Mapping[str, LatLon]) -> Outlines:
    """Return the outlines of a GeoJSON document by the code in `field`.

    `centres` are the (lat, lon) of the villages that the city has: each needs one outline, no other may come.
    """
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        return Outlines({}, [Fault(file, 0, "", "is not a GeoJSON FeatureCollection with features")])
    found = Outlines({}, [])
    for number, feature in enumerate(features, 1):
        code = _code(feature, field)
        problem = _wrong_code(code, field, centres) or (f"{code} has two outlines" if code in found.shapes else "")
        shape = None
        if not problem:
            shape, problem = _shape(feature)
        if shape is not None and code is not None:
            found.shapes[code] = shape
        else:
            found.faults.append(Fault(file, 0, code or f"feature {number}", problem))
    named = {_code(feature, field) for feature in features}
    found.faults += [Fault(file, 0, code, "has no outline") for code in sorted(set(centres) - {code for code in named if code})]
    found.faults += _strays(found.shapes, centres, file)
    if not found.faults:
        found.faults += _overlaps_and_gaps(found.shapes, file)
    return found


def _wrong_code(code: str | None, field: str, centres: Mapping[str, LatLon]) -> str:
    if code is None:
        return f"has no property '{field}'"
    return "" if code in centres else "is not a village of this city"


def _code(feature: Any, field: str) -> str | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    value = properties.get(field) if isinstance(properties, dict) else None
    return None if value in (None, "") else str(value).strip()


def _shape(feature: Any) -> tuple[BaseGeometry | None, str]:
    try:
        shape = shapely.force_2d(to_shape(feature.get("geometry")))
    except (ShapelyError, AttributeError, KeyError, TypeError, ValueError, IndexError):
        return None, "has no geometry that can be read"
    if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
        return None, f"is a {shape.geom_type}: an outline is a Polygon or MultiPolygon"
    points = shapely.get_coordinates(shape)
    if not np.isfinite(points).all() or (np.abs(points) > (180, 90)).any():
        return None, "has points beyond longitude 180 or latitude 90: GeoJSON is [longitude, latitude] in WGS 84"
    if not shape.is_valid:
        return None, f"is not a sound outline: {shapely.is_valid_reason(shape)}"
    return shapely.transform(shape, lambda xy: np.round(xy, DECIMALS)), ""


def _strays(shapes: Mapping[str, BaseGeometry], centres: Mapping[str, LatLon], file: str) -> list[Fault]:
    faults = []
    for code, shape in shapes.items():
        lat, lon = centres[code]
        sheet = Sheet(lat)
        away = float(sheet.down(shape).distance(sheet.down(shapely.Point(lon, lat))))
        if away > STRAY_M:
            faults.append(Fault(file, 0, code, f"lies {away:,.0f} m from the centre point of {code}"))
    return faults


def _overlaps_and_gaps(shapes: Mapping[str, BaseGeometry], file: str) -> list[Fault]:
    codes = sorted(shapes)
    sheet = Sheet(float(shapes[codes[0]].centroid.y))
    flat = [sheet.down(shapes[code]).buffer(0) for code in codes]
    tree = STRtree(flat)
    faults = []
    for one, other in sorted(tree.query(flat, predicate="intersects").T.tolist()):
        if one < other:
            shared = flat[one].intersection(flat[other])
            if _counts(shared):
                text = f"overlaps {codes[other]} on {shared.area:,.0f} m2"
                faults.append(Fault(file, 0, codes[one], text))
    for gap in _holes(shapely.union_all(flat)):
        around = " and ".join(codes[index] for index in sorted(tree.query(gap, predicate="intersects").tolist()))
        if _counts(gap):
            faults.append(Fault(file, 0, "", f"has a gap of {gap.area:,.0f} m2 between {around}"))
    return faults


def _counts(patch: BaseGeometry) -> bool:
    """Whether an overlap or gap is more than the error of the drawing."""
    width = 2 * patch.area / patch.length if patch.length else 0.0
    return patch.area > SLIVER_M2 and width > SLIVER_M


def _holes(city: BaseGeometry) -> list[BaseGeometry]:
    return [shapely.Polygon(ring) for part in shapely.get_parts(city) for ring in part.interiors]
