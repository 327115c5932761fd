# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes the crew's page stay with a phone that has no signal: its own service worker, beside the residents' one."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

FILES = (
    "ui/site.css",
    "ui/site.js",
    "ui/mark.svg",
    "field/field.css",
    "field/js/store.js",
    "field/js/sending.js",
    "field/js/doubts.js",
    "field/js/band.js",
    "field/js/day.js",
    "field/js/shot.js",
    "field/js/stop.js",
    "field/js/finder.js",
)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Holds nothing of a person, so that a phone can ask for it whoever has signed in."""
    files = [static(name) for name in FILES]
    version = hashlib.sha256("|".join([get_language() or "", *files]).encode()).hexdigest()[:12]
    context = {"files": files, "version": version, "scripts": [static("field/js/store.js"), static("field/js/sending.js")]}
    response = render(request, "field/sw.js", context, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
