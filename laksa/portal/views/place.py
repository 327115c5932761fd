# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where somebody is: the kelurahan they chose for this browser, and the one their phone points at."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from laksa.cases.actions.joining import distance_m
from laksa.city.models import Located, book, locate
from laksa.city.rules.facts import AreaFacts
from laksa.kernel.errors import Refused

COOKIE = "tempat"
A_YEAR = 365 * 24 * 3600
# A landmark further away does not help somebody to be found.
NEAR_M = 300


def chosen_village(request: HttpRequest) -> AreaFacts | None:
    """Return the kelurahan this browser chose, None when it chose none or the city has it no more."""
    area: AreaFacts | None = book().areas.get(request.COOKIES.get(COOKIE, ""))
    return area if area is not None and area.kind == "village" else None


# Exempt from the check against forged forms: another site could only change which kelurahan is shown first.
@gzip_page
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def choose_place(request: HttpRequest) -> HttpResponse:
    """Show the list of kelurahan, keep the chosen one; with a point in the address say in JSON where it lies."""
    if request.method == "POST":
        return _keep(request)
    if "lat" in request.GET or "lon" in request.GET:
        return _point(request)
    districts = [(one, book().villages_by_district.get(one.code, ())) for one in book().districts]
    return render(request, "portal/choose_place.html", {"active": "home", "districts": districts, "chosen": chosen_village(request)})


def _keep(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("kelurahan", "")
    response = redirect("/#sekitar")
    area = book().areas.get(code)
    if area is not None and area.kind == "village":
        response.set_cookie(COOKIE, code, max_age=A_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    elif code:
        messages.warning(request, _("Kelurahan itu tidak ada di daftar. Pilih satu dari daftar."))
        return redirect("choose-place")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _point(request: HttpRequest) -> JsonResponse:
    headers = {"Cache-Control": "no-store"}
    try:
        lat, lon = float(request.GET.get("lat", "")), float(request.GET.get("lon", ""))
        found = locate(lat, lon)
    except ValueError:
        return JsonResponse({"message": _("Titik ini tidak terbaca.")}, status=422, headers=headers)
    except Refused as error:
        return JsonResponse({"message": error.message}, status=422, headers=headers)
    return JsonResponse(_facts(found, lat, lon), headers=headers)


def _facts(found: Located, lat: float, lon: float) -> dict[str, Any]:
    if found.village is None:
        return {"inside": False, "neighbour": found.neighbour}
    return {
        "inside": True,
        "code": found.village.code,
        "village": found.village.name,
        "district": found.district.name if found.district else "",
        "is_estimate": found.is_estimate,
        "near": landmark_near(lat, lon),
    }


def landmark_near(lat: float, lon: float) -> str:
    """Return the name of the nearest landmark within 300 m, as something to say on the phone; empty when there is none."""
    away = [(distance_m((lat, lon), (place.lat, place.lon)), place.name) for place in book().places if place.kind != "road"]
    distance, name = min(away, default=(NEAR_M + 1, ""))
    return name if distance <= NEAR_M else ""
