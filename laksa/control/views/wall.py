# SPDX-License-Identifier: AGPL-3.0-or-later
"""The control room's wall: one page, and a small piece of it that every screen asks for every few seconds.

The piece is made once for all who watch and kept for some seconds; who has it already gets an empty answer.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from laksa.control.policies import may_see_city
from laksa.control.views.keeping import kept
from laksa.control.views.moment import moment, outlines
from laksa.identity.http import PersonRequest, staff_only
from laksa.ui.rules import number
from laksa.ui.templatetags.ui import current_voice

# How long a piece is shared, how often a screen asks, and after how much silence it says that it no longer knows.
SHARED_SECONDS, ASKED_EVERY_SECONDS, SILENT_SECONDS = 4, 5, 20
REGIONS = ("left", "head", "foot", "right")


@dataclass(frozen=True)
class Piece:
    """What changes on the wall, as it is sent: ready-made regions, the map's numbers, and its tag."""

    regions: dict[str, SafeString]
    levels: dict[str, int]
    body: bytes
    etag: str


@staff_only
@require_safe
def wall(request: PersonRequest) -> HttpResponse:
    if not may_see_city(request.actor):
        raise Http404
    at = timezone.now()
    piece = _piece(at)
    villages, borders, width, height = outlines()
    context = {
        "now": at,
        "piece": piece,
        "villages": [(path, piece.levels.get(path.code, 0)) for path in villages],
        "borders": borders,
        "map_width": width,
        "map_height": height,
        "every": ASKED_EVERY_SECONDS,
        "silent": SILENT_SECONDS,
        "zone": settings.TIME_ZONE,
    }
    response = render(request, "control/wall.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@staff_only
@require_safe
def wall_piece(request: PersonRequest) -> HttpResponse:
    """The piece alone, as JSON; 304 for who has the same one."""
    if not may_see_city(request.actor):
        raise Http404
    piece = _piece(timezone.now())
    return _answer(request, piece)


def _answer(request: HttpRequest, piece: Piece) -> HttpResponse:
    response = HttpResponse(piece.body, content_type="application/json")
    response["ETag"] = piece.etag
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=piece.etag, response=response) or response


def _piece(at: datetime) -> Piece:
    return kept(f"wall-{get_language()}", SHARED_SECONDS, at, lambda: _make(at)).value


def _make(at: datetime) -> Piece:
    seen = moment(at)
    context: dict[str, Any] = {"m": seen, "open": number(seen.now.open, current_voice())}
    regions = {name: render_to_string(f"control/wall/{name}.html", context) for name in REGIONS}
    regions["numbers"] = render_to_string("control/wall/numbers.html", context)
    body = json.dumps({"regions": regions, "levels": seen.levels}, ensure_ascii=False, sort_keys=True).encode()
    return Piece(regions, seen.levels, body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
