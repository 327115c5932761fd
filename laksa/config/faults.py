# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people see when a request can't be read or the database is out of reach: a sentence and their own words, no traceback."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from logging import Filter, LogRecord

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.template import loader

SOON = "Sistem sedang tidak bisa menyimpan. Coba lagi setengah menit lagi."
AWAY = {"Retry-After": "30", "Cache-Control": "no-store"}
# Whoever knows these addresses is their owner: reports, drafts and tokens by secret link.
_SECRET = re.compile(r"(?<=/l/)[\w-]{10,64}|(?<=/lapor/)[\w-]{22}(?=/)|(?<=/tokens/)[^/\s]+?(?=\.(?:xml|json))|(?<=api_key=)[^&\s]+")


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 without asking for the form again: Django's own page would, and fail a second time."""
    return HttpResponse(loader.get_template("400.html").render(), status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 503 with what was typed while the database is out of reach, 500 for a fault of ours."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(loader.get_template("500.html").render(), status=500)
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": "Service Unavailable", "status": 503, "code": "unavailable"}
        return JsonResponse(problem, status=503, headers=AWAY, content_type="application/problem+json")
    if request.path.startswith("/open311/"):
        return _georeport_away(request.path)
    words: list[tuple[str, str]] = []
    # Another site must not put its words on a page of ours.
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site") != "cross-site":
        with suppress(OSError, BadRequest, SuspiciousOperation, MultiPartParserError):
            words = [(name, str(text)) for name, text in request.POST.items()]
    return HttpResponse(loader.get_template("503.html").render({"words": words}), status=503, headers=AWAY)


def _georeport_away(path: str) -> HttpResponse:
    """Answer in the caller's format, as every other fault of GeoReport v2 is told."""
    if path.endswith(".json"):
        return JsonResponse([{"code": 503, "description": SOON}], safe=False, status=503, headers=AWAY)
    told = f'<?xml version="1.0" encoding="utf-8"?>\n<errors><error><code>503</code><description>{SOON}</description></error></errors>'
    return HttpResponse(told, status=503, headers=AWAY, content_type="text/xml; charset=utf-8")


class HideSecrets(Filter):
    """Keep the secret part of an address out of the log: whoever reads logs must not be able to act for a reporter."""

    def filter(self, record: LogRecord) -> bool:
        said = record.getMessage()
        if _SECRET.search(said):
            record.msg, record.args = _SECRET.sub("…", said), ()
        return True
