# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a program needs to know of the city: categories, agencies, areas, a point's kelurahan, the figures."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from laksa.city.models import book, locate
from laksa.city.rules.facts import AreaFacts, CategoryFacts
from laksa.openapi.api import shapes
from laksa.openapi.api.caller import language_of
from laksa.openapi.forms.answers import Agencies, Areas, Categories, Figures, Place, Problem
from laksa.openapi.forms.listing import FiguresQuery, read_period
from laksa.openapi.models.listing import figures_between
from laksa.openapi.rules.questions import choices, is_required, label_of

router = Router(tags=["The city"])

Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


@router.get("/categories", response=Categories, summary="What can be reported", operation_id="list_categories")
def categories(request: HttpRequest) -> HttpResponse:
    """Each with the questions it asks beyond the report itself."""
    language = language_of(request)
    return shapes.reply({"items": [_category(one, language=language) for one in book().categories.values()]})


def _category(one: CategoryFacts, *, language: str) -> dict[str, Any]:
    questions = [
        {
            "code": question["code"],
            "text": label_of(question, language=language),
            "type": question["type"],
            "options": [key for key, _name in choices(question)],
            "is_required": is_required(question),
        }
        for question in one.extra_questions
    ]
    return {
        "slug": one.slug,
        "hashtag": one.hashtag,
        "name": one.name_en if language == "en" else one.name_id,
        "name_id": one.name_id,
        "name_en": one.name_en,
        "group": one.group,
        "kind": one.kind,
        "agency": one.agency_id,
        "severity": one.severity_default,
        "is_emergency": one.emergency,
        "is_sealed": one.is_sealed,
        "asks_location": one.asks_location,
        "asks_photo": one.asks_photo,
        "questions": questions,
    }


@router.get("/agencies", response=Agencies, summary="Who handles reports", operation_id="list_agencies")
def agencies(request: HttpRequest) -> HttpResponse:
    items = [
        {
            "slug": one.slug,
            "name": one.name,
            "short_name": one.short_name,
            "kind": one.kind,
            "parent": one.parent_id,
            "area": one.area_id,
        }
        for one in book().agencies.values()
    ]
    return shapes.reply({"items": items})


@router.get("/areas", response=Areas, summary="Kecamatan and kelurahan", operation_id="list_areas")
def areas(request: HttpRequest) -> HttpResponse:
    """With their centre points. `is_estimate`: the city has no official outlines loaded, so a point's kelurahan may be wrong."""
    known = book()
    items = [
        {"code": one.code, "name": one.name, "kind": one.kind, "parent": one.parent_id, "lat": one.lat, "lon": one.lon}
        for one in known.areas.values()
    ]
    return shapes.reply({"items": items, "is_estimate": known.city.outlines_kind != "official"})


@router.get("/locate", response={200: Place, 422: Problem}, summary="The kelurahan of a point", operation_id="locate_point")
def locate_point(request: HttpRequest, lat: Query[Lat], lon: Query[Lon]) -> HttpResponse:
    """WGS 84. Outside the city, `neighbour` says whose place it is."""
    found = locate(lat, lon)
    shape = {
        "inside": found.inside,
        "village": _named(found.village),
        "district": _named(found.district),
        "nearest": _named(found.nearest),
        "distance_m": round(found.distance_m),
        "neighbour": found.neighbour or None,
        "is_estimate": found.is_estimate,
    }
    return shapes.reply(shape)


def _named(area: AreaFacts | None) -> dict[str, str] | None:
    return {"code": area.code, "name": area.name} if area is not None else None


@router.get("/figures", response={200: Figures, 422: Problem}, summary="How the reports of a period stand", operation_id="read_figures")
def figures(request: HttpRequest, query: Query[FiguresQuery]) -> HttpResponse:
    """By default the last 30 days. Every report is counted once; those of secret categories are not counted at all."""
    since, until = read_period(query, at=timezone.now())
    found = figures_between(since, until)
    by_category = [{"category": slug} | shapes.balance(one) for slug, one in found.by_category.items()]
    return shapes.reply(
        shapes.balance(found.total) | {"since": shapes.when(since), "until": shapes.when(until), "by_category": by_category}
    )
