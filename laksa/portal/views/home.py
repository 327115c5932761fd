# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first page: one thing to do, the city's honest figures, what happens near, services by need."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from laksa.cases.models import Case
from laksa.city.models import book, city_drawing
from laksa.city.rules.facts import AreaFacts, PageFacts
from laksa.portal.views.drawing import HOME_WIDTH, today
from laksa.portal.views.figures import MONTH, figures
from laksa.portal.views.map import MAP_KB
from laksa.portal.views.place import chosen_village
from laksa.portal.views.rows import Row, rows_of
from laksa.portal.views.services import life_events

NEAR_ROWS, QUESTIONS, EVENTS = 3, 5, 8


@gzip_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    village = chosen_village(request)
    events = life_events()
    context = {
        "active": "home",
        "figures": figures(MONTH, at),
        "today": today(at),
        "drawing": city_drawing("district", HOME_WIDTH),
        "village": village,
        "near": newest(village, at),
        "questions": _questions(),
        "events": events[:EVENTS],
        "service_count": len(book().services),
        "map_kb": MAP_KB,
    }
    response = render(request, "portal/home.html", context)
    # Which kelurahan is shown depends on a cookie, so nobody may keep the page for others.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def newest(village: AreaFacts | None, at: datetime) -> list[Row]:
    """Return the newest public reports of a kelurahan, or of the whole city."""
    cases = Case.objects.public().filter(received_at__lte=at)
    if village is not None:
        cases = cases.filter(village_id=village.code)
    return rows_of(list(cases.order_by("-received_at", "-pk")[:NEAR_ROWS]), at=at, with_village=village is None)


def _questions() -> list[PageFacts]:
    """Return the first answers of the city's knowledge that somebody has checked."""
    pages = [page for page in book().pages.values() if page.kind == "knowledge" and page.checked]
    return pages[:QUESTIONS]
