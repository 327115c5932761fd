# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes the site stay with a phone that has no signal: the service worker and the manifest."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laksa.city.models import book

# What the pages that work offline are drawn with.
KEPT = (
    "ui/site.css",
    "ui/site.js",
    "ui/mark.svg",
    "portal/css/pages.css",
    "portal/css/report.css",
    "portal/js/spoken.js",
    "portal/js/report/camera.js",
    "portal/js/report/outbox.js",
    "portal/js/report/queue.js",
    "portal/js/report/flow.js",
    "portal/js/report/words.js",
    "portal/js/report/photos.js",
    "portal/js/report/place.js",
)
PAGES = ("/", "/darurat/", "/lapor/")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    files = [static(name) for name in KEPT]
    # Another set of files is another version: the old cache goes when the new worker takes over.
    version = hashlib.sha256("|".join([get_language() or "", *files]).encode()).hexdigest()[:12]
    context = {
        "files": files,
        "pages": PAGES,
        "version": version,
        "outbox": static("portal/js/report/outbox.js"),
        "send": reverse("report-send"),
    }
    response = render(request, "portal/sw.js", context, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    city = book().city.name
    facts = {
        "name": f"Laksa {city}".strip(),
        "short_name": "Laksa",
        "description": _("Lapor ke kota, dan lihat sampai beres."),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#FBF8F3",
        "theme_color": "#0B5A52",
        "icons": [
            {"src": static("ui/mark.svg"), "type": "image/svg+xml", "sizes": "any"},
            {"src": static("portal/icons/192.png"), "type": "image/png", "sizes": "192x192"},
            {"src": static("portal/icons/512.png"), "type": "image/png", "sizes": "512x512"},
            {"src": static("portal/icons/512-mask.png"), "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
        ],
        "shortcuts": [{"name": _("Laporkan masalah"), "url": "/lapor/"}, {"name": _("Darurat"), "url": "/darurat/"}],
    }
    return JsonResponse(
        facts, content_type="application/manifest+json", headers={"Cache-Control": "public, max-age=3600", "Vary": "Cookie"}
    )
