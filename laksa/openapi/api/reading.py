# SPDX-License-Identifier: AGPL-3.0-or-later
"""How REST v1 reads bodies: JSON by the letter, of a kind and size that was announced."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja.parser import Parser

from laksa.openapi.api.problems import not_allowed, problem, too_large
from laksa.openapi.rules import limits

JSON, MULTIPART = "application/json", "multipart/form-data"


class StrictParser(Parser):
    """JSON without the constants that are none: NaN and Infinity."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(request.body, parse_constant=_no_constant)
        return body


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def gate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse what is too large or of the wrong kind before anything is read, and answer HEAD like GET."""

    @csrf_exempt
    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_upload = request.path.endswith("/photos")
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdecimal() else 0
        limit = limits.UPLOAD_LIMIT if is_upload else limits.BODY_LIMIT
        if size > limit:
            return too_large(limit // limits.MEGABYTE)
        wanted = MULTIPART if is_upload else JSON
        if request.method == "POST" and size and request.content_type != wanted:
            return problem(415, _("Kirim isinya sebagai %(kind)s.") % {"kind": wanted}, code="media_type")
        if request.method == "HEAD":
            request.method = "GET"
        response = view(request, *args, **kwargs)
        # The library answers an unknown method with plain text.
        return not_allowed(response.headers["Allow"]) if response.status_code == 405 else response

    return gated
